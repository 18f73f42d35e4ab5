"""What published values say about a target."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pandas as pd

from analysis.lexicon import Lexicon
from analysis.targets.identity import names_of
from analysis.targets.places import scopes_of

# A target is measured over one plan period: outcomes from more than five years before its year
# say nothing about it where no document tells when it was made.
_PLAN_YEARS = 5

# What `confidence` says of an outcome that an article reports.
BY_ARTICLE = "reported"


class Verdict(NamedTuple):
    """What the published values of one scope say about a target; ``others`` in words."""

    result: str
    outcome: dict | None
    reason: str
    others: str


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


def values_for(
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


def judge(
    target: dict,
    known_for: Callable[..., _Values],
    obstacles: list[dict],
    state: str,
    lexicon: Lexicon,
) -> Verdict:
    """Judge a target by the values that are published of its indicator and scope."""
    bases = [o["reason"] for o in obstacles if o["kind"] == "base"]
    stops = [o for o in obstacles if o["kind"] != "base"]
    year, numberless = int(target["target_year"]), pd.isna(target["target"])
    made = target["document_date"] or str(year - _PLAN_YEARS)
    values = known_for(target["indicator"], target["scope"], target["unit"], year, made)
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
        verdicts, key=lambda v: (worst[v.result], gap_of(target, v.outcome["value"], lexicon))
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
    return gap_of(target, value, lexicon) >= 0


def gap_of(target: dict, value: float, lexicon: Lexicon) -> float | None:
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
