"""Words that stand beside each other more often than chance puts them there."""

from collections.abc import Collection, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon
from analysis.terms.selection import CONTENT_IN_SEQUENCE, known_words, sequences_of

COLLOCATIONS = {
    "collocation": "str",
    "size": "int64",
    "n": "int64",
    "n_articles": "int64",
    "lambda": "float64",
    "z": "float64",
    "log_dice": "float64",
}

# Added to each cell, so that a sequence with an empty cell has a value (quanteda's default).
_SMOOTHING = 0.5


def collocations_of(
    words: pd.DataFrame,
    *,
    sizes: Sequence[int] = (2, 3),
    min_count: int = 2,
    lexicon: Lexicon | None = None,
    kinds: Collection[str] = CONTENT_IN_SEQUENCE,
) -> pd.DataFrame:
    """Return sequences of two and three neighbouring words, the strongest first.

    One row per sequence that occurs ``min_count`` times or more. Sequences end at punctuation, at
    the end of a sentence, and at words that are not of ``kinds``; tables without a column
    ``kind`` are taken whole, their punctuation tokens included.

    Columns: collocation (words with a space between), size, n, n_articles that have it, and

    - lambda: each of the N sequences of that size falls into one of 2^size cells, by which of its
      words agree with the collocation. With 0.5 added to each cell count,
      λ = Σ (−1)^(size − agreeing words) ln(cell): for two words the log odds ratio, for three
      what the three have beyond their pairs (Blaheta & Johnson 2001).
    - z = λ / √Σ (1 / cell). Both as quanteda.textstats ``textstat_collocations``.
    - log_dice = 14 + log2(size · n / Σ n_k), n_k the sequences that have the k-th word in its
      place; 14 at most, one less for half the association, whatever the size of the corpus
      (Rychlý 2008; for more words after Smadja, McKeown & Hatzivassiloglou 1996).
    """
    if bad := [size for size in sizes if size not in (2, 3, 4)]:
        raise ValueError(f"sizes has {bad[0]}: collocations have two, three or four words")
    words = known_words(words, ["article_id", "term"])
    tables = [_of_size(words, size, min_count, lexicon, kinds) for size in dict.fromkeys(sizes)]
    table = pd.concat(tables, ignore_index=True)
    table = table.sort_values(["z", "collocation"], ascending=[False, True], ignore_index=True)
    return table.astype(COLLOCATIONS)[list(COLLOCATIONS)]


def _of_size(words, size, min_count, lexicon, kinds) -> pd.DataFrame:
    codes, vocabulary, rows = sequences_of(words, size, kinds, lexicon)
    places = list(range(size))
    table = pd.DataFrame(codes, columns=places)
    table["article"] = words["article_id"].to_numpy()[rows]
    counted = table.groupby(places)["article"].agg(n="size", n_articles="nunique").reset_index()
    # How many sequences agree with each at least in the places of a subset ...
    agree = {(): pd.Series(len(table), index=counted.index)}
    for k in range(1, size + 1):
        for subset in combinations(places, k):
            agree[subset] = counted.groupby(list(subset))["n"].transform("sum")
    often = counted["n"] >= min_count
    counted, agree = counted[often], {s: n[often].to_numpy(float) for s, n in agree.items()}
    # ... and by inclusion and exclusion in these places alone.
    value, variance = np.zeros(len(counted)), np.zeros(len(counted))
    for subset in agree:
        cell = _SMOOTHING + sum(
            (-1) ** (len(larger) - len(subset)) * n
            for larger, n in agree.items()
            if set(subset) <= set(larger)
        )
        value += (-1) ** (size - len(subset)) * np.log(cell)
        variance += 1 / cell
    names = vocabulary.to_numpy(dtype=object)
    single = sum(agree[(place,)] for place in places)
    return pd.DataFrame(
        {
            "collocation": [" ".join(row) for row in names[counted[places].to_numpy(int)]],
            "size": size,
            "n": counted["n"].to_numpy(),
            "n_articles": counted["n_articles"].to_numpy(),
            "lambda": value,
            "z": value / np.sqrt(variance),
            "log_dice": 14 + np.log2(size * counted["n"].to_numpy(float) / single),
        }
    )
