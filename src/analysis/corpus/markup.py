"""Text -> lines: where a line or a block of a page ends, and what its markup says about it.

A plain text has one line per line. In HTML a block element ends a line, and a line break inside
a paragraph does not. Tags, comments, scripts and styles belong to no line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ..fold import INVISIBLE, TAG, Folded, fold, is_tag_name, special_characters

_LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
# A page that lost its line ends still ends its article with (完).
_END_MARK = re.compile(r"完(?<=[(（]完)[)）](?=[ \t\u3000]*[^\s。])")
_TAG = re.compile(rf"<!--|{TAG}", re.IGNORECASE)

# Elements whose content nobody reads as text.
_RAW = ("script", "style", "noscript", "template", "svg", "iframe", "textarea", "select", "object")
# Elements that do not end a line; all others do.
_INLINE_NAMES = (
    "a abbr b base bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr source track param link input"
)
_INLINE = frozenset(_INLINE_NAMES.split())
# In these a line break is a space.
_FLOWING = frozenset(
    ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "title", "td", "th", "dd", "dt"]
)
_BOLD = frozenset(["b", "strong"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_NOISE = frozenset(["nav", "footer", "form", "button", "menu", "option", "label"])
_BOXES = frozenset(["div", "section", "ul", "ol", "p", "aside", "dl", "table", "header", "span"])
# What the class or id of a box says about it.
_NOISE_CLASS = re.compile(
    r"""(?:class|id)\s*=\s*["']?[^"'>]{0,200}?(?<![a-z])(?:
        nav(?:bar|igation)? | menu | breadcrumbs? | crumbs? | foot(?:er)? | share | sharing | social
      | comments? | copyright | side-?bar | toolbar | login | search(?:bar|box)? | qr-?code
      | banner | advert(?:isement)? | ads? | subscribe | pagination | pager | top-?bar | hidden
      )(?![a-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_RELATED_CLASS = re.compile(
    r"""(?:class|id)\s*=\s*["']?[^"'>]{0,200}?(?<![a-z])(?:
        related | relate | recommend(?:ed|ation)? | more-?news | read-?more | also-?read | xgxw
      | hot-?news | ranking | most-?read | latest | tinlienquan | xiangguan
      )(?![a-z])""",
    re.VERBOSE | re.IGNORECASE,
)


class Line(NamedTuple):
    """A line of a page: ``text[start:end]`` of the article, without the markup at its edges.

    ``plain`` is what it says: Simplified, half-width, without tags and spaces at the edges;
    ``region`` tells where its markup puts it (``noise``, ``related``, ``caption``, ``head`` or
    empty), ``element`` is ``h1`` … ``h6``, ``p``, ``li``, ``title`` … or empty; ``link`` is true
    when all of it is a link, ``bold`` when all of it is bold. ``inner`` holds the spans of the
    tags inside.
    """

    start: int
    end: int
    plain: str
    region: str = ""
    element: str = ""
    bold: bool = False
    link: bool = False
    inner: tuple[tuple[int, int], ...] = ()
    folded: Folded | None = None

    def offset(self, i: int) -> int:
        """Return the offset in the article of the i-th character of ``plain``."""
        return self.start + (i if self.folded is None else self.folded.at[i])

    def offset_after(self, i: int) -> int:
        """Return the offset where the first ``i`` characters of ``plain`` end."""
        if self.folded is None or not i:
            return self.start + i
        return self.start + self.folded.ends[i - 1]


class _Element(NamedTuple):
    name: str
    start: int
    inner_start: int
    inner_end: int
    end: int
    attributes: str


def lines_of(text: str, plain: str) -> list[Line]:
    """Return the lines of a page that hold anything but markup and space. Linear time.

    ``plain`` is ``simplified(text)``.
    """
    if "<" in text:
        return list(_marked_lines(text, plain))
    if _may_fold(text) or _END_MARK.search(text):
        return list(_plain_lines(text, plain))
    # Of most texts nothing is to be folded.
    return [
        Line(start, end, plain[start:end])
        for start, end in map(re.Match.span, _BARE_LINE.finditer(text))
    ]


# What str.splitlines leaves between two line ends, without the space at its edges.
_BARE_LINE = re.compile(r"\S(?:[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\S)?")


def line_ends(text: str) -> list[tuple[int, int]]:
    """Return where the lines of a text end, as the spans of what ends them."""
    ends = [match.span() for match in _LINE_END.finditer(text)]
    marks = [(match.end(), match.end()) for match in _END_MARK.finditer(text)]
    return sorted(ends + marks) if marks else ends


def _plain_lines(text: str, plain: str) -> Iterator[Line]:
    start = 0
    for end, following in [*line_ends(text), (len(text), 0)]:
        line = _line(text, plain, start, end) if start < end else None
        start = following
        if line:
            yield line


def _line(text: str, plain: str, start: int, end: int) -> Line | None:
    """Return the line in ``text[start:end]`` without the space at its edges, or None."""
    start, end = _narrowed(text, start, end)
    if start >= end:
        return None
    if not _FOLD.search(text, start, end):
        return Line(start, end, plain[start:end])
    whole = text[start:end]
    folded = fold(whole)
    if not folded.text.strip():
        return None
    return Line(
        start,
        end,
        folded.text,
        region="caption" if whole.startswith("![") else "",
        link=bool(_LINK_ONLY.fullmatch(whole)),
        bold=bool(_BOLD_ONLY.fullmatch(whole)),
        folded=folded,
    )


# What makes a line need folding before it can be read.
_FOLD = re.compile(rf"[<&{INVISIBLE}\u0300-\u036f]|\]\(|\*\*|[(（] ?[a-z]{{0,5}}[\u00e0-\u01dc]")
# No text needs it that has none of these.
_MAY_FOLD = re.compile(rf"[<&\]*{INVISIBLE}\u0300-\u036f]")
_TONED = re.compile(r"[\u00e0-\u01dc]")
_PINYIN = re.compile(r"[(（] ?[a-z]{0,5}[\u00e0-\u01dc]")


def _may_fold(text: str) -> bool:
    # All that either pattern looks for is special, and of these most texts have few.
    special = special_characters(text)
    return special != "" and (
        _MAY_FOLD.search(special) is not None
        or (_TONED.search(special) is not None and _PINYIN.search(text) is not None)
    )


# A line that is nothing but one link of Markdown, with the mark of a list before it.
_LINK_ONLY = re.compile(r"[-*+•·\d.\s]{0,6}\[[^\[\]\n]{1,200}\]\([^()\s]*\)[\s\d:/.-]{0,20}")
_BOLD_ONLY = re.compile(r"(\*\*|__)[^*_]+\1")
_SPACE_ENTITY = r"&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|\#160|\#12288|\#x3000|\#xa0|\#8203);"
_SPACE = re.compile(rf"(?:[\s{INVISIBLE}]|{_SPACE_ENTITY})*+", re.IGNORECASE)
_SPACE_AT_END = re.compile(rf"(?:[\s{INVISIBLE}]|{_SPACE_ENTITY})\Z", re.IGNORECASE)


def _narrowed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without space and characters that nobody sees at its edges."""
    start = _SPACE.match(text, start, end).end()
    while end > start and (space := _SPACE_AT_END.search(text, max(start, end - 9), end)):
        end = space.start()
    return start, end


def _marked_lines(text: str, plain: str) -> Iterator[Line]:
    tags, elements = _parse(text)
    flowing = _intervals(e for e in elements if e.name in _FLOWING)
    bold = [e for e in elements if e.name in _BOLD]
    links = [e for e in elements if e.name == "a"]
    regions = _regions(elements)
    blocks = sorted(
        (e for e in elements if e.name in _FLOWING), key=lambda e: (e.inner_start, -e.inner_end)
    )
    bold_spans, link_spans = _spans(bold), _spans(links)
    block_starts = [e.inner_start for e in blocks]
    region_starts = [start for start, _, _ in regions]
    for start, end, inner in _segments(text, tags, flowing):
        start, end, inner = _without_edge_tags(text, start, end, inner)
        line = _line(text, plain, start, end)
        if line is None:
            continue
        k = bisect_right(region_starts, line.start) - 1
        region = regions[k][2] if k >= 0 and line.start < regions[k][1] else line.region
        k = bisect_right(block_starts, line.start) - 1
        element = blocks[k].name if k >= 0 and line.start < blocks[k].inner_end else ""
        yield line._replace(
            region=region,
            element=element,
            bold=line.bold or _within(bold_spans, line),
            link=line.link or _within(link_spans, line),
            inner=tuple(inner),
        )


def _without_edge_tags(
    text: str, start: int, end: int, inner: list[tuple[int, int]]
) -> tuple[int, int, list[tuple[int, int]]]:
    """Return the span without the tags and spaces at its edges, and the tags left inside."""
    first, last = 0, len(inner)
    while True:
        start, end = _narrowed(text, start, end)
        if first < last and inner[first][0] == start:
            start = inner[first][1]
            first += 1
        elif first < last and inner[last - 1][1] == end:
            end = inner[last - 1][0]
            last -= 1
        else:
            return start, end, inner[first:last]


def _parse(text: str) -> tuple[list[tuple[int, int, str]], list[_Element]]:
    """Return tags as (start, end, name of a line-ending element or empty), and closed elements.

    A raw element (a script) and a comment count as one tag. An element that is never closed is
    left out, so that a forgotten end tag hides nothing.
    """
    tags: list[tuple[int, int, str]] = []
    elements: list[_Element] = []
    open_elements: dict[str, list[tuple[int, int, str]]] = {}
    never_closed: set[str] = set()
    position = 0
    while match := _TAG.search(text, position):
        start, position = match.span()
        tag = match.group()
        if tag == "<!--":
            end = -1 if "<!--" in never_closed else text.find("-->", position)
            if end < 0:
                never_closed.add("<!--")
                tags.append((start, position, ""))
            else:
                position = end + 3
                tags.append((start, position, ""))
            continue
        name = match["name"]
        if not is_tag_name(name):
            continue
        name = (name or "!").lower()
        if name in _RAW and tag[1] != "/" and not tag.endswith("/>"):
            end = None
            if name not in never_closed:
                end = _closing(name).search(text, position)
            if end is None:
                never_closed.add(name)
            else:
                position = end.end()
            tags.append((start, position, name))
            continue
        tags.append((start, position, "" if name in _INLINE else name))
        if tag[1] != "/":
            open_elements.setdefault(name, []).append((start, position, tag[:300]))
        elif opened := open_elements.get(name):
            first, inner, attributes = opened.pop()
            elements.append(_Element(name, first, inner, start, position, attributes))
    return tags, elements


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)


def _segments(
    text: str, tags: list[tuple[int, int, str]], flowing: list[tuple[int, int]]
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Return the stretches between line ends, with the tags inside each."""
    cuts: list[tuple[int, int, bool]] = [(s, e, bool(n)) for s, e, n in tags]
    starts = [s for s, _ in flowing]
    tag_starts = [s for s, _, _ in tags]
    for at, end in line_ends(text):
        k = bisect_right(tag_starts, at) - 1
        if k >= 0 and at < tags[k][1]:
            continue  # inside a tag or a script
        k = bisect_right(starts, at) - 1
        if k >= 0 and at < flowing[k][1]:
            continue  # inside a paragraph
        cuts.append((at, end, True))
    cuts.sort()
    start = 0
    inner: list[tuple[int, int]] = []
    for at, end, ends_line in cuts:
        if ends_line:
            yield start, at, inner
            start, inner = end, []
        else:
            inner.append((at, end))
    yield start, len(text), inner


def _intervals(elements) -> list[tuple[int, int]]:
    """Return the union of the elements as sorted intervals."""
    merged: list[list[int]] = []
    for element in sorted(elements, key=lambda e: e.start):
        if merged and element.inner_start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], element.inner_end)
        else:
            merged.append([element.inner_start, element.inner_end])
    return [(start, end) for start, end in merged]


_spans = _intervals


def _within(spans: list[tuple[int, int]], line: Line) -> bool:
    k = bisect_right(spans, (line.start, 1 << 62)) - 1
    return k >= 0 and spans[k][0] <= line.start and line.end <= spans[k][1]


def _regions(elements: list[_Element]) -> list[tuple[int, int, str]]:
    """Return what the markup tells of a place, as sorted intervals that do not overlap."""
    found: list[tuple[int, int, str]] = []
    for element in elements:
        region = _region(element)
        if region:
            found.append((element.start, element.end, region))
    found.sort(key=lambda r: (r[0], -r[1]))
    flat: list[tuple[int, int, str]] = []
    for region in found:
        if not flat or region[0] >= flat[-1][1]:
            flat.append(region)
    return flat


def _region(element: _Element) -> str:
    if element.name in ("figure", "figcaption", "caption"):
        return "caption"
    if element.name == "head":
        return "head"
    if element.name in _NOISE:
        return "noise"
    if element.name == "aside":
        return "related"
    if element.name in _BOXES:
        if _RELATED_CLASS.search(element.attributes):
            return "related"
        if _NOISE_CLASS.search(element.attributes):
            return "noise"
    return ""
