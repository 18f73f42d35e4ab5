"""Every place where something is written, with what stands around it."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import pandas as pd

from analysis.fold import Folded, fold, simplified

CONCORDANCE = {
    "article_id": "str",
    "sentence_no": "int64",
    "start": "int64",
    "end": "int64",
    "left": "str",
    "match": "str",
    "right": "str",
}

Sort = Literal["position", "left", "match", "right"]


def find_in_context(
    sentences: pd.DataFrame,
    pattern: str | Sequence[str],
    *,
    width: int = 20,
    sort: Sort = "position",
    regex: bool = False,
) -> pd.DataFrame:
    """Return every occurrence of a pattern with its context: one row per occurrence.

    ``pattern`` is a text, a list of texts (each is looked for; of nested ones both are found), or
    with ``regex`` a regular expression (or several). It is matched against the characters of the
    folded sentence, not against words: what a segmenter would cut is found, a Traditional
    sentence is found by a Simplified pattern and the reverse, tags and invisible characters do
    not interrupt. Matches of one pattern do not overlap.

    ``width`` is the number of characters shown on each side, inside the sentence. ``sort`` orders
    by "position", or by what stands to the "left" (read backwards), in the "match" or to the
    "right", then by position.

    Columns: article_id, sentence_no, start and end (code points of the article's text), left,
    match, right as written. ``match`` is the article's ``text[start:end]``. Sentences that repeat
    another (``repeat_of_sentence``) are searched too: filter them out of ``sentences`` to count.

    Raises ValueError for an empty pattern, one that is no regular expression, an unknown
    ``sort``, a negative ``width``, or sentences without a column that is needed.
    """
    if sort not in ("position", "left", "match", "right"):
        raise ValueError(f"sort is {sort!r}, not one of position, left, match, right")
    if width < 0:
        raise ValueError(f"width is {width}: it cannot be negative")
    needed = ("article_id", "sentence_no", "start", "text")
    if missing := [column for column in needed if column not in sentences.columns]:
        raise ValueError(f"the table of sentences has no column {', '.join(missing)}")
    patterns = [
        _compiled(one, regex) for one in ([pattern] if isinstance(pattern, str) else pattern)
    ]
    if not patterns:
        raise ValueError("the pattern is empty: give a text, or a list of texts")
    rows = []
    for article_id, sentence_no, offset, text in zip(
        *(sentences[column] for column in needed), strict=True
    ):
        folded = fold(text)
        for start, end in _spans(folded.text, patterns):
            first, behind = folded.span(start, end)
            rows.append(
                (
                    article_id,
                    sentence_no,
                    offset + first,
                    offset + behind,
                    written(text, folded, max(0, start - width), start),
                    text[first:behind],
                    written(text, folded, end, end + width),
                )
            )
    table = pd.DataFrame(rows, columns=list(CONCORDANCE)).astype(CONCORDANCE)
    position = ["article_id", "start", "end"]
    if sort == "position":
        return table.sort_values(position, ignore_index=True)
    around = table[sort].map(lambda s: simplified(s)[::-1] if sort == "left" else simplified(s))
    ordered = table.assign(_around=around).sort_values(["_around", *position], ignore_index=True)
    return ordered.drop(columns="_around")


def _compiled(pattern: str, regex: bool) -> re.Pattern[str]:
    """Return the pattern for folded text.

    Of a regular expression only the letters and digits beyond ASCII are folded: its signs are
    not text.
    """
    if not isinstance(pattern, str):
        raise ValueError(f"the pattern {pattern!r} is not a text")
    if not regex:
        plain = fold(pattern).text
        if not plain.strip():
            raise ValueError(f"the pattern {pattern!r} is empty")
        return re.compile(re.escape(plain))
    plain = "".join(simplified(c) if c.isalnum() and not c.isascii() else c for c in pattern)
    if not plain:
        raise ValueError(f"the pattern {pattern!r} is empty")
    try:
        return re.compile(plain)
    except re.error as error:
        raise ValueError(f"the pattern {pattern!r} is no regular expression: {error}") from None


def _spans(text: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int]]:
    found: Iterator[tuple[int, int]] = (
        match.span() for one in patterns for match in one.finditer(text) if match.group()
    )
    return sorted(set(found))


def written(text: str, folded: Folded, start: int, end: int) -> str:
    """Return ``folded.text[start:end]`` as the original writes it, without what folding removed."""
    at, ends = folded.at, folded.ends
    end = min(end, len(folded.text))
    return "".join(
        text[at[i]] if ends[i] - at[i] == 1 else folded.text[i] for i in range(start, end)
    )
