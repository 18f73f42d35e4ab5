"""Counts of terms: columns, shares, TF-IDF, sequences, trends, and tables that carry nothing."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.lexicon import load_lexicon
from analysis.terms import (
    collocations_of,
    compare_terms,
    count_ngrams,
    count_terms,
    dispersion_of,
    network_of,
    positions_of,
    trend_of,
)
from analysis.words import words_of

COLUMNS = ["group", "term", "n", "share", "n_articles", "tfidf"]


def tokens(**articles):
    """Return a plain table of words: one article per keyword, words separated by spaces."""
    rows = [
        (article_id, position, term)
        for article_id, text in articles.items()
        for position, term in enumerate(text.split(), start=1)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "position", "term"])
    return table.astype({"article_id": "str", "term": "str", "position": "int64"})


def sentences(**articles):
    rows = [(name, 1, 0, text) for name, text in articles.items()]
    return pd.DataFrame(rows, columns=["article_id", "sentence_no", "start", "text"])


WORDS = tokens(a="甲 甲 乙 的", b="甲 丙 丙 丙", c="丁")


def test_counts_by_article():
    table = count_terms(WORDS)
    assert list(table.columns) == COLUMNS
    rows = {(r.group, r.term): r for r in table.itertuples()}
    assert rows["a", "甲"].n == 2
    assert rows["a", "甲"].share == pytest.approx(2 / 4, abs=1e-12)
    assert rows["a", "甲"].tfidf == pytest.approx(2 * math.log10(3 / 2), abs=1e-12)
    assert rows["b", "丙"].tfidf == pytest.approx(3 * math.log10(3), abs=1e-12)
    assert rows["a", "甲"].n_articles == 1
    assert list(table["group"]) == ["a", "a", "a", "b", "b", "c"]
    assert list(table["term"])[:2] == ["甲", "乙"], "the most frequent first, then by characters"


def test_counts_of_all_articles_say_their_range():
    table = count_terms(WORDS, by=None).set_index("term")
    assert set(table["group"]) == {"all"}
    assert table.loc["甲", "n"] == 3
    assert table.loc["甲", "n_articles"] == 2
    assert table.loc["甲", "share"] == pytest.approx(3 / 9, abs=1e-12)


def test_tfidf_of_a_group_is_the_sum_of_its_articles():
    words = WORDS.assign(year=WORDS["article_id"].map({"a": "2020", "b": "2020", "c": "2021"}))
    by_year = count_terms(words, by="year").set_index(["group", "term"])
    by_article = count_terms(words).set_index(["group", "term"])["tfidf"]
    total = by_article["a", "甲"] + by_article["b", "甲"]
    assert by_year.loc[("2020", "甲"), "tfidf"] == pytest.approx(total, abs=1e-12)
    assert by_year.loc[("2020", "甲"), "n_articles"] == 2


def test_a_group_that_is_unknown_is_left_out():
    words = WORDS.assign(year=WORDS["article_id"].map({"a": "2020", "b": "", "c": None}))
    table = count_terms(words, by="year")
    assert set(table["group"]) == {"2020"}
    assert table["tfidf"].eq(0).all(), "one article is left, nothing is rare in it"


def test_words_that_are_no_terms_count_in_the_share():
    words = words_of(sentences(a="越南的数字政府和数字政府在2025年"))
    table = count_terms(words).set_index("term")
    assert set(table.index) == {"越南", "数字政府"}
    assert table.loc["数字政府", "share"] == pytest.approx(2 / len(words), abs=1e-12)
    every = count_terms(words, kinds=["word", "stopword", "number", "character", "latin"])
    assert every["n"].sum() == len(words)
    assert every["share"].sum() == pytest.approx(1, abs=1e-12)


def test_tokens_from_elsewhere_are_taken_as_they_are_unless_a_lexicon_is_given():
    assert "的" in set(count_terms(WORDS)["term"])
    assert "的" not in set(count_terms(WORDS, lexicon=load_lexicon())["term"])


def test_ngrams_do_not_cross_punctuation_sentences_or_stop_words():
    words = words_of(sentences(a="推进数字政府建设，推进改革。数字政府建设的目标，越南的目标"))
    table = count_ngrams(words, size=2, by=None).set_index("term")
    assert table.loc["数字政府 建设", "n"] == 2
    assert {"建设 推进", "建设 目标", "越南 目标", "改革 数字政府"}.isdisjoint(table.index)
    plain = count_ngrams(tokens(a="甲 乙 ， 甲 乙", b="甲"), size=2, by=None)
    assert dict(zip(plain["term"], plain["n"], strict=True)) == {"甲 乙": 2}


def test_ngrams_follow_positions_not_rows():
    table = tokens(a="甲 乙 丙").iloc[[2, 0, 1]]
    assert list(count_ngrams(table, size=3)["term"]) == ["甲 乙 丙"]
    gap = tokens(a="甲 乙 丙").drop(1)
    assert count_ngrams(gap, size=2).empty


def test_trend_has_zeros():
    words = WORDS.assign(year=WORDS["article_id"].map({"a": "2020", "b": "2021", "c": None}))
    table = trend_of(words, ["丙", "甲", "无"], by="year").set_index(["term", "group"])
    assert list(table["n"]) == [0, 2, 0, 3, 1, 0]
    assert table.loc[("丙", "2021"), "share"] == pytest.approx(0.75, abs=1e-12)
    assert table.loc[("丙", "2020"), "n_words"] == 4
    assert set(table.index.get_level_values("group")) == {"2020", "2021"}


EMPTY = WORDS.iloc[:0]


@pytest.mark.parametrize(
    ("count", "full"),
    [
        (count_terms, lambda w: count_terms(w)),
        (lambda w: count_terms(w, by=None), lambda w: count_terms(w, by=None)),
        (count_ngrams, lambda w: count_ngrams(w)),
        (collocations_of, lambda w: collocations_of(w, min_count=1)),
        (dispersion_of, lambda w: dispersion_of(w)),
        (lambda w: positions_of(w, ["甲"]), lambda w: positions_of(w, ["甲"])),
        (lambda w: trend_of(w, ["甲"], by="article_id"), lambda w: trend_of(w, ["甲"], by="term")),
        (lambda w: network_of(w).nodes, None),
        (lambda w: network_of(w).edges, None),
    ],
)
def test_no_words_give_an_empty_table_of_the_same_shape(count, full):
    empty = count(EMPTY.assign(sentence_no=1))
    assert empty.empty
    assert len(empty.columns) > 3
    if full:
        filled = full(WORDS.assign(sentence_no=1))
        assert len(filled)
        assert list(empty.dtypes.items()) == list(filled.dtypes.items())


@pytest.mark.parametrize("column", ["article_id", "term"])
def test_a_missing_column_is_named(column):
    table = WORDS.drop(columns=column)
    for count in (count_terms, count_ngrams, collocations_of, dispersion_of):
        with pytest.raises(ValueError, match=f"no column {column}"):
            count(table)
    with pytest.raises(ValueError, match="no column year"):
        count_terms(WORDS, by="year")
    with pytest.raises(ValueError, match="no column sentence_no"):
        network_of(WORDS)


def test_counting_changes_nothing_in_the_words():
    before = WORDS.copy()
    count_terms(WORDS)
    count_ngrams(WORDS)
    collocations_of(WORDS)
    compare_terms(WORDS, target="a")
    dispersion_of(WORDS)
    pd.testing.assert_frame_equal(WORDS, before)


def test_order_of_rows_does_not_matter():
    shuffled = WORDS.iloc[np.random.default_rng(1).permutation(len(WORDS))]
    for count in (count_terms, count_ngrams, collocations_of, dispersion_of):
        pd.testing.assert_frame_equal(count(WORDS), count(shuffled))
