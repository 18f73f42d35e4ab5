"""Notebooks executed in place, so that running them again changes no byte."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from analysis.build import inputs_of
from analysis.outputs import sha256_of, stamp_holds, write_stamp
from analysis.paths import StudyPaths

# `an.save_figure(ax, "name")` in a code cell: the figures that a notebook makes.
_SAVED = re.compile(r"""save_figure\(.*["']([\w-]+)["']\s*\)""", re.DOTALL)


def run_notebooks(paths: StudyPaths, *, force: bool = False) -> list[Path]:
    """Execute the notebooks of a study that are not up to date; return those executed.

    Each runs from its own folder in a fresh kernel of this interpreter, without the user's
    start-up files. Raises RuntimeError with notebook, cell and error when a cell fails; the
    notebook is then left as it was.
    """
    inputs = inputs_of(paths)
    todo = []
    for path in sorted(paths.notebooks.glob("*.ipynb")):
        source = source_of(path)
        key = sha256_of(f"{inputs}\n{source}".encode())
        stamp = paths.cache / f"{path.stem}.json"
        if force or not stamp_holds(stamp, key, paths.root):
            todo.append((path, source, key, stamp))
    if not todo:
        return []
    # Loading Jupyter takes longer than finding out that nothing is to be done.
    from analysis.kernels import execute_all

    with tqdm(total=len(todo), desc="notebooks") as bar:

        def done(path: Path, source: str, key: str, stamp: Path) -> None:
            figures = [
                made
                for name in _SAVED.findall(source)
                for made in sorted(paths.figures.glob(f"{name}.*"))
            ]
            write_stamp(stamp, key, [path, *figures], paths.root)
            bar.update()

        execute_all(todo, done)
    return [path for path, *_ in todo]


def source_of(path: Path) -> str:
    """Return the text of a notebook's cells, without outputs."""
    return "\n\n".join(f"{kind}\n{source}" for kind, source in cells_of(path))


def cells_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield kind and text of each cell of a notebook file."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if "cells" not in notebook:
        import nbformat  # an old format: Jupyter knows how to bring it up to date

        notebook = nbformat.read(path, as_version=4)
    for cell in notebook["cells"]:
        source = cell["source"]
        yield cell["cell_type"], source if isinstance(source, str) else "".join(source)
