import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fold import _SPECIAL, Folded, fold, fold_each, simplified
from analysis.words import split_words

CASES = [
    ("plain text", "到2025年达80%。", "到2025年达80%。"),
    ("Traditional", "數位經濟規模應達6.5兆元", "数位经济规模应达6.5兆元"),
    ("no phrase reaches over two characters", "著名的乾燥", "著名的干燥"),
    ("full-width digits, letters, signs", "ＧＤＰ增长１０％～２０．５％", "GDP增长10%~20.5%"),
    ("punctuation keeps its width", "（一），；：！？。", "（一），；：！？。"),
    ("pinyin", "到(dào)2025年（nián）的(de)数字", "到2025年的数字"),
    (
        "units and names stay",
        "10公里(km)，盖里尼(Guérini)，富(Phú)",
        "10公里(km)，盖里尼(Guérini)，富(Phú)",
    ),
    ("tags", "<p>到<b>2025</b>年<br/></p>", "到2025年"),
    ("a bracket is no tag", "<EGDI> 3<5 a<b且c>d", "<EGDI> 3<5 a<b且c>d"),
    ("comments", "到<!-- 90% -->2025年", "到2025年"),
    ("a comment that never ends", "到<!-- 90%", "到<!-- 90%"),
    ("ruby", "<ruby>到<rp>(</rp><rt>dào</rt><rp>)</rp></ruby>2025年", "到2025年"),
    ("entities", "GDP&nbsp;&gt;&#50;0&percnt;&amp;&zwnj;", "GDP >20%&"),
    ("an entity of a tag is no tag", "&lt;p&gt;", "<p>"),
    ("unknown entities stay", "AT&T; &#xD800; &#0;", "AT&T; &#xD800; &#0;"),
    ("invisible", "到\u200b20\ue00025\ufeff年", "到2025年"),
    ("composed", "Gue\u0301rini Phu\u0301c", "Guérini Phúc"),
    ("a compatibility character", "\uf92c来", "郎来"),
    ("a link", "据[《方案》](https://example.org/2021/90)的目标", "据《方案》的目标"),
    ("bold", "**到2025年**达80%", "到2025年达80%"),
    ("spaces", "到\u3000\u00a02025\u2003年", "到  2025 年"),
]


@pytest.mark.parametrize(("label", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_fold(label, text, expected):
    assert fold(text).text == expected


def test_offsets_are_a_range_when_nothing_is_removed():
    folded = fold("數位經濟達２０％")
    assert isinstance(folded.at, range)
    assert isinstance(folded.ends, range)


def test_half_of_a_pair_is_a_character_that_any_library_takes():
    folded = fold("数字\ud800经济")
    assert folded.text == "数字\ufffd经济"
    assert [word.term for word in split_words("数字\ud800经济")] == ["数字", "经济"]


def test_span_takes_the_whole_of_what_a_character_stands_for():
    text = "<p>达<b>20&percnt;</b>，Gue\u0301rini</p>"
    folded = fold(text)
    start = folded.text.index("20%")
    first, last = folded.span(start, start + 3)
    assert text[first:last] == "20&percnt;"
    start = folded.text.index("é")
    first, last = folded.span(start, start + 1)
    assert text[first:last] == "e\u0301"
    assert folded.span(2, 2) == (folded.at[2], folded.at[2])


PIECES = [
    *("<p>", "</p>", "<!--", "-->", "&nbsp;", "&#65;", "(dào)", "（nián）", "**", "到", "數", "％"),
    *("[x](https://example.org)", "e\u0301", "\u1100\u1161", "\u0958", "\u200b", "\ue000"),
]
texts = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(PIECES)), max_size=30).map("".join)


@given(st.lists(texts, max_size=8))
@settings(max_examples=250, deadline=None)
def test_texts_are_folded_together_as_each_by_itself(several):
    assert fold_each(several) == [fold(text) for text in several]


@given(texts)
@settings(max_examples=250, deadline=None)
def test_offsets_rise_and_stay_inside(text):
    folded = fold(text)
    assert isinstance(folded, Folded)
    assert len(folded.at) == len(folded.text) + 1
    assert len(folded.ends) == len(folded.text)
    assert folded.at[-1] == len(text)
    previous_start = previous_end = 0
    for start, end in zip(folded.at, folded.ends, strict=False):
        assert start < end <= len(text)
        assert start >= previous_start
        assert end >= previous_end
        previous_start, previous_end = start, end
    for start, end, character in zip(folded.at, folded.ends, folded.text, strict=False):
        if end == start + 1:
            assert character in fold(text[start]).text


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_composition_is_that_of_the_standard(text):
    if not any(mark in text for mark in "<&*[]("):
        visible = fold(text)
        assert unicodedata.is_normalized("NFC", visible.text) or visible.text != text


@given(st.text(alphabet=st.characters(min_codepoint=0xC0, max_codepoint=0x3000), max_size=30))
@settings(max_examples=300, deadline=None)
def test_letters_with_marks_compose_as_nfc_says(text):
    letters = "".join(c for c in text if unicodedata.category(c)[0] in "LM" and fold(c).text)
    composed = unicodedata.normalize("NFC", letters)
    assert fold(letters).text == fold(composed).text


def test_characters_that_need_no_closer_look_are_composed_already():
    ordinary = "".join(filter(lambda c: not _SPECIAL.search(c), map(chr, range(0x11000))))
    assert len(ordinary) > 27_000
    for text in (ordinary, ordinary[::-1]):
        assert unicodedata.is_normalized("NFC", text)
        assert not any(
            unicodedata.category(c) in ("Cc", "Cf", "Mn") for c in text if c not in "\t\n\r"
        )


@given(st.text(max_size=50) | st.text("數位經濟應達２％　\u2028\x85⽇a。\ud800", max_size=50))
@settings(max_examples=300, deadline=None)
def test_many_characters_are_simplified_as_each_by_itself(text):
    assert simplified(text * 3) == "".join(map(simplified, text)) * 3


@pytest.mark.parametrize(
    "piece", ["<p", "<!--", "&#", "**", "[x](/", "(a", "e\u0301", "<rt>", "﹪"]
)
def test_time_is_linear(piece):
    start = time.process_time()
    fold(piece * 50_000)
    assert time.process_time() - start < 5
