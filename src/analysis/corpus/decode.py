"""Bytes -> text."""

import codecs
import re

from ..fold import simplified


class ReadError(ValueError):
    """A file cannot be read; the message is the reason in words for a researcher."""


# How files begin that are no text, whatever they are called.
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"RIFF", "a media file"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format", "a database"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
# Frequent characters of any Chinese text. A wrong decoding gives rare ones: of right texts about
# half of the Chinese characters are in this list, of wrong ones hardly a tenth.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当"
    "使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反明"
    "看原利比或但质气第向道此变条只没结解问意建月公无系军很情者最立代已通并提直题党程展五果料员革位入"
    "常文总次品式活设及管特件长求基资边流路级少图山统接知较将组见计别角期根论运农指几九区强放决西被干"
    "做必战先回则任取据处南给色光门即保治北造百规热领七海口东导器世金增争济思术极交受联什认六共权收证"
    "改清己美再转更单风教速带安场身车真务具万每目至达走积示议声报完类八离华名确才科张信节话整空元今集"
    "传步群广记需段研究观越织低持众布复容际商非验连断深难近千周委素技备半办省列约支历市构府称准值号率"
    "维划选标存效院查江型按格置层始专状育识适属包住调满县局参引价严推促协创投央席届峰融络益签署双升企"
)
_HAN = re.compile("[\u3400-\u9fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.I)
# A text may have this share of broken or control characters; above it the bytes are no text.
_MOST_BROKEN = 0.02


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; a byte order mark is no part of it.

    UTF-8, UTF-16, UTF-32, GB18030 and Big5 are told apart by what the bytes can mean and by how
    frequent the characters are that they would give; a declared encoding counts only if the bytes
    agree with it. A file cut inside a character loses that character. Raises ReadError.
    """
    if not data:
        raise ReadError("the file is empty")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"not text but {what}")
    text = _decoded(data)
    if not text or text.isspace():
        raise ReadError("the file holds nothing but white space")
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > _MOST_BROKEN * len(sample):
        raise ReadError("not text: the file is binary")
    if sample.count("\ufffd") > _MOST_BROKEN * len(sample):
        raise ReadError("the encoding is not known (known: UTF-8, UTF-16, GB18030, Big5)")
    return text


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strict(data[len(bom) :], encoding)
            return data[len(bom) :].decode(encoding, "replace") if text is None else text
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strict(data, "utf-8")
    if text is not None and "\x00" not in text[:1000]:
        return text
    best, best_score = text, 0.0 if text is None else 0.01
    for encoding in dict.fromkeys((*_declared(data), *_CANDIDATES)):
        candidate = _strict(data, encoding)
        if candidate is not None and (score := _plausible(candidate)) > best_score:
            best, best_score = candidate, score
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= max(2, _MOST_BROKEN * len(damaged) / 2):
        score = _plausible(damaged)
        if score >= best_score:
            best, best_score = damaged, score
    if best is not None and best_score > 0.1:
        return best
    guessed = _guessed(data)
    # A guess is believed for a page in another language, which is ASCII for the most part.
    if guessed is not None and 2 * sum(c < "\x80" for c in guessed[:5000]) > len(guessed[:5000]):
        return guessed
    return damaged if best is None or best_score < 0.01 else best


def _strict(data: bytes, encoding: str) -> str | None:
    """Return the text if the bytes are right in this encoding, but for a character cut at the end."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        return decoder.decode(data, False)
    except (UnicodeDecodeError, LookupError, AttributeError):
        return None


def _declared(data: bytes) -> list[str]:
    """Return the encoding that a page declares at its top, as the wider encoding it means."""
    found = _DECLARED.search(data[:2000])
    name = found.group(1).decode("ascii").lower() if found else ""
    if name.startswith("gb"):
        return ["gb18030"]
    if name.startswith("big5"):
        return ["big5hkscs"]
    return []


def _plausible(text: str) -> float:
    """Return the share of a sample's characters beyond ASCII that are frequent in Chinese."""
    sample = simplified(text[:5000])
    others = [character for character in sample if character > "\x7f"]
    if len(_CONTROL.findall(sample)) > _MOST_BROKEN * len(sample) or not others:
        return 0.0
    frequent = sum(character in _FREQUENT for character in others)
    punctuation = sum(
        character in "，。、；：？！“”‘’（）《》「」『』—…·　" for character in others
    )
    return (frequent + punctuation / 2) / len(others)


def _guessed(data: bytes) -> str | None:
    """Ask charset-normalizer, for what the simple checks do not decide."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:20_000]).best()
    return None if guess is None else _strict(data, guess.encoding)
