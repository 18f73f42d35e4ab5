"""Target years compared: what is promised for which year, where documents differ, what changed."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from analysis.lexicon import Lexicon, load_lexicon
from analysis.targets.identity import (
    UNIT_ALIKE,
    Names,
    folded_words,
    identify_indicators,
    names_of,
    text_of,
)

# Comparators that bound a value from below and from above: "at least 60" and "at most 60" are
# no two steps of one promise.
_FLOORS, _CEILINGS = (">=", ">"), ("<=", "<")

YEAR_COMPARISON = (
    *("indicator", "indicator_text", "scope", "unit", "year_from", "year_to", "value_from"),
    *("value_to", "difference", "per_year", "direction", "comparable", "reason", "claim_ids"),
)
CONFLICTS = (
    *("indicator", "indicator_text", "scope", "unit", "year", "value", "value_high"),
    *("comparator", "n_articles", "article_ids", "claim_ids"),
)
REVISIONS = (
    *("indicator", "indicator_text", "scope", "unit", "year", "published_from", "published_to"),
    *("article_from", "article_to", "value_from", "value_to", "difference", "direction"),
    "claim_ids",
)


# The columns that the rows are in order of.
_SERIES = ["indicator", "indicator_text", "scope", "unit"]
YEARS_ORDER = [*_SERIES, "year_from", "year_to"]
CONFLICTS_ORDER = [*_SERIES, "year", "value"]
REVISIONS_ORDER = [*_SERIES, "year", "published_to"]


def in_order(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the rows in order of some columns, what is empty first; ties stay as they are."""
    return table.sort_values(columns, ignore_index=True, na_position="first", kind="stable")


class Value(NamedTuple):
    """One distinct value that is given for an indicator, scope, unit and year."""

    value: float | None
    value_high: float | None
    comparator: str
    unit: str
    text: str
    claim_ids: tuple[str, ...]
    article_ids: tuple[str, ...]


class Series(NamedTuple):
    """What makes values comparable at all: the same indicator, scope, unit and definition.

    ``basis`` is the definition or base year that ``identify_indicators`` found; ``period`` tells
    a change over a stated period from one within a year.
    """

    indicator: str
    words: str
    scope: str
    unit: str
    basis: str
    period: bool


def values_of(
    claims: pd.DataFrame, *, status: str | None, lexicon: Lexicon
) -> Iterator[tuple[Series, int, Value]]:
    """Yield the series, year and value of each claim that has a year, in table order.

    A repeat counts with the claim that it repeats. The unit of a series is that of its
    indicator; for an unknown indicator it is the claims' own, with ``_increase`` or
    ``_decrease`` behind it for a change, so that a growth never stands beside a level.
    """
    if not {"scope_key", "basis"} <= set(claims.columns):
        claims = identify_indicators(claims, lexicon=lexicon)
    # In a set of Python: pandas took ten times as long to look a hundred thousand ids up.
    ids = set(text_of(claims, "claim_id").tolist()) - {""}
    repeats = [repeated in ids for repeated in text_of(claims, "repeat_of").tolist()]
    counted = claims["year"].notna() & ~pd.Series(repeats, index=claims.index, dtype=bool)
    if status is not None:
        counted &= text_of(claims, "status") == status
    claims = claims[counted]
    names = names_of(lexicon)
    texts = (
        *("indicator", "indicator_text", "scope_key", "unit", "change", "basis"),
        *("comparator", "claim_id", "article_id"),
    )
    columns = [text_of(claims, column).tolist() for column in texts]
    columns += [_numbers(claims, c) for c in ("year", "value", "value_high", "year_start")]
    known: dict[tuple, Series] = {}
    for cells in zip(*columns, strict=True):
        indicator, text, scope, unit, change, basis, comparator, claim_id, article_id = cells[:9]
        year, number, high, year_start = cells[9:]
        period = year_start is not None and change not in ("", "level")
        told = (indicator, "" if indicator else text, scope, unit, change, basis, period)
        if told not in known:
            words, own = folded_words(told[1]), _unit_of(indicator, unit, change, names)
            known[told] = Series(indicator, words, scope, own, basis, period)
        value = Value(number, high, comparator, unit, text, (claim_id,), (article_id,))
        yield known[told], int(year), value


def _numbers(table: pd.DataFrame, column: str) -> list[float | None]:
    if column not in table.columns:
        return [None] * len(table)
    numbers = pd.to_numeric(table[column], errors="coerce").to_numpy(float, na_value=float("nan"))
    return [None if number != number else number for number in numbers.tolist()]


# Series -> year -> its distinct values, in table order.
Grouped = dict[Series, dict[int, list[Value]]]


def values_by_series(claims: pd.DataFrame, *, status: str | None, lexicon: Lexicon) -> Grouped:
    """Group the claims that have a year by their series and year."""
    return group_values(values_of(claims, status=status, lexicon=lexicon))


def group_values(values: Iterable[tuple[Series, int, Value]]) -> Grouped:
    """Group the values that ``values_of`` yields by their series and year."""
    groups: dict[Series, dict[int, dict[tuple, list[Value]]]] = {}
    for series, year, value in values:
        of_year = groups.setdefault(series, {}).setdefault(year, {})
        of_year.setdefault((value.value, value.value_high), []).append(value)
    return {
        series: {
            year: [_as_one(alike) for alike in of_year.values()]
            for year, of_year in by_year.items()
        }
        for series, by_year in groups.items()
    }


def _unit_of(indicator: str, unit: str, change: str, names: Names) -> str:
    wanted = names.unit.get(indicator, "")
    if wanted and wanted not in ("count", "currency", "none") and unit != "qualitative":
        return wanted
    unit = UNIT_ALIKE.get(unit, unit)
    return unit if change in ("", "level") or wanted else f"{unit}_{change}"


def _as_one(alike: list[Value]) -> Value:
    """Return the first of equal values, with the claims and articles of all."""
    return alike[0]._replace(
        claim_ids=tuple(claim for value in alike for claim in value.claim_ids),
        article_ids=tuple(dict.fromkeys(a for value in alike for a in value.article_ids)),
    )


def compare_years(
    claims: pd.DataFrame,
    years: Iterable[int] | None = None,
    *,
    status: str = "target",
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Compare what is promised for one year with what is promised for the next.

    One row per indicator × scope × unit and pair of consecutive years that have a value, among
    ``years`` if given; and one row per promise that has no partner: its year stands in
    ``year_to`` if it is the latest of all years compared (nothing came before), else in
    ``year_from`` (nothing follows), the other year is empty. Claims without a year do not count.

    ``difference`` is in the unit of the row (percentage points for %), ``per_year`` the
    difference per calendar year. ``direction`` is ``better``, ``worse`` or ``same`` by the
    indicator's direction, ``up`` or ``down`` where none is known. ``reason`` says why a pair is
    not ``comparable``: ``one_year``, ``no_number``, ``unit``, ``comparator``, ``definition``,
    ``period`` or ``several_values``, with the two sides behind a colon. Of a range the lower
    end counts and ``reason`` says so.
    """
    lexicon = lexicon or load_lexicon()
    return years_in(values_by_series(claims, status=status, lexicon=lexicon), years, lexicon)


def years_in(
    found: Grouped, years: Iterable[int] | None, lexicon: Lexicon, *, latest: int = 0
) -> pd.DataFrame:
    """Return the table of ``compare_years``; ``latest`` is the latest year of claims that are not
    among these."""
    directions = names_of(lexicon).direction
    chosen = None if years is None else set(years)
    groups = {}
    for series, by_year in found.items():
        kept = {y: v for y, v in sorted(by_year.items()) if chosen is None or y in chosen}
        if kept:
            groups[series] = kept
    latest = max([latest, *(year for by_year in groups.values() for year in by_year)])
    rows, single = [], {}
    for series, by_year in groups.items():
        for first, second in pairwise(by_year):
            rows.append(_pair(series, first, by_year[first], second, by_year[second], directions))
        if len(by_year) == 1:
            single.setdefault((series.indicator, series.words, series.scope), []).append(series)
    for alike in single.values():
        rows += _unpaired(alike, groups, latest, directions)
    table = pd.DataFrame(rows, columns=YEAR_COMPARISON).astype(
        {"year_from": "Int64", "year_to": "Int64", "comparable": "bool"}
        | dict.fromkeys(("value_from", "value_to", "difference", "per_year"), "float64")
    )
    return in_order(table, YEARS_ORDER)


def _unpaired(
    alike: list[Series],
    groups: dict[Series, dict[int, list[Value]]],
    latest: int,
    directions: dict[str, str],
) -> list[dict]:
    """Rows of the series with one year: two of different years meet in one row that says why."""
    rows = []
    waiting = sorted(alike, key=lambda series: (min(groups[series]), series))
    while waiting:
        series = waiting.pop(0)
        year, values = next(iter(groups[series].items()))
        partner = next((s for s in waiting if min(groups[s]) > year), None)
        if partner is not None:
            waiting.remove(partner)
            later, others = next(iter(groups[partner].items()))
            row = _pair(series, year, values, later, others, directions)
            blank = {"difference": None, "per_year": None, "direction": "", "comparable": False}
            rows.append(row | blank | {"reason": _why_apart(series, partner)})
        elif year == latest:
            rows.append(_pair(series, None, [], year, values, directions))
        else:
            rows.append(_pair(series, year, values, None, [], directions))
    return rows


def _pair(
    series: Series,
    first: int | None,
    before: list[Value],
    second: int | None,
    after: list[Value],
    directions: dict[str, str],
) -> dict:
    value_from, value_to = _only(before), _only(after)
    reason = _difference_of_kind(before, after)
    comparable = not reason
    difference = per_year = None
    direction = ""
    if comparable:
        # Rounded where binary fractions would show (0.580 - 0.565).
        difference = round(value_to - value_from, 10)
        per_year = round(difference / (second - first), 10)
        direction = direction_of(difference, directions.get(series.indicator, ""))
        ranges = [_written(v) for v in (before[0], after[0]) if v.value_high is not None]
        reason = f"range: {' / '.join(ranges)}" if ranges else ""
    return {
        "indicator": series.indicator,
        "indicator_text": (before or after)[0].text,
        "scope": series.scope,
        "unit": series.unit,
        "year_from": first,
        "year_to": second,
        "value_from": value_from,
        "value_to": value_to,
        "difference": difference,
        "per_year": per_year,
        "direction": direction,
        "comparable": comparable,
        "reason": reason,
        "claim_ids": ";".join(i for value in before + after for i in value.claim_ids),
    }


def _only(values: list[Value]) -> float | None:
    """Return the value that is promised, or None where there is none or more than one."""
    return values[0].value if len(values) == 1 else None


def _difference_of_kind(before: list[Value], after: list[Value]) -> str:
    if not before or not after:
        return "one_year"
    for values in (before, after):
        if len(values) > 1:
            return "several_values: " + " / ".join(_written(value) for value in values)
    one, other = before[0], after[0]
    if one.value is None or other.value is None:
        return "no_number"
    bounds = {one.comparator, other.comparator}
    if bounds & set(_FLOORS) and bounds & set(_CEILINGS):
        return f"comparator: {one.comparator} / {other.comparator}"
    return ""


def _why_apart(one: Series, other: Series) -> str:
    """Say why two series of one indicator and scope are no steps of one promise."""
    if one.unit != other.unit:
        return f"unit: {one.unit} / {other.unit}"
    if one.basis != other.basis:
        return f"definition: {one.basis or 'not stated'} / {other.basis or 'not stated'}"
    return "period: " + " / ".join("of years" if s.period else "one year" for s in (one, other))


def _written(value: Value) -> str:
    if value.value is None:
        return value.unit
    high = "" if value.value_high is None else f"–{value.value_high:.12g}"
    return f"{value.value:.12g}{high}"


def direction_of(difference: float, direction: str) -> str:
    """Name a difference: better, worse or same; up or down where no direction is known."""
    if difference == 0:
        return "same"
    if direction not in ("higher_better", "lower_better"):
        return "up" if difference > 0 else "down"
    return "better" if (difference > 0) == (direction == "higher_better") else "worse"


def conflicts_of(
    claims: pd.DataFrame, *, status: str = "target", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """List values that different articles promise for the same indicator, scope and year.

    One row per value of a conflict, with how many articles give it. Several values within one
    article (an old promise beside the new one) are no conflict by themselves.
    """
    lexicon = lexicon or load_lexicon()
    return conflicts_in(values_by_series(claims, status=status, lexicon=lexicon))


def conflicts_in(found: Grouped) -> pd.DataFrame:
    """Return the table of ``conflicts_of``."""
    rows = []
    for series, by_year in found.items():
        for year, values in sorted(by_year.items()):
            if not _disagree(values):
                continue
            rows += [
                {
                    "indicator": series.indicator,
                    "indicator_text": values[0].text,
                    "scope": series.scope,
                    "unit": series.unit,
                    "year": year,
                    "value": value.value,
                    "value_high": value.value_high,
                    "comparator": value.comparator,
                    "n_articles": len(value.article_ids),
                    "article_ids": ";".join(value.article_ids),
                    "claim_ids": ";".join(value.claim_ids),
                }
                for value in values
            ]
    table = pd.DataFrame(rows, columns=CONFLICTS).astype(
        {"year": "Int64", "n_articles": "Int64", "value": "float64", "value_high": "float64"}
    )
    return in_order(table, CONFLICTS_ORDER)


def _disagree(values: list[Value]) -> bool:
    """Say whether two articles give values of which neither gives the other's."""
    return any(
        not set(one.article_ids) & set(other.article_ids)
        for i, one in enumerate(values)
        for other in values[i + 1 :]
    )


def revisions_of(
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    status: str = "target",
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """List targets that changed from one publication date to the next.

    One row per change of the value for the same indicator, scope and year. ``articles`` gives
    the dates; an article without one is left out, and of two dates of which one only holds the
    other's year or month neither is the earlier. A date with several values starts no change.
    """
    lexicon = lexicon or load_lexicon()
    return revisions_in(values_by_series(claims, status=status, lexicon=lexicon), articles, lexicon)


def revisions_in(found: Grouped, articles: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Return the table of ``revisions_of``."""
    dates = text_of(articles, "published").tolist()
    published = dict(zip(articles["article_id"].tolist(), dates, strict=True))
    directions = names_of(lexicon).direction
    rows = []
    for series, by_year in found.items():
        for year, values in sorted(by_year.items()):
            dated: dict[str, list[tuple[str, Value]]] = {}
            for value in values:
                for article in value.article_ids:
                    if published.get(article):
                        dated.setdefault(published[article], []).append((article, value))
            for (early, old), (late, new) in pairwise(sorted(dated.items())):
                if late.startswith(early):
                    continue
                (article_from, before), (article_to, after) = old[0], new[0]
                changed = len({v for _, v in old}) == len({v for _, v in new}) == 1
                if not changed or before == after or None in (before.value, after.value):
                    continue
                difference = round(after.value - before.value, 10)
                rows.append(
                    {
                        "indicator": series.indicator,
                        "indicator_text": after.text,
                        "scope": series.scope,
                        "unit": series.unit,
                        "year": year,
                        "published_from": early,
                        "published_to": late,
                        "article_from": article_from,
                        "article_to": article_to,
                        "value_from": before.value,
                        "value_to": after.value,
                        "difference": difference,
                        "direction": direction_of(difference, directions.get(series.indicator, "")),
                        "claim_ids": ";".join(before.claim_ids + after.claim_ids),
                    }
                )
    table = pd.DataFrame(rows, columns=REVISIONS).astype(
        {"year": "Int64"} | dict.fromkeys(("value_from", "value_to", "difference"), "float64")
    )
    return in_order(table, REVISIONS_ORDER)
