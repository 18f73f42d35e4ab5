"""The terms of a corpus that does not fit into memory: counted piece by piece, weighed in a second
pass. The tables are those that ``count_terms`` and ``compare_terms`` make of all words at once.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.terms.counts import TERMS

TARGET, REFERENCE = 1, 2


def count_documents(pieces: Iterable[pd.DataFrame], sides: pd.Series | None = None) -> pd.DataFrame:
    """Return one row per term, in alphabetical order: in how many articles it stands, and where.

    Each of the ``pieces`` holds one row per article and term with the columns article_id, term
    and n. ``sides`` tells by article_id which are TARGET and which REFERENCE of a contrast.
    Columns: n_articles; n_target, n_reference, n_articles_target, n_articles_reference.
    """
    numbers: dict[str, int] = {}
    counts = np.zeros((0, 5), np.int64)
    for piece in pieces:
        which, terms = pd.factorize(piece["term"])
        number = np.array([numbers.setdefault(t, len(numbers)) for t in terms.tolist()], np.int64)
        counts = np.append(counts, np.zeros((len(numbers) - len(counts), 5), np.int64), axis=0)
        counts[number, 0] += np.bincount(which, minlength=len(terms))
        if sides is None:
            continue
        side = sides.reindex(piece["article_id"], fill_value=0).to_numpy()
        n = piece["n"].to_numpy()
        for i, of in enumerate((TARGET, REFERENCE)):
            mine = side == of
            counts[number, 1 + i] += np.bincount(which[mine], n[mine], len(terms)).astype(np.int64)
            counts[number, 3 + i] += np.bincount(which[mine], minlength=len(terms))
    columns = ("n_articles", "n_target", "n_reference")
    columns += ("n_articles_target", "n_articles_reference")
    terms = pd.Index(list(numbers), dtype="str", name="term")
    return pd.DataFrame(counts, index=terms, columns=list(columns)).sort_index()


def weigh_terms(
    piece: pd.DataFrame, n_words: pd.Series, documents: pd.DataFrame, n_articles: int
) -> pd.DataFrame:
    """Return the terms table of some articles: one row per article and term, in their order.

    ``piece`` as in ``count_documents``, whose result is ``documents``; ``n_words`` are the words of
    each article by article_id, ``n_articles`` the articles that have words.
    """
    idf = np.log10(n_articles / documents["n_articles"].to_numpy())
    n = piece["n"].to_numpy()
    return pd.DataFrame(
        {
            "group": piece["article_id"],
            "term": piece["term"],
            "n": n,
            "share": n / n_words.reindex(piece["article_id"]).to_numpy(),
            "n_articles": np.ones(len(n), np.int64),
            "tfidf": n * idf[documents.index.get_indexer(piece["term"])],
        }
    ).astype(TERMS)
