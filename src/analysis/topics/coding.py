"""Sentences -> topics: one row per dictionary hit."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.fold import fold
from analysis.lexicon import Lexicon, load_lexicon
from analysis.topics.codebook import Codebook, Context, codebook_of

HITS = ("article_id", "sentence_no", "topic", "term", "start", "end")


class Hit(NamedTuple):
    """A term of a topic in a text, as it is written in the codebook: ``text[start:end]``."""

    topic: str
    term: str
    start: int
    end: int


def code_topics(sentences: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Code every sentence by the codebook; one row per hit, in text order.

    ``sentences`` is the sentences table. Columns: article_id, sentence_no, topic, term (as the
    codebook writes it), start, end (offsets into the article's text). Of matches that overlap
    the leftmost counts, and of those that begin together the longest, across all topics; a
    match of an exclusion counts for no topic. A term with a context counts only if the
    sentence around it fulfils that.

    Sentences that repeat another one are coded like the others, so that every sentence of an
    article can be shown with its topics; what counts sentences leaves them out. Raises
    LexiconError for a fault in the codebook.
    """
    codebook = codebook_of(lexicon or load_lexicon())
    rows = [
        (article_id, sentence_no, hit.topic, hit.term, start + hit.start, start + hit.end)
        for article_id, sentence_no, start, text in zip(
            sentences["article_id"],
            sentences["sentence_no"],
            sentences["start"],
            sentences["text"],
            strict=True,
        )
        for hit in find_topics(text, codebook)
    ]
    return pd.DataFrame(rows, columns=HITS)


def find_topics(
    text: str, codebook: Codebook, *, without: tuple[str, str] | None = None
) -> list[Hit]:
    """Return the hits of one sentence; ``without`` leaves one (topic, term) out of the codebook."""
    folded = fold(text)
    return [
        Hit(meaning.topic, meaning.term, *folded.span(start, end))
        for pattern, start, end in _matches(folded.text, codebook, without)
        for meaning in codebook.meanings[pattern]
        if (meaning.topic, meaning.term) != without
        and _fulfilled(meaning.context, folded.text, start, end)
    ]


def _matches(
    text: str, codebook: Codebook, without: tuple[str, str] | None
) -> Iterator[tuple[int, int, int]]:
    """Yield (pattern, start, end) of the matches that stand, leftmost-longest.

    The automaton gives all matches, and the choice is made here: a match whose context is not
    fulfilled, or a Latin word inside a longer one (AI in RAIL), must not hide another match.
    """
    candidates = sorted(
        (start, -end, pattern)
        for pattern, start, end in codebook.automaton.find_matches_as_indexes(
            text, overlapping=True
        )
    )
    done = 0
    for start, end, pattern in candidates:
        end = -end
        if start < done or _inside_a_word(text, start, end):
            continue
        meanings = codebook.meanings[pattern]
        # An exclusion has no meaning and always stands.
        if not meanings or any(
            (meaning.topic, meaning.term) != without
            and _fulfilled(meaning.context, text, start, end)
            for meaning in meanings
        ):
            done = end
            yield pattern, start, end


def _inside_a_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and _joined(text[start - 1], text[start])) or (
        end < len(text) and _joined(text[end - 1], text[end])
    )


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one Latin word or to one number (60|Mbps are two)."""
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def _fulfilled(context: Context | None, text: str, start: int, end: int) -> bool:
    if context is None:
        return True
    around = f"{text[:start]}\n{text[end:]}"
    return any(word in around for word in context.words) == context.wanted
