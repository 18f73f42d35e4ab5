"""Sentences -> topics: one row per dictionary hit."""

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.fold import fold_each
from analysis.lexicon import Lexicon, load_lexicon
from analysis.topics.codebook import Codebook, Context, Meaning, codebook_of

HITS = ("article_id", "sentence_no", "topic", "term", "start", "end")

# Sentences searched as one text: enough that what is done once for all of them costs nothing,
# and few enough that their matches fit into any memory.
TOGETHER = 2000


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
    texts = sentences["text"].tolist()
    found = [
        (first + number, meaning.number, start, end)
        for first in range(0, len(texts), TOGETHER)
        for number, meaning, start, end in _hits(texts[first : first + TOGETHER], codebook)
    ]
    if not found:
        return pd.DataFrame(columns=HITS)
    numbers = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=4 * len(found))
    place, number, start, end = numbers.reshape(-1, 4).T
    offset = sentences["start"].to_numpy()[place]
    return pd.DataFrame(
        {
            "article_id": sentences["article_id"].infer_objects().array.take(place),
            "sentence_no": sentences["sentence_no"].to_numpy()[place],
            "topic": pd.array([meaning.topic for meaning in codebook.terms], dtype="str").take(
                number
            ),
            "term": pd.array([meaning.term for meaning in codebook.terms], dtype="str").take(
                number
            ),
            "start": offset + start,
            "end": offset + end,
        }
    )


def find_topics(
    text: str, codebook: Codebook, *, without: tuple[str, str] | None = None
) -> list[Hit]:
    """Return the hits of one sentence; ``without`` leaves one (topic, term) out of the codebook."""
    return [
        Hit(meaning.topic, meaning.term, start, end)
        for _, meaning, start, end in _hits([text], codebook, without)
    ]


def _hits(
    texts: Sequence[str], codebook: Codebook, without: tuple[str, str] | None = None
) -> Iterator[tuple[int, Meaning, int, int]]:
    """Yield the hits of all texts, searched as one: number of the text, meaning, start, end.

    The automaton gives all matches, and the choice is made here, leftmost-longest: a match whose
    context is not fulfilled, or a Latin word inside a longer one (AI in RAIL), must not hide
    another match.
    """
    folded = fold_each(texts)
    joined = "\n".join([each.text for each in folded])
    matches = codebook.automaton.find_matches_as_indexes(joined, overlapping=True)
    # They come in the order of their ends: turned round and then sorted by their starts alone,
    # which is quick, the longer of two that begin together is the first.
    matches.reverse()
    matches.sort(key=itemgetter(1))
    all_meanings = codebook.meanings
    is_latin, has_context = codebook.is_latin, codebook.has_context
    number, text, first, last, unchanged = -1, "", 0, -1, True
    done = 0
    for pattern, start, end in matches:
        if start < done:
            continue
        while start > last:
            number += 1
            text, at, _ = folded[number]
            first, last = last + 1, last + 1 + len(text)
            unchanged = isinstance(at, range)
        if end > last or (is_latin[pattern] and _inside_a_word(joined, start, end)):
            continue
        meanings = all_meanings[pattern]
        if without or has_context[pattern]:
            meanings = [
                meaning
                for meaning in meanings
                if (meaning.topic, meaning.term) != without
                and _fulfilled(meaning.context, text, start - first, end - first)
            ]
            # An exclusion has no meaning and always stands.
            if not meanings and all_meanings[pattern]:
                continue
        done = end
        for meaning in meanings:
            if unchanged:
                yield number, meaning, start - first, end - first
            else:
                yield number, meaning, *folded[number].span(start - first, end - first)


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
    for word in context.words:
        # Most words are nowhere in the sentence: then the rest of it need not be put together.
        if word in text and word in f"{text[:start]}\n{text[end:]}":
            return context.wanted
    return not context.wanted
