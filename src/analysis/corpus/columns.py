"""Which column of a table holds the text, the title, the date: by its name, or as told."""

import re
from collections.abc import Mapping, Sequence

from ..fold import simplified
from .decode import ReadError
from .pieces import ROLES

# How databases, crawlers and people name a column, best name first; compared without case,
# spaces, hyphens and underscores, Traditional as Simplified.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "content", "body", "fulltext", "maintext", "articletext", "articlebody"),
        *(
            "正文",
            "内容",
            "全文",
            "文本",
            "正文内容",
            "文章内容",
            "新闻内容",
            "报道内容",
            "新闻正文",
        ),
        *("文章正文", "原文"),
    ),
    "title": (
        *("title", "headline", "标题", "题目", "题名", "篇名", "文章标题", "新闻标题"),
        *("报道标题",),
    ),
    "date": (
        *("published", "date", "publisheddate", "publishdate", "publishedat", "publishtime"),
        *("pubdate", "pubtime", "datetime", "time", "日期", "发布时间", "发布日期", "发表时间"),
        *("发表日期", "出版日期", "刊登日期", "刊发日期", "刊出日期", "时间"),
    ),
    "publisher": (
        *("publisher", "source", "media", "来源", "媒体", "媒体名称", "报纸", "报纸名称", "报刊"),
        *("刊名", "出处", "发布机构", "新闻来源", "文章来源", "网站"),
    ),
    "url": ("url", "link", "链接", "网址", "原文链接", "文章链接", "网页地址"),
    "id": ("id", "articleid", "docid", "documentid", "编号", "文章编号", "文献编号"),
}
_SPACE = re.compile(r"[\s_\-\u200b\ufeff]+")


def parse_columns(setting: str) -> dict[str, str]:
    """Return role -> column name from what sources.csv says: ``text=报道; date=刊期``.

    Raises ReadError when it says something else.
    """
    named: dict[str, str] = {}
    for part in filter(str.strip, re.split("[;；]", setting)):
        role, _, name = (side.strip() for side in part.partition("="))
        if role not in ROLES or not name:
            raise ReadError(
                f"sources.csv, columns: {part.strip()!r} is not ROLE=COLUMN with one of "
                f"{', '.join(ROLES)}"
            )
        named[role] = name
    return named


def find_columns(header: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    """Return role -> place in ``header``; what ``named`` tells goes before the known names.

    Raises ReadError when a column that is told is not there.
    """
    places: dict[str, int] = {}
    folded = [_folded(name) for name in header]
    for role in ROLES:
        names = [_folded(named[role])] if role in named else NAMES[role]
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None:
            places[role] = place
        elif role in named:
            raise ReadError(
                f"sources.csv names the column {named[role]!r}, which is not there "
                f"(there are: {shown(header)})"
            )
    return places


def shown(header: Sequence[str]) -> str:
    """Return the names of columns for a message, not more than fit on a line."""
    names = [" ".join(name.split())[:20] for name in header if name.strip()]
    return ", ".join([*names[:8], "…"] if len(names) > 8 else names) or "none"


NO_TEXT = "no column of texts (name it text, content or 正文, or say which in sources.csv: columns)"


def _folded(name: str) -> str:
    return _SPACE.sub("", simplified(name)).casefold()
