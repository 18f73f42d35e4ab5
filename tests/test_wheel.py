"""What the wheel and the sdist carry, and that the package works from the wheel alone."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pytest
from file_makers import csv_file, docx_file

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


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """Return a function that runs ``python -m analysis`` where only the wheel is installed.

    The environment is empty but for the libraries, which it borrows from this one.
    """
    _, wheel = built
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env", symlinks=os.name != "nt")
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    install = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--no-cache",
    ]
    subprocess.run([*install, "-q", "--python", python, wheel.filename], check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True)
    # A path in a .pth file is searched, the .pth files there are not read: the checkout, which is
    # installed here by such a file, stays out.
    libraries = Path(site.stdout.strip()) / "libraries.pth"
    libraries.write_text(
        "\n".join({sysconfig.get_path(p) for p in ("purelib", "platlib")}), "utf-8"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER"))}

    def run(*arguments):
        done = subprocess.run(
            [python, "-m", "analysis", *map(str, arguments)],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = "import analysis; print(analysis.__file__)"
    found = subprocess.run(
        [python, "-c", where], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()).is_relative_to(folder), found
    return run, folder


def test_new_study_from_the_wheel_has_the_notebooks(installed):
    run, folder = installed
    run("new", "study")
    made = {path.name: path for path in (folder / "study" / "notebooks").glob("*.ipynb")}
    ours = {path.name: path for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert made.keys() == ours.keys()
    for name, path in made.items():
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []
        original = json.loads(ours[name].read_text("utf-8"))["cells"]
        assert [cell["source"] for cell in cells] == [cell["source"] for cell in original], name


PLAN = """临江省批准数字化转型计划

临江省政府近日批准计划，到2027年数字经济占GDP的20%，到2030年占GDP的30%。

到2027年，全省光纤宽带覆盖率达到95%。省长表示，人工智能企业已超过300家。
"""


def test_the_wheel_makes_tables_charts_and_the_evidence_page_of_a_folder(installed):
    run, folder = installed
    study = folder / "我的 研究"
    run("new", study)
    raw = study / "data" / "raw"
    (raw / "计划.txt").write_text(PLAN, encoding="utf-8")
    (raw / "rows.csv").write_bytes(
        csv_file([{"标题": "省长会见企业代表", "正文": PLAN[20:60] * 2}])
    )
    (raw / "word.docx").write_bytes(docx_file(PLAN.replace("临江", "临河").replace("20%", "25%")))
    # One notebook with charts is enough here; all of them run in the repository.
    for notebook in (study / "notebooks").glob("*.ipynb"):
        if not notebook.name.startswith("01-"):
            notebook.unlink()
    assert "3 articles" in run("build", "--study", study)
    assert "1 executed" in run("figures", "--study", study)
    charts = [p.name for p in (study / "figures").glob("*.png")]
    assert any(name.endswith(".zh.png") for name in charts)
    assert any(name.endswith(".en.png") for name in charts)
    run("report", "--study", study)
    (page,) = (study / "figures").glob("evidence*.html")
    assert "光纤宽带覆盖率" in page.read_text(encoding="utf-8")
    run("build", "--study", study, "--out", folder / "book", "--format", "xlsx")
    assert (folder / "book" / "tables.xlsx").is_file()
    assert run("changes", study, study) == "No input changed. No number moved.\n"
