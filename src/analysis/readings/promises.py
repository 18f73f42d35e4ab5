"""Promises: when, against what happened, against the official decision."""

import pandas as pd

from analysis.lexicon import Lexicon
from analysis.readings.labels import are, counted, labels_in, listed, number_text, value_text

RESULTS = ("met", "missed", "disputed", "not_testable", "not_due", "no_data")
_RESULT_WORDS = {
    "met": "met",
    "missed": "missed",
    "disputed": "disputed",
    "not_testable": "not testable",
    "not_due": "not due yet",
    "no_data": "without data",
}


def describe_promises(
    claims: pd.DataFrame, *, articles: pd.DataFrame | None = None, lang: str = "en"
) -> str:
    """Say how many indicators are promised, for which years, and when it was promised.

    ``claims`` has one row per claim; counted are targets with a year that repeat no other.
    """
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"].fillna("") == "")]
    dated = targets[targets["year"].notna()]
    chinese = lang == "zh"
    if dated.empty:
        return "没有写明年份的目标。" if chinese else "No target names a year."
    years = dated["year"].astype(int)
    names = (
        dated["indicator"]
        .fillna("")
        .where(dated["indicator"].fillna("") != "", dated["indicator_text"].fillna(""))
    )
    n = names.nunique()
    first, last = int(years.min()), int(years.max())
    made = _made(dated, articles)
    if chinese:
        span = f"{first}年" if first == last else f"{first}年至{last}年"
        text = f"{n:,}项指标共有{len(dated):,}项写明年份的目标，目标年份为{span}"
        if made:
            text += f"，承诺发表于{made[0] if made[0] == made[-1] else f'{made[0]}至{made[-1]}'}"
        return f"{text}。"
    span = f"{first}" if first == last else f"{first} to {last}"
    text = f"{counted(len(dated), 'target')} for {counted(n, 'indicator')} {are(len(dated))} set for {span}"
    if made:
        text += f", in articles of {made[0] if made[0] == made[-1] else f'{made[0]} to {made[-1]}'}"
    return f"{text[0].upper()}{text[1:]}."


def _made(dated: pd.DataFrame, articles: pd.DataFrame | None) -> list[str]:
    if articles is None or "published" not in articles:
        return []
    own = articles[articles["article_id"].isin(dated["article_id"])]
    return sorted(date for date in own["published"].fillna("") if date)


def describe_ranks(
    outcomes: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    lang: str = "en",
    lexicon: Lexicon | None = None,
) -> str:
    """Say for each ranked index its first and last published rank, and its targets.

    ``outcomes`` has one row per published value, ``targets`` one per target. At most three
    indices are named, those with targets first.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    ranks = outcomes[(outcomes["unit"] == "rank") & outcomes["value"].notna()]
    if ranks.empty:
        return "没有公布的排名。" if chinese else "No rank has been published."
    aims: dict[tuple[str, str], list[tuple[int, float]]] = {}
    if targets is not None:
        for row in targets[targets["target"].notna()].to_dict("records"):
            pair = (int(row["target_year"]), float(row["target"]))
            aims.setdefault((row["indicator"], row["scope"]), []).append(pair)
    groups = {
        key: group.sort_values(["year", "value"])
        for key, group in ranks.groupby(["indicator", "scope"])
    }
    order = sorted(groups, key=lambda key: (key not in aims, -len(groups[key]), key))
    parts = []
    for key in order[:3]:
        first, last = groups[key].iloc[0], groups[key].iloc[-1]
        name = labels.indicator(key[0], "", key[1])
        start, end = (labels("rank_value", n=number_text(row["value"])) for row in (first, last))
        goal = listed(
            [
                f"{year}年{labels('rank_value', n=number_text(value))}"
                if chinese
                else f"{labels('rank_value', n=number_text(value))} for {year}"
                for year, value in sorted(set(aims.get(key, [])))
            ],
            lang,
        )
        if chinese:
            text = f"{name}{int(first['year'])}年{start}"
            text += f"，{int(last['year'])}年{end}" if len(groups[key]) > 1 else ""
            parts.append(text + (f"（目标：{goal}）" if goal else ""))
        else:
            text = f"{name}: {start} in {int(first['year'])}"
            text += f", {end} in {int(last['year'])}" if len(groups[key]) > 1 else ""
            parts.append(text + (f" (target {goal})" if goal else ""))
    rest = len(order) - len(parts)
    if chinese:
        return "；".join(parts) + (f"；另有{rest:,}项排名。" if rest else "。")
    return "; ".join(parts) + (f"; and {counted(rest, 'further ranking')}." if rest else ".")


def describe_outcomes(
    target_outcomes: pd.DataFrame, *, lang: str = "en", lexicon: Lexicon | None = None
) -> str:
    """Say how many targets were met, missed, disputed … and which target was missed most widely.

    ``target_outcomes`` has one row per target.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    if target_outcomes.empty:
        return "没有可检验的目标。" if chinese else "There are no targets to test."
    counts = target_outcomes["result"].value_counts()
    parts = [
        f"{counts[result]:,}项{labels(f'result_{result}')}"
        if chinese
        else f"{counts[result]:,} {are(counts[result])} {_RESULT_WORDS[result]}"
        for result in RESULTS
        if counts.get(result)
    ]
    n = len(target_outcomes)
    text = (
        f"{n:,}项目标中，{listed(parts, lang)}。"
        if chinese
        else (f"Of {counted(n, 'target')}, {listed(parts, lang)}.")
    )
    missed = target_outcomes[
        (target_outcomes["result"] == "missed") & target_outcomes["outcome"].notna()
    ]
    if len(missed):
        row = missed.sort_values(["target_year", "indicator", "scope"]).iloc[0].to_dict()
        name = labels.indicator(row["indicator"], "", row["scope"])
        target = value_text(row["target"], row["unit"], labels)
        outcome = value_text(row["outcome"], row["unit"], labels)
        text += (
            f"例如{name}：目标{target}，结果{outcome}。"
            if chinese
            else f" One that was missed: {name}, {target} promised, {outcome} reached."
        )
    return text


def describe_reported(reported: pd.DataFrame, *, lang: str = "en") -> str:
    """Say how many official targets the articles report, change or leave out, and which blocks.

    ``reported`` has one row per article and official target. A target counts as reported if one
    article reports it.
    """
    labels = labels_in(lang)
    chinese = lang == "zh"
    if reported.empty:
        return "没有可对照的官方目标。" if chinese else "There are no official targets to compare."
    order = {"reported": 0, "changed": 1, "left_out": 2}
    key = ["document", "pillar", "target_year", "indicator", "scope"]
    key += ["value"] if "value" in reported else []
    best = reported.assign(order=reported["state"].map(order)).sort_values([*key, "order"])
    best = best.drop_duplicates(key)
    counts = best["state"].value_counts()
    blocks = best.groupby(["target_year", "pillar"])["order"].min()
    silent = [
        f"{labels.words.get(f'pillar_{pillar}', pillar)}（{int(year)}年）"
        if chinese
        else f"{labels.words.get(f'pillar_{pillar}', pillar)} {int(year)}"
        for (year, pillar), state in blocks.items()
        if state == 2
    ]
    n, articles = len(best), reported["article_id"].nunique()
    if chinese:
        words = {"reported": "已报道", "changed": "数值不同", "left_out": "未报道"}
        parts = [f"{counts[s]:,}项{words[s]}" for s in order if counts.get(s)]
        text = f"{articles:,}篇文章对照{n:,}项官方目标：{listed(parts, lang)}"
        return f"{text}；完全没有报道的有{listed(silent, lang)}。" if silent else f"{text}。"
    words = {"reported": "reported", "changed": "given with another value", "left_out": "left out"}
    parts = [f"{counts[s]:,} {are(counts[s])} {words[s]}" for s in order if counts.get(s)]
    text = f"Of {counted(n, 'official target')} held against {counted(articles, 'article')}, {listed(parts, lang)}"
    return f"{text}; left out altogether: {listed(silent, lang)}." if silent else f"{text}."
