"""The sentences behind a table, with the characters that count marked."""

from html import escape
from typing import NamedTuple

import pandas as pd


class Quotation(NamedTuple):
    """A sentence as printed and the stretches of it that are marked (offsets into ``text``)."""

    article_id: str
    sentence_no: int
    note: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Quotations(tuple):
    """Quotations that a notebook shows as a table; article text is always escaped."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(f"{q.article_id} #{q.sentence_no} [{q.note}] {_marked(q)}" for q in self)

    def _repr_html_(self) -> str:
        rows = "\n".join(
            f"<tr><td>{escape(q.article_id)}</td><td>{q.sentence_no}</td>"
            f"<td>{escape(q.note)}</td>"
            f'<td style="text-align:left">{_marked(q, escape, "<mark>", "</mark>")}</td></tr>'
            for q in self
        )
        head = "<tr><th>article_id</th><th>sentence_no</th><th></th><th>text</th></tr>"
        return f"<table>\n<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


class FullTable(NamedTuple):
    """A table that a notebook shows with all rows and the whole of every cell, escaped."""

    table: pd.DataFrame

    def __repr__(self) -> str:
        return self.table.to_string(index=False)

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return self.table.to_html(index=False, border=0)


def show_table(table: pd.DataFrame) -> FullTable:
    """Show ``table`` in full in a notebook, where pandas would cut long cells."""
    return FullTable(table.astype("object").where(table.notna(), ""))


def quote_sentences(sentences: pd.DataFrame, *, n: int = 10) -> Quotations:
    """Quote the first ``n`` rows of the sentences table, noted with their zone."""
    return Quotations(
        Quotation(row.article_id, int(row.sentence_no), row.zone, row.text)
        for row in sentences.head(n).itertuples()
    )


def quote_claims(
    claims: pd.DataFrame, sentences: pd.DataFrame, *, status: str | None = None, n: int = 30
) -> Quotations:
    """Quote the sentences of the claims, each sentence once, values marked, noted by year.

    Claims that repeat another are left out. ``status`` keeps one of target, projection, actual.
    """
    shown = claims[claims["repeat_of"] == ""]
    if status is not None:
        shown = shown[shown["status"] == status]
    years = shown["year"].map(lambda year: "?" if pd.isna(year) else str(year))
    return _quote(shown.assign(note=years), sentences, n)


def quote_hits(hits: pd.DataFrame, sentences: pd.DataFrame, *, n: int = 10) -> Quotations:
    """Quote the sentences of the topic with most hits, its terms marked."""
    if hits.empty:
        return Quotations()
    topic = hits["topic"].value_counts().sort_index().idxmax()
    return _quote(hits[hits["topic"] == topic].assign(note=topic), sentences, n)


def _quote(spans: pd.DataFrame, sentences: pd.DataFrame, n: int) -> Quotations:
    """One quotation per sentence that has a span; notes joined in the order of the spans."""
    key = ["article_id", "sentence_no"]
    joined = spans[[*key, "start", "end", "note"]].merge(
        sentences[[*key, "start", "text"]],
        on=key,
        how="inner",
        validate="many_to_one",
        suffixes=("", "_of_sentence"),
    )
    assert len(joined) == len(spans), "a claim or hit stands in no sentence"
    quotations = []
    for (article_id, number), group in joined.sort_values([*key, "start"]).groupby(key):
        base = group["start_of_sentence"].iloc[0]
        marks = tuple(
            (a - base, b - base) for a, b in zip(group["start"], group["end"], strict=True)
        )
        note = " · ".join(dict.fromkeys(group["note"]))
        quotations.append(Quotation(article_id, int(number), note, group["text"].iloc[0], marks))
    return Quotations(quotations[:n])


def _marked(quotation: Quotation, show=str, before: str = "【", after: str = "】") -> str:
    parts, done = [], 0
    for start, end in quotation.marks:
        if start < done:
            continue
        parts += [show(quotation.text[done:start]), before, show(quotation.text[start:end]), after]
        done = end
    return "".join([*parts, show(quotation.text[done:])])
