"""Plans of measures, and the table of schools as a file."""

import csv
import datetime
import json
import pickle
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import obektiv as ob

ROOT = Path(__file__).parents[2]
HEADER = ["Год", "Логин", "Муниципалитет", "ОО", "4 РУ", "4 МА", "5 РУ", "5 МА", "Количество маркеров"]


@pytest.fixture(scope="module")
def town():
    return ob.simulate.municipality(seed=1)


@pytest.fixture(scope="module")
def screening(town):
    return ob.screen(town.results, policy=ob.Policy.calibrated_1(), registry=town.registry)


def changed(change):
    document = json.loads(ob.plan.example().to_json())
    change(document)
    return json.dumps(document, ensure_ascii=False)


def first(document):
    return document["directions"][0]["measures"][0]


WRONG = {
    "a dangling id": (
        lambda d: first(d)["documents"].__setitem__(0, "9.9"),
        "plan.dangling_id",
        "directions[0].measures[0].documents[0]",
    ),
    "a wrong type": (lambda d: d.update(year="2022"), "plan.json", "year"),
    "a wrong word": (lambda d: first(d).update(level="galaxy"), "plan.json", "directions[0].measures[0].level"),
    "dates out of order": (
        lambda d: first(d).update(schedule=[{"kind": "period", "from": "2022-05-02", "to": "2022-05-01"}]),
        "plan.date_order",
        "directions[0].measures[0].schedule[0]",
    ),
    "a chance above 1": (
        lambda d: d.update(assignments=[{"school": "sch1", "probability": 1.5}]),
        "plan.out_of_range",
        "assignments[0].probability",
    ),
    "an id twice": (
        lambda d: d["directions"][1]["measures"][0].update(id=first(d)["id"]),
        "plan.duplicate_id",
        "directions[1].measures[0].id",
    ),
    "no version": (lambda d: d.update(version=0), "plan.version", "version"),
    "no directions": (lambda d: d.update(directions=[]), "plan.empty", "directions"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_plan_is_refused_with_the_place(what):
    change, code, path = WRONG[what]
    with pytest.raises(ob.PlanError) as error:
        ob.plan.Plan.from_json(changed(change))
    assert (error.value.code, error.value.path) == (code, path)
    assert str(error.value).startswith(path)


def test_text_that_is_no_json_is_refused():
    with pytest.raises(ob.PlanError, match="expected"):
        ob.plan.Plan.from_json("[1")


def test_unknown_fields_are_kept():
    text = changed(lambda d: (d.update(budget=12), first(d).update(colour="red")))
    again = json.loads(ob.plan.Plan.from_json(text).to_json())
    assert again["budget"] == 12 and first(again)["colour"] == "red"


def test_a_plan_survives_json_and_pickling():
    plan = ob.plan.example()
    assert pickle.loads(pickle.dumps(plan)) == plan == ob.plan.Plan.from_json(plan.to_json())
    assert plan != ob.plan.Plan.from_json(changed(lambda d: d.update(year=2023)))
    assert (plan.year, plan.title[:10]) == (2022, "Содействие") and "Дзержинск" in plan.territory


def test_measures_are_a_table():
    measures = ob.plan.example().measures
    assert len(measures) == 7 and len(set(measures.id)) == 7
    assert set(measures.status) == {"planned"} and measures.findings.sum() == 0


def test_the_lint_says_what_is_missing_in_both_languages():
    plan = ob.plan.example()
    remarks = plan.lint()
    assert remarks.columns == ["lack", "path", "id", "text"]
    assert list(remarks.lack).count("no_responsible") == 7
    assert set(remarks.text).isdisjoint(plan.lint(language="en").text)
    with pytest.raises(ob.ReportError):
        plan.lint(language="de")


def test_a_plan_is_saved_as_its_suffix_says(tmp_path):
    plan = ob.plan.example()
    for name, beginning in {"p.json": "{", "p.md": "# ", "P.HTML": "<!doctype html>"}.items():
        plan.save(tmp_path / name, language="en")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)
    assert ob.plan.Plan.from_json((tmp_path / "p.json").read_text(encoding="utf-8")) == plan
    plan.save(tmp_path / "p.DOCX", language="en")
    assert ob.plan.Plan.from_docx(tmp_path / "p.DOCX") == plan
    with pytest.raises(ob.ReportError, match=r"p\.odt.*expected one of \.json") as error:
        plan.save(tmp_path / "p.odt")
    assert error.value.code == "report.name"


@pytest.mark.parametrize("due", [datetime.date(2022, 4, 1), "2022-04-01"])
def test_a_plan_proposed_from_findings_cites_them(screening, due):
    calendar = [
        {"id": "m5", "assessment": "VPR", "stage": "writing", "from": datetime.date(2022, 4, 19)},
        {"id": "m5-marking", "assessment": "VPR", "stage": "marking", "from": "2022-04-20", "to": "2022-04-25"},
    ]
    plan = ob.plan.from_findings(screening, title="Draft", territory="Town", year=2021, due=due, calendar=calendar)
    days = dict(zip(plan.measures.id, plan.measures.schedule, strict=True))
    assert (days["attitude"], days["observers"]) == ("2022-04-01", "m5+0")
    assert (days["recheck"], days["effect"]) == ("m5-marking+10", "m5-marking+30")
    text = plan.to_json()
    assert len(screening.findings) and all(finding in text for finding in screening.findings.id)
    assert set(plan.lint().lack) == {"no_approval", "target_proposed"}
    page = plan.to_html("en")
    assert not any(finding in page for finding in screening.findings.id), "ids stay in the JSON"
    with pytest.raises(ob.PlanError) as error:
        ob.plan.from_findings(screening, territory="Town", year=2021, calendar=[{"id": "m5", "assessment": "VPR", "from": "soon"}])
    assert (error.value.code, error.value.path) == ("plan.json", "calendar[0].from")


def test_a_plan_of_format_1_is_carried_over():
    old = json.loads((ROOT / "tests" / "fixtures" / "plan-1.json").read_text(encoding="utf-8"))
    old["directions"][0]["measures"][0]["indicators"] = [{"formula": "share_with_signs", "target": 8}]
    plan = json.loads(ob.plan.Plan.from_json(json.dumps(old | {"budget": 12})).to_json())
    assert (plan["version"], plan["budget"], plan["decisions"][0]["number"]) == (2, 12, "5")
    assert first(plan)["indicators"] == [plan["indicators"][0]["id"]] and isinstance(first(plan)["schedule"], list)


def test_a_year_of_a_plan_status_execution_and_the_next_one(screening):
    plan = ob.plan.Plan.from_json(
        changed(
            lambda d: first(d).update(
                schedule=[{"kind": "date", "date": "2022-06-01"}], responsible="Head", done_on="2022-05-20", evidence=["programme"]
            )
        )
    )
    status = plan.status(datetime.date(2022, 6, 2))
    assert status.columns == ["id", "school", "text", "responsible", "due", "done_on", "state", "days", "evidence"]
    assert (status.state[0], status.days[0], status.evidence[0]) == ("on_time", -1, True)
    execution = plan.execution("2022-06-02")
    assert list(execution.responsible) == ["", "Head"] and list(execution.share) == [1, 1]
    later = plan.next_year(screening=screening)
    assert later.year == 2023 and plan.fingerprint in later.to_json()
    assert all(finding in later.to_json() for finding in screening.findings.id)
    changes = ob.plan.diff(plan, later)
    assert changes.columns == ["what", "list", "id", "field", "before", "after"]
    assert {"added", "changed"} <= set(changes.what) and not len(ob.plan.diff(plan, plan))
    with pytest.raises(ob.PlanError) as error:
        plan.status("soon")
    assert error.value.path == "day"


def test_plans_are_merged_and_what_does_not_fit_is_listed():
    plan, other = ob.plan.example(), ob.plan.Plan.from_json(changed(lambda d: first(d).update(text="otherwise")))
    merged, conflicts = ob.plan.merge([plan, other])
    assert merged == plan
    assert (list(conflicts.id), list(conflicts.left_out)) == (["dates"], ["otherwise"])
    with pytest.raises(ob.PlanError):
        ob.plan.merge([])


def test_five_thousand_measures_are_read_checked_and_rendered_at_once():
    def many(document):
        measures = document["directions"][0]["measures"]
        document["directions"][0]["measures"] = [measures[i % 5] | {"id": f"m{i}"} for i in range(5_000)]

    plan = ob.plan.Plan.from_json(changed(many))
    assert len(plan.measures) == 5_002 and len(plan.lint()) > 10_000 and len(plan.to_html()) > 1_000_000


def test_a_proposal_with_a_wrong_day_or_language_is_refused(screening):
    known = {"title": "Draft", "territory": "Town", "year": 2021}
    with pytest.raises(ob.PlanError) as error:
        ob.plan.from_findings(screening, **known, due="tomorrow")
    assert error.value.path == "due"
    with pytest.raises(ob.ReportError):
        ob.plan.from_findings(screening, **known, language="de")
    with pytest.raises(ob.DataError):
        ob.plan.from_findings(screening, **known | {"year": -1})
    with pytest.raises(TypeError):
        ob.plan.from_findings(screening, **known, due=20220401)


def test_the_schema_describes_the_shipped_plan():
    schema = json.loads(ob.plan.json_schema())
    assert set(schema["required"]) <= set(json.loads(ob.plan.example().to_json()))


def rows(path):
    if path.suffix == ".csv":
        text = path.read_bytes().decode("utf-8-sig")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        return [[cell or None for cell in row] for row in csv.reader(text.splitlines(), delimiter=";")]
    sheet = openpyxl.load_workbook(path).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[None if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("shape", ["ours", "official"])
def test_the_table_of_schools_is_the_same_as_csv_and_xlsx(town, tmp_path, shape):
    s = ob.screen(town.results, policy=ob.Policy.official_2019(), registry=town.registry)
    for suffix in ("csv", "xlsx"):
        s.save_schools(tmp_path / f"schools.{suffix}", shape=shape)
    table = rows(tmp_path / "schools.csv")
    assert table == rows(tmp_path / "schools.xlsx")
    if shape == "ours":
        assert table[0] == s.schools.columns and len(table) == 41
        assert [row[0] for row in table[1:]] == list(s.schools.school)
    else:
        assert table[0] == HEADER
        assert [row[1] for row in table[1:]] == list(s.schools.school[s.schools.marked])
        assert all(row[4:8].count("1") == int(row[8]) > 0 for row in table[1:])


def test_no_text_in_a_file_is_a_formula(town, tmp_path):
    logins = town.registry.table.login
    names = ["=1+1", "+7", "-x", "@SUM(A1)"] * 10
    s = ob.screen(town.results, registry=ob.Registry(logins, name=names))
    for suffix in ("csv", "xlsx"):
        s.save_schools(tmp_path / f"schools.{suffix}")
    assert [row[1] for row in rows(tmp_path / "schools.csv")[1:]] == [f"'{name}" for name in names]
    assert [row[1] for row in rows(tmp_path / "schools.xlsx")[1:]] == names


def test_files_of_another_kind_or_without_official_signs_are_refused(screening, tmp_path):
    for code, run in {
        "report.shape": lambda: screening.save_schools(tmp_path / "s.csv", shape="official"),
        "report.name": lambda: screening.save_schools(tmp_path / "s.ods"),
    }.items():
        with pytest.raises(ob.ReportError) as error:
            run()
        assert error.value.code == code


def test_a_report_of_a_municipality_or_a_school_holds_only_its_schools(screening):
    schools = screening.schools
    one = schools.municipality[0]
    page = screening.report(municipality=one)
    for login, municipality, marked in zip(schools.school, schools.municipality, schools.marked):
        if marked:
            assert (login in page) == (municipality == one)
    marked = schools.school[schools.marked]
    page = screening.report(school=marked[0], language="en")
    assert marked[0] in page and all(other not in page for other in marked[1:])
    for unknown in ({"municipality": "Nowhere"}, {"school": "Nowhere"}):
        with pytest.raises(ob.ReportError, match="Nowhere") as error:
            screening.report(**unknown)
        assert error.value.code == "report.unknown"


FORMS = ["csv", "xlsx"]


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_form_of_acts_goes_out_and_comes_back(tmp_path, suffix, language):
    visits = [
        {"school": "sch990001", "event": "m4", "class_id": "4А", "stage": "writing", "probability": 0.25},
        {"school": "sch990002", "event": "m4", "probability": 0.5},
    ]
    event = {"id": "m4", "assessment": "VPR", "from": "2022-04-19", "subject": "maths", "grade": 4}
    plan = ob.plan.Plan.from_json(changed(lambda p: p.update(calendar=[event], assignments=visits)))
    plan.save_acts(tmp_path / f"acts.{suffix}", language)
    empty = ob.read_acts(tmp_path / f"acts.{suffix}")
    assert (len(empty), empty.import_report.absent, empty.import_report.unread_columns) == (0, 2, [])
    form = rows(tmp_path / f"acts.{suffix}")
    date, what = (form[0].index(name) for name in (("Дата", "Нарушения") if language == "ru" else ("date", "violations")))
    form[1][date], form[1][what] = "19.04.2022", "1; 3: =опоздание; шум"
    if suffix == "csv":
        text = "\n".join(";".join('"' + (cell or "") + '"' for cell in row) for row in form)
        acts = ob.read_acts(text.encode())
    else:
        book = openpyxl.load_workbook(tmp_path / "acts.xlsx")
        book.active.cell(2, date + 1).value = datetime.datetime(2022, 4, 19)
        book.active.cell(2, what + 1).value = form[1][what]
        book.save(tmp_path / "filled.xlsx")
        acts = ob.read_acts(tmp_path / "filled.xlsx")
    assert (len(acts), acts.table.date[0], acts.table.violations[0]) == (1, "2022-04-19", "1; 3: =опоздание; шум")
    filled = plan.with_acts(acts)
    assert filled.observed().table.irregular.tolist() == [True]
    filled.save_acts(tmp_path / f"again.{suffix}", language)
    assert plan.with_acts(ob.read_acts(tmp_path / f"again.{suffix}")) == filled
    found = filled.indicators("2022-06-01", coverage="visits")
    assert dict(zip(found.table.formula, found.table.value))["observer_coverage"] == 50
    for wrong in (lambda: plan.save_acts(tmp_path / "acts.ods"), lambda: plan.save_acts(tmp_path / "acts.csv", "de")):
        with pytest.raises(ob.ReportError):
            wrong()


@pytest.mark.parametrize("suffix", FORMS)
def test_works_marked_again_go_out_and_come_back_and_say_what_they_feed(tmp_path, suffix, screening):
    schools = screening.schools.school
    lines = [f"{school};maths;{code};9;{9 - 2 * (i < 3)};0.5" for i, school in enumerate(schools[:6]) for code in range(6)]
    remarked = ob.read_remarked("\n".join(["school;work;code;before;after;probability", *lines]).encode())
    remarked.save(tmp_path / f"works.{suffix}")
    again = ob.read_remarked(tmp_path / f"works.{suffix}")
    assert rows_of(again.table) == rows_of(remarked.table)
    ob.Remarked.save_form(tmp_path / f"empty.{suffix}", "en")
    with pytest.raises(ob.DataError, match="marked again"):
        ob.read_remarked(tmp_path / f"empty.{suffix}")
    observed = remarked.observed(probability=0.5)
    assert observed.table.irregular.tolist() == [True] * 3 + [False] * 3
    counts = screening.prevalence_counts(observed)
    assert (counts["tested"], counts["sensitivity"][1], counts["specificity"][1]) == (40, 3, 3)
    if sum(counts["sensitivity"]) / 3 + counts["specificity"][0] / 3 > 2:
        assert 0 <= ob.effect.prevalence(**counts).estimate <= 1
    papers = remarked.papers
    delta = ob.official.recheck_delta(papers.school, papers.before, papers.after)
    assert delta.confirmed.tolist() == [0] * 3 + [6] * 3
    table = ob.plan.example().indicators("2022-06-01", remarked=remarked).table
    assert (table.formula[0], table.value[0], table.reached[0]) == ("recheck_confirmed", 50, "not_reached")


def rows_of(table):
    return [list(table[name]) for name in table.columns]


def test_indicators_name_the_argument_that_is_wrong(screening):
    plan = ob.plan.example()
    official = ob.Policy.official_2019()
    earlier = ob.screen(ob.simulate.municipality(seed=2).results, policy=official)
    for code, path, given in [
        ("plan.json", "day", {"day": "soon"}),
        ("plan.parameter", "before[0]", {"screening": screening, "before": earlier}),
        ("plan.parameter", "screening", {"screening": screening, "view": "listed"}),
        ("plan.parameter", "internal_assessment", {"internal_assessment": (3, 2)}),
        ("plan.parameter", "internal_assessment", {"internal_assessment": [3]}),
        ("plan.parameter", "expected_relapse", {"expected_relapse": 39.0}),
    ]:
        with pytest.raises(ob.PlanError) as error:
            plan.indicators(**{"day": datetime.date(2022, 6, 1)} | given)
        assert (error.value.code, error.value.path) == (code, path)
    for given in ({"coverage": "desks"}, {"view": "mine"}, {"denominator": "all"}):
        with pytest.raises(ob.DataError) as error:
            plan.indicators("2022-06-01", **given)
        assert error.value.code == "data.name"


def test_a_draw_of_visits_goes_into_the_plan_and_out_on_the_form(tmp_path) -> None:
    schools, chance = [f"sch99000{i}" for i in range(8)], np.full(8, 0.25)
    drawn = ob.design.draw(schools, chance, seed=3)
    plan = ob.plan.example().with_draw(drawn, schools, chance)
    wanted = {schools[i] for i in drawn.sample}
    assignments = json.loads(plan.to_json())["assignments"]
    assert {a["school"] for a in assignments} == wanted and len(assignments) == 2
    assert {(a["probability"], a["drawn"]) for a in assignments} == {(0.25, f"3:{drawn.fingerprint}")}
    assert plan.with_draw(drawn, schools, chance) == plan
    plan.save_acts(tmp_path / "acts.csv", "en")
    assert all(school in (tmp_path / "acts.csv").read_text(encoding="utf-8") for school in wanted)
    for given, path in {(tuple(schools), (0.25,) * 7): "chance", (tuple(schools[::-1]), (0.25,) * 8): "draw"}.items():
        with pytest.raises(ob.PlanError) as error:
            plan.with_draw(drawn, *map(list, given))
        assert (error.value.code, error.value.path) == ("plan.parameter", path)
    with pytest.raises(ob.PlanError) as error:
        plan.with_draw(drawn, schools, chance, event="nowhere")
    assert error.value.code == "plan.dangling_id"
