"""What follows a number and makes it a quantity: 成, 倍, 位次, 强, 级, or a unit of units.csv."""

import re

from analysis.quantities import patterns as p
from analysis.quantities.compounds import take_parts
from analysis.quantities.context import Draft
from analysis.quantities.lookalikes import BARE_POWERS
from analysis.quantities.numbers import Number, thousands, whole_number


def with_tail(words: str, at: int, number: Number, patterns: p.Patterns) -> Draft | None:
    """Return the number at ``at`` with the unit that follows it, or None."""
    end = number.end
    if words.startswith("个半", end) and words[end + 2 : end + 3] in _HALVED:
        # 一个半小时, 两个半百分点, 一个半月
        if words[end + 2] == "月":
            return Draft(at, end + 3, number.value + 0.5, None, "个月", "duration")
        number = number._replace(end=end + 2, value=number.value + 0.5)
    match = patterns.tail.match(words, number.end)
    if match is None:
        return _level_of_power(words, at, number)
    value, high, end = number.value, number.high, match.end()
    comparator = ">" if number.glue else "range" if high is not None else "="
    case = match.lastgroup
    if case == "unit":
        draft = _with_unit(words, at, number, patterns.units[match["unit"]], end)
        draft.comparator = comparator
        take_parts(words, draft, patterns)
    elif case in ("tenths", "tenth"):
        if number.scale > 1 or not 0 < value <= 10 or _becomes(words, at, end, number):
            return None
        tenth = match["tenth"]
        share = 0.0 if not tenth else 5.0 if tenth == "半" else whole_number(tenth) or 0.0
        high = None if high is None else high * 10
        draft = Draft(at, end, value * 10 + share, high, "%", "tenths", comparator)
    elif case == "off":
        # 7.5折 and 75折 are the same price; 百折不挠 is none.
        if not 0 < value < 100 or number.glue or words[at - 1 : at] == "波":
            return None
        factor = 10 if value < 10 else 1
        high = None if high is None else high * factor
        draft = Draft(at, end, round(value * factor, 6), high, "%", "tenths", comparator)
    elif case == "times":
        half = words.startswith("半", end)
        draft = Draft(at, end + half, value + 0.5 * half, high, "times", "times", comparator)
    elif case == "ranks":
        draft = Draft(at, end, value, high, "ranks", "ranks", comparator)
    elif case == "top":
        # 世界500强 is the name of a list.
        named = value == 500 and _LIST_OF_500.search(words, max(0, at - 6), at)
        if value < 5 or number.glue or named:
            return None
        draft = Draft(at, end, value, None, "rank", "rank-top", "<=")
    elif number.literal in BARE_POWERS:
        return _level_of_power(words, at, number)
    else:
        draft = Draft(at, end, value, high, "级", "grade", comparator)
    near = words[draft.end : draft.end + 1] in ("多", "余", "强")
    if near and draft.rule in _GLUED and (glue := p.TAIL_GLUE.match(words, draft.end)):
        draft.end, draft.comparator = glue.end(), ">"
    return draft


_HALVED = frozenset("小月百钟")
_GLUED = frozenset(("tenths", "times", "percent", "money"))


def _with_unit(words: str, at: int, number: Number, row: p.Unit, end: int) -> Draft:
    """Return the number with a unit of units.csv that ends at ``end``."""
    unit, rule, factor = row
    value, high = number.value, number.high
    literal = number.literal
    # 14.120兆瓦, 12.548个, 6.000公里: the Vietnamese way of writing thousands.
    vietnamese = rule == "count" or unit in ("MW", "VND") or literal[-4:] == ".000"
    if vietnamese and unit != "%" and (whole := thousands(literal)) is not None:
        value = whole * number.scale
    halved = rule == "duration" or (rule == "physical" and number.chinese)
    if halved and words.startswith("半", end) and not value % 1:
        end, value = end + 1, value + 0.5  # 三公斤半, 3年半
    if factor != 1:
        value, high = value * factor, None if high is None else high * factor
    if rule == "currency":
        rule = "money"
        if unit == "yuan" and (named := p.NAMED.search(words, max(0, at - 5), at)):
            unit = p.NAMED_CODES[named[1]]
    elif rule == "count" and number.chinese and high is None and value <= 10:
        rule = "count-small"
    if words[end : end + 1] == "/" and (per := p.PER.match(words, end)):
        end = per.end()
        if rule != "money":
            unit += per.group()
    return Draft(at, end, value, high, unit, rule)


_LIST_OF_500 = re.compile(r"(?:世界|财富|民企|民营企业|中国|中国企业|福布斯)$")


def _level_of_power(words: str, at: int, number: Number) -> Draft | None:
    """万亿级, 千亿级 of an industry or a market is its money."""
    literal, end = number.literal, number.end
    if literal in BARE_POWERS and literal[-1] == "亿" and words.startswith("级", end):
        return Draft(at, end + 1, number.value, None, "yuan", "money")
    return None


def _becomes(words: str, at: int, end: int, number: Number) -> bool:
    """Whether 成为 is a verb (两者成为): not behind 占, 其中 nor before 目标."""
    if words[end : end + 1] != "为" or words[end - 1] != "成":
        return False
    if not number.chinese or words.startswith(("为目标", "为上限", "为研"), end):
        return False
    return (
        re.search(r"(?:[以占达约近有超由从至到]|[其当]中|超过|达到)$", words[max(0, at - 3) : at])
        is None
    )
