"""Raw folder -> processed tables."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.citations import bibliography_of
from analysis.claims import claims_of, read_corrections
from analysis.contrast import choose_contrast, contrast_terms, contrast_topics
from analysis.corpus import (
    Article,
    articles_of,
    read_corpus,
    sentences_of,
    texts_of,
    zones_of,
)
from analysis.corpus.sources import SOURCES
from analysis.lexicon import Lexicon, load_lexicon
from analysis.outputs import (
    finish_outputs,
    replace_outputs,
    sha256_of,
    stamp_holds,
    write_stamp,
)
from analysis.paths import LEXICON, PACKAGE, StudyPaths
from analysis.tables import TABLES, shape_table, table_bytes
from analysis.targets import (
    compare_years,
    conflicts_of,
    identify_indicators,
    indicator_candidates,
    read_reference,
    reported,
    reported_outcomes,
    revisions_of,
    target_outcomes,
    targets_of,
)
from analysis.terms import count_terms
from analysis.topics import code_topics, coverage_of
from analysis.words import words_of
from analysis.workbook import workbook_bytes

# Libraries whose version can change a table, and those that can only change a figure.
TABLE_LIBRARIES = (
    *("ahocorasick-rs", "charset-normalizer", "jieba", "numpy", "opencc", "openpyxl", "pandas"),
    *("pypdf", "python-docx"),
)
LIBRARIES = (*TABLE_LIBRARIES, "brotli", "fonttools", "matplotlib", "wordcloud")
# Parts of the package that no table depends on.
NO_TABLES = {
    *("__init__", "__main__", "changes", "check", "citations", "evaluate", "evidence", "example"),
    *("figures", "fonts", "gallery", "inspect", "notebooks", "outputs", "paper", "paths"),
    *("readings", "report", "review", "sensitivity", "study", "workbook"),
}


def build_tables(
    raw: Path,
    *,
    lexicon: Lexicon | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    keep_duplicates: bool = False,
) -> dict[str, pd.DataFrame]:
    """Read every file of ``raw`` and return all tables of the study by name.

    Duplicates stay in ``articles`` and ``zones`` and are left out of everything that counts,
    unless ``keep_duplicates``. Raises LexiconError, CorpusError or CorrectionError for a fault
    in the researcher's own instruments; an article that cannot be read is a row of ``rejected``.
    """
    corpus = read_corpus(raw)
    counted = [a for a in corpus.articles if keep_duplicates or not a.duplicate_of]
    tables = tables_of(counted, lexicon=lexicon, corrections=corrections, reference=reference) | {
        "articles": articles_of(corpus.articles),
        "texts": texts_of(corpus.articles),
        "zones": zones_of(corpus.articles),
        "rejected": pd.DataFrame(corpus.rejected, columns=list(TABLES["rejected"])),
    }
    return {name: shape_table(tables[name], name) for name in TABLES}


def tables_of(
    articles: Sequence[Article],
    *,
    lexicon: Lexicon | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the tables of the three analyses over ``articles``, by name.

    Without a folder of reference data nothing is held against anything: ``target_outcomes`` then
    says ``no_data`` and ``reported`` is empty.
    """
    lexicon = lexicon or load_lexicon()
    sentences = sentences_of(articles)
    corrected = None if corrections is None else read_corrections(corrections)
    claims = claims_of(articles, lexicon=lexicon, corrections=corrected)
    claims = identify_indicators(claims, sentences, lexicon=lexicon)
    words = words_of(sentences, lexicon=lexicon)
    terms = count_terms(words, lexicon=lexicon)
    with_terms = articles_of(a for a in articles if a.article_id in set(terms["group"]))
    contrast = choose_contrast(with_terms)
    hits = code_topics(sentences, lexicon=lexicon)
    return {
        "sentences": sentences,
        "claims": claims,
        **_compared(claims, articles_of(articles), reference, lexicon),
        "terms": terms,
        "keyness": contrast_terms(words, with_terms, contrast, lexicon=lexicon),
        "topic_hits": hits,
        "topic_coverage": coverage_of(hits, sentences, lexicon=lexicon),
        "topic_contrast": contrast_topics(hits, sentences, with_terms, contrast, lexicon=lexicon),
    }


def _compared(
    claims: pd.DataFrame, articles: pd.DataFrame, reference: Path | None, lexicon: Lexicon
) -> dict[str, pd.DataFrame]:
    """The tables that compare claims: with each other, with decisions, with what happened."""
    known = read_reference(reference or Path(), lexicon=lexicon)
    targets = targets_of(claims, known.official, articles, lexicon=lexicon)
    outcomes = pd.concat([known.outcomes, reported_outcomes(claims, articles)], ignore_index=True)
    return {
        "year_comparison": compare_years(claims, lexicon=lexicon),
        "conflicts": conflicts_of(claims, lexicon=lexicon),
        "revisions": revisions_of(claims, articles, lexicon=lexicon),
        "indicator_candidates": indicator_candidates(claims, lexicon=lexicon),
        "target_outcomes": target_outcomes(
            targets, outcomes, comparability=known.comparability, lexicon=lexicon
        ),
        "reported": reported(claims, known.official, articles),
    }


def build(
    raw: Path,
    out: Path,
    *,
    lexicon_folder: Path | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    format: str = "csv",
    keep_duplicates: bool = False,
) -> dict[str, pd.DataFrame]:
    """Build all tables of ``raw`` into ``out`` and return them.

    Each file that could not be read is also a line on stderr. Raises ValueError if the tables
    would stand among the articles, where the next build would read them.
    """
    return _build(
        raw,
        out,
        lexicon_folder=lexicon_folder,
        corrections=corrections,
        reference=reference,
        format=format,
        keep_duplicates=keep_duplicates,
    )[0]


def _build(
    raw: Path,
    out: Path,
    *,
    lexicon_folder: Path | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    format: str = "csv",
    keep_duplicates: bool = False,
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Build ``raw`` into ``out``; return the tables and the SHA-256 of each file by name."""
    if out.resolve().is_relative_to(raw.resolve()):
        raise ValueError(f"{out} lies in the folder of the articles: choose another --out")
    corrections = corrections if corrections and corrections.is_file() else None
    inputs = table_inputs(
        raw,
        lexicon_folder=lexicon_folder,
        corrections=corrections,
        reference=reference,
        keep_duplicates=keep_duplicates,
    )
    tables = build_tables(
        raw,
        lexicon=load_lexicon(lexicon_folder),
        corrections=corrections,
        reference=reference,
        keep_duplicates=keep_duplicates,
    )
    for row in tables["rejected"].itertuples():
        where = row.file if pd.isna(row.row) else f"{row.file}, row {row.row}"
        print(f"not read: {where}: {row.reason}", file=sys.stderr)
    files = _files_of(tables, format)
    files["articles.bib"] = bibliography_of(tables["articles"], raw).encode()
    return tables, replace_outputs(out, files, inputs=inputs)


def _files_of(tables: dict[str, pd.DataFrame], format: str) -> dict[str, bytes]:
    """Return the bytes of each file: a table each, or all in one workbook."""
    if format == "xlsx":
        return {"tables.xlsx": workbook_bytes(tables)}
    return {f"{name}.{format}": table_bytes(t, format=format) for name, t in tables.items()}


def build_study(paths: StudyPaths, *, force: bool = False) -> bool:
    """Bring the tables of a study up to date; True if there was anything to do.

    What is up to date is known by the content of all inputs and outputs, kept in the study's
    cache, which is never committed: a fresh clone builds.
    """
    stamp = paths.cache / "build.json"
    inputs = inputs_of(paths)
    finish_outputs(paths.processed)
    if not force and stamp_holds(stamp, inputs, paths.processed):
        return False
    _, made = _build(paths.raw, paths.processed, **instruments_of(paths))
    write_stamp(stamp, inputs, made, paths.processed)
    return True


def instruments_of(paths: StudyPaths) -> dict[str, Path | None]:
    """Return what a study brings of its own to a build: lexicon, corrections, reference."""
    return {
        "lexicon_folder": paths.lexicon if paths.lexicon.is_dir() else None,
        "corrections": paths.corrections,
        "reference": paths.reference,
    }


def table_inputs(
    raw: Path,
    *,
    lexicon_folder: Path | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    keep_duplicates: bool = False,
) -> dict[str, str]:
    """Return what tables are made from beside the articles: name -> SHA-256 or version.

    Kept in the manifest, so that ``python -m analysis changes`` can name what moved a number.
    The hashes of the articles themselves stand in the articles table.
    """
    found = {f"lexicon/{path.name}": _sha256(path) for path in _files(LEXICON, "*.csv")}
    found |= {f"lexicon/{path.name}": _sha256(path) for path in _files(lexicon_folder, "*.csv")}
    found |= {f"reference/{path.name}": _sha256(path) for path in _files(reference, "*.csv")}
    for path in (corrections, raw / SOURCES):
        if path and path.is_file():
            found[path.name] = _sha256(path)
    parts: dict[str, list[str]] = {}
    for path in _files(PACKAGE, "*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part not in NO_TABLES:
            parts.setdefault(part, []).append(_sha256(path))
    found |= {f"code/{part}": sha256_of("".join(own).encode()) for part, own in parts.items()}
    found |= {f"library/{name}": version(name) for name in TABLE_LIBRARIES}
    found["option/keep_duplicates"] = str(keep_duplicates)
    return dict(sorted(found.items()))


def inputs_of(paths: StudyPaths) -> str:
    """Return one hash over all that the tables of a study are made from."""
    files = [*_files(paths.raw), *_files(paths.lexicon), *_files(paths.reference)]
    if paths.corrections.is_file():
        files.append(paths.corrections)
    parts = [f"{f.relative_to(paths.root).as_posix()} {_sha256(f)}" for f in files]
    code = [f for f in _files(PACKAGE) if f.suffix in {".py", ".csv", ".ttf"}]
    parts += [f"{f.relative_to(PACKAGE).as_posix()} {_sha256(f)}" for f in code]
    parts += [f"{name} {version(name)}" for name in LIBRARIES]
    return sha256_of("\n".join(parts).encode("utf-8"))


def _files(folder: Path | None, pattern: str = "*") -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob(pattern) if p.is_file() and "__pycache__" not in p.parts)


def _sha256(path: Path) -> str:
    return sha256_of(path.read_bytes())
