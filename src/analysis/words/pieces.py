"""A text -> pieces: entries that jieba cannot hold, names, numbers, and Chinese runs for jieba."""

import re
from collections.abc import Callable, Iterable, Sequence

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
    | (?P<han>    [{_HAN}]+ )                                          # 4 a run for jieba
    """,
    re.VERBOSE,
)

# The sorts of pieces: an entry that jieba cannot hold, and what the patterns above find.
ENTRY, LATIN, NUMBER, RUN = range(4)
# By the number of the group that was found.
_SORT = (None, LATIN, LATIN, NUMBER, RUN)
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


def pieces_of(
    text: str, segmenter: Segmenter, cut: Cut, is_word: IsWord
) -> list[tuple[int, int, int]]:
    """Return start, end and sort of each piece of the folded text; a RUN is left to be cut.

    ``text`` may be many sentences with a character between them that no word has.
    """
    pieces: list[tuple[int, int, int]] = []
    done = 0
    for start, end in [*_forced(text, segmenter, cut, is_word), (len(text), len(text))]:
        pieces += [
            (match.start(), match.end(), _SORT[match.lastindex])
            for match in _TOKEN.finditer(text, done, start)
        ]
        if start < end:
            pieces.append((start, end, ENTRY))
        done = end
    return pieces


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
    edges, runs = [], []
    for one in found:
        start, end, entry = one
        if head := _HAN_HEAD.match(entry):
            run = _HAN_TAIL.search(text, max(0, start - _REACH), start + head.end()).group()
            edges.append((one, -1, slice(-head.end())))
            runs.append(run)
        if tail := _HAN_TAIL.search(entry):
            run = _HAN_HEAD.match(text, start + tail.start(), end + _REACH).group()
            edges.append((one, 0, slice(len(tail.group()), None)))
            runs.append(run)
    return {
        one
        for (one, word, rest), words in zip(edges, cut(runs), strict=True)
        if (stump := words[word][rest]) and not (len(stump) > 1 and is_word(stump))
    }


def _is_alnum(character: str) -> bool:
    return character.isalnum() and not JIEBA_HAN.match(character)
