"""What a mark shows is what its row says: lengths, places, counts, colours."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import synthetic_tables as made
from figure_checks import marks, said
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

import analysis.figures as charts
from analysis.figures.places import place_labels, spread
from analysis.figures.style import (
    REPORT_COLOURS,
    RESULT_COLOURS,
    STATUS_COLOURS,
    ZONE_COLOURS,
    ink_on,
    printable,
    shade,
    year_colour,
)
from analysis.figures.text import shorten, text_width, wrap


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def rows_of(ax):
    return charts.drawing_of(ax).rows.set_index("mark")


def test_zones_are_as_long_as_their_share_and_fill_each_bar():
    ax = charts.plot_zones(made.zones(2), articles=made.articles(2))
    rows, drawn = rows_of(ax), marks(ax)
    for mark, row in rows.iterrows():
        assert drawn[mark].get_width() == pytest.approx(100 * row["share"])
        assert to_hex(drawn[mark].get_facecolor()).upper() == ZONE_COLOURS[row["zones"]]
    assert rows.groupby("article_id")["share"].sum().to_list() == pytest.approx([1, 1, 1])
    zones = made.zones(2)
    own = zones[zones["article_id"] == rows["article_id"].iloc[-1]]
    body = own[own["zone"] == "body"].iloc[0]
    shown = rows[(rows["article_id"] == body["article_id"]) & (rows["zones"] == "body")]
    assert shown["n_characters"].item() == body["end"] - body["start"]


def test_each_cell_has_its_number_of_targets_and_zeros_are_shown():
    claims = made.claims(2)
    ax = charts.plot_targets_by_year(claims, articles=made.articles(2), lang="en")
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"] == "")]
    rows = rows_of(ax)
    assert rows["n_targets"].sum() == len(targets)
    for _, row in rows.iterrows():
        own = targets[targets["article_id"] == row["article_id"]]
        assert row["n_targets"] == (own["year"] == int(row["year"])).sum()
    silent = made.articles(2)["article_id"].iloc[1]
    assert rows.loc[rows["article_id"] == silent, "n_targets"].to_list() == [0, 0]
    assert said(ax).split("\n").count("0") == 3


def test_targets_that_were_corrected_by_hand_are_told_under_the_chart():
    claims = made.claims(2).assign(source="rule")
    assert "by hand" not in said(charts.plot_targets_by_year(claims, lang="en"))
    claims.loc[claims["year"] == 2030, "source"] = "human"
    assert "1 target was corrected by hand." in said(charts.plot_targets_by_year(claims, lang="en"))
    assert "其中1项目标经人工订正。" in said(charts.plot_targets_by_year(claims))


def test_articles_and_years_without_room_are_summed_up_and_nothing_is_lost():
    claims = made.claims(40)
    ax = charts.plot_targets_by_year(claims, articles=made.articles(40), lang="en")
    targets = claims[(claims["status"] == "target") & (claims["repeat_of"] == "")]
    assert rows_of(ax)["n_targets"].sum() == len(targets)
    assert "28 other articles" in said(ax)
    assert {"other", "none"} <= set(rows_of(ax)["year"])


def test_points_stand_at_the_percentages_and_one_year_has_its_own_section():
    ax = charts.plot_year_comparison(made.year_comparison(2), lang="en")
    rows, drawn = rows_of(ax), marks(ax)
    for mark, row in rows.iterrows():
        if row["unit"] == "%":
            assert drawn[mark].get_xdata()[0] == row["value"]
        else:
            assert drawn[mark].get_text() == "2030: universal, no number"
    assert set(rows["unit"]) == {"%", "qualitative"}
    assert len(rows) == 4 * 2 + 4 + 3
    text = said(ax)
    for heading in ("more than one year (4)", "2025 only (4)", "2030 only (3)"):
        assert f"Promised for {heading}" in text
    assert "5 indicators in ranks or other units: not in this chart." in text
    # The first year is a ring and every later one filled: told apart without colour.
    rings = {
        row["year"]
        for mark, row in rows.iterrows()
        if row["unit"] == "%" and drawn[mark].get_markerfacecolor() == "white"
    }
    assert rings == {2025}


def test_the_years_to_compare_can_be_chosen_and_the_others_are_named():
    ax = charts.plot_year_comparison(made.year_comparison(2), years=[2030], lang="en")
    assert set(rows_of(ax)["year"]) == {2030}
    assert "Values for other years (2025) are not drawn." in said(ax)


def test_several_values_for_one_year_are_counted_not_averaged():
    table = made.year_comparison(2)
    table.loc[0, ["value_to", "reason"]] = [None, "several_values: 90 / 100"]
    ax = charts.plot_year_comparison(table, lang="en")
    assert "1 indicator with several values for one year: not drawn" in said(ax)
    level4 = rows_of(ax)
    level4 = level4[level4["indicator"] == "level4_services"]
    assert level4[["year", "value"]].to_numpy().tolist() == [[2025, 80.0]]


def test_ranks_run_downwards_on_their_own():
    ax = charts.plot_rank_ladder(made.year_comparison(2))
    bottom, top = ax.get_ylim()
    assert bottom > top
    rows, drawn = rows_of(ax), marks(ax)
    for mark, row in rows.iterrows():
        assert drawn[mark].get_ydata()[0] == row["rank"]
    assert rows["rank"].tolist() == [70, 50, 30, 35, 50, 50]
    assert "%" not in said(ax)


def test_one_far_rank_makes_the_ladder_logarithmic():
    table = made.year_comparison(2)
    table.loc[table["indicator"] == "gii_rank", "value_from"] = 900
    ax = charts.plot_rank_ladder(table, lang="en")
    assert ax.get_yscale() == "log"
    assert "logarithmic" in said(ax)


def test_bars_are_as_long_as_the_counts_and_shaded_by_range():
    terms = made.terms(2)
    ax = charts.plot_terms(terms, n_articles=2, top=8, lang="en")
    total = terms.groupby("term")["n"].sum()
    for mark, row in rows_of(ax).iterrows():
        assert marks(ax)[mark].get_width() == row["n"] == total[row["term"]]
    order = rows_of(ax)["n"].to_list()
    assert order == sorted(order, reverse=True)
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert f"{total.size - 8} further terms are not shown." in said(ax)


def test_a_cloud_keeps_its_words_apart_and_the_larger_is_the_more_frequent():
    ax = charts.plot_word_cloud(made.terms(2), n_articles=2)
    sizes = [marks(ax)[mark].get_fontsize() for mark in rows_of(ax).index]
    assert sizes == sorted(sizes, reverse=True)
    again = charts.plot_word_cloud(made.terms(2).sample(frac=1, random_state=3), n_articles=2)
    places = [
        {a.get_text(): a.get_position() for a in marks(chart).values()} for chart in (ax, again)
    ]
    assert places[0] == places[1]


def test_no_word_of_a_cloud_is_drawn_on_another():
    ax = charts.plot_word_cloud(made.terms(2), n_articles=2, top=25)
    words = list(marks(ax).values())
    others = [a for a in ax.figure.findobj(lambda a: hasattr(a, "draw")) if a not in words]
    for artist in others:
        if artist not in (ax.figure, ax):
            artist.set_visible(False)
    ax.figure.set_dpi(100)
    inked = 0
    for word in words:
        for other in words:
            other.set_visible(other is word)
        ax.figure.canvas.draw()
        inked = inked + (np.asarray(ax.figure.canvas.buffer_rgba())[..., :3].min(axis=2) < 200)
    assert inked.any()
    assert (inked > 1).sum() == 0, (inked > 1).sum()


def test_too_few_occurrences_give_words_instead_of_a_point():
    keyness = made.keyness(2)
    ax = charts.plot_contrast(keyness, target="甲", reference="乙", top=40, lang="en")
    drawn = marks(ax)
    for mark, row in rows_of(ax).iterrows():
        if row["verdict"] == "insufficient":
            assert drawn[mark].get_text() == "too few to tell"
        else:
            assert drawn[mark].get_xdata()[0] == pytest.approx(row["log_ratio"])
    assert (rows_of(ax)["verdict"] == "insufficient").sum() == 14
    assert "For 14 of 40 terms the counts are too small to tell." in said(ax)


def test_an_unclear_difference_is_hollow_and_g2_of_both_sides_counts():
    keyness = made.keyness(2)
    keyness["verdict"] = ["unclear"] * 20 + ["reference"] * 20
    keyness["g2"] = [5.0] * 20 + [-50.0] * 20
    ax = charts.plot_contrast(keyness, top=20)
    assert set(rows_of(ax)["verdict"]) == {"reference"}
    ax = charts.plot_contrast(keyness.head(20), top=5)
    assert {marks(ax)[mark].get_markerfacecolor() for mark in rows_of(ax).index} == {"white"}


def test_coverage_cells_hold_share_and_count_and_a_study_s_own_topic_is_shown(tmp_path):
    from analysis.lexicon import load_lexicon
    from analysis.paths import LEXICON

    (tmp_path / "topics.csv").write_text(
        (LEXICON / "topics.csv").read_text("utf-8") + "sport,体育,Sport,Games and matches,\n",
        "utf-8",
    )
    table = made.topic_coverage(2)
    key = table["article_id"].iloc[0]
    new = pd.DataFrame([(key, "sport", 9, 9, 0.5, 0.3, 0.7)], columns=table.columns)
    ax = charts.plot_topic_coverage(
        pd.concat([table, new]), lexicon=load_lexicon(tmp_path), lang="en"
    )
    text = said(ax)
    assert "Sport" in text
    assert "50% (9)" in text
    rows = rows_of(ax)
    for row in table.to_dict("records"):
        shown = rows[(rows["article_id"] == row["article_id"]) & (rows["topic"] == row["topic"])]
        assert shown["share"].item() == row["share"]
        assert shown["n_sentences"].item() == row["n_sentences"]
    ground = {
        mark: sum(cell.get_facecolor()[:3])
        for mark, cell in marks(ax).items()
        if mark in rows.index
    }
    by_share = [ground[mark] for mark in rows.sort_values("share").index]
    assert by_share == sorted(by_share, reverse=True)
    assert by_share[0] > by_share[-1]
    means = rows.groupby("topic", sort=False)["share"].mean().to_list()
    assert means == sorted(means, reverse=True)


def test_more_than_six_articles_are_left_out_of_the_heatmap_and_stand_in_the_mean():
    table = made.topic_coverage(40)
    ax = charts.plot_topic_coverage(table, articles=made.articles(40), lang="en")
    rows = rows_of(ax)
    assert rows["article_id"].nunique() == 7
    mean = rows[(rows["article_id"] == "") & (rows["topic"] == "digital_economy")]["share"].item()
    assert mean == pytest.approx(table[table["topic"] == "digital_economy"]["share"].mean())
    assert "34 further articles are not shown." in said(ax)


def test_flags_stand_at_the_targets_and_values_of_one_year_are_both_shown():
    targets = pd.DataFrame(
        {"indicator": ["gii_rank"], "scope": "national", "target_year": [2025], "target": [35.0]}
    )
    ax = charts.plot_ranks_over_time(made.outcomes(), targets=targets)
    rows, drawn = rows_of(ax), marks(ax)
    for mark, row in rows.iterrows():
        assert (drawn[mark].get_xdata()[0], drawn[mark].get_ydata()[0]) == (
            row["year"],
            row["rank"],
        )
    assert rows.iloc[0]["indicator"] == "gii_rank"
    assert len(rows[(rows["indicator"] == "gii_rank") & (rows["year"] == 2020)]) == 2
    for panel in ax.child_axes:
        assert panel.get_ylim()[0] > panel.get_ylim()[1]


def test_tiles_have_the_colour_and_the_word_of_their_result():
    table = made.target_outcomes(2)
    ax = charts.plot_outcome_tiles(table, lang="en")
    for mark, row in rows_of(ax).iterrows():
        colour = to_hex(marks(ax)[mark].get_facecolor()).upper()
        assert colour == RESULT_COLOURS[row["result"]]
    text = said(ax)
    for word in ("✓ met", "× missed", "? disputed", "– not testable", "… not due", "○ no data"):
        assert word in text
    assert "met 1 · missed 1" in text


def test_a_target_that_one_article_reports_counts_as_reported():
    table = made.reported(1).head(3).assign(state="left_out")
    other = table.assign(article_id="b", state=["reported", "changed", "left_out"])
    ax = charts.plot_reported(pd.concat([table, other]))
    states = rows_of(ax).set_index("indicator")["state"].to_dict()
    assert states == {"i0": "reported", "i1": "changed", "i2": "left_out"}
    colours = {
        row["state"]: to_hex(marks(ax)[mark].get_facecolor()).upper()
        for mark, row in rows_of(ax).iterrows()
    }
    assert colours == {state: REPORT_COLOURS[state] for state in colours}


def test_the_ribbon_has_a_cell_per_topic_and_sentence():
    hits = made.topic_hits(2)
    key = hits["article_id"].iloc[0]
    ax = charts.plot_article_ribbon(hits, article=key)
    once = hits[hits["article_id"] == key].drop_duplicates(["topic", "sentence_no"])
    assert len(rows_of(ax)) == len(once)


def test_talk_and_commitment_adds_targets_and_averages_shares():
    talk = made.talk(2)
    ax = charts.plot_talk_and_commitment(talk)
    rows = rows_of(ax).set_index("topic")
    assert rows["n_targets"].to_dict() == talk.groupby("topic")["n_claims"].sum().to_dict()
    assert rows["share"].to_dict() == pytest.approx(talk.groupby("topic")["share"].mean().to_dict())


def test_a_timeline_has_a_point_per_promise_and_a_tick_per_article():
    claims = made.claims(2)
    ax = charts.plot_promise_timeline(claims, articles=made.articles(2))
    for mark, row in rows_of(ax).iterrows():
        assert marks(ax)[mark].get_xdata()[0] == row["year"]
    ticks = [line for line in ax.lines if line.get_marker() == "|"]
    assert ticks
    assert {x for line in ticks for x in line.get_xdata()} == {2020 + 0.5 / 12}


def test_a_year_has_one_colour_and_the_later_is_the_darker():
    def lightness(colour):
        return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    years = [2015, 2020, 2025, 2026, 2030, 2035, 2045, 2050]
    light = [lightness(year_colour(year)) for year in years]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == len(years)
    assert lightness(year_colour(2025)) - lightness(year_colour(2030)) > 150
    assert year_colour(1930) == year_colour(2015)
    assert shade(0) == "#FFFFFF"
    assert len(set(STATUS_COLOURS.values())) == 3


def test_letters_are_readable_on_their_ground():
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for ground in [shade(k / 20) for k in range(21)] + list(RESULT_COLOURS.values()):
        ink = luminance(to_hex(ink_on(ground)))
        light, dark = sorted((ink, luminance(to_hex(ground))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3.5, ground


def test_a_missing_glyph_is_drawn_as_geta_and_named_once(capsys):
    assert printable("进度\U00020bb7达到\U00020bb7") == "进度〓达到〓"
    assert printable("a​b‮c\td") == "abc d"
    assert printable("\U00020bb7") == "〓"
    assert capsys.readouterr().err.count("U+20BB7") == 1


@given(
    st.text(alphabet="数字政府（），。、Digital economy 2030 %·", max_size=60), st.integers(20, 200)
)
@settings(max_examples=60, deadline=None)
def test_wrapped_text_loses_nothing_and_no_line_is_too_wide(text, width):
    lines = wrap(text, width, 7).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert text_width(line, 7) <= width or len(line.strip()) <= 3
    assert text_width(shorten(text, width, 7), 7) <= max(width, text_width("…", 7))


def test_a_line_does_not_begin_with_a_comma_or_end_with_an_opening_bracket():
    lines = wrap("数字经济，数字社会（包括电子支付）、数字政府。", 40, 7).split("\n")
    assert len(lines) > 3
    assert not [line for line in lines if line[0] in "，）、。" or line[-1] == "（"]
    assert (
        wrap("national digital transformation", 1000, 7, lines=1)
        == "national digital transformation"
    )
    assert wrap("national digital transformation plan", 60, 7, lines=2).endswith("…")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_labels_that_are_spread_do_not_overlap_and_stay_inside(wanted):
    wanted = sorted(wanted)
    heights = [10.0 + i % 3 for i in range(len(wanted))]
    places = spread(wanted, heights, bounds=(-20, 120))
    for i in range(1, len(places)):
        assert places[i] - places[i - 1] >= (heights[i] + heights[i - 1]) / 2 - 1e-6
    assert places[0] - heights[0] / 2 >= -20 - 1e-6
    assert places[-1] + heights[-1] / 2 <= 120 + 1e-6


def test_labels_beside_points_cover_no_point_and_none_leaves_the_field():
    points = [(10.0 * i, 50.0 + (i % 3) * 4) for i in range(1, 10)]
    sizes = [(30.0, 8.0)] * len(points)
    places = place_labels(points, sizes, radius=[2.0] * len(points), room=(110, 100))
    found = [(place, size) for place, size in zip(places, sizes, strict=True) if place]
    assert len(found) >= 6
    for i, ((x, y), (wide, high)) in enumerate(found):
        assert wide / 2 <= x <= 110 - wide / 2
        for (x_2, y_2), _ in found[i + 1 :]:
            assert abs(x - x_2) >= wide or abs(y - y_2) >= high
        for px, py in points:
            assert abs(px - x) >= wide / 2 + 2 or abs(py - y) >= high / 2 + 2
