import io
import zipfile

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
