import gzip
import json
import math

import numpy as np
import pytest

import obektiv as ob


@pytest.fixture
def results(assessment, simulated) -> ob.Results:
    return simulated(assessment)


def test_a_tally_and_its_results_give_the_same_table(results):
    for group in ("school", "class", "municipality", "all"):
        t = ob.tally(results, group)
        for sign in (ob.official.inflated_mean, ob.official.rank_mismatch):
            a, b = sign(results, group), sign(t)
            assert a.columns == b.columns
            for name in a.columns:
                np.testing.assert_array_equal(a[name], b[name])
        a, b = ob.official.cohort_jump(results, results, group), ob.official.cohort_jump(t, t)
        np.testing.assert_array_equal(a.statistic, b.statistic)
        assert (a.statistic == 1).all()


def test_functions_under_former_names_warn_and_give_the_same(results):
    former = {"class_split": ob.classes.by_school, "x_pattern": ob.omissions.by_group, "high5_low_spread": ob.spread.many_fives}
    for name, now in former.items():
        with pytest.warns(DeprecationWarning, match=f"official.{name} is obektiv.{now.__module__.split('.')[1]}"):
            before = getattr(ob.official, name)(results)
        assert before.columns == now(results).columns
        for column in before.columns:
            np.testing.assert_array_equal(before[column], now(results)[column])


def test_the_inflated_mean_is_the_printed_formula(results):
    sign = ob.official.inflated_mean(results, t=2.5, min_n=20)
    totals = results.total[results.complete].astype(float)
    critical = totals.mean() + 2.5 * totals.std(ddof=1) / math.sqrt(len(totals))
    np.testing.assert_allclose(sign.critical, critical, rtol=1e-13)
    for school, n, statistic in zip(sign.group, sign.n, sign.statistic, strict=True):
        mine = results.total[results.complete & (results.school == school)].astype(float)
        expected = mine.mean() - 2.5 * mine.std(ddof=1) / math.sqrt(len(mine)) if len(mine) >= 20 else math.nan
        assert n == len(mine)
        np.testing.assert_allclose(statistic, expected, rtol=1e-13)


def test_defaults_are_those_of_the_core(results):
    for sign, options in [
        (ob.official.inflated_mean, {"t": 1.96, "min_n": 2}),
        (ob.official.rank_mismatch, {"min_n": 3, "ties": "printed"}),
    ]:
        np.testing.assert_array_equal(sign(results).statistic, sign(results, **options).statistic)
    jump = ob.official.cohort_jump(results, results, k=3.0, min_n=1)
    np.testing.assert_array_equal(ob.official.cohort_jump(results, results).fall_above, jump.fall_above)


def test_corrected_ties_lie_below_printed_ones(results):
    printed = ob.official.rank_mismatch(results).statistic
    assert (ob.official.rank_mismatch(results, ties="corrected").statistic < printed).all()


@pytest.mark.parametrize(
    ("call", "error", "code"),
    [
        (lambda r: ob.official.inflated_mean(r, t=0), ob.StatisticError, "statistic.parameter"),
        (lambda r: ob.official.inflated_mean(r, t=math.nan), ob.StatisticError, "statistic.parameter"),
        (lambda r: ob.official.inflated_mean(r, min_n=1), ob.StatisticError, "statistic.parameter"),
        (lambda r: ob.official.inflated_mean(r, "street"), ob.DataError, "data.name"),
        (lambda r: ob.official.rank_mismatch(r, min_n=1), ob.StatisticError, "statistic.parameter"),
        (lambda r: ob.official.rank_mismatch(r, ties="none"), ob.DataError, "data.name"),
        (lambda r: ob.official.cohort_jump(r, r, k=-1), ob.StatisticError, "statistic.parameter"),
        (lambda r: ob.official.cohort_jump(ob.tally(r), ob.tally(r, "all")), ob.StatisticError, "statistic.groupings"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_code(results, call, error, code):
    with pytest.raises(error) as caught:
        call(results)
    assert caught.value.code == code


def test_errors_of_statistics_carry_their_fields(assessment, results):
    with pytest.raises(ob.StatisticError) as caught:
        ob.official.inflated_mean(results, t=-2.5)
    assert (caught.value.name, caught.value.value, caught.value.expected) == ("t", -2.5, "a positive number")
    with pytest.raises(ob.StatisticError) as caught:
        ob.official.rank_mismatch(ob.Results(assessment, [[1, 1, 1]], school=["A"]))
    assert (caught.value.code, caught.value.assessment) == ("statistic.no_journal", "2020-maths-5")


def test_wrong_types_are_type_errors(results):
    for call in (
        lambda: ob.official.inflated_mean(results.scores),
        lambda: ob.official.inflated_mean(results, t="2"),
        lambda: ob.official.cohort_jump(results),
    ):
        with pytest.raises(TypeError):
            call()


def works(folder):
    """The works of a real folder: file name and assessment."""
    return {
        w["file"]: ob.Assessment(
            subject=w["subject"],
            test_grade=w["grade"],
            year=w["year"],
            max_scores=w["max_scores"],
            boundaries=w["mark_boundaries"],
            season=w.get("season"),
            pupil_grade=w.get("pupil_grade"),
        )
        for w in json.loads((folder / "works.json").read_text())
    }


def read(folder, file: str) -> ob.Results:
    return ob.read_csv(gzip.decompress((folder / file).read_bytes()), works(folder)[file])


def test_the_official_rule_flags_the_expected_schools_of_a_real_region(shared):
    folder = shared("real/region-2020")
    expected = json.loads((folder / "expect_official.json").read_text())
    assert len(expected) == 4
    for file, e in expected.items():
        r = read(folder, file)
        a, b = ob.official.inflated_mean(r), ob.official.rank_mismatch(r)
        assert len(a) == e["schools"]
        assert list(a.group[a.statistic > a.critical]) == e["A"]
        assert list(b.group[b.statistic < 0]) == e["B"]


def test_the_cohort_jump_of_a_real_region_is_the_expected_one(shared):
    before, after = shared("real/region-2020"), shared("real/region-2021")
    expected = json.loads((after / "expect_cohort_jump.json").read_text())
    assert expected
    for subject, e in expected.items():
        c = ob.official.cohort_jump(
            read(before, f"2020-grade4-{subject}.csv.gz"), read(after, f"2021-grade5-{subject}.csv.gz")
        )
        assert len(c) == e["schools"]
        assert list(c.group[c.statistic > c.fall_above]) == e["fall"]
        assert list(c.group[c.statistic < c.rise_below]) == e["rise"]
