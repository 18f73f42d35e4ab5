"""Repeats: a title, a lede or a later sentence that gives a claim of the body again."""

from collections import Counter, defaultdict
from collections.abc import Sequence

# How much of the shorter name's characters the longer must have to be a name of the same.
ALIKE = 0.8
# By how much a headline may round: 近六成 for 59.3%.
ROUNDING = 0.05
PEOPLE = frozenset("人名位个")
# Years found this way are only inherited: a repeat may take another.
VAGUE = ("document", "previous", "paragraph", "")


def link_repeats(claims: Sequence, zones: Sequence[str], ids: Sequence[str]) -> list:
    """Return the claims with ``repeat_of`` (the id of the claim they repeat) filled in.

    ``zones`` and ``ids`` go with ``claims``. What title, lede and headings give is a repeat of
    the body's (else the lede's) claim of the same value; among equals in the body, the one that
    gives or stands under its year is the claim, else the first.
    """
    claims = list(claims)
    target = _repeats_in_body(claims, zones)
    for zone in ("body", "lede"):
        # Where the body does not say it (a story of one paragraph), the lede does.
        givers: dict[str, list[int]] = defaultdict(list)
        for j, other in enumerate(zones):
            if other == zone and j not in target:
                givers[_unit(claims[j])].append(j)
        for i, own in enumerate(zones):
            if own in ("body", zone) or i in target:
                continue
            same = _given_by(claims, i, givers[_unit(claims[i])])
            if same:
                target[i] = same[0]
    for i, j in target.items():
        while j in target:
            j = target[j]
        changes = {"repeat_of": ids[j]}
        if claims[i].year is None or claims[i].year_source in VAGUE:
            told = ("year", "year_start", "year_source", "status")
            changes |= {field: getattr(claims[j], field) for field in told}
        claims[i] = claims[i]._replace(**changes)
    return claims


def _given_by(claims: Sequence, i: int, givers: list[int]) -> list[int]:
    """The claims among ``givers`` that claim ``i`` gives again, the best first."""
    found = [j for j in givers if _compatible(claims[i], claims[j])]
    same = [j for j in found if _same_value(claims[i], claims[j])]
    same = same or [j for j in found if _rounds_to(claims[i], claims[j])]
    name, year = claims[i].indicator_text, claims[i].year
    return sorted(
        same,
        key=lambda j: (-_alike(name, claims[j].indicator_text), year != claims[j].year, j),
    )


def _repeats_in_body(claims: Sequence, zones: Sequence[str]) -> dict[int, int]:
    """For each claim of the body that only says another again, the index of that one."""
    groups: dict[tuple, list[int]] = defaultdict(list)
    for i, zone in enumerate(zones):
        claim = claims[i]
        if zone == "body" and claim.value is not None:
            groups[claim.value, claim.value_high, _unit(claim), claim.change].append(i)
    target: dict[int, int] = {}
    for group in groups.values():
        # Of the same value a text gives a handful at most; more are a table, not repeats.
        kept: list[int] = []
        for i in group[:50]:
            for n, j in enumerate(kept):
                if not _one_claim(claims[j], claims[i]):
                    continue
                if _vague(claims[j]) and not _vague(claims[i]):
                    target[j], kept[n] = i, i
                else:
                    target[i] = j
                break
            else:
                kept.append(i)
    return target


def _unit(claim) -> str:
    return "个" if claim.unit in PEOPLE else claim.unit


def _vague(claim) -> bool:
    return claim.year_source in VAGUE


def _alike(text: str, other: str) -> float:
    """Return the share of the shorter text's characters that the longer one has too."""
    short, long = sorted((text, other), key=len)
    return (Counter(short) & Counter(long)).total() / len(short) if short else 0.0


def _same_value(claim, other) -> bool:
    """Whether two claims give one value; a headline may keep the upper bound of a range."""
    if claim.value is None or other.value is None:
        return claim.value is other.value
    if claim.value == other.value and claim.value_high in (None, other.value_high):
        return True
    return claim.value == other.value_high


def _rounds_to(claim, other) -> bool:
    """Whether a headline's value is the other's, rounded: 近六成 for 59.3%."""
    if claim.value is None or other.value is None:
        return False
    low = other.value
    high = other.value_high if other.value_high is not None else low
    slack = ROUNDING * max(abs(low), abs(high))
    return low - slack <= claim.value <= high + slack


def _compatible(claim, other) -> bool:
    """Whether change and year let a headline's claim be the body's."""
    if claim.change != other.change and "level" not in (claim.change, other.change):
        return False
    if claim.year is not None and other.year is not None and claim.year != other.year:
        return _vague(claim)
    return True


def _one_claim(claim, other) -> bool:
    """Whether two claims of one value in the body say the same of the same thing."""
    if claim.scope != other.scope or claim.sentence_no == other.sentence_no:
        return False
    if claim.comparator[0] != other.comparator[0]:
        return False
    if not (_vague(claim) or _vague(other)) and (claim.year, claim.status) != (
        other.year,
        other.status,
    ):
        return False
    short, long = sorted((claim.indicator_text, other.indicator_text), key=len)
    return len(short) >= 2 and (short in long or _alike(short, long) >= ALIKE)
