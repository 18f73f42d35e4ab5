"""The same article as a file of each format, for the tests of formats and of studies."""

import csv
import gzip
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

WIDTH = 72  # columns of a printed line: 36 Chinese characters
LINES = 40  # lines on a page


def csv_file(rows: Iterable[Mapping], *, encoding="utf-8-sig", delimiter=",") -> bytes:
    rows = list(rows)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def jsonl_file(rows: Iterable[Mapping], *, encoding="utf-8", ascii=False) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=ascii) + "\n" for r in rows).encode(encoding)


def gzip_file(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def xlsx_file(*sheets: Sequence[Sequence], names: Sequence[str] = ()) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else None)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def table_of(rows: Iterable[Mapping]) -> list[list]:
    rows = list(rows)
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def docx_file(text: str) -> bytes:
    """A Word document with a paragraph for each line."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def html_file(text: str, *, encoding="utf-8") -> bytes:
    """A saved page: the first line its headline, every other a paragraph."""
    title, *lines = [line for line in text.splitlines() if line.strip()]
    body = "\n".join(f"<p>{line}</p>" for line in lines)
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{encoding}"><title>{title}</title></head>\n'
        f'<body><nav><a href="/">首页</a></nav><h1>{title}</h1>\n{body}\n'
        "<footer>联系我们</footer></body></html>\n"
    )
    return page.encode(encoding)


def printed(line: str) -> list[str]:
    """The lines of a page that one paragraph fills; no word and no number is cut."""
    parts, width = [""], 0
    for word in re.findall(r"[\x21-\x7e]{1,40}|.", line):
        columns = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in word)
        if width + columns > WIDTH and word not in "，。、；：？！”）》":
            parts.append("")
            width = 0
        parts[-1] += word
        width += columns
    return parts


def pdf_file(text: str, *, encrypted: bool = False, images: bool = False) -> bytes:
    """A printed PDF: lines of a page's width, page numbers, the text in a standard font."""
    lines = [part for line in text.splitlines() for part in printed(line)]
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    kids = []
    for number, page in enumerate(pages, start=1):
        shown = [] if images else [*page, f"— {number} —"]
        text_lines = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in shown)
        content = f"BT /F 12 Tf 16 TL 60 780 Td\n{text_lines}ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        file.write(b"%010d 00000 n \n" % offset)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    file.write(trailer % (len(objects) + 1, start))
    return _encrypted(file.getvalue()) if encrypted else file.getvalue()


def _encrypted(data: bytes) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
