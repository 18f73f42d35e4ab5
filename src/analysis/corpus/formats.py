"""The formats that are read: suffix -> reader. Add a format here.

A reader takes the bytes of a file and its row of sources.csv and returns the articles in it, or
raises ReadError with the reason why there are none.
"""

from collections.abc import Callable, Mapping

from .decode import ReadError, decode
from .documents import read_docx, read_pdf
from .exports import split_export
from .jsonlines import read_jsonl, read_jsonl_gz
from .pieces import Piece, Pieces
from .spreadsheets import read_csv, read_xlsx

Settings = Mapping[str, str]


def _text(data: bytes, settings: Settings) -> Pieces:
    return split_export(decode(data), separator=settings.get("separator", ""))


def _page(data: bytes, settings: Settings) -> Pieces:
    separator = settings.get("separator", "")
    return split_export(decode(data), separator=separator, by_default=False)


READERS: dict[str, Callable[[bytes, Settings], Pieces]] = {
    ".txt": _text,
    ".md": _page,
    ".html": _page,
    ".htm": _page,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl_gz,
    ".docx": lambda data, settings: Pieces((Piece(read_docx(data)),)),
    ".pdf": lambda data, settings: Pieces((Piece(read_pdf(data)),)),
}
# Here an article's text is the decoded file, unchanged; elsewhere it is what the reader extracted.
PLAIN = frozenset([".txt", ".md", ".html", ".htm"])


def suffix_of(name: str) -> str:
    """Return the suffix that tells the format of a file, in lower case."""
    folded = name[name.rfind("/") + 1 :].casefold()
    if folded.endswith(".jsonl.gz"):
        return ".jsonl.gz"
    # A dot that begins the name (.gitkeep) or ends it begins no suffix.
    dot = folded.rfind(".")
    return folded[dot:] if 0 < dot < len(folded) - 1 else ""


def stem_of(name: str) -> str:
    """Return a file's path without the suffix that tells its format."""
    return name[: len(name) - len(suffix)] if (suffix := suffix_of(name)) else name


def refusal_of_format(name: str) -> str:
    """Return why a file of this name is not read, or "" if it is."""
    suffix = suffix_of(name)
    if suffix in READERS:
        return ""
    return f"format {suffix or 'without suffix'} not read (read: {', '.join(READERS)})"


def read_pieces(data: bytes, name: str, settings: Settings) -> Pieces:
    """Return the articles in the bytes of a file. Raises ReadError if nothing can be told of it."""
    if reason := refusal_of_format(name):
        raise ReadError(reason)
    found = READERS[suffix_of(name)](data, settings)
    if not found.pieces and not found.faults:
        raise ReadError("the file holds no article: there is no row under its header")
    return found
