"""What was read: articles, sentences, claims, and what was left out."""

import pandas as pd

from analysis.readings.labels import are, counted, listed, share_text, were

ANALYSED = ("title", "lede", "heading", "body")


def describe_corpus(
    articles: pd.DataFrame,
    sentences: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
    *,
    lang: str = "en",
) -> str:
    """Say how many articles, sentences and claims there are, and from which dates.

    ``articles`` has one row per article. Duplicates are named apart; repeated sentences and
    claims are not counted, as in no analysis. Claims that a researcher corrected are told.
    """
    duplicate = articles.get("duplicate_of", pd.Series("", index=articles.index)).fillna("") != ""
    n = int((~duplicate).sum())
    published = articles.get("published", pd.Series("", index=articles.index)).fillna("")
    dates = sorted(date for date in published[~duplicate] if date)
    undated = n - len(dates)
    chinese = lang == "zh"
    if n == 0:
        return "没有可供分析的文章。" if chinese else "There are no articles to analyse."
    if chinese:
        text = f"语料共{n:,}篇文章"
        if dates:
            text += f"，发表于{_span(dates, '至')}"
        if undated:
            text += f"（{undated:,}篇日期不详）"
    else:
        text = f"The corpus has {counted(n, 'article')}"
        if dates:
            text += f", published {'in' if len(set(dates)) == 1 else 'from'} {_span(dates, ' to ')}"
        if undated:
            text += f" ({undated:,} undated)"
    if duplicate.any():
        again = int(duplicate.sum())
        text += (
            f"，另有{again:,}篇重复、不计入分析"
            if chinese
            else f"; {counted(again, 'duplicate')} {are(again)} left out"
        )
    text += "。" if chinese else "."
    if sentences is not None:
        repeat = sentences.get("repeat_of_sentence")
        kept = len(sentences) if repeat is None else int(repeat.isna().sum())
        text += (
            f"共分析{kept:,}个句子。"
            if chinese
            else f" {counted(kept, 'sentence').capitalize()} {were(kept)} analysed."
        )
    if claims is not None:
        text += _claims(claims, lang)
    return text


def _span(dates: list[str], between: str) -> str:
    return dates[0] if dates[0] == dates[-1] else f"{dates[0]}{between}{dates[-1]}"


def _claims(claims: pd.DataFrame, lang: str) -> str:
    own = claims[claims["repeat_of"].fillna("") == ""]
    counts, corrected = own["status"].value_counts(), count_corrected(own)
    if lang == "zh":
        names = {"target": "项目标", "projection": "项预测", "actual": "项实际值"}
        parts = [f"{counts[key]:,}{name}" for key, name in names.items() if counts.get(key)]
        if not parts:
            return "未发现量化陈述。"
        text = f"其中量化陈述{len(own):,}项：{listed(parts, lang)}"
        return f"{text}；经人工订正{corrected:,}项。" if corrected else f"{text}。"
    names = {
        "target": ("target", "targets"),
        "projection": ("projection", "projections"),
        "actual": ("actual value", "actual values"),
    }
    parts = [counted(int(counts[key]), *name) for key, name in names.items() if counts.get(key)]
    if not parts:
        return " They make no quantified claims."
    text = f" They make {counted(len(own), 'quantified claim')}: {listed(parts, lang)}"
    if corrected:
        text += f"; {corrected:,} {were(corrected)} corrected by hand"
    return f"{text}."


def count_corrected(claims: pd.DataFrame) -> int:
    """Return how many of ``claims`` a researcher corrected or added."""
    return int((claims["source"] == "human").sum()) if "source" in claims else 0


def describe_zones(zones: pd.DataFrame, *, lang: str = "en") -> str:
    """Say what share of the characters was analysed and what was left out.

    ``zones`` has one row per zone.
    """
    if zones.empty:
        return "没有可显示的文本区。" if lang == "zh" else "There are no zones to show."
    n = (zones["end"] - zones["start"]).groupby(zones["zone"]).sum()
    total = int(n.sum())
    analysed = int(n.reindex(ANALYSED, fill_value=0).sum())
    articles = zones["article_id"].nunique()
    related = int(n.get("related", 0))
    others = total - analysed - related
    if lang == "zh":
        text = (
            f"{articles:,}篇文章共{total:,}个字符，"
            f"其中{share_text(analysed, total)}（标题、导语、小标题和正文）进入分析"
        )
        left = [f"相关报道{share_text(related, total)}"] if related else []
        left += [f"图注、电头等{share_text(others, total)}"] if others else []
        return f"{text}；未分析的有{listed(left, lang)}。" if left else f"{text}。"
    text = (
        f"Of {counted(total, 'character')} in {counted(articles, 'article')}, "
        f"{share_text(analysed, total)} were analysed (title, lede, headings and body)"
    )
    left = [f"{share_text(related, total)} are lists of related stories"] if related else []
    left += (
        [f"{share_text(others, total)} are captions, datelines and other matter"] if others else []
    )
    return f"{text}; left out: {listed(left, lang)}." if left else f"{text}."
