"""The words of one language: labels, the names of keys, and numbers as readers write them."""

import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from analysis.lexicon import Lexicon, load_lexicon


class Number(int):
    """A count inside a label: ``{n}`` is 1,200, ``{n:target/targets}`` is 1 target, 2 targets."""

    def __format__(self, forms: str) -> str:
        if not forms:
            return f"{int(self):,}"
        one, _, many = forms.partition("/")
        return f"{int(self):,} {one if self == 1 else many}"


class Labels(NamedTuple):
    """The words of one language: ``labels("n_articles", n=2)``, and names of keys."""

    lang: str
    words: Mapping[str, str]
    names: Mapping[tuple[str, str], str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the label of ``key`` with its ``{places}`` filled. Raises KeyError."""
        return self.words[key].format(
            **{
                place: Number(value) if isinstance(value, int) and place != "year" else value
                for place, value in values.items()
            }
        )

    def name(self, kind: str, key: str) -> str:
        """Return what an indicator, scope or topic is called, or the key as it stands."""
        return self.names.get((kind, key), key)

    def scope(self, key: str) -> str:
        """Return what the scope ``place/part`` is called; nothing for the whole country."""
        if key in ("", "national"):
            return ""
        place, _, part = key.partition("/")
        named = [
            listed([self.name("scope", name) for name in side.split("+")], self.lang)
            for side in (place, part)
            if side
        ]
        return self("place_and_part", place=named[0], part=named[1]) if part else named[0]

    def indicator(self, key: str, text: str, scope: str) -> str:
        """Return what an indicator is called, by its own words if it has no key, and its scope."""
        named = self.name("indicator", key) if key else text
        limited = self.scope(scope)
        return self("indicator_in_scope", indicator=named, scope=limited) if limited else named


@lru_cache(maxsize=32)
def labels_in(lang: str, lexicon: Lexicon | None = None) -> Labels:
    """Return the labels of the lexicon in ``lang``: a column of labels.csv, topics.csv …

    A label that is missing in that language is printed in Chinese and named on stderr.
    Raises ValueError when no label at all has the language.
    """
    lexicon = lexicon or load_lexicon()
    if not any(row.get(lang) for row in lexicon.labels):
        raise ValueError(f"labels.csv has no column {lang!r} (add it, one label per row)")
    missing: list[str] = []

    def said(row: Mapping[str, str], key: str) -> str:
        if not row.get(lang):
            missing.append(key)
        return row.get(lang) or row["zh"]

    words = {row["key"]: said(row, row["key"]) for row in lexicon.labels}
    names = {
        (kind, row[kind]): said(row, row[kind])
        for kind, rows in (
            ("indicator", lexicon.indicators),
            ("scope", lexicon.scopes),
            ("topic", lexicon.topics),
        )
        for row in rows
    }
    # A claim quotes its scope as the article writes it; the lexicon knows the usual ways.
    for row in lexicon.scopes:
        for written in row["names"].split("|"):
            names.setdefault(("scope", written), names[("scope", row["scope"])])
    if missing:
        print(f"no label in {lang!r}, Chinese printed: {', '.join(missing)}", file=sys.stderr)
    return Labels(lang, words, names)


def number_text(value: float, *, decimals: int = 1) -> str:
    """Return ``value`` as a reader writes it: 80, 6.5, 1,200; an unknown value as ``?``."""
    if value is None or value != value:
        return "?"
    rounded = round(float(value), decimals)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.{decimals}f}"


def value_text(value: float, unit: str, labels: Labels) -> str:
    """Return ``value`` with its unit: ``80%``, ``第50位`` or ``#50`` for ranks, ``5.8万家``."""
    number = number_text(value, decimals=2 if unit == "score" else 1)
    if unit in ("%", "%_per_year"):
        return f"{number}%"
    if unit == "rank":
        return labels("rank_value", n=number)
    steps = ((1e8, "亿"), (1e4, "万")) if labels.lang == "zh" else ((1e9, " bn"), (1e6, " m"))
    for size, name in steps:
        if value == value and abs(value) >= size:
            number = f"{number_text(value / size)}{name}"
            break
    if unit in ("", "score", "count", "none"):
        return number
    return f"{number}{unit}" if labels.lang == "zh" else f"{number} {unit}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """Return ``n`` with its English noun: no articles, 1 article, 1,200 articles."""
    noun = one if n == 1 else many or f"{one}s"
    return f"{n:,} {noun}" if n else f"no {noun}"


def listed(parts: list[str], lang: str) -> str:
    """Return ``parts`` as a list in a sentence: ``a, b and c`` or ``a、b和c``."""
    if lang == "zh":
        return "和".join(filter(None, ["、".join(parts[:-1]), *parts[-1:]]))
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def share_text(part: float, whole: float) -> str:
    """Return a share in whole per cent, never rounding something to 0 or to all."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 1:
        return "<1%"
    if 99 < share < 100:
        return ">99%"
    return f"{share:.0f}%"


def are(n: int) -> str:
    """Return the English verb that goes with ``n`` things."""
    return "is" if n == 1 else "are"


def were(n: int) -> str:
    """Return the English verb, in the past, that goes with ``n`` things."""
    return "was" if n == 1 else "were"
