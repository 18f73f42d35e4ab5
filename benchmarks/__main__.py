"""Run all measurements, print them and write them to benchmarks/results.md.

python -m benchmarks [--sizes 1000 10000] [--runs 3] [--ratios-only] [--out FILE]
"""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import again, claims, segmentation, side_by_side, small
from benchmarks.side_by_side import CLAIMS, OURS, TYPICAL

# A corpus of this size shows what a build costs that finds most of it read.
MOST_AGAIN = 10_000
RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    """Read the options, measure, report."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--runs", type=int, default=3, help="of each, in turn (default 3)")
    parser.add_argument(
        "--ratios-only",
        action="store_true",
        help="leave out absolute numbers: for a machine that has other work",
    )
    parser.add_argument(
        "--again", type=int, metavar="N", help="articles of the builds that find most of them read"
    )
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()

    comparisons = []
    for size in sorted(options.sizes):
        print(f"{size:,} articles, {options.runs} runs of each …", file=sys.stderr, flush=True)
        comparisons.append(side_by_side.compare(size, options.runs))
    report = report_of(
        comparisons,
        segmentation.compare(n_runs=max(options.runs, 5)),
        claims.measure(n_runs=options.runs),
        small.seconds(options.runs),
        again.compare(options.again or min(max(options.sizes), MOST_AGAIN), options.runs),
        n_runs=options.runs,
        ratios_only=options.ratios_only,
    )
    print(report)
    options.out.write_text(report, encoding="utf-8", newline="\n")


def report_of(
    comparisons: Sequence[side_by_side.Result],
    segmented: segmentation.Result,
    claims_read: claims.Result,
    waits: dict[str, float],
    builds: again.Result,
    *,
    n_runs: int,
    ratios_only: bool,
) -> str:
    """Return the report as Markdown."""
    parts = [
        "# What was measured\n",
        f"Made by `python -m benchmarks`, medians of {n_runs} runs in turn, each process on one "
        f"core. {_machine()}",
        "Absolute numbers were left out: the machine had other work.\n" if ratios_only else "",
        "## Beside the plain script\n",
        "How many times as fast, and which part of its peak memory:\n",
        _table(
            [
                "articles",
                "faster without claims",
                "faster with claims",
                "memory without claims",
                "memory with claims",
            ],
            [
                [
                    f"{c.n_articles:,}",
                    *(f"{c.ratio(name, lambda run: run.seconds):.1f}" for name in (OURS, CLAIMS)),
                    *(
                        f"{1 / c.ratio(name, lambda run: run.memory):.2f}"
                        for name in (OURS, CLAIMS)
                    ),
                ]
                for c in comparisons
            ],
        ),
        "## How cost grows\n",
        f"Time for one article, as a multiple of that at {comparisons[0].n_articles:,} articles, "
        "and peak memory likewise:\n",
        _table(
            [
                "articles",
                *(
                    f"{name}, {what}"
                    for name in (TYPICAL, OURS, CLAIMS)
                    for what in ("time", "memory")
                ),
            ],
            [
                [f"{c.n_articles:,}"]
                + [
                    f"{value:.2f}"
                    for name in (TYPICAL, OURS, CLAIMS)
                    for value in (
                        c.seconds(name)
                        / c.n_articles
                        / (comparisons[0].seconds(name) / comparisons[0].n_articles),
                        c.memory(name) / comparisons[0].memory(name),
                    )
                ]
                for c in comparisons
            ],
        ),
        "## Where the time goes\n",
        "Share of each stage, the articles held in memory:\n",
        _stages(comparisons),
        "## Segmentation\n",
        f"{segmented.n_articles} articles a call, with the lexicon's words: "
        f"{segmented.ratio:.1f} times `jieba.lcut` as arrays of offsets, "
        f"{segmented.ratio_of_strings:.1f} times as lists of strings; "
        f"{segmented.n_tokens:,} tokens, {segmented.n_different} sentences cut differently.\n",
        "## Again, and with more workers\n",
        f"`python -m analysis build` of {builds.n_articles:,} articles, all tables; processor time "
        f"beside that of a build that reads everything: {builds.unchanged:.2f} when nothing "
        f"changed, {builds.new:.2f} with {builds.n_new} new articles. Two workers take "
        f"{builds.workers:.2f} of the time of one. All tables are "
        f"{'the same' if builds.is_same else 'NOT THE SAME'}.\n",
    ]
    if not ratios_only:
        parts += [
            "## Absolute numbers\n",
            _table(
                [
                    "articles",
                    "of characters",
                    *(
                        f"{name}: {what}"
                        for name in (TYPICAL, OURS, CLAIMS)
                        for what in ("articles/s", "MB")
                    ),
                ],
                [
                    [f"{c.n_articles:,}", f"{c.n_characters / c.n_articles:,.0f}"]
                    + [
                        f"{value:,.0f}"
                        for name in (TYPICAL, OURS, CLAIMS)
                        for value in (c.n_articles / c.seconds(name), c.memory(name) / 1e6)
                    ]
                    for c in comparisons
                ],
            ),
            f"- `claims_of`: {claims_read.characters_per_second:,.0f} characters a second "
            f"({claims_read.n_claims:,} claims in {claims_read.n_characters:,} characters)",
            f"- segmentation: {segmented.n_characters / segmented.seconds:,.0f} characters a "
            f"second, prepared in {segmented.seconds_to_prepare:.2f} s",
            *(f"- {name}: {seconds:.2f} s" for name, seconds in waits.items()),
            "",
        ]
    return "\n".join(part for part in parts if part) + "\n"


def _stages(comparisons: Sequence[side_by_side.Result]) -> str:
    stages = [c.stages for c in comparisons]
    return _table(
        ["articles", *stages[0]],
        [
            [f"{c.n_articles:,}", *(f"{value / sum(of.values()):.0%}" for value in of.values())]
            for c, of in zip(comparisons, stages, strict=True)
        ],
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---:"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "jieba"))
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {libraries}.\n"
    )


if __name__ == "__main__":
    main()
