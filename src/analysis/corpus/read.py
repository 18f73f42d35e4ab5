"""Files -> articles."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from operator import ne
from pathlib import Path
from typing import NamedTuple

from ..fold import fold, is_ordinary, simplified
from ..paths import study_paths
from .dates import date_of, find_date, refusal_of
from .decode import ReadError
from .duplicates import mark_duplicates
from .formats import read_pieces, refusal_of_format, stem_of
from .layout import HAN_RUN
from .model import ANALYSED, Article, Sentence
from .pieces import Piece
from .sentences import split_sentences
from .sources import SOURCES, Rejected, read_sources
from .spreadsheets import date_from_serial
from .zones import find_zones

# Files of a raw folder that are no articles; hidden files (.gitkeep) are none either.
NOT_ARTICLES = re.compile(
    r"(?: readme | rights | licen[cs]e | copying | notice )(?: \.[\w.-]+ )? | sources\.csv"
    r" | thumbs\.db | desktop\.ini | ~\$.*",
    re.VERBOSE | re.IGNORECASE,
)


class Corpus(NamedTuple):
    """The articles of a folder in the order of their ids, and the files and rows not read."""

    articles: tuple[Article, ...]
    rejected: tuple[Rejected, ...]


def read_corpus(raw: str | Path) -> Corpus:
    """Return the articles in a folder and its sub-folders, duplicates marked.

    Left out without a word: hidden files and folders, sources.csv, README, RIGHTS, LICENSE.
    Whatever else cannot be read, or a row of it, is in ``rejected`` with its reason; nothing is
    raised for a file. An ``article_id`` is the path without suffix, with ``#`` and its id or row
    number where a file holds several; where two files differ in nothing else (a.txt, a.html) both
    keep theirs.
    """
    raw = Path(raw)
    files, rejected = list_files(raw)
    sources, faults = read_sources(raw / SOURCES, {_normal(name) for name in files})
    ids = article_ids(files)
    keyed: list[tuple[str, Article]] = []
    for name, path in files.items():
        try:
            found, wrong = read_articles(path.read_bytes(), name, sources.get(_normal(name)))
        except ReadError as error:
            rejected.append(Rejected(name, "", str(error)))
        except OSError as error:
            rejected.append(Rejected(name, "", f"cannot be read: {error.strerror}"))
        else:
            keys = [a.article_id[len(stem_of(name)) :] for a in found]
            keyed += [
                (key, a._replace(article_id=ids[name] + key))
                for key, a in zip(keys, found, strict=True)
            ]
            rejected += wrong
    articles, taken = with_own_ids(keyed)
    articles.sort(key=lambda article: article.article_id)
    return Corpus(mark_duplicates(articles), tuple(sorted([*rejected, *faults, *taken])))


def with_own_ids(
    keyed: Iterable[tuple[str, Article]],
) -> tuple[list[Article], list[Rejected]]:
    """Return the articles with ids that differ: row 1 of a.csv is no file called ``a#1.txt``.

    ``keyed`` holds with each article the end of its id that tells it apart in its file.
    """
    own: dict[str, Article] = {}
    taken: list[Rejected] = []
    # Whole files first: their ids are told apart already.
    for key, article in sorted(keyed, key=lambda pair: (bool(pair[0]), pair[1].article_id)):
        for article_id in (article.article_id, f"{article.file}{key}"):
            if article_id not in own:
                own[article_id] = article._replace(article_id=article_id)
                break
        else:
            reason = f"the article_id {article.article_id} is taken by {own[article_id].file}"
            taken.append(Rejected(article.file, "", reason))
    return list(own.values()), taken


def list_files(raw: Path) -> tuple[dict[str, Path], list[Rejected]]:
    """Return the files that may be articles, by their path below ``raw``, and the others."""
    files: dict[str, Path] = {}
    rejected: list[Rejected] = []

    def unreadable(error: OSError) -> None:
        name = Path(error.filename).relative_to(raw).as_posix()
        rejected.append(Rejected(name, "", f"cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(raw, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [n for n in folders if study_paths(Path(folder, n)).raw.is_dir()]:
            shown = Path(folder, name).relative_to(raw).as_posix()
            rejected.append(Rejected(shown, "", "a study of its own: its articles are not read"))
            folders.remove(name)
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith(".") or NOT_ARTICLES.fullmatch(name):
                continue
            # A name that is no right UTF-8 must still be written to a table.
            shown = os.fsencode(path.relative_to(raw).as_posix()).decode("utf-8", "replace")
            if path.is_symlink() and not path.exists():
                rejected.append(Rejected(shown, "", "a link that points nowhere"))
            elif not path.is_file():
                rejected.append(Rejected(shown, "", "not a file"))
            elif reason := refusal_of_format(name):
                rejected.append(Rejected(shown, "", reason))
            else:
                files[shown] = path
    return files, rejected


def article_ids(files: Mapping[str, object]) -> dict[str, str]:
    """Return the article_id of each file name: without suffix where that tells it apart."""
    stems = Counter(stem_of(name) for name in files)
    return {name: stem_of(name) if stems[stem_of(name)] == 1 else name for name in files}


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def read_article(data: bytes, file: str, source_row: Mapping[str, str] | None = None) -> Article:
    """Return the article in the bytes of a file; ``source_row`` is its row of sources.csv.

    Raises ReadError with the reason when the format is not read, and when there is not one article.
    """
    articles, wrong = read_articles(data, file, source_row)
    if len(articles) != 1 or wrong:
        what = wrong[0].reason if wrong else f"it holds {len(articles)} articles"
        raise ReadError(f"not one article: {what}")
    return articles[0]


def read_articles(
    data: bytes, file: str, source_row: Mapping[str, str] | None = None
) -> tuple[list[Article], list[Rejected]]:
    """Return the articles in the bytes of a file, and its rows that were not read.

    What a row says about its article goes before what ``source_row`` says about the file. Raises
    ReadError with the reason when nothing in it can be read.
    """
    row = source_row or {}
    found = read_pieces(data, file, row)
    # An article that is the whole file has the file's own sum, another one that of its text.
    whole = len(found.pieces) == 1 and not found.pieces[0].key
    sha256 = hashlib.sha256(data).hexdigest() if whole else ""
    articles = [article_of(piece, file, row, sha256=sha256) for piece in found.pieces]
    return articles, [Rejected(file, *fault) for fault in found.faults]


def article_of(piece: Piece, file: str, row: Mapping[str, str], *, sha256: str = "") -> Article:
    """Return the article in one piece of a file; ``row`` is the file's row of sources.csv."""
    accessed = row.get("accessed", "")
    date = date_of(date_from_serial(piece.date)) if piece.date else ""
    if date and refusal_of(date, accessed):
        date = ""
    return parse_article(
        piece.text,
        article_id=stem_of(file) + (f"#{piece.key}" if piece.key else ""),
        file=file,
        sha256=sha256,
        published=date or row.get("published", ""),
        published_source="metadata" if date else "",
        publisher=piece.publisher or row.get("publisher", ""),
        title=piece.title,
        url=piece.url or row.get("url", ""),
        accessed=accessed,
    )


def parse_article(
    text: str,
    *,
    article_id: str = "",
    file: str = "",
    sha256: str = "",
    published: str = "",
    published_source: str = "",
    publisher: str = "",
    title: str = "",
    url: str = "",
    accessed: str = "",
) -> Article:
    """Return the article on a page: its zones, sentences, title, date and script.

    What is given is taken (``sha256``, if not, is that of the text); ``published`` without
    ``published_source`` is what a sidecar says. Nothing else is read than ``text``. Time is linear
    in its length.
    """
    plain = simplified(text)
    zones = find_zones(text, plain=plain)
    sentences = split_sentences(text, zones)
    source = published_source
    if not published or not source:
        dated = find_date(
            text, zones, sentences, sidecar=published, url=url, accessed=accessed, plain=plain
        )
        published, source = dated.published, dated.source
    return Article(
        article_id=article_id,
        file=file,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        zones=tuple(zones),
        sentences=tuple(sentences),
        title=title or _title(text, zones, sentences),
        publisher=publisher,
        published=published,
        published_source=source,
        # A text that needs no simplifying is not looked at again.
        script="hans" if text == plain else script_of(text, sentences),
        url=url,
    )


_TITLE_FIELD = re.compile(r"^title:\s*(?P<q>[\"']?)(?P<title>.+?)(?P=q)\s*$", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_TITLE_MARKS = re.compile(r"^[\s#*＊]+|[\s#*＊]+$")


def _title(text: str, zones, sentences: list[Sentence]) -> str:
    """Return the title in one line, without its marks; that of the YAML block if there is none."""
    for sentence in sentences:
        if sentence.zone == "title":
            words = _SPACES.sub(" ", _without_marks(sentence.text))
            return _TITLE_MARKS.sub("", words)
    if zones and zones[0].zone == "metadata":
        field = _TITLE_FIELD.search(text, 0, zones[0].end + 1)
        return field["title"] if field else ""
    return ""


def _without_marks(text: str) -> str:
    """Return ``text`` without tags, entities and marks, in its own script and width."""
    if is_ordinary(text):
        return text
    folded = fold(text)
    if isinstance(folded.at, range):
        return text
    return "".join(
        text[start] if end == start + 1 else character
        for character, start, end in zip(folded.text, folded.at, folded.ends, strict=False)
    )


def script_of(text: str, sentences: list[Sentence]) -> str:
    """Return ``hant`` if the article has more Traditional than Simplified characters, or ``hans``."""
    words = ("".join(s.text for s in sentences[:40]) or text)[:1000]
    if words == simplified(words):
        return "hans"
    han = "".join(HAN_RUN.findall(words))
    traditional = sum(map(ne, han, simplified(han)))
    simple = sum(map(_simple_only().__contains__, han))
    return "hant" if traditional > simple else "hans"


@lru_cache(maxsize=1)
def _simple_only() -> frozenset[str]:
    """The characters that a Traditional one becomes and that are none themselves."""
    han = "".join(map(chr, range(0x4E00, 0x9FA6)))
    return frozenset(b for a, b in zip(han, simplified(han), strict=True) if a != b)


def n_body_chars(article: Article) -> int:
    """Return the number of characters of the analysed zones, white space left out."""
    return sum(
        sum(map(len, article.text[start:end].split()))
        for zone, start, end in article.zones
        if zone in ANALYSED
    )


def lines_of_rejected(rejected) -> Iterator[str]:
    """Return a line for the terminal for each file or row that was not read."""
    for file, row, reason in rejected:
        yield f"{file}{f', line {row}' if row else ''}: {reason}"
