"""The batch segmenter gives jieba's own tokens: on articles, on fuzzed text, on any dictionary."""

import random
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import segmentation
from analysis.lexicon import load_lexicon
from analysis.segmentation import batch_segmenter, flat

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = sorted((ROOT / "data" / "raw").glob("*.txt"))
CODED = ROOT.parent / "shared" / "gold"

# What jieba treats in a way of its own: the ends of its range of Chinese characters, characters
# outside it, symbols inside and outside of blocks, white space that is one token and that is two.
ODD = "㐀\u4e00\u9fa5\u9fd5\u9fd6𠀀〇々·+#&._%-，。“”（）/~'\t\r\n \u3000\u00a0\x85\x1c\0éĐ５％"
# In jieba's range, but unknown to its hidden Markov model.
RARE = "丆乁亪傋僋剦匔卂厸叀"


@pytest.fixture(scope="module")
def dictionary():
    tokenizer = jieba.Tokenizer()
    return tokenizer.gen_pfdict(tokenizer.get_dict_file())


@pytest.fixture
def no_forced_words(monkeypatch):
    # A deleted word goes into a set that all tokenizers share.
    monkeypatch.setattr(jieba.finalseg, "Force_Split_Words", set())


@pytest.fixture
def tokenizer(dictionary, no_forced_words):
    return tokenizer_with(*dictionary)


@pytest.fixture
def small(no_forced_words):
    return tokenizer_with({"在": 1000, "大": 0, "大厦": 20}, 1020)


@pytest.fixture(scope="module")
def segmenter(dictionary):
    """The segmenter of jieba's own dictionary with the words of the lexicon."""
    tokenizer = tokenizer_with(*dictionary)
    for row in load_lexicon().words:
        tokenizer.add_word(row["word"])
    return batch_segmenter(tokenizer)


def tokenizer_with(frequencies, total):
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(frequencies), total, True
    return tokenizer


def differences(segmenter, texts):
    """Return what the two say of each text that they cut differently."""
    cut = segmenter.tokenizer().lcut
    return [
        (text, hmm, ours, cut(text, HMM=hmm))
        for hmm in (True, False)
        for text, ours in zip(texts, segmenter.cut(texts, hmm=hmm), strict=True)
        if ours != cut(text, HMM=hmm)
    ]


def sentences_of(files):
    texts = [file.read_bytes().decode("utf-8", "replace") for file in files]
    return texts + [line for text in texts for line in text.splitlines(keepends=True)]


def test_articles(segmenter):
    assert len(ARTICLES) >= 2
    assert differences(segmenter, sentences_of(ARTICLES)) == []


@pytest.mark.skipif(not CODED.is_dir(), reason="no coded documents beside the checkout")
def test_coded_documents(segmenter):
    files = [f for name in ("dev_real", "dev_rewritten") for f in (CODED / name).rglob("*.txt")]
    assert files
    assert differences(segmenter, sentences_of(files)) == []


words = sorted({row["word"] for row in load_lexicon().words})
pieces = st.one_of(
    st.sampled_from([*words, "2025年", "80%", "3.14", "1.2.3", "5G", "E-", "T恤", "C++", "\r\n"]),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
    st.text(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动",
        max_size=9,
    ),
    st.text(RARE, max_size=5),
    st.text(ODD, max_size=4),
    st.text("abZ019.-%+", max_size=6),
    st.text(max_size=4),
)
texts = st.lists(pieces, max_size=12).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, max_size=6))
def test_fuzzed_texts(segmenter, texts):
    assert differences(segmenter, texts) == []


# Few characters and few frequencies: many ways through a block are equally probable.
small_words = st.text("一二东AB1.", min_size=1, max_size=4)
small_texts = st.text("一二东AB1. ，", max_size=14)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(small_words, st.sampled_from([0, 1, 2, 4, 8]), max_size=14),
    st.integers(1, 20),
    st.lists(small_texts, max_size=20),
)
@example({"一二": 1, "二": 8}, 1, ["一二"])  # what is only a prefix is no word
@example({}, 1, ["一二，A1"])
def test_any_dictionary(frequencies, total, texts):
    # The total need not be the sum: who adds words may leave it as it was.
    tokenizer = tokenizer_with(frequencies, total)
    for word in frequencies:
        for end in range(1, len(word)):
            tokenizer.FREQ.setdefault(word[:end], 0)
    assert differences(batch_segmenter(tokenizer), texts) == []


def test_words_added_deleted_and_weighted_anew(tokenizer):
    texts = [*sentences_of(ARTICLES), "杭研大厦在数字化转型中，台中市和2025年的5G网络"]
    before = list(batch_segmenter(tokenizer).cut(texts))
    rng = random.Random(1)
    known = sorted({word for cut in before for word in cut if len(word) > 1})
    for word in rng.sample(known, 60):
        tokenizer.del_word(word)
    for word in rng.sample(known, 60):
        tokenizer.add_word(word, rng.choice([1, 2, 1000, 10**6]))
    for word in ("范氏青茶", "在数", "5G网络", "2025年", "转型中", "斯坦尼斯拉斯·盖里尼", "年的"):
        tokenizer.add_word(word)
    tokenizer.suggest_freq(("数字", "化"), tune=True)
    segmenter = batch_segmenter(tokenizer)
    assert differences(segmenter, texts) == []
    assert list(segmenter.cut(texts)) != before


def test_a_deleted_word_is_not_joined_again(small):
    assert "杭研" in next(batch_segmenter(small).cut(["在杭研大厦"]))
    small.del_word("杭研")
    segmenter = batch_segmenter(small)
    assert "杭研" not in next(segmenter.cut(["在杭研大厦"]))
    assert differences(segmenter, ["在杭研大厦", "杭研，杭研杭研"]) == []


def test_single_characters_that_are_a_word_together_stay_apart(small):
    small.add_word("杭研", 1)
    small.FREQ["杭"] = small.FREQ["研"] = 1000
    segmenter = batch_segmenter(small)
    assert next(segmenter.cut(["杭研"])) == ["杭", "研"]
    assert differences(segmenter, ["杭研", "，杭研大厦", "在杭研", "杭研杭研"]) == []


def test_parts_and_long_blocks_change_nothing(segmenter, monkeypatch):
    texts = [*sentences_of(ARTICLES), "", "数" * 450 + "5G。", "国家" * 300]
    whole = segmenter.segment(texts)
    monkeypatch.setattr(flat, "CHUNK", 50)
    monkeypatch.setattr(segmentation, "LONGEST", 12)
    for ours, parts in zip(whole, segmenter.segment(texts), strict=True):
        np.testing.assert_array_equal(ours, parts)
    assert differences(segmenter, texts) == []


def test_tokens_cover_each_text_in_order(segmenter):
    texts = ["", "越南\r\n政府", "", "\0", "a\0b", "𠀀年", ""]
    tokens = segmenter.segment(texts)
    cut = [[] for _ in texts]
    for text, start, end in zip(*(array.tolist() for array in tokens), strict=True):
        cut[text].append(texts[text][start:end])
    assert ["".join(words) for words in cut] == texts
    assert cut == list(segmenter.cut(texts))
    assert cut[1] == ["越南", "\r\n", "政府"]


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["。"], ["年"], ["\r", "\n"]])
def test_next_to_nothing(segmenter, texts):
    assert differences(segmenter, texts) == []
    assert len(list(segmenter.cut(texts))) == len(texts)


def test_memory_does_not_grow_with_the_number_of_texts(segmenter, monkeypatch):
    monkeypatch.setattr(flat, "CHUNK", 10_000)
    texts = sentences_of(ARTICLES)

    def peak(texts):
        tracemalloc.start()
        for _ in segmenter.cut(texts):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(texts)
    assert peak(texts * 12) < 1.2 * peak(texts * 4)
