"""The study that the page shows: at most so many articles, and tables that count these alone."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.contrast import choose_contrast, contrast_terms
from analysis.targets import compare_years, identify_indicators
from analysis.terms.selection import CONTENT, is_content
from analysis.words import words_of

if TYPE_CHECKING:
    from analysis.study import Study


def choose_articles(study: "Study", most: int) -> list[str]:
    """Return the ids of the articles to show in table order: the ``most`` with most claims.

    Duplicates, which no table counts, are not shown.
    """
    counted = study.articles.loc[study.articles["duplicate_of"] == "", "article_id"]
    n_claims = study.claims["article_id"].value_counts()
    ranked = sorted(counted, key=lambda key: (-n_claims.get(key, 0), key))
    kept = set(ranked[:most])
    return [key for key in counted if key in kept]


def study_within(study: "Study", article_ids: list[str]) -> "Study":
    """Return the study of these articles alone.

    If none is left out the tables are the study's own; else what sums over articles is counted
    again, so that every mark of a chart stands for rows that the page holds.
    """
    counted = study.articles["duplicate_of"] == ""
    kept = study.articles["article_id"].isin(article_ids)
    if not (counted & ~kept).any():
        return study._replace(articles=study.articles[counted].reset_index(drop=True))

    def within(table: pd.DataFrame, column: str = "article_id") -> pd.DataFrame:
        return table[table[column].isin(article_ids)].reset_index(drop=True)

    articles, sentences = within(study.articles), within(study.sentences)
    claims = within(study.claims)
    identified = identify_indicators(claims, sentences, lexicon=study.lexicon)
    words = words_of(sentences, lexicon=study.lexicon)
    terms = within(study.terms, "group")
    with_terms = articles[articles["article_id"].isin(terms["group"])]
    contrast = choose_contrast(with_terms)
    return study._replace(
        articles=articles,
        zones=within(study.zones),
        sentences=sentences,
        claims=claims,
        year_comparison=compare_years(identified, lexicon=study.lexicon),
        terms=terms,
        keyness=contrast_terms(words, with_terms, contrast, lexicon=study.lexicon),
        topic_hits=within(study.topic_hits),
        topic_coverage=within(study.topic_coverage),
    )


def occurrences_of(study: "Study") -> pd.DataFrame:
    """Return the words that the terms table counts: one row per occurrence, in reading order.

    Columns: article_id, sentence_no, term, start, end. Raises RuntimeError when the terms table
    counts something else, which happens when it was made from other words or by other code.
    """
    words = words_of(study.sentences, lexicon=study.lexicon)
    content = words[is_content(words, CONTENT, study.lexicon)]
    found = content["term"].value_counts()
    told = study.terms.groupby("term")["n"].sum()
    if found.to_dict() != told[told > 0].to_dict():
        raise RuntimeError("the terms table is out of date: run `python -m analysis build`")
    columns = ["article_id", "sentence_no", "term", "start", "end"]
    return content[columns].reset_index(drop=True)
