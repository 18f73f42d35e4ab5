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
from analysis.readings.topics import describe_topic_coverage
from analysis.readings.years import describe_targets_by_year, describe_year_comparison

__all__ = [
    "describe_contrast",
    "describe_corpus",
    "describe_outcomes",
    "describe_promises",
    "describe_ranks",
    "describe_reported",
    "describe_targets_by_year",
    "describe_terms",
    "describe_topic_coverage",
    "describe_year_comparison",
    "describe_zones",
]
