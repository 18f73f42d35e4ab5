"""Files -> articles."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .. import fold as _fold
from .model import Article
from .sentences import split_sentences
from .zones import find_zones


class Corpus(NamedTuple):
    """The articles of a folder, and what was not read: (file, row, reason)."""

    articles: tuple[Article, ...]
    rejected: tuple[dict, ...]


def parse_article(
    text: str,
    *,
    article_id: str = "",
    file: str = "",
    published: str = "",
    published_source: str = "",
    publisher: str = "",
    title: str = "",
    url: str = "",
) -> Article:
    """Return the article that stands on a page."""
    zones = find_zones(text)
    sentences = split_sentences(text, zones)
    if not title:
        title = next((s.text for s in sentences if s.zone == "title"), "")
    return Article(
        article_id=article_id,
        file=file,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        zones=tuple(zones),
        sentences=tuple(sentences),
        title=title,
        publisher=publisher,
        published=published,
        published_source=published_source,
        url=url,
    )


def read_article(data: bytes, file: str, source_row: dict | None = None) -> Article:
    """Return the article in the bytes of a file."""
    row = source_row or {}
    article_id = re.sub(r"\.\w+$", "", file)
    return parse_article(
        data.decode("utf-8-sig"),
        article_id=article_id,
        file=file,
        published=row.get("published", ""),
        published_source="sidecar" if row.get("published") else "",
        publisher=row.get("publisher", ""),
        url=row.get("url", ""),
    )


def read_corpus(raw: Path) -> Corpus:
    """Return the articles of a folder."""
    articles = [
        read_article(path.read_bytes(), path.relative_to(raw).as_posix())
        for path in sorted(Path(raw).rglob("*"))
        if path.suffix in (".txt", ".md", ".html", ".htm") and path.name != "RIGHTS.md"
    ]
    return Corpus(tuple(articles), ())


def articles_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per article."""
    columns = [
        "article_id",
        "file",
        "sha256",
        "title",
        "publisher",
        "published",
        "published_source",
        "script",
        "url",
        "n_chars",
        "n_body_chars",
        "n_sentences",
        "duplicate_of",
    ]
    rows = []
    for a in articles:
        n_body = sum(
            len("".join(a.text[z.start : z.end].split()))
            for z in a.zones
            if z.zone in ("title", "lede", "heading", "body")
        )
        rows.append(
            (
                a.article_id,
                a.file,
                a.sha256,
                a.title,
                a.publisher,
                a.published,
                a.published_source,
                a.script,
                a.url,
                len(a.text),
                n_body,
                len(a.sentences),
                a.duplicate_of,
            )
        )
    return pd.DataFrame(rows, columns=columns)


def zones_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per zone."""
    return pd.DataFrame(
        [(a.article_id, *z) for a in articles for z in a.zones],
        columns=["article_id", "zone", "start", "end"],
    )


def sentences_of(articles: Iterable[Article]) -> pd.DataFrame:
    """Return one row per sentence."""
    return pd.DataFrame(
        [(a.article_id, *s) for a in articles for s in a.sentences],
        columns=[
            "article_id",
            "sentence_no",
            "zone",
            "heading",
            "start",
            "end",
            "text",
            "repeat_of_sentence",
        ],
    )
