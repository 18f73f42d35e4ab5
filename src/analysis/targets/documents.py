"""Articles held against the official decision that they report."""

import pandas as pd

from analysis.lexicon import Lexicon, load_lexicon
from analysis.targets.identity import rows_of
from analysis.targets.outcomes import facts_of, national
from analysis.targets.years import Value, values_of

# Two targets of one document make it the one that an article reports: a single value (digital
# economy, 30 % in 2030) stands in half a dozen documents.
_FEWEST_ALIKE = 2

REPORTED = (
    *("article_id", "document", "pillar", "indicator", "scope", "target_year", "comparator"),
    *("value", "unit", "state", "reported_comparator", "reported_value", "claim_ids"),
    "source_url",
)
_TYPES = {"target_year": "Int64", "value": "float64", "reported_value": "float64"}


def reported(
    claims: pd.DataFrame,
    official: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Say which targets of a document an article reports, changes or leaves out.

    One row per article and target of the document that it reports: the one with most targets
    alike, at least two (of several the one with fewest left out, then the latest one; never one
    that is younger than the article);
    an article that reports none has no rows. ``state`` is ``reported`` (the same value),
    ``changed`` (another value) or ``left_out``. In the order of the official table, so that
    pillar × year can be counted by ``groupby``.
    """
    lexicon = lexicon or load_lexicon()
    if official.empty:
        return _table([])
    published = facts_of(articles, "published")
    by_article: dict[str, dict[tuple[str, str, int], list[Value]]] = {}
    for series, year, value in values_of(claims, status="target", lexicon=lexicon):
        if series.indicator:
            own = by_article.setdefault(value.article_ids[0], {})
            own.setdefault((series.indicator, national(series.scope), year), []).append(value)
    documents = {
        str(document): rows_of(targets)
        for document, targets in official.groupby("document", sort=True)
    }
    rows = []
    for article, given in sorted(by_article.items()):
        document = _reported_document(given, documents, published.get(article, ""))
        for target in documents.get(document, ()):
            key = (target["indicator"], target["scope"], target["target_year"])
            state, value = _state_of(target, given.get(key, []))
            rows.append(
                {column: target[column] for column in REPORTED if column in target}
                | {
                    "article_id": article,
                    "state": state,
                    "reported_comparator": "" if value is None else value.comparator,
                    "reported_value": None if value is None else value.value,
                    "claim_ids": "" if value is None else ";".join(value.claim_ids),
                }
            )
    return _table(rows)


def _table(rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(REPORTED))
    return table.astype({column: _TYPES.get(column, "str") for column in REPORTED})


def _reported_document(given: dict, documents: dict[str, list[dict]], published: str) -> str:
    """Return the document with most targets alike, or the empty string."""
    best, best_rank = "", (0, 0, "")
    for document, targets in documents.items():
        date = targets[0]["document_date"]
        if published and date[: len(published)] > published:
            continue
        keys = [(t["indicator"], t["scope"], t["target_year"]) for t in targets]
        states = [_state_of(t, given.get(k, []))[0] for t, k in zip(targets, keys, strict=True)]
        alike = states.count("reported")
        rank = (alike, alike - len(targets), date if published else "")
        if alike >= _FEWEST_ALIKE and rank > best_rank:
            best, best_rank = document, rank
    return best


def _state_of(target: dict, values: list[Value]) -> tuple[str, Value | None]:
    """Compare an official target with the values that an article gives for it."""
    wanted = None if pd.isna(target["value"]) else target["value"]
    for value in values:
        if value.value == wanted:
            return "reported", value
    return ("changed", values[0]) if values else ("left_out", None)
