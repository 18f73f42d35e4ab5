"""Sheets for coders, and how far coders and the codebook agree."""

import random
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon, LexiconError, Schema, load_lexicon, read_instrument
from analysis.topics.codebook import codebook_of
from analysis.topics.coverage import LEAST_SENTENCES, LEVEL, RESAMPLES, SEED, counted_sentences

SHEET = ("article_id", "sentence_no", "text", "topics", "note")
CODING = ("coder", "article_id", "sentence_no", "topics")
MEASURES = ("alpha", "kappa", "precision", "recall", "f1")
AGREEMENT = (
    "topic", "n_coders", "n_sentences", "n_given", "n_found",
    *(column for name in MEASURES for column in (name, f"{name}_low", f"{name}_high")),
)  # fmt: skip
ALL_TOPICS = "all topics"
NO_TOPIC = "none"

_SHEET = Schema(
    ("article_id", "sentence_no"),
    ("text", "topics", "note"),
    ("article_id", "sentence_no"),
    numbers=("sentence_no",),
)


class CodingSheetError(ValueError):
    """A fault in a coder's sheet; the message names file, line and fault."""


def sample_for_coding(
    sentences: pd.DataFrame, *, n: int = 100, seed: int = SEED, path: str | Path | None = None
) -> pd.DataFrame:
    """Draw sentences for coders; one row per sentence, in text order, topics left blank.

    A simple random sample of the counted sentences (all of them if there are fewer than n), the
    same for the same seed and sentences in whatever order. With ``path`` the sheet is written
    as CSV for a spreadsheet. Coders fill ``topics`` with keys of topics.csv joined by ``;``, or
    ``none``; a blank cell means not coded. They must not see what the codebook gave.
    """
    counted = counted_sentences(sentences).sort_values(["article_id", "sentence_no"])
    chosen = sorted(random.Random(seed).sample(range(len(counted)), min(n, len(counted))))
    sheet = counted.iloc[chosen].assign(topics="", note="").reset_index(drop=True)[list(SHEET)]
    if path is not None:
        # The mark at the beginning makes spreadsheets read UTF-8.
        sheet.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    return sheet


def read_coding(
    sheet: str | Path | pd.DataFrame,
    *,
    coder: str | None = None,
    sentences: pd.DataFrame | None = None,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Read a coder's sheet; one row per coded sentence: coder, article_id, sentence_no, topics.

    ``sheet`` is the file, or what ``sample_for_coding`` returned with ``topics`` filled in.
    ``topics`` is a frozenset. The coder's name is the file's unless given. With ``sentences``
    every row must be a sentence of that table, with the same text if the sheet has it. Raises
    CodingSheetError for the first fault, as ``anna.csv, line 7: …``.
    """
    keys = set(codebook_of(lexicon or load_lexicon()).topics)
    if isinstance(sheet, pd.DataFrame):
        path = Path(coder or "sheet")
        cells = sheet.reindex(columns=list(SHEET)).astype("str").fillna("")
        rows = list(enumerate(cells.to_dict("records"), start=2))
    else:
        path = Path(sheet)
        try:
            rows = read_instrument(path, _SHEET)
        except LexiconError as error:
            raise CodingSheetError(str(error)) from None
    known = None
    if sentences is not None:
        places = zip(sentences["article_id"], sentences["sentence_no"], strict=True)
        known = dict(zip(places, sentences["text"], strict=True))
    coded = []
    for line, row in rows:
        place = (row["article_id"], int(float(row["sentence_no"])))
        if known is not None and place not in known:
            raise _fault(path, line, f"sentence {place[1]} of {place[0]} does not exist")
        if known is not None and row["text"] and row["text"] != known[place].strip():
            raise _fault(path, line, "the text is not that of the sentence: another version?")
        topics = {topic for cell in row["topics"].split(";") if (topic := cell.strip())}
        if not topics:
            continue
        for topic in sorted(topics - keys - {NO_TOPIC}):
            raise _fault(path, line, f"{topic!r} is not a topic of topics.csv")
        if NO_TOPIC in topics and len(topics) > 1:
            raise _fault(path, line, f"{NO_TOPIC!r} stands beside a topic")
        coded.append((coder or path.stem, *place, frozenset(topics - {NO_TOPIC})))
    return pd.DataFrame(coded, columns=CODING)


def agreement(
    codings: Iterable[pd.DataFrame],
    hits: pd.DataFrame | None = None,
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Measure agreement per topic; one row per topic, and ``all topics`` for all decisions.

    ``codings`` are tables of ``read_coding``, one or more coders. Each decision is "the sentence
    has the topic, or not".

    - ``alpha``: Krippendorff's alpha for nominal data among the coders (2011, section D); a
      sentence coded by one coder does not count, coders may have coded different sentences.
    - ``kappa``: Cohen's kappa (1960) of two coders over the sentences both coded; the mean over
      pairs with more coders (Light 1971).
    - With ``hits``: ``precision``, ``recall`` and ``f1`` of the codebook, each coder in turn the
      reference and the counts added up.

    n_sentences counts sentences coded by anyone, n_given and n_found decisions for the topic by
    coders and codebook. low and high bound the 95 % percentile interval of the bootstrap over
    sentences; they are empty under ten sentences. A measure that is not defined (nobody ever
    gave the topic) is empty. Codings without a row give a table without rows.
    """
    codings = [coding for coding in codings if len(coding)]
    if not codings:
        return pd.DataFrame(columns=AGREEMENT)
    table = pd.concat(codings, ignore_index=True)
    if table.duplicated(["coder", "article_id", "sentence_no"]).any():
        raise ValueError("a coder coded one sentence twice: two sheets of one name?")
    coders = sorted(table["coder"].unique())
    places = sorted(set(zip(table["article_id"], table["sentence_no"], strict=True)))
    column_of = {place: j for j, place in enumerate(places)}
    row_of = {coder: i for i, coder in enumerate(coders)}
    given: list[list[frozenset | None]] = [[None] * len(places) for _ in coders]
    for row in table.itertuples(index=False):
        given[row_of[row.coder]][column_of[row.article_id, row.sentence_no]] = row.topics
    found: list[set[str]] | None = None
    if hits is not None:
        found = [set() for _ in places]
        for row in hits.itertuples(index=False):
            if (row.article_id, row.sentence_no) in column_of:
                found[column_of[row.article_id, row.sentence_no]].add(row.topic)

    weights = _weights(len(places))
    topics = codebook_of(lexicon or load_lexicon()).topics
    sums = {}
    for topic in topics:
        ratings = np.array(
            [[-1 if s is None else int(topic in s) for s in coder] for coder in given]
        )
        machine = None if found is None else np.array([int(topic in s) for s in found])
        sums[topic] = _sums_of(ratings, machine)
    sums[ALL_TOPICS] = sum(sums.values())
    rows = []
    for topic, per_sentence in sums.items():
        drawn = _measures(weights @ per_sentence, len(coders))
        n_given, n_found = per_sentence[:, -2:].sum(axis=0)
        row = {
            "topic": topic,
            "n_coders": len(coders),
            "n_sentences": len(places),
            "n_given": int(n_given),
            "n_found": None if found is None else int(n_found),
        }
        for name, values in zip(MEASURES, drawn.T, strict=True):
            if found is None and name in ("precision", "recall", "f1"):
                values = np.full(len(values), np.nan)
            row[name] = values[0]
            row[f"{name}_low"], row[f"{name}_high"] = _percentiles(values[1:], len(places))
        rows.append(row)
    return pd.DataFrame(rows, columns=AGREEMENT).astype({"n_found": "Int64"})


def krippendorff_alpha(ratings: Sequence[Sequence[object]]) -> float:
    """Return Krippendorff's alpha for nominal data; ``ratings`` is one row per coder.

    None is a missing rating. NaN when it is not defined: no unit with two ratings, or one and
    the same value everywhere. Source: K. Krippendorff, Computing Krippendorff's
    Alpha-Reliability (2011), section C.
    """
    codes = _codes(ratings)
    return float(_alpha(_alpha_sums(codes, codes.max(initial=0) + 1).sum(axis=0)))


def cohen_kappa(one: Sequence[object], other: Sequence[object]) -> float:
    """Return Cohen's kappa of two coders (1960) over the units that both rated (None: missing)."""
    codes = _codes([one, other])
    return float(_kappa(_kappa_sums(*codes, codes.max(initial=0) + 1).sum(axis=0)))


def _codes(ratings: Sequence[Sequence[object]]) -> np.ndarray:
    """Number the values from 0 in order of appearance; -1 for a missing one."""
    numbers: dict[object, int] = {}
    return np.array(
        [
            [-1 if value is None else numbers.setdefault(value, len(numbers)) for value in row]
            for row in ratings
        ],
        dtype=int,
    )


# Every measure is a function of sums over sentences, so a resample is a weighted sum. Columns per
# sentence: disagreement and value counts for alpha; for each pair of coders agreement and both
# value counts for kappa; right, found and given for the codebook; given and found once more in all.


def _alpha_sums(codes: np.ndarray, n_values: int) -> np.ndarray:
    """Per unit: coincidences of unlike values, and how often each value stands in pairs."""
    counts = np.stack([(codes == value).sum(axis=0) for value in range(n_values)], axis=1)
    rated = counts.sum(axis=1, keepdims=True)
    pairable = rated > 1
    unlike = rated**2 - (counts**2).sum(axis=1, keepdims=True)
    return np.hstack(
        [np.where(pairable, unlike / np.maximum(rated - 1, 1), 0), np.where(pairable, counts, 0)]
    ).astype(float)


def _alpha(sums: np.ndarray) -> np.ndarray:
    """alpha = 1 - (n - 1) * observed unlike pairs / unlike pairs expected from the totals."""
    unlike, totals = sums[..., 0], sums[..., 1:]
    n = totals.sum(axis=-1)
    return 1 - _divided((n - 1) * unlike, n**2 - (totals**2).sum(axis=-1))


def _kappa_sums(one: np.ndarray, other: np.ndarray, n_values: int) -> np.ndarray:
    both = (one >= 0) & (other >= 0)
    columns = [both & (one == other)]
    columns += [both & (side == value) for side in (one, other) for value in range(n_values)]
    return np.stack(columns, axis=1).astype(float)


def _kappa(sums: np.ndarray) -> np.ndarray:
    agreed, marginals = sums[..., 0], sums[..., 1:]
    half = marginals.shape[-1] // 2
    n = marginals[..., :half].sum(axis=-1)
    by_chance = (marginals[..., :half] * marginals[..., half:]).sum(axis=-1)
    return _divided(n * agreed - by_chance, n**2 - by_chance)


def _sums_of(ratings: np.ndarray, machine: np.ndarray | None) -> np.ndarray:
    """The columns of all measures for one topic; one row per sentence."""
    columns = [_alpha_sums(ratings, 2)]
    columns += [
        _kappa_sums(ratings[a], ratings[b], 2) for a, b in combinations(range(len(ratings)), 2)
    ]
    given, coded = (ratings == 1).sum(axis=0), (ratings >= 0).sum(axis=0)
    machine = np.zeros_like(given) if machine is None else machine
    columns.append(np.stack([given * machine, coded * machine, given, given, machine], axis=1))
    return np.hstack(columns).astype(float)


def _measures(sums: np.ndarray, n_coders: int) -> np.ndarray:
    """alpha, kappa, precision, recall and F1 (columns) of each row of sums."""
    n_pairs = n_coders * (n_coders - 1) // 2
    kappas = [_kappa(sums[:, 3 + 5 * i : 8 + 5 * i]) for i in range(n_pairs)]
    right, found, given = sums[:, -5], sums[:, -4], sums[:, -3]
    return np.stack(
        [
            _alpha(sums[:, :3]),
            _mean(kappas, len(sums)),
            _divided(right, found),
            _divided(right, given),
            _divided(2 * right, found + given),
        ],
        axis=1,
    )


def _mean(columns: list[np.ndarray], n: int) -> np.ndarray:
    if not columns:
        return np.full(n, np.nan)
    values = np.stack(columns)
    return _divided(np.nansum(values, axis=0), (~np.isnan(values)).sum(axis=0))


def _weights(n: int) -> np.ndarray:
    """Weights of n sentences: as they are (first row), then in each resample."""
    drawn = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    return np.vstack([np.ones(n, dtype=int), drawn])


def _percentiles(values: np.ndarray, n: int) -> tuple[float, float]:
    values = values[~np.isnan(values)]
    if n < LEAST_SENTENCES or len(values) == 0:
        return np.nan, np.nan
    low, high = np.quantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)


def _divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide where there is something to divide by; NaN elsewhere."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole != 0)


def _fault(path: Path, line: int, what: str) -> CodingSheetError:
    return CodingSheetError(f"{path.name}, line {line}: {what}")
