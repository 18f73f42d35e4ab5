"""Sentence -> quantified claims: what is promised, forecast or achieved, how much, by when.

A claim is one value that an article gives for one indicator, one scope and one year, as
target, projection or actual. Each claim names its characters in the article's text and the
rule that read it.
"""

from analysis.claims.corrections import (
    Correction,
    CorrectionError,
    apply_corrections,
    read_corrections,
)
from analysis.claims.reading import Claim, find_claims
from analysis.claims.tables import claims_of, review_sheet

__all__ = [
    "Claim",
    "Correction",
    "CorrectionError",
    "apply_corrections",
    "claims_of",
    "find_claims",
    "read_corrections",
    "review_sheet",
]
