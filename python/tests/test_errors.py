"""The mistakes of tests/errors.json, which all languages tell alike."""

import json
import math
from typing import Any

import numpy as np
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


A = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])


@pytest.mark.parametrize("rows", [{"A", "B"}, frozenset("AB"), {"A": 1, "B": 2}])
def test_what_has_no_order_is_no_column(rows):
    with pytest.raises(TypeError, match=f"school is a {type(rows).__name__}, expected a sequence"):
        ob.Results(A, [[1, 2], [0, 1]], school=rows)
    with pytest.raises(TypeError, match="expected a sequence"):
        ob.Registry(rows)
    with pytest.raises(TypeError, match="scores is a set"):
        ob.Results(A, {(1, 2), (0, 1)}, school=["A", "B"])
    with pytest.raises(TypeError):
        ob.official.recheck_delta(rows, [3, 4], [3, 3])


def test_whole_numbers_in_float_arrays_are_counts():
    one = ob.official.recheck_delta(["a", "b"], np.array([3.0, 4.0]), np.array([4.0, 4.0]))
    assert one == ob.official.recheck_delta(["a", "b"], [3, 4], [4, 4])
    counts = [[1200 // (20 + (s - 11) ** 2) for s in range(21)]] * 20
    assert ob.heaping.fit(np.array(counts, dtype=float), [7, 11, 15]) == ob.heaping.fit(counts, [7, 11, 15])
    for wrong in (3.5, math.nan, math.inf):
        with pytest.raises((TypeError, ob.DataError)):
            ob.official.recheck_delta(["a"], np.array([wrong]), [4])


def test_what_is_masked_is_missing_everywhere():
    masked = np.ma.masked_array([0.01, 0.2, 0.03], mask=[0, 1, 0])
    plain = [0.01, math.nan, 0.03]
    np.testing.assert_array_equal(
        ob.evidence.benjamini_hochberg(masked), ob.evidence.benjamini_hochberg(plain)
    )
    items = [{"model": "logistic", "a": 1.0, "b": 0.0}] * 2
    cells = np.ma.masked_array([[1, 0], [0, 1]], mask=[[0, 1], [0, 0]])
    abilities = ob.irt.ability(cells, items, "eap")
    assert abilities == ob.irt.ability([[1, None], [0, 1]], items, "eap")
    theta = np.ma.masked_array([0.0, 0.5], mask=[0, 1])
    assert len(ob.person_fit.lz([[1, 0], [0, 1]], items, theta)) == 2
    assert math.isnan(ob.person_fit.lz([[1, 0], [0, 1]], items, theta).statistic[1])


@pytest.mark.parametrize("name", ["fisher", "stouffer", "cauchy_combination", "harmonic_mean", "benjamini_hochberg"])
@pytest.mark.parametrize("p", [-0.1, 1.2, math.inf, -math.inf])
def test_what_is_no_probability_is_an_error(name, p):
    with pytest.raises(ob.ObektivError):
        getattr(ob.evidence, name)([p, 0.5])
    getattr(ob.evidence, name)([math.nan, 0.5])
