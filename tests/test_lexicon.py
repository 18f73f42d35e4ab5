"""Instruments are files that researchers edit; a fault names the file, the line and the fault."""

import shutil

import pytest

from analysis.lexicon import SCHEMAS, LexiconError, load_lexicon
from analysis.paths import LEXICON

FAULTS = [
    ("words.csv", "frequency\n3\n", "words.csv, line 1: column missing: word"),
    ("words.csv", "word,frequency\n数据,viel\n", "words.csv, line 2: frequency is 'viel'"),
    ("words.csv", "word\n数据\n\n数据\n", "words.csv, line 4: 数据 is listed twice (line 2)"),
    ("words.csv", "word,note\n数据\n", "words.csv, line 2: 1 cells, the header has 2"),
    ("words.csv", 'word,note\n"数\n据",x\n,y\n', "words.csv, line 4: word is empty"),
    ("topics.csv", "topic,zh,en\n", "topics.csv, line 1: column missing: definition"),
    (
        "topic_terms.csv",
        "topic,term,kind\nno_such,数据,term\n",
        "topic_terms.csv, line 2: topic 'no_such' is not in topics.csv",
    ),
    (
        "topic_terms.csv",
        "topic,term,kind\ninfrastructure,数据,maybe\n",
        "topic_terms.csv, line 2: kind is 'maybe', not one of term, exclude, list",
    ),
    (
        "indicators.csv",
        "indicator,zh,en,unit,direction\nx,甲,a,%,up\n",
        "indicators.csv, line 2: direction is 'up'",
    ),
]


@pytest.mark.parametrize(("file", "content", "message"), FAULTS)
def test_a_fault_names_file_line_and_fault(tmp_path, file, content, message):
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(tmp_path)
    assert str(caught.value).startswith(message)


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path):
    (tmp_path / "words.csv").write_bytes("word\n数据\n".encode() + "数字化转型\n".encode("gb18030"))
    with pytest.raises(LexiconError, match=r"words\.csv, line 3: not UTF-8"):
        load_lexicon(tmp_path)


def test_a_study_file_replaces_the_packages_file_of_its_name_and_no_other(tmp_path):
    (tmp_path / "words.csv").write_text("\ufeffword,note\n低空经济,a\n", encoding="utf-8")
    own, package = load_lexicon(tmp_path), load_lexicon()
    assert [row["word"] for row in own.words] == ["低空经济"]
    assert own.topics == package.topics
    assert own.sha256 != package.sha256


def test_the_packages_own_files_are_read_from_any_copy(tmp_path):
    for name in SCHEMAS:
        shutil.copyfile(LEXICON / f"{name}.csv", tmp_path / f"{name}.csv")
    assert load_lexicon(tmp_path).sha256 == load_lexicon().sha256


def test_a_studys_added_rows_follow_the_packages(tmp_path):
    (tmp_path / "words.add.csv").write_text("word\n低空经济带\n", encoding="utf-8")
    own, package = load_lexicon(tmp_path), load_lexicon()
    assert [row["word"] for row in own.words] == [*(r["word"] for r in package.words), "低空经济带"]
    assert own.words[-1].keys() == package.words[0].keys()
    assert own.sha256 != package.sha256
    (tmp_path / "words.csv").write_text("word\n数据\n", encoding="utf-8")
    assert [row["word"] for row in load_lexicon(tmp_path).words] == ["数据", "低空经济带"]


ADDED_FAULTS = [
    (
        "topics.add.csv",
        "topic,zh,en,definition\ninfrastructure,甲,a,b\n",
        r"topics\.add\.csv, line 2: infrastructure is listed twice \(topics\.csv, line \d+\)",
    ),
    (
        "indicator_names.add.csv",
        "indicator,name\n\nno_such,甲\n",
        r"indicator_names\.add\.csv, line 3: indicator 'no_such' is not in indicators\.csv",
    ),
    ("word.csv", "word\n数据\n", r"word\.csv: no instrument of this name \(there are: words,"),
    ("words.add.csv", "frequency\n3\n", r"words\.add\.csv, line 1: column missing: word"),
]


@pytest.mark.parametrize(("file", "content", "message"), ADDED_FAULTS)
def test_a_fault_in_an_added_file_names_it(tmp_path, file, content, message):
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        load_lexicon(tmp_path)


def test_a_fault_found_later_names_the_added_file(tmp_path):
    from analysis.targets.places import scopes_of
    from analysis.topics.codebook import codebook_of

    (tmp_path / "scopes.add.csv").write_text("scope,zh,en,names\nx,甲,a,越南\n", encoding="utf-8")
    text = "topic,term,kind\ninfrastructure,一词,term\ninfrastructure,一詞,term\n"
    (tmp_path / "topic_terms.add.csv").write_text(text, encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    with pytest.raises(LexiconError, match=r"scopes\.add\.csv, line 2: 越南 is a name of"):
        scopes_of(lexicon)
    with pytest.raises(LexiconError, match=r"add\.csv, line 3: 一詞 is the same as line 2 in"):
        codebook_of(lexicon)


def test_an_instrument_that_was_edited_is_read_again(tmp_path):
    (tmp_path / "words.csv").write_text("word\n数据\n", encoding="utf-8")
    before = load_lexicon(tmp_path)
    assert load_lexicon(tmp_path) is before
    (tmp_path / "words.csv").write_text("word\n数字\n", encoding="utf-8")
    assert [row["word"] for row in load_lexicon(tmp_path).words] == ["数字"]
