"""Every chart, for two articles and for forty: its words, that none is cut or covered, its marks."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
import synthetic_tables as made
from figure_checks import calls, marks, outside, overlapping, said, words_of

import analysis.figures as charts
from analysis.figures.style import FONT_FAMILY, chart_style

NAMES = sorted(calls(2))


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("n", "lang"), [(2, "zh"), (40, "en")])
def test_no_word_is_cut_or_covered_and_every_chart_says_what_it_counts(name, n, lang):
    ax = calls(n)[name](lang=lang)
    words = words_of(ax)
    assert outside(ax, words) == []
    # A cloud packs words by their ink, which test_figures_values looks at.
    assert name == "word_cloud" or overlapping(ax, words) == []
    text = said(ax, words)
    assert "n = " in text
    assert ("来源：" if lang == "zh" else "Source: ") in text
    drawing = charts.drawing_of(ax)
    assert drawing.alt.endswith(("。", "."))
    rows = drawing.rows["mark"]
    assert rows.is_unique
    assert len(rows)
    if name == "dispersion":  # one artist for the ticks of a term in an article
        assert set(marks(ax)) < set(rows)
    else:
        assert set(marks(ax)) == set(rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_gives_a_chart_that_says_so(name):
    call = calls(2)[name]
    table = call.args[0]
    ax = call.func(
        table.iloc[:0],
        lang="en",
        **{key: value for key, value in call.keywords.items() if key != "articles"},
    )
    words = words_of(ax)
    assert "Nothing to show" in said(ax, words)
    assert outside(ax, words) == []
    assert len(charts.drawing_of(ax).rows) == 0


@pytest.mark.parametrize("preset", ["page", "slide"])
@pytest.mark.parametrize("name", ["year_comparison", "topic_coverage", "rank_ladder"])
def test_the_wider_presets_hold_their_words(preset, name):
    with chart_style(preset):
        ax = calls(2)[name](lang="en")
    assert ax.figure.get_figwidth() == pytest.approx({"page": 7.0, "slide": 10.0}[preset])
    assert outside(ax) == []
    assert overlapping(ax) == []


def test_a_column_is_89_millimetres_wide():
    ax = charts.plot_zones(made.zones(2))
    assert ax.figure.get_figwidth() * 25.4 == pytest.approx(88.9)


def test_one_article_and_two_hundred_are_drawn():
    for n in (1, 200):
        ax = charts.plot_targets_by_year(made.claims(n), articles=made.articles(n), lang="en")
        words = words_of(ax)
        assert outside(ax, words) == []
        assert overlapping(ax, words) == []


def test_nothing_is_changed_outside_the_style():
    before = dict(mpl.rcParams)
    charts.plot_zones(made.zones(2))
    with chart_style("slide"):
        assert mpl.rcParams["font.family"] == list(FONT_FAMILY)
        assert mpl.rcParams["font.sans-serif"] == list(FONT_FAMILY)
    assert dict(mpl.rcParams) == before


def test_an_unknown_preset_is_named():
    with pytest.raises(ValueError, match="no preset 'poster': choose one of column, page, slide"):
        chart_style("poster").__enter__()


def test_a_table_of_another_kind_is_refused_by_its_missing_columns():
    with pytest.raises(ValueError, match="no zones table: it lacks zone"):
        charts.plot_zones(pd.DataFrame({"article_id": [], "start": [], "end": []}))


def test_one_s_own_axes_are_used_and_returned():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 5))
    assert charts.plot_terms(made.terms(2), ax=left, lang="en") is left
    assert charts.plot_terms(made.terms(2), ax=right) is right
    assert "The most frequent terms" in said(left)
    assert figure.get_size_inches() == pytest.approx([9, 5])


def test_axes_of_others_have_no_drawing():
    with pytest.raises(ValueError, match="not drawn by a plot_ function"):
        charts.drawing_of(plt.figure().add_subplot())


def test_another_language_is_a_column_of_the_labels(tmp_path, capsys):
    from analysis.lexicon import load_lexicon
    from analysis.paths import LEXICON

    (tmp_path / "labels.csv").write_text(
        (LEXICON / "labels.csv")
        .read_text("utf-8")
        .replace("key,zh,en,note", "key,zh,en,note,vi")
        .replace("\n", ",\n")
        .replace("key,zh,en,note,vi,\n", "key,zh,en,note,vi\n")
        .replace("Word cloud,,", "Word cloud,,Đám mây từ"),
        "utf-8",
    )
    ax = charts.plot_word_cloud(made.terms(2), lang="vi", lexicon=load_lexicon(tmp_path))
    assert "Đám mây từ" in said(ax)
    assert "字越大" in said(ax)
    assert "no label in 'vi', Chinese printed: " in capsys.readouterr().err
    with pytest.raises(ValueError, match="no column 'xx'"):
        charts.plot_word_cloud(made.terms(2), lang="xx")
