"""Scoring against coded documents: matching by hand-made tables, then end to end."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.evaluate import (
    CodingError,
    describe_errors,
    describe_scores,
    evaluate,
    match_claims,
    match_zones,
    read_coded,
    score_attributes,
    score_claims,
    score_topics,
    score_zones,
    scores_as_json,
)
from analysis.evaluate.coded import kind_of
from analysis.evaluate.scoring import same_name

CODED = Path(__file__).parent / "coded"

CLAIM = {
    "doc": "a",
    "start": 10,
    "end": 13,
    "value_text": "80%",
    "status": "target",
    "value": 80.0,
    "value_high": None,
    "unit": "%",
    "comparator": "=",
    "change": "level",
    "year": 2030.0,
    "indicator": "光纤覆盖率",
    "scope": "",
    "optional": False,
    "repeat": False,
}


def coded(*changes: dict) -> pd.DataFrame:
    rows = [CLAIM | change for change in changes]
    return pd.DataFrame(rows, columns=list(CLAIM))


def found(*changes: dict) -> pd.DataFrame:
    base = {k: v for k, v in CLAIM.items() if k not in ("doc", "indicator", "optional", "repeat")}
    base |= {"article_id": "a", "indicator_text": "光纤覆盖率", "repeat_of": "", "rule": "r"}
    return pd.DataFrame([base | change for change in changes], columns=list(base))


def figures(table: pd.DataFrame, group: str, measure: str) -> tuple:
    row = table[(table["group"] == group) & (table["measure"] == measure)].iloc[0]
    return row["n_coded"], row["n_found"], row["n_right"]


def test_every_pair_is_one_to_one_and_the_rest_is_missed_or_surplus():
    table = score_claims(
        coded({}, {"start": 20, "end": 23}, {"start": 40, "end": 43}),
        found({}, {"start": 21, "end": 24}, {"start": 60, "end": 63}, {"start": 11, "end": 12}),
    )
    assert figures(table, "all", "detection") == (3, 4, 2)
    row = table.iloc[0]
    assert row["precision"] == 2 / 4
    assert row["recall"] == pytest.approx(2 / 3)
    assert row["f1"] == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))


def test_the_largest_overlap_is_paired_first():
    matches = match_claims(
        coded({"start": 10, "end": 20}, {"start": 18, "end": 22}),
        found({"start": 10, "end": 22}, {"start": 18, "end": 22}),
    )
    pairs = matches[matches["outcome"] == "matched"]
    assert list(zip(pairs["coded_row"], pairs["found_row"], strict=True)) == [(0, 0), (1, 1)]


def test_on_one_span_the_claims_that_agree_are_paired():
    matches = match_claims(
        coded({"indicator": "医院"}, {"indicator": "学校"}),
        found({"indicator_text": "学校"}, {"indicator_text": "医院"}),
    )
    assert matches["strict"].all()
    assert set(zip(matches["coded_row"], matches["found_row"], strict=True)) == {(0, 1), (1, 0)}


@pytest.mark.parametrize("mark", ["optional", "repeat"])
def test_optional_and_repeated_rows_and_what_overlaps_them_are_neutral(mark):
    neutral = coded({mark: True}, {"start": 30, "end": 33})
    assert figures(score_claims(neutral, found()), "all", "core") == (1, 0, 0)
    # Right or wrong, alone or twice: a prediction on a neutral row changes nothing.
    on_it = found({}, {"start": 11, "end": 14, "year": 1999.0}, {"start": 30, "end": 33})
    assert figures(score_claims(neutral, on_it), "all", "core") == (1, 1, 1)


def test_a_prediction_that_the_program_calls_a_repeat_is_neutral():
    table = score_claims(coded(), found({"repeat_of": "a:50-53"}))
    assert figures(table, "all", "detection") == (0, 0, 0)
    assert table["f1"].isna().all()
    # It is not rewarded either.
    table = score_claims(coded({}), found({"repeat_of": "a:50-53"}))
    assert figures(table, "all", "detection") == (1, 0, 0)


@pytest.mark.parametrize(
    ("change", "core", "strict"),
    [
        ({}, True, True),
        ({"value": 80.00004}, True, True),
        ({"value": 80.001}, False, False),
        ({"value": None}, False, False),
        ({"value_high": 90.0}, False, False),
        ({"status": "actual"}, False, False),
        ({"year": None}, False, False),
        ({"year": 2029}, False, False),
        ({"comparator": ">="}, True, False),
        ({"change": "increase"}, True, False),
        ({"indicator_text": "光纤"}, True, True),
        ({"indicator_text": "光纖覆蓋率"}, True, True),
        ({"indicator_text": "农村人口"}, True, False),
        ({"indicator_text": ""}, True, False),
        ({"scope": "农村"}, True, False),
    ],
)
def test_core_and_strict(change, core, strict):
    match = match_claims(coded({}), found(change)).iloc[0]
    assert (match["core"], match["strict"]) == (core, strict)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("人", "名", True),
        ("位", "个", True),
        ("個", "人", True),
        ("公里", "km", True),
        ("千瓦时", "度", True),
        ("度", "kWh", True),
        ("千瓦時", "度", True),
        ("百分点", "pp", True),
        ("億", "亿", True),
        ("家", "个", False),
        ("%", "pp", False),
        ("", "个", False),
    ],
)
def test_units_that_say_the_same(one, other, same):
    match = match_claims(coded({"unit": one}), found({"unit": other})).iloc[0]
    assert match["unit"] == same


def test_more_than_and_at_least_are_alike_but_not_the_other_side():
    def right(one, other):
        return match_claims(coded({"comparator": one}), found({"comparator": other})).iloc[0][
            "comparator"
        ]

    assert right(">", ">=")
    assert right(">=", ">")
    assert not right("<", "<=")
    assert not right("=", "~")


def test_names_share_half_of_their_characters():
    assert same_name("数字经济占比", "数字经济比重")  # 10 of 12
    assert same_name("甲乙丙丁", "甲乙戊己")  # 4 of 8: exactly half
    assert not same_name("甲乙丙丁", "甲戊己庚")
    assert same_name("", "")
    assert not same_name("", "甲")


def test_missing_cells_of_a_table_read_from_csv_count_as_empty():
    nan = float("nan")
    row = {"value": nan, "value_high": nan, "unit": "qualitative", "scope": nan, "year": nan}
    table = found(row | {"repeat_of": nan})
    match = match_claims(coded(row | {"value": None, "year": None}), table).iloc[0]
    assert match["strict"]


def test_targets_alone():
    table = score_claims(
        coded({}, {"start": 20, "end": 23, "status": "actual"}, {"start": 40, "end": 43}),
        found(
            {},
            {"start": 20, "end": 23},  # taken for a target
            {"start": 40, "end": 43, "status": "projection"},  # a target not seen as one
        ),
    )
    assert figures(table, "target", "core") == (2, 2, 1)
    assert figures(table, "all", "core") == (3, 3, 1)
    assert figures(table, "all", "detection") == (3, 3, 3)


def test_kinds_and_their_mean():
    kinds = {"a": "agency", "b": "bulletin", "c": "empty"}
    table = score_claims(
        coded({}, {"doc": "b"}, {"doc": "b", "start": 20, "end": 23}), found({}), kinds=kinds
    )
    assert figures(table, "agency", "core") == (1, 1, 1)
    assert figures(table, "bulletin", "core") == (2, 0, 0)
    mean = table[(table["group"] == "mean of kinds") & (table["measure"] == "core")].iloc[0]
    assert mean["f1"] == 0.5  # the kind without claims has no F1 and does not count


def test_accuracy_of_attributes_is_over_matched_required_claims():
    matches = match_claims(
        coded({}, {"start": 20, "end": 23}, {"start": 40, "end": 43, "optional": True}),
        found({}, {"start": 20, "end": 23, "year": 1999}, {"start": 40, "end": 43, "year": 1999}),
    )
    accuracy = score_attributes(matches).set_index("attribute")
    assert (accuracy.loc["year", "n_right"], accuracy.loc["year", "n"]) == (1, 2)
    assert accuracy.loc["unit", "accuracy"] == 1.0


ZONE_TEXT = "标题\n\n 正 文\n更多\n"


def test_zones_are_scored_by_visible_characters():
    coded_zones = pd.DataFrame(
        [("a", "title", 0, 2), ("a", "body", 5, 8), ("a", "related", 9, 11)],
        columns=["doc", "zone", "start", "end"],
    )
    found_zones = pd.DataFrame(
        [("a", "heading", 0, 2), ("a", "body", 5, 10)],
        columns=["article_id", "zone", "start", "end"],
    )
    stretches = match_zones(coded_zones, found_zones, {"a": ZONE_TEXT})
    assert [tuple(row) for row in stretches.itertuples(index=False)] == [
        ("a", 0, 2, "title", "heading", 2),
        ("a", 5, 8, "body", "body", 2),
        ("a", 9, 10, "related", "body", 1),
        ("a", 10, 11, "related", "", 1),
    ]
    scores = score_zones(coded_zones, found_zones, {"a": ZONE_TEXT}, kinds={"a": "page"})
    assert list(scores["group"]) == ["all", "page", "a"]
    row = scores.iloc[0]
    assert (row["n_characters"], row["n_article"], row["n_same_zone"]) == (6, 5, 2)
    assert row["article"] == 5 / 6


def test_topics_by_hits_inside_the_coded_sentence():
    sentences = pd.DataFrame(
        [
            ("a", 0, 10, frozenset({"x", "y"})),
            ("a", 10, 20, frozenset()),
            ("a", 20, 30, frozenset({"x"})),
        ],
        columns=["doc", "start", "end", "topics"],
    )
    hits = pd.DataFrame(
        [
            ("a", "x", 0, 2),
            ("a", "x", 4, 6),  # the same topic again
            ("a", "y", 9, 11),  # across the border: inside neither
            ("a", "z", 12, 14),
            ("a", "x", 28, 30),
            ("b", "y", 0, 2),  # another article
        ],
        columns=["article_id", "topic", "start", "end"],
    )
    table = score_topics(sentences, hits).set_index("topic")
    assert tuple(table.loc["x", ["n_coded", "n_found", "n_right"]]) == (2, 2, 2)
    assert tuple(table.loc["micro", ["n_coded", "n_found", "n_right"]]) == (3, 3, 2)
    assert table.loc["micro", "f1"] == pytest.approx(2 / 3)
    assert table.loc["macro", "f1"] == pytest.approx(1 / 3)  # x 1, y 0, z 0
    assert table.loc["exact", "f1"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("given", "hans", ""), "given"),
        (("real", "hans", "somebody/china-provincial-gov-reports-2026@1:x.csv"), "provincial"),
        (("real", "hans", "somebody/xin-wen-lian-bo@1:news/1.md"), "CCTV"),
        (("real", "hant", "somebody/hkcnews-article-archive@1:1.md"), "Hong Kong"),
        (("rewritten", "hans", ""), "rewritten Simplified"),
        (("rewritten", "hant", ""), "rewritten Traditional"),
        (("press release", "hans", "own"), "press release"),
    ],
)
def test_kinds_of_documents(row, kind):
    assert kind_of(dict(zip(("kind", "variant", "source"), row, strict=True))) == kind


@pytest.fixture
def folder(tmp_path):
    """A folder with one coded document, to be spoilt."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("光纤覆盖率80%。", encoding="utf-8")
    write(tmp_path, "docs", "doc,kind,published", "a,page,2024")
    write(
        tmp_path,
        "claims",
        "doc,value_text,start,end,status,year,value,unit,comparator,change,indicator",
        "a,80%,5,8,actual,2024,80,%,=,level,光纤覆盖率",
    )
    write(tmp_path, "topics", "doc,start,end,topics", "a,0,9,infrastructure")
    return tmp_path


def write(folder: Path, name: str, *lines: str) -> None:
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_folder_without_some_tables_leaves_those_parts_out(folder):
    coded_folder = read_coded(folder)
    assert coded_folder.zones is None
    assert coded_folder.topics.loc[0, "topics"] == frozenset({"infrastructure"})
    assert coded_folder.claims.loc[0, "year"] == 2024
    assert coded_folder.documents[0].published == "2024"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("docs", "a,page", "b,page", "docs.csv, line 2: no text at"),
        ("claims", "80%,5,8", "80%,4,7", "claims.csv, line 2: the text has '率80'"),
        ("claims", "80%,5,8", "80%,5,99", "claims.csv, line 2: 5-99 lies outside"),
        ("claims", "a,80%", "z,80%", "claims.csv, line 2: 'z' is not in docs.csv"),
        ("claims", "actual", "maybe", "claims.csv, line 2: status is 'maybe'"),
        ("claims", "2024,80,", "2024,eighty,", "claims.csv, line 2: value is 'eighty'"),
        ("claims", "2024,80,", "2024,,", "claims.csv, line 2: value is empty"),
        ("claims", "%,=,", "%,range,", "claims.csv, line 2: a range"),
        ("topics", "0,9", "0.5,9", "topics.csv, line 2: start and end must be whole"),
        ("topics", "a,0,9,infrastructure", "a,0,9,\na,8,9,", "topics.csv, line 3: overlaps"),
        ("topics", "start,", "from,", "topics.csv, line 1: column missing: start"),
    ],
)
def test_faults_name_file_and_line(folder, name, old, new, message):
    path = folder / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodingError) as error:
        read_coded(folder)
    assert message in str(error.value)


def test_a_folder_that_is_no_coding_says_so(tmp_path):
    with pytest.raises(CodingError, match=r"no docs\.csv"):
        read_coded(tmp_path)


def test_two_folders_of_one_name_are_refused(tmp_path):
    with pytest.raises(ValueError, match="two folders are called coded"):
        evaluate([CODED, tmp_path / "coded"])


@pytest.fixture(scope="module")
def scores():
    return evaluate(CODED)


def test_the_package_reads_the_coded_documents(scores):
    """End to end. The bars lie below what was measured, to catch a fall and not a wobble."""
    assert len(scores.documents) == 8
    every = scores.claims[scores.claims["group"] == "all"].set_index("measure")
    assert every.loc["detection", "f1"] > 0.8
    assert every.loc["core", "f1"] > 0.7
    zones = scores.zones.set_index("group")
    assert zones.loc["all", "article"] > 0.98
    topics = scores.topics[scores.topics["group"] == "all"].set_index("topic")
    assert topics.loc["micro", "f1"] > 0.75


def test_the_account_of_the_scores_shows_denominators(scores):
    text = describe_scores(scores)
    assert "8 documents (2 agency, 1 bulletin, 2 given, 1 markdown, 2 page)" in text
    assert f"{len(read_coded(CODED).claims)} coded claims" in text
    row = scores.claims.iloc[0]
    assert f"{row['n_right']}/{row['n_found']}/{row['n_coded']}" in text
    assert " nan" not in text
    assert "None" not in text


def test_errors_stand_on_their_characters(scores):
    texts = {f"coded/{d.doc}": d.text for d in read_coded(CODED).documents}
    for row in scores.errors.itertuples(index=False):
        assert texts[row.doc][row.start : row.end].replace("\n", " ")[:40] in row.sentence
    assert set(scores.errors["part"]) <= {"claim", "zone", "topic"}
    assert describe_errors(scores.errors).count("  coded  ") == len(scores.errors)


def test_scores_as_json_are_the_tables(scores):
    tables = json.loads(scores_as_json(scores))
    assert set(tables) == {"documents", "claims", "attributes", "zones", "topics"}
    assert tables["claims"][0]["group"] == "all"
    assert tables["claims"][0]["n_right"] == scores.claims.loc[0, "n_right"]
    assert len(tables["documents"]) == 8
