"""The plain script, ours without claims, and ours with claims, in turn on the same corpus."""

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
INSTRUMENTS = [LEXICON / f"{name}.csv" for name in ("words", "stopwords", "topic_terms")]


class Result(NamedTuple):
    """One size of corpus: all runs of each of the three, in the order in which they ran."""

    n_articles: int
    n_characters: int
    runs: dict[str, list[Run]]

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

    def stages(self) -> dict[str, float]:
        """Median seconds by stage of ours with claims."""
        of_runs = [json.loads(run.output.splitlines()[-1]) for run in self.runs[CLAIMS]]
        return {stage: median(run[stage] for run in of_runs) for stage in of_runs[0]}


def compare(n_articles: int, n_runs: int) -> Result:
    """Make the corpus and run the three in turn, ``n_runs`` times each."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "out"
        out.mkdir()
        n_characters = write_corpus(raw, n_articles)
        commands = {
            TYPICAL: [ROOT / "benchmarks" / "typical.py", raw, out, *INSTRUMENTS],
            OURS: ["-m", "benchmarks.ours", raw, out],
            CLAIMS: ["-m", "benchmarks.ours", raw, out, "--claims"],
        }
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(n_runs):
            for name, arguments in commands.items():
                runs[name].append(measure(arguments))
    return Result(n_articles, n_characters, runs)
