"""How outputs replace each other: all or none, never two builds at once, never a foreign file.

A set of files is written next to the old one (``INCOMING``), then declared by one rename: from
there on it *is* the set, whether its files have been moved to their places or not. A build that
is killed before leaves the old set, one that is killed after leaves the new: readers take a file
from where it is (``read_output``), and the next build moves what was left. ``MANIFEST`` lists the
files that a build made; nothing else in the folder is ever replaced or removed.
"""

import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

MANIFEST = "manifest.json"
INCOMING = ".analysis-incoming"
LOCK = ".analysis-lock"
WORKING = ".analysis-working-"
ABOUT = "made by `python -m analysis build`; never edited by hand"
# Writing a set takes a second; who holds the lock for a minute is stuck.
LONGEST_WAIT = 60.0
_WINDOWS = sys.platform == "win32"
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", None))


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def replace_outputs(
    folder: Path, files: Mapping[str, bytes | Path], *, inputs: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Put ``files`` into ``folder`` in place of what the last build put there.

    ``files`` are bytes by name, or where they stand now: a file is moved. Returns the SHA-256 of
    each file and of the manifest, by name; ``inputs`` (what they were made from) is kept in the
    manifest. Raises, before anything is touched, FileExistsError when a file of the same name was
    not made by a build, and OSError when the folder cannot be written or the disk is full.
    """
    digests = {name: _sha256(files[name]) for name in sorted(files)}
    with locked(folder):
        _finish(folder)
        _refuse_foreign(folder, digests)
        incoming = folder / INCOMING
        try:
            with _in_words(folder):
                shutil.rmtree(incoming, ignore_errors=True)
                incoming.mkdir()
                for name, data in files.items():
                    _write(incoming / name, data)
                manifest = {"about": ABOUT, "files": digests, "inputs": dict(inputs or {})}
                text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
                part = incoming / f"{MANIFEST}.part"
                _write(part, text.encode("utf-8"))
                _refuse_busy(folder, digests)
                os.replace(part, incoming / MANIFEST)
        except BaseException:
            if not (incoming / MANIFEST).is_file():
                shutil.rmtree(incoming, ignore_errors=True)
            raise
        _finish(folder)
    return digests | {MANIFEST: sha256_of(text.encode("utf-8"))}


def finish_outputs(folder: Path) -> None:
    """Move what a killed build had declared but not moved to its place; else do nothing."""
    if (folder / INCOMING / MANIFEST).is_file():
        with locked(folder):
            _finish(folder)


def read_output(path: Path) -> bytes:
    """Return the bytes of an output: of the set that was declared last.

    Nothing is written, so that a set can be read from a folder that is read-only.
    """
    if (path.parent / INCOMING / MANIFEST).is_file():
        with suppress(FileNotFoundError):
            return (path.parent / INCOMING / path.name).read_bytes()
    return path.read_bytes()


def read_outputs(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of several outputs of one and the same set, by name.

    Raises RuntimeError if builds replace the set faster than it can be read.
    """
    names = list(names)
    for _ in range(10):
        before = _declared(folder)
        try:
            found = {name: read_output(folder / name) for name in names}
        except FileNotFoundError:
            if _declared(folder) == before:
                raise
            continue
        if _declared(folder) == before:
            return found
    raise RuntimeError(f"{folder} changes while it is read: let the other build finish")


def read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Return ``files`` and ``inputs`` of the set in ``folder``; both empty if no build made one."""
    return _parsed(_declared(folder))


def stamp_holds(stamp: Path, inputs: str, folder: Path) -> bool:
    """Whether ``stamp`` records these inputs and every output it lists is still as it was."""
    try:
        known = json.loads(stamp.read_text(encoding="utf-8"))
        return known["inputs"] == inputs and all(
            _sha256(folder / name) == digest for name, digest in known["outputs"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def write_stamp(
    stamp: Path, inputs: str, outputs: Iterable[Path] | Mapping[str, str], folder: Path
) -> None:
    """Record the inputs and the content of the outputs made from them.

    ``outputs`` are files below ``folder``, or their SHA-256 by name when another build may have
    replaced them since.
    """
    if not isinstance(outputs, Mapping):
        outputs = {
            path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
            for path in outputs
            if path.is_file()
        }
    stamp.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"inputs": inputs, "outputs": dict(outputs)}, ensure_ascii=False, indent=1)
    part = stamp.with_name(f"{stamp.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, stamp)


def _declared(folder: Path) -> bytes:
    """The manifest of the set that counts, as bytes; a move does not change it."""
    try:
        return read_output(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _parsed(manifest: bytes) -> dict[str, dict[str, str]]:
    """Return ``files`` and ``inputs`` of a manifest that a build wrote, else nothing."""
    try:
        known = json.loads(manifest.decode("utf-8"))
        if known["about"] != ABOUT:
            raise ValueError
        files = {name: digest for name, digest in known["files"].items() if _is_name(name)}
        return {"files": files, "inputs": dict(known.get("inputs", {}))}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"files": {}, "inputs": {}}


def _is_name(name: str) -> bool:
    """Whether it names a file of the folder itself: a manifest never reaches elsewhere."""
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")


def _listed(folder: Path) -> dict[str, str]:
    """The files of the set whose manifest stands in its place."""
    try:
        return _parsed((folder / MANIFEST).read_bytes())["files"]
    except FileNotFoundError:
        return {}


def _refuse_foreign(folder: Path, digests: Mapping[str, str]) -> None:
    listed = _listed(folder)
    foreign = [n for n, d in digests.items() if _is_foreign(folder / n, listed, d)]
    manifest = folder / MANIFEST
    if os.path.lexists(manifest) and not (manifest.is_file() and listed):
        foreign.append(MANIFEST)
    if foreign:
        raise FileExistsError(
            f"{folder} holds {', '.join(foreign)}, not made by a build: move it away "
            "or choose another --out"
        )


def _is_foreign(path: Path, listed: Mapping[str, str], digest: str) -> bool:
    if not os.path.lexists(path):
        return False
    if not path.is_file():
        return True
    return path.name not in listed and sha256_of(path.read_bytes()) != digest


def _refuse_busy(folder: Path, names: Iterable[str]) -> None:
    """On Windows a file that another program holds open cannot be replaced: say so in time."""
    if not _WINDOWS:
        return
    for name in names:
        if (folder / name).is_file():
            try:
                (folder / name).open("r+b").close()
            except PermissionError:
                raise PermissionError(
                    f"{folder / name} is open in another program: close it there"
                ) from None


def _finish(folder: Path) -> None:
    """Move the set that was declared to its place; who is killed here only leaves more to move."""
    incoming = folder / INCOMING
    if not (incoming / MANIFEST).is_file():
        return
    new, old = _parsed((incoming / MANIFEST).read_bytes())["files"], _listed(folder)
    waiting = {name: new[name] for name in new if (incoming / name).is_file()}
    _refuse_foreign(folder, waiting)
    for name, digest in old.items():
        path = folder / name
        # A file that somebody has worked on since is theirs now.
        if name not in new and path.is_file() and sha256_of(path.read_bytes()) == digest:
            path.unlink()
    for name in waiting:
        _move(incoming / name, folder / name)
    _move(incoming / MANIFEST, folder / MANIFEST)
    shutil.rmtree(incoming, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    """Rename; on Windows a reader or a virus scanner may hold the target for a moment."""
    for wait in (0.05, 0.2, 1.0, 2.0) if _WINDOWS else ():
        try:
            return os.replace(source, target)
        except PermissionError:
            time.sleep(wait)
    return os.replace(source, target)


def _write(path: Path, data: bytes | Path) -> None:
    """Write and wait until the disk has it: what is declared must be there after a power cut."""
    if isinstance(data, Path):
        shutil.move(data, path)
    with path.open("ab" if isinstance(data, Path) else "xb") as file:
        if not isinstance(data, Path):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sha256(data: bytes | Path) -> str:
    if not isinstance(data, Path):
        return sha256_of(data)
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """Make a folder inside ``folder`` for what a build needs on its way, and remove it after.

    What a build that was killed has left is removed by the next one: the system has freed its lock.
    """
    with _in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{WORKING}*"):
            if (lock := _locked(left / LOCK)) is not None:
                lock.close()
                shutil.rmtree(left, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=WORKING, dir=folder))
    lock = _locked(work / LOCK)
    try:
        yield work
    except OSError as error:
        if error.errno in _FULL:
            raise OSError(f"{folder}: the disk is full; nothing was replaced") from None
        raise
    finally:
        if lock is not None:
            lock.close()
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn a disk's error into one line that says what it means."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            what = "the disk is full"
        elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            what = "the folder cannot be written"
        else:
            raise
        raise OSError(f"{folder}: {what}; nothing was replaced") from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system frees it when its holder dies, so that none is stale.

    Raises TimeoutError when another build holds it for longer than a build may take.
    """
    path = folder / LOCK
    with _in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + LONGEST_WAIT
    while (file := _locked(path)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"another build is writing to {folder}: try again when it is done")
        time.sleep(0.02)
    try:
        yield
    finally:
        # Whoever waits for the file that is removed here sees that it is no longer the lock.
        if not _WINDOWS:
            path.unlink(missing_ok=True)
        file.close()
        if _WINDOWS:
            with suppress(OSError):
                path.unlink()


def _locked(path: Path):
    """Return the lock file, open and locked, or None if somebody else has it."""
    with _in_words(path.parent):
        try:
            file = path.open("ab")
        except PermissionError:
            if _WINDOWS:  # about to be removed
                return None
            raise
    try:
        if _try_lock(file) and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
    except FileNotFoundError:
        pass
    file.close()
    return None


def _try_lock(file) -> bool:
    if _WINDOWS:
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # Some network file systems know no locks; there a single build must do.
        return error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)
    return True
