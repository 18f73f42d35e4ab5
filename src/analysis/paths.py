"""The folders of a study. No other file of the package spells a path."""

from importlib import resources
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(str(resources.files("analysis")))
LEXICON = PACKAGE / "lexicon"
FONTS = PACKAGE / "fonts"
TEMPLATES = PACKAGE / "templates"
DICTIONARY = TEMPLATES / "data" / "README.md"


class StudyPaths(NamedTuple):
    """The folders of one study; none of them need exist except ``raw``."""

    root: Path
    raw: Path
    reference: Path
    processed: Path
    figures: Path
    notebooks: Path
    lexicon: Path
    corrections: Path
    cache: Path


def study_paths(root: str | Path) -> StudyPaths:
    """Return the folders of the study that stands at ``root``."""
    root = Path(root).resolve()
    return StudyPaths(
        root=root,
        raw=root / "data" / "raw",
        reference=root / "data" / "reference",
        processed=root / "data" / "processed",
        figures=root / "figures",
        notebooks=root / "notebooks",
        lexicon=root / "lexicon",
        corrections=root / "corrections.csv",
        cache=root / ".cache",
    )


def find_study(start: str | Path | None = None) -> StudyPaths:
    """Return the study around ``start``: its nearest parent that has ``data/raw``.

    ``start`` defaults to the working directory. Raises FileNotFoundError with a sentence
    that says what to do when no parent has ``data/raw``.
    """
    start = Path.cwd() if start is None else Path(start).resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "raw").is_dir():
            return study_paths(folder)
    raise FileNotFoundError(
        f"no study at {start}: no folder here or above has data/raw "
        "(make one with: python -m analysis new DIR)"
    )
