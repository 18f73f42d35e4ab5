"""The parts of a folder -> the tables of its articles, the same whoever read which part."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import Article, Rejected, Sentence, mark_duplicates
from analysis.corpus.pieces import Piece
from analysis.corpus.read import with_own_ids
from analysis.engine.cache import cache_folder, keep_part, load_parts, tidy
from analysis.engine.parts import COLUMNS, LARGEST_PART, Part, gather, parse_part
from analysis.engine.reading import Job, read_job
from analysis.engine.units import Source, Unit, find_sources, has_rows, read_unit, units_of
from analysis.engine.version import pack_lexicon, version_of
from analysis.engine.workers import read_jobs
from analysis.lexicon import Lexicon

# A part travels to its worker as one message.
_LARGEST_BYTES = 8_000_000
# With fewer articles to each worker, handing them over takes longer than reading them.
_SMALLEST_PART = 25
# In these every article has its rows; in the other tables by article, duplicates have none.
_OF_ALL = ("texts", "zones")
_BY_ARTICLE = [name for name in COLUMNS if name not in ("articles", "rejected")]


class Reading(NamedTuple):
    """What was read of a folder: tables by name, and the files and rows that were not read.

    ``articles`` (with ``duplicate_of``), ``texts`` and ``zones`` are of all articles, the others
    (see ``analyse``) of those that count; all are in order of the article ids.
    """

    tables: dict[str, pd.DataFrame]
    rejected: tuple[Rejected, ...]


def read_folder(
    raw: Path,
    *,
    lexicon: Lexicon,
    keep_duplicates: bool = False,
    workers: int = 1,
    engine: str = "local",
    scheduler: str = "",
    cache: Path | None = None,
) -> Reading:
    """Read all articles below ``raw``; what ``cache`` has of them is not read again.

    ``workers``, ``engine`` and ``scheduler`` as in ``read_jobs``: they change how long it takes
    and nothing else. Raises LexiconError for a fault of an instrument.
    """
    packed = pack_lexicon(lexicon)
    version = version_of(packed)
    folder = cache_folder(cache, version)
    parts = load_parts(folder)
    used = {name: np.zeros(len(part.units), bool) for name, part in parts.items()}
    place = {key: (name, i) for name, part in parts.items() for i, key in enumerate(part.units)}
    sources, rejected = find_sources(raw)

    with _progress(len(sources)) as bar:

        def missing() -> Iterator[Unit]:
            for source in sources:
                units, faults = units_of(source)
                rejected.extend(faults)
                bar.total += len(units) - 1
                for unit in units:
                    if unit.key in place:
                        name, i = place[unit.key]
                        used[name][i] = True
                        bar.update()
                    else:
                        yield unit

        size = _part_size(sources, workers)
        jobs = (Job(version, packed, units) for units in _portions(missing(), size))
        for job, data in read_jobs(jobs, workers=workers, engine=engine, scheduler=scheduler):
            if data is None:
                rejected.append(Rejected(job.units[0].name, "", "a worker died reading it"))
            else:
                name = _kept(folder, data) or str(len(parts))
                parts[name] = parse_part(data)
                used[name] = np.ones(len(job.units), bool)
            bar.update(len(job.units))
    if folder is not None and folder.is_dir():
        tidy(folder, parts, used)
    if not parts:
        # The tables have their columns, and faulty instruments are faults, even of no article.
        parts[""], used[""] = parse_part(read_job(Job(version, packed, ()))), np.zeros(0, bool)

    whole = list(parts.values())

    def read_again(outline: _Outline) -> Part:
        """Read under the id that an article gets where another has taken its own."""
        source = next(source for source in sources if source.name == outline.file)
        key = whole[outline.part].units[outline.unit]
        units = [u._replace(article_id=u.name) for u in units_of(source)[0] if u.key == key]
        return parse_part(read_job(Job(version, packed, tuple(units))))

    return _joined(whole, list(used.values()), rejected, keep_duplicates, read_again)


def read_named(raw: Path, articles: pd.DataFrame) -> list[Article]:
    """Return the articles of some rows of the articles table, read again from their files."""
    wanted = set(zip(articles["file"], articles["article_id"], strict=True))
    files, found = set(articles["file"]), []
    for source in find_sources(raw)[0]:
        for unit in units_of(source)[0] if source.name in files else ():
            if isinstance(unit.content, Piece) and not _ids(unit, f"#{unit.content.key}") & wanted:
                continue
            for key, article in read_unit(unit)[0]:
                for _, article_id in _ids(unit, key) & wanted:
                    found.append(article._replace(article_id=article_id))
    return found


def _ids(unit: Unit, key: str) -> set[tuple[str, str]]:
    """The file and the ids that an article may have (see ``with_own_ids``)."""
    return {(unit.name, f"{unit.article_id}{key}"), (unit.name, f"{unit.name}{key}")}


def _part_size(sources: Sequence[Source], workers: int) -> int:
    """A part for each worker; how many rows a table has shows when it is read."""
    if workers == 1 or any(has_rows(source.name) for source in sources):
        return LARGEST_PART
    return max(_SMALLEST_PART, min(LARGEST_PART, -(-len(sources) // workers)))


def _portions(units: Iterable[Unit], size: int) -> Iterator[tuple[Unit, ...]]:
    """Group units, by ``size`` or as many as make up ``_LARGEST_BYTES``."""
    portion: list[Unit] = []
    n_bytes = 0
    for unit in units:
        portion.append(unit)
        content = unit.content
        n_bytes += len(content) if isinstance(content, bytes) else 3 * len(content.text)
        if len(portion) >= size or n_bytes >= _LARGEST_BYTES:
            yield tuple(portion)
            portion, n_bytes = [], 0
    if portion:
        yield tuple(portion)


def _kept(folder: Path | None, data: bytes) -> str:
    """Keep a part; its file name, or nothing where it cannot be kept (and is only read again)."""
    try:
        return "" if folder is None else keep_part(folder, data)
    except OSError as error:
        print(f"not kept for the next build: {error}", file=sys.stderr)
        return ""


def _progress(total: int):
    """A bar with articles per second and time left, for who looks on."""
    from tqdm import tqdm

    shown = sys.stdout.isatty() and sys.stderr.isatty()
    return tqdm(total=total, unit=" articles", delay=1, disable=not shown, leave=False)


class _Outline(NamedTuple):
    """Of an article, what its final id and its duplicates depend on, and where it is kept."""

    article_id: str
    file: str
    sentences: tuple[Sentence, ...]
    key: str
    first_id: str
    part: int
    number: int
    unit: int
    duplicate_of: str = ""


def _outlines(part: Part, used: np.ndarray, part_no: int) -> Iterator[_Outline]:
    sentences = part.tables["sentences"].select(["article", "zone", "text"]).to_pydict()
    body: dict[int, list[str]] = {}
    for number, zone, text in zip(*sentences.values(), strict=True):
        if zone in ("lede", "body"):
            body.setdefault(number, []).append(text)
    columns = part.tables["articles"].select(["unit", "key", "article_id", "file"]).to_pydict()
    for number, (unit, key, first_id, file) in enumerate(zip(*columns.values(), strict=True)):
        if used[unit]:
            words = Sentence(0, "body", "", 0, 0, "\n".join(body.get(number, ())))
            yield _Outline(first_id, file, (words,), key, first_id, part_no, number, unit)


def _joined(
    parts: list[Part],
    used: list[np.ndarray],
    rejected: list[Rejected],
    keep_duplicates: bool,
    read_again: Callable[[_Outline], Part],
) -> Reading:
    """Return the tables of what is ``used`` of the parts, under the final ids of all articles."""
    outlines = [o for i, part in enumerate(parts) for o in _outlines(part, used[i], i)]
    # Of two that claim one id, the first by name gets it, not the one that was read first.
    outlines.sort(key=lambda outline: (outline.file, outline.key))
    own, taken = with_own_ids([(o.key, o) for o in outlines])
    parts, lost = list(parts), gather(parts, "rejected", [np.where(u, 0, -1) for u in used])
    for i, outline in enumerate(own):
        if outline.article_id != outline.first_id:
            again = read_again(outline)
            number = again.tables["articles"]["key"].to_pylist().index(outline.key)
            own[i] = outline._replace(part=len(parts), number=number)
            parts.append(again)
    marked = mark_duplicates(sorted(own, key=lambda outline: outline.article_id))
    places, counted = ([np.full(part.n_articles, -1) for part in parts] for _ in range(2))
    for place, outline in enumerate(marked):
        places[outline.part][outline.number] = place
        if keep_duplicates or not outline.duplicate_of:
            counted[outline.part][outline.number] = place
    ids = pd.array([outline.article_id for outline in marked], dtype="str")
    duplicates = pd.array([outline.duplicate_of for outline in marked], dtype="str")
    articles = gather(parts, "articles", places).to_pandas().drop(columns=["unit", "key"])
    tables = {"articles": articles.assign(article_id=ids, duplicate_of=duplicates)}
    for name in _BY_ARTICLE:
        table = gather(parts, name, places if name in _OF_ALL else counted).to_pandas()
        table.insert(0, "article_id", ids.take(table.pop("article").to_numpy()))
        tables[name] = table
    columns = lost.select(list(Rejected._fields)).to_pydict()
    rows = map(Rejected._make, zip(*columns.values(), strict=True))
    return Reading(tables, tuple(sorted([*rejected, *taken, *rows])))
