"""What the page's script works on: the tables as columns and rows of plain values."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus import Article
from analysis.figures.style import ink_on, year_colour
from analysis.paths import PACKAGE
from analysis.readings.labels import labels_in
from analysis.report.charts import LANGUAGES, Chart, Mark, sides_of

if TYPE_CHECKING:
    from analysis.study import Study

PROGRAM = "targets-terms-topics"

# Labels of the lexicon that the page prints beside its own words (words.csv).
LEXICON_LABELS = (
    *("comparison_title", "ladder_title", "terms_title", "contrast_title", "coverage_title"),
    "rank_value",
)

# More digits than these say nothing to a reader; the study's own tables are exact.
DIGITS = 4

# (article_id, sentence_no) -> number of the row of the sentences table.
Places = Mapping[tuple[str, int], int]


def page_data(
    study: "Study",
    texts: Mapping[str, Article],
    occurrences: pd.DataFrame,
    charts: Sequence[Chart],
    marks: Sequence[Mark],
    *,
    quotes_only: bool = False,
) -> dict:
    """Return all that the page holds beside its charts, as JSON can hold it.

    Rows point at each other by number: a claim at its sentence, a sentence at its article, a mark
    at the rows that it counts. Raises ValueError when a text is not the one of the tables.
    """
    for row in study.articles.itertuples():
        if row.article_id not in texts or texts[row.article_id].sha256 != row.sha256:
            raise ValueError(f"{row.file} is not the text that the tables were made from")
    article = {key: i for i, key in enumerate(study.articles["article_id"])}
    keys = zip(study.sentences["article_id"], study.sentences["sentence_no"], strict=True)
    sentence = {key: i for i, key in enumerate(keys)}
    terms = {term: i for i, term in enumerate(occurrences["term"].unique())}
    names = _names(study)
    quoted = _quoted(study, sentence, marks, occurrences) if quotes_only else None
    return {
        "program": f"{PROGRAM} {version(PROGRAM)}",
        "source": study.source,
        "words": _words(study),
        "quotes": _share_quoted(study, quoted),
        "names": [_named(study, key) for key in names],
        "years": {
            str(year): [year_colour(year), ink_on(year_colour(year))]
            for year in sorted(set(study.claims["year"].dropna().astype(int)))
        },
        "topics": [row["topic"] for row in study.lexicon.topics],
        "terms": list(terms),
        "articles": _articles(study, texts, quotes_only=quotes_only),
        "sentences": _sentences(study, article, sentence, quoted),
        "claims": _claims(study, sentence, names),
        "hits": _hits(study, sentence),
        "occurrences": _occurrences(occurrences, sentence, terms),
        "comparison": _comparison(study, names),
        "keyness": _keyness(study, terms),
        "coverage": _coverage(study, article),
        "marks": _table(
            Mark._fields,
            ((m.mark, m.chart, m.kind, dict(m.label), list(m.rows), m.topic) for m in marks),
        ),
        "alt": {chart.chart: dict(chart.alt) for chart in charts},
    }


def _table(columns: Iterable[str], rows: Iterable[Iterable]) -> dict:
    return {"columns": list(columns), "rows": [[_plain(cell) for cell in row] for row in rows]}


def _plain(cell: object) -> object:
    """Return ``cell`` as JSON holds it: missing is null, a whole number has no point."""
    if isinstance(cell, str | list | dict | bool) or cell is None:
        return cell
    if pd.isna(cell):
        return None
    return int(cell) if cell == int(cell) else float(cell)


def _cells(row, columns: Iterable[str]) -> list:
    return [getattr(row, column) for column in columns]


def _rounded(row, columns: Iterable[str]) -> list[float | None]:
    cells = _cells(row, columns)
    return [None if pd.isna(cell) else round(float(cell), DIGITS) for cell in cells]


def _names(study: "Study") -> dict[tuple[str, str, str], int]:
    """Number the indicators of claims and, with their scopes, of comparisons: each is told once."""
    keys = [(row.indicator, row.indicator_text, "") for row in study.claims.itertuples()]
    keys += [
        (row.indicator, row.indicator_text, row.scope) for row in study.year_comparison.itertuples()
    ]
    return {key: i for i, key in enumerate(dict.fromkeys(keys))}


def _named(study: "Study", key: tuple[str, str, str]) -> list[str]:
    return [labels_in(lang, study.lexicon).indicator(*key) for lang in LANGUAGES]


def _articles(study: "Study", texts: Mapping[str, Article], *, quotes_only: bool) -> dict:
    sides = sides_of(study)
    copied = ("title", "publisher", "published", "url")

    def held(key: str) -> tuple[str | None, list]:
        if quotes_only:
            return None, []
        return texts[key].text, [list(zone) for zone in texts[key].zones]

    return _table(
        ("id", *copied, "side", "text", "zones"),
        (
            (row.article_id, *_cells(row, copied), sides[row.article_id], *held(row.article_id))
            for row in study.articles.itertuples()
        ),
    )


def _sentences(
    study: "Study", article: Mapping[str, int], sentence: Places, quoted: set[int] | None
) -> dict:
    """One row per analysed sentence; its text only where the page does not hold the article's."""
    return _table(
        ("article", "no", "zone", "start", "end", "repeat", "text"),
        (
            (
                article[row.article_id],
                *_cells(row, ("sentence_no", "zone", "start", "end")),
                sentence.get((row.article_id, row.repeat_of_sentence)),
                row.text if quoted is not None and i in quoted else None,
            )
            for i, row in enumerate(study.sentences.itertuples())
        ),
    )


def _claims(study: "Study", sentence: Places, names: Mapping) -> dict:
    place = {key: i for i, key in enumerate(study.claims["claim_id"])}
    copied = (
        *("start", "end", "value_text", "status", "value", "value_high", "unit", "comparator"),
        *("change", "year", "year_start", "year_source", "scope", "rule", "source"),
    )
    return _table(
        ("id", "sentence", *copied, "name", "repeat_of"),
        (
            (
                row.claim_id,
                sentence[row.article_id, row.sentence_no],
                *_cells(row, copied),
                names[row.indicator, row.indicator_text, ""],
                place.get(row.repeat_of),
            )
            for row in study.claims.itertuples()
        ),
    )


def _hits(study: "Study", sentence: Places) -> dict:
    copied = ("topic", "term", "start", "end")
    return _table(
        ("sentence", *copied),
        (
            (sentence[row.article_id, row.sentence_no], *_cells(row, copied))
            for row in study.topic_hits.itertuples()
        ),
    )


def _occurrences(occurrences: pd.DataFrame, sentence: Places, terms: Mapping[str, int]) -> dict:
    return _table(
        ("sentence", "term", "start", "end"),
        (
            (sentence[row.article_id, row.sentence_no], terms[row.term], row.start, row.end)
            for row in occurrences.itertuples()
        ),
    )


def _comparison(study: "Study", names: Mapping) -> dict:
    place = {key: i for i, key in enumerate(study.claims["claim_id"])}
    copied = (
        *("unit", "year_from", "year_to", "value_from", "value_to", "difference", "direction"),
        "reason",
    )
    return _table(
        ("name", *copied, "claims"),
        (
            (
                names[row.indicator, row.indicator_text, row.scope],
                *_cells(row, copied),
                sorted(place[key] for key in row.claim_ids.split(";") if key in place),
            )
            for row in study.year_comparison.itertuples()
        ),
    )


def _keyness(study: "Study", terms: Mapping[str, int]) -> dict:
    counts, measures = ("n_target", "n_reference"), ("g2", "log_ratio", "low", "high")
    return _table(
        ("term", *counts, *measures, "verdict"),
        (
            (terms[row.term], *_cells(row, counts), *_rounded(row, measures), row.verdict)
            for row in study.keyness.itertuples()
        ),
    )


def _coverage(study: "Study", article: Mapping[str, int]) -> dict:
    copied, shares = ("topic", "n_hits", "n_sentences"), ("share", "low", "high")
    return _table(
        ("article", *copied, *shares),
        (
            (article[row.article_id], *_cells(row, copied), *_rounded(row, shares))
            for row in study.topic_coverage.itertuples()
        ),
    )


def _quoted(
    study: "Study", sentence: Places, marks: Sequence[Mark], occurrences: pd.DataFrame
) -> set[int]:
    """Return the numbers of the sentences that claims, topic hits and marks stand in."""
    drawn = {i for mark in marks if mark.kind == "occurrences" for i in mark.rows}
    spans = (study.claims, study.topic_hits, occurrences.iloc[sorted(drawn)])
    return {
        sentence[key]
        for table in spans
        for key in zip(table["article_id"], table["sentence_no"], strict=True)
    }


def _share_quoted(study: "Study", quoted: set[int] | None) -> dict | None:
    if quoted is None:
        return None
    sizes = (study.sentences["end"] - study.sentences["start"]).tolist()
    share = sum(sizes[i] for i in quoted) / max(sum(sizes), 1)
    return {"n": len(quoted), "all": len(sizes), "share": round(100 * share)}


def _words(study: "Study") -> dict[str, dict[str, str]]:
    """Return the words of the page by language: its own, and those of the lexicon.

    What a language lacks is told in Chinese.
    """
    with (PACKAGE / "report" / "words.csv").open(encoding="utf-8", newline="") as file:
        own = list(csv.DictReader(file))
    words = {}
    for lang in LANGUAGES:
        say = labels_in(lang, study.lexicon)
        topics = [row["topic"] for row in study.lexicon.topics]
        words[lang] = (
            {row["key"]: row[lang] or row["zh"] for row in own}
            | {key: say.words[key] for key in LEXICON_LABELS}
            | {f"topic_{topic}": say.name("topic", topic) for topic in topics}
        )
    return words
