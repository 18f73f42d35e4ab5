"""The research instruments: CSV files that researchers edit, and the one loader that checks them.

A study may hold files of the same names in its own ``lexicon/`` folder; each replaces the
package's file of that name.
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
        {"kind": ("term", "exclude")},
        {"topic": "topics"},
    ),
    "labels": Schema(("key", "zh", "en"), ("note",), ("key",)),
}


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All instruments of a study, read and checked.

    Each attribute is a tuple of rows (mappings from column to text) in file order.
    Two lexicons are the same only if they are one object, so that compiled patterns can be
    cached per lexicon. ``lines`` holds for each instrument the line of each row in its file, so
    that a fault found later can still be named by file and line.
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
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@lru_cache(maxsize=8)
def load_lexicon(folder: str | Path | None = None) -> Lexicon:
    """Read the package's instruments, each replaced by the file of its name in ``folder``.

    Raises LexiconError for the first fault, as ``words.csv, line 7: …``.
    """
    tables, digest = {}, hashlib.sha256()
    for name in SCHEMAS:
        own = None if folder is None else Path(folder) / f"{name}.csv"
        path = own if own is not None and own.is_file() else LEXICON / f"{name}.csv"
        digest.update(path.read_bytes())
        tables[name] = read_instrument(path, SCHEMAS[name])
    for name, schema in SCHEMAS.items():
        _check_references(name, schema, tables)
    return Lexicon(
        **{
            name: tuple(MappingProxyType(dict(row)) for _, row in rows)
            for name, rows in tables.items()
        },
        sha256=digest.hexdigest(),
        lines=MappingProxyType(
            {name: tuple(line for line, _ in rows) for name, rows in tables.items()}
        ),
    )


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


def _check_references(name: str, schema: Schema, tables: dict) -> None:
    for column, target in schema.refers.items():
        known = {row[column] for _, row in tables[target]}
        for line, row in tables[name]:
            if row[column] not in known:
                raise LexiconError(
                    f"{name}.csv, line {line}: {column} {row[column]!r} is not in {target}.csv"
                )
