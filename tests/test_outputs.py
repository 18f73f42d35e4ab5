"""Outputs replace each other all or none, whoever dies, waits or has files of their own there."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import outputs
from analysis.outputs import (
    INCOMING,
    LOCK,
    MANIFEST,
    finish_outputs,
    read_manifest,
    read_output,
    read_outputs,
    replace_outputs,
    stamp_holds,
    write_stamp,
)

NAMES = [f"{letter}.csv" for letter in "abcdefgh"]

# Loads the one file, not the package, so that a child is there in a blink. Sets of growing
# numbers: each file of set N holds N; odd sets have a file that even ones have not.
WRITER = """
import importlib.util, sys, time
from pathlib import Path
spec = importlib.util.spec_from_file_location("outputs", sys.argv[1])
outputs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(outputs)
first, step = int(sys.argv[3]), int(sys.argv[4])
print("ready", flush=True)
for n in range(first, first + 100_000 * step, step):
    files = {f"{letter}.csv": b"%d" % n * 2000 for letter in "abcdefgh"}
    if n % 2:
        files["odd.csv"] = b"%d" % n
    outputs.replace_outputs(Path(sys.argv[2]), files, inputs={"n": str(n)})
    time.sleep(0.001 * (step - 1) * (n % 3))
"""


def writer(folder, first=1, step=1):
    """Start a process that replaces the set in ``folder`` again and again."""
    command = [sys.executable, "-I", "-S", "-c", WRITER, outputs.__file__, folder, first, step]
    child = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE)
    child.stdout.readline()
    return child


def end(child):
    child.kill()
    child.wait()
    child.stdout.close()


def shown(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()} - {INCOMING, LOCK}


def numbers(found) -> set[int]:
    """The numbers of the sets that the files are from."""
    return {int(data[: len(data) // 2000]) for data in found.values()}


def test_killed_at_twenty_random_moments_it_leaves_one_set_and_touches_nothing_else(tmp_path):
    (tmp_path / "mine.csv").write_bytes(b"mine")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_bytes(b"mine too")
    replace_outputs(tmp_path, dict.fromkeys(NAMES, b"0" * 2000), inputs={"n": "0"})
    moments = random.Random(20)
    last = 0
    for _ in range(20):
        child = writer(tmp_path, first=last + 1)
        time.sleep(moments.uniform(0, 0.05))
        end(child)
        (n,) = numbers(read_outputs(tmp_path, NAMES))
        assert read_manifest(tmp_path)["inputs"] == {"n": str(n)}
        assert n >= last
        last = n
        finish_outputs(tmp_path)
        odd = {"odd.csv"} if n % 2 else set()
        assert shown(tmp_path) == {*NAMES, *odd, MANIFEST, "mine.csv", "sub"}
        assert numbers({name: (tmp_path / name).read_bytes() for name in NAMES}) == {n}
    assert last > 0
    assert (tmp_path / "mine.csv").read_bytes() == b"mine"
    assert (tmp_path / "sub" / "a.csv").read_bytes() == b"mine too"


def test_two_builds_at_once_do_not_mix_and_a_reader_sees_one_set(tmp_path):
    replace_outputs(tmp_path, dict.fromkeys(NAMES, b"0" * 2000))
    children = [writer(tmp_path, 1, 2), writer(tmp_path, 2, 2)]
    seen, deadline = set(), time.monotonic() + 20
    try:
        while seen != {0, 1} and time.monotonic() < deadline:
            seen |= {n % 2 for n in numbers(read_some(tmp_path)) if n}
    finally:
        for child in children:
            end(child)
    assert seen == {0, 1}
    finish_outputs(tmp_path)
    assert len(numbers(read_outputs(tmp_path, NAMES))) == 1


def read_some(folder):
    """Read a set, if the writers let; whatever is read is of one set."""
    time.sleep(0.01)
    try:
        found = read_outputs(folder, NAMES)
    except RuntimeError:
        return {}
    assert len(numbers(found)) == 1
    return found


@pytest.mark.parametrize("moves", range(4))
def test_stopped_after_any_move_the_new_set_is_read_and_the_next_build_moves_the_rest(
    tmp_path, monkeypatch, moves
):
    replace_outputs(tmp_path, {"a.csv": b"1", "b.csv": b"1", "old.csv": b"1"})
    left = [None] * moves

    def move(source, target):
        if not left:
            raise KeyboardInterrupt
        left.pop()
        os.replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(outputs, "_move", move)
        with pytest.raises(KeyboardInterrupt):
            replace_outputs(tmp_path, {"a.csv": b"2", "b.csv": b"2", "new.csv": b"2"})
    assert set(read_outputs(tmp_path, ["a.csv", "b.csv", "new.csv"]).values()) == {b"2"}
    assert read_output(tmp_path / "new.csv") == b"2"
    (tmp_path / "foreign.csv").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        replace_outputs(tmp_path, {"foreign.csv": b"3"})
    assert shown(tmp_path) == {"a.csv", "b.csv", "new.csv", "foreign.csv", MANIFEST}
    assert (tmp_path / "b.csv").read_bytes() == b"2"
    assert not (tmp_path / INCOMING).exists()
    assert not (tmp_path / LOCK).exists()


def test_a_declaration_that_was_cut_short_declares_nothing(tmp_path):
    replace_outputs(tmp_path, {"a.csv": b"1"})
    (tmp_path / INCOMING).mkdir()
    (tmp_path / INCOMING / "a.csv").write_bytes(b"half")
    (tmp_path / INCOMING / f"{MANIFEST}.part").write_text('{"about": "ma', encoding="utf-8")
    assert read_output(tmp_path / "a.csv") == b"1"
    finish_outputs(tmp_path)
    replace_outputs(tmp_path, {"a.csv": b"2"})
    assert (tmp_path / "a.csv").read_bytes() == b"2"
    assert not (tmp_path / INCOMING).exists()


def test_files_that_the_last_build_made_and_this_one_does_not_are_removed(tmp_path):
    replace_outputs(tmp_path, {"a.csv": b"1", "b.csv": b"2", "c.csv": b"3"})
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "c.csv").write_text("worked on by hand", encoding="utf-8")
    replace_outputs(tmp_path, {"a.csv": b"3"})
    assert shown(tmp_path) == {"a.csv", "c.csv", MANIFEST, "mine.txt"}
    assert (tmp_path / "a.csv").read_bytes() == b"3"


def test_a_foreign_file_of_the_same_name_is_refused_and_kept(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match=r"a\.csv, not made by a build"):
        replace_outputs(tmp_path, {"a.csv": b"1", "b.csv": b"2"})
    assert shown(tmp_path) == {"a.csv"}
    assert (tmp_path / "a.csv").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "manifest",
    [
        '{"files": {"a.csv": "", "../mine.txt": ""}}',
        '{"about": "my own", "files": {"a.csv": ""}}',
        '{"version": 3}',
        "[]",
        "",
    ],
)
def test_a_foreign_manifest_is_refused_and_kept(tmp_path, manifest):
    (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"manifest\.json, not made by a build"):
        replace_outputs(tmp_path, {"a.csv": b"1"})
    assert (tmp_path / MANIFEST).read_text(encoding="utf-8") == manifest


def test_a_manifest_reaches_no_file_outside_its_folder(tmp_path):
    folder = tmp_path / "out"
    replace_outputs(folder, {"a.csv": b"1"})
    (tmp_path / "mine.txt").write_bytes(b"1")
    known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    known["files"]["../mine.txt"] = known["files"]["a.csv"]
    (folder / MANIFEST).write_text(json.dumps(known), encoding="utf-8")
    replace_outputs(folder, {"a.csv": b"2"})
    assert (tmp_path / "mine.txt").read_bytes() == b"1"


def test_a_folder_in_the_way_is_refused_before_anything_is_touched(tmp_path):
    replace_outputs(tmp_path, {"a.csv": b"1", "b.csv": b"1"})
    (tmp_path / "b.csv").unlink()
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(FileExistsError, match=r"b\.csv"):
        replace_outputs(tmp_path, {"a.csv": b"2", "b.csv": b"2"})
    assert (tmp_path / "a.csv").read_bytes() == b"1"


def test_a_lock_left_by_the_dead_holds_nobody_up(tmp_path):
    (tmp_path / LOCK).write_text("99999999", encoding="utf-8")
    replace_outputs(tmp_path, {"a.csv": b"1"})
    assert shown(tmp_path) == {"a.csv", MANIFEST}
    assert not (tmp_path / LOCK).exists()


def test_a_build_that_holds_the_lock_too_long_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(outputs, "LONGEST_WAIT", 0.05)
    with outputs.locked(tmp_path), pytest.raises(TimeoutError, match="another build is writing"):
        replace_outputs(tmp_path, {"a.csv": b"1"})
    replace_outputs(tmp_path, {"a.csv": b"1"})


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 KB, where the system lets us have one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_stops_with_one_line_before_anything_is_replaced(small_disk):
    replace_outputs(small_disk, {"a.csv": b"1" * 9000, "b.csv": b"1"})
    with pytest.raises(OSError, match="the disk is full; nothing was replaced"):
        replace_outputs(small_disk, {"a.csv": b"2", "b.csv": b"2" * 90_000})
    assert shown(small_disk) == {"a.csv", "b.csv", MANIFEST}
    assert not (small_disk / INCOMING).exists()
    assert (small_disk / "a.csv").read_bytes() == b"1" * 9000
    replace_outputs(small_disk, {"a.csv": b"2"})
    assert shown(small_disk) == {"a.csv", MANIFEST}


def test_a_read_only_folder_stops_with_one_line_and_can_be_read(small_disk):
    replace_outputs(small_disk, {"a.csv": b"1", "b.csv": b"1"})
    (small_disk / INCOMING).mkdir()
    (small_disk / INCOMING / "b.csv").write_bytes(b"2")
    manifest = (small_disk / MANIFEST).read_bytes()
    (small_disk / INCOMING / MANIFEST).write_bytes(manifest)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(OSError, match="the folder cannot be written; nothing was replaced"):
        replace_outputs(small_disk, {"a.csv": b"2"})
    # A build died after it had declared its set: its files count, wherever they are.
    assert read_outputs(small_disk, ["a.csv", "b.csv"]) == {"a.csv": b"1", "b.csv": b"2"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_leave_to_write_stops_with_one_line(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OSError, match="the folder cannot be written; nothing was replaced"):
            replace_outputs(tmp_path, {"a.csv": b"2"})
    finally:
        tmp_path.chmod(0o700)


def test_a_stamp_holds_while_nothing_has_changed(tmp_path):
    stamp = tmp_path / "cache" / "build.json"
    assert not stamp_holds(stamp, "inputs", tmp_path)
    (tmp_path / "a.csv").write_bytes(b"1")
    write_stamp(stamp, "inputs", [tmp_path / "a.csv"], tmp_path)
    assert stamp_holds(stamp, "inputs", tmp_path)
    assert not stamp_holds(stamp, "others", tmp_path)
    (tmp_path / "a.csv").write_bytes(b"2")
    assert not stamp_holds(stamp, "inputs", tmp_path)
    for broken in ("", "[]", "{}", '{"inputs": "inputs", "outputs": 3}'):
        stamp.write_text(broken, encoding="utf-8")
        assert not stamp_holds(stamp, "inputs", tmp_path)


def test_a_working_folder_goes_with_its_build_and_one_that_was_left_with_the_next(tmp_path):
    left = tmp_path / f"{outputs.WORKING}dead"
    left.mkdir()
    (left / "half.csv").write_bytes(b"1")
    with outputs.working_folder(tmp_path) as work, outputs.working_folder(tmp_path) as other:
        assert not left.exists()
        (work / "a.csv").write_bytes(b"2")
        (other / "b.csv").write_bytes(b"3")
        replace_outputs(tmp_path, {"a.csv": work / "a.csv", "b.csv": b"3"})
        assert (work.is_dir(), other.is_dir()) == (True, True)
    assert shown(tmp_path) == {"a.csv", "b.csv", outputs.MANIFEST}
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
