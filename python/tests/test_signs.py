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


def test_results_of_a_few_numbers_do_not_change(assessment):
    test = ob.heaping.three_bin(1, 2, 3)
    with pytest.raises(AttributeError):
        test.pvalue = 0
