"""What stands around a quantity: comparators, verbs of change, lists, neighbours."""

import re
from dataclasses import dataclass
from itertools import pairwise

from analysis.quantities.numbers import Number
from analysis.quantities.patterns import SCORED_ON, Patterns


@dataclass(slots=True)
class Draft:
    """A quantity while it is read; offsets are of the folded text."""

    start: int
    end: int
    value: float | None
    high: float | None
    unit: str
    rule: str
    comparator: str = "="
    change: str = ""
    number: Number | None = None
    #: A comparator before the number, its own or the one that opens its list.
    opened: bool = False
    #: The same behind it.
    closed: bool = False


# How far before a number its comparator, and its verb, may stand.
_CUE_REACH = 12
_VERB_REACH = 24

_RISE = """增长(?!率|点|极|速度|动能|空间) | 增加(?!值) | 提高 | 提升 | 上升 | 上涨 | 新增(?!长|就业)
    | 净增 | 扩大 | 攀升 | 增幅 | 涨幅 | 多创造 | 前移 | 跃升 | 前进 | 进步 | 成长 | 年增 | 再升 | 增招
    | 上调 | 升高 | 新认定 | 再增 | 增(?!就业) | 涨 | 升"""
_FALL = """下降 | 降低 | 减少 | 缩短 | 缩小 | 下滑 | 压减 | 压缩 | 下调 | 回落 | 降幅 | 跌幅 | 少用 | 少排放 | 倒退
    | 后退 | 削减 | 节约 | 节省 | 缩减 | 收窄 | 下跌 | 减排 | 删减 | 减(?!负) | 跌 | 降 | 退(?!休)"""
_LEVEL = "增速 | 增长率 | 增加值 | 比重 | 成为 | 达 | 为 | 占"
# What any of these begins with: most characters of a text are passed over with one look.
_FIRST = "到至升涨" + "".join(
    word.strip()[0] for word in re.sub(r"\(.*?\)", "", f"{_LEVEL}|{_RISE}|{_FALL}").split("|")
)
_CHANGE = re.compile(
    rf"""
    (?=[{_FIRST}]) (?:
        (?P<level> [增降减升涨跌提回]?[到至] | {_LEVEL} )  # 1  提高到
      | (?P<rise>  {_RISE} )                            # 2
      | (?P<fall>  {_FALL} )                            # 3
    )
    """,
    re.VERBOSE,
)
# Behind one of these a clause begins, and the verb before it says nothing.
_CUTS = frozenset("，。；、,;！？!?\n：")
_CHANGE_AFTER = re.compile(
    r"(?:以上|左右|以内|多)?的?[^，。；、,;\n\d到至达]{0,8}?(?:增长|增幅|涨幅|增速|新增)"
)
# 增幅约为五成: the noun is a change, so 为 and 达 behind it change nothing.
_GROWTH = re.compile("(?:[增涨降跌]幅|增长|下降|同比|年均)约?$")
# These name what is more or fewer, and the number follows the thing (新增上市公司12家); the others
# stand before the number. One letter alone (增, 降) touches it.
_FAR_VERBS = frozenset(
    ("新增", "净增", "增加", "再增", "增招", "多创造", "新认定", "减少", "少用", "少排放")
)
_COUNTED = frozenset(("count", "count-small", "physical", "money", "bare"))
_VERB_GAP, _LETTER_GAP = 8, 3
_CHANGES = {"rise": "increase", "fall": "decrease"}

# 最近, 附近, 通过, 经过, 网上: other words that end like a cue of one character.
_NOT_CUE = {
    "近": "最附新远靠邻", "过": "通经越胜透", "上": "网线晚早车船山海路陆以之地加马身岸会",
    "破": "突爆打侦", "约": "契条预公合节制特签违大",
}  # fmt: skip

# One of these is in every cue that may stand away from its number (至少提高7%).
_FAR = frozenset("少多不码占")

# Between two members of a list that share a comparator.
_MEMBER = re.compile(r"\s*(?:、|和|及|与|或|以及)\s*")
_MEMBER_WITH_NOUNS = re.compile(
    r"[^，。；,;！？!?\n0-9]{0,24}?(?:、|和|及|与|以及)[^，。；,;！？!?\n0-9达到至为占增升降减超]{0,14}"
)
# 900万左右人才，即每年60万: the second number counts what the first does.
_SAME_THING = re.compile(
    r"[^，。；,;\n]{0,8}[、，,和及与或]?(?:即|其中|相当于|平均|每年|每月|约|仅|达|为)*"
)
_SHARED = re.compile(r"(?:分别|依次|均|各|都)[^。；;！？!?\n]{0,22}$")
_BOUND = re.compile("[。；;\n]")
_HAN = re.compile("[\u3400-\u9fff]")


def tell_context(words: str, drafts: list[Draft], patterns: Patterns) -> None:
    """Give each draft its comparator, its change, and what it shares with its neighbours."""
    last_end = 0
    for draft in drafts:
        start, end = draft.start, draft.end
        if draft.unit != "qualitative":
            if draft.comparator == "=":
                _compare(words, draft, last_end, patterns)
            if not draft.change and draft.unit not in ("rank", "score"):
                draft.change = _change(words, draft, max(last_end, start - _VERB_REACH))
        last_end = end
    for previous, draft in pairwise(drafts):
        _share_forward(words, previous, draft)
    for following, draft in pairwise(reversed(drafts)):
        _share_back(words, draft, following)
    for index, draft in enumerate(drafts):
        if draft.rule == "bare" and not draft.unit and draft.number and draft.number.scale > 1:
            _take_unit(words, drafts, index)


def _compare(words: str, draft: Draft, floor: int, patterns: Patterns) -> None:
    """Set the comparator that stands behind the number, or else the one before it."""
    start, end = draft.start, draft.end
    near = words[end : end + 1] in patterns.after_at
    after = patterns.after.match(words, end) if near else None
    if after and not (after["after"] == "多" and _HAN.match(words, after.end())):
        draft.comparator, draft.closed = patterns.comparators[after["after"], "after"], True
        return
    low = max(floor, start - _CUE_REACH)
    window = words[low:start]
    if not window or (window[-1] not in patterns.before_at and not _FAR.intersection(window)):
        return
    before = patterns.before.search(window)
    if before is None:
        return
    cue = before["near"] or before["far"]
    ahead = low + before.start() - 1
    if len(cue) == 1 and ahead >= 0 and words[ahead] in _NOT_CUE.get(cue, ""):
        return
    draft.comparator = patterns.comparators.get((cue, "before"), "=")
    draft.opened = draft.comparator != "="


def _change(words: str, draft: Draft, floor: int) -> str:
    """The last verb of the clause before the number, unless 到, 至, 为 stand between."""
    start, end = draft.start, draft.end
    counted = draft.rule in _COUNTED
    for index in range(start - 1, floor - 1, -1):
        if words[index] in _CUTS:
            floor = index + 1
            break
    found, verb_end = "", floor
    for match in _CHANGE.finditer(words, floor, start):
        case, verb, gap = match.lastgroup, match.group(), start - match.end()
        if case in _CHANGES:
            far = counted and verb in _FAR_VERBS
            if not far and gap > (_LETTER_GAP if len(verb) == 1 else _VERB_GAP):
                continue
            found, verb_end = _CHANGES[case], match.end()
            continue
        growth = found and _GROWTH.search(words, max(floor, verb_end - 4), match.start())
        if case == "level" and verb in "达为占" and (gap > 3 or growth):
            continue
        found = ""
    if not found and words[end : end + 1] in "的以左" and _CHANGE_AFTER.match(words, end):
        return "increase"
    return found


def _share_forward(words: str, previous: Draft, draft: Draft) -> None:
    """What opens a list holds for its members: the comparator, the verb, a unit left out."""
    if draft.start - previous.end > 40:
        return
    between = words[previous.end : draft.start]
    if draft.rule == "bare" and previous.rule == "score" and SCORED_ON.fullmatch(between):
        draft.unit, draft.rule = "score", "score"
    plain = _MEMBER.fullmatch(between)
    if draft.rule == "bare" and plain and previous.rule == "count":
        draft.unit = previous.unit
    if draft.rule != previous.rule:
        return
    if (
        draft.comparator == "="
        and previous.opened
        and (plain or _MEMBER_WITH_NOUNS.fullmatch(between))
    ):
        draft.comparator, draft.opened = previous.comparator, True
    if plain and not draft.change and draft.unit == previous.unit:
        draft.change = previous.change


def _share_back(words: str, draft: Draft, following: Draft) -> None:
    """What closes a list (分别为A和B左右, 5.9个、43.6个百分点) holds for the member before it."""
    if (
        following.rule == "points"
        and (draft.unit == "个" or draft.rule == "bare")
        and _MEMBER.fullmatch(words, draft.end, following.start)
    ):
        draft.unit, draft.rule = following.unit, following.rule
    if (
        (draft.rule, following.rule) == ("bare", "money")
        and draft.number is not None
        and draft.number.scale == 1
        and _MEMBER.fullmatch(words, draft.end, following.start)
    ):
        draft.unit, draft.rule = following.unit, following.rule  # 1.84及14.75元
    if draft.comparator != "=" or not following.closed or draft.unit != following.unit:
        return
    if following.start - draft.end > 6 or not _MEMBER.fullmatch(words, draft.end, following.start):
        return
    if _SHARED.search(words, max(0, draft.start - _VERB_REACH), draft.start):
        draft.comparator, draft.closed = following.comparator, True


def _take_unit(words: str, drafts: list[Draft], index: int) -> None:
    """A number with 万 or 亿 but no unit takes its neighbour's: 4.2万、7500名."""
    draft = drafts[index]
    for other in drafts[index + 1 : index + 2]:
        near = other.rule in ("count", "money") and other.start - draft.end < 30
        if near and not _BOUND.search(words, draft.end, other.start):
            draft.unit, draft.rule = other.unit, other.rule
            return
    for other in drafts[max(0, index - 1) : index]:
        gap = words[other.end : draft.start]
        near = other.rule == "money" and len(gap) < 12
        if near or (other.rule == "count" and _SAME_THING.fullmatch(gap)):
            draft.unit, draft.rule = other.unit, other.rule
