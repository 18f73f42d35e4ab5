"""Words -> frequency, keyness, collocations, dispersion, concordance, network, new terms.

Every function takes a plain table with the columns article_id and term (position, sentence_no and
kind where they matter), so that tokens from elsewhere can be used as well as those of
``words_of``; the concordance and the search for new terms take the sentences themselves.
"""

from analysis.terms.collocations import collocations_of
from analysis.terms.concordance import find_in_context
from analysis.terms.counts import count_ngrams, count_terms, trend_of
from analysis.terms.dispersion import dispersion_of, positions_of
from analysis.terms.keyness import Sizes, compare_terms, keyness_of
from analysis.terms.network import Network, network_of
from analysis.terms.new_terms import suggest_terms
from analysis.terms.segmentations import Segmentations, compare_segmentations
from analysis.terms.vocabulary import (
    REFERENCE,
    TARGET,
    count_documents,
    count_in_articles,
    weigh_terms,
)

__all__ = [
    "REFERENCE",
    "TARGET",
    "Network",
    "Segmentations",
    "Sizes",
    "collocations_of",
    "compare_segmentations",
    "compare_terms",
    "count_documents",
    "count_in_articles",
    "count_ngrams",
    "count_terms",
    "dispersion_of",
    "find_in_context",
    "keyness_of",
    "network_of",
    "positions_of",
    "suggest_terms",
    "trend_of",
    "weigh_terms",
]
