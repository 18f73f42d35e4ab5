"""Many sentences cut together give the very table that they give one by one."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.corpus import parse_article, sentences_of
from analysis.lexicon import load_lexicon
from analysis.words import COLUMNS, counted_sentences, split_words, words_of

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = sorted((ROOT / "data" / "raw").glob("*.txt"))
CODED = ROOT.parent / "shared" / "gold"

# Markup, Traditional characters, what folding removes, dots of names, entries that jieba cannot
# hold and what stands at their edge, numbers, symbols, other scripts.
ODD = (
    *("<b>", "</b>", "<ruby>数<rt>shù</rt></ruby>", "&nbsp;", "\u200b", "\ufeff", "e\u0301"),
    *("數位經濟發展", "臺灣政府", "到(dào)", "ＥＧＤＩ", "２０２５年", "十四五", "の", "𠮷"),
    *("斯坦尼斯拉斯‧盖里尼", "斯坦尼斯拉斯·盖里尼", "国会展", "的", "强"),
    *("5G网络", "25G网络", "A股", "A股份", "第749号", "749/QĐ-TTg", "82,6%"),
    *("，", "。", " ", "\u3000", "（", "①", "\0", "\r\n", "——"),
)


def lexicon_with(*entries):
    return replace(load_lexicon(), words=tuple({"word": e, "frequency": ""} for e in entries))


LEXICONS = {
    "package": None,
    "empty": replace(load_lexicon(), words=(), stopwords=()),
    "own": lexicon_with("5G网络", "A股", "数字", "国会", "斯坦尼斯拉斯·盖里尼", "4.0", "的强"),
}


def table(*texts, article_ids="a"):
    starts = [0, *pd.Series(map(len, texts)).cumsum()][: len(texts)]
    ids = [article_ids[number % len(article_ids)] for number in range(len(texts))]
    return pd.DataFrame(
        {
            "article_id": pd.array(ids, dtype="str"),
            "sentence_no": range(1, len(texts) + 1),
            "start": starts,
            "text": pd.array(texts, dtype="str"),
            "repeat_of_sentence": pd.array([pd.NA] * len(texts), dtype="Int64"),
        }
    )


def check(sentences, **options):
    """Assert that both ways give the same table, and return it."""
    together = words_of(sentences, **options)
    expected = one_by_one(counted_sentences(sentences), **options)
    assert_frame_equal(together, expected, check_index_type="exact", check_column_type="exact")
    return together


def one_by_one(sentences, **options):
    """Return the table of the words that ``split_words`` gives for each sentence."""
    rows, position, phrases = [], Counter(), Counter()
    columns = sentences[["article_id", "sentence_no", "start", "text"]]
    for article_id, sentence_no, start, text in columns.itertuples(index=False):
        before = phrases[article_id] + 1
        for word in split_words(text, **options):
            position[article_id] += 1
            phrases[article_id] = before + word.phrase
            place = (article_id, sentence_no, before + word.phrase, position[article_id])
            rows.append((*place, word.term, start + word.start, start + word.end, word.kind))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = dict.fromkeys(("article_id", "term", "kind"), "str")
    return table.astype(texts | dict.fromkeys(set(COLUMNS) - set(texts), "int64"))


def articles_of(texts):
    return sentences_of(
        [parse_article(text, article_id=f"{number:03d}") for number, text in enumerate(texts)]
    )


def mutated(text, rng):
    """Return the text with odd pieces put in at random places and stretches left out."""
    for _ in range(len(text) // 40):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(ODD) + text[at + rng.randrange(4) :]
    return text


@pytest.mark.parametrize("hmm", [True, False])
@pytest.mark.parametrize("lexicon", LEXICONS)
def test_articles_and_what_can_happen_to_them(lexicon, hmm):
    rng = random.Random(lexicon)
    texts = [file.read_text(encoding="utf-8") for file in ARTICLES]
    texts += [mutated(text, rng) for text in texts * 3] + texts
    assert len(check(articles_of(texts), lexicon=LEXICONS[lexicon], hmm=hmm)) > 1000


def test_generated_articles(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.corpus import article

    assert len(check(articles_of(map(article, range(60))))) > 10_000


@pytest.mark.skipif(not CODED.is_dir(), reason="no coded documents beside the checkout")
def test_coded_documents():
    files = [f for name in ("dev_real", "dev_rewritten") for f in (CODED / name).rglob("*.txt")]
    assert files
    check(articles_of(file.read_bytes().decode("utf-8", "replace") for file in sorted(files)))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(ODD) | st.text(max_size=3), max_size=8).map("".join), max_size=8
    ),
    st.sampled_from(["a", "ab", "ba0"]),
    st.booleans(),
    st.sampled_from(["package", "own"]),
)
@example([""], "a", True, "package")
@example(["", "，", "", "发展"], "a", True, "package")  # a sentence without words has no phrase
@example([], "a", True, "package")
def test_any_text(texts, article_ids, hmm, lexicon):
    # Of several articles the sentences come in turn: each counts its own phrases and positions.
    check(table(*texts, article_ids=article_ids), hmm=hmm, lexicon=LEXICONS[lexicon])


def test_no_sentence_without_rows_and_without_columns_beside_the_text():
    sentences = table("发展，改革", "创新").drop(columns="repeat_of_sentence")
    assert list(check(sentences)["phrase"]) == [1, 2, 3]
    assert check(sentences.iloc[:0]).empty


def test_repeated_sentences_and_another_index():
    sentences = table("數字政府", "发展", "数字政府", article_ids="ab")
    sentences["repeat_of_sentence"] = pd.array([pd.NA, pd.NA, 1], dtype="Int64")
    sentences.index = [7, 7, 9]
    assert list(check(sentences)["term"]) == ["数字政府", "发展"]


@pytest.mark.parametrize("dtype", ["object", "category", "string"])
def test_identifiers_of_any_type(dtype):
    sentences = table("发展", "改革", article_ids="ba")
    check(sentences.astype({"article_id": dtype}))
    check(sentences.assign(article_id=[2, 1]))
