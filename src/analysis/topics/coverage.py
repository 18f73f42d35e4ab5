"""Hits -> how much of a corpus speaks of which topic, with the uncertainty of it."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon, load_lexicon
from analysis.topics.codebook import codebook_of

# Resampling articles with few of them gives intervals that are too narrow (Cameron, Gelbach and
# Miller 2008 find it still with some ten clusters); below this the sentences are resampled.
LEAST_ARTICLES = 10

# With fewer sentences one sentence more or less moves a share by over ten points.
LEAST_SENTENCES = 10

# Percentiles at 2.5 and 97.5 % want a thousand resamples or more (Efron and Tibshirani 1993,
# chapter 13); the seed makes a table the same every time.
RESAMPLES = 2000
SEED = 20250

LEVEL = 0.95

COVERAGE = (
    "topic", "n_hits", "n_sentences", "share", "low", "high", "n_total", "n_articles", "basis"
)  # fmt: skip
COMPARISON = (
    "topic", "n_target", "total_target", "share_target", "n_reference", "total_reference",
    "share_reference", "difference", "low", "high", "basis", "verdict",
)  # fmt: skip


class Counts(NamedTuple):
    """Counts of one group of sentences: hits per topic; per article (row) sentences with each
    topic, and sentences in all."""

    hits: np.ndarray
    with_topic: np.ndarray
    totals: np.ndarray

    @property
    def total(self) -> int:
        return int(self.totals.sum())


def counted_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Leave out the sentences that repeat another one: what is printed twice counts once."""
    return sentences[sentences["repeat_of_sentence"].isna()]


def coverage_of(
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    lexicon: Lexicon | None = None,
    by: str = "article_id",
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count topics per group of sentences; one row per group and topic of the codebook.

    ``by`` is a column of ``sentences`` or, with the ``articles`` table, one of its columns,
    ``year`` or ``month`` of publication. Columns: the group, topic, n_hits, n_sentences (with
    the topic), share (of the group's sentences), low, high, n_total (sentences of the group),
    n_articles, basis. Sentences that repeat another one do not count; topics without a hit
    have zeros.

    low and high bound the 95 % percentile interval of the bootstrap. ``basis`` says what was
    resampled: ``articles`` where a group has ten or more, else ``sentences`` (in closed form:
    resampling n sentences of which k have the topic draws from Binomial(n, k/n)), which takes
    them for independent and so shows too little doubt; ``insufficient`` where resampling tells
    nothing: under ten sentences, none with the topic, or all.
    """
    topics = codebook_of(lexicon or load_lexicon()).topics
    grouped = _grouped(sentences, by, articles)
    counts = _counts(hits, grouped, topics)
    if not counts:
        return pd.DataFrame(columns=[by, *COVERAGE])
    n_total = np.array([group.total for group in counts.values()])[:, None]
    n_sentences = np.stack([group.with_topic.sum(axis=0) for group in counts.values()])
    low, high, basis = _intervals(list(counts.values()), n_sentences, n_total)
    n_articles = np.array([len(group.totals) for group in counts.values()])
    return pd.DataFrame(
        {
            by: np.repeat(np.array(list(counts), dtype=object), len(topics)),
            "topic": list(topics) * len(counts),
            "n_hits": np.concatenate([group.hits for group in counts.values()]),
            "n_sentences": n_sentences.ravel(),
            "share": (n_sentences / n_total).ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "n_total": np.repeat(n_total, len(topics)),
            "n_articles": np.repeat(n_articles, len(topics)),
            "basis": basis.ravel(),
        }
    ).infer_objects()


def compare_coverage(
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    target: str,
    reference: str | None = None,
    by: str = "article_id",
    articles: pd.DataFrame | None = None,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Compare the coverage of one group with another's (or all others'); one row per topic.

    ``by`` as in ``coverage_of``. ``difference`` is share_target - share_reference; low and high
    bound its 95 % interval. ``basis``: ``articles`` (bootstrap, both sides with ten articles or
    more), ``sentences`` (hybrid score interval, Newcombe 1998, method 10) or ``insufficient``
    (a side with under ten sentences). ``verdict``: ``more``, ``less``, ``undecided`` or
    ``insufficient``. Eleven topics are eleven tests: one in twenty would differ by chance.
    Raises ValueError when a side has no sentence.
    """
    topics = codebook_of(lexicon or load_lexicon()).topics
    grouped = _grouped(sentences, by, articles)
    ours = grouped["group"] == target
    theirs = ~ours if reference is None else grouped["group"] == reference
    for name, side in ((target, ours), (reference or "anything else", theirs)):
        if not side.any():
            raise ValueError(f"no sentence where {by} is {name!r}")
    sides = grouped.assign(group=ours)[ours | theirs]
    counts = _counts(hits, sides, topics)
    return compare_counts(counts[True], counts[False], topics)


def compare_counts(one: Counts, other: Counts, topics: tuple[str, ...]) -> pd.DataFrame:
    """Return the comparison (see ``compare_coverage``) of sides that are counted already."""
    rows = []
    intervals = _differences(one, other)
    for i, topic in enumerate(topics):
        n_one, n_other = int(one.with_topic[:, i].sum()), int(other.with_topic[:, i].sum())
        low, high, basis = intervals[i]
        difference = n_one / one.total - n_other / other.total
        verdict = "more" if low > 0 else "less" if high < 0 else "undecided"
        rows.append(
            (topic, n_one, one.total, n_one / one.total, n_other, other.total,
             n_other / other.total, difference, low, high, basis,
             basis if basis == "insufficient" else verdict)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COMPARISON)


def wilson_interval(n_right: int, n: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927; Newcombe 1998a, method 3)."""
    from scipy.special import ndtri

    z = ndtri((1 + level) / 2)
    share = n_right / n
    middle = 2 * n * share + z * z
    reach = z * np.sqrt(z * z + 4 * n * share * (1 - share))
    low, high = (float((middle + sign * reach) / (2 * (n + z * z))) for sign in (-1, 1))
    # Rounding must not take the bounds of 0 of n and n of n outside the shares there are.
    return max(low, 0.0), min(high, 1.0)


def newcombe_interval(
    n_right: int, n: int, n_right_other: int, n_other: int, *, level: float = LEVEL
) -> tuple[float, float]:
    """Return the interval of a difference of two shares (Newcombe 1998b, method 10)."""
    one, other = n_right / n, n_right_other / n_other
    low, high = wilson_interval(n_right, n, level=level)
    low_other, high_other = wilson_interval(n_right_other, n_other, level=level)
    difference = one - other
    return (
        float(difference - np.hypot(one - low, high_other - other)),
        float(difference + np.hypot(high - one, other - low_other)),
    )


def talk_and_commitment(
    coverage: pd.DataFrame, topic_hits: pd.DataFrame, claims: pd.DataFrame
) -> pd.DataFrame:
    """Set talk against commitment; one row per article, topic, status and year.

    ``coverage`` is the topic_coverage table by article. Columns: article_id, topic, n_sentences
    and share (how much is said), status, year, n_claims (how much of it is measurable). A claim
    belongs to every topic of its sentence; claims that repeat another one and those without a
    number do not count. An article and topic without a target has one row of status ``target``
    with no year and n_claims 0, so that talk without commitment stays in the table.
    """
    measured = claims[claims["value"].notna() & ~claims["repeat_of"].fillna("").astype(bool)]
    coded = topic_hits[["article_id", "sentence_no", "topic"]].drop_duplicates()
    joined = measured[["article_id", "sentence_no", "status", "year"]].merge(
        coded, on=["article_id", "sentence_no"], how="inner"
    )
    keys = ["article_id", "topic", "status", "year"]
    counts = joined.groupby(keys, dropna=False).size().rename("n_claims").reset_index()
    talk = coverage[["article_id", "topic", "n_sentences", "share"]]
    promised = counts.loc[counts["status"] == "target", ["article_id", "topic"]]
    without = talk.merge(promised.drop_duplicates(), how="left", indicator=True)
    without = without[without["_merge"] == "left_only"].drop(columns="_merge")
    table = pd.concat(
        [
            talk.merge(counts, on=["article_id", "topic"], how="inner"),
            without.assign(status="target", year=pd.NA, n_claims=0),
        ]
    ).astype({"year": "Int64", "n_claims": "int64"})
    order = ["article_id", "topic", "n_sentences", "share", "status", "year", "n_claims"]
    return table[order].sort_values(keys, ignore_index=True)


def _grouped(sentences: pd.DataFrame, by: str, articles: pd.DataFrame | None) -> pd.DataFrame:
    """Return the counted sentences: article_id, sentence_no, group."""
    counted = counted_sentences(sentences)
    places = counted[["article_id", "sentence_no"]]
    if by in counted.columns:
        group = counted[by]
        # An unknown group is a group, under the empty name that unknown has in every table.
        return places.assign(group=group.astype("str").fillna("") if group.isna().any() else group)
    if articles is None:
        raise ValueError(f"sentences have no column {by!r}: give articles=, the articles table")
    published = articles["published"].fillna("")
    if by == "year":
        groups = published.str[:4]
    elif by == "month":
        groups = published.str[:7].where(published.str.len() >= 7, "")
    elif by in articles.columns:
        groups = articles[by].fillna("")
    else:
        raise ValueError(f"articles have no column {by!r}")
    group_of = pd.Series(groups.to_numpy(), index=articles["article_id"])
    return places.assign(group=places["article_id"].map(group_of).fillna(""))


def _counts(
    hits: pd.DataFrame, grouped: pd.DataFrame, topics: tuple[str, ...]
) -> dict[object, Counts]:
    """Count hits and sentences of each group, in the order of the groups."""
    topic = pd.Index(topics).get_indexer(hits["topic"])
    if (topic < 0).any():
        unknown = sorted(set(hits["topic"][topic < 0]))
        raise ValueError(
            f"hits of {', '.join(unknown)}, which the codebook lacks: give their lexicon="
        )
    # Articles, groups and topics are numbers in what follows, in the order of their names.
    article, articles = pd.factorize(grouped["article_id"], sort=True)
    group, groups = pd.factorize(grouped["group"], sort=True)
    place = _places(hits, grouped, article, articles)
    here, topic = place[place >= 0], topic[place >= 0]
    units, unit, per_unit = np.unique(
        group * len(articles) + article, return_inverse=True, return_counts=True
    )
    # A sentence has a topic once, with however many hits.
    coded, coded_topic = np.divmod(np.unique(here * len(topics) + topic), len(topics))
    with_topic = _table(unit[coded], coded_topic, len(units), len(topics))
    n_hits = _table(group[here], topic, len(groups), len(topics))

    bounds = np.searchsorted(units // len(articles), np.arange(len(groups) + 1))
    return {
        name: Counts(n_hits[i], with_topic[first:last], per_unit[first:last])
        for i, (name, (first, last)) in enumerate(zip(groups, pairwise(bounds), strict=True))
    }


def _places(
    hits: pd.DataFrame, grouped: pd.DataFrame, article: np.ndarray, articles: pd.Index
) -> np.ndarray:
    """Return the row of each hit's sentence, -1 where it is not counted; ``article`` numbers the
    rows' ``articles``."""
    sentence_no = grouped["sentence_no"].to_numpy(np.int64)
    hit_no = hits["sentence_no"].to_numpy(np.int64)
    # Article and sentence in one number, which is found at once.
    n = max(sentence_no.max(initial=0), hit_no.max(initial=0)) + 1
    sentences = pd.Index(article * n + sentence_no)
    if not sentences.is_unique:
        raise ValueError("two sentences have one article_id and sentence_no")
    hit_article = articles.get_indexer(hits["article_id"])
    return np.where(hit_article < 0, -1, sentences.get_indexer(hit_article * n + hit_no))


def _table(row: np.ndarray, column: np.ndarray, n_rows: int, n_columns: int) -> np.ndarray:
    """Count how often each row and column come together."""
    counts = np.bincount(row * n_columns + column, minlength=n_rows * n_columns)
    return counts.reshape(n_rows, n_columns)


def _intervals(
    counts: list[Counts], k: np.ndarray, n: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """low, high and basis of groups (rows) and topics; k of n sentences have the topic."""
    bounds = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    untold = (k == 0) | (k == n) | (n < LEAST_SENTENCES)
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    # Few of the cells differ, and a quantile takes longer than all else.
    cells = np.stack([k[~untold], np.broadcast_to(n, k.shape)[~untold]])
    (k_each, n_each), which = np.unique(cells, axis=1, return_inverse=True)
    for bounded, bound in zip((low, high), bounds, strict=True):
        quantile = _binomial_quantile(bound, n_each, k_each / n_each) / n_each
        bounded[~untold] = quantile[which]
    basis = np.full(k.shape, "sentences", dtype=object)
    for i, group in enumerate(counts):
        if len(group.totals) >= LEAST_ARTICLES:
            shares = _resampled(group, np.random.default_rng(SEED))
            low[i], high[i] = np.quantile(shares, bounds, axis=0)
            basis[i] = "articles"
    low[untold] = high[untold] = np.nan
    basis[untold] = "insufficient"
    return low, high, basis


def _binomial_quantile(bound: float, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return the smallest count whose distribution function reaches ``bound``."""
    # scipy.special alone: loading scipy.stats would take longer than all the coding.
    from scipy.special import bdtr, bdtrik

    above = np.ceil(bdtrik(bound, n, p))
    below = np.maximum(above - 1, 0)
    return np.where(bdtr(below, n, p) >= bound, below, above)


def _resampled(counts: Counts, random: np.random.Generator) -> np.ndarray:
    """Shares of topics (columns) in resamples of articles (rows)."""
    n_articles = len(counts.totals)
    even = np.full(n_articles, 1 / n_articles)
    draws = []
    # In blocks, so that thousands of articles need no table of all draws at once.
    size = max(1, min(200, 1_000_000 // n_articles))
    for start in range(0, RESAMPLES, size):
        weights = random.multinomial(n_articles, even, size=min(size, RESAMPLES - start))
        draws.append((weights @ counts.with_topic) / (weights @ counts.totals)[:, None])
    return np.concatenate(draws)


def _differences(one: Counts, other: Counts) -> list[tuple[float, float, str]]:
    """Return low, high and basis of the difference between two sides, topic by topic."""
    n_topics = one.with_topic.shape[1]
    if one.total < LEAST_SENTENCES or other.total < LEAST_SENTENCES:
        return [(np.nan, np.nan, "insufficient")] * n_topics
    bounds = None
    if min(len(one.totals), len(other.totals)) >= LEAST_ARTICLES:
        random = np.random.default_rng(SEED)
        drawn = _resampled(one, random) - _resampled(other, random)
        bounds = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
    found = []
    for i in range(n_topics):
        k_one, k_other = int(one.with_topic[:, i].sum()), int(other.with_topic[:, i].sum())
        varied = any(0 < k < side.total for k, side in ((k_one, one), (k_other, other)))
        if varied and bounds is not None:
            found.append((*map(float, bounds[:, i]), "articles"))
        else:
            interval = newcombe_interval(k_one, one.total, k_other, other.total)
            found.append((*interval, "sentences"))
    return found
