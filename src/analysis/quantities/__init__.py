"""Quantities as written: numbers with their unit, ranks, multiples, shares, ranges, comparators."""

from analysis.quantities.find import Quantity, find_quantities
from analysis.quantities.numbers import parse_number
from analysis.quantities.yuan import yuan_of

__all__ = ["Quantity", "find_quantities", "parse_number", "yuan_of"]
