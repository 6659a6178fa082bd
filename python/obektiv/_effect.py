"""What `effect` has besides the functions of the catalogue."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from ._obektiv import effect as _effect  # type: ignore[attr-defined]
from ._typing import Language

if TYPE_CHECKING:
    from .effect import Effect


def page(
    effect: Effect,
    *,
    language: Language = "ru",
    title: str | None = None,
    outcome: str | None = None,
    percent: bool = False,
    date: str | None = None,
) -> str:
    """A self-contained HTML page on one effect: sentences, a picture, what cannot be concluded, how it was computed.

    What was seen is never printed without what was expected; where that is not known, neither is. The page needs
    nothing from outside, prints on A4 and reads on a phone.

    Parameters
    ----------
    effect : Effect
        What one of the functions here found.
    language : {"ru", "en"}
        Of the page.
    title : str, optional
        In place of the usual one, such as "Re-marking in 28 schools, 2025".
    outcome : str, optional
        What was measured, such as "share of raised papers"; printed below the title.
    percent : bool
        The outcome is a share: numbers are printed times 100, in percentage points.
    date : str, optional
        Printed at the end, as it is.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    ObektivError
        `report.language`.
    TypeError
        For what is no effect.

    Examples
    --------
    >>> before, after = [.5, .45, .4, .42, .35, .36, .3, .25], [.3, .4, .3, .35, .2, .3, .25, .2]
    >>> effect = ob.effect.ancova(before, after, [True, False] * 4, by_lot=True)
    >>> html = ob.effect.page(effect, language="en", outcome="share of raised papers", percent=True)
    >>> html[:15], "Did the measures help" in html
    ('<!doctype html>', True)
    """
    from .effect import Effect

    if not isinstance(effect, Effect):
        raise TypeError(f"effect is {type(effect).__name__}, expected what a function of obektiv.effect found, with an estimate")
    # What further results hold besides, arrays and numbers that are none among them, is not printed.
    shown = {field.name: getattr(effect, field.name) for field in dataclasses.fields(Effect)}
    effect_json = json.dumps(shown, default=dataclasses.asdict)
    return str(_effect.page(effect_json, language, title, outcome, percent, date))


page.__module__ = "obektiv.effect"  # where users find it
