"""The words of many sentences at once: each column is one array, each decision is made once.

The table is the one that ``split_words`` gives sentence by sentence. What it does word by word is
done here for all words together: the sentences stand one after the other in one text, the batch
segmenter cuts all its runs of Chinese characters, the kind is asked once for each different term,
and phrases and positions are counted in one go.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.fold import Folded, fold_each
from analysis.segmentation import Segmenter as BatchSegmenter
from analysis.segmentation.flat import SEPARATOR, characters_of, chunks, code_points
from analysis.words.pieces import RUN, kind_of, pieces_of
from analysis.words.segmenter import Segmenter, with_one_dot


class _Words(NamedTuple):
    """One entry per word: ``texts[sentence][start:end]``, the number of its ``term``, the ``sort``
    of piece that it was cut from, and whether it ``begins`` a phrase. In small numbers: all words
    of a corpus are held so before they become a table.
    """

    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    term: np.ndarray
    sort: np.ndarray
    begins: np.ndarray


_TYPES = (np.int32, np.int32, np.int32, np.int32, np.int8, np.bool_)


def table_of_many(
    sentences: pd.DataFrame, segmenter: Segmenter, batch: BatchSegmenter, *, hmm: bool
) -> pd.DataFrame:
    """Return the table of words; ``batch`` is the batch segmenter of the same lexicon."""
    words, terms = _words(sentences["text"].tolist(), segmenter, batch, hmm)
    article = pd.Series(pd.factorize(sentences["article_id"])[0][words.sentence])
    phrase = pd.Series(words.begins).groupby(article).cumsum()
    first = sentences["start"].to_numpy(np.int64)[words.sentence]
    return pd.DataFrame(
        {
            "article_id": sentences["article_id"].astype("str").array.take(words.sentence),
            "sentence_no": sentences["sentence_no"].to_numpy(np.int64)[words.sentence],
            "phrase": phrase,
            "position": article.groupby(article).cumcount() + 1,
            "term": pd.array(terms, dtype="str").take(words.term),
            "start": first + words.start,
            "end": first + words.end,
            "kind": _kinds(words, terms, segmenter),
        }
    )


class Coded(NamedTuple):
    """One entry per word: the numbers of its article, term and kind, and what they stand for."""

    article: np.ndarray
    term: np.ndarray
    kind: np.ndarray
    articles: pd.Index
    terms: Sequence[str]
    kinds: Sequence[str]


def coded_of_many(
    sentences: pd.DataFrame, segmenter: Segmenter, batch: BatchSegmenter, *, hmm: bool
) -> Coded:
    """Return the words as numbers: all that counting needs, in a third of the time of a table."""
    words, terms = _words(sentences["text"].tolist(), segmenter, batch, hmm)
    article, articles = pd.factorize(sentences["article_id"].astype("str"), sort=True)
    which, kinds = _kinds_of_pairs(words, terms, segmenter)
    kind, kinds = pd.factorize(np.array(kinds, object))
    return Coded(article[words.sentence], words.term, kind[which], articles, terms, kinds)


def _kinds(words: _Words, terms: Sequence[str], segmenter: Segmenter) -> object:
    """Return the column ``kind``."""
    which, kinds = _kinds_of_pairs(words, terms, segmenter)
    return pd.array(kinds, dtype="str").take(which)


def _kinds_of_pairs(
    words: _Words, terms: Sequence[str], segmenter: Segmenter
) -> tuple[np.ndarray, list[str]]:
    """Return the kind of each different term and sort, and by word which of them it is."""
    n_sorts = RUN + 1
    which, pairs = pd.factorize(words.term * n_sorts + words.sort)
    pairs = pairs.tolist()
    return which, [kind_of(terms[p // n_sorts], p % n_sorts, segmenter) for p in pairs]


def _words(
    texts: Sequence[str], segmenter: Segmenter, batch: BatchSegmenter, hmm: bool
) -> tuple[_Words, Sequence[str]]:
    """Return the words of all texts, and the different terms."""
    parts = [_Words(*(np.zeros(0, dtype) for dtype in _TYPES))]
    numbers: dict[str, int] = {}
    n_before = 0
    for chunk in chunks(texts):
        words, terms = _words_of_chunk(chunk, segmenter, batch, hmm)
        number = np.array([numbers.setdefault(term, len(numbers)) for term in terms], np.int32)
        words = words._replace(sentence=words.sentence + n_before, term=number[words.term])
        columns = zip(words, _TYPES, strict=True)
        parts.append(_Words(*(column.astype(dtype, copy=False) for column, dtype in columns)))
        n_before += len(chunk)
    return _Words(*map(np.concatenate, zip(*parts, strict=True))), list(numbers)


def _words_of_chunk(
    texts: Sequence[str], segmenter: Segmenter, batch: BatchSegmenter, hmm: bool
) -> tuple[_Words, Sequence[str]]:
    folded = fold_each(texts)
    text = with_one_dot(SEPARATOR.join([*(each.text for each in folded), ""]))
    codes = code_points(text)
    start, end, sort = _cut(text, codes, segmenter, batch, hmm)
    term, terms = _different(text, codes, start, end)

    # More than spaces between two words begins a phrase; the separator of texts is no space.
    is_space = characters_of("space")[np.minimum(codes, 0xFFFF)]
    n_others = np.append(0, np.cumsum(~is_space))
    begins = n_others[start] > np.append(-1, n_others[end[:-1]])

    behind = np.cumsum([len(each.text) + len(SEPARATOR) for each in folded])
    sentence = np.searchsorted(behind, start, side="right")
    first = np.append(0, behind)[sentence]
    start, end = _in_original(sentence, start - first, end - first, folded)
    return _Words(sentence, start, end, term, sort, begins), terms


# So many characters of 16 bits are one number of 64 bits. 97 in 100 words have no more.
_SHORT = 4


def _different(
    text: str, codes: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Return the number of each word ``text[start:end]`` among the different ones, and these.

    Words are compared as numbers, so that only the different ones become strings. A word that is
    long, or written with characters beyond the first 65,536, gets a number that no other can have:
    its first character is 0.
    """
    length = end - start
    key = np.zeros(len(start), np.uint64)
    is_short = length <= _SHORT
    for place in range(_SHORT):
        here = np.flatnonzero(length > place)
        code = codes[start[here] + place]
        is_short[here[code > 0xFFFF]] = False
        key[here] |= code.astype(np.uint64) << np.uint64(16 * (_SHORT - 1 - place))
    others: dict[str, int] = {}
    for word in np.flatnonzero(~is_short).tolist():
        key[word] = others.setdefault(text[start[word] : end[word]], len(others))
    number, keys = pd.factorize(key)
    first = np.zeros(len(keys), np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    spans = zip(start[first].tolist(), end[first].tolist(), strict=True)
    return number, [text[start:end] for start, end in spans]


def _cut(
    text: str, codes: np.ndarray, segmenter: Segmenter, batch: BatchSegmenter, hmm: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, end and sort of the words: runs of Chinese characters are cut into theirs."""
    start, end, sort = pieces_of(
        text, segmenter, lambda runs: batch.cut(runs, hmm=False), batch.is_word
    )
    is_run = sort == RUN
    # Only the runs are left to be cut; of what stands between them, each character is a token.
    inside = np.zeros(len(codes) + 1, np.int64)
    inside[start[is_run]] += 1
    inside[end[is_run]] -= 1
    in_run = np.cumsum(inside[:-1]) > 0
    runs = np.where(in_run, codes, ord(SEPARATOR)).astype(np.uint32).tobytes()
    tokens = batch.segment([runs.decode("utf-32-le", "surrogatepass")], hmm=hmm)
    of_run = in_run[tokens.start]
    start = np.concatenate([start[~is_run], tokens.start[of_run]])
    end = np.concatenate([end[~is_run], tokens.end[of_run]])
    sort = np.concatenate([sort[~is_run], np.full(of_run.sum(), RUN)])
    order = np.argsort(start, kind="stable")
    return start[order], end[order], sort[order]


def _in_original(
    sentence: np.ndarray, start: np.ndarray, end: np.ndarray, folded: Sequence[Folded]
) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end in the texts as written."""
    is_moved = [not isinstance(each.at, range) for each in folded]
    for number in np.flatnonzero(is_moved).tolist():
        these = slice(*np.searchsorted(sentence, [number, number + 1]))
        start[these] = np.array(folded[number].at)[start[these]]
        end[these] = np.array(folded[number].ends)[end[these] - 1]
    return start, end
