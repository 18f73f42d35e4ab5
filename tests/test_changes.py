"""What moved between two builds, and which input moved it."""

import shutil

import pytest

from analysis.__main__ import main
from analysis.build import build
from analysis.changes import KINDS, compare_builds, describe_changes, read_build

PLAN = """临江省批准数字化转型计划

临江省政府近日批准计划，到2027年数字经济占GDP的20%，到2030年占GDP的30%。

到2027年，全省光纤宽带覆盖率达到95%。省长表示，人工智能企业已超过300家。
"""
VISIT = """省长会见企业代表

省长6日会见企业代表，双方讨论网络安全和人才培养。

2025年数字经济占GDP的18%。
"""
REVISED = PLAN.replace("占GDP的20%", "占GDP的25%").replace("300家", "320家")


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """Folders of tables by name, each made from other inputs."""
    root = tmp_path_factory.mktemp("builds")
    raw, lexicon = root / "raw", root / "lexicon"
    raw.mkdir()
    lexicon.mkdir()

    def build_as(name, **articles):
        for path in raw.iterdir():
            path.unlink()
        for article, text in articles.items():
            (raw / f"{article}.txt").write_text(text, encoding="utf-8")
        build(raw, root / name, lexicon_folder=lexicon)

    build_as("old", plan=PLAN, visit=VISIT)
    build_as("added", plan=PLAN, visit=VISIT, more=VISIT.replace("18%", "19%。越南也参加"))
    build_as("removed", visit=VISIT)
    build_as("changed", plan=REVISED, visit=VISIT)
    build_as("renamed", 计划=PLAN, visit=VISIT)
    (raw / "sources.csv").write_text("file,published\nvisit.txt,2025-06\n", encoding="utf-8")
    build(raw.rename(root / "dated"), root / "dated out", lexicon_folder=lexicon)
    text = "topic,term,kind\ninfrastructure,省长,term\n"
    (lexicon / "topic_terms.add.csv").write_text(text, encoding="utf-8")
    raw.mkdir()
    build_as("lexicon", plan=PLAN, visit=VISIT)
    return root


def compared(builds, new, old="old"):
    return compare_builds(read(builds / old), read(builds / new))


def read(folder):
    """Read a build without the versions of its code, which may be at work between two builds."""
    built = read_build(folder)
    inputs = {name: how for name, how in built.inputs.items() if not name.startswith("code/")}
    return built._replace(inputs=inputs)


def of(table, kind):
    rows = table[table["kind"] == kind]
    return {
        (row.item, row.measure): (row.old, row.new, row.cause)
        for row in rows.itertuples(index=False)
    }


def test_two_builds_of_the_same_differ_in_nothing(builds):
    table = compared(builds, "old")
    assert table.empty
    assert describe_changes(table) == "No input changed. No number moved."
    assert describe_changes(table, lang="zh") == "输入没有变化。没有任何数字改变。"


def test_a_changed_article_moves_its_values_and_no_claim_that_only_moved_along(builds):
    table = compared(builds, "changed")
    cause = "article plan changed"
    comparison = of(table, "comparison")
    (moved,) = [value for (item, _), value in comparison.items() if "digital_economy" in item]
    assert moved == ("20 → 30", "25 → 30", cause)
    claims = of(table, "claim")
    assert sorted(measure for _, measure in claims) == ["added", "added", "removed", "removed"]
    quoted = {(old + new).split(" ")[-1] for old, new, _ in claims.values()}
    assert quoted == {"20%", "25%", "300家", "320家"}
    assert {value[2] for value in claims.values()} == {cause}
    assert of(table, "count") == {}
    assert of(table, "input") == {("plan", "article"): ("", "changed", "")}
    assert "1 article changed" in describe_changes(table)
    assert "改动文章1篇" in describe_changes(table, lang="zh")


def test_an_article_that_came_or_went_takes_its_claims_along(builds):
    table = compared(builds, "removed")
    cause = "article plan removed"
    assert of(table, "targets of a year")["2027", "targets"] == ("2", "", cause)
    assert of(table, "count")["corpus", "articles"] == ("2", "1", cause)
    claims = table[table["kind"] == "claim"]
    assert set(claims["measure"]) == {"removed"}
    assert set(claims["cause"]) == {cause}
    assert claims["old"].str.split().str[0].tolist() == ["target"] * 3 + ["actual"]
    back = compared(builds, "old", old="removed")
    assert len(back) == len(table)
    assert set(back.loc[back["kind"] == "claim", "measure"]) == {"added"}


def test_an_instrument_moves_only_what_it_can(builds):
    table = compared(builds, "lexicon", old="renamed")
    assert set(table["kind"]) == {"topic", "input"}
    cause = "lexicon/topic_terms.add.csv added"
    assert {c for c in table["cause"] if c} == {cause}
    old, new, _ = of(table, "topic")["infrastructure", "share of sentences"]
    assert float(old) < float(new)
    assert cause in describe_changes(table)


def test_a_renamed_article_moves_nothing(builds):
    assert compared(builds, "renamed").empty


def test_a_date_of_an_article_is_an_input(builds):
    table = compared(builds, "dated out", old="renamed")
    how = of(table, "input")["visit", "article"][1]
    assert how == "with another published"
    assert "1 article redescribed" in describe_changes(table)


def test_rows_stand_most_important_first_and_have_a_cause(builds):
    for new in ("added", "changed", "removed", "lexicon"):
        table = compared(builds, new)
        places = [KINDS.index(kind) for kind in table["kind"]]
        assert places == sorted(places)
        assert (table.loc[table["kind"] != "input", "cause"] != "").all()
        for kind in ("count", "topic", "term"):
            sizes = table.loc[table["kind"] == kind, "difference"].abs().dropna().tolist()
            assert sizes == sorted(sizes, reverse=True)


def test_tables_of_an_older_version_are_read_without_what_they_lack(builds, tmp_path):
    shutil.copytree(builds / "old", tmp_path / "older")
    for name in ("manifest.json", "topic_hits.csv", "texts.csv"):
        (tmp_path / "older" / name).unlink()
    claims = tmp_path / "older" / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines()
    claims.write_text("\n".join(line.rpartition(",")[0] for line in lines), encoding="utf-8")
    table = compare_builds(read(tmp_path / "older"), read(builds / "lexicon"))
    assert set(table.loc[table["kind"] == "topic", "cause"]) == {"not recorded"}
    assert not (table["kind"] == "claim").any()


def test_parquet_and_csv_say_the_same(builds, tmp_path):
    (tmp_path / "raw").mkdir()
    for name, text in (("plan", PLAN), ("visit", VISIT)):
        (tmp_path / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "raw", tmp_path / "out", format="parquet")
    table = compare_builds(read(builds / "old"), read(tmp_path / "out"))
    assert set(table["kind"]) <= {"input"}


def test_the_command_shows_a_paragraph_and_a_table(builds, tmp_path, capsys):
    file = tmp_path / "moved.csv"
    arguments = ["changes", str(builds / "old"), str(builds / "removed"), "--csv", str(file)]
    assert main([*arguments, "--rows", "2"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Inputs: 1 article removed")
    assert " Moved: " in shown
    assert "more rows" in shown
    assert file.read_text(encoding="utf-8").startswith("kind,item,measure,old,new,difference,cause")
    assert main(["changes", str(tmp_path), str(tmp_path)]) == 1
    assert "holds no tables" in capsys.readouterr().err
