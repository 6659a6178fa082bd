import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import obektiv as ob

STANDARD = ["group", "n", "statistic", "pvalue", "effect", "lower", "upper", "tier"]


@pytest.fixture
def table() -> ob.Table:
    a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
    histograms = {f"S{i:02}": [i, 2, 1] for i in range(12)} | {"<script>&": [0, 0, 4]}
    return ob.official.inflated_mean(ob.Tally.from_histograms(a, histograms))


def test_columns_are_arrays_by_name(table):
    assert set(STANDARD) <= set(table.columns)
    assert (table.statistic.dtype, table.n.dtype, table.group.dtype) == (np.float64, np.int64, object)
    assert all(isinstance(g, str) for g in table.group)
    assert table["n"] is table.n
    assert len(table) == len(table.group) == 13
    assert "n" in table and "m" not in table
    assert {"statistic", "columns"} <= set(dir(table))


def test_columns_are_read_only(table):
    with pytest.raises(ValueError, match="read-only"):
        table.statistic[0] = 0


def test_a_column_that_is_not_there_is_named(table):
    with pytest.raises(AttributeError, match='no column "p"; the table has group'):
        _ = table.p
    with pytest.raises(KeyError, match="no column"):
        _ = table["p"]
    with pytest.raises(TypeError):
        _ = table[0]


def test_a_table_goes_into_every_library_and_undefined_stays_nan(table):
    assert np.isnan(table.statistic[table.group == "<script>&"]).all()
    arrow = pa.table(table)
    frames = {
        "pyarrow": {c: arrow[c].to_numpy() for c in arrow.column_names},
        "polars": {c: pl.DataFrame(table)[c].to_numpy() for c in pl.DataFrame(table).columns},
        "pandas": {c: pd.DataFrame.from_arrow(table)[c].to_numpy() for c in table.columns},
        "to_pandas": {c: table.to_pandas()[c].to_numpy() for c in table.columns},
    }
    for frame in frames.values():
        assert list(frame) == table.columns
        for name in table.columns:
            np.testing.assert_array_equal(np.asarray(frame[name]), table[name])
    assert arrow["statistic"].null_count == 0
    assert arrow.schema.field("n").type == pa.int64()
    assert pl.DataFrame(table)["statistic"].null_count() == 0
    assert table.to_pandas()["n"].dtype == np.int64


def test_an_exported_table_outlives_the_original(table):
    arrow = pa.table(table)
    unused = table.__arrow_c_stream__()
    del table, unused
    assert arrow["group"][0].as_py() == "<script>&"


def test_results_go_out_as_a_table_and_come_back(table):
    a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[20, 3])
    n = pa.table(table)["n"]
    r = ob.Results(a, pa.table({"i1": n, "i2": n.slice(0, 0).to_pylist() or [1] * 13}), school=table.group)
    assert r.scores[:, 0].tolist() == table.n.tolist()


def test_a_preview_is_aligned_and_short(table):
    lines = repr(table).splitlines()
    assert lines[0] == "<obektiv.Table: 13 rows>"
    assert len(lines) == 13 and lines[-1] == "…"
    start = lines[1].index("tier")
    assert {line[start - 1] for line in lines[2:-1]} == {" "}
    assert all(line[start:] for line in lines[2:-1])


def test_html_is_escaped(table):
    html = table._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;&amp;" in html
    assert "13 rows" in html
