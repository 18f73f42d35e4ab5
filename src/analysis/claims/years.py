"""Which year a number is for.

A period governs the numbers after it until the next one, through commas and semicolons, to
the end of its sentence. A number that no period of its sentence governs takes the year of the
heading, the sentence before, the part of the report it stands in, or the document.
"""

import re

from analysis.claims.anchors import (
    AIM_LINK,
    EDITED,
    Anchor,
    Setting,
    Year,
    find_anchors,
    has_multiple,
    in_title,
    year_of,
)
from analysis.claims.pairs import bind_pairs, likewise
from analysis.claims.passages import Passage, clause_at, segment_at
from analysis.quantities import Quantity

# 每年增长16% without an end: no year.
YEARLY = re.compile(
    r"(?:平均)?每年(?:[^，,。；;]{0,4}(?:增|升|提|降|减)[^，,。；;]{0,4}|(?:只有?|仅有?|约|近|为|是|有)*)$"
)
# 从0.565提高到0.580: where a change starts, unless the change is one of plan (由40%下调为35%).
ORIGIN_VALUE_BEFORE = re.compile(
    r"(?:从|由|自)(?:[^，,。；;、从由自]{0,10}的|每人每?[年月]|[^，,。；;、从由自\d]{0,2})?(?:约|近|不到|不足|全国|全球|上年|原来)*$"
)
ORIGIN_VALUE_AFTER = re.compile(
    r"^(?:左右|以上|多)?(?![^，,。；;、]{0,4}(?:[调修]|收紧|放宽|放松))[^，,。；;、\d]{0,12}?(?<![直遇])(?:到|至|为|成|[跃升降跌]居)"
)
BRACKET_NEXT = re.compile(r"^(?:以上|以下|左右|的|多|余|[一-鿿]{0,4})[（(]")


def bind_years(passage: Passage, setting: Setting) -> tuple[list[Anchor], dict[int, Year]]:
    """Return the anchors of a sentence and, for each number that one governs, its year.

    The keys are indexes into ``passage.quantities``.
    """
    anchors = find_anchors(passage, setting)
    bound: dict[int, Year] = {}
    bound.update(bind_pairs(passage, anchors, setting))
    used_origins: dict[Anchor, int] = {}
    for index, quantity in enumerate(passage.quantities):
        if index in bound:
            continue
        anchor = _governor(passage, quantity, index, anchors, used_origins)
        if index and quantity.unit == "times" and anchor is not None:
            base = passage.quantities[index - 1]
            if anchor.end <= base.start and has_multiple(passage, base):
                continue
        if anchor is not None and anchor.kind == "origin":
            bound[index] = year_of(passage, quantity, anchor)
        elif starts_change(passage, quantity):
            told = [a for a in anchors if a.kind == "origin" and a.end <= quantity.start]
            bound[index] = (
                year_of(passage, quantity, told[-1])
                if told
                else _year_before(passage, quantity, anchor)
            )
        elif anchor is None or anchor.kind == "now":
            # 最新公布的2024年《…指数》: the edition says when, not the day of the news.
            edition = _edition_of(quantity, anchors)
            if edition is not None or anchor is not None:
                bound[index] = year_of(passage, quantity, edition or anchor)
        elif _stands_now(passage, index, anchor):
            bound[index] = Year(setting.published, None, "document", "now")
        else:
            bound[index] = year_of(passage, quantity, anchor)
    bound.update(likewise(passage, anchors, bound))
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
    clause = passage.clause_of[quantity.start][0]
    if following.unit != quantity.unit or passage.clause_of[following.start][0] != clause + 1:
        return False
    start = passage.clauses[clause + 1][0]
    dated = any(start <= p.start < following.start for p in passage.periods)
    return dated and bool(MOVED_TO.search(passage.text, start, following.start))


def starts_change(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number is the A of 从A到B."""
    start, end = clause_at(passage, quantity.start)
    before = passage.plain[start : quantity.start]
    if "从" not in before and "由" not in before and "自" not in before:
        return False
    return bool(
        ORIGIN_VALUE_BEFORE.search(before)
        and ORIGIN_VALUE_AFTER.search(passage.plain[quantity.end : end])
    )


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
        behind = passage.text[quantity.end : quantity.end + 6]
        bracket = ("(" in behind or "（" in behind) and BRACKET_NEXT.search(behind)
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
    clause = passage.clause_of[quantity.start][0]
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
