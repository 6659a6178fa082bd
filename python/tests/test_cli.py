"""`python -m obektiv`, run as a user runs it."""

import html
import json
import subprocess
import sys

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


def test_an_import_report_says_why_rows_are_set_aside(folder, capsys):
    (folder / "w.csv").write_text("school,i1,i2\nA,1,2\n" + "A,1,9\n" * 3)
    (folder / "w.json").write_text(json.dumps({"subject": "maths", "test_grade": 5, "year": 2020, "max_scores": [1, 2]}))
    run(*"import-report w.csv --assessment w.json --rows 2".split())
    told = capsys.readouterr().out
    assert "4 rows: 1 taken" in told and "row 3, set_aside: item 2" in told and "1 more remarks; --all" in told


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


def test_what_is_wrong_is_said_in_one_line_with_what_was_expected(folder, capsys):
    (folder / "a.xlsx").write_bytes((folder / "exports" / MATHS).read_bytes())
    (folder / "letter.docx").write_text("Dear")
    (folder / "bad.xlsx").write_text("Dear")
    (folder / "2019-maths-5.csv").write_text("school,i1\nA,1\n")
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
        ("2019-maths-5.csv", "no maths:5:2019 in the catalogue"): ("screen", "2019-maths-5.csv", *report),
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
