"""The evidence page: every mark leads to what it counts, and articles stay data."""

import base64
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from report_pages import (
    HOSTILE,
    ROOT,
    Elements,
    hostile,
    make_page,
    rows_in,
    sample,
    study_of,
    write_articles,
)

from analysis.corpus import read_corpus
from analysis.fold import fold
from analysis.paths import FONTS
from analysis.report.charts import Mark
from analysis.report.data import page_data
from analysis.report.font import font_faces
from analysis.report.page import SCRIPTS, SOURCES, safe_json
from analysis.report.selection import choose_articles, occurrences_of

CHARTS = ("years", "ranks", "terms", "contrast", "topics")


def drawn_marks(html: str) -> dict[tuple[str, str], list[str]]:
    """Return the marks in the SVGs: (chart, language) -> their names."""
    found, now = {}, None
    for _, attributes in Elements(html).found:
        if "data-chart" in attributes:
            now = found.setdefault((attributes["data-chart"], attributes["lang"]), [])
        elif "data-mark" in attributes:
            now.append(attributes["data-mark"])
    return found


def text_of(data: dict, row: dict) -> str:
    """Return the characters of an article that a row of the embedded data points at."""
    sentence = rows_in(data, "sentences")[row["sentence"]]
    assert sentence["start"] <= row["start"] < row["end"] <= sentence["end"]
    return rows_in(data, "articles")[sentence["article"]]["text"][row["start"] : row["end"]]


def test_every_mark_of_the_charts_is_in_the_data_in_both_languages():
    made = sample()
    drawn = drawn_marks(made.page.html)
    told = {
        chart: [m["mark"] for m in rows_in(made.data, "marks") if m["chart"] == chart]
        for chart in CHARTS
    }
    assert all(told.values())
    for chart in CHARTS:
        for lang in ("zh", "en"):
            assert sorted(drawn[chart, lang]) == sorted(told[chart])
    assert len({mark for names in told.values() for mark in names}) == sum(map(len, told.values()))


def test_a_term_leads_to_as_many_occurrences_as_the_terms_table_counts():
    made = sample()
    counted = made.study.terms.groupby("term")["n"].sum()
    occurrences = rows_in(made.data, "occurrences")
    for mark in rows_in(made.data, "marks"):
        if mark["chart"] == "terms":
            rows = [occurrences[i] for i in mark["rows"]]
            assert len(rows) == counted[mark["label"]["zh"]]
            assert len({(row["sentence"], row["start"]) for row in rows}) == len(rows)
            for row in rows:
                assert fold(text_of(made.data, row)).text == mark["label"]["zh"]


def test_a_contrast_leads_to_the_occurrences_of_both_sides():
    made = sample()
    keyness = made.study.keyness.set_index("term")
    sentences, articles = rows_in(made.data, "sentences"), rows_in(made.data, "articles")
    occurrences = rows_in(made.data, "occurrences")
    for mark in rows_in(made.data, "marks"):
        if mark["chart"] == "contrast":
            places = [sentences[occurrences[i]["sentence"]]["article"] for i in mark["rows"]]
            sides = Counter(articles[place]["side"] for place in places)
            row = keyness.loc[mark["label"]["zh"]]
            assert (sides["A"], sides["B"]) == (row["n_target"], row["n_reference"])


def test_a_topic_leads_to_the_sentences_that_coverage_counts():
    made = sample()
    coverage = made.study.topic_coverage.set_index(["topic", "article_id"])["n_sentences"]
    sentences, articles = rows_in(made.data, "sentences"), rows_in(made.data, "articles")
    hits = rows_in(made.data, "hits")
    seen = 0
    for mark in rows_in(made.data, "marks"):
        if mark["chart"] == "topics":
            places = {sentences[i]["article"] for i in mark["rows"]}
            title = mark["label"]["zh"].split(" · ", 1)[1]
            article = next(a["id"] for a in articles if a["title"] == title)
            assert len(mark["rows"]) == coverage[mark["topic"], article]
            assert {articles[place]["id"] for place in places} <= {article}
            for i in mark["rows"]:
                assert sentences[i]["repeat"] is None
                assert any(h["sentence"] == i and h["topic"] == mark["topic"] for h in hits)
            seen += len(mark["rows"])
    assert seen == coverage.sum()


def test_a_promise_leads_to_the_claims_that_give_its_value_and_each_claim_has_one_mark():
    made = sample()
    claims = rows_in(made.data, "claims")
    for chart, units in (("years", {"%", "%_per_year", "pp", "qualitative"}), ("ranks", {"rank"})):
        behind = Counter()
        for mark in rows_in(made.data, "marks"):
            if mark["chart"] == chart:
                assert mark["rows"]
                for claim in (claims[i] for i in mark["rows"]):
                    assert claim["status"] == "target"
                    assert f" · {claim['year']} · " in mark["label"]["en"]
                    told = "universal" if claim["value"] is None else f"{claim['value']:g}"
                    assert told in mark["label"]["en"].rsplit(" · ", 1)[1]
                behind.update(claims[i]["id"] for i in mark["rows"])
        comparison = made.study.year_comparison
        kept = comparison[comparison["unit"].isin(units)]
        assert behind == Counter({key for keys in kept["claim_ids"] for key in keys.split(";")})


def test_every_span_stands_in_its_sentence_and_says_what_the_tables_say():
    made = sample()
    for claim in rows_in(made.data, "claims"):
        assert text_of(made.data, claim) == claim["value_text"]
    for hit in rows_in(made.data, "hits"):
        assert fold(text_of(made.data, hit)).text.lower() == fold(hit["term"]).text.lower()
    assert len(rows_in(made.data, "claims")) == len(made.study.claims)
    assert len(rows_in(made.data, "hits")) == len(made.study.topic_hits)


def test_the_page_is_one_file_that_fetches_nothing():
    html = sample().page.html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    for tag, attributes in Elements(html).found:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href", "xlink:href", "action"):
            assert re.match(r"#|data:,$", attributes.get(name) or "#"), attributes
    assert set(re.findall(r"url\(([^)]{5})", html)) - {"data:"} <= {
        found for found in re.findall(r"url\(([^)]{5})", html) if found.startswith("#")
    }
    assert len(html.encode()) < 3e6


def test_ids_are_told_once():
    ids = Counter(a["id"] for _, a in Elements(sample().page.html).found if "id" in a)
    assert ids.most_common(1)[0][1] == 1


@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.sampled_from(["</script>", "<!--", "\u2028"]),
        lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
        max_leaves=8,
    )
)
def test_embedded_data_is_read_back_and_cannot_end_its_element(data):
    text = safe_json(data)
    assert json.loads(text) == data
    assert not set(text) & set("<>&\u2028\u2029")


def test_articles_that_hold_markup_stay_text(tmp_path):
    made = make_page(study_of(hostile(tmp_path)))
    elements = Elements(made.page.html).found
    assert [tag for tag, _ in elements].count("script") == 2
    assert not {"img", "b", "iframe", "object"} & {tag for tag, _ in elements}
    assert not [a for _, a in elements if any(name.startswith("on") for name in a)]
    texts = {a["id"]: a["text"] for a in rows_in(made.data, "articles")}
    for path in sorted((tmp_path / "data" / "raw").iterdir()):
        assert texts[path.stem] == path.read_bytes().decode("utf-8")
    assert all(part in "".join(texts.values()) for part in HOSTILE)
    for claim in rows_in(made.data, "claims"):
        assert text_of(made.data, claim) == claim["value_text"]


def test_quotes_only_leaves_out_all_that_is_not_quoted():
    made = sample()
    texts = {a.article_id: a for a in read_corpus(made.study.paths.raw).articles}
    marks = [Mark(**row) for row in rows_in(made.data, "marks")]
    occurrences = occurrences_of(made.study)
    data = page_data(made.study, texts, occurrences, [], marks, quotes_only=True)
    assert all(a["text"] is None and a["zones"] == [] for a in rows_in(data, "articles"))
    sentences = rows_in(data, "sentences")
    quoted = {i for i, row in enumerate(sentences) if row["text"] is not None}
    drawn = {i for mark in marks if mark.kind == "occurrences" for i in mark.rows}
    counted = rows_in(data, "occurrences")
    assert quoted == (
        {row["sentence"] for row in rows_in(data, "claims")}
        | {row["sentence"] for row in rows_in(data, "hits")}
        | {counted[i]["sentence"] for i in drawn}
    )
    assert data["quotes"]["n"] == len(quoted) <= data["quotes"]["all"]
    left_out = made.study.zones[made.study.zones["zone"].isin(["related", "caption"])]
    passages = [texts[z.article_id].text[z.start : z.end] for z in left_out.itertuples()]
    assert max(map(len, passages)) > 50
    told = safe_json(data)
    assert not [passage for passage in passages if len(passage) > 6 and passage in told]


def test_beyond_the_limit_are_the_articles_with_most_claims_and_charts_count_these(tmp_path):
    text = "{title}\n\n某县力争到{year}年宽带覆盖率达到{value}%。数字政府建设加快。\n"
    root = write_articles(
        tmp_path,
        {
            "a.txt": "没有数值\n\n越南发展数字政府，加强合作。\n",
            "b.txt": text.format(title="计划一", year=2027, value=60),
            "c.txt": text.format(title="计划二", year=2031, value=90)
            + "\n到2031年数字经济占GDP的30%。\n",
        },
    )
    study = study_of(root)
    made = make_page(study, most_articles=2)
    assert made.page.article_ids == ("b", "c")
    assert made.page.n_left_out == 1
    assert made.data["n_counted"] == 3
    terms = study.terms[study.terms["group"] != "a"].groupby("term")["n"].sum()
    marks = [m for m in rows_in(made.data, "marks") if m["chart"] == "terms"]
    assert marks
    for mark in marks:
        assert len(mark["rows"]) == terms[mark["label"]["zh"]]
    assert choose_articles(study, 1) == ["c"]


@pytest.mark.parametrize(
    ("texts", "has"),
    [
        ({"a.txt": "天气\n\n今天下雨。\n"}, ()),
        ({"a.txt": "计划\n\n某县到2027年宽带覆盖率达到60%。\n"}, ("claims", "marks")),
        ({}, ()),
    ],
    ids=["nothing to count", "one article", "no article"],
)
def test_any_corpus_has_a_page(tmp_path, texts, has):
    made = make_page(study_of(write_articles(tmp_path, texts)))
    assert len(made.page.article_ids) == len(texts)
    for name in has:
        assert made.data[name]["rows"]
    if not has:
        assert not made.data["claims"]["rows"]


def test_a_text_that_changed_since_the_tables_were_made_is_an_error(tmp_path):
    study = study_of(write_articles(tmp_path, {"a.txt": "计划\n\n到2027年达到60%。\n"}))
    (study.paths.raw / "a.txt").write_text("别的\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt is not the text"):
        make_page(study)


def test_a_terms_table_of_other_words_is_an_error():
    study = sample().study
    with pytest.raises(RuntimeError, match="out of date"):
        make_page(study._replace(terms=study.terms.assign(n=study.terms["n"] + 1)))


def test_every_word_of_the_page_is_told_in_both_languages():
    with (SOURCES / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["key"] for row in rows}) == len(rows)
    assert all(row["zh"] and row["en"] for row in rows)
    for row in rows:
        places = [set(re.findall(r"\{(\w+)", row[lang])) for lang in ("zh", "en")]
        assert places[0] == places[1], row["key"]
    script = "".join((SOURCES / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    html = (SOURCES / "page.html").read_text(encoding="utf-8")
    used = {*re.findall(r'say\("(\w+)"', script), *re.findall(r'data-(?:word|label)="(\w+)"', html)}
    used |= set(re.findall(r'(?:column|number)\("(\w+)"', script))
    words = sample().data["words"]
    assert used
    assert not used - set(words["zh"])
    assert not used - set(words["en"])


def test_the_font_has_every_character_of_the_page_that_the_package_has():
    html = sample().page.html
    fonts = re.findall(r"font-weight: (\d+); src: url\(data:font/woff2;base64,([^)]+)\)", html)
    assert [weight for weight, _ in fonts] == ["400", "700"]
    texts = "".join(a["text"] for a in rows_in(sample().data, "articles"))
    with (
        TTFont(io.BytesIO(base64.b64decode(fonts[0][1]))) as regular,
        TTFont(FONTS / "NotoSansSC-Regular.ttf", lazy=True) as whole,
    ):
        wanted = {ord(c) for c in texts if c.isprintable()} & set(whole.getBestCmap())
        assert wanted <= set(regular.getBestCmap())
        assert "Open Font License" in regular["name"].getDebugName(13)


def test_fonts_depend_on_the_set_of_characters_alone():
    assert font_faces("越南abc", "越") == font_faces(list("cba南越越"), {"越"})


@pytest.mark.slow
def test_a_second_run_in_another_process_gives_the_same_bytes(tmp_path):
    root = write_articles(
        tmp_path / "study", {"a.txt": "计划\n\n某县到2027年宽带覆盖率达到60%。\n"}
    )
    out = tmp_path / "page.html"
    command = [sys.executable, "-m", "analysis", "report", "--study", str(root)]
    done = subprocess.run(
        [*command, "--out", str(out)],
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "UTC+9"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    made = make_page(study_of(root))
    assert out.read_bytes() == made.page.html.encode("utf-8")
    assert made.data["claims"]["rows"]


def test_the_study_is_not_changed():
    made = sample()
    again = study_of(ROOT)
    for name in ("articles", "claims", "terms", "keyness", "topic_hits", "year_comparison"):
        pd.testing.assert_frame_equal(getattr(made.study, name), getattr(again, name))
