"""Terms that the lexicon does not have yet: stretches of characters that behave like words."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from analysis.fold import Folded, fold
from analysis.lexicon import Lexicon, load_lexicon
from analysis.terms.concordance import written
from analysis.words import Word, counted_sentences, entries_of, everyday_share, split_words

NEW_TERMS = {
    "term": "str",
    "n": "int64",
    "n_articles": "int64",
    "score": "float64",
    "cohesion": "float64",
    "left_entropy": "float64",
    "right_entropy": "float64",
    "whole": "float64",
    "article_id": "str",
    "sentence_no": "int64",
    "example": "str",
}

# A run of Han characters; the dot joins the parts of a foreign name.
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+(?:·[\u3400-\u9fff]+)*")

# What a term hardly begins or ends with when it is a word by itself there (the 和 of 和平 is not).
_PARTICLES = frozenset(
    "的地得了着过之和与及或等在于从由对向为以把被将并而但是也都不到至有中上下年月日"
)

# Characters of the longest suggestion; a foreign name with its dot may be longer.
_LONGEST = 8
_LONGEST_NAME = 12

# Measured on 32 articles (38,000 characters) with an empty lexicon, by the share of 35 terms of
# the field that are among the first 200: 0.86 as they stand. _UNCOMMON decides: 0.71 without it,
# 0.80 with 8, 0.83 with 32, 0.66 with 64. The others keep fragments out of the list and cost
# nothing: cohesion 0.86 from 0 to 5, entropy 0.80 without.
_COHESION = 2.0
_ENTROPY = 0.7
_ALIGNED = 0.5
_UNCOMMON = 16
# Of a term's score, the part that it loses when the segmenter cuts it whole already: more, and
# words such as 半导体 sink below the first 200 (0.71 with a half).
_DISCOUNT = 0.25

# Characters of context on each side of the example.
_AROUND = 12


class _Occurrence(NamedTuple):
    run: int
    at: int


class _Run(NamedTuple):
    """A run of characters of a sentence, and where the segmenter puts word boundaries in it."""

    text: str
    sentence: int
    offset: int
    begins: frozenset[int]
    ends: frozenset[int]
    words: frozenset[tuple[int, int]]


def suggest_terms(
    sentences: pd.DataFrame,
    *,
    lexicon: Lexicon | None = None,
    n: int = 200,
    min_count: int = 3,
) -> pd.DataFrame:
    """Return what may be missing in ``words.csv``: one row per suggestion, the best first.

    ``sentences`` is the table of that name. A suggestion is a stretch of 2 to 8 Han characters (a
    name with "·" inside up to 12) that is no entry of the lexicon, occurs ``min_count`` times or
    more and behaves like a word:

    - its parts belong together: cohesion, the pointwise mutual information in bits of its weakest
      cut, log2(p(w) / (p(left part) · p(right part))), is 2 or more (Sproat & Shih 1990; for the
      weakest cut Silva & Lopes 1999);
    - its edges are free: the entropy in bits of the characters before it and of those behind it
      is 0.7 or more, an end of the run counting as a character of its own (Jin & Tanaka-Ishii
      2006);
    - in half of its occurrences or more both edges are word boundaries for the segmenter, and
      the words at the edges are no particles or numbers;
    - it is 16 times as frequent as in jieba's dictionary of everyday Chinese or more.

    Columns: term, n, n_articles, score = n · log2(characters) · (1 − whole / 4) (after Frantzi,
    Ananiadou & Mima 2000, without their discount for terms inside longer ones: both may be
    wanted), cohesion, left_entropy, right_entropy, whole (share of the occurrences that the
    segmenter cuts as this one word already: near 1, an entry would change little), and the first
    occurrence: article_id, sentence_no, example. In a small corpus many real terms are too rare to be seen,
    and headlines repeated in several articles look like terms: read before you accept.

    To accept a suggestion, add it as a line to ``words.csv``.
    """
    lexicon = load_lexicon() if lexicon is None else lexicon
    sentences = counted_sentences(sentences)
    texts, articles = list(sentences["text"]), list(sentences["article_id"])
    numbers, folds = list(sentences["sentence_no"]), [fold(text) for text in texts]
    runs = [
        run
        for number, (text, folded) in enumerate(zip(texts, folds, strict=True))
        for run in _runs(number, folded, split_words(text, lexicon=lexicon))
    ]
    counts = _count([run.text for run in runs], min_count)
    known = entries_of(lexicon)
    candidates = {
        term
        for term, count in counts.items()
        if count >= min_count and len(term) > 1 and term not in known and _may_be_term(term)
    }
    total = sum(len(run.text) for run in runs)
    # Terms have some 1.6 characters a word in everyday text; the ratio needs the order only.
    candidates = {
        term
        for term in candidates
        if counts[term] * 1.6 / total >= _UNCOMMON * everyday_share(term)
        and _cohesion(term, counts, total) >= _COHESION
    }
    rows = []
    for term, found in _occurrences(runs, candidates).items():
        left, right = (_entropy(_neighbours(runs, term, found, side)) for side in (-1, 1))
        aligned = sum(
            one.at in runs[one.run].begins and one.at + len(term) in runs[one.run].ends
            for one in found
        )
        if min(left, right) < _ENTROPY or aligned < _ALIGNED * len(found):
            continue
        whole = sum((one.at, one.at + len(term)) in runs[one.run].words for one in found)
        first = runs[found[0].run]
        start = first.offset + found[0].at
        rows.append(
            (
                term,
                len(found),
                len({articles[runs[one.run].sentence] for one in found}),
                len(found) * math.log2(len(term)) * (1 - _DISCOUNT * whole / len(found)),
                _cohesion(term, counts, total),
                left,
                right,
                whole / len(found),
                articles[first.sentence],
                numbers[first.sentence],
                written(
                    texts[first.sentence],
                    folds[first.sentence],
                    max(0, start - _AROUND),
                    start + len(term) + _AROUND,
                ),
            )
        )
    table = pd.DataFrame(rows, columns=list(NEW_TERMS)).astype(NEW_TERMS)
    table = table.sort_values(["score", "term"], ascending=[False, True], ignore_index=True)
    return table.head(n)


def _runs(sentence: int, folded: Folded, words: list[Word]) -> Iterable[_Run]:
    """Yield the runs of Han characters of a sentence with the boundaries of its words."""
    place = {offset: i for i, offset in enumerate(folded.at)}
    after = {offset: i + 1 for i, offset in enumerate(folded.ends)}
    spans = [(place[word.start], after[word.end], word) for word in words]
    for match in _RUN.finditer(folded.text):
        start, end = match.span()
        inside = [
            (first - start, behind - start, word)
            for first, behind, word in spans
            if first >= start and behind <= end
        ]
        edges = [
            (first, behind)
            for first, behind, word in inside
            if word.term not in _PARTICLES and word.kind != "number"
        ]
        yield _Run(
            match.group(),
            sentence,
            start,
            frozenset(first for first, _ in edges),
            frozenset(behind for _, behind in edges),
            frozenset((first, behind) for first, behind, _ in inside),
        )


def _count(runs: list[str], min_count: int) -> Counter[str]:
    """Count stretches of 1 to 12 characters, of the longer ones only those that can be frequent.

    A stretch is no more frequent than its parts, so each length looks only at what has frequent
    parts: otherwise a large corpus would not fit into memory.
    """
    counts = Counter(character for run in runs for character in run)
    frequent = {character for character, n in counts.items() if n >= min_count}
    for size in range(2, _LONGEST_NAME + 1):
        found = Counter(
            run[i : i + size]
            for run in runs
            for i in range(len(run) - size + 1)
            if run[i : i + size - 1] in frequent and run[i + 1 : i + size] in frequent
        )
        frequent = {stretch for stretch, n in found.items() if n >= min_count}
        counts.update({stretch: found[stretch] for stretch in frequent})
    return counts


def _may_be_term(term: str) -> bool:
    return "·" not in {term[0], term[-1]} and (len(term) <= _LONGEST or "·" in term)


def _cohesion(term: str, counts: Mapping[str, int], total: int) -> float:
    return min(
        math.log2(counts[term] * total / (counts[term[:at]] * counts[term[at:]]))
        for at in range(1, len(term))
    )


def _occurrences(runs: list[_Run], candidates: set[str]) -> dict[str, list[_Occurrence]]:
    found: dict[str, list[_Occurrence]] = defaultdict(list)
    for number, run in enumerate(runs):
        for at in range(len(run.text)):
            for size in range(2, min(_LONGEST_NAME, len(run.text) - at) + 1):
                term = run.text[at : at + size]
                if term in candidates:
                    found[term].append(_Occurrence(number, at))
    return found


def _neighbours(
    runs: list[_Run], term: str, found: list[_Occurrence], side: int
) -> Counter[object]:
    neighbours: Counter[object] = Counter()
    for one in found:
        text = runs[one.run].text
        at = one.at - 1 if side < 0 else one.at + len(term)
        neighbours[text[at] if 0 <= at < len(text) else one] += 1
    return neighbours


def _entropy(counts: Counter[object]) -> float:
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in sorted(counts.values()))
