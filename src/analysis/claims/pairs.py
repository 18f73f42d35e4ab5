"""Years and numbers that a sentence binds in order: 分别, 依次, 今明两年, 期限分别是, columns."""

import itertools
import re

from analysis.claims.anchors import Anchor, Setting, Year, year_of
from analysis.claims.passages import Passage, clause_at, segment_at

# 分别 and 依次 bind two lists in order.
RESPECTIVELY = re.compile(r"分别|依次|各自?为")


def bind_pairs(passage: Passage, anchors: list[Anchor], setting: Setting) -> dict[int, Year]:
    """Return the year of each number of a list that is bound in order to a list of years."""
    bound = _columns(passage, setting)
    if words := list(RESPECTIVELY.finditer(passage.plain)):
        bound |= _yearly(passage, anchors, words)
        bound |= _paired(passage, anchors, words)
        bound |= _paired_behind(passage, anchors, words)
    return bound | _two_years(passage) | _slashed(passage, anchors)


def _in_order(passage: Passage, indexes: list[int], anchors: list[Anchor]) -> dict[int, Year]:
    """Give each number the year in its place."""
    return {
        index: year_of(passage, passage.quantities[index], anchor._replace(kind="each"))
        for index, anchor in zip(indexes, anchors, strict=True)
    }


# How far behind the years 分别 may stand: 以2026年和2028年为限，把在线公共服务使用率分别提高到.
PAIR_GAP = 24


def _paired(passage: Passage, anchors: list[Anchor], words: list[re.Match]) -> dict[int, Year]:
    """Years and numbers that 分别 binds in order: 在2027年和2030年分别不低于90%和95%."""
    bound: dict[int, Year] = {}
    for word in words:
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
            bound |= _in_order(passage, numbers, years)
    return bound


def _slashed(passage: Passage, anchors: list[Anchor]) -> dict[int, Year]:
    """Series with slashes: 办理率(2025年/2028年/2030年)：县级45%/65%/80%，乡级35%/58%/72%."""
    if "/" not in passage.text:
        return {}
    years = [a for a in anchors if a.kind == "year" and a.year is not None]
    series = years[:1]
    for anchor in years[1:]:
        if passage.text[series[-1].end : anchor.start] == "/":
            series.append(anchor)
        elif len(series) < 2:
            series = [anchor]
    if len(series) < 2:
        return {}
    bound: dict[int, Year] = {}
    run: list[int] = []
    for index, quantity in enumerate(passage.quantities):
        last = passage.quantities[run[-1]].end if run else -1
        linked = run and passage.text[last : quantity.start] == "/"
        run = [*run, index] if linked else [index]
        if quantity.start >= series[-1].end and len(run) == len(series):
            bound |= _in_order(passage, run, series)
    return bound


# A span whose years are told one by one has at least so many.
FEWEST_YEARS = 3


def _yearly(passage: Passage, anchors: list[Anchor], words: list[re.Match]) -> dict[int, Year]:
    """A span whose every year has its number: 2013-2018年分别为1650万人、1232万人…."""
    bound: dict[int, Year] = {}
    for word in words:
        spans = [a for a in anchors if a.end <= word.start() and a.year_start is not None]
        if not spans or word.start() - spans[-1].end > PAIR_GAP:
            continue
        first, last = spans[-1].year_start, spans[-1].year
        run = _run_of(
            passage, [i for i, q in enumerate(passage.quantities) if word.end() <= q.start]
        )
        if len(run) < FEWEST_YEARS or len(run) != last - first + 1:
            continue
        years = range(first, last + 1)
        bound |= _in_order(
            passage, run, [spans[-1]._replace(year=year, year_start=None) for year in years]
        )
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


def _paired_behind(
    passage: Passage, anchors: list[Anchor], words: list[re.Match]
) -> dict[int, Year]:
    """Years named behind their numbers: 增加到2000家、1000家和2500家，期限分别是…."""
    bound: dict[int, Year] = {}
    for word in words:
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
            bound |= _in_order(passage, run, years)
    return bound


# 同期太原省为50%、80%和95%: the years of the list before, in order.
LIKEWISE = re.compile(r"同期(?!相比|增|减|下|上|的?\d)|相应|对应")


def likewise(passage: Passage, anchors: list[Anchor], bound: dict[int, Year]) -> dict[int, Year]:
    """A list that says that it is of the same years as the one before."""
    found: dict[int, Year] = {}
    if "同期" not in passage.plain and "应" not in passage.plain:
        return found
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
