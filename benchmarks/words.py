"""``words_of`` with the sentences cut together and one by one, in turn, and whether they agree.

python -m benchmarks.words [articles] [runs]
"""

import sys
import time
from statistics import median
from typing import NamedTuple
from unittest.mock import patch

import pandas as pd

from analysis import words
from analysis.corpus import parse_article, sentences_of
from benchmarks.corpus import article


class Result(NamedTuple):
    """``ratio`` is the median of the ratios of processor times measured one after the other."""

    n_articles: int
    n_characters: int
    n_words: int
    ratio: float
    is_same: bool


def compare(n_articles: int = 250, n_runs: int = 7) -> Result:
    """Cut the sentences of ``n_articles`` articles both ways; all dictionaries are prepared."""
    sentences = sentences_of(
        parse_article(article(number), article_id=str(number)) for number in range(n_articles)
    )
    for large in (float("inf"), 0):
        timed(sentences.head(1), large)
    ratios, is_same = [], True
    for _ in range(n_runs):
        one_by_one, table = timed(sentences, float("inf"))
        together, same_table = timed(sentences, 0)
        ratios.append(one_by_one / together)
        is_same &= table.equals(same_table)
    n_characters = int(sentences["text"].str.len().sum())
    return Result(n_articles, n_characters, len(table), median(ratios), is_same)


def timed(sentences: pd.DataFrame, large: float) -> tuple[float, pd.DataFrame]:
    """Return the processor seconds of ``words_of``, and its table."""
    with patch.object(words, "LARGE", large):
        start = time.process_time()
        table = words.words_of(sentences)
        return time.process_time() - start, table


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])))
