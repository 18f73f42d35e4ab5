"""Text -> quantities: one scan for candidates, rules only around them."""

import re
from typing import NamedTuple

from analysis.fold import Folded, fold
from analysis.lexicon import Lexicon, load_lexicon
from analysis.quantities import patterns as p
from analysis.quantities.context import Draft, tell_context
from analysis.quantities.fractions import each_of, fraction_of, share
from analysis.quantities.lookalikes import (
    is_figure,
    is_measure,
    is_number_word,
)
from analysis.quantities.numbers import (
    DIGITS,
    NUMERALS,
    Number,
    read_number,
    whole_number,
    with_fraction,
)
from analysis.quantities.tails import with_tail
from analysis.quantities.yuan import yuan_of


class Quantity(NamedTuple):
    """A measured value as written; offsets are code points of the text that was searched.

    ``value`` is the number (80 for 80%, 50 for 五成, 172e9 for 1720亿美元, the place for a rank),
    ``value_high`` the upper end of a range. ``unit`` is ``%``, ``pp``, ``rank``, ``ranks``,
    ``times``, ``score``, ``years``, an ISO currency, a physical unit, a classifier as written,
    ``qualitative`` (全覆盖: no value), or empty for a number that no unit follows (``rule``
    ``bare``). ``change`` is ``increase`` or ``decrease`` where a verb of the clause says so.
    ``rule`` names the case: percent, points, tenths, fraction, times, rank, rank-top, ranks,
    money, physical, data, duration, age, score, grade, count, count-small (三个, 两项: a few things
    told, in Chinese numerals), ratio, bare, worded, universal.
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
    tell_context(words, drafts, patterns)
    rupiah = "印尼" in words or "印度尼西亚" in words
    unchanged = isinstance(folded.at, range)
    found = []
    for draft in drafts:
        start, end = draft.start, draft.end
        if not unchanged:
            start, end = folded.span(start, end)
        unit = draft.unit
        if unit == "yuan":
            unit = yuan = yuan or yuan_of(words)
        elif unit == "INR" and rupiah and words.endswith("卢比", draft.start, draft.end):
            unit = "IDR"
        quoted = words[draft.start : draft.end] if original is None else original[start:end]
        value = (draft.value, draft.high, unit)
        how = (draft.comparator, draft.change, draft.rule)
        found.append(Quantity(start, end, quoted, *value, *how))
    return found


def _drafts(words: str, patterns: p.Patterns) -> list[Draft]:
    drafts: list[Draft] = []
    search = p.CANDIDATE.search
    position = floor = 0
    while (hit := search(words, position)) is not None:
        at = hit.start()
        read = _read(words, at, floor, patterns)
        if isinstance(read, int):
            position = max(read, at + 1)
        else:
            drafts.append(read)
            position = floor = read.end
    return drafts


def _read(words: str, at: int, floor: int, patterns: p.Patterns) -> Draft | int:
    """Return the quantity at the candidate ``at``, or where to go on.

    No quantity may begin before ``floor``, the end of the one before.
    """
    letter = words[at]
    if (
        letter.isascii()
        and words[at + _LONG : at + _LONG + 1] in _IN_NUMBERS
        and (noise := _NOISE.match(words, at))
    ):
        return noise.end()
    if letter in p.WORDED_AT and (draft := _worded(words, at, floor)) is not None:
        return draft
    if letter == "第":
        return _ordinal(words, at)
    if letter == "前":
        return _top(words, at)
    if letter == "半":
        return _half(words, at, floor, patterns)
    if letter not in _NUMERALS:
        return at + 1
    if letter == "百" and words.startswith("分百", at + 1):
        return Draft(at, at + 3, 100.0, None, "%", "percent")
    if letter in _POWERS and words.startswith("分之", at + 1):
        number = Number(at + 1, _POWERS[letter], None, False, 1, 1, letter, True)
    else:
        if (
            letter.isascii()
            and (run := _FEW_DIGITS.match(words, at))
            and words[run.end() : run.end() + 1] in p.DATED
            and (date := p.DATE.match(words, at))
        ):
            return date.end()
        number = read_number(words, at)
    if number is None:
        if off := p.TWO_PLACES_OFF.match(words, at):
            value = 10.0 * DIGITS[off[1]] + DIGITS[off[2]]
            return Draft(at, off.end(), value, None, "%", "tenths")
        return _run_end(words, at)
    if words[number.end : number.end + 1] in _OF_FRACTIONS:
        if words.startswith("百分之", number.end):
            # 五百分之二: 百 was left to 百分之.
            number = number._replace(end=number.end + 1, value=number.value * 100)
        if fraction := p.FRACTION.match(words, number.end):
            draft = fraction_of(words, at, number, fraction)
            return draft if isinstance(draft, int) else _signed(words, floor, draft)
        number = with_fraction(words, number)
    # 十四年 is a streak behind 连续, a year of something elsewhere.
    if (
        number.chinese
        and not number.value % 1
        and p.CHINESE_DATE.match(words, number.end)
        and not (
            words[number.end] == "年"
            and (
                p.YEARS_AND_MORE.match(words, number.end)
                or p.LASTING.search(words, max(floor, at - 8), at)
            )
        )
    ):
        return number.end + 1
    if at and words[at - 1] == "每":
        return each_of(words, at, number) or number.end
    return _measure(words, at, floor, number, patterns)


_NUMERALS = frozenset("0123456789" + NUMERALS)
_POWERS = {"百": 100.0, "千": 1000.0, "万": 10000.0, "十": 10.0}
_FEW_DIGITS = re.compile(r"\d{1,4}[ ]?")
# So many digits and commas on end are no number of a text.
_LONG = 64
_NOISE = re.compile(rf"[\d.,]{{{_LONG + 1},}}")
_IN_NUMBERS = frozenset("0123456789.,")
# Behind a number: what may make it the denominator, or the whole, of a fraction.
_OF_FRACTIONS = frozenset("百分又 ")
_RUN = re.compile(rf"\d[\d.,]*|[{NUMERALS}]+")


def _run_end(words: str, at: int) -> int:
    run = _RUN.match(words, at)
    # A short run may hold a number further on; a long one is no text.
    return run.end() if run and (run.end() - at > 32 or words[at].isdigit()) else at + 1


def _ordinal(words: str, at: int) -> Draft | int:
    match = p.ORDINAL.match(words, at)
    if match is None:
        number = read_number(words, at + 1)
        return number.end if number else at + 1
    end = match.end()
    value = whole_number(match["place"])
    follows = words[end : end + 1]
    # 第一, … and 第二位学者 count what is said; 第71位, is a rank.
    said = match["bare"] is not None or (
        follows and follows not in "，。；、,;）) \n的和及" and not p.MOVES_ON.match(words, end)
    )
    other = p.RANK_RANGE.match(words, end)
    if said and not (match["large"] or other or p.RANKED.search(words, max(0, at - 8), at)):
        return end
    if value is None:
        return end
    if other and not p.FROM.search(words, max(0, at - 18), at):
        return _between_ranks(at, value, other)
    return Draft(at, end, value, None, "rank", "rank")


def _between_ranks(at: int, value: float, other: re.Match[str]) -> Draft:
    """第50至第40位, 前10至15名: a range of ranks, whichever is named first."""
    low, high = sorted((value, whole_number(other["place"])))
    return Draft(at, other.end(), low, high, "rank", "rank", "range")


def _top(words: str, at: int) -> Draft | int:
    match = p.TOP.match(words, at)
    if match is None or (at and words[at - 1] in p.NOT_TOP):
        return at + 1
    end = match.end()
    if match["share"]:
        return Draft(at, end, float(match["share"]), None, "%", "percent", "<=")
    if match["bare"] is not None and not p.TOP_BEFORE.search(words, max(0, at - 8), at):
        return end
    value = whole_number(match["place"])
    if value is None:
        return end
    if match["bare"] is not None and (other := p.RANK_RANGE.match(words, end)):
        return _between_ranks(at, value, other)
    return Draft(at, end, value, None, "rank", "rank-top", "<=")


_POWER_OF_TWO = {"": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def _worded(words: str, at: int, floor: int) -> Draft | int | None:
    """Return a quantity that has no number before a unit, where it ends as none, or None."""
    match = None
    for back in range(min(p.BACK.get(words[at], 0), at - floor), -1, -1):
        match = p.WORDED.match(words, at - back)
        if match and match.end() > at:
            break
        match = None
    if match is None:
        return None
    start, end, case, text = match.start(), match.end(), match.lastgroup, match.group()
    low = max(0, start - 12)
    if case in ("double", "times"):
        power = match["times"]
        value = 2.0 ** (int(power) if power.isdigit() else _POWER_OF_TWO[power])
        return Draft(start, end, value, None, "times", "times", change="increase")
    if case == "twice":
        return Draft(start, end, 2.0, None, "times", "times", change="increase")
    if case == "off":
        return Draft(start, end, 50.0, None, "%", "tenths")
    if case == "half":
        if text == "减半":
            return Draft(start, end, 50.0, None, "%", "worded", change="decrease")
        if text == "多半" and words[end : end + 1] not in "，。；、,;的是为":
            return end
        comparator = "=" if text in ("一半", "半数") else ">"
        return Draft(start, end, 50.0, None, "%", "worded", comparator)
    if case == "first":
        if text == "首位" and not p.FIRST_BEFORE.search(words, low, start):
            return end
        return Draft(start, end, 1.0, None, "rank", "rank")
    if case == "second":
        return Draft(start, end, 2.0, None, "rank", "rank")
    if case == "none":
        return Draft(start, end, 0.0, None, "%" if text == "零增长" else "", "worded")
    if case == "digits":
        value = 10.0 ** ("三四五".find(text[0]) + 2)
        return Draft(start, end, value, None, "%", "worded", ">=")
    if text == "普及" and (
        not p.SERVED.match(words, end) or p.NOT_SERVED.search(words, low, start)
    ):
        return end
    return Draft(start, end, None, None, "qualitative", "universal")


def _half(words: str, at: int, floor: int, patterns: p.Patterns) -> Draft | int:
    """半个百分点, 半小时, 半公里: 0.5 of a unit that measures."""
    if at and words[at - 1] in p.HALF_OF and words[max(0, at - 2) : at] not in p.NOT_HALF_OF:
        return at + 1
    half = Number(at + 1, 0.5, None, False, 0.5, 1, "半", True)
    draft = with_tail(words, at, half, patterns)
    if draft is None or draft.rule not in ("points", "duration", "physical", "tenths"):
        return at + 1
    return draft if is_measure(words, draft, half) else draft.end


def _measure(words: str, at: int, floor: int, number: Number, patterns: p.Patterns) -> Draft | int:
    """Read the number at ``at`` with its unit, and the other end of a range."""
    if not number.chinese and (code := _code_end(words, at, floor, number)):
        return code
    draft = with_tail(words, at, number, patterns)
    end = draft.end if draft else number.end
    follows = words[end : end + 1]
    if follows and follows in p.JOINING:
        if (both := _range(words, at, floor, number, draft, patterns)) is not None:
            draft, number = both, both.number
    elif follows and follows in "±+正" and (plus := p.PLUS_MINUS.match(words, number.end)):
        middle = with_tail(words, at, number._replace(end=plus.end()), patterns)
        if middle is not None:
            value, spread = number.value, float(plus[1].replace(",", ""))
            middle.value, middle.high = round(value - spread, 9), round(value + spread, 9)
            middle.comparator = "range"
            draft = middle
    if draft is None:
        return _without_unit(words, at, floor, number)
    if not is_measure(words, draft, number):
        return draft.end
    return _signed(words, floor, draft)


def _code_end(words: str, at: int, floor: int, number: Number) -> int:
    """Return where a code or a name ends that the digits at ``at`` belong to, or 0."""
    before = words[at - 1] if at else ""
    if not before or not before.isascii() or before in " \n\t(<>\"'|*,;%!?)[]{}":
        return 0
    if before == "-":
        if at < 2 or not words[at - 2].isascii() or not words[at - 2].isalnum():
            return 0
    elif before == "/" and words[at - 2 : at - 1] == "%":
        return 0  # 55%/75%/90%
    elif before == ":" and (at < 2 or not words[at - 2].isascii()):
        return 0
    elif before == "+" and words[at - 2 : at - 1].isdigit() and number.value < 100:
        return number.end
    elif (
        before in "$+~"
        or p.PREFIX.search(words, max(floor, at - 4), at)
        or (before.isalpha() and (number.scale > 1 or words[number.end : number.end + 1] in "%强"))
    ):
        return 0
    code = p.CODE.match(words, at)
    return max(number.end, code.end() if code else 0)


def _range(
    words: str, at: int, floor: int, number: Number, draft: Draft | None, patterns: p.Patterns
) -> Draft | None:
    """Return the range whose other end follows a dash, 至 or 到, 和 (…之间), or 、 in 三、四成."""
    end = draft.end if draft else number.end
    join = p.JOIN.match(words, end)
    between = None if join else p.BETWEEN_JOIN.match(words, end)
    listed = join is None and between is None
    join = join or between
    if listed:
        join = p.LIST_JOIN.match(words, end)
        if join is None or draft is not None or len(number.literal) != 1:
            return None
    other = read_number(words, join.end())
    if other is None:
        return None
    if listed and (len(other.literal) != 1 or other.value != number.value + 1):
        return None
    high = with_tail(words, join.end(), other, patterns)
    if high is None or high.value is None:
        return None
    if between and not words.startswith("之间", high.end):
        return None
    if draft is None:
        if listed and (
            high.rule not in ("tenths", "count", "count-small", "times") or high.unit == "类"
        ):
            return None
        low = number.value
        # 5至10万: the first end takes the factor of the second.
        if number.scale == 1 and other.scale > 1 and low <= other.mantissa * 2:
            low *= other.scale
        if high.rule == "tenths":
            low *= 10 if low < 10 else 1
        elif high.value < other.value:  # 3至5分钱: hundredths
            low *= high.value / other.value
        told_from = p.FROM_BARE
    else:
        if draft.unit != high.unit or draft.rule != high.rule:
            return None
        low, told_from = draft.value, p.FROM
    if (
        join.group().strip() in ("至", "到")
        and told_from.search(words, max(0, at - 18), at)
        and not words.startswith(("不等", "之间"), high.end)
    ):
        return None
    start, last = at, high.high or high.value
    if high.rule in SIGNED:
        if is_minus(words, at, floor):
            start, low = at - 1, -low
        if join.groupdict().get("minus"):
            last = -last
    low, top = sorted((round(low, 6), last))
    rule = "count" if high.rule == "count-small" else high.rule
    return Draft(start, high.end, low, top, high.unit, rule, "range", number=other)


SIGNED = frozenset(("percent", "physical", "bare", "money", "points", "fraction"))


def is_minus(words: str, start: int, floor: int) -> bool:
    """Whether the character before ``start`` is the sign of the number there."""
    if start <= floor or words[start - 1] not in "负-−":
        return False
    ahead = words[start - 2] if start > 1 else "\n"
    # 减负2500亿元, 担负; a hyphen that opens a line is a bullet.
    if words[start - 1] == "负":
        return ahead not in "减担债正肩背胜自"
    return ahead != "\n" or start == 1


def _signed(words: str, floor: int, draft: Draft) -> Draft:
    """Take in a minus before the number, 零下, ±, or the sign of a currency."""
    start = draft.start
    if start <= floor:
        return draft
    before = words[start - 1]
    if before in "$¥€£₫ DYRBP" and draft.rule in ("bare", "money"):
        prefix = p.PREFIX.search(words, max(floor, start - 4), start)
        if prefix:
            draft.start, draft.unit, draft.rule = prefix.start(), p.PREFIXES[prefix[1]], "money"
        return draft
    if draft.rule not in SIGNED:
        return draft
    if (
        before == "下"
        and draft.rule == "physical"
        and start - floor > 1
        and words[start - 2] == "零"
    ):
        # 零下3至5度 lies between -5 and -3.
        low = draft.value if draft.high is None else draft.high
        high = None if draft.high is None else -draft.value
        draft.start, draft.value, draft.high = start - 2, -low, high
    elif draft.high is not None:
        return draft
    elif before == "±":
        draft.start, draft.value, draft.high = start - 1, -draft.value, draft.value
        draft.comparator = "range"
    elif is_minus(words, start, floor):
        draft.start, draft.value = start - 1, 0.0 - draft.value
    return draft


def _without_unit(words: str, at: int, floor: int, number: Number) -> Draft | int:
    """A number that no unit follows: of an index, of persons, an unnamed number, or a code."""
    end = number.end
    follows, before = words[end : end + 1], words[at - 1 : at]
    draft = Draft(at, end, number.value, number.high, "", "bare", number=number)
    if number.glue or number.high is not None:
        draft.comparator = ">" if number.glue else "range"
    if number.chinese:
        if not is_number_word(words, at, number):
            return end if len(number.literal) > 1 else at + 1
    else:
        if follows == "/" and (slashed := p.SLASHED.match(words, at)):
            low, high = float(slashed[1]), float(slashed[2])
            if not 0 < low < high:
                return slashed.end()
            return Draft(at, slashed.end(), share(low, high), None, "%", "fraction")
        if follows and follows in "比:：" and (ratio := p.RATIO.match(words, end)):
            return Draft(at, ratio.end(), number.value, None, "比", "ratio")
        if follows and follows.isascii() and (follows.isalpha() or follows in "_/=@#&"):
            code = p.CODE.match(words, end)
            return code.end() if code else end
        if p.PREFIX.search(words, max(floor, at - 4), at):
            return _signed(words, floor, draft)
        if not is_figure(words, at, number, follows, before):
            return end
    low = max(0, at - 20)
    if number.scale == 1 and p.SCORED.search(words, low, at):
        draft.unit, draft.rule = "score", "score"
    elif number.scale > 1 and (
        p.PERSONS.match(words, end) or p.PERSONS_BEFORE.search(words, low, at)
    ):
        draft.unit, draft.rule = "人", "count"
    return _signed(words, floor, draft)
