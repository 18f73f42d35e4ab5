"""Terms beside each other and across articles: collocations, network, dispersion."""

import math
import subprocess
import sys
from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from test_terms import tokens

from analysis.terms import collocations_of, dispersion_of, network_of, positions_of
from analysis.terms.dispersion import deviation_of_proportions
from analysis.terms.network import _holm, layout_of


def lambda_by_definition(sequence, sequences):
    """Compare each sequence with this one, place by place (Blaheta & Johnson 2001, section 3)."""
    counts = dict.fromkeys(product((0, 1), repeat=len(sequence)), 0.5)
    for other in sequences:
        counts[tuple(int(a == b) for a, b in zip(sequence, other, strict=True))] += 1
    value = sum((-1) ** (len(sequence) - sum(cell)) * math.log(n) for cell, n in counts.items())
    return value, value / math.sqrt(sum(1 / n for n in counts.values()))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("甲乙丙丁，"), min_size=3, max_size=40), st.sampled_from([2, 3]))
def test_lambda_and_z_agree_with_their_definition(words, size):
    table = collocations_of(tokens(a=" ".join(words)), sizes=[size], min_count=1)
    sequences = [
        tuple(words[i : i + size])
        for i in range(len(words) - size + 1)
        if "，" not in words[i : i + size]
    ]
    assert set(table["collocation"]) == {" ".join(s) for s in sequences}
    for row in table.to_dict("records"):
        sequence = tuple(row["collocation"].split())
        value, z = lambda_by_definition(sequence, sequences)
        assert row["lambda"] == pytest.approx(value, abs=1e-9)
        assert row["z"] == pytest.approx(z, abs=1e-9)
        assert row["n"] == sequences.count(sequence)
        places = [sum(s[k] == sequence[k] for s in sequences) for k in range(size)]
        dice = 14 + math.log2(size * row["n"] / sum(places))
        assert row["log_dice"] == pytest.approx(dice, abs=1e-9)


def test_lambda_of_two_words_is_the_log_odds_ratio():
    table = collocations_of(tokens(a="甲 乙 ， 甲 乙 ， 甲 丙 ， 丁 乙 ， 丁 丙")).set_index(
        "collocation"
    )
    expected = math.log((2.5 * 1.5) / (1.5 * 1.5))
    assert table.loc["甲 乙", "lambda"] == pytest.approx(expected, abs=1e-12)


def test_words_only_seen_together_have_the_highest_log_dice():
    table = collocations_of(tokens(a="甲 乙 ， 甲 乙 ， 丙 丁", b="甲 乙"), sizes=[2])
    assert table.to_dict("records")[0]["log_dice"] == 14
    assert table.to_dict("records")[0]["n_articles"] == 2


@pytest.mark.parametrize("sizes", [[1], [5], [2, 9]])
def test_a_wrong_size_is_named(sizes):
    with pytest.raises(ValueError, match="two, three or four words"):
        collocations_of(tokens(a="甲 乙"), sizes=sizes)


def test_dispersion_of_gries_2008():
    # The corpus of his section 2: five parts of 9 to 11 words; "a" has DP = 0.18, "x" 0.78.
    parts = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]
    corpus = tokens(**{f"part{i}": " ".join(part) for i, part in enumerate(parts)})
    table = dispersion_of(corpus, ["a", "x", "b", "z"]).set_index("term")
    assert table.loc["a", "n"] == 15
    assert table.loc["a", "dp"] == pytest.approx(0.18, abs=1e-9)
    assert table.loc["x", "dp"] == pytest.approx(0.78, abs=1e-9)
    # Lijffijt & Gries 2012: divided by 1 − the smallest share, 9 of 50 words.
    assert table.loc["a", "dp_norm"] == pytest.approx(0.18 / 0.82, abs=1e-9)
    assert table.loc["z", "n"] == 0
    assert np.isnan(table.loc["z", "dp"])


def test_dispersion_sees_clusters_inside_one_article():
    table = dispersion_of(tokens(a="甲 " * 10 + "乙 丙 " * 45)).set_index("term")
    assert table.loc["甲", "dp"] == 0
    assert np.isnan(table.loc["甲", "dp_norm"]), "one article: nothing to be spread over"
    assert table.loc["甲", "dp_parts"] == pytest.approx(0.9, abs=1e-9)
    assert table.loc["甲", "dp_norm_parts"] == pytest.approx(1, abs=1e-9)
    assert table.loc["乙", "dp_parts"] == pytest.approx(0.1, abs=1e-9)


def test_parts_without_words_do_not_count():
    dp, norm = deviation_of_proportions([[2, 0, 0]], [5, 5, 0])
    assert (dp[0], norm[0]) == (0.5, 1.0)


def test_one_part_is_no_dispersion():
    with pytest.raises(ValueError, match="two parts or more"):
        dispersion_of(tokens(a="甲 甲"), parts=1)


def test_positions_say_where_in_each_article():
    table = positions_of(tokens(a="甲 乙 甲 丙", b="丙 甲"), ["甲", "无"])
    assert list(table["article_id"]) == ["a", "a", "b"]
    assert list(table["position"]) == [1, 3, 2]
    assert list(table["place"]) == pytest.approx([0.125, 0.625, 0.75], abs=1e-12)


def in_sentences(*texts):
    """Return words, each text a sentence of article a."""
    rows = [("a", number, term) for number, text in enumerate(texts) for term in text.split()]
    return pd.DataFrame(rows, columns=["article_id", "sentence_no", "term"])


SENTENCES = ["甲 乙 乙"] * 6 + ["甲 丙"] + ["丙 丁", "丁 戊", "戊"] * 6


def test_network_edges_agree_with_fishers_test():
    network = network_of(in_sentences(*SENTENCES))
    assert [(e.source, e.target) for e in network.edges.itertuples()] == [("乙", "甲")]
    edge = network.edges.iloc[0]
    n = len(SENTENCES)
    table = [[6, 0], [1, n - 7]]
    assert edge["p"] == pytest.approx(stats.fisher_exact(table, "greater").pvalue, abs=1e-12)
    # Ten pairs of five terms are looked at, and this one is the most surprising.
    assert edge["p_adjusted"] == pytest.approx(10 * edge["p"], abs=1e-12)
    assert edge["n_sentences"] == 6
    assert edge["expected"] == pytest.approx(7 * 6 / n, abs=1e-12)
    assert edge["log_dice"] == pytest.approx(14 + math.log2(2 * 6 / 13), abs=1e-12)
    nodes = network.nodes.set_index("term")
    assert list(nodes["n"]) == [12, 7], "乙 stands twice in each sentence"
    assert list(nodes["n_sentences"]) == [6, 7]
    assert list(nodes["degree"]) == [1, 1]


def test_without_significance_there_is_no_network():
    network = network_of(in_sentences("甲 乙", "甲 乙", "甲 乙"))
    assert network.nodes.empty
    assert network.edges.empty
    assert len(network_of(in_sentences(*SENTENCES), level=1.1).edges) > 1


def test_holm_by_hand():
    # Holm 1979: the smallest times 4, the next times 3 …, never falling.
    assert list(_holm(np.array([0.01, 0.04, 0.03, 0.005]))) == pytest.approx(
        [0.03, 0.06, 0.06, 0.02]
    )


def test_layout_keeps_the_steps_of_a_chain():
    chain = list("甲乙丙丁戊")
    places = layout_of(chain, list(pairwise(chain)))
    assert all(0 <= value <= 1 for place in places.values() for value in place)
    ends = math.dist(places["甲"], places["戊"])
    assert ends == pytest.approx(
        max(math.dist(a, b) for a in places.values() for b in places.values())
    )
    assert layout_of(["甲"], []) == {"甲": (0.5, 0.5)}
    assert layout_of([], []) == {}


def test_network_does_not_depend_on_the_hash_seed():
    code = (
        "import pandas as pd\n"
        "from analysis.terms import network_of\n"
        "rows = [('a', i, t) for i, s in enumerate(['甲乙', '丙丁', '戊己'] * 7) for t in s]\n"
        "words = pd.DataFrame(rows, columns=['article_id', 'sentence_no', 'term'])\n"
        "text = network_of(words).nodes.to_csv() + network_of(words).edges.to_csv()"
    )
    here = {}
    exec(code, here)
    seed = {"PYTHONHASHSEED": "77", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code + "\nprint(text, end='')"]
    other = subprocess.run(command, capture_output=True, check=True, env=seed)
    assert other.stdout.decode().replace("\r\n", "\n") == here["text"]
    assert "甲" in here["text"]
