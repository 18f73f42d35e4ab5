"""Articles -> the claims table, and the sheet on which a researcher reviews it."""

from collections.abc import Iterable, Sequence
from itertools import repeat

import pandas as pd

from analysis.claims.corrections import COLUMNS as CORRECTION_COLUMNS
from analysis.claims.corrections import Correction, apply_corrections
from analysis.claims.reading import Claim, find_claims, ids_of
from analysis.corpus import Article
from analysis.lexicon import Lexicon, load_lexicon

COLUMNS = ("claim_id", "article_id", *Claim._fields)
WHOLE = ("sentence_no", "start", "end", "year", "year_start")
DECIMAL = ("value", "value_high")


def claims_of(
    articles: Iterable[Article],
    *,
    lexicon: Lexicon | None = None,
    corrections: Sequence[Correction] | None = None,
) -> pd.DataFrame:
    """Return the claims of ``articles``: one row per claim, sorted by article and place.

    Columns as in the data dictionary. ``year``, ``year_start`` are nullable integers,
    ``value``, ``value_high`` floats (NaN for a promise without a number), all else text,
    empty when unknown. With ``corrections`` the researcher's changes are applied and
    ``source`` says ``human`` where they were; CorrectionError if one no longer fits its text.
    """
    lexicon = lexicon or load_lexicon()
    articles = sorted(articles, key=lambda article: article.article_id)
    names: list[str] = []
    owners: list[str] = []
    claims: list[Claim] = []
    for article in articles:
        found = find_claims(article, lexicon=lexicon)
        names += ids_of(article.article_id, found)
        owners += repeat(article.article_id, len(found))
        claims += found
    values = zip(*claims, strict=True) if claims else repeat((), len(Claim._fields))
    table = shape_claims(
        pd.DataFrame(dict(zip(COLUMNS, (names, owners, *values), strict=True)), columns=COLUMNS)
    )
    if corrections:
        table = shape_claims(apply_corrections(table, corrections, articles, lexicon=lexicon))
    return table


def shape_claims(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the design's column types, in the design's order."""
    types = dict.fromkeys(COLUMNS, "str")
    types |= dict.fromkeys(WHOLE, "Int64") | dict.fromkeys(DECIMAL, "float64")
    return table[list(COLUMNS)].astype(types)


def review_sheet(claims: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sheet on which a researcher reviews claims: one row per claim.

    Its first columns are those of corrections.csv, with ``field``, ``value``, ``who`` and
    ``why`` left blank; a row in which they are filled in is a correction (``field`` a column
    of the claims table, or ``drop``), the others are skipped when the sheet is read back with
    ``read_corrections``. ``read_as``, ``indicator_text``, ``scope`` and ``sentence`` show what
    was read and where.
    """
    words = sentences[["article_id", "sentence_no", "text"]].rename(columns={"text": "sentence"})
    sheet = claims.merge(
        words, on=["article_id", "sentence_no"], how="left", validate="many_to_one"
    )
    assert len(sheet) == len(claims)
    sheet["quote"] = sheet["value_text"]
    sheet["read_as"] = [_reading(row) for row in claims.itertuples(index=False)]
    blank = [column for column in CORRECTION_COLUMNS if column not in sheet or column == "value"]
    for column in blank:
        sheet[column] = ""
    shown = ["claim_id", "read_as", "indicator_text", "scope", "sentence"]
    return sheet[[*CORRECTION_COLUMNS, *shown]]


def _reading(claim) -> str:
    """A claim on one line: target 2030 >= 80 %."""
    if pd.isna(claim.value):
        number = claim.unit
    else:
        high = "" if pd.isna(claim.value_high) else f"–{claim.value_high:.15g}"
        sign = "" if claim.comparator in ("=", "range") else f"{claim.comparator} "
        number = f"{sign}{claim.value:.15g}{high} {claim.unit}".strip()
    year = "no year" if pd.isna(claim.year) else str(claim.year)
    if not pd.isna(claim.year_start):
        year = f"{claim.year_start}–{year}"
    change = "" if claim.change == "level" else f" ({claim.change})"
    return f"{claim.status} {year}: {number}{change}"
