"""The mistakes of tests/errors.json, which all languages tell alike."""

import json
from typing import Any

import pytest

import obektiv as ob
from conftest import ROOT

CASES = json.loads((ROOT / "tests/errors.json").read_text())["cases"]


def made(value: Any) -> Any:
    if isinstance(value, list):
        return [made(part) for part in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    results = ob.simulate.municipality(seed=1, schools=4).results[0]
    return {"$results": results, "$tally": ob.tally(results), "$registry": ob.Registry([])}[value]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}: {case['mistake']}")
def test_a_mistake_is_told_by_its_code(case):
    function: Any = ob
    for part in case["call"].split("."):
        function = getattr(function, part)
    with pytest.raises(TypeError if case["code"] == "type" else ob.ObektivError) as caught:
        function(**{name: made(value) for name, value in case["given"].items()})
    if case["code"] != "type":
        assert caught.value.code == case["code"]
        assert isinstance(caught.value, getattr(ob, case["code"].split(".")[0].title() + "Error"))
