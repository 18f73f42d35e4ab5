"""Parts that were read before, kept in the cache of a study.

``articles/VERSION/NAME.part``: a folder for each version of code, libraries and instruments, and
a file for each part. A file appears whole or not at all, and a damaged one counts for nothing:
the cache may be deleted at any time, and a build that was killed finds what it had read.
"""

import hashlib
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from analysis.engine.parts import (
    LARGEST_PART,
    PartError,
    check_part,
    join_parts,
    parse_part,
    part_bytes,
)

# So many small parts beside the full ones are opened in a tenth of a second.
_MOST_SMALL_PARTS = 32


def cache_folder(cache: Path | None, version: str) -> Path | None:
    """Return where the parts of one version are kept; None keeps nothing."""
    # The whole hash would not fit into the longest path of Windows.
    return None if cache is None else cache / "articles" / version[:16]


def take_parts(folder: Path | None, work: Path) -> list[Path]:
    """Return the parts that are there and whole, as files of ``work`` that stay."""
    taken = []
    for path in [] if folder is None else sorted(folder.glob("*.part")):
        try:
            check_part(path.read_bytes())
            taken.append(take_part(path, work))
        except PartError:
            with suppress(OSError):
                path.unlink()
        except OSError:
            continue  # another build has just joined it to others
    return taken


def take_part(path: Path, work: Path) -> Path:
    """Return a part as a file of ``work``, where no other build removes it."""
    own = work / path.name
    try:
        os.link(path, own)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(path, own)
    return own


def keep_part(folder: Path, data: bytes) -> Path:
    """Write a part and return its file. Raises OSError where that is not possible."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.part"
    written = folder / f"{path.name}.{os.getpid()}"
    try:
        written.write_bytes(data)
        os.replace(written, path)
    except OSError:
        with suppress(OSError):
            written.unlink()
        raise
    return path


def tidy(folder: Path, parts: Sequence[Path], used: Sequence[np.ndarray]) -> None:
    """Remove what no build will ask for again: other versions, units that are not used.

    ``parts`` are files as ``take_part`` gives them, ``used`` says which of their units were asked
    for. Where most of what they hold is no longer used, or many small builds have made many small
    ones, those that are far from full are joined.
    """
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    n_units, n_used = sum(map(len, used)), int(sum(map(np.sum, used)))
    if n_used * 2 >= n_units and len(parts) <= _MOST_SMALL_PARTS + n_used // LARGEST_PART:
        return
    portion: list[int] = []
    small = [i for i in range(len(parts)) if used[i].sum() * 2 <= LARGEST_PART]
    for i in small:
        portion.append(i)
        if i == small[-1] or sum(used[k].sum() for k in portion) * 2 > LARGEST_PART:
            _join(folder, [parts[k] for k in portion], [used[k] for k in portion])
            portion = []


def _join(folder: Path, parts: Sequence[Path], used: Sequence[np.ndarray]) -> None:
    """Keep what is used of some parts as one, in place of them."""
    with suppress(OSError):  # what cannot be tidied up is still right
        kept = None
        if any(map(np.any, used)):
            joined = join_parts([parse_part(path.read_bytes()) for path in parts], used)
            kept = keep_part(folder, part_bytes(joined)).name
        for path in parts:
            if path.name != kept:
                (folder / path.name).unlink(missing_ok=True)
