"""Which words a number measures: those before it, behind it, or of an earlier clause."""

from typing import NamedTuple

from analysis.claims import phrases as p
from analysis.claims.lists import labelled_lists, respective_lists
from analysis.claims.measures import (
    Span,
    object_after,
    predicate_after,
    subject_before,
    text_of,
)
from analysis.claims.passages import Passage
from analysis.claims.scopes import Limits, is_label, scope_of
from analysis.claims.years import starts_change
from analysis.quantities import Quantity

# Counts that read like units of measure: what they measure stands before the number.
MEASURED = ("人次", "班次", "架次", "标准箱", "字", "级", "分")


class Found(NamedTuple):
    """What the measure rules say about one number: where its words are, and by which rule."""

    indicator: Span | None
    scope: Span | None
    rule: str


def measures_of_lists(passage: Passage, limits: Limits) -> dict[int, Found]:
    """What the rules for lists say, for the numbers that stand in one."""
    lexicon = limits.lexicon

    def label(words: str) -> bool:
        return is_label(words, lexicon)

    found: dict[int, Found] = {}
    for index, (indicator, scope) in labelled_lists(passage, label).items():
        found[index] = Found(indicator, scope, "list/shared")
    for index, (indicator, scope) in respective_lists(passage, label).items():
        if index not in found:
            limit = scope or scope_of(passage, passage.quantities[index], indicator, limits)
            found[index] = Found(indicator, limit, "list/respective")
    return found


def measure_of(passage: Passage, index: int, limits: Limits) -> Found:
    """What one number outside a list measures: the words before it, behind it, or earlier."""
    quantity, lexicon = passage.quantities[index], limits.lexicon
    clause, start, limit = passage.clause_of[quantity.start]
    shares_clause = bool(index) and passage.quantities[index - 1].end > start
    if shares_clause:
        last = passage.quantities[index - 1]
        if last.end <= quantity.start:
            described = object_after(passage, last.end, limit)
            start = max(
                start, described[1] if described and described[1] < quantity.start - 1 else last.end
            )
        if starts_change(passage, last) and last.unit == quantity.unit:
            # 由6公里延伸到7公里: one measure, and a verb between its two values.
            return Found(None, scope_of(passage, quantity, None, limits), "carried")
    before, open_verb, group, deed = subject_before(passage, start, quantity.start)
    behind = object_after(passage, quantity.end, limit)
    scope = group or scope_of(passage, quantity, before, limits)
    qualifies = passage.plain[quantity.end : limit].lstrip("左右以上下内").startswith("的")
    labelled = before is not None and is_label(text_of(passage, before), lexicon)
    if before and starts_change(passage, quantity):
        behind = None
    if quantity.unit in ("rank", "ranks") and not quantity.text.endswith("大"):
        behind = None
    if quantity.unit == "%" and before and p.ACTIVE.match(passage.plain, quantity.end):
        said = predicate_after(passage, quantity.end, limit)
        if said:
            return Found(said, before, "behind/group")
    if behind and before and qualifies and not labelled and not shares(quantity):
        named = is_label(text_of(passage, behind), lexicon)
        return Found(before, behind if named else scope, "before")
    if behind and (
        qualifies
        or open_verb
        or counts(quantity)
        or before is None
        or labelled
        or quantity.text.endswith("大")
    ):
        if not counts(quantity) and (
            is_label(text_of(passage, behind), lexicon) or p.ACTIVE.match(passage.plain, behind[1])
        ):
            said = predicate_after(passage, behind[1], limit)
            if said:
                return Found(said, behind, "behind/group")
            if is_label(text_of(passage, behind), lexicon):
                return Found(None, behind, "carried")
        return Found(behind, before if labelled else scope, "behind")
    if labelled and not counts(quantity):
        return Found(None, before, "carried")
    if deed and not before:
        return Found(deed, scope, "deed")
    if counts(quantity) and p.PREDICATE_NOUN.match(passage.plain, quantity.end):
        return Found(predicate_after(passage, quantity.end, limit), scope, "behind/said")
    if before:
        return Found(before, scope, "before")
    if shares_clause or not clause or index_in_clause(passage, clause - 1):
        return Found(None, scope, "carried")
    begin, end = passage.clauses[clause - 1]
    if passage.plain[end : end + 1] in (",", "，", ":", "：") and not p.SPEECH.search(
        passage.plain[begin:end]
    ):
        earlier = subject_before(passage, begin, end).span
        if earlier and (p.MEASURE_NOUN.search(passage.text, *earlier) or end - begin <= 24):
            return Found(earlier, scope, "earlier clause")
    return Found(None, scope, "carried")


def shares(quantity: Quantity) -> bool:
    """Whether a number is a share, rank or count, which the noun behind 的 has: 80%的服务."""
    return quantity.unit in ("%", "times", "rank", "ranks") or counts(quantity)


def index_in_clause(passage: Passage, clause: int) -> bool:
    """Whether a number stands in a clause."""
    start, end = passage.clauses[clause]
    return any(start <= q.start < end for q in passage.quantities)


def counts(quantity: Quantity) -> bool:
    """Whether a number counts things with a classifier, so that the counted noun follows it."""
    return quantity.rule.startswith(("count", "bare")) and quantity.unit not in MEASURED
