"""Raw folder -> processed tables, and the rule that a build replaces only what a build made."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.claims import claims_of, read_corrections
from analysis.corpus import Article, articles_of, read_corpus, sentences_of, zones_of
from analysis.lexicon import Lexicon, load_lexicon
from analysis.paths import PACKAGE, StudyPaths
from analysis.tables import TABLES, sha256_of, shape_table, table_bytes
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
from analysis.terms import compare_terms, count_terms
from analysis.topics import code_topics, coverage_of
from analysis.words import words_of

MANIFEST = "manifest.json"
# Libraries whose version can change a table or a figure.
LIBRARIES = ("ahocorasick-rs", "jieba", "matplotlib", "numpy", "opencc", "pandas", "wordcloud")


class Contrast(NamedTuple):
    """Which group of articles is compared with which: a column and two of its values."""

    by: str
    target: str
    reference: str


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
    hits = code_topics(sentences, lexicon=lexicon)
    return {
        "sentences": sentences,
        "claims": claims,
        **_compared(claims, articles_of(articles), reference, lexicon),
        "terms": terms,
        "keyness": contrast_of(words, with_terms, lexicon=lexicon),
        "topic_hits": hits,
        "topic_coverage": coverage_of(hits, sentences, lexicon=lexicon),
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


def choose_contrast(articles: pd.DataFrame) -> Contrast | None:
    """Choose the two sides that the sample contrast compares, or None if there are no two.

    Two articles: the earlier against the later. More: the latest publication year against the
    years before; if all are of one year, the publisher with most articles against the others.
    """
    counted = articles[articles["duplicate_of"] == ""]
    if len(counted) == 2:
        dated = counted.assign(published=counted["published"].replace("", "9999"))
        return Contrast("article_id", *dated.sort_values(["published", "article_id"])["article_id"])
    years = sorted(set(counted["published"].str[:4]) - {""})
    if len(years) > 1:
        return Contrast("year", years[-1], "")
    publishers = counted["publisher"].value_counts().sort_index()
    if len(publishers) > 1:
        return Contrast("publisher", str(publishers.idxmax()), "")
    return None


def contrast_of(
    words: pd.DataFrame, articles: pd.DataFrame, *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Return the keyness table of ``choose_contrast(articles)``: one row per term."""
    contrast = choose_contrast(articles)
    if contrast is None:
        return pd.DataFrame(columns=list(TABLES["keyness"]))
    grouped = words.merge(
        articles.assign(year=articles["published"].str[:4])[["article_id", "year", "publisher"]],
        on="article_id",
        how="left",
        validate="many_to_one",
    )
    return compare_terms(
        grouped,
        target=contrast.target,
        reference=contrast.reference or None,
        by=contrast.by,
        lexicon=lexicon,
    )


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

    Each file that could not be read is also a line on stderr.
    """
    tables = build_tables(
        raw,
        lexicon=load_lexicon(lexicon_folder),
        corrections=corrections if corrections and corrections.is_file() else None,
        reference=reference,
        keep_duplicates=keep_duplicates,
    )
    for row in tables["rejected"].itertuples():
        print(f"not read: {row.file}: {row.reason}", file=sys.stderr)
    replace_outputs(
        out,
        {f"{name}.{format}": table_bytes(t, format=format) for name, t in tables.items()},
    )
    return tables


def build_study(paths: StudyPaths, *, force: bool = False) -> bool:
    """Bring the tables of a study up to date; True if there was anything to do.

    What is up to date is known by the content of all inputs and outputs, kept in the study's
    cache, which is never committed: a fresh clone builds.
    """
    stamp = paths.cache / "build.json"
    inputs = inputs_of(paths)
    if not force and stamp_holds(stamp, inputs, paths.processed):
        return False
    build(
        paths.raw,
        paths.processed,
        lexicon_folder=paths.lexicon if paths.lexicon.is_dir() else None,
        corrections=paths.corrections,
        reference=paths.reference,
    )
    made = [
        paths.processed / name for name in (*_read_manifest(paths.processed / MANIFEST), MANIFEST)
    ]
    write_stamp(stamp, inputs, made, paths.processed)
    return True


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


def stamp_holds(stamp: Path, inputs: str, folder: Path) -> bool:
    """Whether ``stamp`` records these inputs and every output it lists is still as it was."""
    try:
        known = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return known["inputs"] == inputs and all(
        (folder / name).is_file() and _sha256(folder / name) == digest
        for name, digest in known["outputs"].items()
    )


def write_stamp(stamp: Path, inputs: str, outputs: list[Path], folder: Path) -> None:
    """Record the inputs and the content of the outputs made from them."""
    known = {p.relative_to(folder).as_posix(): _sha256(p) for p in outputs if p.is_file()}
    stamp.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"inputs": inputs, "outputs": known}, ensure_ascii=False, indent=1)
    stamp.write_text(text, encoding="utf-8")


def replace_outputs(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put ``files`` (name -> bytes) into ``folder`` in place of what the last build put there.

    Nothing is replaced before everything is written next to it, so that an interrupted build
    leaves the old set; a move that was interrupted is finished by the next build. Raises
    FileExistsError, before anything is touched, when a file of the same name was not made by
    a build.
    """
    folder.mkdir(parents=True, exist_ok=True)
    incoming = folder / ".incoming"
    _finish_move(incoming, folder)
    listed = _read_manifest(folder / MANIFEST)
    foreign = [
        name
        for name, data in files.items()
        if (folder / name).exists()
        and name not in listed
        and not ((folder / name).is_file() and (folder / name).read_bytes() == data)
    ]
    if foreign:
        raise FileExistsError(
            f"{folder} holds {', '.join(foreign)}, not made by a build: move it away "
            "or choose another --out"
        )
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir()
    for name, data in files.items():
        (incoming / name).write_bytes(data)
    manifest = {
        "about": "made by `python -m analysis build`; never edited by hand",
        "files": {name: sha256_of(files[name]) for name in sorted(files)},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    complete = incoming / "complete"
    complete.write_text(text, encoding="utf-8", newline="\n")
    _finish_move(incoming, folder)


def _finish_move(incoming: Path, folder: Path) -> None:
    complete = incoming / "complete"
    if not complete.is_file():
        return
    new = _read_manifest(complete)
    for name in _read_manifest(folder / MANIFEST):
        if name not in new:
            (folder / name).unlink(missing_ok=True)
    for name in new:
        if (incoming / name).is_file():
            os.replace(incoming / name, folder / name)
    os.replace(complete, folder / MANIFEST)
    shutil.rmtree(incoming, ignore_errors=True)


def _read_manifest(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _sha256(path: Path) -> str:
    return sha256_of(path.read_bytes())
