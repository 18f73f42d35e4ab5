"""Words of status in a sentence: 预计, 力争, 将, 已; and what only looks like one."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Marker(NamedTuple):
    """A status word in a sentence; ``kind`` is the cue's value, ``position`` its reach."""

    start: int
    end: int
    value: str
    position: str


class Markers(NamedTuple):
    """The status cues of a lexicon in one automaton, and what each one says, by its number."""

    automaton: "AhoCorasick"
    meanings: tuple[tuple[str, str, str], ...]


@lru_cache(maxsize=8)
def compile_markers(lexicon: Lexicon) -> Markers:
    """Return all status cues, of which the longest at a place counts.

    Cues of value ``none`` are longer words that only look like a cue: 主要 is not 要.
    """
    from ahocorasick_rs import AhoCorasick, MatchKind

    cues = {
        row["cue"]: (row["cue"], row["value"], row["position"])
        for row in lexicon.cues
        if row["kind"] == "status"
    }
    automaton = AhoCorasick(list(cues), matchkind=MatchKind.LeftmostLongest)
    return Markers(automaton, tuple(cues.values()))


def find_markers(text: str, lexicon: Lexicon) -> list[Marker]:
    """Return the status words of a sentence, in text order."""
    automaton, meanings = compile_markers(lexicon)
    markers = []
    conditional = not CONDITIONAL.isdisjoint(text)
    for number, start, end in automaton.find_matches_as_indexes(text):
        cue, value, position = meanings[number]
        if (
            value != "none"
            and not _says_nothing(text, start, end, cue, value, position)
            and not (conditional and CONDITION.search(text, 0, start))
        ):
            markers.append(Marker(start, end, value, position))
    return markers


# What a condition says is neither aimed at nor forecast: 若按原计划推行，…
CONDITION = re.compile(r"(?:^|[，,。；;：:\s“])(?:若|如果|倘若|假如|假设|一旦|除非)[^，,。；;]*$")
CONDITIONAL = frozenset("若果倘假旦除")
# 按工业互联网要求改造: a standard, no demand.
BY_RULE = re.compile(r"(?:按|按照|依照|符合|满足|达到|根据|依据|适应)[^，,。；;]{0,16}$")
# 实施小微企业三年成长计划，…: a plan that ends its clause is a noun, unless one goes by it.
PROGRAMMES = ("计划", "规划", "方案", "任务", "部署", "行动计划", "承诺")
NAMED_PLAN = re.compile(r"[，,。；;、”」》）)]|的|$")
GOES_BY = re.compile(
    r"(?:^|[，,。；;：:\s“])(?:按|按照|依照|根据|依据|据|照)[^，,。；;]*$|[到至]20\d\d年[^，,。；;]*$"
)
# 较目前71%高, 在现有10%的基础上翻番: what is compared with, or built on.
BASE = re.compile(r"[^，,。；;]{0,14}的?基础上")
# A modal wants a verb: 得20分, 要3年, 将5万台… have none.
NO_VERB = re.compile(r"(?:约|近|逾|超过?|满)*(?:\d|满?分)")
# 将上下游20家企业联系在一起: 将 that puts an object before its verb, told by the verb behind the
# number and by the absence of one before it.
DISPOSAL = re.compile(
    r"""[^，,。；;\d达到至为有占增升降超破建投涨减缩扩新完实推创吸引培开提供覆接惠使需支设添再招办]{0,20}
    \d[^，,。；;]{0,24}?[一-鿿](?:在一起|起来|为|成|到|至|入|给|往|出)""",
    re.VERBOSE,
)


def _says_nothing(text: str, start: int, end: int, cue: str, value: str, position: str) -> bool:
    """Whether a cue says nothing of its clause, by the words around it."""
    if value == "actual":
        if start and text[start - 1] in "比较由从":
            return True
        if BASE.match(text, end):
            return True
    if position == "works" and text.startswith("的", end):
        return True  # 改造后的系统 qualifies a noun
    if position == "future" and NO_VERB.match(text, end):
        return True
    if cue == "应" and start and text[start - 1] in "占按":
        return True  # 占应录入总数的六成
    if cue == "要求" and BY_RULE.search(text, 0, start):
        return True
    if cue == "将" and DISPOSAL.match(text, end):
        return True
    named = cue in PROGRAMMES and NAMED_PLAN.match(text, end)
    return bool(named) and not GOES_BY.search(text, 0, start)
