"""A study of any size from a few articles: all formats, encodings and scripts, and bad files.

python tests/mixed_study.py DIR 1000     (the coded documents beside the checkout)
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from file_makers import csv_file, docx_file, gzip_file, html_file, jsonl_file, pdf_file, xlsx_file

CODED = Path(__file__).resolve().parents[2] / "shared" / "gold"
ROWS = 4  # articles in a file that holds several
SEPARATOR = "\n==========\n"

Maker = Callable[[str], bytes]


def traditional(text: str) -> str:
    import opencc

    return opencc.OpenCC("s2t").convert(text)


def _encoded(encoding: str) -> Maker:
    return lambda text: text.encode(encoding, "ignore")


# One article a file: suffix, and how its text becomes bytes.
SINGLE: dict[str, tuple[str, Maker]] = {
    "utf-8": (".txt", _encoded("utf-8")),
    "gb18030": (".txt", _encoded("gb18030")),
    "utf-16": (".TXT", _encoded("utf-16")),
    "bom": (".md", _encoded("utf-8-sig")),
    "big5": (".txt", lambda text: traditional(text).encode("big5hkscs", "ignore")),
    "hant": (".txt", lambda text: traditional(text).encode()),
    "crlf": (".txt", lambda text: text.replace("\n", "\r\n").encode()),
    "zero width": (".txt", lambda text: text.replace("，", "，\u200b").encode()),
    "html": (".html", html_file),
    "html gb": (".htm", lambda text: html_file(text, encoding="gb18030")),
    "docx": (".docx", docx_file),
    "pdf": (".pdf", pdf_file),
}


def _rows(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"编号": name, "正文": text, "来源": "某报"} for name, text in texts.items()]


# Several articles a file: suffix, and how texts by id become bytes.
SEVERAL: dict[str, tuple[str, Callable[[Mapping[str, str]], bytes]]] = {
    "csv": (".csv", lambda texts: csv_file(_rows(texts))),
    "csv gb": (".csv", lambda texts: csv_file(_rows(texts), encoding="gb18030")),
    "tsv": (".tsv", lambda texts: csv_file(_rows(texts), encoding="utf-16", delimiter="\t")),
    "xlsx": (
        ".xlsx",
        lambda texts: xlsx_file([["id", "content"], *([n, t] for n, t in texts.items())]),
    ),
    "jsonl": (".jsonl", lambda texts: jsonl_file(_rows(texts))),
    "jsonl.gz": (".jsonl.gz", lambda texts: gzip_file(jsonl_file(_rows(texts), ascii=True))),
    "export": (".txt", lambda texts: SEPARATOR.join(texts.values()).encode()),
}
# What cannot be read: name -> bytes. Each is one row of `rejected`.
BAD = {
    "empty.txt": b"",
    "picture.png": b"\x89PNG\r\n",
    "binary.txt": bytes(range(256)) * 9,
    "no word.docx": b"PK\x03\x04",
    "images.pdf": pdf_file("a", images=True),
    "locked.pdf": pdf_file("a", encrypted=True),
    "broken.jsonl.gz": b"\x1f\x8b\x08 broken",
    "no text.csv": b"a,b\n1,2\n",
    "one bad row.csv": b"id,text\n1,\n",
    "not an object.jsonl": b"[1]\n",
    "报 表.xls": b"\xd0\xcf\x11\xe0",
}


def documents(folders=("dev_real", "dev_rewritten")) -> dict[str, str]:
    """Return the coded documents by name, those of one story (``_a``, ``_b``) once."""
    found = {}
    for folder in folders:
        with (CODED / folder / "docs.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                path = CODED / folder / "docs" / f"{row['doc']}.txt"
                if path.is_file() and not row["doc"].endswith("_b"):
                    found[row["doc"]] = path.read_bytes().decode("utf-8")
    return found


def make_study(raw: Path, texts: Mapping[str, str], n: int) -> dict[str, str]:
    """Fill ``raw`` with ``n`` articles and all bad files; return article_id -> its document.

    The documents take turns, and so do the forms, so that every document comes in every form.
    """
    names, expected = list(texts), {}
    forms = [*SINGLE, *SEVERAL]
    done = file_no = 0
    while done < n:
        form = forms[file_no % len(forms)]
        folder = raw / f"部分 {file_no % 7}" / form.replace(" ", "_")
        folder.mkdir(parents=True, exist_ok=True)
        size = 1 if form in SINGLE else min(ROWS, n - done)
        turn = [names[(done + k + done // len(names)) % len(names)] for k in range(size)]
        suffix, make = SINGLE.get(form) or SEVERAL[form]
        path = folder / f"文 {file_no:04d}{suffix}"
        stem = path.relative_to(raw).as_posix()[: -len(suffix)]
        if form in SINGLE:
            path.write_bytes(make(texts[turn[0]]))
            expected[stem] = turn[0]
        else:
            ids = [f"{name}.{done + k}" for k, name in enumerate(turn)]
            by_id = {i: texts[name] for i, name in zip(ids, turn, strict=True)}
            path.write_bytes(make(by_id))
            keys = [str(k + 1) for k in range(size)] if form == "export" else ids
            # A single text has no separator, so it is no export.
            if form == "export" and size == 1:
                expected[stem] = turn[0]
            else:
                expected |= {f"{stem}#{k}": name for k, name in zip(keys, turn, strict=True)}
        done += size
        file_no += 1
    for name, data in BAD.items():
        (raw / name).write_bytes(data)
    return expected


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True)
    made = make_study(target, documents(), int(sys.argv[2]))
    out = io.StringIO()
    json.dump(made, out, ensure_ascii=False, indent=1)
    target.with_suffix(".expected.json").write_text(out.getvalue(), encoding="utf-8")
    print(f"{len(made)} articles in {sum(p.is_file() for p in target.rglob('*'))} files")
