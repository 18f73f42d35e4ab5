"""How often each term occurs in each group: counts, shares, range, TF-IDF, change over time."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon
from analysis.terms.selection import (
    CONTENT,
    CONTENT_IN_SEQUENCE,
    is_content,
    known_words,
    sequences_of,
)

ALL = "all"
TERMS = {
    "group": "str",
    "term": "str",
    "n": "int64",
    "share": "float64",
    "n_articles": "int64",
    "tfidf": "float64",
}


def count_terms(
    words: pd.DataFrame,
    *,
    by: str | None = "article_id",
    lexicon: Lexicon | None = None,
    kinds: Collection[str] = CONTENT,
) -> pd.DataFrame:
    """Return the terms table: one row per group and term, the most frequent first.

    ``words`` is any table with the columns article_id and term (``words_of`` makes one; tokens
    from elsewhere will do). ``by`` names the column that groups the words — article_id, or a year,
    publisher or topic merged into the table — or is None for one group called ``all``. Rows whose
    group is empty are unknown and left out.

    Terms are the rows whose ``kind`` is one of ``kinds``; without that column, all rows. A
    ``lexicon`` takes its own stop words out as well.

    Columns: group; term; n, occurrences in the group; share, n divided by all words of the group
    (stop words and numbers among them); n_articles, articles of the group that have the term;
    tfidf = n × log10(N / df) with N articles in the table, df of them with the term, as
    quanteda's ``dfm_tfidf(scheme_tf = "count", base = 10)``; the groups are not counted as
    documents, so that two groups do not put all that both have to zero (Spärck Jones 1972).
    """
    columns = ["article_id", "term"] + ([by] if by else [])
    words = known_words(words, columns)
    term, terms = pd.factorize(words["term"].astype("str"), sort=True)
    group, groups = np.zeros(len(words), np.int64), pd.Index([ALL])
    if by:
        group, groups = pd.factorize(words[by].astype("str"), sort=True)
    article, articles = group, groups
    if by != "article_id" or words[by].dtype != "str":
        article, articles = pd.factorize(words["article_id"])
    n_words = np.bincount(group, minlength=len(groups))
    # From here on the words are numbers: a pair is one of a group and one of a term.
    content = is_content(words, kinds, lexicon)
    group, term, article = group[content], term[content], article[content]
    pair, pairs = pd.factorize(group * len(terms) + term)
    n = np.bincount(pair, minlength=len(pairs))
    n_articles = _n_different(pair, article, len(pairs))
    group_of_pair, term_of_pair = np.divmod(pairs, max(len(terms), 1))
    order = np.lexsort((term_of_pair, -n, group_of_pair))
    group_of_pair, term_of_pair, n = group_of_pair[order], term_of_pair[order], n[order]
    in_articles = _n_different(term, article, len(terms))[term_of_pair]
    table = pd.DataFrame(
        {
            "group": groups.take(group_of_pair),
            "term": terms.take(term_of_pair),
            "n": n,
            "share": n / n_words[group_of_pair],
            "n_articles": n_articles[order],
            "tfidf": n * np.log10(len(articles) / in_articles),
        }
    )
    return table.astype(TERMS)


def _n_different(key: np.ndarray, value: np.ndarray, n_keys: int) -> np.ndarray:
    """Return for each key (a number below ``n_keys``) how many different values it comes with."""
    n_values = int(value.max(initial=0)) + 1
    return np.bincount(pd.unique(key * n_values + value) // n_values, minlength=n_keys)


def count_ngrams(
    words: pd.DataFrame,
    *,
    size: int = 2,
    by: str | None = "article_id",
    lexicon: Lexicon | None = None,
    kinds: Collection[str] = CONTENT_IN_SEQUENCE,
) -> pd.DataFrame:
    """Return the sequences of ``size`` neighbouring words: one row per group and sequence.

    Columns as ``count_terms``; term is the words with a space between, share is of all sequences
    of the group. Sequences end at punctuation, at the end of a sentence and at words that are
    not of ``kinds``.
    """
    if size < 1:
        raise ValueError(f"size is {size}: a sequence has one word or more")
    columns = ["article_id", "term"] + ([by] if by else [])
    words = known_words(words, columns)
    codes, vocabulary, rows = sequences_of(words, size, kinds, lexicon)
    names = vocabulary.to_numpy(dtype=object)
    term = [" ".join(names[code] for code in sequence) for sequence in codes]
    keep = list(dict.fromkeys(["article_id", by or "article_id"]))
    ngrams = words.iloc[rows][keep].assign(term=pd.Series(term, dtype="str").to_numpy())
    return count_terms(ngrams, by=by)


def trend_of(
    words: pd.DataFrame,
    terms: Sequence[str],
    *,
    by: str,
) -> pd.DataFrame:
    """Return how terms change over time: one row per term and value of ``by``, zeros included.

    ``by`` names the column of the year (or month); rows where it is empty are left out. Columns:
    group, term, n, share (n / n_words), n_articles with the term, n_words and n_articles_all of
    the group: a share of few articles says little, whatever the line looks like.
    """
    words = known_words(words, ["article_id", "term", by])
    groups = words.assign(group=words[by].astype("str"))
    totals = groups.groupby("group").agg(
        n_words=("term", "size"), n_articles_all=("article_id", "nunique")
    )
    terms = list(dict.fromkeys(map(str, terms)))
    found = groups[groups["term"].isin(terms)].groupby(["group", "term"])["article_id"]
    grid = pd.MultiIndex.from_product([totals.index, terms], names=["group", "term"])
    table = pd.DataFrame({"n": found.size(), "n_articles": found.nunique()})
    table = table.reindex(grid, fill_value=0).reset_index().merge(totals, on="group", how="left")
    table["share"] = table["n"] / table["n_words"]
    columns = ["group", "term", "n", "share", "n_articles", "n_words", "n_articles_all"]
    kinds = {c: "str" if c in ("group", "term") else "int64" for c in columns}
    return table[columns].astype(kinds | {"share": "float64"})
