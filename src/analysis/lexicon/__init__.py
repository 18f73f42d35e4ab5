"""The research instruments: CSV files that researchers edit, and the one loader that checks them.

A study may hold files in its own ``lexicon/`` folder: ``NAME.csv`` replaces the package's file of
that name, ``NAME.add.csv`` adds its rows to it.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analysis.paths import LEXICON


class LexiconError(ValueError):
    """A fault in an instrument; the message names the file, the line and the fault."""


class Schema(NamedTuple):
    """What a file must look like: its columns, which may be blank, its key, allowed values."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    key: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    refers: Mapping[str, str] = MappingProxyType({})
    numbers: tuple[str, ...] = ()


SCHEMAS: dict[str, Schema] = {
    "words": Schema(("word",), ("frequency", "note"), ("word",), numbers=("frequency",)),
    "stopwords": Schema(("word",), ("note",), ("word",)),
    "units": Schema(
        ("written", "unit", "kind"),
        ("factor", "not_before", "note"),
        ("written",),
        numbers=("factor",),
    ),
    "cues": Schema(("cue", "kind", "value"), ("position", "note"), ("cue", "kind", "position")),
    "indicators": Schema(
        ("indicator", "zh", "en", "unit", "direction"),
        ("change", "publisher", "note"),
        ("indicator",),
        {
            "direction": ("higher_better", "lower_better", "neutral"),
            "change": ("", "increase", "decrease"),
        },
    ),
    "indicator_names": Schema(
        ("indicator", "name"),
        ("kind", "context", "definition", "note"),
        ("indicator", "name", "kind"),
        {"kind": ("", "name", "exclude")},
        {"indicator": "indicators"},
    ),
    "scopes": Schema(
        ("scope", "zh", "en", "names"),
        ("kind", "within", "note"),
        ("scope",),
        {
            "kind": (
                *("", "level", "group", "each", "member", "all", "whole", "own"),
                *("region", "home", "country", "place", "cue", "none"),
            )
        },
    ),
    "topics": Schema(("topic", "zh", "en", "definition"), ("note",), ("topic",)),
    "topic_terms": Schema(
        ("topic", "term", "kind"),
        ("context", "note"),
        ("topic", "term"),
        {"kind": ("term", "exclude", "list")},
        {"topic": "topics"},
    ),
    "labels": Schema(("key", "zh", "en"), ("note",), ("key",)),
}


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All instruments of a study, read and checked.

    Each attribute is a tuple of rows (mappings from column to text) in file order.
    Two lexicons are the same only if they are one object, so that compiled patterns can be
    cached per lexicon. ``places`` holds for each instrument where each row stands
    (``topics.csv, line 7``), so that a fault found later can still be named by file and line.
    """

    words: tuple[Mapping[str, str], ...]
    stopwords: tuple[Mapping[str, str], ...]
    units: tuple[Mapping[str, str], ...]
    cues: tuple[Mapping[str, str], ...]
    indicators: tuple[Mapping[str, str], ...]
    indicator_names: tuple[Mapping[str, str], ...]
    scopes: tuple[Mapping[str, str], ...]
    topics: tuple[Mapping[str, str], ...]
    topic_terms: tuple[Mapping[str, str], ...]
    labels: tuple[Mapping[str, str], ...]
    sha256: str
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_lexicon(folder: str | Path | None = None) -> Lexicon:
    """Read the package's instruments, replaced or added to by the files of ``folder``.

    The same files give the same object. Raises LexiconError for the first fault, as
    ``words.csv, line 7: …``.
    """
    if folder is None:
        return _load(None, "")
    own = sorted(Path(folder).glob("*.csv"))
    state = hashlib.sha256()
    for path in own:
        state.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    _refuse_unknown(own)
    return _load(Path(folder), state.hexdigest())


@lru_cache(maxsize=8)
def _load(folder: Path | None, state: str) -> Lexicon:
    """Read and check all instruments; ``state`` tells contents of ``folder`` apart."""
    tables, digest = {}, hashlib.sha256()
    for name, schema in SCHEMAS.items():
        paths = [LEXICON / f"{name}.csv"]
        if folder is not None:
            own, added = (folder / f"{name}{suffix}.csv" for suffix in _OWN)
            paths = [own if own.is_file() else paths[0], *([added] if added.is_file() else [])]
        rows: list[Placed] = []
        for path in paths:
            digest.update(path.read_bytes())
            rows += _without_known(read_instrument(path, schema), rows, path, schema)
        tables[name] = rows
    for name, schema in SCHEMAS.items():
        _check_references(schema, tables[name], tables)
    return Lexicon(
        **{
            name: tuple(MappingProxyType(dict(row)) for _, row in rows)
            for name, rows in tables.items()
        },
        sha256=digest.hexdigest(),
        places=MappingProxyType(
            {name: tuple(place for place, _ in rows) for name, rows in tables.items()}
        ),
    )


# A study's file that replaces, and one that adds.
_OWN = ("", ".add")
# Where a row stands (``topics.csv, line 7``), and the row.
Placed = tuple[str, dict[str, str]]


def _refuse_unknown(own: list[Path]) -> None:
    """A file that no instrument is called like would be read by nobody."""
    known = {f"{name}{suffix}.csv" for name in SCHEMAS for suffix in _OWN}
    for path in own:
        if path.name not in known:
            raise LexiconError(
                f"{path.name}: no instrument of this name (there are: {', '.join(SCHEMAS)}; "
                "NAME.csv replaces the package's, NAME.add.csv adds to it)"
            )


def _without_known(
    added: list[tuple[int, dict[str, str]]], rows: list[Placed], path: Path, schema: Schema
) -> list[Placed]:
    """Return rows that may be added to ``rows``; one that is there already is a fault."""
    known = {tuple(row[c] for c in schema.key): place for place, row in rows}
    for line, row in added:
        key = tuple(row[c] for c in schema.key)
        if key in known:
            what = " + ".join(filter(None, key))
            raise LexiconError(f"{path.name}, line {line}: {what} is listed twice ({known[key]})")
    return [(f"{path.name}, line {line}", row) for line, row in added]


def read_instrument(path: Path, schema: Schema) -> list[tuple[int, dict[str, str]]]:
    """Read one CSV file against its schema; one ``(line, row)`` per data row."""

    def fault(line: int, what: str) -> LexiconError:
        return LexiconError(f"{path.name}, line {line}: {what}")

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise fault(line, "not UTF-8 (save it as CSV UTF-8)") from None
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    missing = [c for c in schema.required if c not in header]
    if missing:
        raise fault(1, f"column missing: {', '.join(missing)}")
    rows, seen = [], {}
    last = reader.line_num
    for cells in reader:
        line, last = last + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise fault(line, f"{len(cells)} cells, the header has {len(header)}")
        row = dict.fromkeys(schema.optional, "") | {
            column: cell.strip() for column, cell in zip(header, cells, strict=True)
        }
        for column in schema.required:
            if not row[column]:
                raise fault(line, f"{column} is empty")
        for column, values in schema.allowed.items():
            if row[column] not in values:
                choice = ", ".join(v for v in values if v)
                raise fault(line, f"{column} is {row[column]!r}, not one of {choice}")
        for column in schema.numbers:
            if row[column] and not _is_number(row[column]):
                raise fault(line, f"{column} is {row[column]!r}, not a number")
        key = tuple(row[c] for c in schema.key)
        if key in seen:
            raise fault(line, f"{' + '.join(filter(None, key))} is listed twice (line {seen[key]})")
        seen[key] = line
        rows.append((line, row))
    return rows


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _check_references(schema: Schema, rows: list[Placed], tables: dict) -> None:
    for column, target in schema.refers.items():
        known = {row[column] for _, row in tables[target]}
        for place, row in rows:
            if row[column] not in known:
                raise LexiconError(f"{place}: {column} {row[column]!r} is not in {target}.csv")
