"""What the reading of an article depends on beside the article: code, libraries, instruments."""

import hashlib
import json
import pickle
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType

from analysis.lexicon import SCHEMAS, Lexicon
from analysis.paths import PACKAGE

# The parts of the package that are imported, directly or by another, when an article is read; a
# test holds this list against the import statements.
READING = (
    *("claims", "corpus", "engine", "fold", "lexicon", "outputs", "paths", "periods"),
    *("quantities", "segmentation", "tables", "targets", "terms", "topics", "words"),
)
# Libraries whose version can change what is read of an article.
READING_LIBRARIES = (
    *("ahocorasick-rs", "charset-normalizer", "jieba", "numpy", "opencc", "openpyxl", "pandas"),
    *("pypdf", "python-docx"),
)
# What charts call things says nothing about an article.
_NOT_READ = {"labels"}


def code_of(parts: Iterable[str] | None = None) -> dict[str, str]:
    """Return the SHA-256 of the code of parts of the package (default: of all), by name."""
    wanted = None if parts is None else set(parts)
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if wanted is None or part in wanted:
            found.setdefault(part, []).append(hashlib.sha256(path.read_bytes()).hexdigest())
    return {part: hashlib.sha256("".join(own).encode()).hexdigest() for part, own in found.items()}


def libraries_of(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of libraries by name."""
    return {name: version(name) for name in names}


def pack_lexicon(lexicon: Lexicon) -> bytes:
    """Return the instruments as bytes, for another process."""
    rows = {name: [dict(row) for row in getattr(lexicon, name)] for name in SCHEMAS}
    places = {name: tuple(of) for name, of in lexicon.places.items()}
    return pickle.dumps((rows, lexicon.sha256, places))


@lru_cache(maxsize=4)
def unpack_lexicon(packed: bytes) -> Lexicon:
    """Return the lexicon; the same bytes give the same object, so that patterns stay compiled."""
    rows, sha256, places = pickle.loads(packed)
    return Lexicon(
        **{name: tuple(map(MappingProxyType, of)) for name, of in rows.items()},
        sha256=sha256,
        places=MappingProxyType(places),
    )


def as_in_parts(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon as one object with that of the parts that this process reads, so that
    what is compiled of it (codebook, places, names) is compiled once."""
    return unpack_lexicon(pack_lexicon(lexicon))


@lru_cache(maxsize=4)
def version_of(packed: bytes, *, with_claims: bool = True) -> str:
    """Return one hash over all that decides, beside an article, what is read of it."""
    lexicon = unpack_lexicon(packed)
    read = (name for name in SCHEMAS if name not in _NOT_READ)
    rows = {name: [dict(row) for row in getattr(lexicon, name)] for name in read}
    state: Mapping = {
        "lexicon": rows,
        "code": code_of(READING),
        "libraries": libraries_of(READING_LIBRARIES),
        "python": sys.version_info[:2],
        "claims": with_claims,
    }
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()
