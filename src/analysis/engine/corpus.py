"""A folder -> parts: each article is read once, here or elsewhere, or taken from an earlier build."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.corpus import Article, Rejected
from analysis.corpus.pieces import Piece
from analysis.engine.cache import cache_folder, keep_part, take_part, take_parts, tidy
from analysis.engine.order import Reading, Shelf, in_order
from analysis.engine.parts import LARGEST_PART
from analysis.engine.units import Job, Source, Unit, find_sources, has_rows, read_unit, units_of
from analysis.engine.version import pack_lexicon, version_of
from analysis.engine.workers import read_job, read_jobs
from analysis.lexicon import Lexicon

# A part travels to its worker as one message.
_LARGEST_BYTES = 8_000_000
# With fewer articles to each worker, handing them over takes longer than reading them.
_SMALLEST_PART = 25


def read_folder(
    raw: Path,
    work: Path,
    *,
    lexicon: Lexicon,
    with_claims: bool = True,
    keep_duplicates: bool = False,
    workers: int = 1,
    engine: str = "local",
    scheduler: str = "",
    cache: Path | None = None,
) -> Reading:
    """Read all articles below ``raw``; what ``cache`` has of them is not read again.

    What was read is kept in the folder ``work`` as long as the reading is used. ``workers``,
    ``engine`` and ``scheduler`` as in ``read_jobs``: they change how long it takes and nothing
    else. Raises LexiconError for a fault of an instrument.
    """
    packed = pack_lexicon(lexicon)
    version = version_of(packed, with_claims=with_claims)
    folder = cache_folder(cache, version)
    shelf = Shelf([], [], [])
    for path in take_parts(folder, work):
        shelf.add(path, is_used=False)
    place = {key: (part, i) for part, keys in enumerate(shelf.units) for i, key in enumerate(keys)}
    sources, rejected = find_sources(raw)

    def job_of(units: Iterable[Unit]) -> Job:
        return Job(version, packed, tuple(units), with_claims)

    with _progress(len(sources)) as bar:

        def missing() -> Iterator[Unit]:
            for source in sources:
                units, faults = units_of(source)
                rejected.extend(faults)
                bar.total += len(units) - 1
                for unit in units:
                    if unit.key in place:
                        part, i = place[unit.key]
                        shelf.used[part][i] = True
                        bar.update()
                    else:
                        yield unit

        jobs = map(job_of, _portions(missing(), _part_size(sources, workers)))
        for job, data in read_jobs(jobs, workers=workers, engine=engine, scheduler=scheduler):
            if data is None:
                rejected.append(Rejected(job.units[0].name, "", "a worker died reading it"))
            else:
                shelf.add(_kept(folder, work, data))
            bar.update(len(job.units))
    if folder is not None and folder.is_dir():
        tidy(folder, shelf.paths, shelf.used)
    if not shelf.paths:
        # The tables have their columns, and faulty instruments are faults, even of no article.
        shelf.add(keep_part(work, read_job(job_of(()))))

    def read_again(file: str, unit_key: str) -> Path:
        """Read under the id that an article gets where another has taken its own."""
        source = next(source for source in sources if source.name == file)
        units = [unit for unit in units_of(source)[0] if unit.key == unit_key]
        data = read_job(job_of(unit._replace(article_id=unit.name) for unit in units))
        return keep_part(work, data)

    return in_order(shelf, rejected, keep_duplicates=keep_duplicates, read_again=read_again)


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


def _kept(folder: Path | None, work: Path, data: bytes) -> Path:
    """Keep a part; return where it stays as long as it is used. One that cannot be kept in the
    cache is only read again."""
    try:
        if folder is not None:
            return take_part(keep_part(folder, data), work)
    except OSError as error:
        print(f"not kept for the next build: {error}", file=sys.stderr)
    return keep_part(work, data)


def _progress(total: int):
    """A bar with articles per second and time left, for who looks on."""
    from tqdm import tqdm

    shown = sys.stdout.isatty() and sys.stderr.isatty()
    return tqdm(total=total, unit=" articles", delay=1, disable=not shown, leave=False)
