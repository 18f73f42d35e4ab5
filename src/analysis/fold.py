"""The text to match on, and the way back to the text that is quoted."""

import re
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from html.entities import html5
from itertools import accumulate
from typing import NamedTuple

# Elements of HTML that news pages carry. "<EGDI>" or "<b and c>" of a running text must stay, so
# a tag counts only with a name of this list, or with a name that has a colon or hyphen (o:p).
_NAMES = (
    "a abbr address area article aside audio b base bdi bdo blockquote body br button "
    "canvas caption center cite code col colgroup data dd del details dfn dialog div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hr html i iframe img input ins kbd label legend li link main map mark marquee meta "
    "nav nobr noscript object ol optgroup option p param picture pre q rp rt ruby s samp script "
    "section select small source span strike strong style sub summary sup svg table tbody td "
    "template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
HTML_NAMES = frozenset(_NAMES.split())
TAG = r"</?(?P<name>[a-z][\w:-]*)(?=[\s/>])[^<>]*>|<!(?:doctype|\[CDATA\[)[^<>]*>|<\?[a-z][^<>]*>"

# Characters without width: soft hyphen, joiners, direction marks, variation selectors, the byte
# order mark, object placeholder; private use (an icon font); control characters but tab and line
# ends.
INVISIBLE = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ue000-\uf8ff"
    r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)

_REMOVED = re.compile(
    rf"""
      (?P<ruby> <r[tp]\b[^<>]*> [^<>]* </r[tp]> )         # 1 reading of a character: <rt>dào</rt>
    | (?P<tag> {TAG} )                                    # 2 tags
    | (?P<entity> & (?: \#x[0-9a-f]{{1,6}} | \#[0-9]{{1,7}} | [a-z][a-z0-9]{{1,24}} ) ; )  # 3
    | (?P<invisible> [{INVISIBLE}]+ )                     # 4 characters that nobody sees
    | (?P<link> !?\[ (?= [^\[\]\n]{{0,300}} \]\( (?:https?:)? / )       # 5 [words](address)
              | \]\( (?:https?:)? /[^()\s\[\]]* (?:\s"[^"\n]{{0,300}}")? \) )
    | (?P<bold> (?<!\*) \*\*++ (?: (?=[^\s*]) | (?<=[^\s*]\*\*) ) )    # 6 **words**
    """,
    re.VERBOSE | re.IGNORECASE,
)

# What is not Chinese, its punctuation, or ASCII without & * < ]. Most texts have none of these:
# then there is nothing to remove and nothing to compose.
_SPECIAL = re.compile(
    r"[^\u3400-\u9fff\u3000-\u3029\uff01-\uff5e\u2010-\u2027\xa0\xa9\xae\xb0-\xb7\xd7"
    r"\t\n\r -%'-)+-;=-\\^-~]"
)
_SUSPECT = re.compile(f"[<&{INVISIBLE}]")

# The reading of one character in brackets behind it. Without a tone mark only the particles that
# have none: 公里(km), 人(ren) of a glossary stay.
_PINYIN = re.compile(
    r"""
    (?<= [\u3400-\u9fff\U00020000-\U0003ffff] )
    (?: [(（] [ ]? (?:
          [a-z]{0,5} [āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ] [a-z]{0,4}      # 1 到(dào)
        | de|le|zhe|ne|ma|ba|men|zi|ge|me                            # 2 的(de)
        ) [ ]? [)）] )
    """,
    re.VERBOSE,
)
_TONE = re.compile("[(（] ?[a-z]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ]")


class Folded(NamedTuple):
    """``text`` to match on; ``at[i]`` is the offset of its i-th character in the original.

    ``at`` has one more entry than ``text`` has characters: the original's length. ``ends[i]`` is
    the offset where the i-th character ends in the original (an entity such as ``&nbsp;`` or a
    letter with its accent apart is several characters there). Both are a ``range`` when nothing
    was removed.
    """

    text: str
    at: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the folded ``text[start:end]`` stands in the original.

        What was removed before its first and behind its last character stays outside. An empty
        span gives the empty span at ``at[start]``.
        """
        if end <= start:
            return self.at[start], self.at[start]
        return self.at[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return ``text`` as rules match it, with the offset of every character.

    Removed: tags and comments, addresses of Markdown links, Markdown's bold marks, characters of
    no width and of private use, the pinyin of single characters in brackets. Entities become the
    one character that they stand for. Then NFC; Traditional to Simplified, character by character;
    full-width digits, letters and signs (％ ＋ － ． ／ ～ …) to half-width; every kind of space to
    a space. Punctuation (，。；：！？（）) keeps its width: it tells a list from a number. Time is
    linear in the length of the text.
    """
    if is_ordinary(text):
        return _unchanged(simplified(text))
    folded = _unchanged(text)
    if "<!--" in text:
        folded = _replaced(folded, _comments(text))
    if _may_be_removed(folded.text):
        folded = _substituted(folded, _REMOVED, _removed)
    if not unicodedata.is_normalized("NFC", folded.text):
        folded = _substituted(
            folded, _unstable(), lambda match: unicodedata.normalize("NFC", match.group())
        )
    if _TONE.search(folded.text):
        folded = _substituted(folded, _PINYIN, lambda match: "")
    return Folded(simplified(folded.text), folded.at, folded.ends)


def is_ordinary(text: str) -> bool:
    """Tell whether to fold a text is to simplify it. Most are; others may be."""
    return _SPECIAL.search(text) is None


def special_characters(text: str) -> str:
    """Return the characters for which a text needs a closer look before it is folded."""
    return "".join(_SPECIAL.findall(text))


def fold_each(texts: Sequence[str]) -> list[Folded]:
    """Return ``fold(text)`` of each text; those that need no closer look are folded together."""
    joined = "\n".join(texts)
    plain = simplified(joined)
    ends = list(accumulate(len(text) + 1 for text in texts))
    special = {bisect_right(ends, match.start()) for match in _SPECIAL.finditer(joined)}
    return [
        fold(text) if number in special else _unchanged(plain[end - len(text) - 1 : end - 1])
        for number, (text, end) in enumerate(zip(texts, ends, strict=True))
    ]


def _unchanged(text: str) -> Folded:
    return Folded(text, range(len(text) + 1), range(1, len(text) + 1))


# From this many characters on, all are looked up at once: measured, as quick as one by one at 30
# characters and ten times as quick at 1,000.
LONG = 30


def simplified(text: str) -> str:
    """Return ``text`` with Traditional characters, widths and spaces folded, of equal length."""
    if len(text) < LONG:
        return text.translate(_table())
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    # No code point is outside of the table, so none need be looked for ("clip").
    return _array().take(codes, mode="clip").tobytes().decode("utf-32-le", "surrogatepass")


def _may_be_removed(text: str) -> bool:
    """A cheap look whether anything of _REMOVED can be there at all."""
    return "](" in text or "**" in text or _SUSPECT.search(text) is not None


def is_tag_name(name: str | None) -> bool:
    """Tell whether an element of this name is markup (None stands for a doctype or the like)."""
    return name is None or name.lower() in HTML_NAMES or ":" in name or "-" in name


def _removed(match: re.Match[str]) -> str:
    if match.lastgroup == "tag":
        return "" if is_tag_name(match["name"]) else match.group()
    if match.lastgroup != "entity":
        return ""
    name = match.group()[1:]
    if name[0] == "#":
        number = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        if not 0 < number <= sys.maxunicode or 0xD800 <= number < 0xE000:
            return match.group()
        character = chr(number)
    else:
        character = html5.get(name, "")
        if len(character) != 1:
            return match.group()
    return "" if _INVISIBLE_ONE.match(character) else character


_INVISIBLE_ONE = re.compile(f"[{INVISIBLE}]")


def _comments(text: str) -> list[tuple[int, int, str]]:
    """Return the comments; one that never ends is no comment. Two searches, so linear time."""
    found = []
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        found.append((start, end + 3, ""))
        start = text.find("<!--", end + 3)
    return found


def _substituted(
    folded: Folded, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]
) -> Folded:
    return _replaced(
        folded, [(*match.span(), replace(match)) for match in pattern.finditer(folded.text)]
    )


def _replaced(folded: Folded, changes: list[tuple[int, int, str]]) -> Folded:
    """Return ``folded`` with each ``text[start:end]`` replaced; offsets stay true.

    Every character of a replacement stands for the whole of what it replaces.
    """
    if not changes:
        return folded
    text, at, ends = folded
    pieces: list[str] = []
    new_at, new_ends = array("q"), array("q")
    done = 0
    for start, end, replacement in changes:
        if done < start:
            pieces.append(text[done:start])
            new_at.extend(at[done:start])
            new_ends.extend(ends[done:start])
        if replacement:
            pieces.append(replacement)
            new_at.extend([at[start]] * len(replacement))
            new_ends.extend([ends[end - 1]] * len(replacement))
        done = end
    pieces.append(text[done:])
    new_at.extend(at[done:])
    new_ends.extend(ends[done:])
    return Folded("".join(pieces), new_at, new_ends)


@lru_cache(maxsize=1)
def _unstable() -> re.Pattern[str]:
    """The stretches that NFC may change: a character with what combines with it, or one alone."""
    marks, others = [], []
    for number in (*range(0xA0, 0xAC00), *range(0xF900, 0x30000)):
        character = chr(number)
        if unicodedata.category(character)[0] == "M" or (
            0x1161 <= number <= 0x1175 or 0x11A8 <= number <= 0x11C2
        ):
            marks.append(character)
        elif not unicodedata.is_normalized("NFC", character):
            others.append(character)
    mark, other = _ranges(marks), _ranges(others)
    return re.compile(f"(?s:.)?[{mark}]+|[{other}]")


def _ranges(characters: list[str]) -> str:
    """Return the sorted characters as the inside of a character class."""
    runs: list[list[int]] = []
    for number in map(ord, characters):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in runs)


@lru_cache(maxsize=1)
def _array():
    """The table for all characters at once: by code point, the code point that it becomes."""
    import numpy as np

    array = np.arange(sys.maxunicode + 1, dtype="<u4")
    array[list(_table())] = list(map(ord, _table().values()))
    return array


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """One character to one character: Simplified, half-width, plain spaces and line ends."""
    import opencc

    han = [chr(number) for number in (*range(0x3400, 0xA000), *range(0x20000, 0x323B0))]
    # One character a line, so that no phrase of the dictionary reaches over two of them.
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}
    for number in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):
        table[number] = chr(number - 0xFEE0)
    for number in map(ord, "＂＃＄％＆＇＊＋－．／＜＝＞＠＼＾＿｀｜～"):
        table[number] = chr(number - 0xFEE0)
    table |= {ord("﹪"): "%", ord("﹢"): "+", ord("﹣"): "-", ord("￥"): "¥"}
    for number in (0x2028, 0x2029, 0x85):
        table[number] = "\n"
    # Half of a pair, which JSON may hold and no library that searches texts takes.
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    for number in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000):
        table[number] = " "
    # Radicals that a PDF gives in place of the characters they are drawn like (⽇ for 日).
    for number in range(0x2E80, 0x2FD6):
        plain = unicodedata.normalize("NFKC", chr(number))
        if len(plain) == 1 and ord(plain) != number:
            table[number] = table.get(ord(plain), plain)
    return table
