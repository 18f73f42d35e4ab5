"""What the wheel and the sdist carry, and that the package works from the wheel alone."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "analysis"
LEFT_OUT = ("__pycache__", ".*", "*.egg-info")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Iterator[tuple[list[str], zipfile.ZipFile]]:
    """Yield the file names of the sdist, and the wheel that is built from this sdist."""
    checkout = tmp_path_factory.mktemp("checkout")
    for folder in ("src", "data", "figures", "notebooks"):
        if (ROOT / folder).is_dir():
            copytree(ROOT / folder, checkout / folder, ignore=ignore_patterns(*LEFT_OUT))
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("."):
            copyfile(path, checkout / path.name)
    out = tmp_path_factory.mktemp("dist")
    sdist = out / build("sdist", checkout, out)
    with tarfile.open(sdist) as archive:
        archive.extractall(out, filter="data")
        names = [name.partition("/")[2] for name in archive.getnames()]
    unpacked = out / sdist.name.removesuffix(".tar.gz")
    with zipfile.ZipFile(out / build("wheel", unpacked, out)) as wheel:
        yield names, wheel


def build(kind: str, folder: Path, out: Path) -> str:
    """Build what ``kind`` says with this environment's setuptools; return the file's name."""
    code = f"from setuptools.build_meta import build_{kind} as b; print(b({str(out)!r}))"
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def shipped() -> set[str]:
    """Return the files of src/analysis that belong into the wheel."""
    return {
        "analysis/" + path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    } - {"analysis/fonts/subset_fonts.py"}


def test_wheel_has_the_package_and_nothing_else(built):
    _, wheel = built
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == shipped()
    assert {"analysis/fonts/NotoSansSC-Bold.ttf", "analysis/lexicon/topics.csv"} <= names


def test_wheel_has_both_licences(built):
    _, wheel = built
    texts = {
        name.partition("/licenses/")[2]: wheel.read(name)
        for name in wheel.namelist()
        if "/licenses/" in name
    }
    assert texts == {
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        "src/analysis/fonts/OFL.txt": (SOURCE / "fonts" / "OFL.txt").read_bytes(),
    }


def test_sdist_leaves_the_articles_and_their_outputs_out(built):
    names, _ = built
    assert {name.partition("/")[0] for name in names} & {"data", "figures", "notebooks"} == set()
    assert {"CITATION.cff", "CHANGELOG.md", "src/analysis/fonts/subset_fonts.py"} <= set(names)


def test_new_study_from_the_wheel_has_the_notebooks(built, tmp_path):
    _, wheel = built
    wheel.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "new", "study"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    made = {path.name: path for path in (tmp_path / "study" / "notebooks").glob("*.ipynb")}
    ours = {path.name: path for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert made.keys() == ours.keys()
    for name, path in made.items():
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []
        original = json.loads(ours[name].read_text("utf-8"))["cells"]
        assert [cell["source"] for cell in cells] == [cell["source"] for cell in original], name
