"""jieba with the entries of a lexicon, each of which outweighs the words that would break it."""

import re
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from math import sqrt
from typing import NamedTuple

import numpy as np

from analysis.fold import fold, simplified
from analysis.lexicon import Lexicon, LexiconError
from analysis.segmentation import Segmenter as BatchSegmenter
from analysis.segmentation.dictionary import dictionary_of
from analysis.segmentation.listing import Listing, joined, listing_of, pairs_of, read_listing

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
    """What a lexicon makes of a text: its entries in their normal form, and its stop words.

    ``frequencies`` are those that differ from jieba's dictionary, 0 for what is no longer a word;
    ``forced`` finds the ``forced_entries``, which jieba cannot hold.
    """

    frequencies: Mapping[str, int]
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
    forced = [entry for entry in frequencies if not JIEBA_HAN.fullmatch(entry)]
    weighed = _weighed({e: n for e, n in frequencies.items() if JIEBA_HAN.fullmatch(e)})
    entries = frozenset(frequencies)
    stopwords = frozenset(simplified(row["word"]) for row in lexicon.stopwords)
    no_words = dict.fromkeys(_compounds(weighed, entries, stopwords), 0)
    return Segmenter(weighed | no_words, entries, _automaton(forced), tuple(forced), stopwords)


@lru_cache(maxsize=4)
def tokenizer_of(lexicon: Lexicon) -> object:
    """Return a jieba.Tokenizer of our own, which no other user of jieba can change."""
    frequencies, total = _dictionary()
    return _tokenizer(frequencies | segmenter_of(lexicon).frequencies, total)


@lru_cache(maxsize=4)
def batch_segmenter_of(lexicon: Lexicon) -> BatchSegmenter:
    """Return the segmenter of many texts with the very words that ``tokenizer_of`` has."""
    words, own = _listing(), listing_of(segmenter_of(lexicon).frequencies)
    dictionary = dictionary_of(joined(words, own), _total())
    return BatchSegmenter(dictionary, partial(tokenizer_of, lexicon))


def forget_dictionaries() -> None:
    """Give back the 0.1 GB that the prepared dictionaries take; who needs them prepares anew."""
    for prepared in (segmenter_of, tokenizer_of, batch_segmenter_of, _dictionary, _listing):
        prepared.cache_clear()


def _weighed(entries: Mapping[str, int]) -> dict[str, int]:
    """Return the frequencies with which jieba keeps entries whole, of those it has been given."""
    # jieba takes the cut with the highest product of (frequency / total). Two words outweigh an
    # entry only if one of them is as frequent as these few (了, 是, 在 …).
    words, total = _listing(), _total()
    heavy = words.words(np.flatnonzero(words.frequency >= sqrt(_FREQUENCY * total)))
    outweighed = {entry for entry in entries if any(word in entry for word in heavy)}
    tokenizer = _tokenizer(_words_in(outweighed), total) if outweighed else None
    weighed = {}
    # Shorter entries first: a longer one must outweigh those inside it.
    for entry in sorted(entries, key=len):
        weighed[entry] = min(max(entries[entry], _FREQUENCY), _HIGHEST)
        if tokenizer:
            if entry in outweighed:
                weighed[entry] = max(weighed[entry], tokenizer.suggest_freq(entry))
            tokenizer.add_word(entry, weighed[entry])
            # Were the total to grow, every other word would become rarer with each entry, and a
            # long lexicon would silently stop working.
            tokenizer.total = total
    return weighed


def _words_in(texts: Iterable[str]) -> dict[str, int]:
    """Return the words of jieba's dictionary that begin as something in the ``texts`` does."""
    words = _listing()
    is_single = words.end - words.start == 1
    begins = words.has_pair(words.start, pairs_of(texts))
    return words.words(np.flatnonzero(is_single | begins))


def _compounds(
    weighed: Mapping[str, int], entries: frozenset[str], stopwords: frozenset[str]
) -> list[str]:
    """Return the dictionary's words that are an entry and something else that stands by itself.

    1. An entry beside another word: jieba has 美国国会 and 越南政府 as words. Who lists 国会 wants
       to count it there too. A longer word that would leave a stump (互联网 in 互联网络) stays.
    2. An entry between two stop words: 在会谈中.
    """
    words = _listing()
    begins = pairs_of(entry[:2] for entry in entries)
    ends = pairs_of(entry[-2:] for entry in entries)
    # A cheap look first: most words have no entry in them.
    long = np.flatnonzero(words.end - words.start > 3)
    start, end = words.start[long], words.end[long]
    found = words.has_pair(start, begins) | words.has_pair(end - 2, ends)
    found |= words.has_pair(start + 1, begins) & words.has_pair(end - 3, ends)
    candidates = [word for word in words.words(long[found]) if word not in entries]
    halves = [
        (word, rest)
        for word in candidates
        for at in range(2, len(word) - 1)
        for part, rest in ((word[:at], word[at:]), (word[at:], word[:at]))
        if part in entries
    ]
    known = _words_in(rest for _, rest in halves) | weighed
    beside = [word for word, rest in halves if known.get(rest)]
    between = [w for w in candidates if w[1:-1] in entries and {w[0], w[-1]} <= stopwords]
    return beside + between


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


def _tokenizer(frequencies: dict[str, int], total: int) -> object:
    """Return a jieba.Tokenizer of these words, of which it takes possession."""
    _add_beginnings(frequencies)
    tokenizer = _jieba().Tokenizer()
    tokenizer.FREQ, tokenizer.total = frequencies, total
    tokenizer.initialized = True
    tokenizer.get_DAG = partial(_words_at, frequencies)
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


def _add_beginnings(frequencies: dict[str, int]) -> None:
    for word in [word for word in frequencies if len(word) > _SHORT]:
        for end in range(_SHORT, len(word)):
            frequencies.setdefault(word[:end], 0)


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], int]:
    """Return jieba's words with their frequencies, and the sum of these."""
    words = _listing()
    return words.words(np.arange(len(words.start))), _total()


@lru_cache(maxsize=1)
def _listing() -> Listing:
    """Return jieba's words with their frequencies as arrays, a quarter of the time of a dict.

    They are read from jieba's text file: its usual cache in a shared temporary folder would be
    trusted by every process that finds it.
    """
    with _jieba().Tokenizer().get_dict_file() as file:
        return read_listing(file.read().decode("utf-8"))


def _total() -> int:
    return int(_listing().frequency.sum())


def _jieba():
    # Its regular expressions are written without r"", and it may import pkg_resources.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba
