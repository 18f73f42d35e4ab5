"""`python -m analysis …`: everything that `make` does, for every system."""

import argparse
import os
import sys
from pathlib import Path


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that says what to do."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message} (see: python -m analysis --help)\n")


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    main = _Parser(prog="python -m analysis", description=__doc__)
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, text, *, study=True):
        sub = commands.add_parser(name, help=text, description=text)
        if study:
            sub.add_argument("--study", metavar="DIR", type=Path, help="the study's folder")
        return sub

    command("figures", "tables, notebooks and figures, whatever is not up to date")
    build = command("build", "raw articles to processed tables")
    build.add_argument("--raw", metavar="DIR", type=Path, help="any folder of articles")
    build.add_argument("--out", metavar="DIR", type=Path, help="where the tables go")
    build.add_argument(
        "--format", choices=("csv", "parquet", "xlsx"), help="with --out (default csv)"
    )
    build.add_argument("--keep-duplicates", action="store_true", help="count duplicates too")
    build.add_argument(
        "--no-claims", action="store_true", help="with --out: words and topics only, in less time"
    )
    build.add_argument(
        "--workers", metavar="N", type=_positive, default=1, help="processes that read (default 1)"
    )
    build.add_argument(
        "--engine", choices=("local", "dask"), default="local", help="who reads (default local)"
    )
    build.add_argument(
        "--scheduler", metavar="ADDRESS", default="", help="of Dask: tcp://HOST:PORT"
    )
    cache = build.add_mutually_exclusive_group()
    cache.add_argument(
        "--cache",
        metavar="DIR",
        type=Path,
        help="with --raw: keep there what was read of each article (a study has its .cache)",
    )
    cache.add_argument("--no-cache", action="store_true", help="read every article again")
    command("notebooks", "execute the notebooks that are not up to date")
    report = command("report", "the evidence page: every mark of a chart leads to its sentences")
    report.add_argument("--quotes-only", action="store_true", help="no full texts")
    report.add_argument("--out", metavar="FILE", type=Path, help="default figures/evidence.html")
    command("check", "make everything again in a copy and name the files that differ")
    new = command("new", "make a new study", study=False)
    new.add_argument("folder", metavar="DIR", type=Path)
    changes = command("changes", "which numbers moved between two builds, and what moved them")
    changes.add_argument("old", metavar="OLD", type=Path, help="a folder of tables, or a study")
    changes.add_argument("new", metavar="NEW", type=Path, nargs="?", help="default: the study")
    changes.add_argument("--csv", metavar="FILE", type=Path, help="all rows as a table")
    changes.add_argument("--lang", choices=("en", "zh"), default="en", help="of the paragraph")
    changes.add_argument("--rows", metavar="N", type=int, default=20, help="rows shown, 0: all")
    inspect = command("inspect", "show what is read from one file")
    inspect.add_argument("file", metavar="FILE", type=Path)
    inspect.add_argument("--published", default="", help="its date, if the page has none")
    evaluate = command("evaluate", "score coded documents")
    evaluate.add_argument("coded", metavar="CODED", nargs="+", type=Path)
    evaluate.add_argument("--json", metavar="FILE", type=Path, help="the figures as JSON")
    evaluate.add_argument("--errors", action="store_true", help="every error with its sentence")
    return main


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status (0 done, 1 failed, 2 wrong use)."""
    options = parser().parse_args(arguments)
    # Arrow's own allocator keeps what it once had: a build of 1,000 articles took a third more
    # memory with it. It is chosen before Arrow is imported; workers inherit the choice.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        return _run(options)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"python -m analysis {options.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    if options.command == "new":
        from analysis.study import new_study

        paths = new_study(options.folder)
        print(f"made {paths.root}: put articles into {paths.raw}, then run")
        print(f"  python -m analysis figures --study {paths.root}")
        return 0
    if options.command == "build":
        return _build(options)
    if options.command == "changes":
        return _changes(options)
    if options.command == "inspect":
        return _inspect(options)
    if options.command == "evaluate":
        return _evaluate(options)

    from analysis.build import build_study
    from analysis.paths import find_study

    paths = find_study(options.study)
    if options.command == "check":
        return _check(paths)
    if options.command == "report":
        from analysis.report import write_report

        made = write_report(paths, quotes_only=options.quotes_only, out=options.out)
        print(f"evidence page: {made} ({made.stat().st_size / 1e6:.1f} MB)")
        return 0
    if options.command == "figures":
        print(f"tables: {_made(build_study(paths))} ({_counts(paths)})")
    if options.command in ("notebooks", "figures"):
        # They bring Jupyter's libraries along, which no other command needs.
        from analysis.gallery import write_gallery
        from analysis.notebooks import run_notebooks

        build_study(paths)
        done = run_notebooks(paths)
        write_gallery(paths)
        print(f"notebooks: {f'{len(done)} executed' if done else 'up to date'}")
        print(f"charts: {paths.figures}")
    if options.command == "figures":
        from analysis.report import update_report

        update_report(paths)
        print(f"evidence page: {paths.figures / 'evidence.html'}")
    return 0


def _made(anything: bool) -> str:
    return "built" if anything else "up to date"


def _counts(paths) -> str:
    """Say what was read, and where to look. Raises FileNotFoundError if there is no article."""
    from analysis.tables import read_table

    articles = read_table(paths.processed / "articles.csv")
    rejected = read_table(paths.processed / "rejected.csv")
    if articles.empty:
        why = f"none of {len(rejected)} files could be read" if len(rejected) else "it is empty"
        raise FileNotFoundError(f"no article in {paths.raw}: {why}")
    n_duplicates = int((articles["duplicate_of"] != "").sum())
    parts = [f"{len(articles)} articles"]
    parts += [f"{n_duplicates} of them duplicates"] if n_duplicates else []
    parts += [f"{len(rejected)} files or rows not read, see rejected.csv"] if len(rejected) else []
    return ", ".join(parts) + f"; in {paths.processed}"


def _build(options: argparse.Namespace) -> int:
    """Build a study in its place, or anything into any other folder."""
    from analysis.build import build_study
    from analysis.paths import find_study

    if (options.engine == "dask") != bool(options.scheduler):
        raise SystemExit(_usage("build", "--engine dask and --scheduler ADDRESS go together"))
    if options.raw or options.out or options.format:
        return _build_folder(options)
    if options.cache:
        raise SystemExit(_usage("build", "a study has a cache of its own: --cache goes with --raw"))
    paths = find_study(options.study)
    made = build_study(paths, force=options.no_cache, **_reading(options))
    print(f"tables: {_made(made)} ({_counts(paths)})")
    return 0


def _reading(options: argparse.Namespace) -> dict[str, object]:
    return {name: getattr(options, name) for name in ("workers", "engine", "scheduler")}


def _build_folder(options: argparse.Namespace) -> int:
    """Build any folder, or a study with its instruments, into any other folder."""
    from analysis.build import build, instruments_of
    from analysis.paths import find_study

    if not options.out:
        raise SystemExit(_usage("build", "say where the tables go: --out DIR"))
    study = None if options.raw and not options.study else find_study(options.study)
    raw = options.raw or study.raw
    if not raw.is_dir():
        raise FileNotFoundError(f"{raw} is not a folder")
    built = build(
        raw,
        options.out,
        format=options.format or "csv",
        keep_duplicates=options.keep_duplicates,
        with_claims=not options.no_claims,
        cache=None if options.no_cache else options.cache or (study.cache if study else None),
        **(instruments_of(study) if study else {}),
        **_reading(options),
    )
    print(
        f"{built.n_articles} articles read, {built.n_rejected} files rejected, "
        f"tables in {options.out}"
    )
    return 0 if built.n_articles else 1


def _changes(options: argparse.Namespace) -> int:
    from analysis.changes import compare_builds, describe_changes, read_build
    from analysis.paths import find_study

    new = options.new or find_study(options.study).root
    table = compare_builds(read_build(options.old), read_build(new))
    print(describe_changes(table, lang=options.lang))
    shown = table.head(options.rows) if options.rows else table
    if len(shown):
        import pandas as pd

        with pd.option_context("display.unicode.east_asian_width", True):
            print("", shown.to_string(index=False, na_rep="", max_colwidth=60), sep="\n")
    if len(shown) < len(table):
        print(f"… {len(table) - len(shown)} more rows (--rows 0 or --csv FILE shows all)")
    if options.csv:
        from analysis.tables import table_bytes

        options.csv.write_bytes(table_bytes(table))
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from analysis.inspect import inspect_file

    lexicon = _lexicon_of(options.study)
    colour = sys.stdout.isatty()
    print(inspect_file(options.file, lexicon=lexicon, published=options.published, colour=colour))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from analysis.evaluate import describe_errors, describe_scores, evaluate, scores_as_json

    scores = evaluate(options.coded, lexicon=_lexicon_of(options.study))
    print(describe_scores(scores))
    if options.errors:
        print(describe_errors(scores.errors))
    if options.json:
        options.json.write_text(scores_as_json(scores), encoding="utf-8", newline="\n")
    return 0


def _check(paths) -> int:
    from analysis.check import check_study

    faults = check_study(paths)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} files differ" if faults else "everything is up to date")
    return 1 if faults else 0


def _lexicon_of(study: Path | None):
    """The instruments of the study that is named, else the package's own."""
    from analysis.lexicon import load_lexicon
    from analysis.paths import find_study

    folder = find_study(study).lexicon if study else None
    return load_lexicon(folder if folder and folder.is_dir() else None)


def _usage(command: str, message: str) -> int:
    print(f"python -m analysis {command}: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
