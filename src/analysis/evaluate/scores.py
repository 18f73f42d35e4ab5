"""Run the package over coded documents and give an account of how well it reads them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.evaluate.coded import Coded, read_coded
from analysis.evaluate.errors import errors_of
from analysis.evaluate.scoring import (
    _score_matches,
    _score_sentences,
    _score_stretches,
    match_claims,
    match_topics,
    match_zones,
    score_attributes,
)
from analysis.lexicon import Lexicon


class Scores(NamedTuple):
    """What was compared, and the figures from it. A part that was not coded has no rows.

    ``documents``: one row per coded document (folder, doc, kind, n_characters, n_claims and
    n_sentences as coded). ``claims``, ``attributes``, ``zones``, ``topics``: see
    ``score_claims``, ``score_attributes``, ``score_zones``, ``score_topics``.
    ``errors``: see ``errors_of``.
    """

    documents: pd.DataFrame
    claims: pd.DataFrame
    attributes: pd.DataFrame
    zones: pd.DataFrame
    topics: pd.DataFrame
    errors: pd.DataFrame


def evaluate(
    folders: str | Path | Iterable[str | Path], *, lexicon: Lexicon | None = None
) -> Scores:
    """Read every coded document with the package, end to end, and compare with the coding.

    ``folders`` are folders of coded documents (format: ``data/README.md``); scores are over
    all of them together. In the tables a document is called ``folder/doc``. Raises CodingError
    for a fault in a folder.
    """
    if isinstance(folders, str | Path):
        folders = [folders]
    readings = [_read(read_coded(folder), lexicon) for folder in _unlike(folders)]
    documents = _stacked(readings, "documents")
    kinds = dict(zip(documents["doc"], documents["kind"], strict=True))
    texts = {doc: text for reading in readings for doc, text in reading["texts"].items()}

    coded, found = _stacked(readings, "coded_claims"), _stacked(readings, "found_claims")
    matches = match_claims(coded, found)
    stretches = match_zones(
        _stacked(readings, "coded_zones"), _stacked(readings, "found_zones"), texts
    )
    sentences = match_topics(_stacked(readings, "coded_topics"), _stacked(readings, "topic_hits"))
    return Scores(
        documents=documents,
        claims=_score_matches(matches, coded, found, _kinds_in(kinds, matches["doc"])),
        attributes=score_attributes(matches),
        zones=_score_stretches(stretches, _kinds_in(kinds, stretches["doc"])),
        topics=_score_sentences(sentences, _kinds_in(kinds, sentences["doc"])),
        errors=errors_of(matches, coded, found, stretches, sentences, texts),
    )


def describe_scores(scores: Scores) -> str:
    """Write the scores as a table for the terminal, every share with its denominator."""
    documents, lines = scores.documents, []
    lines.append(
        f"{len(documents)} documents ({_counts(documents['kind'])}), "
        f"{documents['n_claims'].sum()} coded claims, "
        f"{documents['n_sentences'].sum()} sentences coded for topics"
    )
    if documents["n_claims"].sum() or scores.claims["n_found"].sum():
        lines += ["", "Claims (required ones)", *_claim_lines(scores.claims)]
        lines += ["", "Attributes of matched claims"]
        for row in scores.attributes.itertuples(index=False):
            lines.append(f"  {row.attribute:<22}{_shown(row.accuracy)}  {row.n_right}/{row.n}")
    if len(scores.zones) > 1:
        lines += ["", f"{'Zones (characters)':<36}{'article or not':>16}{'same zone':>12}"]
        kinds = {"all", *documents["kind"]}
        for row in scores.zones[scores.zones["group"].isin(kinds)].itertuples(index=False):
            lines.append(
                f"  {row.group:<22}{row.n_characters:>12,}{_shown(row.article):>16}"
                f"{_shown(row.same_zone):>12}"
            )
    if documents["n_sentences"].sum():
        lines += ["", "Topics of sentences" + _heads()]
        for row in scores.topics.itertuples(index=False):
            if row.group != "all" and row.topic != "micro":
                continue
            name = row.topic if row.group == "all" else f"  micro, {row.group}"
            lines.append(_line(name, row))
    return "\n".join(lines) + "\n"


def scores_as_json(scores: Scores) -> str:
    """Write the figures as JSON (lists of rows; null where there is nothing to divide by)."""
    tables = {
        name: json.loads(table.to_json(orient="records", force_ascii=False, double_precision=6))
        for name, table in zip(Scores._fields, scores, strict=True)
        if name != "errors"
    }
    return json.dumps(tables, ensure_ascii=False, indent=1) + "\n"


def _read(coded: Coded, lexicon: Lexicon | None) -> dict:
    """Read the documents of one folder with the package; tables of both sides."""
    from analysis.claims import claims_of
    from analysis.corpus import parse_article, sentences_of, zones_of
    from analysis.topics import code_topics

    named = {document.doc: f"{coded.folder}/{document.doc}" for document in coded.documents}
    articles = [
        parse_article(
            document.text,
            article_id=named[document.doc],
            file=document.file,
            published=document.published,
        )
        for document in coded.documents
    ]

    def of_documents(table: pd.DataFrame | None) -> pd.DataFrame | None:
        return None if table is None else table.assign(doc=table["doc"].map(named))

    def coded_rows(table: pd.DataFrame | None) -> dict[str, int]:
        return {} if table is None else table["doc"].value_counts().to_dict()

    n_claims, n_sentences = coded_rows(coded.claims), coded_rows(coded.topics)
    documents = pd.DataFrame(
        [
            (coded.folder, named[d.doc], d.kind, len(d.text),
             n_claims.get(d.doc, 0), n_sentences.get(d.doc, 0))
            for d in coded.documents
        ],
        columns=["folder", "doc", "kind", "n_characters", "n_claims", "n_sentences"],
    )  # fmt: skip
    return {
        "texts": {named[document.doc]: document.text for document in coded.documents},
        "documents": documents,
        "coded_claims": of_documents(coded.claims),
        "found_claims": None if coded.claims is None else claims_of(articles, lexicon=lexicon),
        "coded_zones": of_documents(coded.zones),
        "found_zones": None if coded.zones is None else zones_of(articles),
        "coded_topics": of_documents(coded.topics),
        "topic_hits": None
        if coded.topics is None
        else code_topics(sentences_of(articles), lexicon=lexicon),
    }


# What a part looks like when no folder coded it.
EMPTY = {
    "coded_claims": ["doc", "start", "end", "optional", "repeat", "status"],
    "found_claims": ["article_id", "start", "end", "repeat_of", "status"],
    "coded_zones": ["doc", "zone", "start", "end"],
    "found_zones": ["article_id", "zone", "start", "end"],
    "coded_topics": ["doc", "start", "end", "topics"],
    "topic_hits": ["article_id", "topic", "start", "end"],
}


def _stacked(readings: list[dict], part: str) -> pd.DataFrame:
    tables = [r[part] for r in readings if r[part] is not None and len(r[part])]
    if not tables:
        return pd.DataFrame(columns=EMPTY[part])
    return pd.concat(tables, ignore_index=True)


def _unlike(folders: Iterable[str | Path]) -> list[Path]:
    """Refuse two folders of one name: their documents could not be told apart."""
    paths = [Path(folder).resolve() for folder in folders]
    names = [path.name for path in paths]
    for path in paths:
        if names.count(path.name) > 1:
            raise ValueError(f"two folders are called {path.name}: rename one")
    return paths


def _kinds_in(kinds: dict[str, str], docs: pd.Series) -> dict[str, str]:
    here = set(docs)
    return {doc: kind for doc, kind in kinds.items() if doc in here}


def _counts(column: pd.Series) -> str:
    counts = column.value_counts().sort_index()
    return ", ".join(f"{n} {name}" for name, n in counts.items())


def _heads() -> str:
    return f"{'precision':>21}{'recall':>9}{'F1':>8}   right/found/coded"


def _line(name: str, row) -> str:
    counts = "" if pd.isna(row.n_right) else f"   {row.n_right}/{row.n_found}/{row.n_coded}"
    return (
        f"  {name:<30}{_shown(row.precision):>8}{_shown(row.recall):>9}{_shown(row.f1):>8}{counts}"
    )


def _claim_lines(claims: pd.DataFrame) -> list[str]:
    lines = []
    for measure, rows in claims.groupby("measure", sort=False):
        lines.append(f"  {measure:<17}" + _heads())
        lines += [_line(f"  {row.group}", row) for row in rows.itertuples(index=False)]
    return lines


def _shown(share: float | None) -> str:
    return "—" if share is None or pd.isna(share) else f"{share:.3f}"
