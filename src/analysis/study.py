"""A study is a folder: open it, or make a new one."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.build import build_study
from analysis.lexicon import Lexicon, load_lexicon
from analysis.paths import TEMPLATES, StudyPaths, find_study, study_paths
from analysis.tables import TABLES, read_table


class Study(NamedTuple):
    """The folders, the instruments and the tables of one study (columns: data/README.md)."""

    paths: StudyPaths
    lexicon: Lexicon
    articles: pd.DataFrame
    zones: pd.DataFrame
    sentences: pd.DataFrame
    claims: pd.DataFrame
    year_comparison: pd.DataFrame
    terms: pd.DataFrame
    keyness: pd.DataFrame
    topic_hits: pd.DataFrame
    topic_coverage: pd.DataFrame
    rejected: pd.DataFrame


def open_study(folder: str | Path | None = None) -> Study:
    """Open the study at ``folder`` (default: the one around the working directory).

    Tables that articles, instruments or corrections have outdated are built first, so that a
    notebook never shows the numbers of yesterday's articles.
    """
    paths = find_study(folder)
    build_study(paths)
    return Study(
        paths=paths,
        lexicon=load_lexicon(paths.lexicon if paths.lexicon.is_dir() else None),
        **{name: read_table(paths.processed / f"{name}.csv") for name in TABLES},
    )


def new_study(folder: str | Path) -> StudyPaths:
    """Make an empty study at ``folder``: data folders, notebooks, an annotated sources.csv.

    Raises FileExistsError if there is a study already, or if a file of the same name is in the
    way; nothing is ever replaced.
    """
    paths = study_paths(folder)
    if paths.raw.exists():
        raise FileExistsError(f"{paths.root} is a study already")
    wanted = [p.relative_to(TEMPLATES) for p in sorted(TEMPLATES.rglob("*")) if p.is_file()]
    taken = [w.as_posix() for w in wanted if (paths.root / _target(w)).exists()]
    if taken:
        raise FileExistsError(f"{paths.root} holds {', '.join(taken)} already")
    for made in (paths.raw, paths.processed, paths.reference, paths.figures, paths.lexicon):
        made.mkdir(parents=True, exist_ok=True)
    for path in wanted:
        target = paths.root / _target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TEMPLATES / path, target)
    return paths


def _target(template: Path) -> Path:
    # A file called .gitignore would not reach the wheel of every build tool.
    return template.with_name(".gitignore") if template.name == "gitignore" else template
