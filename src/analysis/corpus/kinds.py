"""What a line of a page is, told from itself alone."""

import re

from . import layout
from .markup import Line

# A title or a heading rarely has more characters; a longer line without an end is a paragraph.
LONGEST_HEADING = 50
# A caption is shorter, unless it says itself that it is one.
LONGEST_CAPTION = 120
_ASSIGNMENT = re.compile(r"\s*[\w.]+\s*=\s*\S+\s*$")


# “* 2030年” heads what stands under it, few characters as it has.
_YEAR_ALONE = re.compile(r"[\s#•·●\-–—]*(?:到|至|展望)?20\d\d年[前底]?[：:]?")


def kind_of(line: Line) -> str:
    """Tell what a line is from itself alone: ``prose``, ``short``, ``item`` or what it is not."""
    plain = line.plain.strip()
    if line.region and (kind := _kind_by_markup(line, plain)):
        return kind
    n = len(plain)
    ending = _ending(plain)
    if n > 200 and ending and not _surely_caption(plain):
        return "prose"
    bare = plain.strip(" >*_|｜") or plain
    if n <= 200:
        if layout.RULE.match(plain) or layout.ADDRESS.match(plain):
            return "noise"
        if "。" not in bare and (layout.METADATA.match(bare) or _is_stamp(bare)):
            return "metadata"
        if layout.RELATED_HEAD.match(bare):
            return "related_head"
        if layout.END_LINE.match(bare):
            return "end_mark"
        if n < 40 and layout.AGENCY_LINE.match(bare):
            return "agency"
        if layout.EDITOR.match(bare) or layout.EDITOR_TAIL.fullmatch(bare):
            return "editor"
        if n < 40 and layout.BYLINE.match(bare):
            return "editor"
        if not layout.HAN.search(plain):
            return "caption" if _surely_caption(plain) else "noise"
        if layout.CHROME.match(bare) or layout.SEE_ALSO.match(bare) or _speaks_of_page(plain):
            return "noise"
        if _surely_caption(plain):
            return "caption"
    if n <= LONGEST_CAPTION and _is_caption(bare):
        return "caption"
    if ending:
        # Of a sentence one Chinese character is enough: there is nothing to count.
        few = n > 200 and not layout.HAN.search(plain, 0, 300)  # a shorter line has one: above
        prose = _is_sentence(plain, ending)
    else:
        n_han = layout.count_han(plain[:300])
        few, prose = n_han < 8 and n_han * 5 < min(n, 300), _is_prose(plain, n_han)
    if few and not _YEAR_ALONE.fullmatch(bare):
        return "noise"
    if prose:
        return "prose"
    if layout.LIST_ITEM.match(plain) and not line.link:
        return "item"
    if plain.count("|") + plain.count("｜") >= 2 or plain.count(">") + plain.count("»") >= 2:
        return "noise"
    return "link" if line.link and line.element[:1] != "h" else "short"


def _ending(plain: str) -> str:
    """Return the character that ends the line's last sentence at its end, or ""."""
    last = plain[-1:]
    if not last or last in "。！？!?…":
        return last  # nothing closes behind it: it stands for itself
    if last not in layout.CLOSING:
        return ""
    match = layout.ENDS_SENTENCE.search(plain, max(0, len(plain) - 8))
    return match.group()[0] if match else ""


def _kind_by_markup(line: Line, plain: str) -> str:
    if line.region == "noise" or not plain:
        return "noise"
    if line.region == "head":
        return "head_title" if line.element == "title" else "metadata"
    if line.region == "caption":
        return "caption" if layout.HAN.search(plain) else "noise"
    return "related"


def _is_stamp(plain: str) -> bool:
    """Tell whether the line is a date with a time or weekday and few words around it."""
    return (
        len(plain) <= 60
        and layout.TIME_OF_DAY.search(plain) is not None
        and layout.YEAR.search(plain) is not None
        and layout.count_han(plain) <= 16
        and not layout.SENTENCE_END.search(plain)
    )


def _speaks_of_page(plain: str) -> bool:
    """Tell whether the line is about the page; a note in brackets at its end does not count."""
    note = layout.NOTE_TAIL.search(plain) if plain[-1:] in layout.BRACKET_ENDS else None
    words = plain[: note.start()] if note and note.start() else plain
    return (
        layout.CHROME_WORDS.search(words) is not None
        or (layout.APPEALING.search(words) is not None and layout.APPEAL.search(words) is not None)
        or ("=" in words and _ASSIGNMENT.match(words) is not None)
    )


def _surely_caption(plain: str) -> bool:
    """Tell whether the line says itself that it belongs to a picture."""
    return (
        layout.CAPTION_SURE.match(plain) is not None
        or ("ảnh" in plain and layout.PICTURE_COUNT.search(plain) is not None)
        or (
            "图自" in plain
            and layout.CREDIT_AT_END.search(plain, max(0, len(plain) - 24)) is not None
        )
    )


def _is_caption(plain: str) -> bool:
    if len(layout.SENTENCE_END.findall(plain, 0, len(plain) - 1)) > 1:
        return False  # a credit behind several sentences is a paragraph's
    if layout.CAPTION_HEAD.match(plain):
        return True
    foot = max(0, len(plain) - 60)
    return bool(layout.CREDITING.search(plain, foot) and layout.CAPTION_TAIL.search(plain, foot))


def _is_sentence(plain: str, ending: str) -> bool:
    # A heading or a title may ask or call.
    asks = ending in "？?！!" and len(plain) <= LONGEST_HEADING - 20
    return not asks or len(layout.SENTENCE_END.findall(plain)) > 1


def _is_prose(plain: str, n_han: int) -> bool:
    """Tell whether a line that ends no sentence is of the text all the same."""
    if plain[-1] in "；;：:" and n_han >= 10:
        return True
    foot = max(0, len(plain) - 30)
    signed = (n_han >= 15 or "。" in plain) and layout.is_signed(plain, foot, len(plain))
    if signed and layout.END_MARK.search(plain, foot):
        return True
    return n_han > LONGEST_HEADING or (n_han > 15 and "。" in plain)
