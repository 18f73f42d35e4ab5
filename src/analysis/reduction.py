"""What was read of each article -> the tables of a study: what only all articles together say.

The articles come some hundred at a time, twice: first their terms are counted, then every table is
made piece by piece. What is held for all of them is counts, and what the comparisons say; the claims
wait on the disk.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.contrast import Contrast, choose_contrast, is_reference, sides_of
from analysis.corpus import Article, sentences_of
from analysis.engine import Reading, give_back, read_named
from analysis.lexicon import Lexicon, load_lexicon
from analysis.tables import TABLES, shape_table
from analysis.targets import (
    Compared,
    Deals,
    compare_deals,
    identify_indicators,
    read_reference,
    reported,
)
from analysis.terms import (
    REFERENCE,
    TARGET,
    Sizes,
    count_documents,
    keyness_of,
    weigh_terms,
)
from analysis.topics import Counts, compare_counts

# A table that is there as a whole is written so many rows at a time.
_ROWS = 10_000
# What the comparisons ask of all articles.
_OF_ARTICLES = [
    *("article_id", "file", "publisher", "published", "duplicate_of", "n_words", "n_terms"),
]
_READ = ("texts", "zones", "sentences", "claims", "terms", "topic_hits", "topic_coverage")


def pieces_of(
    reading: Reading,
    source: Path | Sequence[Article],
    lexicon: Lexicon | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    work: Path | None = None,
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield all tables of the study piece by piece, each piece with its name.

    ``source`` is the folder that was read, or the articles: those that ``corrections`` name are
    taken from it once more. In the folder ``work`` is laid aside what does not fit into memory.
    The pieces of a table come in its order, at least one of each table.
    """
    lexicon = lexicon or load_lexicon()
    counted = reading.articles.loc[reading.counted, _OF_ARTICLES]
    corrected = _corrected(source, counted, corrections, lexicon)
    with_terms = counted[counted["n_terms"] > 0]
    contrast = choose_contrast(with_terms)
    sides = None
    if contrast is not None:
        groups = sides_of(with_terms, with_terms, contrast)
        # Of the words of an article without a year (or publisher) nobody knows where they belong.
        sides = _sides(groups, contrast).where(groups != "", 0)
    documents = count_documents((chunk["terms"] for chunk in reading.chunks("terms")), sides)
    n_with_words = int((counted["n_words"] > 0).sum())

    known = read_reference(reference or Path(), lexicon=lexicon)
    deals, compared, covered = Deals(work, n_articles=len(counted)), Compared(), []
    for chunk in reading.chunks(*_READ):
        chunk["claims"] = _with(corrected, chunk["claims"], chunk["articles"]["article_id"])
        n_words = chunk["articles"].set_index("article_id")["n_words"]
        chunk["terms"] = weigh_terms(chunk["terms"], n_words, documents, n_with_words)
        deals.add(chunk["claims"])
        compared = compared.with_claims(chunk["claims"], chunk["articles"])
        chunk["reported"] = reported(
            chunk["claims"], known.official, chunk["articles"], lexicon=lexicon
        )
        covered.append(_covered(chunk["topic_coverage"]))
        for name in ("articles", *_READ, "reported"):
            yield name, shape_table(chunk[name], name)
    give_back()
    tables = compare_deals(deals, counted, known, compared, lexicon=lexicon)
    give_back()
    for name in list(tables):
        table = tables.pop(name)
        for first in range(0, max(len(table), 1), _ROWS):
            yield name, shape_table(table.iloc[first : first + _ROWS], name)
    keyness = topics = pd.DataFrame()
    if contrast is not None:
        n_words = with_terms.set_index("article_id")["n_words"]
        keyness = _keyness(documents, sides, n_words)
        groups = sides_of(counted, with_terms, contrast)
        topics = _topic_contrast(covered, _sides(groups, contrast), lexicon)
    yield "keyness", shape_table(keyness.reindex(columns=list(TABLES["keyness"])), "keyness")
    columns = list(TABLES["topic_contrast"])
    yield "topic_contrast", shape_table(topics.reindex(columns=columns), "topic_contrast")
    rejected = pd.DataFrame(reading.rejected, columns=list(TABLES["rejected"]))
    yield "rejected", shape_table(rejected, "rejected")


def _corrected(
    source: Path | Sequence[Article],
    counted: pd.DataFrame,
    corrections: Path | None,
    lexicon: Lexicon,
) -> tuple[set[str], pd.DataFrame] | None:
    """Return the ids of the articles that corrections name, and all claims of these."""
    if corrections is None:
        return None
    from analysis.claims import claims_of, read_corrections

    found = read_corrections(corrections)
    if not found:
        return None
    ids = {correction.article_id for correction in found}
    if isinstance(source, Path):
        articles = read_named(source, counted[counted["article_id"].isin(ids)])
    else:
        articles = [article for article in source if article.article_id in ids]
    claims = claims_of(articles, lexicon=lexicon, corrections=found)
    return ids, identify_indicators(claims, sentences_of(articles), lexicon=lexicon)


def _with(
    corrected: tuple[set[str], pd.DataFrame] | None, claims: pd.DataFrame, ids: pd.Series
) -> pd.DataFrame:
    """Return the claims of some articles, those of corrected articles in place of the others."""
    if corrected is None or corrected[0].isdisjoint(ids):
        return claims
    own = corrected[1]
    both = [claims[~claims["article_id"].isin(corrected[0])], own[own["article_id"].isin(ids)]]
    return pd.concat(both, ignore_index=True).sort_values(
        "article_id", kind="stable", ignore_index=True
    )


def _sides(groups: pd.Series, contrast: Contrast) -> pd.Series:
    """Return by article_id which side of the contrast it stands on, 0 for neither."""
    other = is_reference(groups, contrast)
    return pd.Series(
        np.where(groups == contrast.target, TARGET, np.where(other, REFERENCE, 0)),
        index=groups.index,
    )


def _keyness(documents: pd.DataFrame, sides: pd.Series, n_words: pd.Series) -> pd.DataFrame:
    words = n_words.reindex(sides.index)
    of = [sides == side for side in (TARGET, REFERENCE)]
    sizes = Sizes(*(int(words[own].sum()) for own in of), *(int(own.sum()) for own in of))
    counts = documents.drop(columns="n_articles")
    return keyness_of(counts[counts.any(axis=1)], sizes)


def _covered(coverage: pd.DataFrame) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    """Return of some articles the ids, the sentences with each topic, and those in all."""
    n_topics = coverage["topic"].nunique() or 1
    return (
        coverage["article_id"][::n_topics],
        coverage["n_sentences"].to_numpy(np.int32).reshape(-1, n_topics),
        coverage["n_total"].to_numpy(np.int32)[::n_topics].copy(),
    )


def _topic_contrast(
    covered: Sequence[tuple[pd.Series, np.ndarray, np.ndarray]],
    sides: pd.Series,
    lexicon: Lexicon,
) -> pd.DataFrame:
    covered = [some for some in covered if len(some[0])]
    ids, with_topic, totals = zip(*covered, strict=True)
    side = sides.reindex(pd.concat(ids)).to_numpy()
    with_topic, totals = np.concatenate(with_topic), np.concatenate(totals)
    one, other = (
        Counts(with_topic[side == own].sum(axis=0), with_topic[side == own], totals[side == own])
        for own in (TARGET, REFERENCE)
    )
    return compare_counts(one, other, tuple(row["topic"] for row in lexicon.topics))
