import gc
import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import obektiv as ob

CELLS = [[1, 2, 0], [0, None, 3], [254, 253, 1], [0, 1, 1]]
BYTES = np.array([[255 if c is None else c for c in row] for row in CELLS], dtype="u1")
FLOATS = np.array([[np.nan if c is None else c for c in row] for row in CELLS])
SCHOOL = ["A", "A", "B", "B"]
ITEMS = ["i1", "i2", "i3"]


def arrow(chunks: int) -> pa.Table:
    columns = [pa.array([row[i] for row in CELLS], pa.uint8()) for i in range(3)]
    table = pa.table(dict(zip(ITEMS, columns, strict=True)))
    return pa.concat_tables([table.slice(0, 1), table.slice(1)]) if chunks == 2 else table


MASK = BYTES == 255
MASKED = np.ma.masked_array(np.where(MASK, 1, BYTES), MASK)
STRIDED = np.zeros((8, 6), dtype="u1")
STRIDED[::2, ::2] = BYTES
SOURCES = {
    "C order": BYTES,
    "Fortran order": np.asfortranarray(BYTES),
    "strides": STRIDED[::2, ::2],
    "read-only": np.frombuffer(BYTES.tobytes(), dtype="u1").reshape(BYTES.shape),
    "int64": BYTES.astype("i8"),
    "big-endian int16": BYTES.astype(">i2"),
    "float64 with NaN": FLOATS,
    "float32 with NaN": FLOATS.astype("f4"),
    "object": np.array(CELLS, dtype=object),
    "masked uint8": MASKED,
    "masked int64": MASKED.astype("i8"),
    "masked float": MASKED.astype("f8"),
    "masked object": MASKED.astype(object),
    "nothing masked": np.ma.masked_array(BYTES),
    "rows that are masked": list(MASKED.astype(object)),
    "lists": CELLS,
    "tuples of NumPy numbers": tuple(tuple(row) for row in BYTES),
    "pandas uint8": pd.DataFrame(BYTES, columns=ITEMS),
    "pandas nullable": pd.DataFrame(FLOATS, columns=ITEMS).astype("UInt8"),
    "pandas float": pd.DataFrame(FLOATS, columns=ITEMS),
    "pandas with an index": pd.DataFrame(FLOATS, columns=ITEMS, index=list("wxyz")),
    "pandas object": pd.DataFrame(FLOATS, columns=ITEMS).astype(object),
    "polars uint8": pl.DataFrame(CELLS, schema=dict.fromkeys(ITEMS, pl.UInt8), orient="row"),
    "polars int64": pl.DataFrame(CELLS, schema=dict.fromkeys(ITEMS, pl.Int64), orient="row"),
    "polars float": pl.DataFrame(CELLS, schema=dict.fromkeys(ITEMS, pl.Float64), orient="row"),
    "pyarrow": arrow(1),
    "pyarrow in two chunks": arrow(2),
    "pyarrow batch": arrow(1).to_batches()[0],
}


@pytest.mark.parametrize("source", SOURCES)
def test_scores_are_the_same_whatever_holds_them(assessment, source):
    r = ob.Results(assessment, SOURCES[source], school=SCHOOL)
    np.testing.assert_array_equal(r.scores, BYTES)
    assert r.fingerprint == ob.Results(assessment, BYTES, school=SCHOOL).fingerprint
    assert r.total.tolist() == [3, 3, 1, 2]
    assert r.complete.tolist() == [True, False, True, True]


def test_results_keep_the_storage_order_and_their_own_copy(assessment):
    given = np.asfortranarray(BYTES)
    r = ob.Results(assessment, given, school=SCHOOL)
    assert r.scores.flags.f_contiguous and not r.scores.flags.c_contiguous
    given[:] = 0
    np.testing.assert_array_equal(r.scores, BYTES)


def test_the_view_of_the_scores_is_read_only_and_outlives_the_results(assessment):
    r = ob.Results(assessment, BYTES, school=SCHOOL)
    scores = r.scores
    assert np.shares_memory(scores, r.scores)
    with pytest.raises(ValueError, match="read-only"):
        scores[0, 0] = 0
    with pytest.raises(ValueError, match="WRITEABLE"):
        scores.setflags(write=True)
    del r
    gc.collect()
    np.testing.assert_array_equal(scores, BYTES)


def test_views_do_not_leak(assessment):
    r = ob.Results(assessment, BYTES, school=SCHOOL)
    before = sys.getrefcount(r)
    for _ in range(10):
        _ = r.scores
    del _
    assert sys.getrefcount(r) == before


LABELS = {
    "list": ["1", "", "2", "1"],
    "with None": ["1", None, "2", "1"],
    "numbers": [1, None, 2, 1],
    "floats": [1.0, float("nan"), 2.0, 1.0],
    "float array": np.array([1.0, np.nan, 2.0, 1.0]),
    "text array": np.array(["1", "", "2", "1"]),
    "object array": np.array(["1", None, 2, "1"], dtype=object),
    "masked numbers": np.ma.masked_array([1, 7, 2, 1], [0, 1, 0, 0]),
    "masked text": np.ma.masked_array(["1", "x", "2", "1"], [0, 1, 0, 0]),
    "pandas text": pd.Series(["1", None, "2", "1"]),
    "pandas object": pd.Series(["1", None, 2, "1"], dtype=object),
    "pandas nullable": pd.Series([1, None, 2, 1], dtype="Int64"),
    "pandas float": pd.Series([1, None, 2, 1]),
    "pandas categories": pd.Series(["1", None, "2", "1"], dtype="category"),
    "polars text": pl.Series(["1", None, "2", "1"]),
    "polars numbers": pl.Series([1, None, 2, 1]),
    "polars categories": pl.Series(["1", None, "2", "1"], dtype=pl.Categorical),
    "pyarrow array": pa.array(["1", None, "2", "1"]),
    "pyarrow large text": pa.array(["1", None, "2", "1"], pa.large_string()),
    "pyarrow text view": pa.array(["1", None, "2", "1"], pa.string_view()),
    "pyarrow chunks": pa.chunked_array([["1", None], ["2", "1"]]),
    "pyarrow dictionary": pa.array(["1", None, "2", "1"]).dictionary_encode(),
    "pyarrow int32": pa.array([1, None, 2, 1], pa.int32()),
}


@pytest.mark.parametrize("source", LABELS)
def test_labels_are_the_same_whatever_holds_them(assessment, source):
    r = ob.Results(assessment, BYTES, school=SCHOOL, class_id=LABELS[source])
    assert r.class_id.tolist() == ["1", "", "2", "1"]


def test_a_long_number_is_a_login_to_the_last_digit(assessment):
    login = 9007199254740993  # above 2^53
    for school in ([login] * 4, np.array([login] * 4), pa.array([login] * 4)):
        assert ob.Results(assessment, BYTES, school=school).school.tolist() == [str(login)] * 4


def test_an_empty_dictionary_has_empty_labels(assessment):
    empty = pa.array([None] * 4, pa.dictionary(pa.int8(), pa.string()))
    assert ob.Results(assessment, BYTES, school=SCHOOL, variant=empty).variant.tolist() == [""] * 4
    nulls = pa.nulls(4)
    assert ob.Results(assessment, BYTES, school=SCHOOL, variant=nulls).variant.tolist() == [""] * 4


MARKS = {
    "list with None": [5, None, 3, 2],
    "list with NaN": [5.0, float("nan"), 3, 2],
    "zero for none": np.array([5, 0, 3, 2], dtype="u1"),
    "float array": np.array([5, np.nan, 3, 2]),
    "object array": np.array([5, None, 3, 2], dtype=object),
    "masked": np.ma.masked_array([5, 4, 3, 2], [0, 1, 0, 0]),
    "masked float": np.ma.masked_array([5.0, 4.0, 3.0, 2.0], [0, 1, 0, 0]),
    "masked object": np.ma.masked_array([5, 4, 3, 2], [0, 1, 0, 0], dtype=object),
    "pandas": pd.Series([5, None, 3, 2]),
    "pandas nullable": pd.Series([5, None, 3, 2], dtype="UInt8"),
    "polars": pl.Series([5, None, 3, 2]),
    "pyarrow": pa.chunked_array([[5, None], [3, 2]]),
}


@pytest.mark.parametrize("source", MARKS)
def test_journal_marks_are_the_same_whatever_holds_them(assessment, source):
    r = ob.Results(assessment, BYTES, school=SCHOOL, journal_mark=MARKS[source])
    np.testing.assert_array_equal(r.journal_mark, [5, np.nan, 3, 2])


def test_what_is_not_given_is_none(assessment):
    r = ob.Results(assessment, BYTES, school=SCHOOL)
    assert (r.class_id, r.variant, r.journal_mark, r.municipality, r.import_report) == (None,) * 5
    assert (len(r), r.assessment) == (4, assessment)


def test_results_show_themselves(assessment):
    r = ob.Results(assessment, BYTES, school=SCHOOL, municipality=SCHOOL)
    assert repr(r) == "<obektiv.Results: 2020-maths-5, 4 pupils, 3 items, 2 schools>"
    assert "<tr><th>municipalities</th><td>2</td></tr>" in r._repr_html_()
    odd = ob.Assessment(subject="<b>&", test_grade=5, year=2020, max_scores=[1])
    assert "<b>" not in ob.Results(odd, [[1]], school=["A"])._repr_html_()


def refused(code: str, assessment: ob.Assessment, scores=BYTES, school=SCHOOL, **labels) -> ob.DataError:
    with pytest.raises(ob.DataError) as caught:
        ob.Results(assessment, scores, school=school, **labels)
    assert caught.value.code == code
    return caught.value


def test_a_score_above_its_maximum_is_named(assessment):
    for scores in (np.array([[1, 2, 0], [0, 3, 0]], "u1"), [[1, 2, 0], [0, 3, 0]]):
        error = refused("data.score", assessment, scores, ["A", "A"])
        assert (error.row, error.item, error.score, error.max) == (2, 2, 3, 2)


@pytest.mark.parametrize("value", [0.5, -1, 256, 1e300, float("inf"), "1", "X", b"1", [1], object()])
def test_what_is_no_score_is_named(assessment, value):
    error = refused("data.not_a_score", assessment, [[1, 2, 0], [0, 1, value]], ["A", "A"])
    assert (error.row, error.item) == (2, 3)


def test_what_is_no_score_is_named_in_arrays_and_tables_too(assessment):
    for bad in ([0.5, 1], [1, -1], [1, 300]):
        column = [1.0, *map(float, bad)]
        table = {"i1": [0, 0, 0], "i2": [0, 0, 0], "i3": column}
        row = 2 if bad[0] == 0.5 else 3
        split = pa.table(table)
        split = pa.concat_tables([split.slice(0, 1), split.slice(1)])
        for scores in (np.array(list(table.values()), dtype=float).T, pd.DataFrame(table), pl.DataFrame(table), split):
            error = refused("data.not_a_score", assessment, scores, ["A"] * 3)
            assert (error.row, error.item) == (row, 3)
    text = refused("data.not_a_score", assessment, pl.DataFrame({"a": [1], "b": ["X"], "c": [1]}), ["A"])
    assert (text.row, text.item, text.value) == (1, 2, "X")
    date = pa.table({"a": [1], "b": pa.array([1], pa.date32()), "c": [1]})
    assert "Date32" in refused("data.not_a_score", assessment, date, ["A"]).value


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([], "data.empty"),
        (np.empty((0, 3), "u1"), "data.empty"),
        (pl.DataFrame(schema=dict.fromkeys(ITEMS, pl.UInt8)), "data.empty"),
        (np.zeros(3, "u1"), "data.shape"),
        (np.zeros((1, 3, 1)), "data.shape"),
        ([[1, 2]], "data.item_columns"),
        (np.zeros((4, 2), "u1"), "data.item_columns"),
        (arrow(1).select(["i1"]), "data.item_columns"),
        ([[1, 2, 3], [1, 2]], "data.ragged_rows"),
    ],
)
def test_scores_of_another_shape_are_refused(assessment, scores, code):
    refused(code, assessment, scores)


def test_labels_of_another_length_are_refused(assessment):
    for name in ("class_id", "variant", "municipality", "journal_mark"):
        error = refused("data.length", assessment, **{name: [2, 3]})
        assert (error.column, error.got, error.expected) == (name, 2, 4)
    assert refused("data.length", assessment, school=["A"]).column == "school"


@pytest.mark.parametrize("nobody", ["", " ", None, float("nan"), pd.NA])
def test_nobody_is_without_a_school(assessment, nobody):
    assert refused("data.no_label", assessment, school=["A", "A", nobody, "B"]).row == 3


@pytest.mark.parametrize("mark", [1, 6, 3.5, -1, 300, "5", "нет отметки"])
def test_a_journal_mark_that_is_none_is_named(assessment, mark):
    assert refused("data.journal_mark", assessment, journal_mark=[5, 4, mark, 2]).row == 3


def test_a_journal_mark_that_is_none_is_named_in_tables_too(assessment):
    assert refused("data.journal_mark", assessment, journal_mark=pl.Series([5.0, 4.0, 3.5, 2.0])).row == 3
    assert refused("data.journal_mark", assessment, journal_mark=pl.Series(["5", "4", "3", "2"])).row == 1


def test_a_text_is_no_column_of_labels(assessment):
    for labels in ("AABB", b"AABB", 5):
        with pytest.raises(TypeError):
            ob.Results(assessment, BYTES, school=labels)
    with pytest.raises(TypeError):
        ob.Results(assessment, "scores", school=SCHOOL)
    with pytest.raises(TypeError, match="List"):
        ob.Results(assessment, BYTES, school=pa.array([["A"]] * 4))


FRAME = {"school": SCHOOL, "class": [1, None, 2, 2], "mark": [5, None, 3, 2], "mixed": [1, "x", None, 2]}


def frames() -> dict[str, object]:
    pandas = pd.DataFrame(FLOATS, columns=ITEMS).assign(**FRAME)
    plain = {name: values for name, values in FRAME.items() if name != "mixed"}
    polars = pl.DataFrame(CELLS, schema=dict.fromkeys(ITEMS, pl.UInt8), orient="row").with_columns(
        **{name: pl.Series(values) for name, values in plain.items()}
    )
    table = polars.to_arrow()
    return {
        "pandas": pandas,
        "pandas with an index": pandas.set_index(pd.Index(list("wxyz"))),
        "polars": polars,
        "pyarrow": table,
        "pyarrow in three chunks": pa.concat_tables([table.slice(0, 1), table.slice(1, 1), table.slice(2)]),
        "pyarrow with an empty chunk": pa.concat_tables([table.slice(0, 0), table]),
    }


@pytest.mark.parametrize("kind", frames())
def test_frames_give_the_same_results(assessment, kind):
    r = ob.Results.from_frame(
        frames()[kind], assessment, scores=ITEMS, class_id="class", variant="class", journal_mark="mark"
    )
    np.testing.assert_array_equal(r.scores, BYTES)
    assert r.school.tolist() == SCHOOL
    assert r.class_id.tolist() == r.variant.tolist() == ["1", "", "2", "2"]
    np.testing.assert_array_equal(r.journal_mark, [5, np.nan, 3, 2])


def test_columns_of_one_name_are_refused_by_name(assessment):
    table = arrow(1)
    twice = pa.Table.from_arrays(table.columns, names=["i1", "i2", "i2"])
    assert refused("data.repeated_column", assessment, twice).column == "i2"
    schools = pa.table({"school": SCHOOL, "class": SCHOOL})
    of_two = pa.Table.from_arrays(table.columns + schools.columns, names=[*ITEMS, "school", "school"])
    items_twice = pa.Table.from_arrays(table.columns + schools.columns, names=["i1", "i2", "i2", "school", "class"])
    pandas = frames()["pandas"]
    for frame, scores, column in [
        (of_two, ITEMS, "school"),
        (items_twice, ["i1", "i2"], "i2"),
        (pd.concat([pandas, pandas[["i3"]]], axis=1), ITEMS, "i3"),
        (pandas, ["i1", "i2", "i2"], "i2"),
    ]:
        with pytest.raises(ob.DataError) as caught:
            ob.Results.from_frame(frame, assessment, scores=scores)
        assert (caught.value.code, caught.value.column) == ("data.repeated_column", column)
    # A name that stands twice and is not asked for does no harm.
    ob.Results.from_frame(pd.concat([pandas, pandas[["mark"]]], axis=1), assessment, scores=ITEMS)


def test_pandas_needs_no_pyarrow(assessment, monkeypatch):
    def missing(self, requested_schema=None):
        raise ImportError("pyarrow")

    monkeypatch.setattr(pd.DataFrame, "__arrow_c_stream__", missing)
    monkeypatch.setattr(pd.Series, "__arrow_c_stream__", missing)
    for frame in (frames()["pandas"], frames()["pandas"].astype({"i2": "UInt8"})):
        r = ob.Results.from_frame(frame, assessment, scores=ITEMS, class_id="class", journal_mark="mark")
        np.testing.assert_array_equal(r.scores, BYTES)
        assert r.class_id.tolist() == ["1", "", "2", "2"]
        direct = ob.Results(
            assessment, frame[ITEMS], school=frame["school"], class_id=frame["class"], journal_mark=frame["mark"]
        )
        assert direct.fingerprint == r.fingerprint


def test_a_column_of_mixed_types_is_text(assessment):
    r = ob.Results.from_frame(frames()["pandas"], assessment, scores=ITEMS, variant="mixed")
    assert r.variant.tolist() == ["1", "x", "", "2"]


@pytest.mark.parametrize("kind", frames())
def test_a_column_that_the_frame_lacks_is_named(assessment, kind):
    with pytest.raises(ob.DataError) as caught:
        ob.Results.from_frame(frames()[kind], assessment, scores=["i1", "i9"])
    assert (caught.value.code, caught.value.column) == ("data.no_column", "i9")
    assert "i2" in caught.value.have


def test_what_is_no_frame_is_a_type_error(assessment):
    for frame in ({"i1": [1]}, 5, pa.array([1])):
        with pytest.raises((TypeError, ValueError)):
            ob.Results.from_frame(frame, assessment, scores=["i1"])


def test_an_arrow_stream_is_read_once(assessment):
    class Once:
        capsule = arrow(1).__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema=None):
            return self.capsule

    once = Once()
    ob.Results(assessment, once, school=SCHOOL)
    with pytest.raises(ValueError, match="released"):
        ob.Results(assessment, once, school=SCHOOL)


def test_a_stream_that_fails_passes_its_error_on(assessment):
    def batches():
        yield arrow(1).to_batches()[0]
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(arrow(1).schema, batches())
    with pytest.raises(ValueError, match="the disk is gone"):
        ob.Results(assessment, reader, school=SCHOOL)


def test_a_capsule_of_another_kind_is_refused(assessment):
    class Wrong:
        def __arrow_c_stream__(self, requested_schema=None):
            return pa.int8().__arrow_c_schema__()

    with pytest.raises(ValueError, match="capsule|Capsule"):
        ob.Results(assessment, Wrong(), school=SCHOOL)


def test_municipalities_come_from_a_registry(assessment):
    registry = ob.Registry(login=["A"], municipality=["North"])
    r = ob.Results(assessment, BYTES, school=SCHOOL)
    assert r.with_registry(registry).municipality.tolist() == ["North", "North", "", ""]
    assert r.municipality is None
