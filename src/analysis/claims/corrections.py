"""A researcher's corrections to the claims table: read, checked against the text, applied."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus import Article
from analysis.lexicon import Lexicon, load_lexicon
from analysis.quantities import find_quantities

COLUMNS = ("article_id", "start", "end", "quote", "field", "value", "who", "why")
CHOICES = {
    "status": ("target", "projection", "actual"),
    "comparator": ("=", ">=", ">", "<=", "<", "~", "range"),
    "change": ("level", "increase", "decrease"),
}
WHOLE = ("year", "year_start")
DECIMAL = ("value", "value_high")
TEXT = ("unit", "indicator_text", "indicator", "scope", "repeat_of")
FIELDS = (*CHOICES, *WHOLE, *DECIMAL, *TEXT)


class CorrectionError(ValueError):
    """A correction that cannot be applied; the message names the file, the line and why."""


class Correction(NamedTuple):
    """One row of corrections.csv: what to change on the claims at ``start:end``, and who says so.

    ``field`` is a column of the claims table, ``drop`` or ``add``; ``value`` is typed (None
    for an empty number). For ``add`` it is the status of the new claim, whose number is read
    from the quotation; further rows on the same span fill in the rest.
    """

    file: str
    line: int
    article_id: str
    start: int
    end: int
    quote: str
    field: str
    value: object
    who: str
    why: str


def read_corrections(path: str | Path) -> list[Correction]:
    """Read a corrections file; rows whose ``field`` is blank are skipped (a review sheet's).

    Raises CorrectionError for the first fault, as ``corrections.csv, line 7: …``.
    """
    path = Path(path)

    def fault(line: int, what: str) -> CorrectionError:
        return CorrectionError(f"{path.name}, line {line}: {what}")

    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise fault(line, "not UTF-8 (save it as CSV UTF-8)") from None
    reader = csv.reader(text.splitlines(keepends=True))
    header = [column.strip() for column in next(reader, [])]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise fault(1, f"column missing: {', '.join(missing)}")
    corrections = []
    last = reader.line_num
    for cells in reader:
        line, last = last + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise fault(line, f"{len(cells)} cells, the header has {len(header)}")
        row = dict(zip(header, cells, strict=True))
        field = row["field"].strip()
        if not field:
            continue
        if field not in (*FIELDS, "drop", "add"):
            raise fault(line, f"field is {field!r}, not one of {', '.join(FIELDS)}, drop, add")
        offsets = []
        for column in ("start", "end"):
            try:
                offsets.append(int(row[column]))
            except ValueError:
                raise fault(line, f"{column} is {row[column]!r}, not a whole number") from None
        if not 0 <= offsets[0] < offsets[1]:
            raise fault(line, f"{offsets[0]}-{offsets[1]} is not a span of text")
        try:
            value = _typed(field, row["value"].strip())
        except ValueError as error:
            raise fault(line, str(error)) from None
        corrections.append(
            Correction(path.name, line, row["article_id"].strip(), *offsets, row["quote"], field,
                       value, row["who"].strip(), row["why"].strip())
        )  # fmt: skip
    return corrections


def _typed(field: str, value: str) -> object:
    if field == "drop":
        return ""
    choice = CHOICES["status"] if field == "add" else CHOICES.get(field)
    if choice is not None:
        if value not in choice:
            raise ValueError(f"{field} is {value!r}, not one of {', '.join(choice)}")
        return value
    if field in TEXT:
        return value
    if not value:
        return None
    number = float if field in DECIMAL else int
    try:
        return number(value)
    except ValueError:
        kind = "a number" if field in DECIMAL else "a year"
        raise ValueError(f"{field} is {value!r}, not {kind}") from None


def apply_corrections(
    claims: pd.DataFrame,
    corrections: Sequence[Correction],
    articles: Sequence[Article],
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Return the claims table with the corrections applied, in order; ``source`` is ``human``
    where one was. A correction on a span that holds two claims changes both.

    Raises CorrectionError where the quotation no longer stands at its place, where no claim
    stands there to change or drop, where the article is unknown or not counted, and for an
    indicator that ``indicators.csv`` does not know.
    """
    texts = {article.article_id: article for article in articles}
    indicators = {row["indicator"] for row in (lexicon or load_lexicon()).indicators}
    rows = claims.astype(object).where(claims.notna(), None).to_dict("records")
    for correction in corrections:
        at = f"{correction.file}, line {correction.line}"
        article = texts.get(correction.article_id)
        if article is None:
            raise CorrectionError(
                f"{at}: no article {correction.article_id!r} (or it is left out as a duplicate)"
            )
        stands = article.text[correction.start : correction.end]
        if stands != correction.quote:
            raise CorrectionError(
                f"{at}: {correction.quote!r} no longer stands at "
                f"{correction.start}-{correction.end} of {correction.article_id} "
                f"(there is {stands!r})"
            )
        if correction.field == "indicator" and correction.value not in indicators | {""}:
            raise CorrectionError(f"{at}: indicator {correction.value!r} is not in indicators.csv")
        here = [row for row in rows if _on_span(row, correction)]
        if correction.field == "add":
            if here:
                raise CorrectionError(f"{at}: a claim stands there already; change its fields")
            rows.append(_added(article, correction, lexicon))
        elif not here:
            raise CorrectionError(
                f"{at}: no claim at {correction.start}-{correction.end} of {correction.article_id}"
            )
        elif correction.field == "drop":
            dropped = {row["claim_id"] for row in here}
            rows = [row for row in rows if row["claim_id"] not in dropped]
            for row in rows:
                if row["repeat_of"] in dropped:
                    row["repeat_of"] = ""
        else:
            for row in here:
                row[correction.field] = correction.value
                row["source"] = "human"
                if correction.field == "year":
                    row["year_source"] = ""
    rows.sort(key=lambda row: (row["article_id"], row["start"], row["end"], row["claim_id"]))
    table = pd.DataFrame.from_records(rows, columns=list(claims.columns))
    return table.astype({column: claims[column].dtype for column in claims.columns})


def _on_span(row: dict, correction: Correction) -> bool:
    return (row["article_id"], row["start"], row["end"]) == (
        correction.article_id,
        correction.start,
        correction.end,
    )


def _added(article: Article, correction: Correction, lexicon: Lexicon | None) -> dict:
    """A new claim on a quotation: its number as the quotation gives it, all else to be told."""
    number = next(iter(find_quantities(correction.quote, lexicon=lexicon)), None)
    sentence = next((s for s in article.sentences if s.start <= correction.start < s.end), None)
    return {
        "claim_id": f"{correction.article_id}:{correction.start}-{correction.end}",
        "article_id": correction.article_id,
        "sentence_no": None if sentence is None else sentence.sentence_no,
        "start": correction.start,
        "end": correction.end,
        "value_text": correction.quote,
        "status": correction.value,
        "value": None if number is None else number.value,
        "value_high": None if number is None else number.value_high,
        "unit": "qualitative" if number is None else number.unit,
        "comparator": "=" if number is None else number.comparator,
        "change": "level",
        "year": None,
        "year_start": None,
        "year_source": "",
        "indicator_text": "",
        "indicator": "",
        "scope": "",
        "repeat_of": "",
        "rule": "added",
        "source": "human",
    }
