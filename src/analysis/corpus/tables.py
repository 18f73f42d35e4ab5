"""Articles -> tables."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from .formats import PLAIN, stem_of, suffix_of
from .model import Article
from .read import Corpus, n_body_chars
from .sources import Rejected

ARTICLES = [
    *("article_id", "file", "sha256", "title", "publisher", "published", "published_source"),
    *("script", "url", "n_chars", "n_body_chars", "n_sentences", "duplicate_of"),
]
ZONES = ["article_id", "zone", "start", "end"]
SENTENCES = [
    *("article_id", "sentence_no", "zone", "heading", "start", "end", "text"),
    "repeat_of_sentence",
]
_NUMBERS = {"n_chars", "n_body_chars", "n_sentences", "start", "end", "sentence_no"}


def articles_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per article. ``n_body_chars`` counts the analysed zones without white space,
    ``n_sentences`` the sentences that count: without those that a lede prints twice.
    """
    return _table(
        (
            (
                *(a.article_id, a.file, a.sha256, a.title, a.publisher, a.published),
                *(a.published_source, a.script, a.url, len(a.text), n_body_chars(a)),
                *(sum(s.repeat_of_sentence is None for s in a.sentences), a.duplicate_of),
            )
            for a in articles
        ),
        ARTICLES,
    )


def texts_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per article whose text was extracted: from a row, an export, a document.

    The text of any other article is its file, decoded.
    """
    extracted = (
        (a.article_id, a.text)
        for a in articles
        if suffix_of(a.file) not in PLAIN or a.article_id not in (a.file, stem_of(a.file))
    )
    return _table(extracted, ["article_id", "text"])


def zones_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per zone; offsets are code points of the article's text."""
    return _parts_table([(a.article_id, a.zones) for a in articles], ZONES)


def sentences_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per sentence of an analysed zone; ``text`` is the article's own."""
    return _parts_table([(a.article_id, a.sentences) for a in articles], SENTENCES)


def rejected_of(corpus: Corpus) -> pd.DataFrame:
    """Return one row per file, or row of a file, that was not read."""
    return _table(corpus.rejected, list(Rejected._fields))


def _parts_table(parts: Sequence[tuple[str, Sequence[tuple]]], names: list[str]) -> pd.DataFrame:
    """Return one row per part of an article, from each article's id and its parts."""
    table = _table(chain.from_iterable(rows for _, rows in parts), names[1:])
    n_rows = [len(rows) for _, rows in parts]
    ids = pd.array([article_id for article_id, _ in parts], dtype="str")
    table.insert(0, names[0], ids.take(np.repeat(np.arange(len(parts)), n_rows)))
    return table


def _table(rows: Iterable[tuple], names: list[str]) -> pd.DataFrame:
    """Return the table column by column: its types are known and need not be found out."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {name: _column(name, values) for name, values in zip(names, columns, strict=True)}
    )


def _column(name: str, values: Sequence):
    if name in _NUMBERS:
        return np.array(values, dtype="int64")
    if name != "repeat_of_sentence":
        return pd.array(values, dtype="str")
    unknown = np.array([value is None for value in values], dtype=bool)
    return pd.arrays.IntegerArray(np.array([v or 0 for v in values], dtype="int64"), unknown)
