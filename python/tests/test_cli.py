"""`python -m obektiv`, run as a user runs it."""

import html
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import obektiv as ob
from obektiv.__main__ import main

MATHS, RUSSIAN = "2021-spring-maths-5.xlsx", "2021-spring-russian-5.xlsx"


@pytest.fixture(scope="module")
def town():
    return ob.simulate.municipality(seed=1)


@pytest.fixture
def folder(town, tmp_path, monkeypatch):
    """A folder of two exports, a registry beside them, and the user in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    for results in town.results:
        results.to_xlsx(tmp_path / "exports" / f"{results.assessment.key}.xlsx")
    known = town.registry.table
    lines = [";".join(row) for row in zip(known.login, known.name, known.municipality)]
    (tmp_path / "exports" / "registry.csv").write_text("\n".join(["login;name;municipality", *lines]), encoding="utf-8")
    return tmp_path


def run(*arguments):
    main([str(a) for a in arguments])


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        run(*arguments)
    assert end.value.code == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("[")]
    assert len(lines) == 1 and lines[0].startswith("obektiv: "), lines
    return lines[0]


def test_a_folder_is_screened_as_the_library_screens_it(folder, town, capsys):
    run(*"screen exports --registry exports/registry.csv --language en --title Town --out report.html --schools s.csv".split())
    page = html.unescape((folder / "report.html").read_text(encoding="utf-8"))
    s = ob.screen(town.results, registry=town.registry)
    assert len(s.findings) and all(f"<code>{name}</code>" in page for name in s.findings.id)
    assert "<h1>Town</h1>" in page and "A sign is not a verdict" in page
    table = (folder / "s.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == 1 + len(s.schools)
    told = capsys.readouterr()
    assert told.out == "" and "[2/2]" in told.err and "written: report.html" in told.err
    assert f"{len(s.findings)} findings, {s.schools.marked.sum()} of 40 schools" in told.err


def test_the_official_shape_and_a_report_of_one_school(folder, town):
    login = town.planted.school[0]
    run("screen", f"exports/{MATHS}", "--policy", "official-2019", "--shape", "official", "--schools", "s.xlsx",
        "--school", login, "--out", "r.html")  # fmt: skip
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert login in page and town.planted.school[1] not in page
    assert (folder / "s.xlsx").read_bytes()[:2] == b"PK"


def test_the_assessment_comes_from_works_then_the_option_then_the_name(folder, town, capsys):
    a = town.results[0].assessment
    fields = {
        "subject": "maths",
        "test_grade": 5,
        "year": 2030,
        "max_scores": list(a.max_scores),
        "boundaries": list(a.boundaries),
    }
    (folder / "work.json").write_text(json.dumps(fields))
    (folder / "works.json").write_text(json.dumps({"a.xlsx": "maths:5:2021:spring", MATHS: fields}))
    (folder / "a.xlsx").write_bytes((folder / "exports" / MATHS).read_bytes())
    (folder / "2021-grade5-maths.xlsx").write_bytes((folder / "exports" / MATHS).read_bytes())
    for arguments, key in {
        ("a.xlsx", "--assessment", "work.json"): "2030-maths-5",
        ("a.xlsx", "--assessment", "maths:5:2021"): "2021-spring-maths-5",
        ("a.xlsx", "--works", "works.json"): "2021-spring-maths-5",
        (f"exports/{MATHS}", "--works", "works.json"): "2030-maths-5",
        (f"exports/{RUSSIAN}", "--works", "works.json"): "2021-spring-russian-5",
        ("2021-grade5-maths.xlsx",): "2021-spring-maths-5",
    }.items():
        run("import-report", *arguments)
        assert f": {key}, layout regional-2021, " in capsys.readouterr().out


def test_identify_says_what_a_file_holds_and_how_that_is_known(folder, capsys):
    run("identify", f"exports/{MATHS}")
    told = capsys.readouterr().out
    assert ": 2021-spring-maths-5, layout regional-2021" in told
    assert "subject: maths (from its path)" in told and "boundaries: (7, 11, 15) (from its catalogue)" in told


def test_a_bad_file_of_a_folder_does_not_stop_the_others(folder, capsys):
    deep = folder / "exports" / "2021" / "старое"
    deep.mkdir(parents=True)
    (deep / "письмо.csv").write_text("?")
    run("screen", "exports", "--registry", "exports/registry.csv", "--out", "r.html")
    assert "left out: " in (err := capsys.readouterr().err) and "письмо.csv" in err


def test_an_import_report_says_why_rows_are_set_aside(folder, capsys):
    (folder / "w.csv").write_text("school,i1,i2\nA,1,2\n" + "A,1,9\n" * 3)
    (folder / "w.json").write_text(json.dumps({"subject": "maths", "test_grade": 5, "year": 2020, "max_scores": [1, 2]}))
    run(*"import-report w.csv --assessment w.json --rows 2".split())
    told = capsys.readouterr().out
    assert "4 rows: 1 taken" in told and "row 3, set_aside: item 2" in told and "1 more remarks; --all" in told


FORM = "Код участника;Вариант;1 (1б);2 (2б);Порядковый номер класса;Отметка за предыдущий триместр;Итого баллов\n50001;1;1;2;1;4;3\n"
F1 = (
    "ВПР 2026 Математика 5 класс\nШкола № 1 (edu990001);Кол-во участников: 1\n"
    "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);2 (2б);Первичный балл;Отметка;Отметка по журналу\n"
    ";Горный район;;50001;5А;1;1;2;3;5;4\n"
)


def test_files_that_name_their_work_and_schools_need_no_options(folder, capsys):
    (folder / "f1.csv").write_text(F1, encoding="utf-8")
    (folder / "2026-maths-5.csv").write_text(F1.replace("edu990001", "edu990002"), encoding="utf-8")
    run("import-report", "f1.csv", "2026-maths-5.csv")
    told = capsys.readouterr().out
    assert told.count("2026-maths-5, layout f1-individual, 1 rows: 1 taken") == 2
    assert told.count("names and municipalities of 1 schools") == 2
    (folder / "registry.csv").write_text("login;name\nedu990001;Гимназия\n", encoding="utf-8")
    run("screen", "f1.csv", "2026-maths-5.csv", "--registry", "registry.csv", "--out", "r.html", "--schools", "s.csv")
    table = [line.split(";") for line in (folder / "s.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert [row[:3] for row in table] == [["edu990001", "Гимназия", "Горный район"], ["edu990002", "Школа № 1", "Горный район"]]


def test_a_form_is_told_its_school_and_its_sheet(folder, capsys):
    (folder / "work.json").write_text(json.dumps({"subject": "maths", "test_grade": 5, "year": 2020, "max_scores": [1, 2]}))
    book = openpyxl.Workbook()
    for line in FORM.splitlines():
        book.create_sheet("Мой") if len(book.sheetnames) == 1 else None
        book["Мой"].append([int(c) if c.isdigit() else c for c in line.split(";")])
    book.save(folder / "form.xlsx")
    form = ("import-report", "form.xlsx", "--assessment", "work.json")
    run(*form, "--sheet", "Мой", "--form-school", "edu990001")
    assert "layout collection-form, 1 rows: 1 taken" in capsys.readouterr().out
    assert "--form-school" in refused(capsys, *form, "--sheet", "Мой")
    assert "data.no_sheet" in refused(capsys, *form, "--sheet", "Его")


def test_reports_in_percent_are_screened_beside_files_and_alone(folder, town, capsys):
    works = {}
    for results in town.results:
        tally, a = ob.tally(results), results.assessment
        lines = ["Группы участников;Кол-во ОО;Кол-во участников;" + ";".join(map(str, range(a.max_total + 1)))]
        for school in tally.groups:
            counts = tally.histogram(school)
            shares = [f"{100 * count / counts.sum():.2f}" for count in counts]
            lines.append(";".join([f"Лицей {school} ({school})", "1", str(counts.sum()), *shares]))
        works[a.subject] = folder / f"{a.subject}.csv"
        works[a.subject].write_text("\n".join(lines), encoding="utf-8")
    run("screen", "exports", "--registry", "exports/registry.csv", "--out", "whole.html")
    shares = ("--distributions", works["maths"], "--assessment", "maths:5:2021:spring")
    run("screen", *shares, "--out", "r.html", "--schools", "s.csv")
    assert f"Лицей {town.planted.school[0]}" in (folder / "s.csv").read_text(encoding="utf-8-sig")
    assert f"of {len(town.registry)} schools" in capsys.readouterr().err
    known = {"a.xlsx": "russian:5:2021:spring", "maths.csv": "maths:5:2021:spring"}
    (folder / "works.json").write_text(json.dumps(known))
    run("screen", f"exports/{RUSSIAN}", "--distributions", works["maths"], "--works", "works.json", "--out", "r.html")
    page = html.unescape((folder / "r.html").read_text(encoding="utf-8"))
    heaped = [i for i in ob.screen(town.results).findings.id if "evidence.heaping:school" in i]
    assert heaped and all(f"<code>{name}</code>" in page for name in heaped)
    run("import-report", *shares)
    assert "2021-spring-maths-5, layout scores-report, 40 rows: 40 taken" in capsys.readouterr().out
    line = refused(capsys, "screen", "--distributions", works["maths"], "--out", "r.html")
    assert "maths.csv: " in line and "--assessment" in line
    line = refused(capsys, "import-report", works["maths"])
    assert "--distributions" in line
    assert "nothing to read" in refused(capsys, "screen", "--out", "r.html")


def test_every_bad_file_is_told_and_the_others_are_reported(folder, capsys):
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("?")
    with pytest.raises(SystemExit) as end:
        run("import-report", "a.csv", f"exports/{MATHS}", "b.csv")
    told = capsys.readouterr()
    lines = [line for line in told.err.splitlines() if line.startswith("obektiv: ")]
    assert end.value.code == 2 and ["a.csv" in line for line in lines] == [True, False] and "b.csv" in lines[1]
    assert "2021-spring-maths-5, layout regional-2021" in told.out


def test_plans_are_printed_linted_rendered_and_proposed(folder, capsys):
    run("plan", "example")
    text = capsys.readouterr().out
    assert ob.plan.Plan.from_json(text) == ob.plan.example()
    (folder / "plan.json").write_text(text, encoding="utf-8")
    run("plan", "lint", "plan.json", "--language", "en")
    told = capsys.readouterr()
    assert "No document" not in told.out and "directions: Nobody analyses" in told.out and "remarks" in told.err
    run("plan", "render", "plan.json", "--out", "plan.md")
    assert (folder / "plan.md").read_text(encoding="utf-8") == ob.plan.example().to_markdown()
    run(*"plan propose exports --registry exports/registry.csv --due 2022-04-01 --language en --out draft.json".split())
    plan = ob.plan.Plan.from_json((folder / "draft.json").read_text(encoding="utf-8"))
    assert (plan.year, plan.title) == (2021, "Draft plan of measures") and plan.territory and len(plan.measures) > 5


def test_plans_go_out_as_workbooks_of_schools_and_come_back_filled(folder, capsys):
    plan = (Path(__file__).parents[2] / "tests/fixtures/plan-road-map.json").read_text(encoding="utf-8")
    (folder / "map.json").write_text(plan, encoding="utf-8")
    run("plan", "render", "map.json", "--out", "map.docx")
    run("plan", "render", "map.docx", "--out", "map.json")
    run("plan", "render", "map.json", "--without-schools", "--registry", "exports/registry.csv", "--out", "public.docx")
    assert not ob.plan.Plan.from_docx(folder / "public.docx").schools
    run("plan", "render", "map.json", "--each-school", "--language", "en", "--out", "part.xlsx")
    book = openpyxl.load_workbook(folder / "part-sch990012.xlsx")
    book["By school"]["E2"] = "done"
    book["By school"]["F2"] = "soon"
    book.save(folder / "part-sch990012.xlsx")
    capsys.readouterr()
    run("plan", "fill", "map.json", "part-sch990012.xlsx", "part-sch990001.xlsx", "--out", "later.json")
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "part-sch990012.xlsx: schools recheck/sch990012, status: in_progress → done"
    assert printed[1].startswith("part-sch990012.xlsx: not taken, invalid: schools row 2 recheck/sch990012 done_on: soon")
    changed = ob.plan.diff(ob.plan.Plan.from_json(plan), ob.plan.Plan.from_json((folder / "later.json").read_text(encoding="utf-8")))
    assert list(changed.field) == ["per_school"]


def test_what_is_wrong_is_said_in_one_line_with_what_was_expected(folder, capsys):
    (folder / "a.xlsx").write_bytes((folder / "exports" / MATHS).read_bytes())
    (folder / "letter.docx").write_text("Dear")
    (folder / "bad.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "2019.csv").write_text("school,i1\nA,1\n")
    (folder / "bad.json").write_text("{")
    (folder / "plan.json").write_text(ob.plan.example().to_json().replace('"year": 2022', '"year": "x"'), encoding="utf-8")
    (folder / "empty").mkdir()
    report = ("--out", "r.html")
    for words, arguments in {
        ("a.xlsx", "--assessment", "--works"): ("screen", "a.xlsx", *report),
        ("nothing.xlsx", "no such file"): ("screen", "nothing.xlsx", *report),
        ("letter.docx", "expected .xlsx, .csv"): ("screen", "letter.docx", *report),
        ("empty", "no .xlsx or .csv"): ("screen", "empty", *report),
        ("bad.xlsx", "data.unreadable"): ("screen", "bad.xlsx", "--assessment", "maths:5:2021", *report),
        ("2019.csv", "its subject, test_grade", "--works"): ("screen", "2019.csv", *report),
        ("--assessment", "'maths'", "subject:grade:year"): ("screen", "a.xlsx", "--assessment", "maths", *report),
        ("--assessment", "winter", "autumn, spring"): ("screen", "a.xlsx", "--assessment", "maths:5:2021:winter", *report),
        ("bad.json", "not JSON"): ("screen", "a.xlsx", "--assessment", "bad.json", *report),
        ("plan.json", "not an assessment"): ("screen", "a.xlsx", "--assessment", "plan.json", *report),
        ("--policy", "strict", "official-2019"): ("screen", f"exports/{MATHS}", "--policy", "strict", *report),
        ("plan.json", "not a policy"): ("screen", f"exports/{MATHS}", "--policy", "plan.json", *report),
        ("--schools", "s.ods", ".xlsx"): ("screen", f"exports/{MATHS}", "--schools", "s.ods", *report),
        ("--out", "r.pdf", ".html"): ("screen", f"exports/{MATHS}", "--out", "r.pdf"),
        ("plan.json: year",): ("plan", "lint", "plan.json"),
        ("none.json", "No such file"): ("plan", "lint", "none.json"),
        ("r.pdf", ".html"): ("plan", "example", "--out", "r.pdf"),
    }.items():
        line = refused(capsys, *arguments)
        assert all(word in line for word in words), line


def test_a_day_or_a_school_that_is_none_is_named(folder, capsys):
    files = [f"exports/{MATHS}"]
    for words, arguments in {
        ("due", "2022-13-01", "2026-04-01"): ("plan", "propose", *files, "--due", "2022-13-01", "--out", "p.json"),
        ("Nowhere", "municipality"): ("screen", *files, "--municipality", "Nowhere", "--out", "r.html"),
    }.items():
        with pytest.raises(SystemExit):
            run(*arguments)
        line = capsys.readouterr().err.splitlines()[-1]
        assert line.startswith("obektiv: ") and all(word in line for word in words), line


def test_the_module_runs_and_helps(folder):
    for arguments in ([], ["screen"], ["plan", "propose"]):
        done = subprocess.run([sys.executable, "-m", "obektiv", *arguments, "--help"], capture_output=True, text=True)
        assert done.returncode == 0 and done.stderr == "" and "usage: python -m obektiv" in done.stdout
    done = subprocess.run([sys.executable, "-m", "obektiv", "screen", "x.csv"], capture_output=True, text=True)
    assert done.returncode == 2 and "--out" in done.stderr
