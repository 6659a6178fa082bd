import io
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import obektiv as ob

HEADER = "school;municipality;class;variant;journal_mark;i1;i2;i3;total"
ROWS = ["S1;Горный;5а;1;4;1;2;0;3", "S1;Горный;5б;2;;0;X;3;3", "S2;Озёрный;;1;нет отметки;1;N;9;1"]
TEXT = "\n".join([HEADER, *ROWS]) + "\n"


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def check(r: ob.Results) -> None:
    assert r.scores.tolist() == [[1, 2, 0], [0, ob.NOT_ATTEMPTED, 3]]
    assert r.school.tolist() == ["S1", "S1"]
    assert r.class_id.tolist() == ["5А", "5Б"]
    assert r.municipality.tolist() == ["Горный", "Горный"]
    report = r.import_report
    counts = (report.rows, report.taken, report.repaired, report.one_day, report.absent, report.set_aside)
    assert counts == (3, 2, 0, 0, 0, 1)
    assert report.layout == "plain"
    assert report.remarks.columns == ["row", "kind", "reason"]
    assert report.remarks.row.tolist() == [4]
    assert report.remarks.kind.tolist() == ["set_aside"]


def test_text_is_read_in_utf_8_and_windows_1251(assessment):
    utf8 = ob.read_csv(TEXT.encode(), assessment)
    check(utf8)
    assert utf8.import_report.notes == []
    cp1251 = ob.read_csv(TEXT.encode("cp1251"), assessment)
    check(cp1251)
    assert cp1251.import_report.notes == ["not UTF-8: read as Windows-1251"]
    assert cp1251.fingerprint == utf8.fingerprint


def test_a_workbook_is_read_from_bytes_a_path_and_a_file(assessment, tmp_path):
    cells = [[int(c) if c.isdigit() else c or None for c in line.split(";")] for line in [HEADER, *ROWS]]
    data = workbook(cells)
    path = tmp_path / "export.xlsx"
    path.write_bytes(data)
    check(ob.read_xlsx(data, assessment))
    check(ob.read_xlsx(path, assessment))
    check(ob.read_xlsx(str(path), assessment))
    with path.open("rb") as file:
        check(ob.read_xlsx(file, assessment))


def test_a_report_shows_itself(assessment):
    report = ob.read_csv(TEXT.encode("cp1251"), assessment).import_report
    assert repr(report).startswith("<obektiv.ImportReport: plain, 3 rows: 2 taken")
    html = report._repr_html_()
    assert "<th>set aside</th><td>1</td>" in html and "Windows-1251" in html


def test_repair_can_be_left_off(assessment):
    stray = "school,class,variant,total,i1,i2,i3\nS1,a,,1,3,1,2,0\nS1,a,1,3,1,2,0\n".encode()
    assert ob.read_csv(stray, assessment).import_report.repaired == 1
    plain = ob.read_csv(stray, assessment, repair=False).import_report
    assert (plain.repaired, plain.set_aside) == (0, 1)


def test_a_registry_gives_the_municipalities(assessment):
    registry = ob.read_registry("login;name;municipality\nS1;Школа 1;Речной\n".encode("cp1251"))
    r = ob.read_csv(TEXT.encode(), assessment, registry=registry)
    assert r.municipality.tolist() == ["Речной", "Речной"]


def unpacking(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", " " * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("read", "data", "code"),
    [
        (ob.read_csv, b"", "data.empty"),
        (ob.read_csv, b"\n\n", "data.empty"),
        (ob.read_csv, b"PK\x03\x04\0\0", "data.unreadable"),
        (ob.read_csv, b"a,b\n1,2\n", "data.unknown_layout"),
        (ob.read_csv, b"school,i1\nS1,1\n", "data.item_columns"),
        (ob.read_csv, b"school,i1,i2,i3\n", "data.empty"),
        (ob.read_csv, b"school,i1,i2,i3\nS1,9,9,9\n", "data.no_pupils"),
        (ob.read_xlsx, b"", "data.unreadable"),
        (ob.read_xlsx, b"not a workbook", "data.unreadable"),
        (ob.read_xlsx, unpacking(100)[:-30], "data.unreadable"),
        (ob.read_xlsx, workbook([]), "data.empty"),
    ],
)
def test_a_bad_file_gives_its_code(assessment, read, data, code):
    with pytest.raises(ob.DataError) as caught:
        read(data, assessment)
    assert caught.value.code == code


def test_a_layout_asks_for_its_assessment():
    with pytest.raises(ob.DataError, match="assessment=") as caught:
        ob.read_csv(TEXT.encode())
    assert (caught.value.code, caught.value.layout) == ("data.assessment_required", "plain")


def test_a_workbook_that_unpacks_past_the_cap_is_refused(assessment):
    with pytest.raises(ob.DataError) as caught:
        ob.read_xlsx(unpacking(100_000), assessment, max_unpacked=10_000)
    assert (caught.value.code, caught.value.cap) == ("data.too_large", 10_000)


def test_a_missing_file_is_pythons_own_error(assessment, tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.xlsx"):
        ob.read_xlsx(tmp_path / "nowhere.xlsx", assessment)
    with pytest.raises(TypeError):
        ob.read_csv(io.StringIO(TEXT), assessment)
    with pytest.raises(TypeError):
        ob.read_csv(5, assessment)


def test_a_registry_is_read_from_text_and_from_a_workbook():
    rows = [["login", "name", "municipality", "kind", "reference"], ["S1", "School 1", "North", "lyceum", "town"]]
    text = "\n".join(",".join(row) for row in rows).encode()
    for registry in (ob.read_registry(text), ob.read_registry(workbook(rows))):
        assert (len(registry), "S1" in registry, "S2" in registry) == (1, True, False)
        assert (registry.name("S1"), registry.name("S2")) == ("School 1", "S2")
        assert (registry.municipality("S1"), registry.reference("S1/5А")) == ("North", "town")
        assert [registry.table[c].tolist() for c in registry.table.columns] == [[c] for c in rows[1]]
        assert repr(registry) == "<obektiv.Registry: 1 schools>"


def test_a_registry_refuses_what_cannot_be():
    for make, code in [
        (lambda: ob.Registry(["S1", "S1"]), "data.duplicate_school"),
        (lambda: ob.Registry(["S1", ""]), "data.no_label"),
        (lambda: ob.Registry(["S1"], name=["a", "b"]), "data.length"),
        (lambda: ob.read_registry(b"a,b\n1,2\n"), "data.no_column"),
        (lambda: ob.read_registry(b""), "data.empty"),
        (lambda: ob.read_registry(b"PK\x03\x04"), "data.unreadable"),
    ]:
        with pytest.raises(ob.DataError) as caught:
            make()
        assert caught.value.code == code


FORM = "Код участника;Вариант;1 (1б);2 (2б);3 (3б);Порядковый номер класса;Отметка за предыдущий триместр;Итого баллов\n50001;1;1;2;0;1;4;3\n"
F1 = (
    "ВПР 2026 Математика 5 класс\nШкола № 1 (edu990001);Кол-во участников: 1\n"
    "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);2 (2б);Первичный балл;Отметка;Отметка по журналу\n"
    ";Горный район;;50001;5А;1;1;2;3;5;4\n"
)


def test_a_form_is_read_for_its_school_from_the_sheet_that_is_wanted(assessment):
    book = openpyxl.Workbook()
    book.active.title = "Служебный"
    for title, mark in (("Протокол", 4), ("Черновик", 5)):
        sheet = book.create_sheet(title)
        for line in FORM.strip().split("\n"):
            sheet.append([int(c) if c.isdigit() else c for c in line.replace(";4;", f";{mark};").split(";")])
    file = io.BytesIO()
    book.save(file)
    data = file.getvalue()
    for sheet, mark in ((None, 4), ("черновик", 5)):
        r = ob.read_xlsx(data, assessment, school="edu990001", sheet=sheet)
        assert (r.school.tolist(), r.journal_mark.tolist()) == (["edu990001"], [mark])
        assert len(r.import_registry) == 0
    with pytest.raises(ob.DataError) as caught:
        ob.read_xlsx(data, assessment, school="edu990001", sheet="Лист1")
    assert (caught.value.code, caught.value.have) == ("data.no_sheet", ["Служебный", "Протокол", "Черновик"])
    with pytest.raises(ob.DataError) as caught:
        ob.read_csv(FORM.encode(), assessment)
    assert (caught.value.code, caught.value.layout) == ("data.school_required", "collection-form")


def test_individual_results_bring_their_assessment_and_their_registry():
    r = ob.read_csv(F1.encode())
    assert (r.assessment.key, r.assessment.max_scores, r.assessment.boundaries) == ("2026-maths-5", (1, 2), None)
    assert (r.import_registry.name("edu990001"), r.import_registry.municipality("edu990001")) == ("Школа № 1", "Горный район")
    moved = ob.read_csv(F1.encode(), registry=ob.Registry(["edu990001"], municipality=["Речной"]))
    assert (moved.municipality.tolist(), moved.import_registry.municipality("edu990001")) == (["Речной"], "Горный район")
    assert ob.Results(r.assessment, [[1, 2]], school=["A"]).import_registry is None
    with pytest.raises(ob.DataError) as caught:
        ob.read_csv(F1.encode(), ob.Assessment(subject="maths", test_grade=5, year=2026, max_scores=[1, 3]))
    error = caught.value
    assert (error.code, error.item, error.name, error.got, error.expected) == ("data.item_maximum_differs", 2, "2", 2, 3)


def a_folder(path, assessment):
    (path / "b.csv").write_text(TEXT, encoding="utf-8")
    (path / "A.XLSX").write_bytes(workbook([line.split(";") for line in [HEADER, *ROWS]]))
    (path / "f1.csv").write_text(F1, encoding="utf-8")
    (path / "bad.csv").write_text("?")
    (path / "~$b.xlsx").write_text("open elsewhere")
    (path / "readme.txt").write_text("no table")
    (path / "c.csv").mkdir()
    return {"b.csv": assessment, str(path / "A.XLSX"): assessment}


def test_a_folder_is_read_and_its_bad_files_are_told(assessment, tmp_path):
    known = a_folder(tmp_path, assessment)
    told = []
    for folder in (tmp_path, str(tmp_path), [tmp_path]):
        read = ob.read_many(folder, known, progress=lambda *at: told.append(at))
        assert read.names == [str(tmp_path / name) for name in ("A.XLSX", "b.csv", "f1.csv")]
        check(read.results[0])
        check(read.results[1])
        assert read.results[2].assessment.key == "2026-maths-5"
        (name, error), = read.errors.items()
        assert name == error.file == str(tmp_path / "bad.csv")
        assert (error.code, error.header) == ("data.unknown_layout", ["?"])
        assert isinstance(error, ob.DataError) and str(error).startswith(f"{name}: no known layout")
    files = ["A.XLSX", "b.csv", "bad.csv", "f1.csv"]
    sizes = [(tmp_path / name).stat().st_size for name in files]
    assert told[:4] == [
        (str(tmp_path / name), at + 1, 4, sum(sizes[: at + 1]), sum(sizes)) for at, name in enumerate(files)
    ]


def test_files_and_bytes_stand_side_by_side_with_the_options_of_a_single_file(assessment, tmp_path):
    (tmp_path / "b.csv").write_text(TEXT, encoding="utf-8")
    registry = ob.Registry(["S1", "edu990001"], municipality=["Речной", "Горный"])
    sources = [tmp_path / "b.csv", ("form", FORM.encode()), ("zip", unpacking(100_000))]
    read = ob.read_many(sources, assessment, registry=registry, school="edu990001", max_unpacked=10_000)
    assert [r.municipality.tolist() if r.municipality is not None else None for r in read.results] == [["Речной"] * 2, ["Горный"]]
    assert (read.names, read.errors["zip"].code) == ([str(tmp_path / "b.csv"), "form"], "data.too_large")
    assert ob.read_many([]) == type(read)([], [], {})
    stray = ("s", "school,class,variant,total,i1,i2,i3\nS1,a,,1,3,1,2,0\nS1,a,1,3,1,2,0\n".encode())
    assert ob.read_many([stray], assessment, repair=False).results[0].import_report.set_aside == 1


def test_progress_may_stop_and_its_error_is_its_own(assessment):
    sources = [(name, TEXT.encode()) for name in "abc"]
    assert ob.read_many(sources, assessment, progress=lambda name, *_: name != "b").names == ["a", "b"]
    for kept in (None, 0, "no"):
        assert len(ob.read_many(sources, assessment, progress=lambda *_: kept).results) == 3

    def broken(*_):
        raise RuntimeError("progress is broken")

    with pytest.raises(RuntimeError, match="progress is broken"):
        ob.read_many(sources, assessment, progress=broken)


def test_sources_of_another_kind_are_refused(assessment, tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        ob.read_many([("a", TEXT.encode()), tmp_path / "nowhere.csv"], assessment)
    for sources in (5, [5], [("a", TEXT)], TEXT.encode()):
        with pytest.raises(TypeError):
            ob.read_many(sources, assessment)
    for known in (5, "maths", {"a": "maths"}):
        with pytest.raises(TypeError):
            ob.read_many([("a", TEXT.encode())], known)


MARKERS = "Год;Логин;Муниципалитет;ОО;4 РУ;4 МА\n2023;sch990001;М;Ш;1;\n2024;edu990001;М;Ш;1;1\n2024;edu990002;Н;Ш 2;;1\n"


def test_markers_are_counted_and_a_school_is_followed(tmp_path):
    (tmp_path / "list.csv").write_text(MARKERS, encoding="utf-8")
    rows = [[int(c) if c.isdigit() else c or None for c in line.split(";")] for line in MARKERS.strip().split("\n")]
    for source in (tmp_path / "list.csv", MARKERS.encode("cp1251"), workbook(rows)):
        markers = ob.read_markers(source)
        assert (len(markers), len(markers.table), markers.import_report.layout) == (3, 4, "marker-list")
        assert markers.by_municipality.municipality.tolist() == ["М", "М", "Н"]
        history = markers.history("edu990001")
        assert (history.year.tolist(), history.columns) == ([2023, 2024, 2024], markers.table.columns)
        assert len(markers.history("edu9")) == 0
    with pytest.raises(ob.DataError) as caught:
        ob.read_markers(b"a;b\n1;2")
    assert (caught.value.code, caught.value.column) == ("data.no_column", "год")


def percent(r: ob.Results) -> str:
    """The report in percent that the results would give."""
    tally = ob.tally(r)
    lines = ["Группы участников;Кол-во ОО;Кол-во участников;" + ";".join(map(str, range(r.assessment.max_total + 1)))]
    for school in tally.groups:
        counts = tally.histogram(school)
        shares = [f"{100 * count / counts.sum():.2f}" for count in counts]
        lines.append(";".join([f"Школа ({school})", "1", str(counts.sum()), *shares]))
    return "\n".join(lines)


def test_a_distribution_is_screened_as_the_results_it_came_from():
    town = ob.simulate.municipality(seed=1)
    works = [ob.read_distributions(percent(r).encode(), [r.assessment]).works[0] for r in town.results]
    assert [w.tally().histogram().tolist() for w in works] == [ob.tally(r).histogram().tolist() for r in town.results]
    s, whole = (ob.screen(given, registry=town.registry) for given in (works, town.results))
    heaped = [i for i in whole.findings.id if ":evidence.heaping:school" in i]
    assert heaped and [i for i in s.findings.id if ":evidence.heaping:school:" in i] == heaped
    mixed = ob.screen([town.results[0], works[1]], registry=town.registry)
    assert len(mixed.schools) == 40 and set(mixed.schools.works) == {2}
    assert len(ob.screen(works[0]).schools) == 40
    with pytest.raises(ob.DataError) as caught:
        ob.screen([works[0], works[0]])
    assert caught.value.code == "data.repeated"
    with pytest.raises(TypeError):
        ob.screen([works[0].table])


def test_a_distribution_has_the_groups_of_its_file(assessment):
    head = "Группы участников;Кол-во ОО;Кол-во участников;0;1;2;3;4;5;6\nВся выборка;9;100;0;0;0;0;0;0;100\n"
    whole = ob.read_distributions(head.encode(), [assessment]).works[0]
    assert whole.table.level.tolist() == ["whole"] and whole.tally("all").histogram()[6] == 100
    for group, code in (("school", "data.no_grouping"), ("class", "data.no_grouping"), ("planet", "data.name")):
        with pytest.raises(ob.DataError) as caught:
            whole.tally(group)
        assert caught.value.code == code
    with pytest.raises(ob.DataError) as caught:
        ob.screen(whole)
    assert caught.value.code == "data.no_grouping"
    with pytest.raises(ob.DataError) as caught:
        ob.read_distributions(head.encode())
    assert caught.value.code == "data.assessment_required"
    school = head + "Школа (edu990001);1;3;0;33.3;66.7;0;0;0;0\n"
    read = ob.read_distributions(school.encode(), [assessment])
    assert len(read.registry) == 1 and read.works[0].fingerprint != whole.fingerprint
    with pytest.raises(TypeError):
        ob.read_distributions(head.encode(), [5])


@pytest.mark.parametrize("login", [[{"login": "S1"}], [["S1"]], [("S1", "S2")]])
def test_a_login_is_no_mapping_and_no_list(login):
    with pytest.raises(TypeError, match="login must be labels"):
        ob.Registry(login)


def test_what_a_mark_report_does_not_name_is_undefined(tmp_path):
    text = "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nШкола 1 (edu990001);1;20;10;20;30;40\n"
    (tmp_path / "marks.csv").write_text(text, encoding="utf-8")
    marks = ob.read_mark_statistics(tmp_path / "marks.csv")
    table = marks.table
    assert table.subject.tolist() == [""] and np.isnan(table.grade).all() and np.isnan(table.year).all()
    assert [int(table[m][0]) for m in ("m2", "m3", "m4", "m5")] == [2, 4, 6, 8]
    assert marks.registry.name("edu990001") == "Школа 1" and marks.import_report.layout == "marks-report"
    with pytest.raises(ob.DataError) as caught:
        ob.read_mark_statistics(TEXT.encode())
    assert caught.value.code == "data.unknown_layout"


FILES = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "files"


def test_a_file_says_what_it_holds_and_is_read_without_options():
    (path,) = (p for p in FILES.iterdir() if "математике" in p.name)
    found = ob.identify(path)
    assert (found.assessment.key, found.known["subject"], found.known["boundaries"]) == ("2021-spring-maths-5", "path", "catalogue")
    assert (found.missing, found.layout, found.max_scores) == ([], "regional-2021", found.assessment.max_scores)
    assert len(ob.read_xlsx(path)) == 6 and ob.read_xlsx(path).assessment == found.assessment
    assert ob.identify(path.read_bytes()).missing == ["subject", "test_grade", "year", "boundaries"]
    assert ob.identify(path.read_bytes(), f"x/{path.name}").assessment == found.assessment
    assert ob.identify(b"a;b\n1;2").layout is None


def test_what_became_of_each_school_adds_up_to_the_rows_of_the_file():
    a = ob.Assessment(subject="maths", test_grade=5, year=2021, max_scores=[1, 1, 2])
    for name in ("maximum_too_small.xlsx", "three_sheets.xlsx", "t.ods", "utf16le.csv", "school_name_spelling.xlsx"):
        report = ob.read_many(FILES / name, a).results[0].import_report
        assert report.raw == report.rows + report.unread
        assert sum(report.schools.rows) == report.rows and report.schools.columns[0] == "school"
    assert any("is the assessment right?" in note for note in ob.read_xlsx(FILES / "maximum_too_small.xlsx", a).import_report.notes)


def test_what_is_no_table_is_called_what_it_is():
    for name, what in {"password.xlsx": "protected by a password", "old.xls": "old Excel"}.items():
        with pytest.raises(ob.DataError, match=what):
            ob.read_xlsx(FILES / name)
    with pytest.raises(ob.DataError, match="a web page"):
        ob.read_csv(b"<!DOCTYPE html><table>")


def test_a_school_is_found_again_when_its_login_changes_its_prefix():
    a = ob.Assessment(subject="maths", test_grade=5, year=2021, max_scores=[1, 1, 2])
    before, after = (ob.read_csv(FILES / name, a) for name in ("year1_sch.csv", "year2_edu.csv"))
    assert len(ob.official.cohort_jump(before, after)) == 6
    assert len(ob.continuity.by_group(before, after)) == 6
    assert ob.read_registry(FILES / "registry_logins.xlsx").name("edu990001") == "МБОУ А"
