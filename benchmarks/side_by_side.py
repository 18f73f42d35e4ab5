"""The plain script, our build without claims, and with claims, in turn on the same corpus.

Ours is what a researcher runs: all tables of the study, articles, zones and sentences among them,
and nothing of an earlier build. Where its time goes is measured by itself, stage by stage.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from analysis.paths import LEXICON
from benchmarks.corpus import write_corpus
from benchmarks.process import ROOT, Run, measure

TYPICAL, OURS, CLAIMS = "plain script", "ours without claims", "ours with claims"
# So many articles show where the time goes; they are held in memory for that.
MOST_STAGED = 1000
INSTRUMENTS = [LEXICON / f"{name}.csv" for name in ("words", "stopwords", "topic_terms")]


class Result(NamedTuple):
    """One size of corpus: all runs of each of the three, in the order in which they ran, and
    seconds by stage."""

    n_articles: int
    n_characters: int
    runs: dict[str, list[Run]]
    stages: dict[str, float]

    def seconds(self, name: str) -> float:
        """The median time of one of the three."""
        return median(run.seconds for run in self.runs[name])

    def memory(self, name: str) -> float:
        """The median of its peak memory, in bytes."""
        return median(run.memory for run in self.runs[name])

    def ratio(self, name: str, value: Callable[[Run], float]) -> float:
        """The median over the rounds of the plain script's value divided by that of ``name``."""
        pairs = zip(self.runs[TYPICAL], self.runs[name], strict=True)
        return median(value(plain) / value(ours) for plain, ours in pairs)


def compare(n_articles: int, n_runs: int) -> Result:
    """Make the corpus and run the three in turn, ``n_runs`` times each."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "out"
        out.mkdir()
        n_characters = write_corpus(raw, n_articles)
        build = ["-m", "analysis", "build", "--raw", raw, "--out", out / "ours", "--no-cache"]
        commands = {
            TYPICAL: [ROOT / "benchmarks" / "typical.py", raw, out, *INSTRUMENTS],
            OURS: [*build, "--no-claims"],
            CLAIMS: build,
        }
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(n_runs):
            for name, arguments in commands.items():
                runs[name].append(measure(arguments))
        staged = measure(["-m", "benchmarks.stages", raw, min(n_articles, MOST_STAGED)])
    return Result(n_articles, n_characters, runs, json.loads(staged.output.splitlines()[-1]))
