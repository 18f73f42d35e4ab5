"""``words_of`` beside ``split_words`` sentence by sentence, in turn, and whether they agree.

python -m benchmarks.words [articles] [runs]
"""

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import pandas as pd

from analysis.corpus import parse_article, sentences_of
from analysis.words import Word, counted_sentences, split_words, words_of
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
    for cut in (_one_by_one, words_of):
        timed(cut, sentences.head(1))
    ratios, is_same = [], True
    for _ in range(n_runs):
        one_by_one, words = timed(_one_by_one, sentences)
        together, table = timed(words_of, sentences)
        ratios.append(one_by_one / together)
        same = zip(table["term"], table["kind"], strict=True)
        is_same &= list(same) == [(word.term, word.kind) for word in words]
    n_characters = int(sentences["text"].str.len().sum())
    return Result(n_articles, n_characters, len(table), median(ratios), is_same)


def _one_by_one(sentences: pd.DataFrame) -> list[Word]:
    texts = counted_sentences(sentences)["text"]
    return [word for text in texts for word in split_words(text)]


def timed(cut: Callable, sentences: pd.DataFrame) -> tuple[float, object]:
    """Return the processor seconds of ``cut``, and what it gives."""
    start = time.process_time()
    found = cut(sentences)
    return time.process_time() - start, found


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])))
