"""How much the frequent terms depend on the way the text is cut into words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.fold import fold, simplified
from analysis.lexicon import Lexicon, load_lexicon
from analysis.terms.counts import count_terms
from analysis.words import counted_sentences, words_of

# Rank-biased overlap: how far down a reader looks. With 0.9 the first ten ranks carry 86 % of the
# weight (Webber, Moffat & Zobel 2010, section 4.3).
_PERSISTENCE = 0.9

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


class Segmentations(NamedTuple):
    """What ``compare_segmentations`` found.

    ranks: one row per way of cutting and rank (segmentation, rank, term, n); agreement: one row
    per way of cutting (segmentation, n_terms, n_shared, rbo) against the first; stability: the
    mean rbo of the other ways of cutting into words.
    """

    ranks: pd.DataFrame
    agreement: pd.DataFrame
    stability: float


def compare_segmentations(
    sentences: pd.DataFrame, *, lexicon: Lexicon | None = None, n: int = 20
) -> Segmentations:
    """Return how the ``n`` most frequent terms change with the segmentation.

    Ways of cutting: ``lexicon+hmm`` (what ``words_of`` does), ``lexicon`` (without jieba's guesses
    at unknown words), ``hmm`` (without the lexicon's words), ``plain`` (without either), and
    ``bigrams`` (all pairs of neighbouring Han characters that are no stop words: no segmentation
    at all; they can agree with words of two characters only, so they do not count in the
    stability). Terms of equal count are ranked by their characters.

    rbo is the rank-biased overlap of the first n ranks with those of ``lexicon+hmm``, see
    ``rank_biased_overlap``: 1 = the same terms in the same order, 0 = no term in common.
    """
    lexicon = load_lexicon() if lexicon is None else lexicon
    without = replace(lexicon, words=())
    tops = {
        name: _top(count_terms(words_of(sentences, lexicon=words, hmm=hmm), by=None), n)
        for name, words, hmm in (
            ("lexicon+hmm", lexicon, True),
            ("lexicon", lexicon, False),
            ("hmm", without, True),
            ("plain", without, False),
        )
    }
    tops["bigrams"] = _top(count_terms(_bigrams(sentences, lexicon), by=None), n)
    base = list(tops["lexicon+hmm"]["term"])
    agreement = pd.DataFrame(
        [
            (
                name,
                len(top),
                len(set(base) & set(top["term"])),
                rank_biased_overlap(base, list(top["term"])),
            )
            for name, top in tops.items()
        ],
        columns=["segmentation", "n_terms", "n_shared", "rbo"],
    ).astype({"segmentation": "str"})
    ranks = pd.concat([top.assign(segmentation=name) for name, top in tops.items()])
    ranks = ranks[["segmentation", "rank", "term", "n"]].astype(
        {"segmentation": "str", "rank": "int64", "term": "str", "n": "int64"}
    )
    others = agreement["segmentation"].isin(["lexicon", "hmm", "plain"])
    return Segmentations(
        ranks.reset_index(drop=True), agreement, float(agreement.loc[others, "rbo"].mean())
    )


def rank_biased_overlap(
    first: Sequence[str], second: Sequence[str], *, persistence: float = _PERSISTENCE
) -> float:
    """Return the extrapolated rank-biased overlap of two rankings without ties.

    RBO = A_k p^k + (1 − p) / p · Σ_{d=1..k} A_d p^d, where A_d is the share that the first d ranks
    have in common and k the depth of the shorter ranking (Webber, Moffat & Zobel 2010, equation
    23). Two empty rankings agree (1); an empty and another do not (0).
    """
    depth = min(len(first), len(second))
    if not depth:
        return float(len(first) == len(second))
    total = 0.0
    for d in range(1, depth + 1):
        agreement = len(set(first[:d]) & set(second[:d])) / d
        total += agreement * persistence**d
    return agreement * persistence**depth + (1 - persistence) / persistence * total


def _top(terms: pd.DataFrame, n: int) -> pd.DataFrame:
    return terms.head(n).assign(rank=range(1, min(n, len(terms)) + 1))


def _bigrams(sentences: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    stopwords = {simplified(row["word"]) for row in lexicon.stopwords}
    sentences = counted_sentences(sentences)
    rows = [
        (article_id, run[i : i + 2])
        for article_id, text in zip(sentences["article_id"], sentences["text"], strict=True)
        for run in _HAN.findall(fold(text).text)
        for i in range(len(run) - 1)
        if not {run[i], run[i + 1], run[i : i + 2]} & stopwords
    ]
    return pd.DataFrame(rows, columns=["article_id", "term"], dtype="str")
