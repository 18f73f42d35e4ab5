"""What a researcher waits for with two articles: the import, and the tables.

python -m benchmarks.small [runs]
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.corpus import RAW
from benchmarks.process import measure


def seconds(n_runs: int = 3) -> dict[str, float]:
    """Return the median seconds of each of the commands."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        build = ["-m", "analysis", "build", "--raw", RAW, "--out", Path(folder) / "out"]
        warm = [*build, "--cache", Path(folder) / "cache"]
        commands = {
            "python starts": ["-c", "pass"],
            "import analysis": ["-c", "import analysis"],
            "tables of the two articles, nothing kept": [*build, "--no-cache"],
            "tables of the two articles, read before": warm,
        }
        runs: dict[str, list[float]] = {name: [] for name in commands}
        measure(warm, core=None)  # modules are compiled, the articles read
        for _ in range(n_runs):
            for name, arguments in commands.items():
                runs[name].append(measure(arguments, core=None).seconds)
    return {name: median(values) for name, values in runs.items()}


if __name__ == "__main__":
    print(seconds(*map(int, sys.argv[1:])))
