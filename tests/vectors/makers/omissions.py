"""Items left unanswered, beside the other groups."""

from fractions import Fraction

from .data import SIZES, papers_of
from .official import persons_of, there
from .reference import against_reference
from .shared import NOT_ATTEMPTED, Vectors, case


def by_group(r, group="school", min_reference=5):
    groups = persons_of(r, group)
    out = []
    for kind in ("many", "few"):
        strata = []
        for rows in groups.values():
            columns = [[row[i] for row in rows if there(row[i])] for i in range(len(r["assessment"]["max_scores"]))]
            left = [(sum(cell == NOT_ATTEMPTED for cell in cells), len(cells)) for cells in columns]
            strata.append([(x if kind == "many" else n - x, n) for x, n in left])
        for (name, rows), own, beside in zip(groups.items(), strata, against_reference(strata, min_reference)):
            count, cells = sum(x for x, _ in own), sum(n for _, n in own)
            out.append({"group": name, "kind": kind, "n": len(rows), "cells": cells, "count": count,
                        "statistic": Fraction(count, cells)} | beside)
    out.sort(key=lambda row: row["group"])
    return {column: [row[column] for row in out] for column in out[0]}


def by_group_cases():
    f = by_group
    return [case("papers with codes", f, {"results": papers_of(3, SIZES)}),
            case("too small a reference", f, {"results": papers_of(3, {"a": 9, "b": 7, "c": 8})})]


VECTORS = [
    Vectors("omissions.by_group", by_group_cases),
]
