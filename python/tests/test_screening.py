"""Screening, policies, reports, and the lines of the README."""

import datetime
import json
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

import obektiv as ob

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def town():
    return ob.simulate.municipality(seed=1)


@pytest.fixture(scope="module")
def screening(town):
    return ob.screen(town.results, policy=ob.Policy.calibrated_1(), registry=town.registry)


def test_what_was_planted_is_found_and_other_schools_are_quiet(town, screening):
    marked = set(screening.schools.school[screening.schools.marked])
    assert len(marked) >= 6 and marked <= set(town.planted.school)
    assert screening.index.group[0] == "all" and len(screening.index) == 3
    assert len(screening.indications) > len(screening.findings) > 0


def test_the_official_policy_gives_the_objectivity_index(town):
    s = ob.screen(town.results, policy=ob.Policy.official_2019())
    assert ob.official.objectivity_index(town.results).statistic == s.index.statistic[0]
    assert s.policy.name == "official-2019"


def test_results_in_parts_are_screened_as_the_whole(town):
    one = ob.screen(town.results[0], policy=ob.Policy.calibrated_1())
    assert len(one.schools) == 40 and set(one.findings.scope) <= {"2021", "2021-5"}


def test_slashes_in_names_change_no_number(town):
    def named(between, school):
        r = town.results[0]
        return ob.Results(
            r.assessment,
            r.scores,
            school=[school if s == "sch992333" else s for s in r.school],
            class_id=[f"5{between}{'АБВГД'.index(c) + 1}" for c in r.class_id],
            journal_mark=r.journal_mark,
        )

    plain, slashed = named("-", "СОШ 5-2"), named("/", "СОШ 5/2")
    assert list(ob.classes.by_school(slashed).pvalue) == pytest.approx(
        list(ob.classes.by_school(plain).pvalue), nan_ok=True
    )
    found, same = (ob.screen(r, policy=ob.Policy.calibrated_1()).indications for r in (slashed, plain))
    of_school = found.school == "СОШ 5/2"
    assert list(found["class"][of_school]) == [c.replace("-", "/") for c in same["class"][same.school == "СОШ 5-2"]]
    assert any(i.endswith(r":class:СОШ 5\/2/5/1") for i in found.id)
    registry = ob.Registry(["СОШ 5/2", "СОШ 5"], reference=["town", "village"])
    assert [registry.reference(name) for name in ("СОШ 5/2", r"СОШ 5\/2/5/1", "СОШ 5/1")] == ["town", "town", "village"]
    assert registry.reference("СОШ 5/2", "class") == "village"


def test_errors_have_codes(town, screening):
    for code, run in {
        "screening.no_results": lambda: ob.screen([]),
        "screening.no_finding": lambda: screening.explain("nothing"),
        "screening.policy": lambda: ob.Policy.from_json("{}"),
        "report.language": lambda: screening.explain(screening.findings.id[0], language="de"),
    }.items():
        with pytest.raises(ob.ObektivError) as error:
            run()
        assert error.value.code == code
    with pytest.raises(TypeError):
        ob.official.objectivity_index(40)


def test_zones_of_risk_add_up_the_signs_of_a_school(screening):
    zones = screening.risk_zones()
    assert list(zones.school) == list(screening.schools.school)
    assert [int(s >= 2) for s in zones.statistic] == list(zones.zone)
    table = '{"weights": [{"sign": "heaping", "weight": 3, "least_tier": "limited"}], "zones": [1, 3]}'
    assert set(screening.risk_zones(table).zone) <= {0, 2}
    with pytest.raises(ob.ScreeningError) as caught:
        screening.risk_zones("{}")
    assert caught.value.code == "screening.policy"


def test_a_policy_survives_pickling():
    policy = ob.Policy.calibrated()
    assert pickle.loads(pickle.dumps(policy)) == policy


def test_a_report_has_today_and_needs_nothing_from_outside(screening, tmp_path):
    screening.save_report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert datetime.date.today().isoformat() in page and "://" not in page and "default-src 'none'" in page and "NaN" not in page
    assert "Признак — не вывод" in page
    assert "A sign is not a verdict" in screening.report(language="en", date="")


def test_workbooks_read_back_the_same(town, tmp_path):
    results = town.results[0]
    results.to_xlsx(tmp_path / "work.xlsx")
    again = ob.read_xlsx(tmp_path / "work.xlsx", results.assessment)
    assert again.fingerprint == results.fingerprint
    assert again.import_report.taken == len(results)


def test_the_lines_of_the_readme_are_true(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S).group(1)
    exec(lines, {})
    assert (tmp_path / "report.html").stat().st_size > 30_000
    assert "By hand" in capsys.readouterr().out


def test_a_file_of_one_school_is_screened_without_a_reference(town):
    r = town.results[0]
    school = r.school == r.school[0]
    one = ob.Results(r.assessment, r.scores[school], school=r.school[school], journal_mark=r.journal_mark[school])
    s = ob.screen(one)
    assert len(s.schools) == 1 and len(s.findings) == 0


def test_a_policy_of_all_signs_gives_the_same_in_all_languages() -> None:
    path = Path(__file__).parents[2] / "tests" / "screening" / "any_sign.json"
    file = json.loads(path.read_text(encoding="utf-8"))
    m = ob.simulate.municipality(seed=1)
    s = ob.screen(m.results, policy=ob.Policy.from_json(json.dumps(file["policy"])), registry=m.registry)
    assert len(s.left_out.sign) == file["left_out"]
    rows = list(zip(*(getattr(s.indications, c) for c in ("sign", "unit", "flagged", "n", "pvalue", "statistic"))))
    for rule in file["expected"]:
        found = [r for r in rows if f"{r[0]}.".startswith(f"{rule['sign']}.") and r[1] == rule["unit"]]
        assert len(found) == rule["indications"]
        assert sum(bool(r[2]) for r in found) == rule["flagged"]
        assert sum(int(r[3]) for r in found) == rule["n"]
        assert np.nansum([r[4] for r in found]) == pytest.approx(rule["pvalues"], rel=1e-6, abs=1e-6)
        assert np.nansum([r[5] for r in found]) == pytest.approx(rule["statistics"], rel=1e-6, abs=1e-6)


def test_signs_say_what_they_may_do() -> None:
    table = ob.signs()
    assert all(bool(beside) == bool(flags) for beside, flags in zip(table.beside, table.flags))
    assert all(bool(reason) != bool(flags) for reason, flags in zip(table.reason, table.flags))
    with pytest.raises(ob.ScreeningError, match=r"rules\[0\].options.min_groups: is 1, expected 3 or more") as error:
        rule = {"sign": "profile", "options": {"min_groups": 1}, "unit": "school", "min_n": 1, "fdr": 0.05}
        ob.Policy.from_json(json.dumps({"name": "own", "min_reference": 5, "rules": [rule]}))
    assert error.value.code == "screening.policy"


def test_the_evidence_layer_gives_each_school_one_outcome(town, tmp_path) -> None:
    s = ob.screen(town.results, registry=town.registry)
    assert s.policy.name == "calibrated-2"
    counts = [int(getattr(s.territory, c)[0]) for c in ("strong", "notable", "extreme", "cleared", "undecided", "not_judged")]
    assert sum(counts) == len(s.schools) == int(s.territory.schools[0])
    found = np.isin(s.schools.outcome, ["strong", "notable"])
    assert list(found) == list(s.schools.marked) and int(found.sum()) == sum(counts[:2])
    assert set(s.findings.group[s.findings.unit == "school"]) == set(s.schools.school[found])
    assert set(s.findings.school) <= set(s.schools.school[found])
    assert "The territory as a whole" in s.report(language="en")
    for finding in s.findings.id:
        for language in ("ru", "en"):
            text = s.explain(finding, language=language)
            assert "NaN" not in text and "explain" not in text and len(text) > 300


def test_a_reference_is_data_and_stands_in_for_a_small_territory(town, tmp_path) -> None:
    reference = ob.Reference.of(town.results, name="simulated")
    reference.save(tmp_path / "reference.json")
    again = ob.Reference.load(tmp_path / "reference.json")
    assert again == reference == pickle.loads(pickle.dumps(reference))
    assert (again.name, again.schools, len(again.works)) == ("simulated", 40, 2)
    few = ob.simulate.municipality(seed=2, schools=12)
    s = ob.screen(few.results, registry=few.registry, reference=again)
    page = s.report(language="en")
    assert "Compared with the reference “simulated” (40 schools)." in page and "simulated, not measured" in page
    with pytest.raises(ob.EvidenceError) as error:
        ob.Reference.from_json("{}")
    assert error.value.code == "evidence.reference"


def test_what_is_known_besides_is_shown_beside(town, tmp_path) -> None:
    plain = ob.screen(town.results, registry=town.registry)
    rows = "\n".join(f"{school};{int(marked)};0.5" for school, marked in zip(plain.schools.school, plain.schools.marked))
    observed = ob.read_observed(f"school;outcome;probability\n{rows}\n".encode())
    marked = list(plain.schools.school[plain.schools.marked])
    year = town.results[0].assessment.year
    listed = ob.read_markers(f"Год;Логин;5 МА\n{year};{marked[0]};1\n".encode())
    absences = {town.results[0].assessment.key: {marked[0]: 4}}
    s = ob.screen(town.results, registry=town.registry, observed=observed, absences=absences, listed=listed)
    assert list(s.schools.marked) == list(plain.schools.marked)
    views = dict(zip(s.agreement.view, zip(s.agreement.both.tolist(), s.agreement.theirs.tolist())))
    assert views["listed"] == (1, 0) and "official-2019" in views
    assert int(s.evidence.calibration.schools.sum()) == len(observed) == len(s.schools)
    assert list(s.evidence.schools.outcome) == list(s.schools.outcome)
    assert "The official list" in s.report(language="en")
    with pytest.raises(ob.EvidenceError) as error:
        ob.screen(town.results, observed=ob.read_observed(b"school,outcome\nnobody,1\n"))
    assert error.value.code == "evidence.observed"


def test_the_layer_alone_says_what_the_screening_says(town) -> None:
    s, e = ob.screen(town.results), ob.evidence.layer(town.results)
    assert list(e.schools.posterior) == list(s.evidence.schools.posterior)
    assert ob.evidence.layer(town.results, floor=0.95).schools.found.sum() <= e.schools.found.sum()
    assert set(e.classes.school) <= set(e.schools.school[e.schools.found | e.schools.extreme])
    assert e.reference.schools == len(e.schools)


def test_the_layer_has_the_numbers_of_an_independent_implementation() -> None:
    file = json.loads((ROOT / "tests" / "fixtures" / "evidence.json").read_text())
    names, works, absences = [f"s{i:03}" for i in range(file["schools"])], [], {}
    for work in file["works"]:
        pupils = [p.split(".") for p in work["pupils"].split()]
        a = ob.Assessment(
            subject=work["subject"],
            test_grade=work["grade"],
            year=work["year"],
            max_scores=work["max_scores"],
            boundaries=work["boundaries"],
        )
        works.append(
            ob.Results(
                a,
                [[int(digit) for digit in p[3]] for p in pupils],
                school=[names[int(p[0])] for p in pupils],
                class_id=[f"{int(p[1]):05}" for p in pupils],
                journal_mark=[int(p[2]) for p in pupils],
            )
        )
        absences[a.key] = dict(zip(names, work["absent"], strict=True))
    e, expect, near = ob.evidence.layer(works, absences=absences), file["expect"], {"rtol": 0, "atol": file["tolerance"]}
    assert list(e.schools.school) == names
    for column in ("posterior", "heaping", "fit", "class", "home"):
        got = np.nan_to_num(np.asarray(e.schools[column]))
        np.testing.assert_allclose(got, expect[column], **near, err_msg=column)
    effect = [np.nan if x is None else x for x in expect["lambda"]]
    np.testing.assert_allclose(e.schools.effect, effect, **near)
    for column in ("found", "extreme"):
        assert list(np.flatnonzero(e.schools[column])) == expect[column]


def test_a_file_brings_its_absences_along() -> None:
    a = ob.Assessment(subject="maths", test_grade=5, year=2021, max_scores=[1, 2], boundaries=[1, 2, 3])
    r = ob.read_csv(b"school,i1,i2\nA,1,2\nA,,\nB,1,0\nB,,\nB,,\n", a)
    assert r.import_report.absent_by_school == {"A": 1, "B": 2}


def test_thresholds_of_the_evidence_layer_are_keywords() -> None:
    policy = ob.Policy.calibrated(floor=0.9, draws=500)
    assert ob.Policy.from_json(policy.to_json()) == policy != ob.Policy.calibrated()
    for wrong in ({"floor": 2}, {"flor": 0.9}, {"draws": 1.5}):
        with pytest.raises(ob.ScreeningError) as error:
            ob.Policy.calibrated(**wrong)
        assert error.value.code == "screening.policy" and next(iter(wrong)) in str(error.value)
