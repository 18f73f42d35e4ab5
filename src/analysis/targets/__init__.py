"""Claims -> indicators -> target years compared, promises held against outcomes."""

from analysis.targets.identity import identify_indicators, indicator_candidates
from analysis.targets.years import compare_years, conflicts_of, revisions_of

__all__ = [
    "compare_years",
    "conflicts_of",
    "identify_indicators",
    "indicator_candidates",
    "revisions_of",
]
