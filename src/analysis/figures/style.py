"""The look of every chart: presets, colours with a meaning, and what the fonts can print."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise

from analysis.paths import FONTS

# Both keys are set: networkx draws its labels with `sans-serif`, everything else asks `family`.
FONT_FAMILY = ("Noto Sans SC", "DejaVu Sans")

# Any fixed salt makes the ids inside an SVG the same on every run.
HASH_SALT = "targets-terms-topics"

# Width of a figure in inches and base size of its letters in points. A column is 89 mm, a page
# 178 mm (the widths that most journals ask for), a slide is 13.3 in wide when projected.
PRESETS: Mapping[str, tuple[float, float]] = {
    "column": (3.5, 7.0),
    "page": (7.0, 8.0),
    "slide": (10.0, 15.0),
}

# Okabe and Ito's palette, which stays apart under the common kinds of colour blindness; the
# lightness of neighbours differs as well, so that a grey print can be read.
BLACK, GREY, PALE = "#222222", "#767676", "#D9D9D9"
BLUE, SKY, GREEN = "#0072B2", "#56B4E9", "#009E73"
ORANGE, VERMILLION, PURPLE, YELLOW = "#E69F00", "#D55E00", "#CC79A7", "#F0E442"

STATUS_COLOURS = {"target": BLUE, "projection": ORANGE, "actual": BLACK}
SCRIPT_COLOURS = {"hans": SKY, "hant": PURPLE}
RESULT_COLOURS = {
    "met": GREEN,
    "missed": VERMILLION,
    "disputed": YELLOW,
    "not_testable": "#BDBDBD",
    "not_due": SKY,
    "no_data": "#FFFFFF",
}
REPORT_COLOURS = {"reported": BLUE, "changed": ORANGE, "left_out": "#FFFFFF", "added": SKY}
# How a comparator is written before a number.
COMPARATOR_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈"}

# The analysed zones in blue, what was left out in greys.
ZONE_COLOURS = {
    "body": BLUE,
    "head": SKY,
    "caption": "#8C8C8C",
    "related": "#CFCFCF",
    "other": "#ECECEC",
}

# A year has one colour in all figures: the later, the darker. Between the anchors the colour is
# mixed, so that any year has its own and 2025, 2030 and 2045 stand well apart in grey.
YEAR_ANCHORS = (
    (2015, "#D6E6F4"),
    (2025, "#76B2DC"),
    (2030, "#165EA6"),
    (2045, "#082A5E"),
    (2060, "#041430"),
)
SEQUENTIAL = ("#FFFFFF", "#D6E6F4", "#76B2DC", "#165EA6", "#082A5E")


@contextmanager
def chart_style(preset: str = "column") -> Iterator[None]:
    """Draw inside this block in the package's look; outside nothing is changed.

    ``preset`` is ``column`` (89 mm wide), ``page`` (178 mm) or ``slide`` (25 cm, large letters).
    Raises ValueError for another name.
    """
    import matplotlib as mpl

    if preset not in PRESETS:
        raise ValueError(f"no preset {preset!r}: choose one of {', '.join(PRESETS)}")
    _register_fonts()
    with mpl.rc_context(_parameters(*PRESETS[preset])):
        yield


def style_of_now() -> dict[str, object]:
    """Return the chart style that is in force, or that of a column if none is."""
    import matplotlib as mpl

    parameters = _parameters(*PRESETS["column"])
    if mpl.rcParams["svg.hashsalt"] == HASH_SALT:
        return {key: mpl.rcParams[key] for key in parameters}
    return parameters


@contextmanager
def in_style(parameters: Mapping[str, object]) -> Iterator[None]:
    """Draw inside this block with ``parameters`` as ``style_of_now`` returned them."""
    import matplotlib as mpl

    _register_fonts()
    with mpl.rc_context(dict(parameters)):
        yield


def _parameters(width: float, size: float) -> dict[str, object]:
    return {
        "font.family": list(FONT_FAMILY),
        "font.sans-serif": list(FONT_FAMILY),
        "font.size": size,
        "text.parse_math": False,
        "text.color": BLACK,
        "figure.figsize": [width, width * 0.75],
        "figure.dpi": 200,
        "figure.facecolor": "white",
        "figure.constrained_layout.use": False,
        "figure.autolayout": False,
        "savefig.dpi": 300,
        "savefig.bbox": None,
        "savefig.facecolor": "white",
        "svg.hashsalt": HASH_SALT,
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "axes.facecolor": "white",
        "axes.edgecolor": GREY,
        "axes.linewidth": 0.6,
        "axes.labelsize": size * 0.93,
        "axes.labelcolor": BLACK,
        "axes.titlesize": size * 1.2,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": False,
        "axes.unicode_minus": True,
        "grid.color": "#E4E4E4",
        "grid.linewidth": 0.5,
        "xtick.labelsize": size * 0.93,
        "ytick.labelsize": size * 0.93,
        "xtick.color": BLACK,
        "ytick.color": BLACK,
        "xtick.major.width": 0.5,
        "ytick.major.width": 0.5,
        "xtick.major.size": 2.0,
        "ytick.major.size": 2.0,
        "hatch.linewidth": 0.5,
        "lines.linewidth": 1.2,
        "patch.linewidth": 0.5,
    }


def year_colour(year: float) -> str:
    """Return the one colour that ``year`` has in all figures: the later, the darker."""
    first, last = YEAR_ANCHORS[0], YEAR_ANCHORS[-1]
    year = min(max(year, first[0]), last[0])
    for (low, light), (high, dark) in pairwise(YEAR_ANCHORS):
        if year <= high:
            return _mixed(light, dark, (year - low) / (high - low))
    raise AssertionError("the last anchor bounds every year")


def shade(part: float) -> str:
    """Return the colour of the sequential scale at ``part`` (0 white to 1 darkest)."""
    step = min(max(part, 0.0), 1.0) * (len(SEQUENTIAL) - 1)
    low = min(int(step), len(SEQUENTIAL) - 2)
    return _mixed(SEQUENTIAL[low], SEQUENTIAL[low + 1], step - low)


def _mixed(one: str, other: str, part: float) -> str:
    """Return the colour at ``part`` of the way from one to the other."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#{:02X}{:02X}{:02X}".format(*(round(a + (b - a) * part) for a, b in pairs))


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on ``colour``."""
    from matplotlib.colors import to_rgb

    # Relative luminance of WCAG 2.1; at 0.21 our black and white have the same contrast (4 to 1).
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
    )
    return BLACK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.21 else "white"


def printable(text: str) -> str:
    """Return ``text`` as the fonts can print it: a character they lack becomes 〓.

    Controls, joiners and direction marks, which have no shape, are left out. Each character
    that is replaced is named once on stderr.
    """
    kept = []
    for character in str(text):
        if character in "\n ":
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif not character.isprintable() or 0xFE00 <= ord(character) <= 0xFE0F:
            continue
        elif ord(character) in _glyphs():
            kept.append(character)
        else:
            _name_missing(character)
            kept.append("〓")
    return "".join(kept)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    import matplotlib.pyplot as plt

    # A notebook's backend starts with the first figure and then turns interactive mode on. Were
    # that inside rc_context, leaving it would turn it off, and only the first chart would show.
    plt.draw_if_interactive()
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    _register_fonts()
    codes: set[int] = set()
    for family in FONT_FAMILY:
        codes.update(FT2Font(findfont(FontProperties(family=[family]))).get_charmap())
    return frozenset(codes)


@lru_cache(maxsize=4096)
def _name_missing(character: str) -> None:
    print(
        f"no glyph for U+{ord(character):04X} {character}: drawn as 〓 in the charts",
        file=sys.stderr,
    )
