"""Where a value belongs: quoted scopes to keys, and the place that an article speaks of.

A scope key is ``place/part``: the place is left out where it is the country that an empty scope
means (kind ``home`` of scopes.csv), the part where the value is for all of the place. Words that
no row of scopes.csv explains stay as they are, folded: an unknown scope is a scope of its own.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from analysis.fold import fold
from analysis.lexicon import Lexicon, LexiconError

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
_OPENS = re.compile(r"(?:^|[，,。；;：:！!？?“”\"'‘’（(*\s—-]|[年月日底末前后时使让而里])$")
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
# A product of provinces and cities: under a country's name it is that of unnamed ones.
_REGIONAL = re.compile("GRDP|地方生产总值|地区生产总值")


class Scopes(NamedTuple):
    """The rows of scopes.csv, ready to match."""

    names: re.Pattern[str]
    places: re.Pattern[str]
    key_of: Mapping[str, str]
    kind_of: Mapping[str, str]
    within: Mapping[str, str]
    home: str


@lru_cache(maxsize=8)
def scopes_of(lexicon: Lexicon) -> Scopes:
    """Compile the scopes of a lexicon; of two names the longer one wins.

    Raises LexiconError for a name that two scopes claim, a second home, an unknown ``within``.
    """
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
        key_of=key_of,
        kind_of=kind_of,
        within={row["scope"]: row["within"] for row in lexicon.scopes},
        home=next((key for key, kind in kind_of.items() if kind == "home"), ""),
    )


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    # With no name at all the pattern must match nowhere.
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


class Scope(NamedTuple):
    """A quoted scope, taken apart: a place (or empty), a part of it, or the whole country."""

    place: str
    part: str
    whole: str = ""


def split_scope(text: str, scopes: Scopes) -> Scope:
    """Take a quoted scope apart into place and part; both empty for an empty scope."""
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
    return {
        str(article_id): _home_of(str(article_id), fold("\n".join(texts)).text, scopes)
        for article_id, texts in sentences.groupby("article_id", sort=True)["text"]
    }


def _home_of(article_id: str, text: str, scopes: Scopes) -> str:
    names = [match.group() for match in scopes.places.finditer(text)]
    keys = [scopes.key_of[name] for name in names]
    counts = Counter(key for key in keys if scopes.kind_of[key] in ("home", "country", "place"))
    own = [
        name
        for name, key in zip(names, keys, strict=True)
        if scopes.kind_of[key] == "own" and re.search("[省市区]", name)
    ]
    countries = {key: n for key, n in counts.items() if scopes.kind_of[key] != "place"}
    regions = {key: n for key, n in counts.items() if scopes.kind_of[key] == "place"}
    if any("市" not in name for name in own):
        for key in [key for key in regions if scopes.kind_of.get(scopes.within[key]) == "place"]:
            province = scopes.within[key]
            regions[province] = regions.get(province, 0) + regions.pop(key)
    # Counters keep the order of first mention, so that max() gives a tie to the first named.
    country = max(countries, key=countries.__getitem__, default="")
    region = max(regions, key=regions.__getitem__, default="")
    # "The whole country" speaks for a country, unless the article has a region of its own to
    # measure against it.
    national = 0 if own else sum(scopes.kind_of[key] == "whole" for key in keys)
    for_country = countries.get(country, 0) + national
    for_region = regions.get(region, 0) + len(own)
    if for_region > for_country:
        return region or f"@{article_id}"
    cues = Counter(scopes.within[key] for key in keys if scopes.kind_of[key] == "cue")
    hinted = max(cues, key=cues.__getitem__, default="")
    return country or hinted or (country_of(region, scopes) if region else "")


def subject_place(text: str, scopes: Scopes) -> str:
    """Return the place that the last clause of ``text`` opening with a place speaks of.

    ``text`` is what stands before a value in its sentence, folded. Several places joined by 和
    or 、 are one scope, ``ha_noi+da_nang``.
    """
    found = [
        (match.start(), match.end(), scopes.key_of[match.group()])
        for match in scopes.places.finditer(text)
    ]
    found = [f for f in found if scopes.kind_of[f[2]] in ("home", "country", "place")]
    subject: list[str] = []
    for i, (start, end, key) in enumerate(found):
        before = found[i - 1] if i else None
        if subject and before and _JOINS.fullmatch(text[before[1] : start]):
            subject.append(key)
        elif _OPENS.search(text[:start]) and not _SPEAKS_NOT.match(text[end:]):
            subject = [key]
    return "+".join(dict.fromkeys(subject))


def opening_place(
    text: str, scopes: Scopes, *, kinds: tuple[str, ...] = ("home", "country", "place")
) -> str:
    """Return the place that folded words open with (河内市数字经济占比), else the empty string."""
    match = scopes.places.match(text)
    key = scopes.key_of[match.group()] if match else ""
    return key if scopes.kind_of.get(key) in kinds else ""


def field_of_rank(before: str, scopes: Scopes) -> Scope:
    """Return the competitors that the text before a rank names, as a scope."""
    match = _FIELD.search(before)
    return split_scope(match["field"], scopes) if match else Scope("", "")


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
