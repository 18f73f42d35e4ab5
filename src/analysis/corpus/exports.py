"""Several articles in one text: an export of a database, parted by lines of equals signs."""

import re
from collections.abc import Iterator

from .pieces import Piece, Pieces

# Ten or more equals signs alone on a line. In Markdown they underline a title, so that there
# only a separator that sources.csv names parts articles.
SEPARATOR = re.compile(r"^[ \t]*={10,}[ \t]*\r?$", re.MULTILINE)


def split_export(text: str, *, separator: str = "", by_default: bool = True) -> Pieces:
    """Return the articles of an export, numbered from 1; a text without a separator is one piece.

    ``separator`` is what a line between two articles says, white space at its ends aside;
    ``none`` says that the text is one article whatever it holds.
    """
    parts = [text]
    if separator and separator.casefold() != "none":
        line = re.compile(rf"^[ \t]*{re.escape(separator)}[ \t]*\r?$", re.MULTILINE)
        parts = list(_parts(text, line))
    elif by_default and not separator and "=" * 10 in text:
        parts = list(_parts(text, SEPARATOR))
    if len(parts) < 2:
        return Pieces((Piece(text),))
    return Pieces(
        tuple(Piece(part, str(number), str(number)) for number, part in enumerate(parts, start=1))
    )


def _parts(text: str, line: re.Pattern[str]) -> Iterator[str]:
    """Yield what stands between the lines that part, where it is more than white space."""
    start = 0
    for match in [*line.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        if part.strip():
            yield part.strip("\r\n") + "\n"
        start = match.end() if match else start
