"""Promises: on the line of time, against what happened, against the official decision."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    LABEL_SHARE,
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
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.places import spread
from analysis.figures.style import (
    BLACK,
    BLUE,
    GREY,
    REPORT_COLOURS,
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
    describe_promises,
    describe_ranks,
    describe_reported,
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


COMPARATOR_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈"}


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
            source_note(labels, source),
        ),
        rows=drawn,
    )


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


@chart(describe_reported)
def plot_reported(
    reported: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw which official targets the articles report, change or leave out: a square for each.

    ``reported`` has one row per article and official target (pillar, target_year, state). Rows
    are pillars, columns years. With several articles a target counts as reported if one of them
    reports it.
    """
    check_columns(
        reported,
        ("article_id", "document", "pillar", "indicator", "scope", "target_year", "state"),
        "reported",
    )
    labels = labels_in(lang, lexicon)
    if reported.empty:
        return nothing(ax, labels, title=labels("reported_title"), rows=reported)
    rank = {"reported": 0, "changed": 1, "left_out": 2}
    key = ["document", "pillar", "target_year", "indicator", "scope"]
    key += ["value"] if "value" in reported else []
    best = (
        reported.assign(order=reported["state"].map(rank))
        .sort_values([*key, "order", "article_id"])
        .drop_duplicates(key)
    )
    pillars = list(dict.fromkeys(reported["pillar"]))
    years = sorted(set(best["target_year"].dropna().astype(int)))
    drawn = with_marks(
        best.sort_values(["pillar", "target_year", "order", *key]).drop(columns="order"), "reported"
    )
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    room = full * (1 - LABEL_SHARE) / len(years)
    side = 1.0 * base
    per_line = max(int((room - base) / (side * 1.2)), 1)
    from matplotlib.patches import Rectangle

    y = 0.0
    middles = []
    for pillar in pillars:
        tallest = 1
        for column, year in enumerate(years):
            cell = drawn[(drawn["pillar"] == pillar) & (drawn["target_year"] == year)]
            for place, row in enumerate(cell.to_dict("records")):
                line, x = divmod(place, per_line)
                tallest = max(tallest, line + 1)
                square = Rectangle(
                    (column * room + x * side * 1.2, y + line * 1.25),
                    side,
                    1.0,
                    facecolor=REPORT_COLOURS.get(row["state"], "#FFFFFF"),
                    edgecolor=BLUE,
                    linewidth=0.8,
                    hatch="////" if row["state"] == "changed" else None,
                )
                mark(square, row["mark"])
                ax.add_patch(square)
            if cell.empty:
                ax.text(column * room, y + 0.5, "–", va="center", color=GREY, fontsize=base)
            else:
                n = int((cell["state"] != "left_out").sum())
                ax.text(
                    column * room + (min(len(cell), per_line)) * side * 1.2 + 0.2 * base,
                    y + 0.5,
                    labels("part_of", n=n, all=len(cell)),
                    va="center",
                    fontsize=base * 0.86,
                )
        middles.append(y + tallest * 1.25 / 2 - 0.1)
        y += tallest * 1.25 + 0.9
    set_rows(
        ax,
        [labels.words.get(f"pillar_{pillar}", pillar) for pillar in pillars],
        width=full * LABEL_SHARE,
        lines=2,
    )
    ax.set_yticks(middles, [text.get_text() for text in ax.get_yticklabels()])
    ax.set_xlim(0, full * (1 - LABEL_SHARE))
    ax.set_ylim(y - 0.5, -0.4)
    ax.xaxis.tick_top()
    ax.set_xticks([column * room for column in range(len(years))], [str(year) for year in years])
    for text in ax.get_xticklabels():
        text.set_ha("left")
        text.set_fontweight("bold")
    ax.tick_params(axis="x", length=0)
    bare(ax)
    documents = list(dict.fromkeys(reported["document"]))
    return finish(
        ax,
        own=own,
        height=(y - 0.1) * base * 1.15,
        title=labels("reported_title"),
        subtitle=labels(
            "reported_subtitle",
            n=len(drawn),
            articles=int(reported["article_id"].nunique()),
            document=", ".join(documents[:3]) + (" …" if len(documents) > 3 else ""),
        ),
        notes=(labels("reported_note"), source_note(labels, source)),
        key=[
            (_square(state), labels(f"state_{state}"))
            for state in rank
            if (drawn["state"] == state).any()
        ],
        rows=drawn,
    )


def _square(state: str) -> object:
    from matplotlib.patches import Patch

    return Patch(
        facecolor=REPORT_COLOURS[state],
        edgecolor=BLUE,
        linewidth=0.8,
        hatch="////" if state == "changed" else None,
    )
