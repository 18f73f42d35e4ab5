"""Are the committed tables, notebooks and figures what the articles and the code make?"""

import shutil
import tempfile
from pathlib import Path

from analysis.build import build_study
from analysis.gallery import write_gallery
from analysis.notebooks import run_notebooks
from analysis.paths import StudyPaths, study_paths
from analysis.report import update_report

_SOURCES = ("raw", "reference", "lexicon", "corrections", "notebooks")
_MADE = ("processed", "notebooks", "figures")


def check_study(paths: StudyPaths) -> list[str]:
    """Make everything again in a copy and compare; return the files that differ, sorted.

    A file is named as missing, outdated or left over (in the manifest's folder, but made by
    nothing any more). The study itself is not touched.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = study_paths(folder)
        for name in _SOURCES:
            source, target = getattr(paths, name), getattr(copy, name)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
            elif source.is_file():
                shutil.copyfile(source, target)
        build_study(copy)
        run_notebooks(copy)
        write_gallery(copy)
        update_report(copy)
        return [
            fault
            for name in _MADE
            for fault in _differences(getattr(paths, name), getattr(copy, name), paths.root)
        ]


def _differences(here: Path, made: Path, root: Path) -> list[str]:
    names = sorted({*_names(here), *_names(made)})
    faults = []
    for name in names:
        file, again = here / name, made / name
        label = file.relative_to(root).as_posix()
        if not file.is_file():
            faults.append(f"missing: {label}")
        elif not again.is_file():
            faults.append(f"left over: {label}")
        elif file.read_bytes() != again.read_bytes():
            faults.append(f"outdated: {label}")
    return faults


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    files = (p for p in folder.rglob("*") if p.is_file())
    names = (p.relative_to(folder) for p in files)
    return [n.as_posix() for n in names if not any(part.startswith(".") for part in n.parts)]
