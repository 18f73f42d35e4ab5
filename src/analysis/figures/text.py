"""Text measured, wrapped and shortened so that it fits a chart."""

from functools import lru_cache

from analysis.figures.style import FONT_FAMILY

# A line of Chinese text may not begin with these marks (GB/T 15834: they stay with the word
# before them), nor end with an opening one.
NOT_FIRST = frozenset("，。、；：！？）》」』】〉”’,.;:!?)]}%％·…")
NOT_LAST = frozenset("（《「『【〈“‘([{")


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width in points of the widest line of ``text`` set at ``size`` points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(FONT_FAMILY), size=size, weight=weight)
    return max(
        text_to_path.get_text_width_height_descent(line, font, False)[0] if line else 0.0
        for line in text.split("\n")
    )


def wrap(
    text: str, width: float, size: float, *, weight: str = "normal", lines: int | None = None
) -> str:
    """Return ``text`` broken into lines of at most ``width`` points; Chinese breaks anywhere.

    With ``lines`` the rest is cut and the last line ends with ``…``.
    """
    done: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _fitting(_pieces(paragraph), width, size, weight):
            if line and text_width((line + piece).rstrip(), size, weight) > width:
                done.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        done.append(line.rstrip())
    if lines is not None and len(done) > lines:
        rest = done[lines - 1]
        for line in done[lines:]:
            rest += f" {line}" if not _is_wide(rest[-1:]) and not _is_wide(line[:1]) else line
        done = [*done[: lines - 1], shorten(rest, width, size, weight=weight, cut=True)]
    return "\n".join(done)


def shorten(
    text: str, width: float, size: float, *, weight: str = "normal", cut: bool = False
) -> str:
    """Return ``text`` if it is at most ``width`` points wide, else its beginning and ``…``.

    With ``cut`` it ends with ``…`` in any case (something behind it was left out).
    """
    if not cut and text_width(text, size, weight) <= width:
        return text
    while text and text_width(text.rstrip() + "…", size, weight) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def line_count(text: str) -> int:
    """Return the number of lines of ``text``."""
    return text.count("\n") + 1


def _fitting(pieces: list[str], width: float, size: float, weight: str) -> list[str]:
    """Cut a piece that is wider than a whole line (a long file name) where it must be cut."""
    return [
        part
        for piece in pieces
        for part in (list(piece) if text_width(piece.rstrip(), size, weight) > width else [piece])
    ]


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after each wide character and after spaces."""
    pieces: list[str] = []
    for character in text:
        glued = pieces and (
            character in NOT_FIRST
            or pieces[-1][-1] in NOT_LAST
            or (character == " ")
            or (
                not _is_wide(character)
                and not _is_wide(pieces[-1][-1])
                and pieces[-1][-1] not in " /-_"
            )
        )
        if glued:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"
