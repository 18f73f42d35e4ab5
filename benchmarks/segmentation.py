"""Batch segmentation beside ``jieba.lcut``, in turn in one process, and whether they agree.

python -m benchmarks.segmentation [articles] [runs]
"""

import sys
import time
import warnings
from statistics import median
from typing import NamedTuple

from analysis.corpus import parse_article
from analysis.lexicon import load_lexicon
from analysis.segmentation import batch_segmenter
from benchmarks.corpus import article


class Result(NamedTuple):
    """Medians over the runs; ``ratio`` of the times that were measured one after the other."""

    n_articles: int
    n_characters: int
    ratio: float
    ratio_of_strings: float
    seconds: float
    seconds_to_prepare: float
    n_tokens: int
    n_different: int  # sentences that are cut differently


def compare(n_articles: int = 250, n_runs: int = 7) -> Result:
    """Cut the sentences of ``n_articles`` articles with the lexicon's words, both ways."""
    sentences = [
        sentence.text
        for number in range(n_articles)
        for sentence in parse_article(article(number)).sentences
    ]
    tokenizer = _tokenizer()
    to_prepare, segmenter = timed(lambda: batch_segmenter(tokenizer))
    times = []
    for _ in range(n_runs):
        arrays, tokens = timed(lambda: segmenter.segment(sentences))
        strings, ours = timed(lambda: list(segmenter.cut(sentences)))
        plain, jiebas = timed(lambda: [tokenizer.lcut(sentence) for sentence in sentences])
        times.append((arrays, plain / arrays, plain / strings))
    seconds, ratio, ratio_of_strings = map(median, zip(*times, strict=True))
    return Result(
        n_articles,
        sum(map(len, sentences)),
        ratio,
        ratio_of_strings,
        seconds,
        to_prepare,
        len(tokens.text),
        sum(one != other for one, other in zip(ours, jiebas, strict=True)),
    )


def _tokenizer():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    for row in load_lexicon().words:
        tokenizer.add_word(row["word"])
    return tokenizer


def timed(function):
    """Return the seconds that ``function()`` takes, and its value."""
    start = time.perf_counter()
    value = function()
    return time.perf_counter() - start, value


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])))
