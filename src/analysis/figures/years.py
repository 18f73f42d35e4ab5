"""Target years: how many targets, how two years compare, and the ladder of ranks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

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
    mark,
    new_axes,
    nothing,
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.style import BLACK, GREY, ink_on, printable, shade, year_colour
from analysis.figures.text import line_count, wrap
from analysis.lexicon import Lexicon
from analysis.readings import describe_targets_by_year, describe_year_comparison
from analysis.readings.labels import Labels, labels_in, number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# More columns than this leave no room for two digits in a journal column.
MOST_YEARS = 8

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


@chart(describe_targets_by_year)
def plot_targets_by_year(
    claims: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    articles: pd.DataFrame | Sequence[str] | None = None,
    top: int = 12,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw how many targets each article sets for each year: articles × target years.

    ``claims`` has one row per claim; counted are targets that repeat no other. Give the rows of
    the articles table as ``articles`` so that an article without targets shows its zeros.
    Articles beyond ``top`` and years beyond the eight most frequent are summed up as others.
    """
    check_columns(claims, ("article_id", "status", "year", "repeat_of"), "claims")
    labels = labels_in(lang, lexicon)
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"].fillna("") == "")]
    weight = targets.groupby("article_id").size()
    chosen = choose_articles(targets, articles, top=top, weight=weight)
    targets = targets[targets["article_id"].isin([*chosen.ids, *chosen.left_out])]
    if not chosen.ids:
        return nothing(ax, labels, title=labels("targets_title"), rows=targets)
    years = pd.to_numeric(targets["year"]).dropna().astype(int)
    frequent = years.value_counts().rename_axis("year").reset_index(name="n")
    frequent = frequent.sort_values(["n", "year"], ascending=[False, True])
    kept = sorted(frequent["year"].iloc[:MOST_YEARS])
    column_of = {year: str(year) for year in kept}
    other_years, no_year = labels("other_years"), labels("no_year")
    cells = pd.DataFrame(
        {
            "row": [
                key if key in set(chosen.ids) else "*others"
                for key in targets["article_id"].astype(str)
            ],
            "column": [
                no_year if pd.isna(year) else column_of.get(int(year), other_years)
                for year in pd.to_numeric(targets["year"])
            ],
        }
    )
    columns = [str(year) for year in kept]
    columns += [name for name in (other_years, no_year) if name in set(cells["column"])]
    if not columns:
        columns = [no_year]
    names = [*chosen.ids, *(["*others"] if chosen.left_out else [])]
    counts = pd.crosstab(cells["row"], cells["column"]).reindex(
        index=names, columns=columns, fill_value=0
    )

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    width = width_of(ax, own=own) * LABEL_SHARE
    most = max(int(counts.to_numpy().max()), 1)
    drawn = with_marks(
        pd.DataFrame(
            [
                ("" if key == "*others" else key, column, int(counts.loc[key, column]))
                for key in names
                for column in columns
            ],
            columns=["article_id", "year", "n_targets"],
        ),
        "targets_by_year",
    )
    cells_drawn = iter(drawn["mark"])
    for y, key in enumerate(names):
        for x, column in enumerate(columns):
            n = int(counts.loc[key, column])
            _cell(ax, x, y, n / most * 0.85, str(n), next(cells_drawn), zero=n == 0)
        ax.text(
            len(columns) - 0.35,
            y,
            str(int(counts.loc[key].sum())),
            ha="left",
            va="center",
            fontsize=base,
            fontweight="bold",
        )
    ax.text(len(columns) - 0.35, -0.62, labels("sum"), ha="left", va="bottom", fontsize=base * 0.93)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    tall = set_rows(
        ax,
        [
            labels("other_articles", n=len(chosen.left_out))
            if key == "*others"
            else article_label(key, chosen, width=width, size=base * 0.93, lines=3)
            for key in names
        ],
        width=width,
        lines=3,
    )
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(columns)), columns)
    ax.tick_params(axis="x", length=0, pad=2)
    bare(ax)
    return finish(
        ax,
        own=own,
        height=len(names) * base * max(2.6, 0.8 + 1.2 * tall),
        title=labels("targets_title"),
        subtitle=labels(
            "targets_subtitle", n=len(targets), articles=len(chosen.ids) + len(chosen.left_out)
        ),
        notes=(
            labels("targets_note"),
            labels("articles_summed", n=len(chosen.left_out)) if chosen.left_out else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


def _cell(
    ax: "Axes", x: float, y: float, part: float, text: str, gid: str, *, zero: bool = False
) -> None:
    """Draw one cell of a table of counts, the darker the more, with its number."""
    from matplotlib.patches import Rectangle

    colour = shade(part)
    patch = Rectangle((x - 0.47, y - 0.46), 0.94, 0.92, facecolor=colour, edgecolor="#CCCCCC")
    mark(patch, gid)
    ax.add_patch(patch)
    ax.text(
        x,
        y,
        text,
        ha="center",
        va="center",
        color=GREY if zero else ink_on(colour),
        fontsize=base_size(),
    )


class Series(NamedTuple):
    """The promises for one indicator and scope: a value for each year that has one."""

    name: str
    indicator: str
    scope: str
    unit: str
    by_year: tuple[tuple[int, float], ...]


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
        said = labels.name("indicator", indicator) if indicator else text
        scope = labels.name("scope", key[1])
        names[key] = f"{said}{labels('scope_mark')}{scope}" if scope else said
        values = found.setdefault(key, {})
        for end in ("from", "to"):
            if pd.notna(row[f"value_{end}"]) and pd.notna(row[f"year_{end}"]):
                values.setdefault(int(row[f"year_{end}"]), float(row[f"value_{end}"]))
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
    top: int = 20,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw what is promised in per cent for each year: one line per indicator and scope.

    ``year_comparison`` has one row per indicator, scope and pair of years. A promise for one
    year only stands as a single point under a heading that says so. Ranks have their own chart
    (``plot_rank_ladder``); values in other units are counted in the note.
    """
    labels = labels_in(lang, lexicon)
    series = series_of(year_comparison, labels, ("%", "%_per_year", "pp"))
    if not series:
        return nothing(ax, labels, title=labels("comparison_title"), rows=year_comparison)
    years = sorted({year for one in series for year, _ in one.by_year})
    groups: dict[tuple[int, ...], list[Series]] = {}
    for one in series:
        alone = tuple(year for year, _ in one.by_year) if len(one.by_year) == 1 else ()
        groups.setdefault(alone, []).append(one)
    shown, headings, left = [], {}, top
    for alone, members in sorted(groups.items()):
        # The widest step first; what is promised once, from the highest value down.
        members.sort(key=lambda one: (one.by_year[0][1] - one.by_year[-1][1], -one.by_year[-1][1]))
        part = members[: max(left, 0)]
        left -= len(part)
        if part:
            headings[len(shown)] = (
                labels("promised_once", year=alone[0], n=len(members))
                if alone
                else labels("promised_more", n=len(members))
            )
            shown += part

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    highest = max(value for one in series for _, value in one.by_year)
    lowest = min(0.0, *(value for one in series for _, value in one.by_year))
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
    line = base * 1.25  # the height of a line of text, the unit of the vertical axis below
    y = 0.0
    for place, one in enumerate(shown):
        if place in headings:
            y += 0.5 if place else 0.0
            ax.text(
                0,
                y,
                headings[place],
                transform=ax.get_yaxis_transform(),
                va="center",
                fontsize=base * 0.93,
                fontweight="bold",
            )
            ax.plot(
                [0, 1],
                [y + 0.6] * 2,
                transform=ax.get_yaxis_transform(),
                color=GREY,
                linewidth=0.5,
                clip_on=False,
            )
            y += 1.35
        name = wrap(one.name, full * 0.97, base * 0.93, lines=2)
        ax.text(
            0,
            y - 0.45,
            name,
            transform=ax.get_yaxis_transform(),
            va="top",
            fontsize=base * 0.93,
            linespacing=1.05,
        )
        y += line_count(name) * 0.95
        _dumbbell(ax, one, y + 0.15, marks, labels)
        y += 1.45
    ax.set_ylim(y - 0.5, -0.8)
    ax.set_xlim(lowest - 2, limit + 2)
    ax.set_yticks([])
    ax.xaxis.set_major_locator(_percent_ticks(limit))
    ax.grid(axis="x")
    bare(ax, "bottom")
    ax.xaxis.set_major_formatter("{x:g}%")
    other = year_comparison[~year_comparison["unit"].isin(("%", "%_per_year", "pp"))]
    return finish(
        ax,
        own=own,
        height=(y + 0.3) * line,
        title=labels("comparison_title"),
        subtitle=labels("comparison_subtitle", n=len(series)),
        notes=(
            labels("rows_left_out", n=len(series) - len(shown)) if len(shown) < len(series) else "",
            labels("comparison_units", n=_n_series(other)) if len(other) else "",
            source_note(labels, source),
        ),
        key=[(_year_mark(year, years), str(year)) for year in years],
        rows=drawn,
    )


def _n_series(comparison: pd.DataFrame) -> int:
    return len(comparison[["indicator", "indicator_text", "scope", "unit"]].drop_duplicates())


def _percent_ticks(limit: float) -> object:
    from matplotlib.ticker import FixedLocator, MaxNLocator

    return FixedLocator([0, 25, 50, 75, 100]) if limit == 100.0 else MaxNLocator(5)


def _dumbbell(ax: "Axes", one: Series, y: float, marks: object, labels: Labels) -> None:
    """Draw a point per year, joined, each with its value: the lower to its left."""
    base = base_size()
    values = [value for _, value in one.by_year]
    if len(values) > 1:
        ax.plot([min(values), max(values)], [y, y], color=GREY, linewidth=1.4, zorder=1)
    said = set()
    for place, (year, value) in enumerate(one.by_year):
        (point,) = ax.plot(
            value,
            y,
            marker="o",
            markersize=base * 0.85,
            markerfacecolor="white" if _is_ring(place, len(values)) else year_colour(year),
            markeredgecolor=year_colour(year),
            markeredgewidth=1.6,
            zorder=3,
            clip_on=False,
        )
        mark(point, next(marks))
        if value in said:
            continue
        said.add(value)
        at_left = len(values) > 1 and value == min(values) and min(values) < max(values)
        inside = len(values) > 2 and min(values) < value < max(values)
        ax.annotate(
            f"{number_text(value)}%",
            (value, y),
            (0 if inside else -0.75 * base if at_left else 0.75 * base, 0.9 * base * inside),
            textcoords="offset points",
            ha="center" if inside else "right" if at_left else "left",
            va="center",
            fontsize=base * 0.93,
            fontweight="bold",
            annotation_clip=False,
        )


def _is_ring(place: int, n: int) -> bool:
    """The first of several years is a ring, so that two years differ without colour."""
    return n > 1 and place == 0


def _year_mark(year: int, years: Sequence[int]) -> object:
    from matplotlib.lines import Line2D

    ring = len(years) > 1 and year == years[0]
    return Line2D(
        [],
        [],
        linestyle="",
        marker="o",
        markersize=base_size() * 0.8,
        markerfacecolor="white" if ring else year_colour(year),
        markeredgecolor=year_colour(year),
        markeredgewidth=1.5,
    )


@chart(describe_year_comparison)
def plot_rank_ladder(
    year_comparison: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    top: int = 12,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the ranks that are aimed at, the first place on top: a line per ranked index.

    ``year_comparison`` has one row per indicator, scope and pair of years; its ranks are drawn.
    A rank that is promised for one year only is a single point.
    """
    labels = labels_in(lang, lexicon)
    series = series_of(year_comparison, labels, ("rank",))
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
    ranks = [value for one in shown for _, value in one.by_year]
    low, high = min(ranks), max(ranks)
    span = max(high - low, 10.0)
    bottom, topmost = high + 0.12 * span, max(low - 0.12 * span, 0.0)
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
                values[-1] if at_right else values[0],
                end,
                _with_rank(name, values[-1 if at_right else 0], labels),
            )
        )
        for x, value in zip(
            xs[:-1] if at_right else xs[1:], values[:-1] if at_right else values[1:], strict=True
        ):
            sides["left" if x <= 0.5 else "right"].append(
                (value, x, labels("rank_value", n=number_text(value)))
            )
    tallest = {
        side: sum(line_count(text) + 0.35 for _, _, text in entries)
        for side, entries in sides.items()
    }
    height = max(9.0, *tallest.values()) * size * 1.2 + 2 * base
    ax.set_xlim(-0.12, max(len(years) - 1, 1) + 0.12)
    ax.set_ylim(bottom, topmost)
    per_point = (bottom - topmost) / height
    for side, entries in sides.items():
        _side_labels(ax, side, entries, size=size, per_point=per_point, right=len(years) - 1)
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
    right: int,
) -> None:
    """Write the labels of one side under each other, as near to their points as they fit."""
    if not entries:
        return
    entries = sorted(entries)
    heights = [(line_count(text) * size * 1.15 + 0.25 * size) * per_point for *_, text in entries]
    places = spread([value for value, *_ in entries], heights)
    for (value, x, text), y in zip(entries, places, strict=True):
        edge = -0.12 if side == "left" else max(right, 1) + 0.12
        ax.plot([x, edge], [value, y], color="#AAAAAA", linewidth=0.5, clip_on=False, zorder=0)
        ax.annotate(
            text,
            (edge, y),
            (-2 if side == "left" else 2, 0),
            textcoords="offset points",
            ha="right" if side == "left" else "left",
            va="center",
            fontsize=size,
            color=BLACK,
            linespacing=1.05,
            annotation_clip=False,
        )


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return centres near ``wanted`` (ascending) at which boxes of ``heights`` do not overlap.

    Boxes that collide are moved apart together, about the mean of what they wanted.
    """
    blocks: list[list[int]] = []
    centres: list[float] = []

    def extent(block: list[int]) -> float:
        return sum(heights[i] for i in block)

    for i, value in enumerate(wanted):
        blocks.append([i])
        centres.append(value)
        while (
            len(blocks) > 1
            and centres[-2] + extent(blocks[-2]) / 2 > centres[-1] - extent(blocks[-1]) / 2
        ):
            last = blocks.pop()
            blocks[-1] += last
            centres.pop()
            centres[-1] = sum(wanted[j] for j in blocks[-1]) / len(blocks[-1])
    places = [0.0] * len(wanted)
    for block, centre in zip(blocks, centres, strict=True):
        edge = centre - extent(block) / 2
        for i in block:
            places[i] = edge + heights[i] / 2
            edge += heights[i]
    return places
