"""Notebooks executed in place, so that running them again changes no byte."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm
from traitlets import default
from traitlets.config import Config

from analysis.build import inputs_of
from analysis.outputs import sha256_of, stamp_holds, write_stamp
from analysis.paths import StudyPaths

# `an.save_figure(ax, "name")` in a code cell: the figures that a notebook makes.
_SAVED = re.compile(r"""save_figure\(.*["']([\w-]+)["']\s*\)""", re.DOTALL)
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


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
    with tqdm(total=len(todo), desc="notebooks", disable=not todo) as bar:

        def done(path: Path, source: str, key: str, stamp: Path) -> None:
            figures = [
                made
                for name in _SAVED.findall(source)
                for made in sorted(paths.figures.glob(f"{name}.*"))
            ]
            write_stamp(stamp, key, [path, *figures], paths.root)
            bar.update()

        asyncio.run(_execute_all(todo, done))
    return [path for path, *_ in todo]


def source_of(path: Path) -> str:
    """Return the text of a notebook's cells, without outputs."""
    notebook = nbformat.read(path, as_version=4)
    return "\n\n".join(f"{cell.cell_type}\n{cell.source}" for cell in notebook.cells)


class _OwnKernel(AsyncKernelManager):
    """The kernel of this interpreter, whatever kernels the user has installed beside it."""

    @default("kernel_spec_manager")
    def _only_native(self):
        return KernelSpecManager(kernel_dirs=[])


async def _execute_all(todo: list[tuple], done: Callable) -> None:
    # Two at a time: a kernel keeps one core busy, and most machines have two.
    places = asyncio.Semaphore(2)

    async def run(path: Path, *rest) -> None:
        async with places:
            await _execute(path)
        done(path, *rest)

    # The first that fails ends the others; its error goes up as it is.
    await asyncio.gather(*(run(*entry) for entry in todo))


def execute(path: Path) -> None:
    """Execute one notebook in place, with outputs that do not depend on when or where."""
    asyncio.run(_execute(path))


async def _execute(path: Path) -> None:
    notebook = normalise(nbformat.read(path, as_version=4))
    with tempfile.TemporaryDirectory() as private:
        config = Config()
        if sys.platform != "win32":
            config.KernelManager.transport = "ipc"
            config.KernelManager.ip = str(Path(private) / "kernel")
        client = NotebookClient(
            notebook,
            timeout=None,
            record_timing=False,
            kernel_name="python3",
            kernel_manager_class=_OwnKernel,
            config=config,
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            # Charts show inline, whatever backend the shell has chosen for scripts.
            own = {"IPYTHONDIR": private, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
            await client.async_execute(env={**os.environ, **own})
        except CellExecutionError as error:
            first = f"{error.ename}: {error.evalue}".splitlines()[0]
            raise RuntimeError(f"{path.name}: {first}") from error
    text = nbformat.writes(normalise(notebook)) + "\n"
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)


def normalise(notebook):
    """Return ``notebook`` with fixed cell ids and only the metadata that does not vary."""
    notebook.metadata = {"kernelspec": dict(KERNELSPEC)}
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number:02d}"
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output["metadata"] = {}
    return notebook


def without_outputs(notebook):
    """Return ``notebook`` as a template: normalised, no outputs, no execution counts."""
    for cell in normalise(notebook).cells:
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return notebook
