"""A build that finds what an earlier one has read, and builds by several workers, beside a cold one.

python -m benchmarks.again [articles] [runs] [workers]
"""

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.corpus import article, write_corpus
from benchmarks.process import Run, measure

NEW = 100  # one article in so many is new


class Result(NamedTuple):
    """Medians over the rounds: the cost of each build as a part of the cold build of its round.

    ``unchanged`` and ``new`` are processor time, ``workers`` is wall-clock time (beside one worker,
    on as many cores as there are); ``is_same`` says whether all made the same tables.
    """

    n_articles: int
    n_new: int
    unchanged: float
    new: float
    workers: float
    is_same: bool


def compare(n_articles: int = 2000, n_runs: int = 3, n_workers: int = 2) -> Result:
    """Build ``n_articles`` cold, again with nothing new, and again with one in a hundred new."""
    n_new = n_articles // NEW
    unchanged, new, workers, is_same = [], [], [], True
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Path(folder)
        raw = root / "raw"
        for _ in range(n_runs):
            shutil.rmtree(raw, ignore_errors=True)
            shutil.rmtree(root / "cache", ignore_errors=True)
            write_corpus(raw, n_articles)
            kept = ("--cache", root / "cache")
            cold = _build(raw, root / "cold", *kept)
            unchanged.append(_build(raw, root / "again", *kept).processor / cold.processor)
            is_same &= _same(root / "cold", root / "again")
            for number in range(n_articles, n_articles + n_new):
                # Names spread over the folder, as those of a crawl by date and source are.
                file = raw / f"{number * 7919 % n_articles:06d}-new.txt"
                file.write_text(article(number), encoding="utf-8", newline="\n")
            new.append(_build(raw, root / "new", *kept).processor / cold.processor)
            alone = _build(raw, root / "alone", "--no-cache")
            together = _build(raw, root / "together", "--no-cache", "--workers", n_workers)
            workers.append(together.seconds / alone.seconds)
            is_same &= _same(root / "new", root / "alone")
            is_same &= _same(root / "new", root / "together")
    return Result(n_articles, n_new, *map(median, (unchanged, new, workers)), is_same)


def _build(raw: Path, out: Path, *options: object) -> Run:
    return measure(["-m", "analysis", "build", "--raw", raw, "--out", out, *options], core=None)


def _same(one: Path, other: Path) -> bool:
    names = {path.name for folder in (one, other) for path in folder.glob("*.csv")}
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])))
