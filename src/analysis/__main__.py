"""`python -m analysis …`: everything that `make` does, for every system."""

import argparse
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
    build.add_argument("--out", metavar="DIR", type=Path, help="where its tables go")
    build.add_argument("--format", choices=("csv", "parquet"), default="csv")
    build.add_argument("--keep-duplicates", action="store_true", help="count duplicates too")
    command("notebooks", "execute the notebooks that are not up to date")
    new = command("new", "make a new study", study=False)
    new.add_argument("folder", metavar="DIR", type=Path)
    return main


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status (0 done, 1 failed, 2 wrong use)."""
    options = parser().parse_args(arguments)
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
    if options.command == "build" and (options.raw or options.out):
        return _build_folder(options)

    from analysis.build import build_study
    from analysis.notebooks import run_notebooks
    from analysis.paths import find_study

    paths = find_study(options.study)
    if options.command in ("build", "figures"):
        made = build_study(paths)
        print(f"tables: {'built' if made else 'up to date'} ({paths.processed})")
    if options.command in ("notebooks", "figures"):
        build_study(paths)
        done = run_notebooks(paths)
        print(f"notebooks: {f'{len(done)} executed' if done else 'up to date'}")
    return 0


def _build_folder(options: argparse.Namespace) -> int:
    from analysis.build import build

    if not (options.raw and options.out):
        raise SystemExit(_usage("build", "--raw DIR and --out DIR go together"))
    if not options.raw.is_dir():
        raise FileNotFoundError(f"{options.raw} is not a folder")
    tables = build(
        options.raw,
        options.out,
        format=options.format,
        keep_duplicates=options.keep_duplicates,
    )
    n_read, n_rejected = len(tables["articles"]), len(tables["rejected"])
    print(f"{n_read} articles read, {n_rejected} files rejected, tables in {options.out}")
    return 0 if n_read else 1


def _usage(command: str, message: str) -> int:
    print(f"python -m analysis {command}: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
