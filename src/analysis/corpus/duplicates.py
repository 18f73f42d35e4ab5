"""The same article twice: with another related list, address, script, width, or as a reprint."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from ..fold import fold
from .model import Article

# A clause of fewer characters (记者报道, a number) says nothing of where it stands.
SHORTEST_CLAUSE = 5
_CLAUSE = re.compile(rf"[^\W_]{{{SHORTEST_CLAUSE},}}")
# Articles are the same when they share this much of the shorter one's words, in whole clauses,
# and the shorter one is no mere extract. Reprints with some sentences changed stay above it;
# articles about the same meeting by two hands share below a third.
SHARED = 0.7
SHORTEST_SHARE = 0.5
# A clause that stands in more articles than this is a formula; it makes no candidates.
MOST_COMMON = 30
# Articles are counted by the lowest bits of their numbers first: few collide.
_FEW = 0xFFF


class Clauses(NamedTuple):
    """One entry per article and different clause of it, in order of the articles: the article's
    number, a hash of 64 bits that stands for the clause, and the clause's characters."""

    article: np.ndarray
    clause: np.ndarray
    length: np.ndarray


def mark_duplicates(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles with ``duplicate_of`` set to the first article of the same body.

    Compared are the folded lede and body without punctuation, clause by clause; related lists,
    captions, datelines, titles and addresses do not count. Articles without a body have no
    duplicates. Time is linear in the number of articles.
    """
    articles = list(articles)
    clauses = clauses_of(articles)
    originals = find_originals(lambda: [clauses], len(articles))
    return tuple(
        article._replace(duplicate_of="" if of < 0 else articles[of].article_id)
        for article, of in zip(articles, originals.tolist(), strict=True)
    )


def clauses_of(articles: Iterable[Article]) -> Clauses:
    """Return the clauses of articles, which are numbered from 0 on."""
    from pandas.util import hash_array

    numbers: list[int] = []
    clauses: list[str] = []
    for number, article in enumerate(articles):
        words = "\n".join(s.text for s in article.sentences if s.zone in ("lede", "body"))
        own = dict.fromkeys(_CLAUSE.findall(fold(words).text))
        clauses += own
        numbers += [number] * len(own)
    hashes = hash_array(np.array(clauses, dtype=object), categorize=False).view(np.int64)
    lengths = np.fromiter(map(len, clauses), np.int64, len(clauses))
    return Clauses(np.array(numbers, np.int64), hashes, lengths)


def find_originals(clauses: Callable[[], Iterable[Clauses]], n_articles: int) -> np.ndarray:
    """Return for each article the number of the earlier one that it repeats, or -1.

    ``clauses()`` gives those of some articles at a time, all of an article at once; it is called
    twice. Of all clauses together, only the hashes are held in memory.
    """
    originals = np.full(n_articles, -1)
    weight = np.zeros(n_articles, np.int64)
    # A clause that stands in one article alone is shared with none.
    known, times = _repeated(some.clause for some in clauses())
    # The articles that hold a clause stand side by side, from first[clause] on.
    first = np.append(0, np.cumsum(np.minimum(times, MOST_COMMON)))
    holders = np.zeros(first[-1], np.int32)
    n_holders = np.zeros(len(known), np.int8)
    for some in clauses():
        numbers, article = np.unique(some.article, return_inverse=True)
        weight[numbers] = np.bincount(article, some.length).astype(np.int64)
        fewest = _fewest(article, some.length, weight[numbers])
        clause = np.searchsorted(known, some.clause)
        shared = np.append(known, 0)[clause] == some.clause
        shared &= clause < len(known)
        article, clause, length = article[shared], clause[shared], some.length[shared]
        bounds = np.searchsorted(article, np.arange(len(numbers) + 1)).tolist()
        for i, number in enumerate(numbers.tolist()):
            span = slice(bounds[i], bounds[i + 1])
            these = clause[span]
            found = n_holders[these].astype(np.int64)
            if np.count_nonzero(found) >= fewest[i]:
                others = holders[_ranges(first[these], found)]
                # A quick look at numbers that several articles have in common spares most of
                # the rest.
                if np.bincount(others & _FEW).max(initial=0) >= fewest[i]:
                    lengths = np.repeat(length[span], found)
                    originals[number] = _original(others, lengths, weight, number)
            if originals[number] < 0:
                these = these[found < MOST_COMMON]
                holders[first[these] + n_holders[these]] = number
                n_holders[these] += 1
    return originals


def _repeated(pieces: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the hashes that come more than once, in their order, and how often each comes."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece.tobytes()
    hashes = np.frombuffer(buffer, np.int64)
    hashes.sort()
    again = hashes[1:] == hashes[:-1]
    first = np.flatnonzero(again & ~np.append(False, again[:-1]))
    last = np.flatnonzero(again & ~np.append(again[1:], False)) + 1
    return hashes[first], last - first + 1


def _ranges(first: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Return first, first + 1 … n times, for each of them."""
    return np.arange(n.sum()) + np.repeat(first - (np.cumsum(n) - n), n)


def _fewest(article: np.ndarray, length: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return for each article how many clauses it shares at least with one that is the same.

    To count clauses is quicker than to add up their lengths: n of them have at most as many
    characters as the n longest, and few articles share so many.
    """
    order = np.lexsort((-length, article))
    most = np.cumsum(length[order])
    most -= (np.cumsum(weight) - weight)[article]
    # Whatever the other's length; a character less, so that no rounding decides.
    enough = SHARED * SHORTEST_SHARE * weight - 1
    return 1 + np.bincount(article, most < enough[article], minlength=len(weight))


def _original(others: np.ndarray, lengths: np.ndarray, weight: np.ndarray, number: int) -> int:
    """Return the article with the most in common among those that are the same, or -1.

    ``others`` are the articles that share a clause, once for each, with its length.
    """
    others, which = np.unique(others, return_inverse=True)
    common = np.bincount(which, lengths).astype(np.int64)
    same = np.flatnonzero(_same(common, weight[number], weight[others]))
    return int(others[same[np.argmax(common[same])]]) if len(same) else -1


def _same(common: np.ndarray, weight: int, others: np.ndarray) -> np.ndarray:
    smaller, larger = np.minimum(weight, others), np.maximum(weight, others)
    return (common >= SHARED * smaller) & (smaller >= SHORTEST_SHARE * larger)
