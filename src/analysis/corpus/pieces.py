"""What is read from a file: one text, or several with what the file says about each."""

from collections.abc import Mapping
from typing import NamedTuple

ROLES = ("text", "title", "date", "publisher", "url", "id")


class Piece(NamedTuple):
    """One article as a file holds it.

    ``key`` tells it apart in its file (empty where the file is one article): its id, or the row
    it stands in. ``row`` is the row of a table as a spreadsheet shows it, the line of a JSON
    file, the number of an article in an export. The other fields are the file's own words about
    it; ``text`` begins with the title.
    """

    text: str
    key: str = ""
    row: str = ""
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""


class Fault(NamedTuple):
    """A row that was not read, and why."""

    row: str
    reason: str


class Pieces(NamedTuple):
    """All articles of a file in its order, and the rows that were not read."""

    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...] = ()


# An id longer than this is no name for an article (a text in the wrong column).
LONGEST_ID = 120


def piece_of(values: Mapping[str, str], row: int, *, prefix: str = "") -> Piece:
    """Return the article in a row of a table: ``values`` by role. The caller checks its text.

    The title is put before the text unless the text begins with it, so that a row and a saved
    page of the same article are read alike.
    """
    title = " ".join(values.get("title", "").split())
    text = values["text"]
    if title and not _squeezed(text[: 3 * len(title) + 50]).startswith(_squeezed(title)):
        text = f"{title}\n\n{text}"
    key = " ".join(values.get("id", "").split())
    if not key or len(key) > LONGEST_ID or not key.isprintable():
        key = str(row)
    return Piece(
        text,
        prefix + key,
        str(row),
        title,
        *(" ".join(values.get(role, "").split()) for role in ("date", "publisher", "url")),
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def with_own_keys(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with keys that differ: an id used before gets its row behind it."""
    seen: set[str] = set()
    found = []
    for piece in pieces:
        if piece.key in seen:
            piece = piece._replace(key=f"{piece.key}/{piece.row}")
            while piece.key in seen:
                piece = piece._replace(key=f"{piece.key}/{piece.row}")
        seen.add(piece.key)
        found.append(piece)
    return tuple(found)
