"""Years and periods: cases as data, and what holds for any text."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fold import fold
from analysis.periods import Period, find_periods

CASES = json.loads((Path(__file__).parent / "cases" / "periods.json").read_text(encoding="utf-8"))

# Characters of which the grammar is made, so that random texts meet the rules.
ALPHABET = (
    "0123456789年月日号底初末前后内上下半季度第至到从自截和、-—~～/ “”《》（）()，。\n今去明本来未过近最世纪代中叶"
    "〇零○一二三四五六七八九十两个以起期间时规划开局收官民国度计与之头旬春夏秋冬多余Q"
)
texts = st.text(st.sampled_from(ALPHABET), max_size=60) | st.text(max_size=30)
dates = st.none() | st.sampled_from(["", "2025", "2026-02", "2024-12-31", "not a date"])


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case):
    found = [_as_expected(p) for p in find_periods(case["text"], case["published"])]
    assert found == case["expected"], case["comment"]


def _as_expected(period: Period) -> dict:
    row = {"text": period.text, "year": period.year, "kind": period.kind, "rule": period.rule}
    if period.year_start is not None:
        row["year_start"] = period.year_start
    if period.deadline:
        row["deadline"] = True
    if period.in_name:
        row["in_name"] = True
    if period.offset is not None:
        row["offset"] = period.offset
    return row


@given(texts, dates)
@settings(max_examples=400, deadline=None)
def test_offsets_for_any_text(text, published):
    end = 0
    for period in find_periods(text, published):
        assert end <= period.start < period.end <= len(text)
        assert not (period.deadline and period.in_name)
        assert text[period.start : period.end] == period.text
        if period.year is not None and period.year_start is not None:
            assert period.year_start <= period.year or period.rule in ("since", "relative")
        end = period.end


@given(texts, texts)
@settings(max_examples=150, deadline=None)
def test_a_following_line_changes_nothing(text, other):
    alone = find_periods(text + "\n", "2025", republic=False)
    together = find_periods(text + "\n" + other, "2025", republic=False)
    assert together[: len(alone)] == alone


@given(texts)
@settings(max_examples=100, deadline=None)
def test_folded_text_gives_the_same(text):
    both = zip(find_periods(text), find_periods(fold(text)), strict=True)
    assert all(a._replace(text="") == b._replace(text="") for a, b in both)


@given(st.integers(1900, 2130), st.integers(1, 60))
@settings(max_examples=60)
def test_year_and_span_come_back(first, length):
    last = first + length
    [year] = find_periods(f"到{first}年")
    [span] = find_periods(f"{first}-{last}年")
    assert (year.year, year.deadline) == (first, True)
    assert (span.year_start, span.year) == (first, last)


@given(st.integers(1990, 2100), st.integers(0, 10), st.sampled_from("至到-—~"))
def test_two_periods_joined_are_one(first, length, join):
    text = f"{first}年3月{join}{first + length}年11月"
    [period] = find_periods(text)
    assert (period.text, period.year) == (text, first + length)
    assert period.year_start == (first if length else None)
    assert not period.deadline


@given(st.integers(1990, 2100))
def test_relative_years_count_from_publication(published):
    text = "去年和明年，未来五年"
    years = [p.year for p in find_periods(text, str(published))]
    assert years == [published - 1, published + 1, published + 5]
    assert [p.offset for p in find_periods(text)] == [-1, 1, 5]


def test_offsets_count_in_the_original():
    text = "到<b>２０３０</b>年底，\u200b本世紀中葉"
    by, century = find_periods(text)
    assert (by.text, by.year) == ("２０３０</b>年底", 2030)
    assert (century.text, century.year) == ("本世紀中葉", 2050)


def test_years_of_the_republic_need_a_text_of_taiwan():
    assert find_periods("连续105年") == []
    assert [p.year for p in find_periods("105年", republic=True)] == [2016]
    assert [p.year for p in find_periods("行政院105年通過")] == [2016]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000, "一二三四五六七八九十百千万亿" * 70_000, "十" * 1_000_000,
        "（" * 100_000 + "）" * 100_000, "《" * 100_000, "“" * 100_000, " " * 500_000,
        "2025年" * 20_000, "2025-" * 20_000, "2025年1月至" * 20_000, "二○" * 50_000, "07年" * 30_000,
        "（" * 50_000 + "2030年" + "）" * 50_000,
    ],
    ids=["digits", "numerals", "one numeral", "brackets", "names", "quotes", "spaces", "years",
         "dashes", "joined", "zeros", "short years", "a year in brackets"],
)  # fmt: skip
def test_bad_input_takes_linear_time(text):
    began = time.process_time()
    find_periods(text, "2025")
    assert time.process_time() - began < 3
