"""Evidence pages for the tests: of the two articles, and of articles that mean harm."""

import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from analysis.build import build_tables
from analysis.corpus import read_corpus
from analysis.lexicon import load_lexicon
from analysis.paths import study_paths
from analysis.report import Page, report_page
from analysis.study import Study

ROOT = Path(__file__).resolve().parents[1]

# What must stay text: markup, the end of a script, comments, direction marks, emoji, separators.
HOSTILE = (
    "<script>window.hacked = 1</script>\u202e到2030年👩‍👩‍👧数字经济占GDP的30%\u2028</script>",
    '"><img src=x onerror="window.hacked = 2">，到2025年𠮷县光纤宽带覆盖率达到80%。',
    "<!-- <script> 数字政府 --> {{data}} ${window.hacked = 3} &lt;b&gt; 网络安全",
)


class Made(NamedTuple):
    """A page with the study that it was made from, and the data that it holds."""

    study: Study
    page: Page
    data: dict


def study_of(root: Path) -> Study:
    """Return the study at ``root``, its tables built in memory."""
    paths = study_paths(root)
    tables = build_tables(paths.raw)
    return Study(paths=paths, lexicon=load_lexicon(), **tables)


def make_page(study: Study, **options) -> Made:
    """Make the evidence page of a study."""
    page = report_page(study, read_corpus(study.paths.raw).articles, **options)
    return Made(study, page, data_in(page.html))


@cache
def sample() -> Made:
    """The page of the two articles."""
    return make_page(study_of(ROOT))


def write_articles(root: Path, texts: dict[str, str]) -> Path:
    """Make a study of these texts (file name -> text) and return its folder."""
    raw = root / "data" / "raw"
    raw.mkdir(parents=True)
    for name, text in texts.items():
        (raw / name).write_text(text, encoding="utf-8", newline="")
    return root


def hostile(root: Path) -> Path:
    """Make a study of articles whose texts would do harm as markup."""
    body = "\n\n".join(f"{part}\n\n越南力争到2030年实现目标。" for part in HOSTILE)
    return write_articles(
        root,
        {
            "a'\"&<b>.txt": f"<b>标题</b>到2030年普及5G\n\n{body}\n\n（完）\n\n更多\n\n<img src=x>\n",
            "b.txt": f"越法发展电子政务\n\n双方举行会谈，加强合作😀。{HOSTILE[1]}😀两国推进行政改革。\n",
        },
    )


def data_in(html: str) -> dict:
    """Return what the page's script reads."""
    start = html.index('<script type="application/json" id="data">')
    start = html.index(">", start) + 1
    return json.loads(html[start : html.index("</script>", start)])


def rows_in(data: dict, name: str) -> list[dict]:
    """Return the rows of an embedded table as mappings from column to cell."""
    table = data[name]
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


class Elements(HTMLParser):
    """The elements of a page as a browser sees them: (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
