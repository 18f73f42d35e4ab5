"""A study is a folder: open it, or make a new one."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.build import build_study
from analysis.contrast import choose_contrast, name_sides
from analysis.lexicon import Lexicon, load_lexicon
from analysis.outputs import read_outputs
from analysis.paths import TEMPLATES, StudyPaths, find_study, study_paths
from analysis.tables import TABLES, parse_table


class Study(NamedTuple):
    """The folders, the instruments and the tables of one study (columns: data/README.md)."""

    paths: StudyPaths
    lexicon: Lexicon
    articles: pd.DataFrame
    texts: pd.DataFrame
    zones: pd.DataFrame
    sentences: pd.DataFrame
    claims: pd.DataFrame
    year_comparison: pd.DataFrame
    conflicts: pd.DataFrame
    revisions: pd.DataFrame
    indicator_candidates: pd.DataFrame
    target_outcomes: pd.DataFrame
    reported: pd.DataFrame
    terms: pd.DataFrame
    keyness: pd.DataFrame
    topic_hits: pd.DataFrame
    topic_coverage: pd.DataFrame
    topic_contrast: pd.DataFrame
    rejected: pd.DataFrame

    @property
    def n_articles(self) -> int:
        """The number of articles that are counted: duplicates are not."""
        return int((self.articles["duplicate_of"] == "").sum())

    @property
    def source(self) -> str:
        """Publishers and publication years, for the source line of a chart."""
        names = sorted(set(self.articles["publisher"]) - {""})
        years = sorted(set(self.articles["published"].str[:4]) - {""})
        parts = [*names[:3], "…" if len(names) > 3 else "", "–".join(_ends(years))]
        return ", ".join(part for part in parts if part)

    @property
    def contrast(self) -> dict[str, str]:
        """What the two sides of the keyness table are called, for chart and reading."""
        with_terms = self.articles["article_id"].isin(self.terms["group"])
        articles = self.articles[with_terms]
        return name_sides(articles, choose_contrast(articles))


def _ends(years: list[str]) -> list[str]:
    return years[:1] + (years[-1:] if len(years) > 1 else [])


def open_study(folder: str | Path | None = None) -> Study:
    """Open the study at ``folder`` (default: the one around the working directory).

    Tables that articles, instruments or corrections have outdated are built first, so that a
    notebook never shows the numbers of yesterday's articles.
    """
    paths = find_study(folder)
    build_study(paths)
    found = read_outputs(paths.processed, [f"{name}.csv" for name in TABLES])
    return Study(
        paths=paths,
        lexicon=load_lexicon(paths.lexicon if paths.lexicon.is_dir() else None),
        **{name: parse_table(found[f"{name}.csv"], name) for name in TABLES},
    )


def new_study(folder: str | Path) -> StudyPaths:
    """Make an empty study at ``folder``: data folders, notebooks, an annotated sources.csv.

    Raises FileExistsError if there is a study already, or if a file of the same name is in the
    way, and ValueError among the articles of another study; nothing is ever replaced.
    """
    paths = study_paths(folder)
    if paths.raw.exists():
        raise FileExistsError(f"{paths.root} is a study already")
    for parent in paths.root.parents:
        if paths.root.is_relative_to(study_paths(parent).raw) and study_paths(parent).raw.is_dir():
            raise ValueError(f"{paths.root} lies among the articles of the study {parent}")
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
