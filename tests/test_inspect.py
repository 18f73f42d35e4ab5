"""`inspect` shows in the terminal what was read from one file, and why."""

import pytest

from analysis.corpus import ReadError
from analysis.inspect import inspect_file, printable

PAGE = (
    "发布时间：2024-05-17\n\n某省的数字经济目标\n\n到2027年，数字经济占GDP的比重达到20%。（完）\n"
)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "页.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_zones_date_claims_and_topics_are_shown(page):
    shown = inspect_file(page, colour=False)
    assert "dated 2024-05-17, from metadata" in shown
    assert "    title     17  某省的数字经济目标" in shown
    assert "1 claims" in shown
    assert "2027 target     = 20%  数字经济占GDP" in shown
    assert "digital_economy: 数字经济" in shown
    assert "\x1b[" not in shown


def test_the_date_can_be_given_and_an_undated_page_says_so(page):
    page.write_text(PAGE.split("\n\n", 1)[1], encoding="utf-8")
    assert "undated" in inspect_file(page, colour=False)
    assert "dated 2023, from sidecar" in inspect_file(page, colour=False, published="2023")


def test_colours_are_closed_and_article_text_cannot_steer_the_terminal(page):
    page.write_text(PAGE.replace("某省", "某\x1b[2J省"), encoding="utf-8")
    shown = inspect_file(page)
    assert "\x1b[2J" not in shown
    assert shown.count("\x1b[0m") == shown.count("\x1b[") / 2
    assert printable("a\nb\x1bc\u202ed") == "a b c d"


def test_a_file_that_cannot_be_read_gives_its_reason(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    with pytest.raises(ReadError, match="empty"):
        inspect_file(path)


def test_of_a_table_the_first_articles_and_every_bad_row_are_shown(tmp_path):
    path = tmp_path / "rows.csv"
    rows = [f"{n},{PAGE.strip().splitlines()[-1]}" for n in range(5)]
    path.write_text("\n".join(["id,text", *rows, "x,"]), encoding="utf-8")
    shown = inspect_file(path, colour=False)
    assert [shown.count(f"rows#{n}\n") for n in range(5)] == [1, 1, 1, 0, 0]
    assert "… and 2 more articles" in shown
    assert shown.endswith("not read: row 7: the text is empty")


def test_what_the_sources_of_a_study_say_counts(tmp_path):
    raw = tmp_path / "data" / "raw"
    (raw / "sub").mkdir(parents=True)
    (raw / "sub" / "a.csv").write_text("报道\n某省的目标。\n", encoding="utf-8")
    sources = "file,published,columns\nsub/a.csv,2019,text=报道\n"
    (raw / "sources.csv").write_text(sources, encoding="utf-8")
    assert "dated 2019, from sidecar" in inspect_file(raw / "sub" / "a.csv", colour=False)
