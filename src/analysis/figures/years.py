"""How the values that are promised for several years compare."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.figures.frame import (
    bare,
    base_size,
    chart,
    check_columns,
    finish,
    mark,
    new_axes,
    nothing,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.style import GREY, printable, year_colour
from analysis.figures.text import line_count, wrap
from analysis.lexicon import Lexicon
from analysis.readings import describe_year_comparison
from analysis.readings.labels import Labels, labels_in, number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# More years than this cannot be told apart by shade.
MOST_SHADES = 4
PER_CENT = ("%", "%_per_year", "pp")

COMPARISON_COLUMNS = (
    "indicator",
    "indicator_text",
    "scope",
    "unit",
    "year_from",
    "year_to",
    "value_from",
    "value_to",
)


class Series(NamedTuple):
    """The promises for one indicator and scope: a value for each year that has one."""

    name: str
    indicator: str
    scope: str
    unit: str
    by_year: tuple[tuple[int, float | None], ...]


def series_of(comparison: pd.DataFrame, labels: Labels, units: Sequence[str]) -> list[Series]:
    """Return the series of a comparison table whose unit is one of ``units``, in its order.

    An indicator without a key is told by its own words.
    """
    check_columns(comparison, COMPARISON_COLUMNS, "year_comparison")
    found: dict[tuple[str, str, str], dict[int, float]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for row in comparison[comparison["unit"].isin(units)].to_dict("records"):
        indicator = row["indicator"] or ""
        text = indicator or row["indicator_text"] or ""
        key = (text, row["scope"] or "", row["unit"])
        names[key] = labels.indicator(indicator, text, key[1])
        values = found.setdefault(key, {})
        for end in ("from", "to"):
            year, value = row[f"year_{end}"], row[f"value_{end}"]
            if pd.notna(year) and (pd.notna(value) or row["unit"] == "qualitative"):
                values.setdefault(int(year), None if pd.isna(value) else float(value))
    return [
        Series(printable(names[key]), key[0], key[1], key[2], tuple(sorted(values.items())))
        for key, values in found.items()
        if values
    ]


@chart(describe_year_comparison)
def plot_year_comparison(
    year_comparison: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    years: Sequence[int] | None = None,
    top: int = 20,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw what is promised in per cent for each year: one line per indicator and scope.

    ``year_comparison`` has one row per indicator, scope and pair of years. A promise for one
    year only stands as a single point under a heading that says so; one without a number
    (普及) as words. At most four ``years`` are drawn, by default the most frequent. Ranks have
    their own chart (``plot_rank_ladder``); values in other units are counted in the note.
    """
    labels = labels_in(lang, lexicon)
    series = series_of(year_comparison, labels, (*PER_CENT, "qualitative"))
    series, left_years = in_years(series, years, most=MOST_SHADES)
    kept = sorted({year for one in series for year, _ in one.by_year})
    if not series:
        return nothing(ax, labels, title=labels("comparison_title"), rows=year_comparison)
    shown, headings = _sections(series, labels, top)

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    values = [value for one in shown for _, value in one.by_year if value is not None]
    lowest, highest = min([0.0, *values]), max([0.0, *values])
    limit = 100.0 if highest <= 100 else highest * 1.05
    drawn = with_marks(
        pd.DataFrame(
            [
                (one.indicator, one.scope, one.unit, year, value)
                for one in shown
                for year, value in one.by_year
            ],
            columns=["indicator", "scope", "unit", "year", "value"],
        ),
        "year_comparison",
    )
    marks = iter(drawn["mark"])
    across = ax.get_yaxis_transform()
    line = base * 1.25  # the height of a line of text, the unit of the vertical axis below
    y = 0.0
    for place, one in enumerate(shown):
        if place in headings:
            y += 0.5 if place else 0.0
            ax.text(
                0,
                y,
                headings[place],
                transform=across,
                va="center",
                fontsize=base * 0.93,
                fontweight="bold",
            )
            ax.plot(
                [0, 1], [y + 0.6] * 2, transform=across, color=GREY, linewidth=0.5, clip_on=False
            )
            y += 1.35
        name = wrap(one.name, full * 0.9, base * 0.93, lines=2)
        words = ax.text(
            0,
            y - 0.45,
            name,
            transform=across,
            va="top",
            fontsize=base * 0.93,
            linespacing=1.05,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )
        # It begins at the edge of the Axes and is shorter than the figure is wide.
        words.set_in_layout(False)
        y += line_count(name) * 0.95
        start = lowest + NEAR_START * (limit - lowest) * (1 if len(kept) > 2 else 0.4)
        _dumbbell(ax, one, y + 0.15, marks, labels, years=kept, start=start)
        y += 1.45
    ax.set_ylim(y - 0.5, -0.8)
    ax.set_xlim(lowest - 2, limit + 2)
    ax.set_yticks([])
    ax.xaxis.set_major_locator(_percent_ticks(limit))
    ax.xaxis.set_major_formatter("{x:g}%")
    ax.grid(axis="x")
    bare(ax, "bottom")
    other = year_comparison[~year_comparison["unit"].isin((*PER_CENT, "qualitative"))]
    several = _with_several_values(year_comparison, (*PER_CENT, "qualitative"))
    return finish(
        ax,
        own=own,
        height=(y + 0.3) * line,
        title=labels("comparison_title"),
        subtitle=labels("comparison_subtitle", n=len(series)),
        notes=(
            labels("rows_left_out", n=len(series) - len(shown)) if len(shown) < len(series) else "",
            labels("comparison_years", years=years_text(left_years)) if left_years else "",
            labels("comparison_several", n=several) if several else "",
            labels("comparison_units", n=_n_series(other)) if len(other) else "",
            source_note(labels, source),
        ),
        key=[(_year_mark(year, kept), str(year)) for year in kept],
        rows=drawn,
    )


def in_years(
    series: Sequence[Series], years: Sequence[int] | None, *, most: int
) -> tuple[list[Series], list[int]]:
    """Return the series in the ``years`` wanted, else those that most have; and the other years."""
    counts = Counter(year for one in series for year, _ in one.by_year)
    frequent = sorted(counts, key=lambda year: (-counts[year], year))[:most]
    kept = set(frequent if years is None else list(years)[:MOST_SHADES])
    inside = [
        one._replace(by_year=tuple(pair for pair in one.by_year if pair[0] in kept))
        for one in series
    ]
    return [one for one in inside if one.by_year], sorted(set(counts) - kept)


def _sections(
    series: Sequence[Series], labels: Labels, top: int
) -> tuple[list[Series], dict[int, str]]:
    """Return the series to show, by section, and the heading above the first of each section.

    First what several years are promised for, the widest step first; then what is promised for
    one year, from the highest value down. Of ``top`` rows the first section gets at least half,
    if it has so many; every other keeps its share, so that none is crowded out.
    """
    groups: dict[tuple[int, ...], list[Series]] = {}
    for one in series:
        years = tuple(year for year, _ in one.by_year)
        groups.setdefault(years if len(years) == 1 else (), []).append(one)
    once = [key for key in sorted(groups) if key]
    rows = {(): min(len(groups.get((), ())), max(top - 2 * len(once), top // 2))}
    rest, waiting = top - rows[()], sum(len(groups[key]) for key in once)
    for key in once:
        rows[key] = max(1, min(len(groups[key]), rest * len(groups[key]) // max(waiting, 1)))
    shown: list[Series] = []
    headings: dict[int, str] = {}
    for alone, members in sorted(groups.items()):
        members.sort(key=_step, reverse=True)
        headings[len(shown)] = (
            labels("promised_once", year=alone[0], n=len(members))
            if alone
            else labels("promised_more", n=len(members))
        )
        shown += members[: rows[alone]]
    return shown, headings


def _step(one: Series) -> tuple[float, float]:
    """Return how far the values of a series are apart, and the last, for sorting."""
    values = [value for _, value in one.by_year if value is not None]
    return (max(values) - min(values), values[-1]) if values else (0.0, float("-inf"))


def years_text(years: Sequence[int]) -> str:
    first = ", ".join(str(year) for year in years[:4])
    return f"{first} …" if len(years) > 4 else first


def _with_several_values(comparison: pd.DataFrame, units: Sequence[str]) -> int:
    """Return how many series have a year with several values, which has no single point."""
    if "reason" not in comparison:
        return 0
    told = comparison["reason"].fillna("").astype(str).str.startswith("several_values")
    return _n_series(comparison[told & comparison["unit"].isin(units)])


def _n_series(comparison: pd.DataFrame) -> int:
    return len(comparison[["indicator", "indicator_text", "scope", "unit"]].drop_duplicates())


def _percent_ticks(limit: float) -> object:
    from matplotlib.ticker import FixedLocator, MaxNLocator

    return FixedLocator([0, 25, 50, 75, 100]) if limit == 100.0 else MaxNLocator(5)


def _dumbbell(
    ax: "Axes",
    one: Series,
    y: float,
    marks: Iterator[str],
    labels: Labels,
    *,
    years: Sequence[int],
    start: float,
) -> None:
    """Draw a point per year, joined, each with its value.

    Left of ``start`` there is no room for a label before its point.
    """
    base = base_size()
    values = [value for _, value in one.by_year if value is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    if len(values) > 1:
        ax.plot([low, high], [y, y], color=GREY, linewidth=1.4, zorder=1)
    for year, value in one.by_year:
        if value is None:
            words = ax.text(
                0,
                y,
                f"{year}: {labels('comparison_qualitative')}",
                transform=ax.get_yaxis_transform(),
                va="center",
                fontsize=base * 0.93,
                fontweight="bold",
                color=year_colour(max(year, 2030)),
            )
            mark(words, next(marks))
            continue
        (point,) = ax.plot(
            value,
            y,
            marker="o",
            markersize=base * 0.85,
            markerfacecolor="white" if _is_ring(year, years) else year_colour(year),
            markeredgecolor=year_colour(year),
            markeredgewidth=1.6,
            zorder=3,
            clip_on=False,
        )
        mark(point, next(marks))
    for x, side, text in _value_labels(one, labels, with_years=len(years) > 2, start=start):
        ax.annotate(
            text,
            (x, y),
            ((0.75 if side == "left" else -0.75) * base, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=base * 0.93,
            fontweight="bold",
            annotation_clip=False,
        )


# Within this part of the axis from its beginning a label has no room at the left of its point.
NEAR_START = 0.22


def _value_labels(
    one: Series, labels: Labels, *, with_years: bool, start: float
) -> list[tuple[float, str, str]]:
    """Return the labels of a dumbbell: where, which side of the text is there, the text.

    The lowest value stands at the left, the highest at the right; where there is no room at the
    left or more than two values, all stand on one side in the order of the years.
    """
    pairs = [(year, value) for year, value in one.by_year if value is not None]
    if not pairs:
        return []
    values = [value for _, value in pairs]
    low, high = min(values), max(values)
    texts = {
        year: labels("value_in_year", value=f"{number_text(value)}%", year=year)
        if with_years and len(pairs) > 1
        else f"{number_text(value)}%"
        for year, value in pairs
    }
    if low == high and not (with_years and len(pairs) > 1):
        return [(high, "left", texts[pairs[0][0]])]
    if low == high or len(pairs) > 2 or low < start:
        together = " → ".join(texts[year] for year, _ in pairs)
        at_right = low < start or high + low < 100
        return [(high, "left", together) if at_right else (low, "right", together)]
    first, last = sorted(pairs, key=lambda pair: pair[1])
    return [(low, "right", texts[first[0]]), (high, "left", texts[last[0]])]


def _is_ring(year: int, years: Sequence[int]) -> bool:
    """The first of several years is a ring, so that two years differ without colour."""
    return len(years) > 1 and year == years[0]


def _year_mark(year: int, years: Sequence[int]) -> object:
    from matplotlib.lines import Line2D

    return Line2D(
        [],
        [],
        linestyle="",
        marker="o",
        markersize=base_size() * 0.8,
        markerfacecolor="white" if _is_ring(year, years) else year_colour(year),
        markeredgecolor=year_colour(year),
        markeredgewidth=1.5,
    )
