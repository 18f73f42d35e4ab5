"""Sentences -> topics -> coverage: dictionary coding with a codebook that can be audited."""

from analysis.topics.agreement import (
    CodingSheetError,
    agreement,
    cohen_kappa,
    krippendorff_alpha,
    read_coding,
    sample_for_coding,
)
from analysis.topics.audit import codebook_sensitivity, term_contributions, uncovered_sentences
from analysis.topics.codebook import codebook_of
from analysis.topics.coding import code_topics, find_topics
from analysis.topics.coverage import (
    Counts,
    compare_counts,
    compare_coverage,
    coverage_of,
    newcombe_interval,
    talk_and_commitment,
    wilson_interval,
)

__all__ = [
    "CodingSheetError",
    "Counts",
    "agreement",
    "code_topics",
    "codebook_of",
    "codebook_sensitivity",
    "cohen_kappa",
    "compare_counts",
    "compare_coverage",
    "coverage_of",
    "find_topics",
    "krippendorff_alpha",
    "newcombe_interval",
    "read_coding",
    "sample_for_coding",
    "talk_and_commitment",
    "term_contributions",
    "uncovered_sentences",
    "wilson_interval",
]
