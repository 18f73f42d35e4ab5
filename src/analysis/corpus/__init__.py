"""File -> article -> zones -> sentences."""

from .dates import Dated, find_date
from .decode import ReadError, decode
from .duplicates import mark_duplicates
from .formats import READERS
from .model import ANALYSED, ZONES, Article, Sentence, Zone
from .read import Corpus, parse_article, read_article, read_articles, read_corpus
from .sentences import split_sentences
from .sources import Rejected, read_sources
from .tables import articles_of, rejected_of, sentences_of, texts_of, zones_of
from .zones import find_zones

__all__ = [
    "ANALYSED",
    "READERS",
    "ZONES",
    "Article",
    "Corpus",
    "Dated",
    "ReadError",
    "Rejected",
    "Sentence",
    "Zone",
    "articles_of",
    "decode",
    "find_date",
    "find_zones",
    "mark_duplicates",
    "parse_article",
    "read_article",
    "read_articles",
    "read_corpus",
    "read_sources",
    "rejected_of",
    "sentences_of",
    "split_sentences",
    "texts_of",
    "zones_of",
]
