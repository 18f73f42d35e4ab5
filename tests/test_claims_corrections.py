"""Corrections by a researcher: read, checked against the text, applied; the review sheet."""

import pytest
from claim_articles import article_of

from analysis.claims import (
    CorrectionError,
    apply_corrections,
    claims_of,
    read_corrections,
    review_sheet,
)
from analysis.corpus import sentences_of

ARTICLE = article_of("到2030年，上网率达到80%，建成基站500座。来自26国的专家到会。")
HEADER = "article_id,start,end,quote,field,value,who,why\n"


def corrected(tmp_path, *rows: str):
    path = tmp_path / "corrections.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return claims_of([ARTICLE], corrections=read_corrections(path))


def test_a_field_is_changed_and_says_who_did(tmp_path):
    table = corrected(tmp_path, "a,12,15,80%,year,2029,Li,typo", "a,12,15,80%,value_high,85,Li,")
    row = table.set_index("claim_id").loc["a:12-15"]
    assert (row["year"], row["value_high"], row["source"]) == (2029, 85.0, "human")
    assert table["source"].tolist() == ["human", "rule"]
    assert table["year"].dtype == "Int64"


def test_a_claim_is_dropped(tmp_path):
    table = corrected(tmp_path, "a,20,24,500座,drop,,Li,background")
    assert table["value_text"].tolist() == ["80%"]


def test_a_claim_is_added_with_the_number_of_its_quotation(tmp_path):
    table = corrected(
        tmp_path,
        "a,27,30,26国,add,actual,Li,asked for",
        "a,27,30,26国,indicator_text,专家,Li,",
    )
    row = table.iloc[-1]
    assert (row["claim_id"], row["status"], row["indicator_text"]) == ("a:27-30", "actual", "专家")
    assert (row["value_text"], row["sentence_no"], row["source"]) == ("26国", 2, "human")


def test_without_corrections_nothing_changes(tmp_path):
    plain = claims_of([ARTICLE])
    assert apply_corrections(plain, [], [ARTICLE]).equals(plain)
    assert corrected(tmp_path).equals(plain)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,12,15,90%,year,2029,Li,", "line 2: '90%' no longer stands at 12-15 of a"),
        ("b,12,15,80%,year,2029,Li,", "line 2: no article 'b'"),
        ("a,0,1,到,drop,,Li,", "line 2: no claim at 0-1 of a"),
        ("a,12,15,80%,add,target,Li,", "line 2: a claim stands there already"),
        (
            "a,12,15,80%,indicator,nothing,Li,",
            "line 2: indicator 'nothing' is not in indicators.csv",
        ),
        ("a,12,15,80%,years,2029,Li,", "line 2: field is 'years'"),
        ("a,12,15,80%,status,aim,Li,", "line 2: status is 'aim', not one of target"),
        ("a,12,15,80%,year,soon,Li,", "line 2: year is 'soon', not a year"),
        ("a,x,15,80%,year,2029,Li,", "line 2: start is 'x', not a whole number"),
        ("a,15,12,80%,year,2029,Li,", "line 2: 15-12 is not a span"),
        ("a,12,15,80%,year", "line 2: 5 cells, the header has 8"),
    ],
)
def test_a_fault_names_its_line(tmp_path, row, fault):
    with pytest.raises(CorrectionError, match=rf"^corrections\.csv, {fault}"):
        corrected(tmp_path, row)


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("article_id,start\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match=r"c\.csv, line 1: column missing: end, quote"):
        read_corrections(path)


def test_a_repeat_of_a_dropped_claim_is_a_claim(tmp_path):
    article = article_of("到2030年上网率达到80%。有人怀疑上网率80%的目标。")
    first, second = claims_of([article])["claim_id"]
    path = tmp_path / "corrections.csv"
    start, end = first.split(":")[1].split("-")
    path.write_text(f"{HEADER}a,{start},{end},80%,drop,,Li,\n", encoding="utf-8")
    table = claims_of([article], corrections=read_corrections(path))
    assert table["claim_id"].tolist() == [second]
    assert table["repeat_of"].tolist() == [""]


def test_the_review_sheet_can_be_filled_in_and_read_back(tmp_path):
    claims = claims_of([ARTICLE])
    sheet = review_sheet(claims, sentences_of([ARTICLE]))
    assert sheet["sentence"].tolist() == [ARTICLE.sentences[0].text] * 2
    assert sheet["read_as"].tolist() == ["target 2030: 80 %", "target 2030: 500 座"]
    path = tmp_path / "sheet.csv"
    sheet.to_csv(path, index=False)
    assert read_corrections(path) == []
    sheet.loc[1, ["field", "value", "who"]] = ["status", "projection", "Li"]
    sheet.to_csv(path, index=False)
    table = claims_of([ARTICLE], corrections=read_corrections(path))
    assert table["status"].tolist() == ["target", "projection"]
