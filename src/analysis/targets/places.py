"""Where a value belongs: quoted scopes to keys, and the place that an article speaks of.

A scope key is ``place/part``: the place is left out where it is the country that an empty scope
means (kind ``home`` of scopes.csv), the part where the value is for all of the place. Words that
no row of scopes.csv explains stay as they are, folded: an unknown scope is a scope of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.fold import fold, fold_each
from analysis.lexicon import Lexicon, LexiconError

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

PLACES = ("region", "home", "country", "place")
# Kinds that limit nothing within the place: all of the country, the province, the people.
_WHOLES = ("whole", "own", "all", "cue", "none")
# Quotation marks say nothing about what is measured or where.
QUOTES = re.compile(r"[\s“”\"'‘’《》「」『』]")
# What joins names in a quoted scope or stands around them without limiting anything.
_FILLER = re.compile(r"[的在和及与、，,/·\s]|范围|地区|之中|以内|[中内各]")
_JOINS = re.compile(r"[和与及、]|以及")
# A place speaks for the value only where a clause opens with it; elsewhere it is where a meeting
# was held or whom somebody visited.
_OPENS = re.compile(r"[，,。；;：:！!？?“”\"'‘’（(*\s—-]|[年月日底末前后时使让而里]")
# … and not where it is the country of a person, a firm or an event. Titles are long
# (法国公共服务和转型部部长), the others follow at once.
_SPEAKS_NOT = re.compile(
    r"""
    ^ (?: \w{0,12}? (?:专家|学者|大使|部长|总理|总统|主席|记者)                  # 1 a person
        | \w{0,3}? (?:媒体|代表|银行|集团|公司|大学)                            # 2 a body
        | \w{0,3}? (?:举行|召开|访问|外交|驻) )                                # 3 an event
    """,
    re.VERBOSE,
)
# The field of a rank: 在38个中等偏下收入国家中居次席 ranks among some, 在133个经济体中 among all.
_FIELD = re.compile(
    r"""
    在 \s? (?: \d+ \s? 个 )?                                    # 1 how many there are
    (?P<field> [^\d\s，,；;。]{2,12}? )                          # 2 which: without it, all
    (?: 国家 | 经济体 | 成员国 ) (?: 和地区 )? [之当]? 中
    [^；;。]{0,15} $                                              # 3 what leads to the rank
    """,
    re.VERBOSE,
)
# The kinds of place that a clause, a heading or an article can be about.
_SUBJECTS = ("home", "country", "place")
# A product of provinces and cities: under a country's name it is that of unnamed ones.
_REGIONAL = re.compile("GRDP|地方生产总值|地区生产总值")


@dataclass(frozen=True, eq=False)
class Scopes:
    """The rows of scopes.csv, ready to match.

    ``names`` and ``places`` find one name at a position, ``located`` all places of a text at
    once: ``place_names`` are theirs, by number. Like its lexicon each is the same only as itself,
    so that what is read with it can be cached.
    """

    names: re.Pattern[str]
    places: re.Pattern[str]
    located: "AhoCorasick"
    place_names: tuple[str, ...]
    key_of: Mapping[str, str]
    kind_of: Mapping[str, str]
    within: Mapping[str, str]
    home: str

    def places_in(self, text: str) -> list[tuple[str, int, int]]:
        """Return name, start and end of the places that folded ``text`` names, the longest."""
        names = self.place_names
        return [(names[n], *span) for n, *span in self.located.find_matches_as_indexes(text)]


@lru_cache(maxsize=8)
def scopes_of(lexicon: Lexicon) -> Scopes:
    """Compile the scopes of a lexicon; of two names the longer one wins.

    Raises LexiconError for a name that two scopes claim, a second home, an unknown ``within``.
    """
    from ahocorasick_rs import AhoCorasick, MatchKind

    key_of: dict[str, str] = {}
    known = {row["scope"] for row in lexicon.scopes}
    homes = 0
    for row, place in zip(lexicon.scopes, lexicon.places["scopes"], strict=True):
        for name in filter(None, row["names"].split("|")):
            other = key_of.setdefault(fold(name).text, row["scope"])
            if other != row["scope"]:
                raise LexiconError(f"{place}: {name} is a name of {other} too")
        if row["within"] and row["within"] not in known:
            raise LexiconError(f"{place}: within {row['within']!r} is no scope")
        homes += row["kind"] == "home"
        if homes > 1:
            raise LexiconError(f"{place}: a second row of kind home")
    kind_of = {row["scope"]: row["kind"] for row in lexicon.scopes}
    located = {
        name: key
        for name, key in key_of.items()
        if kind_of[key] in (*PLACES, "whole", "own", "cue", "none")
    }
    return Scopes(
        names=_any_of(key_of),
        places=_any_of(located),
        located=AhoCorasick(list(located), matchkind=MatchKind.LeftmostLongest),
        place_names=tuple(located),
        key_of=key_of,
        kind_of=kind_of,
        within={row["scope"]: row["within"] for row in lexicon.scopes},
        home=next((key for key, kind in kind_of.items() if kind == "home"), ""),
    )


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern of all names, the longest first; in groups by first character it is faster."""
    longest_first = sorted(names, key=lambda name: (name[:1], -len(name), name))
    groups = (
        f"{re.escape(first)}(?:{'|'.join(re.escape(name[1:]) for name in same)})"
        for first, same in groupby(longest_first, key=lambda name: name[:1])
    )
    # With no name at all the pattern must match nowhere.
    return re.compile("|".join(groups) or r"(?!)")


class Scope(NamedTuple):
    """A quoted scope, taken apart: a place (or empty), a part of it, or the whole country."""

    place: str
    part: str
    whole: str = ""


_NO_SCOPE = Scope("", "")


# An article's scopes are a few words, said again and again.
@lru_cache(maxsize=4096)
def split_scope(text: str, scopes: Scopes) -> Scope:
    """Take a quoted scope apart into place and part; both empty for an empty scope."""
    if not text:
        return _NO_SCOPE
    folded = QUOTES.sub("", fold(text).text)
    found = list(scopes.names.finditer(folded))
    rest = _FILLER.sub("", scopes.names.sub("", folded))
    if rest:
        # Something is said that no row explains: only a place that it opens with is taken out.
        place = opening_place(folded, scopes, kinds=PLACES)
        if place:
            return Scope(place, scopes.places.sub("", folded, count=1).strip("的"))
        return Scope("", re.sub(r"(?<=..)[省市]$", "", folded))
    keys = list(dict.fromkeys(scopes.key_of[match.group()] for match in found))
    places = [key for key in keys if scopes.kind_of[key] in PLACES]
    # A place named together with what it lies in is one place.
    places = [p for p in places if not any(scopes.within[q] == p for q in places)]
    parts = [key for key in keys if scopes.kind_of[key] not in (*PLACES, *_WHOLES)]
    whole = next((key for key in keys if scopes.kind_of[key] == "whole"), "")
    return Scope("+".join(places), "+".join(parts), whole)


def country_of(place: str, scopes: Scopes) -> str:
    """Return the country that a place lies in (itself for a country)."""
    seen = set()
    while scopes.within.get(place) and place not in seen:
        seen.add(place)
        place = scopes.within[place]
    return place


def home_places(sentences: pd.DataFrame, lexicon: Lexicon) -> dict[str, str]:
    """Return the place that each article speaks of by article_id.

    The country named most, or a province or city where it is named more often than the country
    or the article calls it its own (全省, 我市 …). An article that speaks of "our province"
    without naming it gets ``@article_id``, so that it joins no other. One that names no place
    gets the country that its institutions tell (kind ``cue``), else the empty string.
    """
    scopes = scopes_of(lexicon)
    known = sentences["article_id"].notna().tolist()
    texts_of: dict[str, list[str]] = {}
    for article_id, text, named in zip(
        sentences["article_id"].tolist(), sentences["text"].tolist(), known, strict=True
    ):
        if named:
            texts_of.setdefault(str(article_id), []).append(text)
    folded = fold_each(["\n".join(texts) for texts in texts_of.values()])
    return {
        article_id: _home_of(article_id, text, scopes)
        for article_id, (text, *_) in zip(texts_of, folded, strict=True)
    }


def _home_of(article_id: str, text: str, scopes: Scopes) -> str:
    key_of, kind_of = scopes.key_of, scopes.kind_of
    named = Counter(scopes.place_names[n] for n, *_ in scopes.located.find_matches_as_indexes(text))
    # In the order of first mention, so that max() gives a tie to the first named.
    countries: dict[str, int] = {}
    regions: dict[str, int] = {}
    cues: dict[str, int] = {}
    n_own = national = 0
    own_province = False
    for name, n in named.items():
        key = key_of[name]
        kind = kind_of[key]
        if kind in ("home", "country"):
            countries[key] = countries.get(key, 0) + n
        elif kind == "place":
            regions[key] = regions.get(key, 0) + n
        elif kind == "whole":
            national += n
        elif kind == "cue":
            cues[scopes.within[key]] = cues.get(scopes.within[key], 0) + n
        elif kind == "own" and _OWN.search(name):
            n_own += n
            own_province = own_province or "市" not in name
    if own_province:
        for key in [key for key in regions if kind_of.get(scopes.within[key]) == "place"]:
            province = scopes.within[key]
            regions[province] = regions.get(province, 0) + regions.pop(key)
    country = max(countries, key=countries.__getitem__, default="")
    region = max(regions, key=regions.__getitem__, default="")
    # "The whole country" speaks for a country, unless the article has a region of its own to
    # measure against it.
    for_country = countries.get(country, 0) + (0 if n_own else national)
    for_region = regions.get(region, 0) + n_own
    if for_region > for_country:
        return region or f"@{article_id}"
    hinted = max(cues, key=cues.__getitem__, default="")
    return country or hinted or (country_of(region, scopes) if region else "")


_OWN = re.compile("[省市区]")


class Mention(NamedTuple):
    """A place named in a sentence: ``opens`` a clause, ``joined`` to the one before by 和 or 、.

    ``key`` is empty for a name that is none of a country or a place, such as 全国.
    """

    start: int
    end: int
    key: str
    opens: bool
    joined: bool


def mentions_of(text: str, scopes: Scopes) -> list[Mention]:
    """Return the places that a folded sentence names, in text order."""
    found: list[Mention] = []
    last = None
    for name, start, end in scopes.places_in(text):
        key = scopes.key_of[name]
        if scopes.kind_of[key] not in _SUBJECTS:
            found.append(Mention(start, end, "", False, False))
            continue
        opens = not start or _OPENS.match(text, start - 1) is not None
        joined = last is not None and _JOINS.fullmatch(text, last, start) is not None
        found.append(Mention(start, end, key, opens, joined))
        last = end
    return found


def subject_place(text: str, end: int, mentions: list[Mention], scopes: Scopes) -> str:
    """Return the place that the last clause opening with a place speaks of, before ``end``.

    ``text`` is the folded sentence in which a value stands at ``end``, ``mentions`` the places
    that it names. Several places joined by 和 or 、 are one scope, ``ha_noi+da_nang``.
    """
    subject: list[str] = []
    for mention in mentions:
        if mention.end > end:
            if mention.start < end:
                # The value cuts a name in two: what is before it may be a shorter one.
                return subject_place(text[:end], end, mentions_of(text[:end], scopes), scopes)
            break
        if not mention.key:
            continue
        if subject and mention.joined:
            subject.append(mention.key)
        elif mention.opens and not _SPEAKS_NOT.match(text[mention.end : end]):
            subject = [mention.key]
    return "+".join(dict.fromkeys(subject))


@lru_cache(maxsize=4096)
def opening_place(text: str, scopes: Scopes, *, kinds: tuple[str, ...] = _SUBJECTS) -> str:
    """Return the place that folded words open with (河内市数字经济占比), else the empty string."""
    match = scopes.places.match(text)
    key = scopes.key_of[match.group()] if match else ""
    return key if scopes.kind_of.get(key) in kinds else ""


def field_of_rank(before: str, scopes: Scopes) -> Scope:
    """Return the competitors that the text before a rank names, as a scope."""
    match = _FIELD.search(before)
    return split_scope(match["field"], scopes) if match else _NO_SCOPE


def scope_key(
    scope: Scope,
    *,
    text: str,
    unit: str,
    subject: str,
    heading: str,
    home: str,
    scopes: Scopes,
) -> str:
    """Join what is known of a value's scope into one key, the nearest source of a place first.

    ``text`` is what is measured, ``subject``, ``heading`` and ``home`` the places that the
    clause, its heading and its article speak of.

    A rank's region is the field of competitors, not the place that is ranked: third in ASEAN is
    a value of Viet Nam with the scope ``asean``, and a world rank has no scope at all.
    """
    place, part = scope.place, scope.part
    if unit in ("rank", "ranks") and scopes.kind_of.get(place) == "region":
        part = "+".join(filter(None, ["" if place == "world" else place, part]))
        place = ""
    if scope.whole and not place and unit not in ("rank", "ranks"):
        place = country_of(home, scopes) if not home.startswith("@") else scope.whole
    place = place or subject or heading or home
    if (
        _REGIONAL.search(text)
        and not part
        and scopes.kind_of.get(place) in (None, "home", "country")
    ):
        part = "" if place.startswith("@") or "+" in place else "province"
    if place == scopes.home:
        place = ""
    return "/".join(filter(None, [place, part]))
