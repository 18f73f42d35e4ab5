"""Tables with one article a row: .csv, .tsv, .xlsx."""

import csv
import datetime
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
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
    with _cells_of_any_length(text):
        for delimiter in DELIMITERS:
            top = list(islice(_reader(text, delimiter), HEADER_WITHIN))
            if (found := _header(top, named)) is not None:
                rows, unclosed = _csv_rows(text, delimiter)
                pieces, faults = _pieces(rows, *found)
                return Pieces(with_own_keys(pieces), (*faults, *unclosed))
        top = list(islice(_reader(text, ","), HEADER_WITHIN))
    raise _no_text(top, named)


def _csv_rows(text: str, delimiter: str) -> tuple[list[Row], list[Fault]]:
    """Return all rows, without a last one whose quotation mark opens and never closes."""
    reader = _reader(text, delimiter)
    rows: list[Row] = []
    begins = ends = 0
    for row in reader:
        rows.append(row)
        begins, ends = ends, reader.line_num
    last = "".join(islice(io.StringIO(text, newline=""), begins, None))
    try:
        for _ in _reader(last, delimiter, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            reason = "a quotation mark opens here and never closes: what follows was not read"
            return rows[:-1], [Fault(str(len(rows)), reason)]
    return rows, []


def _reader(text: str, delimiter: str, *, strict: bool = False):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


@contextmanager
def _cells_of_any_length(text: str) -> Iterator[None]:
    """Let a cell be as long as an article is; the limit belongs to the whole program."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _no_text(top: Sequence[Row], named: Mapping[str, str]) -> ReadError:
    """Return why there is no column of texts."""
    first = _first(top)
    try:
        find_columns(first, named)
    except ReadError as error:
        return error
    return ReadError(f"{NO_TEXT}; there are: {shown(first)}")


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
    rows: Sequence[Row],
    header: int,
    columns: Mapping[str, int],
    *,
    prefix: str = "",
    why_empty: Callable[[int, int], str] = lambda number, column: "the text is empty",
) -> tuple[list[Piece], list[Fault]]:
    """Return the rows under the header as articles; a row without any cell is none."""
    pieces: list[Piece] = []
    faults: list[Fault] = []
    width = len(rows[header - 1])
    for number, row in enumerate(rows[header:], start=header + 1):
        values = {role: row[place] for role, place in columns.items() if place < len(row)}
        text = values.get("text", "").strip()
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[width:]):
            faults.append(Fault(str(number), f"{len(row)} cells, the header has {width}"))
        elif not text:
            faults.append(Fault(str(number), why_empty(number, columns["text"])))
        elif text in ERRORS:
            faults.append(Fault(str(number), f"the text is the error {text}"))
        else:
            pieces.append(piece_of(values, number, prefix=prefix))
    return pieces, faults


def read_xlsx(data: bytes, settings: Mapping[str, str]) -> Pieces:
    """Return the rows of every sheet that has a column of texts.

    Formulas count with the value that was saved with them, dates as YYYY-MM-DD. A sheet without
    such a column is a fault, unless no sheet has one: then ReadError is raised.
    """
    named = parse_columns(settings.get("columns", ""))
    sheets = {name: rows for name, rows in _sheets(data).items() if _first(rows)}
    headers = {name: _header(rows[:HEADER_WITHIN], named) for name, rows in sheets.items()}
    several = sum(header is not None for header in headers.values()) > 1
    if not any(headers.values()):
        raise _no_text(next(iter(sheets.values()), ()), named)
    pieces: list[Piece] = []
    faults: list[Fault] = []
    for name, rows in sheets.items():
        header = headers[name]
        if header is None:
            faults.append(Fault("", f"sheet {name!r}: {NO_TEXT}"))
            continue
        found, wrong = _pieces(
            rows,
            *header,
            prefix=f"{name}/" if several else "",
            why_empty=partial(_why_empty, data, name),
        )
        pieces += found
        sheet = f"sheet {name!r}: " if several else ""
        faults += [Fault(row, f"{sheet}{reason}") for row, reason in wrong]
    return Pieces(with_own_keys(pieces), tuple(faults))


def _why_empty(data: bytes, sheet: str, number: int, column: int) -> str:
    """Return why a cell shows nothing: a program may save a formula without its value."""
    formula = _formulas(data)[sheet][number - 1][column : column + 1]
    if formula and formula[0].startswith("="):
        return "the text is a formula without a value: save the file once in a spreadsheet program"
    return "the text is empty"


@lru_cache(maxsize=1)
def _formulas(data: bytes) -> dict[str, list[Row]]:
    return _sheets(data, formulas=True)


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
