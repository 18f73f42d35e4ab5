import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import mark_duplicates, parse_article
from analysis.corpus.duplicates import Clauses, find_originals

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
HALF = str.maketrans("，；：（）？！", ",;:()?!")
BODY = (
    "河内市政府8日召开会议，部署明年数字化转型工作。会议提出，到2030年在线办理的档案占比达到80%以上。"
    "市长在会上表示，各区要把数据共享放在首位，同时改进窗口服务，让居民少跑一趟。"
)
OTHER = (
    "岘港市推出新的在线服务，居民在家就能办理手续。据统计，目前全市已有126个社区设立数字技术小组。"
    "到2030年，岘港力争八成居民使用新服务，比例提高一倍。"
)


def originals(*pages):
    articles = [parse_article(page, article_id=str(i)) for i, page in enumerate(pages)]
    return [article.duplicate_of for article in mark_duplicates(articles)]


def test_the_same_body_is_a_duplicate_of_the_first():
    page = f"河内部署明年工作\n\n越通社河内——{BODY}(完)\n\n越通社\n\n更多\n\n岘港推出新的在线服务\n\n到2130年达到100%。"
    reprint = f"河内市开会\n2024-05-06 08:12\n【本报讯】{BODY.translate(HALF)}\n相关新闻\n越南推进行政改革"
    edited = page.replace("让居民少跑一趟", "让居民办事更方便")
    assert originals(page, OTHER, reprint, edited) == ["", "", "0", "0"]


def test_other_articles_are_none():
    assert originals(BODY, OTHER, BODY + OTHER + OTHER.replace("岘港", "海防") * 2) == ["", "", ""]
    assert originals("首页\n新闻", "首页\n新闻", "") == ["", "", ""]


def test_a_report_of_another_month_is_none():
    report = (
        "今年前{}个月，全市出口额达{}亿美元，同比增长{}%。其中，手机出口{}万部，电脑出口{}万台。"
    )
    assert originals(report.format(5, 82, 9, 31, 12), report.format(6, 97, 11, 36, 15)) == ["", ""]


def compared_one_by_one(articles):
    """What ``find_originals`` says of articles given as {clause: characters}, by the definition."""
    found = []
    for number, own in enumerate(articles):
        best, most = -1, 0
        for other in range(number):
            common = sum(own[clause] for clause in own.keys() & articles[other].keys())
            smaller, larger = sorted((sum(own.values()), sum(articles[other].values())))
            same = common >= 0.7 * smaller and smaller >= 0.5 * larger
            if found[other] < 0 and same and common > most:
                best, most = other, common
        found.append(best)
    return found


@given(
    st.lists(st.frozensets(st.integers(0, 11), max_size=8), max_size=20),
    st.lists(st.integers(0, 20), max_size=4),
)
def test_duplicates_are_those_of_the_definition_in_however_many_pieces_they_come(articles, cuts):
    articles = [{clause: 5 + clause % 4 for clause in sorted(own)} for own in articles]
    bounds = sorted({0, len(articles), *(cut for cut in cuts if cut < len(articles))})
    pieces = []
    for first, last in pairwise(bounds):
        rows = [(i, c, n) for i in range(first, last) for c, n in articles[i].items()]
        pieces.append(Clauses(*np.array(rows, np.int64).reshape(-1, 3).T))
    found = find_originals(lambda: iter(pieces), len(articles))
    assert found.tolist() == compared_one_by_one(articles)


@pytest.mark.skipif(not GOLD.exists(), reason="no coded documents beside the checkout")
def test_every_coded_document_is_found_again_in_other_dress():
    traditional = opencc.OpenCC("s2t").convert
    articles, expected = [], []
    for name in ("dev_real", "dev_rewritten"):
        related = {}
        with open(GOLD / name / "zones.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["zone"] == "related":
                    related[row["doc"]] = int(row["start"])
        for path in sorted((GOLD / name / "docs").glob("*.txt")):
            text = path.read_bytes().decode("utf-8")
            cut = text[: related.get(path.stem, len(text))]
            variants = [
                cut + "\n\n更多\n\n岘港推出新的在线服务\n\n到2035年，岘港将有八成居民使用新服务。"
                if path.stem in related
                else text + "\n",
                text.translate(HALF),
                traditional(text),
                text.replace("。", "。\n", 3).replace("2025", "2025 "),
            ]
            for number, variant in enumerate([text, *variants]):
                articles.append(parse_article(variant, article_id=f"{path.stem}.{number}"))
                expected.append("" if number == 0 else f"{path.stem}.0")
    # The originals first, so that none is found as the copy of its own copy.
    order = sorted(range(len(articles)), key=lambda i: (expected[i] != "", i))
    found = mark_duplicates([articles[i] for i in order])
    assert [a.duplicate_of for a in found] == [expected[i] for i in order]
    assert len(found) == 32 * 5
