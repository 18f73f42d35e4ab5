"""Whatever stands in a page's list of related stories, no row of any analysis changes."""

import csv
from pathlib import Path

import pytest

from analysis.build import tables_of
from analysis.corpus import parse_article

ROOT = Path(__file__).resolve().parents[1]
CODED = [ROOT.parent / "shared" / "gold" / name for name in ("dev_real", "dev_rewritten")]
OTHER = "\n\n另一则新闻：到2045年数字经济占GDP的60%\n\n某市力争2035年建成500个数据中心。\n"


def pages():
    """Yield id, text, date and where the closing list begins, of every page that has one."""
    for folder in CODED:
        if not folder.is_dir():
            return
        with (folder / "docs.csv").open(encoding="utf-8", newline="") as file:
            dates = {row["doc"]: row["published"] for row in csv.DictReader(file)}
        for path in sorted((folder / "docs").glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            zones = parse_article(text).zones
            own = max((z.end for z in zones if z.zone != "related"), default=0)
            listed = [z.start for z in zones if z.zone == "related" and z.start >= own]
            if listed:
                yield path.stem, text, dates[path.stem], min(listed)


PAGES = list(pages())


@pytest.mark.skipif(not PAGES, reason="the coded documents are not beside the checkout")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda head, listed: head, id="cut off"),
        pytest.param(lambda head, listed: head + "更多" + OTHER, id="replaced"),
        pytest.param(lambda head, listed: head + listed + "\n\n" + listed, id="doubled"),
    ],
)
def test_the_list_of_related_stories_changes_no_row(change):
    def tables(texts):
        articles = [
            parse_article(text, article_id=name, published=published)
            for name, text, published in texts
        ]
        return tables_of(articles)

    before = tables([(name, text, date) for name, text, date, _ in PAGES])
    after = tables([(name, change(text[:at], text[at:]), date) for name, text, date, at in PAGES])
    assert len(PAGES) >= 8
    for name in ("sentences", "claims", "terms", "keyness", "topic_hits", "topic_coverage"):
        assert before[name].equals(after[name]), name
