"""Years and periods as written, against the date of the article."""

from analysis.periods.find import find_periods
from analysis.periods.reading import Period

__all__ = ["Period", "find_periods"]
