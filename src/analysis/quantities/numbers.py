"""Numbers as Chinese texts write them: 1,234.5 · 30,8 · 2.5万 · 61亿4924万7千 · 四百五 · 三点一四."""

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.fold import simplified

# ○ is what many texts type for 〇 (二○三○年).
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
DIGITS |= {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TWENTIES = {"廿": 20, "卅": 30}
SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}

_DIGIT = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
NUMERALS = _DIGIT + "廿卅十百千万亿兆拾佰仟"

# A letter of a number that begins a unit instead (千瓦, 百分点, 兆瓦) is not read as part of it.
_TEN = "[十拾](?!分(?![之钟])|字路口)"
_HUNDRED = "[百佰](?!分[点之]|万瓦|姓|货|科|年[大未]|花|色)"
_THOUSAND = "[千仟](?!瓦|米|克|伏|赫|卡|兆|帕|焦|字节|比特|方百计|秋|禧|万[别不要]|家万)"
_MYRIAD = "万(?!物|象|一(?![千百十万]))"
_BILLION = "兆(?!瓦|赫|字节|比特|位|帕|焦|伏|欧|宽带|带宽|网|光|每秒|[A-Za-z/])"

# 万万 is 亿, as older texts and speeches say it.
SCALE = (
    rf"(?:(?:(?:十|百(?!万瓦)|千)(?=[万亿兆]))?(?:万亿|万万|{_MYRIAD}|亿|{_BILLION})"
    rf"|{_HUNDRED}|{_THOUSAND})"
)

# A comma with one or two digits behind it is a decimal comma (30,8%) only before one of these;
# elsewhere it parts two numbers of a list.
_AFTER_DECIMAL = (
    r"(?=[ ]?(?:%|个?百分点|万|亿|倍|公里|兆瓦|吨|公顷|美元|越盾|越南盾|欧元|分(?![别之])))"
)

ARABIC = rf"""(?:
    \d{{1,3}}(?:,\d{{3}}){{1,6}}(?![\d,]) (?:\.\d{{1,9}})?    # 1  1,234.5
  | \d{{1,3}}(?:\.\d{{3}}){{2,6}}(?![\d.]) (?:,\d{{1,9}})?    # 2  1.234.567,8
  | \d{{1,3}},\d{{1,2}}{_AFTER_DECIMAL}                       # 3  30,8%
  | \d{{1,18}}(?!\d)(?:\.\d{{1,12}}(?!\d))?                   # 4  1234.5
)"""

CHINESE = rf"""(?:
    (?:[{_DIGIT}廿卅亿]|{_MYRIAD}|{_TEN}|{_HUNDRED}|{_THOUSAND}|{_BILLION}){{1,32}}
    (?:点[{_DIGIT}]{{1,12}}(?![十百千]) {SCALE}?)?
)"""

# What stands in a number in place of its last digits: 40多, 五十余, 二十来, 十几.
_GLUE = r"(?:多|余(?!额|下|地|热)|来(?=[ ]?[万亿个家名位人户项条座所台辆套件种次])|几)"
# 3000+家: after few digits the plus joins the parts of a slogan (7+1, 5G+).
_PLUS = r"(?:(?<=\d{3})|(?<=[百千万亿]))\+(?![\d+A-Za-z])"

# A plain number, the case of nearly all: read without the grammar below.
_PLAIN = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)(万亿|亿|万)?(?![\d,.\s十百千万亿兆零多余来几+])")

_NUMBER = re.compile(
    rf"""
    (?P<arabic> {ARABIC}
        (?: (?: {SCALE} (?:零?{ARABIC}{SCALE}){{0,4}}
              | [ ]{SCALE} (?:[ ]?零?{ARABIC}[ ]?{SCALE}){{0,4}} )        # typed 6 万 3 千
            (?: \d,\d{{3}}(?![\d,]) | 零?\d{{1,4}}(?![\d.,:：%/年月日号时点-]|个?百分点) )?
        )?
    )
    (?P<glue> [ ]?{_GLUE}|{_PLUS})? (?P<more> (?<=[多余来几])[ ]?{SCALE})?
  | (?P<chinese> {CHINESE})
    (?P<glued> [ ]?{_GLUE})? (?P<rest> (?<=[多余来几])[ ]?{SCALE})?
    """,
    re.VERBOSE,
)

_PIECE = re.compile(r"[ ]?(零?)([\d.,]+)[ ]?([^\d.,\s零]*)")


# 又三分之二, 又2/3 behind a whole number.
_BESIDES = re.compile(
    rf"[ ]?又[ ]?(?:(\d{{1,4}}|[{NUMERALS}]{{1,8}})分之(\d{{1,4}}|[{NUMERALS}]{{1,8}})"
    r"|(\d{1,3})/(\d{1,3}))"
)


class Number(NamedTuple):
    """A number read from a text; ``high`` where two are named at once (四五百).

    ``mantissa`` times ``scale`` is the value: 5至10万 gives the 5 the factor of the 10. ``glue``
    is true for 40多, 十几. ``literal`` is the number without its glue.
    """

    end: int
    value: float
    high: float | None
    glue: bool
    mantissa: float
    scale: float
    literal: str
    chinese: bool


# Behind a single Chinese digit: what makes it the begin of a longer number.
_GOES_ON = frozenset(NUMERALS + "点多余来几 ")
_PLAIN_SCALE = {None: 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}


def read_number(text: str, start: int) -> Number | None:
    """Return the number that begins at ``start`` of folded ``text``, or None."""
    letter = text[start : start + 1]
    if letter in DIGITS:
        if text[start + 1 : start + 2] not in _GOES_ON:
            value = float(DIGITS[letter])
            return Number(start + 1, value, None, False, value, 1.0, letter, True)
    elif (plain := _PLAIN.match(text, start)) is not None:
        digits, letters = plain.groups()
        mantissa, scale = float(digits), _PLAIN_SCALE[letters]
        # Two factors multiply with an error that the text has not: 5.8 * 10000.
        value = round(mantissa * scale, 6)
        return Number(plain.end(), value, None, False, mantissa, scale, plain.group(), False)
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    literal, chinese = match["arabic"], match["chinese"]
    high = None
    if literal is not None:
        value, mantissa, scale, length = _arabic(literal)
        if length < len(literal):
            literal = literal[:length].rstrip()
            end = start + len(literal)
            return Number(end, value, None, False, mantissa, scale, literal, False)
        glue, more = match["glue"], match["more"]
    else:
        literal, both = chinese, _chinese(chinese)
        if both is None:
            return None
        value, high = both
        mantissa, scale = _parted(literal, value)
        glue, more = match["glued"], match["rest"]
    if more:
        factor = _scale(more)
        value, scale = value * factor, scale * factor
        high = None if high is None else high * factor
    return Number(
        match.end(), value, high, glue is not None, mantissa, scale, literal, chinese is not None
    )


def with_fraction(text: str, number: Number) -> Number:
    """Return ``number`` with the fraction that 又 adds to it: 三又四分之一 is 3.25."""
    match = _BESIDES.match(text, number.end)
    if match is None or number.value % 1 or number.high is not None or number.glue:
        return number
    below, above = whole_number(match[1] or match[4]), whole_number(match[2] or match[3])
    if not below or not above or above >= below:
        return number
    value = round(number.value + above / below, 6)
    return number._replace(end=match.end(), value=value, mantissa=value / number.scale)


def whole_number(literal: str) -> float | None:
    """Return the number that all of folded ``literal`` writes, if it is exactly one."""
    number = read_number(literal, 0)
    if number is None or number.end != len(literal) or number.glue or number.high is not None:
        return None
    return number.value


def parse_number(text: str) -> float | None:
    """Return the number that the whole of ``text`` writes, or None.

    Chinese, Arabic and mixed: 两百零五, 一万五 (15000), 3.5万, 1,234.5, 负二, 三分之二, 一个半,
    一又三分之二, 2.5e6; a percentage is the number it means (5% and 百分之五 are 0.05). Spaces
    between Chinese numerals, or between them and digits, count for nothing (6 万 3 千).
    """
    text = simplified(text).strip()
    if len(text) > 120:
        return None
    text = _SPACE.sub("", text)
    if text[:1] in ("-", "负", "−", "+", "正") and text[1:2] not in ("-", "负", "−", "+", "正"):
        value = parse_number(text[1:])
        return value if value is None or text[0] in "+正" else -value
    if text == "半":
        return 0.5
    whole, mixed, part = text.partition("又")
    if mixed:
        units, fraction = whole_number(whole), parse_number(part)
        good = units is not None and fraction is not None and 0 < fraction < 1
        return units + fraction if good else None
    below, divided, above = text.partition("分之")
    if divided:
        low, high = whole_number(below) if below != "百" else 100, whole_number(above)
        low = {"百": 100, "千": 1000, "万": 10000}.get(below) or low
        return None if not low or high is None else high / low
    if match := re.fullmatch(r"(\d{1,9})/(\d{1,9})", text):
        return int(match[1]) / int(match[2]) if int(match[2]) else None
    for sign, factor in (("%", 100), ("‰", 1000)):
        if text.endswith(sign):
            value = parse_number(text[:-1].strip())
            return None if value is None else value / factor
    if text.endswith("个半"):
        value = parse_number(text[:-2])
        return None if value is None else value + 0.5
    if re.fullmatch(r"\d{1,3},\d{1,2}", text):
        return float(text.replace(",", "."))
    if _SCIENTIFIC.fullmatch(text):
        return float(text)
    return whole_number(text)


_SPACE = re.compile(rf"(?<=[{NUMERALS}点又之多余几])[ ]+|[ ]+(?=[{NUMERALS}点又分多余几])")
# .5 and 3.6e4; the exponent short, so that the number is one.
_SCIENTIFIC = re.compile(r"\d{0,15}\.?\d{1,15}(?:[eE][+-]?\d{1,2})?")


def thousands(literal: str) -> float | None:
    """Return 14120 for ``14.120``, written the Vietnamese way; None where it cannot be one."""
    if literal[-4:-3] == "." and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", literal):
        return float(literal.replace(".", ""))
    return None


def _arabic(literal: str) -> tuple[float, float, float, int]:
    """Return value, mantissa and factor of 61亿4924万7千 or 3亿5千6百万, and the length they take.

    A piece that does not fall ends the number: 3万 5万 are two.
    """
    total, section, length = 0.0, 0.0, 0
    # The last power of all, the last of 万, 亿, 兆, and the last below them.
    last = large = small = float("inf")
    mantissa = first = None
    for piece in _PIECE.finditer(literal):
        zero, digits, letters = piece.groups()
        number, factor = _decimal(digits), _scale(letters)
        if mantissa is None:
            mantissa, first = number, factor
        low, high = _split(letters)
        if high > 1:
            # 3千万5百万: the same power again, behind a larger multiple of it.
            again = high == large and not section and low * high < last
            if (high >= large and not again) or low >= small:
                break
            total, section = total + (section + number * low) * high, 0.0
            large, small = high, float("inf")
        else:
            if low >= min(small, large):
                break
            if not letters and len(digits) == 1 and not zero:
                # One digit alone is of the next lower power (1万5, said as 一万五); several are
                # units (1万2000元).
                number *= max(last / 10, 1) if last < float("inf") else 1
            section, small = section + number * low, low
        last, length = factor, piece.end()
    # Two factors multiply with an error that the text has not.
    return round(total + section, 6), mantissa, first, length


@lru_cache(maxsize=64)
def _split(letters: str) -> tuple[int, int]:
    """Return the factor of 千, 百, 十 and that of the 万, 亿, 兆 behind them: 千万 is 1000 · 10^4."""
    low = letters.rstrip("万亿兆")
    return _scale(low), _scale(letters[len(low) :])


@lru_cache(maxsize=64)
def _scale(letters: str) -> float:
    factor = 1
    for letter in letters.strip():
        factor *= TENS.get(letter) or SCALES[letter]
    return factor


def _decimal(digits: str) -> float:
    if "," in digits and "." in digits:
        comma_last = digits.rfind(",") > digits.rfind(".")
        digits = digits.replace("." if comma_last else ",", "").replace(",", ".")
    elif "," in digits:
        whole, _, rest = digits.rpartition(",")
        digits = f"{whole}.{rest}" if len(rest) < 3 else digits.replace(",", "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    return float(digits)


def _parted(literal: str, value: float) -> tuple[float, float]:
    """Return mantissa and factor of a Chinese number: 五十万 is 50 and 10000."""
    scale, stem = 1.0, literal
    while len(stem) > 1 and stem[-1] in SCALES:
        scale *= SCALES[stem[-1]]
        stem = stem[:-1]
    return value / scale, scale


@lru_cache(maxsize=4096)
def _chinese(literal: str) -> tuple[float, float | None] | None:
    """Return the value of a Chinese number and, for 四五百, its upper end."""
    whole, point, rest = literal.partition("点")
    if point:
        scale = 1.0
        while rest and rest[-1] not in DIGITS:
            scale *= TENS.get(rest[-1]) or SCALES[rest[-1]]
            rest = rest[:-1]
        low = _integer(whole)
        if low is None or not rest:
            return None
        decimals = "".join(str(DIGITS[c]) for c in rest)
        return round(float(f"{int(low)}.{decimals}") * scale, 6), None
    value = _integer(literal)
    if value is not None:
        return float(value), None
    return _approximate(literal)


_ZERO = frozenset("零〇○")
_BARE_POWERS = frozenset("百佰千仟万亿兆")


def _integer(literal: str) -> float | None:
    if literal[0] not in _BARE_POWERS:
        literal = literal.replace("万万", "亿")
    if all(c in DIGITS for c in literal):
        # 二〇二五, 壹贰叁 are read digit by digit; two letters (七八) name two numbers.
        if len(literal) == 1:
            return DIGITS[literal]
        if len(literal) == 2 and not _ZERO.intersection(literal):
            return None
        return float("".join(str(DIGITS[c]) for c in literal))
    # Without a digit before it 百, 千, 万 stands only with other powers (百万), never as 万一.
    if literal[0] in _BARE_POWERS and not all(c in TENS or c in SCALES for c in literal):
        return None
    total = section = 0
    digit: int | None = None
    zero, first = False, True
    # The last power within this section of four digits, and over all.
    unit = last = 10**5
    large = 10**17  # the last of 万, 亿, 兆
    for c in literal:
        if c in DIGITS:
            if digit is not None:
                return None
            if DIGITS[c]:
                digit = DIGITS[c]
            else:
                zero = True
        elif c in TWENTIES:
            if digit is not None or unit <= 10:
                return None
            section, unit, zero = section + TWENTIES[c], 10, False
        elif c in TENS:
            power = TENS[c]
            if digit is None:
                if not first and (power != 10 or section % 100):
                    return None
                digit = 1
            if power >= unit:
                return None
            section, unit, digit, zero, last = section + digit * power, power, None, False, power
        else:
            power = SCALES[c]
            section += digit or 0
            if total and power > large:  # 一万亿, 三千二百万亿
                total = (total + section) * power
            elif (total and (power == large or not section)) or (not section and not first):
                return None
            else:
                total += (section or 1) * power
            section, digit, unit, zero = 0, None, 10**5, False
            last = large = power
        first = False
    if digit is not None:
        # 一万五, 三百二: the last power is left out when no 零 stands before the digit.
        if not zero and 100 <= last != 10**5:
            digit *= last // 10
        section += digit
    return float(total + section)


_PAIR = re.compile("(?=(一两|一二|两三|二三|三四|四五|五六|六七|七八|八九|三五))")


def _approximate(literal: str) -> tuple[float, float] | None:
    """Return both ends of 四五百, 三四十万, 十七八, 七八."""
    pairs = [match.start() for match in _PAIR.finditer(literal)]
    if len(pairs) != 1:
        return None
    at = pairs[0]
    low = _integer(literal[: at + 1] + literal[at + 2 :])
    high = _integer(literal[:at] + literal[at + 1 :])
    if low is None or high is None or low >= high:
        return None
    return float(low), float(high)
