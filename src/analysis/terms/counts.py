"""How often each term occurs in each group: counts, shares, range, TF-IDF, change over time."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon
from analysis.terms.selection import CONTENT, is_content, known_words

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
    group = words[by].astype("str") if by else pd.Series(ALL, index=words.index, dtype="str")
    words = pd.DataFrame(
        {"group": group, "article_id": words["article_id"], "term": words["term"].astype("str")}
        | ({"kind": words["kind"]} if "kind" in words else {})
    )
    n_words = words.groupby("group").size()
    n_articles = words["article_id"].nunique()
    terms = words[is_content(words, kinds, lexicon)]
    # Count within articles first: the rest is then sums over far fewer rows.
    within = terms.groupby(["group", "term", "article_id"]).size().rename("n").reset_index()
    table = within.groupby(["group", "term"])["n"].agg(n="sum", n_articles="count").reset_index()
    document_frequency = within.groupby("term")["article_id"].nunique()
    table["share"] = table["n"] / table["group"].map(n_words)
    rarity = np.log10(n_articles / table["term"].map(document_frequency).to_numpy(dtype=float))
    table["tfidf"] = table["n"] * rarity
    table = table.sort_values(["group", "n", "term"], ascending=[True, False, True])
    return table.astype(TERMS)[list(TERMS)].reset_index(drop=True)
