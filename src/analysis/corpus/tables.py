"""Articles -> tables."""

from collections.abc import Iterable

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
    return _table(((a.article_id, *zone) for a in articles for zone in a.zones), ZONES)


def sentences_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per sentence of an analysed zone; ``text`` is the article's own."""
    return _table(
        ((a.article_id, *sentence) for a in articles for sentence in a.sentences), SENTENCES
    )


def rejected_of(corpus: Corpus) -> pd.DataFrame:
    """Return one row per file, or row of a file, that was not read."""
    return _table(corpus.rejected, list(Rejected._fields))


def _table(rows: Iterable[tuple], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=columns)
    types = {name: "int64" if name in _NUMBERS else "str" for name in columns}
    if "repeat_of_sentence" in types:
        types["repeat_of_sentence"] = "Int64"
    return table.astype(types)
