"""The command line: one line that says what to do, and exit statuses that scripts can trust."""

import subprocess
import sys

import pytest

from analysis.__main__ import main


def run(*arguments, cwd=None):
    """Run a command as a user would; stdin closed, output as text."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["pictures"],
        ["build", "--colour"],
        ["build", "--raw", "x"],
        ["build", "--format", "pdf"],
        ["new"],
        [],
    ],
)
def test_wrong_use_is_one_line_and_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_folder_that_is_no_study_is_one_line_and_status_1(tmp_path, capsys):
    assert main(["build", "--study", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "python -m analysis new DIR" in error
    assert len(error.splitlines()) == 1


def test_build_reads_any_folder_of_text_files(tmp_path):
    raw = tmp_path / "我的 文章"
    raw.mkdir()
    (raw / "甲 乙.txt").write_text("标题一则\n\n到2030年覆盖率达到80%。\n", encoding="utf-8")
    (raw / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    done = run("build", "--raw", raw, "--out", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 articles read, 1 files rejected" in done.stdout
    assert [line for line in done.stderr.splitlines() if "bad.txt" in line]
    assert (tmp_path / "out" / "claims.csv").is_file()


def test_nothing_readable_is_status_1(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"
    assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(out)]) == 1
    capsys.readouterr()


def test_new_makes_a_study_that_builds_and_is_never_overwritten(tmp_path, capsys):
    study = tmp_path / "study"
    assert main(["new", str(study)]) == 0
    (study / "data" / "raw" / "a.txt").write_text(
        "标题一则\n\n到2030年覆盖率达到80%。\n", encoding="utf-8"
    )
    assert main(["build", "--study", str(study)]) == 0
    assert (study / "data" / "processed" / "articles.csv").is_file()
    assert (study / ".gitignore").is_file()
    capsys.readouterr()
    assert main(["new", str(study)]) == 1
    assert "is a study already" in capsys.readouterr().err


def test_new_leaves_a_readers_own_files_alone(tmp_path, capsys):
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 1
    assert "README.md" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]
