"""What results that are no table have in common."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np


class Record:
    """Named values: equal if all of them are, NaN to NaN; shown one on a line where a line does not hold them."""

    __slots__ = ()

    def _values(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(_same(value, getattr(other, name)) for name, value in self._values().items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = [f"{name}={_shown(value)}" for name, value in self._values().items()]
        line = f"{type(self).__name__}({', '.join(values)})"
        if len(line) <= 120 and "\n" not in line:
            return line
        return f"{type(self).__name__}(\n" + "".join("    " + value.replace("\n", "\n    ") + ",\n" for value in values) + ")"


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray | float):
        return np.array_equal(a, b, equal_nan=True)
    return bool(a == b)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, np.ndarray) and value.size > 6:
        return f"<array of {' × '.join(map(str, value.shape))}>"
    if isinstance(value, tuple) and len(value) > 6:
        return f"<{len(value)} of {type(value[0]).__name__}>"
    return repr(value)
