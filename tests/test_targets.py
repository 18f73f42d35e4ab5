"""Indicators are found by name, unit and scope; years are compared only where they can be."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.lexicon import LexiconError, load_lexicon
from analysis.targets import (
    compare_years,
    conflicts_of,
    identify_indicators,
    indicator_candidates,
    revisions_of,
)
from analysis.targets.places import home_places, scopes_of

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def cases_of(name):
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in cases]


def claim(text, year, value, unit="%", comparator="=", change="level", **more):
    """One claim; ``more`` sets any other column. Ids follow from the article and the text."""
    row = {
        "article_id": "a",
        "sentence_no": 0,
        "start": 0,
        "end": 0,
        "status": "target",
        "value": value,
        "value_high": None,
        "unit": unit,
        "comparator": comparator,
        "change": change,
        "year": year,
        "year_start": None,
        "indicator_text": text,
        "indicator": "",
        "scope": "",
        "repeat_of": "",
    }
    row |= more
    row.setdefault("claim_id", f"{row['article_id']}:{text}-{year}-{value}")
    return row


def table(*claims):
    return pd.DataFrame(list(claims)).astype(
        {"value": "float64", "value_high": "float64", "year": "Int64", "year_start": "Int64"}
    )


def sentence(text, *, article_id="a", sentence_no=0, heading="", start=0):
    return {
        "article_id": article_id,
        "sentence_no": sentence_no,
        "zone": "body",
        "heading": heading,
        "start": start,
        "end": start + len(text),
        "text": text,
    }


@pytest.mark.parametrize("case", cases_of("indicators"))
def test_an_indicator_is_known_by_its_name_unit_and_surroundings(case):
    text, value = case.get("sentence", ""), case.get("value", "")
    claims = table(
        claim(
            case["text"],
            2030,
            1,
            case["unit"],
            change=case.get("change", "level"),
            scope=case.get("scope", ""),
            start=text.index(value),
        )
    )
    sentences = None
    if text:
        # The article speaks of Viet Nam; only the claim's own sentence may say otherwise.
        home = sentence("越南政府批准计划。越南，越南，越南。", sentence_no=9, start=1000)
        sentences = pd.DataFrame([sentence(text, heading=case.get("heading", "")), home])
    row = identify_indicators(claims, sentences).iloc[0]
    assert row["indicator"] == case["expected"]
    for column in ("scope_key", "basis"):
        if column in case:
            assert row[column] == case[column]


@pytest.mark.parametrize("case", cases_of("year_pairs"))
def test_years_are_compared_only_where_they_can_be(case):
    claims = table(*(claim(*row) for row in case["text"]))
    rows = compare_years(claims, case.get("years")).to_dict("records")
    assert len(rows) == len(case["expected"])
    for row, expected in zip(rows, case["expected"], strict=True):
        found = {key: None if pd.isna(row[key]) else row[key] for key in expected}
        assert found == expected


def test_the_columns_are_those_of_the_design():
    from analysis.tables import TABLES

    assert list(compare_years(table(claim("满意度", 2025, 80)))) == list(TABLES["year_comparison"])
    empty = compare_years(table(claim("满意度", 2025, 80)).iloc[:0])
    assert list(empty) == list(TABLES["year_comparison"])
    assert empty.empty


def test_what_is_there_stays():
    claims = table(claim("满意度", 2025, 80, indicator="digital_skills"))
    before = claims.copy()
    found = identify_indicators(claims)
    pd.testing.assert_frame_equal(claims, before)
    pd.testing.assert_frame_equal(found[list(claims)], before, check_dtype=False)


def test_only_the_status_asked_for_is_compared():
    claims = table(
        claim("满意度", 2025, 80),
        claim("满意度", 2030, 95),
        claim("满意度", 2024, 60, status="actual"),
        claim("满意度", 2026, 70, status="actual"),
    )
    assert compare_years(claims)["year_to"].tolist() == [2030]
    assert compare_years(claims, status="actual")["difference"].tolist() == [10.0]


def test_a_repeat_counts_once_but_an_orphan_counts():
    first = claim("满意度", 2030, 95, claim_id="a:1-2")
    repeat = claim("满意度", 2030, 95, claim_id="a:7-8", repeat_of="a:1-2")
    assert compare_years(table(first, repeat))["claim_ids"].tolist() == ["a:1-2"]
    assert compare_years(table(repeat))["claim_ids"].tolist() == ["a:7-8"]


def test_claims_without_a_year_are_left_out():
    assert compare_years(table(claim("满意度", None, 80))).empty


def test_of_a_range_the_lower_end_counts_and_the_reason_says_so():
    claims = table(claim("满意度", 2025, 80), claim("满意度", 2030, 90, value_high=95))
    row = compare_years(claims).iloc[0]
    assert (row["difference"], row["comparable"], row["reason"]) == (10, True, "range: 90–95")


def test_a_change_over_a_period_is_no_change_within_a_year():
    claims = table(
        claim("碳排放强度", 2025, 18, change="decrease", year_start=2021),
        claim("碳排放强度", 2026, 3, change="decrease"),
    )
    row = compare_years(claims).iloc[0]
    assert not row["comparable"]
    assert row["reason"] == "period: of years / one year"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["满意度", "数字技能", "新区绿化率"]),
            st.sampled_from(["", "县级", "河内市"]),
            st.integers(2024, 2031),
            st.integers(1, 4),
            st.sampled_from(["%", "rank", "个"]),
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_every_counted_claim_stands_in_a_row_and_order_does_not_matter(drawn, random):
    claims = [
        claim(text, year, value, unit, scope=scope, claim_id=f"a:{i}-{i}")
        for i, (text, scope, year, value, unit) in enumerate(drawn)
    ]
    if not claims:
        return
    rows = compare_years(table(*claims))
    assert {i for ids in rows["claim_ids"] for i in ids.split(";")} == {
        c["claim_id"] for c in claims
    }
    pairs = rows[rows["comparable"]]
    assert (pairs["value_to"] - pairs["value_from"] == pairs["difference"]).all()
    assert (pairs["year_from"] < pairs["year_to"]).all()
    shuffled = random.sample(claims, len(claims))
    numbers = ["indicator", "scope", "unit", "year_from", "year_to", "value_from", "value_to"]
    again = compare_years(table(*shuffled))
    pd.testing.assert_frame_equal(
        rows[numbers].sort_values(numbers, ignore_index=True),
        again[numbers].sort_values(numbers, ignore_index=True),
    )


def test_articles_of_other_places_stay_apart():
    texts = {
        "viet_nam": "越南力争2030年数字经济占GDP的30%。越南政府批准。",
        "gansu": "甘肃发展加快。全省数字经济占GDP的20%。",
        "nameless": "我省加快发展。全省数字经济占GDP的25%。",
        "indonesia": "印尼数字部门增长。数字经济占GDP的18%。",
        "china": "“十五五”规划纲要提出，我国数字经济占GDP的45%。",
        "nothing": "数字经济占GDP的31%。",
    }
    claims = table(
        *(
            claim("数字经济占GDP", 2030, i, article_id=key, start=text.index("数字经济"))
            for i, (key, text) in enumerate(texts.items())
        )
    )
    sentences = pd.DataFrame([sentence(t, article_id=key) for key, t in texts.items()])
    found = identify_indicators(claims, sentences)
    assert found["scope_key"].tolist() == ["", "gansu", "@nameless", "indonesia", "china", ""]


def test_the_home_of_an_article_is_what_it_speaks_of_most():
    lexicon = load_lexicon()
    texts = {
        "city": "杭州视觉智能产业。杭州出台政策，杭州企业增加。中国科学院参与。",
        "country": "越南发展智慧城市。岘港市先行，越南其他城市跟进。越南政府支持。",
        "cities_of_a_province": "长春和哈尔滨交流。吉林加快发展，省内消费扩大，长春试点。",
        "whole_country": "我国发展工业互联网。重庆建成车间，全国推广。",
        "word_in_a_name": "胡志明国家政治学院院长访问老挝。老挝学员毕业。",
    }
    sentences = pd.DataFrame([sentence(t, article_id=key) for key, t in texts.items()])
    assert home_places(sentences, lexicon) == {
        "city": "hangzhou",
        "country": "vietnam",
        "cities_of_a_province": "jilin",
        "whole_country": "china",
        "word_in_a_name": "laos",
    }


def test_documents_that_promise_otherwise_are_a_conflict():
    claims = table(
        claim("电子政务发展指数", 2030, 50, "rank", article_id="a"),
        claim("电子政务发展指数", 2030, 30, "rank", article_id="b"),
        claim("电子政务发展指数", 2030, 50, "rank", article_id="c"),
        claim("数字经济占GDP", 2030, 40, article_id="a"),
        claim("数字经济占GDP", 2030, 35, article_id="a"),
        claim("满意度", 2027, 90, article_id="a"),
        claim("满意度", 2030, 95, article_id="b"),
    )
    found = conflicts_of(claims)
    assert found["indicator"].tolist() == ["egdi_rank", "egdi_rank"]
    assert found["value"].tolist() == [30, 50]
    assert found["n_articles"].tolist() == [1, 2]
    assert found["article_ids"].tolist() == ["b", "a;c"]


def test_a_target_that_changed_over_time_is_a_revision():
    claims = table(
        claim("数字经济占GDP", 2030, 40, article_id="old"),
        claim("数字经济占GDP", 2030, 30, article_id="new"),
        claim("数字经济占GDP", 2030, 35, article_id="undated"),
    )
    articles = pd.DataFrame(
        {"article_id": ["new", "old", "undated"], "published": ["2025-06", "2024-11-20", ""]}
    )
    row = revisions_of(claims, articles).iloc[0]
    assert len(revisions_of(claims, articles)) == 1
    assert (row["article_from"], row["article_to"]) == ("old", "new")
    assert (row["difference"], row["direction"]) == (-10, "worse")
    # A year that holds the other date tells no order.
    vague = articles.assign(published=["2024", "2024-11-20", ""])
    assert revisions_of(claims, vague).empty


def test_candidates_show_the_closest_known_indicators():
    claims = identify_indicators(
        table(
            claim("数字经济企业占比", 2025, 20),
            claim("数字经济企业占比", 2030, 30, article_id="b"),
            claim("疫苗接种率", 2030, 95),
            claim("满意度", 2030, 95),
        )
    )
    found = indicator_candidates(claims)
    assert found["indicator_text"].tolist() == ["数字经济企业占比", "疫苗接种率"]
    assert found["n_articles"].tolist() == [2, 1]
    assert found["years"].tolist() == ["2025;2030", "2030"]
    assert found["closest"].str.split(";").str[0].tolist()[0] == "digital_economy_gdp_share"
    assert found["similarity"].tolist()[1] == 0


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,甲,a,甲,place,\nb,乙,b,甲|乙,place,\n", "line 3: 甲 is a name of a too"),
        ("a,甲,a,甲,place,b\n", "line 2: within 'b' is no scope"),
        ("a,甲,a,甲,home,\nb,乙,b,乙,home,\n", "line 3: a second row of kind home"),
    ],
)
def test_a_fault_of_the_scopes_names_its_line(tmp_path, rows, message):
    (tmp_path / "scopes.csv").write_text(f"scope,zh,en,names,kind,within\n{rows}", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"^scopes.csv, {message}"):
        scopes_of(load_lexicon(tmp_path))


def coded_claims(article):
    path = SHARED / "gold" / "dev_real" / "claims.csv"
    if not path.is_file():
        pytest.skip("the reference coding stands beside the checkout and is not there")
    coded = pd.read_csv(path, dtype={"doc": "str", "scope": "str", "repeat": "str"})
    coded = coded[coded["doc"] == article].rename(
        columns={"doc": "article_id", "indicator": "indicator_text"}
    )
    ids = coded["article_id"] + ":" + coded["start"].astype("str")
    # A coded repeat of the rank names the aim of 2030.
    return coded.assign(
        claim_id=ids,
        indicator="",
        scope=coded["scope"].fillna(""),
        repeat_of=ids.where(coded["repeat"] == "y", "").map(lambda i: ids.iloc[-6] if i else ""),
    )


def test_the_article_of_the_decision_has_five_pairs():
    rows = compare_years(coded_claims("003_a43d54814f3d058b"))
    pairs = rows[rows["comparable"]]
    assert sorted(zip(pairs["indicator"], pairs["scope"], pairs["difference"], strict=True)) == [
        ("egdi_rank", "", -20),
        ("level4_services", "", 20),
        ("work_files_online", "commune", 10),
        ("work_files_online", "district", 10),
        ("work_files_online", "ministry_province", 10),
    ]
    assert set(rows.loc[rows["year_to"].isna(), "indicator"]) == {
        *("national_databases", "digital_economy_gdp_share", "digital_economy_sector_share"),
        *("labour_productivity_growth", "idi_rank", "wef_gci_rank", "gii_rank"),
    }
    assert set(rows.loc[rows["year_from"].isna(), "indicator"]) == {
        *("fibre_coverage", "mobile_5g_coverage", "epayment_accounts", "itu_gci_rank"),
    }
    assert len(rows) == 5 + 7 + 4
    ranks = rows.loc[rows["indicator"] == "egdi_rank", "claim_ids"].iloc[0]
    assert ranks.count(";") == 1
