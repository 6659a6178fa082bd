"""What every function of the catalogue does with its arguments, by examples."""

import inspect
import json

import numpy as np
import pytest

import obektiv as ob
from conftest import ROOT
from obektiv._obektiv import functions


@pytest.fixture(scope="module")
def results() -> ob.Results:
    return ob.simulate.municipality(seed=1).results[0]


def equal(a: ob.Table, b: ob.Table) -> bool:
    return a.columns == b.columns and all(np.array_equal(a[c], b[c], equal_nan=a[c].dtype == float) for c in a.columns)


def test_none_stands_for_a_default_and_numbers_of_numpy_for_numbers(results):
    usual = ob.official.inflated_mean(results)
    assert equal(usual, ob.official.inflated_mean(results, t=None, min_n=None, with_constant=None))
    assert equal(usual, ob.official.inflated_mean(results, "school", np.float64(1.96), np.int64(2), np.bool_(False)))
    assert equal(ob.level.by_group(results, min_reference=100), ob.level.by_group(results, min_reference=np.uint8(100)))


def test_a_signature_shows_the_defaults():
    assert str(inspect.signature(ob.official.cohort_jump).replace(return_annotation=inspect.Signature.empty)) == (
        "(before: 'Results | Tally', after: 'Results | Tally', group: 'Group' = 'school', "
        "k: 'float' = 3.0, min_n: 'int' = 1, quantile_type: 'int' = 7)"
    )


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda r: ob.level.by_group(r, min_reference="5"), TypeError, 'min_reference is "5", expected a whole number'),
        (lambda r: ob.level.by_group(r, min_reference=5.0), TypeError, "min_reference is 5.0, expected a whole number"),
        (lambda r: ob.level.by_group(r, min_reference=-1), ob.DataError, "a count or seed is -1, expected 0 to"),
        (lambda r: ob.level.by_group(r, min_reference=2**200), ob.DataError, "a count or seed is"),
        (lambda r: ob.official.cohort_jump(r, r, quantile_type=300), ob.DataError, "is 300.* 255"),
        (lambda r: ob.official.inflated_mean(r, with_constant=1), TypeError, "with_constant is 1, expected True or False"),
        (lambda r: ob.official.inflated_mean(r, t=True), TypeError, "t is True, expected a number"),
        (lambda r: ob.official.rank_mismatch(r, ties=1), TypeError, "ties is 1, expected printed or corrected"),
        (lambda r: ob.official.rank_mismatch(r, ties="all"), ob.DataError, "printed, corrected"),
        (lambda r: ob.official.recheck_delta(["a"], [1], [1], boundaries=[1, 2]), TypeError, "boundaries is a list"),
        (lambda r: ob.level.by_group([r]), TypeError, "results: expected Results or Tally, got list"),
        (lambda r: ob.level.by_group(r, registry={}), TypeError, "registry: expected Registry, got dict"),
        (lambda r: ob.legacy.invalsi(ob.tally(r)), TypeError, "results: expected Results, got Tally"),
        (lambda r: ob.legacy.score_fluctuations("gain", [1.0]), ValueError, "gain: could not convert"),
        (lambda r: ob.level.by_group(r, "street"), ob.DataError, "street"),
        (lambda r: ob.level.by_group(r, least=5), TypeError, "unexpected keyword argument 'least'"),
    ],
)
def test_what_a_function_does_not_take_is_told_with_its_name(results, call, error, told):
    with pytest.raises(error, match=told):
        call(results)


def test_every_function_of_the_catalogue_says_its_parameters_and_columns():
    for name in functions():
        module, function = name.split(".")
        found = getattr(getattr(ob, module), function)
        said = inspect.getdoc(found)
        assert all(f"\n{parameter} : " in said for parameter in inspect.signature(found).parameters), name
        file = json.loads((ROOT / f"tests/vectors/{name}.json").read_text())
        expected = {column for case in file["cases"] for column in case.get("expect", {})}
        of_table = "Returns\n-------\nTable" in said  # an array has no columns
        assert not of_table or all(f"- `{column}` (" in said for column in expected - {"statistic"}), name
