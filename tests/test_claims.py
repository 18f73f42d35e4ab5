"""Claims: every construction as a case, look-alikes, repeats, and what must hold of any text."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from claim_articles import article_of, headed_article
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.claims import claims_of, find_claims
from analysis.claims.tables import COLUMNS
from analysis.corpus import Zone, parse_article
from analysis.lexicon import load_lexicon
from analysis.paths import LEXICON

CASES = Path(__file__).parent / "cases"
RAW = Path(__file__).parents[1] / "data" / "raw"


def read_cases(name: str) -> list:
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"]) for row in rows]


def claims_in(case: dict) -> list:
    return find_claims(
        article_of(
            case["text"],
            published=case.get("published", "2025-06-01"),
            heading=case.get("heading", ""),
        )
    )


def check(case: dict) -> None:
    found = {claim.value_text: claim for claim in claims_in(case)}
    for expected in case["expected"]:
        claim = found[expected["value_text"]]
        read = {field: getattr(claim, field) for field in expected}
        assert read == expected


@pytest.mark.parametrize("case", read_cases("claims"))
def test_constructions(case):
    check(case)
    assert [c.value_text for c in claims_in(case)] == [e["value_text"] for e in case["expected"]]


@pytest.mark.parametrize("case", read_cases("claims_negative"))
def test_look_alikes_are_no_claims(case):
    assert claims_in(case) == []


@pytest.mark.parametrize("case", read_cases("known_failures"))
@pytest.mark.xfail(strict=True, raises=(AssertionError, KeyError))
def test_known_failures(case):
    check(case)


def test_title_and_lede_repeat_the_body():
    article = headed_article(
        "到2030年近六成农户用上网络",
        "该省力争把农户上网率提高到59.3%。",
        "规划提出，到2030年农户上网率达到59.3%，建成基站800座。",
    )
    title, lede, body, other = find_claims(article)
    assert (title.value, lede.value, body.value, other.value) == (60, 59.3, 59.3, 800)
    assert body.repeat_of == other.repeat_of == ""
    assert title.repeat_of == lede.repeat_of == f"a:{body.start}-{body.end}"
    assert lede.year == 2030


def test_a_later_sentence_repeats_an_earlier_one():
    article = article_of("到2030年农户上网率达到60%。有人怀疑农户上网率60%的目标能否实现。")
    first, second = find_claims(article)
    assert first.repeat_of == ""
    assert second.repeat_of == f"a:{first.start}-{first.end}"


def test_the_same_value_for_another_year_is_no_repeat():
    article = article_of("2025年底农户上网率达到60%。到2030年城市上网率达到60%。")
    assert [claim.repeat_of for claim in find_claims(article)] == ["", ""]


def test_in_news_a_plan_period_ends_with_its_paragraph():
    report = article_of("“十五五”时期，我们要建成仓库10座。\n全市有码头26个。")
    news = report._replace(zones=(Zone("dateline", 0, 0), *report.zones))
    assert [(c.year, c.status) for c in find_claims(report)] == [(2030, "target")] * 2
    assert [(c.year, c.status) for c in find_claims(news)] == [(2030, "target"), (2025, "actual")]


def test_rules_read_a_researchers_own_words(tmp_path):
    own = (LEXICON / "cues.csv").read_text(encoding="utf-8") + "梦想,status,target,frame,\n"
    (tmp_path / "cues.csv").write_text(own, encoding="utf-8")
    article = article_of("该市梦想今年建成仓库10座。")
    (plain,) = find_claims(article)
    (read,) = find_claims(article, lexicon=load_lexicon(tmp_path))
    assert (plain.status, read.status) == ("actual", "target")


def article_from_raw(number: str):
    path = next(RAW.glob(f"{number}_*.txt"), None)
    if path is None:
        pytest.skip("the sample articles are not in data/raw")
    with path.open(encoding="utf-8", newline="") as file:
        return parse_article(file.read(), article_id=path.stem, file=path.name)


def test_the_plan_article_has_its_twenty_one_claims():
    claims = find_claims(article_from_raw("003"))
    first = [claim for claim in claims if not claim.repeat_of]
    assert {claim.status for claim in first} == {"target"}
    years = [claim.year for claim in first]
    assert (years.count(2025), years.count(2030), len(years)) == (12, 9, 21)
    assert [c.indicator_text for c in first if c.unit == "qualitative"] == [
        "光纤宽带互联网服务",
        "5G移动网络服务",
    ]
    files = [(c.year, c.scope, c.value) for c in first if "文件" in c.indicator_text]
    assert files == [
        (2025, "省部级", 90),
        (2025, "县级", 80),
        (2025, "乡级", 60),
        (2030, "省部级", 100),
        (2030, "县级", 90),
        (2030, "乡级", 70),
    ]


def test_the_rank_of_the_plan_article_is_one_claim_with_three_repeats():
    article = article_from_raw("003")
    claims = find_claims(article)
    ranks = [claim for claim in claims if claim.value_text == "五十强"]
    assert len(ranks) == 4
    (claim,) = (rank for rank in ranks if not rank.repeat_of)
    assert claim.year == 2030
    own = f"{article.article_id}:{claim.start}-{claim.end}"
    assert [rank.repeat_of for rank in ranks if rank.repeat_of] == [own] * 3


def test_the_meeting_article_has_no_claim():
    assert find_claims(article_from_raw("000")) == []


def test_the_table_has_the_columns_and_types_of_the_design():
    table = claims_of([article_of("到2030年全面普及远程医疗，上网率达到80%。")])
    assert tuple(table.columns) == COLUMNS
    assert table["claim_id"].tolist() == ["a:6-10", "a:20-23"]
    assert str(table["year"].dtype) == "Int64"
    assert pd.isna(table["value"][0])
    assert table["value"][1] == 80
    assert (table["source"] == "rule").all()
    assert claims_of([]).dtypes.equals(table.dtypes)


# Texts that the rules have something to say about, and any others.
HOSTILE = """
    到 年 的 、 ， 。 ； ： （ ） ( ) “ ” 《 》 % 万 亿 一 二 十 百 强 位 和 与 比 从 由 2030年 去年 目前
    届时 80% 3.5万个 前50名 普及 全覆盖 分别 依次 增长 达到 目标 预计 省级 农村 指数 其中 <p> &nbsp; 兆元
"""
WORDS = st.sampled_from([*HOSTILE.split(), "\u200b", " "])
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map("".join), st.text(max_size=60))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["", "2025", "2025-02-03"]))
def test_any_text_gives_claims_that_can_be_quoted(text, published):
    article = article_of(text, published=published)
    for claim in find_claims(article):
        assert article.text[claim.start : claim.end] == claim.value_text != ""
        assert claim.indicator_text in article.text
        assert claim.scope in article.text
        assert claim.status in ("target", "projection", "actual")
        assert claim.change in ("level", "increase", "decrease")
        assert (claim.value is None) == (claim.unit == "qualitative")
        assert claim.year is not None or claim.year_source == ""
        assert re.fullmatch(r"[^+]+(\+[^+]+){3}", claim.rule)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(texts, random):
    articles = [article_of(text, article_id=str(n)) for n, text in enumerate(texts)]
    shuffled = articles.copy()
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(claims_of(articles), claims_of(shuffled))


@pytest.mark.parametrize(
    "text",
    ["1" * 200_000, "(" * 20_000 + "8%" + ")" * 20_000, "一百二十万" * 10_000, "普及" * 2_000],
    ids=["digits", "brackets", "numerals", "universals"],
)
def test_hostile_text_is_read(text):
    assert all(text[c.start : c.end] == c.value_text for c in find_claims(article_of(text)))
