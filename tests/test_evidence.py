"""Quotations: the very characters of the article, marked, and never read as HTML."""

import pandas as pd

from analysis.evidence import (
    Quotation,
    Quotations,
    quote_claims,
    quote_hits,
    quote_sentences,
    show_table,
)

SENTENCES = pd.DataFrame(
    {
        "article_id": ["a", "a"],
        "sentence_no": [1, 2],
        "zone": ["title", "body"],
        "start": [0, 10],
        "text": ["<b>标题</b>", "到2025年占20%,到2030年占30%。"],
    }
)


def claims(*rows):
    columns = ["article_id", "sentence_no", "start", "end", "status", "year", "repeat_of"]
    return pd.DataFrame(rows, columns=columns)


CLAIMS = claims(
    ("a", 2, 17, 20, "target", 2025, ""),
    ("a", 2, 28, 31, "target", 2030, ""),
    ("a", 2, 28, 31, "actual", pd.NA, ""),
    ("a", 1, 0, 1, "target", 2025, "a:17-20"),
)


def test_each_sentence_is_quoted_once_with_its_values_marked_and_its_years():
    (quotation,) = quote_claims(CLAIMS, SENTENCES, status="target")
    assert quotation.note == "2025 · 2030"
    assert [quotation.text[a:b] for a, b in quotation.marks] == ["20%", "30%"]


def test_a_claim_without_a_year_says_so():
    (quotation,) = quote_claims(CLAIMS, SENTENCES, status="actual")
    assert quotation.note == "?"


def test_the_text_form_marks_with_brackets():
    assert "占【20%】,到2030年占【30%】。" in repr(quote_claims(CLAIMS, SENTENCES, status="target"))


def test_article_text_is_escaped_in_html():
    shown = quote_sentences(SENTENCES)._repr_html_()
    assert "&lt;b&gt;标题&lt;/b&gt;" in shown
    assert "<b>" not in shown
    evil = Quotations([Quotation("<i>", 1, "<u>", "<script>x</script>", ((1, 7),))])
    assert "<script" not in evil._repr_html_()
    assert "&lt;<mark>script</mark>&gt;" in evil._repr_html_()
    assert not {"<i>", "<u>"} & set(evil._repr_html_().split())


def test_hits_of_the_topic_with_most_of_them():
    columns = ["article_id", "sentence_no", "topic", "start", "end"]
    hits = pd.DataFrame(
        [("a", 2, "x", 17, 20), ("a", 2, "x", 28, 31), ("a", 2, "y", 10, 12)], columns=columns
    )
    (quotation,) = quote_hits(hits, SENTENCES)
    assert (quotation.note, len(quotation.marks)) == ("x", 2)
    assert quote_hits(hits.head(0), SENTENCES) == ()


def test_at_most_n_are_quoted():
    assert len(quote_sentences(SENTENCES, n=1)) == 1
    assert len(quote_claims(CLAIMS, SENTENCES, n=0)) == 0


def test_a_table_is_shown_whole_and_escaped():
    long = "很长的理由" * 30
    shown = show_table(pd.DataFrame({"reason": [long, "<b>x</b>"], "year": pd.array([1, None])}))
    assert long in shown._repr_html_()
    assert "&lt;b&gt;x" in shown._repr_html_()
    assert long in repr(shown)
    assert "NA" not in repr(shown)
