"""The gallery of a study: every chart with its question, its words and where it comes from."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from analysis.figures.save import MANIFEST
from analysis.notebooks import _SAVED, cells_of
from analysis.paths import StudyPaths

NAME = "README.md"
MADE = "<!-- made by `python -m analysis figures`; never edited by hand -->"
LANGUAGES = {"zh": "中文", "en": "English"}
# What Markdown would read as markup; an article may hold any of it.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#&$~])")


class Place(NamedTuple):
    """Where a chart is made: the notebook's file and title, and the heading it stands under."""

    notebook: str
    title: str
    question: str


def write_gallery(paths: StudyPaths) -> bool:
    """Write ``figures/README.md`` of a study; True if there was a gallery to write.

    Without figures nothing is written. A file of that name that no gallery is stays as it is,
    and a line on stderr says so.
    """
    target = paths.figures / NAME
    try:
        known = json.loads((paths.figures / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    there = {path.name for path in paths.figures.iterdir()}
    figures = {name: entry for name, entry in known.items() if there.issuperset(entry["files"])}
    if not figures:
        return False
    old = target.read_text(encoding="utf-8") if target.is_file() else MADE
    if not old.startswith(MADE):
        print(f"{target} is not a gallery: left as it is", file=sys.stderr)
        return False
    text = gallery_of(figures, dict(_places(paths)))
    if text != old:
        part = target.with_name(f".{NAME}.part")
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(target)
    return True


def gallery_of(figures: Mapping[str, Mapping], places: Mapping[str, Place]) -> str:
    """Return the page in Markdown.

    ``figures`` are entries of the figures' manifest by name; ``places`` says which notebook makes
    a figure and gives the order. A figure that no notebook makes stands at the end.
    """
    n = f"{len(figures)} chart{'s' if len(figures) > 1 else ''}"
    lines = [MADE, "", "# Figures", ""]
    lines += [
        f"{n}, each with the sentence that says what it shows and the table behind it (one row per "
        "mark). Hashes, parameters and inputs: [manifest.json](manifest.json).",
        "",
    ]
    order = [name for name in places if name in figures]
    order += sorted(name for name in figures if name not in places)
    above = Place("", "", "")
    for name in order:
        place = places.get(name, Place("", "Made outside the notebooks", name))
        if place[:2] != above[:2]:
            title = _escaped(place.title)
            link = f"[{title}](../notebooks/{quote(place.notebook)})" if place.notebook else title
            lines += [f"## {link}", ""]
        if place != above:
            lines += [f"### {_escaped(place.question)}", ""]
        lines += _figure(name, figures[name])
        above = place
    return "\n".join(lines)


def _figure(name: str, entry: Mapping) -> Iterator[str]:
    files, alt = entry["files"], entry["alt"]
    spoken = sorted(alt, key=lambda lang: ([*LANGUAGES, lang].index(lang), lang))
    shown = [lang for lang in spoken if f"{name}.{lang}.png" in files]
    if shown:
        yield f"| {' | '.join(LANGUAGES.get(lang, lang) for lang in shown)} |"
        yield f"|{'---|' * len(shown)}"
        images = [f"![{_escaped(alt[x])}]({quote(f'{name}.{x}.png')})" for x in shown]
        yield f"| {' | '.join(images)} |"
        yield ""
    for lang in reversed(spoken):
        yield _escaped(alt[lang])
        yield ""
    others = [file for file in sorted(files) if not file.endswith(".png")]
    links = [f"[{_escaped(file)}]({quote(file)})" for file in others]
    yield " · ".join([f"`an.{entry['function']}`", *links])
    yield ""


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _places(paths: StudyPaths) -> Iterator[tuple[str, Place]]:
    """Yield each figure that a notebook saves, in their order, with the heading above it."""
    for path in sorted(paths.notebooks.glob("*.ipynb")):
        title = question = path.stem
        for kind, source in cells_of(path):
            if kind == "markdown":
                for level, heading in re.findall(r"^(##?) +(.+?) *$", source, flags=re.M):
                    title, question = (heading, heading) if level == "#" else (title, heading)
            elif kind == "code":
                for name in _SAVED.findall(source):
                    yield name, Place(path.name, title, question)
