"""Sentences about tables: true, whole and grammatical for any table."""

import inspect
import re
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd
import pytest
import synthetic_tables as made

import analysis.readings as readings
from analysis.lexicon import load_lexicon
from analysis.readings.labels import Number, counted, labels_in, listed, share_text, value_text


def sentences(n):
    return pd.DataFrame({"article_id": ["a"] * n, "repeat_of_sentence": [None] * n})


@lru_cache
def tables(n):
    """Every table that a reading takes, for a study of ``n`` articles."""
    nodes, edges = made.network(n)
    ranks, agreement = made.segmentations()
    return {
        "describe_corpus": ((made.articles(n), sentences(n), made.claims(n)), {}),
        "describe_zones": ((made.zones(n),), {}),
        "describe_targets_by_year": ((made.claims(n),), {"articles": made.articles(n)}),
        "describe_year_comparison": ((made.year_comparison(n),), {}),
        "describe_rank_ladder": ((made.year_comparison(n),), {}),
        "describe_promises": ((made.claims(n),), {"articles": made.articles(n)}),
        "describe_ranks": ((made.outcomes(),), {}),
        "describe_outcomes": ((made.target_outcomes(n),), {}),
        "describe_reported": ((made.reported(n),), {}),
        "describe_terms": ((made.terms(n),), {}),
        "describe_terms_by_group": ((made.terms(n),), {}),
        "describe_term_trends": ((made.terms_by_year(n),), {}),
        "describe_contrast": ((made.keyness(n),), {"target": "甲", "reference": "乙"}),
        "describe_network": ((nodes,), {"edges": edges}),
        "describe_dispersion": ((made.positions(n),), {}),
        "describe_segmentations": ((ranks,), {"agreement": agreement}),
        "describe_topic_coverage": ((made.topic_coverage(n),), {}),
        "describe_coverage_intervals": ((made.topic_coverage(n),), {}),
        "describe_talk_and_commitment": ((made.talk(n),), {}),
        "describe_topics_over_time": ((made.coverage_by_year(n),), {}),
        "describe_article_topics": ((made.topic_hits(n),), {}),
    }


NAMES = sorted(tables(2))


def test_every_reading_is_tested():
    assert sorted(readings.__all__) == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("n", [0, 1, 2, 200])
def test_a_reading_is_whole_for_any_study(name, lang, n):
    arguments, keywords = tables(max(n, 1))[name]
    if n == 0:
        arguments = tuple(table.iloc[:0] for table in arguments)
        keywords = {k: v.iloc[:0] if hasattr(v, "iloc") else v for k, v in keywords.items()}
    text = getattr(readings, name)(*arguments, lang=lang, **keywords)
    assert text.endswith("." if lang == "en" else "。")
    assert not re.search(r"nan|None|NaN|<NA>|\{|\}|\bTrue\b|\bFalse\b|  ", text), text
    if lang == "en":
        assert not re.search(r"(?<![\d.,])1 [a-z]+s (?!of)", text.replace("1 is", "")), text
        assert not re.search(r"(?<![\d.,])(?:[2-9]|\d{2,}) article\b", text), text
        assert text[0].isupper() or not text[0].isalpha()
    else:
        assert not re.search(r"[\u4e00-\u9fff] ?[.,;:] ?[\u4e00-\u9fff]", text), text


@pytest.mark.parametrize("name", NAMES)
def test_a_reading_depends_on_its_rows_alone_not_on_their_order(name):
    arguments, keywords = tables(2)[name]
    if name in ("describe_segmentations",):
        pytest.skip("the first segmentation is the one that the others are compared with")
    shuffled = tuple(table.sample(frac=1, random_state=5) for table in arguments)
    read = getattr(readings, name)
    assert read(*arguments, **keywords) == read(*shuffled, **keywords)


def test_readings_print_nothing_and_english_comes_first():
    for name in NAMES:
        assert inspect.signature(getattr(readings, name)).parameters["lang"].default == "en"


def test_the_corpus_is_counted_without_duplicates_and_repeats():
    articles = made.articles(3).assign(duplicate_of=["", "", "000"])
    rows = pd.DataFrame({"article_id": ["a"] * 3, "repeat_of_sentence": [None, None, 1.0]})
    claims = pd.DataFrame(
        {"status": ["target", "target", "actual"], "repeat_of": ["", "x", ""], "year": 2025}
    )
    assert readings.describe_corpus(articles, rows, claims) == (
        "The corpus has 2 articles, published from 2020-01 to 2021-02; 1 duplicate is left out. "
        "2 sentences were analysed. They make 2 quantified claims: 1 target and 1 actual value."
    )
    assert readings.describe_corpus(articles, rows, claims, lang="zh") == (
        "语料共2篇文章，发表于2020-01至2021-02，另有1篇重复、不计入分析。共分析2个句子。"
        "其中量化陈述2项：1项目标和1项实际值。"
    )
    assert readings.describe_corpus(articles.iloc[:0]) == "There are no articles to analyse."


def test_claims_that_were_corrected_by_hand_are_told_and_repeats_are_not_counted():
    claims = made.claims(2).assign(source="rule")
    for read in (readings.describe_targets_by_year, partial(describe_claims, made.articles(2))):
        assert read(claims) == read(claims.drop(columns="source"))
    claims.loc[claims["status"] != "projection", "source"] = "human"
    assert (claims["repeat_of"] != "").any()
    assert describe_claims(made.articles(2), claims).endswith(
        ": 4 targets, 1 projection and 1 actual value; 5 were corrected by hand."
    )
    assert describe_claims(made.articles(2), claims, lang="zh").endswith("；经人工订正5项。")
    assert readings.describe_targets_by_year(claims).endswith("; 4 targets were corrected by hand.")
    assert readings.describe_targets_by_year(claims, lang="zh").endswith("；其中经人工订正4项。")
    claims["source"] = ["human", *["rule"] * (len(claims) - 1)]
    assert readings.describe_targets_by_year(claims).endswith("; 1 target was corrected by hand.")


def describe_claims(articles, claims, lang="en"):
    return readings.describe_corpus(articles, claims=claims, lang=lang)


def test_what_was_left_out_is_told_in_shares():
    zones = pd.DataFrame(
        [("a", "body", 0, 60), ("a", "related", 60, 95), ("a", "caption", 95, 100)],
        columns=["article_id", "zone", "start", "end"],
    )
    assert readings.describe_zones(zones) == (
        "Of 100 characters in 1 article, 60% were analysed (title, lede, headings and body); "
        "left out: 35% are lists of related stories and 5% are captions, datelines and other "
        "matter."
    )
    assert readings.describe_zones(zones.head(1)).endswith(
        "100% were analysed (title, lede, headings and body)."
    )


def test_targets_are_counted_by_year_and_silent_articles_are_named():
    claims = made.claims(2)
    text = readings.describe_targets_by_year(claims, articles=made.articles(2))
    assert text == "1 article sets 4 targets: 3 for 2025 and 1 for 2030; 1 article sets none."
    assert (
        readings.describe_targets_by_year(claims[claims["status"] == "actual"])
        == "The articles set no targets."
    )


def test_years_are_compared_by_what_has_two_values_and_what_has_one():
    text = readings.describe_year_comparison(made.year_comparison(2))
    assert text.startswith(
        "Of 16 indicators (by scope), 5 have values for more than one year, "
        "7 are promised for 2025 only and 4 are promised for 2030 only."
    )
    assert "80% for 2025, 100% for 2030" in text
    assert text.endswith("1 of those with several years is a rank.")


def test_ranks_aimed_at_are_named_with_their_years():
    text = readings.describe_rank_ladder(made.year_comparison(2))
    assert text.startswith("Ranks aimed at: UN E-Government Development Index, rank: ")
    assert "#70 for 2025, #50 for 2030; " in text
    assert text.endswith("; and 1 further ranking.")


def test_a_pair_that_does_not_differ_is_no_step():
    table = made.year_comparison(2).head(1).assign(value_to=80.0)
    assert "widest" not in readings.describe_year_comparison(table)


def test_terms_are_ranked_by_count_and_then_by_their_characters():
    terms = pd.DataFrame({"group": "a", "term": ["乙", "甲", "丙"], "n": [2, 2, 5]})
    assert readings.describe_terms(terms) == (
        "3 different terms occur 9 times; the most frequent are 丙 (5), 乙 (2) and 甲 (2)."
    )
    assert readings.describe_terms(terms.head(1)) == "The only term is 乙 (2)."


def test_a_contrast_claims_only_what_the_verdict_says():
    keyness = made.keyness(2).assign(verdict="insufficient")
    assert readings.describe_contrast(keyness) == (
        "Of 40 terms, none sets the two groups reliably apart; "
        "for 40 the counts are too small to tell."
    )
    keyness.loc[0, "verdict"] = "target"
    assert readings.describe_contrast(keyness, target="A", reference="B") == (
        "Of 40 terms, 数字化转型 (40 against 0) is more frequent in A; "
        "for 39 the counts are too small to tell."
    )


def test_coverage_names_the_topics_that_nobody_speaks_of():
    text = readings.describe_topic_coverage(made.topic_coverage(2))
    assert text.startswith("By mean share of sentences in 2 articles, the topics covered most are ")
    assert text.endswith("; not covered: Green development.")
    silent = made.topic_coverage(1).assign(share=0.0, n_sentences=0)
    assert readings.describe_topic_coverage(silent) == (
        "None of 11 topics is covered in 1 article."
    )


def test_talk_without_commitment_is_named_and_so_is_the_number_of_articles():
    talk = pd.DataFrame(
        [("a", "workforce", 4, 0.4, "target", 0), ("a", "infrastructure", 1, 0.1, "target", 3)],
        columns=["article_id", "topic", "n_sentences", "share", "status", "n_claims"],
    )
    assert readings.describe_talk_and_commitment(talk) == (
        "In 1 article the topic with most targets is Digital infrastructure (3 targets, 10% of the "
        "sentences); talked about most without any target: Workforce (40%)."
    )
    none = talk.assign(n_claims=0)
    assert readings.describe_talk_and_commitment(none).startswith(
        "In 1 article no topic has a measurable target"
    )


def test_one_date_is_no_change():
    table = made.coverage_by_year(1)
    assert readings.describe_topics_over_time(table) == (
        "There is only one date, 2020, and so no change."
    )
    assert readings.describe_term_trends(made.terms_by_year(1)).startswith(
        "There is only one date, 2020"
    )


def test_outcomes_are_counted_by_result_and_a_missed_target_is_shown():
    table = pd.DataFrame(
        [("gii_rank", "national", 2025, 35.0, "rank", 44.0, "missed")],
        columns=["indicator", "scope", "target_year", "target", "unit", "outcome", "result"],
    )
    text = readings.describe_outcomes(table)
    assert text.startswith("Of 1 target, 1 is missed. One that was missed: ")
    assert text.endswith(", #35 promised, #44 reached.")


def test_blocks_that_are_left_out_altogether_are_named():
    rows = [
        ("a", "D", "digital_society", "x", "national", 2025, "left_out"),
        ("a", "D", "digital_economy", "y", "national", 2025, "reported"),
    ]
    table = pd.DataFrame(rows, columns=made.reported(1).columns)
    assert readings.describe_reported(table) == (
        "Of 2 official targets held against 1 article, 1 is reported and 1 is left out; "
        "left out altogether: Digital society 2025."
    )


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 10, "0%"), (1, 1000, "<1%"), (999, 1000, ">99%"), (10, 10, "100%"), (0, 0, "0%")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(part, whole, expected):
    assert share_text(part, whole) == expected


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (80.0, "%", "80%", "80%"),
        (50.0, "rank", "第50位", "#50"),
        (58000.0, "家", "5.8万家", "58,000 家"),
        (172e9, "USD", "1,720亿USD", "172 bn USD"),
        (6.25, "score", "6.25", "6.25"),
        (float("nan"), "%", "?%", "?%"),
    ],
)
def test_values_are_written_as_readers_write_them(value, unit, zh, en):
    assert value_text(value, unit, labels_in("zh")) == zh
    assert value_text(value, unit, labels_in("en")) == en


def test_counts_and_lists_are_grammatical():
    assert counted(0, "article") == "no articles"
    assert counted(1, "article") == "1 article"
    assert counted(1200, "article") == "1,200 articles"
    assert [listed(list("abc")[:k], "en") for k in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [listed(list("甲乙丙")[:k], "zh") for k in range(4)] == [
        "",
        "甲",
        "甲和乙",
        "甲、乙和丙",
    ]
    assert f"{Number(1):target/targets} {Number(1200):target/targets} {Number(1200)}" == (
        "1 target 1,200 targets 1,200"
    )


def test_scopes_are_named_by_key_by_place_and_part_and_as_articles_write_them():
    labels = labels_in("zh")
    assert labels.scope("national") == labels.scope("") == ""
    assert labels.scope("ministry_province") == "省部级"
    assert labels.scope("ministry+province") == "部级和省级"
    assert labels.scope("district/urban") == "县级·城市"
    assert labels_in("en").scope("省部级") == "ministries and provinces"
    assert labels.scope("某处") == "某处"


def test_every_label_fills_the_same_places_in_every_language():
    for row in load_lexicon().labels:
        places = [set(re.findall(r"\{(\w+)", row[lang])) for lang in ("zh", "en")]
        # A count may be left to the context in one language, never made up.
        assert places[1] <= places[0], row["key"]


def test_every_label_of_the_package_has_its_glyphs_in_both_weights():
    from fontTools.ttLib import TTFont

    from analysis.paths import FONTS

    lexicon = load_lexicon()
    shown = {
        character
        for rows in (lexicon.labels, lexicon.indicators, lexicon.topics, lexicon.scopes)
        for row in rows
        for column in ("zh", "en")
        for character in row[column]
    }
    titles = {c for row in lexicon.labels for lang in ("zh", "en") for c in row[lang]}
    for weight, wanted in (("Regular", shown), ("Bold", titles)):
        known = TTFont(FONTS / f"NotoSansSC-{weight}.ttf").getBestCmap()
        assert not [c for c in sorted(wanted) if ord(c) not in known], weight


def test_no_label_of_the_file_is_without_use():
    folder = Path(readings.__file__).parents[1]
    files = [*folder.glob("figures/*.py"), *folder.glob("readings/*.py")]
    code = "\n".join(file.read_text("utf-8") for file in files)
    # Written whole, or as the beginning of a key whose end is a value: f"result_{result}".
    whole = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    stems = tuple(re.findall(r"f[\"']([a-z]+_)\{", code))
    unused = [row["key"] for row in load_lexicon().labels if row["key"] not in whole]
    assert [key for key in unused if not key.startswith(stems)] == []
