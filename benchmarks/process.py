"""One measured run of a command on one core: seconds, peak memory, what it printed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

# Libraries that would start a thread for each core.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1"
)


class Run(NamedTuple):
    """Wall-clock seconds, peak resident memory in bytes, standard output, processor seconds.

    Processor seconds are those of the process and of the children that it has waited for.
    """

    seconds: float
    memory: int
    output: str
    processor: float


def measure(arguments: Sequence[object], *, core: int | None = 0) -> Run:
    """Run ``python arguments`` in the repository, on one ``core`` where the system can do that.

    Raises subprocess.CalledProcessError when the command fails.
    """
    command = [sys.executable, *map(str, arguments)]
    # Modules are compiled once and kept, as everywhere else.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    pin = core is not None and hasattr(os, "sched_setaffinity")
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment | (ONE_THREAD if core is not None else {}),
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: os.sched_setaffinity(0, {core})) if pin else None,
    )
    output = process.stdout.read()
    # The usage of this child alone; resource.getrusage gives the largest of all children.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    # Linux counts in kilobytes, macOS in bytes.
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, memory, output, usage.ru_utime + usage.ru_stime)
