"""Small files of every kind that people have, each with what is right of it."""

import numpy as np
import pytest

import obektiv as ob

A = ob.Assessment(subject="maths", test_grade=5, year=2021, max_scores=[1, 1, 2])

# File: pupils taken, schools, and what the notes must say.
READ = {
    "class_lookalike.xlsx": (6, 1, 'read as one, in 4 rows'),
    "codes.xlsx": (11, 1, None),
    "cp866.csv": (6, 1, "CP866"),
    "dup_total.xlsx": (6, 1, '"total" is there twice'),
    "empty_first_sheet.xlsx": (6, 1, None),
    "formula_no_cache_total.xlsx": (6, 1, "never calculated"),
    "header_latin_letter_class.xlsx": (6, 1, None),
    "hidden_first_sheet.xlsx": (6, 1, "hidden"),
    "mark_column_renamed.xlsx": (6, 1, None),
    "marks.xlsx": (6, 1, None),
    "maxima_row_plain.xlsx": (6, 1, None),
    "maximum_too_small.xlsx": (3, 1, "item 1 goes to 2 in 3 of 6 rows: is the assessment right?"),
    "merged_class.xlsx": (6, 1, "merged"),
    "merged_header.xlsx": (6, 1, None),
    "nul_tail.csv": (6, 1, "zero bytes"),
    "plain_decimal_comma.csv": (6, 1, None),
    "school_is_na.xlsx": (5, 1, None),
    "school_name_spelling.xlsx": (6, 1, "the same but for its spelling"),
    "stray_far_cell.xlsx": (6, 1, "column 2000"),
    "t.ods": (6, 1, None),
    "three_sheets.xlsx": (15, 3, "5Б"),
    "title_commas.csv": (6, 1, None),
    "total_leaves_items_out_2022.xlsx": (18, 2, "edu990001: the totals leave out item 3"),
    "unknown_error_in_helper_cell.xlsx": (6, 1, "error"),
    "utf16le.csv": (6, 1, "UTF-16"),
}


def read(file, assessment=A, **options):
    with_assessment = () if assessment is None else (assessment,)
    return (ob.read_csv if file.suffix == ".csv" else ob.read_xlsx)(file, *with_assessment, **options)


@pytest.mark.parametrize("name", READ)
def test_every_file_gives_its_pupils(shared, name):
    pupils, schools, said = READ[name]
    results = read(shared(f"cases/files/{name}"))
    assert len(set(results.school)) == schools
    assert results.import_report.taken == pupils == len(results)
    notes = results.import_report.notes
    assert said is None or any(said in note for note in notes), notes


@pytest.mark.parametrize("name", ["class_lookalike.xlsx", "header_latin_letter_class.xlsx", "merged_class.xlsx", "cp866.csv"])
def test_all_pupils_have_class_a(shared, name):
    assert set(read(shared(f"cases/files/{name}")).class_id) == {"А"}


def test_journal_marks_are_read_as_they_are_written(shared):
    marks = read(shared("cases/files/marks.xlsx")).journal_mark
    assert np.array_equal(marks, [4, 4, np.nan, 4, 4, np.nan], equal_nan=True)
    assert not np.isnan(read(shared("cases/files/mark_column_renamed.xlsx")).journal_mark).any()


def test_works_say_what_they_are(shared):
    listed = ob.find_assessment("maths", 8, 2021)
    assert read(shared("cases/files/maths8_2021.xlsx"), listed).import_report.taken == 6
    named = read(shared("cases/files/Проведение работы по математике, 5 класс. ВПР 2021.xlsx"), None)
    assert (named.assessment.subject, named.assessment.test_grade, named.assessment.year) == ("maths", 5, 2021)
    f1 = read(shared("cases/files/f1_school_row_in_one_cell.xlsx"), None).import_report
    assert (f1.rows, f1.absent) == (4, 0) and "counts 5 pupils and has 4 rows" in f1.notes[0]
    form = read(shared("cases/files/form_prefilled_rows.xlsx"), school="edu990009").import_report
    assert (form.taken, form.absent, form.set_aside) == (3, 1, 0)


@pytest.mark.parametrize(("name", "said"), [("old.xls", "save it as .xlsx"), ("password.xlsx", "password")])
def test_what_cannot_be_read_is_named(shared, name, said):
    with pytest.raises(ob.DataError, match=said) as caught:
        read(shared(f"cases/files/{name}"))
    assert caught.value.code == "data.unreadable"


@pytest.mark.parametrize(
    ("name", "counts"), [("dash_for_zero", [0, 3, 5]), ("header_vsego", [1, 2, 5]), ("counts", [1, 2, 5])]
)
def test_distributions_are_counts(shared, name, counts):
    a = ob.Assessment(subject="maths", test_grade=5, year=2021, max_scores=[2])
    read = ob.read_distributions(shared(f"cases/files/dist_{name}.csv"), [a])
    assert read.works[0].tally().histogram("edu990001").tolist() == counts


def test_registries_have_names(shared):
    logins = ob.read_registry(shared("cases/files/registry_logins.xlsx")).table
    assert logins.name.tolist() == ["МБОУ А", "МБОУ Б"]
    assert logins.municipality.tolist() == ["г. Первый", "Второй район"]
    titled = ob.read_registry(shared("cases/files/registry_title_row.csv")).table
    assert titled.name.tolist() == ["МБОУ А"] and titled.municipality[0] != ""
    assert len(ob.read_registry(shared("cases/files/registry_blank_row.csv"))) == 2
