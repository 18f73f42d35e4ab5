"""The way of the data goes in one direction: held over the import statements."""

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

import analysis
from analysis.tables import TABLES

SOURCE = Path(analysis.__file__).parent
ROOT = SOURCE.parents[1]

GROUND = {
    *("paths", "lexicon", "fold", "segmentation", "quantities", "periods", "corpus"),
    *("outputs", "tables"),
}
ANALYSES = {"targets", "terms", "topics"}
# What each part may import beside the ground.
ALLOWED = {
    "claims": set(),
    "words": set(),
    "targets": set(),
    "terms": {"words"},
    "topics": set(),
    "figures": {"readings"},
    "readings": set(),
}


def imports_of(part: str) -> set[str]:
    """Return the parts of the package that the files of ``part`` import."""
    files = [SOURCE / f"{part}.py"] if (SOURCE / f"{part}.py").is_file() else []
    files += sorted((SOURCE / part).rglob("*.py"))
    assert files, f"no file of {part}"
    found = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
                if node.module == "analysis":
                    names = [f"analysis.{alias.name}" for alias in node.names]
            found |= {n.split(".")[1] for n in names if n.startswith("analysis.")}
    return found - {part}


@pytest.mark.parametrize("part", sorted(GROUND))
def test_the_ground_imports_only_the_ground(part):
    assert imports_of(part) <= GROUND


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_each_part_imports_the_ground_and_what_stands_before_it(part):
    assert imports_of(part) <= GROUND | ALLOWED[part]


def test_the_three_analyses_never_import_each_other():
    for part in ANALYSES:
        assert not imports_of(part) & (ANALYSES - {part})


def test_no_other_file_spells_a_path():
    spelled = re.compile(r"""["'](data|processed|raw|notebooks|figures)["']\s*/|/\s*["']data["']""")
    for file in sorted(SOURCE.rglob("*.py")):
        if file.name != "paths.py":
            assert not spelled.search(file.read_text(encoding="utf-8")), file.name


def test_every_public_name_is_there_and_documented():
    for name in analysis.__all__:
        value = getattr(analysis, name)
        assert value is getattr(analysis, name), f"{name} is another thing the second time"
        assert not isinstance(value, ModuleType), name
        if callable(value):
            assert value.__doc__, name


def test_notebooks_import_only_the_package():
    import nbformat

    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
        lines = [line for line in code.splitlines() if "import" in line.split()]
        assert lines == ["import analysis as an"], path.name


def dictionary_of(text: str) -> dict[str, dict[str, str]]:
    """Read the data dictionary: section -> column -> type."""
    tables = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name = section.splitlines()[0].strip()
        rows = re.findall(r"^\| (\w+) \| (str|int|float|bool) \|", section, flags=re.MULTILINE)
        if rows:
            tables[name] = dict(rows)
    return tables


def test_the_data_dictionary_and_the_files_say_the_same():
    documented = dictionary_of((ROOT / "data" / "README.md").read_text(encoding="utf-8"))
    assert {name: documented.get(name) for name in TABLES} == TABLES
    for name, columns in documented.items():
        if name in TABLES:
            header = (ROOT / "data" / "processed" / f"{name}.csv").read_text(encoding="utf-8")
            assert header.splitlines()[0].split(",") == list(columns), name
