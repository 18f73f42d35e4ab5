"""What the environment is made of: the files that describe it agree, and it is the same bytes."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from analysis.paths import FONTS

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

# Where conda-forge calls the package of PyPI something else.
CONDA_NAMES = {"brotli": "brotli-python", "dask": "dask-core", "matplotlib": "matplotlib-base"}


def wanted() -> dict[str, SpecifierSet]:
    """Return name -> versions of every dependency of pyproject.toml, extras included."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    listed = [*PROJECT["project"]["dependencies"], *(one for extra in extras for one in extra)]
    requirements = [Requirement(one) for one in listed]
    assert len(requirements) == len({one.name for one in requirements}), "a name stands twice"
    return {canonicalize_name(one.name): one.specifier for one in requirements}


def conda() -> tuple[dict[str, SpecifierSet], dict[str, SpecifierSet]]:
    """Return name -> versions of environment.yml: what conda installs, and what pip does."""
    lines = (ROOT / "environment.yml").read_text("utf-8").splitlines()
    lines = lines[lines.index("dependencies:") + 1 :]
    found = {2: {}, 6: {}}
    for line in lines:
        item = re.fullmatch(r"( +)- (\S+)(?: (\S+))?", line)
        if item and item[2] not in ("pip:", "-e"):
            found[len(item[1])][item[2]] = SpecifierSet(item[3] or "")
    return found[2], found[6]


def pins() -> dict[str, str]:
    """Return name -> version of requirements.lock."""
    found = re.findall(r"^([\w.-]+)==([^ \n]+)", LOCK, re.MULTILINE)
    assert len(found) == len(dict(found)), "one package in two versions"
    return dict(found)


def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_conda_has_the_dependencies_of_pyproject_and_no_others():
    by_conda, by_pip = conda()
    assert not by_conda.keys() & by_pip.keys()
    by_conda = {name: v for name, v in by_conda.items() if name not in ("python", "pip")}
    expected = {
        name if name in by_pip else CONDA_NAMES.get(name, name): versions
        for name, versions in wanted().items()
    }
    assert {**by_conda, **by_pip} == expected
    assert "      - -e ." in (ROOT / "environment.yml").read_text("utf-8").splitlines()


def test_lock_satisfies_pyproject():
    locked = pins()
    wrong = {
        name: locked.get(name)
        for name, versions in wanted().items()
        if name not in locked or locked[name] not in versions
    }
    assert wrong == {}, "run make lock"


def test_lock_pins_every_file_by_hash_and_names_no_place():
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    blocks = [block for block in blocks if not block.startswith("#")]
    assert len(blocks) == len(pins())
    assert [b for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", b)] == []
    assert re.search(r"://|^-|--index|--find-links", LOCK, re.MULTILINE) is None


def test_python_versions_agree():
    lowest = "3.11"
    assert PROJECT["project"]["requires-python"] == f">={lowest}"
    assert conda()[0]["python"] == SpecifierSet(f">={lowest}")
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + lowest.replace(".", "")
    assert f'"--python-version", "{lowest}"' in (ROOT / "bootstrap.py").read_text("utf-8")
    named = re.findall(r":: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert named[0] == lowest
    # The Makefile looks for the same ones, the newest first.
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"python(3\.\d+)", makefile) == named[::-1]


def test_versions_agree():
    version = PROJECT["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    changes = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert changes[0] == version


def test_environment_is_made_anew_by_content_not_by_time(tmp_path, monkeypatch):
    module = bootstrap()
    for name in ("LOCK", "PROJECT"):
        copy = tmp_path / name
        shutil.copyfile(getattr(module, name), copy)
        monkeypatch.setattr(module, name, copy)
    before = module.content()
    os.utime(module.LOCK, (0, 0))
    assert module.content() == before
    text = module.PROJECT.read_bytes()
    module.PROJECT.write_bytes(text.replace(b"\n", b"\r\n"))
    assert module.content() == before, "the same file on Windows"
    module.PROJECT.write_bytes(text + b"# changed\n")
    assert module.content() != before


def test_environment_installs_its_tools_from_the_lock():
    module = bootstrap()
    for tool in ("uv", "setuptools"):
        pinned = module.locked(tool)
        assert pinned.startswith(f"{tool}=={pins()[tool]} ")
        assert pinned.count("==") == 1
        assert "--hash=sha256:" in pinned
        assert not pinned.rstrip().endswith("\\")
    with pytest.raises(SystemExit, match="does not name numpyy"):
        module.locked("numpyy")


def test_pip_configuration_reaches_uv(monkeypatch):
    module = bootstrap()
    listed = (
        ":env:.index-url='https://env.example/simple'\n"
        "global.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'\n"
        "global.index-url='https://global.example/simple'\n"
        "install.index-url='https://install.example/simple'\n"
        "global.find-links='/a /b'\n"
        "global.timeout='60'\n"
    )
    for variable in {*(name for name, _ in module.FROM_PIP.values()), "UV_INDEX_URL"}:
        monkeypatch.delenv(variable, raising=False)
    answer = subprocess.CompletedProcess([], 0, stdout=listed)
    monkeypatch.setattr(module, "run", lambda *command, **options: answer)
    settings = module.uv_settings()
    assert settings["UV_DEFAULT_INDEX"] == "https://env.example/simple"
    assert settings["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert settings["UV_FIND_LINKS"] == "/a,/b"
    assert settings["UV_PYTHON_DOWNLOADS"] == "never"
    # What is set for uv itself stays.
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine.example/simple")
    assert "UV_DEFAULT_INDEX" not in module.uv_settings()
    assert "UV_INDEX" not in module.uv_settings()


def test_help_names_every_target():
    if shutil.which("make") is None:
        pytest.skip("no make here")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    assert targets == set(re.findall(r"^(\w+):(?!=)", makefile, re.MULTILINE))
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make (\w+)", shown, re.MULTILINE)) == targets - {"help"}


def test_articles_are_as_found():
    raw = ROOT / "data" / "raw"
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in raw.glob("*.txt")}
    assert found == {
        "000_89082a652e9ce6dc.txt": (
            "022122c6a3f85cd1ceb3148fc573187b0cde7cca7a25f287914399c78ab45926"
        ),
        "003_a43d54814f3d058b.txt": (
            "4f21965b001319d8f2f2d5c8e1d8a3b109129e8948c2ac461c6cee2df870b12b"
        ),
    }


@pytest.mark.parametrize(
    "path", ["data/raw/a.txt", "data/processed/a.csv", "figures/a.svg", "tests/coded/a.txt"]
)
def test_git_leaves_the_bytes_of_data_alone(path):
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "check-attr", "text", "--", path]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == f"{path}: text: unset"


@pytest.mark.parametrize(
    ("style", "weight", "charsets"),
    [("Regular", 400, ["gbk", "big5"]), ("Bold", 700, ["gb2312"])],
)
def test_font_has_the_characters_it_promises(style, weight, charsets):
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"NotoSansSC-{style}.ttf", lazy=True) as font:
        covered = set(font.getBestCmap())
        assert font["name"].getDebugName(1) == "Noto Sans SC"
        assert font["OS/2"].usWeightClass == weight
        assert "fvar" not in font, "matplotlib draws variable fonts Thin"
    vietnamese = "ĂăĐđĨĩŨũƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    text = "〓·—…「」“”①→↑≥≤−×%％‰€₫│─■●▲" + vietnamese
    missing = {char for char in text if ord(char) not in covered}
    for charset in charsets:
        codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
        chars = {code.decode(charset, "ignore") for code in codes}
        missing |= {
            char for char in chars if len(char) == 1 and char > "\x7f" and ord(char) not in covered
        }
    assert missing <= set("≒ˍ‾∼"), "the source font has no more than these four gaps"


def test_font_licence_stands_beside_the_fonts():
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    assert licence.startswith("Copyright 2014-2021 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
