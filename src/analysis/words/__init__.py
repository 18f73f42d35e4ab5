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

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.fold import fold
from analysis.lexicon import Lexicon, load_lexicon
from analysis.words.flat import Coded, coded_of_many, table_of_many
from analysis.words.pieces import RUN, kind_of, pieces_of
from analysis.words.segmenter import (
    Segmenter,
    batch_segmenter_of,
    entries_of,
    everyday_share,
    segmenter_of,
    tokenizer_of,
    with_one_dot,
)

__all__ = [
    "COLUMNS",
    "KINDS",
    "Coded",
    "Word",
    "coded_words",
    "counted_sentences",
    "entries_of",
    "everyday_share",
    "split_words",
    "words_of",
]

KINDS = ("word", "stopword", "character", "number", "latin")
COLUMNS = ("article_id", "sentence_no", "phrase", "position", "term", "start", "end", "kind")


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
    lexicon = load_lexicon() if lexicon is None else lexicon
    return table_of_many(sentences, segmenter_of(lexicon), batch_segmenter_of(lexicon), hmm=hmm)


def coded_words(sentences: pd.DataFrame, *, lexicon: Lexicon) -> Coded:
    """Return the words that ``words_of`` gives as numbers, for those who only count them."""
    sentences = counted_sentences(sentences)
    return coded_of_many(sentences, segmenter_of(lexicon), batch_segmenter_of(lexicon), hmm=True)


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
    lexicon = load_lexicon() if lexicon is None else lexicon
    folded = fold(text)
    plain = with_one_dot(folded.text)
    words, phrase, last = [], 0, 0
    for start, end, kind in _cut(plain, segmenter_of(lexicon), tokenizer_of(lexicon), hmm):
        if words and not plain[last:start].isspace() and start > last:
            phrase += 1
        last = end
        first, behind = folded.span(start, end)
        words.append(Word(plain[start:end], first, behind, kind, phrase))
    return words


def _cut(
    text: str, segmenter: Segmenter, tokenizer: object, hmm: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each word of the folded text."""

    def cut(runs: Sequence[str]) -> list[list[str]]:
        return [tokenizer.lcut(run, HMM=False) for run in runs]

    def is_word(text: str) -> bool:
        return bool(tokenizer.FREQ.get(text))

    pieces = (array.tolist() for array in pieces_of(text, segmenter, cut, is_word))
    for start, end, sort in zip(*pieces, strict=True):
        if sort != RUN:
            yield start, end, kind_of(text[start:end], sort, segmenter)
            continue
        for term in tokenizer.cut(text[start:end], HMM=hmm):
            yield start, start + len(term), kind_of(term, sort, segmenter)
            start += len(term)
