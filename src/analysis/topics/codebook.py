"""The codebook: topics and their terms, read from the lexicon, checked and made searchable."""

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from analysis.fold import fold
from analysis.lexicon import Lexicon, LexiconError

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Context(NamedTuple):
    """What else must stand in the sentence (``wanted``), or must not, for a term to count."""

    wanted: bool
    words: tuple[str, ...]


class Meaning(NamedTuple):
    """What one pattern stands for in one row of topic_terms.csv; no topic for an exclusion.

    ``number`` is its place in ``Codebook.terms``.
    """

    topic: str
    term: str
    context: Context | None
    number: int


class Codebook(NamedTuple):
    """Topics and terms in file order, the folded patterns of all rows, what each pattern means.

    By pattern, so that most matches need no closer look: ``is_latin`` tells whether it begins or
    ends with an ASCII letter or digit, which may be part of a longer word; ``has_context``
    whether a meaning depends on the sentence.
    ``version`` is a short hash of the topics and their rows: two codings with one version were
    made with one codebook.
    """

    version: str
    topics: tuple[str, ...]
    terms: tuple[Meaning, ...]
    patterns: tuple[str, ...]
    meanings: tuple[tuple[Meaning, ...], ...]
    is_latin: tuple[bool, ...]
    has_context: tuple[bool, ...]
    automaton: "AhoCorasick"


@lru_cache(maxsize=8)
def codebook_of(lexicon: Lexicon) -> Codebook:
    """Compile the topics and terms of a lexicon.

    Raises LexiconError, as ``topic_terms.csv, line 7: …``, for an empty codebook, a topic
    without terms, two rows of a topic that are one after folding, a term that is excluded, a
    context that never restricts its term or never allows it, a list that is not there.
    """
    topics = tuple(row["topic"] for row in lexicon.topics)
    if not topics:
        raise LexiconError("topics.csv, line 1: no topic stands below the header")
    terms: list[Meaning] = []
    meanings: dict[str, list[Meaning]] = {}
    place_of: dict[tuple[str, str], str] = {}
    excluded: dict[str, str] = {}
    lists = _lists(lexicon)
    for row, place in _rows(lexicon, "topic_terms"):
        if row["kind"] == "list":
            continue
        pattern = fold(row["term"]).text.strip()
        if not pattern:
            raise _fault(place, f"term {row['term']!r} has no visible character: it never fires")
        key = (row["topic"], pattern)
        if key in place_of:
            other = _seen_from(place, place_of[key])
            raise _fault(place, f"{row['term']} is the same as {other} in Simplified form")
        place_of[key] = place
        if row["kind"] == "exclude":
            if row["context"]:
                raise _fault(place, "an exclusion has no context: it always holds")
            excluded[pattern] = place
            meanings.setdefault(pattern, [])
        else:
            context = _context(row["context"], pattern, lists, place)
            terms.append(Meaning(row["topic"], row["term"], context, len(terms)))
            meanings.setdefault(pattern, []).append(terms[-1])
    for (topic, pattern), place in place_of.items():
        if pattern in excluded and excluded[pattern] != place and meanings[pattern]:
            other = _seen_from(place, excluded[pattern])
            raise _fault(place, f"{pattern} of {topic} is excluded in {other}: it never fires")
    with_terms = {meaning.topic for meaning in terms}
    for row, place in _rows(lexicon, "topics"):
        if row["topic"] not in with_terms:
            raise _fault(place, f"no term for {row['topic']}")
    from ahocorasick_rs import AhoCorasick

    patterns = tuple(meanings)
    return Codebook(
        version=_version(lexicon),
        topics=topics,
        terms=tuple(terms),
        patterns=patterns,
        meanings=tuple(tuple(meanings[pattern]) for pattern in patterns),
        is_latin=tuple(_is_latin(pattern[0]) or _is_latin(pattern[-1]) for pattern in patterns),
        has_context=tuple(
            any(meaning.context for meaning in meanings[pattern]) for pattern in patterns
        ),
        automaton=AhoCorasick(patterns),
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _version(lexicon: Lexicon) -> str:
    rows = [row["topic"] for row in lexicon.topics]
    columns = ("topic", "term", "kind", "context")
    rows += ["\t".join(row[column] for column in columns) for row in lexicon.topic_terms]
    return hashlib.sha256("\n".join(rows).encode("utf-8")).hexdigest()[:12]


def _rows(lexicon: Lexicon, name: str):
    rows = getattr(lexicon, name)
    # A lexicon made by hand has no file; its rows count as lines below a header.
    by_hand = [f"{name}.csv, line {line}" for line in range(2, len(rows) + 2)]
    return zip(rows, lexicon.places.get(name) or by_hand, strict=True)


def _lists(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Read the rows of kind ``list``: a name that begins with @, and the words it stands for."""
    lists: dict[str, tuple[str, ...]] = {}
    for row, place in _rows(lexicon, "topic_terms"):
        if row["kind"] == "list":
            name = row["term"]
            if not name.startswith("@"):
                raise _fault(place, f"the name of a list begins with @: @{name}")
            if name in lists:
                raise _fault(place, f"{name} is listed twice")
            lists[name] = _words(row["context"], place)
            for word in lists[name]:
                if word.startswith(("@", "!")):
                    raise _fault(place, f"{word} in a list: a list holds words alone")
    return lists


def _context(
    written: str, pattern: str, lists: dict[str, tuple[str, ...]], place: str
) -> Context | None:
    """Read the context column: ``a|b`` (one of them is needed) or ``!a|b`` (none may stand).

    ``@name`` is all words of that list, without those that the term itself has: they stand in
    every sentence of the term and would say nothing.
    """
    if not written:
        return None
    wanted = not written.startswith("!")
    words: list[str] = []
    for word in _words(written.lstrip("!"), place):
        if word.startswith("@"):
            if word not in lists:
                raise _fault(place, f"{word} is no list: no row of kind list has that name")
            words += [listed for listed in lists[word] if listed not in pattern]
        elif word in pattern:
            effect = "always holds" if wanted else "never holds"
            raise _fault(place, f"context {word} is part of the term itself: it {effect}")
        else:
            words.append(word)
    if not words:
        raise _fault(place, f"context {written} has no word that the term itself has not")
    return Context(wanted, tuple(dict.fromkeys(words)))


def _words(written: str, place: str) -> tuple[str, ...]:
    words = tuple(fold(word).text.strip() for word in written.split("|"))
    if not all(words):
        raise _fault(place, f"context {written!r} has an empty alternative")
    return words


def _seen_from(place: str, other: str) -> str:
    """Return ``line 7`` for a row of the same file, with the file's name for one of another."""
    file, _, line = other.partition(", ")
    return line if place.startswith(f"{file}, ") else other


def _fault(place: str, what: str) -> LexiconError:
    return LexiconError(f"{place}: {what}")
