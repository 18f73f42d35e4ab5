"""Parts that were read before, kept in the cache of a study.

``articles/VERSION/NAME.part``: a folder for each version of code, libraries and instruments, and
a file for each part. A file appears whole or not at all, and a damaged one counts for nothing:
the cache may be deleted at any time, and a build that was killed finds what it had read.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from analysis.engine.parts import LARGEST_PART, Part, PartError, join_parts, parse_part, part_bytes

# So many small parts beside the full ones are opened in a tenth of a second.
_MOST_SMALL_PARTS = 32


def cache_folder(cache: Path | None, version: str) -> Path | None:
    """Return where the parts of one version are kept; None keeps nothing."""
    # The whole hash would not fit into the longest path of Windows.
    return None if cache is None else cache / "articles" / version[:16]


def load_parts(folder: Path | None) -> dict[str, Part]:
    """Return the parts that are there and whole, by file name."""
    parts = {}
    for path in [] if folder is None else sorted(folder.glob("*.part")):
        try:
            parts[path.name] = parse_part(path.read_bytes())
        except PartError:
            with suppress(OSError):
                path.unlink()
        except OSError:
            continue  # another build has just joined it to others
    return parts


def keep_part(folder: Path, data: bytes) -> str:
    """Write a part and return its file name. Raises OSError where that is not possible."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.part"
    written = folder / f"{name}.{os.getpid()}"
    try:
        written.write_bytes(data)
        os.replace(written, folder / name)
    except OSError:
        with suppress(OSError):
            written.unlink()
        raise
    return name


def tidy(folder: Path, parts: Mapping[str, Part], live: Mapping[str, np.ndarray]) -> None:
    """Remove what no build will ask for again: other versions, units that are not ``live``.

    ``live`` holds for each part which of its units were used. Parts are joined to one when most
    of what they hold is no longer used, or when many small builds have made many of them.
    """
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    n_units = sum(map(len, live.values()))
    n_live = int(sum(used.sum() for used in live.values()))
    if n_live * 2 >= n_units and len(parts) <= _MOST_SMALL_PARTS + n_live // LARGEST_PART:
        return
    joined = join_parts(list(parts.values()), list(live.values()))
    with suppress(OSError):  # what cannot be tidied up is still right
        kept = keep_part(folder, part_bytes(joined))
        for name in parts.keys() - {kept}:
            (folder / name).unlink(missing_ok=True)
