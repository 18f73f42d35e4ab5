"""Where the time of a build goes: the same work stage by stage in memory, seconds as JSON.

python -m benchmarks.stages RAW [articles]
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import analysis as an
from analysis.corpus import mark_duplicates, read_article
from analysis.tables import table_bytes
from analysis.targets import compare_years, conflicts_of, identify_indicators


def seconds_by_stage(raw: Path, n_articles: int) -> dict[str, float]:
    """Return the seconds of each stage over the first articles of a folder of .txt files."""
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - start

    files = sorted(raw.glob("*.txt"))[:n_articles]
    with stage("zones and sentences"):
        articles = [read_article(f.read_bytes(), f.name) for f in files]
        tables = {"articles": an.articles_of(articles), "sentences": an.sentences_of(articles)}
    with stage("duplicates"):
        mark_duplicates(articles)
    with stage("claims"):
        claims = an.claims_of(articles)
        tables["claims"] = identify_indicators(claims, tables["sentences"])
    with stage("years compared"):
        tables["years"] = compare_years(tables["claims"])
        tables["conflicts"] = conflicts_of(tables["claims"])
    with stage("words"):
        words = an.words_of(tables["sentences"])
    with stage("terms"):
        tables["terms"] = an.count_terms(words)
    with stage("topics"):
        tables["hits"] = an.code_topics(tables["sentences"])
        tables["coverage"] = an.coverage_of(tables["hits"], tables["sentences"])
    with stage("writing"), tempfile.TemporaryDirectory() as folder:
        for name, table in tables.items():
            (Path(folder) / f"{name}.csv").write_bytes(table_bytes(table))
    return seconds


if __name__ == "__main__":
    print(json.dumps(seconds_by_stage(Path(sys.argv[1]), int(sys.argv[2]))))
