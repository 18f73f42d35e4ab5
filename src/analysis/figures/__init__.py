"""Tidy table -> chart.

``plot_x(table, *, lang="zh", ax=None) -> Axes`` draws and does nothing else; ``save_figure``
writes the files. The rows that a chart shows, one per mark, are those of ``drawing_of(ax).rows``.
"""

from analysis.figures.corpus import plot_zones
from analysis.figures.coverage import (
    plot_article_ribbon,
    plot_coverage_bars,
    plot_talk_and_commitment,
    plot_topics_over_time,
)
from analysis.figures.frame import Drawing, drawing_of
from analysis.figures.ladder import plot_rank_ladder
from analysis.figures.outcomes import plot_outcome_tiles, plot_ranks_over_time
from analysis.figures.reported import plot_reported
from analysis.figures.save import save_figure
from analysis.figures.style import chart_style
from analysis.figures.targets import plot_targets_by_year
from analysis.figures.terms import plot_contrast, plot_terms, plot_word_cloud
from analysis.figures.timeline import plot_promise_timeline
from analysis.figures.topics import plot_topic_coverage
from analysis.figures.words import (
    plot_dispersion,
    plot_segmentation_stability,
    plot_term_heatmap,
    plot_term_network,
    plot_term_trends,
)
from analysis.figures.years import plot_year_comparison

__all__ = [
    "Drawing",
    "chart_style",
    "drawing_of",
    "plot_article_ribbon",
    "plot_contrast",
    "plot_coverage_bars",
    "plot_dispersion",
    "plot_outcome_tiles",
    "plot_promise_timeline",
    "plot_rank_ladder",
    "plot_ranks_over_time",
    "plot_reported",
    "plot_segmentation_stability",
    "plot_talk_and_commitment",
    "plot_targets_by_year",
    "plot_term_heatmap",
    "plot_term_network",
    "plot_term_trends",
    "plot_terms",
    "plot_topic_coverage",
    "plot_topics_over_time",
    "plot_word_cloud",
    "plot_year_comparison",
    "plot_zones",
    "save_figure",
]
