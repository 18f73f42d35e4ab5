"""A study compares two of its parts: which, and what they are called."""

import pandas as pd
import pytest

from analysis.contrast import Contrast, choose_contrast, join_articles, name_sides


def articles(*rows):
    columns = ["article_id", "published", "publisher", "duplicate_of"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("b", "", "", ""), ("a", "", "", "")], ("article_id", "a", "b")),
        (
            [("a", "2020", "", ""), ("b", "2021-05", "", ""), ("c", "2021", "", "")],
            ("year", "2021", ""),
        ),
        (
            [("a", "2020", "甲", ""), ("b", "2020", "乙", ""), ("c", "", "乙", "")],
            ("publisher", "乙", ""),
        ),
        ([("a", "2020", "甲", ""), ("b", "2020", "甲", "a")], None),
    ],
)
def test_the_contrast_takes_two_articles_else_years_else_publishers(rows, expected):
    assert choose_contrast(articles(*rows)) == expected


def test_the_sides_are_called_by_title_or_years():
    rows = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "published": ["2019", "2020-05-01", "2021"]}
    ).assign(title=["甲", "乙", "丙"])
    assert name_sides(rows, Contrast("article_id", "a", "b")) == {"target": "甲", "reference": "乙"}
    assert name_sides(rows, Contrast("year", "2021", "")) == {
        "target": "2021",
        "reference": "2019–2020",
    }
    assert name_sides(rows, Contrast("publisher", "甲报", "")) == {"target": "甲报"}
    assert name_sides(rows, None) == {}


def test_each_row_gets_the_year_month_and_publisher_of_its_article():
    known = articles(("a", "2020-05-01", "甲", ""), ("b", "2021", "", ""))
    table = join_articles(pd.DataFrame({"article_id": ["b", "a", "b"]}), known)
    assert list(table["year"]) == ["2021", "2020", "2021"]
    assert list(table["month"]) == ["", "2020-05", ""]
    assert list(table["publisher"]) == ["", "甲", ""]
