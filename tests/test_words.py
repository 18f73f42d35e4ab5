"""Words: cases, the contract of the lexicon, offsets, bad entries."""

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fold import fold, simplified
from analysis.lexicon import LexiconError, load_lexicon
from analysis.words import COLUMNS, KINDS, split_words, words_of
from analysis.words.segmenter import segmenter_of, tokenizer_of

CASES = json.loads((Path(__file__).parent / "cases" / "words.json").read_text(encoding="utf-8"))

# Sentences around an entry, none of whose characters makes a word with common beginnings or ends.
EXAMPLES = ("{}", "关于{}的报道。", "越南力争发展{}，提高效率", "2025年，{}取得成果")


def lexicon_with(*entries):
    rows = tuple(e if isinstance(e, dict) else {"word": e, "frequency": ""} for e in entries)
    return replace(load_lexicon(), words=rows)


def terms(text, **options):
    return [word.term for word in split_words(text, **options)]


def sentences(*texts, article_id="a"):
    rows, start = [], 0
    for number, text in enumerate(texts, start=1):
        rows.append((article_id, number, start, start + len(text), text, pd.NA))
        start += len(text)
    columns = ["article_id", "sentence_no", "start", "end", "text", "repeat_of_sentence"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case):
    lexicon = lexicon_with(*case["entries"]) if "entries" in case else None
    words = split_words(case["text"], lexicon=lexicon)
    assert [word.term for word in words] == case["expected"]


def test_every_entry_comes_out_whole():
    broken = [
        (entry, sentence)
        for entry in (row["word"] for row in load_lexicon().words)
        for sentence in EXAMPLES
        if simplified(entry) not in terms(sentence.format(entry))
    ]
    assert broken == []


def test_every_entry_is_whole_without_hmm_too():
    entries = [row["word"] for row in load_lexicon().words]
    assert [e for e in entries if simplified(e) not in terms(f"关于{e}的报道", hmm=False)] == []


def test_a_long_lexicon_does_not_wear_out():
    # jieba's own way, a huge frequency, fails silently after some 85 entries.
    entries = [f"{a}{b}{c}计划" for a in "甲乙丙丁戊" for b in "东南西北中" for c in "山水风云木火"]
    entries += [f"第{number}-QĐ号方案" for number in range(100)]
    lexicon = lexicon_with(*entries, "曲阜师范大学", "盖里尼·小")
    broken = [e for e in entries if e not in terms(f"关于{e}的报道", lexicon=lexicon)]
    assert broken == []
    assert terms("到曲阜师范大学", lexicon=lexicon)[-1] == "曲阜师范大学"


def test_a_hundred_thousand_entries():
    han = [chr(code) for code in range(0x5000, 0x5200)]
    entries = [a + b + "数" for a in han for b in han[:190]]
    entries += [f"{a}{b}·数" for a in han[:60] for b in han[:50]]
    lexicon = lexicon_with(*entries)
    started = time.perf_counter()
    assert len(entries) > 100_000
    for entry in entries[:: len(entries) // 50]:
        assert simplified(entry) in terms(f"关于{entry}的报道", lexicon=lexicon)
    assert time.perf_counter() - started < 60
    # Words that are no entries are cut as ever: their frequencies did not fade.
    for text in ("大学量地心", "现在体生上", "比对意思惯"):
        ever = terms(text, lexicon=lexicon_with("蓝莓指数"), hmm=False)
        assert terms(text, lexicon=lexicon, hmm=False) == ever


def test_duplicated_and_folded_entries_are_one():
    lexicon = lexicon_with("數字平臺", "数字平台", {"word": "数字平台", "frequency": "7"})
    assert terms("建设数字平台", lexicon=lexicon) == ["建设", "数字平台"]


@pytest.mark.parametrize("entry", ["强", "、", "——", "　", "<b></b>"])
def test_what_cannot_be_a_word_is_named(entry):
    with pytest.raises(LexiconError, match=re.escape(f"words.csv: {entry!r}")):
        split_words("跻身强国", lexicon=lexicon_with(entry))


def test_kinds():
    words = split_words("越南的增长7%，三十、ASEAN")
    assert {word.term: word.kind for word in words} == {
        "越南": "word",
        "的": "stopword",
        "增长": "word",
        "7%": "number",
        "三十": "number",
        "ASEAN": "latin",
    }
    assert {word.kind for word in split_words("县里有省部级文件")} <= set(KINDS)
    assert [word.kind for word in split_words("村") if word.term == "村"] == ["character"]


def test_an_entry_is_a_word_whatever_it_is_made_of():
    lexicon = lexicon_with("十四五", "4.0")
    kinds = {w.term: w.kind for w in split_words("十四五与4.0和四五", lexicon=lexicon)}
    assert kinds["十四五"] == kinds["4.0"] == "word"
    assert kinds["四五"] == "number"


def test_phrases_end_at_punctuation():
    phrases = {w.term: w.phrase for w in split_words("发展 数字政府、改革<b>创新</b>（完）")}
    assert phrases["发展"] == phrases["数字政府"] == 0
    assert phrases["改革"] == phrases["创新"] == 1
    assert phrases["完"] == 2


def test_table():
    table = words_of(sentences("數字政府，發展", "（完）", "数字政府"))
    assert list(table.columns) == list(COLUMNS)
    assert list(table["term"]) == ["数字政府", "发展", "完", "数字政府"]
    assert list(table["position"]) == [1, 2, 3, 4]
    assert list(table["sentence_no"]) == [1, 1, 2, 3]
    assert list(table["start"]) == [0, 5, 8, 10]
    assert list(table["end"]) == [4, 7, 9, 14]
    assert table["phrase"].is_monotonic_increasing
    assert table["phrase"].nunique() == 4


def test_a_repeated_sentence_counts_once():
    table = sentences("数字政府", "数字政府")
    table["repeat_of_sentence"] = pd.array([pd.NA, 1], dtype="Int64")
    assert list(words_of(table)["sentence_no"]) == [1]


def test_positions_run_within_each_article():
    table = pd.concat([sentences("数字政府", "发展"), sentences("改革创新", article_id="b")])
    words = words_of(table)
    assert list(words["article_id"]) == ["a", "a", "b", "b"]
    assert list(words["position"]) == [1, 2, 1, 2]


def test_no_sentences_give_an_empty_table_of_the_same_shape():
    empty, full = words_of(sentences().iloc[:0]), words_of(sentences("发展"))
    assert empty.empty
    assert list(empty.dtypes) == list(full.dtypes)


PIECES = st.sampled_from(
    ["数字政府", "數位經濟", "斯坦尼斯拉斯·盖里尼", "2025年", "80%", "第749号", "国会展", "𠮷"]
) | st.sampled_from(["<b>", "</b>", "&nbsp;", "，", "EGDI", "Gué", "(", "①", "の", "·", "\u200b"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.characters(), max_size=12).map("".join), st.booleans())
def test_words_stand_where_they_say(text, hmm):
    words = split_words(text, hmm=hmm)
    ends = [0, *(word.end for word in words)]
    for word, before in zip(words, ends, strict=False):
        assert before <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]).text.replace("‧", "·") == word.term
        assert word.kind in KINDS


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="数字政府国会展中与和的强百", max_size=20))
def test_nothing_of_a_run_of_characters_is_lost(text):
    assert "".join(terms(text)) == text


NO_ENTRIES = lexicon_with()


@pytest.fixture(scope="module")
def plain_jieba():
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def test_the_dictionary_is_that_of_jieba_with_the_frequencies_of_the_lexicon(plain_jieba):
    for lexicon in (load_lexicon(), lexicon_with("的强", "国会", "十四五", "4.0"), lexicon_with()):
        own = segmenter_of(lexicon).frequencies
        tokenizer = tokenizer_of(lexicon)
        words = {word: n for word, n in tokenizer.FREQ.items() if n}
        assert words == {word: n for word, n in (plain_jieba.FREQ | own).items() if n}
        assert tokenizer.total == plain_jieba.total


def test_the_frequencies_are_those_that_jieba_suggests(plain_jieba):
    entries = ["的是", "国会", "了的", "在的是", "数字政府", "在数字政府"]
    own = segmenter_of(lexicon_with(*entries, "互联网")).frequencies
    suggested = {entry: plain_jieba.suggest_freq(entry) for entry in entries}
    assert [own[e] for e in entries[:3]] == [max(2_000, suggested[e]) for e in entries[:3]]
    assert own["的是"] > own["国会"] == 2_000
    assert own["在的是"] > suggested["在的是"]  # the entry in it is more frequent than jieba's 是
    assert own["美国国会"] == 0
    assert "互联网络" not in own


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_words_at_each_character_are_those_of_jieba(plain_jieba, data):
    tokenizer = tokenizer_of(NO_ENTRIES)
    longest = [word for word in plain_jieba.FREQ if len(word) > 6]
    pieces = st.sampled_from(longest) | st.text("越南中国人民共和数字的一是在", max_size=6)
    cut = st.tuples(pieces, st.integers(0, 8)).map(lambda one: one[0][: one[1]])
    text = "".join(data.draw(st.lists(cut | pieces, max_size=8)))
    assert tokenizer.get_DAG(text) == plain_jieba.get_DAG(text)


def test_jieba_of_others_is_left_alone_and_silent():
    code = (
        "from analysis.words import split_words\n"
        "assert 'jieba' not in __import__('sys').modules\n"
        "print('/'.join(word.term for word in split_words('五十强行列')))\n"
        "import jieba\n"
        "assert not jieba.dt.initialized and jieba.dt.FREQ == {}"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert run.stdout.strip() == "五十强/行列"
    assert run.stderr == ""


def test_stop_words_say_their_group():
    rows = load_lexicon().stopwords
    groups = {row["note"].split(":")[0] for row in rows}
    assert groups == {"function", "calendar", "reporting"}
    assert all(fold(row["word"]).text == row["word"] for row in rows)
