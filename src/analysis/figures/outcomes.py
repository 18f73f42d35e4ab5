"""Promises against what happened: ranks with their targets, and a tile per target."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    MOST_PANELS,
    bare,
    base_size,
    chart,
    check_columns,
    finish,
    mark,
    new_axes,
    nothing,
    panels_in,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.style import (
    BLACK,
    COMPARATOR_SIGNS,
    GREY,
    RESULT_COLOURS,
    ink_on,
    printable,
    year_colour,
)
from analysis.figures.text import line_count, shorten, text_width, wrap
from analysis.lexicon import Lexicon
from analysis.readings.labels import Labels, labels_in, number_text, value_text
from analysis.readings.promises import (
    describe_outcomes,
    describe_ranks,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A mark beside the word, so that a result can be told without colour.
RESULT_SIGNS = {
    "met": "✓",
    "missed": "×",
    "disputed": "?",
    "not_testable": "–",
    "not_due": "…",
    "no_data": "○",
}


@chart(describe_ranks)
def plot_ranks_over_time(
    outcomes: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    targets: pd.DataFrame | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw each ranked index over the years, the first place on top, with its targets as flags.

    ``outcomes`` has one row per published value (indicator, scope, year, value, unit); those in
    ranks are drawn, one panel per index, at most six: those with targets, then those with most
    values. ``targets`` has one row per target (indicator, scope, target_year, target). Values
    of one year that differ are all drawn.
    """
    check_columns(outcomes, ("indicator", "scope", "year", "value", "unit"), "outcomes")
    labels = labels_in(lang, lexicon)
    ranks = outcomes[(outcomes["unit"] == "rank") & outcomes["value"].notna()]
    flags = _flags(targets)
    if ranks.empty:
        return nothing(ax, labels, title=labels("ranks_title"), rows=ranks)
    found = ranks.groupby(["indicator", "scope"], sort=True).size()
    order = sorted(found.index, key=lambda key: (key not in flags, -found[key], key))
    shown = order[:MOST_PANELS]
    rows = [
        (*key, kind, int(year), float(value))
        for key in shown
        for kind, pairs in (
            ("outcome", _pairs(ranks, key)),
            ("target", flags.get(key, ())),
        )
        for year, value in pairs
    ]
    drawn = with_marks(
        pd.DataFrame(rows, columns=["indicator", "scope", "kind", "year", "rank"]),
        "ranks_over_time",
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    first, last = int(drawn["year"].min()), int(drawn["year"].max())
    tall = 9.5 * base
    height, panels = panels_in(ax, len(shown), height=tall, gap=2.4 * base)
    for panel, (place, key) in zip(panels, enumerate(shown), strict=True):
        own_rows = drawn[(drawn["indicator"] == key[0]) & (drawn["scope"] == key[1])]
        _rank_panel(panel, own_rows, labels)
        panel.set_xlim(first - 0.8, last + 0.8)
        panel.set_title(
            printable(labels.indicator(key[0], key[0], key[1])),
            loc="left",
            fontsize=base * 0.93,
            fontweight="bold",
            pad=2,
        )
        if place < len(shown) - 1:
            panel.tick_params(labelbottom=False)
    return finish(
        ax,
        own=own,
        height=height,
        title=labels("ranks_title"),
        subtitle=labels("ranks_subtitle", n=int((drawn["kind"] == "outcome").sum())),
        notes=(
            labels("ranks_note"),
            labels("rows_left_out", n=len(order) - len(shown)) if len(order) > len(shown) else "",
            source_note(labels, source or _publishers(ranks)),
        ),
        rows=drawn,
    )


def _publishers(outcomes: pd.DataFrame) -> str:
    """Return who published the values: not the articles of the study."""
    if "publisher" not in outcomes:
        return ""
    return ", ".join(sorted(set(outcomes["publisher"].dropna()) - {""}))


def _flags(targets: pd.DataFrame | None) -> dict[tuple[str, str], list[tuple[int, float]]]:
    if targets is None:
        return {}
    check_columns(targets, ("indicator", "scope", "target_year", "target"), "targets")
    flags: dict[tuple[str, str], list[tuple[int, float]]] = {}
    told = targets[targets["target"].notna() & targets["target_year"].notna()]
    for row in told.to_dict("records"):
        pairs = flags.setdefault((row["indicator"], row["scope"]), [])
        pair = (int(row["target_year"]), float(row["target"]))
        if pair not in pairs:
            pairs.append(pair)
    return flags


def _pairs(ranks: pd.DataFrame, key: tuple[str, str]) -> list[tuple[int, float]]:
    own = ranks[(ranks["indicator"] == key[0]) & (ranks["scope"] == key[1])]
    pairs = own[["year", "value"]].drop_duplicates().sort_values(["year", "value"])
    return list(pairs.itertuples(index=False, name=None))


def _rank_panel(ax: "Axes", rows: pd.DataFrame, labels: Labels) -> None:
    from matplotlib.path import Path
    from matplotlib.ticker import MaxNLocator

    base = base_size()
    flag = Path([(0, 0), (0, 2), (1.5, 1.5), (0, 1), (0, 0)], closed=False)
    known = rows[rows["kind"] == "outcome"]
    line = known.groupby("year")["rank"].min()
    ax.plot(line.index, line, color=BLACK, linewidth=1.1, zorder=2)
    for row in rows.to_dict("records"):
        observed = row["kind"] == "outcome"
        (point,) = ax.plot(
            row["year"],
            row["rank"],
            marker="o" if observed else flag,
            markersize=base * (0.45 if observed else 2.0),
            color=BLACK if observed else year_colour(row["year"]),
            linestyle="",
            zorder=3,
            clip_on=False,
        )
        mark(point, row["mark"])
    first, last = known["year"].min(), known["year"].max()
    for year, x, y, side in ((first, -0.5, 0.0, "right"), (last, 0.1, -0.55, "left")):
        rank = known[known["year"] == year]["rank"].min()
        if year == last or first < last:
            ax.annotate(
                number_text(rank),
                (year, rank),
                (x * base, y * base),
                textcoords="offset points",
                ha=side,
                va="center" if side == "right" else "top",
                fontsize=base * 0.86,
            )
    for row in rows[rows["kind"] == "target"].to_dict("records"):
        ax.annotate(
            number_text(row["rank"]),
            (row["year"], row["rank"]),
            (1.6 * base, 1.0 * base),
            textcoords="offset points",
            ha="left",
            va="center",
            fontsize=base * 0.86,
            fontweight="bold",
            color=year_colour(max(row["year"], 2030)),
            annotation_clip=False,
        )
    low, high = rows["rank"].min(), rows["rank"].max()
    room = max(high - low, 8) * 0.28
    ax.set_ylim(high + room, max(low - room, 0))
    ticks = MaxNLocator(3, integer=True).tick_values(max(low, 1), high)
    ax.set_yticks([tick for tick in ticks if 1 <= tick <= high + room])
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.grid(axis="y")
    bare(ax, "bottom")
    ax.tick_params(axis="y", length=0)


@chart(describe_outcomes)
def plot_outcome_tiles(
    target_outcomes: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    top: int = 24,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw what became of each target: one tile per target with its result, by target year.

    ``target_outcomes`` has one row per target and outcome; of more than ``top`` those that are
    decided or disputed come first.
    """
    check_columns(
        target_outcomes,
        ("indicator", "scope", "target_year", "target", "unit", "outcome", "result"),
        "target_outcomes",
    )
    labels = labels_in(lang, lexicon)
    if target_outcomes.empty:
        return nothing(ax, labels, title=labels("outcomes_title"), rows=target_outcomes)
    order = {result: place for place, result in enumerate(RESULT_COLOURS)}
    ranked = target_outcomes.assign(
        order=[order.get(result, len(order)) for result in target_outcomes["result"]]
    ).sort_values(["order", "target_year", "indicator", "scope"], kind="stable")
    shown = ranked.head(top).sort_values(
        ["target_year", "order", "indicator", "scope"], kind="stable"
    )
    shown = with_marks(shown.drop(columns="order"), "outcome_tiles")

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    words = {result: labels(f"result_{result}") for result in RESULT_COLOURS}
    tile = max(text_width(word, base * 0.86) for word in words.values()) + 2.2 * base
    y, year = 0.0, None
    for row in shown.to_dict("records"):
        if row["target_year"] != year:
            year = row["target_year"]
            ours = target_outcomes[target_outcomes["target_year"] == year]["result"]
            y += 0.4 if y else 0.0
            ax.text(
                0,
                y,
                labels("outcomes_year", year=int(year), n=len(ours)),
                va="center",
                fontsize=base * 0.93,
                fontweight="bold",
            )
            y += 1.25
        name = printable(labels.indicator(row["indicator"], "", row["scope"]))
        name = wrap(name, full - tile - base, base * 0.93, lines=2)
        ax.text(
            0,
            y - 0.5,
            name,
            va="top",
            fontsize=base * 0.93,
            linespacing=1.05,
        )
        lines = line_count(name)
        ax.text(
            0,
            y - 0.5 + lines * 0.98,
            shorten(_facts(row, labels), full - tile - base, base * 0.86),
            va="top",
            fontsize=base * 0.86,
            color=GREY,
        )
        _tile(ax, row, words, x=full - tile, y=y + (lines + 1) / 2 - 0.55, wide=tile)
        y += lines + 1.35
    ax.set_xlim(0, full)
    ax.set_ylim(y - 0.5, -0.7)
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax)
    counts = target_outcomes["result"].value_counts()
    return finish(
        ax,
        own=own,
        height=(y + 0.2) * base * 1.22,
        title=labels("outcomes_title"),
        subtitle=labels("outcomes_subtitle", n=len(target_outcomes)),
        notes=(
            " · ".join(f"{words[r]} {counts[r]}" for r in RESULT_COLOURS if counts.get(r)),
            labels("rows_left_out", n=len(ranked) - len(shown)) if len(ranked) > len(shown) else "",
            source_note(labels, source),
        ),
        rows=shown,
    )


def _facts(row: dict, labels: Labels) -> str:
    """Return the target and the outcome it is held against, with its year."""
    target = (
        labels("universal")
        if pd.isna(row["target"])
        else COMPARATOR_SIGNS.get(row.get("comparator", ""), "") * (row["unit"] != "rank")
        + value_text(row["target"], row["unit"], labels)
    )
    if pd.isna(row["outcome"]):
        return labels("target_only", target=target)
    year = row.get("outcome_year")
    return labels(
        "target_and_outcome",
        target=target,
        outcome=value_text(row["outcome"], row["unit"], labels),
        year="?" if year is None or pd.isna(year) else int(year),
    )


def _tile(ax: "Axes", row: dict, words: dict[str, str], *, x: float, y: float, wide: float) -> None:
    from matplotlib.patches import Rectangle

    base = base_size()
    colour = RESULT_COLOURS.get(row["result"], "#FFFFFF")
    patch = Rectangle((x, y - 0.75), wide, 1.5, facecolor=colour, edgecolor=GREY, linewidth=0.6)
    mark(patch, row["mark"])
    ax.add_patch(patch)
    ax.text(
        x + wide / 2,
        y,
        f"{RESULT_SIGNS.get(row['result'], '')} {words.get(row['result'], row['result'])}",
        ha="center",
        va="center",
        fontsize=base * 0.86,
        color=ink_on(colour),
    )
