"""Parts -> the tables of all articles in order of their ids, some hundred articles at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.corpus import Rejected
from analysis.corpus.duplicates import Clauses, find_originals
from analysis.corpus.read import with_own_ids
from analysis.engine.memory import give_back
from analysis.engine.parts import gather, read_tables, read_units

# So many articles are held at a time, whatever the size of the corpus.
_CHUNK = 250
# Parts hold articles in the order of their files, so that a chunk needs few of them; one with the
# articles that were new in an earlier build is needed by many chunks.
_OPEN_PARTS = 6
# In these every article has its rows; in the other tables by article, duplicates have none.
_OF_ALL = ("texts", "zones")


class Reading(NamedTuple):
    """What was read of a folder, and the files and rows that were not read.

    ``articles`` is the table of that name with ``duplicate_of``, ``n_words`` and ``n_terms``, in
    order of the ids; ``counted`` says which of them count. ``chunks(*names)`` yields for some
    hundred articles at a time, in the same order, their rows of ``articles`` and the tables of
    these names (see ``analyse``; also ``texts`` and ``zones``); at least once.
    """

    articles: pd.DataFrame
    counted: np.ndarray
    rejected: tuple[Rejected, ...]
    chunks: Callable[..., Iterator[dict[str, pd.DataFrame]]]


class Shelf(NamedTuple):
    """The files of all parts, the keys of their units, and which of the units are used."""

    paths: list[Path]
    units: list[tuple[str, ...]]
    used: list[np.ndarray]

    def add(self, path: Path, *, is_used: bool = True) -> None:
        """Put one more part on the shelf."""
        self.paths.append(path)
        self.units.append(read_units(path))
        self.used.append(np.full(len(self.units[-1]), is_used))


def in_order(
    shelf: Shelf,
    rejected: Sequence[Rejected],
    *,
    keep_duplicates: bool,
    read_again: Callable[[str, str], Path],
) -> Reading:
    """Return what is used of the parts, under the final ids of all articles.

    ``read_again(file, unit)`` gives a part with the articles of a unit under their longer ids.
    """
    lost = gather(
        [read_tables(path, ["rejected"])["rejected"] for path in shelf.paths],
        [np.where(used, 0, -1) for used in shelf.used],
    )
    columns = lost.select(list(Rejected._fields)).to_pydict()
    rejected = [*rejected, *map(Rejected._make, zip(*columns.values(), strict=True))]

    articles = pd.concat(
        [
            table[used[table["unit"].to_numpy()]]
            for table, used in zip(
                map(_articles, range(len(shelf.paths)), shelf.paths), shelf.used, strict=True
            )
        ],
        ignore_index=True,
    )
    articles, taken = _with_own_ids(articles, shelf, read_again)
    give_back()
    articles = articles.sort_values("article_id", ignore_index=True)
    part, number = articles["part"].to_numpy(), articles["number"].to_numpy()
    articles = articles.drop(columns=["unit", "key", "part", "number"])
    everyone = np.ones(len(articles), bool)

    def clauses() -> Iterator[Clauses]:
        for here, (table,) in _rows(shelf, part, number, {"clauses": everyone}):
            columns = [column.to_numpy() for column in table.itercolumns()]
            yield Clauses(columns[0] + here.start, *columns[1:])

    originals = find_originals(clauses, len(articles))
    ids = articles["article_id"].array
    duplicates = ids.take(originals, allow_fill=True, fill_value="")
    articles = articles.assign(duplicate_of=duplicates)
    counted = (originals < 0) | keep_duplicates

    def chunks(*names: str) -> Iterator[dict[str, pd.DataFrame]]:
        chosen = {name: everyone if name in _OF_ALL else counted for name in names}
        for here, tables in _rows(shelf, part, number, chosen):
            chunk = {"articles": articles.iloc[here]}
            for name, rows in zip(names, tables, strict=True):
                table = rows.to_pandas()
                article = ids[here].take(table.pop("article").to_numpy())
                chunk[name] = table.assign(article_id=article)
            yield chunk

    return Reading(articles, counted, tuple(sorted([*rejected, *taken])), chunks)


def _rows(
    shelf: Shelf, part: np.ndarray, number: np.ndarray, chosen: Mapping[str, np.ndarray]
) -> Iterator[tuple[slice, list[pa.Table]]]:
    """Yield some hundred articles at a time: which, and the rows of some tables by name for those
    of them that are ``chosen``, with their place among these articles. The articles stand in
    ``part`` under ``number``.
    """
    tables_of = lru_cache(_OPEN_PARTS)(lambda i: read_tables(shelf.paths[i], chosen))
    for first in range(0, max(len(part), 1), _CHUNK):
        here = slice(first, first + _CHUNK)
        needed = np.unique(part[here]).tolist() or [0]
        found = []
        for name, of_all in chosen.items():
            own = [(part[here] == i) & of_all[here] for i in needed]
            places = [_places(number[here], of_part) for of_part in own]
            found.append(gather([tables_of(i)[name] for i in needed], places))
        yield here, found


def _places(number: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return by number in a part the place of the articles that are chosen, -1 for the others."""
    places = np.full(int(number[chosen].max(initial=-1)) + 1, -1)
    places[number[chosen]] = np.flatnonzero(chosen)
    return places


def _articles(part: int, path: Path) -> pd.DataFrame:
    """Return the articles table of a part; each row knows where it stands."""
    table = read_tables(path, ["articles"])["articles"].to_pandas()
    return table.assign(part=part, number=np.arange(len(table)))


class _Claim(NamedTuple):
    """What an article claims as its id, and its row among all."""

    article_id: str
    file: str
    row: int


def _with_own_ids(
    articles: pd.DataFrame, shelf: Shelf, read_again: Callable[[str, str], Path]
) -> tuple[pd.DataFrame, list[Rejected]]:
    """Return the articles under ids that differ, and those that get none."""
    if articles["article_id"].is_unique:
        return articles, []
    # Of two that claim one id, the first by name gets it, not the one that was read first.
    ordered = articles.sort_values(["file", "key"])
    claims = map(_Claim, ordered["article_id"], ordered["file"], ordered.index)
    own, taken = with_own_ids(list(zip(ordered["key"], claims, strict=True)))
    rows = [claim.row for claim in own]
    articles = articles.loc[rows]
    is_new = articles["article_id"].to_numpy() != [claim.article_id for claim in own]
    pieces = [articles[~is_new]]
    for row in articles[is_new].itertuples():
        path = read_again(row.file, shelf.units[row.part][row.unit])
        shelf.add(path)
        table = _articles(len(shelf.paths) - 1, path)
        pieces.append(table[table["key"] == row.key])
    return pd.concat(pieces, ignore_index=True), taken
