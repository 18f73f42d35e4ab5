"""A part: what was read of some articles, as tables that travel as bytes and can be joined."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.tables import TABLES

# So many units are read as one: enough for their words to be cut together, few enough to be read
# again in seconds when a worker dies.
LARGEST_PART = 400
_DIGEST = hashlib.sha256().digest_size
_KINDS = {"str": "str", "int": "int64", "float": "float64"}


def _types(name: str) -> dict[str, str]:
    """The types of a table of the study in a part: as the analyses give them."""
    types = {column: _KINDS[kind] for column, kind in TABLES[name].items()}
    types.pop("article_id")
    unknown = {"sentence_no", "start", "end", "year", "year_start", "repeat_of_sentence"}
    may_miss = unknown if name == "claims" else {"repeat_of_sentence"}
    types |= {column: "Int64" for column in types if column in may_miss}
    return {"article": "int64"} | types


# Column -> type of each table of a part. The first column says which article of the part a row is
# of (0, 1 …; row 0 of ``articles`` is article 0), or which of its units. ``key`` is the end of an
# article's id that tells it apart in its file, ``n_words`` the number of its words, ``n_terms`` that
# of those which ``terms`` counts; ``clauses`` tell whether two articles are the same.
COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        "unit": "int64",
        "key": "str",
        **{c: _KINDS[k] for c, k in TABLES["articles"].items() if c != "duplicate_of"},
        "n_words": "int64",
        "n_terms": "int64",
    },
    "clauses": {"article": "int64", "clause": "int64", "length": "int64"},
    **{n: _types(n) for n in ("texts", "zones", "sentences", "claims")},
    "terms": {"article": "int64", "term": "str", "n": "int64"},
    **{n: _types(n) for n in ("topic_hits", "topic_coverage")},
    "rejected": {"unit": "int64", "file": "str", "row": "str", "reason": "str"},
}


class Part(NamedTuple):
    """What was read of some units: their keys, and the tables of ``COLUMNS``."""

    units: tuple[str, ...]
    tables: Mapping[str, pa.Table]

    @property
    def n_articles(self) -> int:
        """The number of articles in the part."""
        return self.tables["articles"].num_rows


class PartError(ValueError):
    """Bytes that are no part, or no longer."""


def make_part(units: Sequence[str], tables: Mapping[str, pd.DataFrame]) -> Part:
    """Return a part of tables that have the columns of ``COLUMNS``."""
    return Part(tuple(units), {name: _arrow(tables[name], name) for name in COLUMNS})


def _arrow(table: pd.DataFrame, name: str) -> pa.Table:
    types = COLUMNS[name]
    return pa.Table.from_pandas(table[list(types)].astype(types), preserve_index=False)


def part_bytes(part: Part) -> bytes:
    """Return a part as bytes: a zip file with a file per table behind its SHA-256."""
    buffer = io.BytesIO()
    packed = pa.ipc.IpcWriteOptions(compression="lz4")
    with zipfile.ZipFile(buffer, "w") as file:
        # Without a name of its own an entry would carry the time of day.
        file.writestr(zipfile.ZipInfo("units.json"), json.dumps(part.units))
        for name, table in part.tables.items():
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema, options=packed) as stream:
                stream.write_table(table)
            file.writestr(zipfile.ZipInfo(f"{name}.arrow"), sink.getvalue().to_pybytes())
    data = buffer.getvalue()
    return hashlib.sha256(data).digest() + data


def check_part(data: bytes) -> None:
    """Raise PartError for bytes that ``part_bytes`` did not write."""
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        raise PartError("these bytes are no part, or no longer")


def read_units(path: Path) -> tuple[str, ...]:
    """Return the keys of the units of a part in a file."""
    with zipfile.ZipFile(path) as file:
        return tuple(json.loads(file.read("units.json")))


def read_tables(path: Path, names: Iterable[str]) -> dict[str, pa.Table]:
    """Return some tables of a part in a file."""
    with zipfile.ZipFile(path) as file:
        return {n: pa.ipc.open_stream(file.read(f"{n}.arrow")).read_all() for n in names}


def parse_part(data: bytes) -> Part:
    """Return the part that ``part_bytes`` wrote. Raises PartError for anything else."""
    check_part(data)
    with zipfile.ZipFile(io.BytesIO(data[_DIGEST:])) as file:
        units = tuple(json.loads(file.read("units.json")))
        tables = {
            name: pa.ipc.open_stream(file.read(f"{name}.arrow")).read_all() for name in COLUMNS
        }
    return Part(units, tables)


def gather(
    tables: Sequence[pa.Table], places: Sequence[np.ndarray], *, by_row: bool = False
) -> pa.Table:
    """Return the rows of one table of several parts in order of their new places.

    ``places`` holds for each part the new number of each of its articles (for ``rejected`` of its
    units), -1 for those that are left out; what lies behind its end is left out too. Rows of one
    article stay in their order. With ``by_row`` each row is an article (``articles``).
    """
    kept, new = [], []
    for table, of_part in zip(tables, places, strict=True):
        of_part = np.append(of_part, -1)
        number = np.arange(len(table)) if by_row else table[0].to_numpy()
        place = of_part[np.minimum(number, len(of_part) - 1)]
        rows = np.flatnonzero(place >= 0)
        # Most often a stretch of the part is wanted.
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            table = table.slice(rows[0], len(rows))
        else:
            table = table.take(rows)
        if not by_row:
            table = table.set_column(0, table.column_names[0], pa.array(place[rows]))
        kept.append(table)
        new.append(place[rows])
    whole, place = pa.concat_tables(kept), np.concatenate(new)
    if (place[1:] < place[:-1]).any():
        whole = whole.take(np.argsort(place, kind="stable"))
    return whole.replace_schema_metadata(tables[0].schema.metadata)


def join_parts(parts: Sequence[Part], kept: Sequence[np.ndarray]) -> Part:
    """Return one part of the units that are ``kept`` (an array of bool for each part)."""
    units = [u for part, keep in zip(parts, kept, strict=True) for u in np.array(part.units)[keep]]
    of_units, with_units, kept_articles = _numbered(kept), [], []
    for part, keep, numbers in zip(parts, kept, of_units, strict=True):
        articles = part.tables["articles"]
        unit = articles["unit"].to_numpy()
        kept_articles.append(keep[unit])
        articles = articles.set_column(0, "unit", pa.array(numbers[unit]))
        with_units.append({**part.tables, "articles": articles})
    places = dict.fromkeys(COLUMNS, _numbered(kept_articles)) | {"rejected": of_units}
    tables = {
        name: gather([of[name] for of in with_units], places[name], by_row=name == "articles")
        for name in COLUMNS
    }
    return Part(tuple(map(str, units)), tables)


def _numbered(kept: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return running numbers over all parts for what is kept, -1 for the rest."""
    numbers, first = [], 0
    for keep in kept:
        numbers.append(np.where(keep, np.cumsum(keep) - 1 + first, -1))
        first += int(keep.sum())
    return numbers
