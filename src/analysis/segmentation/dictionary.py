"""jieba's dictionary as a tree of prefixes in a hash table, looked up for many at a time."""

from math import log
from typing import NamedTuple

import numpy as np

from analysis.segmentation.flat import code_points, inside_blocks

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
    """The words of ``tokenizer.FREQ`` as a tree of prefixes.

    In the first level, single characters, the slot is the character itself.
    """

    alone: np.ndarray  # by character: its weight as a word, NO_WORD for what is none
    goes_on: np.ndarray  # by character: whether a longer word begins with it
    longer: tuple[Level, ...]  # the prefixes of two characters, of three, …
    unknown: float  # the weight of a character that begins no word


def dictionary_of(frequencies: dict[str, int], total: int) -> Dictionary:
    words = [word for word in frequencies if word]
    log_total = log(total)
    # math.log, as in jieba: numpy's logarithm may differ from it in the last bit.
    weight_of = {n: log(n) - log_total if n else NO_WORD for n in set(frequencies.values())}
    known = (weight_of[n] for word, n in frequencies.items() if word)
    weights = np.fromiter(known, float, len(words))
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    starts = np.cumsum(lengths) - lengths
    characters = inside_blocks(code_points("".join(words)))

    # The tree grows by one level at a time: `at` is the slot that each longer word has reached.
    first = Level(np.arange(2**16), np.full(2**16, NO_WORD), np.zeros(2**16, bool))
    levels, left, at = [first], np.arange(len(words)), characters[starts]
    while len(left):
        level, length = levels[-1], len(levels)
        # A character that no block holds (0) leads nowhere: such a word is never found.
        left, at = left[at > 0], at[at > 0]
        is_longer = lengths[left] > length
        level.weight[at[~is_longer]] = weights[left[~is_longer]]
        left, at = left[is_longer], at[is_longer]
        character = characters[starts[left] + length]
        left, at, character = left[character > 0], at[character > 0], character[character > 0]
        level.goes_on[at] = True
        # Half of the slots is taken at most, and far less where many words begin alike.
        n_slots = 1 << (2 * len(left) + 2).bit_length()
        keys = np.zeros(n_slots, np.int64)
        keys[0] = -1
        at = _insert(keys, key_of(at, character))
        levels.append(Level(keys, np.full(n_slots, NO_WORD), np.zeros(n_slots, bool)))
    unknown = log(1) - log_total
    return Dictionary(first.weight, first.goes_on, tuple(levels[1:]), unknown)


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


def find(keys: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Return the slot of each key, 0 for a key that is not there."""
    slot = _first_slot(keys, key)
    there = keys[slot]
    found = there == key
    # A free slot ends the search; behind a slot with another key it goes on.
    left = np.flatnonzero(~found & (there != 0))
    looked_at = slot[left]
    slot *= found
    while len(left):
        looked_at = looked_at + 1 & len(keys) - 1
        there = keys[looked_at]
        found = there == key[left]
        slot[left[found]] = looked_at[found]
        goes_on = ~found & (there != 0)
        left, looked_at = left[goes_on], looked_at[goes_on]
    return slot
