"""A folder of coded documents -> checked tables."""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.lexicon import LexiconError, Schema, read_instrument


class CodingError(ValueError):
    """A fault in a folder of coded documents; the message names file, line and fault."""


class Document(NamedTuple):
    """One coded document: its text and what a metadata sidecar would tell about it."""

    doc: str
    file: str
    text: str
    kind: str
    published: str


class Coded(NamedTuple):
    """The coding of one folder, checked against the texts.

    ``claims`` has one row per coded claim, ``zones`` one per coded zone, ``topics`` one per
    coded sentence (``topics`` there is a frozenset of keys). A table is None when the folder
    has no file of that name: that part is then not scored, which is not the same as a file
    without rows (a document in which there is nothing to find).
    """

    folder: str
    documents: tuple[Document, ...]
    claims: pd.DataFrame | None
    zones: pd.DataFrame | None
    topics: pd.DataFrame | None


STATUSES = ("target", "projection", "actual")
COMPARATORS = ("=", ">=", ">", "<=", "<", "~", "range")
CHANGES = ("level", "increase", "decrease")
MARKS = ("", "y")
ZONES = (
    "title", "lede", "dateline", "caption", "heading", "body",
    "end_mark", "agency", "related", "metadata", "noise",
)  # fmt: skip

DOCS = Schema(("doc", "kind"), ("variant", "published", "source", "file", "note"), ("doc",))
CLAIMS = Schema(
    ("doc", "value_text", "start", "end", "status", "unit", "comparator", "change", "indicator"),
    ("n", "year", "year_start", "value", "value_high", "scope", "optional", "repeat", "note"),
    ("doc", "start", "end", "n"),
    {
        "status": STATUSES,
        "comparator": COMPARATORS,
        "change": CHANGES,
        "optional": MARKS,
        "repeat": MARKS,
    },
    numbers=("start", "end", "year", "year_start", "value", "value_high"),
)
ZONE_ROWS = Schema(
    ("doc", "zone", "start", "end"),
    ("note",),
    ("doc", "start"),
    {"zone": ZONES},
    numbers=("start", "end"),
)
TOPIC_ROWS = Schema(
    ("doc", "start", "end"), ("topics", "note"), ("doc", "start"), numbers=("start", "end")
)

# Folders whose documents come from several public sources name the source in docs.csv; these
# words of ``source`` tell kinds of page apart whose language and layout differ much. Documents
# of any other source are grouped by the ``kind`` column as it stands.
KINDS_BY_SOURCE = {
    "gov-reports": "provincial",
    "xin-wen-lian-bo": "CCTV",
    "hkcnews": "Hong Kong",
}
KINDS_BY_VARIANT = {
    ("rewritten", "hans"): "rewritten Simplified",
    ("rewritten", "hant"): "rewritten Traditional",
}


def read_coded(folder: str | Path) -> Coded:
    """Read one folder of coded documents and check every row against the texts.

    The text of a document is ``docs/<doc>.txt`` (or ``.md``, ``.html``), or the path in the
    ``file`` column of docs.csv, relative to the folder. Raises CodingError for the first
    fault, as ``claims.csv, line 7: …``.
    """
    folder = Path(folder)
    if not (folder / "docs.csv").is_file():
        raise CodingError(f"{folder}: no docs.csv (see data/README.md, Coded documents)")
    documents = tuple(_document(folder, line, row) for line, row in _rows(folder, "docs.csv", DOCS))
    texts = {document.doc: document.text for document in documents}
    if len(texts) == 0:
        raise CodingError(f"{folder.name}/docs.csv: names no document")
    return Coded(
        folder=folder.name,
        documents=documents,
        claims=_claims(folder, texts),
        zones=_zones(folder, texts),
        topics=_topics(folder, texts),
    )


def kind_of(row: dict[str, str]) -> str:
    """Return the kind of document that scores are grouped by, from its row of docs.csv."""
    if row["kind"] == "real":
        for word, kind in KINDS_BY_SOURCE.items():
            if word in row["source"]:
                return kind
    return KINDS_BY_VARIANT.get((row["kind"], row["variant"]), row["kind"])


def _rows(folder: Path, name: str, schema: Schema) -> list[tuple[int, dict[str, str]]]:
    try:
        return read_instrument(folder / name, schema)
    except LexiconError as error:
        raise CodingError(f"{folder.name}/{error}") from None


def _fault(folder: Path, name: str, line: int, what: str) -> CodingError:
    return CodingError(f"{folder.name}/{name}, line {line}: {what}")


def _document(folder: Path, line: int, row: dict[str, str]) -> Document:
    if row["file"]:
        candidates = [folder / row["file"]]
    else:
        candidates = [folder / "docs" / f"{row['doc']}{end}" for end in (".txt", ".md", ".html")]
    path = next((p for p in candidates if p.is_file()), None)
    if path is None:
        raise _fault(folder, "docs.csv", line, f"no text at {candidates[0]}")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise _fault(folder, "docs.csv", line, f"{path.name} is not UTF-8") from None
    if text.startswith("\ufeff"):
        raise _fault(folder, "docs.csv", line, f"{path.name} begins with a byte order mark")
    return Document(row["doc"], path.name, text, kind_of(row), row["published"])


def _checked(
    folder: Path, name: str, schema: Schema, texts: dict[str, str]
) -> list[tuple[int, dict]]:
    """Return the rows with whole-number offsets that lie inside their document."""
    checked = []
    for line, row in _rows(folder, name, schema):
        text = texts.get(row["doc"])
        if text is None:
            raise _fault(folder, name, line, f"{row['doc']!r} is not in docs.csv")
        if not (row["start"].isdigit() and row["end"].isdigit()):
            raise _fault(folder, name, line, "start and end must be whole numbers")
        start, end = int(row["start"]), int(row["end"])
        if not 0 <= start < end <= len(text):
            raise _fault(folder, name, line, f"{start}-{end} lies outside the text")
        checked.append((line, row | {"start": start, "end": end}))
    return checked


def _claims(folder: Path, texts: dict[str, str]) -> pd.DataFrame | None:
    if not (folder / "claims.csv").is_file():
        return None
    rows = []
    for line, row in _checked(folder, "claims.csv", CLAIMS, texts):
        quoted = texts[row["doc"]][row["start"] : row["end"]]
        if quoted != row["value_text"]:
            raise _fault(
                folder, "claims.csv", line, f"the text has {quoted!r}, not {row['value_text']!r}"
            )
        if bool(row["value_high"]) != (row["comparator"] == "range"):
            raise _fault(folder, "claims.csv", line, "a range, and only a range, has value_high")
        if not row["value"] and row["unit"] != "qualitative":
            raise _fault(folder, "claims.csv", line, "value is empty")
        rows.append(
            row
            | {name: row[name] == "y" for name in ("optional", "repeat")}
            | {
                name: float(row[name]) if row[name] else None
                for name in ("year", "year_start", "value", "value_high")
            }
        )
    columns = ("doc", "n", *CLAIMS.required[1:], *CLAIMS.optional[1:])
    return pd.DataFrame(rows, columns=columns)


def _zones(folder: Path, texts: dict[str, str]) -> pd.DataFrame | None:
    if not (folder / "zones.csv").is_file():
        return None
    rows = _checked(folder, "zones.csv", ZONE_ROWS, texts)
    _refuse_overlap(folder, "zones.csv", rows)
    return pd.DataFrame([row for _, row in rows], columns=["doc", "zone", "start", "end"])


def _topics(folder: Path, texts: dict[str, str]) -> pd.DataFrame | None:
    if not (folder / "topics.csv").is_file():
        return None
    rows = _checked(folder, "topics.csv", TOPIC_ROWS, texts)
    _refuse_overlap(folder, "topics.csv", rows)
    return pd.DataFrame(
        [
            row | {"topics": frozenset(filter(None, map(str.strip, row["topics"].split(";"))))}
            for _, row in rows
        ],
        columns=["doc", "start", "end", "topics"],
    )


def _refuse_overlap(folder: Path, name: str, rows: list[tuple[int, dict]]) -> None:
    ordered = sorted(rows, key=lambda item: (item[1]["doc"], item[1]["start"]))
    for (_, before), (line, row) in pairwise(ordered):
        if row["doc"] == before["doc"] and row["start"] < before["end"]:
            raise _fault(folder, name, line, "overlaps another row")
