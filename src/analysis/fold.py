"""The text that rules match on, and the way back to the text that is quoted."""

from collections.abc import Sequence
from typing import NamedTuple


class Folded(NamedTuple):
    """``text`` to match on; ``at[i]`` is the offset of its i-th character in the original.

    ``at`` has one more entry than ``text`` has characters: the original's length.
    """

    text: str
    at: Sequence[int]
