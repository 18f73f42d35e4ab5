"""Frequent terms, and what sets two groups apart."""

import pandas as pd

from analysis.readings.labels import are, counted, listed, number_text

# As many terms as a reader keeps in mind from one sentence.
MOST_TERMS = 5


def describe_terms(terms: pd.DataFrame, *, lang: str = "en") -> str:
    """Say which terms are most frequent. ``terms`` has one row per group and term."""
    total = terms.groupby("term")["n"].sum() if len(terms) else pd.Series(dtype=int)
    total = total[total > 0]
    chinese = lang == "zh"
    if total.empty:
        return "没有可统计的词。" if chinese else "There are no terms to count."
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS]
    named = listed(
        [f"{term}（{n:,}）" if chinese else f"{term} ({n:,})" for term, n in ranked], lang
    )
    n_words = int(total.sum())
    if chinese:
        return f"共{len(total):,}个不同的词，出现{n_words:,}次；最常见的是{named}。"
    if len(total) == 1:
        return f"The only term is {named}."
    return (
        f"{len(total):,} different terms occur {n_words:,} times; "
        f"the most frequent {are(len(ranked))} {named}."
    )


def describe_contrast(
    keyness: pd.DataFrame, *, target: str = "", reference: str = "", lang: str = "en"
) -> str:
    """Say which terms set the target apart from the reference, and where counts are too small.

    ``keyness`` has one row per term.
    """
    chinese = lang == "zh"
    if keyness.empty:
        return "没有可对比的词。" if chinese else "There are no terms to contrast."
    target = target or ("目标组" if chinese else "the target group")
    reference = reference or ("对照组" if chinese else "the reference group")
    ranked = keyness.assign(size=keyness["g2"].abs()).sort_values(
        ["size", "term"], ascending=[False, True]
    )
    more = ranked[ranked["verdict"] == "target"]
    less = ranked[ranked["verdict"] == "reference"]
    weak = int((keyness["verdict"] == "insufficient").sum())
    if chinese:
        parts = [
            f"{where}更常用的有{_named(rows, lang)}"
            for where, rows in ((target, more), (reference, less))
            if len(rows)
        ]
        text = "；".join(parts) if parts else "没有词能把两组可靠地区分开"
        return f"对比{len(keyness):,}个词：{text}" + (
            f"；{weak:,}个词次数太少，无法判断。" if weak else "。"
        )
    parts = [
        f"{_named(rows, lang)} {are(len(rows))} more frequent in {where}"
        for where, rows in ((target, more), (reference, less))
        if len(rows)
    ]
    text = listed(parts, lang) if parts else "none sets the two groups reliably apart"
    text = f"Of {counted(len(keyness), 'term')}, {text}"
    return text + (f"; for {weak:,} the counts are too small to tell." if weak else ".")


def _named(rows: pd.DataFrame, lang: str) -> str:
    shape = "{}（{}:{}）" if lang == "zh" else "{} ({} against {})"
    first = [
        shape.format(row["term"], number_text(row["n_target"]), number_text(row["n_reference"]))
        for row in rows.head(3).to_dict("records")
    ]
    rest = len(rows) - len(first)
    if rest:
        first.append(f"另外{rest:,}个词" if lang == "zh" else f"{rest:,} more")
    return listed(first, lang)
