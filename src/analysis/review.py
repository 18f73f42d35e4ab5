"""A researcher's corrections, from the review sheet into the study."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.claims.corrections import COLUMNS, read_corrections
from analysis.study import Study, open_study


def add_corrections(study: Study, sheet: pd.DataFrame) -> Study:
    """Append the filled-in rows of a review sheet to ``corrections.csv``; return the new study.

    ``sheet`` is what ``review_sheet`` returned; rows whose ``field`` is blank are left out, as
    are rows that the file holds already. Earlier corrections stay. Raises CorrectionError when
    a correction cannot be applied, and ValueError for a table that is no sheet; the file is
    then as it was.
    """
    missing = [column for column in COLUMNS if column not in sheet]
    if missing:
        raise ValueError(f"this is no review sheet: it lacks {', '.join(missing)}")
    path = study.paths.corrections
    before = path.read_bytes() if path.is_file() else None
    if before is not None:
        read_corrections(path)
    reader = csv.DictReader(io.StringIO((before or b"").decode("utf-8-sig"), newline=""))
    rows = list(reader)
    known = {tuple(row[column] for column in COLUMNS) for row in rows}
    filled = [row for row in _cells(sheet) if row["field"] and tuple(row.values()) not in known]
    if not filled:
        return open_study(study.paths.root)
    try:
        _write(path, reader.fieldnames or COLUMNS, [*rows, *filled])
        return open_study(study.paths.root)
    except Exception:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)
        raise


def _cells(sheet: pd.DataFrame) -> list[dict[str, str]]:
    """The columns of a correction as text, row by row; an empty cell is no text."""
    cells = sheet[list(COLUMNS)].astype("object").where(sheet[list(COLUMNS)].notna(), "")
    return [{c: str(cell) for c, cell in row.items()} for row in cells.to_dict("records")]


def _write(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    part = path.with_name(f"{path.name}.part")
    # The mark at the beginning makes spreadsheets read UTF-8.
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    part.replace(path)
