"""Texts laid out flat: one array of code points, and runs of positions in it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

# Stands behind each text. It belongs to no block, and no word of the dictionary holds it.
SEPARATOR = "\0"

# Characters taken in at a time: what bounds the memory, at about 130 bytes each. The speed is the
# same from 60,000 (below, the fixed cost of each array operation shows) to 300,000 (above, the
# processor's cache is full).
CHUNK = 250_000


def chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the texts in parts of about CHUNK characters, at least one text each."""
    first, n_characters = 0, 0
    for number, text in enumerate(texts):
        if number > first and n_characters + len(text) > CHUNK:
            yield texts[first:number]
            first, n_characters = number, 0
        n_characters += len(text) + len(SEPARATOR)
    if first < len(texts):
        yield texts[first:]


def code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def inside_blocks(codes: np.ndarray) -> np.ndarray:
    """Return the code points, with 0 for each character that stands in no block."""
    return np.where(characters_of("block")[np.minimum(codes, 0xFFFF)], codes, 0).astype(np.int64)


@lru_cache(maxsize=4)
def characters_of(kind: str) -> np.ndarray:
    """Return which of the first 65,536 characters one of jieba's own patterns takes, or \\s."""
    import jieba

    patterns = {
        "block": jieba.re_han_default,
        "han": jieba.finalseg.re_han,
        "letter or digit": jieba.re_eng,
        "space": re.compile(r"\s"),
    }
    return taken_by(patterns[kind])


def taken_by(pattern: re.Pattern[str]) -> np.ndarray:
    """Return which of the first 65,536 characters the pattern takes."""
    taken = np.zeros(2**16, bool)
    for match in pattern.finditer(_all_characters()):
        taken[slice(*match.span())] = True
    return taken


@lru_cache(maxsize=1)
def _all_characters() -> str:
    return "".join(map(chr, range(2**16)))


def runs(flags: np.ndarray, *, longer_than: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end of each run of True."""
    padded = np.concatenate(([False], flags, [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    starts, ends = edges[::2], edges[1::2]
    long = ends - starts > longer_than
    return starts[long], ends[long]


def inside(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return all positions of the runs, in order."""
    n = ends - starts
    return np.arange(n.sum()) + np.repeat(starts - (np.cumsum(n) - n), n)


def rounds_of(number: np.ndarray, n_rounds: int) -> tuple[np.ndarray, list[slice]]:
    """Return the order of items by the number of their round, and where each round lies in it."""
    # Of 16-bit integers numpy makes a radix sort, ten times as fast as that of others.
    order = np.argsort(number.astype(np.uint16), kind="stable")
    ends = np.cumsum(np.bincount(number, minlength=n_rounds)).tolist()
    return order, [slice(*ends_of_two) for ends_of_two in pairwise([0, *ends])]


def by_length(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Return the order of runs from the longest to the shortest, and how many of them have a
    first position, a second …"""
    n = (ends - starts).astype(np.uint16)
    order = np.argsort(np.uint16(0xFFFF) - n, kind="stable")
    return order, (len(n) - np.cumsum(np.bincount(n, minlength=1)))[:-1].tolist()
