"""A build writes every table of the design, and touches only what an earlier build made."""

import sys

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.build import (
    build,
    build_study,
    build_tables,
)
from analysis.paths import study_paths
from analysis.tables import TABLES, read_table

PAGE = """某省力争数字经济占比达两成

某省政府近日批准计划，到2027年数字经济占GDP的20%，到2030年占30%。

*主要目标

到2027年，全省光纤宽带覆盖率达到95%。人工智能企业超过300家。（完）

更多

另一条新闻：到2035年占比50%
"""


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "data" / "raw"
    folder.mkdir(parents=True)
    (folder / "一.txt").write_text(PAGE, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def test_every_table_has_its_columns_and_types(raw):
    tables = build_tables(raw)
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        assert list(table.columns) == list(TABLES[name])


def test_a_file_that_cannot_be_read_is_a_row_and_a_line_and_the_others_are_built(
    raw, tmp_path, capsys
):
    build(raw, tmp_path / "out")
    assert list(read_table(tmp_path / "out" / "rejected.csv")["file"]) == ["empty.txt"]
    assert list(read_table(tmp_path / "out" / "articles.csv")["article_id"]) == ["一"]
    assert capsys.readouterr().err.count("empty.txt") == 1


def test_no_row_of_any_analysis_stands_in_a_related_zone(raw):
    tables = build_tables(raw)
    related = tables["zones"].query("zone == 'related'")["start"].min()
    for name in ("sentences", "claims", "topic_hits"):
        assert (tables[name]["end"] <= related).all()
    assert not (tables["claims"]["year"] == 2035).any()


def test_tables_read_back_as_they_were_built(raw, tmp_path):
    build(raw, tmp_path / "out")
    built = build_tables(raw)
    for name, table in built.items():
        pd.testing.assert_frame_equal(read_table(tmp_path / "out" / f"{name}.csv"), table)


def test_an_empty_folder_gives_empty_tables(tmp_path):
    (tmp_path / "raw").mkdir()
    assert all(table.empty for table in build_tables(tmp_path / "raw").values())


def test_two_builds_give_the_same_bytes(raw, tmp_path):
    build(raw, tmp_path / "a")
    build(raw, tmp_path / "b")
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_a_duplicate_is_listed_and_counted_nowhere_unless_asked_for(raw):
    (raw / "二.txt").write_text(PAGE.replace("另一条", "再一条"), encoding="utf-8")
    tables = build_tables(raw)
    assert list(tables["articles"]["duplicate_of"]) == ["", "一"]
    assert set(tables["claims"]["article_id"]) == {"一"}
    kept = build_tables(raw, keep_duplicates=True)
    assert set(kept["claims"]["article_id"]) == {"一", "二"}


def test_a_study_is_built_again_only_when_something_changed(raw):
    paths = study_paths(raw.parents[1])
    assert build_study(paths)
    assert not build_study(paths)
    (raw / "二.txt").write_text("新闻标题\n\n越南到2028年有50家企业。\n", encoding="utf-8")
    assert build_study(paths)
    (paths.processed / "claims.csv").write_text("spoilt", encoding="utf-8")
    assert build_study(paths)
    assert not build_study(paths)


def test_a_broken_instrument_stops_before_anything_is_replaced(raw):
    paths = study_paths(raw.parents[1])
    build_study(paths)
    before = (paths.processed / "claims.csv").read_bytes()
    paths.lexicon.mkdir()
    (paths.lexicon / "words.csv").write_text("word\n\n数据\n数据\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.csv, line 4"):
        build_study(paths)
    assert (paths.processed / "claims.csv").read_bytes() == before


def test_the_command_takes_workers_and_a_cache(raw, tmp_path, capsys):
    out, cache = tmp_path / "out", tmp_path / "cache"
    folders = ["--raw", str(raw), "--out", str(out), "--cache", str(cache)]
    assert main(["build", *folders, "--workers", "1", "--engine", "local"]) == 0
    built = {path.name: path.read_bytes() for path in out.iterdir()}
    (kept,) = cache.rglob("*.part")
    before = kept.stat().st_mtime_ns
    assert main(["build", *folders]) == 0
    assert kept.stat().st_mtime_ns == before
    assert main(["build", "--raw", str(raw), "--out", str(out), "--no-cache"]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == built
    assert "1 articles read" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "0"],
        ["--workers", "two"],
        ["--engine", "spark"],
        ["--engine", "dask"],
        ["--scheduler", "tcp://127.0.0.1:8786"],
        ["--cache", "a", "--no-cache"],
        ["--cache", "a"],
    ],
)
def test_wrong_use_of_workers_and_cache_is_one_line_and_status_2(options, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", *options])
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("watched", [True, False])
def test_progress_is_shown_to_who_looks_on(watched, monkeypatch, capsys):
    from analysis.engine.corpus import _progress

    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: watched)
    with _progress(4) as bar:
        bar.delay = 0
        bar.update(3)
        bar.refresh()
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ("3/4" in shown.err and "articles/s" in shown.err) == watched
    assert watched or shown.err == ""


def test_a_study_keeps_what_it_has_read_in_its_cache(raw):
    paths = study_paths(raw.parents[1])
    build_study(paths)
    assert len(list(paths.cache.rglob("*.part"))) == 1
    assert not list(paths.processed.rglob("*.part"))
