"""Terms in depth: by group, over time, in a network, along the text, under other segmentations."""

import pandas as pd

from analysis.readings.labels import are, counted, listed, number_text

MOST_TERMS = 5


def describe_terms_by_group(terms: pd.DataFrame, *, lang: str = "en") -> str:
    """Say which term is the most frequent of each group; at most six groups are named.

    ``terms`` has one row per group and term.
    """
    chinese = lang == "zh"
    if terms.empty:
        return "没有可统计的词。" if chinese else "There are no terms to count."
    ranked = terms.sort_values(["group", "n", "term"], ascending=[True, False, True])
    first = ranked.drop_duplicates("group")
    parts = [
        f"{row.group}：{row.term}（{row.n:,}）"
        if chinese
        else f"{row.group}: {row.term} ({row.n:,})"
        for row in first.head(6).itertuples()
    ]
    rest = len(first) - len(parts)
    if chinese:
        return f"各组最常见的词：{'；'.join(parts)}" + (f"；另有{rest:,}组。" if rest else "。")
    tail = f"; and {counted(rest, 'further group')}." if rest else "."
    return f"The most frequent term of each group: {'; '.join(parts)}{tail}"


def describe_term_trends(
    terms: pd.DataFrame, *, show: list[str] | None = None, lang: str = "en"
) -> str:
    """Say how the use of terms changes from the first to the last year, per thousand words.

    ``terms`` has one row per year (column ``group``) and term. At most three terms are named.
    """
    chinese = lang == "zh"
    dated = terms[terms["group"].astype(str).str.len() > 0]
    if dated.empty:
        return "没有带日期的词频。" if chinese else "No term count has a date."
    times = sorted(set(dated["group"].astype(str)))
    counts = dated.groupby("term")["n"].sum()
    ranked = list(show or sorted(counts.index, key=lambda term: (-counts[term], term)))[:3]
    shares = {(str(row.group), row.term): 1000 * row.share for row in dated.itertuples()}
    if len(times) == 1:
        named = listed([f"{t} {number_text(shares.get((times[0], t), 0.0))}" for t in ranked], lang)
        return (
            f"只有{times[0]}一个时间点，看不出变化；每千词：{named}。"
            if chinese
            else f"There is only one date, {times[0]}, and so no change; per thousand words: {named}."
        )
    parts = []
    for term in ranked:
        start, end = (number_text(shares.get((time, term), 0.0)) for time in (times[0], times[-1]))
        parts.append(f"{term}由{start}到{end}" if chinese else f"{term} from {start} to {end}")
    if chinese:
        return f"{times[0]}至{times[-1]}，每千词的次数：{listed(parts, lang)}。"
    return f"Between {times[0]} and {times[-1]}, uses per thousand words: {listed(parts, lang)}."


def describe_network(
    nodes: pd.DataFrame, *, edges: pd.DataFrame | None = None, lang: str = "en"
) -> str:
    """Say how many terms are linked, and which pair shares most sentences.

    ``nodes`` has one row per term, ``edges`` one per pair.
    """
    chinese = lang == "zh"
    if nodes.empty or edges is None or edges.empty:
        return (
            "没有两个词同现的次数多于偶然。"
            if chinese
            else "No two terms share more sentences than chance gives."
        )
    best = edges.sort_values(["n_sentences", "source", "target"], ascending=[False, True, True])
    row = best.iloc[0]
    if chinese:
        return (
            f"{len(nodes):,}个词之间有{len(edges):,}对的同现多于偶然；"
            f"最多的一对是{row['source']}和{row['target']}（{row['n_sentences']:,}句）。"
        )
    return (
        f"{counted(len(edges), 'pair').capitalize()} among {counted(len(nodes), 'term')} "
        f"{'shares' if len(edges) == 1 else 'share'} more sentences than chance gives; most often "
        f"{row['source']} and {row['target']} ({counted(int(row['n_sentences']), 'sentence')})."
    )


def describe_dispersion(positions: pd.DataFrame, *, lang: str = "en") -> str:
    """Say in how many articles the most frequent terms stand.

    ``positions`` has one row per occurrence.
    """
    chinese = lang == "zh"
    if positions.empty:
        return "这些词没有出现。" if chinese else "The terms do not occur."
    n = positions["article_id"].nunique()
    found = positions.groupby("term")["article_id"].agg(["size", "nunique"])
    ranked = sorted(found.index, key=lambda term: (-found.loc[term, "size"], term))[:MOST_TERMS]
    parts = [
        f"{term}出现{found.loc[term, 'size']:,}次，见于{found.loc[term, 'nunique']:,}篇"
        if chinese
        else f"{term} {counted(int(found.loc[term, 'size']), 'time')} in "
        f"{counted(int(found.loc[term, 'nunique']), 'article')}"
        for term in ranked
    ]
    if chinese:
        return f"在{n:,}篇文章中：{'；'.join(parts)}。"
    return f"Over {counted(n, 'article')}: {'; '.join(parts)}."


def describe_segmentations(
    ranks: pd.DataFrame, *, agreement: pd.DataFrame | None = None, lang: str = "en"
) -> str:
    """Say how far the most frequent terms depend on the way of cutting the text into words.

    ``ranks`` has one row per segmentation and rank; ``agreement`` one per segmentation, with the
    rank-biased overlap (rbo) with the first.
    """
    chinese = lang == "zh"
    if ranks.empty:
        return "没有可比较的切分。" if chinese else "There are no segmentations to compare."
    names = list(dict.fromkeys(ranks["segmentation"]))
    sets = {name: set(ranks.loc[ranks["segmentation"] == name, "term"]) for name in names}
    steady = set.intersection(*sets.values())
    n = len(sets[names[0]])
    if chinese:
        text = f"{len(names):,}种切分方法的前{n:,}个词中，有{len(steady):,}个词每种方法都有"
    else:
        text = (
            f"Of the first {counted(n, 'term')}, {len(steady):,} {are(len(steady))} the same "
            f"under all {len(names):,} ways of cutting"
        )
    if agreement is not None and len(agreement) > 1:
        others = agreement[agreement["segmentation"] != names[0]]
        low = others.sort_values(["rbo", "segmentation"]).iloc[0]
        number = number_text(low["rbo"], decimals=2)
        text += (
            f"；与第一种最不一致的是{low['segmentation']}（重合度{number}）"
            if chinese
            else f"; least like the first is {low['segmentation']} (overlap {number})"
        )
    return text + ("。" if chinese else ".")
