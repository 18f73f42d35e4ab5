"""How many targets are set for which year, article by article."""

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
    draw_cell,
    finish,
    lines_per_article,
    new_axes,
    nothing,
    set_rows,
    source_note,
    width_of,
    with_marks,
)
from analysis.figures.text import text_width
from analysis.lexicon import Lexicon
from analysis.readings import describe_targets_by_year
from analysis.readings.corpus import count_corrected
from analysis.readings.labels import labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
    Articles beyond ``top`` and years for which there is no room are summed up as others.
    """
    check_columns(claims, ("article_id", "status", "year", "repeat_of"), "claims")
    labels = labels_in(lang, lexicon)
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"].fillna("") == "")]
    weight = targets.groupby("article_id").size()
    chosen = choose_articles(targets, articles, top=top, weight=weight)
    targets = targets[targets["article_id"].isin([*chosen.ids, *chosen.left_out])]
    if not chosen.ids:
        return nothing(ax, labels, title=labels("targets_title"), rows=targets)
    corrected = count_corrected(targets)
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    full = width_of(ax, own=own)
    width = full * LABEL_SHARE
    # As many columns as leave room for a year above each; two more sum up, one holds the sum.
    room = int(full * (1 - LABEL_SHARE) / (text_width("20255", base * 0.93))) - 3
    years = pd.to_numeric(targets["year"]).dropna().astype(int)
    frequent = years.value_counts().rename_axis("year").reset_index(name="n")
    frequent = frequent.sort_values(["n", "year"], ascending=[False, True])
    kept = sorted(frequent["year"].iloc[: max(room, 2)])
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
            draw_cell(ax, x, y, part=n / most, text=str(n), gid=next(cells_drawn), size=base)
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
    lines = lines_per_article(len(chosen.ids))
    tall = set_rows(
        ax,
        [
            labels("other_articles", n=len(chosen.left_out))
            if key == "*others"
            else article_label(key, chosen, width=width, size=base * 0.93, lines=lines)
            for key in names
        ],
        width=width,
        lines=lines,
    )
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(columns)), columns)
    ax.tick_params(axis="x", length=0, pad=2)
    bare(ax)
    return finish(
        ax,
        own=own,
        height=len(names) * base * max(2.2, 0.8 + 1.2 * tall),
        title=labels("targets_title"),
        subtitle=labels(
            "targets_subtitle", n=len(targets), articles=len(chosen.ids) + len(chosen.left_out)
        ),
        notes=(
            labels("targets_note"),
            labels("articles_summed", n=len(chosen.left_out)) if chosen.left_out else "",
            labels("targets_corrected", n=corrected) if corrected else "",
            source_note(labels, source),
        ),
        rows=drawn,
    )
