"""The tables of a study: their columns and types, how they are written and read back."""

import io
from pathlib import Path

import pandas as pd

from analysis.outputs import read_output

# Column -> type, in file order, the key first. `data/README.md` says what each column means;
# a test holds the two together.
TABLES: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": "str",
        "file": "str",
        "sha256": "str",
        "title": "str",
        "publisher": "str",
        "published": "str",
        "published_source": "str",
        "script": "str",
        "url": "str",
        "n_chars": "int",
        "n_body_chars": "int",
        "n_sentences": "int",
        "duplicate_of": "str",
    },
    "texts": {"article_id": "str", "text": "str"},
    "zones": {"article_id": "str", "zone": "str", "start": "int", "end": "int"},
    "sentences": {
        "article_id": "str",
        "sentence_no": "int",
        "zone": "str",
        "heading": "str",
        "start": "int",
        "end": "int",
        "text": "str",
        "repeat_of_sentence": "int",
    },
    "claims": {
        "claim_id": "str",
        "article_id": "str",
        "sentence_no": "int",
        "start": "int",
        "end": "int",
        "value_text": "str",
        "status": "str",
        "value": "float",
        "value_high": "float",
        "unit": "str",
        "comparator": "str",
        "change": "str",
        "year": "int",
        "year_start": "int",
        "year_source": "str",
        "indicator_text": "str",
        "indicator": "str",
        "scope": "str",
        "repeat_of": "str",
        "rule": "str",
        "source": "str",
        "scope_key": "str",
        "basis": "str",
    },
    "year_comparison": {
        "indicator": "str",
        "indicator_text": "str",
        "scope": "str",
        "unit": "str",
        "year_from": "int",
        "year_to": "int",
        "value_from": "float",
        "value_to": "float",
        "difference": "float",
        "per_year": "float",
        "direction": "str",
        "comparable": "bool",
        "reason": "str",
        "claim_ids": "str",
    },
    "conflicts": {
        "indicator": "str",
        "indicator_text": "str",
        "scope": "str",
        "unit": "str",
        "year": "int",
        "value": "float",
        "value_high": "float",
        "comparator": "str",
        "n_articles": "int",
        "article_ids": "str",
        "claim_ids": "str",
    },
    "revisions": {
        "indicator": "str",
        "indicator_text": "str",
        "scope": "str",
        "unit": "str",
        "year": "int",
        "published_from": "str",
        "published_to": "str",
        "article_from": "str",
        "article_to": "str",
        "value_from": "float",
        "value_to": "float",
        "difference": "float",
        "direction": "str",
        "claim_ids": "str",
    },
    "indicator_candidates": {
        "indicator_text": "str",
        "unit": "str",
        "n_claims": "int",
        "n_articles": "int",
        "years": "str",
        "closest": "str",
        "closest_name": "str",
        "similarity": "float",
        "claim_ids": "str",
    },
    "target_outcomes": {
        "document": "str",
        "document_date": "str",
        "pillar": "str",
        "indicator": "str",
        "indicator_text": "str",
        "scope": "str",
        "target_year": "int",
        "comparator": "str",
        "target": "float",
        "unit": "str",
        "target_url": "str",
        "claim_ids": "str",
        "outcome_year": "int",
        "as_of": "str",
        "outcome": "float",
        "vintage": "str",
        "gap": "float",
        "result": "str",
        "reason": "str",
        "source_url": "str",
        "others": "str",
    },
    "reported": {
        "article_id": "str",
        "document": "str",
        "pillar": "str",
        "indicator": "str",
        "scope": "str",
        "target_year": "int",
        "comparator": "str",
        "value": "float",
        "unit": "str",
        "state": "str",
        "reported_comparator": "str",
        "reported_value": "float",
        "claim_ids": "str",
        "source_url": "str",
    },
    "terms": {
        "group": "str",
        "term": "str",
        "n": "int",
        "share": "float",
        "n_articles": "int",
        "tfidf": "float",
    },
    "keyness": {
        "term": "str",
        "n_target": "int",
        "n_reference": "int",
        "g2": "float",
        "p": "float",
        "log_ratio": "float",
        "low": "float",
        "high": "float",
        "verdict": "str",
        "p_exact": "float",
        "p_adjusted": "float",
        "chi2": "float",
        "p_chi2": "float",
        "n_articles_target": "int",
        "n_articles_reference": "int",
    },
    "topic_hits": {
        "article_id": "str",
        "sentence_no": "int",
        "topic": "str",
        "term": "str",
        "start": "int",
        "end": "int",
    },
    "topic_coverage": {
        "article_id": "str",
        "topic": "str",
        "n_hits": "int",
        "n_sentences": "int",
        "share": "float",
        "low": "float",
        "high": "float",
        "n_total": "int",
        "n_articles": "int",
        "basis": "str",
    },
    "topic_contrast": {
        "topic": "str",
        "n_target": "int",
        "total_target": "int",
        "share_target": "float",
        "n_reference": "int",
        "total_reference": "int",
        "share_reference": "float",
        "difference": "float",
        "low": "float",
        "high": "float",
        "basis": "str",
        "verdict": "str",
    },
    "rejected": {"file": "str", "row": "int", "reason": "str"},
}

_DTYPES = {"str": "str", "int": "Int64", "float": "float64", "bool": "boolean"}


def shape_table(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return ``table`` with exactly the columns and types of the table called ``name``.

    Raises ValueError when a column is missing: a table that is short of a column is a fault
    of the code, never of the articles.
    """
    columns = TABLES[name]
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"table {name} lacks {', '.join(missing)}")
    shaped = {}
    for column, kind in columns.items():
        values = table[column]
        if kind == "str":
            values = values if values.dtype == "str" else values.astype("str")
            values = values.fillna("") if values.hasnans else values
        elif values.dtype != _DTYPES[kind]:
            if pd.api.types.is_string_dtype(values) or values.dtype == object:
                values = pd.to_numeric(values.replace("", None)) if kind != "bool" else values
            values = values.astype(_DTYPES[kind])
        shaped[column] = values.array
    return pd.DataFrame(shaped)


def table_bytes(table: pd.DataFrame, *, format: str = "csv") -> bytes:
    """Return ``table`` as the bytes of a CSV (UTF-8, LF, no index) or Parquet file."""
    if format == "parquet":
        buffer = io.BytesIO()
        table.to_parquet(buffer, index=False)
        return buffer.getvalue()
    return _header_of(table) + _rows_of(table)


class TableFile:
    """A table that is written to ``path`` piece by piece, as ``table_bytes`` gives it whole.

    Of Parquet, each piece is a row group of its own.
    """

    def __init__(self, path: Path, *, format: str = "csv"):
        self._path, self._format, self._file = path, format, None

    def write(self, piece: pd.DataFrame) -> None:
        """Write the rows of a piece; all pieces have the same columns and types."""
        if self._format == "parquet":
            import pyarrow as pa
            import pyarrow.parquet as pq

            rows = pa.Table.from_pandas(piece, preserve_index=False)
            if self._file is None:
                self._file = pq.ParquetWriter(self._path, rows.schema)
            self._file.write_table(rows)
        else:
            if self._file is None:
                self._file = self._path.open("xb")
                self._file.write(_header_of(piece))
            self._file.write(_rows_of(piece))

    def close(self) -> None:
        """End the file."""
        if self._file is not None:
            self._file.close()


_SPECIAL = ',"\r\n'


def _holds_special(cells) -> bool:
    """Tell whether a character that asks for quotation marks stands in any cell: a quick look at
    the bytes of all cells together, which in most columns hold none."""
    for chunk in getattr(cells, "chunks", [cells]):
        data = bytes(chunk.buffers()[2] or b"")
        if any(character in data for character in map(str.encode, _SPECIAL)):
            return True
    return False


def _header_of(table: pd.DataFrame) -> bytes:
    return table.head(0).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _rows_of(table: pd.DataFrame) -> memoryview | bytes:
    """Return the lines of a CSV, column by column: four times as fast as row by row.

    A cell is quoted where it must be: with a comma, a quotation mark or a line end in it (a lone
    carriage return ends a row for most readers), and where it is all of an empty line.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    nothing, comma, quote, end = (pa.scalar(s, pa.large_string()) for s in ("", ",", '"', "\n"))
    cells = []
    for name in table.columns:
        column = table[name]
        if column.dtype == "float64":
            # Each different number is written once; by its bits, for -0.0 is not 0.0.
            codes, bits = pd.factorize(column.to_numpy().view("int64"))
            written = [repr(n) for n in bits.view("float64").tolist()]
            written = pa.array([None if n == "nan" else n for n in written], pa.large_string())
            cell = written.take(pa.array(codes))
        elif column.dtype in ("int64", "Int64"):
            cell = pa.array(column.array).cast(pa.large_string())
        elif column.dtype == "boolean":
            cell = pc.if_else(pa.array(column.array), "True", "False").cast(pa.large_string())
        else:
            cell = pa.array(column.astype("str").array).cast(pa.large_string())
            alone = len(table.columns) == 1
            if alone or _holds_special(cell):
                special = pc.match_substring_regex(cell, f"[{_SPECIAL}]")
                if alone:
                    special = pc.or_kleene(special, pc.equal(cell, nothing))
                doubled = pc.replace_substring(cell, '"', '""')
                quoted = pc.binary_join_element_wise(quote, doubled, quote, nothing)
                cell = pc.if_else(special, quoted, cell)
        cells.append(pc.fill_null(cell, nothing))
    rows = pc.binary_join_element_wise(*cells, comma)
    lines = pc.binary_join_element_wise(rows, end, nothing)
    lines = lines.combine_chunks() if isinstance(lines, pa.ChunkedArray) else lines
    if not len(lines):
        return b""
    first, *_, last = lines.offset, lines.offset + len(lines)
    offsets = memoryview(lines.buffers()[1]).cast("q")
    return memoryview(lines.buffers()[2])[offsets[first] : offsets[last]]


def read_table(path: str | Path, name: str | None = None) -> pd.DataFrame:
    """Read one table of a study back, with its types; ``name`` defaults to the file's stem.

    A text such as ``NA`` stays a text; an empty number is missing. Raises FileNotFoundError
    with what to do when the table has not been built.
    """
    path = Path(path)
    name = name or path.stem
    try:
        data = read_output(path)
    except (FileNotFoundError, IsADirectoryError):
        raise FileNotFoundError(
            f"{path} is not there: build it with `python -m analysis build`"
        ) from None
    return parse_table(data, name, format=path.suffix[1:])


def parse_table(
    data: bytes, name: str, *, format: str = "csv", lenient: bool = False
) -> pd.DataFrame:
    """Return the table called ``name`` from the bytes that ``table_bytes`` gave.

    ``lenient`` fills a column that an older version did not write with nothing.
    """
    if format == "parquet":
        texts = pd.read_parquet(io.BytesIO(data))
    else:
        texts = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False, encoding="utf-8")
    if lenient:
        texts = texts.assign(**{c: None for c in TABLES[name] if c not in texts})
    if format == "parquet":
        return shape_table(texts, name)
    for column, kind in TABLES[name].items():
        if kind == "bool":
            texts[column] = texts[column].map({"True": True, "False": False})
    return shape_table(texts, name)
