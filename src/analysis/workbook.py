"""All tables as one workbook for spreadsheet users: a sheet a table, and what each column means."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.paths import DICTIONARY

SHEET = "dictionary"
# What a cell and a sheet hold; the header is a row too.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
CUT = " […]"
_TEXT_FORMAT = "@"
# What XML, and so a workbook, cannot hold: half characters, controls.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A workbook reads _x0041_ as A: the underscore itself is written so.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SECTION = re.compile(r"^## (\S+)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r"^\| (\w+) \| (str|int|float|bool) \| (.*) \|$", re.MULTILINE)


def read_dictionary() -> pd.DataFrame:
    """Return the data dictionary: one row per column of a table (table, column, type, meaning)."""
    rows = [
        (section[1], *column.groups())
        for section in _SECTION.finditer(DICTIONARY.read_text(encoding="utf-8"))
        for column in _COLUMN.finditer(section[2])
    ]
    table = pd.DataFrame(rows, columns=["table", "column", "type", "meaning"])
    return table.assign(meaning=table["meaning"].str.replace("`", "").str.replace("\\|", "|"))


def workbook_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return an .xlsx workbook of ``tables``, the dictionary first; the same bytes every time.

    Every text is typed as text, so that none runs as a formula. A text longer than a cell holds
    is cut and ends with ``[…]``; a character that no workbook can hold is shown as �. Raises
    ValueError for a table with more rows than a sheet holds.
    """
    import openpyxl
    from openpyxl.styles import Font

    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            raise ValueError(
                f"table {name} has {len(table):,} rows, a sheet holds {MOST_ROWS:,}: "
                "use --format parquet"
            )
    dictionary = read_dictionary()
    book = openpyxl.Workbook(write_only=True)
    shown = {SHEET: dictionary[dictionary["table"].isin(list(tables))], **tables}
    for name, table in shown.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_text_cell(sheet, column, font=Font(bold=True)) for column in table.columns])
        for row in _rows(table):
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return _without_time(file.getvalue())


def _rows(table: pd.DataFrame) -> Iterator[tuple]:
    """Yield the rows with Python's own values; None for what is missing."""
    columns = [table[name].astype("object").where(table[name].notna(), None) for name in table]
    return zip(*columns, strict=True)


def _cell(sheet, value: object):
    return _text_cell(sheet, value) if isinstance(value, str) else value


def _text_cell(sheet, text: str, *, font=None):
    """Return a cell that stays text even if somebody opens it for editing and closes it."""
    from openpyxl.cell import WriteOnlyCell

    if not text:
        return None
    text = _ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", text))
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    if font is not None:
        cell.font = font
    return cell


_STAMP = re.compile(rb"(<dcterms:\w+ [^>]*>)[^<]*(</dcterms:)")
_EPOCH = "1980-01-01T00:00:00Z"


def _without_time(data: bytes) -> bytes:
    """Return the archive without the time at which it was made."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>%s\g<2>" % _EPOCH.encode(), part)
            # 1980 is the first year that an archive knows.
            fixed.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()
