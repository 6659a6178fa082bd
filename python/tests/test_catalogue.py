"""What every function of the catalogue does with its arguments, by examples."""

import inspect
import json
import pickle

import numpy as np
import pandas as pd
import polars as pl
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
        (lambda r: ob.level.by_group(r, min_reference=-1), ob.DataError, "min_reference is -1, expected 0 to"),
        (lambda r: ob.level.by_group(r, min_reference=2**200), ob.DataError, "min_reference is"),
        (lambda r: ob.official.cohort_jump(r, r, quantile_type=300), ob.DataError, "is 300.* 255"),
        (lambda r: ob.official.inflated_mean(r, with_constant=1), TypeError, "with_constant is 1, expected True or False"),
        (lambda r: ob.official.inflated_mean(r, t=True), TypeError, "t is True, expected a number"),
        (lambda r: ob.official.rank_mismatch(r, ties=1), TypeError, "ties is 1, expected printed or corrected"),
        (lambda r: ob.official.rank_mismatch(r, ties="all"), ob.DataError, "printed, corrected"),
        (lambda r: ob.official.recheck_delta(["a"], [1], [1], boundaries=[1, 2]), TypeError, "boundaries is a list"),
        (lambda r: ob.level.by_group([r]), TypeError, "results: expected Results or Tally, got list"),
        (lambda r: ob.level.by_group(r, registry={}), TypeError, "registry: expected Registry, got dict"),
        (lambda r: ob.legacy.invalsi(ob.tally(r)), TypeError, "results: expected Results, got Tally"),
        (lambda r: ob.legacy.score_fluctuations("gain", [1.0]), TypeError, "gain: could not convert"),
        (lambda r: ob.level.by_group(r, "street"), ob.DataError, "street"),
        (lambda r: ob.level.by_group(r, least=5), TypeError, "unexpected keyword argument 'least'"),
    ],
)
def test_what_a_function_does_not_take_is_told_with_its_name(results, call, error, told):
    with pytest.raises(error, match=told):
        call(results)


UNIT, YEAR = np.repeat(list("abcdef"), 2), np.tile([2020, 2021], 6)
OUTCOME = np.array([1.0, 0.2, 1.1, 0.5, 0.9, 0.1, 1.2, 1.3, 0.8, 0.9, 1.0, 0.7])


def test_a_record_is_compared_kept_and_shown_by_its_fields():
    found = ob.effect.did(UNIT, YEAR, OUTCOME, np.where(UNIT < "d", 2021, np.nan))
    again = pickle.loads(pickle.dumps(found))
    assert found == again and found != ob.effect.did(UNIT, YEAR, OUTCOME, np.where(UNIT < "c", 2021, np.nan))
    assert isinstance(found, ob.effect.Effect) and found != ob.effect.mcnemar(1, 1, 1, 1)
    assert repr(found).startswith("Did(\n    estimate=-0.") and "\n        ru='" in repr(found)
    assert repr(ob.effect.Words("да", "yes")) == "Words(ru='да', en='yes')"
    assert found.sentence.ru.startswith("Изменение")
    undefined = ob.effect.Gap(2020, float("nan"))
    assert undefined == ob.effect.Gap(2020, float("nan")) and undefined != ob.effect.Gap(2021, float("nan"))
    with pytest.raises(AttributeError):
        found.estimate = 0.0
    assert list(pd.DataFrame(found.standard_errors).scaling) == ["cr1", "cr2", "cr3"]


def test_columns_come_from_whatever_holds_them():
    first = [2021 if unit < "d" else None for unit in UNIT]
    usual = ob.effect.did(UNIT, YEAR, OUTCOME, first)
    frame = {"unit": UNIT, "year": YEAR, "y": OUTCOME}
    p = pd.DataFrame(frame).assign(first=pd.array(first, dtype="Int64"))
    assert ob.effect.did(p.unit, p.year, p.y, p["first"]) == usual
    q = pl.DataFrame(frame).with_columns(first=pl.Series(first))
    assert ob.effect.did(q["unit"], q["year"], q["y"], q["first"]) == usual
    x = np.sin(np.arange(12.0))
    with_x = [ob.effect.group_time(UNIT, YEAR, OUTCOME, first, covariates=c) for c in ([x], x[:, None], pd.DataFrame({"x": x}))]
    assert with_x[0] == with_x[1] == with_x[2]
    flags = [ob.effect.randomisation([1.0, 2.0, 4.0], flags) for flags in ([0, 0, 1], np.array([False, False, True]))]
    assert flags[0] == flags[1]


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda: ob.effect.mcnemar(1, 2, 3), TypeError, "never"),
        (lambda: ob.effect.mcnemar(1, 2, 3, None), TypeError, "never is None, expected a value"),
        (lambda: ob.effect.mcnemar(1, 2, 0, 0), ob.EffectError, "listed schools only"),
        (lambda: ob.effect.prevalence(1, 10, "high", 0.9), TypeError, 'sensitivity is "high", expected a number'),
        (lambda: ob.effect.prevalence(1, 10, (1, 2, 3), 0.9), TypeError, "sensitivity is a list"),
        (lambda: ob.effect.randomisation([1.0, 2.0], [0, 2]), TypeError, "treated: row 2 is 2, expected True or False"),
        (lambda: ob.effect.did(["a"], [2020.5], [1.0], [None]), TypeError, "period: row 1 is 2020.5, expected a whole"),
        (lambda: ob.effect.did(["a"], [None], [1.0], [None]), TypeError, "period: row 1 has none"),
        (lambda: ob.effect.did(["a", "a"], [1, 2], [1.0], [2, 2]), ob.EffectError, "outcome has 1 values, expected 2"),
        (lambda: ob.effect.aggregate(["a"], [1], [1.0], [1], kind="all"), ob.DataError, "simple, group, dynamic, calendar"),
    ],
)
def test_what_cannot_be_compared_is_told_with_its_name(call, error, told):
    with pytest.raises(error, match=told):
        call()


def test_every_function_of_the_catalogue_says_its_parameters_and_columns():
    for name in functions():
        module, function = name.split(".")
        found = getattr(getattr(ob, module), function)
        said = inspect.getdoc(found)
        assert all(f"\n{parameter} : " in said for parameter in inspect.signature(found).parameters), name
        if inspect.signature(found).return_annotation in ("float", "NDArray[np.float64]"):
            continue  # without a name
        file = json.loads((ROOT / f"tests/vectors/{name}.json").read_text())
        expected = {column for case in file["cases"] for column in case.get("expect", {})}
        assert all(f"- `{column}` (" in said for column in expected), name
