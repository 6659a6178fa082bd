"""How far a call is, for people."""

from typing import Any


class Bar:
    """A bar of tqdm that is told steps done and all known so far."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def __call__(self, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        self._bar.close()


def bar() -> Bar:
    """A new bar; `progress=True` asks for it."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    return Bar(tqdm(unit=" steps"))
