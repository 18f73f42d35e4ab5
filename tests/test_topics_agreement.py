"""Agreement: coders' sheets, alpha and kappa against published examples and other programs."""

import warnings

import numpy as np
import pandas as pd
import pytest

from analysis.lexicon import load_lexicon
from analysis.topics import (
    CodingSheetError,
    agreement,
    code_topics,
    cohen_kappa,
    krippendorff_alpha,
    read_coding,
    sample_for_coding,
)

TOPICS = "topic,zh,en,definition\nwater,水,Water,rivers\nroads,路,Roads,traffic\n"
TERMS = "topic,term,kind\nwater,河,term\nroads,路,term\n"
_ = None


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "topics.csv").write_text(TOPICS, encoding="utf-8")
    (folder / "topic_terms.csv").write_text(TERMS, encoding="utf-8")
    return load_lexicon(folder)


def sentences_of(*texts: str) -> pd.DataFrame:
    rows, start = [], 0
    for number, text in enumerate(texts):
        rows.append(("a", number, "body", "", start, start + len(text), text, pd.NA))
        start += len(text)
    columns = ["article_id", "sentence_no", "zone", "heading", "start", "end", "text"]
    return pd.DataFrame(rows, columns=[*columns, "repeat_of_sentence"])


def coding(coder: str, *topics: str | None) -> pd.DataFrame:
    """One sentence per argument: keys joined by ``;``, "" for none, None for not coded."""
    rows = [
        (coder, "a", number, frozenset(filter(None, keys.split(";"))))
        for number, keys in enumerate(topics)
        if keys is not None
    ]
    return pd.DataFrame(rows, columns=["coder", "article_id", "sentence_no", "topics"])


# --- published worked examples


def test_alpha_of_two_observers_with_binary_data():
    """Krippendorff 2011, section A: ten units, alpha = 0.095."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha([meg, owen]) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_two_observers_with_nominal_data():
    """Krippendorff 2011, section B: twelve units, five values, alpha = 0.692."""
    alpha = krippendorff_alpha(["aabbdcccedda", "babbbccceddd"])
    assert alpha == pytest.approx(0.692, abs=5e-4)


# Krippendorff 2011, section C: four observers, twelve units, missing data; alpha = 0.743.
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


def test_alpha_with_missing_data():
    assert krippendorff_alpha(FOUR_OBSERVERS) == pytest.approx(0.743, abs=5e-4)


def test_kappa_as_published():
    """Cohen 1968, the example of the unweighted kappa, his proportions times 200: 0.492."""
    table = {(1, 1): 88, (1, 2): 10, (1, 3): 2, (2, 1): 14, (2, 2): 40, (2, 3): 6,
             (3, 1): 18, (3, 2): 10, (3, 3): 12}  # fmt: skip
    pairs = [pair for pair, n in table.items() for _i in range(n)]
    assert cohen_kappa(*zip(*pairs, strict=True)) == pytest.approx(0.492, abs=5e-4)


# --- independent computations


def by_krippendorff(ratings) -> float:
    import krippendorff

    numbers = {v: i for i, v in enumerate(sorted({v for r in ratings for v in r if v is not None}))}
    data = [[np.nan if v is None else numbers[v] for v in row] for row in ratings]
    return krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")


def drawn_ratings(seed: int, n_coders: int, n_values: int, missing: float):
    random = np.random.default_rng(seed)
    truth = random.integers(n_values, size=40)
    rows = []
    for _coder in range(n_coders):
        noisy = np.where(random.random(40) < 0.3, random.integers(n_values, size=40), truth)
        gone = random.random(40) < missing
        rows.append([None if lost else int(v) for v, lost in zip(noisy, gone, strict=True)])
    return rows


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(2, 2, 0.0), (3, 4, 0.3), (5, 3, 0.6)])
def test_alpha_agrees_with_the_krippendorff_package(seed, shape):
    ratings = drawn_ratings(seed, *shape)
    assert krippendorff_alpha(ratings) == pytest.approx(by_krippendorff(ratings), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_kappa_agrees_with_scikit_learn(seed):
    from sklearn.metrics import cohen_kappa_score

    one, other = drawn_ratings(seed, 2, 3, 0.2)
    both = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    expected = cohen_kappa_score(*zip(*both, strict=True))
    assert cohen_kappa(one, other) == pytest.approx(expected, abs=1e-9)


@pytest.fixture(scope="module")
def coders():
    """Three coders of 40 sentences, two topics; the third coded only some."""
    water, roads = drawn_ratings(1, 3, 2, 0.0), drawn_ratings(2, 3, 2, 0.0)
    tables = []
    for i, name in enumerate(("x", "y", "z")):
        keys = [
            ";".join(k for k, given in (("water", w), ("roads", r)) if given)
            for w, r in zip(water[i], roads[i], strict=True)
        ]
        tables.append(coding(name, *(None if i == 2 and j % 3 else k for j, k in enumerate(keys))))
    sentences = sentences_of(*("河。" if j % 2 else "路。" if j % 5 else "天。" for j in range(40)))
    return tables, sentences


def as_ratings(tables, topic):
    return [
        [
            None
            if not (row := t[t["sentence_no"] == j]).size
            else int(topic in row["topics"].iloc[0])
            for j in range(40)
        ]
        for t in tables
    ]


@pytest.mark.parametrize("topic", ["water", "roads"])
def test_the_table_agrees_with_other_programs(coders, small, topic):
    from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

    tables, sentences = coders
    hits = code_topics(sentences, lexicon=small)
    row = agreement(tables, hits, lexicon=small).set_index("topic").loc[topic]
    ratings = as_ratings(tables, topic)
    assert row["alpha"] == pytest.approx(by_krippendorff(ratings), abs=1e-9)
    kappas = []
    for a, b in ((0, 1), (0, 2), (1, 2)):
        both = [p for p in zip(ratings[a], ratings[b], strict=True) if None not in p]
        kappas.append(cohen_kappa_score(*zip(*both, strict=True)))
    assert row["kappa"] == pytest.approx(np.mean(kappas), abs=1e-9)
    found = set(hits.loc[hits["topic"] == topic, "sentence_no"])
    truth = [given for r in ratings for given in r if given is not None]
    machine = [int(j in found) for r in ratings for j, given in enumerate(r) if given is not None]
    expected = precision_recall_fscore_support(truth, machine, average="binary")[:3]
    assert tuple(row[["precision", "recall", "f1"]]) == pytest.approx(expected, abs=1e-9)


def test_all_decisions_together(coders, small):
    tables, _sentences = coders
    row = agreement(tables, lexicon=small).set_index("topic").loc["all topics"]
    pooled = [
        one + other
        for one, other in zip(as_ratings(tables, "water"), as_ratings(tables, "roads"), strict=True)
    ]
    assert row["alpha"] == pytest.approx(by_krippendorff(pooled), abs=1e-9)
    assert row["n_sentences"] == 40
    assert pd.isna(row["f1"])
    assert pd.isna(row["n_found"])


def test_intervals_are_the_bootstrap_over_sentences(coders, small):
    from scipy.stats import bootstrap

    tables, sentences = coders
    hits = code_topics(sentences, lexicon=small)
    row = agreement(tables[:1], hits, lexicon=small).set_index("topic").loc["water"]
    given = np.array(as_ratings(tables[:1], "water")[0])
    found = np.isin(np.arange(40), hits.loc[hits["topic"] == "water", "sentence_no"]).astype(int)

    def f1(one, other, axis):
        return 2 * (one * other).sum(axis=axis) / (one.sum(axis=axis) + other.sum(axis=axis))

    drawn = bootstrap(
        (given, found), f1, paired=True, vectorized=True, n_resamples=8000, method="percentile",
        rng=np.random.default_rng(5),
    ).confidence_interval  # fmt: skip
    assert (row["f1_low"], row["f1_high"]) == pytest.approx((drawn.low, drawn.high), abs=0.02)
    assert pd.isna(row["alpha"])  # one coder agrees with nobody
    assert row["f1_low"] < row["f1"] < row["f1_high"]


# --- what is not defined, and bad input


def test_what_is_not_defined_is_empty(small):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = agreement([coding("x", "water", ""), coding("y", "water", "")], lexicon=small)
    rows = table.set_index("topic")
    assert rows.loc["water", "alpha"] == 1.0
    assert np.isnan(rows.loc["roads", "alpha"])  # nobody gave it
    assert np.isnan(rows.loc["roads", "kappa"])
    assert np.isnan(rows.loc["water", "alpha_low"])  # two sentences bear no interval


def test_coders_of_different_sentences_have_no_agreement(small):
    table = agreement([coding("x", "water", None), coding("y", None, "water")], lexicon=small)
    assert table["alpha"].isna().all()
    assert table["kappa"].isna().all()
    assert set(table["n_sentences"]) == {2}


def test_no_coding_gives_an_empty_table(small):
    table = agreement([coding("x")], lexicon=small)
    assert table.empty
    assert "alpha_low" in table.columns


def test_one_coder_twice_is_an_error(small):
    with pytest.raises(ValueError, match="coded one sentence twice"):
        agreement([coding("x", "water"), coding("x", "roads")], lexicon=small)


def test_a_sample_is_drawn_written_and_read_back(tmp_path, small):
    sentences = sentences_of(*(f"第{j}句，有“逗号”。" for j in range(30)))
    path = tmp_path / "anna.csv"
    sheet = sample_for_coding(sentences, n=12, seed=3, path=path)
    assert len(sheet) == 12
    assert sheet["sentence_no"].is_monotonic_increasing
    shuffled = sentences.sample(frac=1, random_state=1)
    assert sample_for_coding(shuffled, n=12, seed=3).equals(sheet)
    assert not sample_for_coding(sentences, n=12, seed=4).equals(sheet)
    assert len(sample_for_coding(sentences, n=99)) == 30

    filled = sheet.assign(topics=["water", "water; roads", "none", *[""] * 9])
    filled.to_csv(path, index=False, encoding="utf-8-sig")
    read = read_coding(path, sentences=sentences, lexicon=small)
    assert list(read["coder"]) == ["anna"] * 3
    assert list(read["topics"]) == [
        frozenset({"water"}),
        frozenset({"water", "roads"}),
        frozenset(),
    ]
    assert list(read["sentence_no"]) == list(sheet["sentence_no"][:3])
    in_hand = read_coding(filled, coder="anna", sentences=sentences, lexicon=small)
    pd.testing.assert_frame_equal(in_hand, read)
    with pytest.raises(CodingSheetError, match="sheet, line 2: 'watr' is not a topic"):
        read_coding(filled.assign(topics="watr"), lexicon=small)


def test_repeated_sentences_are_not_sampled():
    sentences = sentences_of("甲。", "甲。", "乙。")
    sentences.loc[1, "repeat_of_sentence"] = 0
    assert list(sample_for_coding(sentences)["sentence_no"]) == [0, 2]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,0,甲。,watr\n", "anna.csv, line 2: 'watr' is not a topic of topics.csv"),
        ("a,0,甲。,water\na,0,甲。,none\n", "anna.csv, line 3: a + 0 is listed twice"),
        ("a,0,甲。,water;none\n", "anna.csv, line 2: 'none' stands beside a topic"),
        ("a,7,甲。,water\n", "anna.csv, line 2: sentence 7 of a does not exist"),
        ("a,x,甲。,water\n", "anna.csv, line 2: sentence_no is 'x', not a number"),
        ("a,0,丙。,water\n", "anna.csv, line 2: the text is not that of the sentence"),
        ("a,0,甲。\n", "anna.csv, line 2: 3 cells, the header has 4"),
    ],
)
def test_faults_of_a_sheet_name_file_and_line(tmp_path, small, rows, message):
    path = tmp_path / "anna.csv"
    path.write_text("article_id,sentence_no,text,topics\n" + rows, encoding="utf-8")
    with pytest.raises(CodingSheetError) as error:
        read_coding(path, sentences=sentences_of("甲。", "乙。"), lexicon=small)
    assert message in str(error.value)
