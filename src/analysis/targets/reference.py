"""Reference data: official targets, outcomes and what keeps them from being compared.

Facts with their sources, edited by researchers and never mixed with what was extracted. A row
with a fault is refused with file and line.
"""

import math
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.lexicon import Lexicon, LexiconError, Schema, load_lexicon, read_instrument

COMPARATORS = ("", "=", ">=", ">", "<=", "<", "~")
# What can stand between a target and its test. ``base`` only explains; the others end the series.
OBSTACLES = ("ended", "method_changed", "tier_dissolved", "base")

OFFICIAL_TARGETS = Schema(
    required=(
        *("document", "document_date", "pillar", "indicator", "scope", "unit", "target_year"),
        "source_url",
    ),
    optional=(
        *("indicator_en", "indicator_zh", "comparator", "value", "publisher", "title"),
        *("seen_at_url", "confidence", "note"),
    ),
    key=("document", "indicator", "scope", "target_year"),
    allowed={"comparator": COMPARATORS},
    numbers=("value", "target_year"),
)
OUTCOMES = Schema(
    required=("indicator", "scope", "year", "value", "unit", "vintage", "source_url"),
    optional=(
        *("indicator_en", "as_of", "definition", "publisher", "seen_at_url", "confidence"),
        "note",
    ),
    key=("indicator", "scope", "year", "vintage"),
    numbers=("value", "year"),
)
COMPARABILITY = Schema(
    required=("kind", "reason", "source_url"),
    optional=("indicator", "scope", "document", "since", "last_year", "note"),
    key=("indicator", "scope", "document", "kind"),
    allowed={"kind": OBSTACLES},
    numbers=("last_year",),
)
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_DATE = re.compile(r"(?:19|20|21)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class Reference(NamedTuple):
    """The reference tables of a study; ``absent`` names the files that are not there."""

    official: pd.DataFrame
    outcomes: pd.DataFrame
    comparability: pd.DataFrame
    absent: tuple[str, ...]


def read_reference(folder: str | Path, *, lexicon: Lexicon | None = None) -> Reference:
    """Read the reference tables of ``folder``; a missing file gives an empty table."""
    folder = Path(folder)
    files = [folder / f"{name}.csv" for name in ("official_targets", "outcomes", "comparability")]
    return Reference(
        read_official_targets(files[0], lexicon=lexicon),
        read_outcomes(files[1], lexicon=lexicon),
        read_comparability(files[2], lexicon=lexicon),
        tuple(path.name for path in files if not path.is_file()),
    )


def read_official_targets(path: str | Path, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Read ``official_targets.csv``: one row per target of a document.

    ``value`` is empty for a promise without a number (unit ``none``). Raises LexiconError as
    ``official_targets.csv, line 7: …`` for an unknown indicator or scope, a bad number, date or
    comparator, a missing source. A missing file gives the empty table.
    """
    return _read(Path(path), OFFICIAL_TARGETS, lexicon)


def read_outcomes(path: str | Path, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Read ``outcomes.csv``: one row per published value, several vintages of a year stay apart.

    Errors as in ``read_official_targets``.
    """
    return _read(Path(path), OUTCOMES, lexicon)


def read_comparability(path: str | Path, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Read ``comparability.csv``: one row per fact that bears on the test of targets.

    A blank indicator, scope or document means every one. Errors as in ``read_official_targets``.
    """
    return _read(Path(path), COMPARABILITY, lexicon)


def _read(path: Path, schema: Schema, lexicon: Lexicon | None) -> pd.DataFrame:
    lexicon = lexicon or load_lexicon()
    columns = [*schema.required, *schema.optional]
    rows = []
    if path.is_file():
        known = {row["indicator"] for row in lexicon.indicators}
        scopes = {row["scope"] for row in lexicon.scopes} | {"national"}
        for line, row in read_instrument(path, schema):
            fault = _fault(row, known, scopes)
            if fault:
                raise LexiconError(f"{path.name}, line {line}: {fault}")
            rows.append({column: row[column] for column in columns})
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    for column in ("value",):
        if column in table:
            table[column] = pd.to_numeric(table[column].replace("", None)).astype("float64")
    for column in ("target_year", "year", "last_year"):
        if column in table:
            table[column] = pd.to_numeric(table[column].replace("", None)).astype("Int64")
    return table


def _fault(row: dict[str, str], known: set[str], scopes: set[str]) -> str:
    if row["indicator"] and row["indicator"] not in known:
        return f"indicator {row['indicator']!r} is not in indicators.csv"
    unknown = [part for part in re.split(r"[/+]", row["scope"]) if part and part not in scopes]
    if unknown:
        return f"scope {unknown[0]!r} is not in scopes.csv"
    for column in ("target_year", "year", "last_year"):
        if row.get(column) and not _YEAR.fullmatch(row[column]):
            return f"{column} is {row[column]!r}, not a year"
    for column in ("document_date", "as_of", "since"):
        if row.get(column) and not _DATE.fullmatch(row[column]):
            return f"{column} is {row[column]!r}, not a date such as 2025, 2025-07 or 2025-07-01"
    value = row.get("value", "")
    if value and not math.isfinite(float(value)):
        return f"value is {value!r}, not a number"
    if "target_year" in row and (value == "") != (row["unit"] == "none"):
        return "value is empty" if value == "" else "unit none promises no number"
    if not re.match(r"https?://\S+\.\S", row["source_url"]):
        return f"source_url is {row['source_url']!r}, not an address"
    return ""
