"""Patterns with a look at one character before them.

Some forty patterns are tried on every number, and most of them match next to nowhere. The
character on which a text ends, or with which it begins, tells nearly always that one of them
cannot: that look costs a tenth of what the pattern does. A test holds that the characters given
here are all that a pattern can begin with or end on.
"""

import re
import sys

# What \s matches.
WHITE = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())


class Ending:
    """A pattern that closes a text (``…$``), and the characters that it can end on."""

    __slots__ = ("_match", "_search", "characters", "pattern")

    def __init__(self, pattern: re.Pattern[str], characters: str) -> None:
        self.pattern = pattern
        # $ stands before a last line end too.
        self.characters = frozenset(f"{characters}\n")
        self._search, self._match = pattern.search, pattern.match

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As of a pattern."""
        if end is None:
            end = len(text)
        return self._search(text, start, end) if text[end - 1 : end] in self.characters else None

    def match(self, text: str) -> re.Match[str] | None:
        """As of a pattern."""
        return self._match(text) if text[-1:] in self.characters else None


class Opening:
    """A pattern that is matched at a place, and the characters that it can begin with."""

    __slots__ = ("_match", "characters", "pattern")

    def __init__(self, pattern: re.Pattern[str], characters: str) -> None:
        self.pattern, self.characters = pattern, frozenset(characters)
        self._match = pattern.match

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of a pattern."""
        return self._match(text, start, end) if text[start : start + 1] in self.characters else None
