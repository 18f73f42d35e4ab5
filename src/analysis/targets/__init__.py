"""Claims -> indicators -> target years compared, promises held against outcomes."""

from analysis.targets.documents import reported
from analysis.targets.identity import identify_indicators, indicator_candidates
from analysis.targets.outcomes import reported_outcomes, target_outcomes, targets_of
from analysis.targets.reference import (
    Reference,
    read_comparability,
    read_official_targets,
    read_outcomes,
    read_reference,
)
from analysis.targets.tables import Compared, Deals, compare_deals
from analysis.targets.years import compare_years, conflicts_of, revisions_of

__all__ = [
    "Compared",
    "Deals",
    "Reference",
    "compare_deals",
    "compare_years",
    "conflicts_of",
    "identify_indicators",
    "indicator_candidates",
    "read_comparability",
    "read_official_targets",
    "read_outcomes",
    "read_reference",
    "reported",
    "reported_outcomes",
    "revisions_of",
    "target_outcomes",
    "targets_of",
]
