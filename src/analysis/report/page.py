"""The evidence page as one file: data, charts, font, style and script in one HTML text."""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.build import inputs_of
from analysis.corpus import Article, read_corpus
from analysis.outputs import sha256_of, stamp_holds, write_stamp
from analysis.paths import PACKAGE, StudyPaths
from analysis.report.charts import LANGUAGES, Chart, draw_charts, marks_of
from analysis.report.data import page_data
from analysis.report.font import font_faces
from analysis.report.selection import choose_articles, occurrences_of, study_within

if TYPE_CHECKING:
    from analysis.study import Study

SOURCES = PACKAGE / "report"
NAME = "evidence.html"

# 200 articles with their rows are some 5 MB: a browser opens that at once. Beyond, the page says
# which it holds.
MOST_ARTICLES = 200

# Nothing may be fetched and no script run but the page's own, whatever an article holds.
POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; "
    "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)

# The page's script is these files, one after the other.
SCRIPTS = ("page.data", "page.reader", "page.evidence", "page.tables", "page")
PLAIN = (".css", ".html", ".js")


class Page(NamedTuple):
    """The HTML of the page, the articles it holds, and how many were left out of it."""

    html: str
    article_ids: tuple[str, ...]
    n_left_out: int


def write_report(
    paths: StudyPaths, *, quotes_only: bool = False, out: str | Path | None = None
) -> Path:
    """Write the evidence page of a study and return its path (default figures/evidence.html).

    Tables that are out of date are built first. ``quotes_only`` leaves full texts out.
    Raises ValueError when a text is not the one that the tables were made from.
    """
    from analysis.study import open_study

    study = open_study(paths.root)
    page = report_page(study, read_corpus(paths.raw).articles, quotes_only=quotes_only)
    path = paths.figures / NAME if out is None else Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(page.html.encode("utf-8", "replace"))
    os.replace(part, path)
    return path


def update_report(paths: StudyPaths) -> bool:
    """Bring figures/evidence.html up to date; True if there was anything to do."""
    stamp = paths.cache / "report.json"
    plain = [path.read_bytes() for path in sorted(SOURCES.iterdir()) if path.suffix in PLAIN]
    inputs = sha256_of(b"\n".join([inputs_of(paths).encode(), *plain]))
    if stamp_holds(stamp, inputs, paths.root):
        return False
    write_stamp(stamp, inputs, [write_report(paths)], paths.root)
    return True


def report_page(
    study: "Study",
    articles: Iterable[Article],
    *,
    quotes_only: bool = False,
    most_articles: int = MOST_ARTICLES,
) -> Page:
    """Return the evidence page of ``study`` as one self-contained HTML text.

    ``articles`` are those of the raw folder: their texts are what the page shows. Of more than
    ``most_articles`` those with most claims are shown, and charts count these alone. With
    ``quotes_only`` the page holds no text but the sentences that claims, topic hits and marks of
    the charts stand in. The same study gives the same bytes.
    """
    shown = choose_articles(study, most_articles)
    within = study_within(study, shown)
    occurrences = occurrences_of(within)
    charts = draw_charts(within)
    marks = marks_of(charts, within, occurrences)
    texts = {article.article_id: article for article in articles}
    data = page_data(within, texts, occurrences, charts, marks, quotes_only=quotes_only)
    html = _html_of(data | {"n_counted": study.n_articles}, charts)
    return Page(html, tuple(shown), study.n_articles - len(shown))


def safe_json(data: object) -> str:
    """Return ``data`` as JSON that cannot end the script element it stands in.

    No ``<`` is left, hence no ``</script`` and no ``<!--``; line separators, which end a line of
    JavaScript, are escaped.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _html_of(data: dict, charts: Sequence[Chart]) -> str:
    html, css, *scripts = (
        (SOURCES / name).read_text(encoding="utf-8").strip()
        for name in ("page.html", "page.css", *(f"{name}.js" for name in SCRIPTS))
    )
    script = "\n".join(scripts)
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    figures = {f"chart_{chart.chart}": _figure(chart) for chart in charts}
    filled = {
        "policy": POLICY.format(script=base64.b64encode(digest).decode("ascii")),
        "font": font_faces(*_characters(data, html, css, *figures.values())),
        "css": css,
        "data": safe_json(data),
        "script": script,
        **figures,
    }
    # One pass, so that what is filled in is never itself searched for places.
    first, *rest = html.split("{{")
    places = (piece.partition("}}") for piece in rest)
    return first + "".join(filled[name] + after for name, _, after in places) + "\n"


def _characters(data: dict, *plain: str) -> tuple[set[str], set[str]]:
    """Return all characters of the page, and those of what may be printed bold.

    Bold are the page's own words, charts, names, terms, titles and claims; running text is not.
    """
    titles = [row[1:3] for row in data["articles"]["rows"]]
    said = [data[key] for key in ("words", "names", "terms", "claims", "hits")]
    bold = {*"".join(plain), *json.dumps([*said, titles], ensure_ascii=False)}
    return {*json.dumps(data, ensure_ascii=False)} | bold, bold


def _figure(chart: Chart) -> str:
    """Return the chart in each language, with its alternative text; the script shows one."""
    return "".join(
        f'<div class="chart" data-chart="{chart.chart}" lang="{lang}" hidden>'
        + chart.svg[lang].replace(
            "<svg ", f'<svg role="group" aria-label="{escape(chart.alt[lang])}" ', 1
        )
        + f"<p>{escape(chart.alt[lang])}</p></div>"
        for lang in LANGUAGES
    )
