"""How the cost of our build grows with the corpus: time and peak memory, each size once.

python -m benchmarks.growth [--no-claims] 1000 10000 100000
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write_corpus
from benchmarks.process import measure


class Cost(NamedTuple):
    """One build in one process on one core: processor seconds and peak memory in bytes."""

    n_articles: int
    seconds: float
    memory: int


def costs(sizes: Sequence[int], *, with_claims: bool = True) -> Iterator[Cost]:
    """Yield the cost of a build of each size; nothing of an earlier build is kept."""
    options = ["--no-cache"] if with_claims else ["--no-cache", "--no-claims"]
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            raw, out = Path(folder) / "raw", Path(folder) / "out"
            write_corpus(raw, size)
            run = measure(["-m", "analysis", "build", "--raw", raw, "--out", out, *options])
            yield Cost(size, run.processor, run.memory)


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    for cost in costs(sizes, with_claims="--no-claims" not in sys.argv):
        each = 1000 * cost.seconds / cost.n_articles
        print(
            f"{cost.n_articles:,} articles: {cost.seconds:.0f} s, {each:.2f} ms each, "
            f"{cost.memory / 1e6:.0f} MB",
            flush=True,
        )
