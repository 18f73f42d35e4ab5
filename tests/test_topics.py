"""Topics: the codebook and its faults, coding, coverage, audit."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fold import fold
from analysis.lexicon import LexiconError, load_lexicon
from analysis.paths import LEXICON
from analysis.topics import (
    code_topics,
    codebook_of,
    codebook_sensitivity,
    coding,
    compare_coverage,
    coverage_of,
    find_topics,
    newcombe_interval,
    talk_and_commitment,
    term_contributions,
    uncovered_sentences,
    wilson_interval,
)

CASES = json.loads((Path(__file__).parent / "cases" / "topics.json").read_text(encoding="utf-8"))

TOPICS = "topic,zh,en,definition\n"
TERMS = "topic,term,kind,context\n"
TWO_TOPICS = TOPICS + "water,水,Water,rivers\nroads,路,Roads,traffic\n"


def lexicon_of(folder: Path, topics: str, terms: str):
    (folder / "topics.csv").write_text(topics, encoding="utf-8")
    (folder / "topic_terms.csv").write_text(terms, encoding="utf-8")
    return load_lexicon(folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A codebook of two topics: 河, 河流 and 大河 are water unless it is 河北; 路 roads."""
    terms = "water,河流,term,\nwater,大河,term,\nwater,河,term,\nwater,河北,exclude,\n"
    terms += "water,桥,term,河|江\nroads,路,term,\nroads,桥,term,!河|江\n"
    return lexicon_of(tmp_path_factory.mktemp("lexicon"), TWO_TOPICS, TERMS + terms)


def sentences_of(*texts: str, article: str = "a", repeats: dict[int, int] | None = None):
    rows, start = [], 0
    for number, text in enumerate(texts):
        repeat = (repeats or {}).get(number)
        rows.append((article, number, "body", "", start, start + len(text), text, repeat))
        start += len(text)
    return pd.DataFrame(
        rows,
        columns=[
            "article_id", "sentence_no", "zone", "heading", "start", "end", "text",
            "repeat_of_sentence",
        ],
    ).astype({"repeat_of_sentence": "Int64"})  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_topics_of_a_sentence(case):
    hits = code_topics(sentences_of(case["text"]))
    assert sorted(set(hits["topic"])) == case["expected"], case["comment"]


def test_every_topic_has_a_case():
    assert {t for case in CASES for t in case["expected"]} == set(
        codebook_of(load_lexicon()).topics
    )


# --- the codebook and its faults


@pytest.mark.parametrize(
    ("topics", "terms", "message"),
    [
        (TOPICS, TERMS, "topics.csv, line 1: no topic"),
        (TWO_TOPICS, TERMS, "topics.csv, line 2: no term for water"),
        (TWO_TOPICS, TERMS + "water,河,term,\n", "topics.csv, line 3: no term for roads"),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\nwater,河,exclude,\n",
            "topics.csv, line 2: no term for water",
        ),
        (
            TWO_TOPICS,
            TERMS + "water,河,term,\nwater,江,term,\nwater,河,term,\n",
            "topic_terms.csv, line 4: water + 河 is listed twice (line 2)",
        ),
        (
            TWO_TOPICS,
            TERMS + "water,河,term,\nwater,河,exclude,\n",
            "topic_terms.csv, line 3: water + 河 is listed twice",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,铁路,term,\nwater,河,term,\nroads,鐵路,term,\n",
            "topic_terms.csv, line 4: 鐵路 is the same as line 2 in Simplified form",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,铁路,term,\nwater,河,term,\nroads,鐵路,exclude,\n",
            "topic_terms.csv, line 4: 鐵路 is the same as line 2",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\nwater,河,term,\nwater,路,exclude,\n",
            "topic_terms.csv, line 2: 路 of roads is excluded in line 4: it never fires",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\n\nwater,\u200b,term,\n",
            "topic_terms.csv, line 4: term '\\u200b' has no visible character: it never fires",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\nwater,河流,term,河\n",
            "topic_terms.csv, line 3: context 河 is part of the term itself: it always holds",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\nwater,河流,term,!江|河\n",
            "topic_terms.csv, line 3: context 河 is part of the term itself: it never holds",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\nwater,河流,term,江|\n",
            "topic_terms.csv, line 3: context '江|' has an empty alternative",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,\nwater,河,term,\nwater,河北,exclude,省\n",
            "topic_terms.csv, line 4: an exclusion has no context",
        ),
        (
            TWO_TOPICS,
            TERMS + "roads,路,term,@wet\nwater,河,term,\n",
            "topic_terms.csv, line 2: @wet is no list: no row of kind list has that name",
        ),
        (
            TWO_TOPICS,
            TERMS + "water,wet,list,江\nroads,路,term,\nwater,河,term,\n",
            "topic_terms.csv, line 2: the name of a list begins with @: @wet",
        ),
        (
            TWO_TOPICS,
            TERMS + "water,@wet,list,江\nroads,@wet,list,海\nroads,路,term,\nwater,河,term,\n",
            "topic_terms.csv, line 3: @wet is listed twice",
        ),
        (
            TWO_TOPICS,
            TERMS + "water,@wet,list,江|@sea\nroads,路,term,\nwater,河,term,\n",
            "topic_terms.csv, line 2: @sea in a list: a list holds words alone",
        ),
        (
            TWO_TOPICS,
            TERMS + "water,@wet,list,河\nroads,路,term,\nwater,河流,term,@wet\n",
            "topic_terms.csv, line 4: context @wet has no word that the term itself has not",
        ),
        (
            TWO_TOPICS,
            TERMS + "rails,轨,term,\n",
            "topic_terms.csv, line 2: topic 'rails' is not in topics.csv",
        ),
    ],
)
def test_faults_of_a_codebook_name_file_and_line(tmp_path, topics, terms, message):
    with pytest.raises(LexiconError) as error:
        codebook_of(lexicon_of(tmp_path, topics, terms))
    assert message in str(error.value)


def test_every_term_of_the_package_fires_where_it_stands_alone():
    """A term that its own text does not fire would never fire; a word of its context helps."""
    lexicon = load_lexicon()
    codebook = codebook_of(lexicon)
    silent = [
        row["term"]
        for row in lexicon.topic_terms
        if row["kind"] == "exclude" and find_topics(row["term"], codebook)
    ]
    for meanings in codebook.meanings:
        for topic, term, context, _ in meanings:
            beside = context.words[0] if context and context.wanted else ""
            fired = {(hit.topic, hit.term) for hit in find_topics(f"{term}，{beside}", codebook)}
            if (topic, term) not in fired:
                silent.append(term)
    assert silent == []


def test_definitions_stand_beside_the_topics():
    for row in load_lexicon().topics:
        assert len(row["definition"]) > 40, row["topic"]


def test_a_topic_added_in_a_study_is_seen_in_hits_and_coverage(tmp_path):
    topics = (LEXICON / "topics.csv").read_text(encoding="utf-8")
    terms = (LEXICON / "topic_terms.csv").read_text(encoding="utf-8")
    lexicon = lexicon_of(
        tmp_path,
        topics + "tourism,旅游,Tourism,Travellers and what they see,\n",
        terms + "tourism,游客,term,,\ntourism,旅游,term,,\n",
    )
    sentences = sentences_of("去年接待游客三百万人次。", "数字经济增长两成。")
    hits = code_topics(sentences, lexicon=lexicon)
    assert list(hits["topic"]) == ["tourism", "digital_economy"]
    coverage = coverage_of(hits, sentences, lexicon=lexicon).set_index("topic")
    assert len(coverage) == 12
    assert coverage.loc["tourism", "share"] == 0.5
    with pytest.raises(ValueError, match="hits of tourism, which the codebook lacks"):
        coverage_of(hits, sentences)


def test_the_version_of_a_codebook_follows_its_content(tmp_path, small):
    one, other, noted = (tmp_path / name for name in ("one", "other", "noted"))
    terms = TERMS + "water,河,term,\nroads,路,term,\n"
    versions = []
    for folder, text in ((one, terms), (other, terms + "roads,街,term,\n"), (noted, terms)):
        folder.mkdir()
        versions.append(codebook_of(lexicon_of(folder, TWO_TOPICS, text)).version)
    assert versions[0] == versions[2] != versions[1]


# --- coding


def test_the_leftmost_and_longest_match_wins_across_topics(small):
    hits = code_topics(sentences_of("大河流过河北的路和河流。"), lexicon=small)
    assert list(zip(hits["term"], hits["start"], hits["end"], strict=True)) == [
        ("大河", 0, 2),
        ("路", 7, 8),
        ("河流", 9, 11),
    ]


def test_contexts_look_at_the_rest_of_the_sentence(small):
    hits = code_topics(sentences_of("江上有桥。", "城里有桥。"), lexicon=small)
    assert list(zip(hits["sentence_no"], hits["topic"], strict=True)) == [
        (0, "water"),
        (1, "roads"),
    ]


def test_a_list_stands_for_its_words(tmp_path):
    terms = (
        "water,@wet,list,江|海\nwater,桥,term,@wet|河\nroads,桥,term,!@wet\nroads,江桥,term,@wet\n"
    )
    book = codebook_of(lexicon_of(tmp_path, TWO_TOPICS, TERMS + terms))
    assert [hit.topic for hit in find_topics("海上有桥", book)] == ["water"]
    assert [hit.topic for hit in find_topics("河上有桥", book)] == ["water", "roads"]
    assert [hit.topic for hit in find_topics("城里有桥", book)] == ["roads"]
    # A word that the term has is no context of it.
    assert [hit.term for hit in find_topics("城里的江桥", book)] == ["桥"]
    assert [hit.term for hit in find_topics("海边的江桥", book)] == ["江桥"]


def test_a_match_whose_context_fails_hides_nothing(tmp_path):
    terms = TERMS + "roads,公路桥,term,钢\nroads,公路,term,\nwater,桥,term,\n"
    lexicon = lexicon_of(tmp_path, TWO_TOPICS, terms)
    assert [h.term for h in find_topics("公路桥", codebook_of(lexicon))] == ["公路", "桥"]
    assert [h.term for h in find_topics("钢公路桥", codebook_of(lexicon))] == ["公路桥"]


def test_offsets_are_those_of_the_article(small):
    texts = ("<b>大</b>河与&#36335;。", "河\u200b流和路。")
    hits = code_topics(sentences_of(*texts), lexicon=small)
    whole = "".join(texts)
    assert [whole[s:e] for s, e in zip(hits["start"], hits["end"], strict=True)] == [
        "大</b>河",
        "&#36335;",
        "河\u200b流",
        "路",
    ]


def test_sentences_searched_together_are_coded_one_by_one(small, monkeypatch):
    monkeypatch.setattr(coding, "TOGETHER", 3)
    texts = ["大", "河流。", "", "<b>路", "大河&#36335;", "5", "G和桥", "河\u200b流"] * 2
    table = sentences_of(*texts)
    book = codebook_of(small)
    expected = [
        (number, hit.topic, hit.term, start + hit.start, start + hit.end)
        for number, start, text in zip(table["sentence_no"], table["start"], texts, strict=True)
        for hit in find_topics(text, book)
    ]
    hits = code_topics(table, lexicon=small).drop(columns="article_id")
    assert list(hits.itertuples(index=False, name=None)) == expected


def test_no_sentence_gives_an_empty_table_of_the_same_columns(small):
    assert list(code_topics(sentences_of(), lexicon=small).columns) == [
        "article_id", "sentence_no", "topic", "term", "start", "end"
    ]  # fmt: skip


PIECES = [
    "大",
    "河",
    "流",
    "北",
    "路",
    "桥",
    "江",
    "，",
    "<b>",
    "</b>",
    "&amp;",
    "\u200b",
    "國",
    "5G",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_hits_quote_their_terms_and_do_not_overlap(text):
    codebook = codebook_of(load_lexicon())
    for book in (codebook, _small_codebook()):
        done = {}
        for hit in find_topics(text, book):
            assert fold(text[hit.start : hit.end]).text == fold(hit.term).text
            for (start, end), topics in done.items():
                same = (start, end) == (hit.start, hit.end)
                assert (same and hit.topic not in topics) or not (
                    start < hit.end and hit.start < end
                )
            done.setdefault((hit.start, hit.end), []).append(hit.topic)


_SMALL = []


def _small_codebook():
    return _SMALL[0]


@pytest.fixture(autouse=True, scope="module")
def _remember_small(small):
    _SMALL.append(codebook_of(small))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="大河流北路桥江，", max_size=20))
def test_coding_agrees_with_a_regular_expression(text):
    """Independent computation: alternation of the longest first is leftmost-longest."""
    pattern = re.compile("河流|大河|河北|河|路")
    expected = [m.group() for m in pattern.finditer(text) if m.group() != "河北"]
    found = [hit.term for hit in find_topics(text, _small_codebook()) if hit.term != "桥"]
    # 桥 overlaps none of the others, so leaving it out changes nothing.
    assert found == expected


# --- coverage


@pytest.fixture(scope="module")
def coded(small):
    sentences = sentences_of("河与河。", "路。", "天。", "河上有路。", "河与河。", repeats={4: 0})
    return sentences, code_topics(sentences, lexicon=small)


def test_coverage_counts_sentences_once_and_keeps_zeros(coded, small):
    sentences, hits = coded
    other = sentences_of("天。", "地。", article="b")
    coverage = coverage_of(hits, pd.concat([sentences, other]), lexicon=small)
    rows = coverage[["article_id", "topic", "n_hits", "n_sentences", "share", "n_total"]]
    assert rows.to_numpy().tolist() == [
        ["a", "water", 3, 2, 0.5, 4],
        ["a", "roads", 2, 2, 0.5, 4],
        ["b", "water", 0, 0, 0.0, 2],
        ["b", "roads", 0, 0, 0.0, 2],
    ]
    assert set(coverage["basis"]) == {"insufficient"}
    assert coverage["low"].isna().all()


def test_coverage_by_year_publisher_and_unknown(coded, small):
    sentences, hits = coded
    both = pd.concat([sentences, sentences_of("天。", article="b")])
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "published": ["2024-05", None], "publisher": ["x", "x"]}
    )
    by_year = coverage_of(hits, both, by="year", articles=articles, lexicon=small)
    assert list(by_year["year"]) == ["", "", "2024", "2024"]
    by_month = coverage_of(hits, both, by="month", articles=articles, lexicon=small)
    assert set(by_month["month"]) == {"", "2024-05"}
    by_publisher = coverage_of(hits, both, by="publisher", articles=articles, lexicon=small)
    assert list(by_publisher["n_total"]) == [5, 5]
    assert list(by_publisher["n_articles"]) == [2, 2]
    by_zone = coverage_of(hits, both, by="zone", lexicon=small)
    assert list(by_zone["zone"]) == ["body", "body"]
    with pytest.raises(ValueError, match="give articles="):
        coverage_of(hits, both, by="year", lexicon=small)
    with pytest.raises(ValueError, match="no column 'colour'"):
        coverage_of(hits, both, by="colour", articles=articles, lexicon=small)


def test_coverage_of_nothing_is_an_empty_table(coded, small):
    sentences, hits = coded
    empty = coverage_of(hits.head(0), sentences.head(0), lexicon=small)
    assert empty.empty
    assert list(empty.columns)[:7] == [
        "article_id", "topic", "n_hits", "n_sentences", "share", "low", "high"
    ]  # fmt: skip


def many_articles(small, n_articles: int):
    """Articles of 6 sentences; article i has i % 4 sentences about water, one about roads."""
    tables = [
        sentences_of(*["河。"] * (i % 4), *["天。"] * (5 - i % 4), "路。", article=f"{i:02}")
        for i in range(n_articles)
    ]
    sentences = pd.concat(tables, ignore_index=True).assign(year="2024")
    return sentences, code_topics(sentences, lexicon=small)


def test_the_interval_over_sentences_is_the_bootstrap_percentile(small):
    """Independent computation: scipy's bootstrap on the very sentences."""
    from scipy.stats import bootstrap

    sentences, hits = many_articles(small, 7)
    row = coverage_of(hits, sentences, by="year", lexicon=small).iloc[0]
    assert row["basis"] == "sentences"
    n, k = int(row["n_total"]), int(row["n_sentences"])
    values = np.repeat([1.0, 0.0], [k, n - k])
    drawn = bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    # Both are multiples of 1/n; a percentile of draws may fall on the next one.
    assert row["low"] == pytest.approx(drawn.low, abs=1 / n)
    assert row["high"] == pytest.approx(drawn.high, abs=1 / n)
    assert row["low"] < row["share"] < row["high"]


def test_the_interval_over_sentences_is_the_binomial_quantile(small):
    from scipy.stats import binom

    sentences, hits = many_articles(small, 9)
    for row in coverage_of(hits, sentences, by="year", lexicon=small).itertuples():
        for bound, q in ((row.low, 0.025), (row.high, 0.975)):
            assert bound == pytest.approx(binom.ppf(q, row.n_total, row.share) / row.n_total)


def test_with_ten_articles_the_articles_are_resampled(small):
    from scipy.stats import bootstrap

    sentences, hits = many_articles(small, 12)
    rows = coverage_of(hits, sentences, by="year", lexicon=small).set_index("topic")
    water = rows.loc["water"]
    assert water["basis"] == "articles"
    per_article = np.array([i % 4 for i in range(12)])
    drawn = bootstrap(
        (per_article / 6,), np.mean, n_resamples=20_000, method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    assert water["low"] == pytest.approx(drawn.low, abs=0.02)
    assert water["high"] == pytest.approx(drawn.high, abs=0.02)
    # Every article has one sentence in six about roads: no resample can differ.
    assert rows.loc["roads", "low"] == rows.loc["roads", "high"] == pytest.approx(1 / 6)
    again = coverage_of(hits, sentences, by="year", lexicon=small)
    assert again["low"].equals(rows.reset_index()["low"])


def test_score_intervals_as_published():
    """Newcombe 1998a, table I, method 3, and 1998b, table II, method 10."""
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson_interval(0, 20) == pytest.approx((0.0000, 0.1611), abs=5e-5)
    assert wilson_interval(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert newcombe_interval(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe_interval(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe_interval(10, 10, 0, 20) == pytest.approx((0.6791, 1.0000), abs=5e-5)


def test_the_score_interval_agrees_with_scipy():
    from scipy.stats import binomtest

    for k, n in ((0, 7), (3, 11), (20, 20), (45, 200)):
        expected = binomtest(k, n).proportion_ci(method="wilson")
        assert wilson_interval(k, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_comparison_of_two_groups(small):
    ours = sentences_of(*["河。"] * 9, *["天。"] * 11)
    theirs = sentences_of("河。", *["天。"] * 19, article="b")
    short = sentences_of("路。", article="c")
    sentences = pd.concat([ours, theirs, short], ignore_index=True)
    hits = code_topics(sentences, lexicon=small)
    table = compare_coverage(hits, sentences, target="a", reference="b", lexicon=small)
    water = table.set_index("topic").loc["water"]
    assert (water["n_target"], water["total_target"]) == (9, 20)
    assert (water["n_reference"], water["total_reference"]) == (1, 20)
    assert water["difference"] == pytest.approx(0.4)
    assert (water["low"], water["high"]) == newcombe_interval(9, 20, 1, 20)
    assert water["verdict"] == "more"
    assert table.set_index("topic").loc["roads", "verdict"] == "undecided"
    # The other way round the sign turns; against all others there is one sentence more.
    back = compare_coverage(hits, sentences, target="b", reference="a", lexicon=small)
    assert back.set_index("topic").loc["water", "verdict"] == "less"
    rest = compare_coverage(hits, sentences, target="a", lexicon=small)
    assert set(rest["total_reference"]) == {21}
    few = compare_coverage(hits, sentences, target="a", reference="c", lexicon=small)
    assert set(few["verdict"]) == {"insufficient"}
    with pytest.raises(ValueError, match="no sentence where article_id is 'z'"):
        compare_coverage(hits, sentences, target="z", lexicon=small)


def test_comparison_over_articles(small):
    one, _ = many_articles(small, 12)
    other = one.assign(article_id="x" + one["article_id"], year="2025")
    sentences = pd.concat([one, other], ignore_index=True)
    hits = code_topics(sentences, lexicon=small)
    table = compare_coverage(
        hits, sentences, target="2024", reference="2025", by="year", lexicon=small
    ).set_index("topic")
    assert table.loc["water", "basis"] == "articles"
    assert table.loc["water", "low"] < 0 < table.loc["water", "high"]
    assert table.loc["water", "verdict"] == "undecided"


# --- talk and commitment


def test_talk_without_commitment_stays_in_the_table(coded, small):
    sentences, hits = coded
    claims = pd.DataFrame(
        [
            ("a", 0, "target", 2030, 5.0, None),
            ("a", 0, "target", 2030, 7.0, ""),
            ("a", 0, "target", None, 7.0, ""),
            ("a", 0, "actual", 2020, 4.0, ""),
            ("a", 0, "target", 2025, None, ""),  # no number
            ("a", 0, "target", 2025, 9.0, "a:1-2"),  # a repeat
            ("a", 2, "target", 2025, 9.0, ""),  # in a sentence without a topic
        ],
        columns=["article_id", "sentence_no", "status", "year", "value", "repeat_of"],
    ).astype({"year": "Int64"})
    table = talk_and_commitment(coverage_of(hits, sentences, lexicon=small), hits, claims)
    rows = table[["topic", "n_sentences", "status", "year", "n_claims"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        ["roads", 2, "target", None, 0],
        ["water", 2, "actual", 2020, 1],
        ["water", 2, "target", 2030, 2],
        ["water", 2, "target", None, 1],
    ]


# --- audit


def test_uncovered_sentences_are_ranked_by_their_weight(small):
    sentences = sentences_of(
        "天。", "天地玄黄，宇宙洪荒。", "河。", "日月。", "日月。", repeats={4: 3}
    )
    left = uncovered_sentences(code_topics(sentences, lexicon=small), sentences)
    assert list(zip(left["sentence_no"], left["n_characters"], strict=True)) == [
        (1, 8),
        (3, 2),
        (0, 1),
    ]


def test_what_each_term_contributes(coded, small):
    sentences, hits = coded
    table = term_contributions(hits, sentences, lexicon=small).set_index(["topic", "term"])
    assert len(table) == 6
    columns = ["n_hits", "n_sentences", "n_articles", "n_only", "share_only", "decides"]
    assert list(table.loc[("water", "河"), columns]) == [3, 2, 1, 2, 1.0, True]
    assert list(table.loc[("water", "桥"), columns]) == [0, 0, 0, 0, 0.0, False]


def test_sensitivity_leaves_out_one_term_or_wants_two_hits(small):
    sentences = sentences_of("大河。", "河与河。", "路。", "天。")
    table = codebook_sensitivity(sentences, lexicon=small)
    rows = table[["topic", "variant", "term", "n_sentences", "difference"]].to_numpy().tolist()
    assert rows == [
        ["water", "all terms", "", 2, 0.0],
        ["water", "two hits", "", 1, -0.25],
        ["water", "without term", "河", 1, -0.25],
        ["water", "without term", "大河", 2, 0.0],  # 河 fires in its place
        ["roads", "all terms", "", 1, 0.0],
        ["roads", "two hits", "", 0, -0.25],
        ["roads", "without term", "路", 0, -0.25],
    ]


@pytest.mark.parametrize("name", ["dev_real", "dev_rewritten"])
def test_agreement_with_the_reference_coding(name):
    """Bars under what was measured (0.95 and 0.90), above what the project asks (0.80)."""
    from analysis.evaluate import read_coded, score_topics

    folder = Path(__file__).resolve().parents[2] / "shared" / "gold" / name
    if not folder.is_dir():
        pytest.skip("the reference coding is not beside the checkout")
    coded_folder = read_coded(folder)
    texts = {document.doc: document.text for document in coded_folder.documents}
    rows = coded_folder.topics
    sentences = pd.DataFrame(
        {
            "article_id": rows["doc"],
            "sentence_no": range(len(rows)),
            "start": rows["start"],
            "text": [texts[r.doc][r.start : r.end] for r in rows.itertuples()],
        }
    )
    scores = score_topics(rows, code_topics(sentences)).set_index("topic")
    assert scores.loc["micro", "f1"] > 0.86
