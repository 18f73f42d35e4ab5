"""Promises held against what happened."""

from collections.abc import Iterable
from functools import lru_cache, partial

import pandas as pd

from analysis.lexicon import Lexicon, load_lexicon
from analysis.targets.identity import rows_of, text_of
from analysis.targets.verdicts import BY_ARTICLE, gap_of, judge, values_for
from analysis.targets.years import Grouped, in_order, values_by_series

TARGETS = (
    *("document", "document_date", "pillar", "indicator", "indicator_text", "scope"),
    *("target_year", "comparator", "target", "unit", "target_url", "claim_ids"),
)
TARGET_OUTCOMES = (
    *TARGETS,
    *("outcome_year", "as_of", "outcome", "vintage", "gap", "result", "reason", "source_url"),
    "others",
)
OUTCOMES_ORDER = [
    *("target_year", "indicator", "scope", "document_date", "document", "target"),
]
_TYPES = {
    **dict.fromkeys(("target_year", "outcome_year"), "Int64"),
    **dict.fromkeys(("target", "outcome", "gap"), "float64"),
}


def national(scope: str) -> str:
    """Name the empty scope as the reference tables do."""
    return scope or "national"


def targets_of(
    claims: pd.DataFrame,
    official: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """List the promises of the articles: one row per indicator × scope × year × distinct value.

    Only claims with a known indicator. ``document`` is the official document that sets the same
    value: of several the latest one that the article can speak of (``articles`` tells its date),
    else the first; empty where no document sets it. ``target_url`` is the document's source, or
    the article's own address.
    """
    lexicon = lexicon or load_lexicon()
    rows = targets_in(
        values_by_series(claims, status="target", lexicon=lexicon), official, articles
    )
    return _shaped(rows, TARGETS, ["target_year", "indicator", "scope", "document", "target"])


def targets_in(
    found: Grouped, official: pd.DataFrame | None, articles: pd.DataFrame | None
) -> list[dict]:
    """Return the rows of ``targets_of``, in any order."""
    published, urls = facts_of(articles, "published"), facts_of(articles, "url")
    decided = _by_key(official, ("indicator", "scope", "target_year"))
    rows = []
    for series, by_year in found.items():
        if not series.indicator:
            continue
        for year, values in by_year.items():
            for value in values:
                dates = [published.get(article, "") for article in value.article_ids]
                made = _document_of(
                    decided.get((series.indicator, national(series.scope), year), []),
                    value.value,
                    value.comparator,
                    max(dates, default=""),
                )
                urls_known = [urls[a] for a in value.article_ids if urls.get(a)]
                own_url = next(iter(urls_known), "")
                rows.append(
                    {
                        "document": "" if made is None else made["document"],
                        "document_date": min(filter(None, dates), default="")
                        if made is None
                        else made["document_date"],
                        "pillar": "" if made is None else made["pillar"],
                        "indicator": series.indicator,
                        "indicator_text": value.text,
                        "scope": national(series.scope),
                        "target_year": year,
                        "comparator": value.comparator,
                        "target": value.value,
                        "unit": "none" if value.unit == "qualitative" else series.unit,
                        "target_url": own_url if made is None else made["source_url"],
                        "claim_ids": ";".join(value.claim_ids),
                    }
                )
    return rows


def facts_of(articles: pd.DataFrame | None, column: str) -> dict[str, str]:
    """Return a column of the articles table by article_id; nothing without a table."""
    if articles is None:
        return {}
    ids, values = articles["article_id"].tolist(), text_of(articles, column).tolist()
    return dict(zip(ids, values, strict=True))


def _by_key(table: pd.DataFrame | None, columns: tuple[str, ...]) -> dict[tuple, list[dict]]:
    """Return the rows of a table by their values in ``columns``.

    A corpus promises thousands of values: to look each up in the table would take milliseconds.
    """
    rows: dict[tuple, list[dict]] = {}
    for row in [] if table is None else rows_of(table):
        rows.setdefault(tuple(row[column] for column in columns), []).append(row)
    return rows


def _document_of(
    decided: list[dict], value: float | None, comparator: str, published: str
) -> dict | None:
    """Return the official row among ``decided`` that sets this very value, or None."""
    same = [
        row
        for row in decided
        if (pd.isna(row["value"]) if value is None else row["value"] == value)
        and (not published or row["document_date"][: len(published)] <= published)
    ]
    worded = [row for row in same if row["comparator"] == comparator]
    dated = sorted(worded or same, key=lambda row: row["document_date"])
    return dated[-1 if published else 0] if dated else None


def _shaped(rows: list[dict], columns: Iterable[str], order: list[str]) -> pd.DataFrame:
    # Column by column, which is quicker than row by row.
    table = pd.DataFrame({column: [row[column] for row in rows] for column in columns})
    types = {column: _TYPES.get(column, "str") for column in columns}
    return in_order(table.astype(types), order)


def target_outcomes(
    targets: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    comparability: pd.DataFrame | None = None,
    as_of: str = "",
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Hold targets against published values: one row per target.

    ``targets`` is the table of ``targets_of`` or of ``read_official_targets``. ``as_of`` is the
    state of knowledge (``YYYY`` or ``YYYY-MM``), by default the latest date in ``outcomes``; a
    target is due when its year has ended by then. In this order: ``not_due``;
    ``not_testable`` (``comparability`` says that the series ended, its method changed or its tier
    was dissolved by the end of the year); ``no_data`` (no number promised, or none published
    since the document); ``met`` or ``missed`` by the latest value up to the year (a target with
    ``=`` or ``~`` is met from its value on), ``disputed`` where values of that year, or an
    earlier value under another definition, say otherwise. A target for each sector is as good as
    its weakest sector. ``gap`` is how far off, in the unit, negative when short of the target.
    ``others`` holds the values beside the one shown: nothing is averaged. ``source_url`` is the
    address behind the result: the outcome's, else the obstacle's, else the target's own.
    """
    return outcomes_of(
        rows_of(_as_targets(targets)),
        outcomes,
        comparability,
        as_of or latest_of(outcomes),
        lexicon or load_lexicon(),
    )


def outcomes_of(
    targets: list[dict],
    outcomes: pd.DataFrame,
    comparability: pd.DataFrame | None,
    state: str,
    lexicon: Lexicon,
) -> pd.DataFrame:
    """Return the table of ``target_outcomes`` over rows of ``targets_of``."""
    published = _by_key(_newest_first(outcomes), ("indicator", "scope"))
    # Thousands of targets ask for the values of a few dozen indicators and years.
    known_for = lru_cache(maxsize=None)(partial(values_for, published, lexicon))
    facts = [] if comparability is None else rows_of(comparability)
    rows = []
    for target in targets:
        obstacles = _obstacles_of(target, facts)
        verdict = judge(target, known_for, obstacles, state, lexicon)
        outcome = verdict.outcome
        stops = [o for o in obstacles if o["kind"] != "base"]
        if outcome is not None:
            url = outcome["source_url"]
        elif verdict.result == "not_testable":
            url = stops[0]["source_url"]
        else:
            url = target["target_url"]
        rows.append(
            target
            | {
                "outcome_year": None if outcome is None else outcome["year"],
                "as_of": "" if outcome is None else outcome["as_of"],
                "outcome": None if outcome is None else outcome["value"],
                "vintage": "" if outcome is None else outcome["vintage"],
                "gap": None if outcome is None else gap_of(target, outcome["value"], lexicon),
                "result": verdict.result,
                "reason": verdict.reason,
                "source_url": url,
                "others": verdict.others,
            }
        )
    assert len(rows) == len(targets)
    return _shaped(rows, TARGET_OUTCOMES, OUTCOMES_ORDER)


def _as_targets(targets: pd.DataFrame) -> pd.DataFrame:
    """Bring official targets into the columns of ``targets_of``."""
    if "target" in targets.columns:
        return targets[list(TARGETS)]
    renamed = targets.rename(
        columns={"value": "target", "source_url": "target_url", "indicator_zh": "indicator_text"}
    )
    return renamed.assign(claim_ids="")[list(TARGETS)]


def latest_of(outcomes: pd.DataFrame) -> str:
    """Return the latest date (or year) that outcomes are of."""
    dates = text_of(outcomes, "as_of")
    return max((d or str(y) for d, y in zip(dates, outcomes["year"], strict=True)), default="")


def _obstacles_of(target: dict, facts: list[dict]) -> list[dict]:
    """Return the facts that bear on a target; those that end a series only if they came in time."""
    return [
        fact
        for fact in facts
        if all(fact[c] in ("", target[c]) for c in ("indicator", "scope", "document"))
        and (not fact["since"] or fact["since"] <= f"{target['target_year']}-12-31")
    ]


def _newest_first(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes by year and date; ties stay in the order of the table (``place``)."""
    numbered = outcomes.assign(place=range(len(outcomes)))
    ordered = numbered.sort_values(["year", "as_of"], ascending=False, kind="stable")
    return ordered.assign(rank=range(len(outcomes)))


def reported_outcomes(
    claims: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """List what the articles themselves report as reached: rows in the columns of outcomes.csv.

    One row per article and distinct value with ``status`` actual, a year and a known indicator;
    to be joined to ``outcomes`` by ``pd.concat``. ``as_of`` is the article's date,
    ``source_url`` its address, or the claim's id where it has none.
    """
    lexicon = lexicon or load_lexicon()
    return outcomes_in(values_by_series(claims, status="actual", lexicon=lexicon), articles)


def outcomes_in(found: Grouped, articles: pd.DataFrame | None) -> pd.DataFrame:
    """Return the table of ``reported_outcomes``."""
    published, urls = facts_of(articles, "published"), facts_of(articles, "url")
    publishers = facts_of(articles, "publisher")
    rows = []
    for series, by_year in found.items():
        for year, values in by_year.items():
            for value in values if series.indicator else ():
                if value.value is None:
                    continue
                # The id of a claim begins with its article's.
                first = {i.rpartition(":")[0]: i for i in reversed(value.claim_ids)}
                for article in value.article_ids:
                    claim = first[article]
                    rows.append(
                        {
                            "indicator": series.indicator,
                            "scope": national(series.scope),
                            "year": year,
                            "as_of": published.get(article, ""),
                            "value": value.value,
                            "unit": series.unit,
                            "definition": series.basis or "as the article reports it",
                            "publisher": publishers.get(article, ""),
                            "vintage": f"reported by {article}",
                            "source_url": urls.get(article) or claim,
                            "confidence": BY_ARTICLE,
                        }
                    )
    columns = [
        *("indicator", "scope", "year", "as_of", "value", "unit", "definition", "publisher"),
        *("vintage", "source_url", "confidence"),
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"year": "Int64", "value": "float64"})
    return table.sort_values(["indicator", "scope", "year", "vintage"], ignore_index=True)
