"""All tables that compare claims: with each other, with decisions, with what happened.

Claims are compared within an indicator, known or in the same words. So those of a large corpus are
dealt out by indicator, laid aside on the disk, and compared one deal after the other.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.lexicon import Lexicon
from analysis.targets.identity import (
    candidates_in_order,
    folded_words,
    indicator_candidates,
)
from analysis.targets.outcomes import (
    OUTCOMES_ORDER,
    latest_of,
    outcomes_in,
    outcomes_of,
    targets_in,
)
from analysis.targets.reference import Reference
from analysis.targets.years import (
    CONFLICTS_ORDER,
    REVISIONS_ORDER,
    YEARS_ORDER,
    conflicts_in,
    in_order,
    revisions_in,
    values_by_series,
    years_in,
)

# Of a claim, what it is compared by.
_COMPARED = [
    *("claim_id", "article_id", "status", "value", "value_high", "unit", "comparator", "change"),
    *("year", "year_start", "indicator_text", "indicator", "repeat_of", "scope_key", "basis"),
]
# The claims of so many articles are compared at a time; more deals than these would be many files.
_ARTICLES_OF_A_DEAL = 1000
_MOST_DEALS = 64

_ORDERS = {
    "year_comparison": YEARS_ORDER,
    "conflicts": CONFLICTS_ORDER,
    "revisions": REVISIONS_ORDER,
    "target_outcomes": OUTCOMES_ORDER,
}


class Compared(NamedTuple):
    """What is known of all claims before any are compared: the latest year that is promised, and
    the latest date that something is reported of."""

    latest_year: int = 0
    latest_date: str = ""

    def with_claims(self, claims: pd.DataFrame, articles: pd.DataFrame) -> "Compared":
        """Return what is known with some more claims, and the articles that hold them."""
        dated = claims[claims["year"].notna()]
        promised = dated.loc[dated["status"] == "target", "year"]
        known = dated[(dated["indicator"] != "") & dated["value"].notna()]
        reached = known[known["status"] == "actual"]
        dates = articles.set_index("article_id")["published"].reindex(reached["article_id"])
        outcomes = pd.DataFrame({"as_of": dates.to_numpy(), "year": reached["year"].to_numpy()})
        return Compared(
            max(self.latest_year, int(promised.max()) if len(promised) else 0),
            max(self.latest_date, latest_of(outcomes)),
        )


class Deals:
    """Claims dealt out by indicator, so that all that are ever compared come in one deal.

    They lie in files of ``folder``; without one there is one deal, in memory.
    """

    def __init__(self, folder: Path | None = None, *, n_articles: int = 0):
        n = 1 if folder is None else min(1 + n_articles // _ARTICLES_OF_A_DEAL, _MOST_DEALS)
        self._tables: list[list[pd.DataFrame]] = [[] for _ in range(n)]
        self._files = [] if n == 1 else [folder / f"claims-{i}.arrow" for i in range(n)]
        self._streams: list = []

    def add(self, claims: pd.DataFrame) -> None:
        """Deal out some more claims; repeats are left out."""
        ids = set(claims["claim_id"].tolist())
        repeats = [of in ids for of in claims["repeat_of"].tolist()]
        claims = claims.loc[~np.array(repeats, bool), _COMPARED].reset_index(drop=True)
        n = len(self._tables)
        if n == 1:
            self._tables[0].append(claims)
            return
        pairs = zip(claims["indicator"].tolist(), claims["indicator_text"].tolist(), strict=True)
        names = [indicator or folded_words(words) for indicator, words in pairs]
        deal = pd.util.hash_array(np.array(names, object)) % n
        for i, file in enumerate(self._files):
            table = pa.Table.from_pandas(claims[deal == i], preserve_index=False)
            if len(self._streams) < n:
                self._streams.append(pa.ipc.new_stream(str(file), table.schema))
            self._streams[i].write_table(table)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        for stream in self._streams:
            stream.close()
        for file in self._files:
            with pa.ipc.open_stream(str(file)) as stream:
                yield stream.read_all().to_pandas()
        for tables in self._tables if not self._files else ():
            yield pd.concat(tables, ignore_index=True)


def compare_deals(
    deals: Iterable[pd.DataFrame],
    articles: pd.DataFrame,
    known: Reference,
    compared: Compared,
    *,
    lexicon: Lexicon,
) -> dict[str, pd.DataFrame]:
    """Return by name the tables of ``compare_years``, ``conflicts_of``, ``revisions_of``,
    ``indicator_candidates`` and ``target_outcomes`` over the claims of all ``deals``.
    """
    state = max(compared.latest_date, latest_of(known.outcomes))
    found: dict[str, list[pd.DataFrame]] = {}
    for claims in deals:
        holding = articles[articles["article_id"].isin(claims["article_id"].unique())]
        promised = values_by_series(claims, status="target", lexicon=lexicon)
        reached = values_by_series(claims, status="actual", lexicon=lexicon)
        outcomes = pd.concat([known.outcomes, outcomes_in(reached, holding)], ignore_index=True)
        tables = {
            "year_comparison": years_in(promised, None, lexicon, latest=compared.latest_year),
            "conflicts": conflicts_in(promised),
            "revisions": revisions_in(promised, holding, lexicon),
            "indicator_candidates": indicator_candidates(claims, lexicon=lexicon),
            "target_outcomes": outcomes_of(
                targets_in(promised, known.official, holding),
                outcomes,
                known.comparability,
                state,
                lexicon,
            ),
        }
        for name, table in tables.items():
            found.setdefault(name, []).append(table)
    return {name: _in_order(found.pop(name), name) for name in list(found)}


def _in_order(tables: list[pd.DataFrame], name: str) -> pd.DataFrame:
    """Return the rows of all deals in the order that those of each are in."""
    if len(tables) == 1:
        return tables[0]
    table = pd.concat(tables, ignore_index=True)
    tables.clear()  # to be sorted they are copied once more: two copies are enough
    return in_order(table, _ORDERS[name]) if name in _ORDERS else candidates_in_order(table)
