"""Text -> periods: one scan for candidates, one grammar, and what two periods are together."""

import re
from bisect import bisect_right
from functools import lru_cache

from analysis.fold import Folded, fold
from analysis.lexicon import Lexicon
from analysis.periods import patterns as p
from analysis.periods.reading import Period, Read, count_of, read_period


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
        republic = _is_of_taiwan(words)
    read = _read_all(words, _published(published), republic)
    if not read:
        return []
    names = _names(words)
    unchanged = isinstance(folded.at, range)
    found = []
    for start, end, year, year_start, kind, deadline, offset, rule in read:
        begin, stop = (start, end) if unchanged else folded.span(start, end)
        quoted = original[begin:stop] if original is not None else words[start:end]
        in_name = _in_name(words, names, start, end, kind)
        deadline = deadline and not in_name
        found.append(
            Period(begin, stop, quoted, year, year_start, kind, deadline, in_name, offset, rule)
        )
    return found


def _is_of_taiwan(words: str) -> bool:
    told = any(word in words for word in p.TAIWAN)
    return told or p.BRACKETED_YEAR.search(words) is not None


@lru_cache(maxsize=256)
def _published(date: str | None) -> tuple[int, int | None] | None:
    """Return year and month of ``YYYY[-MM[-DD]]``."""
    match = re.match(r"(\d{4})(?:-(\d{1,2}))?", date or "")
    if match is None:
        return None
    return int(match[1]), int(match[2]) if match[2] else None


def _read_all(words: str, now: tuple[int, int | None] | None, republic: bool) -> list[Read]:
    found: list[Read] = []
    position, search = 0, p.CANDIDATE.search
    plain_at, match_at = p.PLAIN_YEAR.match, p.PERIOD.match
    while (hit := search(words, position)) is not None:
        at = hit.start()
        match = plain_at(words, at) or match_at(words, at)
        read = None if match is None else read_period(words, match, now, republic)
        if read is None:
            run = p.RUN.match(words, at)
            position = run.end() if run else at + 1
            continue
        position = max(read.end, at + 1)
        if found and read.start - found[-1].end <= _NEAR:
            previous, gap = found[-1], words[found[-1].end : read.start]
            join = p.JOINED.fullmatch(gap)
            if join and (both := _joined(words, previous, read, join["next"] is not None)):
                found[-1] = both
                continue
            if p.LISTED.fullmatch(gap):
                read = _listed(previous, read)
        if read.rule == "this-year" and words.endswith(("次年", "翌年"), 0, read.start):
            continue  # no year that it is next to
        found.append(read)
    return found


# The longest of JOINED and LISTED: a sign on either side of which a space stands, and 次年.
_NEAR = 6

_DATED = frozenset(("year", "part", "month", "day", "plan"))
_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})[ ]?月")


def _joined(words: str, first: Read, last: Read, next_year: bool) -> Read | None:
    """Return the one period that two make with 至 between: 去年11月至今年3月, 2025年底至2026年初."""
    if first.kind not in _DATED or last.kind not in _DATED or first.rule == "as-of":
        return None
    year, offset = last.year, last.offset
    begin = first.year_start or first.year
    if next_year:
        if last.rule != "this-year":
            return None
        year = None if begin is None else begin + 1
        offset = None if first.offset is None else first.offset + 1
    elif last.rule == "this-year" and begin is not None:
        # 2023年11月上旬至3月底: the months run on.
        months = [_MONTH.search(words, r.start, r.end) for r in (first, last)]
        if None not in months:
            low, high = (count_of(month[1]) for month in months)
            year = begin + (high < low)
            offset = None if first.offset is None else first.offset + (high < low)
        elif first.rule != "this-year":
            return None
    if begin is None or year is None:
        if first.offset is None or offset is None or offset < first.offset:
            return None
        same = first.offset == offset
    elif year < begin:
        return None
    else:
        same = year == begin
    if same and first.kind == last.kind == "year":
        return None
    kind = "span" if not same else "day" if first.kind == last.kind == "day" else "part"
    rule = first.rule if same else "span"
    start = None if same else begin
    return Read(first.start, last.end, year, start, kind, False, offset, rule)


def _listed(first: Read, last: Read) -> Read:
    """What 到 says of the first of two years holds for the second: 到2030年和2035年."""
    if (
        first.rule == "by"
        and first.deadline
        and (first.kind, last.kind, last.rule)
        == (
            "year",
            "year",
            "year",
        )
    ):
        return last._replace(deadline=True, rule="by")
    return last


#: A longer stretch between 《 and 》 is no name, but a quotation mark that was never closed.
_LONGEST_NAME = 70


_SENTENCE_END = re.compile("[。\n]")


def _names(words: str) -> tuple[list[int], list[int]]:
    """Return starts and ends of the names of programmes in ``words``: 《…》, “…计划”."""
    starts, ends = [], []
    for opening in p.OPENING.finditer(words):
        if ends and opening.start() < ends[-1]:
            continue
        at = opening.end()
        if opening.group() == "《":
            closing = words.find("》", at, at + _LONGEST_NAME)
        else:
            # “到2025年…计划》: news pages mix the two kinds of marks.
            found = p.CLOSING.search(words, at, at + _LONGEST_NAME)
            closing = found.start() if found else -1
            if closing >= 0 and not p.PROGRAMME.search(words, max(at, closing - 6), closing + 1):
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
    return kind == "year" and words[end - 1] == "年" and p.REPORT.match(words, end) is not None
