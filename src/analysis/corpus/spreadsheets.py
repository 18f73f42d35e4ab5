"""Tables with one article a row: .csv, .tsv, .xlsx."""

import csv
import datetime
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from .columns import NO_TEXT, find_columns, parse_columns, shown
from .decode import ReadError, decode
from .pieces import Fault, Piece, Pieces, piece_of, with_own_keys

# An export may print its name and the search above its header.
HEADER_WITHIN = 10
DELIMITERS = (",", ";", "\t", "|")
# What a spreadsheet shows where a formula failed.
ERRORS = frozenset(["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"])
# Excel counts days from 1900; these are 1927 to 2119.
SERIAL_DATES = range(10_000, 80_000)

Row = Sequence[str]


def read_csv(data: bytes, settings: Mapping[str, str]) -> Pieces:
    """Return the rows of a .csv or .tsv file; the delimiter is the one that shows a text column.

    Raises ReadError when no column holds texts.
    """
    named = parse_columns(settings.get("columns", ""))
    text = decode(data)
    for delimiter in DELIMITERS:
        top = [row for _, row in islice(_csv_rows(text, delimiter), HEADER_WITHIN)]
        if (found := _header(top, named)) is not None:
            rows = enumerate(_whole_rows(text, delimiter), start=1)
            return _pieces(rows, *found, named)
    top = [row for _, row in islice(_csv_rows(text, ","), HEADER_WITHIN)]
    find_columns(_first(top), named)
    raise ReadError(f"{NO_TEXT}; there are: {shown(_first(top))}")


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it ends in. A cell may be as long as an article is."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [(reader.line_num, row) for row in reader]
    finally:
        csv.field_size_limit(limit)
    yield from rows


def _whole_rows(text: str, delimiter: str) -> Iterator[list[str] | None]:
    """Yield each row; None for a last one whose quotation mark opens and never closes."""
    rows = list(_csv_rows(text, delimiter))
    for row in rows[:-1]:
        yield row[1]
    if not rows:
        return
    begins = rows[-2][0] if len(rows) > 1 else 0
    rest = "".join(io.StringIO(text, newline="").readlines()[begins:])
    try:
        limit = csv.field_size_limit(len(text) + 1)
        list(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        yield None if "unexpected end" in str(error) else rows[-1][1]
    else:
        yield rows[-1][1]
    finally:
        csv.field_size_limit(limit)


def _first(rows: Iterable[Row]) -> Row:
    return next((row for row in rows if any(cell.strip() for cell in row)), ())


def _header(top: Sequence[Row], named: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """Return the number of the first row that names a column of texts, and the columns."""
    for number, row in enumerate(top, start=1):
        try:
            columns = find_columns(row, named)
        except ReadError:
            continue
        # A table of one column is a table if the column has a name; a title above is none.
        if "text" in columns:
            return number, columns
    return None


def _pieces(
    rows: Iterable[tuple[int, Row | None]],
    header: int,
    columns: Mapping[str, int],
    named: Mapping[str, str],
    *,
    prefix: str = "",
    why_empty=None,
) -> Pieces:
    """Return the rows under the header as articles; rows without any cell are no rows."""
    pieces: list[Piece] = []
    faults: list[Fault] = []
    width = 0
    for number, row in rows:
        if number < header:
            continue
        if row is None:
            faults.append(
                Fault(str(number), "a quotation mark opens here and never closes: what follows "
                      "was not read")
            )
            continue
        if number == header:
            width = len(row)
            continue
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[width:]):
            reason = f"{len(row)} cells, the header has {width}"
            faults.append(Fault(str(number), reason))
            continue
        values = {role: row[place] for role, place in columns.items() if place < len(row)}
        text = values.get("text", "").strip()
        if not text or text in ERRORS:
            reason = f"the text is the error {text}" if text else "the text is empty"
            if not text and why_empty:
                reason = why_empty(number, columns["text"]) or reason
            faults.append(Fault(str(number), reason))
            continue
        pieces.append(piece_of(values, number, prefix=prefix))
    return Pieces(tuple(pieces), tuple(faults))


def read_xlsx(data: bytes, settings: Mapping[str, str]) -> Pieces:
    """Return the rows of every sheet that has a column of texts.

    Formulas count with the value that was saved with them, dates as YYYY-MM-DD. A sheet without
    such a column is a fault, unless no sheet has one: then ReadError is raised.
    """
    named = parse_columns(settings.get("columns", ""))
    sheets = _sheets(data)
    formulas: dict[str, list[Row]] = {}
    found = {}
    tops = {}
    for name, rows in sheets.items():
        tops[name] = rows[:HEADER_WITHIN]
        if (header := _header(tops[name], named)) is not None:
            found[name] = header
    if not found:
        first = next((row for top in tops.values() if (row := _first(top))), ())
        find_columns(first, named)
        raise ReadError(f"{NO_TEXT}; there are: {shown(first)}")

    def why_empty(sheet: str):
        def why(number: int, column: int) -> str:
            if not formulas:
                formulas.update(_sheets(data, formulas=True))
            row = formulas[sheet][number - 1]
            if column < len(row) and row[column].startswith("="):
                return (
                    "the text is a formula without a value: open the file in a spreadsheet "
                    "program and save it"
                )
            return ""

        return why

    pieces: list[Piece] = []
    faults: list[Fault] = []
    for name, rows in sheets.items():
        if name in found:
            read = _pieces(
                enumerate(rows, start=1),
                *found[name],
                named,
                prefix=f"{name}/" if len(found) > 1 else "",
                why_empty=why_empty(name),
            )
            pieces += read.pieces
            faults += [f._replace(reason=_on_sheet(f.reason, name, found)) for f in read.faults]
        elif _first(rows):
            faults.append(Fault("", f"sheet {name!r} has {NO_TEXT}"))
    return Pieces(with_own_keys(pieces), tuple(faults))


def _on_sheet(reason: str, sheet: str, found: Mapping[str, object]) -> str:
    return f"sheet {sheet!r}: {reason}" if len(found) > 1 else reason


def _sheets(data: bytes, *, formulas: bool = False) -> dict[str, list[Row]]:
    """Return the rows of each sheet as texts. Raises ReadError if it is no workbook."""
    import openpyxl

    with warnings.catch_warnings():
        # What openpyxl cannot draw (a style, a drop-down list) does not matter here.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False
            )
            sheets = {}
            for sheet in book.worksheets:
                # Some programs write a size that is not the sheet's.
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True)
                sheets[sheet.title] = [[_cell(value) for value in row] for row in rows]
            book.close()
        except Exception as error:  # a broken archive fails in as many ways as it has parts
            raise ReadError(_no_workbook(data, error)) from None
    return sheets


def _no_workbook(data: bytes, error: Exception) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "not an .xlsx workbook but an old or an encrypted one: save it as .xlsx"
    if not data:
        return "the file is empty"
    return f"not a right .xlsx workbook ({type(error).__name__})"


def _cell(value: object) -> str:
    """Return a cell's value as text: 7.0 as 7, a date as YYYY-MM-DD."""
    from openpyxl.utils.escape import unescape

    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unescape(value) if isinstance(value, str) else str(value)


def date_from_serial(value: str) -> str:
    """Return a date that a spreadsheet gives as its count of days, or ``value`` as it is."""
    if value.isdecimal() and int(value) in SERIAL_DATES:
        return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))).isoformat()
    return value
