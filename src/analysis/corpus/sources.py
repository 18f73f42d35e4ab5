"""What a researcher knows about the files: data/raw/sources.csv."""

import csv
import io
import unicodedata
from pathlib import Path
from typing import NamedTuple

from .dates import date_of, refusal_of
from .decode import ReadError, decode

SOURCES = "sources.csv"
COLUMNS = (
    *("file", "url", "publisher", "published", "accessed", "license", "note"),
    *("columns", "separator"),
)


class Rejected(NamedTuple):
    """A file, or a row of a file (its line number), that was not read."""

    file: str
    row: str
    reason: str


def read_sources(path: Path, files: set[str]) -> tuple[dict[str, dict[str, str]], list[Rejected]]:
    """Return the rows of a sources file by the file they are about, and what is wrong in it.

    A fault costs no article: the row that names no file, or a file for the second time, is left
    out; a date that is none is left blank. Each fault names its line.
    """
    faults: list[Rejected] = []

    def fault(line: int | str, reason: str) -> None:
        faults.append(Rejected(path.name, str(line), reason))

    if not path.exists():
        return {}, faults
    try:
        text = decode(path.read_bytes())
    except (OSError, ReadError) as error:
        fault("", str(error))
        return {}, faults
    rows: dict[str, dict[str, str]] = {}
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        if "file" not in header:
            fault(1, "there is no column named file")
            return {}, faults
        for name in header:
            if name not in COLUMNS:
                fault(1, f"column {name!r} is not known (known: {', '.join(COLUMNS)})")
        for record in reader:
            line = reader.line_num
            if record.get(""):
                fault(line, "the row has more cells than the header")
            row = {name: (record.get(name) or "").strip() for name in COLUMNS}
            name = _file_name(row["file"])
            if name.startswith("#") and name not in files:
                continue  # a remark
            if not name:
                if any(row.values()):
                    fault(line, "the row names no file")
            elif name in rows:
                fault(line, f"{name} is named twice; the first row counts")
            elif name not in files:
                fault(line, f"{name} is not in the folder")
            else:
                rows[name] = _checked(row, line, fault)
    except csv.Error as error:
        fault(reader.line_num + 1, f"the file is not right CSV: {error}")
    return rows, faults


def _file_name(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def _checked(row: dict[str, str], line: int, fault) -> dict[str, str]:
    for column in ("accessed", "published"):
        value = row[column]
        if not value:
            continue
        row[column] = date_of(value) or value
        reason = refusal_of(row[column], row["accessed"] if column == "published" else "")
        if reason:
            fault(line, f"{column}: {reason}; the row counts without it")
            row[column] = ""
    return row
