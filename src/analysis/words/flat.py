"""The words of many sentences at once: each column is one array, each decision is made once.

The table is the one that ``split_words`` gives sentence by sentence. What it does word by word is
done here for all words together: the batch segmenter cuts all runs of Chinese characters, the kind
is asked once for each different term, and phrases and positions are counted in one go.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.fold import Folded, fold
from analysis.segmentation import Segmenter as BatchSegmenter
from analysis.words.pieces import RUN, kind_of, pieces_of
from analysis.words.segmenter import Segmenter, with_one_dot


class _Spans(NamedTuple):
    """One entry per word or piece: ``plains[sentence][start:end]``, and the sort of piece."""

    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sort: np.ndarray

    def texts(self, plains: Sequence[str]) -> list[str]:
        spans = zip(self.sentence.tolist(), self.start.tolist(), self.end.tolist(), strict=True)
        return [plains[number][start:end] for number, start, end in spans]


def table_of_many(
    sentences: pd.DataFrame, segmenter: Segmenter, batch: BatchSegmenter, *, hmm: bool
) -> pd.DataFrame:
    """Return the table of words; ``batch`` is the batch segmenter of ``segmenter.jieba``."""
    folded = [fold(text) for text in sentences["text"]]
    plains = [with_one_dot(each.text) for each in folded]
    words = _cut(_pieces(plains, segmenter), plains, batch, hmm)
    term, kind = _terms_and_kinds(words, plains, segmenter)
    article = pd.Series(pd.factorize(sentences["article_id"])[0][words.sentence])
    phrase = pd.Series(_begins_phrase(words, plains).astype(np.int64)).groupby(article).cumsum()
    first = sentences["start"].to_numpy(np.int64)[words.sentence]
    start, end = _in_original(words, folded)
    return pd.DataFrame(
        {
            "article_id": sentences["article_id"].astype("str").array.take(words.sentence),
            "sentence_no": sentences["sentence_no"].to_numpy(np.int64)[words.sentence],
            "phrase": phrase,
            "position": article.groupby(article).cumcount() + 1,
            "term": term,
            "start": first + start,
            "end": first + end,
            "kind": kind,
        }
    )


def _pieces(plains: Sequence[str], segmenter: Segmenter) -> _Spans:
    pieces = (
        (number, *piece)
        for number, plain in enumerate(plains)
        for piece in pieces_of(plain, segmenter)
    )
    return _Spans(*np.fromiter(pieces, np.dtype((np.int64, len(_Spans._fields)))).T)


def _cut(pieces: _Spans, plains: Sequence[str], batch: BatchSegmenter, hmm: bool) -> _Spans:
    """Return the words: each run of Chinese characters is replaced by what it is cut into."""
    is_run = pieces.sort == RUN
    tokens = batch.segment(_Spans(*(each[is_run] for each in pieces)).texts(plains), hmm=hmm)
    n_words = np.ones(len(is_run), np.int64)
    n_words[is_run] = np.bincount(tokens.text, minlength=is_run.sum())
    words = _Spans(*(np.repeat(each, n_words) for each in pieces))
    of_run = words.sort == RUN
    words.end[of_run] = words.start[of_run] + tokens.end
    words.start[of_run] += tokens.start
    return words


def _terms_and_kinds(words: _Spans, plains: Sequence[str], segmenter: Segmenter) -> tuple:
    """Return both columns; the kind is decided once for each different term and sort."""
    term, terms = pd.factorize(np.array(words.texts(plains), object))
    n_sorts = RUN + 1
    different, which = np.unique(term * n_sorts + words.sort, return_inverse=True)
    kinds = [
        kind_of(terms[number // n_sorts], number % n_sorts, segmenter)
        for number in different.tolist()
    ]
    return pd.array(terms, dtype="str").take(term), pd.array(kinds, dtype="str").take(which)


def _begins_phrase(words: _Spans, plains: Sequence[str]) -> np.ndarray:
    """Return whether the word is the first of a sentence or has more than spaces before it."""
    begins = np.diff(words.sentence, prepend=-1) != 0
    end_before = np.roll(words.end, 1)
    behind_gap = ~begins & (words.start > end_before)
    gaps = words._replace(start=end_before, end=words.start)
    texts = _Spans(*(each[behind_gap] for each in gaps)).texts(plains)
    begins[behind_gap] = [not text.isspace() for text in texts]
    return begins


def _in_original(words: _Spans, folded: Sequence[Folded]) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end in the sentences as written."""
    start, end = words.start.copy(), words.end.copy()
    is_moved = np.array([not isinstance(each.at, range) for each in folded], bool)
    for word in np.flatnonzero(is_moved[words.sentence]).tolist():
        start[word], end[word] = folded[words.sentence[word]].span(start[word], end[word])
    return start, end
