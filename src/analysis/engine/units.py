"""Folder -> units: the smallest things that are read again when they change."""

import hashlib
import json
import traceback
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.corpus import Article, ReadError, Rejected, read_articles, read_sources
from analysis.corpus.formats import read_pieces, suffix_of
from analysis.corpus.pieces import Piece
from analysis.corpus.read import article_ids, article_of, list_files
from analysis.corpus.sources import SOURCES

# Here a row is a unit of its own: it is cheaply told from the others, and there may be a hundred
# thousand of them in a file. Any other file is one unit.
_ROWS = frozenset([".csv", ".tsv", ".xlsx", ".jsonl", ".jsonl.gz"])


class Source(NamedTuple):
    """A file that may hold articles: its path below the folder, its row of sources.csv, its id."""

    name: str
    path: Path
    row: Mapping[str, str]
    article_id: str


class Unit(NamedTuple):
    """A file (its bytes) or a row of one; ``key`` is a hash of all that its reading depends on."""

    key: str
    name: str
    row: Mapping[str, str]
    article_id: str
    content: bytes | Piece


class Job(NamedTuple):
    """Units to be read by a worker with packed instruments; ``version`` is that of who asks."""

    version: str
    lexicon: bytes
    units: tuple[Unit, ...]
    with_claims: bool = True


def find_sources(raw: Path) -> tuple[list[Source], list[Rejected]]:
    """Return the files of a folder that may hold articles, and what cannot be read of it."""
    files, rejected = list_files(raw)
    rows, faults = read_sources(raw / SOURCES, {_normal(name) for name in files})
    ids = article_ids(files)
    sources = [
        Source(name, path, rows.get(_normal(name), {}), ids[name]) for name, path in files.items()
    ]
    return sources, [*rejected, *faults]


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def has_rows(name: str) -> bool:
    """Whether the rows of a file are units of their own."""
    return suffix_of(name) in _ROWS


def units_of(source: Source) -> tuple[list[Unit], list[Rejected]]:
    """Return the units of a file, and its rows that cannot be read."""
    try:
        data = source.path.read_bytes()
    except OSError as error:
        return [], [Rejected(source.name, "", f"cannot be read: {error.strerror}")]
    if not has_rows(source.name):
        return [_unit(source, data, hashlib.sha256(data).hexdigest())], []
    try:
        found = read_pieces(data, source.name, source.row)
    except ReadError as error:
        return [], [Rejected(source.name, "", str(error))]
    except Exception as error:
        return [], [Rejected(source.name, "", reason_of(error))]
    units = [_unit(source, piece, list(piece)) for piece in found.pieces]
    return units, [Rejected(source.name, *fault) for fault in found.faults]


def _unit(source: Source, content: bytes | Piece, says: object) -> Unit:
    known = [source.name, source.article_id, sorted(source.row.items()), says]
    # Names and texts may hold halves of surrogate pairs, which only escapes can write.
    key = hashlib.sha256(json.dumps(known).encode("ascii")).hexdigest()
    return Unit(key, source.name, source.row, source.article_id, content)


def read_unit(unit: Unit) -> tuple[list[tuple[str, Article]], list[Rejected]]:
    """Return the articles of a unit, each with the end of its id that tells it apart in its file,
    and what was not read. Nothing is raised for a bad article."""
    row = unit.content.row if isinstance(unit.content, Piece) else ""
    try:
        if isinstance(unit.content, Piece):
            found, wrong = [article_of(unit.content, unit.name, unit.row)], []
        else:
            found, wrong = read_articles(unit.content, unit.name, unit.row)
    except ReadError as error:
        return [], [Rejected(unit.name, row, str(error))]
    except Exception as error:
        return [], [Rejected(unit.name, row, reason_of(error))]
    stem = len(unit.name) - len(suffix_of(unit.name))
    keyed = []
    for article in found:
        key = article.article_id[stem:]
        keyed.append((key, article._replace(article_id=unit.article_id + key)))
    return keyed, wrong


def reason_of(error: Exception) -> str:
    """Return what a fault of the program says in a table: the article is lost, not the others."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = " ".join(str(error).split())[:200]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    return f"a fault of the program: {type(error).__name__}: {words} ({place})"
