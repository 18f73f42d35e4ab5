"""jieba with the entries of a lexicon, each of which outweighs the words that would break it."""

import re
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from math import sqrt
from typing import NamedTuple

from analysis.fold import fold, simplified
from analysis.lexicon import Lexicon, LexiconError
from analysis.segmentation import Segmenter as BatchSegmenter
from analysis.segmentation import batch_segmenter

# jieba keeps a word of its dictionary whole only within this range; anything else breaks it.
JIEBA_HAN = re.compile(r"[\u4e00-\u9fd5]+")

# Foreign names come with many dots; an entry is written with the first.
_DOTS = re.compile("[・･‧•∙⋅]")

# How often an entry counts in jieba's dictionary (349,045 words, 98 in 100 of them rarer than
# this). Measured: in ten random contexts for each entry of the package, 0 of 3,660 are broken
# (3 with a frequency of 1); entries made of the edges of two neighbouring words (the entry 份保
# in 省份保供) cut through them in 0.9 in 100 cases (0.6 with 1,000, 3 with 13,000, 9 with
# 100,000). The `frequency` of words.csv raises it, up to the highest: beyond, an entry would
# outweigh longer entries that hold it.
_FREQUENCY = 2_000
_HIGHEST = 50_000


class Segmenter(NamedTuple):
    """jieba with a lexicon, what jieba cannot hold, and the stop words."""

    jieba: object
    entries: frozenset[str]
    forced: object
    forced_entries: tuple[str, ...]
    stopwords: frozenset[str]


def with_one_dot(text: str) -> str:
    """Return the folded text with one and the same dot between the parts of foreign names."""
    return _DOTS.sub("·", text)


def entries_of(lexicon: Lexicon) -> frozenset[str]:
    """Return the entries of ``words.csv`` in their normal form."""
    return segmenter_of(lexicon).entries


def everyday_share(word: str) -> float:
    """Return the share of a word in the everyday Chinese that jieba's dictionary counted.

    A word that the dictionary lacks has the share of one occurrence.
    """
    frequencies, total = _dictionary()
    return (frequencies.get(word) or 1) / total


@lru_cache(maxsize=4)
def segmenter_of(lexicon: Lexicon) -> Segmenter:
    """Return what cuts with this lexicon; LexiconError for an entry that cannot be a word."""
    frequencies = _entries_of(lexicon.words)
    tokenizer = _tokenizer()
    forced = [entry for entry in frequencies if not JIEBA_HAN.fullmatch(entry)]
    total = tokenizer.total
    # jieba takes the cut with the highest product of (frequency / total). Two words outweigh an
    # entry only if one of them is as frequent as these few (了, 是, 在 …).
    weight = sqrt(_FREQUENCY * total)
    heavy = [word for word, n in tokenizer.FREQ.items() if n >= weight]
    # Shorter entries first: a longer one must outweigh those inside it.
    for entry in sorted(filter(JIEBA_HAN.fullmatch, frequencies), key=len):
        frequency = min(max(frequencies[entry], _FREQUENCY), _HIGHEST)
        if any(word in entry for word in heavy):
            frequency = max(frequency, tokenizer.suggest_freq(entry))
        tokenizer.add_word(entry, frequency)
        # Were the total to grow, every other word would become rarer with each entry, and a
        # long lexicon would silently stop working.
        tokenizer.total = total
    stopwords = frozenset(simplified(row["word"]) for row in lexicon.stopwords)
    for word in _compounds(tokenizer.FREQ, frozenset(frequencies), stopwords):
        tokenizer.FREQ[word] = 0
    return Segmenter(
        tokenizer,
        frozenset(frequencies),
        _automaton(forced),
        tuple(forced),
        stopwords,
    )


@lru_cache(maxsize=4)
def batch_segmenter_of(lexicon: Lexicon) -> BatchSegmenter:
    """Return the segmenter of many texts with the very words that ``segmenter_of`` has."""
    return batch_segmenter(segmenter_of(lexicon).jieba)


def _compounds(
    known: Mapping[str, int], entries: frozenset[str], stopwords: frozenset[str]
) -> list[str]:
    """Return the dictionary's words that are an entry and something else that stands by itself.

    1. An entry beside another word: jieba has 美国国会 and 越南政府 as words. Who lists 国会 wants
       to count it there too. A longer word that would leave a stump (互联网 in 互联网络) stays.
    2. An entry between two stop words: 在会谈中.
    """
    begins, ends = {entry[:2] for entry in entries}, {entry[-2:] for entry in entries}
    return [
        word
        for word, frequency in known.items()
        if frequency and len(word) > 3
        # A cheap look first: most words have no entry in them.
        if (word[:2] in begins or word[1:3] in begins or word[-2:] in ends) and word not in entries
        if any(
            (word[:at] in entries and known.get(word[at:]))
            or (word[at:] in entries and known.get(word[:at]))
            for at in range(2, len(word) - 1)
        )
        or (word[1:-1] in entries and {word[0], word[-1]} <= stopwords)
    ]


def _entries_of(rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Return the entries in their normal form with the frequency that the file gives them."""
    entries: dict[str, int] = {}
    for row in rows:
        entry = with_one_dot(fold(row["word"]).text).strip()
        if len(entry) < 2 or not any(character.isalnum() for character in entry):
            raise LexiconError(
                f"words.csv: {row['word']!r} cannot be a word: it needs two characters or more, "
                "one of them a letter, a digit or a Chinese character"
            )
        entries.setdefault(entry, int(float(row.get("frequency") or 0)))
    return entries


def _automaton(entries: list[str]) -> object:
    if not entries:
        return None
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(entries)


def _tokenizer() -> object:
    """Return a jieba.Tokenizer of our own, which no other user of jieba can change.

    Its dictionary is read from jieba's text file: the usual cache in a shared temporary folder
    would be trusted by every process that finds it.
    """
    jieba = _jieba()
    frequencies, total = _dictionary()
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = frequencies.copy(), total
    tokenizer.initialized = True
    tokenizer.get_DAG = partial(_words_at, tokenizer.FREQ)
    return tokenizer


# jieba's dictionary holds what begins a word as well (互 and 互联 for 互联网), so that it can stop
# looking where no word goes on: 150,000 beginnings, which take longer to find than all words to
# read. Only 2 in 100 words are longer than this, so that up to it all are looked for.
_SHORT = 4


def _words_at(frequencies: Mapping[str, int], sentence: str) -> dict[int, list[int]]:
    """Return for each character where the words end that begin there, as jieba's ``get_DAG``.

    ``frequencies`` need hold, with 0, only what begins a word and is ``_SHORT`` or longer.
    """
    ends = {}
    for first in range(len(sentence)):
        short = range(first, min(first + _SHORT, len(sentence)))
        found = [last for last in short if frequencies.get(sentence[first : last + 1])]
        last = first + _SHORT
        while last < len(sentence) and sentence[first:last] in frequencies:
            if frequencies.get(sentence[first : last + 1]):
                found.append(last)
            last += 1
        ends[first] = found or [first]
    return ends


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], int]:
    """Return jieba's words with their frequencies, and the sum of these.

    Of what begins a word, only what ``_words_at`` asks for is there, with 0.
    """
    with _jieba().Tokenizer().get_dict_file() as file:
        fields = file.read().decode("utf-8").split()  # word, frequency, part of speech
    numbers = list(map(int, fields[1::3]))
    frequencies = dict(zip(fields[::3], numbers, strict=True))
    for word in [word for word in frequencies if len(word) > _SHORT]:
        for end in range(_SHORT, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, sum(numbers)


def _jieba():
    # Its regular expressions are written without r"", and it may import pkg_resources.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba
