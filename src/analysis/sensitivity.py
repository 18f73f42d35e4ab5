"""What would change if something were counted differently."""

import pandas as pd

from analysis.build import tables_of
from analysis.corpus import read_corpus, resplit
from analysis.study import Study

# Where the article itself gives the year; `previous`, `paragraph` and `document` are inferred.
_STATED = ("clause", "sentence", "heading")


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

    One row per number that moves: kind (`claims of a year`, `term`, `sentences of a topic`),
    item, without, with_zone, difference; the largest difference first within a kind.
    """
    articles = [a for a in read_corpus(study.paths.raw).articles if not a.duplicate_of]
    kept = [
        resplit(a, [z._replace(zone="body") if z.zone == zone else z for z in a.zones])
        for a in articles
    ]
    counts = [_counts(tables_of(side, lexicon=study.lexicon)) for side in (articles, kept)]
    table = pd.concat(counts, axis=1, keys=["without", "with_zone"]).fillna(0).astype("int64")
    table = table.assign(difference=table["with_zone"] - table["without"]).reset_index()
    moved = table[table["difference"] != 0]
    size = moved["difference"].abs()
    return (
        moved.assign(size=size)
        .sort_values(["kind", "size", "item"], ascending=[True, False, True])
        .drop(columns="size")
        .reset_index(drop=True)
    )


def describe_with_zone(table: pd.DataFrame, *, lang: str = "en") -> str:
    """Say how far the numbers would move: what ``compare_with_zone`` found, in a sentence."""
    if table.empty:
        return "没有任何数字会改变。" if lang == "zh" else "No number would move."
    years = table[table["kind"] == "claims of a year"]
    new = sorted(years.loc[years["without"] == 0, "item"])
    n_claims, n_terms = int(years["difference"].sum()), int((table["kind"] == "term").sum())
    n_topics = int((table["kind"] == "sentences of a topic").sum())
    if lang == "zh":
        text = f"会多出{n_claims}条数值陈述，{n_terms}个词和{n_topics}个主题的计数会改变"
        return f"{text}；新出现的年份：{'、'.join(new)}。" if new else f"{text}。"
    text = (
        f"{n_claims} more claims would be counted, and the counts of {n_terms} words and "
        f"{n_topics} topics would move"
    )
    return f"{text}; years that no article speaks of: {', '.join(new)}." if new else f"{text}."


def _counts(tables: dict[str, pd.DataFrame]) -> pd.Series:
    claims = tables["claims"][tables["claims"]["repeat_of"] == ""]
    parts = {
        "claims of a year": claims["year"].astype("str").replace("<NA>", "?").value_counts(),
        "term": tables["terms"].groupby("term")["n"].sum(),
        "sentences of a topic": tables["topic_coverage"].groupby("topic")["n_sentences"].sum(),
    }
    return pd.concat(parts, names=["kind", "item"])
