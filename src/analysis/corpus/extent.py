"""Lines and their kinds -> whether a page has an article, and where it ends."""

import re

from . import layout
from .markup import Line

# Fewer Chinese characters in sentences than these are no article, unless they are most of a page.
SHORTEST_ARTICLE = 20
# An error page or a page of links has no more Chinese characters than this in sentences.
LONGEST_ERROR = 250
# What may stand behind the last line of an article.
CLOSING = ("related_head", "editor", "agency", "related")
_STOP = re.compile("[。，,]")
_DATED = re.compile(r"(?:19|20)\d\d|\d{1,2}[-/月]\d{1,2}|前$")


def _n_han(plain: str) -> int:
    """Return the number of Chinese characters, of a long line those at its beginning."""
    return layout.count_han(plain[:1000])


def is_article(
    lines: list[Line],
    kinds: list[str],
    prose: list[int],
    last: int,
    dateline: int | None,
    marked: bool,
) -> bool:
    """Tell whether the page has an article: sentences, and more of them than of anything else.

    ``prose`` are its lines of sentences, ``dateline`` the first of four that opens with one.
    """
    n_han = 0
    for plain in (lines[i].plain for i in prose):
        if _STOP.search(plain) or layout.ENDS_SENTENCE.search(plain):
            n_han += _n_han(plain)
        if n_han >= LONGEST_ERROR:
            break  # more makes no difference
    # Behind a marked end (（完）, 更多) other stories may be longer than a flash of one sentence.
    page = lines[: last + 1] if marked else lines
    if n_han < SHORTEST_ARTICLE and n_han * 2 < sum(_n_han(line.plain) for line in page):
        return False
    if n_han < LONGEST_ERROR and any(layout.ERROR_PAGE.search(x.plain) for x in lines[:40]):
        return False
    if marked or dateline in prose[:3]:
        return True
    n_dates = sum(
        _DATED.search(lines[i].plain) is not None
        for i in range(prose[0], last + 1)
        if kinds[i] == "metadata"
    )
    if n_dates >= 3 and n_dates * 2 >= len(prose):
        return False  # a feed: headline, summary, date, again and again
    n_links = sum(kind in ("link", "short") for kind in kinds)
    return not (n_links >= 12 and n_links >= 4 * len(prose) and n_han < LONGEST_ERROR)


def last_line(lines: list[Line], kinds: list[str], first: int) -> tuple[int, bool]:
    """Return the last line of the article, and whether something on the page marks it."""
    n = len(lines)
    end = n
    for i in range(first, n):
        if kinds[i] == "end_mark" or (
            kinds[i] in ("prose", "item") and _ends_article(lines[i].plain)
        ):
            end = i
            break
    last = first
    for i in range(first, min(end + 1, n)):
        kind = kinds[i]
        if kind in ("prose", "item"):
            last = i
        elif kind in CLOSING and i > first and not _goes_on(kinds, i, end):
            return last, True
    if end < n:
        return end, True
    return _before_stories(kinds, first, last), False


def _ends_article(plain: str) -> bool:
    start = max(0, len(plain) - 100)
    if not layout.is_signed(plain, start, len(plain)):
        return False
    note = layout.NOTE_TAIL.search(plain, start)
    end = note.start() if note else len(plain)
    return bool(
        layout.END_MARK.search(plain, start, end) or layout.EDITOR_TAIL.search(plain, start, end)
    )


def _goes_on(kinds: list[str], i: int, end: int) -> bool:
    """Tell whether the article goes on behind line ``i``, a box of related stories or a name.

    It does where an end mark is still to come, or three paragraphs follow without a headline
    between them: a list of stories has a headline for each.
    """
    if end < len(kinds):
        return "prose" in kinds[i + 1 : end + 1]
    run = 0
    for kind in kinds[i + 1 :]:
        if kind == "prose":
            run += 1
        elif kind in ("short", "link", "item", "caption", "related", "related_head"):
            run = 0
        if run >= 3:
            return True
    return False


def _before_stories(kinds: list[str], first: int, last: int) -> int:
    """Return the last line before a list of stories at the foot that nothing announces.

    Such a list is a caption or link, a headline, a summary, at least twice over.
    """
    i, n_stories, start = last, 0, last + 1
    while i > first + 1:
        k = i - 1 if kinds[i] == "prose" else i
        if kinds[k] == "link" or (kinds[k] == "short" and kinds[k - 1] == "caption"):
            start = k if kinds[k] == "link" else k - 1
            n_stories += 1
            i = start - 1
        else:
            break
    return start - 1 if n_stories >= 2 else last
