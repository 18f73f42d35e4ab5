"""The words of a sentence that say when, and what the text before it says of time."""

import re
from typing import NamedTuple

from analysis.claims.guards import Ending, Opening
from analysis.claims.passages import Passage
from analysis.periods import Period
from analysis.quantities import Quantity


class Anchor(NamedTuple):
    """A word that says when; ``kind`` is

    ``year`` a period as written · ``aim`` one that only dates an aim (2025年80%的目标) ·
    ``origin`` where a change starts (从2020年的) · ``now``
    (目前) · ``then`` (届时: the year named before) · ``each`` a member of a 分别 pair ·
    ``later`` (今后) · ``edition`` that of an index
    or report (2024年《…指数》), of ranks and scores alone.
    """

    start: int
    end: int
    year: int | None
    year_start: int | None
    kind: str
    deadline: bool = False


class Year(NamedTuple):
    """The year a number is for, where it was found, and whether that is a closed past span."""

    year: int | None
    year_start: int | None
    source: str
    kind: str = ""
    anchor: Anchor | None = None


class Setting(NamedTuple):
    """What the text before a sentence says about time, as far as it still holds."""

    published: int | None = None
    heading: Year | None = None
    previous: Year | None = None
    paragraph_before: Year | None = None
    section: Year | None = None
    plan: Year | None = None
    section_status: str = ""
    heading_status: str = ""
    early: bool = False
    month: int | None = None
    news: bool = False
    columns: tuple[Year, ...] = ()
    forecast: bool = False
    aim: Year | None = None
    edition: Year | None = None
    announced: Year | None = None
    tasks: bool = False
    mixed: bool = False


NOW = re.compile(
    r"最新(?=[一]?期|公布|发布|排名|数据)|现[为占达仅约]|目前|如今|眼下|当前|当下|现在|现有|现已|迄今|至今|时下|现时|现阶段|现行(?=的?约?\d)"
)
# 今后将实现…: some time to come, which no year before it tells.
LATER = re.compile(
    r"(?:(?<=[。；;，,！\s])|^)(?:今后|日后|往后)(?![\d一二三四五六七八九十几数两]|一段)"
)
PLAN_KINDS = ("plan", "span")
THEN = re.compile(r"届[时期]|到(?:时候?|那时)")
# 当年仍有4500万人: the year told before.
THAT_YEAR = re.compile(r"(?:(?<=[，,。；;])|^)当年(?!度|计划|内)")
# 计划期内, 到规划期末: within or at the end of the plan that the text has named.
PLAN = re.compile(r"(?:本|该)?(?:计划|规划)期(?P<end>末|结束)?[内间]?|期末(?![考测试])")
# A period after these words, or before those, is what a value is compared with.
COMPARED_BEFORE = Ending(
    re.compile(
        r"(?:(?<![占对环同])比|(?<!比)较|(?<=[占同环]比)较|较之|相较于?|相比于?|对比|[高低好快慢优差强弱大]于|超越|不及|不如)$"
    ),
    "之于及如比越较",
)
COMPARED_AFTER = Opening(
    re.compile(
        r"^(?:同期|底|末|年底|年末|的?水平|全年)?(?:基本|大体|大致)?(?:相比|比较|持平|的?基础上|不变|可比)"
    ),
    "不全可同基大年底持末比水的相",
)
# 从2020年至2022年 is when, 自2018年以来 from when.
TO_AN_END = re.compile(r"\d年?(?:底|末)?[至到—–\-]+\d")
ORIGIN_BEFORE = Ending(re.compile(r"(?:从|由|自)$"), "从由自")
# 后年 is a word at the head of a phrase only: 建成后年发电量 has none.
BEFORE_AFTER_NEXT = re.compile(r"(?:^|[，,。；;：:、“”\s和与及到至在])$")
SINCE_AFTER = re.compile(r"^(?:年)?(?:以来|起|开始|后|之后|至今|到)")
# 2016年新政策推动以来的最好成绩: since when, not when.
SINCE_EVENT = re.compile(r"[^，,。；;、\d]{1,14}以来")
# 是2020年的3倍 says of what, not when.
TIMES_OF = Opening(
    re.compile(r"(?:同期|同月|同季|全年|底|末)?的?(?:水平)?的(?:近|约|超|逾)?"), "全同底末水的"
)
# 恢复到去年同期的95%: a share of what was then.
SHARE_OF = re.compile(r"(?:恢复[到至]|回到|相当于|等于|达到?|为|是|仅及|不到|不足)$")
# 恢复到2019年的七成 needs no such word.
BACK_TO = re.compile(r"(?:恢复[到至]|回到|相当于|仅及|不及)$")
SAME_TIME = re.compile(r"同期|同月|同季|全年|的?水平")
MULTIPLE_OF = re.compile(r"的(?:近|约|超|逾)?")
# 比2020年翻一番 says how far, not what the level was.
MOVES = ("times", "pp", "ranks")
# 高于2020年同期的1.82%, 超越2019年疫情前的631亿元.
WHAT_WAS = re.compile(
    r"(?:同期|同月|同季|全年|年?底|年?末|[^，,。；;、\d估预料测目计]{0,6}(?<!高)的)?[的高低多少]?"
)
# 比上年多600亿元: what stands behind is the difference, no value of the year before.
DIFFERS = re.compile(r"[多少高低增减升降涨跌]$")
OPENS_TITLE, CLOSES_TITLE = "《", "》"
# “…80%的目标”: a noun of aim that the number qualifies.
AIM_AFTER = re.compile(
    r"^(?:左右|以上|以下|以内|[一-鿿]{0,6}行列)?[”」』]?的?[^，,。；;、的]{0,8}?(?:目标|任务|指标|要求"
    r"|(?:全年|年度|既定|原定|年初|原有?)的?计划(?=[，,。；;！”]|$))"
    r"(?![一-鿿]{0,4}(?:完成|达成|实现|兑现)|责任|数)"
)
# 2020年下降20%的指标: what may stand between.
AIM_VERB = re.compile(
    r"的?(?:增长?|提高|提升|上升|下降|降低|减少|达到?|不低于|不超过|至少|约|超过?)*"
)
AIM_LINK = re.compile(r"(?:以上|以下|左右)?(?:的|这一)")
AIM_NOUN = re.compile(r"的?(?:目标|任务|指标|要求)")
# 在去年420亿元的基础上: a base is a value of its own.
BASE_AFTER = re.compile(r"(?:左右)?的?(?:基础|基数)(?:之?上|(?=[，,。；;]))")
# 2024年《全球网络安全指数》, 《2024年…报告》: the edition of what ranks and scores.
EDITION = re.compile(
    r"(?:度|版)?的?[《“「]?[^，,。；;》]{0,24}?(?:指数|排名|排行|榜|竞争力|报告|调查)"
)
EDITED = ("rank", "ranks", "score")


def in_title(text: str, position: int) -> bool:
    """Whether ``position`` is inside 《…》, the name of a document."""
    opened = text.rfind(OPENS_TITLE, 0, position)
    return opened >= 0 and text.find(CLOSES_TITLE, opened, position) < 0


def year_of(passage: Passage, quantity: Quantity, anchor: Anchor) -> Year:
    """Return the year that an anchor gives a number, and where it stands from there."""
    same = passage.clause_of[quantity.start][0] == passage.clause_of[anchor.start][0]
    source = "clause" if same else "sentence"
    if anchor.kind == "now":
        source = "document"
    elif anchor.kind == "then":
        source = "previous"
    return Year(anchor.year, anchor.year_start, source, anchor.kind, anchor)


def find_anchors(passage: Passage, setting: Setting) -> list[Anchor]:
    """Return the words of a sentence that say when, in text order."""
    found: list[Anchor] = []
    for period in passage.periods:
        anchor = _anchor_of(period, found, passage, setting)
        if anchor is not None:
            found.append(anchor)
    found += _now_anchors(passage, found, setting)
    found += _since_events(passage, found, setting)
    if "后" in passage.text:
        found += [
            Anchor(word.start(), word.end(), None, None, "later")
            for word in LATER.finditer(passage.text)
        ]
    found += _told_anchors(passage, found, setting)
    return sorted(found)


def _anchor_of(
    period: Period, found: list[Anchor], passage: Passage, setting: Setting
) -> Anchor | None:
    """What a period says, or None where it dates nothing: a name, a comparison, a since."""
    text = passage.text
    before, after = text[max(0, period.start - 4) : period.start], text[period.end : period.end + 6]
    if in_title(text, period.start) or (period.in_name and not _aims(period, text)):
        if period.kind == "year" and EDITION.match(text, period.end):
            return Anchor(period.start, period.end, period.year, None, "edition")
        return None
    if period.text.startswith("后年") and not BEFORE_AFTER_NEXT.search(before):
        return None
    if ("以来" in text and SINCE_EVENT.match(text, period.end)) or _is_what_is_multiplied(
        period, passage, before, after
    ):
        return None
    if ORIGIN_BEFORE.search(before) and after.lstrip("的").startswith("水平"):
        return None
    year, year_start = _runs_on(period, found, passage), period.year_start
    if period.kind == "within":
        year, year_start = _end_within(period, found, passage)
    elif year is None and period.offset is not None:
        year = _year_under(setting, period)
    if text.startswith("来", period.end) and year is not None and setting.published:
        year, year_start = setting.published, year
    compared = COMPARED_BEFORE.search(before) or COMPARED_AFTER.match(after)
    if compared and not _has_value(passage, period.end):
        return None
    kind = "origin" if compared else "year"
    starts = (
        not (period.kind == "span" and TO_AN_END.search(period.text))
        and ORIGIN_BEFORE.search(before)
        and not SINCE_AFTER.search(after)
    )
    if starts or any(
        period.end <= q.start <= period.end + 1
        and (BASE_AFTER.match(text, q.end) or has_multiple(passage, q))
        for q in passage.quantities
    ):
        kind = "origin"
    elif _dates_aim(period, passage):
        kind = "aim"
    elif _dates_record(period, passage):
        kind = "origin"
    return Anchor(period.start, period.end, year, year_start, kind, period.deadline)


def _is_what_is_multiplied(period: Period, passage: Passage, before: str, after: str) -> bool:
    """Whether a multiple or a share is one of what was then: 去年同月的两倍, 恢复到去年同期的95%."""
    if not TIMES_OF.match(after):
        return False
    same = SAME_TIME.search(period.text) or SAME_TIME.match(after)
    share = BACK_TO.search(before) or (same and SHARE_OF.search(before))
    return any(
        q.unit == "times" or (q.unit == "%" and share)
        for q in passage.quantities
        if period.end <= q.start <= period.end + 6
    )


def _has_value(passage: Passage, end: int) -> bool:
    """Whether what is compared with is a value of its own: 较2016年的9000亿元, 高于同期的1.8%."""
    return any(
        end <= q.start
        and WHAT_WAS.fullmatch(passage.text, end, q.start)
        and q.unit not in MOVES
        and not DIFFERS.search(passage.text[end : q.start])
        for q in passage.quantities
    )


def _now_anchors(passage: Passage, found: list[Anchor], setting: Setting) -> list[Anchor]:
    """目前 and its like; 由目前的, 较目前的 and 在现有10%的基础上 say from where a change starts."""
    text, now = passage.text, []
    for word in NOW.finditer(text):
        if any(a.start < word.end() and word.start() < a.end for a in found):
            continue
        led = text[max(0, word.start() - 1) : word.start()]
        compared = led in ("比", "较")
        if compared and not _has_value(passage, word.end()):
            continue
        based = any(
            word.end() <= q.start <= word.end() + 2 and BASE_AFTER.match(text, q.end)
            for q in passage.quantities
        )
        kind = "origin" if compared or based or led in ("由", "从") else "now"
        now.append(Anchor(word.start(), word.end(), setting.published, None, kind))
    return now


def _told_anchors(passage: Passage, found: list[Anchor], setting: Setting) -> list[Anchor]:
    """届时, 当年 and 计划期末: years that have been told before."""
    text, told = passage.text, []
    then, that_year, plans = "届" in text or "到" in text, "当年" in text, "期" in text
    if not (then or that_year or plans):
        return told
    heading = setting.heading
    before = heading if heading and heading.year is not None else setting.previous
    if setting.aim is not None and (before is None or not _ahead(before, setting)):
        before = setting.aim
    for pattern, possible, year in (
        (THEN, then, before),
        (THAT_YEAR, that_year, setting.previous),
    ):
        for word in pattern.finditer(text) if possible else ():
            earlier = [a for a in found if a.end <= word.start() and a.kind == "year" and a.year]
            that = max(earlier) if earlier else year
            if that is not None:
                first = that.year_start if pattern is THEN else None
                told.append(Anchor(word.start(), word.end(), that.year, first, "then"))
    for word in PLAN.finditer(text) if plans else ():
        named = [p for p in passage.periods if p.end <= word.start() and p.kind in PLAN_KINDS]
        plan = named[-1] if named else setting.plan or heading or setting.previous
        if plan is not None:
            first = None if word["end"] or word[0] == "期末" else plan.year_start
            told.append(Anchor(word.start(), word.end(), plan.year, first, "then"))
    return told


# 去年4月推出，覆盖率已逾九成: the year dates what happened, 已 speaks of today.
ALREADY = re.compile(r"(?:(?<![不早])已(?!故|婚|知)|至今|仍|尚)")


def has_multiple(passage: Passage, quantity: Quantity) -> bool:
    """Whether a multiple of a number stands behind it: 是去年2.4万人的2.5倍."""
    return any(
        q.unit == "times" and MULTIPLE_OF.fullmatch(passage.text, quantity.end, q.start)
        for q in passage.quantities
        if quantity.end < q.start <= quantity.end + 3
    )


# A clause with no more than this beside its period is no event.
ADVERBIAL = 4


def _since_events(passage: Passage, found: list[Anchor], setting: Setting) -> list[Anchor]:
    """A word of today in a clause with a number, behind a clause that dates an event alone."""
    if setting.published is None or not passage.clauses or not found:
        return []
    past = [
        passage.clause_of[a.start][0]
        for a in found
        if a.kind == "year" and a.year is not None and a.year <= setting.published
    ]
    dated = {passage.clause_of[a.start][0] for a in found}
    today: list[Anchor] = []
    for clause in past:
        start, end = passage.clauses[clause]
        if any(start <= q.start < end for q in passage.quantities):
            continue
        told = [a for a in found if start <= a.start < end]
        if end - start - sum(a.end - a.start for a in told) <= ADVERBIAL:
            continue  # 到了2019年，…已达: the year frames what follows
        if clause + 1 in dated or clause + 1 >= len(passage.clauses):
            continue
        start, end = passage.clauses[clause + 1]
        word = ALREADY.search(passage.plain, start, end)
        if word and any(word.end() <= q.start < end for q in passage.quantities):
            today.append(Anchor(word.start(), word.end(), setting.published, None, "now"))
    return today


def _year_under(setting: Setting, period: Period) -> int | None:
    """今年 and 去年 of an undated text, by the heading: 2024年工作安排, 2023年工作回顾."""
    heading, offset = setting.heading, period.offset
    if heading is None or heading.year is None or heading.year_start is not None:
        # 由上年的46.6%下滑: the year before the one that the figures are of; 去年 is before today.
        told = setting.previous or setting.paragraph_before
        if setting.published or told is None or told.year is None:
            return None
        return told.year - 1 if period.text.startswith("上年") else None
    if offset == 0 and setting.heading_status != "actual":
        return heading.year
    if offset == -1:
        return heading.year - (setting.heading_status == "target")
    return None


MONTH = re.compile(r"(\d{1,2})月")
PART_OF_YEAR = re.compile(r"年[初中]|当年年?初")


def _runs_on(period: Period, found: list[Anchor], passage: Passage) -> int | None:
    """The year of a month: that of an earlier month named before it (去年3月…，7月).

    年初 and 年中 are of the year that the sentence has named: 去年接待…，超过年初定下的….
    """
    if PART_OF_YEAR.fullmatch(period.text) and period.rule != "by":
        named = [a.year for a in found if a.kind == "year" and a.year is not None]
        if named and (period.year is None or named[0] < period.year):
            return named[0]
    if period.rule != "this-year" or period.kind not in ("month", "day") or not found:
        return period.year
    before = found[-1]
    first = MONTH.search(passage.text, before.start, before.end)
    second = MONTH.match(period.text)
    if first is None or second is None or before.kind != "year":
        return period.year
    return before.year if int(second[1]) > int(first[1]) else period.year


def _ahead(year: Year, setting: Setting) -> bool:
    return year.year is not None and (setting.published is None or year.year > setting.published)


def _dates_aim(period: Period, passage: Passage) -> bool:
    """Whether a period dates a number that is an aim: 2025年80%的目标, 80%的2025年目标."""
    if not passage.aims:
        return False
    text = passage.text
    if AIM_NOUN.match(text, period.end) and any(
        AIM_LINK.fullmatch(text, q.end, period.start)
        for q in passage.quantities
        if q.end <= period.start <= q.end + 4
    ):
        return True
    return any(
        period.end <= q.start
        and AIM_VERB.fullmatch(text, period.end, q.start)
        and AIM_AFTER.search(text[q.end : q.end + 16])
        for q in passage.quantities
        if q.start <= period.end + 5
    )


# 2019年创下的1800万人次的纪录: the year of a record dates nothing else.
RECORD_VERB = re.compile(r"(?:所?(?:创下?|创造|录得|取得|达到)|全年)?的(?:约|近|逾|超过?)?")
RECORD = re.compile(r"^(?:左右|以上)?的?(?:历史|最高|前)?(?:[纪记]录|高点|高位|峰值|低点|谷底)")


def _dates_record(period: Period, passage: Passage) -> bool:
    """Whether a period dates only the record that the number behind it is."""
    return any(
        RECORD_VERB.fullmatch(passage.text, period.end, q.start)
        and RECORD.search(passage.text[q.end : q.end + 8])
        for q in passage.quantities
        if period.end < q.start <= period.end + 8
    )


def _aims(period: Period, text: str) -> bool:
    """Whether a year that could belong to a name is a deadline after all: no quote opens before.

    力争到2030年跻身创新指数前40名 sets an aim; “到2025年…计划” is a name.
    """
    if period.rule != "by":
        return False
    opened = max(text.rfind(mark, 0, period.start) for mark in '“「『《‘"')
    closed = max(text.rfind(mark, 0, period.start) for mark in "”」』》’")
    return opened <= closed


def _end_within(
    period: Period, found: list[Anchor], passage: Passage
) -> tuple[int | None, int | None]:
    """The years of 四年内 where a span before it, or two years, are its first and last."""
    for span in passage.periods:
        if span.end > period.start or span.year is None or span.year_start is None:
            continue
        if span.year - span.year_start + 1 == period.offset:
            return span.year, span.year_start
    years = list(dict.fromkeys(a.year for a in found if a.year is not None))
    if len(years) >= 2 and period.offset and period.offset - (years[-1] - years[-2]) in (0, 1):
        return years[-1], years[-2]
    return period.year, period.year_start
