"""Step 4: the words that the dictionary does not know, by the hidden Markov model of finalseg."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analysis.segmentation.flat import by_length, characters_of, code_points, inside, runs
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
    _join_latin(flat, characters, single & ~han, begins)


def _join_latin(flat: str, characters: np.ndarray, latin: np.ndarray, begins: np.ndarray) -> None:
    starts, ends = runs(latin, longer_than=1)
    begins[inside(starts, ends)] = False
    begins[starts] = True
    # Letters and digits alone (2025) are one token; what else there is (82.6%) may be several.
    others = np.append(0, np.cumsum(latin & ~characters_of("letter or digit")[characters]))
    mixed = others[ends] > others[starts]
    starts, ends = starts[mixed].tolist(), ends[mixed].tolist()
    pieces = [flat[start:end] for start, end in zip(starts, ends, strict=True)]
    tokens = {piece: at for piece in set(pieces) if len(at := _latin_begins(piece)) > 1}
    of_pieces = zip(starts, pieces, strict=True)
    several = [start + at for start, piece in of_pieces for at in tokens.get(piece, ())]
    begins[np.array(several, np.int64)] = True


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
    order, n_longer = by_length(starts, ends)
    starts = starts[order]

    # The probability of the best way to each state of the character looked at, and whether it
    # comes from the later state. With every step those runs are left that go on.
    score = model.start + model.emission[:, characters[starts]]
    from_later = []
    state = np.zeros(len(starts), np.int64)
    for further, n in enumerate(n_longer[1:], start=1):
        state[n : score.shape[1]] = _last_state(score[:, n:])
        before, emission = score[:, :n], model.emission[:, characters[starts[:n] + further]]
        earlier = before[EARLIER] + model.from_earlier + emission
        later = before[LATER] + model.from_later + emission
        from_later.append(later >= earlier)
        score = np.maximum(earlier, later)
    state[: score.shape[1]] = _last_state(score)

    # From there the way goes back to the first character.
    for further in range(len(from_later), 0, -1):
        is_from_later = from_later[further - 1]
        n = is_from_later.shape[1]
        after = state[:n]
        before = np.where(is_from_later[after, np.arange(n)], LATER[after], EARLIER[after])
        begins[starts[:n] + further] = (before == END) | (before == SINGLE)
        state[:n] = before


def _last_state(score: np.ndarray) -> np.ndarray:
    """A run ends with END or SINGLE."""
    return np.where(score[SINGLE] >= score[END], SINGLE, END)


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
