"""Documents with one article each: .docx, and .pdf with text."""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from .decode import ReadError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes) -> str:
    """Return the text of a Word document: a line a paragraph, tables and text boxes included.

    Headers, footers, notes, comments and deleted words are left out. Raises ReadError.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_paragraphs(document.element.body))
    except Exception as error:  # a broken archive fails in as many ways as it has parts
        if data.startswith(_OLD_OFFICE):
            reason = "not a .docx document but an old or an encrypted one: save it as .docx"
        else:
            reason = f"not a right .docx document ({type(error).__name__})"
        raise ReadError(reason if data else "the file is empty") from None
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise ReadError("the document holds no text")
    return text + "\n"


def _paragraphs(element) -> Iterator[str]:
    """Yield the text of each paragraph below ``element``; a box follows what it is anchored in."""
    for child in element:
        if child.tag == f"{_WORD}p":
            boxes: list = []
            yield "".join(_words(child, boxes))
            for box in boxes:
                yield from _paragraphs(box)
        elif child.tag == f"{_WORD}tr":
            # A row of a table is a line.
            cells = (" ".join(_paragraphs(cell)) for cell in child if cell.tag == f"{_WORD}tc")
            yield "\t".join(" ".join(cell.split()) for cell in cells)
        elif child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _words(element, boxes: list) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag == f"{_WORD}tab":
            yield "\t" if element.tag == f"{_WORD}r" else ""
        elif child.tag in (f"{_WORD}br", f"{_WORD}cr"):
            yield "\n"
        elif child.tag == f"{_WORD}txbxContent":
            boxes.append(child)
        elif child.tag not in (_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom"):
            yield from _words(child, boxes)


# A line of fewer columns (a Chinese character has two) is no full line of any page.
NARROWEST_PAGE = 30
# A line may stop this many columns short of the widest, which had a comma squeezed in.
RAGGED = 2
# What stands above or below a page has no more characters; a line of the text has.
LONGEST_PAGE_LINE = 30
# What no page breaks: a Latin word, a number, a sign with the one that must not begin a line.
_UNIT = re.compile(r"[\x21-\x7e]+[，。、；：？！”’》）」』%％]*|.[，。、；：？！”’》）」』%％]*")
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』)）\"]*$")
_INDENT = re.compile(r"^(?:\u3000| {2,})")
_PAGE_NUMBER = re.compile(
    r"\W*(?:第\s?)?\d{1,4}(?:\s?页)?(?:\s?[/／]\s?(?:共\s?)?\d{1,4}(?:\s?页)?)?\W*"
)
_NUMBERS = re.compile(r"\d+")


def read_pdf(data: bytes) -> str:
    """Return the text of a PDF, lines that a page broke put together again.

    Page numbers and lines that head or foot most pages are left out. Raises ReadError for an
    encrypted document and for one that holds only images.
    """
    pages = _pdf_pages(data)
    if not any(line.strip() for page in pages for line in page):
        raise ReadError("the PDF holds no text but images: recognise its text first (OCR)")
    return "\n".join(_joined(list(_without_page_lines(pages)))).strip("\n") + "\n"


def _pdf_pages(data: bytes) -> list[list[str]]:
    import pypdf

    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        # Many documents are locked against changes alone: they open without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("the PDF is encrypted: save it without a password")
        return [(page.extract_text() or "").splitlines() for page in reader.pages]
    except ReadError:
        raise
    except pypdf.errors.DependencyError:
        raise ReadError("the PDF is encrypted: save it without a password") from None
    except Exception as error:  # a broken document fails in as many ways as it has parts
        raise ReadError(
            f"not a right PDF ({type(error).__name__})" if data else "the file is empty"
        ) from None
    finally:
        log.setLevel(level)


def _without_page_lines(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of all pages without page numbers and what stands on most pages."""
    pages = [[_clean(line) for line in page] for page in pages]
    edges = Counter(
        _NUMBERS.sub("0", line.strip())
        for page in pages
        for line in {*page[:1], *page[-1:]}
        if line.strip()
    )
    for page in pages:
        first, last = 0, len(page)
        while first < last and _is_page_line(page[first], edges, len(pages)):
            first += 1
        while last > first and _is_page_line(page[last - 1], edges, len(pages)):
            last -= 1
        yield from page[first:last]


def _clean(line: str) -> str:
    """Return the line without the signs that stand for a missing character."""
    return line.replace("\x00", "").replace("\xad", "").rstrip()


def _is_page_line(line: str, edges: Counter[str], n_pages: int) -> bool:
    plain = line.strip()
    if not plain or _PAGE_NUMBER.fullmatch(plain):
        return True
    heads_most = edges[_NUMBERS.sub("0", plain)] > n_pages / 2
    return n_pages > 2 and heads_most and len(plain) <= LONGEST_PAGE_LINE


def _joined(lines: Sequence[str]) -> list[str]:
    """Return paragraphs: a line goes on in the next one if that one's first word had no room.

    Where paragraphs are indented, that begins one; else a sentence that ends with a full line
    ends the paragraph.
    """
    widths = Counter(width for line in lines if (width := _columns(line)) >= NARROWEST_PAGE)
    # Most lines of a page fill it; an address or a table may be wider.
    full = max(widths, key=lambda width: (widths[width], width), default=NARROWEST_PAGE) - RAGGED
    indented = sum(bool(_INDENT.match(line)) for line in lines) > 1
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        after = line.strip()
        begins = bool(_INDENT.match(line)) if indented else bool(_SENTENCE_END.search(before))
        room = full - _columns(before)
        if before and after and not begins and _columns(_UNIT.match(after).group()) > room:
            space = " " if before[-1].isascii() and after[0].isascii() else ""
            paragraphs[-1] += space + after
        else:
            paragraphs.append(line)
        before = line.strip()
    return paragraphs


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.strip())
