"""Which words of a table are counted, and which stand beside each other."""

import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.fold import simplified
from analysis.lexicon import Lexicon

# The kinds of words (analysis.words) that become terms. A single character is rarely a word of
# its own in modern prose; what a number says is the business of the claims.
CONTENT = ("word", "latin")

# Neighbours may be single characters too: 市 / 人民委员会 is a sequence that people write.
CONTENT_IN_SEQUENCE = ("word", "latin", "character")


def known_words(words: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return the rows that have a value in each of ``columns``; empty means unknown.

    Raises ValueError when the table lacks a column.
    """
    columns = list(dict.fromkeys(columns))
    missing = [column for column in columns if column not in words.columns]
    if missing:
        has = ", ".join(map(str, words.columns))
        raise ValueError(f"the table of words has no column {', '.join(missing)} (it has {has})")
    known = np.logical_and.reduce(
        [(words[column].notna() & (words[column].astype("str") != "")) for column in columns]
    )
    return words if known.all() else words[known]


def is_content(
    words: pd.DataFrame, kinds: Collection[str], lexicon: Lexicon | None = None
) -> np.ndarray:
    """Return for each row whether it may be a term.

    Where the table has a column ``kind`` (``words_of`` writes it), it must be one of ``kinds``.
    A table without it — tokens from elsewhere — is taken as it is. A ``lexicon`` takes its own
    stop words out of either.
    """
    content = np.ones(len(words), dtype=bool)
    if "kind" in words.columns:
        content &= words["kind"].isin(list(kinds)).to_numpy()
    if lexicon is not None:
        stopwords = {simplified(row["word"]) for row in lexicon.stopwords}
        content &= ~words["term"].isin(stopwords).to_numpy()
    return content


# Reading order, as far as a table has these columns.
ORDER = ("article_id", "sentence_no", "position")


class Sequences(NamedTuple):
    """The sequences of neighbouring words: ``codes[i]`` are numbers of ``vocabulary``.

    ``rows[i]`` is the place in the table of words where the i-th sequence begins.
    """

    codes: np.ndarray
    vocabulary: pd.Index
    rows: np.ndarray


def sequences_of(
    words: pd.DataFrame,
    size: int,
    kinds: Collection[str],
    lexicon: Lexicon | None = None,
) -> Sequences:
    """Return all sequences of ``size`` neighbouring words of a table.

    Neighbours stand in one article and, as far as the table has these columns, in one sentence,
    in one phrase and at positions that follow each other (without positions, in rows that follow
    each other). A word that is not of ``kinds``, and a token of punctuation only, interrupts: it
    is never skipped to join what stands around it.
    """
    order = [c for c in ORDER if c in words]
    words = words.assign(_row=np.arange(len(words))).sort_values(order, kind="stable")
    new = np.zeros(len(words), dtype=bool)
    for column in ("article_id", "sentence_no", "phrase"):
        if column in words:
            values = words[column].astype("str").to_numpy()
            new[1:] |= values[1:] != values[:-1]
    if "position" in words:
        positions = words["position"].to_numpy(dtype=float)
        new[1:] |= positions[1:] != positions[:-1] + 1
    terms = words["term"].astype("str")
    keep = is_content(words, kinds, lexicon) & ~is_punctuation(terms)
    run = np.cumsum(new | ~keep)[keep]
    codes, vocabulary = pd.factorize(terms[keep], sort=True)
    n = max(len(codes) - size + 1, 0)
    together = run[:n] == run[size - 1 :][:n]
    windows = np.stack([codes[k : k + n] for k in range(size)], axis=1)
    return Sequences(windows[together], vocabulary, words["_row"].to_numpy()[keep][:n][together])


def is_punctuation(terms: pd.Series) -> np.ndarray:
    """Return which terms are punctuation only (Unicode category P), as quanteda's ``\\p{P}+``."""
    distinct = {
        term: all(unicodedata.category(character)[0] == "P" for character in term)
        for term in terms.unique()
    }
    return terms.map(distinct).to_numpy(dtype=bool)
