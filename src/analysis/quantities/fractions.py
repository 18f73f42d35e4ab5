"""Shares told as fractions: 百分之四十五至五十, 三分之二, 1/3, 每三个人中有一个."""

import re

from analysis.quantities import patterns as p
from analysis.quantities.context import Draft
from analysis.quantities.numbers import Number, read_number, whole_number


def share(part: float, whole: float) -> float:
    """Return a fraction in per cent: exact for tenths, thousandths …, else four figures or more.

    三分之二 is 66.67, 十万分之五 is 0.005.
    """
    value = part / whole * 100
    if whole in _POWERS_OF_TEN:
        return round(value, 12)
    return round(value, 2) if value >= 10 else float(f"{value:.4g}")


_POWERS_OF_TEN = frozenset(10.0**power for power in range(1, 13))


def fraction_of(words: str, at: int, number: Number, match: re.Match[str]) -> Draft | int:
    """Return the share whose denominator is ``number``, or where it ends as none."""
    low, high = (100.0, None) if match["above"] == "百" else _ends(match["above"])
    if not number.value or low is None or number.glue:
        return match.end()
    rule = "percent" if number.value == 100 else "fraction"
    draft = Draft(at, match.end(), share(low, number.value), None, "%", rule)
    if match["minus"]:
        draft.value = 0.0 - draft.value
    elif high is not None:
        draft.high, draft.comparator = share(high, number.value), "range"
    elif match["glue"]:
        draft.comparator = ">"
    elif other := p.SECOND_FRACTION.match(words, draft.end):
        # 百分之五至八, 百分之五到百分之八
        last = whole_number(other["above"])
        told_from = p.FROM.search(words, max(0, at - 18), at)
        if last is not None and not (told_from and other["again"]):
            low, top = sorted((draft.value, share(last, number.value)))
            return Draft(at, other.end(), low, top, "%", rule, "range")
    return draft


def _ends(literal: str) -> tuple[float | None, float | None]:
    """The value of a numerator and, for 三四十, its upper end."""
    number = read_number(literal, 0)
    if number is None or number.end != len(literal) or number.glue:
        return None, None
    return number.value, number.high


def each_of(words: str, at: int, number: Number) -> Draft | None:
    """每三个成年人中有一个; every other 每N is what a value is counted by."""
    match = p.EACH.match(words, number.end)
    if match is None:
        return None
    part = whole_number(match["part"])
    if not part or part > number.value:
        return None
    return Draft(at - 1, match.end(), share(part, number.value), None, "%", "fraction")
