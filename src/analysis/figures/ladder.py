"""The ladder of ranks: the first place on top."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    bare,
    base_size,
    chart,
    finish,
    mark,
    new_axes,
    nothing,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.places import spread
from analysis.figures.style import BLACK, GREY, year_colour
from analysis.figures.text import line_count, wrap
from analysis.figures.years import in_years, series_of, years_text
from analysis.lexicon import Lexicon
from analysis.readings import describe_rank_ladder
from analysis.readings.labels import Labels, labels_in, number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A last rank this many times the middle one wants a logarithmic ladder.
FAR_RANK = 4


@chart(describe_rank_ladder)
def plot_rank_ladder(
    year_comparison: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    years: Sequence[int] | None = None,
    top: int = 12,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the ranks that are aimed at, the first place on top: a line per ranked index.

    ``year_comparison`` has one row per indicator, scope and pair of years; its ranks are drawn,
    for at most four ``years``, by default the two most frequent. A rank that is promised for one
    year only is a single point.
    """
    labels = labels_in(lang, lexicon)
    series = series_of(year_comparison, labels, ("rank",))
    series, left_years = in_years(series, years, most=2)
    if not series:
        return nothing(ax, labels, title=labels("ladder_title"), rows=year_comparison)
    series.sort(key=lambda one: (-len(one.by_year), one.by_year[-1][1], one.name))
    shown = series[:top]
    years = sorted({year for one in shown for year, _ in one.by_year})
    place_of = {year: float(place) for place, year in enumerate(years)}

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    size = base * 0.93
    width = width_of(ax, own=own) * (0.36 if len(years) < 3 else 0.3)
    ranks = sorted(value for one in shown for _, value in one.by_year)
    from matplotlib.ticker import NullLocator

    # One far rank (500 among tens) would press all others together.
    stretched = ranks[-1] > FAR_RANK * ranks[len(ranks) // 2]
    if stretched:
        ax.set_yscale("log")
        ax.yaxis.set_minor_locator(NullLocator())
    place_on, back = (math.log10, lambda y: 10.0**y) if stretched else (float, float)
    low, high = place_on(ranks[0]), place_on(ranks[-1])
    span = max(high - low, 0.3 if stretched else 10.0)
    bottom, topmost = high + 0.12 * span, low - 0.12 * span
    drawn = with_marks(
        pd.DataFrame(
            [
                (one.indicator, one.scope, year, value)
                for one in shown
                for year, value in one.by_year
            ],
            columns=["indicator", "scope", "year", "rank"],
        ),
        "rank_ladder",
    )
    marks = iter(drawn["mark"])
    sides: dict[str, list[tuple[float, float, str]]] = {"left": [], "right": []}
    taken: dict[tuple[int, float], int] = {}
    for one in shown:
        xs = []
        for year, value in one.by_year:
            # Two indices that aim at the same rank stand side by side, never on each other.
            step = taken.setdefault((year, value), 0)
            taken[(year, value)] += 1
            inwards = 1 if place_of[year] < len(years) - 1 else -1
            xs.append(place_of[year] + inwards * 0.07 * step)
        values = [value for _, value in one.by_year]
        ax.plot(xs, values, color=GREY, linewidth=1.4, zorder=1)
        for x, (year, value) in zip(xs, one.by_year, strict=True):
            (point,) = ax.plot(
                x,
                value,
                marker="o",
                markersize=base * 0.85,
                color=year_colour(year),
                zorder=3,
                clip_on=False,
            )
            mark(point, next(marks))
        name = wrap(one.name, width, size, lines=3)
        at_right = one.by_year[-1][0] == years[-1] and len(years) > 1
        end = xs[-1] if at_right else xs[0]
        sides["right" if at_right else "left"].append(
            (
                place_on(values[-1] if at_right else values[0]),
                end,
                _with_rank(name, values[-1 if at_right else 0], labels),
            )
        )
        for x, value in zip(
            xs[:-1] if at_right else xs[1:], values[:-1] if at_right else values[1:], strict=True
        ):
            sides["left" if x <= 0.5 else "right"].append(
                (place_on(value), x, labels("rank_value", n=number_text(value)))
            )
    tallest = {
        side: sum(line_count(text) + 0.35 for _, _, text in entries)
        for side, entries in sides.items()
    }
    height = max(9.0, *tallest.values()) * size * 1.2 + 2 * base
    ax.set_xlim(-0.12, max(len(years) - 1, 1) + 0.12)
    ax.set_ylim(back(bottom), back(topmost))
    per_point = (bottom - topmost) / height
    for side, entries in sides.items():
        _side_labels(
            ax,
            side,
            entries,
            size=size,
            per_point=per_point,
            edge=-0.12 if side == "left" else max(len(years) - 1, 1) + 0.12,
            bounds=(topmost, bottom),
            back=back,
        )
    ax.set_xticks(range(len(years)), [str(year) for year in years])
    ax.set_yticks([])
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0, labelsize=base)
    for x in range(len(years)):
        ax.axvline(x, color="#DDDDDD", linewidth=0.8, zorder=0)
    bare(ax)
    return finish(
        ax,
        own=own,
        height=height,
        title=labels("ladder_title"),
        subtitle=labels("ladder_subtitle", n=len(series)),
        notes=(
            labels("rows_left_out", n=len(series) - len(shown)) if len(shown) < len(series) else "",
            labels("comparison_years", years=years_text(left_years)) if left_years else "",
            labels("ladder_stretched") if stretched else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


def _with_rank(name: str, value: float, labels: Labels) -> str:
    return f"{name}\n{labels('rank_value', n=number_text(value))}"


def _side_labels(
    ax: "Axes",
    side: str,
    entries: list[tuple[float, float, str]],
    *,
    size: float,
    per_point: float,
    edge: float,
    bounds: tuple[float, float],
    back: Callable[[float], float],
) -> None:
    """Write the labels of one side under each other, as near to their points as they fit."""
    if not entries:
        return
    entries = sorted(entries)
    heights = [(line_count(text) * size * 1.15 + 0.25 * size) * per_point for *_, text in entries]
    places = spread([value for value, *_ in entries], heights, bounds=bounds)
    for (value, x, text), y in zip(entries, places, strict=True):
        ax.plot(
            [x, edge],
            [back(value), back(y)],
            color="#AAAAAA",
            linewidth=0.5,
            clip_on=False,
            zorder=0,
        )
        ax.annotate(
            text,
            (edge, back(y)),
            (-2 if side == "left" else 2, 0),
            textcoords="offset points",
            ha="right" if side == "left" else "left",
            va="center",
            fontsize=size,
            color=BLACK,
            linespacing=1.05,
            annotation_clip=False,
        )
