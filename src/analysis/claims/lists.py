"""Lists: one predicate shared by labelled numbers, and lists that 分别 binds in order."""

from collections.abc import Callable

from analysis.claims import phrases as p
from analysis.claims.measures import (
    Span,
    drop_leads,
    object_after,
    peel,
    subject_before,
    text_of,
)
from analysis.claims.passages import Passage, clause_at

IsLabel = Callable[[str], bool]


def shared_object(passage: Passage, index: int) -> Span | None:
    """The noun behind the last number of a list of labelled shares: 县级80%和乡级60%的[文件]."""
    last = passage.quantities[index]
    limit = clause_at(passage, last.start)[1]
    if not passage.plain[last.end : limit].lstrip("左右以上下内").startswith("的"):
        return None
    return object_after(passage, last.end, limit)


def labelled_lists(passage: Passage, is_label: IsLabel) -> dict[int, tuple[Span, Span]]:
    """省部级90%、县级80%和乡级60%的工作文件 -> for each number its (indicator, scope)."""
    found: dict[int, tuple[Span, Span]] = {}
    quantities, plain = passage.quantities, passage.plain
    index = 0
    while index < len(quantities) - 1:
        run = [index]
        while run[-1] + 1 < len(quantities):
            here, there = quantities[run[-1]], quantities[run[-1] + 1]
            between = plain[here.end : there.start]
            link = p.LIST_LINK.match(between)
            if (
                not link
                or there.start < here.end
                or not is_label(between[link.end() :].strip("的"))
            ):
                break
            run.append(run[-1] + 1)
        if len(run) > 1:
            noun = shared_object(passage, run[-1])
            first = quantities[run[0]]
            start, _ = clause_at(passage, first.start)
            label = subject_before(passage, start, first.start).span
            if noun and label and is_label(text_of(passage, label)):
                found[run[0]] = (noun, label)
                for position in run[1:]:
                    before = quantities[position - 1].end
                    link = p.LIST_LINK.match(plain[before : quantities[position].start])
                    found[position] = (noun, (before + link.end(), quantities[position].start))
        index = run[-1] + 1 if len(run) > 1 else index + 1
    return found


def respective_lists(
    passage: Passage, is_label: IsLabel
) -> dict[int, tuple[Span | None, Span | None]]:
    """A、B和C分别增长1%、2%和3% -> for each number the (indicator, scope) in its place.

    An indicator of None is the one named before (河内市和胡志明市分别为…).
    """
    found: dict[int, tuple[Span | None, Span | None]] = {}
    if "分别" not in passage.plain and "依次" not in passage.plain:
        return found
    for word in p.RESPECTIVELY.finditer(passage.plain):
        clause = passage.clause_of[word.start()][0]
        segment_end = passage.segment_of[word.start()][2]
        numbers = [
            i for i, q in enumerate(passage.quantities) if word.end() <= q.start < segment_end
        ]
        run = numbers[:1]
        for i in numbers[1:]:
            between = passage.plain[passage.quantities[run[-1]].end : passage.quantities[i].start]
            if not p.LIST_LINK.match(between) or len(between) > 8:
                break
            run.append(i)
        if len(run) < 2:
            continue
        if _ends_in_years(passage, word.start()):
            continue
        start, _ = passage.clauses[clause]
        earlier = [q.end for q in passage.quantities if start <= q.start and q.end <= word.start()]
        span = _topic(passage, max([start, *earlier]), word.start())
        if span is None and run[0] >= len(run) and run[0] - len(run) in found:
            # …分别达A和B,同比分别增长C和D: the second list is of the first one's members.
            found |= {i: found[i - len(run)] for i in run if i - len(run) in found}
            continue
        if span is None and clause and not earlier:
            begin, end = passage.clauses[clause - 1]
            if not any(begin <= q.start < end for q in passage.quantities):
                span = _topic(passage, begin, end)
        if span is None:
            continue
        members = _members(passage, span, len(run))
        if not members:
            continue
        if len(members) > len(run):
            *groups, noun = members
            for i, group in zip(run, groups, strict=True):
                found[i] = (noun, group)
            continue
        found |= dict(zip(run, _shared_head(passage, members, is_label), strict=True))
    return found


def _topic(passage: Passage, start: int, end: int) -> Span | None:
    end, _ = peel(passage, start, end)
    start = drop_leads(passage, start, end)
    return (start, end) if end - start >= 1 else None


def _ends_in_years(passage: Passage, position: int) -> bool:
    return any(0 <= position - period.end <= 2 for period in passage.periods)


def _shared_head(
    passage: Passage, members: list[Span], is_label: IsLabel
) -> list[tuple[Span | None, Span | None]]:
    """Give every member the head noun that only the last one spells out.

    省级和乡级机关的公文 -> 省级 · 公文; 制造业、数字经济产业增加值 -> 制造业 · 增加值.
    """
    text = passage.text
    labels = [is_label(text[a:b]) for a, b in members]
    if all(labels):
        return [(None, member) for member in members]
    last_start, last_end = members[-1]
    if all(labels[:-1]) and len(members) > 1:
        for cut in range(last_end - 1, last_start + 1, -1):
            if is_label(text[last_start:cut]):
                head = (cut, last_end)
                return [
                    *((head, member) for member in members[:-1]),
                    (head, (last_start, cut)),
                ]
    # 手机渠道的交易量和交易额: what limits the first limits all.
    owner = p.OWNER.match(text, *members[0])
    if owner and not any("的" in text[a:b] for a, b in members[1:]):
        scope = (members[0][0], owner.start("of"))
        return [((owner.end("of"), members[0][1]), scope), *((m, scope) for m in members[1:])]
    head = p.HEAD_NOUN.search(text, last_start, last_end)
    others = members[:-1]
    if (
        head
        and others
        and head.start() - last_start >= 2
        and not any(p.MEASURE_NOUN.search(text, a, b) for a, b in others)
    ):
        noun = (head.start(), last_end)
        return [*((noun, member) for member in others), (noun, (last_start, head.start()))]
    return [(member, None) for member in members]


def _members(passage: Passage, span: Span, count: int) -> list[Span]:
    start, end = span
    starts, ends = [start], []
    for mark in p.MEMBERS.finditer(passage.plain, start, end):
        if mark.start() > starts[-1] and mark.end() < end:
            ends.append(mark.start())
            starts.append(mark.end())
    ends.append(end)
    members = list(zip(starts, ends, strict=True))
    if len(members) == count:
        return members
    if len(members) > count:
        return members[-count:]
    if len(members) == 1 and count == 2:
        for pair in p.PAIRS:
            if passage.plain.startswith(pair, start):
                return [(start, start + 1), (start + 1, start + 2), (start + 2, end)]
    return []
