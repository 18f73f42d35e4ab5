"""Words -> frequency, keyness, collocations, dispersion, concordance, network, new terms.

Every function takes a plain table with the columns article_id and term (position, sentence_no and
kind where they matter), so that tokens from elsewhere can be used as well as those of
``words_of``; the concordance and the search for new terms take the sentences themselves.
"""

from analysis.terms.counts import count_terms
from analysis.terms.keyness import compare_terms

__all__ = ["compare_terms", "count_terms"]
