"""Step 4: the words that the dictionary does not know, by the hidden Markov model of finalseg."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analysis.segmentation.flat import characters_of, code_points, inside, rounds_of, runs
from analysis.segmentation.paths import Words

# The states of the model, in the order of their letters: a character is the Begin, the End or the
# Middle of a word, or a word by itself (Single).
STATES = "BEMS"
BEGIN, END, MIDDLE, SINGLE = range(4)
# The two states that can stand before each state (finalseg.PrevStatus). Where both are equally
# probable, jieba takes the later letter.
EARLIER = np.array([END, BEGIN, BEGIN, END])
LATER = np.array([SINGLE, MIDDLE, MIDDLE, SINGLE])


def join_unknown(
    words: Words, flat: str, characters: np.ndarray, single: np.ndarray, begins: np.ndarray
) -> None:
    """Join characters that stay alone side by side, as ``jieba.finalseg.cut`` does."""
    from jieba import finalseg

    # jieba leaves them apart where together they are a word of the dictionary.
    starts, ends = runs(single, longer_than=1)
    end_of_run = np.zeros(len(single), np.int64)
    end_of_run[starts] = ends
    known = words.end == end_of_run[words.begin]
    single[inside(words.begin[known], words.end[known])] = False

    han = single & characters_of("han")[characters]
    _join_han(characters, han, begins)
    _split_forced(finalseg.Force_Split_Words, flat, han, begins)
    _join_latin(flat, single & ~han, begins)


def _join_latin(flat: str, latin: np.ndarray, begins: np.ndarray) -> None:
    starts, ends = runs(latin, longer_than=1)
    begins[inside(starts, ends)] = False
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    of_tokens = [start + at for start, end in spans for at in _latin_begins(flat[start:end])]
    begins[np.array(of_tokens, np.int64)] = True


@lru_cache(maxsize=10_000)  # the same numbers and names come again and again
def _latin_begins(piece: str) -> tuple[int, ...]:
    from jieba import finalseg

    lengths = [len(token) for token in finalseg.re_skip.split(piece) if token]
    return tuple(sum(lengths[:number]) for number in range(len(lengths)))


class _Model(NamedTuple):
    """finalseg's logarithms of probabilities; states in the order of STATES."""

    start: np.ndarray  # by state
    emission: np.ndarray  # state x character
    from_earlier: np.ndarray  # by state: of the transition from EARLIER[state]
    from_later: np.ndarray


@lru_cache
def _model() -> _Model:
    from jieba import finalseg

    emission = np.full((len(STATES), 2**16), finalseg.MIN_FLOAT)
    for row, state in zip(emission, STATES, strict=True):
        known = finalseg.emit_P[state]
        row[code_points("".join(known))] = list(known.values())

    def from_states(numbers: np.ndarray) -> np.ndarray:
        pairs = zip((STATES[number] for number in numbers), STATES, strict=True)
        return np.array([[finalseg.trans_P[before][state]] for before, state in pairs])

    start = np.array([[finalseg.start_P[state]] for state in STATES])
    return _Model(start, emission, from_states(EARLIER), from_states(LATER))


def _join_han(characters: np.ndarray, han: np.ndarray, begins: np.ndarray) -> None:
    """Viterbi's algorithm over all runs of ``han`` at once: all first characters, all second …"""
    model = _model()
    starts, ends = runs(han, longer_than=1)
    n = ends - starts
    position = inside(starts, ends)
    order, rounds = rounds_of(position - np.repeat(starts, n), int(n.max(initial=0)))
    position = position[order]

    # The probability of the best way to each state, and whether it comes from the later state.
    score = np.zeros((len(STATES), len(characters)))
    is_from_later = np.zeros(score.shape, bool)
    score[:, starts] = model.start + model.emission[:, characters[starts]]
    for these in rounds[1:]:
        at = position[these]
        before, emission = score[:, at - 1], model.emission[:, characters[at]]
        earlier = before[EARLIER] + model.from_earlier + emission
        later = before[LATER] + model.from_later + emission
        is_from_later[:, at] = later >= earlier
        score[:, at] = np.maximum(earlier, later)

    # A run ends with END or SINGLE; from there the way goes back to its first character.
    state = np.zeros(len(characters), np.int64)
    last = ends - 1
    state[last] = np.where(score[SINGLE, last] >= score[END, last], SINGLE, END)
    for these in reversed(rounds[1:]):
        at = position[these]
        after = state[at]
        state[at - 1] = np.where(is_from_later[after, at], LATER[after], EARLIER[after])
    later = position[len(starts) :]
    begins[later] = (state[later - 1] == END) | (state[later - 1] == SINGLE)


def _split_forced(forced: set[str], flat: str, han: np.ndarray, begins: np.ndarray) -> None:
    """Split the joined words that were deleted from a dictionary (``tokenizer.del_word``)."""
    if not forced:
        return
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(begins))
    joined = han[starts] & (ends - starts > 1)
    for start, end in zip(starts[joined].tolist(), ends[joined].tolist(), strict=True):
        if flat[start:end] in forced:
            begins[start:end] = True
