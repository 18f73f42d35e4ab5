"""Topic coverage."""

import pandas as pd

from analysis.lexicon import Lexicon
from analysis.readings.labels import are, counted, labels_in, listed, share_text


def describe_topic_coverage(
    topic_coverage: pd.DataFrame,
    *,
    by: str = "article_id",
    lang: str = "en",
    lexicon: Lexicon | None = None,
) -> str:
    """Say which topics are covered most and which not at all.

    ``topic_coverage`` has one row per article (or group, named by ``by``) and topic.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    if topic_coverage.empty:
        return "没有可显示的主题。" if chinese else "There are no topics to show."
    shares = topic_coverage.groupby("topic", sort=False)["share"].mean().fillna(0.0)
    n = topic_coverage[by].nunique()
    covered = shares[shares > 0].sort_values(ascending=False, kind="stable")
    absent = [labels.name("topic", topic) for topic in shares.index[shares == 0]]
    if covered.empty:
        if chinese:
            return f"{n:,}篇文章没有涉及{len(shares):,}个主题中的任何一个。"
        return f"None of {counted(len(shares), 'topic')} is covered in {_groups(n, by)}."
    first = [
        f"{labels.name('topic', topic)}（{share_text(share, 1)}）"
        if chinese
        else f"{labels.name('topic', topic)} ({share_text(share, 1)})"
        for topic, share in covered.head(3).items()
    ]
    if chinese:
        where = f"{n:,}{'篇文章' if by == 'article_id' else '组'}中"
        text = f"{where}，按平均句子占比，着墨最多的主题是{listed(first, lang)}"
        return f"{text}；没有涉及的主题：{listed(absent, lang)}。" if absent else f"{text}。"
    text = (
        f"By mean share of sentences in {_groups(n, by)}, "
        f"the {'topic' if len(first) == 1 else 'topics'} covered most "
        f"{are(len(first))} {listed(first, lang)}"
    )
    return f"{text}; not covered: {listed(absent, lang)}." if absent else f"{text}."


def _groups(n: int, by: str) -> str:
    return counted(n, "article" if by == "article_id" else "group")
