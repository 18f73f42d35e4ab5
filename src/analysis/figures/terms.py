"""Frequent terms: bars, the cloud, and what sets two groups of articles apart."""

import struct
import tempfile
from pathlib import Path
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
from analysis.figures.style import BLUE, GREY, ORANGE, PALE, SKY, printable
from analysis.lexicon import Lexicon
from analysis.paths import FONTS
from analysis.readings import describe_contrast, describe_terms
from analysis.readings.labels import labels_in, number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# How widely a term is spread has three shades, in charts of terms and in the cloud alike.
RANGE_COLOURS = {"all": BLUE, "half": SKY, "few": PALE}
RANGE_INKS = {"all": "#00507D", "half": "#3A96CC", "few": "#8A8A8A"}

# Log ratios beyond 2⁸ (256 times as frequent) say no more than “only here”; intervals are cut there.
LARGEST_RATIO = 8.0

# Height of the cloud as a part of its width: about that of a photograph.
CLOUD_SHAPE = 0.62
# Places are looked for on a grid of this many cells per point: finer is slower and looks the same.
CLOUD_GRID = 3
# Upper edge of the Han characters in Noto Sans SC, in its units of 1000 an em.
INK_TOP = 860


def sum_terms(terms: pd.DataFrame) -> pd.DataFrame:
    """Return one row per term over all groups: term, n, n_articles; the most frequent first."""
    check_columns(terms, ("group", "term", "n", "n_articles"), "terms")
    total = terms.groupby("term", as_index=False)[["n", "n_articles"]].sum()
    total = total[total["n"] > 0]
    return total.sort_values(["n", "term"], ascending=[False, True]).reset_index(drop=True)


def _range_of(n_articles: int, all_articles: int) -> str:
    if n_articles >= all_articles:
        return "all"
    return "half" if 2 * n_articles >= all_articles else "few"


def _article_count(terms: pd.DataFrame, n_articles: int | None) -> int:
    """Return how many articles there are: told, or at least as many as the widest term has."""
    known = int(sum_terms(terms)["n_articles"].max()) if len(terms) else 0
    return max(n_articles or 0, known)


@chart(describe_terms)
def plot_terms(
    terms: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    top: int = 20,
    n_articles: int | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the ``top`` most frequent terms as bars, shaded by the number of articles they are in.

    ``terms`` has one row per group and term. ``n_articles`` is the number of articles of the
    study; without it, that of the most widely used term.
    """
    labels = labels_in(lang, lexicon)
    total = sum_terms(terms)
    if total.empty:
        return nothing(ax, labels, title=labels("terms_title"), rows=total)
    everything = _article_count(terms, n_articles)
    shown = with_marks(total.head(top), "terms")
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    most = int(shown["n"].max())
    for place, row in enumerate(shown.to_dict("records")):
        kind = _range_of(row["n_articles"], everything)
        bar = ax.barh(
            place,
            row["n"],
            height=0.72,
            color=RANGE_COLOURS[kind],
            edgecolor=GREY,
            linewidth=0.3,
        )[0]
        mark(bar, row["mark"])
        ax.annotate(
            labels("count_and_range", n=row["n"], k=row["n_articles"]),
            (row["n"], place),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontsize=base * 0.9,
            annotation_clip=False,
        )
    set_rows(ax, list(shown["term"]), width=width_of(ax, own=own) * LABEL_SHARE, lines=1, size=base)
    ax.set_xlim(0, most)
    ax.set_xticks([])
    bare(ax, "left")
    kinds = {_range_of(k, everything) for k in shown["n_articles"]}
    return finish(
        ax,
        own=own,
        height=len(shown) * base * 1.75,
        title=labels("terms_title"),
        subtitle=labels("terms_subtitle", n=int(total["n"].sum()), articles=everything),
        notes=(
            labels("terms_left_out", n=len(total) - len(shown)) if len(total) > len(shown) else "",
            source_note(labels, source),
        ),
        key=[
            (_swatch(colour), labels(f"range_{kind}"))
            for kind, colour in RANGE_COLOURS.items()
            if kind in kinds
        ],
        rows=shown,
    )


def _swatch(colour: str) -> object:
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, edgecolor=GREY, linewidth=0.3)


@chart(describe_terms)
def plot_word_cloud(
    terms: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    top: int = 60,
    n_articles: int | None = None,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw the ``top`` most frequent terms as a cloud: the more often, the larger.

    ``terms`` has one row per group and term. The same table gives the same cloud. A cloud shows
    at a glance what it is about; sizes cannot be read off, so show the table or
    ``plot_terms`` beside it.
    """
    labels = labels_in(lang, lexicon)
    total = sum_terms(terms)
    if total.empty:
        return nothing(ax, labels, title=labels("cloud_title"), rows=total)
    everything = _article_count(terms, n_articles)
    shown = total.head(top)
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    wide = width_of(ax, own=own)
    high = wide * CLOUD_SHAPE
    placed = _cloud_layout(
        tuple(zip(shown["term"], shown["n"].astype(int), strict=True)), wide, high, base
    )
    rows = with_marks(shown[shown["term"].isin(placed)], "word_cloud")
    for row in rows.to_dict("records"):
        x, y, size = placed[row["term"]]
        kind = _range_of(row["n_articles"], everything)
        text = ax.text(
            x,
            y,
            printable(row["term"]),
            fontsize=size,
            color=RANGE_INKS[kind],
            ha="left",
            va="baseline",
        )
        mark(text, row["mark"])
    ax.set_xlim(0, wide)
    ax.set_ylim(high, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax)
    kinds = {_range_of(k, everything) for k in rows["n_articles"]}
    return finish(
        ax,
        own=own,
        height=high,
        title=labels("cloud_title"),
        subtitle=labels("cloud_subtitle", n=len(rows), articles=everything),
        notes=(
            labels("terms_left_out", n=len(total) - len(rows)) if len(total) > len(rows) else "",
            source_note(labels, source),
        ),
        key=[
            (_swatch(colour), labels(f"range_{kind}"))
            for kind, colour in RANGE_INKS.items()
            if kind in kinds
        ],
        rows=rows,
    )


def _cloud_layout(
    counts: tuple[tuple[str, int], ...], wide: float, high: float, base: float
) -> dict[str, tuple[float, float, float]]:
    """Return for each term that finds room: the left end of its baseline and its size, in points.

    The places are those of ``wordcloud``, which looks for room on a coarse grid; the words
    themselves are drawn as text, so that they stay sharp and can be pointed at. The most frequent
    come first, so the same counts give the same cloud.
    """
    from PIL import ImageFont
    from wordcloud import WordCloud

    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "cloud.ttf"
        font.write_bytes(_with_low_ascent((FONTS / "NotoSansSC-Regular.ttf").read_bytes()))
        cloud = WordCloud(
            font_path=str(font),
            width=round(wide * CLOUD_GRID),
            height=round(high * CLOUD_GRID),
            margin=round(0.8 * base * CLOUD_GRID),
            min_font_size=round(0.8 * base * CLOUD_GRID),
            max_font_size=round(5 * base * CLOUD_GRID),
            max_words=len(counts),
            prefer_horizontal=1.0,
            random_state=0,
        ).generate_from_frequencies(dict(counts))
        ascent = {
            size: ImageFont.truetype(str(font), size).getmetrics()[0]
            for size in {size for _, size, *_ in cloud.layout_}
        }
    return {
        term: (left / CLOUD_GRID, (top + ascent[size]) / CLOUD_GRID, size / CLOUD_GRID)
        for (term, _), size, (top, left), *_ in cloud.layout_
    }


def _with_low_ascent(font: bytes) -> bytes:
    """Return the font with its line's upper edge at the top of the characters.

    ``wordcloud`` looks for room for the ink of a word and then draws the word from the upper edge
    of its line. Noto's lines begin a quarter of their height above the ink, so words would come
    to stand lower than where there was room, and on top of each other.
    """
    n_tables = struct.unpack(">H", font[4:6])[0]
    records = (font[at : at + 16] for at in range(12, 12 + 16 * n_tables, 16))
    start = next(struct.unpack(">I", r[8:12])[0] for r in records if r[:4] == b"hhea")
    return font[: start + 4] + struct.pack(">h", INK_TOP) + font[start + 6 :]


@chart(describe_contrast)
def plot_contrast(
    keyness: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: "Axes | None" = None,
    target: str = "",
    reference: str = "",
    top: int = 20,
    source: str = "",
    lexicon: Lexicon | None = None,
) -> "Axes":
    """Draw which terms set the target group apart: log ratio with interval, counts beside.

    ``keyness`` has one row per term. Where the counts carry no comparison (verdict
    ``insufficient``) the row says so in place of a point. ``target`` and ``reference`` are what
    to call the two groups.
    """
    check_columns(
        keyness,
        ("term", "n_target", "n_reference", "g2", "log_ratio", "low", "high", "verdict"),
        "keyness",
    )
    labels = labels_in(lang, lexicon)
    if keyness.empty:
        return nothing(ax, labels, title=labels("contrast_title"), rows=keyness)
    target = target or labels("target_group")
    reference = reference or labels("reference_group")
    # G² is negative for terms of the reference: its size is what counts here.
    ranked = keyness.assign(
        weak=keyness["verdict"] == "insufficient",
        unclear=keyness["verdict"] == "unclear",
        size=keyness["g2"].abs(),
    )
    ranked = ranked.sort_values(
        ["weak", "unclear", "size", "term"], ascending=[True, True, False, True]
    ).head(top)
    ranked = ranked.sort_values(["weak", "log_ratio", "term"], ascending=[True, False, True])
    shown = with_marks(ranked.drop(columns=["weak", "unclear", "size"]), "contrast")
    own = ax is None
    ax = new_axes(ax)
    base = base_size()
    told = shown[shown["verdict"] != "insufficient"]
    ends = told[["low", "high", "log_ratio"]].to_numpy().ravel()
    reach = [abs(value) for value in ends if abs(value) < 1e6]
    limit = min(max([*reach, 2.0]) * 1.05, LARGEST_RATIO)
    for place, row in enumerate(shown.to_dict("records")):
        if row["verdict"] == "insufficient":
            words = ax.text(
                0,
                place,
                labels("insufficient"),
                ha="center",
                va="center",
                color=GREY,
                fontsize=base * 0.88,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )
            mark(words, row["mark"])
        else:
            unclear = row["verdict"] == "unclear"
            colour = GREY if unclear else BLUE if row["log_ratio"] > 0 else ORANGE
            low, high = max(row["low"], -limit), min(row["high"], limit)
            ax.plot([low, high], [place, place], color=colour, linewidth=1.6, zorder=2)
            for end, cut, shape in (("low", low, "<"), ("high", high, ">")):
                if row[end] != cut:
                    ax.plot(
                        cut, place, marker=shape, markersize=base * 0.5, color=colour, clip_on=False
                    )
            (point,) = ax.plot(
                min(max(row["log_ratio"], -limit), limit),
                place,
                marker="o" if row["log_ratio"] > 0 else "D",
                markersize=base * 0.65,
                color=colour,
                markerfacecolor="white" if unclear else colour,
                zorder=3,
                clip_on=False,
            )
            mark(point, row["mark"])
        for offset, column in ((2.6, "n_target"), (5.2, "n_reference")):
            ax.annotate(
                number_text(row[column]),
                (1, place),
                (offset * base, 0),
                xycoords=ax.get_yaxis_transform(),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=base * 0.93,
                annotation_clip=False,
            )
    for offset, name, colour in ((2.6, "A", BLUE), (5.2, "B", ORANGE)):
        ax.annotate(
            name,
            (1, -0.75),
            (offset * base, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            ha="right",
            va="center",
            color=colour,
            fontweight="bold",
            fontsize=base,
            annotation_clip=False,
        )
    set_rows(ax, list(shown["term"]), width=width_of(ax, own=own) * LABEL_SHARE, lines=1, size=base)
    ax.set_xlim(-limit, limit)
    ax.axvline(0, color=GREY, linewidth=0.7, zorder=1)
    _ratio_ticks(ax, limit)
    ax.grid(axis="x")
    bare(ax)
    insufficient = int((keyness["verdict"] == "insufficient").sum())
    return finish(
        ax,
        own=own,
        height=(len(shown) + 0.6) * base * 1.7,
        title=labels("contrast_title"),
        subtitle=labels("contrast_subtitle", target=target, reference=reference, n=len(keyness)),
        notes=(
            labels("contrast_note"),
            labels("contrast_unclear") if (shown["verdict"] == "unclear").any() else "",
            labels("contrast_insufficient", n=insufficient, all=len(keyness))
            if insufficient
            else "",
            labels("terms_left_out", n=len(keyness) - len(shown))
            if len(keyness) > len(shown)
            else "",
            source_note(labels, source),
        ),
        rows=shown,
    )


def _ratio_ticks(ax: "Axes", limit: float) -> None:
    """Label the binary logarithm as how many times as frequent: 8×, 1, 8×."""
    step = 1 if limit <= 3 else 2 if limit <= 6 else 4
    places = range(-int(limit // step) * step, int(limit // step) * step + 1, step)
    ax.set_xticks(list(places), ["1" if p == 0 else f"{2 ** abs(p)}×" for p in places])
    ax.tick_params(axis="x", length=0)
