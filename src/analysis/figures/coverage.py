"""Topic coverage in depth: intervals, commitments, years, and the ribbon of one article."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    LABEL_SHARE,
    MOST_PANELS,
    bare,
    base_size,
    called_in,
    chart,
    check_columns,
    finish,
    mark,
    new_axes,
    nothing,
    panels_in,
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.places import place_labels
from analysis.figures.style import BLACK, BLUE, GREY, ORANGE, PALE, SKY, printable
from analysis.figures.text import line_count, shorten, text_width, wrap
from analysis.lexicon import Lexicon
from analysis.readings.labels import labels_in
from analysis.readings.topics import (
    describe_article_topics,
    describe_coverage_intervals,
    describe_talk_and_commitment,
    describe_topics_over_time,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Groups that stand beside each other in one chart: colour, mark.
GROUP_STYLES = ((BLUE, "o"), (ORANGE, "D"), (BLACK, "s"))


@chart(describe_coverage_intervals)
def plot_coverage_bars(
    coverage: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    by: str = "article_id",
    groups: Sequence[str] | None = None,
    articles: pd.DataFrame | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the share of sentences on each topic with its 95 % interval, the widest first.

    ``coverage`` has one row per group (column ``by``) and topic. One group is drawn as bars, two
    or three as points beside each other: those named by ``groups``, else those with most
    sentences; the articles table as ``articles`` gives articles their titles. Without an interval
    (``insufficient``) the point is hollow.
    """
    check_columns(coverage, (by, "topic", "n_sentences", "share", "low", "high"), "coverage")
    labels = labels_in(lang, lexicon)
    if coverage.empty:
        return nothing(ax, labels, title=labels("bars_title"), rows=coverage)
    weights = coverage.groupby(by, sort=True)["n_sentences"].sum().sort_values(ascending=False)
    everyone = [str(key) for key in weights.index]
    chosen = [str(key) for key in groups] if groups is not None else everyone
    chosen = chosen[: len(GROUP_STYLES)]
    table = coverage.assign(**{by: coverage[by].astype(str)})
    table = table[table[by].isin(chosen)]
    order = table.groupby("topic", sort=False)["share"].mean().fillna(0)
    order = list(order.sort_values(ascending=False, kind="stable").index)
    place_of = {topic: place for place, topic in enumerate(order)}
    rows = sorted(
        table.to_dict("records"), key=lambda row: (place_of[row["topic"]], chosen.index(row[by]))
    )
    drawn = with_marks(
        pd.DataFrame(rows)[[by, "topic", "n_sentences", "share", "low", "high"]], "coverage_bars"
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    furthest = 0.0
    for row in drawn.to_dict("records"):
        number = chosen.index(row[by])
        colour, shape = GROUP_STYLES[number]
        y = place_of[row["topic"]] + (number - (len(chosen) - 1) / 2) * 0.26
        share, low, high = (100 * row[column] for column in ("share", "low", "high"))
        known = pd.notna(row["low"]) and pd.notna(row["high"])
        if len(chosen) == 1:
            bar = ax.barh(y, share, height=0.66, color=SKY, edgecolor=GREY, linewidth=0.3)[0]
            mark(bar, row["mark"])
        if known:
            ax.plot([low, high], [y, y], color=BLACK if len(chosen) == 1 else colour, zorder=3)
        if len(chosen) > 1:
            (point,) = ax.plot(
                share,
                y,
                marker=shape,
                markersize=base * 0.6,
                color=colour,
                markerfacecolor=colour if known else "white",
                linestyle="",
                zorder=4,
                clip_on=False,
            )
            mark(point, row["mark"])
        else:
            ax.annotate(
                labels("share_and_count", share=f"{share:.0f}", n=int(row["n_sentences"])),
                (max(share, high) if known else share, y),
                (3, 0),
                textcoords="offset points",
                va="center",
                fontsize=base * 0.9,
                annotation_clip=False,
            )
        furthest = max(furthest, share, high if known else 0.0)
    full = width_of(ax, own=own)
    tall = set_rows(
        ax, [labels.name("topic", topic) for topic in order], width=full * LABEL_SHARE, size=base
    )
    ax.set_xlim(-0.02 * max(furthest, 5), 1.02 * max(furthest, 5))
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.xaxis.set_major_formatter("{x:.0f}%")
    ax.grid(axis="x")
    bare(ax, "left")
    called = [called_in(articles, key) for key in chosen]
    left_out = len(everyone) - len(chosen)
    return finish(
        ax,
        own=own,
        height=len(order) * base * max(1.85 if len(chosen) == 1 else 2.2, 0.35 + 1.15 * tall),
        title=labels("bars_title"),
        subtitle=labels("bars_subtitle", n=_n_coded(table, by), groups=len(chosen)),
        notes=(
            labels("bars_hollow") if drawn["low"].isna().any() else "",
            labels("groups_left_out", n=left_out) if left_out > 0 else "",
            source_note(labels, source),
        ),
        key=[
            (_dot(*style), shorten(printable(name), full * 0.9, base * 0.9))
            for style, name in zip(GROUP_STYLES, called, strict=False)
        ]
        if len(chosen) > 1
        else (),
        rows=drawn,
    )


def _dot(colour: str, shape: str) -> object:
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="", marker=shape, color=colour, markersize=base_size() * 0.6)


@chart(describe_talk_and_commitment)
def plot_talk_and_commitment(
    talk: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw how much is said about each topic (x) and how many targets are set there (y).

    ``talk`` has one row per article, topic, status and year (``talk_and_commitment``). Shares
    are means over the articles, targets sums.
    """
    check_columns(talk, ("article_id", "topic", "share", "status", "n_claims"), "talk")
    labels = labels_in(lang, lexicon)
    if talk.empty:
        return nothing(ax, labels, title=labels("talk_title"), rows=talk)
    once = talk.drop_duplicates(["article_id", "topic"])
    shares = once.groupby("topic", sort=True)["share"].mean()
    targets = talk[talk["status"] == "target"].groupby("topic")["n_claims"].sum()
    table = pd.DataFrame({"share": shares, "n_targets": targets}).fillna(0).reset_index()
    table = table.sort_values(["n_targets", "share", "topic"], ascending=[False, False, True])
    drawn = with_marks(table.astype({"n_targets": int}), "talk_and_commitment")
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    wide, high = width_of(ax, own=own) * 0.86, width_of(ax, own=own) * 0.72
    limit_x = max(float(drawn["share"].max()) * 100, 5) * 1.08
    limit_y = max(int(drawn["n_targets"].max()), 3) * 1.12
    radius = base * 0.4

    def at(share: float, n: float) -> tuple[float, float]:
        return (100 * share / limit_x * 0.92 + 0.04) * wide, (n / limit_y * 0.82 + 0.15) * high

    # Topics that stand on the same spot share one label.
    together: dict[tuple[float, float], list[str]] = {}
    for row in drawn.to_dict("records"):
        spot = at(row["share"], row["n_targets"])
        name = printable(labels.name("topic", row["topic"]))
        together.setdefault(spot, []).append(wrap(name, 0.32 * wide, base * 0.9, lines=3))
        (point,) = ax.plot(
            *spot, marker="o", markersize=2 * radius, color=BLUE if row["n_targets"] else GREY
        )
        mark(point, row["mark"])
    points = list(together)
    names = ["\n".join(names) for names in together.values()]
    sizes = [(text_width(name, base * 0.9) + 2, line_count(name) * base * 1.15) for name in names]
    places = place_labels(points, sizes, radius=[radius] * len(points), room=(wide, high))
    for spot, name, size, place in zip(points, names, sizes, places, strict=True):
        if place:
            ax.text(*place, name, ha="center", va="center", fontsize=base * 0.9, linespacing=1.05)
            _leader(ax, spot, place, size)
    ax.set_xlim(0, wide)
    ax.set_ylim(0, high)
    steps_x, steps_y = _steps(limit_x), _steps(limit_y)
    ax.set_xticks([at(s / 100, 0)[0] for s in steps_x], [f"{s:g}%" for s in steps_x])
    ax.set_yticks([at(0, s)[1] for s in steps_y], [f"{s:g}" for s in steps_y])
    ax.set_xlabel(labels("talk_x"), fontsize=base * 0.9)
    ax.set_ylabel(labels("talk_y"), fontsize=base * 0.9)
    ax.grid()
    silent = sum(place is None for place in places)
    return finish(
        ax,
        own=own,
        height=high,
        title=labels("talk_title"),
        subtitle=labels(
            "talk_subtitle",
            n=len(drawn),
            articles=int(talk["article_id"].nunique()),
        ),
        notes=(
            labels("talk_note"),
            labels("labels_left_out", n=silent) if silent else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


def _n_coded(coverage: pd.DataFrame, by: str) -> int:
    """Return how many sentences the shares are of; a sentence may have several topics."""
    told = coverage[coverage["share"] > 0]
    each = told["n_sentences"] / told["share"]
    return int((each.groupby(told[by]).max()).round().sum())


def _steps(limit: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    return [s for s in MaxNLocator(5, integer=True).tick_values(0, limit) if 0 <= s <= limit]


def _leader(
    ax: "Axes", point: tuple[float, float], place: tuple[float, float], size: tuple[float, float]
) -> None:
    """Join a label that stands away from its point to it: to the edge of the label, not into it."""
    near = [
        min(max(at, middle - extent / 2), middle + extent / 2)
        for at, middle, extent in zip(point, place, size, strict=True)
    ]
    away = max(abs(at - edge) for at, edge in zip(point, near, strict=True))
    if away > 0.8 * base_size():
        ax.plot(*zip(point, near, strict=True), color="#BBBBBB", linewidth=0.5, zorder=0)


@chart(describe_topics_over_time)
def plot_topics_over_time(
    coverage: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    by: str = "year",
    topics: Sequence[str] | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the share of sentences on each topic over time, with intervals: a panel per topic.

    ``coverage`` has one row per year (column ``by``) and topic; undated articles (an empty year)
    are not drawn. At most six ``topics``, by default those covered most.
    """
    check_columns(coverage, (by, "topic", "share", "low", "high"), "coverage")
    labels = labels_in(lang, lexicon)
    dated = coverage[coverage[by].astype(str).str.len() > 0]
    if dated.empty:
        return nothing(ax, labels, title=labels("over_time_title"), rows=dated)
    dated = dated.assign(**{by: dated[by].astype(str)}).sort_values(by, kind="stable")
    means = dated.groupby("topic", sort=False)["share"].mean().sort_values(ascending=False)
    shown = list(topics or means.index)[:MOST_PANELS]
    times = list(dict.fromkeys(dated[by]))
    drawn = with_marks(
        pd.concat([dated[dated["topic"] == topic] for topic in shown])[
            [by, "topic", "share", "low", "high"]
        ],
        "topics_over_time",
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    highest = 100 * max(float(drawn[["share", "high"]].max().max()), 0.05)
    half = width_of(ax, own=own) * 0.42
    names = [
        wrap(printable(labels.name("topic", topic)), half, base * 0.9, weight="bold", lines=2)
        for topic in shown
    ]
    tall = max(line_count(name) for name in names)
    gap = (1.2 + 1.15 * tall) * base
    height, panels = panels_in(ax, len(shown), height=6.5 * base, gap=gap, columns=2)
    for place, (panel, topic) in enumerate(zip(panels, shown, strict=True)):
        rows = drawn[drawn["topic"] == topic]
        x = [times.index(time) for time in rows[by]]
        panel.fill_between(x, 100 * rows["low"], 100 * rows["high"], color=PALE, linewidth=0)
        panel.plot(x, 100 * rows["share"], color=BLUE, zorder=2)
        for at, row in zip(x, rows.to_dict("records"), strict=True):
            (point,) = panel.plot(
                at,
                100 * row["share"],
                marker="o",
                markersize=base * 0.5,
                color=BLUE,
                markerfacecolor="white" if pd.isna(row["low"]) else BLUE,
                linestyle="",
                zorder=3,
                clip_on=False,
            )
            mark(point, row["mark"])
        panel.set_title(
            names[place],
            loc="left",
            fontsize=base * 0.9,
            fontweight="bold",
            pad=3,
            linespacing=1.05,
        )
        panel.set_xlim(-0.4, max(len(times) - 0.6, 0.6))
        panel.set_ylim(0, highest * 1.05)
        ticks = sorted({0, len(times) - 1, *((len(times) // 2,) if len(times) > 4 else ())})
        panel.set_xticks(ticks, [times[tick] for tick in ticks])
        panel.set_yticks(steps := _steps(highest)[:: 2 if highest > 6 else 1])
        panel.set_yticklabels([f"{step:g}%" for step in steps])
        panel.grid(axis="y")
        bare(panel, "bottom")
        panel.tick_params(axis="y", length=0)
        if place % 2:
            panel.tick_params(labelleft=False)
        if place < len(shown) - 2:
            panel.tick_params(labelbottom=False)
    left_out = len(means) - len(shown)
    return finish(
        ax,
        own=own,
        height=height,
        title=labels("over_time_title"),
        subtitle=labels("over_time_subtitle", n=len(times)),
        notes=(
            labels("bars_hollow") if drawn["low"].isna().any() else "",
            labels("topics_left_out", n=left_out) if left_out > 0 else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


@chart(describe_article_topics)
def plot_article_ribbon(
    topic_hits: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    article: str | None = None,
    sentences: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw which topics one article speaks of, sentence by sentence from its beginning.

    ``topic_hits`` has one row per hit. ``article`` is an article_id, by default the one with
    most hits; with ``sentences`` the ribbon is as long as the article, else it ends with the
    last hit; ``articles`` tells its title.
    """
    check_columns(topic_hits, ("article_id", "sentence_no", "topic"), "topic_hits")
    labels = labels_in(lang, lexicon)
    counts = topic_hits["article_id"].value_counts()
    if article is None and len(counts):
        article = min(counts.index, key=lambda key: (-counts[key], str(key)))
    hits = topic_hits[topic_hits["article_id"] == article]
    if hits.empty:
        return nothing(ax, labels, title=labels("ribbon_title"), rows=hits)
    cells = hits.groupby(["topic", "sentence_no"], sort=True).size().reset_index(name="n_hits")
    order = [topic for topic, _ in _by_first(cells)]
    drawn = with_marks(
        cells.assign(article_id=article)[["article_id", "topic", "sentence_no", "n_hits"]],
        "article_ribbon",
    )
    numbers = _numbers(sentences, str(article), cells)
    place_of = {number: place for place, number in enumerate(numbers)}
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    from matplotlib.patches import Rectangle

    for y in range(len(order)):
        ax.add_patch(
            Rectangle((-0.5, y - 0.36), len(numbers), 0.72, facecolor="#F3F3F3", linewidth=0)
        )
    for row in drawn.to_dict("records"):
        cell = Rectangle(
            (place_of[row["sentence_no"]] - 0.46, order.index(row["topic"]) - 0.36),
            0.92,
            0.72,
            facecolor=BLUE,
            linewidth=0,
        )
        mark(cell, row["mark"])
        ax.add_patch(cell)
    full = width_of(ax, own=own)
    tall = set_rows(
        ax, [labels.name("topic", topic) for topic in order], width=full * LABEL_SHARE, size=base
    )
    ax.set_xlim(-0.5, len(numbers) - 0.5)
    ticks = [s for s in _steps(len(numbers)) if 1 <= s <= len(numbers)]
    ax.set_xticks([tick - 1 for tick in ticks], [f"{tick:g}" for tick in ticks])
    ax.set_xlabel(labels("ribbon_x"), fontsize=base * 0.9)
    bare(ax)
    return finish(
        ax,
        own=own,
        height=len(order) * base * max(1.8, 0.35 + 1.15 * tall),
        title=labels("ribbon_title"),
        subtitle=labels(
            "ribbon_subtitle",
            article=printable(called_in(articles, str(article))),
            n=len(numbers),
            covered=int(cells["sentence_no"].nunique()),
        ),
        notes=(source_note(labels, source),),
        rows=drawn,
    )


def _by_first(cells: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the topics in the order in which the article comes to them."""
    first = cells.groupby("topic", sort=True)["sentence_no"].min()
    return sorted(first.items(), key=lambda item: (item[1], item[0]))


def _numbers(sentences: pd.DataFrame | None, article: str, cells: pd.DataFrame) -> list[int]:
    """Return the numbers of the sentences along the ribbon."""
    if sentences is None:
        first, last = int(cells["sentence_no"].min()), int(cells["sentence_no"].max())
        return list(range(min(first, 1), last + 1))
    own = sentences[sentences["article_id"] == article]
    if "repeat_of_sentence" in own:
        own = own[own["repeat_of_sentence"].isna()]
    return sorted({*own["sentence_no"].astype(int), *cells["sentence_no"].astype(int)})
