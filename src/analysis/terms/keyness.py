"""What sets one group of articles apart from another, and whether the counts can show it."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon
from analysis.terms.selection import CONTENT, is_content, known_words

EVERYDAY = "everyday"

# wordfreq gives frequencies to eight places: counts in a hundred million words of everyday use.
_EVERYDAY_WORDS = 100_000_000

# The level at which the verdict is given, and of the interval beside it (95 %).
_LEVEL = 0.05

KEYNESS = {
    "term": "str",
    "n_target": "int64",
    "n_reference": "int64",
    "g2": "float64",
    "p": "float64",
    "log_ratio": "float64",
    "low": "float64",
    "high": "float64",
    "verdict": "str",
    "p_exact": "float64",
    "p_adjusted": "float64",
    "chi2": "float64",
    "p_chi2": "float64",
    "n_articles_target": "int64",
    "n_articles_reference": "int64",
}

Correction = Literal["none", "yates", "williams"]


def compare_terms(
    words: pd.DataFrame,
    *,
    target: str | Sequence[str],
    reference: str | Sequence[str] | None = None,
    by: str = "article_id",
    lexicon: Lexicon | None = None,
    kinds: Collection[str] = CONTENT,
    correction: Correction = "none",
) -> pd.DataFrame:
    """Return the keyness table: one row per term, what is typical of the target first.

    ``target`` and ``reference`` are values of the column ``by`` (one or several); without a
    reference it is all other groups; ``"everyday"`` compares with everyday Chinese (the package
    wordfreq: ``pip install targets-terms-topics[everyday]``), with counts per hundred million
    words. Rows whose group is empty are unknown and stand on neither side. ``words``, ``kinds``
    and ``lexicon`` as in ``count_terms``; words that are no terms still count as words of their
    side.

    Columns, for a term with O = [[a, b], [c, d]] (a, b occurrences in target and reference, c, d
    all other words there) and E the counts expected if both sides used it alike:

    - n_target, n_reference: a and b.
    - g2 = 2 Σ O ln(O / E) over the four cells (Dunning 1993; Rayson & Garside 2000), negative when
      the reference uses the term more; p from χ² with one degree of freedom. The same as
      quanteda.textstats ``textstat_keyness(measure = "lr", correction = "none")``. With few
      occurrences this p is too small: 8 against 0 in equal texts gives 0.0009, exactly 0.008.
    - log_ratio = log2((a / N_target) / (b / N_reference)), a zero counted as 0.5 (Hardie 2014);
      low, high: its 95 % interval, see ``log_ratio``.
    - verdict: ``target`` or ``reference`` (used more there: p_adjusted < 0.05 and an interval
      without 0), ``unclear`` (the counts could show a difference and do not), or
      ``insufficient``: even with all its occurrences on one side the term could not stand out
      among so many (Tarone 1990), or the side that uses it more has it in only one of its several
      articles. Two articles rarely carry more than that. The verdict is about these texts as runs
      of words; words of one article are not independent draws, so it says little about articles
      not read.
    - p_exact: two-sided exact p of a occurrences out of a + b, see ``exact_p``; p_adjusted: the
      same for the false discovery rate over the terms that can be tested (Benjamini & Hochberg
      1995; for counts, Gilbert 2005), empty for the others.
    - chi2, p_chi2: Pearson's statistic, signed likewise.
    - n_articles_target, n_articles_reference: articles of each side that have the term.

    ``correction`` "yates" or "williams" is applied to g2 and chi2 where quanteda applies it.

    Raises ValueError for a group that has no words, or that stands on both sides. If there is
    no other group to compare with, the table is empty.
    """
    if correction not in ("none", "yates", "williams"):
        raise ValueError(f"correction is {correction!r}, not one of none, yates, williams")
    words = known_words(words, ["article_id", "term", by])
    groups = words[by].astype("str")
    target_groups = _groups("target", target, by, groups)
    everyday = reference == EVERYDAY and EVERYDAY not in set(groups)
    if reference is None:
        reference_groups = set(groups) - target_groups
    elif everyday:
        reference_groups = set()
    else:
        reference_groups = _groups("reference", reference, by, groups)
        if both := sorted(target_groups & reference_groups):
            raise ValueError(f"{by} {', '.join(both)} stands on both sides")
    in_target = groups.isin(target_groups)
    in_reference = groups.isin(reference_groups)
    content = is_content(words, kinds, lexicon)
    a, a_articles = _occurrences(words[in_target & content])
    b, b_articles = _occurrences(words[in_reference & content])
    n_target, n_reference = int(in_target.sum()), int(in_reference.sum())
    if everyday:
        b, n_reference = _everyday(a.index), _EVERYDAY_WORDS
        b_articles = b * 0
    counts = pd.DataFrame(
        {
            "n_target": a,
            "n_reference": b,
            "n_articles_target": a_articles,
            "n_articles_reference": b_articles,
        }
    ).fillna(0)
    sizes = Sizes(
        n_target,
        n_reference,
        words.loc[in_target, "article_id"].nunique(),
        words.loc[in_reference, "article_id"].nunique(),
    )
    return keyness_of(counts, sizes, correction=correction, everyday=everyday)


class Sizes(NamedTuple):
    """How many words and how many articles stand on each side."""

    n_target: int
    n_reference: int
    n_articles_target: int
    n_articles_reference: int


def keyness_of(
    counts: pd.DataFrame,
    sizes: Sizes,
    *,
    correction: Correction = "none",
    everyday: bool = False,
) -> pd.DataFrame:
    """Return the keyness table (see ``compare_terms``) of terms that are counted already.

    ``counts`` has one row per term of either side, the term in its index, and the columns n_target,
    n_reference, n_articles_target, n_articles_reference.
    """
    n_target, n_reference = sizes.n_target, sizes.n_reference
    if not n_reference:
        return pd.DataFrame({c: pd.Series(dtype=kind) for c, kind in KEYNESS.items()})
    table = counts.copy()
    a, b = table["n_target"].to_numpy(float), table["n_reference"].to_numpy(float)
    table["g2"] = log_likelihood(a, b, n_target, n_reference, correction=correction)
    table["chi2"] = chi_square(a, b, n_target, n_reference, correction=correction)
    table["p"], table["p_chi2"] = p_of(table["g2"]), p_of(table["chi2"])
    for column, values in zip(
        ("log_ratio", "low", "high"), log_ratio(a, b, n_target, n_reference), strict=True
    ):
        table[column] = values
    can_tell = _can_tell(a + b, n_target, n_reference)
    if everyday:
        # A term that the list lacks may be rare, or cut otherwise there.
        can_tell &= b > 0
    can_tell &= ~_one_of_several(table, sizes.n_articles_target, sizes.n_articles_reference)
    table["p_exact"] = exact_p(a, b, n_target, n_reference)
    table["p_adjusted"] = _false_discovery_rate(table["p_exact"].where(can_tell))
    shown = (table["p_adjusted"] < _LEVEL) & ((table["low"] > 0) | (table["high"] < 0))
    side = np.where(table["log_ratio"] > 0, "target", "reference")
    verdict = np.where(shown, side, "unclear")
    table["verdict"] = np.where(can_tell, verdict, "insufficient")
    table = table.rename_axis("term").reset_index()
    table = table.sort_values(["g2", "term"], ascending=[False, True]).reset_index(drop=True)
    return table.astype(KEYNESS)[list(KEYNESS)]


def log_likelihood(
    a: np.ndarray, b: np.ndarray, n_a: int, n_b: int, *, correction: Correction = "none"
) -> np.ndarray:
    """Return G² = 2 Σ O ln(O / E), negative where the first side has less than expected.

    ``a`` and ``b`` are the occurrences on two sides of ``n_a`` and ``n_b`` words.
    """
    from scipy.special import xlogy

    a, b = np.asarray(a, float), np.asarray(b, float)
    c, d = n_a - a, n_b - b
    more = a * d - b * c
    if correction == "yates":
        shift = np.sign(more) * _yates(a, b, c, d)
        a, b, c, d = a - shift, b + shift, c + shift, d - shift
    n = a + b + c + d
    cells = ((a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d))
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * sum(
            xlogy(o, np.where(o > 0, o * n / (row * column), 1)) for o, row, column in cells
        )
    if correction == "williams":
        g2 = g2 / _williams(a, b, c, d)
    # Rounding can leave a hair below zero where both sides are alike.
    return np.sign(more) * np.maximum(g2, 0)


def chi_square(
    a: np.ndarray, b: np.ndarray, n_a: int, n_b: int, *, correction: Correction = "none"
) -> np.ndarray:
    """Return Pearson's χ² of the same table, signed likewise."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    c, d = n_a - a, n_b - b
    n = a + b + c + d
    more = a * d - b * c
    size = np.abs(more)
    if correction == "yates":
        size = size - n * _yates(a, b, c, d)
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    chi2 = np.divide(n * size**2, margins, out=np.zeros_like(n), where=margins > 0)
    if correction == "williams":
        chi2 = chi2 / _williams(a, b, c, d)
    return np.sign(more) * chi2


def log_ratio(
    a: np.ndarray, b: np.ndarray, n_a: int, n_b: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the log ratio and its 95 % interval, in powers of two.

    log2((a / n_a) / (b / n_b)) with 0.5 for a zero (Hardie 2014). The interval is that of the
    share θ = a / (a + b) by Jeffreys, quantiles of Beta(a + ½, b + ½), which holds its level with
    few occurrences and stays finite with none on one side (Brown, Cai & DasGupta 2001), as
    log2(θ / (1 − θ) · n_b / n_a): given a + b, occurrences of two Poisson rates are binomial.
    """
    from scipy.special import betaincinv

    a, b = np.asarray(a, float), np.asarray(b, float)
    size = np.log2(n_b / n_a)
    ratio = np.log2(np.maximum(a, 0.5)) - np.log2(np.maximum(b, 0.5)) + size
    # The upper tail is taken from the other side: 1 − θ would lose its digits near θ = 1.
    below, above = (
        np.log2(betaincinv(a + 0.5, b + 0.5, q)) - np.log2(betaincinv(b + 0.5, a + 0.5, 1 - q))
        for q in (_LEVEL / 2, 1 - _LEVEL / 2)
    )
    return ratio, below + size, above + size


def exact_p(a: np.ndarray, b: np.ndarray, n_a: int, n_b: int) -> np.ndarray:
    """Return the exact two-sided p of a occurrences out of a + b (Przyborowski & Wilenski 1940).

    If both sides use a term alike, a of its a + b occurrences follow the binomial distribution
    with the probability n_a / (n_a + n_b); p is twice the smaller tail, at most 1.
    """
    # scipy.special alone: loading scipy.stats would take longer than all the counting.
    from scipy.special import bdtr, bdtrc

    a, share = np.asarray(a, np.int64), n_a / (n_a + n_b)
    n = a + np.asarray(b, np.int64)
    return np.minimum(1, 2 * np.minimum(bdtr(a, n, share), bdtrc(a - 1, n, share)))


def p_of(statistic: np.ndarray) -> np.ndarray:
    """Return the p-value of a signed G² or χ² (one degree of freedom)."""
    from scipy.special import chdtrc

    return chdtrc(1, np.abs(np.asarray(statistic, float)))


def _yates(a, b, c, d):
    """Half a count where quanteda corrects: a cell expects under 5, and |ad − bc| ≥ n / 2."""
    n = a + b + c + d
    small = np.minimum.reduce(
        [(a + b) * (a + c), (a + b) * (b + d), (a + c) * (c + d), (c + d) * (b + d)]
    )
    return np.where((np.abs(a * d - b * c) >= n / 2) & (small / n < 5), 0.5, 0.0)


def _williams(a, b, c, d):
    """Williams' divisor (Sokal & Rohlf 1995, p. 699), 1 where a cell is empty."""
    n = a + b + c + d
    with np.errstate(divide="ignore", invalid="ignore"):
        q = 1 + (n / (a + b) + n / (c + d) - 1) * (n / (a + c) + n / (b + d) - 1) / (6 * n)
    return np.where(a * b * c * d == 0, 1.0, q)


def _groups(side: str, wanted: str | Sequence[str], by: str, groups: pd.Series) -> set[str]:
    names = [wanted] if np.ndim(wanted) == 0 else list(wanted)
    names = {str(name) for name in names}
    there = set(groups)
    if not names or not names <= there:
        what = ", ".join(sorted(names - there)) or "nothing"
        some = ", ".join(sorted(there)[:8]) + (" …" if len(there) > 8 else "")
        raise ValueError(f"{side}: no words with {by} {what}; there are: {some or 'none at all'}")
    return names


def _occurrences(words: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    found = words.groupby(words["term"].astype("str"))["article_id"]
    return found.size(), found.nunique()


def _everyday(terms: pd.Index) -> pd.Series:
    try:
        from wordfreq import get_frequency_dict
    except ImportError:
        raise ValueError(
            "everyday Chinese comes from wordfreq: pip install 'targets-terms-topics[everyday]'"
        ) from None
    frequencies = get_frequency_dict("zh", wordlist="best")
    counts = [round(frequencies.get(term.lower(), 0.0) * _EVERYDAY_WORDS) for term in terms]
    return pd.Series(counts, index=terms, dtype="int64")


def _can_tell(n: np.ndarray, n_target: int, n_reference: int) -> np.ndarray:
    """Return which terms could differ significantly with as many occurrences as they have.

    The smallest p a term can reach is that of all its occurrences on one side. Tarone (1990): the
    smallest k for which at most k terms can reach level / k; those are tested, the others cannot
    come out whatever the texts say, and so need not be corrected for.
    """
    zero = np.zeros_like(n)
    smallest = np.minimum(
        exact_p(n, zero, n_target, n_reference), exact_p(zero, n, n_target, n_reference)
    )
    ordered = np.sort(smallest)
    k = np.arange(1, len(n) + 1)
    few_enough = np.searchsorted(ordered, _LEVEL / k, side="right") <= k
    return smallest <= _LEVEL / k[few_enough][0] if len(n) else np.zeros(0, dtype=bool)


def _one_of_several(table: pd.DataFrame, n_target: int, n_reference: int) -> np.ndarray:
    """Return which terms owe their excess to one article of a side that has several."""
    more_in_target = (table["g2"] > 0).to_numpy()
    has = np.where(more_in_target, table["n_articles_target"], table["n_articles_reference"])
    of = np.where(more_in_target, n_target, n_reference)
    return (of > 1) & (has == 1)


def _false_discovery_rate(p: pd.Series) -> pd.Series:
    """Return p adjusted by Benjamini & Hochberg (1995); missing ones stay missing."""
    known = p.dropna().sort_values(kind="stable")
    rank = np.arange(1, len(known) + 1)
    adjusted = np.minimum.accumulate((known.to_numpy() * len(known) / rank)[::-1])[::-1]
    return pd.Series(np.minimum(adjusted, 1), index=known.index).reindex(p.index)
