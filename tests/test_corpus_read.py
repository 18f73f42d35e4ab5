import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import (
    ReadError,
    articles_of,
    decode,
    parse_article,
    read_article,
    read_corpus,
    read_sources,
    rejected_of,
    sentences_of,
    zones_of,
)

HERE = Path(__file__).resolve().parent
DATES = json.loads((HERE / "cases" / "dates.json").read_text(encoding="utf-8"))
HANS = (
    "河内市部署明年数字化转型工作\n\n越通社河内——河内市政府8日召开会议，部署明年数字化转型工作。"
    "会议提出，到2030年在线办理的档案占比达到80%以上。\n\n市长表示，各区要改进窗口服务。(完)\n\n越通社\n"
)
HANT = (
    "河內市部署明年數位轉型工作\n\n（中央社記者王小明台北8日電）河內市政府8日召開會議，部署明年數位轉型工作。"
    "會議提出，到2030年線上辦理的檔案占比達到80%以上。\n\n市長表示，各區要改進窗口服務。\n"
)


@pytest.mark.parametrize(
    "text", [HANS, HANT, "数字经济占GDP的20%。"], ids=["hans", "hant", "short"]
)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
def test_encodings(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs"])
def test_big5(encoding):
    assert decode(HANT.encode(encoding)) == HANT
    assert decode("數位經濟規模占GDP的比重".encode(encoding)) == "數位經濟規模占GDP的比重"


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 3), ("gb18030", 2), ("utf-16", 2)])
def test_a_file_cut_inside_a_character_loses_that_character(encoding, width):
    whole = HANS + "社"
    data = whole.encode(encoding)
    for n_bytes in range(1, width):
        assert decode(data[:-n_bytes]) == HANS


@pytest.mark.parametrize(
    ("declared", "actual"), [("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "gb18030")]
)
def test_a_wrongly_declared_encoding(declared, actual):
    page = f'<meta charset="{declared}"><p>{HANS}</p>'
    assert decode(page.encode(actual)) == page


def test_line_ends_stay():
    assert decode(HANS.replace("\n", "\r\n").encode()) == HANS.replace("\n", "\r\n")
    assert [s.text for s in parse_article(HANS.replace("\n", "\r\n")).sentences] == [
        s.text for s in parse_article(HANS).sentences
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n\xe3\x80\x80", "white space"),
        (b"PK\x03\x04" + bytes(60), "zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)) * 20, "binary|encoding"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (bytes([200, 7]) * 300, "binary|encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data, reason):
    with pytest.raises(ReadError, match=reason):
        decode(data)


@given(st.binary(max_size=300))
@settings(max_examples=400, deadline=None)
def test_random_bytes_raise_nothing_else(data):
    try:
        article = read_article(data, "a.txt")
    except ReadError:
        return
    assert article.text.strip()


@given(st.data(), st.sampled_from(["utf-8", "gb18030", "utf-16", "big5hkscs"]))
@settings(max_examples=200, deadline=None)
def test_damaged_files_raise_nothing_else(data, encoding):
    whole = (HANT if encoding == "big5hkscs" else HANS).encode(encoding)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    damaged = whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:]
    try:
        article = read_article(damaged, "a.html")
    except ReadError:
        return
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text


def test_a_folder_of_all_kinds(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / ".hidden").mkdir()
    good = {
        "a.txt": HANS.encode("gb18030"),
        "sub/文 件.md": HANT.encode(),
        "folder.txt/b.html": f"<p>{HANS}</p>".encode(),
    }
    good |= {"same.txt": HANS.encode("utf-16"), "same.htm": HANT.encode("big5hkscs")}
    skipped = [".gitkeep", "README.md", "readme.zh.md", "RIGHTS.md", ".hidden/x.txt", "sub/LICENSE"]
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \n",
        "image.txt": b"\x89PNG\r\n",
        "zip.txt": b"PK\x03\x04aa",
        "x.exe": b"MZ",
        "noise.txt": bytes(range(256)) * 9,
    }
    for name, data in [*good.items(), *bad.items(), *((name, b"x") for name in skipped)]:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    corpus = read_corpus(tmp_path)
    assert [a.article_id for a in corpus.articles] == [
        "a",
        "folder.txt/b",
        "same.htm",
        "same.txt",
        "sub/文 件",
    ]
    assert {r.file for r in corpus.rejected} == {*bad, "dangling.txt"}
    assert all(r.reason for r in corpus.rejected)
    assert {r.file: r.reason for r in corpus.rejected}[
        "dangling.txt"
    ] == "a link that points nowhere"


def test_an_unreadable_file_is_rejected(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(HANS, encoding="utf-8")
    (tmp_path / "b.txt").write_text(HANS, encoding="utf-8")
    read_bytes = Path.read_bytes

    def refuse(path):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    corpus = read_corpus(tmp_path)
    assert [a.article_id for a in corpus.articles] == ["b"]
    assert corpus.rejected == (("a.txt", "", "cannot be read: Permission denied"),)


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_file_name_in_another_encoding_can_be_written(tmp_path):
    name = os.fsdecode(tmp_path.as_posix().encode() + b"/\xba\xd3\xc4\xda.txt")
    try:
        Path(name).write_text(HANS, encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    (article,) = read_corpus(tmp_path).articles
    assert article.file.encode("utf-8")


def test_sources(tmp_path):
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / name).write_text(HANS + name, encoding="utf-8")
    (tmp_path / "sources.csv").write_text(
        "file,url,publisher,published,accessed,license,note\n"
        "a.txt,https://example.org/a,越通社,2020-06,2021-01-01,,\n"
        "b.txt,,,2025-13-40,,,\n"
        "gone.txt,,,,,,\n"
        "a.txt,,,2019,,,\n"
        "c.txt,,,2022-05-01,2022-04-30,,\n"
        "d.txt,,,1850,,,\n"
        ",,someone,,,,\n",
        encoding="utf-8-sig",
    )
    corpus = read_corpus(tmp_path)
    a, b, c, d = corpus.articles
    assert (a.publisher, a.published, a.published_source, a.url) == (
        "越通社",
        "2020-06",
        "sidecar",
        "https://example.org/a",
    )
    assert [x.published for x in (b, c, d)] == ["", "", ""]
    faults = {row: reason for file, row, reason in corpus.rejected if file == "sources.csv"}
    assert set(faults) == {"3", "4", "5", "6", "7", "8"}
    assert "2025-13-40" in faults["3"]
    assert "not in the folder" in faults["4"]
    assert "twice" in faults["5"]
    assert "later than" in faults["6"]
    assert "before 1900" in faults["7"]
    assert "names no file" in faults["8"]


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ("name,url\na.txt,x\n", "1", "no column named file"),
        ("file,colour\na.txt,x\n", "1", "'colour' is not known"),
        ("file,url\na.txt,x,y\n", "2", "more cells"),
        ("file\n" + "x" * 200_000 + "\n", "2", "not right CSV|not in the folder"),
        ("", "", "empty"),
    ],
)
def test_a_broken_sources_file_names_its_line(tmp_path, text, row, reason):
    (tmp_path / "sources.csv").write_text(text, encoding="utf-8")
    _, faults = read_sources(tmp_path / "sources.csv", {"a.txt"})
    assert any(fault.row == row and re.search(reason, fault.reason) for fault in faults)


@pytest.mark.parametrize("case", DATES, ids=lambda case: case["label"])
def test_dates(case):
    article = parse_article(case["text"])
    assert [article.published, article.published_source] == case["expected"]


def test_a_date_later_than_accessed_is_refused():
    page = "date 2025-12-20\n\n" + HANS
    assert parse_article(page, accessed="2025-12-20").published == "2025-12-20"
    assert parse_article(page, accessed="2025-12-19").published == ""
    assert parse_article(page, accessed="2025-11").published == ""
    assert parse_article(page.replace("2025", "1899")).published == ""


def test_tables_have_the_columns_and_types_of_the_design():
    article = parse_article(HANS, article_id="a", file="a.txt")
    columns = (
        "article_id file sha256 title publisher published published_source script url n_chars "
        "n_body_chars n_sentences duplicate_of"
    )
    assert list(articles_of([article])) == columns.split()
    assert list(zones_of([article])) == ["article_id", "zone", "start", "end"]
    columns = "article_id sentence_no zone heading start end text repeat_of_sentence"
    for table in (sentences_of([article]), sentences_of([])):
        assert list(table) == columns.split()
        assert str(table.dtypes["text"]) == "str"
        assert str(table.dtypes["start"]) == "int64"
        assert str(table.dtypes["repeat_of_sentence"]) == "Int64"
    assert articles_of([article]).loc[0, "title"] == "河内市部署明年数字化转型工作"
    assert articles_of([article]).loc[0, "n_chars"] == len(HANS)
    assert list(rejected_of(read_corpus("/nonexistent/folder"))) == ["file", "row", "reason"]


def test_script():
    assert parse_article(HANS).script == "hans"
    assert parse_article(HANT).script == "hant"
