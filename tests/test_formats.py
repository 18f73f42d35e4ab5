"""One article is one article in whatever file it comes; what is no article is named."""

import json
from collections import Counter

import pytest
from file_makers import (
    csv_file,
    docx_file,
    gzip_file,
    html_file,
    jsonl_file,
    pdf_file,
    table_of,
    xlsx_file,
)

from analysis.claims import claims_of
from analysis.corpus import ReadError, read_article, read_articles, read_corpus, sentences_of
from analysis.topics import code_topics
from analysis.words import words_of

TITLE = "临江省力争数字经济占比达到两成"
BODY = """新华社临江5月6日电 临江省人民政府近日批准《临江省数字化转型计划》，提出到2027年数字经济占GDP的20%，\
到2030年占30%以上。

*主要目标

到2027年，全省光纤宽带覆盖率达到95%；网上办理的行政手续占比不低于80%。省科技厅厅长黎文安表示，人工智能企业已超过300家，比去年增加15%。

*重点任务

各县要加强网络安全，培训1.2万名数字人才，发展电子商务和无现金支付。中小企业每年可以得到不超过5亿元的贷款。(完)
"""
TEXT = f"{TITLE}\n\n{BODY}"
TRADITIONAL = """臨江省推動數位轉型

（中央社台北6日電）臨江省政府今天宣布，到2030年數位經濟占GDP比重達到30%，線上辦理的檔案占比不低於80%。

省長表示，各縣要改進窗口服務，培訓5000名數位人才。
"""
ROW = {"id": "a-7", "标题": TITLE, "正文": BODY, "发布日期": "2024-05-06", "来源": "新华社"}

FORMATS = {
    "saved.txt": TEXT.encode(),
    "saved gb.txt": TEXT.encode("gb18030"),
    "saved.md": f"# {TEXT}".encode(),
    "saved.html": html_file(TEXT),
    "rows.csv": csv_file([ROW]),
    "rows gb.csv": csv_file([ROW], encoding="gb18030"),
    "rows 16.tsv": csv_file([ROW], encoding="utf-16", delimiter="\t"),
    "rows;.csv": csv_file([ROW], delimiter=";"),
    "rows.xlsx": xlsx_file(table_of([ROW])),
    "rows.jsonl": jsonl_file([ROW]),
    "ascii.jsonl": jsonl_file([ROW], ascii=True),
    "rows.jsonl.gz": gzip_file(jsonl_file([ROW])),
    "export.txt": f"{TEXT}\n==========\n{TRADITIONAL}".encode(),
    "word.docx": docx_file(TEXT),
    "printed.pdf": pdf_file(TEXT),
}


def analysed(article):
    """What the three analyses find in an article, without where they find it."""
    sentences = sentences_of([article])
    claims = claims_of([article])
    places = ["claim_id", "article_id", "sentence_no", "start", "end", "repeat_of"]
    hits = code_topics(sentences)
    return (
        claims.drop(columns=places).astype("str").to_numpy().tolist(),
        Counter(words_of(sentences)["term"]),
        Counter(zip(hits["topic"], hits["term"], strict=True)),
    )


@pytest.fixture(scope="module")
def expected():
    return analysed(read_article(TEXT.encode(), "a.txt", {"published": "2024-05-06"}))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_article_gives_the_same_claims_terms_and_topics(name, expected):
    articles, wrong = read_articles(FORMATS[name], name, {"published": "2024-05-06"})
    assert not wrong
    article = articles[0]
    assert article.title == TITLE
    assert article.published == "2024-05-06"
    assert len(expected[0]) >= 7
    assert analysed(article) == expected
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text


def test_a_row_brings_its_own_title_date_publisher_and_address():
    row = ROW | {"链接": "https://example.org/7", "分类": "要闻"}
    (article,), _ = read_articles(csv_file([row]), "my rows.csv", {"published": "2020"})
    assert article.article_id == "my rows#a-7"
    assert article.file == "my rows.csv"
    assert article[6:10] == (TITLE, "新华社", "2024-05-06", "metadata")
    assert article.url == "https://example.org/7"


def test_what_a_row_does_not_say_is_taken_from_sources_and_the_page(tmp_path):
    rows = [
        {"text": TEXT, "date": "", "source": ""},
        {"text": TRADITIONAL, "date": "昨天", "source": "中央社"},
        {"text": TEXT.replace("临江", "临海"), "date": "2031-01-01", "source": ""},
    ]
    (tmp_path / "rows.csv").write_bytes(csv_file(rows))
    sources = "file,publisher,published,accessed\nrows.csv,新华社,2024-05,2025-01-01\n"
    (tmp_path / "sources.csv").write_text(sources, encoding="utf-8")
    a, b, c = read_corpus(tmp_path).articles
    assert (a.article_id, b.article_id, c.article_id) == ("rows#2", "rows#3", "rows#4")
    assert (a.publisher, b.publisher) == ("新华社", "中央社")
    # A date that is none, or later than the day on which the page was seen, is not believed.
    assert {a.published, b.published, c.published} == {"2024-05"}


@pytest.mark.parametrize(
    ("text", "title", "begins"),
    [
        (BODY, TITLE, f"{TITLE}\n\n新华社"),
        (TEXT, TITLE, f"{TITLE}\n\n新华社"),
        (f"\n {TITLE[:5]} {TITLE[5:]}\n\n{BODY}", TITLE, "\n "),
        (BODY, "", "新华社"),
    ],
)
def test_the_title_stands_before_the_text_once(text, title, begins):
    (article,), _ = read_articles(csv_file([{"text": text, "title": title}]), "a.csv")
    assert article.text.startswith(begins)
    assert article.text.count("临江省人民政府") == 1


def test_columns_are_named_in_sources(tmp_path):
    rows = [{"报道": TEXT, "刊期": "2023-02-01", "text": "摘要", "no": "9"}]
    (tmp_path / "rows.csv").write_bytes(csv_file(rows))
    (tmp_path / "other.csv").write_bytes(csv_file(rows))
    (tmp_path / "third.csv").write_bytes(csv_file(rows))
    (tmp_path / "sources.csv").write_text(
        "file,columns\nrows.csv,text=报道; date=刊期；id=no\nother.csv,text=新闻\nthird.csv,报道\n",
        encoding="utf-8",
    )
    corpus = read_corpus(tmp_path)
    assert [(a.article_id, a.published) for a in corpus.articles] == [("rows#9", "2023-02-01")]
    reasons = {r.file: r.reason for r in corpus.rejected}
    assert (
        "names the column '新闻', which is not there (there are: 报道, 刊期" in reasons["other.csv"]
    )
    assert "'报道' is not ROLE=COLUMN with one of text, title" in reasons["third.csv"]


def test_a_table_may_have_a_title_above_its_header_and_blank_rows():
    grid = [
        ["检索结果", "", ""],
        [],
        ["标题", "正文", "日期"],
        [TITLE, BODY, "2024"],
        ["", " ", ""],
    ]
    articles, wrong = read_articles(xlsx_file(grid), "a.xlsx")
    assert [(a.article_id, a.published) for a in articles] == [("a#4", "2024")]
    assert wrong == []


def test_dates_numbers_and_errors_in_cells():
    from datetime import date, datetime

    grid = [
        ["id", "content", "date"],
        [7.0, TEXT, datetime(2024, 5, 6)],
        [8, TEXT, date(2024, 5, 6)],
        ["x", TEXT, 45418],
        ["y", TEXT, 20240506],
        ["z", "#REF!", "2024"],
        ["f", "=A1&B1", "2024"],
        ["n", 45418, "2024"],
    ]
    articles, wrong = read_articles(xlsx_file(grid), "a.xlsx")
    assert [a.article_id for a in articles] == ["a#7", "a#8", "a#x", "a#y", "a#n"]
    assert [a.published for a in articles[:4]] == ["2024-05-06"] * 4
    assert [r.row for r in wrong] == ["6", "7"]
    assert "the error #REF!" in wrong[0].reason
    assert "formula without a value" in wrong[1].reason


def test_a_formula_in_a_text_file_is_a_text():
    (article,), _ = read_articles(csv_file([{"text": f"=1+1 {TEXT}"}]), "a.csv")
    assert article.text.startswith("=1+1")


def test_every_sheet_with_a_column_of_texts_is_read():
    one = [["id", "text"], ["1", TEXT]]
    data = xlsx_file(one, [["说明"], ["x"]], one, [], names=["甲", "说明", "乙", "空"])
    articles, wrong = read_articles(data, "a.xlsx")
    assert [a.article_id for a in articles] == ["a#甲/1", "a#乙/1"]
    assert [r.reason[:12] for r in wrong] == ["sheet '说明': "]


def test_an_id_that_comes_twice_gets_its_row_and_loses_no_article(tmp_path):
    rows = [{"id": i, "text": f"{TEXT}第{n}号。"} for n, i in enumerate(["1", "1", "", "x" * 200])]
    (tmp_path / "a.csv").write_bytes(csv_file(rows))
    (tmp_path / "a#1.txt").write_text(TRADITIONAL, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TRADITIONAL * 3, encoding="utf-8")
    ids = [a.article_id for a in read_corpus(tmp_path).articles]
    assert ids == ["a#1", "a.csv#1", "a.csv#1/3", "a.csv#4", "a.csv#5", "a.txt"]
    (tmp_path / "a.csv#1.txt").write_text(TRADITIONAL * 2, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert len({a.article_id for a in corpus.articles}) == len(corpus.articles) == 6
    assert [r.reason for r in corpus.rejected] == ["the article_id a.csv#1 is taken by a.csv#1.txt"]


def test_an_export_is_split_where_sources_say(tmp_path):
    (tmp_path / "a.txt").write_text(f"{TEXT}-- End --\r\n\n{TRADITIONAL} -- End --\n", "utf-8")
    (tmp_path / "b.txt").write_text(f"{TEXT}\n==========\n{TRADITIONAL}", "utf-8")
    (tmp_path / "c.md").write_text(f"{TITLE}\n==========\n{BODY}", "utf-8")
    (tmp_path / "sources.csv").write_text(
        "file,separator\na.txt,-- End --\nb.txt,none\n", encoding="utf-8"
    )
    corpus = read_corpus(tmp_path)
    assert [a.article_id for a in corpus.articles] == ["a#1", "a#2", "b", "c"]
    assert corpus.rejected == ()


def test_a_remark_in_sources_is_no_file(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    sources = "file,publisher\n# file: the path below this folder,\na.txt,新华社\n"
    (tmp_path / "sources.csv").write_text(sources, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert corpus.rejected == ()
    assert corpus.articles[0].publisher == "新华社"


LONG = "文" * 200_000
BAD_FILES = {
    "no text column.csv": (csv_file([{"a": "1", "b": "2"}]), "no column of texts.*there are: a, b"),
    "no text column.tsv": (csv_file([{"a": "1", "b": "2"}], delimiter="\t"), "no column of texts"),
    "no text column.xlsx": (xlsx_file([["a", "b"], [1, 2]]), "no column of texts"),
    "no sheet with rows.xlsx": (xlsx_file([[]]), "no column of texts.*there are: none"),
    "header alone.csv": (b"title,text\n", "no article"),
    "header alone.xlsx": (xlsx_file([["title", "text"]]), "no article"),
    "empty.csv": (b"", "empty"),
    "empty.xlsx": (b"", "empty"),
    "empty.jsonl": (b"", "empty"),
    "empty.docx": (b"", "empty"),
    "empty.pdf": (b"", "empty"),
    "blank.docx": (docx_file("\n \n"), "holds no text"),
    "no word.docx": (b"PK\x03\x04 nothing", "not a right .docx"),
    "text.docx": (TEXT.encode(), "not a right .docx"),
    "old.docx": (b"\xd0\xcf\x11\xe0" * 9, "old or an encrypted"),
    "a book.docx": (xlsx_file([["a"]]), "not a right .docx"),
    "old.xlsx": (b"\xd0\xcf\x11\xe0" * 9, "old or an encrypted"),
    "text.xlsx": (TEXT.encode(), "not a right .xlsx"),
    "zip.xlsx": (docx_file("a"), "not a right .xlsx"),
    "encrypted.pdf": (pdf_file(TEXT, encrypted=True), "encrypted"),
    "images.pdf": (pdf_file(TEXT, images=True), "images"),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj", "not a right PDF"),
    "text.pdf": (TEXT.encode(), "not a right PDF"),
    "no gzip.jsonl.gz": (TEXT.encode(), "not a gzip archive"),
    "empty.jsonl.gz": (b"", "empty"),
    "binary.csv": (bytes(range(256)) * 20, "binary|encoding"),
    "book.xls": (b"\xd0\xcf\x11\xe0", "format .xls not read"),
    "list.json": (b"[]", "format .json not read"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_says_why(name):
    data, reason = BAD_FILES[name]
    with pytest.raises(ReadError, match=reason):
        read_articles(data, name)


def test_no_bad_file_costs_another_one(tmp_path):
    for name, (data, _) in BAD_FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [a.article_id for a in corpus.articles] == ["good"]
    assert {r.file for r in corpus.rejected} == BAD_FILES.keys()


@pytest.mark.parametrize(
    ("name", "data", "rows", "faults"),
    [
        (
            "cells.csv",
            f'id,text\n1,{TITLE}\n2,\n\n4,甲,乙\n5,{TITLE},,\n6\n7,"{LONG}"\n'.encode(),
            ["1", "5", "7"],
            {"3": "the text is empty", "5": "3 cells, the header has 2", "7": "the text is empty"},
        ),
        (
            "open.csv",
            f'id,text\n1,"{TITLE}\n第二行"\n2,{TITLE}\n3,"{TITLE}\n4,{TITLE}\n'.encode(),
            ["1", "2"],
            {"4": "a quotation mark opens here and never closes: what follows was not read"},
        ),
        (
            "sloppy.csv",
            f'id,text\n1,"{TITLE}"。\n2,他说"好"\n'.encode(),
            ["1", "2"],
            {},
        ),
        (
            "lines.jsonl",
            b'{"text": "a"}\n\n[1]\n"text"\n{"text": 3}\n{"text": null}\n{"text": {"a": 1}}\n'
            b'{"body": ["a", "b"]}\n{"titel": "a"}\n{"text": "a"\n{"text": " "}\nnull\n'
            b'{"content": "\\ud83d\\ude00 \\ud83d"}\n' + b"[" * 100_000,
            ["1", "5", "8", "13"],
            {
                "3": "not a JSON object",
                "4": "not a JSON object",
                "6": "the text is empty",
                "7": "the text is not a string",
                "9": "no column of texts (name it text, content or 正文, or say which in "
                "sources.csv: columns); there are: titel",
                "10": "not right JSON",
                "11": "the text is empty",
                "12": "not a JSON object",
                "14": "not right JSON",
            },
        ),
    ],
)
def test_a_bad_row_is_named_and_costs_no_other(name, data, rows, faults):
    articles, wrong = read_articles(data, name)
    assert [a.article_id.partition("#")[2] for a in articles] == rows
    assert {fault.row: fault.reason for fault in wrong} == faults
    assert all(a.text.encode("utf-8") for a in articles)


def test_of_a_broken_gzip_archive_the_lines_before_the_break_are_read():
    rows = [{"text": f"{TEXT}{json.dumps(list(range(n, n + 300)))}"} for n in range(200)]
    data = gzip_file(jsonl_file(rows))
    articles, (fault,) = read_articles(data[: len(data) // 2], "a.jsonl.gz")
    assert 0 < len(articles) < 200
    assert fault.row == str(len(articles) + 1)
    assert "the archive is broken" in fault.reason


def test_a_study_inside_the_articles_of_another_is_not_read(tmp_path):
    inner = tmp_path / "sub" / "inner"
    for folder in ("raw", "processed"):
        (inner / "data" / folder).mkdir(parents=True)
        (inner / "data" / folder / "a.csv").write_bytes(csv_file([ROW]))
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [a.article_id for a in corpus.articles] == ["a"]
    assert corpus.rejected == (("sub/inner", "", "a study of its own: its articles are not read"),)


class TestDocuments:
    def test_words_of_tables_and_boxes_are_read_deleted_ones_are_not(self):
        import io

        import docx
        from docx.oxml import parse_xml

        document = docx.Document()
        document.add_paragraph("第一段")
        table = document.add_table(rows=2, cols=2)
        for n, cell in enumerate(c for row in table.rows for c in row.cells):
            cell.text = f"格{n}"
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        document.paragraphs[0]._p.append(
            parse_xml(
                f'<w:ins xmlns:w="{space}"><w:r><w:t>加上</w:t></w:r>'
                "<w:del><w:r><w:t>删去</w:t></w:r></w:del></w:ins>"
            )
        )
        document.add_paragraph("最后一段")
        file = io.BytesIO()
        document.save(file)
        (article,), _ = read_articles(file.getvalue(), "a.docx")
        assert article.text == "第一段加上\n格0\t格1\n格2\t格3\n最后一段\n"

    def test_lines_that_a_page_broke_are_one_paragraph_and_page_numbers_are_gone(self):
        paragraph = "到2027年，全省光纤宽带覆盖率达到95%，网上办理的行政手续占比不低于80%，" * 30
        text = f"短标题\n{paragraph}结束。\nEnglish words in a short line\n"
        (article,), _ = read_articles(pdf_file(text * 3), "a.pdf")
        assert article.text == text * 3
