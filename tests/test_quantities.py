"""Quantities: cases as data, look-alikes, and what holds for any text."""

import json
import string
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fold import fold
from analysis.lexicon import LEXICON, load_lexicon
from analysis.quantities import Quantity, find_quantities, parse_number, yuan_of

CASES = Path(__file__).parent / "cases"
FOUND = json.loads((CASES / "quantities.json").read_text(encoding="utf-8"))
NEGATIVE = json.loads((CASES / "negative.json").read_text(encoding="utf-8"))

# Characters of which the grammars are made, so that random texts meet the rules.
ALPHABET = (
    "0123456789.,%％-—~～至到、和与,，。；：\n “”《》（）()第前位名强国大成倍番翻普及全覆盖首席百千万亿兆"
    "零〇○一二两三四五六七八九十廿半几多余来分之点个家人元美越盾公里瓦千克年月日号时每从由约近超过至少不以上左右"
    "增长提高下降增萬億兩餘個隻ABGkMWbps$¥€/+=#又折打负温度秒毛角块钱小周天之间与±"
)
texts = st.text(st.sampled_from(ALPHABET), max_size=60) | st.text(max_size=30)


@pytest.mark.parametrize("case", FOUND, ids=[case["label"] for case in FOUND])
def test_case(case):
    found = [_as_expected(quantity) for quantity in find_quantities(case["text"])]
    assert found == case["expected"], case["comment"]


def _as_expected(quantity: Quantity) -> dict:
    row = {"text": quantity.text, "value": quantity.value, "unit": quantity.unit}
    row["rule"] = quantity.rule
    if quantity.value_high is not None:
        row["value_high"] = quantity.value_high
    if quantity.comparator != "=":
        row["comparator"] = quantity.comparator
    if quantity.change:
        row["change"] = quantity.change
    return row


@pytest.mark.parametrize("case", NEGATIVE, ids=[case["label"] for case in NEGATIVE])
def test_look_alike(case):
    assert find_quantities(case["text"]) == [], case["comment"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("两百零五", 205), ("一千二百三十四万", 12_340_000), ("三点一四", 3.14), ("一万五", 15_000),
        ("三百二", 320), ("一百零五", 105), ("一亿二", 120_000_000), ("十", 10), ("廿五", 25),
        ("二十万五千", 205_000), ("两万两千", 22_000), ("一百万亿", 10**14), ("三千二百万亿", 3.2e15),
        ("壹仟贰佰叁拾肆", 1234), ("壹贰叁", 123), ("二〇二五", 2025), ("零点五", 0.5), ("半", 0.5),
        ("一个半", 1.5), ("１２３", 123), ("1,234.5", 1234.5), ("1.234.567", 1_234_567),
        ("30,8", 30.8), ("2.5万", 25_000), ("1.2万亿", 1.2e12), ("3百万", 3_000_000),
        ("61億4,924萬7千", 6_149_247_000), ("5兆", 5e12), ("1万2000", 12_000), ("1万5", 15_000),
        ("5.8万", 58_000), ("-5", -5), ("负二", -2), ("5%", 0.05), ("百分之九十", 0.9),
        ("百分之百", 1), ("三分之二", 2 / 3), ("1/3", 1 / 3), ("+3", 3), ("百万", 1_000_000),
        ("五万万", 5 * 10**8), ("6 万 3 千", 63_000), ("三千 九百 六十五", 3965), ("3亿5千6百万", 3.56e8),
        ("12万零500", 120_500), ("1万零5", 10_005), ("3千万5百万", 3.5e7), ("二○三○", 2030),
        ("一又三分之二", 5 / 3), ("3又1/2", 3.5), ("负一又四分之一", -1.25), ("五百分之二", 0.004),
        (".5", 0.5), ("3.6e4", 36_000),
    ],
)  # fmt: skip
def test_parse_number(written, number):
    assert parse_number(written) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "十五五",
        "万一",
        "十几",
        "四五百",
        "人",
        "一百年",
        "--5",
        "1/0",
        "分之",
        "百百",
        "三十十",
        "万万",
        "千千万万",
        "三又四",
        "3又3/2",
        "3万5万",
    ],
)
def test_parse_number_none(written):
    assert parse_number(written) is None


def _chinese(number: int) -> str:
    """Write a whole number below 10^16 in Chinese, the usual way."""
    if number == 0:
        return "零"
    text, power, gap = "", 0, False
    groups = []
    while number:
        number, four = divmod(number, 10_000)
        groups.append((four, power))
        power += 1
    for four, power in reversed(groups):
        if four == 0:
            gap = bool(text)
            continue
        part = ""
        for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, four_left = divmod(four, unit)
            if digit:
                part += ("零" if gap and (text or part) else "") + "零一二三四五六七八九"[digit]
                part += sign
                gap = False
            elif text or part:
                gap = True
            four = four_left
        text += part + ("", "万", "亿", "万亿")[power]
        gap = False if part[-1:] in "一二三四五六七八九" else gap
    return text


@given(st.integers(0, 10**12 - 1))
@settings(max_examples=300)
def test_number_comes_back_from_chinese(number):
    assert parse_number(_chinese(number)) == number


@given(st.integers(1, 10**9), st.sampled_from(["", "万", "亿"]))
@settings(max_examples=100)
def test_number_comes_back_from_digits(number, scale):
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert parse_number(f"{number}{scale}") == number * factor
    assert parse_number(f"{number:,}{scale}") == number * factor


@given(st.integers(1, 23), st.integers(1, 59), st.sampled_from(["分", "分钟"]))
@settings(max_examples=60)
def test_hours_and_minutes_are_one_duration(hours, minutes, unit):
    text = f"{hours}小时{minutes}{unit}"
    [found] = find_quantities("全程" + text)
    assert (found.text, found.unit) == (text, "小时")
    assert found.value == pytest.approx(hours + minutes / 60, abs=1e-6)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_offsets_for_any_text(text):
    found = find_quantities(text)
    end = 0
    for quantity in found:
        assert end <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        assert (quantity.value is None) == (quantity.unit == "qualitative")
        if quantity.value_high is not None:
            assert quantity.value <= quantity.value_high
        end = quantity.end


@given(texts, texts)
@settings(max_examples=150, deadline=None)
def test_a_following_line_changes_nothing(text, other):
    alone = find_quantities(text + "\n", yuan="CNY")
    together = find_quantities(text + "\n" + other, yuan="CNY")
    assert together[: len(alone)] == alone


@given(texts)
@settings(max_examples=100, deadline=None)
def test_folded_text_gives_the_same(text):
    folded = fold(text)
    both = zip(find_quantities(text), find_quantities(folded), strict=True)
    assert all(a._replace(text="") == b._replace(text="") for a, b in both)


def test_offsets_count_in_the_original():
    text = "占<b>８０</b>％以上，\u200b達到１,２３４萬\u200b戶"
    share, count = find_quantities(text)
    assert (share.value, share.comparator) == (80, ">=")
    assert text[share.start : share.end] == share.text == "８０</b>％"
    assert (count.value, count.unit) == (12_340_000, "户")


def test_what_a_yuan_is():
    assert [q.unit for q in find_quantities("产值达5亿元")] == ["CNY"]
    assert [q.unit for q in find_quantities("行政院編列預算5億元")] == ["TWD"]
    assert [q.unit for q in find_quantities("香港特區政府撥款5億元")] == ["HKD"]
    assert [q.unit for q in find_quantities("产值达5亿元", yuan="TWD")] == ["TWD"]
    assert yuan_of("国务院公布方案,香港传媒报道,中国的目标") == "CNY"


def test_a_researcher_adds_a_unit(tmp_path):
    rows = (LEXICON / "units.csv").read_text(encoding="utf-8")
    (tmp_path / "units.csv").write_text(rows + "蒲式耳,蒲式耳,physical,,,\n", encoding="utf-8")
    text = "玉米产量3.5亿蒲式耳"
    assert [q.unit for q in find_quantities(text)] == [""]
    own = find_quantities(text, lexicon=load_lexicon(tmp_path))
    assert [(q.text, q.value, q.unit) for q in own] == [("3.5亿蒲式耳", 350_000_000, "蒲式耳")]


def test_a_researcher_adds_a_comparator(tmp_path):
    rows = (LEXICON / "cues.csv").read_text(encoding="utf-8")
    (tmp_path / "cues.csv").write_text(rows + "飙至,comparator,>,before,\n", encoding="utf-8")
    assert find_quantities("飙至30%")[0].comparator == "="
    assert find_quantities("飙至30%", lexicon=load_lexicon(tmp_path))[0].comparator == ">"


@pytest.mark.parametrize("row", load_lexicon().units, ids=lambda row: row["written"])
def test_every_unit_is_read(row):
    """Each row of units.csv is what the number before it is measured in."""
    before = "寿命" if row["kind"] == "age" else "连续"
    number = "25万" if row["unit"] == "度" else "25"
    found = find_quantities(before + number + row["written"])
    assert [q.text.endswith(row["written"]) for q in found] == [True]
    unit = {"yuan": "CNY", "位": "位"}.get(row["unit"], row["unit"])
    assert found[0].unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000, "一二三四五六七八九十百千万亿" * 70_000, "十" * 1_000_000,
        "（" * 100_000 + "）" * 100_000, "“" * 100_000, "1,234" * 100_000, "百分之" * 50_000,
        " " * 500_000, string.ascii_letters * 10_000, "6 万 3 千 " * 10_000, "3天5小时" * 10_000,
        "一又" * 50_000, "半" * 50_000, "1~-" * 20_000, "（" * 50_000 + "5%" + "）" * 50_000,
    ],
    ids=["digits", "numerals", "one numeral", "brackets", "quotes", "commas", "shares", "spaces",
         "letters", "spaced", "durations", "fractions", "halves", "dashes", "a share in brackets"],
)  # fmt: skip
def test_bad_input_takes_linear_time(text):
    began = time.process_time()
    find_quantities(text)
    assert time.process_time() - began < 3
