"""Crawls with one JSON object a line: .jsonl, and .jsonl.gz."""

import gzip
import io
import json
import zlib
from collections.abc import Mapping

from .columns import NO_TEXT, find_columns, parse_columns, shown
from .decode import ReadError, decode
from .pieces import Fault, Piece, Pieces, piece_of, with_own_keys


def read_jsonl(data: bytes, settings: Mapping[str, str]) -> Pieces:
    """Return the articles of a .jsonl file; a line that is no object with a text is a fault."""
    named = parse_columns(settings.get("columns", ""))
    pieces: list[Piece] = []
    faults: list[Fault] = []
    # A line ends at LF alone: JSON may hold other line ends as they are.
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            pieces.append(_piece(line, number, named))
        except ReadError as error:
            faults.append(Fault(str(number), str(error)))
    return Pieces(with_own_keys(pieces), tuple(faults))


def _piece(line: str, number: int, named: Mapping[str, str]) -> Piece:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise ReadError("not right JSON") from None
    if not isinstance(record, dict):
        raise ReadError("not a JSON object")
    names = list(record)
    columns = find_columns(names, named)
    if "text" not in columns:
        raise ReadError(f"{NO_TEXT}; there are: {shown(names)}")
    values = {role: _text(record[names[place]]) for role, place in columns.items()}
    if values["text"] is None:
        raise ReadError("the text is not a string")
    if not values["text"].strip():
        raise ReadError("the text is empty")
    return piece_of({role: value or "" for role, value in values.items()}, number)


def _text(value: object) -> str | None:
    """Return a string, a number, or a list of paragraphs as text; None for anything else."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n".join(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # JSON can escape half a character (\ud83d), which no file can hold.
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_jsonl_gz(data: bytes, settings: Mapping[str, str]) -> Pieces:
    """Return the articles of a .jsonl.gz file; of a broken archive those before the break."""
    whole, parts = True, []
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while part := file.read(1 << 16):
                parts.append(part)
    except (OSError, EOFError, zlib.error):
        whole = False
    text = b"".join(parts)
    if whole:
        return read_jsonl(text, settings)
    text, _, _ = text.rpartition(b"\n")
    if not text.strip():
        raise ReadError("not a gzip archive, or broken from the beginning")
    found = read_jsonl(text, settings)
    row = str(text.count(b"\n") + 2)
    return found._replace(
        faults=(*found.faults, Fault(row, "the archive is broken: from here on it was not read"))
    )
