"""Plans as documents, read by other programs' libraries."""

import datetime
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest

import obektiv as ob

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def road_map():
    text = (ROOT / "tests/fixtures/plan-road-map.json").read_text(encoding="utf-8")
    return ob.plan.Plan.from_json(text)


def test_a_word_processor_reads_the_note_as_one_table_of_four_columns_with_merged_cells():
    document = docx.Document(io.BytesIO(ob.plan.example().to_docx()))
    section = document.sections[0]
    assert section.page_width > section.page_height
    table = document.tables[0]
    assert len(table.columns) == 4 and len(table.rows) == 1 + 2 + 7
    # A cell that stands over several rows is one and the same in all of them.
    assert len({row.cells[3]._tc for row in table.rows[2:7]}) == 1
    assert len({cell._tc for cell in table.rows[1].cells}) == 1
    assert table.cell(3, 1).text == "Приказы департамента образования администрации города Дзержинска (1.1, 1.2)"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Информационная справка"
    assert any("протокол № 5 от 27 мая 2022 года" in text for text in texts)
    assert document.core_properties.title.startswith("Содействие региону")


def test_a_document_that_a_word_processor_has_saved_again_gives_the_plan_back(road_map, tmp_path):
    document = docx.Document(io.BytesIO(road_map.to_docx(language="en")))
    document.add_paragraph("Signed")
    document.save(tmp_path / "signed.docx")
    assert ob.plan.Plan.from_docx(tmp_path / "signed.docx") == road_map
    assert [cell.text for cell in document.tables[0].rows[0].cells][1:4] == ["Region", "Municipality", "School"]


def test_what_is_no_document_of_a_plan_is_refused(tmp_path):
    for name, content in {"a.docx": b"none", "b.docx": b""}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ob.PlanError) as error:
            ob.plan.Plan.from_docx(tmp_path / name)
        assert error.value.code == "plan.unreadable"
    other = docx.Document()
    other.save(tmp_path / "other.docx")
    with pytest.raises(ob.PlanError, match="holds no plan"):
        ob.plan.Plan.from_docx(str(tmp_path / "other.docx"))


def filled(plan, changes, language="en"):
    """The plan's workbook with other values in its cells, as another program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(plan.to_xlsx(language=language)))
    for (sheet, row, head), value in changes.items():
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row=row, column=heads.index(head) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_protects_ids_checks_what_is_typed_and_hides_the_plan(road_map):
    book = openpyxl.load_workbook(io.BytesIO(road_map.to_xlsx(language="en")))
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert states.pop("obektiv") == "veryHidden" and states.pop("lists") == "hidden"
    assert list(states)[:3] == ["Measures", "By school", "Visits planned"] and set(states.values()) == {"visible"}
    sheet = book["Measures"]
    assert sheet.protection.sheet and sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet[f"{heads['Key']}2"].protection.locked and not sheet[f"{heads['State']}2"].protection.locked
    checks = {str(check.sqref)[0]: check for check in sheet.data_validations.dataValidation}
    assert checks[heads["State"]].type == "list" and checks[heads["Done on"]].type == "date"
    (overdue,) = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    assert overdue.type == "expression" and "TODAY()" in overdue.formula[0]


def test_what_openpyxl_fills_in_is_taken_over(road_map):
    changes = {
        ("Measures", 2, "State"): "done",
        ("Measures", 2, "Done on"): datetime.date(2025, 5, 20),
        ("By school", 3, "Result"): "Agreed",
        ("Indicators", 2, "Target"): 7.5,
        ("Measures", 3, "State"): "nearly",
    }
    plan, changed, conflicts = ob.plan.Plan.from_xlsx(filled(road_map, changes))
    rows = list(zip(changed.list, changed.id, changed.field, changed.before, changed.after))
    assert rows == [
        ("measures", "recheck", "status", "in_progress", "done"),
        ("measures", "recheck", "done_on", "", "2025-05-20"),
        ("schools", "recheck/sch990012", "result", "", "Agreed"),
        ("indicators", "signs", "target", "8.0", "7.5"),
    ]
    assert list(zip(conflicts.kind, conflicts.id, conflicts.field, conflicts.found)) == [
        ("invalid", "observers", "status", "nearly")
    ]
    assert list(conflicts.row) == [3]
    assert ob.plan.diff(road_map, plan).what.tolist() == ["changed"] * 4


def test_workbooks_of_schools_come_together_in_the_plan(road_map, tmp_path):
    plan = road_map
    for login, head in {"sch990001": "Result", "edu990014": "Curator"}.items():
        part = road_map.for_school(login, language="en")
        sheet = filled(part, {("By school", 2, head): "Somebody"})
        (tmp_path / f"{login}.xlsx").write_bytes(sheet)
        plan, changes, conflicts = plan.fill(tmp_path / f"{login}.xlsx")
        assert len(changes) == 1 and not len(conflicts)
    rows = json.loads(plan.to_json())["directions"][0]["measures"][0]["per_school"]
    assert (rows[0]["result"], rows[2]["curator"]) == ("Somebody", "Somebody")
    assert road_map.schools == ["sch990001", "sch990012", "sch990014", "sch990099"]


def test_a_published_plan_names_no_school(road_map):
    registry = ob.Registry(["sch990050"], name=["Талант"])
    text = road_map.to_json().replace("24 выезда", "24 выезда, «талант» тоже")
    page = ob.plan.Plan.from_json(text).without_schools(registry).to_html()
    assert "выезда, «школа» тоже" in page and "школ: 3" in page
    assert not any(name in page for name in ("99001", "Школа № 1", "one@example.org", "алант"))
    with pytest.raises(ob.PlanError) as error:
        road_map.for_school("sch1")
    assert error.value.code == "plan.no_school"
