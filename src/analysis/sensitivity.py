"""What would change if something were counted differently."""

import pandas as pd

from analysis.build import tables_of
from analysis.corpus import Article, read_corpus, split_sentences
from analysis.periods import find_periods
from analysis.study import Study

# Where the article itself gives the year; `previous`, `paragraph` and `document` are inferred.
_STATED = ("clause", "sentence", "heading")

_KINDS = ("year named", "claims of a year", "term", "sentences of a topic")
_BY_YEAR = _KINDS[:2]


def count_years(claims: pd.DataFrame) -> pd.DataFrame:
    """Count targets per year under four rules: one row per year.

    Columns: year, targets (repeats left out, as everywhere), with_repeats, year_stated (only
    where clause, sentence or heading give the year), with_projections.
    """
    target, distinct = claims["status"] == "target", claims["repeat_of"] == ""
    forecast = claims["status"] == "projection"
    rules = {
        "targets": target & distinct,
        "with_repeats": target,
        "year_stated": target & distinct & claims["year_source"].isin(_STATED),
        "with_projections": (target | forecast) & distinct,
    }
    counts = {name: claims.loc[rows, "year"].value_counts() for name, rows in rules.items()}
    table = pd.DataFrame(counts).fillna(0).astype("int64").sort_index()
    return table.rename_axis("year").reset_index()


def compare_with_zone(study: Study, *, zone: str = "related") -> pd.DataFrame:
    """Show which numbers would move if ``zone`` were read as body.

    One row per number that moves: kind (`year named`, `claims of a year`, `term`, `sentences of
    a topic`), item, without, with_zone, difference; years in their order, else the largest
    difference first within a kind.
    """
    articles = [a for a in read_corpus(study.paths.raw).articles if not a.duplicate_of]
    kept = [_with_zone_as_body(article, zone) for article in articles]
    counts = [_counts(tables_of(side, lexicon=study.lexicon)) for side in (articles, kept)]
    table = pd.concat(counts, axis=1, keys=["without", "with_zone"]).fillna(0).astype("int64")
    table = table.assign(difference=table["with_zone"] - table["without"]).reset_index()
    moved = table[table["difference"] != 0]
    rank = (-moved["difference"].abs()).where(~moved["kind"].isin(_BY_YEAR), 0)
    place = moved["kind"].map({kind: number for number, kind in enumerate(_KINDS)})
    moved = moved.assign(place=place, rank=rank).sort_values(["place", "rank", "item"])
    return moved.drop(columns=["place", "rank"]).reset_index(drop=True)


def describe_with_zone(table: pd.DataFrame, *, lang: str = "en") -> str:
    """Say how far the numbers would move: what ``compare_with_zone`` found, in a sentence."""
    if table.empty:
        return "没有任何数字会改变。" if lang == "zh" else "No number would move."
    years, claims, terms, topics = (table[table["kind"] == kind] for kind in _KINDS)
    new = list(years.loc[years["without"] == 0, "item"])
    n_claims = int(claims["difference"].sum())
    if lang == "zh":
        text = f"会多出{n_claims}条数值陈述，{len(terms)}个词和{len(topics)}个主题的计数会改变"
        return f"{text}；新出现的年份：{'、'.join(new)}。" if new else f"{text}。"
    text = (
        f"{n_claims} more claims would be counted, and the counts of {len(terms)} words and "
        f"{len(topics)} topics would move"
    )
    return (
        f"{text}; years that no article names would appear: {', '.join(new)}."
        if new
        else f"{text}."
    )


def _with_zone_as_body(article: Article, zone: str) -> Article:
    zones = tuple(z._replace(zone="body") if z.zone == zone else z for z in article.zones)
    return article._replace(zones=zones, sentences=tuple(split_sentences(article.text, zones)))


def _counts(tables: dict[str, pd.DataFrame]) -> pd.Series:
    claims = tables["claims"][tables["claims"]["repeat_of"] == ""]
    named = [
        str(period.year)
        for text in tables["sentences"]["text"]
        for period in find_periods(text)
        if period.year is not None
    ]
    parts = {
        "year named": pd.Series(named, dtype="str").value_counts(),
        "claims of a year": claims["year"].astype("str").replace("<NA>", "?").value_counts(),
        "term": tables["terms"].groupby("term")["n"].sum(),
        "sentences of a topic": tables["topic_coverage"].groupby("topic")["n_sentences"].sum(),
    }
    return pd.concat(parts, names=["kind", "item"])
