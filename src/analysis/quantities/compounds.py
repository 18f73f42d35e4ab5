"""A value told in two units, the second a part of the first: 8小时20分钟, 两年零三个月, 五元三角."""

import re

from analysis.quantities.context import Draft
from analysis.quantities.numbers import NUMERALS, read_number, whole_number
from analysis.quantities.patterns import Patterns

# How many of the second unit make one of the first. Months have no fixed number of days.
_PARTS = {
    ("years", "个月"): 12, ("周", "天"): 7, ("天", "小时"): 24, ("小时", "分钟"): 60, ("分钟", "秒"): 60,
    # 1小时30分, 5分30秒: 分 alone is a score.
    ("小时", "score"): 60, ("score", "秒"): 60,
}  # fmt: skip
_UNITS = {"score": "分钟"}
_LINK = re.compile(r"[ ]?[零又]?[ ]?")
_OPENS = frozenset("0123456789 又" + NUMERALS)

_FEW = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_COINS = {
    "yuan": re.compile(
        rf"""
        (?P<tenths>{_FEW}) [角毛]钱? (?: (?P<hundredths>{_FEW}) 分钱?(?![之钟]) )?    # 1  五元三角二分
      | (?P<only>{_FEW}) 分钱                                                       # 2  一元五分钱
        """,
        re.VERBOSE,
    ),
    "USD": re.compile(rf"(?P<only>{_FEW})美分"),
    "EUR": re.compile(rf"(?P<only>{_FEW})欧分"),
}
# 三块五: a piece (块) of money where tenths follow it.
_PIECE_OF_MONEY = re.compile(
    r"(?P<tenths>[一二三四五六七八九])(?:[毛角]钱?(?!形)|(?=$|[，。；、,;！？!?）)\s]))"
)


def take_parts(words: str, draft: Draft, patterns: Patterns) -> None:
    """Let ``draft`` take in what follows it in smaller units."""
    if words[draft.end : draft.end + 1] not in _OPENS or draft.high is not None:
        return
    if draft.rule in ("duration", "score"):
        _take_times(words, draft, patterns)
    elif draft.rule == "money" and draft.unit in _COINS:
        _take_coins(draft, _COINS[draft.unit].match(words, draft.end))
    elif draft.unit == "块":
        coins = _PIECE_OF_MONEY.match(words, draft.end)
        if coins:
            draft.unit, draft.rule = "yuan", "money"
            _take_coins(draft, coins)


def _take_times(words: str, draft: Draft, patterns: Patterns) -> None:
    if draft.value % 1:
        return
    unit, size = draft.unit, 1
    # A quarter of the text cannot be one duration: hours, minutes and seconds are three.
    for _ in range(2):
        number = read_number(words, _LINK.match(words, draft.end).end())
        if number is None or number.scale > 1 or number.glue or number.high is not None:
            return
        tail = patterns.tail.match(words, number.end)
        row = patterns.units.get(tail["unit"]) if tail and tail.lastgroup == "unit" else None
        parts = _PARTS.get((unit, row.unit)) if row else None
        if parts is None or number.value >= parts:
            return
        size *= parts
        draft.value = round(draft.value + number.value / size, 6)
        draft.unit, draft.rule, draft.end = (
            _UNITS.get(draft.unit, draft.unit),
            "duration",
            tail.end(),
        )
        unit = _UNITS.get(row.unit, row.unit)


def _take_coins(draft: Draft, coins: re.Match[str] | None) -> None:
    if coins is None:
        return
    told = coins.groupdict()
    small = [(told.get("tenths"), 10), (told.get("hundredths"), 100), (told.get("only"), 100)]
    values = [(whole_number(literal), parts) for literal, parts in small if literal]
    if any(value is None or value >= 100 for value, _ in values):
        return
    draft.value = round(draft.value + sum(value / parts for value, parts in values), 6)
    draft.end = coins.end()
