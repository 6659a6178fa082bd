"""Territories that look like real ones, and what is planted in them."""

import numpy as np
import pytest

import obektiv as ob


@pytest.fixture(scope="module")
def territory() -> ob.simulate.Territory:
    return ob.simulate.territory(seed=1, schools=40, planted=["lift", ob.simulate.Kind("leak", items=3)], share=0.2)


def test_a_territory_tells_who_was_absent(territory):
    absent = territory.absent
    assert set(absent.assessment) == {r.assessment.key for r in territory.results}
    for r in territory.results:
        here = absent.assessment == r.assessment.key
        assert (absent.listed - absent.absent)[here].sum() == len(r) == r.import_report.taken
        assert r.import_report.absent == absent.absent[here].sum()
    assert len(absent) == 12 * 40


def test_planting_changes_the_schools_it_is_told(territory):
    schools = list(dict.fromkeys(territory.results[0].school))[:5]
    kind = ob.simulate.Kind("lift", share=1.0, reach=1)
    for before, after in zip(territory.results, ob.simulate.plant(territory.results, kind, schools, seed=1)):
        changed = (before.scores != after.scores).any(axis=1)
        below = np.isin(before.total + 1, before.assessment.boundaries) & np.isin(before.school, schools)
        assert (changed == below).all()


def test_shuffled_pupils_keep_their_marks_with_their_papers(territory):
    before, after = territory.results[0], ob.simulate.shuffled(territory.results[0], seed=1)[0]
    papers = [sorted(zip(r.total, r.journal_mark)) for r in (before, after)]
    assert papers[0] == papers[1]
    assert (before.school == after.school).all() and (before.total != after.total).any()


def test_kinds_and_spreads_are_values():
    kind = ob.simulate.Kind("copy", group=3)
    assert kind == ob.simulate.Kind("copy", group=3) != ob.simulate.Kind("copy")
    assert (kind.name, kind.parameters) == ("copy", {"share": 0.7, "group": 3, "copied": 0.8})
    assert ob.simulate.Spread(class_=0.2) == ob.simulate.Spread("usual", **{"class": 0.2})
    assert ob.simulate.Spread() != ob.simulate.Spread("wild")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"schools": 0}, "data.range"),
        ({"works": []}, "data.empty"),
        ({"planted": []}, "data.empty"),
        ({"planted": "lifted"}, "data.name"),
        ({"planted": "lift", "share": 2}, "data.share"),
        ({"spread": "mild"}, "data.name"),
        ({"works": [ob.find_assessment("history", 8, 2020)], "planted": "lift"}, "data.cannot_plant"),
        ({"works": [ob.find_assessment("history", 8, 2020)], "reference": ob.Reference.simulated()}, "data.not_in_reference"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_its_code(options, code):
    with pytest.raises(ob.DataError) as error:
        ob.simulate.territory(seed=1, **options)
    assert error.value.code == code


def test_a_reference_gives_the_works_and_what_is_given_beside_it_goes_first():
    reference = ob.Reference.simulated()
    work = ob.find_assessment("maths", 5, 2020)
    alike = ob.simulate.territory(seed=1, schools=30, reference=reference)
    assert sorted(r.assessment.key for r in alike.results) == sorted(reference.works)
    one = ob.simulate.territory(seed=1, schools=30, works=[work], spread="tame", everybody_lifts=0, reference=reference)
    again = ob.simulate.territory(seed=1, schools=30, works=[work], spread="tame", everybody_lifts=0, reference=reference)
    assert one.results[0].fingerprint == again.results[0].fingerprint
    assert one.results[0].fingerprint != ob.simulate.territory(seed=1, schools=30, works=[work], spread="tame").results[0].fingerprint
    assert one.results[0].fingerprint != ob.simulate.territory(seed=1, schools=30, works=[work], reference=reference).results[0].fingerprint
    with pytest.raises(ob.DataError) as error:
        ob.simulate.territory(seed=1, works=[ob.find_assessment("history", 8, 2020)], reference=reference)
    assert error.value.assessment == "2020-autumn-history-8"


def test_planting_where_nobody_is_is_refused(territory):
    with pytest.raises(ob.DataError) as error:
        ob.simulate.plant(territory.results, "lift", ["nobody"], seed=1)
    assert (error.value.code, error.value.school) == ("data.no_school", "nobody")


def test_a_reference_knows_absences_where_they_are_given():
    town = ob.simulate.territory(seed=1, schools=30, works=[ob.find_assessment("maths", 5, 2020)])
    work = town.results[0]
    many = {work.assessment.key: dict.fromkeys(sorted(set(work.school)), 40)}
    known = ob.Reference.of(work, absences=many)
    assert known != ob.Reference.of(work)
    towns = [ob.simulate.territory(seed=2, schools=30, reference=r) for r in (known, ob.Reference.of(work))]
    shares = [t.absent.absent.sum() / t.absent.listed.sum() for t in towns]
    assert shares[0] > 2 * shares[1]
