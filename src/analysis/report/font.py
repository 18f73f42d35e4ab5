"""The characters of the page as a font inside it: text is readable where no font has Chinese."""

import base64
import io
from collections.abc import Iterable
from functools import lru_cache

from analysis.paths import FONTS

STYLES = {"Regular": 400, "Bold": 700}


def font_faces(characters: Iterable[str], bold: Iterable[str]) -> str:
    """Return the CSS that brings Noto Sans SC for these characters, and Bold for those of ``bold``.

    The same characters give the same bytes. Characters that the fonts lack are left to the
    reader's system.
    """
    sets = {"Regular": set(characters), "Bold": set(bold)}
    wanted = {
        style: "".join(sorted(filter(str.isprintable, found))) for style, found in sets.items()
    }
    return "\n".join(
        "@font-face { font-family: 'Noto Sans SC'; font-weight: "
        f"{weight}; src: url(data:font/woff2;base64,{_subset(style, wanted[style])}) "
        "format('woff2'); }"
        for style, weight in STYLES.items()
    )


@lru_cache(maxsize=8)
def _subset(style: str, characters: str) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["ccmp", "kern", "liga", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 13, 14]  # names, copyright, licence: the OFL asks for it
    options.hinting = False
    options.recalc_timestamp = False
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters + " 〓")
    buffer = io.BytesIO()
    path = FONTS / f"NotoSansSC-{style}.ttf"
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
