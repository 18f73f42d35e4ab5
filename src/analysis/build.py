"""Raw folder -> processed tables."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.citations import write_bibliography
from analysis.corpus import Article, articles_of, texts_of, zones_of
from analysis.corpus.sources import SOURCES
from analysis.engine import (
    READING_LIBRARIES,
    Reading,
    as_in_parts,
    code_of,
    libraries_of,
    read_folder,
)
from analysis.lexicon import Lexicon, load_lexicon
from analysis.outputs import (
    finish_outputs,
    replace_outputs,
    sha256_of,
    stamp_holds,
    working_folder,
    write_stamp,
)
from analysis.paths import LEXICON, PACKAGE, StudyPaths
from analysis.reduction import pieces_of
from analysis.tables import TABLES, TableFile
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
    with_claims: bool = True,
    workers: int = 1,
    engine: str = "local",
    scheduler: str = "",
    cache: Path | None = None,
) -> dict[str, pd.DataFrame]:
    """Read every file of ``raw`` and return all tables of the study by name.

    Duplicates stay in ``articles`` and ``zones`` and are left out of everything that counts,
    unless ``keep_duplicates``. Without claims (``with_claims=False``) half of the time is spared,
    and the tables of claims and their comparisons are empty. ``workers`` processes read the
    articles, or the workers of a Dask ``scheduler`` with the ``engine`` "dask"; what the folder
    ``cache`` holds of an earlier build is not read again. The tables are the same whoever reads.
    Raises LexiconError, CorpusError or CorrectionError for a fault in the researcher's own
    instruments; an article that cannot be read is a row of ``rejected``.
    """
    _check_corrections(corrections)
    lexicon = as_in_parts(lexicon or load_lexicon())
    with TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as work:
        reading = read_folder(
            Path(raw),
            Path(work),
            lexicon=lexicon,
            with_claims=with_claims,
            keep_duplicates=keep_duplicates,
            workers=workers,
            engine=engine,
            scheduler=scheduler,
            cache=cache,
        )
        return _whole(pieces_of(reading, Path(raw), lexicon, corrections, reference, Path(work)))


def _check_corrections(corrections: Path | None) -> None:
    """Raise CorrectionError for a faulty file before thousands of articles are read."""
    if corrections is not None:
        from analysis.claims import read_corrections

        read_corrections(corrections)


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
    from analysis.engine.reading import analyse

    read = analyse(articles, lexicon=lexicon or load_lexicon())
    known = articles_of(articles).merge(read["counts"], on="article_id", validate="one_to_one")
    own = {"texts": texts_of(articles), "zones": zones_of(articles)}
    everyone = np.ones(len(known), bool)
    reading = Reading(known, everyone, (), lambda *names: iter([own | read | {"articles": known}]))
    return _whole(pieces_of(reading, list(articles), lexicon, corrections, reference))


def _whole(pieces: Iterable[tuple[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return the tables that come in pieces."""
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for name, piece in pieces:
        found[name].append(piece)
    return {
        name: of[0] if len(of) == 1 else pd.concat(of, ignore_index=True)
        for name, of in found.items()
    }


class Built(NamedTuple):
    """What a build has made: how much it read, and the SHA-256 of each file by name."""

    n_articles: int
    n_rejected: int
    files: dict[str, str]


def build(
    raw: Path,
    out: Path,
    *,
    lexicon_folder: Path | None = None,
    corrections: Path | None = None,
    reference: Path | None = None,
    format: str = "csv",
    keep_duplicates: bool = False,
    with_claims: bool = True,
    **reading,
) -> Built:
    """Build all tables of ``raw`` into ``out``: in ``format`` csv, parquet or xlsx.

    The articles need not fit into memory. Each file that could not be read is also a line on
    stderr. Options and ``reading`` (workers, engine, scheduler, cache) are as in ``build_tables``.
    Raises ValueError if the tables or the cache would stand among the articles, where the next
    build would read them.
    """
    for option, folder in (("--out", out), ("--cache", reading.get("cache"))):
        if folder and folder.resolve().is_relative_to(raw.resolve()):
            raise ValueError(
                f"{folder} lies in the folder of the articles: choose another {option}"
            )
    corrections = corrections if corrections and corrections.is_file() else None
    inputs = table_inputs(
        raw,
        lexicon_folder=lexicon_folder,
        corrections=corrections,
        reference=reference,
        keep_duplicates=keep_duplicates,
        with_claims=with_claims,
    )
    _check_corrections(corrections)
    lexicon = as_in_parts(load_lexicon(lexicon_folder))
    with working_folder(out) as work:
        read = read_folder(
            raw,
            work,
            lexicon=lexicon,
            keep_duplicates=keep_duplicates,
            with_claims=with_claims,
            **reading,
        )
        for file, row, reason in read.rejected:
            where = f"{file}, row {row}" if row else file
            print(f"not read: {where}: {reason}", file=sys.stderr)
        pieces = pieces_of(read, raw, lexicon, corrections, reference, work)
        files = _written(pieces, work, format)
        files["articles.bib"] = work / "articles.bib"
        write_bibliography(files["articles.bib"], read.articles, raw)
        made = replace_outputs(out, files, inputs=inputs)
    return Built(len(read.articles), len(read.rejected), made)


def _written(
    pieces: Iterable[tuple[str, pd.DataFrame]], work: Path, format: str
) -> dict[str, bytes | Path]:
    """Write each table into a file of ``work``, or all into one workbook; return them by name."""
    if format == "xlsx":
        return {"tables.xlsx": workbook_bytes(_whole(pieces))}
    files = {name: work / f"{name}.{format}" for name in TABLES}
    tables = {name: TableFile(path, format=format) for name, path in files.items()}
    try:
        for name, piece in pieces:
            tables[name].write(piece)
    finally:
        for table in tables.values():
            table.close()
    return {path.name: path for path in files.values()}


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
    made = build(
        paths.raw,
        paths.processed,
        **instruments_of(paths),
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        cache=None if force else paths.cache,
    )
    write_stamp(stamp, inputs, made.files, paths.processed)
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
    with_claims: bool = True,
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
    if not with_claims:
        found["option/with_claims"] = "False"
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
