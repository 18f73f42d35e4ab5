"""What a number measures: the words of the article that name it.

A number's measure stands before it (非化石能源消费比重达到25%), behind it (80%的在线服务,
培养5万名工程师), or in an earlier clause (…,占总量的四成). All functions answer with spans of a
passage's folded text, so that what they name can be quoted.
"""

from typing import NamedTuple

from analysis.claims import phrases as p
from analysis.claims.passages import Passage

Span = tuple[int, int]


class Subject(NamedTuple):
    """The words left of a number; ``open_verb`` if a verb that wants an object ends them.

    ``group`` is what a 在…中 between subject and number limits it to; ``deed`` a verb that is
    measured itself where nothing else is (培训1.2万人次).
    """

    span: Span | None
    open_verb: bool
    group: Span | None = None
    deed: Span | None = None


def text_of(passage: Passage, span: Span | None) -> str:
    """Return the folded words of a span."""
    return "" if span is None else passage.text[span[0] : span[1]]


def peel(passage: Passage, start: int, end: int) -> tuple[int, bool]:
    """Return the end of ``start:end`` without verbs, comparators and periods at its right.

    The second answer is true if a verb that wants an object ended it.
    """
    plain = passage.plain
    periods = {period.end: period.start for period in passage.periods}
    open_verb = False
    while end > start:
        if periods and periods.get(end, -1) >= start:
            end = periods[end]
            continue
        last = plain[end - 1]
        if last == "平" and periods and plain.endswith("水平", start, end):
            base = 3 if plain.endswith("的水平", start, end) else 2
            if periods.get(end - base, -1) >= start:
                # 由2005年水平减少: the level of a base year.
                end -= base
                continue
        if last == "上" and periods and plain.endswith("基础上", start, end):
            based = p.BASED.search(plain, start, end)
            if based and periods.get(based.start(), -1) >= start:
                # 在2020年基础上翻一番: from what it starts.
                end = based.start()
                continue
        if last in p.MOTION_ENDS:
            moved = p.MOTION_TAIL.search(plain, max(start, end - p.MOTION_REACH), end)
            if moved and moved.end() - moved.start() >= 2:
                end = moved.start()
                continue
        for length in range(min(p.TAIL_LENGTHS.get(last, 0), end - start), 0, -1):
            tail = plain[end - length : end]
            if tail not in p.TAILS_AND_VERBS:
                continue
            if tail in p.OPEN_VERBS:
                if tail in p.NOMINAL_VERBS and _is_noun(passage, start, end - length):
                    return end, open_verb
                open_verb = True
                break
            if periods and any(end - length < stop < end for stop in periods):
                continue  # 去年增: the year is no part of 年增
            if tail in p.TAILS and not (
                length == 1 and end - start > 1 and plain[end - 2] in p.KEPT_AFTER.get(tail, "")
            ):
                break
        else:
            length = _streak_or_comparison(plain, start, end)
            if not length:
                break
        end -= length
    return end, open_verb


def _is_noun(passage: Passage, start: int, end: int) -> bool:
    """Whether a noun stands before a word such as 改造, which then is a noun itself."""
    start = drop_leads(passage, start, end)
    return end - start >= 2 and passage.plain[start:end] not in p.OPEN_VERBS


def _streak_or_comparison(plain: str, start: int, end: int) -> int:
    """The length of 连续五年 or of a comparison (比上年同期) that ends a stretch, or 0."""
    if plain[end - 1] == "年":
        streak = p.STREAK_TAIL.search(plain, max(start, end - 8), end)
        if streak:
            return end - streak.start()
    begin = max(start, end - 18)
    among = p.AMONG_TAIL.search(plain, begin, end)
    if among:
        return end - among.start()
    if not _compares(plain[begin:end]):
        return 0
    compared = p.COMPARISON.search(plain, begin, end)
    return end - compared.start() if compared else 0


def _compares(words: str) -> bool:
    """Whether words hold one of the characters without which nothing is compared."""
    return "比" in words or "较" in words or "于" in words


def drop_leads(passage: Passage, start: int, end: int) -> int:
    """Return the start of ``start:end`` without periods and openers at its left."""
    for period in passage.periods:
        if start <= period.start and period.end <= end:
            start = period.end
    plain = passage.plain
    # A bullet is no Chinese character, and most phrases begin with one.
    if not "\u3400" <= plain[start : start + 1] <= "\u9fff":
        bullet = p.BULLET.match(plain, start, end)
        start = bullet.end() if bullet else start
    while start < end and (longest := p.LEAD_LENGTHS.get(plain[start], 0)):
        for length in range(min(longest, end - start), 0, -1):
            joined = p.LEADS.get(plain[start : start + length])
            if joined is not None and not (
                joined and start + length < end and plain[start + length] in joined
            ):
                break
        else:
            break
        start += length
    return start


def subject_before(passage: Passage, start: int, end: int) -> Subject:
    """Return the words in ``start:end`` that name what a number at ``end`` measures."""
    plain = passage.plain
    whole, whole_start = plain[start:end], start
    end, open_verb = peel(passage, start, end)
    start = drop_leads(passage, start, end)
    deed = p.DEED.search(whole)
    measured = (whole_start + deed.start(), whole_start + deed.end("verb")) if deed else None
    nothing = Subject(None, open_verb, None, measured)
    if start >= end:
        return nothing
    if p.ADVERBIAL.match(whole.strip("\0 “”")):
        return nothing
    # 占总发电量的: a share of something says nothing of what has the share.
    if plain.startswith(p.SHARE_OF, start) and not p.SHARE_NOUN.search(plain, start, end):
        return nothing
    if _compares(plain[start:end]):
        compared = p.COMPARISON.search(plain, start, end)
        if compared and compared.start() <= start + 1:
            return nothing
    # 越南跻身全球创新指数…: the object of the last verb, if anything of length follows it.
    for verb in p.OBJECT_VERBS.finditer(plain, start, end):
        if verb[0] in p.RELATIVE_VERBS and "的" in plain[verb.end() : end]:
            continue
        if (
            end - verb.end() >= (2 if verb[0] in p.MODAL else 3)
            and plain[verb.end()] not in p.NOUN_AFTER_VERB
        ):
            start = verb.end()
    head = p.HEAD_VERBS.match(plain, start, end)
    start = drop_leads(passage, head.end() if head else start, end)
    words = passage.text[start:end].strip("\0")
    if len(words) < 2 and words not in ("人",):
        return nothing
    if words in p.WEAK_WORDS or p.WEAK.match(words) or p.ANAPHORA.match(words):
        return nothing
    if p.LOCATIVE.search(words) and not p.LOCATIVE_NOT.search(words):
        among = p.AMONG_OF.search(plain, start, end)
        if among and among.start() - start >= 2:
            if p.OF_PLACE.search(plain, start, among.start()):
                # 首都以外的地方在全国交易额中占五成: the whole is measured, the place limits.
                return Subject(among.span("group"), open_verb, (start, among.start()))
            return Subject((start, among.start()), open_verb, among.span("group"))
        inside = p.AMONG.search(words)
        if not inside or not p.HAS_NEXT.match(plain, end):
            return nothing
        end -= len(inside[0])
        if end - start < 2:
            return nothing
    if p.AGENT.search(words):
        return nothing
    if not p.MEASURE_NOUN.search(words) and p.ATTRIBUTED.search(whole):
        return nothing
    return Subject((start, end), open_verb)


def object_after(passage: Passage, start: int, limit: int) -> Span | None:
    """Return the noun phrase that begins at ``start``: 80%的[四级在线公共服务]."""
    plain = passage.plain
    if start > limit:
        return None  # 第 四: the number itself holds what ends a clause
    first = start
    if plain[start : start + 1] in p.AFTER_NUMBER_AT:
        first = p.AFTER_NUMBER.match(plain, start, limit).end()
    if first > start and plain[first - 1] == "的" and p.LEVEL_NOUN.match(plain, first - 1, limit):
        return None
    if p.NOT_A_NOUN.match(plain, first, limit):
        return None
    stop = p.RIGHT_END.search(plain, first + 1, limit)
    end = stop.start() if stop else limit
    following = [q.start for q in passage.quantities if first < q.start < end]
    if following:
        end = min(following)
    aim = p.AIM_NOUN.search(plain, first, end)
    if aim:
        end = aim.start()
    while end > first and plain[end - 1] in "的、和与及 \0":
        end -= 1
    if end - first > 2 and plain[end - 1] == "中" and plain[end - 2] not in "高初":
        end -= 1
    if end - first < 2 and plain[first:end] != "人":
        return None
    return first, end


def predicate_after(passage: Passage, start: int, limit: int) -> Span | None:
    """Return what is said of a group: 50%的乡镇[设有服务点]."""
    end = limit
    following = [q.start for q in passage.quantities if start < q.start < end]
    if following:
        return None
    while start < end and passage.plain[start] in "都均要须将已能可 \0":
        start += 1
    return (start, end) if end - start >= 2 else None
