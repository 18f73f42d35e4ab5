"""What was read of each article, and what was left out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    LABEL_SHARE,
    article_label,
    bare,
    base_size,
    chart,
    check_columns,
    choose_articles,
    finish,
    lines_per_article,
    mark,
    new_axes,
    nothing,
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.style import ZONE_COLOURS, ink_on
from analysis.lexicon import Lexicon
from analysis.readings import describe_zones
from analysis.readings.labels import labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In grey, captions would look like the headings beside them.
HATCHES = {"caption": "/////"}

# Ten zones are too many shades; what a reader asks is: text, headings, captions, related stories.
KIND_OF_ZONE = {
    "body": "body",
    "title": "head",
    "lede": "head",
    "heading": "head",
    "caption": "caption",
    "related": "related",
}


@chart(describe_zones)
def plot_zones(
    zones: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    articles: pd.DataFrame | Sequence[str] | None = None,
    top: int = 12,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw what part of each article's characters was analysed and what was left out.

    ``zones`` has one row per zone; one bar per article (at most ``top``, the longest), with a
    bar for all articles together on top. ``articles``: rows of the articles table, or ids.
    """
    check_columns(zones, ("article_id", "zone", "start", "end"), "zones")
    labels = labels_in(lang, lexicon)
    counted = zones.assign(
        kind=[KIND_OF_ZONE.get(zone, "other") for zone in zones["zone"]],
        n_characters=(zones["end"] - zones["start"]).astype(int),
    )
    if counted.empty:
        return nothing(ax, labels, title=labels("zones_title"), rows=counted)
    counts = counted.pivot_table(
        index="article_id", columns="kind", values="n_characters", aggfunc="sum", fill_value=0
    ).reindex(columns=list(ZONE_COLOURS), fill_value=0)
    chosen = choose_articles(zones, articles, top=top, weight=counts.sum(axis=1))
    counts = counts.reindex([*chosen.ids, *chosen.left_out], fill_value=0)
    everything = counts.sum()
    shown = [("", everything)] if len(counts) > 1 else []
    shown += [(key, counts.loc[key]) for key in chosen.ids]

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    width = width_of(ax, own=own) * LABEL_SHARE
    lines = lines_per_article(len(chosen.ids))
    rows, bars = [], []
    for place, (key, row) in enumerate(shown):
        left = 0.0
        for kind, colour in ZONE_COLOURS.items():
            share = 100 * row[kind] / max(row.sum(), 1)
            rows.append((key or "*", kind, int(row[kind]), share / 100))
            bar = ax.barh(
                place,
                share,
                left=left,
                height=0.72,
                color=colour,
                edgecolor="white",
                hatch=HATCHES.get(kind),
            )[0]
            bars.append(bar)
            if share >= 9:
                ax.text(
                    left + share / 2,
                    place,
                    f"{share:.0f}%",
                    ha="center",
                    va="center",
                    color=ink_on(colour),
                    fontsize=base * 0.9,
                )
            left += share
    drawn = with_marks(
        pd.DataFrame(rows, columns=["article_id", "zones", "n_characters", "share"]), "zones"
    )
    for bar, gid in zip(bars, drawn["mark"], strict=True):
        mark(bar, gid)
    names = [
        article_label(key, chosen, width=width, size=base * 0.93, lines=lines)
        if key
        else labels("all_articles", n=len(counts))
        for key, _ in shown
    ]
    tall = set_rows(ax, names, width=width, lines=lines)
    ax.set_xlim(0, 100)
    ax.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    bare(ax, "bottom")
    return finish(
        ax,
        own=own,
        height=len(shown) * base * (1.1 + 1.15 * max(tall, 1)),
        title=labels("zones_title"),
        subtitle=labels("zones_subtitle", n=int(everything.sum()), articles=len(counts)),
        notes=(
            labels("zones_note"),
            labels("articles_left_out", n=len(chosen.left_out)) if chosen.left_out else "",
            source_note(labels, source),
        ),
        key=[(_patch(kind), labels(f"zones_{kind}")) for kind in ZONE_COLOURS if everything[kind]],
        rows=drawn,
    )


def _patch(kind: str) -> object:
    from matplotlib.patches import Patch

    ground = ZONE_COLOURS[kind]
    edge = "white" if kind in HATCHES else "#777777"
    return Patch(facecolor=ground, edgecolor=edge, linewidth=0.3, hatch=HATCHES.get(kind))
