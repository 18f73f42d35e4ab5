"""File -> article -> zones -> sentences."""

from .model import ANALYSED, ZONES, Article, Sentence, Zone
from .read import (
    Corpus,
    articles_of,
    parse_article,
    read_article,
    read_corpus,
    sentences_of,
    zones_of,
)
from .sentences import split_sentences
from .zones import find_zones

__all__ = [
    "ANALYSED",
    "ZONES",
    "Article",
    "Corpus",
    "Sentence",
    "Zone",
    "articles_of",
    "find_zones",
    "parse_article",
    "read_article",
    "read_corpus",
    "sentences_of",
    "split_sentences",
    "zones_of",
]
