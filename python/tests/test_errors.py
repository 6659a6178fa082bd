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


HUGE = 2**70


@pytest.mark.parametrize("number", [-1, HUGE, -HUGE])
@pytest.mark.parametrize(
    "call",
    [
        lambda n: ob.heaping.fit([[1, 2, 3, 4]] * 3, boundaries=[n, 2, 3]),
        lambda n: ob.heaping.fit([[1, n, 3, 4]] * 3, boundaries=[1, 2, 3]),
        lambda n: ob.heaping.raised([[1, 2, 3, 4]] * 3, boundaries=[1, 2, n]),
        lambda n: ob.read_xlsx(b"", max_unpacked=n),
        lambda n: ob.read_many([("a.csv", b"")], max_unpacked=n),
        lambda n: ob.identify(b"", max_unpacked=n),
        lambda n: ob.read_registry(b"", max_unpacked=n),
        lambda n: ob.read_markers(b"", max_unpacked=n),
        lambda n: ob.read_observed(b"", max_unpacked=n),
        lambda n: ob.read_remarked(b"", max_unpacked=n),
        lambda n: ob.read_acts(b"", max_unpacked=n),
        lambda n: ob.read_distributions(b"", max_unpacked=n),
        lambda n: ob.read_mark_statistics(b"", max_unpacked=n),
        lambda n: ob.read_journal_comparison(b"", max_unpacked=n),
        lambda n: ob.find_assessment("maths", n, 2020),
        lambda n: ob.Assessment(subject="maths", test_grade=5, year=n, max_scores=[1]),
        lambda n: ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[n]),
        lambda n: ob.official.objectivity_index(n, 0),
        lambda n: ob.official.recheck_delta(["a"], [n], [4]),
        lambda n: ob.plan.example().indicators("2022-06-01", tolerance=n),
        lambda n: ob.plan.example().indicators("2022-06-01", internal_assessment=(n, 20)),
    ],
)
def test_whole_numbers_of_any_length_are_told_by_their_code(call, number):
    with pytest.raises(ob.DataError) as caught:
        call(number)
    assert caught.value.code == "data.range"
