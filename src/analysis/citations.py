"""The articles of a study as a bibliography in BibTeX."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.sources import SOURCES, read_sources

if TYPE_CHECKING:
    from analysis.study import Study

# What TeX would read as a command. The braces stand inside braces of their own, because BibTeX
# counts even those behind a backslash.
_ESCAPES = str.maketrans(
    {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
# An address is printed as it stands; only what would end its field is written another way.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22", " ": "%20"})
# A key of the tables is for programs, not for print: only braces would break its entry.
_IN_DATA = str.maketrans({"{": "%7B", "}": "%7D"})
_AT_ONCE = 1000
# Keys hold these only: BibTeX takes no more in a key, and takes a and A for one.
_NOT_IN_KEY = re.compile(r"[^a-z0-9._/-]+")


def bibliography(study: "Study") -> str:
    """Return one ``@online`` entry (biblatex) per article of ``study``, sorted by article_id.

    Publisher, date and address are those of the articles table, the day of access and the
    remark (``annotation``, which no style prints) those of ``sources.csv``. An article without
    a date has no ``date``. Its ``articleid`` is the key of the tables.
    """
    return entries_of(study.articles, _sources(study.articles, study.paths.raw))


def write_bibliography(path: Path, articles: pd.DataFrame, raw: Path) -> None:
    """Write the entries of ``articles``, which were read from the folder ``raw``, into a file.

    The articles come sorted by article_id; never are the entries of all held at once.
    """
    known = _sources(articles, raw)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for first in range(0, len(articles), _AT_ONCE):
            file.write("\n" if first else "")
            file.write(entries_of(articles[first : first + _AT_ONCE], known))


def _sources(articles: pd.DataFrame, raw: Path) -> Mapping[str, Mapping[str, str]]:
    return read_sources(raw / SOURCES, set(articles["file"]))[0]


def entries_of(articles: pd.DataFrame, sources: Mapping[str, Mapping[str, str]]) -> str:
    """Return the entries of ``articles``; ``sources`` are rows of sources.csv by their file."""
    rows = articles.sort_values("article_id").to_dict("records")
    return "\n".join(_entry(row, sources.get(row["file"], {})) for row in rows)


def citation_key(article_id: str) -> str:
    """Return the key of an article: its id, or what BibTeX takes of it and a hash of the rest.

    It depends on the id alone, so that a citation still holds when articles are added.
    """
    key = _NOT_IN_KEY.sub("-", article_id.lower()).strip("-")
    if key == article_id:
        return key
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{key or 'article'}-{digest[:8]}"


def _entry(article: Mapping[str, str], source: Mapping[str, str]) -> str:
    repeats = article["duplicate_of"]
    note = f"the same text as {repeats}, not counted" if repeats else ""
    fields = {
        # Two braces: no style may change the case of a title in another language.
        "title": f"{{{_escaped(article['title'] or article['article_id'])}}}",
        "organization": f"{{{_escaped(article['publisher'])}}}" if article["publisher"] else "",
        "date": article["published"],
        "url": _one_line(article["url"]).translate(_IN_ADDRESS),
        "urldate": source.get("accessed", ""),
        "note": _escaped(note),
        "annotation": _escaped(source.get("note", "")),
        "articleid": _one_line(article["article_id"]).translate(_IN_DATA),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{citation_key(article['article_id'])},", *lines, "}\n"])


def _escaped(text: str) -> str:
    return _one_line(text).translate(_ESCAPES)


def _one_line(text: str) -> str:
    """Return ``text`` without line breaks and characters that print nothing."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
