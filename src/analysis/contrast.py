"""Which part of the corpus is compared with which, and the comparison of its words and topics."""

from typing import NamedTuple

import pandas as pd

from analysis.lexicon import Lexicon
from analysis.tables import TABLES
from analysis.terms import compare_terms


class Contrast(NamedTuple):
    """The two sides: a column and two of its values; an empty reference means all others."""

    by: str
    target: str
    reference: str


def choose_contrast(articles: pd.DataFrame) -> Contrast | None:
    """Choose the two sides that a study compares, or None if there are no two.

    Two articles: the earlier against the later. More: the latest publication year against the
    years before; if all are of one year, the publisher with most articles against the others.
    """
    counted = articles[articles["duplicate_of"] == ""]
    if len(counted) == 2:
        dated = counted.assign(published=counted["published"].replace("", "9999"))
        return Contrast("article_id", *dated.sort_values(["published", "article_id"])["article_id"])
    years = sorted(set(counted["published"].str[:4]) - {""})
    if len(years) > 1:
        return Contrast("year", years[-1], "")
    publishers = counted["publisher"].value_counts().drop("", errors="ignore").sort_index()
    if len(publishers) > 1:
        return Contrast("publisher", str(publishers.idxmax()), "")
    return None


def name_sides(articles: pd.DataFrame, contrast: Contrast | None) -> dict[str, str]:
    """Return what ``target`` and ``reference`` are called: titles, years or a publisher."""
    if contrast is None:
        return {}
    if contrast.by == "article_id":
        title = articles.set_index("article_id")["title"]
        return {side: title[getattr(contrast, side)] for side in ("target", "reference")}
    names = {"target": contrast.target}
    if contrast.by == "year":
        earlier = sorted(set(articles["published"].str[:4]) - {"", contrast.target})
        names["reference"] = "–".join(dict.fromkeys((earlier[0], earlier[-1])))
    return names


def join_articles(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` with the columns year, month and publisher of each row's article."""
    dates = articles["published"]
    known = articles[["article_id", "publisher"]].assign(
        year=dates.str[:4], month=dates.str[:7].where(dates.str.len() >= 7, "")
    )
    return table.merge(known, on="article_id", how="left", validate="many_to_one")


def contrast_terms(
    words: pd.DataFrame,
    articles: pd.DataFrame,
    contrast: Contrast | None,
    *,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Return the keyness table of the two sides: one row per term; empty if there are no two."""
    if contrast is None:
        return pd.DataFrame(columns=list(TABLES["keyness"]))
    return compare_terms(
        join_articles(words, articles),
        target=contrast.target,
        reference=contrast.reference or None,
        by=contrast.by,
        lexicon=lexicon,
    )


def sides_of(articles: pd.DataFrame, with_terms: pd.DataFrame, contrast: Contrast) -> pd.Series:
    """Return by article_id the group that each of ``articles`` belongs to; of an article without
    terms, which is none of ``with_terms``, only its own id is known."""
    if contrast.by == "article_id":
        return pd.Series(articles["article_id"].array, index=articles["article_id"])
    groups = join_articles(with_terms[["article_id"]], with_terms)
    groups = groups.set_index("article_id")[contrast.by].fillna("")
    return groups.reindex(articles["article_id"], fill_value="")


def is_reference(groups: pd.Series, contrast: Contrast) -> pd.Series:
    """Return which of the groups are the other side: the one named, or all but the target."""
    return groups == contrast.reference if contrast.reference else groups != contrast.target
