"""Which year a number is for.

A period governs the numbers after it until the next one, through commas and semicolons, to
the end of its sentence. A number that no period of its sentence governs takes the year of the
heading, the sentence before, the part of the report it stands in, or the document.
"""

import itertools
import re
from typing import NamedTuple

from analysis.claims.passages import Passage, clause_at, span_at
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


NOW = re.compile(
    r"最新(?=[一]?期|公布|发布|排名|数据)|现[为占达仅约]|目前|如今|眼下|当前|当下|现在|现有|现已|迄今|至今|时下|现时|现阶段|现行(?=的?约?\d)"
)
# 今后将实现…: some time to come, which no year before it tells.
LATER = re.compile(
    r"(?:(?<=[。；;，,！\s])|^)(?:今后|日后|往后)(?![\d一二三四五六七八九十几数两]|一段)"
)
PLAN_KINDS = ("plan", "span")
THEN = re.compile(r"届时|到时候?|届期|到那时")
# 当年仍有4500万人: the year told before.
THAT_YEAR = re.compile(r"(?:(?<=[，,。；;])|^)当年(?!度|计划|内)")
# 计划期内, 到规划期末: within or at the end of the plan that the text has named.
PLAN = re.compile(r"(?:本|该)?(?:计划|规划)期(?P<end>末|结束)?[内间]?|期末(?![考测试])")
# A period after these words, or before those, is what a value is compared with.
COMPARED_BEFORE = re.compile(
    r"(?:(?<![占对环同])比|(?<!比)较|较之|相较于?|相比于?|对比|[高低好快慢优差强弱大]于|超越|不及|不如)$"
)
COMPARED_AFTER = re.compile(
    r"^(?:同期|底|末|年底|年末|的?水平|全年)?(?:基本|大体|大致)?(?:相比|比较|持平|的?基础上|不变|可比)"
)
ORIGIN_BEFORE = re.compile(r"(?:从|由|自)$")
# 后年 is a word at the head of a phrase only: 建成后年发电量 has none.
BEFORE_AFTER_NEXT = re.compile(r"(?:^|[，,。；;：:、“”\s和与及到至在])$")
SINCE_AFTER = re.compile(r"^(?:年)?(?:以来|起|开始|后|之后|至今|到)")
# 2016年新政策推动以来的最好成绩: since when, not when.
SINCE_EVENT = re.compile(r"[^，,。；;、\d]{1,14}以来")
# 是2020年的3倍 says of what, not when.
TIMES_OF = re.compile(r"(?:同期|同月|同季|全年|底|末)?的?(?:水平)?的(?:近|约|超|逾)?")
# 恢复到去年同期的95%: a share of what was then.
SHARE_OF = re.compile(r"(?:恢复[到至]|回到|相当于|等于|达到?|为|是|仅及|不到|不足)$")
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
# 分别 and 依次 bind two lists in order.
RESPECTIVELY = re.compile(r"分别|依次|各自?为")
# 每年增长16% without an end: no year.
YEARLY = re.compile(
    r"(?:平均)?每年(?:[^，,。；;]{0,4}(?:增|升|提|降|减)[^，,。；;]{0,4}|(?:只有?|仅有?|约|近|为|是|有)*)$"
)
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
# 从0.565提高到0.580: where a change starts, unless the change is one of plan (由40%下调为35%).
ORIGIN_VALUE_BEFORE = re.compile(
    r"(?:从|由|自)(?:[^，,。；;、从由自]{0,10}的|每人每?[年月]|[^，,。；;、从由自\d]{0,2})?(?:约|近|不到|不足|全国|全球|上年|原来)*$"
)
ORIGIN_VALUE_AFTER = re.compile(
    r"^(?:左右|以上|多)?(?![^，,。；;、]{0,4}(?:[调修]|收紧|放宽|放松))[^，,。；;、\d]{0,12}?(?<![直遇])(?:到|至|为|成|[跃升降跌]居)"
)
# 在去年420亿元的基础上: a base is a value of its own.
BASE_AFTER = re.compile(r"(?:左右)?的?(?:基础|基数)(?:之?上|(?=[，,。；;]))")
BRACKET_NEXT = re.compile(r"^(?:以上|以下|左右|的|多|余|[一-鿿]{0,4})[（(]")


# 2024年《全球网络安全指数》, 《2024年…报告》: the edition of what ranks and scores.
EDITION = re.compile(
    r"(?:度|版)?的?[《“「]?[^，,。；;》]{0,24}?(?:指数|排名|排行|榜|竞争力|报告|调查)"
)
EDITED = ("rank", "ranks", "score")


def in_title(text: str, position: int) -> bool:
    """Whether ``position`` is inside 《…》, the name of a document."""
    opened = text.rfind(OPENS_TITLE, 0, position)
    return opened >= 0 and text.find(CLOSES_TITLE, opened, position) < 0


def find_anchors(passage: Passage, setting: Setting) -> list[Anchor]:
    """Return the words of a sentence that say when, in text order."""
    text, found = passage.text, []
    for period in passage.periods:
        before, after = text[max(0, period.start - 4) : period.start], text[period.end :][:6]
        if in_title(text, period.start) or (period.in_name and not _aims(period, text)):
            if period.kind == "year" and EDITION.match(text, period.end):
                found.append(Anchor(period.start, period.end, period.year, None, "edition"))
            continue
        if period.text.startswith("后年") and not BEFORE_AFTER_NEXT.search(before):
            continue
        year, year_start = _runs_on(period, found, passage), period.year_start
        if period.kind == "within":
            year, year_start = _end_within(period, found, passage)
        elif year is None and period.offset is not None:
            year = _year_under(setting, period.offset)
        if TIMES_OF.match(after) and any(
            (
                q.unit == "times"
                or (q.unit == "%" and _of_same_time(period, after) and SHARE_OF.search(before))
            )
            and period.end <= q.start <= period.end + 6
            for q in passage.quantities
        ):
            continue
        if SINCE_EVENT.match(text, period.end):
            continue
        if text.startswith("来", period.end) and year is not None and setting.published:
            year, year_start = setting.published, year
        kind = "year"
        if COMPARED_BEFORE.search(before) or COMPARED_AFTER.search(after):
            # 较2016年的9000亿元: what is compared with is a value of its own.
            if not any(
                period.end <= q.start
                and WHAT_WAS.fullmatch(text, period.end, q.start)
                and q.unit not in MOVES
                and not DIFFERS.search(text[period.end : q.start])
                for q in passage.quantities
            ):
                continue
            kind = "aim" if _dates_aim(period, passage) else "origin"
        if ORIGIN_BEFORE.search(before) and after.lstrip("的").startswith("水平"):
            continue
        starts = ORIGIN_BEFORE.search(before) and not SINCE_AFTER.search(after)
        if starts or any(
            period.end <= q.start <= period.end + 1
            and (BASE_AFTER.match(text, q.end) or _has_multiple(passage, q))
            for q in passage.quantities
        ):
            kind = "origin"
        elif _dates_aim(period, passage):
            kind = "aim"
        elif _dates_record(period, passage):
            kind = "origin"
        found.append(Anchor(period.start, period.end, year, year_start, kind, period.deadline))
    taken = [(a.start, a.end) for a in found]
    for word in NOW.finditer(text):
        if not any(start < word.end() and word.start() < end for start, end in taken):
            led = text[max(0, word.start() - 1) : word.start()]
            if led in ("比", "较"):
                # 较目前71%高19个百分点: what is compared with is a value of its own.
                if not any(
                    word.end() <= q.start <= word.end() + 1
                    and q.unit not in MOVES
                    and not DIFFERS.search(text[word.end() : q.start])
                    for q in passage.quantities
                ):
                    continue
                led = "从"
            base = any(
                word.end() <= q.start <= word.end() + 2 and BASE_AFTER.match(text, q.end)
                for q in passage.quantities
            )
            kind = "origin" if base or led in ("由", "从") else "now"
            found.append(Anchor(word.start(), word.end(), setting.published, None, kind))
    found += _since_events(passage, found, setting)
    found += [Anchor(w.start(), w.end(), None, None, "later") for w in LATER.finditer(text)]
    for word in THEN.finditer(text):
        before = setting.previous or setting.heading
        if setting.heading is not None and setting.heading.year is not None:
            before = setting.heading
        if setting.aim is not None and (before is None or not _ahead(before, setting)):
            before = setting.aim
        earlier = [a for a in found if a.end <= word.start() and a.kind == "year" and a.year]
        if earlier:
            last = max(earlier)
            found.append(Anchor(word.start(), word.end(), last.year, last.year_start, "then"))
        elif before is not None:
            found.append(Anchor(word.start(), word.end(), before.year, before.year_start, "then"))
    for word in THAT_YEAR.finditer(text):
        told = [a for a in found if a.end <= word.start() and a.kind == "year" and a.year]
        that = max(told) if told else setting.previous
        if that is not None:
            found.append(Anchor(word.start(), word.end(), that.year, None, "then"))
    for word in PLAN.finditer(text):
        named = [p for p in passage.periods if p.end <= word.start() and p.kind in PLAN_KINDS]
        plan = named[-1] if named else setting.plan or setting.heading or setting.previous
        if plan is not None:
            first = None if word["end"] or word[0] == "期末" else plan.year_start
            found.append(Anchor(word.start(), word.end(), plan.year, first, "then"))
    return sorted(found)


# 去年4月推出，覆盖率已逾九成: the year dates what happened, 已 speaks of today.
ALREADY = re.compile(r"(?:(?<![不早])已(?!故|婚|知)|至今|仍|尚)")


def _has_multiple(passage: Passage, quantity: Quantity) -> bool:
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
    if setting.published is None or not passage.clauses:
        return []
    past = [
        span_at(passage.clauses, a.start)
        for a in found
        if a.kind == "year" and a.year is not None and a.year <= setting.published
    ]
    dated = {span_at(passage.clauses, a.start) for a in found}
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


def _year_under(setting: Setting, offset: int) -> int | None:
    """今年 and 去年 of an undated text, by the heading: 2024年工作安排, 2023年工作回顾."""
    heading = setting.heading
    if heading is None or heading.year is None or heading.year_start is not None:
        return None
    if offset == 0 and setting.heading_status != "actual":
        return heading.year
    if offset == -1:
        return heading.year - (setting.heading_status == "target")
    return None


def _of_same_time(period: Period, after: str) -> bool:
    return bool(SAME_TIME.search(period.text) or SAME_TIME.match(after))


MONTH = re.compile(r"(\d{1,2})月")


def _runs_on(period: Period, found: list[Anchor], passage: Passage) -> int | None:
    """The year of a month: that of an earlier month named before it (去年3月…，7月)."""
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
    if (
        len(years) >= 2
        and period.offset
        and years[-1] - years[-2]
        in (
            period.offset,
            period.offset - 1,
        )
    ):
        return years[-1], years[-2]
    return period.year, period.year_start


def bind_years(passage: Passage, setting: Setting) -> tuple[list[Anchor], dict[int, Year]]:
    """Return the anchors of a sentence and, for each number that one governs, its year.

    The keys are indexes into ``passage.quantities``.
    """
    anchors = find_anchors(passage, setting)
    bound: dict[int, Year] = {}
    bound.update(_columns(passage, setting))
    bound.update(_paired(passage, anchors))
    bound.update(_paired_behind(passage, anchors))
    bound.update(_two_years(passage))
    used_origins: dict[Anchor, int] = {}
    for index, quantity in enumerate(passage.quantities):
        if index in bound:
            continue
        anchor = _governor(passage, quantity, index, anchors, used_origins)
        if index and quantity.unit == "times" and anchor is not None:
            base = passage.quantities[index - 1]
            if anchor.end <= base.start and _has_multiple(passage, base):
                continue
        if anchor is not None and anchor.kind == "origin":
            bound[index] = _year_of(passage, quantity, anchor)
        elif starts_change(passage, quantity):
            told = [a for a in anchors if a.kind == "origin" and a.end <= quantity.start]
            bound[index] = (
                _year_of(passage, quantity, told[-1])
                if told
                else _year_before(passage, quantity, anchor)
            )
        elif anchor is None or anchor.kind == "now":
            # 最新公布的2024年《…指数》: the edition says when, not the day of the news.
            edition = _edition_of(quantity, anchors)
            if edition is not None or anchor is not None:
                bound[index] = _year_of(passage, quantity, edition or anchor)
        elif _stands_now(passage, index, anchor):
            bound[index] = Year(setting.published, None, "document", "now")
        else:
            bound[index] = _year_of(passage, quantity, anchor)
    bound.update(_likewise(passage, anchors, bound))
    return anchors, bound


def _edition_of(quantity: Quantity, anchors: list[Anchor]) -> Anchor | None:
    """The edition of an index named before a rank or a score."""
    if quantity.unit not in EDITED:
        return None
    named = [a for a in anchors if a.kind == "edition" and a.end <= quantity.start]
    return named[-1] if named else None


# Compared with the same time a year ago.
YEAR_ON_YEAR = re.compile(r"同比|年增|按年")


def _year_before(passage: Passage, quantity: Quantity, anchor: Anchor | None) -> Year:
    """The year of the A of 从A到B: told only where the change is one from year to year."""
    start, _ = segment_at(passage, quantity.start)
    if (
        anchor is not None
        and anchor.year is not None
        and YEAR_ON_YEAR.search(passage.text, start, quantity.start)
    ):
        return Year(anchor.year - 1, None, "sentence", "origin")
    return Year(None, None, "", "origin")


# 目前占1.1%，五年内提高到1.3%: from where a change to come starts.
MOVED_TO = re.compile(
    r"[^，,。；;]{0,12}(?:提[高升]|增|升|扩|降|减|压|缩|调)[^，,。；;\d]{0,3}(?:到|至|为)[^，,。；;\d]{0,4}$"
)


def _stands_now(passage: Passage, index: int, anchor: Anchor) -> bool:
    """Whether a number is the level from which the next clause sets out to another year.

    研发开支占GDP约1.1%，五年内要提高到1.3%: a year of an earlier segment does not reach it.
    """
    quantity = passage.quantities[index]
    segment, _ = segment_at(passage, quantity.start)
    if anchor.start >= segment or anchor.kind != "year" or index + 1 >= len(passage.quantities):
        return False
    following = passage.quantities[index + 1]
    clause = span_at(passage.clauses, quantity.start)
    if following.unit != quantity.unit or span_at(passage.clauses, following.start) != clause + 1:
        return False
    start = passage.clauses[clause + 1][0]
    dated = any(start <= p.start < following.start for p in passage.periods)
    return dated and bool(MOVED_TO.search(passage.text, start, following.start))


def segment_at(passage: Passage, position: int) -> tuple[int, int]:
    """Return the stretch between semicolons that holds ``position``."""
    return passage.segments[span_at(passage.segments, position)]


def starts_change(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number is the A of 从A到B."""
    start, end = clause_at(passage, quantity.start)
    return bool(
        ORIGIN_VALUE_BEFORE.search(passage.plain[start : quantity.start])
        and ORIGIN_VALUE_AFTER.search(passage.plain[quantity.end : end])
    )


def _year_of(passage: Passage, quantity: Quantity, anchor: Anchor) -> Year:
    same = span_at(passage.clauses, quantity.start) == span_at(passage.clauses, anchor.start)
    source = "clause" if same else "sentence"
    if anchor.kind == "now":
        source = "document"
    elif anchor.kind == "then":
        source = "previous"
    return Year(anchor.year, anchor.year_start, source, anchor.kind, anchor)


def _governor(
    passage: Passage,
    quantity: Quantity,
    index: int,
    anchors: list[Anchor],
    used_origins: dict[Anchor, int],
) -> Anchor | None:
    plain = passage.plain
    hidden = plain[quantity.start : quantity.start + 1] == "\0"
    if not hidden:
        # 61亿元(106至109年度): the bracket after a number dates it.
        bracket = BRACKET_NEXT.search(passage.text[quantity.end : quantity.end + 6])
        if bracket:
            opened = quantity.end + bracket.end()
            closed = passage.text.find(")", opened)
            closed = closed if closed >= 0 else passage.text.find("）", opened)
            dated = [a for a in anchors if opened <= a.start and a.end <= closed]
            counted = [q for q in passage.quantities if opened <= q.start < closed]
            if dated and not counted:
                return dated[-1]
        # 比42.5%的2030年目标低: the period dates the aim before it alone.
        for anchor in anchors:
            if (
                anchor.kind == "aim"
                and quantity.end <= anchor.start
                and AIM_LINK.fullmatch(passage.text, quantity.end, anchor.start)
            ):
                used_origins.setdefault(anchor, index)
                return anchor
    governing = None
    for anchor in anchors:
        if anchor.end > quantity.start:
            break
        if (
            plain[anchor.start : anchor.start + 1] == "\0"
            and not _dates_subject(passage, anchor, quantity)
            and not (
                hidden
                and "\0" * (quantity.start - anchor.start) == plain[anchor.start : quantity.start]
            )
        ):
            continue
        once = anchor.kind in ("origin", "aim")
        if anchor.kind == "edition":
            continue
        if once and used_origins.setdefault(anchor, index) != index:
            continue
        governing = anchor
    if governing is not None:
        return _now_behind(passage, quantity, anchors, governing) or governing
    # No period before it: one after it in its clause, or in the next if that only dates it.
    clause = span_at(passage.clauses, quantity.start)
    end = passage.clauses[clause][1]
    for anchor in anchors:
        if anchor.start < quantity.end or anchor.kind != "year":
            continue
        if plain[anchor.start : anchor.start + 1] == "\0":
            continue
        if anchor.start < end:
            between = [q for q in passage.quantities if quantity.end <= q.start < anchor.start]
            linked = all(q.start - quantity.end < 14 for q in between)
            return anchor if linked else None
        # “至少5万名人才,2030年以前能不能培养出来”: the year opens the clause that comments.
        following = passage.clauses[clause + 1] if clause + 1 < len(passage.clauses) else None
        if (
            following
            and anchor.end < following[1]
            and passage.plain[end] not in "；;。"
            and anchor.start - following[0] <= 1
            and not any(following[0] <= q.start < following[1] for q in passage.quantities)
        ):
            return anchor
        return None
    return None


# （107至111年度）: a bracket that holds a period and nothing else.
ONLY_PERIOD = re.compile(r"[（(]\s*\Z")


def _dates_subject(passage: Passage, anchor: Anchor, quantity: Quantity) -> bool:
    """Whether a bracket behind a clause's subject dates what the clause says of it.

    前一期纲领（107至111年度）编列104亿元: the bracket is a period alone, and no number stands
    between the start of its clause and it.
    """
    text = passage.text
    if not ONLY_PERIOD.search(text[max(0, anchor.start - 2) : anchor.start]):
        return False
    if text[anchor.end : anchor.end + 1] not in ")）" or anchor.end >= len(text):
        return False
    start, end = segment_at(passage, anchor.start)
    clause, _ = clause_at(passage, anchor.start)
    if not start <= quantity.start < end or in_title(text, anchor.start):
        return False
    return not any(clause <= q.start < anchor.start for q in passage.quantities)


def _now_behind(
    passage: Passage, quantity: Quantity, anchors: list[Anchor], governing: Anchor
) -> Anchor | None:
    """A 目前 behind a number in its own clause: nearer than a year of a clause before.

    2019年…；42%的居民目前缺乏数字技能.
    """
    start, end = clause_at(passage, quantity.start)
    if governing.start >= start:
        return None
    for anchor in anchors:
        if anchor.kind == "now" and quantity.end <= anchor.start < end:
            between = [q for q in passage.quantities if quantity.end <= q.start < anchor.start]
            return None if between else anchor
    return None


# How far behind the years 分别 may stand: 以2026年和2028年为限，把在线公共服务使用率分别提高到.
PAIR_GAP = 24


def _paired(passage: Passage, anchors: list[Anchor]) -> dict[int, Year]:
    """Years and numbers that 分别 binds in order: 在2027年和2030年分别不低于90%和95%."""
    bound: dict[int, Year] = {}
    for word in RESPECTIVELY.finditer(passage.plain):
        years: list[Anchor] = []
        for anchor in reversed([a for a in anchors if a.end <= word.start()]):
            following = years[-1].start if years else None
            if following is not None and not _only_link(passage.text[anchor.end : following]):
                break
            years.append(anchor)
        years.reverse()
        if len(years) < 2 or word.start() - years[-1].end > PAIR_GAP:
            continue
        numbers = [
            i for i, q in enumerate(passage.quantities) if word.end() <= q.start < word.end() + 60
        ][: len(years)]
        if len(numbers) == len(years):
            for index, anchor in zip(numbers, years, strict=True):
                each = anchor._replace(kind="each")
                bound[index] = _year_of(passage, passage.quantities[index], each)
    return bound


def _run_of(passage: Passage, indexes: list[int]) -> list[int]:
    """The numbers, from the first of ``indexes`` on, that only 、 or 和 tells apart."""
    run = indexes[:1]
    for index in indexes[1:]:
        last = passage.quantities[run[-1]]
        if not _only_link(passage.text[last.end : passage.quantities[index].start]):
            break
        run.append(index)
    return run


def _paired_behind(passage: Passage, anchors: list[Anchor]) -> dict[int, Year]:
    """Years named behind their numbers: 增加到2000家、1000家和2500家，期限分别是…."""
    bound: dict[int, Year] = {}
    for word in RESPECTIVELY.finditer(passage.plain):
        years = [a for a in anchors if word.end() <= a.start and a.kind == "year"]
        start, _ = clause_at(passage, word.start())
        numbers = [i for i, q in enumerate(passage.quantities) if q.end <= start]
        inside = [q for q in passage.quantities if start <= q.start]
        if len(years) < 2 or inside or years[0].start - word.end() > 4 or not numbers:
            continue
        linked = all(
            _only_link(passage.text[a.end : b.start]) for a, b in itertools.pairwise(years)
        )
        run = _run_of(passage, numbers[-len(years) :])
        if linked and len(run) == len(years):
            for index, anchor in zip(run, years, strict=True):
                each = anchor._replace(kind="each")
                bound[index] = _year_of(passage, passage.quantities[index], each)
    return bound


# 同期太原省为50%、80%和95%: the years of the list before, in order.
LIKEWISE = re.compile(r"同期(?!相比|增|减|下|上|的?\d)|相应|对应")


def _likewise(passage: Passage, anchors: list[Anchor], bound: dict[int, Year]) -> dict[int, Year]:
    """A list that says that it is of the same years as the one before."""
    found: dict[int, Year] = {}
    for word in LIKEWISE.finditer(passage.plain):
        start, end = clause_at(passage, word.start())
        if any(start <= a.start < end for a in anchors):
            continue
        run = _run_of(
            passage, [i for i, q in enumerate(passage.quantities) if word.end() <= q.start < end]
        )
        before = [i for i, q in enumerate(passage.quantities) if q.end <= start][-len(run) :]
        years = [bound[i] for i in before if i in bound]
        if len(run) >= 2 and len(years) == len(run) and len({y.year for y in years}) == len(run):
            found |= dict(zip(run, years, strict=True))
    return found


def _columns(passage: Passage, setting: Setting) -> dict[int, Year]:
    """The numbers of a line under a heading that said what each of them is for, in order."""
    dated = [p for p in passage.periods if p.year is not None]
    if not setting.columns or dated or len(passage.quantities) != len(setting.columns):
        return {}
    return dict(enumerate(setting.columns))


# 今明两年增速依次为1.6%和1.7%: one period names both years.
TWO_YEARS = re.compile(r"今明两年|今[、和]?明年")


def _two_years(passage: Passage) -> dict[int, Year]:
    """Two numbers behind 今明两年, which binds them in order with or without 分别."""
    bound: dict[int, Year] = {}
    for period in passage.periods:
        if not TWO_YEARS.match(period.text) or period.year is None:
            continue
        _, end = segment_at(passage, period.end)
        pair = [i for i, q in enumerate(passage.quantities) if period.end <= q.start < end][:2]
        if len(pair) != 2:
            continue
        first, second = (passage.quantities[i] for i in pair)
        if _only_link(passage.text[first.end : second.start]):
            for index, year in zip(pair, (period.year - 1, period.year), strict=True):
                anchor = Anchor(period.start, period.end, year, None, "each")
                bound[index] = Year(year, None, "clause", "each", anchor)
    return bound


def _only_link(between: str) -> bool:
    return bool(re.fullmatch(r"[、和与及,，以]{1,2}", between))
