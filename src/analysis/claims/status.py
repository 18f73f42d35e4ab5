"""Target, projection or actual: marker words, and the year against the article's date."""

import re
from typing import NamedTuple

from analysis.claims.anchors import AIM_AFTER, Setting, Year
from analysis.claims.guards import Ending
from analysis.claims.markers import Marker
from analysis.claims.passages import Passage
from analysis.quantities import Quantity

# “目标依次是80%”, “低于计划的70%”: a noun of aim that the number spells out.
AIM_BEFORE = re.compile(
    r"(?:目标|计划|规划|指标|任务|上限|下限|底线|红线|原[定订]|定下|设定|预定|规定)"
    r"(?:值|定[在为]|设[在为]|的|为|是|达到?|[到至]|由|从|占|在|依次|分别|各|至少|上升|提高|增长|[上下]调|调[高低升降]|降|不低于|约|[:：“(（\0])*$"
)
# 目标定为2200万，7月又加码到2500万: an aim that is changed.
RAISED = Ending(
    re.compile(
        r"(?:又|再|再次|随后|之后|后来|进一步|已|已经)?"
        r"(?:加码|上调|下调|调[高低升降整]|上修|下修|提高|放宽|收紧|改)[到至为成](?:约|近|逾)?$"
    ),
    "为到成约至近逾",
)
# “完成预算的110%” and “超出计划16%” measure an outcome by its aim.
OUTCOME = re.compile(
    r"(?:完成|超出|超过|超额|达到|实现|为|占|快于|慢于)[^，,。；;\d]{0,6}(?:计划|规划|预算|目标|任务|进度)的?[^，,。；;\d]{0,3}$"
)
SPELLED_OUT = re.compile(r"(?:为|是|的|约|达|至少|:|：)*")
# 比年初的目标高3个百分点 compares an outcome with its aim.
BEYOND = re.compile(
    r"[比较][^，,。；;\d]{0,12}(?:计划|规划|目标|预期|预算)[^，,。；;\d]{0,4}[高低多少快慢好差][出了于约近]*$"
)
# 已完成80%的任务: how much of a task is done; 13个指标: so many aims.
DONE_BEFORE = re.compile(r"(?:完成|执行)(?:了|约|近|超过?|逾)*$")
TASK_AFTER = re.compile(r"(?:左右|以上)?的?[^，,。；;、的]{0,8}?(?:任务|计划|指标)")
COUNTED_AIM = re.compile(r"(?:目标|任务|指标|要求)")
# Money that is set aside for the running year is an actual.
BUDGET = re.compile(
    r"(?:安排|编列|下达|拨付|统筹|筹措)[^，,。；;]{0,14}(?:资金|预算|经费|补助)[^，,。；;]{0,4}$"
    r"|(?:财政|预算)[^，,。；;]{0,6}(?:拿出|列支|出资|预留|拨出)[^，,。；;]{0,4}$"
)
AS_OF = re.compile(r"截至|截止|以来|前[一二三四五六七八九十\d]+个?[月季]|[上]半年|季度|同比|月份?")


# Within the running year, months and halves that are still to come are ahead.
MONTH = re.compile(
    r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
    r"|(?P<quarter>第?[一二三四1-4])季度?(?!节)|(?P<half>[上下]半年)"
)
MONTHS = dict(zip((*"一二三四五六七八九十", "十一", "十二"), range(1, 13), strict=True))


# 全年工业投资增长12%: nothing of a whole year is observed before its last months.
LAST_MONTHS = 11


def _comes(passage: Passage, year: Year, setting: Setting, before: str) -> bool:
    """Whether a number's period is the running year, or a part of it, and not over.

    A month counts as over while it runs: a figure for it is an early one. ``before`` is the
    number's clause as far as the number.
    """
    if setting.month is None or year.year is None or year.year != setting.published:
        return False
    if "全年" in before and setting.month < LAST_MONTHS and not DONE.search(passage.text):
        return True
    if year.anchor is None:
        return False
    part = MONTH.search(passage.text, year.anchor.start, year.anchor.end)
    if part is None:
        return False
    if part["half"]:
        return setting.month < (6 if part["half"] == "上半年" else 7)
    if part["quarter"]:
        number = part["quarter"].removeprefix("第")
        return setting.month < 3 * (int(number) if number.isdigit() else MONTHS[number])
    month = int(part["month"]) if part["month"].isdigit() else MONTHS[part["month"]]
    return month > setting.month


# Whatever is compared with an earlier time has been observed.
OBSERVED = re.compile(
    r"同比|环比|年增|月增|按年|按月|累[升跌]|连[升跌]|[比较](?:上|去)(?:年|月|季|[（(]\d{4}[)）]年)"
)
# 去年, 明年 tell without a date.
LAST_YEARS = re.compile(r"[去上昨前]一?年")
NEXT_YEARS = re.compile(r"[明来后]年|未来|今后")


class Words(NamedTuple):
    """What the words of a sentence say of status, found once for all its numbers.

    ``observed`` is whether it compares with an earlier time, and nothing in it is ahead.
    """

    markers: list[Marker]
    observed: bool


def words_of(passage: Passage, markers: list[Marker]) -> Words:
    """Return what the words of a sentence say of status."""
    ahead = any(marker.value != "actual" for marker in markers)
    return Words(markers, not ahead and OBSERVED.search(passage.text) is not None)


def lean_of(passage: Passage, quantity: Quantity, words: Words) -> str:
    """Return the status that the words of a number's own clause give it, or empty."""
    _, start, end = passage.clause_of[quantity.start]
    if passage.aims:
        before, after = passage.text[start : quantity.start], passage.text[quantity.end : end]
        if OUTCOME.search(before) or BEYOND.search(before):
            return ""
        if _qualified(quantity, before, after) or AIM_BEFORE.search(before):
            return "target"
    markers = words.markers
    if markers:
        own = [
            m.value
            for m in markers
            if start <= m.start and m.end <= quantity.start and m.value != "forecaster"
        ]
        if own:
            return own[-1]
        if _obliged(quantity, end, markers):
            return "target"
    return "actual" if words.observed else ""


# How far behind a number the modal of its clause may stand: 至少20%须用于, 80%的乡镇将设有.
MODAL_REACH = 12


def _obliged(quantity: Quantity, end: int, markers: list[Marker]) -> bool:
    """Whether the first status word behind a number, in its clause, is a modal."""
    behind = [m for m in markers if quantity.end <= m.start and m.end <= end]
    return (
        bool(behind)
        and (behind[0].value, behind[0].position) == ("target", "future")
        and behind[0].start - quantity.end <= MODAL_REACH
    )


# 去年计划建成1.5万座: an aim of a year that is over is still one.
PLANNED = re.compile(r"(?:原?计划|原[定拟]|拟|曾?承诺|曾?打算|预定)[^，,。；;的]{0,12}$")


def _qualified(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a noun of aim behind a number makes it one: 80%的目标, 1500名培训任务."""
    if not AIM_AFTER.search(after) or COUNTED_AIM.match(after):
        return False
    return not (DONE_BEFORE.search(before) and TASK_AFTER.match(after))


def status_of(
    passage: Passage,
    quantity: Quantity,
    year: Year,
    setting: Setting,
    words: Words,
    before_it: tuple[int | None, str] | None = None,
    *,
    forecast_before: bool = False,
    aimed_before: bool = False,
) -> tuple[str, str]:
    """Return the status of a number and the reason (a short name for the rule column).

    ``before_it`` is year and status of the number before in the sentence, where its words
    decided it. ``forecast_before`` says that this one goes on about a measure that was forecast
    (今年涨幅料为1.7%，明年1.6%).
    """
    text, markers, aims = passage.text, words.markers, passage.aims
    published = setting.published
    over = year.year is not None and published is not None and year.year < published
    ahead = year.year is not None and published is not None and year.year > published

    if year.kind == "origin":
        return "actual", "origin"
    _, start, end = passage.clause_of[quantity.start]
    before = text[start : quantity.start]
    if published is None and year.anchor is not None:
        over = over or bool(LAST_YEARS.match(text, year.anchor.start))
        ahead = ahead or bool(NEXT_YEARS.match(text, year.anchor.start))
    own, own_after, earlier = [], [], []
    if markers:
        segment = passage.segment_of[quantity.start][1]
        own = [m for m in markers if start <= m.start and m.end <= quantity.start]
        own_after = [m for m in markers if quantity.end <= m.start and m.end <= end]
        earlier = [
            m
            for m in markers
            if m.end <= start
            and (segment <= m.start or _announces(passage, m) or _forecasts(passage, m, year))
        ]
    if _comes(passage, year, setting, before) and not any(m.value == "actual" for m in own):
        ahead = True

    projection = [m for m in own if m.value == "projection"]
    works = markers and any(m.position == "works" for m in (*earlier, *own))
    if works and not any(m.value == "target" and m.position == "frame" for m in own):
        return "projection", "works"
    if projection and not any(
        m.value == "target" and m.position == "frame" and m.start > projection[-1].start
        for m in own
    ):
        return "projection", "marker"
    if aims:
        if (OUTCOME.search(before) or BEYOND.search(before)) and not projection:
            return "actual", "outcome"
        after = text[quantity.end : end]
        if _qualified(quantity, before, after) or _closes_list(passage, quantity, end):
            return "target", "aim"
        if AIM_BEFORE.search(before):
            return "target", "aim"
    if aimed_before and RAISED.search(before):
        return "target", "aim"
    if own and any(m.position == "fixed" for m in own):
        return "target", "marker"
    if year.kind == "later" and not own:
        return "target", "year"
    if own_after and not own and not over and any(m.value == "projection" for m in own_after):
        return "projection", "marker"
    governing = _governing(passage, earlier, start, year) if earlier else None
    if governing is not None and governing.value == "projection":
        bound = any(m.value == "target" and text[m.start : m.end] != "将" for m in own)
        past = (
            over
            and year.anchor is not None
            and any(
                governing.end <= q.start and q.end <= year.anchor.start for q in passage.quantities
            )
        )
        if not bound and not past:
            return "projection", "governing"
    if over:
        if own and own[-1].position == "frame" and PLANNED.search(before):
            return "target", "marker"
        return "actual", "year"
    nearest = own[-1] if own else None
    if setting.forecast and year.kind == "each" and not own and governing is None:
        return "projection", "continued"
    if ahead:
        if (
            governing is None
            and markers
            and _forecaster(markers, quantity)
            and not any(m.value == "target" and m.position != "future" for m in own)
        ):
            return "projection", "forecaster"
        if (
            (forecast_before or setting.forecast)
            and not any(m.value == "target" for m in own)
            and (governing is None or governing.value != "target")
        ):
            return "projection", "continued"
        return "target", "year"
    # The year runs, or is not known: words decide.
    if nearest is None and BUDGET.search(before):
        return "actual", "budget"
    if nearest is not None and nearest.value in ("target", "actual"):
        return nearest.value, "marker"
    if nearest is None and _obliged(quantity, end, markers):
        return "target", "marker"
    dated = year.anchor is not None and year.source in ("clause", "sentence")
    if dated and AS_OF.search(text[year.anchor.start : year.anchor.end + 2]):
        return "actual", "as-of"
    if year.kind == "now":
        return "actual", "now"
    deadline = year.anchor is not None and year.anchor.deadline
    if governing is not None and not (deadline and governing.value == "actual"):
        return governing.value, "governing"
    if deadline:
        return "target", "deadline"
    if published is None:
        aims = [m for m in markers if m.value == "target" and m.position == "frame"]
        if aims or setting.section_status == "target":
            return "target", "frame"
    if before_it is not None and before_it[0] == year.year:
        return before_it[1], "continued"
    if setting.tasks and year.anchor is None and is_task(text):
        return "target", "task"
    if (
        setting.early
        and not setting.section_status
        and any(m.value == "target" and m.position == "frame" for m in markers)
    ):
        # A paragraph of tasks at the start of a year: one 力争 makes the sentence an aim.
        return "target", "frame"
    told = setting.section_status or setting.heading_status
    if told and (published is None or year.year in (None, published)):
        return told, "section" if setting.section_status else "heading"
    return "actual", "default"


# A sentence without subject that opens with a deed: 着力提升…, 新增高新技术企业500家.
TASK = re.compile(
    r"""[\s　—“]*(?:同时|此外|另外|[（(]?[一二三四五六七八九十][)）、是要])?[，,]?(?:
      着力|加快|扎实|大力|深入|持续|积极|全力|全面|推进|推动|加强|强化|支持|完善|实施|深化|打造|培育
    | 做强|做大|抓好|扩大|优化|提升|开展|建设|开工|新增|新建|新开|建成|完成|启动|引进|改造
    )""",
    re.VERBOSE,
)
DONE = re.compile(
    r"已|了(?!解)|同比|[比较]上?年|[比较]去年|累计|位居|居全|首次|获|超额|提前"
    r"|完成(?:全年|年度)?(?:计划|预算|目标|任务)"
)


def is_task(text: str) -> bool:
    """Whether a sentence reads as one of a list of tasks: a deed at its head, nothing done yet."""
    return bool(TASK.match(text)) and not DONE.search(text)


# How far the members of a list may stand from each other: 2025年占25%、2030年占40%的目标.
LIST_GAP = 14


def _closes_list(passage: Passage, quantity: Quantity, end: int) -> bool:
    """Whether a list that the number stands in ends in a noun of aim."""
    last = quantity
    for other in passage.quantities:
        if other.start < last.end:
            continue
        between = passage.text[last.end : other.start]
        if other.end > end or len(between) > LIST_GAP or between[:1] not in "、和及与":
            break
        last = other
    return last is not quantity and bool(AIM_AFTER.search(passage.text[last.end : end]))


def _forecaster(markers: list[Marker], quantity: Quantity) -> bool:
    return any(m.value == "forecaster" and m.end <= quantity.start for m in markers)


def _governing(
    passage: Passage,
    earlier: list[Marker],
    start: int,
    year: Year,
) -> Marker | None:
    """The marker of an earlier clause that still holds: one that opens its clause, or closes it.

    “预计2030年A达1,B达2” governs B; “A预计达1,B达2” does not.
    """
    for marker in reversed(earlier):
        if marker.value == "forecaster":
            continue
        if any(start > a > marker.start for a in _now_positions(passage, year)):
            return None
        if _is_noun(passage, marker):
            continue
        if marker.position == "frame":
            return marker
        if marker.position == "future" and any(
            m.value == "projection" and m.end <= marker.start for m in earlier
        ):
            continue  # 预计到2030年，全市将建设…，带动…: 将 is the forecast's own
        clause_start, clause_end = passage.clauses[passage.clause_of[marker.start][0]]
        opening = passage.plain[clause_start : marker.start]
        if len(_without_periods(passage, clause_start, marker.start, opening)) <= 3:
            return marker
        if clause_end - marker.end <= 1:
            return marker
        if marker.value == "actual":
            return None
    return None


def _forecasts(passage: Passage, marker: Marker, year: Year) -> bool:
    """Whether a forecast goes on behind a semicolon: 预计到2030年，A达1；B达2.

    It does as long as the year that it names governs.
    """
    if marker.value != "projection" or year.anchor is None or year.anchor.kind != "year":
        return False
    clause = passage.clause_of[marker.start][0]
    named = passage.clause_of[year.anchor.start][0]
    return marker.start < year.anchor.start and named <= clause + 1


def _announces(passage: Passage, marker: Marker) -> bool:
    """Whether a word of aim stands before the colon of a list: 主要目标为：A；B；C."""
    if marker.value != "target" or marker.position != "frame":
        return False
    end = passage.clauses[passage.clause_of[marker.start][0]][1]
    return passage.plain[end : end + 1] in ("：", ":")


def _is_noun(passage: Passage, marker: Marker) -> bool:
    """Whether a word of aim is the noun that a number spells out: 计划为18%."""
    return marker.value == "target" and any(
        SPELLED_OUT.fullmatch(passage.text, marker.end, q.start)
        for q in passage.quantities
        if marker.end <= q.start <= marker.end + 4
    )


def _now_positions(passage: Passage, year: Year) -> list[int]:
    return [year.anchor.start] if year.anchor is not None and year.kind == "now" else []


def _without_periods(passage: Passage, start: int, end: int, opening: str) -> str:
    for period in reversed(passage.periods):
        if start <= period.start and period.end <= end:
            opening = opening[: period.start - start] + opening[period.end - start :]
    return re.sub(r"[到至在的，,\s“”‘’]|据此|此外|另外|同时|并|而|其中", "", opening)
