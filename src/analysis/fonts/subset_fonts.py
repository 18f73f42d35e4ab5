"""Make the two fonts of this folder from the full static files of Noto Sans SC.

The sources are ``400Regular/NotoSansSC_400Regular.ttf`` and ``700Bold/NotoSansSC_700Bold.ttf``
of the npm package ``@expo-google-fonts/noto-sans-sc`` (version 0.4.3; the SIL Open Font
License in ``OFL.txt`` comes with them). Variable files will not do: matplotlib and wordcloud
draw them in their default weight, Thin.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xzf expo-google-fonts-*.tgz
    python src/analysis/fonts/subset_fonts.py \
        package/400Regular/NotoSansSC_400Regular.ttf package/700Bold/NotoSansSC_700Bold.ttf

The same sources give the same bytes. Needs fontTools (extra ``dev``); not part of the wheel.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

# Blocks that charts use beside the national character sets: (first, last) code point.
BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x02B0, 0x036F),  # modifier letters, combining marks (decomposed Vietnamese)
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x04FF),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional: all of Vietnamese
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts, subscripts
    (0x20A0, 0x20CF),  # currency signs
    (0x2100, 0x214F),  # letter-like symbols
    (0x2150, 0x218F),  # number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical symbols
    (0x2460, 0x24FF),  # enclosed numbers
    (0x2500, 0x259F),  # box drawing, block elements
    (0x25A0, 0x26FF),  # geometric shapes, miscellaneous symbols
    (0x2700, 0x27BF),  # dingbats
    (0x3000, 0x303F),  # CJK punctuation, with the geta mark that stands for a missing glyph
    (0x3040, 0x312F),  # kana, bopomofo
    (0x3200, 0x33FF),  # enclosed CJK, units
    (0xFE30, 0xFE4F),  # CJK compatibility forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
    (0xFFFD, 0xFFFD),  # replacement character
)

# Tables that only vertical setting and variable families use.
UNUSED_TABLES = ("BASE", "STAT", "vhea", "vmtx", "VORG")

# Horizontal text: composed accents, kerning, ligatures. Without the vertical and regional
# alternates, some 350 glyphs that no chart can reach.
FEATURES = ("ccmp", "kern", "liga", "mark", "mkmk")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the two fonts of this folder.")
    parser.add_argument("regular", type=Path, help="full static TTF, weight 400")
    parser.add_argument("bold", type=Path, help="full static TTF, weight 700")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the results")
    options = parser.parse_args()
    common = {code for first, last in BLOCKS for code in range(first, last + 1)}
    wanted = {
        "Regular": (options.regular, {*common, *codes_of("gbk"), *codes_of("big5")}),
        # Titles and emphasised words need no rare characters: half the size of Regular's set.
        "Bold": (options.bold, {*common, *codes_of("gb2312"), *codes_of("big5", last=0xC67E)}),
    }
    for style, (source, codes) in wanted.items():
        path = options.out / f"NotoSansSC-{style}.ttf"
        n_kept = subset_font(source, path, codes, style=style)
        print(f"{path}: {n_kept} characters, {path.stat().st_size / 1e6:.2f} MB")


def codes_of(charset: str, *, last: int = 0xFFFF) -> Iterator[int]:
    """Yield the code points of the two-byte codes of ``charset`` up to code ``last``."""
    for code in range(0x8140, last + 1):
        try:
            yield ord(code.to_bytes(2).decode(charset))
        except (UnicodeDecodeError, TypeError):  # unused code, or two one-byte characters
            continue


def subset_font(source: Path, path: Path, codes: set[int], *, style: str) -> int:
    """Write the glyphs of ``codes`` in ``source`` to ``path``; return how many there are."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    if "fvar" in font:
        raise SystemExit(f"{source}: a variable font; take the static file of one weight")
    found = (font["name"].getDebugName(1), font["name"].getDebugName(2))
    if found != ("Noto Sans SC", style):
        raise SystemExit(f"{source}: expected Noto Sans SC {style}, found {' '.join(found)}")
    options = subset.Options()
    options.drop_tables = [*options.drop_tables, *UNUSED_TABLES]
    options.layout_features = list(FEATURES)
    options.name_IDs = list(range(15))  # with copyright, licence and its address
    options.notdef_outline = True  # the box of a missing glyph stays visible
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.save(path)
    return len(font.getBestCmap())


if __name__ == "__main__":
    main()
