"""The same article twice: with another related list, address, script, width, or as a reprint."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, chain

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


def mark_duplicates(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles with ``duplicate_of`` set to the first article of the same body.

    Compared are the folded lede and body without punctuation, clause by clause; related lists,
    captions, datelines, titles and addresses do not count. Articles without a body have no
    duplicates. Time is linear in the number of articles.
    """
    holders: dict[str, list[int]] = {}
    weights: dict[int, int] = {}
    marked: list[Article] = []
    for number, article in enumerate(articles):
        clauses = _clauses(article)
        weight = sum(map(len, clauses))
        original = _original(clauses, weight, holders, weights)
        if original is None:
            weights[number] = weight
            for clause in clauses:
                own = holders.setdefault(clause, [])
                if len(own) < MOST_COMMON:
                    own.append(number)
        marked.append(
            article._replace(duplicate_of="" if original is None else marked[original].article_id)
        )
    return tuple(marked)


def _original(
    clauses: set[str], weight: int, holders: dict[str, list[int]], weights: dict[int, int]
) -> int | None:
    """Return the article with the most in common among those that are the same, or None."""
    known = [(len(clause), holders[clause]) for clause in clauses if clause in holders]
    n_shared = Counter(chain.from_iterable(others for _, others in known))
    # To count clauses is quicker than to add up their lengths: n of them have at most as many
    # characters as the n longest, and few articles share so many.
    most = [0, *accumulate(sorted(map(len, clauses), reverse=True))]
    # Whatever the other's length; a character less, so that no rounding decides.
    fewest = bisect_left(most, SHARED * SHORTEST_SHARE * weight - 1)
    same = []
    for other, n in n_shared.items():
        if n >= fewest and _same(most[n], weight, weights[other]):
            common = sum(length for length, others in known if other in others)
            if _same(common, weight, weights[other]):
                same.append((-common, other))
    return min(same)[1] if same else None


def _clauses(article: Article) -> set[str]:
    words = "\n".join(s.text for s in article.sentences if s.zone in ("lede", "body"))
    return set(_CLAUSE.findall(fold(words).text))


def _same(common: int, weight: int, other: int) -> bool:
    smaller, larger = (weight, other) if weight < other else (other, weight)
    return common >= SHARED * smaller and smaller >= SHORTEST_SHARE * larger
