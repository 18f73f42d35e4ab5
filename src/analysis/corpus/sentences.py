"""Zones -> sentences."""

import re
from collections.abc import Sequence

from ..fold import fold
from .markup import line_ends
from .model import ANALYSED, Sentence, Zone

_WORDS = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"^(?:[\s#*＊■◆●▲▶►◎☆★※]+)|[\s*#＊]+$")
# A sentence ends after these, with what closes a quotation or a bracket; a semicolon ends none.
# A full stop of English is none either (3.5, i.e.).
_END = re.compile(r"""[。！？!?][。！？!?]*[”’」』）)》〉\]】"'*_]*""")
# Shorter than this a sentence of the lede proves nothing by standing in the first paragraph.
_SHORTEST_REPEAT = 8
_FIRST_PARAGRAPHS = 3


def split_sentences(text: str, zones: Sequence[Zone]) -> list[Sentence]:
    """Return the sentences of the analysed zones, in the order of the text.

    A sentence ends after 。！？!? with the quote or bracket that closes behind it, at the end of a
    line or of a block of the page, or at the end of its zone. Titles and headings are sentences.
    """
    sentences: list[Sentence] = []
    heading = ""
    for zone, pieces in _stretches(text, zones):
        start, end = pieces[0][0], pieces[-1][1]
        if zone == "heading":
            heading = _MARKS.sub("", "".join(text[a:b] for a, b in pieces)).strip()
        whole = zone in ("title", "heading")
        spans = [(start, end)] if whole else _sentence_spans(text, pieces)
        under = "" if zone in ("title", "lede", "heading") else heading
        for first, last in spans:
            sentences.append(
                Sentence(len(sentences) + 1, zone, under, first, last, text[first:last])
            )
    return _with_repeats(sentences)


def _stretches(text: str, zones: Sequence[Zone]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return the analysed zones as (name, spans); those that only tags in a line part are one."""
    stretches: list[tuple[str, list[tuple[int, int]]]] = []
    for i, (zone, start, end) in enumerate(zones):
        if zone not in ANALYSED:
            continue
        if (
            stretches
            and stretches[-1][0] == zone
            and _same_line(text, zones, stretches[-1][1][-1][1], start, i)
        ):
            stretches[-1][1].append((start, end))
        else:
            stretches.append((zone, [(start, end)]))
    return stretches


_BLOCK = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|tr|td|th|table|section|article|blockquote|dd|dt|figure"
    r"|figcaption|title|header|footer|aside|nav|center)|br|hr)\b",
    re.IGNORECASE,
)


def _same_line(text: str, zones: Sequence[Zone], end: int, start: int, i: int) -> bool:
    if i == 0 or zones[i - 1].zone != "noise":
        return False
    between = text[end:start]
    return not line_ends(between) and not _BLOCK.search(between)


def _sentence_spans(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the sentences in one stretch; what stands in the tags between its pieces ends none."""
    spans: list[tuple[int, int]] = []
    first = last = None
    for start, end in pieces:
        for match in _END.finditer(text, start, end):
            spans.append((start if first is None else first, match.end()))
            first, start = None, match.end()
        if text[start:end].strip():
            first = start if first is None else first
            last = end
    if first is not None:
        spans.append((first, last))
    return [
        _stripped(text, start, end)
        for start, end in spans
        # Mostly the first character tells that there is a word.
        if text[start].isalnum() or _WORDS.search(text, start, end)
    ]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    if not text[start].isspace() and not text[end - 1].isspace():
        return start, end
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _with_repeats(sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences with each sentence of a lede that a first paragraph says again marked."""
    if not any(sentence.zone == "lede" for sentence in sentences):
        return sentences
    body = [s for s in sentences if s.zone == "body"][:12]
    words = [(s.sentence_no, _words(s.text)) for s in body]
    marked = []
    for sentence in sentences:
        if sentence.zone == "lede":
            own = _words(sentence.text)
            repeated = next(
                (no for no, other in words if len(own) >= _SHORTEST_REPEAT and own in other), None
            )
            sentence = sentence._replace(repeat_of_sentence=repeated)
        marked.append(sentence)
    return marked


def _words(text: str) -> str:
    return "".join(_WORDS.findall(fold(text).text))
