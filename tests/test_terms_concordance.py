"""The concordance: found on characters, returned as written."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import ANALYSED, parse_article, sentences_of
from analysis.fold import fold
from analysis.lexicon import load_lexicon
from analysis.terms import find_in_context

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
COLUMNS = ["article_id", "sentence_no", "start", "end", "left", "match", "right"]


def sentences(*texts):
    rows, start = [], 0
    for number, text in enumerate(texts, start=1):
        rows.append(("a", number, start, text))
        start += len(text)
    return pd.DataFrame(rows, columns=["article_id", "sentence_no", "start", "text"])


def test_what_a_segmenter_would_cut_is_found():
    table = find_in_context(sentences("越南力争跻身全球电子政务五十强行列。"), "强行", width=3)
    assert list(table.columns) == COLUMNS
    assert table.to_dict("records") == [
        {
            "article_id": "a",
            "sentence_no": 1,
            "start": 14,
            "end": 16,
            "left": "务五十",
            "match": "强行",
            "right": "列。",
        }
    ]


def test_offsets_count_in_the_article():
    texts = ["数字政府。", "推进<b>数字</b>政府&nbsp;建设", "數位政府與數字政府"]
    table = find_in_context(sentences(*texts), "数字政府", width=4)
    article = "".join(texts)
    assert [article[r.start : r.end] for r in table.itertuples()] == list(table["match"])
    assert list(table["match"]) == ["数字政府", "数字</b>政府", "數字政府"]
    assert list(table["right"]) == ["。", " 建设", ""]
    assert list(table["left"]) == ["", "推进", "位政府與"], "context without tags, as written"


def test_a_traditional_pattern_finds_simplified_text_and_the_reverse():
    for pattern in ("數字政府", "数字政府"):
        table = find_in_context(sentences("数字政府與數字政府"), pattern)
        assert list(table["match"]) == ["数字政府", "數字政府"]


def test_full_width_and_half_width_are_one():
    assert list(find_in_context(sentences("第２号与第2号"), "第2号")["match"]) == [
        "第２号",
        "第2号",
    ]


def test_of_a_list_nested_texts_are_both_found():
    table = find_in_context(sentences("在线公共服务"), ["公共服务", "在线公共服务", "公共服务"])
    assert list(table["match"]) == ["在线公共服务", "公共服务"]


def test_signs_of_a_literal_are_no_regular_expression():
    text = "(a+b)[x]^2 $1.5"
    for pattern in ("(a+b)", "[x]^", "$1.5"):
        assert list(find_in_context(sentences(text), pattern)["match"]) == [pattern]


def test_regular_expression():
    text = "到2025年、２０３０年和二〇四五年"
    table = find_in_context(sentences(text), r"\d{4}(?=年)", regex=True)
    assert list(table["match"]) == ["2025", "２０３０"]
    traditional = find_in_context(sentences("数字经济"), "數[位字]經濟", regex=True)
    assert list(traditional["match"]) == ["数字经济"]
    assert find_in_context(sentences("甲乙"), "丙*", regex=True).empty, "nothing is no match"


@pytest.mark.parametrize(
    ("sort", "order"), [("position", "乙甲丙"), ("left", "丙乙甲"), ("right", "丙甲乙")]
)
def test_sort(sort, order):
    # Left context is read backwards: 乙三, 甲一, 丙二; 一 comes before 三 and 三 before 二.
    table = sentences("三乙数字二。", "一甲数字三。", "二丙数字一。")
    lines = find_in_context(table, "数字", sort=sort)
    assert "".join(left[-1] for left in lines["left"]) == order


def test_width_zero_and_the_end_of_the_sentence():
    table = find_in_context(sentences("越南数字", "政府"), "数字", width=0)
    assert list(table["left"] + table["right"]) == [""]
    assert find_in_context(sentences("越南数字", "政府"), "数字")["right"].item() == ""
    assert find_in_context(sentences("越南数字", "政府"), "数字政府").empty


@pytest.mark.parametrize(
    ("pattern", "options", "fault"),
    [
        ("", {}, "is empty"),
        ("  ", {}, "is empty"),
        ([], {}, "is empty"),
        (["数字", ""], {}, "is empty"),
        ("", {"regex": True}, "is empty"),
        ("(数字", {"regex": True}, r"'\(数字' is no regular expression"),
        ([3], {}, "is not a text"),
        ("数字", {"sort": "length"}, "not one of position"),
        ("数字", {"width": -1}, "cannot be negative"),
    ],
)
def test_a_wrong_pattern_is_named(pattern, options, fault):
    with pytest.raises(ValueError, match=fault):
        find_in_context(sentences("数字"), pattern, **options)


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column text"):
        find_in_context(sentences("数字").drop(columns="text"), "数字")


def test_nothing_found_is_an_empty_table_of_the_same_shape():
    empty = find_in_context(sentences("数字"), "无此词")
    full = find_in_context(sentences("数字"), "数字")
    assert empty.empty
    assert list(empty.dtypes.items()) == list(full.dtypes.items())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["数", "字", "數", "<b>", "&amp;", "\u200b", "，", "a"]), max_size=15),
    st.sampled_from(["数字", "字", "字数", "a"]),
)
def test_as_many_as_a_plain_count_on_the_folded_text(pieces, pattern):
    text = "".join(pieces)
    table = find_in_context(sentences(text), pattern)
    assert len(table) == fold(text).text.count(pattern)
    for row in table.itertuples():
        assert row.match == text[row.start : row.end]
        assert fold(row.match).text == pattern


@pytest.mark.skipif(not GOLD.is_dir(), reason="no coded documents beside us")
def test_every_occurrence_of_every_codebook_term_in_the_coded_documents():
    files = sorted(GOLD.glob("dev_*/docs/*.txt"))
    articles = [
        parse_article(file.read_text(encoding="utf-8"), article_id=file.stem) for file in files
    ]
    zones = [
        fold(article.text[zone.start : zone.end]).text
        for article in articles
        for zone in article.zones
        if zone.zone in ANALYSED
    ]
    terms = sorted({fold(row["term"]).text for row in load_lexicon().topic_terms})
    assert len(files) > 20
    assert len(terms) > 100
    expected = {term: sum(zone.count(term) for zone in zones) for term in terms}
    lines = find_in_context(sentences_of(articles), terms)
    found = lines["match"].map(lambda match: fold(match).text).value_counts()
    assert {term: found.get(term, 0) for term in terms} == expected
    assert found.sum() > 1000
    texts = {article.article_id: article.text for article in articles}
    assert all(
        texts[line.article_id][line.start : line.end] == line.match for line in lines.itertuples()
    )
