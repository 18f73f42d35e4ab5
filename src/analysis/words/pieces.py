"""A text -> pieces: entries that jieba cannot hold, names, numbers, and Chinese runs for jieba."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from analysis.segmentation.flat import code_points, runs, taken_by
from analysis.words.segmenter import JIEBA_HAN, Segmenter

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
# A letter of another script: not Han, not a digit, not a circled or bracketed list mark (① ㈠).
_LETTER = rf"(?:(?![{_HAN}\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3220-\u32b0])[^\W\d_])"

_TOKEN = re.compile(
    rf"""
      (?P<code>   \d+ (?: [-/] [A-ZĐ] (?:{_LETTER}|\d)* )+ )           # 1 749/QĐ-TTg, 57-NQ/TW
    | (?P<latin>  \d* {_LETTER} (?:{_LETTER}|\d)*                      # 2 EGDI, 5G, Guérini
                  (?: [-'’&.+] (?:{_LETTER}|\d)+ )* )                  #   i-Speed, R&D
    | (?P<number> \d+ (?: [.,] \d+ )* [%‰]? )                          # 3 2025, 82,6%, 12,548
    """,
    re.VERBOSE,
)

# The sorts of pieces: an entry that jieba cannot hold, what the patterns above find, and a run of
# Chinese characters for jieba.
ENTRY, LATIN, NUMBER, RUN = range(4)
# By the number of the group that was found.
_SORT = (None, LATIN, LATIN, NUMBER)
# The kind of each sort, where the term itself does not say another.
_KIND = ("word", "latin", "number", "word")

_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿兆]+")

# The Han characters at the edges of a mixed entry, and how many characters around it are looked
# at for a longer word (99 in 100 words of jieba's dictionary have five or fewer).
_HAN_HEAD = re.compile(r"[\u4e00-\u9fd5]+")
_HAN_TAIL = re.compile(r"[\u4e00-\u9fd5]+$")
_REACH = 5
_DECIMAL = re.compile(r"\d[.,]")


# What cuts runs of Chinese characters into words of the dictionary, and what knows these.
Cut = Callable[[Sequence[str]], Iterable[Sequence[str]]]
IsWord = Callable[[str], bool]


# What a character is: in no piece, in a piece that the patterns find (perhaps), or in a run; and
# where an entry stands that jieba cannot hold, it is none of these.
_OTHER, _WRITTEN, _HAN_RUN, _TAKEN = range(4)


def pieces_of(
    text: str, segmenter: Segmenter, cut: Cut, is_word: IsWord
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, end and sort of the pieces of the folded text; a RUN is left to be cut.

    ``text`` may be many sentences with a character between them that no word has.
    """
    pieces = [(*span, ENTRY) for span in _forced(text, segmenter, cut, is_word)]
    classes = _classes()[code_points(text)]
    for start, end, _ in pieces:
        classes[start:end] = _TAKEN
    # The patterns are tried only between the runs, and there only where a letter or digit is.
    starts, ends = runs(classes < _HAN_RUN)
    n_written = np.append(0, np.cumsum(classes == _WRITTEN))
    some = n_written[ends] > n_written[starts]
    pieces += [
        (*match.span(), _SORT[match.lastindex])
        for start, end in zip(starts[some].tolist(), ends[some].tolist(), strict=True)
        for match in _TOKEN.finditer(text, start, end)
    ]
    start, end, sort = np.array(pieces, np.int64).reshape(-1, 3).T
    starts, ends = runs(classes == _HAN_RUN)
    start, end = np.concatenate([start, starts]), np.concatenate([end, ends])
    sort = np.concatenate([sort, np.full(len(starts), RUN)])
    order = np.argsort(start)
    return start[order], end[order], sort[order]


@lru_cache(maxsize=1)
def _classes() -> np.ndarray:
    """Return what each character is; beyond the first 65,536, what is not Han may be a letter."""
    classes = np.full(sys.maxunicode + 1, _WRITTEN, np.int8)
    written, han = taken_by(re.compile(r"\w+")), taken_by(re.compile(f"[{_HAN}]+"))
    classes[: 2**16] = np.select([han, written], [_HAN_RUN, _WRITTEN], _OTHER)
    classes[0x20000:0x40000] = _HAN_RUN
    return classes


def kind_of(term: str, sort: int, segmenter: Segmenter) -> str:
    """Return the kind of a word that is a piece of this sort, or that was cut out of one."""
    if sort == ENTRY:
        return "word"
    if term in segmenter.stopwords:
        return "stopword"
    if term in segmenter.entries:
        return "word"
    if sort == RUN:
        if _NUMERAL.fullmatch(term):
            return "number"
        if len(term) == 1:
            return "character"
    return _KIND[sort]


def _forced(text: str, segmenter: Segmenter, cut: Cut, is_word: IsWord) -> list[tuple[int, int]]:
    """Return where the entries stand that jieba cannot hold: leftmost, then longest."""
    if segmenter.forced is None:
        return []
    found = [
        (start, end, segmenter.forced_entries[number])
        for number, start, end in segmenter.forced.find_matches_as_indexes(text, overlapping=True)
        if _stands_alone(text, start, end, segmenter.forced_entries[number])
    ]
    tearing = _tearing(text, found, cut, is_word)
    spans, done = [], 0
    for start, end, _ in sorted(set(found) - tearing, key=lambda one: (one[0], -one[1])):
        if start >= done:
            spans.append((start, end))
            done = end
    return spans


def _stands_alone(text: str, start: int, end: int, entry: str) -> bool:
    """Whether a letter or digit at its edge has no letter or digit beside it.

    The entry 5G网络 does not stand in 25G网络.
    """
    if _is_alnum(entry[0]) and _is_alnum(text[start - 1 : start]):
        return False
    if entry[0].isdigit() and _DECIMAL.fullmatch(text, max(0, start - 2), start):
        return False
    return not (_is_alnum(entry[-1]) and _is_alnum(text[end : end + 1]))


def _tearing(
    text: str, found: Sequence[tuple[int, int, str]], cut: Cut, is_word: IsWord
) -> set[tuple[int, int, str]]:
    """Return those of ``found`` whose Chinese edge would tear a word and leave a stump of it.

    The entry A股 tears A股份 (A and 股份), but 5G网络 in 5G网络服务 leaves the word 服务. ``found``
    holds start, end and entry.
    """
    edges = []
    for one in found:
        start, end, entry = one
        if head := _HAN_HEAD.match(entry):
            run = _HAN_TAIL.search(text, max(0, start - _REACH), start + head.end()).group()
            edges.append((one, run, -1, slice(-head.end())))
        if tail := _HAN_TAIL.search(entry):
            run = _HAN_HEAD.match(text, start + tail.start(), end + _REACH).group()
            edges.append((one, run, 0, slice(len(tail.group()), None)))
    different = list(dict.fromkeys(run for _, run, _, _ in edges))
    words = dict(zip(different, cut(different), strict=True))
    return {
        one
        for one, run, word, rest in edges
        if (stump := words[run][word][rest]) and not (len(stump) > 1 and is_word(stump))
    }


def _is_alnum(character: str) -> bool:
    return character.isalnum() and not JIEBA_HAN.match(character)
