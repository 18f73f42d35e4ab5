"""What all charts share: the axes, the words around them, and the note of how they were drawn."""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.figures.style import (
    BLACK,
    GREY,
    in_style,
    ink_on,
    printable,
    shade,
    style_of_now,
)
from analysis.figures.text import line_count, text_width, wrap
from analysis.readings.labels import Labels

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

# More rows than this do not fit the height of a page; more panels cannot be told apart.
MOST_ROWS = 24
MOST_PANELS = 6

# Share of a figure's width that row labels may take; the rest is for the marks.
LABEL_SHARE = 0.34

Describe = Callable[..., str]


class Drawing(NamedTuple):
    """How a chart was drawn: enough to draw it again, in another language, and to list it."""

    plot: Callable[..., "Axes"]
    table: pd.DataFrame
    parameters: Mapping[str, object]
    lang: str
    alt: str
    rows: pd.DataFrame
    own_figure: bool
    style: Mapping[str, object]


def chart(describe: Describe) -> Callable[[Callable[..., "Axes"]], Callable[..., "Axes"]]:
    """Draw in the chart style and keep on the Axes how that was done (see ``drawing_of``).

    ``describe`` is the sentence about the table; it becomes the alternative text.
    """

    def decorate(plot: Callable[..., "Axes"]) -> Callable[..., "Axes"]:
        @functools.wraps(plot)
        def draw(
            table: pd.DataFrame, *, lang: str = "zh", ax: "Axes | None" = None, **parameters: object
        ) -> "Axes":
            style = style_of_now()
            with in_style(style):
                axes = plot(table, lang=lang, ax=ax, **parameters)
            axes.drawing = Drawing(
                plot=draw,
                table=table.copy(),
                parameters=parameters,
                lang=lang,
                alt=describe(table, lang=lang, **_shared(describe, parameters)),
                rows=axes.drawn_rows,
                own_figure=ax is None,
                style=style,
            )
            return axes

        return draw

    return decorate


def drawing_of(ax: "Axes") -> Drawing:
    """Return how the chart on ``ax`` was drawn. Raises ValueError for other people's Axes."""
    try:
        return ax.drawing
    except AttributeError:
        raise ValueError("these Axes were not drawn by a plot_ function of analysis") from None


def _shared(describe: Describe, parameters: Mapping[str, object]) -> dict[str, object]:
    known = inspect.signature(describe).parameters
    return {key: value for key, value in parameters.items() if key in known}


def check_columns(table: pd.DataFrame, columns: Iterable[str], kind: str) -> None:
    """Raise ValueError that names what ``table`` lacks to be a table of this ``kind``."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"this is no {kind} table: it lacks {', '.join(missing)}")


def base_size() -> float:
    """Return the size in points that all letters of the chart derive from."""
    import matplotlib as mpl

    return float(mpl.rcParams["font.size"])


def new_axes(ax: "Axes | None") -> "Axes":
    """Return ``ax``, or the Axes of a new figure as wide as the style says."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.figure().add_axes((0.2, 0.2, 0.6, 0.6))


def width_of(ax: "Axes", *, own: bool) -> float:
    """Return the width in points that the chart and its labels may take."""
    if own:
        return ax.figure.get_figwidth() * 72 - 2 * _margin()
    return ax.get_window_extent().width * 72 / ax.figure.dpi


def _margin() -> float:
    return 0.6 * base_size()


def set_rows(
    ax: "Axes", labels: Sequence[str], *, width: float, lines: int = 2, size: float | None = None
) -> int:
    """Give ``ax`` one row per label, from the top down; return the lines of the tallest label."""
    size = size or base_size() * 0.93
    wrapped = [wrap(printable(label), width, size, lines=lines) for label in labels]
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_yticks(range(len(labels)), wrapped, fontsize=size)
    ax.tick_params(axis="y", length=0, pad=3)
    for text in ax.get_yticklabels():
        text.set_linespacing(1.05)
    return max((line_count(label) for label in wrapped), default=1)


def bare(ax: "Axes", *spines: str) -> None:
    """Hide all spines but those named."""
    for name, spine in ax.spines.items():
        spine.set_visible(name in spines)


def mark(artist: "Artist", gid: str) -> None:
    """Name the row of ``drawn_rows`` that ``artist`` stands for, also inside the SVG."""
    artist.set_gid(gid)


def draw_cell(
    ax: "Axes", x: float, y: float, *, part: float, text: str, gid: str, size: float
) -> None:
    """Draw one cell of a table of numbers, the darker the greater ``part`` (0 to 1)."""
    from matplotlib.patches import Rectangle

    colour = shade(part * 0.85)
    cell = Rectangle((x - 0.47, y - 0.46), 0.94, 0.92, facecolor=colour, edgecolor="#CCCCCC")
    mark(cell, gid)
    ax.add_patch(cell)
    words = ax.text(
        x,
        y,
        text,
        ha="center",
        va="center",
        color=ink_on(colour) if part > 0 else GREY,
        fontsize=size,
        linespacing=1.05,
    )
    # It stands inside the Axes; leaving it out makes the measuring much faster.
    words.set_in_layout(False)


def with_marks(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return ``rows`` with a first column ``mark``: ``name-1``, ``name-2`` …"""
    rows = rows.reset_index(drop=True)
    rows.insert(0, "mark", [f"{name}-{number}" for number in range(1, len(rows) + 1)])
    return rows


def finish(
    ax: "Axes",
    *,
    own: bool,
    height: float,
    title: str,
    subtitle: str = "",
    notes: Sequence[str] = (),
    key: Sequence[tuple["Artist", str]] = (),
    rows: pd.DataFrame,
) -> "Axes":
    """Set the title, what is counted, the key and the notes around ``ax`` so that all fits.

    ``height`` is that of the Axes in points; the figure takes the height that the words need.
    The words stand at fixed distances from the Axes, whose labels are measured first.
    """
    ax.drawn_rows = rows
    base, margin = base_size(), _margin()
    full = width_of(ax, own=own)
    title = wrap(printable(title), full, base * 1.2, weight="bold")
    subtitle = wrap(printable(subtitle), full, base * 0.93)
    note = "\n".join(wrap(printable(line), full, base * 0.82) for line in notes if line)
    figure = ax.figure
    legend = _legend(ax, key, full) if key else None
    heads = []  # from the Axes upwards: (text, size, weight, colour)
    if subtitle:
        heads.append((subtitle, base * 0.93, "normal", GREY))
    heads.append((title, base * 1.2, "bold", BLACK))

    def stack() -> tuple[float, float, float, float, float]:
        left, right, below, above = _decoration(ax, legend)
        legend_height = 0.0
        if legend is not None:
            _place_legend(ax, legend, left if own else 0.0, above + 0.3 * base)
            legend_height = _points(legend.get_window_extent().height, ax) + 0.3 * base
        return left, right, below, above, legend_height

    words_above = sum(line_count(text) * size * 1.3 + 0.25 * base for text, size, *_ in heads)
    words_below = line_count(note) * base * 0.82 * 1.35 + 0.6 * base if note else 0.0
    if own:
        left = right = 40.0
        below = above = legend_height = 20.0
        # A narrower Axes can change its labels; it settles at the second or third look.
        for _ in range(4):
            high = margin * 2 + words_above + legend_height + above + height + below + words_below
            wide = figure.get_figwidth() * 72
            figure.set_size_inches(wide / 72, high / 72)
            ax.set_position(
                (
                    (margin + left) / wide,
                    (margin + words_below + below) / high,
                    max(wide - 2 * margin - left - right, 0.2 * wide) / wide,
                    height / high,
                )
            )
            measured = stack()
            settled = all(
                abs(new - old) < 0.1
                for new, old in zip(
                    measured, (left, right, below, above, legend_height), strict=True
                )
            )
            left, right, below, above, legend_height = measured
            if settled:
                break
    else:
        left, right, below, above, legend_height = stack()
    x = -left if own else 0.0
    y = above + legend_height + 0.35 * base
    for text, size, weight, colour in heads:
        ax.annotate(
            text,
            (0, 1),
            (x, y),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="left",
            va="bottom",
            fontsize=size,
            fontweight=weight,
            color=colour,
            linespacing=1.2,
            annotation_clip=False,
        )
        y += line_count(text) * size * 1.3 + 0.25 * base
    if note:
        ax.annotate(
            note,
            (0, 0),
            (x, -below - 0.6 * base),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=base * 0.82,
            color=GREY,
            linespacing=1.25,
            annotation_clip=False,
        )
    return ax


def _points(pixels: float, ax: "Axes") -> float:
    return pixels * 72 / ax.figure.dpi


def _decoration(ax: "Axes", legend: "Artist | None") -> tuple[float, float, float, float]:
    """Return how far, in points, labels stand out of ``ax``: left, right, below, above."""
    if legend is not None:
        legend.set_visible(False)
    outer = ax.get_tightbbox(ax.figure.canvas.get_renderer())
    inner = ax.get_window_extent()
    if legend is not None:
        legend.set_visible(True)
    if outer is None:
        return 0.0, 0.0, 0.0, 0.0
    return tuple(
        max(_points(pixels, ax), 0.0)
        for pixels in (
            inner.x0 - outer.x0,
            outer.x1 - inner.x1,
            inner.y0 - outer.y0,
            outer.y1 - inner.y1,
        )
    )


def _legend(ax: "Axes", key: Sequence[tuple["Artist", str]], full: float) -> "Artist":
    """Return a legend in as few lines as ``full`` points allow."""
    handles, words = [list(part) for part in zip(*key, strict=True)]
    for columns in range(len(words), 0, -1):
        legend = ax.legend(
            handles,
            words,
            ncols=columns,
            loc="lower left",
            frameon=False,
            borderaxespad=0,
            borderpad=0,
            handlelength=1.3,
            handleheight=0.8,
            handletextpad=0.4,
            columnspacing=1.0,
            labelspacing=0.25,
            fontsize=base_size() * 0.9,
        )
        ax.figure.canvas.get_renderer()
        if _points(legend.get_window_extent().width, ax) <= full:
            break
    return legend


def _place_legend(ax: "Axes", legend: "Artist", left: float, above: float) -> None:
    from matplotlib.transforms import ScaledTranslation

    move = ScaledTranslation(-left / 72, above / 72, ax.figure.dpi_scale_trans)
    legend.set_bbox_to_anchor((0, 1), transform=ax.transAxes + move)


def nothing(ax: "Axes | None", labels: Labels, *, title: str, rows: pd.DataFrame) -> "Axes":
    """Return a chart that says that there is nothing to show."""
    own = ax is None
    ax = new_axes(ax)
    bare(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.text(
        0.5,
        0.5,
        labels("nothing_to_show"),
        transform=ax.transAxes,
        ha="center",
        va="center",
        color=GREY,
        fontsize=base_size(),
    )
    return finish(
        ax, own=own, height=base_size() * 5, title=title, rows=with_marks(rows.iloc[:0], "none")
    )


def source_note(labels: Labels, source: str, **counts: int) -> str:
    """Return the source line: what was counted, and who says so."""
    return labels("source", source=source or labels("source_default"), **counts)


def lines_per_article(n: int) -> int:
    """Return how many lines the label of an article may take where ``n`` are shown."""
    return 3 if n <= 6 else 2


def panels_in(
    ax: "Axes", n: int, *, height: float, gap: float, columns: int = 1
) -> tuple[float, list["Axes"]]:
    """Return the height of ``ax`` in points that ``n`` panels need, and the panels inside it.

    Each is ``height`` points tall, with ``gap`` points between (and above, for a heading).
    """
    rows = -(-n // columns)
    total = rows * (height + gap)
    bare(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    width = 1 / columns
    made = []
    for place in range(n):
        row, column = divmod(place, columns)
        bottom = 1 - ((row + 1) * (height + gap)) / total
        box = (column * width, bottom, width * (0.88 if columns > 1 else 1.0), height / total)
        made.append(ax.inset_axes(box))
    return total, made


class Chosen(NamedTuple):
    """The articles that a chart shows, in order, with what to call them; and the others."""

    ids: tuple[str, ...]
    titles: Mapping[str, str]
    dates: Mapping[str, str]
    left_out: tuple[str, ...]


def choose_articles(
    table: pd.DataFrame,
    articles: "pd.DataFrame | Sequence[str] | None",
    *,
    top: int,
    weight: "pd.Series | None" = None,
) -> Chosen:
    """Return at most ``top`` articles to show, those of the greatest ``weight`` first chosen.

    ``articles`` is the articles table (or some of its rows), which also tells titles, dates and
    articles that ``table`` has no row of; or a list of article ids, shown in its order.
    The order is that of publication, then of the id; the undated last.
    """
    titles: dict[str, str] = {}
    dates: dict[str, str] = {}
    if isinstance(articles, pd.DataFrame):
        check_columns(articles, ("article_id",), "articles")
        ids = [str(key) for key in articles["article_id"]]
        if "title" in articles:
            titles = dict(zip(ids, articles["title"].fillna("").astype(str), strict=True))
        if "published" in articles:
            dates = dict(zip(ids, articles["published"].fillna("").astype(str), strict=True))
        ids.sort(key=lambda key: (not dates.get(key), dates.get(key, ""), key))
    elif articles is not None:
        ids = [str(key) for key in articles]
    else:
        ids = sorted(set(table["article_id"].astype(str)))
    if len(ids) > top:
        heavy = {} if weight is None else {str(k): float(v) for k, v in weight.items()}
        kept = set(sorted(ids, key=lambda key: (-heavy.get(key, 0.0), ids.index(key)))[:top])
    else:
        kept = set(ids)
    return Chosen(
        tuple(key for key in ids if key in kept),
        titles,
        dates,
        tuple(key for key in ids if key not in kept),
    )


def called_in(articles: "pd.DataFrame | None", key: str) -> str:
    """Return the title and date of an article, or its id if ``articles`` does not tell them."""
    chosen = choose_articles(pd.DataFrame({"article_id": [key]}), articles, top=1)
    title, date = chosen.titles.get(key, ""), chosen.dates.get(key, "")
    return " ".join(filter(None, [title, date])) if title else key


def article_label(key: str, chosen: Chosen, *, width: float, size: float, lines: int = 2) -> str:
    """Return what to call an article: its date and title, or the end of its id."""
    title = chosen.titles.get(key, "")
    if not title:
        return wrap(printable(key.rsplit("/", 1)[-1]), width, size, lines=lines)
    date = chosen.dates.get(key, "")
    if text_width(date, size) > width:
        date = date[:4]
    name = wrap(printable(title), width, size, lines=lines - bool(date))
    return f"{name}\n{date}" if date else name
