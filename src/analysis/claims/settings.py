"""What the text before a sentence says about time and status, sentence after sentence."""

import re

from analysis.claims.anchors import (
    EDITED,
    PLAN_KINDS,
    Anchor,
    Setting,
    Year,
    in_title,
)
from analysis.claims.guards import WHITE, Ending
from analysis.claims.lookalikes import lookalike_of
from analysis.claims.pairs import RESPECTIVELY
from analysis.claims.passages import Passage, clause_at, count_as_reports, is_early
from analysis.lexicon import Lexicon
from analysis.periods import find_periods

# How a report says which stretch of time the paragraphs that follow are about. In each case
# the words open a paragraph.
REVIEW = re.compile(
    r"""^[—\-\s*#（(一二三四五六七八九十)）、.．]*(?:
      (?:刚刚|已经)?过去(?:的)?(?:这)?(?:[一二三四五]年|20\d\d年)   # 1 过去五年 · 刚刚过去的2025年
    | 这[一二三四五]年 | [一五]年(?:多)?来 | 回顾(?:过去|这|20|“十)     # 2 这五年 · 五年来 · 一年来
    | “?十[一二三四]五”?(?:的?五年|时期|期间|以来)(?=[，,])           # “十四五”的五年，
    | “?十[一二三四五]五”?(?:时期|期间|以来|规划)[^，,。]{0,8}(?:成就|回顾|收官|历程|极不)  # 3
    | 20\d\d年(?:工作回顾|[^，,。]{0,2}(?:是|极不)|[，,](?=[^。]*(?:我们|全省|全市|全区)))  # 4 2025年极不平凡
    )""",
    re.VERBOSE,
)
OUTLOOK = re.compile(
    r"""^[—\-\s*#（(一二三四五六七八九十)）、.．]*(?:
      (?:未来|今后)[一二三四五两\d]+年                            # 1 未来五年
    | (?:展望)?“?十[一二三四五六]五”?(?:时期|期间)?[^。]{0,30}(?:目标|要|将|我们|努力|任务|建议)  # 2
    | (?:做好)?(?:今年|明年|20\d\d年)[^，。：]{0,18}
      (?:目标|任务|工作安排|工作部署|重点工作|工作重点|工作是|要(?=[坚着抓做重扎全突]))       # 3
    )""",
    re.VERBOSE,
)
AIM_HEADING = re.compile(r"目标|任务|计划|规划|要达到|愿景|展望|安排|重点工作|部署|方案|战略|力争")
REVIEW_HEADING = re.compile(r"回顾|成就|成绩|总结|现状|进展")
ENDS_OPEN = Ending(re.compile(r"[：:]\s*$|如下[：:。]?$"), f"：:下。{WHITE}")
# “* 2030年” alone in a paragraph: a heading, whatever its marks.
BARE_PERIOD = re.compile(
    r"^[\s*#•·●\-–—（(【\[一二三四五六七八九十\d]{0,3}[、.．）)]?\s*"
    r"(?:第?[一二三四五]?(?:阶段|步|期)[：:（(\s]*)?(?:展望|到|至|截至)?\s*"
    r"(?:20\d\d|二[〇零]\d\d|二[〇零][〇零一二三四五六七八九]{2})年?(?:[—–\-至到]20\d\d年)?"
    r"(?:底|末|前|之前|以前|阶段|目标|愿景|展望)*[）)】\]]?[：:]?\s*$"
)
# 各位代表！: what follows it opens the paragraph.
SALUTATION = re.compile(r"^[\s—]*(?:各位代表|各位委员|同志们|朋友们)[！!，,：:\s]*$")
BULLET = re.compile(r"^\s*(?:[-–—•·●*▪]|\d{1,2}[.、)）]|[一二三四五六七八九十]{1,2}[、.]|[（(])")


# A report of government says by its words whether it looks back or ahead, also where it is cut
# out of its whole. News of the same months is about the day: it names who says so.
NEWS = re.compile(r"记者|报道|央视|新华社|越通社|据悉|本台|数据显示|表示|指出|[发公]布|[^名简]称，")
ACHIEVED = re.compile(
    r"同比|比上年|居全国|位居|稳居|获批|荣获|圆满|顺利|首次|创历史|成功|建成投|投入使用"
    r"|突破(?=\d)|再创|实现了"
)
# Tasks without a word of aim: 加快…, 推进…, 支持….
TASKS = re.compile(
    r"(?:加快|推进|实施|支持|加强|完善|深化|推动|打造|扩大|培育|大力|深入|开展|继续)"
    r"(?:(?<=^..)|(?<=[。；，]..))"
)
MANY_TASKS = 4
AHEAD = re.compile(r"力争|争取|确保|要(?=[坚加推着全抓突强持深])")


def first_setting(published: str, text: str, *, news: bool = False) -> Setting:
    """Return what holds before the first sentence: the year of the document, if known.

    A report of the first months of a year that has only words of achievement is about the year
    before; one that has only words of aim about its own. ``news`` says that the document has
    a dateline.
    """
    year = int(published[:4]) if published[:4].isdigit() else None
    month = int(published[5:7]) if published[5:7].isdigit() else None
    early = is_early(published) and not NEWS.search(text)
    setting = Setting(published=year, early=early, month=month, news=news)
    if year is None:
        plan = len(TASKS.findall(text)) >= MANY_TASKS and not ACHIEVED.search(text)
        return setting._replace(section_status="target") if plan else setting
    if not early:
        return setting
    achieved, ahead = len(ACHIEVED.findall(text)), len(AHEAD.findall(text))
    if achieved >= 2 and achieved > 3 * ahead:
        return setting._replace(section=Year(year - 1, None, "paragraph"), section_status="actual")
    tasks = len(TASKS.findall(text))
    if ahead > 3 * achieved or (tasks >= MANY_TASKS and achieved == ahead == 0):
        return setting._replace(section=Year(year, None, "paragraph"), section_status="target")
    return setting


def heading_year(heading: str, published: str, lexicon: Lexicon) -> Year | None:
    """Return the year or phase that a heading names, outside the names of documents."""
    periods = [
        p
        for p in count_as_reports(
            find_periods(heading, published or None, lexicon=lexicon), published
        )
        if p.year is not None and not p.in_name and not in_title(heading, p.start)
    ]
    if not periods:
        return None
    return Year(periods[-1].year, periods[-1].year_start, "heading")


def heading_columns(heading: str, published: str, lexicon: Lexicon) -> tuple[Year, ...]:
    """Return the years that a heading gives to the columns of what stands under it, in order.

    以下各项依次为2025年实际数、2030年目标数; empty where it does not say that it binds in order.
    """
    word = RESPECTIVELY.search(heading)
    if word is None:
        return ()
    years = tuple(
        Year(p.year, None, "heading", "each")
        for p in find_periods(heading, published or None, lexicon=lexicon)
        if p.start >= word.end() and p.year is not None
    )
    return years if len(years) >= 2 else ()


def heading_status(heading: str) -> str:
    """Return the status that a heading announces: 目标 and plans, or a review; else empty."""
    if AIM_HEADING.search(heading):
        return "target"
    if REVIEW_HEADING.search(heading):
        return "actual"
    return ""


def enter_paragraph(setting: Setting, passage: Passage, open_list: bool) -> Setting:
    """Return the setting at the first sentence of a paragraph.

    A paragraph forgets the year of the sentence before, unless that sentence announced a list
    (“目标如下：”); words such as 未来五年 open a part of a report that lasts until the next, in
    news only for their paragraph.
    """
    text = passage.text
    if setting.forecast or setting.aim is not None:
        setting = setting._replace(forecast=False, aim=None)
    if not open_list:
        # An undated text has nothing but its own years to go by.
        earlier = setting.previous or (None if setting.published else setting.paragraph_before)
        if setting.published and setting.mixed:
            earlier = None  # figures of several years
        setting = setting._replace(previous=None, paragraph_before=earlier, mixed=False)
    if setting.news and (setting.section is not None or setting.section_status):
        setting = setting._replace(section=None, section_status="")
    status = "actual" if REVIEW.match(text) else "target" if OUTLOOK.match(text) else ""
    if not status:
        return setting
    first = next(
        (p for p in passage.periods if p.start <= 24 and p.year is not None and not p.in_name), None
    )
    if first is None:
        year = setting.published
        if year is not None and status == "actual" and setting.early and setting.section is None:
            five = "五" in text[:8]
            section = Year(year - 1, year - 5 if five else None, "paragraph")
            return setting._replace(section=section, section_status=status)
        return setting._replace(section_status=status)
    published = setting.published
    if published is not None and first.year < published:
        status = "actual"
    elif published is not None and (first.year > published or setting.early):
        status = "target"
    return setting._replace(
        section=Year(first.year, first.year_start, "paragraph"), section_status=status
    )


def leave_sentence(setting: Setting, passage: Passage, anchors: list[Anchor]) -> Setting:
    """Return the setting for the next sentence of the same paragraph."""
    plan = _plan_of(passage, setting)
    if plan is not setting.plan:
        setting = setting._replace(plan=plan)
    published = setting.published
    editions = [a for a in anchors if a.kind == "edition"]
    if editions:
        setting = setting._replace(edition=Year(editions[-1].year, None, "previous"))
    announced = _announced(passage, anchors, published)
    if announced is not None:
        setting = setting._replace(announced=announced)
    aims = [a for a in anchors if a.kind == "aim" and a.year and published and a.year > published]
    if aims:
        setting = setting._replace(aim=Year(aims[-1].year, None, "previous"))
    if not anchors:
        return setting
    governing = [
        a
        for a in anchors
        if a.kind in ("year", "each", "then", "now")
        and a.year is not None
        and passage.plain[a.start : a.start + 1] != "\0"
    ]
    if not governing:
        return setting
    last = governing[-1]
    years = {a.year for a in governing}
    if len(years) > 1 or (setting.previous is not None and setting.previous.year not in years):
        setting = setting._replace(mixed=True)
    in_report = setting.section is not None or bool(setting.heading_status)
    if in_report and passage.clauses and not _frames(passage, governing):
        return setting
    return setting._replace(previous=Year(last.year, last.year_start, "previous"))


# What may stand between the start of a clause and the period that frames it.
LEAD_IN = re.compile(
    r"""(?:[\s“”‘’（(—\-*\#·•，,]|其中|此外|同时|另外|而|并|但|计划|规划|力争|预计|争取|确保|要|到|在|截至|至|从|自
      |[一二三四五六七八九十]是)*""",
    re.VERBOSE,
)


def _frames(passage: Passage, anchors: list[Anchor]) -> bool:
    """Whether a sentence of a report speaks of one year and names it at the head of a clause.

    到2030年，…达80% does. 规模2023年为580亿元，今年达700亿元，2025年冲刺1000亿元 or 数控化率到
    2025年达到68% date their own numbers; what follows is of the year of the report's section.
    """
    if len({anchor.year for anchor in anchors}) > 1:
        return False
    start, _ = clause_at(passage, anchors[0].start)
    return bool(LEAD_IN.fullmatch(passage.plain, start, anchors[0].start))


# 从四个方面列出2030年的目标。 What follows spells the aims out, paragraph after paragraph.
ANNOUNCES = re.compile(
    r"(?:列出|列明|提出|确定|明确|设定|制定|定下|公布|描绘|勾勒|确立|规定)了?[^。；;]{0,40}(?:目标|指标|愿景|任务)"
    r"(?:如下|清单)?[。：:”」]*\s*$"
)


def _announced(passage: Passage, anchors: list[Anchor], published: int | None) -> Year | None:
    """The year ahead whose aims a sentence without numbers announces."""
    if not passage.aims or not ANNOUNCES.search(passage.text):
        return None
    if any(not lookalike_of(passage, q) for q in passage.quantities):
        return None
    years = [a for a in anchors if a.kind == "year" and a.year is not None]
    if not years or (published is not None and years[-1].year <= published):
        return None
    return Year(years[-1].year, None, "paragraph")


# A plan or its like spans at least so many years.
PLAN_YEARS = 4


def _plan_of(passage: Passage, setting: Setting) -> Year | None:
    """The plan period that a text has named and is about: of several, the one that ends last."""
    plan = setting.plan
    for period in passage.periods:
        if period.kind not in PLAN_KINDS or period.year is None or period.year_start is None:
            continue
        if period.year - period.year_start + 1 >= PLAN_YEARS and (
            plan is None or plan.year is None or period.year > plan.year
        ):
            plan = Year(period.year, period.year_start, "previous")
    return plan


def inherited_year(
    setting: Setting,
    lean: str,
    unit: str = "",
    *,
    today: bool = False,
    compared: bool = False,
) -> Year:
    """Return the year of a number that no period of its own sentence governs.

    ``lean`` is the status that the words of its clause give it, or empty: an achievement takes
    no future year from the text before, an aim no past one. Ranks and scores (``unit``) are of
    the edition that the text has named. ``today`` says that the clause speaks of what still is:
    it takes no past year from the sentence before. ``compared`` (同比, 比上年) says that it is one
    of a series of figures, which go on from paragraph to paragraph.
    """
    published = setting.published
    candidates = [setting.heading, setting.previous, setting.section]
    if unit in EDITED:
        candidates.append(setting.edition)
    candidates.append(setting.announced)
    earlier = setting.paragraph_before
    goes_on = compared if published is None else earlier and earlier.year == published - 1
    if earlier is not None and not today and goes_on:
        # Figures of the year that has just closed run on from paragraph to paragraph.
        candidates.append(earlier)
    for candidate in candidates:
        if candidate is None or candidate.year is None:
            continue
        if published is not None:
            if today and candidate is setting.previous and candidate.year < published:
                continue
            if lean == "actual" and candidate.year > published:
                continue
            if lean in ("target", "projection") and candidate.year < published:
                continue
        return candidate
    if published is None:
        return Year(None, None, "")
    return Year(published, None, "document")
