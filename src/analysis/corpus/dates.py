"""When an article was published, and how that is known."""

import datetime
import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from ..fold import simplified
from .model import Sentence, Zone

EARLIEST, LATEST = 1900, 2100


class Dated(NamedTuple):
    """The date of an article: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or empty.

    ``source`` is ``sidecar``, ``metadata``, ``text``, ``inferred`` or empty; ``why`` quotes what
    the date was read from; ``refused`` holds a sentence for each date that was found but is none.
    """

    published: str = ""
    source: str = ""
    why: str = ""
    refused: tuple[str, ...] = ()


_DATE = re.compile(
    r"""(?<!\d) (?:
        # 1 2025-12-20
        (?P<y>(?:1[89]|2[01])\d\d) \s? (?: 年 | [-/.] ) \s? (?P<m>\d{1,2}) (?: \s? (?: 月 | [-/.]
            ) \s? (?P<d>\d{1,2}) (?!\d) \s? 日? | \s? 月 )?
      # 2 20-12-2025, day first
      | (?P<d2>\d{1,2}) (?P<sep>[-/.]) (?P<m2>\d{1,2}) (?P=sep) (?P<y2>(?:19|20)\d\d) (?!\d)
      # 3 20251220
      | (?P<y3>(?:19|20)\d\d) (?P<m3>0[1-9]|1[0-2]) (?P<d3>[0-2]\d|3[01]) (?!\d)
      # 4 民国114年6月17日
      | (?:民国|中华民国) \s? (?P<roc>\d{2,3}) \s? 年 \s? (?P<m4>\d{1,2}) \s? 月 (?: \s?
          (?P<d4>\d{1,2}) \s? 日 )?
      # 5 114/07/21, as pages of Taiwan write the year of the Republic
      | (?<![\d/.]) (?P<roc2>1[01]\d) / (?P<m5>0[1-9]|1[0-2]) / (?P<d5>[0-2]\d|3[01]) (?![\d/])
    )""",
    re.VERBOSE,
)
# Each of these has three digits in a row, two with a sign between, or 民国: a text without has
# no date, and that is quickly seen.
_DATE_SIGN = re.compile(r"[\d民](?:(?<=\d)(?:\d\d|[-/.]\d)|国)")
_NUMERALS = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年(?:(十[一二]?"
    r"|[一二三四五六七八九])月(?:([一二三]?十[一二三四五六七八九]?"
    r"|[一二三四五六七八九])日)?)?"
)
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
# 2024年五月6日
_HAN_MONTH = re.compile(r"(?<=\d年)(十[一二]?|[一二三四五六七八九])月")
_WHOLE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_YEAR = re.compile(r"(?:19|20|21|18)\d\d年?")
# The date in an address: /2025/12/20/ /20251220/ /2025-12/20/ /2025/1220/ t20251220_ /2025/12/
_IN_URL = re.compile(
    r"""[/_.=t-] (?P<y>(?:19|20)\d\d) (?:
        [-/_]? (?P<m>0[1-9]|1[0-2]) [-/_]? (?P<d>0[1-9]|[12]\d|3[01]) (?= [/_.?&-] | $ | [a-zA-Z] )
      | [-/] (?P<m1>0?[1-9]|1[0-2]) [-/] (?P<d1>0?[1-9]|[12]\d|3[01]) (?= [/_.?&-] | $ )
      | [-/] (?P<m2>0[1-9]|1[0-2]) (?= / )
    )""",
    re.VERBOSE,
)
_URL = re.compile(r"https?://[^\s\"'<>()\]]+")
_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/")
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|css|js|mp4|m3u8)(?:$|\?)", re.IGNORECASE)
# Fields of a page that give its date, best first.
_FIELDS = re.compile(
    r"""(?:
        ["']?(?:article:published_time|datePublished|pubdate|publishdate|publish_time|publication_date|og:published_time|parsely-pub-date|weibo:article:create_at|DC\.date(?:\.issued)?)["']?
        [^>\n]{0,40}? (?:content\s*=|:) \s*["']? (?P<a>[^"'>\n]{4,30})
        | <time [^>]{0,200}? datetime\s*=\s*["'] (?P<b>[^"']{4,30}) )""",
    re.VERBOSE | re.IGNORECASE,
)
_FIELD_LINE = re.compile(
    r"^\W*(?:date|published|pubdate|publish_date|发布|发表|日期|时间|刊登|ngày|cập nhật"
    r"|发稿|updated)",
    re.IGNORECASE,
)
_OTHER_LINE = re.compile(r"\W*(?:original_)?(?:url|title|tags?)\b|\W*标题")
_OWN_URL = re.compile(
    r"""(?: rel=["']?canonical["']?[^>]{0,200}?href=["']? | og:url["'][^>]{0,80}?content=["']?
        | ^(?:original_)?url:\s*["']? | 原文(?:链接)?[\]：:\s(]* | 本文(?:网址|链接|地址)[：:\s]*
            | ^link:\s*["']? | 来源链接[：:\s]* )
        (?P<url>https?://[^\s"'<>)\]]+)""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
# A date in the first sentence is that of the news, unless it is where something begins or ends.
_NOT_NEWS_BEFORE = re.compile(r"(?:自|从|截至|截止|到|至|于|迄|由|在|距|早在|—|-|~|年|《|“|「)$")
_NOT_NEWS_AFTER = re.compile(
    r"^\s?(?:起|以来|以前|之前|前|以后|之后|后|至|到|—|-|~|生效|施行|实施|版|底|末|年)"
)
# ——2024年1月23日在省第十四届人民代表大会第二次会议上, （2024年1月23日）: a line of its own under the
# title of a report, within so many zones.
DELIVERED_WITHIN = 4
_DELIVERED = re.compile(
    r"[\s—–\-（(]*(?P<date>(?:19|20)\d\d年\s?\d{1,2}月\s?\d{1,2}日)(?:[，,]?在[^，,。]{2,40}上)?[\s）)]*"
)
_ONLY_DATE = re.compile(r"\s*\d{3,4}[/.-]\d{1,2}[/.-]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_THIS_YEAR = re.compile(
    r"今(?:年)?\s?[(（]\s?(?:民国)?(?P<a>\d{4}|1[01]\d)\s?年?\s?[)）]\s?年?"
    r"|今年是(?P<b>(?:19|20)\d\d)年"
)
_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")


def date_of(value: str) -> str:
    """Return the first date in ``value`` as YYYY-MM-DD or YYYY-MM (or YYYY if it is all there is).

    Returns "" if there is none, or if what looks like one is no day of the calendar.
    """
    return _date_in(simplified(value))


def _date_in(plain: str) -> str:
    """Return what ``date_of`` does, of a text that is Simplified and half-width already."""
    value = plain.strip()
    if "月" in value:
        value = _HAN_MONTH.sub(lambda m: f"{_number(m.group(1))}月", value)
    dated = _DATE_SIGN.search(value) is not None
    if dated and (_WHOLE.fullmatch(value) or _YEAR.fullmatch(value)):
        return value[:4] if len(value) <= 5 else value if _real(value) else ""
    if dated and (match := _DATE.search(value)):
        groups = match.groupdict()
        if groups["roc"]:
            parts = (int(groups["roc"]) + 1911, groups["m4"], groups["d4"])
        elif groups["roc2"]:
            parts = (int(groups["roc2"]) + 1911, groups["m5"], groups["d5"])
        else:
            parts = next(
                (groups[f"y{k}"], groups[f"m{k}"], groups[f"d{k}"])
                for k in ("", "2", "3")
                if groups[f"y{k}"]
            )
        return _iso(*parts)
    if "年" in value and (match := _NUMERALS.search(value)):
        year = "".join(str(_DIGITS[c]) for c in match.group(1))
        return _iso(year, *(n and _number(n) for n in match.groups()[1:]))
    return ""


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _iso(year, month=None, day=None) -> str:
    value = f"{int(year):04d}" + "".join(f"-{int(n):02d}" for n in (month, day) if n)
    return value if _real(value) else ""


def _real(value: str) -> bool:
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def refusal_of(value: str, accessed: str = "") -> str:
    """Return why ``value`` cannot be the date of an article, or "" if it can.

    ``accessed`` is the day on which the page was seen; nothing is published later. Dates of unlike
    precision are compared as far as both go. Today's date is never used.
    """
    if not _WHOLE.fullmatch(value) or not _real(value):
        return f"{value} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
    year = int(value[:4])
    if year < EARLIEST:
        return f"{value} is before {EARLIEST}"
    if year > LATEST:
        return f"{value} is after {LATEST}"
    n = min(len(value), len(accessed))
    if accessed and value[:n] > accessed[:n]:
        return f"{value} is later than the day the page was accessed ({accessed})"
    return ""


def find_date(
    text: str,
    zones: Sequence[Zone],
    sentences: Sequence[Sentence],
    *,
    sidecar: str = "",
    url: str = "",
    accessed: str = "",
    plain: str | None = None,
) -> Dated:
    """Return the date of an article: from the sidecar, else the page, its address, its text.

    A related list, a picture's address and an archive's stamp never give a date. A day and month
    without a year stay without, unless the text says which year this is. Only a page that holds an
    article is dated by its text. ``plain`` is ``simplified(text)``, where it is at hand.
    """
    refused: list[str] = []
    plain = simplified(text) if plain is None else plain
    for source, why, value in _candidates(text, plain, zones, sentences, sidecar, url):
        if not value:
            continue
        reason = refusal_of(value, accessed)
        if not reason:
            return Dated(value, source, why, tuple(refused))
        refused.append(f"{reason}: {why}")
    return Dated(refused=tuple(refused))


def _candidates(text, plain, zones, sentences, sidecar, url):
    """Yield (source, what it was read from, date) with the best first."""
    if sidecar:
        yield (
            "sidecar",
            sidecar,
            sidecar if _WHOLE.fullmatch(sidecar) else date_of(sidecar) or sidecar,
        )
    end_of_own = _end_of_own(zones, len(text))
    around = [
        text[start:end]
        for zone, start, end in zones
        if zone in ("noise", "metadata") and end <= end_of_own
    ]
    for piece in around:
        if "=" not in piece and ":" not in piece:
            continue  # no field, and no address either
        for match in _FIELDS.finditer(piece):
            value = match["a"] or match["b"]
            yield "metadata", value, date_of(value)
    lines = [
        line
        for zone, start, end in zones
        if zone == "metadata" and end <= end_of_own
        for line in text[start:end].splitlines()
    ]
    for line in sorted(lines, key=lambda line: not _FIELD_LINE.match(line)):
        if not _OTHER_LINE.match(line):
            yield "metadata", line.strip(), date_of(line)
    if url:
        yield "metadata", url, _date_in_url(url)
    for piece in around:
        if "://" in piece:
            for match in _OWN_URL.finditer(piece):
                yield "metadata", match["url"], _date_in_url(match["url"])
    for zone, start, end in zones:
        if zone in ("dateline", "agency", "end_mark"):
            yield "text", text[start:end], _date_in(plain[start:end])
    for zone, start, end in zones[:DELIVERED_WITHIN]:
        if zone != "title" and (match := _DELIVERED.fullmatch(plain, start, end)):
            yield "text", text[start:end], _date_in(match["date"])
        elif zone == "noise" and _ONLY_DATE.fullmatch(text, start, end):
            yield "metadata", text[start:end], _date_in(plain[start:end])
    opening = list(islice((s for s in sentences if s.zone in ("lede", "body")), 2))
    for sentence in opening:
        yield "text", sentence.text, _date_of_news(plain[sentence.start : sentence.end][:80])
    yield from _inferred(plain, zones, sentences, opening)


def _end_of_own(zones: Sequence[Zone], end: int) -> int:
    """Return where the related list at the foot begins: nothing behind it is about this page."""
    for zone, start, _ in reversed(zones):
        if zone not in ("related", "noise", "caption", "metadata"):
            break
        if zone == "related":
            end = start
    return end


def _date_in_url(address: str) -> str:
    address = _ARCHIVE.sub("", address)
    if _IMAGE.search(address) or not (match := _IN_URL.search(address)):
        return ""
    month = match["m"] or match["m1"] or match["m2"]
    return _iso(match["y"], month, match["d"] or match["d1"])


def _date_of_news(plain: str) -> str:
    match = _DATE_SIGN.search(plain, 0, 60) and _DATE.search(plain, 0, 60)
    if not match or not (match["d"] or match["d4"]):
        return ""
    before, after = plain[: match.start()].rstrip(), plain[match.end() :]
    if _NOT_NEWS_BEFORE.search(before) or _NOT_NEWS_AFTER.search(after):
        return ""
    return _date_in(match.group())


def _inferred(plain, zones, sentences, opening):
    for sentence in sentences:
        if "今" not in sentence.text:
            continue
        if match := _THIS_YEAR.search(plain, sentence.start, sentence.end):
            year = int(match["a"] or match["b"])
            year += 1911 if year < EARLIEST else 0
            datelines = [(start, end) for zone, start, end in zones if zone == "dateline"]
            for start, end in [*datelines, *((s.start, s.end) for s in opening)]:
                if day := _DAY.search(plain[start:end]):
                    yield "inferred", f"{match.group()} … {day.group()}", _iso(year, *day.groups())
            yield "inferred", match.group(), f"{year:04d}"
            return
