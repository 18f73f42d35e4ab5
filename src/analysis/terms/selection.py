"""Which words of a table are counted, and which stand beside each other."""

from collections.abc import Collection, Iterable

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
    return words[known]


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
