"""Topic coverage: how much of each article speaks about which topic."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    LABEL_SHARE,
    MOST_PANELS,
    article_label,
    bare,
    base_size,
    chart,
    check_columns,
    choose_articles,
    draw_cell,
    finish,
    new_axes,
    nothing,
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.text import wrap
from analysis.lexicon import Lexicon
from analysis.readings import describe_topic_coverage
from analysis.readings.labels import labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@chart(describe_topic_coverage)
def plot_topic_coverage(
    topic_coverage: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    articles: pd.DataFrame | Sequence[str] | None = None,
    by: str = "article_id",
    top: int = MOST_PANELS,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw topics × articles: share of sentences in each cell, with their number below.

    ``topic_coverage`` has one row per article (or group, named by the column ``by``) and topic.
    Topics are ordered by their mean share. At most ``top`` articles are shown, those with most
    coded sentences; a last column then gives the mean over all.
    """
    check_columns(topic_coverage, (by, "topic", "n_sentences", "share"), "topic_coverage")
    labels = labels_in(lang, lexicon)
    if topic_coverage.empty:
        return nothing(ax, labels, title=labels("coverage_title"), rows=topic_coverage)
    table = topic_coverage.rename(columns={by: "article_id"})
    shares = table.pivot_table(index="topic", columns="article_id", values="share").fillna(0.0)
    counts = table.pivot_table(index="topic", columns="article_id", values="n_sentences").fillna(0)
    chosen = choose_articles(table, articles, top=top, weight=counts.sum())
    groups = [key for key in chosen.ids if key in shares.columns]
    order = shares.mean(axis=1).sort_values(ascending=False, kind="stable").index
    with_mean = bool(chosen.left_out)
    columns = [*groups, *(["*mean"] if with_mean else [])]

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    cell_width = full * (1 - LABEL_SHARE) / len(columns)
    most = max(float(shares[groups].max().max()), 0.01)
    drawn = with_marks(
        pd.DataFrame(
            [
                (
                    "" if key == "*mean" else key,
                    topic,
                    counts.loc[topic].sum() if key == "*mean" else counts.loc[topic, key],
                    shares.loc[topic].mean() if key == "*mean" else shares.loc[topic, key],
                )
                for topic in order
                for key in columns
            ],
            columns=[by, "topic", "n_sentences", "share"],
        ).astype({"n_sentences": int}),
        "topic_coverage",
    )
    wide_cells = cell_width > 6 * base
    for place, row in enumerate(drawn.to_dict("records")):
        y, x = divmod(place, len(columns))
        share = f"{100 * row['share']:.0f}"
        draw_cell(
            ax,
            x,
            y,
            part=row["share"] / most,
            text=labels("share_and_count", share=share, n=row["n_sentences"])
            if wide_cells
            else f"{share}%\n{row['n_sentences']}",
            gid=row["mark"],
            size=base * 0.93,
        )
    ax.set_xlim(-0.5, len(columns) - 0.5)
    tall = set_rows(
        ax,
        [labels.name("topic", topic) for topic in order],
        width=full * LABEL_SHARE,
        lines=2,
        size=base,
    )
    heads = [
        wrap(labels("mean_of_all", n=len(shares.columns)), cell_width, base * 0.86)
        if key == "*mean"
        else article_label(
            key, chosen, width=cell_width * 0.94, size=base * 0.86, lines=5 if wide_cells else 4
        )
        for key in columns
    ]
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(columns)), heads, fontsize=base * 0.86)
    for text in ax.get_xticklabels():
        text.set_linespacing(1.05)
    ax.tick_params(axis="x", length=0, pad=2)
    bare(ax)
    return finish(
        ax,
        own=own,
        height=len(order) * base * max(1.9 if wide_cells else 2.7, 0.35 + 1.15 * tall),
        title=labels("coverage_title"),
        subtitle=labels("coverage_subtitle", n=len(shares.columns), topics=len(order)),
        notes=(
            labels("coverage_note"),
            labels("articles_left_out", n=len(chosen.left_out)) if chosen.left_out else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )
