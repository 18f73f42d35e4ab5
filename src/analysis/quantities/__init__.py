"""Quantities as written: numbers with their unit, ranks, multiples, shares, ranges, comparators."""

from analysis.quantities.find import Quantity, find_quantities, yuan_of
from analysis.quantities.numbers import parse_number

__all__ = ["Quantity", "find_quantities", "parse_number", "yuan_of"]
