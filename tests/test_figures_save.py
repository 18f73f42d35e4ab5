"""Charts as files: both languages, the same bytes twice, the table behind, the manifest."""

import hashlib
import json
import subprocess
import sys
from io import BytesIO

import matplotlib.pyplot as plt
import pandas as pd
import pytest
import synthetic_tables as made

import analysis.figures as charts
from analysis.figures.style import chart_style


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    ax = charts.plot_targets_by_year(made.claims(2), articles=made.articles(2), source="越通社")
    charts.save_figure(ax, "targets", folder=folder)
    return folder


def test_both_languages_and_formats_the_table_and_the_manifest_are_written(saved):
    assert sorted(path.name for path in saved.iterdir()) == [
        "manifest.json",
        "targets.csv",
        "targets.en.png",
        "targets.en.svg",
        "targets.zh.png",
        "targets.zh.svg",
    ]
    table = pd.read_csv(saved / "targets.csv")
    assert list(table.columns) == ["mark", "article_id", "year", "n_targets"]
    assert (saved / "targets.zh.png").read_bytes() != (saved / "targets.en.png").read_bytes()


def test_the_manifest_tells_files_inputs_parameters_and_words(saved):
    entry = json.loads((saved / "manifest.json").read_text("utf-8"))["targets"]
    for file, digest in entry["files"].items():
        assert hashlib.sha256((saved / file).read_bytes()).hexdigest() == digest
    assert set(entry["files"]) == {p.name for p in saved.iterdir()} - {"manifest.json"}
    assert entry["function"] == "plot_targets_by_year"
    assert entry["parameters"] == {"source": "越通社"}
    claims = made.claims(2)
    assert entry["inputs"]["table"]["rows"] == len(claims)
    digest = hashlib.sha256(claims.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
    assert entry["inputs"]["table"]["sha256"] == digest
    assert entry["inputs"]["articles"]["rows"] == 2
    assert entry["alt"]["en"].startswith("1 article sets 4 targets")
    assert entry["alt"]["zh"].startswith("1篇文章共提出4项目标")


def test_a_png_is_as_wide_as_a_column_at_300_dpi_and_carries_its_words(saved):
    from PIL import Image

    with Image.open(saved / "targets.en.png") as image:
        assert image.width == 1050
        assert image.info["Description"].startswith("1 article sets 4 targets")
        assert "Software" not in image.info


def test_an_svg_has_no_date_names_its_marks_and_needs_no_font(saved):
    text = (saved / "targets.zh.svg").read_text("utf-8")
    assert "<dc:date>" not in text
    assert "1篇文章共提出4项目标" in text
    assert "<text" not in text
    for mark in pd.read_csv(saved / "targets.csv")["mark"]:
        assert f'id="{mark}"' in text


def test_a_second_run_elsewhere_gives_the_same_bytes(saved, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]);"
        "import synthetic_tables as made, analysis.figures as charts;"
        "ax = charts.plot_targets_by_year("
        "made.claims(2), articles=made.articles(2), source='越通社');"
        "charts.save_figure(ax, 'targets', folder=sys.argv[1])"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Hanoi", "MPLBACKEND": "Agg", "PATH": ""}
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), made.__file__.rsplit("/", 1)[0]],
        check=True,
        env=environment,
    )
    for path in saved.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_a_pdf_is_made_when_the_environment_asks_for_it(tmp_path, monkeypatch):
    from pypdf import PdfReader

    monkeypatch.setenv("FORMATS", "pdf")
    ax = charts.plot_terms(made.terms(2).iloc[:0])
    charts.save_figure(ax, "terms", folder=tmp_path, languages=["zh"])
    data = (tmp_path / "terms.zh.pdf").read_bytes()
    assert b"CreationDate" not in data
    assert "没有可显示的数据" in PdfReader(BytesIO(data)).pages[0].extract_text().replace("\n", "")
    assert (tmp_path / "terms.zh.png").is_file()


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    ax = charts.plot_terms(made.terms(2).iloc[:0])
    with pytest.raises(ValueError, match="unknown figure format 'bmp': choose png, svg or pdf"):
        charts.save_figure(ax, "terms", folder=tmp_path / "new", formats=["bmp"])
    assert not (tmp_path / "new").exists()


def test_figures_of_one_s_own_axes_are_saved_in_the_language_they_were_drawn_in(tmp_path):
    _, ax = plt.subplots(figsize=(5, 4))
    charts.plot_terms(made.terms(2).iloc[:0], ax=ax, lang="en")
    charts.save_figure(ax, "terms", folder=tmp_path, formats=["svg"])
    assert sorted(p.name for p in tmp_path.glob("terms*")) == ["terms.csv", "terms.en.svg"]


def test_the_other_language_is_drawn_in_the_same_preset_and_leaves_no_figure_open(tmp_path):
    with chart_style("slide"):
        ax = charts.plot_terms(made.terms(2).iloc[:0])
    charts.save_figure(ax, "terms", folder=tmp_path, formats=["png"])
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["terms"]["width_inches"] == 10.0
    assert len(plt.get_fignums()) == 1


def test_the_manifest_keeps_the_other_figures_and_a_broken_one_is_named(tmp_path):
    ax = charts.plot_terms(made.terms(2).iloc[:0])
    for name in ("one", "two"):
        charts.save_figure(ax, name, folder=tmp_path, formats=["svg"], languages=["zh"])
    assert set(json.loads((tmp_path / "manifest.json").read_text("utf-8"))) == {"one", "two"}
    (tmp_path / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(ValueError, match=r"manifest.json, line 1: not JSON"):
        charts.save_figure(ax, "one", folder=tmp_path, formats=["svg"], languages=["zh"])


def test_the_folder_is_that_of_the_study_around(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    ax = charts.plot_terms(made.terms(2).iloc[:0])
    charts.save_figure(ax, "terms", formats=["svg"], languages=["en"])
    assert (tmp_path / "figures" / "terms.en.svg").is_file()


def test_a_table_that_is_changed_later_does_not_change_the_chart(tmp_path):
    claims = made.claims(2)
    ax = charts.plot_targets_by_year(claims, lang="en")
    claims["status"] = "actual"
    charts.save_figure(ax, "targets", folder=tmp_path, formats=["svg"])
    assert pd.read_csv(tmp_path / "targets.csv")["n_targets"].sum() == 4
    alt = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["targets"]["alt"]
    assert alt["zh"] == "1篇文章共提出4项目标：2025年3项和2030年1项。"


def test_matplotlib_is_not_loaded_with_the_package():
    code = (
        "import sys, analysis, analysis.figures, analysis.readings;"
        "sys.exit(any(name.split('.')[0] in ('matplotlib', 'PIL') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
