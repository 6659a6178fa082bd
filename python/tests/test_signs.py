import numpy as np
import pytest

import obektiv as ob


def test_works_are_pooled(assessment, simulated):
    first, second = simulated(assessment, seed=1), simulated(assessment, seed=2)
    for sign in (ob.journal.by_group, ob.heaping.by_group):
        both = sign([first, ob.tally(second)])
        assert both.n.sum() == sign(first).n.sum() + sign([second]).n.sum()
        np.testing.assert_array_equal(sign((first,)).statistic, sign(ob.tally(first)).statistic)


def test_a_registry_chooses_the_reference(assessment, simulated):
    r = simulated(assessment)
    schools = sorted(set(r.school))
    alone = ob.Registry(schools, reference=schools)
    together = ob.Registry(schools, reference=["town"] * len(schools))
    for sign, name in ((ob.journal.by_group, "pvalue"), (ob.heaping.by_group, "pvalue_reference")):
        assert np.isfinite(sign(r)[name]).any()
        assert np.isnan(sign(r, registry=alone)[name]).all()
        np.testing.assert_array_equal(sign(r, registry=together)[name], sign(r)[name])
        assert np.isnan(sign(r, min_reference=100)[name]).all()


def test_what_cannot_be_computed_is_refused_with_its_code(assessment, simulated):
    r = simulated(assessment)
    plain = ob.Results(ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1]), [[1]], school=["A"])
    for call, code in [
        (lambda: ob.journal.by_group(plain), "statistic.no_boundaries"),
        (lambda: ob.heaping.by_group(plain), "statistic.no_boundaries"),
        (lambda: ob.journal.by_group(ob.Results(assessment, [[1, 1, 1]], school=["A"])), "statistic.no_journal"),
        (lambda: ob.journal.by_group([ob.tally(r), ob.tally(r, "all")]), "statistic.groupings"),
        (lambda: ob.heaping.by_group(r, k=1.0), "statistic.parameter"),
        (lambda: ob.heaping.three_bin(1, 2, 3, k=-0.1), "statistic.parameter"),
        (lambda: ob.official.objectivity_index(1, 2), "statistic.parameter"),
        (lambda: ob.heaping.three_bin(-1, 2, 3), "data.range"),
        (lambda: ob.heaping.fit(plain), "statistic.no_boundaries"),
        (lambda: ob.heaping.fit([[1, -2, 3]], boundaries=[1, 2, 3]), "data.range"),
        (lambda: ob.heaping.fit(r, boundaries=[1, 2, 99]), "data.boundaries"),
        (lambda: ob.heaping.round_percentages([1, 2], [3]), "data.length"),
        (lambda: ob.official.objectivity_index(-1, 0), "data.range"),
    ]:
        with pytest.raises(ob.ObektivError) as caught:
            call()
        assert caught.value.code == code


def test_p_values_may_be_any_array(assessment):
    p = [0.01, 0.2, float("nan"), 0.04]
    want = ob.evidence.benjamini_hochberg(p)
    for same in (np.array(p), np.array(p, dtype=object), tuple(p), np.repeat(p, 2)[::2]):
        np.testing.assert_array_equal(ob.evidence.benjamini_hochberg(same), want)
    assert ob.evidence.benjamini_hochberg([]).tolist() == []
    assert ob.evidence.benjamini_hochberg([1, 0]).tolist() == [1, 0]
    for wrong in ([["a"]], [[0.5]], None, 0.5):
        with pytest.raises((TypeError, ValueError)):
            ob.evidence.benjamini_hochberg(wrong)


@pytest.mark.parametrize("wrong", [-0.1, 1.2, float("inf"), -float("inf"), 1 + 1e-9])
def test_what_is_no_p_value_is_refused_and_rounding_above_one_counts(wrong):
    e = ob.evidence
    functions = (e.benjamini_hochberg, e.benjamini_yekutieli, e.fisher, e.stouffer, e.cauchy_combination, e.harmonic_mean)
    for function in functions:
        with pytest.raises(ob.StatisticError) as caught:
            function([0.5, wrong])
        assert caught.value.code == "statistic.parameter"
        above = np.nextafter(1, 2)
        np.testing.assert_array_equal(function([0.2, above]), function([0.2, 1]))


def test_results_of_a_few_numbers_do_not_change(assessment):
    test = ob.heaping.three_bin(1, 2, 3)
    with pytest.raises(AttributeError):
        test.pvalue = 0


def papers() -> tuple[np.ndarray, np.ndarray]:
    """Papers by total, of a smooth shape; and with those one point below each boundary raised to it."""
    honest = np.array([2400 // (20 + (s - 11) ** 2) for s in range(21)])
    raised = honest.copy()
    for c in (7, 11, 15):
        raised[[c - 1, c]] = 0, honest[c - 1] + honest[c]
    return honest, raised


def test_raised_papers_are_found_in_counts_a_tally_and_results_alike():
    honest, raised = papers()
    counts = np.array([honest] * 6 + [raised])
    shift = ob.heaping.fit(counts, boundaries=[7, 11, 15])
    assert shift.table.pvalue[6] < 1e-4 and shift.table.lower[6] > 0.05 and shift.table.pvalue[0] > 0.05
    assert list(shift.table.group) == list("0123456")
    assert abs(shift.honest.sum() - 1) < 1e-12 and len(shift.honest) == 21
    assert list(shift.lifts.mark) == [3] * 3 + [4] * 3 + [5] * 3 and abs(shift.prior.share.sum() - 1) < 1e-12
    assert shift.df > 0 and shift.sd > 0 and "7 groups" in repr(shift)
    a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[20], boundaries=[7, 11, 15])
    t = ob.Tally.from_histograms(a, {f"s{j}": list(map(int, row)) for j, row in enumerate(counts)})
    totals = np.concatenate([np.repeat(np.arange(21), row) for row in counts])
    school = np.repeat([f"s{j}" for j in range(7)], counts.sum(axis=1))
    r = ob.Results(a, totals[:, None].astype(np.uint8), school=school)
    for same in (t, r):
        assert (ob.heaping.fit(same).table.statistic == shift.table.statistic).all()
    moved = ob.heaping.fit(r, boundaries=[5, 9, 13])
    assert list(moved.lifts.boundary[::3]) == [5, 9, 13]


def test_one_histogram_tells_the_territory_and_placebo_scores_are_quiet():
    honest, raised = papers()
    whole = ob.heaping.fit(10 * raised, boundaries=(7, 11, 15))
    assert np.isnan(whole.table.statistic).all() and list(whole.table.group) == ["all"]
    assert (whole.lifts.share[whole.lifts.distance == 1] > 0.8).all()
    shift = ob.heaping.fit([list(map(int, honest))] * 6, boundaries=[7, 11, 15])
    placebo = shift.placebo([9, 13])
    assert (np.abs(placebo.estimate / placebo.standard_error) < 2).all()
    with pytest.raises(ob.StatisticError):
        shift.placebo([7])


def test_the_index_of_raised_papers_takes_counts_a_tally_and_results_alike():
    honest, raised = papers()
    counts = np.array([honest] * 25 + [raised])
    index = ob.heaping.raised(counts, boundaries=[7, 11, 15])
    assert index.table.lower[25] > 0.1 and index.table.statistic[0] < 0.1 and np.isnan(index.table.pvalue).all()
    assert set(index.lifts.journal) == {"all"} and index.log_likelihood < 0 and "26 groups" in repr(index)
    assert abs(index.prior.share.sum() - 1) < 1e-12 and len(index.placebo([9, 13])) == 26
    a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[20], boundaries=[7, 11, 15])
    totals = np.concatenate([np.repeat(np.arange(21), row) for row in counts])
    school = np.repeat([f"s{j:02d}" for j in range(26)], counts.sum(axis=1))
    marks = np.digitize(totals, [7, 11, 15]) + 2
    r = ob.Results(a, totals[:, None].astype(np.uint8), school=school)
    assert np.allclose(ob.heaping.raised(r).table.statistic, index.table.statistic, atol=1e-7)
    r = ob.Results(a, totals[:, None].astype(np.uint8), school=school, journal_mark=list(map(int, marks)))
    assert len(set(ob.heaping.raised(ob.tally(r)).lifts.journal)) > 1
    with pytest.raises(ob.StatisticError) as error:
        ob.heaping.raised(counts[:19], boundaries=[7, 11, 15])
    assert error.value.code == "statistic.too_few_groups"


def test_round_percentages_are_a_record():
    got = ob.heaping.round_percentages([1], [2])
    assert (got.n, got.statistic, got.expected, got.pvalue) == (1, 1, 0.5, 0.5)
