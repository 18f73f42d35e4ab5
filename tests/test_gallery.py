"""The gallery page: every chart with its question, its words, its notebook and its table."""

import re
from urllib.parse import unquote

import nbformat
import pytest
import synthetic_tables as made

import analysis as an
from analysis.gallery import MADE, NAME, write_gallery
from analysis.notebooks import _SAVED
from analysis.paths import study_paths


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    paths = study_paths(tmp_path_factory.mktemp("study"))
    paths.notebooks.mkdir()
    cells = [
        nbformat.v4.new_markdown_cell("# What was read?\n\n**Question.** …"),
        nbformat.v4.new_code_cell('an.save_figure(ax, "zones")'),
        nbformat.v4.new_markdown_cell("## For *which* years | or none?\n\nText."),
        nbformat.v4.new_code_cell('ax = an.plot()\nan.save_figure(ax, "targets-by-year")'),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), paths.notebooks / "01-a b.ipynb")
    articles = made.articles(2).assign(title="甲 | <img src=x> `乙` [丙](http://x)")
    zones = an.plot_zones(made.zones(2), articles=articles)
    targets = an.plot_targets_by_year(made.claims(2), articles=articles)
    an.save_figure(targets, "targets-by-year", folder=paths.figures)
    an.save_figure(zones, "另外 一张", folder=paths.figures, formats=["svg"])
    an.save_figure(zones, "zones", folder=paths.figures)
    return paths


def page_of(study):
    assert write_gallery(study)
    return (study.figures / NAME).read_text(encoding="utf-8")


def test_the_charts_stand_in_the_order_of_the_notebooks_under_their_questions(study):
    lines = [line for line in page_of(study).splitlines() if line.startswith("#")]
    assert lines == [
        "# Figures",
        "## [What was read?](../notebooks/01-a%20b.ipynb)",
        "### What was read?",
        "### For \\*which\\* years \\| or none?",
        "## Made outside the notebooks",
        "### 另外 一张",
    ]


def test_every_file_is_linked_once_and_there(study):
    page = page_of(study)
    links = [unquote(link) for link in re.findall(r"(?<!\\)\]\(([^)]+)\)", page)]
    assert all((study.figures / link).is_file() for link in links)
    figures = {p.name for p in study.figures.iterdir()} - {NAME}
    assert sorted(link for link in links if "/" not in link) == sorted(figures)


def test_both_languages_are_shown_and_told(study):
    page = page_of(study)
    assert "| 中文 | English |\n|---|---|\n| ![" in page
    for lang in ("zh", "en"):
        told = an.describe_zones(made.zones(2), lang=lang)
        assert page.count(told.replace("<", "\\<")) == 3  # an image's words, and twice under one
    assert "`an.plot_targets_by_year`" in page


def test_text_of_articles_is_no_markup(study):
    for line in page_of(study).splitlines()[1:]:
        assert "<" not in line.replace("\\<", "")
        cells = re.split(r"(?<!\\)\|", line)
        assert len(cells) in (1, 4), line


def test_a_second_run_changes_nothing_and_a_figure_that_is_gone_is_left_out(study):
    first = page_of(study)
    stat = (study.figures / NAME).stat()
    assert page_of(study) == first
    assert (study.figures / NAME).stat().st_mtime_ns == stat.st_mtime_ns
    csv = study.figures / "zones.csv"
    data = csv.read_bytes()
    csv.unlink()
    assert "zones.zh.png" not in page_of(study)
    csv.write_bytes(data)
    assert page_of(study) == first


def test_a_page_of_ones_own_is_left_alone(study, capsys):
    page = page_of(study)
    (study.figures / NAME).write_text("# Mine\n", encoding="utf-8")
    assert not write_gallery(study)
    assert "left as it is" in capsys.readouterr().err
    assert (study.figures / NAME).read_text(encoding="utf-8") == "# Mine\n"
    (study.figures / NAME).write_text(page, encoding="utf-8")


def test_a_study_without_figures_has_no_gallery(tmp_path):
    paths = study_paths(tmp_path)
    assert not write_gallery(paths)
    paths.figures.mkdir()
    (paths.figures / "manifest.json").write_text("{}", encoding="utf-8")
    assert not write_gallery(paths)
    assert not (paths.figures / NAME).exists()
    assert MADE.startswith("<!--")
    assert _SAVED.findall('an.save_figure(ax, "a-b")') == ["a-b"]
