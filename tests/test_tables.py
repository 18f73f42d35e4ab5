"""Tables are exact: what is written is what is read back."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables import read_table, shape_table, table_bytes

texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=5)


@given(texts)
def test_any_text_comes_back_as_it_was(tmp_path_factory, cells):
    rows = [{"file": cell, "row": None, "reason": "x"} for cell in cells]
    table = shape_table(pd.DataFrame(rows, columns=["file", "row", "reason"]), "rejected")
    path = tmp_path_factory.mktemp("table") / "rejected.csv"
    path.write_bytes(table_bytes(table))
    pd.testing.assert_frame_equal(read_table(path), table)


def test_rows_are_written_as_pandas_writes_them():
    numbers = [0.0, -0.0, 1.0, 1e-7, 1e16, 0.1 + 0.2, float("nan"), float("inf"), 123456789.0]
    n = len(numbers)
    table = pd.DataFrame(
        {
            "text": (["a,b", 'c"d', "", "e\nf", "中文，", " g ", "'h", "NA", None])[:n],
            "float": numbers,
            "whole": range(n),
            "known": pd.array([None, *range(n - 1)], dtype="Int64"),
            "bool": pd.array([True, False, None] * (n // 3), dtype="boolean"),
        }
    ).astype({"text": "str"})
    for some in (table, table.head(0), table.iloc[::-2], table[["bool", "text"]]):
        expected = some.to_csv(index=False, lineterminator="\n").encode("utf-8")
        assert table_bytes(some) == expected


def test_nothing_is_escaped_and_lines_end_with_lf():
    table = pd.DataFrame({"text": ['=1+1 "a"', "b\nc"], "n": pd.array([1, None], dtype="Int64")})
    assert table_bytes(table) == b'text,n\n"=1+1 ""a""",1\n"b\nc",\n'


def test_a_carriage_return_does_not_end_a_row():
    table = pd.DataFrame({"text": ["a\rb", "NA"]})
    back = pd.read_csv(io.BytesIO(table_bytes(table)), keep_default_na=False)
    assert list(back["text"]) == ["a\rb", "NA"]


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="table rejected lacks row, reason"):
        shape_table(pd.DataFrame({"file": ["a"]}), "rejected")


def test_a_table_that_was_not_built_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="python -m analysis build"):
        read_table(tmp_path / "claims.csv")
