"""What results are, and what is refused."""

import json

from .data import work
from .shared import BY_HAND, MISSING, NOT_ATTEMPTED, NOT_TAUGHT, Vectors


def new_cases():
    good = {"assessment": work([1, 2], [1, 2, 3]), "scores": [[1, 2], [0, NOT_ATTEMPTED]], "school": ["a", "b"]}
    cases = []

    def refused(name, code, **change):
        r = json.loads(json.dumps(good))
        r["assessment"] |= change.pop("assessment", {})
        cases.append({"name": name, "input": {"results": r | change}, "options": {}, "error": code})

    all_codes = good | {"scores": [[1, 2], [NOT_TAUGHT, NOT_ATTEMPTED], [MISSING, 2]], "school": ["a", "b", "a"]}
    all_codes |= {"journal_mark": [2, None, 5], "class_id": ["А", "", "А"], "variant": ["1", "2", ""]}
    all_codes |= {"municipality": ["M1", "", "M1"]}
    cases.append(
        {
            "name": "every code, no mark, no class, no municipality",
            "input": {"results": all_codes},
            "options": {},
            "expect": {"persons": 3, "totals": [3, 0, 2], "complete": [True, True, False]},
        }
    )
    cases.append(
        {
            "name": "a work without boundaries",
            "input": {"results": good | {"assessment": work([1, 2])}},
            "options": {},
            "expect": {"persons": 2, "totals": [3, 0], "complete": [True, True]},
        }
    )
    cases.append({"name": "the largest maximum, 252", "input": {"results": {"assessment": work([252], [1, 2, 252]),
                  "scores": [[252]], "school": ["a"]}}, "options": {},
                  "expect": {"persons": 1, "totals": [252], "complete": [True]}})
    for name, boundaries in {
        "boundaries that do not rise": [2, 2, 3], "boundaries that fall": [3, 2, 1],
        "a boundary above the largest total": [1, 2, 4], "a boundary of 0": [0, 1, 2],
    }.items():
        refused(name, "data.boundaries", assessment={"boundaries": boundaries})
    refused("an item worth nothing", "data.item_maximum", assessment={"max_scores": [1, 0]})
    refused("an item maximum that is a code", "data.item_maximum", assessment={"max_scores": [1, 253]})
    refused("no items", "data.no_items", assessment={"max_scores": []})
    refused("grade 0", "data.grade", assessment={"test_grade": 0})
    refused("grade 14", "data.grade", assessment={"pupil_grade": 14})
    refused("kinds for one item of two", "data.item_kinds", assessment={"item_kinds": ["key"]})
    refused("no persons", "data.empty", scores=[], school=[])
    refused("a score above its maximum", "data.score", scores=[[1, 2], [2, 0]])
    refused("252 is a score, not a code", "data.score", scores=[[1, 2], [252, 0]])
    refused("more items than the assessment has", "data.item_columns", scores=[[1, 2, 0], [1, 0, 0]])
    refused("a school short", "data.length", school=["a"])
    refused("a class too many", "data.length", class_id=["А", "А", "А"])
    refused("a variant short", "data.length", variant=["1"])
    refused("a journal mark short", "data.length", journal_mark=[4])
    refused("a municipality short", "data.length", municipality=["M1"])
    refused("journal mark 6", "data.journal_mark", journal_mark=[4, 6])
    refused("journal mark 1", "data.journal_mark", journal_mark=[1, 4])
    refused("a pupil without a school", "data.no_label", school=["a", " "])
    return cases


VECTORS = [
    Vectors("results.new", new_cases, how=BY_HAND),
]
