"""Repeats: a title, a lede or a later sentence that gives a claim of the body again."""

from collections.abc import Sequence


def alike(text: str, other: str) -> float:
    """Return the share of the shorter text's characters that the longer one has too."""
    if not text or not other:
        return 0.0
    short, long = sorted((text, other), key=len)
    rest = list(long)
    common = 0
    for character in short:
        if character in rest:
            rest.remove(character)
            common += 1
    return common / len(short)


def same_value(claim, other) -> bool:
    """Whether two claims give one value; a headline may round or keep the upper bound."""
    if claim.unit != other.unit and {claim.unit, other.unit} - {"人", "名", "位", "个"}:
        return False
    if claim.value is None or other.value is None:
        return claim.value is other.value and claim.unit == other.unit
    if claim.value == other.value and (claim.value_high in (None, other.value_high)):
        return True
    return claim.value == other.value_high


def rounds_to(claim, other) -> bool:
    """Whether a headline's value is the other's, rounded: 近六成 for 59.3%."""
    if claim.unit != other.unit or claim.value is None or other.value is None:
        return False
    low = other.value
    high = other.value_high if other.value_high is not None else low
    slack = 0.05 * max(abs(low), abs(high))
    return low - slack <= claim.value <= high + slack


def link_repeats(claims: Sequence, zones: Sequence[str], ids: Sequence[str]) -> list:
    """Return the claims with ``repeat_of`` (the id of the claim they repeat) filled in.

    ``zones`` and ``ids`` go with ``claims``. What title, lede and headings give is a repeat of
    the body's claim of the same value; among equals in the body, the one that gives or stands
    under its year is the claim, else the first.
    """
    claims = list(claims)
    body = [i for i, zone in enumerate(zones) if zone == "body"]
    order = {i: n for n, i in enumerate(body)}
    target: dict[int, int] = {}
    # Within the body: the same value, alike indicator, the same year or none.
    for i in body:
        if i in target:
            continue
        for j in body:
            if j <= i or j in target:
                continue
            if not _one_claim(claims[i], claims[j]):
                continue
            first, second = (i, j)
            if _vague(claims[i]) and not _vague(claims[j]):
                first, second = j, i
            target[second] = first
            if second == i:
                break
    for i, zone in enumerate(zones):
        if zone == "body" or i in target:
            continue
        found = [j for j in body if j not in target and same_value(claims[i], claims[j])]
        if not found and zone in ("title", "lede", "heading"):
            found = [j for j in body if j not in target and rounds_to(claims[i], claims[j])]
        found = [j for j in found if _compatible(claims[i], claims[j])]
        if found:
            best = max(
                found,
                key=lambda j: (
                    alike(claims[i].indicator_text, claims[j].indicator_text),
                    claims[i].year == claims[j].year,
                    -order[j],
                ),
            )
            target[i] = best
    for i, j in sorted(target.items()):
        while j in target and target[j] != i:
            j = target[j]
        year = claims[i].year
        changes = {"repeat_of": ids[j]}
        if year is None or claims[i].year_source in ("document", "previous", ""):
            changes |= {
                "year": claims[j].year,
                "year_start": claims[j].year_start,
                "year_source": claims[j].year_source,
                "status": claims[j].status,
            }
        claims[i] = claims[i]._replace(**changes)
    return claims


def _vague(claim) -> bool:
    return claim.year_source in ("document", "previous", "", "paragraph")


def _compatible(claim, other) -> bool:
    if claim.change != other.change and "level" not in (claim.change, other.change):
        return False
    if claim.year is not None and other.year is not None and claim.year != other.year:
        return claim.year_source in ("document", "previous", "")
    return True


def _one_claim(claim, other) -> bool:
    """Whether two claims of the body say the same thing of the same thing."""
    if claim.value is None or not same_value(claim, other) or claim.value_high != other.value_high:
        return False
    if claim.change != other.change or claim.scope != other.scope:
        return False
    if claim.year != other.year and not (_vague(claim) or _vague(other)):
        return False
    if claim.status != other.status and not (_vague(claim) or _vague(other)):
        return False
    short = min(claim.indicator_text, other.indicator_text, key=len)
    long = max(claim.indicator_text, other.indicator_text, key=len)
    return len(short) >= 2 and (short in long or alike(short, long) >= 0.8)
