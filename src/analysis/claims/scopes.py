"""Scope: the words that limit a claim to a place, a level of government or a group."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from analysis.claims.measures import Span, drop_leads
from analysis.claims.passages import Passage
from analysis.lexicon import Lexicon
from analysis.quantities import Quantity

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

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
# How such a place ends: nearly all clauses have none.
PLACE_END = re.compile("[省市县港区场学团](?<![^治新]区)(?<![^机]场)(?<![^大]学)(?<![^集]团)")
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
# The last characters of those who have it.
OWNERS = frozenset("业网路行区团司产市")
LABEL = re.compile(
    r"[一-鿿]{1,5}(?:级|省|(?<!城)市|县|新区|城区|山区|地区|乡镇|以外的地方|三角洲|平原|盆地|半岛|高原|流域|沿海|等地)"
    r"|县城|局地|城镇|城市|农村|市区|郊区|[东中西南北]部"
)
LABEL_ENDS = frozenset("区原县地城域岛市方村洲海省级部镇")
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


class Names(NamedTuple):
    """The names of scopes.csv, all found in one search, and the kind of each."""

    automaton: "AhoCorasick"
    names: tuple[str, ...]
    kinds: dict[str, str]


@lru_cache(maxsize=8)
def compile_scopes(lexicon: Lexicon) -> Names:
    """Return all names of scopes, of which the longest at a place counts, and their kinds."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    kinds: dict[str, str] = {}
    for row in lexicon.scopes:
        kind = row.get("kind", "")
        for name in row["names"].split("|"):
            if len(name) >= 2:
                kinds.setdefault(name, kind)
    return Names(AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds), kinds)


def is_label(words: str, lexicon: Lexicon) -> bool:
    """Whether the words name a level, a group or a place and nothing else."""
    kind = compile_scopes(lexicon).kinds.get(words)
    if kind is not None:
        return kind in LIMITING
    return words[-1:] in LABEL_ENDS and bool(LABEL.fullmatch(words))


class Limit(NamedTuple):
    """A name of the instrument in a sentence: ``use`` is what it may limit.

    ``subject`` all that stands behind it, ``inner`` what it opens, or empty for nothing.
    """

    start: int
    end: int
    use: str


class Limits:
    """What can limit the numbers of one sentence, looked for once for all of them."""

    def __init__(self, passage: Passage, lexicon: Lexicon) -> None:
        self.passage, self.lexicon = passage, lexicon
        self.names = _names_in(passage.plain, 0, len(passage.plain), lexicon)
        self.place_ends = [match.start() for match in PLACE_END.finditer(passage.plain)]
        # Whether the sentence has anything by which a clause limits those behind it.
        self._any_clause = bool(
            self.names or self.place_ends or "在" in passage.plain or "区域内" in passage.plain
        )
        self._of_clause: dict[int, Span | None] = {}

    def named(self, start: int, end: int, inner: bool = True) -> Span | None:
        """The first place or region that the instrument names in a stretch."""
        names = self.names
        if not names:
            return None
        passage = self.passage
        if any(n.start < start < n.end or n.start < end < n.end for n in names):
            # The stretch cuts a name in two: what is left may be a shorter one.
            names = _names_in(passage.plain, start, end, self.lexicon)
        head = None
        for name in names:
            if name.start < start or name.end > end or not name.use:
                continue
            head = drop_leads(passage, start, end) if head is None else head
            leads = name.start - head <= 1
            if name.use == "subject":
                if leads or (inner and IN_BEFORE.search(passage.plain, start, name.start)):
                    return name[:2]
            elif leads and inner:
                return name[:2]
        return None

    def place(self, start: int, end: int, room: int) -> Span | None:
        """The first place told by its ending that begins within ``room`` of the start."""
        if not self.place_ends or not any(start < stop < end for stop in self.place_ends):
            return None
        place = PLACE.search(self.passage.plain, start, end)
        near = place and place.start() - start <= room
        return place if near else None

    def before(self, clause: int) -> Span | None:
        """What limits from the clauses before one: the nearest that names a place at its head."""
        if not self._any_clause:
            return None
        for number in range(clause - 1, -1, -1):
            if number not in self._of_clause:
                self._of_clause[number] = self._limit_of_clause(number)
            if (limit := self._of_clause[number]) is not None:
                return limit
        return None

    def _limit_of_clause(self, number: int) -> Span | None:
        begin, stop = self.passage.clauses[number]
        words = self.passage.plain[begin:stop]
        if "在" in words or words.endswith("区域内"):
            place = PLACE_CLAUSE.match(words)
            if place and not NOT_PLACE_CLAUSE.search(place[1] or place[2][:-3]):
                group = 1 if place[1] else 2
                return begin + place.start(group), begin + place.end(group)
        found = self.named(begin, stop, False)
        if found is not None:
            return found
        place = self.place(begin, stop, 6)
        return place.span(1) if place else None


def _names_in(plain: str, start: int, end: int, lexicon: Lexicon) -> list[Limit]:
    automaton, names, kinds = compile_scopes(lexicon)
    found = []
    for number, first, last in automaton.find_matches_as_indexes(plain[start:end]):
        name, first, last = names[number], first + start, last + start
        use = ""
        if name not in HOME and not NO_LIMIT_AFTER.match(plain, last):
            use = "subject" if kinds[name] in SUBJECT_KINDS else "inner" if name in INNER else ""
        found.append(Limit(first, last, use))
    return found


def scope_of(
    passage: Passage, quantity: Quantity, indicator: Span | None, limits: Limits
) -> Span | None:
    """Return the words that limit a number to a place, a level or a group, if there are any.

    They are looked for in its clause, then, for places only, at the head of the earlier clauses
    of its sentence. What is the indicator itself limits nothing.
    """
    found = _limit_of(passage, quantity, indicator, limits)
    if found is None or indicator is None:
        return found
    covers = found[0] <= indicator[0] + 1 and found[1] >= indicator[1] - 2
    return None if covers else found


def _limit_of(
    passage: Passage, quantity: Quantity, indicator: Span | None, limits: Limits
) -> Span | None:
    stop = quantity.start
    clause, start, end = passage.clause_of[stop]
    plain = passage.plain
    if quantity.unit.isupper() and quantity.unit.isascii():
        spent = SPENT_ON.match(plain, quantity.end, end)
        if spent:
            return spent.span(1)
    if limits.names:
        earlier = max((q.end for q in passage.quantities if start < q.end <= stop), default=start)
        found = limits.named(earlier, stop)
        if found is None and earlier > start:
            found = limits.named(start, stop)
        if found is not None:
            return found
    if indicator is not None and not OWNERS.isdisjoint(plain[slice(*indicator)]):
        owner = OWNS.match(plain, *indicator)
        if owner:
            return owner.span("owner")
    if plain.find("全国", start, stop + 2) >= 0:
        head = _behind_periods(passage, start, stop)
        if plain.startswith("全国", head):
            return head, head + 2
    place = limits.place(start, stop, 12) if limits.place_ends else None
    if place and not place[0].endswith("城市"):
        return place.span(1)
    for pattern, room, sign in ((PER, 40, "每"), (WITHIN, 4, "中"), (WITHIN, 4, "里")):
        if plain.find(sign, start, stop) < 0:
            continue
        limit = pattern.search(plain, start, stop)
        if limit and limit.start() - start <= room and not limit[0].endswith("城市"):
            return limit.span(limit.lastindex or 0)
    return limits.before(clause)


def _behind_periods(passage: Passage, start: int, end: int) -> int:
    """Where a clause begins behind the period and the marks that open it."""
    for period in passage.periods:
        if start <= period.start <= start + 4 and period.end < end:
            start = period.end
    while start < end and passage.plain[start] in "，, “底末":
        start += 1
    return start
