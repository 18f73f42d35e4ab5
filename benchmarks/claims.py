"""How many characters of analysed text ``claims_of`` reads in a second.

python -m benchmarks.claims [articles] [runs]
"""

import sys
import time
from statistics import median
from typing import NamedTuple

from analysis.claims import claims_of
from analysis.corpus import parse_article
from benchmarks.corpus import article


class Result(NamedTuple):
    """Median over the runs, and what was read and found."""

    n_articles: int
    n_characters: int
    n_claims: int
    characters_per_second: float


def measure(n_articles: int = 200, n_runs: int = 3) -> Result:
    """Read the claims of ``n_articles`` parsed articles."""
    articles = [
        parse_article(article(number), article_id=f"{number:06d}") for number in range(n_articles)
    ]
    n_characters = sum(len(s.text) for article in articles for s in article.sentences)
    claims_of(articles[:1])  # the instruments are compiled when they are first used
    seconds = []
    for _ in range(n_runs):
        start = time.perf_counter()
        claims = claims_of(articles)
        seconds.append(time.perf_counter() - start)
    return Result(n_articles, n_characters, len(claims), n_characters / median(seconds))


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
