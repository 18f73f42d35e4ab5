"""Lines -> zones: what of a page is the article, and what stands around it."""

import re

from ..fold import simplified
from . import layout
from .extent import is_article, last_line
from .kinds import LONGEST_CAPTION, LONGEST_HEADING, kind_of
from .markup import Line, lines_of
from .model import Zone

# A first paragraph of one sentence and this length is a lede even where nothing repeats it.
LONGEST_LEDE = 60

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(?=[^\n]*:)")
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FEED = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset|sitemapindex)\b|\A\s*[\[{]\s*[\"{\[]"
)
_WORDS = re.compile(r"[^\W_]+")
_MARKED = re.compile(r"#\s")


def find_zones(text: str, *, plain: str | None = None) -> list[Zone]:
    """Return the zones of a page, in the order of the text.

    They do not overlap and hold every character that is not white space. A page that is no
    article (navigation, a feed, an error page, a word list) has no title, lede, heading or body.
    ``plain`` is ``simplified(text)``, where it is at hand.
    """
    lines = lines_of(text, simplified(text) if plain is None else plain)
    zones = [
        zone
        for line, role in zip(lines, _roles(text, lines), strict=True)
        for zone in _zones_of_line(line, role)
    ]
    return _covering(text, zones)


def _covering(text: str, zones: list[Zone]) -> list[Zone]:
    """Return the zones with a noise zone wherever characters are left between them."""
    covered: list[Zone] = []
    done = 0
    for zone in [*zones, Zone("", len(text), len(text))]:
        between = text[done : zone.start]
        if between and not between.isspace():
            start = done + len(between) - len(between.lstrip())
            covered.append(Zone("noise", start, done + len(between.rstrip())))
        if zone.end > zone.start:
            covered.append(zone)
            done = zone.end
    return covered


def _zones_of_line(line: Line, role: str) -> list[Zone]:
    if role in ("body", "lede", "dateline body", "dateline lede"):
        return _paragraph(line, role.split()[-1], opens=role.startswith("dateline"))
    if role in ("title", "heading"):
        return _without_tags(line, role, line.start, line.end)
    return [Zone(role, line.start, line.end)]


def _paragraph(line: Line, role: str, *, opens: bool) -> list[Zone]:
    """Return the zones of a paragraph: dateline, its text, and what its end is signed with."""
    plain = line.plain
    first, last = 0, len(plain)
    zones: list[Zone] = []
    if opens and (match := layout.DATELINE.match(plain)):
        first = match.end()
        zones.append(_zone(line, "dateline", 0, first))
    tail: list[Zone] = []
    while found := _tail(plain, first, last):
        name, start = found
        tail.insert(0, _zone(line, name, start, last))
        last = start
    for match in layout.SEE_ALSO_INSIDE.finditer(plain, first, last):
        zones += _words_zone(line, role, first, match.start())
        zones.append(_zone(line, "related" if match["story"] else "noise", *match.span()))
        first = match.end()
    return zones + _words_zone(line, role, first, last) + tail


def _tail(plain: str, first: int, last: int) -> tuple[str, int] | None:
    """Return the zone that ends the paragraph at ``last`` and is no word of it."""
    last = first + len(plain[first:last].rstrip())
    if not layout.is_signed(plain, max(first, last - 100), last):
        return None
    for name, pattern in _TAILS:
        match = pattern.search(plain, max(first, last - 100), last)
        if match and match.start() > first:
            return name, match.start()
    return None


_TAILS = (
    ("end_mark", layout.END_MARK),
    ("agency", layout.EDITOR_TAIL),
    ("noise", layout.NOTE_TAIL),
)


def _words_zone(line: Line, role: str, first: int, last: int) -> list[Zone]:
    if first >= last:
        return []
    if line.plain[first].isspace() or line.plain[last - 1].isspace():
        words = line.plain[first:last]
        first += len(words) - len(words.lstrip())
        last -= len(words) - len(words.rstrip())
        if first >= last:
            return []
    return _without_tags(line, role, line.offset(first), line.offset_after(last))


def _zone(line: Line, name: str, first: int, last: int) -> Zone:
    text = line.plain[first:last]
    last -= len(text) - len(text.rstrip())
    first += len(text) - len(text.lstrip())
    return Zone(name, line.offset(first), line.offset_after(last))


def _without_tags(line: Line, name: str, start: int, end: int) -> list[Zone]:
    """Return the stretches of ``start:end`` between the tags inside."""
    if not line.inner:
        return [Zone(name, start, end)] if start < end else []
    zones = []
    for tag_start, tag_end in line.inner:
        if tag_start >= end:
            break
        if tag_start > start:
            zones.append(Zone(name, start, tag_start))
        start = max(start, tag_end)
    if start < end:
        zones.append(Zone(name, start, end))
    return zones


def _roles(text: str, lines: list[Line]) -> list[str]:
    """Return the zone of each line; ``dateline body`` for a paragraph that opens with one."""
    kinds = [kind_of(line) for line in lines]
    n_front = _front_matter(text, lines)
    kinds[:n_front] = ["metadata"] * n_front
    for i in range(1, len(lines)):
        # A class name that leaks from the page's markup stands over a picture's words.
        leaked = lines[i - 1].plain.strip() == "leftcenterrightdel"
        if leaked and kinds[i] in ("short", "prose") and len(lines[i].plain) <= LONGEST_CAPTION:
            kinds[i] = "caption"
    roles = [_outside(kind) for kind in kinds]
    first = next((i for i, kind in enumerate(kinds) if kind == "prose"), None)
    if first is None or _FEED.match(text):
        return roles
    last, marked = last_line(lines, kinds, first)
    prose = [i for i in range(first, last + 1) if kinds[i] == "prose"]
    dateline = next((i for i in prose[:4] if layout.DATELINE.match(lines[i].plain)), None)
    if not is_article(lines, kinds, prose, last, dateline, marked):
        return roles
    _name_top(lines, kinds, roles, n_front, first, last)
    _name_middle(lines, kinds, roles, first, last, dateline)
    _name_lede(lines, roles, first, last)
    _name_tail(lines, kinds, roles, last + 1, marked)
    return roles


def _outside(kind: str) -> str:
    """Return the zone of a line that is not the article's own text."""
    return _ZONE_OF_KIND.get(kind, "noise")


_ZONE_OF_KIND = {
    "caption": "caption",
    "metadata": "metadata",
    "head_title": "metadata",
    "editor": "metadata",
    "agency": "agency",
    "end_mark": "end_mark",
    "related": "related",
    "related_head": "related",
}


def _front_matter(text: str, lines: list[Line]) -> int:
    """Return how many lines the YAML block at the top takes."""
    opening = _FRONT_MATTER.match(text)
    closing = opening and _FRONT_END.search(text, opening.end())
    if not closing:
        return 0
    return sum(line.end <= closing.end() for line in lines[:500])


def _name_top(
    lines: list[Line], kinds: list[str], roles: list[str], n_front: int, first: int, last: int
) -> None:
    """Name what stands before the first paragraph: the title, subtitles, navigation."""
    datelines = [i for i in range(n_front, first) if _is_dateline(lines[i])]
    for i in datelines:
        roles[i] = "dateline"
    bound = datelines[0] if datelines else first
    candidates = [i for i in range(n_front, bound) if kinds[i] == "short"]
    title = _title(lines, kinds, candidates, first, last)
    for i in range(n_front, first):
        if i == title:
            roles[i] = "title"
        elif kinds[i] == "short" and roles[i] != "dateline":
            under = i > bound if title is None else i > title
            numbered = i == first - 1 and layout.NUMBERED_HEADING.match(lines[i].plain)
            roles[i] = "heading" if under or numbered else "noise"
        elif kinds[i] == "item" and title is not None and i > title:
            roles[i] = "body"
    if (
        title is None
        and kinds[0] == "head_title"
        and not any(kinds[i] == "short" for i in range(first))
    ):
        roles[0] = "title"


def _is_dateline(line: Line) -> bool:
    """Tell whether the line is a dateline and nothing else."""
    if line.region or len(line.plain) > 60:
        return False
    match = layout.DATELINE.match(line.plain)
    return match is not None and match.end() == len(line.plain)


def _title(
    lines: list[Line], kinds: list[str], candidates: list[int], first: int, last: int
) -> int | None:
    """Return the line of the headline among ``candidates``, best evidence first."""
    if not candidates:
        return None
    # 1 the page says so
    for i in candidates:
        if lines[i].element == "h1" or _MARKED.match(lines[i].plain):
            return i
    # 2 the title of the window, or of the YAML block, has its words
    known = [
        _letters(lines[i].plain) for i in range(first) if kinds[i] in ("head_title", "metadata")
    ]
    for i in candidates if known else ():
        words = _letters(lines[i].plain)
        if len(words) >= 6 and any(words in title for title in known):
            return i
    # 3 a caption prints it again
    for k in range(first, min(last, first + 12)):
        if kinds[k] == "caption":
            for i in candidates:
                if len(lines[i].plain) >= 6 and lines[k].plain.startswith(lines[i].plain):
                    return i
    candidates = [i for i in candidates if not layout.NUMBERED_HEADING.match(lines[i].plain)]
    if not candidates:
        return None
    # 4 the page's date stands under it
    sizeable = [i for i in candidates if layout.count_han(lines[i].plain) >= 8]
    for k in range(first):
        if kinds[k] in ("metadata", "editor"):
            before = [i for i in sizeable or candidates if i < k]
            if before:
                return before[-1] if len(candidates) > 3 else before[0]
    # 5 the first line of a headline's length; behind a menu, the last
    if sizeable:
        return sizeable[-1] if len(candidates) > 4 else sizeable[0]
    return candidates[-1]


def _letters(plain: str) -> str:
    return "".join(_WORDS.findall(plain))


def _name_middle(
    lines: list[Line],
    kinds: list[str],
    roles: list[str],
    first: int,
    last: int,
    dateline: int | None,
) -> None:
    """Name the lines of the article itself; ``dateline`` opens with one."""
    if dateline is not None and dateline > first + 12:
        dateline = None  # too far below to open the article
    rows = _rows(kinds, first, last)
    box = False
    for i in range(first, last + 1):
        kind = kinds[i]
        if kind == "related_head":
            box = True
        elif kind == "prose":
            box = False
            roles[i] = "dateline body" if i == dateline else "body"
        elif box:
            roles[i] = "related"
        elif kind == "item":
            roles[i] = "body"
        elif kind == "link":
            roles[i] = "related"
        elif kind == "short":
            alone = i <= first + 3 and _is_dateline(lines[i])
            roles[i] = "dateline" if alone else _short_line(lines[i], i == last, rows[i])


def _rows(kinds: list[str], first: int, last: int) -> dict[int, int]:
    """Return for each short line how many of them stand in a row there."""
    rows: dict[int, int] = {}
    row: list[int] = []
    for i in range(first, last + 1):
        if kinds[i] == "short":
            row.append(i)
        else:
            rows.update(dict.fromkeys(row, len(row)))
            row = []
    rows.update(dict.fromkeys(row, len(row)))
    return rows


def _short_line(line: Line, is_last: bool, n_in_row: int) -> str:
    """Tell a heading from a line of the text: of a list, a table, a verse."""
    plain = line.plain
    if line.element in HEADING_ELEMENTS or layout.HEADING_MARK.match(plain) or line.bold:
        return "heading"
    if is_last or len(plain) > LONGEST_HEADING + 10 or plain[-1] in "，,、；;":
        return "body"
    # Four short lines in a row are a list or a table.
    if n_in_row >= 4 and not layout.NUMBERED_HEADING.match(plain):
        return "body"
    return "heading"


HEADING_ELEMENTS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _name_lede(lines: list[Line], roles: list[str], first: int, last: int) -> None:
    """Name the lede: what stands before the dateline, what the next paragraph says again, or a
    short first paragraph of one sentence. Only an article with a title has one.
    """
    paragraphs = [i for i in range(first, last + 1) if roles[i] in ("body", "dateline body")][:6]
    if "title" not in roles[:first] or len(paragraphs) < 2:
        return
    opening = next((i for i in paragraphs if roles[i] == "dateline body"), None)
    if opening is not None and opening > first:
        for i in paragraphs:
            if i < opening:
                roles[i] = "lede"
        return
    if first != paragraphs[0]:
        return
    plain, following = lines[first].plain, lines[paragraphs[1]].plain
    if opening == first and (match := layout.DATELINE.match(plain)):
        plain = plain[match.end() :]
    one = len(plain) <= LONGEST_LEDE and len(layout.SENTENCE_END.findall(plain)) == 1
    if (one and len(following) > len(plain)) or (len(plain) > 10 and _says(following, plain)):
        roles[first] = roles[first].replace("body", "lede")


def _says(plain: str, words: str) -> bool:
    """Tell whether ``words`` stand in ``plain``, punctuation left out."""
    # Mostly their beginning tells that they do not, by a letter that is not there at all.
    beginning = _letters(words[:40])
    if not all(map(plain.__contains__, beginning)):
        return False
    letters = _letters(plain)
    return beginning in letters and _letters(words) in letters


def _name_tail(
    lines: list[Line], kinds: list[str], roles: list[str], start: int, marked: bool
) -> None:
    """Name what stands behind the article."""
    n_stories = sum(kind in ("short", "prose", "link", "related") for kind in kinds[start:])
    related = False
    for i in range(start, len(lines)):
        kind = kinds[i]
        related = related or kind == "related_head"
        if related:
            roles[i] = "related"
        elif kind == "editor" or (kind == "metadata" and layout.EDITOR.match(lines[i].plain)):
            roles[i] = "agency"
        elif (
            (kind == "caption" and (marked or n_stories))
            or kind in ("prose", "item", "link")
            or (kind == "short" and n_stories > 1)
        ):
            roles[i] = "related"
