"""The example study, and the way from its review sheet to corrected claims and charts."""

import pandas as pd
import pytest

import analysis as an
from analysis.claims import CorrectionError
from analysis.example import ARTICLES


@pytest.fixture
def study():
    return an.example_study()


def filled(study, quote, *cells):
    """The review sheet with one claim corrected: field, value, who."""
    sheet = an.review_sheet(study.claims, study.sentences)
    row = sheet["quote"] == quote
    assert row.any()
    sheet.loc[row, ["field", "value", "who"]] = list(cells)
    return sheet


def test_the_example_shows_what_a_newcomer_must_know(study):
    assert study.rejected.empty
    assert len(set(study.articles["publisher"])) > 1
    assert (study.articles["published"] != "").all()
    for name in ("target", "actual", "projection"):
        assert name in set(study.claims["status"])
    # One article sets no target, one year is misprinted, one list of other stories is left out.
    targets = study.claims.query("status == 'target'")
    assert targets["article_id"].nunique() < study.n_articles
    assert "2082" in ARTICLES["plan.txt"]
    assert (targets["year"] == 2082).any()
    assert not (targets["year"] == 2045).any()
    assert "related" in set(study.zones["zone"])


def test_every_example_study_is_fresh_and_outside_any_other(study):
    again = an.example_study()
    assert again.paths.root != study.paths.root
    pd.testing.assert_frame_equal(again.claims, study.claims)


def test_a_sheet_becomes_corrections_and_charts_and_readings_say_so(study):
    sheet = filled(study, "95%", "year", "2028", "Li")
    corrected = an.add_corrections(study, sheet)
    claim = corrected.claims.query("value_text == '95%'").iloc[0]
    assert (claim["year"], claim["source"], claim["year_source"]) == (2028, "human", "")
    assert (corrected.claims["source"] == "human").sum() == 1
    told = "1 target was corrected by hand"
    assert told not in an.describe_targets_by_year(study.claims)
    assert told in an.describe_targets_by_year(corrected.claims)
    chart = an.plot_targets_by_year(corrected.claims, lang="en")
    assert told in " ".join(text.get_text() for text in chart.figure.findobj(match=is_text))
    assert "corrections by 1 person" not in an.methods(corrected)
    assert "1 correction by 1 person was applied" in an.methods(corrected)


def is_text(artist):
    return hasattr(artist, "get_text")


def test_corrections_add_up_and_none_is_written_twice(study):
    first = filled(study, "95%", "year", "2028", "Li")
    once = an.add_corrections(study, first)
    data = once.paths.corrections.read_bytes()
    assert an.add_corrections(once, first).claims.equals(once.claims)
    assert once.paths.corrections.read_bytes() == data
    both = an.add_corrections(once, filled(once, "12%", "drop", "", "Li"))
    assert "12%" not in set(both.claims["value_text"])
    assert (both.claims["source"] == "human").sum() == 1
    assert data in both.paths.corrections.read_bytes()


def test_a_file_made_by_hand_keeps_its_columns(study):
    claim = study.claims.query("value_text == '12%'").iloc[0]
    place = f"{claim['end']},{claim['start']},{claim['article_id']}"
    header = "why,who,field,value,quote,end,start,article_id,my own\n"
    text = f"{header}old,Li,drop,,12%,{place},kept\n"
    study.paths.corrections.write_text(text, encoding="utf-8-sig")
    study = an.open_study(study.paths.root)
    both = an.add_corrections(study, filled(study, "95%", "year", "2028", "Li"))
    assert "12%" not in set(both.claims["value_text"])
    assert (both.claims["source"] == "human").sum() == 1
    assert both.paths.corrections.read_text(encoding="utf-8-sig").startswith(text)


def test_a_sheet_that_was_not_filled_in_changes_nothing(study):
    sheet = an.review_sheet(study.claims, study.sentences)
    assert an.add_corrections(study, sheet).claims.equals(study.claims)
    assert not study.paths.corrections.exists()


def test_a_fault_leaves_the_corrections_as_they_were(study):
    wrong = filled(study, "95%", "status", "hoped for", "Li")
    with pytest.raises(CorrectionError, match="status is 'hoped for'"):
        an.add_corrections(study, wrong)
    assert not study.paths.corrections.exists()
    once = an.add_corrections(study, filled(study, "95%", "year", "2028", "Li"))
    data = once.paths.corrections.read_bytes()
    for sheet, fault in (
        (filled(once, "12%", "indicator", "no_such_key", "Li"), "no_such_key"),
        (filled(once, "12%", "drop", "", "Li").assign(quote="13%"), "no longer stands"),
    ):
        with pytest.raises(CorrectionError, match=fault):
            an.add_corrections(once, sheet)
        assert once.paths.corrections.read_bytes() == data
        assert an.open_study(once.paths.root).claims.equals(once.claims)
    with pytest.raises(ValueError, match="no review sheet: it lacks start"):
        an.add_corrections(once, once.claims.drop(columns=["start"]).assign(quote="", who=""))
