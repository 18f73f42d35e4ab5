"""What an article is made of."""

from typing import NamedTuple

ANALYSED = ("title", "lede", "heading", "body")
ZONES = (
    *("title", "lede", "dateline", "caption", "heading", "body"),
    *("end_mark", "agency", "related", "metadata", "noise"),
)


class Zone(NamedTuple):
    """A stretch of an article's text: ``text[start:end]``."""

    zone: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence of an analysed zone; ``text`` is the article's ``text[start:end]``.

    ``heading`` is the text of the section heading it stands under (empty if none);
    ``repeat_of_sentence`` the number of the sentence it repeats (a lede that the first
    paragraph prints again), or None.
    """

    sentence_no: int
    zone: str
    heading: str
    start: int
    end: int
    text: str
    repeat_of_sentence: int | None = None


class Article(NamedTuple):
    """One article: its one text, and what was read from it. Offsets are code points of ``text``."""

    article_id: str
    file: str
    sha256: str
    text: str
    zones: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]
    title: str = ""
    publisher: str = ""
    published: str = ""
    published_source: str = ""
    script: str = "hans"
    url: str = ""
    duplicate_of: str = ""
