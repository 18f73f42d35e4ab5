"""Terms in depth: by article, over time, in a network, along the text, under other segmentations."""

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
from analysis.figures.style import BLACK, BLUE, GREY, SKY, ink_on, printable, shade
from analysis.figures.terms import sum_terms
from analysis.figures.text import shorten, text_width
from analysis.lexicon import Lexicon
from analysis.readings.labels import labels_in, number_text
from analysis.readings.words import (
    describe_dispersion,
    describe_network,
    describe_segmentations,
    describe_term_trends,
    describe_terms_by_group,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@chart(describe_terms_by_group)
def plot_term_heatmap(
    terms: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    articles: pd.DataFrame | Sequence[str] | None = None,
    top: int = 20,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw terms × articles (or other groups): occurrences in the cells, shaded by their share.

    ``terms`` has one row per group and term. The ``top`` most frequent terms, and at most six
    groups, those with most words.
    """
    total = sum_terms(terms)
    labels = labels_in(lang, lexicon)
    if total.empty:
        return nothing(ax, labels, title=labels("heatmap_title"), rows=total)
    table = terms.rename(columns={"group": "article_id"}).astype({"article_id": "str"})
    weight = table.groupby("article_id")["n"].sum()
    chosen = choose_articles(table, articles, top=MOST_PANELS, weight=weight)
    groups = [key for key in chosen.ids if key in set(table["article_id"])]
    shown = list(total["term"].head(top))
    table = table[table["article_id"].isin(groups) & table["term"].isin(shown)]
    cells = {(row.article_id, row.term): (row.n, row.share) for row in table.itertuples()}
    most = max([share for _, share in cells.values()], default=1.0)
    drawn = with_marks(
        pd.DataFrame(
            [(key, term, *cells.get((key, term), (0, 0.0))) for term in shown for key in groups],
            columns=["group", "term", "n", "share"],
        ),
        "term_heatmap",
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    for place, row in enumerate(drawn.to_dict("records")):
        y, x = divmod(place, len(groups))
        part = row["share"] / most
        draw_cell(ax, x, y, part=part, text=f"{row['n']:,}", gid=row["mark"], size=base * 0.93)
    ax.set_xlim(-0.5, len(groups) - 0.5)
    set_rows(ax, shown, width=full * LABEL_SHARE, lines=1, size=base)
    room = full * (1 - LABEL_SHARE) / len(groups) * 0.94
    heads = [article_label(key, chosen, width=room, size=base * 0.86, lines=4) for key in groups]
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(groups)), heads, fontsize=base * 0.86)
    ax.tick_params(axis="x", length=0, pad=2)
    bare(ax)
    left_out = terms["group"].nunique() - len(groups)
    return finish(
        ax,
        own=own,
        height=len(shown) * base * 1.8,
        title=labels("heatmap_title"),
        subtitle=labels("heatmap_subtitle", n=int(terms["n"].sum()), groups=len(groups)),
        notes=(
            labels("heatmap_note"),
            labels("terms_left_out", n=len(total) - len(shown)) if len(total) > len(shown) else "",
            labels("groups_left_out", n=left_out) if left_out > 0 else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


@chart(describe_term_trends)
def plot_term_trends(
    terms: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    show: Sequence[str] | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw how often terms are used over time, per thousand words: a panel per term.

    ``terms`` has one row per year (column ``group``) and term; a year without the term counts
    as zero, an unknown year (an empty group) is not drawn. At most six terms: those of ``show``,
    else the most frequent.
    """
    check_columns(terms, ("group", "term", "n", "share"), "terms")
    labels = labels_in(lang, lexicon)
    dated = terms[terms["group"].astype(str).str.len() > 0]
    if dated.empty:
        return nothing(ax, labels, title=labels("trends_title"), rows=dated)
    times = sorted(set(dated["group"].astype(str)))
    counts = dated.groupby("term")["n"].sum()
    ranked = sorted(counts.index, key=lambda term: (-counts[term], term))
    shown = list(show if show is not None else ranked)[:MOST_PANELS]
    shares = {(str(row.group), row.term): (row.n, row.share) for row in dated.itertuples()}
    drawn = with_marks(
        pd.DataFrame(
            [
                (time, term, int(n), 1000 * share)
                for term in shown
                for time in times
                for n, share in [shares.get((time, term), (0, 0.0))]
            ],
            columns=["group", "term", "n", "per_thousand"],
        ),
        "term_trends",
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    highest = max(float(drawn["per_thousand"].max()), 1.0)
    height, panels = panels_in(ax, len(shown), height=6.0 * base, gap=2.4 * base, columns=2)
    for place, (panel, term) in enumerate(zip(panels, shown, strict=True)):
        rows = drawn[drawn["term"] == term]
        panel.plot(range(len(times)), rows["per_thousand"], color=BLUE, zorder=2)
        for at, row in enumerate(rows.to_dict("records")):
            (point,) = panel.plot(
                at,
                row["per_thousand"],
                marker="o",
                markersize=base * 0.5,
                color=BLUE,
                linestyle="",
                zorder=3,
                clip_on=False,
            )
            mark(point, row["mark"])
        panel.set_title(
            shorten(printable(term), width_of(ax, own=own) * 0.4, base * 0.93),
            loc="left",
            fontsize=base * 0.93,
            pad=3,
        )
        panel.set_xlim(-0.4, max(len(times) - 0.6, 0.6))
        panel.set_ylim(0, highest * 1.08)
        ticks = sorted({0, len(times) - 1, *((len(times) // 2,) if len(times) > 4 else ())})
        panel.set_xticks(ticks, [times[tick] for tick in ticks])
        panel.locator_params(axis="y", nbins=3)
        panel.grid(axis="y")
        bare(panel, "bottom")
        panel.tick_params(axis="y", length=0)
        if place % 2:
            panel.tick_params(labelleft=False)
        if place < len(shown) - 2:
            panel.tick_params(labelbottom=False)
    return finish(
        ax,
        own=own,
        height=height,
        title=labels("trends_title"),
        subtitle=labels("trends_subtitle", n=int(counts.sum()), times=len(times)),
        notes=(
            labels("terms_left_out", n=len(counts) - len(shown))
            if len(counts) > len(shown)
            else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


@chart(describe_network)
def plot_term_network(
    nodes: pd.DataFrame,
    *,
    edges: pd.DataFrame,
    lang: str = "zh",
    ax: "Axes | None" = None,
    top: int = 40,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw which terms stand in the same sentences more often than chance puts them there.

    ``nodes`` has one row per term (term, n, x, y between 0 and 1), ``edges`` one per pair
    (source, target, n_sentences). The ``top`` most frequent terms; the wider a line, the more
    sentences the two share.
    """
    check_columns(nodes, ("term", "n", "x", "y"), "nodes")
    check_columns(edges, ("source", "target", "n_sentences"), "edges")
    labels = labels_in(lang, lexicon)
    if nodes.empty:
        return nothing(ax, labels, title=labels("network_title"), rows=nodes)
    ranked = nodes.sort_values(["n", "term"], ascending=[False, True])
    shown = with_marks(ranked.head(top), "term_network")
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    wide = width_of(ax, own=own)
    high = wide * (0.9 if len(shown) > 12 else 0.6)
    pad = 2.2 * base
    most = shown["n"].max()
    points = {
        row["term"]: (
            pad + float(row["x"]) * (wide - 2 * pad),
            pad + (1 - float(row["y"])) * (high - 2 * pad),
        )
        for row in shown.to_dict("records")
    }
    inside = edges[edges["source"].isin(points) & edges["target"].isin(points)]
    strongest = inside["n_sentences"].max() if len(inside) else 1
    for row in inside.to_dict("records"):
        (x, y), (to_x, to_y) = points[row["source"]], points[row["target"]]
        ax.plot(
            [x, to_x],
            [y, to_y],
            color="#BFBFBF",
            linewidth=0.4 + 2.2 * row["n_sentences"] / strongest,
            zorder=1,
            solid_capstyle="round",
        )
    radii = [base * (0.25 + 0.45 * (row["n"] / most) ** 0.5) for row in shown.to_dict("records")]
    names = [printable(term) for term in shown["term"]]
    sizes = [(text_width(name, base * 0.93) + 2, base * 1.2) for name in names]
    places = place_labels(list(points.values()), sizes, radius=radii, room=(wide, high))
    for row, radius, name, place in zip(
        shown.to_dict("records"), radii, names, places, strict=True
    ):
        (point,) = ax.plot(
            *points[row["term"]], marker="o", markersize=2 * radius, color=BLUE, zorder=3
        )
        mark(point, row["mark"])
        if place:
            ax.text(
                *place,
                name,
                ha="center",
                va="center_baseline",
                fontsize=base * 0.93,
                zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2, "alpha": 0.7},
            )
    ax.set_xlim(0, wide)
    ax.set_ylim(0, high)
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax)
    silent = sum(place is None for place in places)
    return finish(
        ax,
        own=own,
        height=high,
        title=labels("network_title"),
        subtitle=labels("network_subtitle", n=len(shown), edges=len(inside)),
        notes=(
            labels("terms_left_out", n=len(nodes) - len(shown)) if len(nodes) > len(shown) else "",
            labels("labels_left_out", n=silent) if silent else "",
            source_note(labels, source),
        ),
        rows=shown,
    )


@chart(describe_dispersion)
def plot_dispersion(
    positions: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    articles: pd.DataFrame | Sequence[str] | None = None,
    top: int = 8,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw where in each article a term stands: a tick per occurrence, a panel per article.

    ``positions`` has one row per occurrence (article_id, term, place between 0 and 1). At most
    six articles, those with most occurrences, and the ``top`` most frequent terms.
    """
    check_columns(positions, ("article_id", "term", "place"), "positions")
    labels = labels_in(lang, lexicon)
    if positions.empty:
        return nothing(ax, labels, title=labels("dispersion_title"), rows=positions)
    counts = positions["term"].value_counts()
    terms = sorted(counts.index, key=lambda term: (-counts[term], term))
    shown = terms[:top]
    kept = positions[positions["term"].isin(shown)]
    chosen = choose_articles(
        kept, articles, top=MOST_PANELS, weight=kept["article_id"].value_counts()
    )
    kept = kept[kept["article_id"].isin(chosen.ids)]
    drawn = with_marks(
        kept[["article_id", "term", "place"]].sort_values(["article_id", "term", "place"]),
        "dispersion",
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    height, panels = panels_in(ax, len(chosen.ids), height=len(shown) * base * 1.35, gap=2.3 * base)
    for number, (panel, key) in enumerate(zip(panels, chosen.ids, strict=True)):
        own_rows = drawn[drawn["article_id"] == key]
        for y, term in enumerate(shown):
            ticks = own_rows[own_rows["term"] == term]
            panel.plot([0, 1], [y, y], color="#E4E4E4", linewidth=0.6, zorder=0)
            if len(ticks):
                lines = panel.vlines(ticks["place"], y - 0.34, y + 0.34, color=BLUE, linewidth=1.1)
                mark(lines, ticks["mark"].iloc[0])
        set_rows(panel, shown, width=full * LABEL_SHARE, lines=1, size=base * 0.9)
        panel.set_xlim(0, 1)
        title = article_label(key, chosen, width=full * 0.62, size=base * 0.9, lines=2)
        panel.set_title(title.replace("\n", "  "), loc="left", fontsize=base * 0.9, pad=2)
        last = number == len(chosen.ids) - 1
        panel.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"] if last else ["", "", ""])
        panel.tick_params(axis="x", length=0)
        bare(panel)
    return finish(
        ax,
        own=own,
        height=height,
        title=labels("dispersion_title"),
        subtitle=labels("dispersion_subtitle", n=len(drawn), articles=len(chosen.ids)),
        notes=(
            labels("terms_left_out", n=len(terms) - len(shown)) if len(terms) > len(shown) else "",
            labels("articles_left_out", n=len(chosen.left_out)) if chosen.left_out else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


@chart(describe_segmentations)
def plot_segmentation_stability(
    ranks: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    agreement: pd.DataFrame | None = None,
    top: int = 12,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the most frequent terms under each way of cutting the text into words.

    ``ranks`` has one row per segmentation and rank (segmentation, rank, term); the first
    segmentation is the one that is compared with. A term that it ranks among the ``top`` as well
    is blue, and joined by a line to the column before. ``agreement`` (segmentation, rbo) gives
    the number above each column.
    """
    check_columns(ranks, ("segmentation", "rank", "term"), "ranks")
    labels = labels_in(lang, lexicon)
    if ranks.empty:
        return nothing(ax, labels, title=labels("stability_title"), rows=ranks)
    columns = list(dict.fromkeys(ranks["segmentation"]))
    shown = with_marks(ranks[ranks["rank"] <= top], "segmentation_stability")
    base_terms = set(shown[shown["segmentation"] == columns[0]]["term"])
    overlap = (
        {}
        if agreement is None
        else dict(zip(agreement["segmentation"], agreement["rbo"], strict=True))
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    room = width_of(ax, own=own) / len(columns)
    places: dict[tuple[int, str], int] = {}
    for row in shown.to_dict("records"):
        x, y = columns.index(row["segmentation"]), int(row["rank"]) - 1
        places[(x, row["term"])] = y
        alike = row["term"] in base_terms
        word = shorten(printable(row["term"]), room * 0.86, base * 0.86)
        text = ax.text(
            x,
            y,
            word,
            ha="center",
            va="center",
            fontsize=base * 0.86,
            color=ink_on(shade(0.25)) if alike else GREY,
            bbox={
                "facecolor": SKY if alike else "#F3F3F3",
                "edgecolor": "none",
                "pad": 0.9,
                "alpha": 0.45 if alike else 1.0,
            },
            zorder=3,
        )
        mark(text, row["mark"])
    for (x, term), y in sorted(places.items()):
        before = places.get((x - 1, term))
        if before is not None:
            ax.plot([x - 1, x], [before, y], color=GREY, linewidth=0.7, zorder=1)
    for x, name in enumerate(columns):
        number = number_text(overlap[name], decimals=2) if name in overlap else ""
        ax.text(
            x,
            -1.0,
            f"{labels.words.get(f'cut_{name}', name)}\n{number}".rstrip(),
            ha="center",
            va="bottom",
            fontsize=base * 0.86,
            fontweight="bold",
            color=BLACK,
            linespacing=1.1,
        )
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(top - 0.4, -0.8)
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax)
    return finish(
        ax,
        own=own,
        height=top * base * 1.85,
        title=labels("stability_title"),
        subtitle=labels("stability_subtitle", n=min(top, int(ranks["rank"].max()))),
        notes=(labels("stability_note"), source_note(labels, source)),
        rows=shown,
    )
