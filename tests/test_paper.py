"""What a researcher takes into a paper: the methods paragraph and the bibliography."""

import json
import re
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as an
from analysis.citations import citation_key, entries_of
from analysis.evaluate import evaluate, scores_as_json
from analysis.paper import methods

CODED = Path(__file__).parent / "coded"
PAGES = {
    "甲.txt": "某省的数字经济目标\n\n到2027年，数字经济占GDP的比重达到20%，到2030年达到30%。\n\n更多\n\n另一条新闻\n",
    "乙/100% & more.txt": "某市的宽带网络目标\n\n到2030年，家庭光纤宽带覆盖率达到95%。\n",
    "乙/copy.txt": "某市的宽带网络目标\n\n到2030年，家庭光纤宽带覆盖率达到95%。\n",
    "empty.txt": "",
}
SOURCES = (
    "file,url,publisher,published,accessed,note\n"
    "甲.txt,https://example.org/a%20b?x={1},A & B_报,2024-05,2025-01-02,dated by 50% {guess}\n"
    "missing.txt,,,,,\n"
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    paths = an.new_study(tmp_path_factory.mktemp("study") / "mine")
    for name, text in PAGES.items():
        (paths.raw / name).parent.mkdir(exist_ok=True)
        (paths.raw / name).write_text(text, encoding="utf-8")
    (paths.raw / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return an.open_study(paths.root)


def test_the_paragraph_names_versions_instruments_and_counts(study):
    text = methods(study)
    assert f"targets-terms-topics {version('targets-terms-topics')} " in text
    assert f"pandas {version('pandas')}" in text
    assert study.lexicon.sha256[:12] in text
    assert "The corpus has 2 articles" in text
    assert "1 duplicate is left out" in text
    assert "3 quantified claims: 3 targets" in text
    assert "1 file or row could not be read" in text
    assert "are lists of related stories" in text
    assert "Nothing was corrected by hand." in text
    assert "pypdf" not in text


def test_both_languages_say_the_same_numbers(study):
    def numbers(text):
        return sorted(re.findall(r"\d[\d.,]*\d%?|\d+%", text))

    assert numbers(methods(study, lang="zh")) == numbers(methods(study))
    assert methods(study, lang="zh").endswith("。")
    with pytest.raises(ValueError, match="'vi'"):
        methods(study, lang="vi")


def test_what_duplicates_left_out_is_not_counted(study):
    counted = study.articles.query("duplicate_of == ''")["article_id"]
    zones = study.zones[study.zones["article_id"].isin(counted)]
    assert len(zones) < len(study.zones)
    assert f"Of {(zones['end'] - zones['start']).sum()} characters in 2 articles" in methods(study)


def test_corrections_are_counted(study):
    claim = study.claims.iloc[-1]
    sheet = an.review_sheet(study.claims, study.sentences)
    last = sheet["claim_id"] == claim["claim_id"]
    sheet.loc[last, ["field", "value", "who"]] = ["year", "2031", "Li"]
    sheet.loc[~last, ["field", "who"]] = ["drop", "Wang"]
    sheet.to_csv(study.paths.corrections, index=False)
    try:
        corrected = an.open_study(study.paths.root)
        text = methods(corrected)
    finally:
        study.paths.corrections.unlink()
    assert corrected.claims["year"].tolist() == [2031]
    assert "1 target; 1 was corrected by hand." in text
    assert "3 corrections by 2 people were applied: 2 dropped and 0 added a claim." in text


def test_scores_are_told_where_they_are_given(study, tmp_path):
    scores = scores_as_json(evaluate(CODED))
    path = tmp_path / "scores.json"
    path.write_text(scores, encoding="utf-8")
    rows = {row["measure"]: row for row in json.loads(scores)["claims"] if row["group"] == "all"}
    text = methods(study, scores=path)
    assert f"claims found: precision {rows['detection']['precision']:.2f}" in text
    assert f"{rows['core']['f1']:.2f}" in text
    assert "topics of sentences" in text
    assert methods(study, scores=json.loads(scores)) == text
    assert "coded" not in methods(study)
    for wrong in ({"claims": []}, {}, tmp_path / "wrong.json"):
        (tmp_path / "wrong.json").write_text("[1]", encoding="utf-8")
        with pytest.raises(ValueError, match="no scores"):
            methods(study, scores=wrong)


def test_a_study_without_articles_has_a_paragraph(tmp_path):
    empty = an.open_study(an.new_study(tmp_path / "empty").root)
    for lang in ("en", "zh"):
        assert "nan" not in methods(empty, lang=lang)
    assert "There are no articles to analyse." in methods(empty)
    assert an.bibliography(empty) == ""


def read_bibtex(text):
    """Read BibTeX as BibTeX does: entries and fields end where their braces do."""
    entries = {}
    for key, body in re.findall(r"^@online\{([^,]+),\n(.*?)^\}$", text, flags=re.M | re.S):
        assert key not in entries
        entries[key] = dict(re.findall(r"^  (\w+) = \{(.*)\},$", body, flags=re.M))
        for value in entries[key].values():
            depth = [value[:n].count("{") - value[:n].count("}") for n in range(len(value) + 1)]
            assert min(depth) == depth[-1] == 0, value
    return entries


def test_each_article_has_one_entry_with_what_is_known(study):
    entries = read_bibtex(an.bibliography(study))
    assert {e["articleid"] for e in entries.values()} == set(study.articles["article_id"])
    by_id = {entry["articleid"]: entry for entry in entries.values()}
    assert by_id["甲"] == {
        "title": "{某省的数字经济目标}",
        "organization": "{A \\& B\\_报}",
        "date": "2024-05",
        "url": "https://example.org/a%20b?x=%7B1%7D",
        "urldate": "2025-01-02",
        "annotation": "dated by 50\\% {\\textbraceleft}guess{\\textbraceright}",
        "articleid": "甲",
    }
    undated = by_id["乙/100% & more"]
    assert set(undated) == {"title", "articleid"}
    built = (study.paths.processed / "articles.bib").read_text(encoding="utf-8")
    assert built == an.bibliography(study)
    assert by_id["乙/copy"]["note"] == "the same text as 乙/100\\% \\& more, not counted"


def test_keys_are_ascii_stable_and_apart():
    assert citation_key("000_89082a65") == "000_89082a65"
    keys = {
        citation_key(name) for name in ("甲", "乙", "a", "A", "a b", "a#b", "x/甲", "x/乙", "#")
    }
    assert len({key.lower() for key in keys}) == 9
    assert all(re.fullmatch(r"[!-~]+", key) for key in keys)
    assert not any(set(key) & set("{}\\,%#~\"@'()=") for key in keys)


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_an_entry(cells):
    title, publisher, note = cells
    article = dict.fromkeys(("url", "published", "duplicate_of"), "") | {
        "article_id": f"a{title}",
        "file": "f",
        "title": title,
        "publisher": publisher,
    }
    entries = read_bibtex(entries_of(pd.DataFrame([article]), {"f": {"note": note}}))
    assert len(entries) == 1
    (entry,) = entries.values()
    values = [entry["title"][1:-1], entry.get("organization", "{}")[1:-1]]
    for value in (*values, entry.get("annotation", "")):
        plain = re.sub(r"\{\\text\w+\}|\\[&%$#_]", "", value)
        assert not set(plain) & set("&%$#_~^\\{}"), entry


def test_the_glossary_names_only_what_there_is():
    path = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"\ban\.(\w+)", text))
    assert named
    assert named <= set(an.__all__)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "term |" not in line]
    assert len(rows) > 30
    for row in rows:
        term, chinese, meaning, where = (cell.strip() for cell in row.strip("|").split(" | "))
        assert re.search(r"[\u4e00-\u9fff]", chinese), term
        assert meaning.endswith((".", ")", "compare.")), term
        assert "`" in where, term
    assert all((path.parent / link).is_file() for link in re.findall(r"\]\(([^)]+)\)", text))
