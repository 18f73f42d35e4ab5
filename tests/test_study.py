"""A study is a folder: made new, opened with fresh tables, asked what would change."""

from pathlib import Path

import pytest

import analysis as an
from analysis.paths import find_study, study_paths
from analysis.tables import table_bytes

ROOT = Path(__file__).resolve().parents[1]

PAGES = {
    "甲.txt": "某省的数字经济目标\n\n到2027年，数字经济占GDP的比重达到20%。\n",
    "乙.txt": "某市的宽带网络目标\n\n到2030年，家庭光纤宽带覆盖率达到95%。（完）\n\n更多\n\n到2045年占比达到50%\n",
}
SOURCES = "file,publisher,published\n甲.txt,甲报,2024-05\n乙.txt,乙报,2023\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    paths = an.new_study(root / "mine")
    for name, text in PAGES.items():
        (paths.raw / name).write_text(text, encoding="utf-8")
    (paths.raw / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return an.open_study(paths.root)


def test_the_study_is_found_from_any_folder_inside(study):
    assert find_study(study.paths.notebooks).root == study.paths.root


def test_open_study_builds_what_is_missing(study):
    assert study.n_articles == 2
    assert list(study.claims["year"]) == [2030, 2027]


def test_the_source_line_names_publishers_and_years(study):
    assert study.source == "乙报, 甲报, 2023–2024"


def test_the_two_sides_of_the_contrast_are_called_by_their_titles(study):
    assert study.contrast == {"target": "某市的宽带网络目标", "reference": "某省的数字经济目标"}


def test_what_would_change_if_related_stories_were_counted(study):
    table = an.compare_with_zone(study, zone="related")
    years = table[table["kind"] == "year named"]
    assert list(years["item"]) == ["2045"]
    assert list(years["difference"]) == [1]
    assert "2045" in an.describe_with_zone(table)
    assert (table["difference"] == table["with_zone"] - table["without"]).all()


def test_nothing_changes_with_a_zone_that_is_not_there(study):
    table = an.compare_with_zone(study, zone="agency")
    assert table.empty
    assert an.describe_with_zone(table) == "No number would move."


def test_years_are_counted_under_four_rules(study):
    table = an.count_years(study.claims)
    assert list(table["year"]) == [2027, 2030]
    assert list(table["targets"]) == [1, 1]
    assert (table["with_repeats"] >= table["targets"]).all()
    assert (table["with_projections"] >= table["targets"]).all()
    assert (table["year_stated"] <= table["targets"]).all()


@pytest.fixture(scope="module")
def sample():
    """The sample study as it is committed."""
    paths = study_paths(ROOT)
    tables = {name: an.read_table(paths.processed / f"{name}.csv") for name in an.TABLES}
    return an.Study(paths=paths, lexicon=an.load_lexicon(), **tables)


def test_the_committed_tables_are_what_the_code_makes_of_the_articles(sample):
    made = an.build_tables(sample.paths.raw, reference=sample.paths.reference)
    for name, table in made.items():
        committed = (sample.paths.processed / f"{name}.csv").read_bytes()
        assert table_bytes(table) == committed, f"{name}.csv is outdated: run make figures"


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_findings_of_the_readme_are_what_the_tables_say(sample, readme, lang):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for reading in (
        an.describe_targets_by_year(sample.claims, articles=sample.articles, lang=lang),
        an.describe_year_comparison(sample.year_comparison, lang=lang),
        an.describe_outcomes(sample.target_outcomes, lang=lang),
        an.describe_reported(sample.reported, lang=lang),
        an.describe_terms(sample.terms, lang=lang),
        an.describe_contrast(sample.keyness, **sample.contrast, lang=lang),
        an.describe_topic_coverage(sample.topic_coverage, lang=lang),
    ):
        assert reading in text, reading


def test_the_five_pairs_of_target_years(sample):
    pairs = sample.year_comparison.query("comparable")
    steps = {
        (row.indicator, row.scope): (row.value_from, row.value_to)
        for row in pairs.itertuples()
        if (row.year_from, row.year_to) == (2025, 2030)
    }
    assert steps == {
        ("level4_services", ""): (80, 100),
        ("work_files_online", "ministry_province"): (90, 100),
        ("work_files_online", "district"): (80, 90),
        ("work_files_online", "commune"): (60, 70),
        ("egdi_rank", ""): (70, 50),
    }
    alone = sample.year_comparison.query("reason == 'one_year'")
    assert alone["year_from"].value_counts().to_dict() == {2025: 7}
    assert alone["year_to"].value_counts().to_dict() == {2030: 4}
    assert {"wef_gci_rank", "itu_gci_rank"} <= set(alone["indicator"])


def test_the_example_of_the_readme_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    exec(compile(code, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "20%" in shown
    assert "2030" in shown


def test_both_readmes_show_the_same_code():
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")
    )
    blocks = [text.split("```python\n")[1].split("```")[0] for text in (english, chinese)]
    assert [b.split("#")[0] for b in blocks[0].splitlines()] == [
        b.split("#")[0] for b in blocks[1].splitlines()
    ]
