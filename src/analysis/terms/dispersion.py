"""How evenly a term is spread, and where it stands."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon
from analysis.terms.selection import CONTENT, ORDER, is_content, known_words

DISPERSION = {
    "term": "str",
    "n": "int64",
    "n_articles": "int64",
    "dp": "float64",
    "dp_norm": "float64",
    "dp_parts": "float64",
    "dp_norm_parts": "float64",
}
POSITIONS = {
    "article_id": "str",
    "term": "str",
    "position": "int64",
    "n_words": "int64",
    "place": "float64",
}


def dispersion_of(
    words: pd.DataFrame,
    terms: Sequence[str] | None = None,
    *,
    parts: int = 10,
    min_count: int = 2,
    lexicon: Lexicon | None = None,
    kinds: Collection[str] = CONTENT,
) -> pd.DataFrame:
    """Return how evenly terms are spread: one row per term, the most frequent first.

    ``terms`` (default: all that occur ``min_count`` times or more). Columns: term, n, n_articles;

    - dp: deviation of proportions over the articles, ½ Σ |v − s|, where v is the share of the
      term's occurrences in an article and s the article's share of all words (Gries 2008):
      0 = spread as the words are, towards 1 = in one small article;
    - dp_norm = dp / (1 − smallest s), which reaches 1 (Lijffijt & Gries 2012); empty when there
      is only one article;
    - dp_parts, dp_norm_parts: the same over ``parts`` equal stretches of all articles laid end to
      end in the order of their names: this sees clusters inside long articles.

    A term with fewer occurrences than there are parts cannot be in all of them: compare dp only
    among terms of like n. A term of ``terms`` that does not occur has n = 0 and an empty dp.
    """
    if parts < 2:
        raise ValueError(f"parts is {parts}: dispersion needs two parts or more")
    words = _in_order(known_words(words, ["article_id", "term"]))
    article, articles = pd.factorize(words["article_id"])
    stretch = np.arange(len(words)) * parts // max(len(words), 1)
    if terms is None:
        found = words["term"][is_content(words, kinds, lexicon)].value_counts()
        terms = sorted(found.index[found >= min_count])
    terms = list(dict.fromkeys(map(str, terms)))
    code = pd.Index(terms, dtype="str").get_indexer(words["term"].astype("str"))
    by_article = _counts(code, article, len(terms), len(articles))
    table = pd.DataFrame({"term": pd.Series(terms, dtype="str")})
    table["n"] = by_article.sum(axis=1)
    table["n_articles"] = (by_article > 0).sum(axis=1)
    table["dp"], table["dp_norm"] = deviation_of_proportions(
        by_article, np.bincount(article, minlength=len(articles))
    )
    table["dp_parts"], table["dp_norm_parts"] = deviation_of_proportions(
        _counts(code, stretch, len(terms), parts), np.bincount(stretch, minlength=parts)
    )
    table = table.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)
    return table.astype(DISPERSION)


def deviation_of_proportions(
    counts: np.ndarray, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return DP (Gries 2008) and its normed form (Lijffijt & Gries 2012) of each row of counts.

    ``counts`` has one row per term and one column per part, ``sizes`` the words of each part.
    Parts without words are left out. Empty (nan) for a term without occurrences; the normed form
    also where there is only one part.
    """
    counts, sizes = np.asarray(counts, float), np.asarray(sizes, float)
    counts, sizes = counts[:, sizes > 0], sizes[sizes > 0]
    n = counts.sum(axis=1, keepdims=True)
    expected = sizes / sizes.sum()
    observed = np.divide(counts, n, out=np.full_like(counts, np.nan), where=n > 0)
    dp = np.abs(observed - expected).sum(axis=1) / 2
    return dp, dp / (1 - expected.min()) if len(sizes) > 1 else np.full_like(dp, np.nan)


def positions_of(words: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    """Return where terms stand, for a dispersion plot: one row per occurrence.

    Columns: article_id, term, position (running number of the word in its article, from 1),
    n_words of the article, place = (position − ½) / n_words between 0 and 1.
    """
    words = _in_order(known_words(words, ["article_id", "term"]))
    articles = words.groupby("article_id", sort=False)
    position = articles.cumcount() + 1
    n_words = articles["term"].transform("size")
    table = pd.DataFrame(
        {
            "article_id": words["article_id"],
            "term": words["term"],
            "position": position,
            "n_words": n_words,
            "place": (position - 0.5) / n_words,
        }
    )
    return table[table["term"].isin(list(terms))].astype(POSITIONS).reset_index(drop=True)


def _in_order(words: pd.DataFrame) -> pd.DataFrame:
    return words.sort_values([c for c in ORDER if c in words], kind="stable")


def _counts(code: np.ndarray, part: np.ndarray, n_terms: int, n_parts: int) -> np.ndarray:
    known = code >= 0
    cell = code[known] * n_parts + part[known]
    return np.bincount(cell, minlength=n_terms * n_parts).reshape(n_terms, n_parts)
