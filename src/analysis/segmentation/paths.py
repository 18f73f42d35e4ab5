"""Steps 2 and 3: the dictionary's words in every block, and the most probable ones of them."""

from typing import NamedTuple

import numpy as np

from analysis.segmentation.dictionary import NO_WORD, Dictionary, find, key_of
from analysis.segmentation.flat import by_length, rounds_of, runs


class Words(NamedTuple):
    """The dictionary's words in the blocks, those of two and more characters one by one.

    A round weighs what begins at the same distance from the end of its block; the words are
    ordered by the round in which that is.
    """

    alone: np.ndarray  # by position: the weight of the single character
    begin: np.ndarray  # by word
    end: np.ndarray
    weight: np.ndarray
    rounds: list[tuple[np.ndarray, slice]]  # the positions of each round, and its words


def find_words(dictionary: Dictionary, characters: np.ndarray) -> Words:
    begin, end, weight = _walk(dictionary, characters)
    # A character counts with its frequency, and without one only where no word begins.
    alone = dictionary.alone[characters]
    unknown = alone == NO_WORD
    unknown[begin] = False
    alone[unknown] = dictionary.unknown

    # The first round takes the last characters of all blocks, the second the last but one.
    starts, ends = runs(characters > 0)
    order, n_longer = by_length(starts, ends)
    distance = np.zeros(len(characters), np.int64)
    position = np.flatnonzero(characters)
    distance[position] = np.repeat(ends, ends - starts) - position - 1
    of_words, words = rounds_of(distance[begin], len(n_longer))
    last = ends[order] - 1
    rounds = [
        (last[:m] - i, those) for i, (m, those) in enumerate(zip(n_longer, words, strict=True))
    ]
    return Words(alone, begin[of_words], end[of_words], weight[of_words], rounds)


def _walk(dictionary: Dictionary, characters: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return begin, end and weight of the words of two and more characters, by length.

    The walk down the tree of prefixes starts at every position at once and goes one character
    further in each round; behind a block stands a 0, which leads nowhere.
    """
    at = np.flatnonzero(characters)
    slot, goes_on = characters[at], dictionary.goes_on
    found = []
    for length, level in enumerate(dictionary.longer, start=2):
        going = np.flatnonzero(goes_on[slot])
        at = at[going]
        there, slot = find(level.keys, key_of(slot[going], characters[length - 1 :][at]))
        at = at[there]
        weight = level.weight[slot]
        is_word = np.flatnonzero(weight != NO_WORD)
        found.append((at[is_word], at[is_word] + length, weight[is_word]))
        goes_on = level.goes_on
    empty = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return tuple(map(np.concatenate, zip(empty, *found, strict=True)))


def mark_best(words: Words, characters: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Mark in ``begins`` the most probable words; return which characters are words alone."""
    # The weight of the most probable way from each position to the end of its block.
    best = np.zeros(len(characters))
    score = words.weight.copy()
    for position, these in words.rounds:
        best[position] = words.alone[position] + best[position + 1]
        score[these] += best[words.end[these]]
        np.maximum.at(best, words.begin[these], score[these])
    # Of equally probable words jieba takes the longest.
    chosen = np.flatnonzero(score == best[words.begin])
    next_character = np.arange(1, len(characters) + 1)
    end = next_character.copy()
    np.maximum.at(end, words.begin[chosen], words.end[chosen])

    # Follow the chosen words from the beginning of every block to its end.
    in_block = characters > 0
    at, _ = runs(in_block)
    while len(at):
        begins[at] = True
        at = end[at]
        at = at[in_block[at]]
    return begins & in_block & (end == next_character)
