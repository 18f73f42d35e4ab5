"""Who reads the parts: this process, others on this machine, or a Dask cluster."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from analysis.engine.units import Job

ENGINES = ("local", "dask")
# What was being read when a worker died is given to another. What sees that again is read alone,
# so that none is blamed for its neighbour; what a worker dies of alone is halved.
_ALONE_AFTER = 2


def read_job(job: Job) -> bytes:
    """Read a job, see ``reading.read_job``: the three analyses are imported where one is read."""
    from analysis.engine import reading

    return reading.read_job(job)


class Crew(NamedTuple):
    """An executor, how many jobs it does at a time, and what it raises for a dead worker."""

    executor: Executor
    size: int
    died: type[Exception]


def read_jobs(
    jobs: Iterable[Job], *, workers: int = 1, engine: str = "local", scheduler: str = ""
) -> Iterator[tuple[Job, bytes | None]]:
    """Yield each job with its part as bytes, in any order; a job may come back in two halves.

    The part of a single unit that no worker survives is None. ``workers`` is the number of
    processes on this machine; ``engine="dask"`` takes those of the ``scheduler`` instead. Raises
    ValueError for wrong use or a missing library, OSError where the scheduler is not reached.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine is {engine!r}, not one of {', '.join(ENGINES)}")
    if workers < 1:
        raise ValueError(f"workers is {workers}: one or more are needed")
    if (engine == "dask") != bool(scheduler):
        raise ValueError("engine dask and the address of a scheduler go together")
    if engine == "dask":
        yield from _spread(jobs, lambda: _dask(scheduler))
    elif workers > 1:
        yield from _spread(jobs, lambda: _processes(workers))
    else:
        for job in jobs:
            yield job, read_job(job)


@contextmanager
def _processes(workers: int) -> Iterator[Crew]:
    """Processes that begin empty, on every system: the copy of a process that has threads (a
    notebook, Arrow) may hang."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        try:
            executor.submit(os.getpid).result()
        except BrokenExecutor:
            raise RuntimeError(
                "no worker can be started (a script that builds with workers does so "
                'under `if __name__ == "__main__":`)'
            ) from None
        yield Crew(executor, workers, BrokenExecutor)
    finally:
        executor.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and leave when it is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def leave_with(parent) -> None:
        parent.join()
        os._exit(1)

    parent = multiprocessing.parent_process()
    threading.Thread(target=leave_with, args=(parent,), daemon=True).start()


@contextmanager
def _dask(scheduler: str) -> Iterator[Crew]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ValueError(
            "Dask is not installed: pip install 'targets-terms-topics[scale]'"
        ) from None
    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=60)
        with client.get_executor(pure=False) as executor:
            yield Crew(executor, sum(client.nthreads().values()), KilledWorker)


class _Task(NamedTuple):
    """A job, and how many workers have died while they had it."""

    job: Job
    deaths: int = 0


def _spread(
    jobs: Iterable[Job], hire: Callable[[], AbstractContextManager[Crew]]
) -> Iterator[tuple[Job, bytes | None]]:
    """Give out jobs, no more at a time than are soon done: a corpus need not fit into memory."""
    coming = map(_Task, jobs)
    # No worker is started where there is nothing to do.
    again = deque(task for task in [next(coming, None)] if task)
    while again:
        with hire() as crew:
            running: dict[Future, _Task] = {}
            while _give_out(crew, running, again, coming):
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task = running.pop(future)
                    try:
                        yield task.job, future.result()
                    except crew.died:
                        if rest := _after_death(task):
                            again += rest
                        else:
                            yield task.job, None
                    except CancelledError:
                        raise ConnectionError(
                            "the scheduler is gone; the same command goes on with what is left"
                        ) from None


def _give_out(
    crew: Crew, running: dict[Future, _Task], again: deque[_Task], coming: Iterator[_Task]
) -> bool:
    """Start as many jobs as the crew can have; False if none runs, now that a pool is broken or
    everything is done."""
    while len(running) < 2 * crew.size and not any(
        t.deaths >= _ALONE_AFTER for t in running.values()
    ):
        if running and again and again[0].deaths >= _ALONE_AFTER:
            break
        task = again.popleft() if again else next(coming, None)
        if task is None:
            break
        try:
            running[crew.executor.submit(read_job, task.job)] = task
        except BrokenExecutor:
            again.appendleft(task)
            break
    return bool(running)


def _after_death(task: _Task) -> list[_Task]:
    """Return what is to be done of a job that a worker died with; nothing if it is hopeless."""
    job, deaths = task
    if deaths < _ALONE_AFTER:
        return [_Task(job, deaths + 1)]
    half = len(job.units) // 2
    return [
        _Task(job._replace(units=units), deaths)
        for units in (job.units[:half], job.units[half:])
        if half
    ]
