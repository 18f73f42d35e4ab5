"""Level, increase or decrease: the verb that stands before a number.

提高7% is an increase, 提高到80% a level; 净增12家 and 新增经营主体13.9万户 are increases.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.claims.guards import WHITE, Ending, Opening
from analysis.claims.passages import Passage
from analysis.lexicon import Lexicon


class ChangeWords(NamedTuple):
    """Patterns that end where the number begins, and one for verbs that open a clause."""

    before: Ending
    opening: re.Pattern[str]
    values: dict[str, str]


# Nouns of growth: behind words of their own (出口增幅为5%) they are what is measured.
RATES = ("增幅", "降幅", "减幅")
BARE_RATE = re.compile(r"(?:^|同比|环比|[，,\s]|累计)$")
# What may stand between the verb and its number.
SOFTENERS = (
    r"(?:了|约|近|超过?|至少|逾|突破|不低于|不少于|不超过|达到?|高达|多达|将近|接近|大约|约为|为|出|幅度?|率|"
    r"又|了又|再|分别|各|依次|均|也|到?了|在|仅|只|预期|目标|不到|不足|实际|定[为在]|设[为在定]|是|介[乎于]|"
    r"平均|每年|年均|幅为|[\s“”\0])*"
)
# The last characters of these, and of what tells where a change leads to.
SOFT_ENDS = "了约近过超少逾破于达为出幅度率又再别各次均也到在仅只期标足际定是乎年“”\0至成" + WHITE


@lru_cache(maxsize=8)
def compile_changes(lexicon: Lexicon) -> ChangeWords:
    """Return the patterns of the cues of kind ``change``, made once per lexicon."""
    values = {row["cue"]: row["value"] for row in lexicon.cues if row["kind"] == "change"}
    moving = sorted((w for w in values), key=lambda w: (-len(w), w))
    opening = sorted(
        (
            row["cue"]
            for row in lexicon.cues
            if row["kind"] == "change" and row["position"] == "opening"
        ),
        key=lambda w: (-len(w), w),
    )
    return ChangeWords(
        Ending(
            re.compile(
                rf"(?P<verb>{'|'.join(map(re.escape, moving)) or '(?!)'})"
                rf"(?P<to>[到至为成])?{SOFTENERS}$"
            ),
            SOFT_ENDS + "".join(cue[-1:] for cue in values),
        ),
        re.compile(
            rf"^(?:力争|争取|我们|累计|全年|年均|预计|还|共|全国|全省|全市|国内|将|要|[\s“])*"
            rf"(?P<verb>{'|'.join(map(re.escape, opening)) or '(?!)'})(?![到至为])(?!率|的)"
        ),
        values,
    )


# 减少碳排放约80万吨, 少用煤炭3万吨: a verb of less with its object.
LESS_OF = re.compile(
    r"(?:减少|少排放|少排|少用|减排|节约|节省|节电|节水|压减|削减)(?:了)?[^，,。；;、的达到至为\d]{0,8}"
    r"(?:约|近|超过?|逾|达|了|共|累计)*$"
)
# 年均5.7%的经济增长, 以7%的速度增长.
GROWTH_AFTER = Opening(
    re.compile(r"(?:左右|以上)?的[^，,。；;]{0,8}(?:增长|增速|涨幅|增幅|增长率)(?!率为|点|极)"),
    "以左的",
)
DOUBLES = Opening(re.compile(r"翻.{0,3}番|倍增|翻倍"), "翻倍")
# Units whose own words tell the way: 15个位次, 翻一番, 1个百分点.
HINTED = ("ranks", "times", "pp")
# 一季度增长1.3%，二季度加快到4.5%，明年为3%: the growth of another time, told by its rate alone.
RATE_OF_ANOTHER_TIME = re.compile(
    r"(?:则|将|又|还|进一步|逐步)?(?:加快|提速|放缓|回升|回落|升|降)?(?:到|至|为)(?:约|近|逾)?"
)
# 比上年末高8.9个百分点: more than at another time, not than at another place.
THAN_BEFORE = re.compile(
    r"(?:比|较)[^，,。；;]{0,14}(?:(?P<up>[高多快大长])|(?P<down>[低少慢小短]))[出了约近逾\s]*$"
)
LEVEL_BETWEEN = re.compile(r"带动|拉动|建成|完成|实现|惠及|达到|达|至|到|为|占|的")
LINK = Opening(
    re.compile(r"^(?:左右|以上|以下|以内)?[、和与及以]{1,2}(?:至少|约|近|超过?|不低于)?$"),
    "、与以及和左",
)


def change_of(passage: Passage, index: int, lexicon: Lexicon, previous: str) -> str:
    """Return ``level``, ``increase`` or ``decrease`` for a number of a passage.

    ``previous`` is the change of the number before it, which a bare list hands on:
    分别增长6%和7.4%.
    """
    quantity = passage.quantities[index]
    words = compile_changes(lexicon)
    _, start, end = passage.clause_of[quantity.start]
    opening = start
    if index:
        last = passage.quantities[index - 1]
        if last.end <= quantity.start and LINK.match(_between(passage, last.end, quantity.start)):
            return previous or "level"
        start = max(start, last.end) if last.end <= quantity.start else start
    before = passage.plain[start : quantity.start]
    if index and previous in ("increase", "decrease"):
        last = passage.quantities[index - 1]
        whole = _without_leads(passage, opening, passage.plain[opening : quantity.start])
        dated = len(whole) < quantity.start - opening
        if dated and last.unit == quantity.unit == "%" and RATE_OF_ANOTHER_TIME.fullmatch(whole):
            return previous
    verb = words.before.search(before[-24:])
    if verb:
        if verb["verb"] in RATES:
            bare = BARE_RATE.search(before[: before.rindex(verb[0])])
            return words.values[verb["verb"]] if bare else "level"
        if verb["to"] or words.values[verb["verb"]] == "level":
            return "level"
        return words.values[verb["verb"]]
    than = ("比" in before or "较" in before) and THAN_BEFORE.search(before)
    if than and any(
        start + than.start() <= period.start <= start + than.start() + 2
        for period in passage.periods
    ):
        return "increase" if than["up"] else "decrease"
    if LESS_OF.search(before[-24:]):
        return "decrease"
    if GROWTH_AFTER.match(passage.plain, quantity.end, end):
        return "increase"
    if DOUBLES.match(quantity.text):
        return "increase"
    if quantity.change in ("increase", "decrease") and quantity.unit in HINTED:
        return quantity.change
    if quantity.unit not in ("rank", "score"):
        whole = _without_leads(passage, opening, passage.plain[opening : quantity.start])
        fronted = words.opening.match(whole)
        if fronted and quantity.unit == "%" and words.values[fronted["verb"]] == "increase":
            return "level"
        if fronted and not LEVEL_BETWEEN.search(whole[fronted.end() :]):
            return words.values[fronted["verb"]]
    return "level"


def _between(passage: Passage, start: int, end: int) -> str:
    """The text between two numbers, without the periods in it."""
    text = passage.text[start:end]
    for period in reversed(passage.periods):
        if start <= period.start and period.end <= end:
            text = text[: period.start - start] + text[period.end - start :]
    return text


def _without_leads(passage: Passage, start: int, before: str) -> str:
    """The clause without the periods that open it."""
    for period in passage.periods:
        if 0 <= period.start - start <= 2 and period.end - start <= len(before):
            return before[period.end - start :].lstrip("，,间期末时")
    return before
