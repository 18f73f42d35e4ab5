"""A part: what was read of some articles, as tables that travel as bytes and can be joined."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
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
# article's id that tells it apart in its file; of the words, only what is counted is kept.
COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        "unit": "int64",
        "key": "str",
        **{c: _KINDS[k] for c, k in TABLES["articles"].items() if c != "duplicate_of"},
    },
    **{n: _types(n) for n in ("texts", "zones", "sentences", "claims")},
    "words": {"article": "int64", "term": "str", "kind": "str"},
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


def parse_part(data: bytes) -> Part:
    """Return the part that ``part_bytes`` wrote. Raises PartError for anything else."""
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        raise PartError("these bytes are no part, or no longer")
    with zipfile.ZipFile(io.BytesIO(data[_DIGEST:])) as file:
        units = tuple(json.loads(file.read("units.json")))
        tables = {
            name: pa.ipc.open_stream(file.read(f"{name}.arrow")).read_all() for name in COLUMNS
        }
    return Part(units, tables)


def gather(parts: Sequence[Part], name: str, places: Sequence[np.ndarray]) -> pa.Table:
    """Return the rows of table ``name`` of all parts in order of their new places.

    ``places`` holds for each part the new number of each of its articles (for ``rejected`` of its
    units), -1 for those that are left out. Rows of one article stay in their order.
    """
    tables, new = [], []
    for part, of_part in zip(parts, places, strict=True):
        table = part.tables[name]
        if name == "articles":
            new.append(of_part)
        else:
            new.append(of_part[table[0].to_numpy()])
            table = table.set_column(0, table.column_names[0], pa.array(new[-1]))
        tables.append(table)
    whole, place = pa.concat_tables(tables), np.concatenate(new)
    order = np.argsort(place, kind="stable")
    whole = whole.take(order[np.searchsorted(place[order], 0) :])
    return whole.replace_schema_metadata(parts[0].tables[name].schema.metadata)


def join_parts(parts: Sequence[Part], kept: Sequence[np.ndarray]) -> Part:
    """Return one part of the units that are ``kept`` (an array of bool for each part)."""
    units = [u for part, keep in zip(parts, kept, strict=True) for u in np.array(part.units)[keep]]
    of_units, with_units, kept_articles = _numbered(kept), [], []
    for part, keep, numbers in zip(parts, kept, of_units, strict=True):
        articles = part.tables["articles"]
        unit = articles["unit"].to_numpy()
        kept_articles.append(keep[unit])
        articles = articles.set_column(0, "unit", pa.array(numbers[unit]))
        with_units.append(part._replace(tables={**part.tables, "articles": articles}))
    of_articles = _numbered(kept_articles)
    places = dict.fromkeys(COLUMNS, of_articles) | {"rejected": of_units}
    return Part(
        tuple(map(str, units)), {name: gather(with_units, name, places[name]) for name in COLUMNS}
    )


def _numbered(kept: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return running numbers over all parts for what is kept, -1 for the rest."""
    numbers, first = [], 0
    for keep in kept:
        numbers.append(np.where(keep, np.cumsum(keep) - 1 + first, -1))
        first += int(keep.sum())
    return numbers
