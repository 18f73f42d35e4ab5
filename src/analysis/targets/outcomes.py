"""Promises held against what happened."""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

import pandas as pd

from analysis.lexicon import Lexicon, load_lexicon
from analysis.targets.identity import names_of, rows_of, text_of
from analysis.targets.places import scopes_of
from analysis.targets.years import Grouped, in_order, values_by_series

# A target is measured over one plan period: outcomes from more than five years before its year
# say nothing about it where no document tells when it was made.
_PLAN_YEARS = 5

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


# What `confidence` says of an outcome that an article reports.
BY_ARTICLE = "reported"


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


class Verdict(NamedTuple):
    """What the published values of one scope say about a target; ``others`` in words."""

    result: str
    outcome: dict | None
    reason: str
    others: str


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
    values_for = lru_cache(maxsize=None)(partial(_values_for, published, lexicon))
    facts = [] if comparability is None else rows_of(comparability)
    rows = []
    for target in targets:
        obstacles = _obstacles_of(target, facts)
        verdict = _judge(target, values_for, obstacles, state, lexicon)
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
                "gap": None if outcome is None else _gap(target, outcome["value"], lexicon),
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


class _Part(NamedTuple):
    """What decides about one scope: the newest value, others of its year, and the newest earlier
    one of each other definition; ``others`` names these."""

    shown: dict
    same_year: frozenset[float]
    other_ways: frozenset[float]
    others: str


class _Values(NamedTuple):
    """What is published of the indicator, scope and unit of a target, the newest first.

    ``newest``: those of each definition and scope, in words; ``behind``: the same without the very
    newest; ``within``: from when the target was set to the end of its year; ``deciding``: those of them
    that say whether it was met, by scope.
    """

    known: list[dict]
    newest: str
    behind: str
    within: list[dict]
    deciding: list[_Part]


def _values_for(
    published: dict[tuple, list[dict]],
    lexicon: Lexicon,
    indicator: str,
    scope: str,
    unit: str,
    year: int,
    made: str,
) -> _Values:
    known = [
        row
        for part in _parts_of(scope, lexicon)
        for row in published.get((indicator, part), [])
        if unit in (row["unit"], "none")
    ]
    known.sort(key=lambda row: row["rank"])
    within = [row for row in known if row["year"] <= year and _published(row) >= made]
    # What an article happens to report of an earlier year says nothing about the deadline; a
    # curated series says when its last value before the deadline is.
    deciding: dict[str, list[dict]] = {}
    for row in within:
        if row["confidence"] != BY_ARTICLE or row["year"] == year:
            deciding.setdefault(row["scope"], []).append(row)
    parts = [_part_of(values) for _, values in sorted(deciding.items())]
    return _Values(known, _listed(_newest(known)), _listed(_newest(known[1:])), within, parts)


def _part_of(values: list[dict]) -> _Part:
    """Return what decides about one scope, of the values that can."""
    shown, *rest = values
    year = shown["year"]
    same_year = [row for row in rest if row["year"] == year]
    same_year.sort(key=lambda row: row["place"])
    other_ways = [r for r in rest if r["year"] < year and r["definition"] != shown["definition"]]
    other_ways = _newest(other_ways)
    return _Part(
        shown,
        frozenset(row["value"] for row in same_year),
        frozenset(row["value"] for row in other_ways),
        _listed([*_once(same_year), *other_ways]),
    )


def _once(values: list[dict]) -> list[dict]:
    """Return a value that several articles report once, under the name of the first."""
    alike: dict[tuple, list[dict]] = {}
    for place, row in enumerate(values):
        told = (row["value"], row["definition"]) if row["confidence"] == BY_ARTICLE else (place,)
        alike.setdefault(told, []).append(row)
    return [
        first | {"vintage": f"{first['vintage']} and {len(more)} more"} if more else first
        for first, *more in alike.values()
    ]


def _judge(
    target: dict,
    values_for: Callable[..., _Values],
    obstacles: list[dict],
    state: str,
    lexicon: Lexicon,
) -> Verdict:
    """Judge a target by the values that are published of its indicator and scope."""
    bases = [o["reason"] for o in obstacles if o["kind"] == "base"]
    stops = [o for o in obstacles if o["kind"] != "base"]
    year, numberless = int(target["target_year"]), pd.isna(target["target"])
    made = target["document_date"] or str(year - _PLAN_YEARS)
    values = values_for(target["indicator"], target["scope"], target["unit"], year, made)
    known, within = values.known, values.within
    if not state:
        return Verdict("no_data", None, "no outcomes are recorded", "")
    if year >= int(state[:4]):
        reasons = [f"deadline {year}, state of knowledge {state}", *bases]
        reasons += [o["reason"] for o in stops]
        if numberless:
            reasons.insert(1, "no number promised")
        shown = None if numberless or not known else known[0]
        others = values.newest if shown is None else values.behind
        return Verdict("not_due", shown, "; ".join(reasons), others)
    if stops:
        last = {o["last_year"] for o in stops if not pd.isna(o["last_year"])}
        at_last = [row for row in known if row["year"] in last]
        shown = None if numberless or not at_last else at_last[0]
        others = [row for row in known if row is not shown]
        return Verdict("not_testable", shown, stops[0]["reason"], _listed(_newest(others)))
    if numberless:
        return Verdict("no_data", None, "no number promised", values.newest)
    if not within:
        reason = "no value published since the document" if known else "no value published"
        return Verdict("no_data", None, "; ".join([reason, *bases]), values.newest)
    if not values.deciding:
        shown, *others = within
        reason = f"the latest value that an article reports is of {shown['year']}"
        return Verdict("no_data", shown, "; ".join([reason, *bases]), _listed(_newest(others)))
    return _decide(target, values.deciding, bases, lexicon)


def _parts_of(scope: str, lexicon: Lexicon) -> list[str]:
    """Return the scopes whose values test a target: its members for one that asks each of them."""
    scopes = scopes_of(lexicon)
    if scopes.kind_of.get(scope) != "each":
        return [scope]
    return [key for key, kind in scopes.kind_of.items() if kind == "member"]


def _published(row: dict) -> str:
    """Return when a value was published, or the end of its year."""
    return row["as_of"] or f"{row['year']}-12-31"


def _newest_first(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes by year and date; ties stay in the order of the table (``place``)."""
    numbered = outcomes.assign(place=range(len(outcomes)))
    ordered = numbered.sort_values(["year", "as_of"], ascending=False, kind="stable")
    return ordered.assign(rank=range(len(outcomes)))


def _newest(values: list[dict]) -> list[dict]:
    """Keep the newest value of each definition and scope."""
    kept: dict[tuple, dict] = {}
    for row in values:
        kept.setdefault((row["definition"], row["scope"]), row)
    return list(kept.values())


def _decide(target: dict, parts: list[_Part], bases: list[str], lexicon: Lexicon) -> Verdict:
    verdicts = [_decide_part(target, part, lexicon) for part in parts]
    worst = {"missed": 0, "disputed": 1, "met": 2}
    weakest = min(
        verdicts, key=lambda v: (worst[v.result], _gap(target, v.outcome["value"], lexicon))
    )
    others = [weakest.others, _listed([v.outcome for v in verdicts if v is not weakest])]
    reasons = [weakest.reason, *bases]
    if len(verdicts) > 1:
        reasons.insert(1, f"asked of each; shown is {weakest.outcome['scope']}, the weakest")
    return weakest._replace(reason="; ".join(reasons), others="; ".join(filter(None, others)))


def _decide_part(target: dict, part: _Part, lexicon: Lexicon) -> Verdict:
    shown, contrary, other_ways, others = part
    year = shown["year"]
    met = _is_met(target, shown["value"], lexicon)
    result = "met" if met else "missed"
    reason = f"{_number(shown['value'])} against {target['comparator']}{_number(target['target'])}"
    if year < target["target_year"]:
        reason += f"; the last value before the deadline is of {year}"
    # An earlier shortfall does not contradict a later success; an earlier success under another
    # definition does contradict a later shortfall.
    if not met:
        contrary |= other_ways
    if any(_is_met(target, value, lexicon) != met for value in contrary):
        result = "disputed"
        reason = "published values say both: " + reason
    return Verdict(result, shown, reason, others)


def _is_met(target: dict, value: float, lexicon: Lexicon) -> bool:
    comparator, wanted = target["comparator"], target["target"]
    if comparator in (">", "<"):
        return value > wanted if comparator == ">" else value < wanted
    return _gap(target, value, lexicon) >= 0


def _gap(target: dict, value: float, lexicon: Lexicon) -> float | None:
    """Return how far a value lies beyond its target in the direction that is wanted."""
    if pd.isna(target["target"]):
        return None
    low = names_of(lexicon).direction.get(target["indicator"]) == "lower_better"
    if target["comparator"] in ("<=", "<", ">=", ">"):
        low = target["comparator"] in ("<=", "<")
    difference = round(float(value) - float(target["target"]), 10)
    return -difference if low else difference


def _number(value: float) -> str:
    return f"{value:.12g}"


def _listed(rows: Iterable[dict]) -> str:
    return "; ".join(map(_short, rows))


def _short(row: dict) -> str:
    scope = "" if row["scope"] == "national" else f"{row['scope']}, "
    unit = " %" if row["unit"].startswith("%") else ""
    return f"{_number(row['value'])}{unit} ({scope}{row['year']}, {row['vintage']})"


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
