"""Other people's articles: all formats in one study, exports, and everything that may go wrong."""

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest
from file_makers import csv_file, docx_file, pdf_file, xlsx_file
from mixed_study import BAD, CODED, documents, make_study

import analysis as an
from analysis.__main__ import main
from analysis.build import build, build_tables
from analysis.corpus import read_corpus
from analysis.paths import DICTIONARY, TEMPLATES, study_paths
from analysis.tables import TABLES, read_table, table_bytes
from analysis.workbook import LONGEST_CELL, read_dictionary, workbook_bytes

ROOT = TEMPLATES.parents[2]
PLAN = """临江省批准数字化转型计划

临江省政府近日批准计划，到2027年数字经济占GDP的20%，到2030年占GDP的30%。

到2027年，全省光纤宽带覆盖率达到95%。省长表示，人工智能企业已超过300家。
"""


@pytest.mark.skipif(not CODED.is_dir(), reason="the coded documents are not beside the checkout")
def test_a_mixed_study_loses_no_file_and_finds_every_duplicate_and_no_other(tmp_path):
    expected = make_study(tmp_path, documents(), 95)
    corpus = read_corpus(tmp_path)
    assert {a.article_id for a in corpus.articles} == expected.keys()
    assert sorted(r.file for r in corpus.rejected) == sorted(BAD)
    originals = [a for a in corpus.articles if not a.duplicate_of]
    assert len(originals) == len(set(expected.values()))
    for article in corpus.articles:
        if article.duplicate_of:
            assert expected[article.article_id] == expected[article.duplicate_of]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """A study whose articles come from a table, a document, an export and a page."""
    paths = an.new_study(tmp_path_factory.mktemp("extracted") / "我的 研究")
    pages = [PLAN.replace("临江", name) for name in ("临江", "临河", "临湖", "临山")]
    changed = [p.replace("20%", f"2{n}%") for n, p in enumerate(pages)]
    other = "省长会见企业代表\n\n省长6日会见企业代表，双方讨论了网络安全和人才培养的问题。\n"
    (paths.raw / "rows.csv").write_bytes(csv_file([{"id": "=1+1", "text": changed[0]}]))
    (paths.raw / "word.docx").write_bytes(docx_file(other))
    (paths.raw / "print.pdf").write_bytes(pdf_file(other.replace("企业代表", "外国记者")))
    (paths.raw / "export.txt").write_text(f"{changed[3]}\n==========\n{changed[2]}", "utf-8")
    (paths.raw / "page.txt").write_text("标题一则\n\n到2028年覆盖率达到70%。\n", "utf-8")
    return an.open_study(paths.root)


def test_every_quotation_can_be_checked_against_a_text(extracted):
    texts = extracted.texts.set_index("article_id")["text"]
    assert set(texts.index) == {"rows#=1+1", "word", "print", "export#1", "export#2"}
    checked = 0
    for name, column in (("sentences", "text"), ("claims", "value_text")):
        for row in getattr(extracted, name).itertuples():
            if row.article_id in texts.index:
                quoted = texts[row.article_id][row.start : row.end]
                assert quoted == getattr(row, column)
                checked += 1
    assert checked > 10


def test_a_new_study_names_its_files_and_rejects_nothing(extracted):
    assert extracted.rejected.empty
    assert (extracted.paths.root / "data" / "README.md").is_file()
    ignored = (extracted.paths.root / ".gitignore").read_text(encoding="utf-8")
    for name in ("sentences", "texts"):
        assert f"/data/processed/{name}.csv" in ignored


def test_the_template_of_sources_has_every_column_and_only_remarks():
    from analysis.corpus.sources import COLUMNS

    text = (TEMPLATES / "data" / "raw" / "sources.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == list(COLUMNS)
    assert rows
    assert all(len(row) == len(header) and row[0].startswith("#") for row in rows)


def test_the_dictionary_of_a_new_study_is_the_repositorys():
    """After an edit: cp data/README.md src/analysis/templates/data/README.md."""
    ours = ROOT / "data" / "README.md"
    if not ours.is_file():
        pytest.skip("only the package is here")
    assert DICTIONARY.read_bytes() == ours.read_bytes()


class TestWorkbook:
    NASTY = (
        *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "TRUE", "1.50", "'a"),
        *("NA", "a\nb", "_x0041_", "2024-05-06", "中文，\u3000"),
    )

    def sheets(self, data):
        book = openpyxl.load_workbook(io.BytesIO(data))
        return {sheet.title: sheet for sheet in book}

    def test_a_sheet_a_table_and_the_dictionary(self, extracted, tmp_path):
        root = str(extracted.paths.root)
        arguments = ["build", "--study", root, "--out", str(tmp_path / "x"), "--format", "xlsx"]
        assert main(arguments) == 0
        assert sorted(p.name for p in (tmp_path / "x").iterdir()) == [
            "articles.bib",
            "manifest.json",
            "tables.xlsx",
        ]
        sheets = self.sheets((tmp_path / "x" / "tables.xlsx").read_bytes())
        assert list(sheets) == ["dictionary", *TABLES]
        for name, columns in TABLES.items():
            rows = list(sheets[name].values)
            assert rows[0] == tuple(columns)
            table = getattr(extracted, name)
            assert len(rows) == len(table) + 1
        shown = sheets["claims"]
        value = list(TABLES["claims"]).index("value") + 1
        assert [shown.cell(n + 2, value).value for n in range(len(extracted.claims))] == [
            None if pd.isna(v) else v for v in extracted.claims["value"]
        ]

    def test_the_dictionary_says_what_every_column_means(self):
        dictionary = read_dictionary()
        assert (dictionary["meaning"].str.len() > 2).all()
        found = {
            name: dict(zip(group["column"], group["type"], strict=True))
            for name, group in dictionary.groupby("table")
        }
        assert {name: found.get(name) for name in TABLES} == TABLES

    def test_no_text_runs_and_all_come_back(self):
        table = pd.DataFrame({"a": [*self.NASTY, ""], "n": [1.5] * (len(self.NASTY) + 1)})
        sheet = self.sheets(workbook_bytes({"t": table}))["t"]
        cells = [sheet.cell(n + 2, 1) for n in range(len(self.NASTY))]
        assert [cell.data_type for cell in cells] == ["s"] * len(cells)
        assert [cell.number_format for cell in cells] == ["@"] * len(cells)
        # Excel itself shows _x005F_x0041_ as _x0041_; openpyxl shows it as it is written.
        back = [cell.value.replace("_x005F_", "_") for cell in cells]
        assert back == list(self.NASTY)
        assert sheet.cell(len(cells) + 2, 1).value is None
        assert sheet.cell(2, 2).data_type == "n"

    def test_what_no_cell_can_hold_is_shown_or_cut(self):
        table = pd.DataFrame({"a": ["a\x00\x0b\ufffeb", "文" * 40_000]})
        sheet = self.sheets(workbook_bytes({"t": table}))["t"]
        assert sheet["A2"].value == "a\ufffd\ufffd\ufffdb"
        assert len(sheet["A3"].value) == LONGEST_CELL
        assert sheet["A3"].value.endswith("文 […]")

    def test_more_rows_than_a_sheet_holds_are_refused(self, monkeypatch):
        monkeypatch.setattr("analysis.workbook.MOST_ROWS", 3)
        with pytest.raises(ValueError, match="table t has 4 rows, a sheet holds 3: use --format"):
            workbook_bytes({"t": pd.DataFrame({"a": range(4)})})

    def test_the_same_tables_give_the_same_bytes(self, monkeypatch):
        table = {"t": pd.DataFrame({"a": ["文"]})}
        first = workbook_bytes(table)
        monkeypatch.setattr("time.time", lambda: 2e9)
        assert workbook_bytes(table) == first
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
            assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_parquet_gives_back_the_very_tables(extracted, tmp_path):
    build(extracted.paths.raw, tmp_path / "out", format="parquet")
    tables = build_tables(extracted.paths.raw)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "articles.bib",
        "manifest.json",
        *(f"{name}.parquet" for name in TABLES),
    }
    for name, table in tables.items():
        pd.testing.assert_frame_equal(read_table(tmp_path / "out" / f"{name}.parquet"), table)
        assert table_bytes(table) == table_bytes(getattr(extracted, name)), name


def test_another_format_takes_the_place_of_the_last_one(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, encoding="utf-8")
    build(tmp_path / "raw", tmp_path / "out")
    (tmp_path / "out" / "mine.csv").write_text("mine", encoding="utf-8")
    build(tmp_path / "raw", tmp_path / "out", format="xlsx")
    shown = {p.name for p in (tmp_path / "out").iterdir()}
    assert shown == {"articles.bib", "manifest.json", "tables.xlsx", "mine.csv"}


def lines_of(capsys):
    captured = capsys.readouterr()
    return captured.err.splitlines()


@pytest.mark.parametrize(
    ("out", "cache"), [("raw", "cache"), ("raw/out", "cache"), ("out", "raw/cache")]
)
def test_tables_or_a_cache_among_the_articles_are_refused(tmp_path, capsys, out, cache):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(PLAN, encoding="utf-8")
    options = ["--out", str(tmp_path / out), "--cache", str(tmp_path / cache)]
    assert main(["build", "--raw", str(raw), *options]) == 1
    (line,) = lines_of(capsys)
    assert "lies in the folder of the articles" in line
    assert [path.name for path in tmp_path.rglob("*")] == ["raw", "a.txt"]


def test_a_new_study_among_the_articles_of_another_is_refused(tmp_path, capsys):
    assert main(["new", str(tmp_path / "outer")]) == 0
    raw = study_paths(tmp_path / "outer").raw
    assert main(["new", str(raw / "inner")]) == 1
    (line,) = lines_of(capsys)
    assert "lies among the articles of the study" in line
    assert main(["new", str(tmp_path / "outer" / "inner")]) == 0


@pytest.mark.parametrize("arguments", [["--format", "xlsx"], ["--raw", "x"]])
def test_where_the_tables_go_must_be_said(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", *arguments])
    assert stopped.value.code == 2
    (line,) = lines_of(capsys)
    assert "--out DIR" in line


def test_a_study_without_articles_says_so_before_any_notebook_runs(tmp_path, capsys):
    study = tmp_path / "study"
    assert main(["new", str(study)]) == 0
    capsys.readouterr()
    assert main(["figures", "--study", str(study)]) == 1
    assert "no article in" in lines_of(capsys)[-1]
    (study_paths(study).raw / "a.xlsx").write_bytes(xlsx_file([["a"], ["b"]]))
    assert main(["build", "--study", str(study)]) == 1
    lines = lines_of(capsys)
    assert "a.xlsx: no column of texts" in lines[0]
    assert "none of 1 files could be read" in lines[1]


def test_a_foreign_file_stops_the_build_with_one_line(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "claims.csv").write_text("mine", encoding="utf-8")
    assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(out)]) == 1
    (line,) = lines_of(capsys)
    assert "holds claims.csv, not made by a build" in line
    assert [p.name for p in out.iterdir()] == ["claims.csv"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount")
def test_a_full_disk_stops_the_command_with_one_line_and_the_old_tables_stay(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, encoding="utf-8")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]
    done = subprocess.run(mount, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk: {done.stderr.decode().strip()}")
    try:
        arguments = ["build", "--raw", str(tmp_path / "raw"), "--out", str(disk / "out")]
        assert main(arguments) == 0
        before = {p.name: p.read_bytes() for p in (disk / "out").iterdir()}
        # Room for the first files of a new set and not for all.
        (disk / "mine.bin").write_bytes(bytes(shutil.disk_usage(disk).free - 20_000))
        (tmp_path / "raw" / "b.txt").write_text(PLAN.replace("临江", "临河"), encoding="utf-8")
        capsys.readouterr()
        assert main(arguments) == 1
        (line,) = lines_of(capsys)
        assert "the disk is full; nothing was replaced" in line
        assert {p.name: p.read_bytes() for p in (disk / "out").iterdir()} == before
    finally:
        subprocess.run(["umount", disk], check=True)
