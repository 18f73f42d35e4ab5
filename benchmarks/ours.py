"""The same work with the package, stage by stage: files in, tables out, times as JSON.

python -m benchmarks.ours RAW OUT [--claims]
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import analysis as an


def main(raw: Path, out: Path, *, with_claims: bool) -> dict[str, float]:
    """Write the tables of ``raw`` to ``out``; return seconds by stage."""
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - start

    with stage("parse"):
        articles = an.read_corpus(raw).articles
        tables = {"articles": an.articles_of(articles)}
        articles = [article for article in articles if not article.duplicate_of]
        sentences = an.sentences_of(articles)
    if with_claims:
        with stage("claims"):
            tables["claims"] = an.claims_of(articles)
    with stage("words"):
        words = an.words_of(sentences)
    with stage("terms"):
        tables["terms"] = an.count_terms(words)
    with stage("topics"):
        tables["topic_hits"] = an.code_topics(sentences)
        tables["topic_coverage"] = an.coverage_of(tables["topic_hits"], sentences)
    with stage("write"):
        for name, table in tables.items():
            table.to_csv(out / f"{name}.csv", index=False)
    return seconds


if __name__ == "__main__":
    folders = [Path(word) for word in sys.argv[1:] if word != "--claims"]
    print(json.dumps(main(*folders, with_claims="--claims" in sys.argv)))
