"""What the tests of charts look at: the artists of a figure, never its pixels."""

from functools import lru_cache, partial

import synthetic_tables as made
from matplotlib.axes import Axes
from matplotlib.text import Text

import analysis.figures as charts

# Half a point: what two boxes may share before letters touch.
TOUCH = 0.5


@lru_cache
def calls(n):
    """Return every chart drawn for a study of ``n`` articles: name -> call(lang=…)."""
    articles = made.articles(n)
    nodes, edges = made.network(n)
    ranks, agreement = made.segmentations()
    targets = made.target_outcomes(2).assign(indicator="egdi_rank", scope="national")
    return {
        "zones": partial(charts.plot_zones, made.zones(n), articles=articles),
        "targets_by_year": partial(charts.plot_targets_by_year, made.claims(n), articles=articles),
        "year_comparison": partial(charts.plot_year_comparison, made.year_comparison(n)),
        "rank_ladder": partial(charts.plot_rank_ladder, made.year_comparison(n)),
        "terms": partial(charts.plot_terms, made.terms(n), n_articles=n),
        "word_cloud": partial(charts.plot_word_cloud, made.terms(n), n_articles=n),
        "contrast": partial(charts.plot_contrast, made.keyness(n), target="甲", reference="乙"),
        "topic_coverage": partial(
            charts.plot_topic_coverage, made.topic_coverage(n), articles=articles
        ),
        "promise_timeline": partial(
            charts.plot_promise_timeline, made.claims(n), articles=articles
        ),
        "ranks_over_time": partial(charts.plot_ranks_over_time, made.outcomes(), targets=targets),
        "outcome_tiles": partial(charts.plot_outcome_tiles, made.target_outcomes(n)),
        "reported": partial(charts.plot_reported, made.reported(n)),
        "coverage_bars": partial(
            charts.plot_coverage_bars, made.topic_coverage(n), articles=articles
        ),
        "talk": partial(charts.plot_talk_and_commitment, made.talk(n)),
        "topics_over_time": partial(charts.plot_topics_over_time, made.coverage_by_year(n)),
        "article_ribbon": partial(charts.plot_article_ribbon, made.topic_hits(n)),
        "term_heatmap": partial(charts.plot_term_heatmap, made.terms(n), articles=articles),
        "term_trends": partial(charts.plot_term_trends, made.terms_by_year(n)),
        "term_network": partial(charts.plot_term_network, nodes, edges=edges),
        "dispersion": partial(charts.plot_dispersion, made.positions(n), articles=articles),
        "segmentation_stability": partial(
            charts.plot_segmentation_stability, ranks, agreement=agreement
        ),
    }


def words_of(ax):
    """Return every text that a reader sees in the figure of ``ax``, with its box in points."""
    figure = ax.figure
    renderer = figure.canvas.get_renderer()
    # Put tick labels and the key in their places, as drawing would, which takes much longer.
    ax.get_tightbbox(renderer)
    if ax.get_legend():
        ax.get_legend().draw(renderer)
    hidden = _hidden_ticks(figure)
    found = []
    for text in figure.findobj(Text):
        if not text.get_visible() or not text.get_text().strip() or text in hidden:
            continue
        box = text.get_window_extent(renderer)
        edges = (72 / figure.dpi * edge for edge in (box.x0, box.y0, box.x1, box.y1))
        found.append((text.get_text(), *edges))
    return found


def _hidden_ticks(figure):
    """Return the tick labels that are not drawn: beyond the ends of the axis, or switched off."""
    hidden = set()
    for ax in figure.findobj(Axes):
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                drawn = low <= tick.get_loc() <= high and axis.get_visible() and ax.get_visible()
                if not (drawn and tick.label1.get_visible()):
                    hidden.add(tick.label1)
                if not (drawn and tick.label2.get_visible()):
                    hidden.add(tick.label2)
    return hidden


def outside(ax, words=None):
    """Return the texts that leave the figure."""
    words = words_of(ax) if words is None else words
    wide, high = (72 * side for side in ax.figure.get_size_inches())
    return [
        text
        for text, left, low, right, top in words
        if left < -TOUCH or low < -TOUCH or right > wide + TOUCH or top > high + TOUCH
    ]


def overlapping(ax, words=None):
    """Return the pairs of texts that stand on each other."""
    words = words_of(ax) if words is None else words
    pairs = []
    for i, (one, left, low, right, top) in enumerate(words):
        for other, left_2, low_2, right_2, top_2 in words[i + 1 :]:
            wide = min(right, right_2) - max(left, left_2)
            high = min(top, top_2) - max(low, low_2)
            # Boxes of several lines are higher than their letters: a touch of them is none.
            if wide > TOUCH and high > 0.18 * min(top - low, top_2 - low_2):
                pairs.append((one, other))
    return pairs


def said(ax, words=None):
    """Return all words of the figure as one text, without the line breaks of the layout."""
    words = words_of(ax) if words is None else words
    return "\n".join(text.replace("\n", "") for text, *_ in words)


def marks(ax):
    """Return the artists that stand for a row: mark -> artist."""
    return {
        artist.get_gid(): artist for artist in ax.figure.findobj(lambda a: a.get_gid() is not None)
    }
