"""Years and periods as written, against the date of the article."""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from analysis.fold import Folded, fold
from analysis.lexicon import Lexicon
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


_DASH = r"\-‐‑‒–—―−~〜∼"
# A year in Arabic or Chinese digits; 15xx to 21xx.
_YEAR = r"""(?:(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)
    |(?:一[五六七八九]|二[〇零一])[〇零一二三四五六七八九]{2}|两千)"""
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_TO = rf"[ ]?(?:[{_DASH}]{{1,2}}|至|到|和)[ ]?"
_LINK = rf"[ ]?[{_DASH}至到、和][ ]?"
_MONTHS = rf"(?:{_SMALL}(?:月?{_LINK}{_SMALL})?[ ]?月份?(?!均|租|薪))"
_DAYS = rf"(?:[ ]?{_SMALL}(?:[日号]?{_LINK}(?:{_SMALL}[ ]?月)?{_SMALL})?[ ]?[日号](?!线|元|圆|币))"
# A part of a year, behind the year or alone.
_PART = rf"""(?:
    前[ ]?{_SMALL}[ ]?(?:个月|季度|月)(?!后|前)                       # 前9个月, 前三季度
  | [上下]半年(?!度)
  | 第?[一二三四1-4](?:[至到、-][一二三四1-4])?季度
  | {_MONTHS}{_DAYS}?(?:上旬|中旬|下旬|底|初|末|中)?
)"""
_EDGE = r"(?:年?底|年?末|年?初|年?中(?!期|国|央|小|共)|年终|全年|内(?!蒙|地|政|部|容|外))"
_BEFORE = (
    r"(?:以前|之前|前(?![\d一二三四五六七八九十]{1,2}(?:个月|月|季)|移|期|后|列|景|沿|往|来|提))"
)
_AFTER = r"(?:以来|起(?!草|步|来|点|义|码)|以后|之后|后(?!期|续|备|勤)|至今|迄今)"

# A period begins with one of these characters. The first class makes the scan fast; the
# conditions leave out nearly all of the 一, 上, 明 that begin something else.
_CANDIDATE = re.compile(
    rf"""
    [0-9〇零一二三四五六七八九十两今去昨明来前后本上下大未接此往近过最以年民第用“"「『] (?:
        (?<=[0-9])                     (?=[\d年月日号世季个至到、和/.{_DASH} ])
      | (?<=[〇零一二三四五六七八九十两]) (?=[〇零一二三四五六七八九十五年月日号世季个至到、{_DASH}千])
      | (?<=[今去昨明来前后本上])       (?=[年财一明、和（(世])
      | (?<=前)                       (?=[ \d一二三四五六七八九十])
      | (?<=[上下本])                  (?=[半月季个一])
      | (?<=大)(?=前年) | (?<=未)(?=来) | (?<=今)(?=后) | (?<=接)(?=下来) | (?<=[此往])(?=后|前)
      | (?<=[近过最以])                (?=[去近往 \d一二三四五六七八九十两])
      | (?<=用)                       (?=[ \d一二三四五六七八九十两])
      | (?<=年)                       (?=[内底末终初中])
      | (?<=民)(?=国) | (?<=第)(?=[十一二三四1-4]) | (?<=[“"「『])(?=[十八九])
    )
    """,
    re.VERBOSE,
)

_PERIOD = re.compile(
    rf"""
    (?P<span> (?P<first>{_YEAR}) [ ]?(?:年度?|财年)? (?P<to>{_TO})
        (?P<last>{_YEAR}|\d\d(?=年)) (?:[ ]?(?:年度?|学年|财年))?
        (?:期间|阶段|时期)? )                                         # 1  2021-2025年
  | (?P<school> (?P<from_school>{_YEAR})/(?P<to_school>{_YEAR}|\d\d)
        [ ]?(?:学年|年度?|财年) )                                     # 2  2024/2025学年
  | (?P<year> (?P<number>{_YEAR}) [ ]? (?: 年(?!代|级)(?:度|间|份)?
        | (?=[\s，。；、,;:：)）”」》]|$|和|至|及|以[前后]|前|底|起|目标|愿景) ) )
        (?: [ ]?(?:全年)?[ ]?(?P<part>{_PART}) | (?P<edge>{_EDGE}) )?
        (?P<before>{_BEFORE})? (?P<after>{_AFTER})?                   # 3  2025年底前
  | (?P<iso> (?P<iso_year>(?:1[5-9]|2[01])\d\d) (?P<dash>[-/.])
        \d{{1,2}} (?P=dash) \d{{1,2}}(?!\d) )                         # 4  2025-11-30
  | (?P<european> (?<!\d)\d{{1,2}} (?P<slash>[-/.]) \d{{1,2}} (?P=slash)
        (?P<european_year>(?:1[5-9]|2[01])\d\d)(?!\d) )              # 5  24-12-2024
  | (?P<republic> 民国[ ]?
        (?P<republic_year>\d{{1,3}}|[一二三四五六七八九十百〇零]{{1,5}})[ ]?年度? )  # 6  民国114年
  | (?P<roc_span> (?P<roc_first>(?<!\d)(?:[89]\d|1[0-4]\d))[ ]?年?度?{_TO}
        (?P<roc_last>(?:[89]\d|1[0-4]\d))[ ]?年度? )                  # 7  106至109年度
  | (?P<roc> (?P<roc_year>(?<!\d)(?:[89]\d|1[0-4]\d)(?!\d))[ ]?年度?
        (?: (?P<roc_part>{_PART}) | {_EDGE} )? (?P<roc_before>{_BEFORE})? )  # 8  114年
  | (?P<relative> (?P<word> 今明两年|今[、和]?明年|今年|本年度|本年|去年|昨年|上年度|上年|明年|来年|后年
            |大前年|前年(?!度)|本财年|上一年|下一年
        | (?P<split>[今去明前后])[ ]?[(（][ ]?(?P<told>\d{{2,4}})[ ]?[)）][ ]?年 ) [ ]?
        (?: {_TO}(?P<relative_last>{_YEAR})[ ]?年 )?
        (?: (?:全年)?[ ]?(?P<relative_part>{_PART}) | (?P<relative_edge>{_EDGE}|同期) )?
        (?P<relative_before>{_BEFORE})? (?P<relative_after>{_AFTER})? )   # 9  去年9月
  | (?P<plan> [“"「『]?(?P<plan_number>十[一二三四五六七八九]?五|[八九]五(?=计划))[”"」』]?
        (?:时期|期间|末期|末|初期|初|规划期|规划|计划|以来|收官之年|开局之年|开局|收官|目标)? )
                                                                     # 10 “十四五”末
  | (?P<planned> 第(?P<planned_number>十[一二三四五六七八九]?)个五年(?:规划|计划)
        (?:时期|期间)? )                                              # 11 第十五个五年规划
  | (?P<coming> (?:未来|今后|接下来|此后|往后|后续)的?[ ]?(?P<coming_low>{_SMALL})
        (?:[{_DASH}至到、](?P<coming_high>{_SMALL}))?[ ]?年(?:内|间|里|期间)? )   # 12 未来五年
  | (?P<taking> 用[ ]?(?P<taking_years>{_SMALL})[ ]?年(?:左右)?的?(?:时间)? )   # 12b 计划用3年时间
  | (?P<past> (?P<ago>过去|最近|近|此前|以往)的?[ ]?{_SMALL}[ ]?年(?:以来|来|间|里)? )  # 13 过去十年
  | (?P<within> (?:{_SMALL}[ ]?[{_DASH}至到][ ]?)?(?P<within_high>{_SMALL})[ ]?年
        (?:之内|以内|内(?!蒙)) )                                       # 14 五年内
  | (?P<later> (?P<later_number>{_SMALL})[ ]?年
        (?P<sense>之后|以后|后(?!期)|之前|以前|前(?!三季|列|茅)) )         # 15 三年前
  | (?P<century> (?P<which>本世纪|上世纪|[12][0-9]世纪|二十一?世纪)
        (?: [ ]? (?: (?P<middle>中叶|中期|中) | (?P<closing>末叶|末期|末)
          | (?P<opening>初叶|初期|初) | (?P<tens>[1-9]0|[一二三四五六七八九]十)年代 ) )? )
                                                                     # 16 本世纪中叶
  | (?P<decade> (?P<decade_year>(?:1[5-9]|2[01])\d0|(?<!\d)[2-9]0|[二三四五六七八九]十)年代
        (?:初|中期|末)? )                                             # 17 90年代
  | (?P<edge_alone> (?<![两几多当同半每全\d〇零一二三四五六七八九十])
        年(?:内(?!蒙|地|容)|底|末|终|初|中(?![\u4e00-\u9fff])) (?P<edge_before>{_BEFORE})?
        (?:至今|以来)? )                                              # 18 年底前
  | (?P<part_alone> (?:本|上个?|下个?)(?:季度|月(?!均|球|饼|台)(?:{_DAYS})?) | {_PART} )
        (?P<part_before>{_BEFORE})?                                  # 19 前9个月
    """,
    re.VERBOSE,
)

_RELATIVE = {
    "今年": 0, "本年": 0, "本年度": 0, "本财年": 0, "去年": -1, "昨年": -1, "上年": -1,
    "上年度": -1, "上一年": -1, "明年": 1, "来年": 1, "下一年": 1, "前年": -2, "大前年": -3,
    "后年": 2,
}  # fmt: skip

# What stands before a year and makes it a deadline: 到2030年, 至2030年; 截至 says as of when.
_TO_BEFORE = re.compile(r"(?<!截)(?<!直)(?<!遇)(?:到|至|于)[ ]?$")
_PLANS = re.compile(r"(?:计划|力争|争取|打算|准备|拟|将|要|再)[再在]?$")
_AS_OF = re.compile(r"(?:截至|截止到?|直到|直至)[ ]?$")
_SINCE = re.compile(r"(?:自从?|从)[ ]?$")
# 2025、2030年: a year that shares the 年 of the next.
_LISTED_YEAR = re.compile(rf"[ ]?(?:、|和|及|与)[ ]?{_YEAR}(?:年|[、和])", re.VERBOSE)
# Words that a year without 年 may follow.
_YEAR_WORD = re.compile(r"(?:[年和、]|行动|计划|愿景|战略|议程|越南|中国|数字)$")
_DATE = re.compile("[日号]")

# A name that holds a year: in 《》, or in quotation marks and closed by a word for a programme.
_OPENING = re.compile("[《“「『]")
_CLOSING = re.compile("[”」』》]")
_PROGRAMME = re.compile(
    r"""(?: 计划|规划|战略|愿景|方案|纲要|行动|倡议|框架|议程|蓝图|路线图|纲领|提案|工程|项目|[A-Za-z]|\d{4}年?|年 )
    [ ]?[》”」』]""",
    re.VERBOSE,
)
_REPORT = re.compile(
    r"""度?[^，。；、,;\s\d的]{0,14}?
    (?: 指数(?!为|达|由|从|排|得|[居列升]) | 报告 | 白皮书 | 蓝皮书 | 排行榜 | 年鉴 | 论坛 | 峰会 | 大会 | 博览会
      | 专项活动 )""",
    re.VERBOSE,
)


def find_periods(
    text: str | Folded,
    published: str | None = None,
    *,
    lexicon: Lexicon | None = None,
    republic: bool | None = None,
) -> list[Period]:
    """Return the periods of ``text`` in text order, without overlap.

    ``published`` is the date of the article (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) that 今年 and
    its like count from; without it they keep ``year`` None and tell their ``offset``. A date
    without a year takes the one that brings it nearest to the publication. ``republic`` says
    whether 114年 counts from 1912 (Taiwan); None asks the text itself. ``lexicon`` is taken for
    the sake of a common signature: no instrument holds words of time.
    """
    folded = text if isinstance(text, Folded) else fold(text)
    original = text if isinstance(text, str) else None
    words = folded.text
    if republic is None:
        republic = _REPUBLIC.search(words) is not None
    now = _published(published)
    names = _names(words)
    found: list[Period] = []
    position, search, match_at = 0, _CANDIDATE.search, _PERIOD.match
    while (hit := search(words, position)) is not None:
        at = hit.start()
        match = match_at(words, at)
        read = None if match is None or match.end() == at else _read(words, match, now, republic)
        if read is None:
            run = _RUN.match(words, at)
            position = run.end() if run else at + 1
            continue
        start, end, *rest = read
        position = max(end, at + 1)
        begin, stop = folded.span(start, end)
        quoted = original[begin:stop] if original is not None else words[start:end]
        year, year_start, kind, deadline, offset, rule = rest
        in_name = _in_name(words, names, start, end, kind)
        deadline = deadline and not in_name
        found.append(
            Period(begin, stop, quoted, year, year_start, kind, deadline, in_name, offset, rule)
        )
    return found


_REPUBLIC = re.compile(r"民国|年度[)）]|[(（]1[0-2]\d[)）]年|行政院|台北|新台币|立法院")
# A number that is no period holds none; a period may begin with 十五 of “十五五”.
_RUN = re.compile(r"\d+|[〇零一二三四五六七八九十两百千万亿廿]{3,}")


def _published(date: str | None) -> tuple[int, int | None] | None:
    """Return year and month of ``YYYY[-MM[-DD]]``."""
    match = re.match(r"(\d{4})(?:-(\d{1,2}))?", date or "")
    if match is None:
        return None
    return int(match[1]), int(match[2]) if match[2] else None


@lru_cache(maxsize=1024)
def _year(literal: str) -> int:
    if literal == "两千":
        return 2000
    return int("".join(str(DIGITS.get(c, c)) for c in literal))


@lru_cache(maxsize=1024)
def _count(literal: str | None) -> int | None:
    if not literal:
        return None
    number = read_number(literal, 0)
    return int(number.value) if number and number.end == len(literal) else None


def _read(
    words: str, match: re.Match[str], now: tuple[int, int | None] | None, republic: bool
) -> tuple | None:
    """Return (start, end, year, year_start, kind, deadline, offset, rule) of a match."""
    start, end = match.span()
    this = now[0] if now else None
    before = words[max(0, start - 4) : start]
    by = _TO_BEFORE.search(before) is not None

    def plus(offset: int | None) -> int | None:
        return None if this is None or offset is None else this + offset

    if match["span"]:
        first, last = _year(match["first"]), match["last"]
        final = _year(last) if len(last) > 2 else first // 100 * 100 + int(last)
        if 0 < final - first <= 200 and "和" not in match["to"]:
            return start, end, final, first, "span", False, None, "span"
        # 2027年和2030年 are two years; so are two that do not rise.
        stop = match.end("first")
        rule = "by" if by else "year"
        return start, stop + words.startswith("年", stop), first, None, "year", by, None, rule
    if match["school"]:
        first, last = _year(match["from_school"]), match["to_school"]
        final = _year(last) if len(last) > 2 else first // 100 * 100 + int(last)
        return start, end, final, first, "span", False, None, "span"
    if match["year"]:
        return _told_year(words, match, start, end, by, before, this)
    if match["iso"]:
        return start, end, int(match["iso_year"]), None, "day", False, None, "date"
    if match["european"]:
        return start, end, int(match["european_year"]), None, "day", False, None, "date"
    if match["republic"]:
        number = _count(match["republic_year"])
        if number is None:
            return None
        return start, end, number + 1911, None, "year", by, None, "republic"
    if match["roc_span"]:
        if not republic and "年度" not in match.group():
            return None
        first, last = int(match["roc_first"]) + 1911, int(match["roc_last"]) + 1911
        return start, end, last, first, "span", False, None, "republic"
    if match["roc"]:
        if not republic:
            return None
        year = int(match["roc_year"]) + 1911
        kind = "part" if match["roc_part"] else "year"
        return start, end, year, None, kind, by or bool(match["roc_before"]), None, "republic"
    if match["relative"]:
        return _relative(match, start, end, by, before, plus, this)
    if match["plan"]:
        return _plan(words, match, start, end)
    if match["planned"]:
        number = _count(match["planned_number"]) or 10
        first = 2001 + 5 * (number - 10)
        return start, end, first + 4, first, "plan", False, None, "plan"
    if match["coming"]:
        years = _count(match["coming_high"] or match["coming_low"])
        return start, end, plus(years), None, "relative", True, years, "coming"
    if match["taking"]:
        # 计划用3年时间 ends so many years from now; 用3年时间建成了 tells what it took.
        if not _PLANS.search(words[max(0, start - 6) : start]):
            return None
        years = _count(match["taking_years"])
        return start, end, plus(years), None, "relative", True, years, "coming"
    if match["past"]:
        if match["ago"] == "近" and before.endswith(("附", "最", "将", "接")):
            return None
        return start, end, plus(0), None, "relative", False, 0, "past"
    if match["within"]:
        # Without a base that the words name, five years from when is not told.
        return start, end, None, None, "within", True, _count(match["within_high"]), "within"
    if match["later"]:
        number = _count(match["later_number"])
        if number is None or (number > 60):
            return None
        sign = -1 if "前" in match["sense"] else 1
        if re.search(r"[第十〇零二一\d]$|满$", before):
            return None
        return start, end, plus(sign * number), None, "relative", False, sign * number, "later"
    if match["century"]:
        return _century(match, start, end, this)
    if match["decade"]:
        literal = match["decade_year"]
        if len(literal) == 4:
            first = int(literal)
        else:
            tens = _count(literal) or 0
            first = (2000 if tens in (10, 20, 30) and literal.isdigit() else 1900) + tens
        return start, end, first + 9, first, "decade", False, None, "decade"
    if match["edge_alone"]:
        deadline = by or bool(match["edge_before"]) or "内" in match["edge_alone"]
        return start, end, plus(0), None, "year", deadline, 0, "this-year"
    return _part_alone(words, match, start, end, now, by)


def _told_year(words, match, start, end, by, before, this) -> tuple | None:
    year, stop = _year(match["number"]), match.end("number")
    if "年" not in match["year"]:
        # A number of four digits without 年 is a year only where something says so.
        told = (
            by
            or words[stop : stop + 1] in "）)》”」"
            or _LISTED_YEAR.match(words, stop)
            or _AS_OF.search(before)
            or _SINCE.search(before)
            or _YEAR_WORD.search(before)
        )
        if not told or before.endswith("-") or not match["number"].isdigit():
            return None
    kind, part = "year", match["part"]
    if part:
        kind = _kind_of_part(part)
    after = match["after"] or ""
    deadline = (by and not after) or match["before"] is not None
    rule = "year"
    if _AS_OF.search(before):
        rule, deadline = "as-of", False
    elif match["before"]:
        rule = "by"
    elif after in ("以来", "至今", "迄今"):
        return start, end, this, year, "span", False, 0 if this is None else None, "since"
    elif after or _SINCE.search(before):
        rule, deadline = "from", False
    elif by:
        rule = "by"
    return start, end, year, None, kind, deadline, None, rule


def _kind_of_part(part: str) -> str:
    if _DATE.search(part):
        return "day"
    if "月" not in part or part[0] == "前" or re.search(rf"[{_DASH}至到、和]", part):
        return "part"
    return "month"


def _relative(match, start, end, by, before, plus, this) -> tuple:
    word = match["split"] + "年" if match["split"] else match["word"]
    part, told = match["relative_part"], match["told"]
    if "明" in word and "今" in word:
        return start, end, plus(1), plus(0), "span", False, 1, "relative"
    offset = _RELATIVE[word]
    year = plus(offset)
    if told:
        year = int(told) + 1911 if len(told) < 4 else int(told)
    if match["relative_last"]:
        return start, end, _year(match["relative_last"]), year, "span", False, offset, "relative"
    kind = "year"
    if part:
        kind = _kind_of_part(part)
    deadline = match["relative_before"] is not None or by or match["relative_edge"] == "内"
    if match["relative_after"] in ("以来",):
        deadline = False
    return start, end, year, None, kind, deadline, offset, "relative"


_FIRST_PLAN = {"八": 1991, "九": 1996}


def _plan(words, match, start, end) -> tuple | None:
    literal, text = match["plan_number"], match.group()
    quoted = text[0] in '“"「『'
    bare = text.strip('“”"「」『』') == literal
    if bare and not quoted:
        return None
    if quoted and len(text) > 1 and not re.search('[”"」』]', text):
        # “十四五规划”: the quotation closes behind the word.
        closing = words[end : end + 8]
        if not re.search('[”"」』]', closing):
            return None
        start += 1
    if literal in ("八五", "九五"):
        first = _FIRST_PLAN[literal[0]]
    elif literal == "十五":
        if not re.search("计划|规划|时期|期间", text):
            return None
        first = 2001
    else:
        first = 2001 + 5 * DIGITS[literal[1]]
    if re.search("末期?$|收官之年$", text):
        return start, end, first + 4, None, "year", False, None, "plan"
    if re.search("开局之年$|初期?$", text):
        return start, end, first, None, "year", False, None, "plan"
    return start, end, first + 4, first, "plan", False, None, "plan"


def _century(match, start, end, this) -> tuple | None:
    which = match["which"]
    number = {"本世纪": 21, "上世纪": 20, "二十世纪": 20, "二十一世纪": 21}.get(which)
    if number is None:
        number = int(which[:2])
    base = (number - 1) * 100
    if match["middle"]:
        return start, end, base + 50, None, "century", True, None, "century"
    if match["closing"]:
        return start, end, base + 100, None, "century", True, None, "century"
    if match["tens"]:
        first = base + (_count(match["tens"]) or 0)
        return start, end, first + 9, first, "decade", False, None, "decade"
    if match["opening"]:
        return start, end, base + 10, base + 1, "century", False, None, "century"
    return start, end, base + 100, base + 1, "century", False, None, "century"


def _part_alone(words, match, start, end, now, by) -> tuple | None:
    text = match["part_alone"]
    if text is None:
        return None
    before = words[start - 1 : start]
    # 13个月, 第3季度 of something, 目前5个月, 2025/11: the rest of another wording.
    if before and (before in "个第每年/." or before.isdigit() or before in _CHINESE_DIGITS):
        return None
    if text[0] == "前" and before and before in "目之以此当日":
        return None
    deadline = match["part_before"] is not None or by
    kind, year = "part", now[0] if now else None
    if month := _MONTH_OF.match(text):
        last = _count(month[2] or month[1])
        if last is None or not 1 <= last <= 12:
            return None
        kind = _kind_of_part(text)
        # 12月 in a text of January is the year before, unless something is due then.
        if now and now[1] and last - now[1] > 6 and not deadline:
            year = now[0] - 1
    offset = year - now[0] if now else 0
    return start, end, year, None, kind, deadline, offset, "this-year"


_CHINESE_DIGITS = frozenset("零〇一二三四五六七八九十两")
_MONTH_OF = re.compile(rf"({_SMALL})(?:月?{_LINK}({_SMALL}))?[ ]?月")


#: A longer stretch between 《 and 》 is no name, but a quotation mark that was never closed.
_LONGEST_NAME = 70


_SENTENCE_END = re.compile("[。\n]")


def _names(words: str) -> tuple[list[int], list[int]]:
    """Return starts and ends of the names of programmes in ``words``: 《…》, “…计划”."""
    starts, ends = [], []
    for opening in _OPENING.finditer(words):
        if ends and opening.start() < ends[-1]:
            continue
        at = opening.end()
        if opening.group() == "《":
            closing = words.find("》", at, at + _LONGEST_NAME)
        else:
            # “到2025年…计划》: news pages mix the two kinds of marks.
            found = _CLOSING.search(words, at, at + _LONGEST_NAME)
            closing = found.start() if found else -1
            if closing >= 0 and not _PROGRAMME.search(words, max(at, closing - 6), closing + 1):
                closing = -1
        if closing >= 0 and not _SENTENCE_END.search(words, at, closing):
            starts.append(opening.start())
            ends.append(closing + 1)
    return starts, ends


def _in_name(
    words: str, names: tuple[list[int], list[int]], start: int, end: int, kind: str
) -> bool:
    starts, ends = names
    index = bisect_right(starts, start) - 1
    if index >= 0 and end <= ends[index] and kind != "plan":
        return True
    return kind == "year" and _REPORT.match(words, end) is not None and words[end - 1] == "年"
