"""Target years: how many targets, and how the years compare."""

from typing import NamedTuple

import pandas as pd

from analysis.lexicon import Lexicon
from analysis.readings.corpus import count_corrected
from analysis.readings.labels import Labels, are, counted, labels_in, listed, number_text, were

# More years than this in one sentence cannot be taken in; the rest is summed up.
MOST_YEARS = 4


def describe_targets_by_year(
    claims: pd.DataFrame, *, articles: pd.DataFrame | None = None, lang: str = "en"
) -> str:
    """Say how many targets there are for which year; repeats do not count.

    ``claims`` has one row per claim. With the articles table as ``articles`` the articles
    without a target are named as well. Targets that a researcher corrected are told.
    """
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"].fillna("") == "")]
    chinese = lang == "zh"
    if targets.empty:
        return "文章没有提出目标。" if chinese else "The articles set no targets."
    years = pd.to_numeric(targets["year"]).dropna().astype(int)
    counts = sorted(years.value_counts().items(), key=lambda item: (-item[1], item[0]))
    named = sorted(counts[:MOST_YEARS])
    rest = counts[MOST_YEARS:]
    unknown = len(targets) - len(years)
    n_articles, corrected = targets["article_id"].nunique(), count_corrected(targets)
    silent = 0
    if isinstance(articles, pd.DataFrame):
        silent = articles["article_id"].nunique() - n_articles
    if chinese:
        parts = [f"{year}年{n:,}项" for year, n in named]
        parts += [f"其他{len(rest):,}个年份{sum(n for _, n in rest):,}项"] if rest else []
        parts += [f"未写明年份{unknown:,}项"] if unknown else []
        text = f"{n_articles:,}篇文章共提出{len(targets):,}项目标：{listed(parts, lang)}"
        text += f"；另有{silent:,}篇没有目标" if silent > 0 else ""
        return f"{text}；其中经人工订正{corrected:,}项。" if corrected else f"{text}。"
    parts = [f"{n:,} for {year}" for year, n in named]
    parts += [f"{sum(n for _, n in rest):,} for {counted(len(rest), 'other year')}"] if rest else []
    parts += [f"{unknown:,} without a year"] if unknown else []
    verb = "sets" if n_articles == 1 else "set"
    text = (
        f"{counted(n_articles, 'article').capitalize()} {verb} "
        f"{counted(len(targets), 'target')}: {listed(parts, lang)}"
    )
    if silent > 0:
        text += f"; {counted(silent, 'article')} {'sets' if silent == 1 else 'set'} none"
    if corrected:
        text += f"; {counted(corrected, 'target')} {were(corrected)} corrected by hand"
    return f"{text}."


class Promise(NamedTuple):
    """An indicator in one scope and unit, and its values by year."""

    name: str
    unit: str
    by_year: dict[int, float | None]


def promises_of(comparison: pd.DataFrame, labels: Labels) -> list[Promise]:
    """Return the promises of a comparison table: one per indicator, scope and unit."""
    found: dict[tuple[str, str, str], Promise] = {}
    for row in comparison.to_dict("records"):
        text = row["indicator"] or row["indicator_text"] or ""
        key = (text, row["scope"] or "", row["unit"])
        name = labels.indicator(row["indicator"] or "", text, key[1])
        promise = found.setdefault(key, Promise(name, row["unit"], {}))
        for end in ("from", "to"):
            if pd.notna(row[f"year_{end}"]):
                value = row[f"value_{end}"]
                known = None if pd.isna(value) else float(value)
                promise.by_year.setdefault(int(row[f"year_{end}"]), known)
    return list(found.values())


def describe_year_comparison(
    year_comparison: pd.DataFrame, *, lang: str = "en", lexicon: Lexicon | None = None
) -> str:
    """Say how many indicators are promised for several years or for one, and the widest step.

    ``year_comparison`` has one row per indicator, scope and pair of years.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    if year_comparison.empty:
        return "没有可比较的目标。" if chinese else "There are no targets to compare."
    promises = promises_of(year_comparison, labels)
    several = [p for p in promises if len(_valued(p)) > 1]
    alone: dict[int, int] = {}
    for promise in promises:
        years = _valued(promise) or list(promise.by_year)
        if len(years) == 1:
            alone[years[0]] = alone.get(years[0], 0) + 1
    once = sorted(alone.items(), key=lambda item: (-item[1], item[0]))[:MOST_YEARS]
    once.sort()
    more = sum(alone.values()) - sum(n for _, n in once)
    steps = [
        (abs(p.by_year[years[-1]] - p.by_year[years[0]]), p, years)
        for p in several
        if p.unit == "%"
        for years in [_valued(p)]
    ]
    widest = max(steps, key=lambda step: step[0], default=None)
    ranks = sum(p.unit == "rank" for p in several)
    if chinese:
        parts = [f"{len(several):,}项给出不止一个年份的值"] if several else []
        parts += [f"{n:,}项只有{year}年的值" for year, n in once]
        parts += [f"{more:,}项只有其他某一年的值"] if more else []
        text = f"{len(promises):,}项指标（按范围分）中，{'，'.join(parts)}。"
        if widest and widest[0] > 0:
            _, promise, years = widest
            text += (
                f"百分比变化最大的是{promise.name}：{years[0]}年{_percent(promise, years[0])}，"
                f"{years[-1]}年{_percent(promise, years[-1])}。"
            )
        if ranks:
            text += f"其中{ranks:,}项是排名。"
        return text
    parts = [f"{len(several):,} {_have(len(several))} values for more than one year"] * bool(
        several
    )
    parts += [f"{n:,} {are(n)} promised for {year} only" for year, n in once]
    parts += [f"{more:,} for one other year"] if more else []
    text = f"Of {counted(len(promises), 'indicator')} (by scope), {listed(parts, lang)}."
    if widest and widest[0] > 0:
        _, promise, years = widest
        text += (
            f" The widest step in per cent is that of “{promise.name}”: "
            f"{_percent(promise, years[0])} for {years[0]}, "
            f"{_percent(promise, years[-1])} for {years[-1]}."
        )
    if ranks:
        noun = "a rank" if ranks == 1 else "ranks"
        text += f" {ranks:,} of those with several years {are(ranks)} {noun}."
    return text


def describe_rank_ladder(
    year_comparison: pd.DataFrame, *, lang: str = "en", lexicon: Lexicon | None = None
) -> str:
    """Say which rank each index is to reach by which year; at most four are named.

    ``year_comparison`` has one row per indicator, scope and pair of years; its ranks are read,
    those that are promised for several years first.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    ranks = year_comparison[year_comparison["unit"] == "rank"]
    promises = [p for p in promises_of(ranks, labels) if _valued(p)]
    if not promises:
        return "没有以名次表示的目标。" if chinese else "No target is a rank."
    promises.sort(key=lambda p: (-len(_valued(p)), p.by_year[_valued(p)[-1]], p.name))
    parts = []
    for promise in promises[:MOST_YEARS]:
        aims = [
            (year, labels("rank_value", n=number_text(promise.by_year[year])))
            for year in _valued(promise)
        ]
        if chinese:
            parts.append(f"{promise.name}：" + "，".join(f"{year}年{rank}" for year, rank in aims))
        else:
            parts.append(
                f"{promise.name}: " + ", ".join(f"{rank} for {year}" for year, rank in aims)
            )
    rest = len(promises) - len(parts)
    if chinese:
        return f"以名次表示的目标——{'；'.join(parts)}" + (f"；另有{rest:,}项。" if rest else "。")
    tail = f"; and {counted(rest, 'further ranking')}." if rest else "."
    return f"Ranks aimed at: {'; '.join(parts)}{tail}"


def _valued(promise: Promise) -> list[int]:
    return sorted(year for year, value in promise.by_year.items() if value is not None)


def _percent(promise: Promise, year: int) -> str:
    return f"{number_text(promise.by_year[year])}%"


def _have(n: int) -> str:
    return "has" if n == 1 else "have"
