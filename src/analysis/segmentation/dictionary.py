"""A list of words as a tree of prefixes in hash tables, looked up for many at a time."""

from math import log
from typing import NamedTuple

import numpy as np

from analysis.segmentation.flat import code_points, inside_blocks
from analysis.segmentation.listing import Listing

# The weight of what begins longer words without being one.
NO_WORD = -np.inf

# 2^64 divided by the golden ratio: multiplying by it spreads neighbouring keys over the table.
SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Level(NamedTuple):
    """The prefixes of one length, in a hash table.

    A slot stands for one prefix. Its key tells the slot of the prefix that is one character
    shorter, in the level before, and the last character. The key holds both whole, so that no two
    prefixes are ever mistaken for each other. A key of 0 is a free slot; slot 0 is never taken, so
    that 0 can say "no such prefix".
    """

    keys: np.ndarray
    weight: np.ndarray  # by slot: log(frequency / total), NO_WORD for what is only a prefix
    goes_on: np.ndarray  # by slot: whether a longer prefix begins with it


class Dictionary(NamedTuple):
    """The words of a jieba tokenizer as a tree of prefixes.

    In the first level, single characters, the slot is the character itself.
    """

    alone: np.ndarray  # by character: its weight as a word, NO_WORD for what is none
    goes_on: np.ndarray  # by character: whether a longer word begins with it
    longer: tuple[Level, ...]  # the prefixes of two characters, of three, …
    unknown: float  # the weight of a character that begins no word


def dictionary_of(words: Listing, total: int) -> Dictionary:
    """Return the tree of some words; of a word that stands there twice the later one counts."""
    numbers = np.unique(words.frequency)
    log_total = log(total)
    # math.log, as in jieba: numpy's logarithm may differ from it in the last bit.
    weights = np.array([log(n) - log_total if n else NO_WORD for n in numbers.tolist()])
    weight = weights[np.searchsorted(numbers, words.frequency)]

    # The tree grows by one level at a time: `slot` is what each longer word has reached, and `at`
    # the character that it has reached it with.
    first = Level(np.arange(2**16), np.full(2**16, NO_WORD), np.zeros(2**16, bool))
    levels, at, last = [first], words.start, words.end - 1
    slot = inside_blocks(words.codes[at])
    slot, at, last, weight = _where(slot > 0, slot, at, last, weight)
    while len(slot):
        level = levels[-1]
        is_whole = at == last
        level.weight[slot[is_whole]] = weight[is_whole]
        slot, at, last, weight = _where(~is_whole, slot, at + 1, last, weight)
        character = inside_blocks(words.codes[at])
        # A character that no block holds (0) leads nowhere: such a word is never found.
        slot, character, at, last, weight = _where(character > 0, slot, character, at, last, weight)
        level.goes_on[slot] = True
        # Half of the slots is taken at most, and far less where many words begin alike.
        n_slots = 1 << (2 * len(slot) + 2).bit_length()
        keys = np.zeros(n_slots, np.int64)
        keys[0] = -1
        slot = _insert(keys, key_of(slot, character))
        levels.append(Level(keys, np.full(n_slots, NO_WORD), np.zeros(n_slots, bool)))
    unknown = log(1) - log_total
    return Dictionary(first.weight, first.goes_on, tuple(levels[1:]), unknown)


def _where(flags: np.ndarray, *arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    which = np.flatnonzero(flags)
    return arrays if len(which) == len(flags) else tuple(array[which] for array in arrays)


def weight_of(dictionary: Dictionary, word: str) -> float:
    """Return the weight of one word, NO_WORD for what is none."""
    characters = inside_blocks(code_points(word))
    slot, weight = characters[:1], dictionary.alone
    levels = dictionary.longer[: len(word) - 1]
    if len(levels) < len(word) - 1:
        return NO_WORD
    for character, level in zip(characters[1:], levels, strict=True):
        _, slot = find(level.keys, key_of(slot, character))
        weight = level.weight
    return float(weight[slot].max(initial=NO_WORD))


def key_of(slot: np.ndarray | int, character: np.ndarray) -> np.ndarray:
    return slot << 16 | character


def _first_slot(keys: np.ndarray, key: np.ndarray) -> np.ndarray:
    # The highest bits of the product depend on all bits of the key.
    shift = np.uint64(65 - len(keys).bit_length())
    return (key.view(np.uint64) * SPREAD >> shift).view(np.int64)


def _insert(keys: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Put each key into its first slot or the next free one behind; return the slots."""
    slot, waiting = _first_slot(keys, key), np.arange(len(key))
    while len(waiting):
        wanted, wanting = slot[waiting], key[waiting]
        free = keys[wanted] == 0
        keys[wanted[free]] = wanting[free]  # of several keys for one slot, one stays
        waiting = waiting[keys[wanted] != wanting]
        slot[waiting] = slot[waiting] + 1 & len(keys) - 1
    return slot


def find(keys: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which of the ``key`` are there, and in which slots."""
    slot = _first_slot(keys, key)
    there = keys[slot]
    found = there == key
    # A free slot ends the search; behind a slot with another key it goes on.
    left = np.flatnonzero(~found & (there != 0))
    key, looked_at = key[left], slot[left]
    while len(left):
        looked_at = looked_at + 1 & len(keys) - 1
        there = keys[looked_at]
        is_it = there == key
        found[left[is_it]] = True
        slot[left[is_it]] = looked_at[is_it]
        left, key, looked_at = _where(~is_it & (there != 0), left, key, looked_at)
    which = np.flatnonzero(found)
    return which, slot[which]
