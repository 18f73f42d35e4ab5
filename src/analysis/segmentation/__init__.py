"""Many texts -> words at once: jieba's own algorithm in numpy, with jieba's own answers.

jieba cuts one sentence at a time: (1) it splits the sentence into *blocks* of Chinese characters,
letters and digits; (2) in each block it looks up every dictionary word that begins at each
character; (3) from the end of the block backwards it finds the most probable sequence of words;
(4) characters that stay alone side by side are joined by a hidden Markov model into words that
the dictionary does not know. Here each step is done for all blocks of all texts together:

* The characters of all texts stand one after the other in one array of code points; a word is a
  range of positions in it, and `begins` says where the tokens begin.
* The dictionary is a tree of prefixes, kept in a hash table for each length that answers "from
  this prefix, with this character, to which prefix?" for many at a time.
* Steps 3 and 4 go through a block character by character, but through all blocks at once: first
  the last character of every block, then the last but one of every block, and so on.

Every sum adds the same numbers in the same order as jieba does, and equal sums are decided in the
same way, so that the words are the same ones, not nearly the same ones.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from analysis.segmentation.dictionary import NO_WORD, Dictionary, dictionary_of, weight_of
from analysis.segmentation.flat import (
    SEPARATOR,
    characters_of,
    chunks,
    code_points,
    inside_blocks,
    runs,
)
from analysis.segmentation.listing import listing_of
from analysis.segmentation.paths import find_words, mark_best
from analysis.segmentation.unknown import join_unknown

# A longer block (a page without punctuation) goes to jieba itself: each further character of the
# longest block is one more round of array operations, whose fixed cost only many blocks repay.
LONGEST = 400


class Tokens(NamedTuple):
    """One entry per token, in reading order: ``texts[text][start:end]``."""

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray


class Segmenter(NamedTuple):
    """A jieba tokenizer prepared for many texts; later changes of its words are not seen.

    ``tokenizer()`` gives the tokenizer itself, which is only asked for a very long block.
    """

    dictionary: Dictionary
    tokenizer: Callable[[], object]

    def segment(self, texts: Sequence[str], *, hmm: bool = True) -> Tokens:
        """Return the tokens that ``tokenizer.cut(text, HMM=hmm)`` gives for each text."""
        parts, before = [Tokens(*(np.zeros(0, np.int64) for _ in Tokens._fields))], 0
        for chunk in chunks(texts):
            tokens = _segment(self, chunk, hmm)
            parts.append(tokens._replace(text=tokens.text + before))
            before += len(chunk)
        return Tokens(*map(np.concatenate, zip(*parts, strict=True)))

    def cut(self, texts: Sequence[str], *, hmm: bool = True) -> Iterator[list[str]]:
        """Yield the tokens of each text as strings, like ``tokenizer.lcut(text, HMM=hmm)``."""
        for chunk in chunks(texts):
            tokens = _segment(self, chunk, hmm)
            spans = zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)
            n_tokens = np.bincount(tokens.text, minlength=len(chunk)).tolist()
            for text, n in zip(chunk, n_tokens, strict=True):
                yield [text[start:end] for start, end in islice(spans, n)]

    def is_word(self, text: str) -> bool:
        """Whether the dictionary has ``text`` as a word."""
        return weight_of(self.dictionary, text) != NO_WORD


def batch_segmenter(tokenizer: object) -> Segmenter:
    """Return a segmenter for the words that ``tokenizer`` (a ``jieba.Tokenizer``) has now.

    Takes about a third of a second for jieba's 350,000 words: worth it from some 60,000 characters
    on; for less, ``tokenizer.cut`` is quicker.
    """
    tokenizer.check_initialized()
    words = listing_of(tokenizer.FREQ)
    return Segmenter(dictionary_of(words, tokenizer.total), lambda: tokenizer)


def _segment(segmenter: Segmenter, texts: Sequence[str], hmm: bool) -> Tokens:
    flat = SEPARATOR.join([*texts, ""])
    codes = code_points(flat)
    characters = inside_blocks(codes)
    # Outside the blocks every character is a token, but \r\n is one together.
    begins = characters == 0
    begins[1:] &= ~((codes[1:] == ord("\n")) & (codes[:-1] == ord("\r")))
    for start, end in zip(*runs(characters > 0, longer_than=LONGEST), strict=True):
        cut = segmenter.tokenizer().lcut(flat[start:end], HMM=hmm)
        begins[start + np.cumsum([0, *map(len, cut[:-1])])] = True
        characters[start:end] = 0

    words = find_words(segmenter.dictionary, characters)
    single = mark_best(words, characters, begins)
    if hmm:
        join_unknown(words, flat, characters, single, begins)
    else:
        # Letters and digits that stay alone side by side are one token (2, 0 -> 20).
        alone = single & characters_of("letter or digit")[characters]
        begins[1:] &= ~(alone[1:] & alone[:-1])
    return _tokens(begins, texts)


def _tokens(begins: np.ndarray, texts: Sequence[str]) -> Tokens:
    """Return the tokens of the flat text without the separator that ends each text."""
    n_characters = np.fromiter(map(len, texts), np.int64, len(texts))
    separators = np.cumsum(n_characters + 1) - 1
    start = np.flatnonzero(begins)
    end = np.append(start[1:], len(begins))
    token = np.searchsorted(start, separators)
    text = np.repeat(np.arange(len(texts)), np.diff(token, prepend=-1) - 1)
    first = (separators - n_characters)[text]
    return Tokens(text, np.delete(start, token) - first, np.delete(end, token) - first)
