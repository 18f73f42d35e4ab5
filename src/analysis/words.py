"""Sentence -> words: segmentation that keeps every entry of the lexicon whole.

What becomes a word is a documented choice, written in the column ``kind``:

========== ==============================================================================
word       two Han characters or more; every entry of ``words.csv``, whatever it is made of
stopword   listed in ``stopwords.csv``
character  a single Han character that is neither (年年 is a word, a lone 省 is a character)
number     digits with their separators and % (``2025``, ``82,6%``), or Chinese numerals alone
latin      letters of any other script, with the digits, hyphens and marks inside (``5G``,
           ``Guérini``, ``749/QĐ-TTg``)
========== ==============================================================================

Punctuation and symbols are never words; they end a ``phrase``.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from analysis.fold import fold, simplified
from analysis.lexicon import Lexicon, LexiconError, load_lexicon

KINDS = ("word", "stopword", "character", "number", "latin")
COLUMNS = ("article_id", "sentence_no", "phrase", "position", "term", "start", "end", "kind")

# jieba keeps a word of its dictionary whole only within this range; anything else breaks it.
_JIEBA_HAN = re.compile(r"[\u4e00-\u9fd5]+")

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
_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿兆]+")

# Foreign names come with many dots; an entry is written with the first.
_DOTS = str.maketrans(dict.fromkeys("・･‧•∙⋅", "·"))

# The Han characters at the edges of a mixed entry, and how many characters around it are looked
# at for a longer word (99 in 100 words of jieba's dictionary have five or fewer).
_HAN_HEAD = re.compile(r"[\u4e00-\u9fd5]+")
_HAN_TAIL = re.compile(r"[\u4e00-\u9fd5]+$")
_REACH = 5
_DECIMAL = re.compile(r"\d[.,]")

# How often an entry counts in jieba's dictionary (349,045 words, 98 in 100 of them rarer than
# this). Measured: in ten random contexts for each entry of the package, 0 of 3,660 are broken
# (3 with a frequency of 1); entries made of the edges of two neighbouring words (the entry 份保
# in 省份保供) cut through them in 0.9 in 100 cases (0.6 with 1,000, 3 with 13,000, 9 with
# 100,000). The `frequency` of words.csv raises it, up to the highest: beyond, an entry would
# outweigh longer entries that hold it.
_FREQUENCY = 2_000
_HIGHEST = 50_000


class Word(NamedTuple):
    """A word of a text: ``text[start:end]`` as written, ``term`` in its normal form.

    ``phrase`` numbers the stretches between punctuation marks: two words that follow each other
    are neighbours only within one.
    """

    term: str
    start: int
    end: int
    kind: str
    phrase: int


class _Segmenter(NamedTuple):
    """jieba with a lexicon, what jieba cannot hold, and the stop words."""

    jieba: object
    entries: frozenset[str]
    forced: object
    forced_entries: tuple[str, ...]
    stopwords: frozenset[str]


def words_of(
    sentences: pd.DataFrame, *, lexicon: Lexicon | None = None, hmm: bool = True
) -> pd.DataFrame:
    """Return the words of the sentences: one row per word, in reading order.

    ``sentences`` is the table of that name (article_id, sentence_no, start, text; a row whose
    ``repeat_of_sentence`` is set is left out, because its text counts once). Columns:
    article_id, sentence_no, phrase (running number of the stretch between punctuation marks,
    in its article), position (running number of the word in its article, from 1, stop words and
    numbers counted), term (folded: Simplified, half-width), start and end (code points of the
    article's text, so that ``text[start:end]`` is the word as written), kind.

    Raises LexiconError for an entry of ``words.csv`` that cannot be a word.
    """
    sentences = counted_sentences(sentences)
    rows: list[tuple] = []
    position: dict[str, int] = {}
    phrases: dict[str, int] = {}
    for article_id, sentence_no, start, text in zip(
        sentences["article_id"],
        sentences["sentence_no"],
        sentences["start"],
        sentences["text"],
        strict=True,
    ):
        at, before, words = position.get(article_id, 0), phrases.get(article_id, 0), 0
        for words, word in enumerate(split_words(text, lexicon=lexicon, hmm=hmm), start=1):
            phrases[article_id] = before + word.phrase + 1
            rows.append(
                (
                    article_id,
                    sentence_no,
                    before + word.phrase + 1,
                    at + words,
                    word.term,
                    start + word.start,
                    start + word.end,
                    word.kind,
                )
            )
        position[article_id] = at + words
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = dict.fromkeys(("article_id", "term", "kind"), "str")
    return table.astype(texts | dict.fromkeys(set(COLUMNS) - set(texts), "int64"))


def counted_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences without those that repeat another (a lede printed again)."""
    if "repeat_of_sentence" not in sentences:
        return sentences
    repeated = sentences["repeat_of_sentence"]
    return sentences[repeated.isna() | (repeated.astype("str") == "")]


def split_words(text: str, *, lexicon: Lexicon | None = None, hmm: bool = True) -> list[Word]:
    """Return the words of ``text`` in order; offsets are code points of ``text``.

    Entries of ``words.csv`` come out whole unless a natural word reaches over their edge: the
    entry 国会 is cut out of 美国国会, but 中国会展 stays 中国 / 会展. Of nested entries the longest
    wins. ``hmm`` lets jieba put single characters together into words that it does not know.
    """
    segmenter = _segmenter(load_lexicon() if lexicon is None else lexicon)
    folded = fold(text)
    plain = folded.text.translate(_DOTS)
    words, phrase, last = [], 0, 0
    for start, end, kind in _pieces(plain, segmenter, hmm):
        if words and not plain[last:start].isspace() and start > last:
            phrase += 1
        last = end
        first, behind = folded.span(start, end)
        words.append(Word(plain[start:end], first, behind, kind, phrase))
    return words


def entries_of(lexicon: Lexicon) -> frozenset[str]:
    """Return the entries of ``words.csv`` in their normal form."""
    return _segmenter(lexicon).entries


def everyday_share(word: str) -> float:
    """Return the share of a word in the everyday Chinese that jieba's dictionary counted.

    A word that the dictionary lacks has the share of one occurrence.
    """
    frequencies, total = _dictionary()
    return (frequencies.get(word) or 1) / total


def _pieces(text: str, segmenter: _Segmenter, hmm: bool) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each word: forced entries, and what is cut between them."""
    done = 0
    for start, end in _forced(text, segmenter):
        yield from _cut(text, done, start, segmenter, hmm)
        yield start, end, "word"
        done = end
    yield from _cut(text, done, len(text), segmenter, hmm)


def _cut(
    text: str, start: int, end: int, segmenter: _Segmenter, hmm: bool
) -> Iterator[tuple[int, int, str]]:
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        if kind != "han":
            term = match.group()
            yield (
                *match.span(),
                _kind_of(term, "number" if kind == "number" else "latin", segmenter),
            )
            continue
        at = match.start()
        for term in segmenter.jieba.cut(match.group(), HMM=hmm):
            yield at, at + len(term), _kind_of(term, "word", segmenter)
            at += len(term)


def _kind_of(term: str, kind: str, segmenter: _Segmenter) -> str:
    if term in segmenter.stopwords:
        return "stopword"
    if term in segmenter.entries:
        return "word"
    if kind == "word":
        if _NUMERAL.fullmatch(term):
            return "number"
        if len(term) == 1:
            return "character"
    return kind


def _forced(text: str, segmenter: _Segmenter) -> list[tuple[int, int]]:
    """Return where the entries stand that jieba cannot hold: leftmost, then longest."""
    if segmenter.forced is None:
        return []
    found = [
        (start, -end)
        for number, start, end in segmenter.forced.find_matches_as_indexes(text, overlapping=True)
        if _stands_free(text, start, end, segmenter.forced_entries[number], segmenter.jieba)
    ]
    spans, done = [], 0
    for start, end in sorted(found):
        if start >= done:
            spans.append((start, -end))
            done = -end
    return spans


def _stands_free(text: str, start: int, end: int, entry: str, tokenizer: object) -> bool:
    """Whether the entry at ``text[start:end]`` is not a part of something longer.

    1. A letter or digit at its edge has no letter or digit beside it: 5G网络 not in 25G网络.
    2. The Han characters at its edge are not a part of a word that would leave a stump: the
       entry A股 not in A股份 (A and 股份), but 5G网络 in 5G网络服务, which leaves 服务.
    """
    if _is_alnum(entry[0]) and _is_alnum(text[start - 1 : start]):
        return False
    if entry[0].isdigit() and _DECIMAL.fullmatch(text, max(0, start - 2), start):
        return False
    if _is_alnum(entry[-1]) and _is_alnum(text[end : end + 1]):
        return False
    if head := _HAN_HEAD.match(entry):
        run = _HAN_TAIL.search(text, max(0, start - _REACH), start + head.end()).group()
        before = tokenizer.lcut(run, HMM=False)[-1][: -head.end()]
        if before and not _is_known(before, tokenizer):
            return False
    if tail := _HAN_TAIL.search(entry):
        run = _HAN_HEAD.match(text, start + tail.start(), end + _REACH).group()
        behind = tokenizer.lcut(run, HMM=False)[0][len(tail.group()) :]
        if behind and not _is_known(behind, tokenizer):
            return False
    return True


def _is_known(word: str, tokenizer: object) -> bool:
    return len(word) > 1 and bool(tokenizer.FREQ.get(word))


def _is_alnum(character: str) -> bool:
    return character.isalnum() and not _JIEBA_HAN.match(character)


@lru_cache(maxsize=4)
def _segmenter(lexicon: Lexicon) -> _Segmenter:
    frequencies = _entries_of(lexicon.words)
    tokenizer = _tokenizer()
    forced = [entry for entry in frequencies if not _JIEBA_HAN.fullmatch(entry)]
    total = tokenizer.total
    # jieba takes the cut with the highest product of (frequency / total). Two words outweigh an
    # entry only if one of them is as frequent as these few (了, 是, 在 …).
    heavy = [word for word, n in tokenizer.FREQ.items() if n * n >= _FREQUENCY * total]
    # Shorter entries first: a longer one must outweigh those inside it.
    for entry in sorted(filter(_JIEBA_HAN.fullmatch, frequencies), key=len):
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
    return _Segmenter(
        tokenizer,
        frozenset(frequencies),
        _automaton(forced),
        tuple(forced),
        stopwords,
    )


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
        entry = fold(row["word"]).text.translate(_DOTS).strip()
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
    tokenizer.FREQ, tokenizer.total = dict(frequencies), total
    tokenizer.initialized = True
    return tokenizer


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], int]:
    tokenizer = _jieba().Tokenizer()
    return tokenizer.gen_pfdict(tokenizer.get_dict_file())


def _jieba():
    # Its regular expressions are written without r"", and it may import pkg_resources.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba
