"""Notebooks in kernels of this interpreter. Loading this loads Jupyter."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets import default
from traitlets.config import Config

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


class _OwnKernel(AsyncKernelManager):
    """The kernel of this interpreter, whatever kernels the user has installed beside it."""

    @default("kernel_spec_manager")
    def _only_native(self):
        return KernelSpecManager(kernel_dirs=[])


def execute_all(todo: list[tuple], done: Callable) -> None:
    """Execute the notebooks that lead the entries of ``todo``; ``done(*entry)`` after each."""
    asyncio.run(_execute_all(todo, done))


async def _execute_all(todo: list[tuple], done: Callable) -> None:
    # Two at a time: a kernel keeps one core busy, and most machines have two.
    places = asyncio.Semaphore(2)

    async def run(path: Path, *rest) -> None:
        async with places:
            await _execute(path)
        done(path, *rest)

    # The first that fails ends the others; its error goes up as it is.
    await asyncio.gather(*(run(*entry) for entry in todo))


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
