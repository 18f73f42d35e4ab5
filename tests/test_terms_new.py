"""New terms and the stability of segmentations."""

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.fold import fold
from analysis.lexicon import load_lexicon
from analysis.terms import compare_segmentations, suggest_terms
from analysis.terms.segmentations import rank_biased_overlap

SHARED = Path(__file__).resolve().parents[2] / "shared"
NO_WORDS = replace(load_lexicon(), words=())


def sentences(texts, article_id="a"):
    rows = [(article_id, number, 0, text) for number, text in enumerate(texts, start=1)]
    return pd.DataFrame(rows, columns=["article_id", "sentence_no", "start", "text"])


SOME = [
    "各省推进蓝莓指数建设。",
    "去年蓝莓指数上升，明年下降",
    "他说，<b>蓝莓</b>指数很重要。",
    "根据藍莓指數，河内领先",
    "学者研究蓝莓指数。",
    "气温、湿度、降水、光照、土壤都要记录",
    "记者在会上了解到各地的情况",
]


def test_a_term_that_behaves_like_a_word_is_suggested_with_its_numbers():
    table = suggest_terms(sentences(SOME), lexicon=NO_WORDS)
    row = table.set_index("term").loc["蓝莓指数"]
    assert row["n"] == 5
    assert row["n_articles"] == 1
    assert row["sentence_no"] == 1
    assert row["example"] == "各省推进蓝莓指数建设。"
    # Five different neighbours on the left (进 年 ， 据 究); one is the end of a run.
    assert row["left_entropy"] == pytest.approx(math.log2(5), abs=1e-12)
    total = sum(1 for text in SOME for c in fold(text).text if "\u4e00" <= c <= "\u9fff")
    # The weakest cut is 蓝莓 / 指数 or one of the others: each part stands only in this term.
    assert row["cohesion"] == pytest.approx(math.log2(5 * total / (5 * 5)), abs=1e-12)
    assert row["score"] == pytest.approx(5 * 2 * (1 - row["whole"] / 4), abs=1e-12)
    assert {"莓指数", "蓝莓指", "莓指"}.isdisjoint(table["term"]), "their edges are not free"


def test_what_the_lexicon_has_is_not_suggested():
    words = ({"word": "蓝莓指数", "frequency": ""},)
    table = suggest_terms(sentences(SOME), lexicon=replace(NO_WORDS, words=words))
    assert "蓝莓指数" not in set(table["term"])


def test_names_with_a_dot_are_suggested():
    texts = [f"{before}，阿丽娅·托卡罗夫斯卡娃（女）" for before in ("昨天", "总理", "会上")]
    table = suggest_terms(sentences(texts), lexicon=NO_WORDS)
    assert "阿丽娅·托卡罗夫斯卡娃" in set(table["term"])
    assert not table["term"].str.contains("^·|·$").any()


def test_a_repeated_sentence_counts_once():
    table = sentences(SOME)
    table["repeat_of_sentence"] = [None, None, None, 1, 1, None, None]
    found = suggest_terms(table, lexicon=NO_WORDS).set_index("term")
    assert found.loc["蓝莓指数", "n"] == 3


def test_n_and_min_count():
    assert len(suggest_terms(sentences(SOME), lexicon=NO_WORDS, n=1)) == 1
    assert suggest_terms(sentences(SOME), lexicon=NO_WORDS, min_count=6).empty


def test_no_sentences_give_an_empty_table_of_the_same_shape():
    empty = suggest_terms(sentences([]), lexicon=NO_WORDS)
    full = suggest_terms(sentences(SOME), lexicon=NO_WORDS)
    assert empty.empty
    assert list(empty.dtypes.items()) == list(full.dtypes.items())


@pytest.mark.skipif(not SHARED.is_dir(), reason="no coded documents beside us")
def test_terms_of_the_field_come_back_with_an_empty_lexicon():
    files = sorted(SHARED.glob("gold/dev_*/docs/*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    table = pd.concat(
        [sentences(text.splitlines(), file.stem) for file, text in zip(files, texts, strict=True)]
    )
    whole = "\n".join(fold(text).text for text in texts)
    field = (SHARED / "reference" / "domain_terms.txt").read_text(encoding="utf-8").split()
    wanted = {term for term in field if whole.count(term) >= 5}
    assert len(wanted) > 20
    found = wanted & set(suggest_terms(table, lexicon=NO_WORDS, n=200)["term"])
    assert len(found) / len(wanted) >= 0.8, sorted(wanted - found)


def test_rank_biased_overlap():
    # By hand: the rankings share 1 of 1, 1 of 2 and 3 of 3.
    expected = 0.9**3 + 0.1 / 0.9 * (0.9 + 0.5 * 0.9**2 + 0.9**3)
    assert rank_biased_overlap("甲乙丙", "甲丙乙") == pytest.approx(expected, abs=1e-12)
    assert rank_biased_overlap("甲乙丙", "甲乙丙") == pytest.approx(1, abs=1e-12)
    assert rank_biased_overlap("甲乙", "丙丁") == 0
    assert rank_biased_overlap("", "") == 1
    assert rank_biased_overlap("甲", "") == 0


def test_segmentations():
    texts = ["越南跻身电子政务五十强，数字化转型", "数字化转型与五十强", "数字化转型", "越南"]
    result = compare_segmentations(sentences(texts), n=5)
    tops = {name: list(top["term"]) for name, top in result.ranks.groupby("segmentation")}
    assert tops["lexicon+hmm"][:2] == ["数字化转型", "五十强"]
    assert "数字化转型" not in tops["plain"]
    assert {"数字", "字化"} <= set(tops["bigrams"])
    agreement = result.agreement.set_index("segmentation")
    assert agreement.loc["lexicon+hmm", "rbo"] == pytest.approx(1, abs=1e-12)
    assert agreement.loc["plain", "rbo"] < 1
    words = agreement.loc[["lexicon", "hmm", "plain"], "rbo"]
    assert result.stability == pytest.approx(words.mean(), abs=1e-12)
    assert list(result.ranks["rank"])[:5] == [1, 2, 3, 4, 5]


def test_segmentations_of_nothing():
    result = compare_segmentations(sentences([]))
    assert result.ranks.empty
    assert result.stability == 1
