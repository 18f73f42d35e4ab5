"""Table -> the sentence that says what it shows.

``describe_x(table, *, lang="en") -> str`` is computed from the table alone and true of any
table: an empty one, one article, two hundred. It is the alternative text of the chart as well.
"""

from analysis.readings.corpus import describe_corpus, describe_zones
from analysis.readings.promises import (
    describe_outcomes,
    describe_promises,
    describe_ranks,
    describe_reported,
)
from analysis.readings.terms import describe_contrast, describe_terms
from analysis.readings.topics import (
    describe_article_topics,
    describe_coverage_intervals,
    describe_talk_and_commitment,
    describe_topic_coverage,
    describe_topics_over_time,
)
from analysis.readings.words import (
    describe_dispersion,
    describe_network,
    describe_segmentations,
    describe_term_trends,
    describe_terms_by_group,
)
from analysis.readings.years import (
    describe_rank_ladder,
    describe_targets_by_year,
    describe_year_comparison,
)

__all__ = [
    "describe_article_topics",
    "describe_contrast",
    "describe_corpus",
    "describe_coverage_intervals",
    "describe_dispersion",
    "describe_network",
    "describe_outcomes",
    "describe_promises",
    "describe_rank_ladder",
    "describe_ranks",
    "describe_reported",
    "describe_segmentations",
    "describe_talk_and_commitment",
    "describe_targets_by_year",
    "describe_term_trends",
    "describe_terms",
    "describe_terms_by_group",
    "describe_topic_coverage",
    "describe_topics_over_time",
    "describe_year_comparison",
    "describe_zones",
]
