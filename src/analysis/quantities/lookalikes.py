"""Numbers that measure nothing: articles, names, slogans, lists of things said, versions."""

import re
import string

from analysis.quantities import patterns as p
from analysis.quantities.context import Draft
from analysis.quantities.numbers import Number

BARE_POWERS = frozenset(
    "百 千 万 亿 兆 百亿 千亿 万亿 百万 千万 十亿 十万 百兆 千兆".split()  # noqa: SIM905
)


_OPENING = frozenset('“「『‘"《【')
_CLOSING = re.compile(r'[^\n]{0,13}?[”」』’"》】]')
_GRADED = re.compile(r"(?:达到?|[高升降][至到]|为|里氏|震级|发生)了?$")


def is_measure(words: str, draft: Draft, number: Number) -> bool:
    """Whether the number with its unit measures something: the look-alikes are told here."""
    start, end, rule = draft.start, draft.end, draft.rule
    before = words[start - 1] if start else ""
    low = max(0, start - 12)
    if number.chinese:
        if number.literal in ("零", "〇") and rule != "percent":
            return False
        if before in ("几", "数", "好") and before:
            return False
        # 一个 is an article; so is the 一 of 之一, 唯一.
        article = draft.value == 1 and rule not in ("percent", "tenths", "times", "ranks", "points")
        if article and not p.COUNTED_ONE.search(words, low, start):
            return False
        if number.literal in BARE_POWERS and draft.unit != "rank":
            # 上千家: 上 is part of the wording.
            if before == "上" and words[start - 2 : start - 1] not in ("以", "之"):
                draft.start, draft.comparator = start - 1, ">="
                return True
            return len(number.literal) > 1 or p.VAGUE.search(words, low, start) is not None
    if rule not in ("percent", "tenths", "points") and words.startswith(
        ("及以上", "及以下", "或以上"), end
    ):
        # 15岁及以上, 220千伏及以上 say which things are meant; 增至5000个或以上 how many.
        return words[end] == "或" and _REACHED.search(words, low, start) is not None
    if rule in ("count", "count-small", "grade"):
        if before in _OPENING and before and _CLOSING.match(words, start):
            return False  # “五个必须”
        if _OPENED.search(words, max(0, start - 16), start) and _CLOSING.match(words, end):
            return False  # “民营经济32条”, “5个先锋、5个具备”: a short quotation
        if number.chinese and before in p.NOT_COUNTED and before:
            return False
        if words.startswith("方面", end) or (p.SAID.match(words, end) and draft.value <= 20):
            return False
        if rule == "grade":
            if p.MOVED.search(words, low, start) and _RANKING.search(
                words, max(0, start - 40), start
            ):
                draft.unit, draft.rule = "ranks", "ranks"  # 排第41位，较去年跌九级
                return True
            return "." in number.literal or _GRADED.search(words, low, start) is not None
        if draft.unit in ("位", "名", "席") and p.MOVED.search(words, low, start):
            draft.unit, draft.rule = "ranks", "ranks"
        return not (draft.unit == "类" and number.chinese)
    if rule == "duration":
        if draft.unit == "years" and _MONTH.match(words, end):
            return False  # 109年9月17日, in the years of the Republic
        if p.NOT_LASTING.match(words, end) or p.NOT_LASTING_BEFORE.search(words, low, start):
            return False
        # 两年半 and 1.5年 last; of others a word before them says so.
        return draft.unit != "years" or (
            draft.value < 200
            and (
                (draft.value % 1 > 0 and draft.value > 1)
                or p.LASTING.search(words, low, start) is not None
            )
        )
    if rule == "age":
        return p.LIFE.search(words, low, start) is not None
    if rule == "score":
        return not number.chinese or number.value > 10
    if draft.unit == "度" and number.scale == 1 and _HEAT.search(words, low, start):
        draft.unit = "华氏度" if words.rfind("华氏", low, start) >= 0 else "摄氏度"
        return True
    if draft.unit == "度":
        return number.scale > 1 or words[end - 1] == "电" or words.startswith("电", end)
    # 雪上加一倍 adds; 增加一倍 doubles.
    added = before == "加" and words[start - 2 : start - 1] != "增"
    return not (rule == "times" and number.chinese and added)


_MONTH = re.compile(r"[ ]?\d{1,2}[ ]?月")
_REACHED = re.compile(r"(?:[增升扩提]|减|降|压|达)?(?:加|高|大|少|低)?[至到达](?:约|逾|近)?$")


# A bare 度 of heat, not of electricity: 升温1.5度, 零下20度.
_HEAT = re.compile(
    r"(?:[气体水室低高升降恒控]温|温度|温升|零[下上]|[摄华]氏)[^，。；、,;\n\d]{0,8}$"
)
_RANKING = re.compile(r"排[名在第列行]|名列|位[居列]|榜")
_OPENED = re.compile("[“「『‘][^”」』’\\n]*$")


_HAN = re.compile("[\u3400-\u9fff]")
_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d")
_LETTERS = frozenset(string.ascii_letters)
_VERSION = re.compile(r"\d{1,2}\.0")


def is_number_word(words: str, at: int, number: Number) -> bool:
    """Whether a Chinese numeral without a unit is a number, not a part of a word."""
    follows, before = words[number.end : number.end + 1], words[at - 1 : at]
    if number.literal in BARE_POWERS or (before in _OPENING and before):
        return False
    # 五, alone between marks; “一、” and （一） are chapters.
    if not _HAN.match(before) and not _HAN.match(follows):
        return len(number.literal) > 1 or (not before and not follows)
    if number.scale == 1 and "点" not in number.literal:
        return False
    return len(number.literal) > 1 and not (follows and follows in "之物千")


def is_figure(words: str, at: int, number: Number, follows: str, before: str) -> bool:
    """Whether digits without a unit are a figure, not a year, a version, a sum of a slogan."""
    if before and before in _OPENING:
        return False
    if number.scale > 1:
        return True
    if before and before in "(（" and follows and follows in ")）":
        return False  # a reference, or a year (今（114）年)
    literal = number.literal
    if _YEAR.fullmatch(literal) or len(literal) > 15:
        return False
    if (follows == "+" or before == "+") and number.value < 100:
        return False
    if follows == "+" and words[number.end + 1 : number.end + 2] in _LETTERS:
        return False  # 100+N
    if _VERSION.fullmatch(literal):
        return p.SCORED.search(words, max(0, at - 20), at) is not None
    if (
        "." not in literal
        and "," not in literal
        and (p.NUMBERED.search(words, max(0, at - 8), at) or p.NUMBERS.match(words, number.end))
    ):
        return False
    if follows and _HAN.match(follows) and "." not in literal and "," not in literal:
        # 331国道, 50周年; 指数为86, 比… keeps its figure.
        return p.SCORED.search(words, max(0, at - 20), at) is not None and not (
            p.NAMED_NUMBER.match(words, number.end)
        )
    return True
