"""Plans as documents, read by other programs' libraries."""

import io
from pathlib import Path

import docx
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
