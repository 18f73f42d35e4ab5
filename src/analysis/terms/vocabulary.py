"""The terms of a corpus that does not fit into memory: counted piece by piece, weighed in a second
pass. The tables are those that ``count_terms`` and ``compare_terms`` make of all words at once.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.fold import simplified
from analysis.lexicon import Lexicon
from analysis.terms.counts import TERMS
from analysis.terms.selection import CONTENT
from analysis.words import Coded

TARGET, REFERENCE = 1, 2


def count_in_articles(words: Coded, lexicon: Lexicon) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the terms of each article, and how many words it has.

    The first table has one row per article and term, as ``count_terms`` orders and counts them
    (article_id, term, n), the second one per article (article_id, n_words, n_terms).
    """
    stopwords = {simplified(row["word"]) for row in lexicon.stopwords}
    of_kind = np.array([kind in CONTENT for kind in words.kinds], bool)
    of_term = np.array([term not in stopwords for term in words.terms], bool)
    content = of_kind[words.kind] & of_term[words.term]
    # Terms in the order of their letters, so that numbers are sorted in place of strings.
    by_letters = np.argsort(np.array(words.terms, object)) if words.terms else np.zeros(0, int)
    rank = np.empty(len(words.terms), np.int64)
    rank[by_letters] = np.arange(len(words.terms))
    n_terms = max(len(words.terms), 1)
    pairs, n = np.unique(
        words.article[content] * n_terms + rank[words.term[content]], return_counts=True
    )
    article, term = np.divmod(pairs, n_terms)
    order = np.lexsort((term, -n, article))
    article, term, n = article[order], by_letters[term[order]], n[order]
    terms = pd.DataFrame(
        {
            "article_id": words.articles.take(article),
            "term": pd.array(words.terms, dtype="str").take(term),
            "n": n,
        }
    )
    sizes = {
        "n_words": np.bincount(words.article, minlength=len(words.articles)),
        "n_terms": np.bincount(words.article[content], minlength=len(words.articles)),
    }
    return terms, pd.DataFrame({"article_id": words.articles, **sizes})


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
    these articles by article_id, ``n_articles`` the articles that have words.
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
