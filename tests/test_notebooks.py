"""Notebooks: a question each, run from top to bottom, the same bytes every time."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.notebooks import run_notebooks, source_of
from analysis.paths import TEMPLATES, study_paths

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells_of(path, kind="code"):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEachCommittedNotebook:
    def test_was_run_from_top_to_bottom_without_error(self, path):
        code = cells_of(path)
        assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
        assert not [o for c in code for o in c.outputs if o.output_type == "error"]
        assert not [o for c in code for o in c.outputs if o.get("name") == "stderr"]

    def test_is_short_and_computes_nothing_itself(self, path):
        code = [c.source for c in cells_of(path)]
        assert len(code) <= 12
        for source in code:
            assert len([line for line in source.splitlines() if line.strip()]) <= 5
            assert not re.search(r"\b(def|for|while|lambda|plt|os|Path)\b", source), source

    def test_asks_a_question_and_states_data_method_and_limits(self, path):
        text = "\n".join(c.source for c in cells_of(path, "markdown"))
        assert text.splitlines()[0].startswith("# ")
        assert text.splitlines()[0].endswith("?")
        for part in ("**Question.**", "**Data.**", "**Method.**", "## Limits"):
            assert part in text

    def test_says_no_number_in_prose(self, path):
        # A result typed into Markdown would be false on other articles.
        for cell in cells_of(path, "markdown"):
            numbers = re.findall(r"\d+(?:[.,]\d+)?\s?%|\b\d{3,}\b", cell.source)
            assert set(numbers) <= {"95 %"}, cell.source

    def test_every_chart_is_shown_and_saved(self, path):
        for cell in cells_of(path):
            if "save_figure" in cell.source:
                assert [o for o in cell.outputs if "image/png" in o.get("data", {})], cell.source

    def test_is_what_a_new_study_gets(self, path):
        assert source_of(path) == source_of(TEMPLATES / "notebooks" / path.name)


def test_templates_hold_no_outputs():
    for path in sorted((TEMPLATES / "notebooks").glob("*.ipynb")):
        assert not [c for c in cells_of(path) if c.outputs or c.execution_count], path.name


@pytest.fixture
def study(tmp_path):
    paths = study_paths(tmp_path)
    paths.raw.mkdir(parents=True)
    paths.notebooks.mkdir()
    return paths


def write(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def test_a_notebook_runs_again_only_when_it_or_its_inputs_changed(study):
    path = study.notebooks / "a.ipynb"
    write(path, "print(6 * 7)")
    assert run_notebooks(study) == [path]
    first = path.read_bytes()
    assert cells_of(path)[0].outputs[0].text == "42\n"
    assert run_notebooks(study) == []
    assert run_notebooks(study, force=True) == [path]
    assert path.read_bytes() == first
    write(path, "print(6 * 8)")
    assert run_notebooks(study) == [path]


def test_a_cell_that_fails_is_named_and_the_notebook_left_as_it_was(study):
    path = study.notebooks / "a.ipynb"
    write(path, "1 / 0")
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match=r"a\.ipynb: ZeroDivisionError: division by zero"):
        run_notebooks(study)
    assert path.read_bytes() == before


def test_what_is_up_to_date_is_found_without_loading_jupyter():
    code = "import sys, analysis.gallery, analysis.notebooks; print('nbformat' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
