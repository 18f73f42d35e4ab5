"""A list of words with their frequencies, in arrays: no string for each of 350,000 words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from analysis.segmentation.flat import code_points


class Listing(NamedTuple):
    """One entry per word: ``text[start:end]``, and how often it was counted."""

    text: str
    codes: np.ndarray  # the code points of the text
    start: np.ndarray
    end: np.ndarray
    frequency: np.ndarray

    def words(self, which: np.ndarray) -> dict[str, int]:
        """Return words by their numbers, with their frequencies."""
        text = self.text
        spans = zip(self.start[which].tolist(), self.end[which].tolist(), strict=True)
        words = [text[start:end] for start, end in spans]
        return dict(zip(words, self.frequency[which].tolist(), strict=True))

    def has_pair(self, at: np.ndarray, pairs: np.ndarray) -> np.ndarray:
        """Return whether the two characters at each position of the text are one of ``pairs``."""
        pair = _pair(self.codes[at], self.codes[at + 1])
        return pairs[np.searchsorted(pairs[:-1], pair)] == pair


def listing_of(frequencies: Mapping[str, int]) -> Listing:
    """Return the words that have a character at all."""
    words = [word for word in frequencies if word]
    known = (n for word, n in frequencies.items() if word)
    end = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
    text = "".join(words)
    start = np.append(0, end[:-1])[: len(end)]
    return Listing(text, code_points(text), start, end, np.fromiter(known, np.int64, len(words)))


def read_listing(text: str) -> Listing:
    """Return the words of a file as jieba has it: a word, its frequency and its part of speech in
    each line, with a space between."""
    codes = code_points(text)
    first, second = np.flatnonzero(codes == ord(" ")).reshape(-1, 2).T
    start = np.append(0, np.flatnonzero(codes == ord("\n"))[:-1] + 1)[: len(first)]
    frequency = np.zeros(len(first), np.int64)
    # All last digits, then all last but one …
    at, left, worth = second - 1, np.arange(len(first)), 1
    while len(left):
        frequency[left] += (codes[at].astype(np.int64) - ord("0")) * worth
        at, worth = at - 1, worth * 10
        more = at > first[left]
        at, left = at[more], left[more]
    return Listing(text, codes, start, first, frequency)


def joined(one: Listing, other: Listing) -> Listing:
    """Return the words of both, one after the other."""
    behind = len(one.text)
    return Listing(
        one.text + other.text,
        np.concatenate([one.codes, other.codes]),
        np.concatenate([one.start, other.start + behind]),
        np.concatenate([one.end, other.end + behind]),
        np.concatenate([one.frequency, other.frequency]),
    )


def pairs_of(texts: Iterable[str]) -> np.ndarray:
    """Return all pairs of neighbouring characters of the texts, for ``Listing.has_pair``."""
    pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
    codes = code_points("".join(pairs))
    # None is larger than the last, so that there is one for each number to be compared with.
    return np.append(np.sort(_pair(codes[::2], codes[1::2])), np.iinfo(np.int64).max)


def _pair(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return first.astype(np.int64) << 32 | second
