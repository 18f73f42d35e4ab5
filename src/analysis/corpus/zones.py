"""Lines -> zones: what of a page is the article, and what stands around it."""

import re

from . import layout
from .markup import Line, lines_of
from .model import Zone

# A title or a heading rarely has more characters; a longer line without an end is a paragraph.
LONGEST_HEADING = 50
# A first paragraph of one sentence and this length is a lede even where nothing repeats it.
LONGEST_LEDE = 60
# Fewer Chinese characters in sentences than these are no article.
SHORTEST_ARTICLE = 20
# A caption is shorter, unless it says itself that it is one.
LONGEST_CAPTION = 120

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(?=[^\n]*:)")
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FEED = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset|sitemapindex)\b|\A\s*[\[{]\s*[\"{\[]"
)
_NOTE_TAIL = re.compile(
    r"[(（【\[]\s*(?:注|备注|编者按|编者注|声明|本文|译注)\s*[:：]?[^()（）【】\[\]]{2,80}[)）】\]]\s*$"
)
_WORDS = re.compile(r"[^\W_]+")


def find_zones(text: str) -> list[Zone]:
    """Return the zones of a page, in the order of the text.

    They do not overlap and hold every character that is not white space. A page that is no
    article (navigation, a feed, an error page, a word list) has no title, lede, heading or body.
    """
    lines = lines_of(text)
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
    if role in ("body", "lede", "dateline"):
        return _paragraph(line, role)
    if role in ("title", "heading"):
        return _without_tags(line, role, line.start, line.end)
    return [Zone(role, line.start, line.end)]


def _paragraph(line: Line, role: str) -> list[Zone]:
    """Return the zones of a paragraph: dateline, text, end mark, note at its end."""
    plain = line.plain
    first, last = 0, len(plain)
    zones: list[Zone] = []
    if role == "dateline":
        match = layout.DATELINE.match(plain)
        if match:
            first = match.end()
            zones.append(_zone(line, "dateline", 0, first))
        role = "body" if role == "dateline" else role
    tail: list[Zone] = []
    while True:
        for name, pattern in _TAILS:
            match = pattern.search(plain, max(first, last - 160), last)
            if match and match.start() > first:
                tail.insert(0, _zone(line, name, match.start(), last))
                last = match.start()
                break
        else:
            break
    text = plain[first:last]
    start = first + len(text) - len(text.lstrip())
    end = last - (len(text) - len(text.rstrip()))
    if start < end:
        span = line.offset(start), line.offset_after(end)
        zones += _without_tags(line, role, *span)
    return zones + tail


_TAILS = (
    ("end_mark", layout.END_MARK),
    ("agency", layout.EDITOR_TAIL),
    ("noise", _NOTE_TAIL),
    ("noise", re.compile(rf"(?:{layout.SEE_ALSO_TAIL.pattern})\s*$")),
)


def _zone(line: Line, name: str, first: int, last: int) -> Zone:
    text = line.plain[first:last]
    last -= len(text) - len(text.rstrip())
    first += len(text) - len(text.lstrip())
    return Zone(name, line.offset(first), line.offset_after(last))


def _without_tags(line: Line, name: str, start: int, end: int) -> list[Zone]:
    """Return the stretches of ``start:end`` between the tags inside."""
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


# --- what a line is by itself


def _kind(line: Line) -> str:
    """Tell what a line is from itself alone: ``prose``, ``short``, ``item`` or what it is not."""
    plain = line.plain.strip()
    if line.region == "noise" or not plain:
        return "noise"
    if line.region == "head":
        return "head_title" if line.element == "title" else "metadata"
    if line.region == "related":
        return "related"
    if plain.startswith("!["):
        return "caption" if layout.HAN.search(plain) else "noise"
    if layout.RULE.match(plain) or layout.ADDRESS.match(plain):
        return "noise"
    short = len(plain) <= 200
    if short and layout.METADATA.match(plain):
        return "metadata"
    if short and layout.RELATED_HEAD.match(plain):
        return "related_head"
    if short and layout.END_LINE.match(plain):
        return "end_mark"
    if layout.AGENCY_LINE.match(plain) and len(plain) < 40:
        return "agency"
    if not layout.HAN.search(plain):
        if layout.CAPTION_SURE.search(plain):
            return "caption"
        return "noise"
    if short and (layout.EDITOR.match(plain) or layout.EDITOR_TAIL.fullmatch(plain)):
        return "editor"
    if short and (layout.CHROME.match(plain) or layout.CHROME_ANY.search(plain)):
        return "noise"
    if layout.SEE_ALSO.match(plain):
        return "noise"
    if line.region == "caption":
        return "caption"
    n_han = len(layout.HAN.findall(plain[:400]))
    if n_han * 5 < len(plain[:400]) and n_han < 8 and not layout.ENDS_SENTENCE.search(plain):
        return "noise"
    several = len(layout.SENTENCE_END.findall(plain[:-1])) > 1
    if short and layout.CAPTION_SURE.search(plain):
        return "caption"
    if len(plain) <= LONGEST_CAPTION and not several and layout.CAPTION.search(plain):
        return "caption"
    if _is_prose(plain, n_han):
        return "prose"
    if layout.LIST_ITEM.match(plain):
        return "item"
    if plain.count("|") + plain.count("｜") >= 2 or plain.count(">") + plain.count("»") >= 2:
        return "noise"
    return "short"


def _is_prose(plain: str, n_han: int) -> bool:
    if line_ends := layout.ENDS_SENTENCE.search(plain):
        # A heading or a title may ask or call.
        question = line_ends.group()[0] in "？?！!" and len(plain) <= 30
        return not question or len(layout.SENTENCE_END.findall(plain)) > 1
    if plain[-1] in "；;：:" and n_han >= 10:
        return True
    if layout.END_MARK.search(plain) and n_han >= 15:
        return True
    return n_han > LONGEST_HEADING or ("。" in plain and n_han > 30)


# --- what a line is on its page


def _roles(text: str, lines: list[Line]) -> list[str]:
    """Return the zone of each line; ``dateline`` for a paragraph that opens with one."""
    kinds = [_kind(line) for line in lines]
    n_front = _front_matter(text, lines)
    kinds[:n_front] = ["metadata"] * n_front
    prose = [i for i, kind in enumerate(kinds) if kind == "prose"]
    if not _is_article(text, lines, kinds, prose):
        return [_outside(kind) for kind in kinds]
    first = prose[0]
    last, marked = _last_line(lines, kinds, first)
    roles = [_outside(kind) for kind in kinds]
    _name_top(lines, kinds, roles, n_front, first, last)
    _name_middle(lines, kinds, roles, first, last)
    _name_tail(lines, kinds, roles, last + 1, marked)
    return roles


def _outside(kind: str) -> str:
    """Return the zone of a line that is not the article's own text."""
    return {
        "caption": "caption",
        "metadata": "metadata",
        "head_title": "metadata",
        "editor": "metadata",
        "agency": "agency",
        "end_mark": "end_mark",
        "related": "related",
        "related_head": "related",
    }.get(kind, "noise")


def _front_matter(text: str, lines: list[Line]) -> int:
    """Return how many lines the YAML block at the top takes."""
    opening = _FRONT_MATTER.match(text)
    closing = opening and _FRONT_END.search(text, opening.end())
    if not closing:
        return 0
    return sum(line.end <= closing.end() for line in lines[:500])


def _is_article(text: str, lines: list[Line], kinds: list[str], prose: list[int]) -> bool:
    if not prose or _FEED.match(text):
        return False
    sentences = [
        lines[i].plain
        for i in prose
        if layout.ENDS_SENTENCE.search(lines[i].plain) or re.search("[。，,]", lines[i].plain)
    ]
    n_han = sum(len(layout.HAN.findall(plain)) for plain in sentences)
    if n_han < SHORTEST_ARTICLE:
        return False
    if n_han < 300 and any(layout.ERROR_PAGE.search(line.plain) for line in lines[:60]):
        return False
    return True


def _last_line(lines: list[Line], kinds: list[str], first: int) -> tuple[int, bool]:
    """Return the last line of the article, and whether something on the page marks it."""
    n = len(lines)
    ends = [
        i
        for i in range(first, n)
        if kinds[i] == "end_mark"
        or (kinds[i] in ("prose", "item") and layout.END_MARK.search(lines[i].plain))
    ]
    end = ends[0] if ends else n
    last = first
    for i in range(first, min(end + 1, n)):
        kind = kinds[i]
        if kind in ("prose", "item"):
            last = i
        elif kind == "related_head" and not _goes_on(kinds, i, end):
            return last, True
        elif kind == "editor" and i > first and not _goes_on(kinds, i, end):
            return last, True
    if ends:
        return end, True
    return last, False


def _goes_on(kinds: list[str], i: int, end: int) -> bool:
    """Tell whether the article goes on behind a box of related stories in its middle."""
    after = kinds[i + 1 : end + 1]
    if end < len(kinds):
        return "prose" in after
    run = 0
    for kind in after:
        run = run + 1 if kind == "prose" else 0 if kind in ("short", "item", "caption") else run
        if run >= 3:
            return True
    return False


def _name_top(
    lines: list[Line], kinds: list[str], roles: list[str], n_front: int, first: int, last: int
) -> None:
    """Name what stands before the first paragraph: the title, subtitles, navigation."""
    candidates = [i for i in range(n_front, first) if kinds[i] == "short"]
    title = _title(lines, kinds, candidates, first, last)
    for i in candidates:
        if title is None or i < title:
            roles[i] = "noise"
        elif i == title:
            roles[i] = "title"
        else:
            roles[i] = _top_line(lines[i])
    for i in range(n_front, first):
        if kinds[i] == "item":
            roles[i] = "noise" if title is None or i < title else "body"


def _top_line(line: Line) -> str:
    if _is_dateline(line):
        return "dateline"
    return "heading"


def _is_dateline(line: Line) -> bool:
    match = layout.DATELINE.match(line.plain)
    return bool(match) and match.end() == len(line.plain)


def _title(
    lines: list[Line], kinds: list[str], candidates: list[int], first: int, last: int
) -> int | None:
    candidates = [i for i in candidates if not _is_dateline(lines[i])]
    for i in candidates:
        if lines[i].element == "h1" or re.match(r"#\s", lines[i].plain):
            return i
    known = {_words(lines[i].plain) for i in range(first) if kinds[i] == "head_title"}
    for i in candidates:
        words = _words(lines[i].plain)
        if len(words) >= 6 and any(words in title for title in known):
            return i
    # The headline printed again on a caption line.
    for k in range(first, min(last, first + 12)):
        if kinds[k] == "caption":
            for i in candidates:
                if len(lines[i].plain) >= 6 and lines[k].plain.startswith(lines[i].plain):
                    return i
    # The line that the page's date stands under.
    for k in range(first):
        if kinds[k] == "metadata" and (before := [i for i in candidates if i < k]):
            return before[-1] if len(before[-1:]) else None
    sizeable = [i for i in candidates if len(layout.HAN.findall(lines[i].plain)) >= 8]
    if len(candidates) > 4 and sizeable:
        return sizeable[-1]
    if sizeable:
        return sizeable[0]
    return candidates[-1] if candidates else None


def _words(plain: str) -> str:
    return "".join(_WORDS.findall(plain))


def _name_middle(
    lines: list[Line], kinds: list[str], roles: list[str], first: int, last: int
) -> None:
    """Name the lines of the article itself."""
    dateline = _dateline_line(lines, kinds, first, last)
    shorts_in_row = _runs(kinds, first, last)
    box = False
    for i in range(first, last + 1):
        kind = kinds[i]
        if kind == "related_head":
            box = True
        elif kind == "prose":
            box = False
            roles[i] = "dateline" if i == dateline else "body"
        elif kind == "item":
            roles[i] = "related" if box else "body"
        elif kind == "short":
            if box:
                roles[i] = "related"
            elif layout.END_MARK.search(lines[i].plain):
                roles[i] = "body"
            elif _is_dateline(lines[i]) and i <= first + 3:
                roles[i] = "dateline"
            else:
                roles[i] = _short_line(lines, kinds, i, last, shorts_in_row)
        elif box and kind in ("caption", "noise"):
            roles[i] = "related"
    _name_lede(lines, kinds, roles, first, last, dateline)


def _runs(kinds: list[str], first: int, last: int) -> list[int]:
    """Return for each line how many short lines stand in a row there."""
    runs = [0] * (last + 2)
    i = first
    while i <= last:
        k = i
        while k <= last and kinds[k] == "short":
            k += 1
        for j in range(i, k):
            runs[j] = k - i
        i = k + 1
    return runs


def _short_line(lines: list[Line], kinds: list[str], i: int, last: int, runs: list[int]) -> str:
    line = lines[i]
    plain = line.plain
    if line.element[:1] == "h" and line.element[1:].isdigit() or layout.HEADING_MARK.match(plain):
        return "heading"
    if i == last:
        return "body"
    if len(plain) > LONGEST_HEADING + 10:
        return "body"
    if runs[i] >= 4 and not layout.NUMBERED_HEADING.match(plain) and not line.bold:
        return "body"
    if plain[-1] in "，,、；;":
        return "body"
    return "heading"


def _dateline_line(lines: list[Line], kinds: list[str], first: int, last: int) -> int | None:
    paragraphs = [i for i in range(first, min(last, first + 12) + 1) if kinds[i] == "prose"][:4]
    for i in paragraphs:
        if layout.DATELINE.match(lines[i].plain):
            return i
    return None


def _name_lede(
    lines: list[Line],
    kinds: list[str],
    roles: list[str],
    first: int,
    last: int,
    dateline: int | None,
) -> None:
    paragraphs = [i for i in range(first, last + 1) if roles[i] in ("body", "dateline")]
    titled = "title" in roles[:first]
    if not titled or len(paragraphs) < 2:
        return
    if dateline is not None and dateline > first:
        for i in paragraphs:
            if i < dateline:
                roles[i] = "lede"
        return
    if roles[first] != "body":
        return
    plain = lines[first].plain
    following = lines[paragraphs[1]].plain
    repeated = _words(plain)[:-1] in _words(following) if len(plain) > 10 else False
    alone = len(plain) <= LONGEST_LEDE and len(layout.SENTENCE_END.findall(plain)) == 1
    if repeated or (alone and len(following) > len(plain) and kinds[first + 1] != "short"):
        roles[first] = "lede"


def _name_tail(
    lines: list[Line], kinds: list[str], roles: list[str], start: int, marked: bool
) -> None:
    """Name what stands behind the article."""
    related = False
    n_stories = sum(kind in ("short", "prose") for kind in kinds[start:])
    for i in range(start, len(lines)):
        kind = kinds[i]
        if kind == "related_head" or related:
            related = True
            roles[i] = "related"
        elif kind == "editor":
            roles[i] = "agency"
        elif kind in ("prose", "short", "item", "related"):
            if kind != "short" or n_stories > 1 or lines[i].link:
                roles[i] = "related"
            elif re.search("记者|报道|通讯员", lines[i].plain):
                roles[i] = "agency"
            else:
                roles[i] = "noise"
