"""Keyness against other computations, tables of the literature, and small corpora."""

import builtins

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from test_terms import tokens

from analysis.terms import compare_terms
from analysis.terms.keyness import (
    KEYNESS,
    _can_tell,
    _false_discovery_rate,
    chi_square,
    exact_p,
    log_likelihood,
    log_ratio,
    p_of,
)

TABLES = [(8, 0, 600, 450), (1, 3, 40, 60), (25, 7, 1000, 900), (0, 4, 300, 30), (5, 5, 50, 50)]


def cells(a, b, n_a, n_b):
    return np.array([[a, b], [n_a - a, n_b - b]])


@pytest.mark.parametrize("counts", TABLES)
def test_statistics_agree_with_scipy(counts):
    a, b, n_a, n_b = counts
    more = 1 if a / n_a > b / n_b else -1
    kinds = ((log_likelihood, "log-likelihood"), (chi_square, "pearson"))
    for own, kind in kinds:
        other = stats.chi2_contingency(cells(*counts), correction=False, lambda_=kind)
        assert own(a, b, n_a, n_b) == pytest.approx(more * other.statistic, abs=1e-9)
        assert p_of(own(a, b, n_a, n_b)) == pytest.approx(other.pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((110, 111, 110 + 2442, 111 + 29114), 270.72), ((29, 123, 29 + 13, 123 + 31612), 263.90)],
)
def test_log_likelihood_of_dunning_1993(counts, expected):
    # Dunning 1993, table 2: "the swiss" and "can be".
    assert log_likelihood(*counts) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("counts", TABLES)
def test_exact_p_agrees_with_scipy(counts):
    a, b, n_a, n_b = counts
    sides = (
        stats.binomtest(a, a + b, n_a / (n_a + n_b), alternative=side).pvalue
        for side in ("less", "greater")
    )
    assert exact_p(a, b, n_a, n_b) == pytest.approx(min(1, 2 * min(sides)), abs=1e-9)


def test_exact_p_by_hand():
    assert exact_p(8, 0, 100, 100) == pytest.approx(2 / 2**8, abs=1e-12)
    assert exact_p(1, 0, 100, 100) == 1


@pytest.mark.parametrize("counts", TABLES)
def test_interval_agrees_with_scipy(counts):
    a, b, n_a, n_b = counts
    share = stats.beta.ppf([0.025, 0.975], a + 0.5, b + 0.5)
    expected = np.log2(share / (1 - share) * n_b / n_a)
    ratio, low, high = log_ratio(a, b, n_a, n_b)
    assert [low, high] == pytest.approx(expected, abs=1e-7)
    assert low < ratio < high


def test_log_ratio_by_hand():
    # Four times as often is 2; one against none counts the none as a half.
    assert log_ratio(8, 1, 200, 100)[0] == pytest.approx(2, abs=1e-12)
    assert log_ratio(1, 0, 100, 100)[0] == pytest.approx(1, abs=1e-12)


def test_williams_and_yates_by_hand():
    a, b, n_a, n_b = 8, 2, 20, 20
    g2, chi2 = log_likelihood(a, b, n_a, n_b), chi_square(a, b, n_a, n_b)
    # q = 1 + (N/r1 + N/r2 − 1)(N/c1 + N/c2 − 1) / 6N (Sokal & Rohlf 1995)
    q = 1 + (40 / 10 + 40 / 30 - 1) * (40 / 20 + 40 / 20 - 1) / (6 * 40)
    assert log_likelihood(a, b, n_a, n_b, correction="williams") == pytest.approx(g2 / q, abs=1e-9)
    assert chi_square(a, b, n_a, n_b, correction="williams") == pytest.approx(chi2 / q, abs=1e-9)
    # All cells expect five or more: nothing is corrected.
    assert chi_square(a, b, n_a, n_b, correction="yates") == pytest.approx(chi2, abs=1e-9)
    a, n_a, n_b = 6, 40, 60
    table = stats.chi2_contingency(cells(a, 1, n_a, n_b), correction=True)
    own = chi_square(a, 1, n_a, n_b, correction="yates")
    assert own == pytest.approx(table.statistic, abs=1e-9)
    table = stats.chi2_contingency(cells(a, 1, n_a, n_b), correction=True, lambda_="log-likelihood")
    own = log_likelihood(a, 1, n_a, n_b, correction="yates")
    assert own == pytest.approx(table.statistic, abs=1e-9)


def test_false_discovery_rate_of_benjamini_and_hochberg_1995():
    # Their example, section 3.2: fifteen endpoints, the first four are significant.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    shuffled = pd.Series(p).sample(frac=1, random_state=1)
    adjusted = _false_discovery_rate(shuffled).sort_index()
    assert list(adjusted) == pytest.approx(list(stats.false_discovery_control(p)), abs=1e-12)
    assert (adjusted < 0.05).sum() == 4
    assert _false_discovery_rate(pd.Series([0.01, np.nan]))[1:].isna().all()


def test_terms_that_cannot_tell_by_hand():
    # Equal sides: n occurrences on one side have p = 2 / 2^n. Ten terms with 3 (p = 0.25), two
    # with 7 (0.0156), one with 9 (0.0039): two can reach 0.05 / 2 = 0.025 or three; k = 3 gives
    # 0.0167, which three terms reach.
    n = np.array([3] * 10 + [7, 7, 9])
    assert list(_can_tell(n, 100, 100)) == [False] * 10 + [True] * 3
    # A fourth term with 7 asks for k = 4: 0.0125, which only the term with 9 reaches.
    assert list(_can_tell(np.append(n, 7), 100, 100))[-4:] == [False, False, True, False]
    assert _can_tell(np.array([]), 10, 10).size == 0


def test_two_short_articles_carry_nothing():
    table = compare_terms(tokens(a="甲 甲 乙 丙", b="丁 丁 丁 丙"), target="a")
    assert list(table.columns) == list(KEYNESS)
    assert set(table["verdict"]) == {"insufficient"}
    assert table["p_adjusted"].isna().all()
    assert table["term"].iloc[0] == "甲"
    assert table["term"].iloc[-1] == "丁"


def test_a_clear_difference_is_shown():
    words = tokens(a="甲 " * 40 + "乙 " * 10, b="甲 " * 10 + "乙 " * 40)
    verdicts = compare_terms(words, target="a").set_index("term")
    assert verdicts.loc["甲", "verdict"] == "target"
    assert verdicts.loc["乙", "verdict"] == "reference"
    assert verdicts.loc["甲", "low"] > 0 > verdicts.loc["乙", "high"]
    alike = compare_terms(tokens(a="甲 乙 " * 30, b="甲 乙 " * 30), target="a")
    assert set(alike["verdict"]) == {"unclear"}
    assert alike["g2"].eq(0).all()


def test_one_article_of_several_cannot_speak_for_its_group():
    article = "甲 " * 10
    words = tokens(a=article + "丙 " * 30, b=article, c=article, d=article * 3)
    words["side"] = words["article_id"].map({"a": "t", "b": "t", "c": "r", "d": "r"})
    table = compare_terms(words, target="t", by="side").set_index("term")
    assert table.loc["丙", "g2"] > 20
    assert table.loc["丙", "n_articles_target"] == 1
    assert table.loc["丙", "verdict"] == "insufficient"


def test_groups():
    words = tokens(a="甲 " * 9 + "戊", b="乙 " * 9 + "戊", c="丙 " * 9, d="丁")
    words["year"] = words["article_id"].map({"a": "2019", "b": "2020", "c": "2021", "d": ""})
    rest = compare_terms(words, target="2020", by="year")
    assert set(rest["term"]) == {"甲", "乙", "丙", "戊"}, "an unknown year is on neither side"
    two = compare_terms(words, target=["2019", "2020"], reference="2021", by="year")
    assert two.set_index("term").loc["戊", "n_articles_target"] == 2
    one = compare_terms(words, target="2019", reference=["2020"], by="year").set_index("term")
    assert one.loc["戊", "n_target"] == one.loc["戊", "n_reference"] == 1
    assert "丙" not in one.index


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ({"target": "x"}, r"target: no words with article_id x; there are: a, b"),
        ({"target": []}, "target: no words"),
        ({"target": "a", "reference": "y"}, "reference: no words with article_id y"),
        ({"target": "a", "reference": ["a", "b"]}, "a stands on both sides"),
        ({"target": "a", "correction": "none at all"}, "not one of none, yates, williams"),
    ],
)
def test_a_wrong_choice_is_named(choice, fault):
    with pytest.raises(ValueError, match=fault):
        compare_terms(tokens(a="甲 乙", b="乙"), **choice)


def test_one_article_has_nothing_to_be_compared_with():
    table = compare_terms(tokens(a="甲 乙"), target="a")
    assert table.empty
    full = compare_terms(tokens(a="甲", b="乙"), target="a")
    assert list(table.dtypes.items()) == list(full.dtypes.items())


def test_no_terms_at_all():
    words = tokens(a="甲", b="乙").assign(kind="stopword")
    table = compare_terms(words, target="a")
    assert table.empty
    assert list(table.columns) == list(KEYNESS)


def test_everyday_chinese():
    pytest.importorskip("wordfreq")
    words = tokens(a="的 " * 5 + "数字化 " * 40 + "斯坦尼斯拉斯·盖里尼 " * 9)
    table = compare_terms(words, target="a", reference="everyday").set_index("term")
    assert table.loc["数字化", "verdict"] == "target"
    assert table.loc["数字化", "log_ratio"] > 5
    assert table.loc["的", "n_reference"] > 1_000_000
    missing = table.loc["斯坦尼斯拉斯·盖里尼"]
    assert (missing["n_reference"], missing["verdict"]) == (0, "insufficient")


def test_everyday_chinese_needs_wordfreq(monkeypatch):
    known = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("wordfreq"):
            raise ImportError(name)
        return known(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ValueError, match="pip install"):
        compare_terms(tokens(a="甲"), target="a", reference="everyday")
