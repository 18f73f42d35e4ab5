"""Which indicator a claim speaks of, and for which scope: by Chinese names, never by acronym."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.fold import fold, fold_each, is_ordinary
from analysis.lexicon import Lexicon, load_lexicon
from analysis.targets.places import (
    QUOTES,
    Mention,
    Scopes,
    field_of_rank,
    home_places,
    mentions_of,
    opening_place,
    scope_key,
    scopes_of,
    split_scope,
    subject_place,
)

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# Words that make a level out of a growth: "GDP 增速 6%" is coded as a level.
_GROWTH = re.compile("增速|增长|增幅|涨幅|提高|上升")
# A sum over several years is no rate per year.
_CUMULATIVE = re.compile("累计|总共|翻")
_BASE_YEAR = re.compile(r"(?:比|较|以|与|在)\s?(\d{4})\s?年")
# What a value is counted in, where several words mean the same.
UNIT_ALIKE = {
    **dict.fromkeys(("人", "名", "位", "個", "个"), "个"),
    **dict.fromkeys(("km", "公里"), "km"),
    **dict.fromkeys(("kWh", "千瓦时", "度"), "kWh"),
    **dict.fromkeys(("pp", "百分点"), "pp"),
}
_NO_COUNT = re.compile(r"[A-Za-z%]|百分点|公里|年")


class Name(NamedTuple):
    """A name of an indicator: it counts where one of ``contexts`` stands by (none: always)."""

    name: str
    indicator: str
    contexts: tuple[str, ...]
    definition: str


class Names(NamedTuple):
    """The indicators of a lexicon, ready to match: names with the longest first.

    ``written`` finds each way of writing one; ``numbers`` says whose names it is, by the place in
    ``names``.
    """

    names: tuple[Name, ...]
    written: "AhoCorasick"
    numbers: tuple[tuple[int, ...], ...]
    excludes: dict[str, tuple[str, ...]]
    unit: dict[str, str]
    change: dict[str, str]
    direction: dict[str, str]


@lru_cache(maxsize=8)
def names_of(lexicon: Lexicon) -> Names:
    """Compile the indicators and their names."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    names, excludes = [], {}
    for row in lexicon.indicator_names:
        name = fold(row["name"]).text
        if row["kind"] == "exclude":
            excludes[row["indicator"]] = (*excludes.get(row["indicator"], ()), name)
        else:
            contexts = tuple(fold(c).text for c in row["context"].split("|") if c)
            names.append(Name(name, row["indicator"], contexts, row["definition"]))
    names.sort(key=lambda n: (-len(n.name), not n.contexts))
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        numbers.setdefault(name.name, []).append(number)
    return Names(
        names=tuple(names),
        written=AhoCorasick(list(numbers), matchkind=MatchKind.Standard),
        numbers=tuple(map(tuple, numbers.values())),
        excludes=excludes,
        unit={row["indicator"]: row["unit"] for row in lexicon.indicators},
        change={row["indicator"]: row["change"] for row in lexicon.indicators},
        direction={row["indicator"]: row["direction"] for row in lexicon.indicators},
    )


def fits(indicator: str, unit: str, change: str, text: str, names: Names) -> bool:
    """Say whether a value in ``unit`` can be one of ``indicator``.

    A rank is not a percentage, an increase in % not a level; a promise without a number
    (``qualitative``) can be one of a share.
    """
    wanted, moves = names.unit[indicator], names.change[indicator]
    if wanted == "%_per_year":
        grows = change == moves or (change == "level" and _GROWTH.search(text))
        return unit == "%" and bool(grows)
    if unit == "qualitative":
        return wanted in ("%", "none")
    if change != (moves or "level"):
        return False
    if wanted == "count":
        return not _NO_COUNT.match(unit) and unit not in ("rank", "score", "")
    if wanted == "currency":
        return re.fullmatch("[A-Z]{3}", unit) is not None
    if wanted == "score":
        return unit in ("score", "分")
    return unit == wanted


def find_indicator(
    text: str, unit: str, change: str, near: str, around: str, lexicon: Lexicon
) -> tuple[str, str]:
    """Return the indicator that ``text`` names and the definition its name implies.

    ``near`` is the claim's own scope, ``around`` the clause it stands in; all folded. The
    longest name wins; of two equally long ones that whose context is nearer.
    """
    own, names = f"{text} {near}", names_of(lexicon)
    best, best_rank = ("", ""), (0, 0)
    for name in _names_in(text, lexicon):
        nearness = 1
        if name.contexts:
            nearness = 3 if _holds(own, name.contexts) else 2 * _holds(around, name.contexts)
        rank = (len(name.name), nearness)
        if (
            nearness
            and rank > best_rank
            and fits(name.indicator, unit, change, text, names)
            and not _holds(text, names.excludes.get(name.indicator, ()))
            and not (
                names.unit[name.indicator] == "%_per_year" and _CUMULATIVE.search(text + around)
            )
        ):
            best, best_rank = (name.indicator, name.definition), rank
    return best


@lru_cache(maxsize=4096)
def _names_in(text: str, lexicon: Lexicon) -> tuple[Name, ...]:
    names = names_of(lexicon)
    found = names.written.find_matches_as_indexes(text, overlapping=True)
    numbers = {number for written, *_ in found for number in names.numbers[written]}
    return tuple(names.names[number] for number in sorted(numbers))


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def folded_words(text: str) -> str:
    """Return the words of an unknown indicator as they are compared: folded, without quotes."""
    return QUOTES.sub("", fold(text).text).strip("的")


def identify_indicators(
    claims: pd.DataFrame,
    sentences: pd.DataFrame | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Return the claims with their indicator, normal scope and basis: one row per claim, as given.

    ``indicator`` becomes a key of indicators.csv, or stays empty where no name fits; a key that
    is there already stays. Two columns are new: ``scope_key`` (see ``places``; empty for all of
    Viet Nam) and ``basis`` (a definition that the name implies, or the base year of a change).
    With ``sentences`` the clause around the value, its heading and the place that the article
    speaks of are taken into account.
    """
    lexicon = lexicon or load_lexicon()
    scopes = scopes_of(lexicon)
    homes = {}
    if sentences is not None:
        speaking = sentences["article_id"].isin(claims["article_id"].unique())
        homes = home_places(sentences[speaking], lexicon)
    columns = ("article_id", "indicator_text", "indicator", "scope", "unit", "change")
    rows = list(zip(*(text_of(claims, column).tolist() for column in columns), strict=True))
    folded = _folded(row[n] for row in rows for n in (1, 3))
    indicators, keys, bases = [], [], []
    for row, place in zip(rows, _surroundings(claims, sentences, scopes), strict=True):
        article_id, text, given, written, unit, change = row
        text, near = folded[text], folded[written]
        change = change or "level"
        clause = place.clause
        indicator, definition = find_indicator(text, unit, change, near, clause, lexicon)
        indicators.append(given or indicator)
        scope = split_scope(written, scopes)
        if unit == "rank" and not written:
            scope = field_of_rank(place.before, scopes)
        keys.append(
            scope_key(
                scope,
                text=text,
                unit=unit,
                subject=opening_place(text, scopes) or place.subject,
                heading=_heading_place(place.heading, scopes),
                home=homes.get(article_id, ""),
                scopes=scopes,
            )
        )
        base = _BASE_YEAR.search(clause) if change != "level" else None
        bases.append(definition or (base.group(1) if base else ""))
    assert len(keys) == len(claims)
    return claims.assign(
        indicator=pd.array(indicators, dtype="str"),
        scope_key=pd.array(keys, dtype="str"),
        basis=pd.array(bases, dtype="str"),
    )


def _folded(texts: Iterable[str]) -> dict[str, str]:
    """Return the folded words of each text, folded together: many are the same."""
    different = list(dict.fromkeys(texts))
    return {text: folded.text for text, folded in zip(different, fold_each(different), strict=True)}


# All claims under a heading ask for its place.
@lru_cache(maxsize=1024)
def _heading_place(heading: str, scopes: Scopes) -> str:
    """Return the one place below the country that a heading names, else the empty string."""
    if not heading:
        return ""
    keys = {scopes.key_of[name] for name, *_ in scopes.places_in(fold(heading).text)}
    keys = {key for key in keys if scopes.kind_of[key] in ("country", "place")}
    return keys.pop() if len(keys) == 1 else ""


class Surroundings(NamedTuple):
    """What stands around a claim: the folded text before it in its sentence, its clause, the
    place that the text before it speaks of, and its heading; all blank where not known.
    """

    before: str = ""
    clause: str = ""
    subject: str = ""
    heading: str = ""


_NOTHING_AROUND = Surroundings()


class _Sentence:
    """A sentence as claims are placed in it: folded once for all of them."""

    def __init__(self, heading: str, start: int, text: str, folded: str, scopes: Scopes) -> None:
        self.heading, self.start, self.text, self.scopes = heading, start, text, scopes
        # In a text with tags, entities or the like what is cut in two folds otherwise.
        self.folded = folded if is_ordinary(text) else None
        self.mentions: list[Mention] | None = None

    def around(self, start: int) -> Surroundings:
        """Return what stands around a claim that begins at ``start`` of the article."""
        at, scopes = start - self.start, self.scopes
        if self.folded is None or at < 0:
            before, behind = fold(self.text[:at]).text, fold(self.text[at:]).text
            text, at = before + behind, len(before)
            mentions = mentions_of(before, scopes)
        else:
            text, before = self.folded, self.folded[:at]
            if self.mentions is None:
                self.mentions = mentions_of(text, scopes)
            mentions = self.mentions
        opened = max(text.rfind("；", 0, at), text.rfind(";", 0, at)) + 1
        closed = [end for end in (text.find("；", at), text.find(";", at)) if end >= 0]
        clause = text[opened : min(closed, default=len(text))]
        return Surroundings(before, clause, subject_place(text, at, mentions, scopes), self.heading)


def _surroundings(
    claims: pd.DataFrame, sentences: pd.DataFrame | None, scopes: Scopes
) -> Iterator[Surroundings]:
    """Yield what stands around each claim, in order."""
    if sentences is None or not {"sentence_no", "start"} <= set(claims.columns):
        yield from repeat(_NOTHING_AROUND, len(claims))
        return
    ids = text_of(claims, "article_id").tolist()
    numbers = claims["sentence_no"].tolist()
    lacking = claims["sentence_no"].isna().tolist()
    known = {
        (str(article_id), int(number)): place
        for place, (article_id, number) in enumerate(
            zip(sentences["article_id"].tolist(), sentences["sentence_no"].tolist(), strict=True)
        )
    }
    headings = text_of(sentences, "heading").tolist()
    begins, texts = sentences["start"].tolist(), sentences["text"].tolist()
    places = [
        None if absent else known.get((article_id, int(number)))
        for article_id, number, absent in zip(ids, numbers, lacking, strict=True)
    ]
    folded = _folded(texts[place] for place in places if place is not None)
    last, sentence = None, None
    for place, start in zip(places, claims["start"].tolist(), strict=True):
        if place is None:
            yield _NOTHING_AROUND
            continue
        if sentence is None or place != last:
            last, text = place, texts[place]
            sentence = _Sentence(headings[place], int(begins[place]), text, folded[text], scopes)
        yield sentence.around(int(start))


def text_of(table: pd.DataFrame, column: str) -> pd.Series:
    """Return a text column with blanks for what is missing, also where the column is absent."""
    if column not in table.columns:
        return pd.Series("", index=table.index, dtype="str")
    return table[column].astype("str").where(table[column].notna(), "")


def rows_of(table: pd.DataFrame) -> list[dict]:
    """Return the rows of a table as ``to_dict("records")`` does, in a fifth of its time."""
    columns = (table[column].tolist() for column in table)
    return [dict(zip(table.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def indicator_candidates(
    claims: pd.DataFrame, *, n_closest: int = 3, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """List the indicators that no name explains: one row per folded words and unit.

    Columns: indicator_text (as first written), unit, n_claims, n_articles, years (joined by ;),
    closest (up to ``n_closest`` known keys, nearest first, joined by ;), closest_name,
    similarity (0 to 1: Dice coefficient of the character pairs of the two names), claim_ids.
    Most claims first. Repeats do not count.
    """
    lexicon = lexicon or load_lexicon()
    unknown = claims[(text_of(claims, "indicator") == "") & (text_of(claims, "repeat_of") == "")]
    rows = []
    words = text_of(unknown, "indicator_text").map(folded_words)
    for (name, unit), group in unknown.groupby([words, text_of(unknown, "unit")], sort=True):
        closest = _closest(str(name), names_of(lexicon))[:n_closest]
        years = sorted({int(year) for year in group["year"].dropna()})
        rows.append(
            {
                "indicator_text": group["indicator_text"].iloc[0],
                "unit": unit,
                "n_claims": len(group),
                "n_articles": group["article_id"].nunique(),
                "years": ";".join(map(str, years)),
                "closest": ";".join(key for _, key, _ in closest),
                "closest_name": closest[0][2] if closest else "",
                "similarity": round(closest[0][0], 3) if closest else 0.0,
                "claim_ids": ";".join(text_of(group, "claim_id")),
            }
        )
    columns = ["indicator_text", "unit", "n_claims", "n_articles", "years", "closest"]
    columns += ["closest_name", "similarity", "claim_ids"]
    table = pd.DataFrame(rows, columns=columns)
    return candidates_in_order(table)


def candidates_in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``indicator_candidates`` in their order."""
    columns = ["n_claims", "indicator_text", "unit"]
    return table.sort_values(columns, ascending=[False, True, True], ignore_index=True)


def _closest(text: str, names: Names) -> list[tuple[float, str, str]]:
    """Return (similarity, indicator, name) of the indicators that share a pair of characters."""
    pairs = _pairs(text)
    best: dict[str, tuple[float, str]] = {}
    for name in names.names:
        other = _pairs(name.name)
        alike = 2 * len(pairs & other) / (len(pairs) + len(other)) if pairs and other else 0.0
        if alike > best.get(name.indicator, (0.0, ""))[0]:
            best[name.indicator] = (alike, name.name)
    ranked = [(alike, indicator, name) for indicator, (alike, name) in best.items()]
    return sorted(ranked, key=lambda row: (-row[0], row[1]))


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
