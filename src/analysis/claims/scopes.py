"""Scope: the words that limit a claim to a place, a level of government or a group."""

import re
from functools import lru_cache

from analysis.claims.measures import Span, drop_leads
from analysis.claims.passages import Passage, clause_at
from analysis.lexicon import Lexicon
from analysis.quantities import Quantity

# Words of these kinds limit a number when they stand alone before it (县级90%) or behind it
# (50%的乡镇); wholes (全国, 全省) and the home country limit nothing.
LIMITING = ("place", "level", "group", "region", "country", "member", "each")
# Of these kinds, one at the head of a clause limits all that stands after it in the sentence.
SUBJECT_KINDS = ("place", "region", "country")
# The countries whose own news is read: their name says nothing more.
HOME = ("中国", "台湾", "香港", "越南", "中国大陆", "全球", "世界", "全世界")
# Groups that limit also inside an indicator's words: 农村低保标准.
INNER = ("农村", "乡村", "农牧区", "山区", "边远地区", "边境地区", "偏远地区")
# A place by its ending, for places that the instrument does not list.
PLACE = re.compile(
    r"(?:^|(?<=[，,。；;：:、\s“]))(?:其中|此外|而|在|目前|截至|到|全国)?"
    r"(?!所有|[去今明上]年|[两三四多数几]市|各|全|通|本|设|该|重点|试点|直辖|大中|中小|中心|[^，,]{0,3}城市)"
    r"([一-鿿]{2,5}?(?:(?<![全我该各本])[省市县]|自治区|新区|机场|(?<![全本])港|大学|集团))(?![级场民值长委政人域公领镇内属辖镇一])"
)
# 各行业和产业中数字经济…: what stands before 中 limits.
WITHIN = re.compile(
    r"(?:[，,；;\s]|在)?((?:各|每|所有|全部)[^，,；;。在\d]{1,12}?)(?:中|里)(?=[一-鿿])"
    r"|(?!其|过程|集|高|初|中|把|通过)([^，,；;。在把\d]{2,8})中(?![介心国央小医部间型外])(?=[^，,；;。\d]{2,10}(?:率|占|比重|比例|者))"
)
PER = re.compile(
    r"每(?:\d[\d.]*|[一二三四五六七八九十百千]+)?[万亿]?"
    r"(?:人口|(?:名|个|户|家|人|百|千)[一-鿿]{0,8}?(?=(?:至少|平均|有|拥|配|使|设|要|达|约|不|在)))"
)
# 在河套灌区, · 国家电网经营区域内,: a clause of place alone.
# 民营企业进出口总值: who has the measure, of those whose measures are told apart.
OWNS = re.compile(
    r"(?P<owner>[^，,。的]{2,14}?(?:企业|电网|铁路|银行|地区|集团|公司|[一二三]产|[三五七九]市))的?"
    r"(?=(?:进出口|出口|进口|固定资产|投资|营业|营收|增加值|产值|销售|利润|货运|客运|定点|贷款|存款|纳税|税收))"
)
LABEL = re.compile(
    r"[一-鿿]{1,5}(?:级|省|(?<!城)市|县|新区|城区|山区|地区|乡镇|以外的地方|三角洲|平原|盆地|半岛|高原|流域|沿海|等地)"
    r"|县城|局地|城镇|城市|农村|市区|郊区|[东中西南北]部"
)
PLACE_CLAUSE = re.compile(
    r"(?:此外|目前|其中|同时|而|但)?在([^，,。；;\d]{2,16}?)(?:地区|境内|区域内)?$|^([^，,。；;\d]{2,16}区域内)$"
)
NOT_PLACE_CLAUSE = re.compile(
    r"基础上|指数|排名|排行|(?:方面|中|下|里|领域|期间|时|后|前|基础上|过程中|上|之际|阶段|的同时|时期|框架内|情况|问题|条件|背景)$"
    r"|中(?!心|国|央)|努力|争取|工作|推进|建成|[年月天]内"
)
# A place's people, money or offices are not the place.
NO_LIMIT_AFTER = re.compile(
    r"人(?!口|均)|语|式|元|盾|海关|日报|晚报|市委|省委|市政府|省政府|海(?=关)|方面|政府|代表"
)
IN_BEFORE = re.compile(r"(?:在|进入|跻身|位居|居|列|排名|闯进)$")
SPENT_ON = re.compile(r"(?:用于|投向|投入到?|用在)([^，,。；;、和\d]{2,12})")


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
    return bool(LABEL.fullmatch(words))


def scope_of(
    passage: Passage, quantity: Quantity, indicator: Span | None, lexicon: Lexicon
) -> Span | None:
    """Return the words that limit a number to a place, a level or a group, if there are any.

    They are looked for in its clause, then, for places only, at the head of the earlier clauses
    of its sentence. What is the indicator itself limits nothing.
    """
    found = _limit_of(passage, quantity, indicator, lexicon)
    if found is None or indicator is None:
        return found
    covers = found[0] <= indicator[0] + 1 and found[1] >= indicator[1] - 2
    return None if covers else found


def _limit_of(
    passage: Passage, quantity: Quantity, indicator: Span | None, lexicon: Lexicon
) -> Span | None:
    clause = passage.clause_of[quantity.start][0]
    start, end = clause_at(passage, quantity.start)
    plain = passage.plain
    if quantity.unit.isupper() and quantity.unit.isascii():
        spent = SPENT_ON.match(plain, quantity.end, end)
        if spent:
            return spent.span(1)
    earlier = [q.end for q in passage.quantities if start < q.end <= quantity.start]
    found = _named(passage, max([start, *earlier]), quantity.start, lexicon)
    if found is None and earlier:
        found = _named(passage, start, quantity.start, lexicon)
    if found is not None:
        return found
    if indicator is not None:
        owner = OWNS.match(plain, *indicator)
        if owner:
            return owner.span("owner")
    if plain.startswith("全国", _behind_periods(passage, start, quantity.start)):
        head = _behind_periods(passage, start, quantity.start)
        return head, head + 2
    for pattern, room in ((PLACE, 12), (PER, 40), (WITHIN, 4)):
        limit = pattern.search(plain, start, quantity.start)
        if limit and limit.start() - start <= room and not limit[0].endswith("城市"):
            return limit.span(limit.lastindex or 0)
    for before in range(clause - 1, -1, -1):
        begin, stop = passage.clauses[before]
        place = PLACE_CLAUSE.match(plain[begin:stop])
        if place and not NOT_PLACE_CLAUSE.search(place[1] or place[2][:-3]):
            group = 1 if place[1] else 2
            return begin + place.start(group), begin + place.end(group)
        found = _named(passage, begin, stop, lexicon, False)
        if found is not None:
            return found
        place = PLACE.search(plain, begin, stop)
        if place and place.start() - begin <= 6:
            return place.span(1)
    return None


def _behind_periods(passage: Passage, start: int, end: int) -> int:
    """Where a clause begins behind the period and the marks that open it."""
    for period in passage.periods:
        if start <= period.start <= start + 4 and period.end < end:
            start = period.end
    while start < end and passage.plain[start] in "，, “底末":
        start += 1
    return start


def _named(
    passage: Passage, start: int, end: int, lexicon: Lexicon, inner: bool = True
) -> Span | None:
    """The first place or region that the instrument names in a stretch."""
    pattern, kinds = compile_scopes(lexicon)
    head = None
    for match in pattern.finditer(passage.plain, start, end):
        head = drop_leads(passage, start, end) if head is None else head
        if match[0] in HOME or NO_LIMIT_AFTER.match(passage.plain, match.end()):
            continue
        leads = match.start() - head <= 1
        if kinds[match[0]] in SUBJECT_KINDS:
            if leads or (inner and IN_BEFORE.search(passage.plain, start, match.start())):
                return match.span()
        elif leads and inner and match[0] in INNER:
            return match.span()
    return None
