"""Promises on the line of time."""

from typing import TYPE_CHECKING

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
from analysis.figures.places import spread
from analysis.figures.style import (
    BLACK,
    COMPARATOR_SIGNS,
    printable,
    year_colour,
)
from analysis.figures.text import shorten, text_width
from analysis.lexicon import Lexicon
from analysis.readings.labels import Labels, labels_in, value_text
from analysis.readings.promises import (
    describe_promises,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@chart(describe_promises)
def plot_promise_timeline(
    claims: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    articles: pd.DataFrame | None = None,
    top: int = 14,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw every promise on the line of time: a row per indicator and scope, a point per year.

    ``claims`` has one row per claim; drawn are targets with a year that repeat no other. With
    the articles table as ``articles``, a tick stands at the date of each article that promises.
    Of more than ``top`` indicators those with most promises are drawn.
    """
    check_columns(claims, ("article_id", "status", "year", "value", "unit", "repeat_of"), "claims")
    labels = labels_in(lang, lexicon)
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"].fillna("") == "")]
    targets = targets[targets["year"].notna()]
    if targets.empty:
        return nothing(ax, labels, title=labels("timeline_title"), rows=targets)
    scopes = targets["scope_key" if "scope_key" in targets else "scope"].fillna("")
    table = pd.DataFrame(
        {
            "indicator": targets["indicator"]
            .fillna("")
            .where(targets["indicator"].fillna("") != "", targets["indicator_text"].fillna("")),
            "keyed": targets["indicator"].fillna("") != "",
            "scope": scopes,
            "article_id": targets["article_id"].astype(str),
            "year": targets["year"].astype(int),
            "value": pd.to_numeric(targets["value"]),
            "unit": targets["unit"].fillna(""),
            "comparator": targets.get("comparator", pd.Series("", index=targets.index)).fillna(""),
        }
    )
    table["date"] = table["article_id"].map(_dates(articles))
    row_key = ["indicator", "scope", "unit"]
    counts = table.groupby(row_key, sort=False).agg(
        keyed=("keyed", "max"), n=("year", "size"), first=("year", "min")
    )
    # Indicators that the lexicon knows come first: words alone may join what does not belong.
    counts = counts.reset_index().sort_values(
        ["keyed", "n", "first", *row_key], ascending=[False, False, True, True, True, True]
    )
    kept = counts.head(top).sort_values(["first", *row_key])
    table = kept[row_key].merge(table, on=row_key, how="left")
    points = table.drop_duplicates([*row_key, "year", "value"])
    drawn = with_marks(
        points[["indicator", "scope", "year", "comparator", "value", "unit", "article_id"]],
        "promise_timeline",
    )
    marks = dict(zip(points.index, drawn["mark"], strict=True))

    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    dates = [date for date in table["date"] if date == date]
    first, last = min([*table["year"], *dates]), max(table["year"])
    pad = max((last - first) * 0.03, 0.4)
    per_point = (last - first + 2 * pad) / (full * 0.93)
    y = 0.0
    across = ax.get_yaxis_transform()
    for _, group in table.groupby(row_key, sort=False):
        row = group.iloc[0]
        name = labels.indicator(
            row["indicator"] if row["keyed"] else "", row["indicator"], row["scope"]
        )
        words = ax.text(
            0,
            y,
            shorten(printable(name), full * 0.9, base * 0.93),
            transform=across,
            va="center",
            fontsize=base * 0.93,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )
        # It begins at the edge of the Axes and is shorter than the figure is wide.
        words.set_in_layout(False)
        y += 1.0
        made = group["date"].dropna()
        begin = made.min() if len(made) else group["year"].min()
        ax.plot([begin, group["year"].max()], [y, y], color="#BBBBBB", linewidth=1.0, zorder=1)
        ax.plot(
            sorted(set(made)),
            [y] * made.nunique(),
            linestyle="",
            marker="|",
            markersize=base * 0.9,
            markeredgewidth=1.2,
            color=BLACK,
            zorder=2,
        )
        said = group.drop_duplicates(["year", "value"]).sort_values(["year", "value"])
        for index, year in said["year"].items():
            (point,) = ax.plot(
                year,
                y,
                marker="o",
                markersize=base * 0.75,
                color=year_colour(year),
                zorder=3,
                clip_on=False,
            )
            mark(point, marks[index])
        texts = {
            int(year): _promised(list(ones.to_dict("records")), labels)
            for year, ones in said.groupby("year")
        }
        widths = {
            year: (text_width(word, base * 0.86) + 3) * per_point for year, word in texts.items()
        }
        # Labels of years for which there is no room are left out, from the middle outwards.
        while sum(widths.values()) > last - first + 2 * pad and len(widths) > 1:
            del widths[sorted(widths)[len(widths) // 2]]
        places = spread(list(widths), list(widths.values()), bounds=(first - pad, last + pad))
        for year, x in zip(widths, places, strict=True):
            ax.text(x, y + 0.75, texts[year], ha="center", va="center", fontsize=base * 0.86)
        y += 1.95
    ax.set_ylim(y - 0.6, -0.8)
    ax.set_xlim(first - pad, last + pad)
    ax.set_yticks([])
    ax.set_xticks(_year_ticks(table["year"], first, last))
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.grid(axis="x")
    bare(ax, "bottom")
    return finish(
        ax,
        own=own,
        height=(y + 0.2) * base * 1.3,
        title=labels("timeline_title"),
        subtitle=labels(
            "timeline_subtitle", n=len(targets), articles=int(targets["article_id"].nunique())
        ),
        notes=(
            labels("timeline_note") if dates else "",
            labels("rows_left_out", n=len(counts) - len(kept)) if len(counts) > len(kept) else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )


def _year_ticks(years: pd.Series, first: float, last: float) -> list[int]:
    """Return the years to name: the most frequent target years, each with room for its number."""
    counts = sorted(years.value_counts().items(), key=lambda item: (-item[1], item[0]))
    ticks: list[int] = []
    for year in [*(int(year) for year, _ in counts), int(first)]:
        if all(abs(year - other) >= (last - first) / 9 for other in ticks):
            ticks.append(year)
    return sorted(ticks)


def _dates(articles: pd.DataFrame | None) -> dict[str, float]:
    """Return the date of each dated article as a year with its part: 2020-06 -> 2020.46."""
    if articles is None or "published" not in articles:
        return {}
    dates = {}
    for key, date in zip(articles["article_id"], articles["published"].fillna(""), strict=True):
        parts = str(date).split("-")
        if parts[0].isdigit():
            month = int(parts[1]) - 0.5 if len(parts) > 1 else 6.0
            dates[str(key)] = int(parts[0]) + month / 12
    return dates


def _promised(rows: list[dict], labels: Labels) -> str:
    """Return what is promised for a year: ``≥10%``, ``第50位``, ``普及``, ``60%–90%``."""
    first, last = rows[0], rows[-1]
    if pd.isna(first["value"]) or pd.isna(last["value"]):
        return labels("universal")
    texts = [value_text(row["value"], row["unit"], labels) for row in (first, last)]
    if len(rows) > 1:
        return f"{texts[0]}–{texts[1]}"
    sign = "" if first["unit"] == "rank" else COMPARATOR_SIGNS.get(first["comparator"], "")
    return sign + texts[0]
