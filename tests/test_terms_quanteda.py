"""The statistics beside those of quanteda 4.3.1 and quanteda.textstats 0.97.3 (R)."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.terms import collocations_of, compare_terms, count_terms

SAMPLE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "quanteda_sample.json"
pytestmark = pytest.mark.skipif(not SAMPLE.is_file(), reason="no results of quanteda beside us")


@pytest.fixture(scope="module")
def sample():
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words(sample):
    rows = [
        (article_id, position, term)
        for article_id, terms in sample["tokens"].items()
        for position, term in enumerate(terms)
    ]
    return pd.DataFrame(rows, columns=["article_id", "position", "term"])


@pytest.mark.parametrize(
    ("results", "statistic", "p"), [("keyness_lr", "g2", "p"), ("keyness_chi2", "chi2", "p_chi2")]
)
def test_keyness(sample, words, results, statistic, p):
    table = compare_terms(words, target="003_body", reference="000_body").set_index("term")
    assert len(sample[results]) > 50
    for row in sample[results]:
        own = table.loc[row["feature"]]
        expected = row["G2" if statistic == "g2" else "chi2"]
        assert own[statistic] == pytest.approx(expected, abs=1e-5)
        assert own[p] == pytest.approx(row["p"], abs=1e-5)
        assert own["n_target"] == row["n_target"]
        assert own["n_reference"] == row["n_reference"]


def test_collocations(sample, words):
    table = collocations_of(words, sizes=[2])
    expected = sample["collocations_bigram"]
    assert list(table["collocation"])[: len(expected)] == [r["collocation"] for r in expected]
    own = table.set_index("collocation")
    for row in expected:
        assert own.loc[row["collocation"], "n"] == row["count"]
        for column in ("lambda", "z"):
            assert own.loc[row["collocation"], column] == pytest.approx(row[column], abs=1e-5)


def test_tfidf(sample, words):
    table = count_terms(words).set_index(["group", "term"])["tfidf"]
    for article_id, terms in sample["tfidf"].items():
        for term, expected in terms.items():
            assert table[article_id, term] == pytest.approx(expected, abs=1e-5)
