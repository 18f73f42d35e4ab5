"""Articles against the official decision: which targets they report."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import (
    LABEL_SHARE,
    bare,
    base_size,
    chart,
    check_columns,
    finish,
    mark,
    new_axes,
    nothing,
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.style import (
    BLUE,
    GREY,
    REPORT_COLOURS,
)
from analysis.lexicon import Lexicon
from analysis.readings.labels import labels_in
from analysis.readings.promises import (
    describe_reported,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
