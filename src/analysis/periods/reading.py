"""What each case of the grammar says: years, kind, whether it is a deadline."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from analysis.periods import patterns as p
from analysis.quantities.numbers import DIGITS, read_number


class Period(NamedTuple):
    """A stretch of time as written; offsets are code points of the text that was searched.

    ``year`` is its last (or only) year and ``year_start`` its first where it spans several; both
    are None where neither the words nor the date of publication tell. ``kind`` is ``year``,
    ``part`` (a quarter, a half, some months of a year), ``month``, ``day``, ``span``, ``plan``
    (“十四五”), ``relative`` (未来五年), ``within`` (五年内), ``decade`` or ``century``.
    ``deadline`` is true for a time by which something is to be done (到2030年, 2025年底前, 年内).
    ``in_name`` is true inside the name of a programme or report (《到2025年…计划》), where a year is
    no deadline. ``offset`` is the distance in years from publication for a relative word (去年 is
    -1), None for a year that the words give. ``rule`` names the case.
    """

    start: int
    end: int
    text: str
    year: int | None
    year_start: int | None
    kind: str
    deadline: bool = False
    in_name: bool = False
    offset: int | None = None
    rule: str = ""


class Read(NamedTuple):
    """A period in the folded text; the fields as in ``Period``."""

    start: int
    end: int
    year: int | None
    year_start: int | None
    kind: str
    deadline: bool
    offset: int | None
    rule: str


class Place(NamedTuple):
    """Where a match stands: the text, its bounds, what is before it, and what the article tells.

    ``by``, ``as_of`` and ``since`` say whether 到, 截至 or 从 stands before; ``now`` is year and
    month of publication.
    """

    words: str
    start: int
    end: int
    before: str
    by: bool
    as_of: bool
    since: bool
    now: tuple[int, int | None] | None
    republic: bool

    def plus(self, offset: int | None) -> int | None:
        """The year so many years from publication."""
        return None if self.now is None or offset is None else self.now[0] + offset

    def read(
        self,
        year: int | None,
        year_start: int | None,
        kind: str,
        deadline: bool = False,
        offset: int | None = None,
        rule: str = "",
    ) -> Read:
        """The whole match as a period."""
        return Read(self.start, self.end, year, year_start, kind, deadline, offset, rule)


def read_period(
    words: str, match: re.Match[str], now: tuple[int, int | None] | None, republic: bool
) -> Read | None:
    """Return what a match of the grammar says, or None for a look-alike."""
    start, end = match.span()
    before = words[max(0, start - 4) : start]
    by = as_of = since = False
    if before and before[-1] in p.LED:
        as_of = p.AS_OF.search(before) is not None
        by = not as_of and p.TO_BEFORE.search(before) is not None
        since = p.SINCE.search(before) is not None
    place = Place(words, start, end, before, by, as_of, since, now, republic)
    return _CASES[match.lastgroup](match, place)


_LETTERS = {sign: str(digit) for sign, digit in DIGITS.items()} | {"O": "0", "o": "0"}


@lru_cache(maxsize=1024)
def year_of(literal: str) -> int:
    """Return the year that ``literal`` writes: 2030, 二〇三〇, 两千零八."""
    if literal[0] == "两":
        return int(read_number(literal, 0).value)
    return int("".join(_LETTERS.get(c, c) for c in literal))


@lru_cache(maxsize=1024)
def count_of(literal: str | None) -> int | None:
    """Return a count of years; of two named at once (三五年) the larger."""
    if not literal:
        return None
    number = read_number(literal, 0)
    if number is None or number.end != len(literal):
        return None
    return int(number.high or number.value)


def _final(first: int, literal: str) -> int:
    """The last year of a span that may leave out the century: 2025-30年."""
    return year_of(literal) if len(literal) > 2 else first // 100 * 100 + int(literal)


def _dated(match: re.Match[str], place: Place) -> Read | None:
    """A year, told in digits or by a word, with its part, its edge and what makes it a deadline."""
    if match["word"]:
        return _relative(match, place)
    if match["to"]:
        return _span(match, place)
    if match["school"]:
        first = year_of(match["number"])
        return place.read(_final(first, match["school"]), first, "span", rule="span")
    if match["roc_year"]:
        if not place.republic:
            return None
        kind = "part" if match["part"] else "year"
        deadline = place.by or match["before"] is not None
        year = int(match["roc_year"]) + 1911
        return place.read(year, None, kind, deadline, rule="republic")
    if literal := match["number"]:
        year = year_of(literal)
        if match["sign"] is None and not _is_year(literal, match.end("number"), place):
            return None
        if literal == "两千" and not (match["part"] or match["edge"]):
            return None  # 两千年的历史
    else:
        # 07年, 18年10月; in a text of Taiwan 98年10月 counts from 1912.
        number = year_of(match["zero_year"] or match["short_year"])
        since = 1911 if place.republic and number >= 80 else 2000 if number < 70 else 1900
        year = number + since
    return _told(year, match, place)


def _is_year(literal: str, stop: int, place: Place) -> bool:
    """Whether something says that four digits without 年 are a year."""
    words, before = place.words, place.before
    told = (
        place.by
        or words[stop : stop + 1] in "）)》”」"
        or p.LISTED_YEAR.match(words, stop)
        or place.as_of
        or place.since
        or p.YEAR_WORD.search(before)
    )
    return bool(told) and not before.endswith("-") and literal.isdigit()


def _span(match: re.Match[str], place: Place) -> Read:
    first, to = year_of(match["number"]), match["to"]
    final = _final(first, match["last"])
    apart = ("和" in to or "与" in to) and not match["between"]
    if 0 < final - first <= 200 and not apart:
        return place.read(final, first, "span", rule="span")
    # 2027年和2030年 are two years; so are two that do not rise.
    stop = match.end("number")
    end = stop + place.words.startswith("年", stop)
    return Read(place.start, end, first, None, "year", place.by, None, "by" if place.by else "year")


def _told(year: int, match: re.Match[str], place: Place) -> Read:
    """A year that the words give, with what stands before and behind it."""
    part, by, after = match["part"], match["before"], match["after"]
    if not (part or by or after):
        return _plain(year, place)
    kind = _kind_of(part) if part else "year"
    if part and _falls(part):
        return place.read(year + 1, year, "span", rule="span")
    deadline = (place.by and not after) or by is not None
    rule = "year"
    if place.as_of:
        rule, deadline = "as-of", False
    elif by:
        rule = "by"
    elif after in ("以来", "至今", "迄今"):
        offset = None if place.now else 0
        return place.read(place.plus(0), year, "span", False, offset, "since")
    elif after or place.since:
        rule, deadline = "from", False
    elif place.by:
        rule = "by"
    return place.read(year, None, kind, deadline, rule=rule)


def _plain(year: int, place: Place) -> Read:
    """A year by itself, with what stands before it."""
    rule = "as-of" if place.as_of else "from" if place.since else "by" if place.by else "year"
    return place.read(year, None, "year", rule == "by", rule=rule)


def _falls(part: str) -> bool:
    """Whether the months of 11月至3月 run on into the next year."""
    month = p.MONTH_OF.match(part)
    if month is None or not month[2] or not p.RUNS.search(part):
        return False
    first, last = count_of(month[1]), count_of(month[2])
    return first is not None and last is not None and 12 >= first > last


def _kind_of(part: str) -> str:
    if p.DATE.search(part):
        return "day"
    if "月" not in part or part[0] == "前" or p.SEVERAL.search(part):
        return "part"
    return "month"


def _date(match: re.Match[str], place: Place) -> Read:
    year = match["iso_year"] or match["european_year"]
    return place.read(int(year), None, "day", rule="date")


def _republic(match: re.Match[str], place: Place) -> Read | None:
    number = count_of(match["republic_year"])
    if number is None:
        return None
    return place.read(number + 1911, None, "year", place.by, rule="republic")


def _roc_span(match: re.Match[str], place: Place) -> Read | None:
    if not place.republic and "年度" not in match.group():
        return None
    first, last = int(match["roc_first"]) + 1911, int(match["roc_last"]) + 1911
    return place.read(last, first, "span", rule="republic")


_OFFSETS = {
    "今年": 0, "本年": 0, "本年度": 0, "本财年": 0, "去年": -1, "昨年": -1, "上年": -1,
    "上年度": -1, "上一年": -1, "明年": 1, "来年": 1, "下一年": 1, "前年": -2, "大前年": -3,
    "后年": 2,
}  # fmt: skip
_STEPS = {"去": -1, "今": 0, "明": 1, "后": 2}


def _years(match: re.Match[str], place: Place) -> Read:
    """今明两年, 今冬明春: from the first that is named to the last."""
    steps = [_STEPS[c] for c in match.group() if c in _STEPS]
    last = place.plus(steps[-1])
    return place.read(last, place.plus(steps[0]), "span", False, steps[-1], "relative")


def _relative(match: re.Match[str], place: Place) -> Read:
    word, part, told = match["word"], match["part"], match["told"]
    word = f"{match['split'] or match['season']}年" if word not in _OFFSETS else word
    offset = _OFFSETS[word]
    year = place.plus(offset)
    if told:
        year = int(told) + 1911 if len(told) < 4 else int(told)
    if match["relative_last"]:
        return place.read(year_of(match["relative_last"]), year, "span", False, offset, "relative")
    if part and _falls(part):
        return place.read(place.plus(offset + 1), year, "span", False, offset + 1, "relative")
    kind = _kind_of(part) if part else "part" if match["season"] else "year"
    deadline = match["before"] is not None or place.by or match["edge"] == "内"
    if match["after"] == "以来" or place.as_of:
        deadline = False
    return place.read(year, None, kind, deadline, offset, "relative")


_FIRST_PLANS = {
    "一": 1953, "二": 1958, "三": 1966, "四": 1971, "五": 1976, "六": 1981, "七": 1986, "八": 1991,
    "九": 1996,
}  # fmt: skip
_CLOSED = re.compile('[”"」』]')
_TENTH = re.compile("计划|规划|时期|期间")
_PLAN_END = re.compile("(?:末期?|收官之年)$")
_PLAN_START = re.compile("(?:开局之年|初期?)$")


def _plan(match: re.Match[str], place: Place) -> Read | None:
    literal, text = match["plan_number"], match.group()
    start, end = place.start, place.end
    quoted = text[0] in '“"「『'
    bare = text.strip('“”"「」『』') == literal
    if not quoted and (bare or (literal[0] != "十" and literal[0] not in "八九")):
        return None
    if quoted and len(text) > 1 and not _CLOSED.search(text):
        # “十四五规划”: the quotation closes behind the word.
        if not _CLOSED.search(place.words[end : end + 8]):
            return None
        start += 1
    if literal[0] != "十":
        first = _FIRST_PLANS[literal[0]]
    elif literal == "十五":
        if not _TENTH.search(text):
            return None
        first = 2001
    else:
        first = 2001 + 5 * DIGITS[literal[1]]
    last = first + 4
    if match["side"]:
        # “十四五”前四年 are 2021 to 2024.
        years = count_of(match["side_years"])
        low, high = (
            (last - years + 1, last) if match["side"] == "后" else (first, first + years - 1)
        )
        if low == high:
            return Read(start, end, low, None, "year", False, None, "plan")
        return Read(start, end, high, low, "span", False, None, "plan")
    if _PLAN_END.search(text):
        return Read(start, end, last, None, "year", False, None, "plan")
    if _PLAN_START.search(text):
        return Read(start, end, first, None, "year", False, None, "plan")
    return Read(start, end, last, first, "plan", False, None, "plan")


def _planned(match: re.Match[str], place: Place) -> Read:
    first = 2001 + 5 * ((count_of(match["planned_number"]) or 10) - 10)
    return place.read(first + 4, first, "plan", rule="plan")


def _coming(match: re.Match[str], place: Place) -> Read:
    years = count_of(match["coming_high"] or match["coming_low"])
    return place.read(place.plus(years), None, "relative", True, years, "coming")


def _taking(match: re.Match[str], place: Place) -> Read | None:
    # 计划用3年时间 ends so many years from now; 用3年时间建成了 tells what it took.
    if not p.PLANS.search(place.words[max(0, place.start - 6) : place.start]):
        return None
    years = count_of(match["taking_years"])
    return place.read(place.plus(years), None, "relative", True, years, "coming")


def _past(match: re.Match[str], place: Place) -> Read | None:
    if match["ago"] == "近" and place.before.endswith(("附", "最", "将", "接")):
        return None
    return place.read(place.plus(0), None, "relative", False, 0, "past")


def _within(match: re.Match[str], place: Place) -> Read:
    # Without a base that the words name, five years from when is not told.
    return place.read(None, None, "within", True, count_of(match["within_high"]), "within")


_NOT_LATER = re.compile(r"[第十〇零二一\d]$|满$")


def _later(match: re.Match[str], place: Place) -> Read | None:
    number = count_of(match["later_number"])
    if number is None or number > 60 or _NOT_LATER.search(place.before):
        return None
    offset = -number if "前" in match["sense"] else number
    return place.read(place.plus(offset), None, "relative", False, offset, "later")


_CENTURIES = {"本世纪": 21, "上世纪": 20, "上个世纪": 20}


def _century(match: re.Match[str], place: Place) -> Read | None:
    which = match["which"]
    number = _CENTURIES.get(which) or count_of(which[:-2])
    if number is None:
        return None
    base = (number - 1) * 100
    if match["tens"]:
        return _decade_of(match["tens"], base, place)
    # A century that is over has no deadline.
    ahead = base + 100 > (place.plus(0) or 2000)
    if match["middle"]:
        return place.read(base + 50, None, "century", ahead, rule="century")
    if match["closing"]:
        return place.read(base + 100, None, "century", ahead, rule="century")
    if match["opening"]:
        return place.read(base + 10, base + 1, "century", rule="century")
    if match["half"]:
        first = base + (51 if match["half"] in "下后" else 1)
        return place.read(first + 49, first, "century", rule="century")
    if match["head"]:
        return place.read(base + count_of(match["head"]), base + 1, "span", rule="century")
    return place.read(base + 100, base + 1, "century", rule="century")


# 20年代 and 二零年代 are of this century, 二十年代 is of the last.
_RECENT = frozenset(("10", "20", "30", "二零", "二〇", "二○", "三零", "三〇", "三○"))


def _decade(match: re.Match[str], place: Place) -> Read:
    if match["decade_year"]:
        first = int(match["decade_year"])
        return place.read(first + 9, first, "decade", rule="decade")
    tens = match["decade_tens"]
    recent = tens[:2] in _RECENT
    return _decade_of(tens, 2000 if recent else 1900, place)


def _decade_of(tens: str, base: int, place: Place) -> Read:
    """90年代, 九十年代, 九零年代; 五六十年代 are two."""
    told = tens.partition("年")[0]
    decades = [told[0]] if told[-1] in "0〇零○" else list(told[:-1])
    first, *_, last = [10 * int(DIGITS.get(c, c)) for c in decades * 2]
    return place.read(base + last + 9, base + first, "decade", rule="decade")


def _edge(match: re.Match[str], place: Place) -> Read:
    deadline = place.by or bool(match["edge_before"]) or "内" in match.group()
    return place.read(place.plus(0), None, "year", deadline, 0, "this-year")


_INSIDE = frozenset("个第每年/.零〇一二三四五六七八九十两")


def _alone(match: re.Match[str], place: Place) -> Read | None:
    text, now = match["told_part"], place.now
    before = place.before[-1:]
    # 13个月, 第3季度 of something, 目前5个月, 2025/11: the rest of another wording.
    inside = before in _INSIDE or before.isdigit()
    if inside and not p.AFTER_NEXT.search(place.before):
        return None
    if text[0] == "前" and before and before in "目之以此当日":
        return None
    deadline = match["part_before"] is not None or place.by
    kind, year = "part", now[0] if now else None
    if month := p.MONTH_OF.match(text):
        last = count_of(month[2] or month[1])
        if last is None or not 1 <= last <= 12:
            return None
        kind = _kind_of(text)
        # 12月 in a text of January is the year before, unless something is due then.
        if now and now[1] and last - now[1] > 6 and not deadline:
            year = now[0] - 1
    offset = year - now[0] if now else 0
    if year is not None and _falls(text):
        return place.read(year, year - 1, "span", deadline, offset, "this-year")
    return place.read(year, None, kind, deadline, offset, "this-year")


_CASES: dict[str, Callable[[re.Match[str], Place], Read | None]] = {
    "plain": lambda match, place: _plain(year_of(match["plain"]), place),
    "dated": _dated, "iso": _date, "european": _date, "roc_span": _roc_span, "republic": _republic,
    "years": _years, "plan": _plan, "planned": _planned, "coming": _coming, "taking": _taking,
    "past": _past, "within": _within, "later": _later, "century": _century, "decade": _decade,
    "edge_alone": _edge, "alone": _alone,
}  # fmt: skip
