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
    """What one pattern stands for in one row of topic_terms.csv; no topic for an exclusion."""

    topic: str
    term: str
    context: Context | None


class Codebook(NamedTuple):
    """Topics in file order, the folded patterns of all rows, and what each pattern means.

    ``version`` is a short hash of the topics and their rows: two codings with one version were
    made with one codebook.
    """

    version: str
    topics: tuple[str, ...]
    patterns: tuple[str, ...]
    meanings: tuple[tuple[Meaning, ...], ...]
    automaton: "AhoCorasick"


@lru_cache(maxsize=8)
def codebook_of(lexicon: Lexicon) -> Codebook:
    """Compile the topics and terms of a lexicon.

    Raises LexiconError, as ``topic_terms.csv, line 7: …``, for an empty codebook, a topic
    without terms, two rows of a topic that are one after folding, a term that is excluded, a
    context that never restricts its term or never allows it.
    """
    topics = tuple(row["topic"] for row in lexicon.topics)
    if not topics:
        raise LexiconError("topics.csv, line 1: no topic stands below the header")
    meanings: dict[str, list[Meaning]] = {}
    line_of: dict[tuple[str, str], int] = {}
    excluded: dict[str, int] = {}
    for row, line in _rows(lexicon, "topic_terms"):
        pattern = fold(row["term"]).text.strip()
        if not pattern:
            raise _fault(line, f"term {row['term']!r} has no visible character: it never fires")
        key = (row["topic"], pattern)
        if key in line_of:
            other = line_of[key]
            raise _fault(line, f"{row['term']} is the same as line {other} in Simplified form")
        line_of[key] = line
        if row["kind"] == "exclude":
            if row["context"]:
                raise _fault(line, "an exclusion has no context: it always holds")
            excluded[pattern] = line
            meanings.setdefault(pattern, [])
        else:
            context = _context(row["context"], pattern, line)
            meanings.setdefault(pattern, []).append(Meaning(row["topic"], row["term"], context))
    for (topic, pattern), line in line_of.items():
        if pattern in excluded and excluded[pattern] != line and meanings[pattern]:
            raise _fault(
                line,
                f"{pattern} of {topic} is excluded in line {excluded[pattern]}: it never fires",
            )
    with_terms = {meaning.topic for found in meanings.values() for meaning in found}
    for row, line in _rows(lexicon, "topics"):
        if row["topic"] not in with_terms:
            raise LexiconError(f"topics.csv, line {line}: no term for {row['topic']}")
    from ahocorasick_rs import AhoCorasick

    patterns = tuple(meanings)
    return Codebook(
        version=_version(lexicon),
        topics=topics,
        patterns=patterns,
        meanings=tuple(tuple(meanings[pattern]) for pattern in patterns),
        automaton=AhoCorasick(patterns),
    )


def _version(lexicon: Lexicon) -> str:
    rows = [row["topic"] for row in lexicon.topics]
    columns = ("topic", "term", "kind", "context")
    rows += ["\t".join(row[column] for column in columns) for row in lexicon.topic_terms]
    return hashlib.sha256("\n".join(rows).encode("utf-8")).hexdigest()[:12]


def _rows(lexicon: Lexicon, name: str):
    rows = getattr(lexicon, name)
    # A lexicon made by hand has no file; its rows count as lines below a header.
    lines = lexicon.lines.get(name) or range(2, len(rows) + 2)
    return zip(rows, lines, strict=True)


def _context(written: str, pattern: str, line: int) -> Context | None:
    """Read the context column: ``a|b`` (one of them is needed) or ``!a|b`` (none may stand)."""
    if not written:
        return None
    wanted = not written.startswith("!")
    words = tuple(fold(word).text.strip() for word in written.lstrip("!").split("|"))
    if not all(words):
        raise _fault(line, f"context {written!r} has an empty alternative")
    for word in words:
        if word in pattern:
            effect = "always holds" if wanted else "never holds"
            raise _fault(line, f"context {word} is part of the term itself: it {effect}")
    return Context(wanted, words)


def _fault(line: int, what: str) -> LexiconError:
    return LexiconError(f"topic_terms.csv, line {line}: {what}")
