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


def describe_coverage_intervals(
    coverage: pd.DataFrame,
    *,
    by: str = "article_id",
    lang: str = "en",
    lexicon: Lexicon | None = None,
) -> str:
    """Say which topic is covered most in each group, with its interval; at most three groups.

    ``coverage`` has one row per group (column ``by``) and topic.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    if coverage.empty:
        return "没有可显示的主题。" if chinese else "There are no topics to show."
    groups = sorted(coverage.groupby(by)["n_sentences"].sum().items(), key=lambda i: (-i[1], i[0]))
    parts = []
    for group, n in groups[:3]:
        if not n:
            parts.append(f"{group}：无" if chinese else f"{group}: none")
            continue
        own = coverage[coverage[by] == group].sort_values(
            ["share", "topic"], ascending=[False, True]
        )
        row = own.iloc[0]
        text = f"{labels.name('topic', row['topic'])} {share_text(row['share'], 1)}"
        if pd.notna(row["low"]):
            low, high = share_text(row["low"], 1), share_text(row["high"], 1)
            text += f"（95%区间{low}至{high}）" if chinese else f" (95% interval {low} to {high})"
        parts.append(f"{group}：{text}" if chinese else f"{group}: {text}")
    rest = len(groups) - len(parts)
    if chinese:
        return f"句子占比最高的主题——{'；'.join(parts)}" + (f"；另有{rest:,}组。" if rest else "。")
    tail = f"; and {counted(rest, 'further group')}." if rest else "."
    return f"The topic with the largest share of sentences in each group: {'; '.join(parts)}{tail}"


def describe_talk_and_commitment(
    talk: pd.DataFrame, *, lang: str = "en", lexicon: Lexicon | None = None
) -> str:
    """Say where most is promised, and of which topics much is said and nothing promised.

    ``talk`` has one row per article, topic, status and year. It names how many articles stand
    behind it: with few, it shows these and no more.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    if talk.empty:
        return "没有可显示的主题。" if chinese else "There are no topics to show."
    n = talk["article_id"].nunique()
    shares = talk.drop_duplicates(["article_id", "topic"]).groupby("topic")["share"].mean()
    targets = talk[talk["status"] == "target"].groupby("topic")["n_claims"].sum()
    table = pd.DataFrame({"share": shares, "n": targets}).fillna(0)
    most = table.sort_values(["n", "share"], ascending=False)
    silent = table[(table["n"] == 0) & (table["share"] > 0)].sort_values("share", ascending=False)
    if not most["n"].iloc[0]:
        first = (
            f"{n:,}篇文章没有可归入主题的目标"
            if chinese
            else f"In {counted(n, 'article')} no topic has a measurable target"
        )
    else:
        top = most.index[0]
        count, share = int(most["n"].iloc[0]), share_text(most["share"].iloc[0], 1)
        name = labels.name("topic", top)
        first = (
            f"{n:,}篇文章中目标最多的主题是{name}（{count:,}项目标，句子占比{share}）"
            if chinese
            else f"In {counted(n, 'article')} the topic with most targets is {name} "
            f"({counted(count, 'target')}, {share} of the sentences)"
        )
    if len(silent):
        named = listed(
            [
                f"{labels.name('topic', topic)}（{share_text(share, 1)}）"
                if chinese
                else f"{labels.name('topic', topic)} ({share_text(share, 1)})"
                for topic, share in silent["share"].head(2).items()
            ],
            lang,
        )
        first += (
            f"；谈得最多而没有目标的是{named}"
            if chinese
            else f"; talked about most without any target: {named}"
        )
    return first + ("。" if chinese else ".")


def describe_topics_over_time(
    coverage: pd.DataFrame, *, by: str = "year", lang: str = "en", lexicon: Lexicon | None = None
) -> str:
    """Say which topic changes most between the first and the last year.

    ``coverage`` has one row per year (column ``by``) and topic.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    dated = coverage[coverage[by].astype(str).str.len() > 0]
    if dated.empty:
        return "没有带日期的文章。" if chinese else "No article has a date."
    times = sorted(set(dated[by].astype(str)))
    if len(times) == 1:
        return (
            f"只有{times[0]}一个时间点，看不出变化。"
            if chinese
            else f"There is only one date, {times[0]}, and so no change."
        )
    ends = dated[dated[by].astype(str).isin([times[0], times[-1]])]
    table = ends.assign(**{by: ends[by].astype(str)}).pivot_table(
        index="topic", columns=by, values="share"
    )
    change = (table[times[-1]] - table[times[0]]).dropna()
    if change.empty or not change.abs().max():
        return (
            f"{times[0]}至{times[-1]}，各主题占比没有变化。"
            if chinese
            else f"Between {times[0]} and {times[-1]} no share changes."
        )
    topic = min(change.index, key=lambda key: (-abs(change[key]), key))
    start, end = (share_text(table.loc[topic, time], 1) for time in (times[0], times[-1]))
    name = labels.name("topic", topic)
    if chinese:
        return f"{times[0]}至{times[-1]}，变化最大的主题是{name}：由{start}到{end}。"
    return (
        f"Between {times[0]} and {times[-1]} the share that changes most is that of {name}: "
        f"from {start} to {end}."
    )


def describe_article_topics(
    topic_hits: pd.DataFrame,
    *,
    article: str | None = None,
    lang: str = "en",
    lexicon: Lexicon | None = None,
) -> str:
    """Say with which topic an article begins and which it returns to most.

    ``topic_hits`` has one row per hit; ``article`` defaults to the one with most hits.
    """
    labels = labels_in(lang, lexicon)
    chinese = lang == "zh"
    counts = topic_hits["article_id"].value_counts()
    if article is None and len(counts):
        article = min(counts.index, key=lambda key: (-counts[key], str(key)))
    own = topic_hits[topic_hits["article_id"] == article]
    if own.empty:
        return "这篇文章没有涉及任何主题。" if chinese else "The article speaks of no topic."
    once = own.drop_duplicates(["topic", "sentence_no"])
    first = labels.name("topic", once.sort_values(["sentence_no", "topic"])["topic"].iloc[0])
    sizes = once["topic"].value_counts()
    top = min(sizes.index, key=lambda key: (-sizes[key], key))
    n = once["topic"].nunique()
    if chinese:
        return (
            f"文章{article}涉及{n:,}个主题，最先谈到{first}，"
            f"谈得最多的是{labels.name('topic', top)}（{sizes[top]:,}句）。"
        )
    return (
        f"Article {article} speaks of {counted(n, 'topic')}: first of {first}, "
        f"most of {labels.name('topic', top)} ({counted(int(sizes[top]), 'sentence')})."
    )
