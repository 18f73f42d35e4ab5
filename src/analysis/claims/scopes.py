"""Scope: the words that limit a claim to a place, a level of government or a group."""

import re
from functools import lru_cache

from analysis.claims.measures import Span
from analysis.claims.passages import Passage, span_at
from analysis.lexicon import Lexicon
from analysis.quantities import Quantity

# Scopes of these kinds limit whatever stands after them; wholes (全国, 全省) and the home
# country limit nothing.
LIMITING = ("place", "level", "group", "region", "country", "member", "each")
SUBJECT_KINDS = ("place", "region", "country")
# A place by its ending, for places that the instrument does not list.
PLACE = re.compile(
    r"(?:^|(?<=[，,。；;：:、\s“]))(?:其中|此外|而|在|目前|截至|到|全国)?"
    r"([一-鿿]{2,5}?(?:省|市|自治区|县|新区|机场|港|大学|集团))(?![级场民值长委政人域公领镇内属辖镇一])"
)
# 各行业和产业中数字经济…: what stands before 中 limits.
WITHIN = re.compile(r"(?:^|[，,；;\s])(?:在)?([^，,；;。在\d]{2,14}?)(?:中|里)(?=[一-鿿])")
PER = re.compile(r"每(?:\d[\d.]*|[一二三四五六七八九十百千]+)?[万亿]?(?:名|个|户|家|人|百|千)?[一-鿿]{0,6}?(?=(?:至少|平均|有|拥|配|使|设|要|达|约|不|在))")


@lru_cache(maxsize=8)
def compile_scopes(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one pattern of all names of scopes, longest first, and the kind of each."""
    kinds: dict[str, str] = {}
    for row in lexicon.scopes:
        kind = row.get("kind", "")
        for name in row["names"].split("|"):
            if len(name) >= 2:
                kinds.setdefault(name, kind)
    names = sorted(kinds, key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, names)) or r"(?!)"), kinds


def is_label(words: str, lexicon: Lexicon) -> bool:
    """Whether the words name a level, a group or a place and nothing else."""
    pattern, kinds = compile_scopes(lexicon)
    found = pattern.fullmatch(words)
    if found:
        return kinds[words] in LIMITING
    return bool(re.fullmatch(r"[一-鿿]{1,5}(?:级|省|市|县|区|乡镇|地区|以外的地方)", words))


def scope_of(
    passage: Passage, quantity: Quantity, indicator: Span | None, lexicon: Lexicon
) -> Span | None:
    """Return the words before a number that limit it to a place, a level or a group.

    Looked for in its clause, then, for places only, at the head of the earlier clauses of its
    sentence.
    """
    clause = span_at(passage.clauses, quantity.start)
    start, _ = passage.clauses[clause]
    pattern, kinds = compile_scopes(lexicon)
    plain = passage.plain
    limit = quantity.start
    found = None
    for match in pattern.finditer(plain, start, limit):
        kind = kinds[match[0]]
        if kind not in LIMITING or plain[match.end() : match.end() + 1] in ("人", "级", "语", "式"):
            continue
        if kind in SUBJECT_KINDS or kind == "level" or match.end() < limit:
            if found is None or kind in SUBJECT_KINDS:
                found = match.span()
            break
    if found is not None:
        return found
    place = PLACE.search(plain, start, limit)
    if place and place.start() - start <= 12:
        return place.span(1)
    per = PER.search(plain, start, limit)
    if per:
        return per.span()
    within = WITHIN.search(plain, start, limit)
    if within and within.start() - start <= 4:
        return within.span(1)
    for earlier in range(clause - 1, -1, -1):
        begin, end = passage.clauses[earlier]
        for match in pattern.finditer(plain, begin, end):
            if kinds[match[0]] in SUBJECT_KINDS and match.start() - begin <= 6:
                return match.span()
        place = PLACE.search(plain, begin, end)
        if place and place.start() - begin <= 6:
            return place.span(1)
    return None
