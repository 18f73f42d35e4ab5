"""Raw folder -> processed tables."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.citations import bibliography_of
from analysis.claims import Correction, claims_of, read_corrections
from analysis.contrast import choose_contrast, contrast_terms, contrast_topics
from analysis.corpus import Article, articles_of, sentences_of
from analysis.corpus.sources import SOURCES
from analysis.engine import (
    READING_LIBRARIES,
    analyse,
    code_of,
    libraries_of,
    read_folder,
    read_named,
)
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
from analysis.workbook import workbook_bytes

# Libraries whose version can change a table, and those that can only change a figure.
TABLE_LIBRARIES = READING_LIBRARIES
LIBRARIES = (*TABLE_LIBRARIES, "brotli", "fonttools", "matplotlib", "wordcloud")
# Parts of the package that no table depends on.
NO_TABLES = {
    *("__init__", "__main__", "changes", "check", "citations", "evaluate", "evidence", "example"),
    *(
        "figures",
        "fonts",
        "gallery",
        "inspect",
        "kernels",
        "notebooks",
        "outputs",
        "paper",
        "paths",
    ),
    *("readings", "report", "review", "sensitivity", "study", "workbook"),
}


def build_tables(
    raw: Path,
    *,
    lexicon: Lexicon | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    keep_duplicates: bool = False,
    workers: int = 1,
    engine: str = "local",
    scheduler: str = "",
    cache: Path | None = None,
) -> dict[str, pd.DataFrame]:
    """Read every file of ``raw`` and return all tables of the study by name.

    Duplicates stay in ``articles`` and ``zones`` and are left out of everything that counts,
    unless ``keep_duplicates``. ``workers`` processes read the articles, or the workers of a Dask
    ``scheduler`` with the ``engine`` "dask"; what the folder ``cache`` holds of an earlier build is
    not read again. The tables are the same whoever reads. Raises LexiconError, CorpusError or
    CorrectionError for a fault in the researcher's own instruments; an article that cannot be
    read is a row of ``rejected``.
    """
    lexicon = lexicon or load_lexicon()
    corrected = [] if corrections is None else read_corrections(corrections)
    read, rejected = read_folder(
        Path(raw),
        lexicon=lexicon,
        keep_duplicates=keep_duplicates,
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        cache=cache,
    )
    articles = read["articles"]
    counted = articles if keep_duplicates else articles[articles["duplicate_of"] == ""]

    def named(ids: set[str]) -> list[Article]:
        return read_named(Path(raw), counted[counted["article_id"].isin(ids)])

    tables = _compared_and_counted(read, counted, named, lexicon, corrected, reference) | {
        "articles": articles,
        "texts": read["texts"],
        "zones": read["zones"],
        "rejected": pd.DataFrame(rejected, columns=list(TABLES["rejected"])),
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
    corrected = [] if corrections is None else read_corrections(corrections)

    def named(ids: set[str]) -> list[Article]:
        return [article for article in articles if article.article_id in ids]

    read = analyse(articles, lexicon=lexicon)
    return _compared_and_counted(read, articles_of(articles), named, lexicon, corrected, reference)


def _compared_and_counted(
    read: Mapping[str, pd.DataFrame],
    articles: pd.DataFrame,
    named: Callable[[set[str]], list[Article]],
    lexicon: Lexicon,
    corrections: Sequence[Correction],
    reference: Path | None,
) -> dict[str, pd.DataFrame]:
    """Return the tables of ``articles``: what was read of each, and what all of them together say.

    ``named`` gives the articles of some ids, as far as they are counted.
    """
    sentences, words, hits = read["sentences"], read["words"], read["topic_hits"]
    claims = read["claims"]
    if corrections:
        claims = _corrected(claims, corrections, named, lexicon)
    terms = count_terms(words, lexicon=lexicon)
    with_terms = articles[articles["article_id"].isin(terms["group"].unique())]
    contrast = choose_contrast(with_terms)
    return {
        "sentences": sentences,
        "claims": claims,
        **_compared(claims, articles, reference, lexicon),
        "terms": terms,
        "keyness": contrast_terms(words, with_terms, contrast, lexicon=lexicon),
        "topic_hits": hits,
        "topic_coverage": read["topic_coverage"],
        "topic_contrast": contrast_topics(hits, sentences, with_terms, contrast, lexicon=lexicon),
    }


def _corrected(
    claims: pd.DataFrame,
    corrections: Sequence[Correction],
    named: Callable[[set[str]], list[Article]],
    lexicon: Lexicon,
) -> pd.DataFrame:
    """Return the claims with the corrections applied; only the articles they name are read again."""
    articles = named({correction.article_id for correction in corrections})
    own = claims_of(articles, lexicon=lexicon, corrections=corrections)
    own = identify_indicators(own, sentences_of(articles), lexicon=lexicon)
    ids = {article.article_id for article in articles}
    both = pd.concat([claims[~claims["article_id"].isin(ids)], own], ignore_index=True)
    return both.sort_values("article_id", kind="stable", ignore_index=True)


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
    workers: int = 1,
    engine: str = "local",
    scheduler: str = "",
    cache: Path | None = None,
) -> dict[str, pd.DataFrame]:
    """Build all tables of ``raw`` into ``out`` and return them.

    Each file that could not be read is also a line on stderr. Who reads them (``workers``,
    ``engine``, ``scheduler``) and what is not read again (``cache``) is as in ``build_tables``.
    Raises ValueError if the tables would stand among the articles, where the next build would
    read them.
    """
    return _build(
        raw,
        out,
        lexicon_folder=lexicon_folder,
        corrections=corrections,
        reference=reference,
        format=format,
        keep_duplicates=keep_duplicates,
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        cache=cache,
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
    **reading,
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
        **reading,
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


def build_study(
    paths: StudyPaths,
    *,
    force: bool = False,
    workers: int = 1,
    engine: str = "local",
    scheduler: str = "",
) -> bool:
    """Bring the tables of a study up to date; True if there was anything to do.

    What is up to date is known by the content of all inputs and outputs, kept in the study's
    cache, which is never committed: a fresh clone builds. Of what is not, only the articles that
    changed are read, by whom is said as in ``build_tables``. ``force`` reads all of them.
    """
    stamp = paths.cache / "build.json"
    inputs = inputs_of(paths)
    finish_outputs(paths.processed)
    if not force and stamp_holds(stamp, inputs, paths.processed):
        return False
    _, made = _build(
        paths.raw,
        paths.processed,
        **instruments_of(paths),
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        cache=None if force else paths.cache,
    )
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
    found |= {f"code/{part}": own for part, own in code_of().items() if part not in NO_TABLES}
    found |= {f"library/{name}": own for name, own in libraries_of(TABLE_LIBRARIES).items()}
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
    parts += [f"{name} {own}" for name, own in libraries_of(LIBRARIES).items()]
    return sha256_of("\n".join(parts).encode("utf-8"))


def _files(folder: Path | None, pattern: str = "*") -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob(pattern) if p.is_file() and "__pycache__" not in p.parts)


def _sha256(path: Path) -> str:
    return sha256_of(path.read_bytes())
