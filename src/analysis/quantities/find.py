"""Text -> quantities: one scan for candidates, rules only around them."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from analysis.fold import Folded, fold
from analysis.lexicon import Lexicon, load_lexicon
from analysis.quantities import patterns as p
from analysis.quantities.numbers import Number, read_number, thousands

#: How far around a number a rule looks, in characters. A clause of a news text is shorter.
NEAR = 24


class Quantity(NamedTuple):
    """A measured value as written; offsets are code points of the text that was searched.

    ``value`` is the number (80 for 80%, 50 for 五成, 172e9 for 1720亿美元, the place for a rank),
    ``value_high`` the upper end of a range. ``unit`` is ``%``, ``pp``, ``rank``, ``ranks``,
    ``times``, ``score``, ``years``, an ISO currency, a physical unit, a classifier as written,
    ``qualitative`` (全覆盖: no value), or empty for a number that no unit follows (``rule``
    ``bare``). ``change`` hints at ``increase`` or ``decrease`` where a verb of the clause says so.
    ``rule`` names the case: percent, points, tenths, fraction, times, rank, rank-top, ranks,
    money, physical, data, duration, age, score, count, count-small (两项, 三个: a few things told,
    in Chinese numerals), ratio, bare, universal, worded.
    """

    start: int
    end: int
    text: str
    value: float | None
    value_high: float | None
    unit: str
    comparator: str
    change: str
    rule: str


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    value: float | None
    high: float | None
    unit: str
    rule: str
    comparator: str = "="
    change: str = ""
    number: Number | None = None
    #: Written 14.120: thousands or a fraction, as the unit tells.
    fixed: bool = False


def find_quantities(
    text: str | Folded, *, lexicon: Lexicon | None = None, yuan: str | None = None
) -> list[Quantity]:
    """Return the quantities of ``text`` in text order, without overlap.

    ``text`` may be folded already; offsets always count in the original. ``yuan`` is the ISO code
    of a bare 元 (``yuan_of(article.text)``); None asks the text itself. Dates, times, years,
    numbers of documents, editions and versions, codes, names, idioms and lists of things said
    (三大支柱) are no quantities.
    """
    folded = text if isinstance(text, Folded) else fold(text)
    original = text if isinstance(text, str) else None
    words = folded.text
    patterns = p.patterns_of(load_lexicon() if lexicon is None else lexicon)
    drafts = _drafts(words, patterns)
    if not drafts:
        return []
    _tell_context(words, drafts, patterns)
    if any(draft.unit == "yuan" for draft in drafts):
        yuan = yuan or yuan_of(words)
    found = []
    for draft in drafts:
        start, end = folded.span(draft.start, draft.end)
        unit = yuan if draft.unit == "yuan" else draft.unit
        quoted = original[start:end] if original is not None else words[draft.start : draft.end]
        found.append(
            Quantity(
                start,
                end,
                quoted,
                draft.value,
                draft.high,
                unit,
                draft.comparator,
                draft.change,
                draft.rule,
            )  # fmt: skip
        )
    return found


_TAIWAN = re.compile("新台币|台币|行政院|台湾|台北|民国|国发会|数位发展|立法院|经济部")
_HONG_KONG = re.compile("港元|港币|香港|特区政府|港府|立法会")


def yuan_of(text: str) -> str:
    """Return what a bare 元 means in ``text``: ``CNY``, ``TWD`` or ``HKD``.

    Give the whole text of an article: it is TWD or HKD where the text speaks of Taiwan's or Hong
    Kong's institutions or money more often than of 人民币 and the mainland's.
    """
    taiwan, hong_kong = len(_TAIWAN.findall(text)), len(_HONG_KONG.findall(text))
    if not taiwan and not hong_kong:
        return "CNY"
    mainland = len(re.findall("人民币|国务院|全省|内地|大陆|中国", text))
    if max(taiwan, hong_kong) <= mainland:
        return "CNY"
    return "TWD" if taiwan >= hong_kong else "HKD"


def _drafts(words: str, patterns: p.Patterns) -> list[_Draft]:
    drafts: list[_Draft] = []
    search = p.CANDIDATE.search
    position, floor = 0, 0
    while (hit := search(words, position)) is not None:
        at = hit.start()
        read = _read(words, at, floor, patterns)
        if isinstance(read, int):
            position = read if read > at else at + 1
        else:
            drafts.append(read)
            position = floor = read.end
    return drafts


def _read(words: str, at: int, floor: int, patterns: p.Patterns) -> _Draft | int:
    """Return the quantity at the candidate ``at``, or where to go on.

    No quantity may begin before ``floor``, the end of the one before.
    """
    letter = words[at]
    if letter in "第":
        return _ordinal(words, at)
    if letter == "前":
        return _top(words, at)
    if letter in "翻普首席覆倍":
        return _worded(words, at, floor)
    if letter in "$¥€£":
        return at + 1
    if letter in "半零百两三四五" and isinstance(draft := _worded(words, at, floor), _Draft):
        return draft
    if letter == "半":
        return at + 1
    before = words[at - 1] if at else ""
    arabic = letter.isascii()
    if arabic and (date := p.DATE.match(words, at)):
        return date.end()
    if not arabic and (date := p.CHINESE_DATE.match(words, at)):
        # 十四年 is a streak behind 连续, a year of something elsewhere.
        if date.group()[-1] != "年" or not p.LASTING.search(words, max(floor, at - 8), at):
            return date.end()
    if fraction := p.FRACTION.match(words, at):
        return _fraction(fraction, at)
    number = read_number(words, at)
    if number is None:
        return _run_end(words, at)
    if before == "每":
        if each := p.EACH.match(words, at):
            draft = _each(each, at)
            if draft is not None:
                return draft
        return number.end
    return _measure(words, at, floor, number, patterns)


_RUN = re.compile(r"\d[\d.,]*|[零〇一二两三四五六七八九十百千万亿兆廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+")


def _run_end(words: str, at: int) -> int:
    run = _RUN.match(words, at)
    # A short run may hold a number further on (统一三成); a long one is no text.
    return run.end() if run and run.end() - at > 32 else at + 1


def _ordinal(words: str, at: int) -> _Draft | int:
    match = p.ORDINAL.match(words, at)
    if match is None:
        number = read_number(words, at + 1) if at + 1 < len(words) else None
        return number.end if number else at + 1
    ranked = p.RANKED.search(words, max(0, at - 8), at)
    follows = words[match.end() : match.end() + 1]
    if match["bare"] is not None and not ranked:
        return match.end()
    if match["classed"] and not ranked and follows and follows not in "，。；、,;）) \n的和及":
        return match.end()
    value = _place(match["place"])
    if value is None:
        return match.end()
    end = match.end()
    return _Draft(at, end, value, None, "rank", "rank")


def _place(literal: str) -> float | None:
    number = read_number(literal, 0)
    return number.value if number and number.end == len(literal) and number.high is None else None


_TOP_BEFORE = re.compile(
    r"(?:进入?|跻身|位居|位列|名列|[居列排]|[升冲挤闯杀][进入到至]{1,2}|全国|全球|世界|东盟|亚洲|地区|重返|保持在?|稳居|入围|东南亚|国家|城市|到|至)(?:了|的|世界|全球)?$"
)


def _top(words: str, at: int) -> _Draft | int:
    match = p.TOP.match(words, at)
    if match is None or (at and words[at - 1] in p.NOT_TOP):
        return at + 1
    if match["share"]:
        return _Draft(at, match.end(), float(match["share"]), None, "%", "percent", "<=")
    if match["bare"] is not None and not _TOP_BEFORE.search(words, max(0, at - 8), at):
        return match.end()
    value = _place(match["place"])
    if value is None:
        return match.end()
    return _Draft(at, match.end(), value, None, "rank", "rank-top", "<=")


# How far before its candidate a wording may begin: 全面普及.
_BACK = {"普": 2, "首": 0, "席": 1, "覆": 2, "半": 1, "零": 1}
_MULTIPLES = {"": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def _worded(words: str, at: int, floor: int) -> _Draft | int:
    match = None
    for back in range(min(_BACK.get(words[at], 0), at - floor), -1, -1):
        match = p.WORDED.match(words, at - back)
        if match and match.end() > at:
            break
        match = None
    if match is None:
        return at + 1
    start, end, case = match.start(), match.end(), match.lastgroup
    left = words[max(0, start - 8) : start]
    if case in ("double", "times"):
        power = match["times"]
        times = int(power) if power.isdigit() else _MULTIPLES[power]
        return _Draft(start, end, float(2**times), None, "times", "times", change="increase")
    if case == "twice":
        return _Draft(start, end, 2.0, None, "times", "times", change="increase")
    if case == "half":
        text = match.group()
        if text == "减半":
            return _Draft(start, end, 50.0, None, "%", "worded", change="decrease")
        if text in ("一半", "半数") or text.startswith(("过半", "大半", "多半")):
            if text == "多半" and words[end : end + 1] not in "，。；、,;的是为 ":
                return at + 1
            comparator = "=" if text in ("一半", "半数") else ">"
            return _Draft(start, end, 50.0, None, "%", "worded", comparator)
        return at + 1
    if case == "first":
        if match.group() == "首位" and not _FIRST_BEFORE.search(left):
            return end
        return _Draft(start, end, 1.0, None, "rank", "rank")
    if case == "second":
        return _Draft(start, end, 2.0, None, "rank", "rank")
    if case == "none":
        return _Draft(start, end, 0.0, None, "%" if match.group() == "零增长" else "", "worded")
    if case == "digits":
        value = 10.0 ** ("两三四五".index(match.group()[0]) + 1)
        unit = "%" if p.CHANGE.search(words, end, end + 4) or p.CHANGE.search(left) else ""
        return _Draft(start, end, value, None, unit, "worded", ">=")
    if match.group() == "普及":
        if not p.SERVED.match(words, end) or re.search(r"(?:科学|知识|[的了]|和|加快|推广)$", left):
            return end
    elif match.group() == "全面普及" and re.match(r"应用|型|化", words[end : end + 2]):
        return end
    return _Draft(start, end, None, None, "qualitative", "universal")


_FIRST_BEFORE = re.compile(
    r"(?:[居列位占排]|蝉联|跃居|升[至到]|全国|全球|世界|东盟|亚洲|全省|国内|同类|各省|行业|中西?部|西部|地区)(?:的|第)?$"
)


def _fraction(match: re.Match[str], at: int) -> _Draft | int:
    below, above = _place(match["below"]), _place(match["above"])
    if not below or above is None:
        return match.end()
    value = round(above / below * 100, 2)
    draft = _Draft(at, match.end(), value, None, "%", "fraction")
    if match["glue"]:
        draft.comparator = ">"
    if below == 100:
        draft.rule = "percent"
    return draft


def _each(match: re.Match[str], at: int) -> _Draft | None:
    whole, part = _place(match["all"]), _place(match["part"])
    if not whole or not part or part > whole:
        return None
    return _Draft(at - 1, match.end(), round(part / whole * 100, 2), None, "%", "fraction")


def _measure(words: str, at: int, floor: int, number: Number, patterns: p.Patterns) -> _Draft | int:
    """Read the number at ``at`` with its unit, and the second end of a range."""
    before = words[at - 1] if at else ""
    arabic = not number.chinese
    if arabic and (before.isascii() and (before.isalpha() or before in "_/#&=@№.:") and before):
        code = p.CODE.match(words, at)
        prefix = p.PREFIX.search(words, max(floor, at - 4), at)
        tail = patterns.tail.match(words, number.end)
        glued = before.isalpha() and (number.scale > 1 or (tail and words[number.end] == "%"))
        if prefix is None and not glued:
            return max(number.end, code.end() if code else 0)
    if arabic and before == "-" and at > 1 and words[at - 2].isascii() and words[at - 2].isalnum():
        code = p.CODE.match(words, at)
        return max(number.end, code.end() if code else 0)
    draft = _with_tail(words, at, number, patterns)
    end = draft.end if draft else number.end
    # A range: the other end follows a dash, 至 or 到; both share the unit, or have the same.
    if join := (p.JOIN.match(words, end) or _enumerated(words, end, number)):
        other = read_number(words, join.end())
        if other is not None and not p.DATE.match(words, join.end()):
            high = _with_tail(words, join.end(), other, patterns)
            both = _range(words, at, number, draft, other, high, join.group())
            if both is not None:
                return _signed(words, floor, both)
    if arabic and (plus := p.PLUS_MINUS.match(words, number.end)):
        middle = _with_tail(words, plus.end(), number, patterns)
        if middle is not None:
            spread = float(plus[1].replace(",", ""))
            low, high = number.value - spread, number.value + spread
            return _Draft(at, middle.end, round(low, 9), round(high, 9), middle.unit, middle.rule, "range")  # fmt: skip
    if draft is None:
        return _without_unit(words, at, floor, number)
    if isinstance(draft, _Draft) and not _is_quantity(words, draft, number, floor):
        return draft.end
    return _signed(words, floor, draft)


def _enumerated(words: str, end: int, number: Number) -> re.Match[str] | None:
    """三、四成 and 5、6个 name one range: single digits that follow each other."""
    join = p.LIST_JOIN.match(words, end)
    if join is None or len(number.literal) != 1:
        return None
    other = read_number(words, join.end())
    if other is None or len(other.literal) != 1 or other.value != number.value + 1:
        return None
    return join


def _range(words, at, number, draft, other, high, join) -> _Draft | None:
    if high is None:
        return None
    if draft is None:
        low = number.value
        # 5至10万: the first end takes the factor of the second.
        if number.scale == 1 and other.scale > 1 and number.value <= other.mantissa * 2:
            low = number.value * other.scale
        if join in "、," and high.rule not in ("tenths", "count", "count-small", "times"):
            return None
        if join in "、," and high.unit == "类":
            return None
    else:
        if draft.unit != high.unit or draft.rule != high.rule or join in "、,":
            return None
        low = draft.value
    if join.strip() in ("至", "到") and p.FROM.search(words, max(0, at - 18), at):
        if not words.startswith(("不等", "之间"), high.end):
            return None
    if low is None or high.value is None:
        return None
    low, top = sorted((low, high.high or high.value))
    rule = "count" if high.rule == "count-small" else high.rule
    return _Draft(at, high.end, low, top, high.unit, rule, "range", number=other)


def _with_tail(words: str, at: int, number: Number, patterns: p.Patterns) -> _Draft | None:
    """Return the number at ``at`` with the unit that follows it, or None."""
    match = patterns.tail.match(words, number.end)
    if match is None:
        return None
    value, high, end = number.value, number.high, match.end()
    comparator = ">" if number.glue else "range" if high is not None else "="
    case = match.lastgroup
    if case in ("tenths", "tenth"):
        if number.scale > 1 or not 0 < value <= 10:
            return None
        tenth = match["tenth"]
        share = 0.0
        if tenth:
            share = 5.0 if tenth == "半" else (_place(tenth) or 0.0)
        value, high = value * 10 + share, None if high is None else high * 10
        draft = _Draft(at, end, value, high, "%", "tenths", comparator)
    elif case == "times":
        half = words.startswith("半", end)
        draft = _Draft(at, end + half, value + 0.5 * half, high, "times", "times", comparator)
    elif case == "ranks":
        draft = _Draft(at, end, value, high, "ranks", "ranks", comparator)
    elif case == "top":
        if value < 5 or number.glue:
            return None
        draft = _Draft(at, end, value, None, "rank", "rank-top", "<=")
    elif case == "grade":
        draft = _Draft(at, end, value, high, "级", "grade", comparator)
    else:
        written = match["unit"]
        unit = patterns.units[written]
        value *= unit.factor
        high = None if high is None else high * unit.factor
        rule = {"currency": "money", "points": "points"}.get(unit.kind, unit.kind)
        code = unit.unit
        if rule == "money" and code == "yuan":
            code = _named_money(words, at) or "yuan"
        elif written == "卢比" and ("印尼" in words or "印度尼西亚" in words):
            code = "IDR"
        if per := p.PER.match(words, end):
            end = per.end()
            if rule != "money":
                code += per.group()
        draft = _Draft(at, end, value, high, code, rule, comparator)
        if rule == "count" and number.chinese and (high is None and value <= 10):
            draft.rule = "count-small"
    if not number.chinese and (whole := thousands(number.literal)) is not None:
        if draft.rule == "count" or draft.unit in ("MW", "VND") or (
            number.literal.endswith(".000") and draft.unit != "%"
        ):  # fmt: skip
            draft.value = whole * number.scale
    if draft.rule in ("tenths", "times", "percent") or draft.rule == "money":
        if glue := p.TAIL_GLUE.match(words, draft.end):
            if glue.group() in "多余":
                draft.end, draft.comparator = glue.end(), ">"
    return draft


def _named_money(words: str, at: int) -> str:
    named = p.NAMED.search(words, max(0, at - 5), at)
    return p.NAMED_CODES[named[1]] if named else ""


_OPENING = '“「『‘"《【'


def _is_quantity(words: str, draft: _Draft, number: Number, floor: int) -> bool:
    """Whether the number with its unit measures something: the look-alikes are told here."""
    start, end, rule = draft.start, draft.end, draft.rule
    left = words[max(0, start - 12) : start]
    if rule in ("count", "count-small", "grade"):
        before = left[-1:]
        # 一个 is an article; so is 一 behind another word (之一, 唯一, 第一).
        if number.chinese and number.value == 1 and not _COUNTED_ONE.search(left):
            return False
        if (
            number.chinese
            and number.literal in ("百", "千", "万", "亿")
            and not _VAGUE.search(left)
        ):
            return False
        if before in _OPENING and _quoted_slogan(words, start):
            return False
        if (
            number.chinese
            and before
            and before in "这那哪头前后第其之统唯同逐再进单专另某划初某任每又如"
        ):
            return False
        if words.startswith("方面", end) or p.SAID.match(words, end):
            return rule == "count" and (number.value > 20 or number.scale > 1)
        if rule == "grade":
            return bool(
                re.search(r"(?:达到?|[高升降][至到]|为|级别|里氏|震级|发生)了?$", left)
            ) or (number.literal.find(".") > 0)
        if draft.unit in ("位", "名", "席") and p.RANKS.search(left):
            draft.unit, draft.rule = "ranks", "ranks"
        if draft.unit == "类" and number.chinese:
            return False
    elif rule == "duration":
        if draft.unit == "years" and (number.chinese or number.value < 200):
            return bool(p.LASTING.search(left)) and not re.search(
                r"(?:今后|未来|过去|近|这|最近|前|截至|截止|到|至)$", left
            )
        if draft.unit == "years":
            return False
        return not (number.chinese and number.value == 1)
    elif rule == "age":
        return bool(p.AGE.search(left))
    elif rule == "score":
        return not number.chinese or number.value > 10
    elif rule == "physical":
        if draft.unit == "度":
            return (
                number.scale > 1
                or words.startswith(("电", "以上电"), end)
                or words[end - 1] == "电"
            )
        if number.chinese and number.value == 1:
            return bool(_COUNTED_ONE.search(left))
        if number.chinese and number.literal in ("百", "千", "万", "亿"):
            return bool(_VAGUE.search(left))
    elif rule == "money":
        if number.chinese and number.literal in ("百", "千", "万", "亿", "十万", "百万"):
            return bool(_VAGUE.search(left)) or number.literal == "百万"
        if words.startswith(("GDP", "产值", "工业增加值", "增加值"), end) and before_none(left):
            return False
    elif rule == "times":
        return not (number.chinese and left.endswith("加"))
    return True


def before_none(left: str) -> bool:
    return left[-1:] in ("", "，", "。", "、", ",")


_COUNTED_ONE = re.compile(
    r"(?:至少|不少于|仅有?|只有|不到|不足|超过|最多|约|至多)[^，。；,;\n\d]{0,5}$"
)
_VAGUE = re.compile(r"(?:上|近|逾|超过?|突破|约|过|达到?|成|数|几)$")


def _quoted_slogan(words: str, start: int) -> bool:
    """“五个必须”, “三基地一屏障”: a short quotation that begins with a number is a name."""
    closing = re.compile('[”」』’"》】]').search(words, start, start + 14)
    return closing is not None


_SIGNED = re.compile(r"(?:负|(?<![A-Za-z0-9%\u4e00-\u9fff)])-|(?<=[\u4e00-\u9fff])-|−)$")


def _signed(words: str, floor: int, draft: _Draft) -> _Draft:
    """Take in a minus before the number, and a currency sign."""
    prefix = p.PREFIX.search(words, max(floor, draft.start - 4), draft.start)
    if prefix and draft.rule in ("bare", "count-bare", "money"):
        draft.start, draft.unit, draft.rule = prefix.start(), p.PREFIXES[prefix["code"]], "money"
        return draft
    sign = words[draft.start - 1 : draft.start]
    if sign and sign in "负-−" and draft.start > floor and draft.high is None:
        line_start = draft.start < 2 or words[draft.start - 2] == "\n"
        if draft.rule in ("percent", "physical", "bare", "money", "points") and not (
            sign != "负" and line_start
        ):
            draft.start -= 1
            draft.value = -draft.value
    return draft


def _without_unit(words: str, at: int, floor: int, number: Number) -> _Draft | int:
    """A number that no unit follows: of an index, of persons, an unnamed number, or a code."""
    end = number.end
    follows = words[end : end + 1]
    if number.chinese:
        isolated = (at == 0 or not _HAN.match(words[at - 1])) and not _HAN.match(follows or " ")
        structured = len(number.literal) > 1 and (
            number.scale > 1
            or "点" in number.literal
            or any(c in "十百千廿卅" for c in number.literal)
        )
        if not (isolated and not (follows and follows in "、是)）.．")) and not (
            structured and number.value >= 20 and not _NAMELIKE.match(follows or "")
        ):
            return end if len(number.literal) > 1 else at + 1
        if number.literal in ("百", "千", "万", "亿", "千万", "万亿") or (
            at and words[at - 1] in _OPENING
        ):
            return end
        draft = _Draft(at, end, number.value, number.high, "", "bare", number=number)
    else:
        prefix = p.PREFIX.search(words, max(floor, at - 4), at)
        if (
            follows
            and follows.isascii()
            and (follows.isalpha() or follows in "_/=@#&")
            and not (slashed := p.SLASHED.match(words, at))
        ):
            code = p.CODE.match(words, end)
            return code.end() if code else end
        if slashed := p.SLASHED.match(words, at):
            low, high = float(slashed[1]), float(slashed[2])
            if 0 < low < high:
                value = round(low / high * 100, 2)
                return _Draft(at, slashed.end(), value, None, "%", "fraction")
            return slashed.end()
        if ratio := p.RATIO.match(words, end):
            return _Draft(at, ratio.end(), number.value, None, "比", "ratio")
        if follows == "+" or (at and words[at - 1] == "+"):
            if number.scale == 1 and number.value < 100:
                return end
        if (
            prefix is None
            and number.scale == 1
            and re.fullmatch(r"(?:1[5-9]|2[01])\d\d", number.literal)
        ):
            return end
        if at and words[at - 1] in _OPENING and prefix is None:
            return end
        draft = _Draft(at, end, number.value, None, "", "bare", number=number)
    if number.glue:
        draft.comparator = ">"
    elif number.high is not None:
        draft.comparator = "range"
    left = words[max(0, at - 20) : at]
    if p.SCORED.search(left) and number.scale == 1:
        draft.unit, draft.rule = "score", "score"
    elif number.scale > 1 and (p.PERSONS.match(words, end) or p.PERSONS_BEFORE.search(left)):
        draft.unit, draft.rule = "人", "count"
    return _signed(words, floor, draft)


_HAN = re.compile("[\u3400-\u9fff]")
_NAMELIKE = re.compile("[年月日号时点届次期条章节]")


def _tell_context(words: str, drafts: list[_Draft], patterns: p.Patterns) -> None:
    """Give each draft its comparator, its change, and what it shares with its neighbours."""
    last_end = 0
    listed: list[bool] = []
    for number, draft in enumerate(drafts):
        start, end = draft.start, draft.end
        if draft.comparator == "=" and draft.unit != "qualitative":
            if after := patterns.after.match(words, end):
                if not (
                    after["after"] == "多" and _HAN.match(words[after.end() : after.end() + 1])
                ):
                    draft.comparator = patterns.comparators[after["after"], "after"]
        if draft.comparator in ("=",) and draft.unit != "qualitative":
            if before := patterns.before.search(words, max(last_end, start - 12), start):
                cue = before["near"] or before["far"]
                draft.comparator = _before(words, before, cue, patterns)
        if not draft.change and draft.unit not in ("rank", "qualitative", "score"):
            draft.change = _change(words, max(last_end, start - NEAR), start, end)
        if number:
            _share_with_previous(words, drafts[number - 1], draft)
        last_end = end
    _share_lists(words, drafts, patterns)


def _before(words: str, match: re.Match[str], cue: str, patterns: p.Patterns) -> str:
    start = match.start()
    # 最近, 附近, 通过, 经过, 网上, 晚上: other words that end like a cue.
    if len(cue) == 1 and start and words[start - 1] in _NOT_CUE.get(cue, ""):
        return "="
    return patterns.comparators.get((cue, "before"), "=")


_NOT_CUE = {"近": "最附新远靠邻", "过": "通经超不越胜透", "上": "网线晚早车船山海路陆以之地加马身岸会", "超": "", "破": "突爆", "约": "契条预公合节制特签违大", "破": "突打爆侦"}  # fmt: skip


def _change(words: str, floor: int, start: int, end: int) -> str:
    """The last verb of the clause before the number, unless 到, 至, 为 stand between."""
    found = ""
    clause = max((m.end() for m in p.CLAUSE.finditer(words, floor, start)), default=floor)
    for match in p.CHANGE.finditer(words, clause, start):
        kind = match.lastgroup
        if kind == "level" and match.group() in "占为达" and start - match.end() > 3:
            continue
        if (
            kind == "level"
            and match.group() in ("达", "为")
            and found
            and _IS_GROWTH.search(words, clause, match.start())
        ):
            continue
        found = {"rise": "increase", "fall": "decrease", "level": ""}[kind]
    if not found and (after := p.CHANGE_AFTER.match(words, end)):
        return "increase" if after else ""
    return found


_IS_GROWTH = re.compile("(?:增幅|涨幅|降幅|跌幅|增长|下降|同比|年均)约?$")


def _share_with_previous(words: str, previous: _Draft, draft: _Draft) -> None:
    """A bare number behind one of an index (从0.565提高到0.580) is one too."""
    between = words[previous.end : draft.start]
    if draft.rule == "bare" and previous.rule == "score" and p.SCORED_ON.fullmatch(between):
        draft.unit, draft.rule = "score", "score"


def _share_lists(words: str, drafts: list[_Draft], patterns: p.Patterns) -> None:
    """A comparator that opens or closes a list holds for its members, a verb of change too."""
    for previous, draft in zip(drafts, drafts[1:], strict=False):
        between = words[previous.end : draft.start]
        if len(between) > 40:
            continue
        plain = p.MEMBER.fullmatch(between)
        if (
            draft.rule == "bare"
            and previous.rule in ("count", "bare")
            and previous.unit
            and (plain or between.strip() in "+＋")
        ):
            draft.unit = previous.unit
        if draft.unit != previous.unit:
            continue
        if plain or p.MEMBER_WITH_NOUNS.fullmatch(between):
            opened = draft.comparator == "=" and previous.comparator in (">=", "<=", ">", "<")
            if opened and patterns.before.search(
                words, max(0, previous.start - 12), previous.start
            ):
                draft.comparator = previous.comparator
        if plain and not draft.change:
            draft.change = previous.change
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=False):
        between = words[draft.end : following.start]
        if draft.comparator != "=" or following.comparator == "=" or len(between) > 6:
            continue
        if p.MEMBER.fullmatch(between) and draft.unit == following.unit:
            shared = p.SHARED.search(words, max(0, draft.start - 24), draft.start)
            if shared and patterns.after.match(words, following.end):
                draft.comparator = following.comparator
    # A number with 万 or 亿 but no classifier takes its neighbour's.
    for index, draft in enumerate(drafts):
        if draft.rule == "bare" and not draft.unit and draft.number and draft.number.scale > 1:
            for other in (*drafts[index + 1 : index + 2], *drafts[max(0, index - 1) : index]):
                gap = words[min(draft.end, other.end) : max(draft.start, other.start)]
                if other.rule == "count" and len(gap) < 30 and not re.search("[。；;\n]", gap):
                    draft.unit = other.unit
                    break
