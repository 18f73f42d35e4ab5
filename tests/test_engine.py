"""Whoever reads the parts of a folder, and whenever: the tables are the same, and nothing is lost."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pytest
from test_design import imports_of

import analysis
from analysis.build import build, build_study, build_tables
from analysis.contrast import choose_contrast, contrast_terms
from analysis.engine import cache as kept_parts
from analysis.engine import corpus, order, reading, version, workers
from analysis.engine.parts import PartError, parse_part, read_units
from analysis.engine.reading import Job, read_job
from analysis.engine.units import find_sources, units_of
from analysis.lexicon import LexiconError, load_lexicon
from analysis.paths import study_paths
from analysis.tables import read_table, shape_table, table_bytes
from analysis.targets import tables as comparing
from analysis.terms import count_terms
from analysis.topics import compare_coverage
from analysis.words import words_of

PAGE = """{name}省批准数字经济计划

{name}省政府近日批准计划，到2027年数字经济占GDP的{n}%，到2030年占{more}%。

到2027年，全省光纤宽带覆盖率达到9{digit}%。{name}省人工智能企业已超过3{n}家。（完）

更多

另一条新闻：到2035年占比5{digit}%
"""
NAMES = ["临江", "临河", "临湖", "临山", "临海", "临川", "临水", "临泉", "临沙", "临原", "临岭"]


def page(i: int) -> str:
    return PAGE.format(name=NAMES[i], n=10 + i, more=30 + i, digit=i % 10)


@pytest.fixture
def raw(tmp_path):
    """Pages, tables of articles, a duplicate, bad files and names that get in each other's way."""
    folder = tmp_path / "data" / "raw"
    (folder / "部分 二").mkdir(parents=True)
    for i in range(7):
        (folder / "部分 二" / f"文{i}.txt").write_text(page(i), encoding="utf-8")
    (folder / "再.html").write_text(f"<p>{page(3)}</p>", encoding="utf-8")
    rows = "".join(json.dumps({"id": i, "text": page(i)}) + "\n" for i in (7, 8))
    (folder / "表.jsonl").write_text(rows + "[]\n", encoding="utf-8")
    (folder / "表#7.txt").write_text(page(9), encoding="utf-8")
    (folder / "出口.txt").write_text(
        f"{page(10)}\n==========\n标题\n\n短文一则。", encoding="utf-8"
    )
    (folder / "empty.txt").write_bytes(b"")
    (folder / "sources.csv").write_text(
        "file,publisher,published\n部分 二/文0.txt,甲报,2024-05\n部分 二/文5.txt,乙报,2025-06\n"
        "nothing.txt,丙报,2025\n",
        encoding="utf-8",
    )
    return folder


def bytes_of(tables) -> dict[str, bytes]:
    return {name: table_bytes(table) for name, table in tables.items()}


@pytest.fixture
def in_parts(monkeypatch):
    """Set how many units a part has."""
    return lambda size: monkeypatch.setattr(corpus, "_part_size", lambda *_: size)


@pytest.fixture
def jobs_read(monkeypatch):
    """The names of the units of each job that this process reads."""
    names = []

    def noted(job):
        names.append([unit.name for unit in job.units])
        return read_job(job)

    monkeypatch.setattr(workers, "read_job", noted)
    return names


@pytest.mark.parametrize("size", [1, 2, 5, 400])
def test_the_tables_are_the_same_whatever_the_parts(raw, in_parts, size):
    expected = bytes_of(build_tables(raw))
    in_parts(size)
    assert bytes_of(build_tables(raw)) == expected


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_build_writes_piece_by_piece_what_the_tables_are(
    raw, tmp_path, in_parts, monkeypatch, size, format
):
    expected = build_tables(raw)
    in_parts(4)
    monkeypatch.setattr(order, "_CHUNK", size)
    monkeypatch.setattr(order, "_OPEN_PARTS", 1)
    monkeypatch.setattr(comparing, "_ARTICLES_OF_A_DEAL", size)
    built = build(raw, tmp_path / "out", format=format)
    assert (built.n_articles, built.n_rejected) == (13, 3)
    for name, table in expected.items():
        path = tmp_path / "out" / f"{name}.{format}"
        assert read_table(path).equals(table), name
        assert format != "csv" or path.read_bytes() == table_bytes(table)


def test_articles_on_two_sides_are_compared_piece_by_piece_as_at_once(raw, monkeypatch):
    """What the pieces add up to is what the words and sentences of all articles say."""
    monkeypatch.setattr(order, "_CHUNK", 3)
    tables = build_tables(raw)
    counted = tables["articles"].query("duplicate_of == ''")
    sentences = tables["sentences"]
    words = words_of(sentences)
    contrast = choose_contrast(counted)
    assert contrast.by == "year"
    assert tables["terms"].equals(shape_table(count_terms(words), "terms"))
    keyness = contrast_terms(words, counted, contrast, lexicon=load_lexicon())
    assert tables["keyness"].equals(shape_table(keyness, "keyness"))
    topics = compare_coverage(
        *(tables["topic_hits"], sentences), target=contrast.target, by="year", articles=counted
    )
    assert tables["topic_contrast"].equals(shape_table(topics, "topic_contrast"))


def test_without_claims_the_other_tables_are_the_same(raw, tmp_path):
    cache = tmp_path / "cache"
    whole = bytes_of(build_tables(raw, cache=cache))
    without = build_tables(raw, with_claims=False, cache=cache)
    assert without["claims"].empty
    assert without["year_comparison"].empty
    same = {"articles", "zones", "sentences", "terms", "topic_hits", "topic_coverage", "keyness"}
    assert {name for name in same if bytes_of(without)[name] == whole[name]} == same
    # What was read without claims is no reading with claims.
    assert bytes_of(build_tables(raw, cache=cache)) == whole


def test_what_only_reading_needs_is_not_held_while_tables_are_made(raw, monkeypatch):
    from analysis.words.segmenter import batch_segmenter_of

    held = []

    def seen(*arguments, **options):
        held.append(batch_segmenter_of.cache_info().currsize)
        return comparing.compare_deals(*arguments, **options)

    monkeypatch.setattr("analysis.reduction.compare_deals", seen)
    tables = build_tables(raw)
    assert held == [0]
    counted = count_terms(words_of(tables["sentences"]))
    assert counted["n"].sum() == tables["terms"]["n"].sum()


def test_a_cache_that_is_emptied_while_it_is_used_takes_nothing_away(raw, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    expected = bytes_of(build_tables(raw, cache=cache))

    def in_order(*arguments, original=corpus.in_order, **more):
        shutil.rmtree(cache)
        return original(*arguments, **more)

    monkeypatch.setattr(corpus, "in_order", in_order)
    assert bytes_of(build_tables(raw, cache=cache)) == expected


def test_the_tables_hold_every_article_and_every_fault(raw):
    tables = build_tables(raw)
    articles = tables["articles"].set_index("article_id")
    assert list(articles.index) == sorted(articles.index)
    # A file keeps its name as its id; the row that would have it too gets that of its file.
    assert articles.loc["表#7", "file"] == "表#7.txt"
    assert {"表.jsonl#7", "表#8", "出口#1", "出口#2", "再", "部分 二/文0"} <= set(articles.index)
    assert articles["duplicate_of"].to_dict()["部分 二/文3"] == "再"
    assert list(tables["rejected"]["file"]) == ["empty.txt", "sources.csv", "表.jsonl"]
    claims = tables["claims"].groupby("article_id").size()
    assert claims["表.jsonl#7"] == claims["表#7"] == claims["出口#1"]
    assert "部分 二/文3" not in claims


@pytest.mark.slow
@pytest.mark.parametrize(("n", "size"), [(2, 3), (3, 1)])
def test_the_tables_are_the_same_whoever_reads(raw, in_parts, n, size):
    expected = bytes_of(build_tables(raw))
    in_parts(size)
    assert bytes_of(build_tables(raw, workers=n)) == expected


def test_only_what_changed_is_read_again(raw, tmp_path, jobs_read):
    cache = tmp_path / "cache"
    before = bytes_of(build_tables(raw, cache=cache))
    assert len(jobs_read) == 1
    assert bytes_of(build_tables(raw, cache=cache)) == before
    assert len(jobs_read) == 1

    (raw / "部分 二" / "文4.txt").write_text(page(4).replace("企业", "公司"), encoding="utf-8")
    (raw / "新.txt").write_text(page(0).replace("数字", "海洋"), encoding="utf-8")
    with (raw / "表.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": 9, "text": page(5).replace("光纤", "公路")}) + "\n")
    (raw / "部分 二" / "文6.txt").unlink()
    after = bytes_of(build_tables(raw, cache=cache))
    assert sorted(jobs_read[1]) == ["新.txt", "表.jsonl", "部分 二/文4.txt"]
    assert after == bytes_of(build_tables(raw)) != before


@pytest.mark.parametrize(
    ("file", "text", "n_read"),
    [
        # What is said about a file is read with it.
        ("sources.csv", "file,published\nempty.txt,2024\n部分 二/文0.txt,2023\n", 2),
        # Another file of the same name: both now carry their suffix.
        ("部分 二/文1.md", page(1), 2),
    ],
)
def test_what_bears_on_an_article_is_read_again(raw, tmp_path, jobs_read, file, text, n_read):
    build_tables(raw, cache=tmp_path / "cache")
    (raw / file).write_text(text, encoding="utf-8")
    after = bytes_of(build_tables(raw, cache=tmp_path / "cache"))
    # 文5 has lost its row of sources.csv in the first case.
    assert len(jobs_read[1]) == n_read + (file == "sources.csv")
    assert after == bytes_of(build_tables(raw))


def test_corrections_reread_only_the_articles_they_name(raw, tmp_path, jobs_read):
    cache, study = tmp_path / "cache", study_paths(tmp_path)
    claims = build_tables(raw, cache=cache)["claims"]
    of = claims[claims["article_id"].isin(["表.jsonl#7", "部分 二/文2"])].groupby("article_id")
    header = "article_id,start,end,quote,field,value,who,why\n"
    rows = [
        f"{c.article_id},{c.start},{c.end},{c.value_text},year,2033,A,x\n"
        for c in of.first().reset_index().itertuples()
    ]
    study.corrections.write_text(header + "".join(rows), encoding="utf-8")
    corrected = build_tables(raw, corrections=study.corrections, cache=cache)
    assert (corrected["claims"]["year"] == 2033).sum() == 2
    assert len(jobs_read) == 1
    assert bytes_of(corrected) == bytes_of(build_tables(raw, corrections=study.corrections))
    wrong = rows[0].replace("year,2033", "year,soon")
    study.corrections.write_text(header + wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=r"corrections\.csv, line 2: year is 'soon'"):
        build_tables(raw, corrections=study.corrections, cache=cache)


def test_another_lexicon_reads_everything_again_and_the_old_parts_go(raw, tmp_path, jobs_read):
    study = study_paths(tmp_path)
    build_study(study)
    kept = list((study.cache / "articles").iterdir())
    study.lexicon.mkdir()
    (study.lexicon / "labels.add.csv").write_text("key,zh,en\nmine,我,me\n", encoding="utf-8")
    assert build_study(study)
    # What charts call things is not what articles say.
    assert len(jobs_read) == 1
    (study.lexicon / "words.add.csv").write_text("word\n光纤宽带覆盖率\n", encoding="utf-8")
    assert build_study(study)
    assert len(jobs_read[1]) == len(jobs_read[0])
    (now,) = (study.cache / "articles").iterdir()
    assert now not in kept


def test_a_damaged_part_is_read_again(raw, tmp_path, in_parts, jobs_read):
    in_parts(3)
    cache = tmp_path / "cache"
    expected = bytes_of(build_tables(raw, cache=cache))
    first, second, third, *_ = sorted(cache.rglob("*.part"))
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 1
    first.write_bytes(data)
    second.write_bytes(second.read_bytes()[:-100])
    third.write_bytes(b"")
    n_jobs = len(jobs_read)
    assert bytes_of(build_tables(raw, cache=cache)) == expected
    assert len(jobs_read) == n_jobs + 3


def test_no_changed_bit_of_a_part_passes_unseen():
    data = read_job(job_of([]))
    whole = parse_part(data)
    assert whole.n_articles == 0
    for at in range(0, len(data), 97):
        with pytest.raises(PartError):
            parse_part(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
    for end in (0, 10, 32, len(data) - 1):
        with pytest.raises(PartError):
            parse_part(data[:end])


def test_many_small_parts_are_joined_and_what_is_gone_is_forgotten(
    raw, tmp_path, in_parts, monkeypatch
):
    cache = tmp_path / "cache"
    in_parts(4)
    monkeypatch.setattr(kept_parts, "_MOST_SMALL_PARTS", 5)
    for i in range(16):
        (raw / f"短{i}.txt").write_text(
            f"标题{i}\n\n到20{30 + i}年有{i}0家企业。\n", encoding="utf-8"
        )
    first = bytes_of(build_tables(raw, cache=cache))
    assert len(list(cache.rglob("*.part"))) == 1
    in_parts(400)
    assert bytes_of(build_tables(raw, cache=cache)) == first
    for i in range(16):
        (raw / f"短{i}.txt").unlink()
    fewer = bytes_of(build_tables(raw, cache=cache))
    (part,) = cache.rglob("*.part")
    assert len(read_units(part)) == 13
    assert fewer == bytes_of(build_tables(raw, cache=cache)) == bytes_of(build_tables(raw))


def test_a_cache_that_cannot_be_written_costs_one_line(raw, tmp_path, capsys):
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    tables = build_tables(raw, cache=tmp_path / "cache")
    assert bytes_of(tables) == bytes_of(build_tables(raw))
    assert capsys.readouterr().err.startswith("not kept for the next build: ")


def test_an_article_that_the_program_fails_on_takes_no_other_with_it(raw, monkeypatch):
    whole = build_tables(raw)

    def broken(articles, **more):
        if any("临湖" in article.text for article in articles):
            raise IndexError("list index out of range")
        return claims_of(articles, **more)

    claims_of = reading.claims_of
    monkeypatch.setattr(reading, "claims_of", broken)
    tables = build_tables(raw)
    (row,) = tables["rejected"].query("file.str.contains('文2')").itertuples()
    assert row.reason.startswith("a fault of the program: IndexError: list index out of range (")
    for name in ("claims", "sentences", "topic_hits"):
        others = whole[name][whole[name]["article_id"] != "部分 二/文2"].reset_index(drop=True)
        assert tables[name].equals(others)


def test_a_faulty_instrument_is_a_fault_even_of_no_article(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "topics.csv").write_text("topic,zh,en,definition\n", "utf-8")
    (tmp_path / "lexicon" / "topic_terms.csv").write_text("topic,term,kind\n", "utf-8")
    with pytest.raises(LexiconError, match="no topic stands below the header"):
        build_tables(tmp_path / "raw", lexicon=load_lexicon(tmp_path / "lexicon"))


def test_what_decides_about_an_article_is_in_the_version_of_its_part():
    needed, new = {"engine"}, {"engine"}
    while new:
        new = set().union(*map(imports_of, new)) - needed
        needed |= new
    assert needed <= set(version.READING)
    folder = Path(analysis.__file__).parent
    assert all((folder / p).is_dir() or (folder / f"{p}.py").is_file() for p in version.READING)


# ---- who dies


def job_of(units) -> Job:
    packed = version.pack_lexicon(load_lexicon())
    return Job(version.version_of(packed), packed, tuple(units))


def test_a_worker_with_other_code_is_refused():
    with pytest.raises(RuntimeError, match="another version of the package"):
        read_job(job_of([])._replace(version="other"))


class Mortal(ThreadPoolExecutor):
    """An executor that breaks, with all that it is doing, where a job holds a poisoned unit."""

    poison, broken = frozenset(), False

    def submit(self, _, job):
        if self.broken:
            raise BrokenExecutor
        return super().submit(self.read, job)

    def read(self, job):
        time.sleep(0.002)
        self.broken = self.broken or not self.poison.isdisjoint(job.units)
        if self.broken:
            raise BrokenExecutor
        return job.units


@pytest.mark.parametrize("poison", [set(), {7}, {0, 19}, {5, 6, 12}, set(range(20))])
def test_what_workers_die_of_is_given_up_and_nothing_else(poison):
    hired = []

    @contextmanager
    def hire():
        with Mortal(3) as executor:
            executor.poison = poison
            hired.append(executor)
            yield workers.Crew(executor, 3, BrokenExecutor)

    jobs = [Job("", b"", tuple(range(i, i + 5))) for i in range(0, 20, 5)]
    done = list(workers._spread(jobs, hire))
    assert {job.units[0] for job, part in done if part is None} == poison
    assert sorted(unit for job, part in done for unit in part or job.units) == list(range(20))
    assert bool(poison) == (len(hired) > 1)


def test_no_worker_is_hired_for_nothing():
    assert list(workers._spread([], pytest.fail)) == []


BUILD = """
import os, signal, sys
from multiprocessing import active_children
from pathlib import Path
from analysis.build import build_tables
from analysis.engine import corpus

def keep_part(folder, data, keep=corpus.keep_part, kept=[]):
    kept.append(keep(folder, data))
    if len(kept) == 2:
        print(*(child.pid for child in active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return kept[-1]

if __name__ == "__main__":
    corpus.keep_part, corpus._part_size = keep_part, lambda *_: 3
    build_tables(Path(sys.argv[1]), cache=Path(sys.argv[2]), workers=int(sys.argv[3]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_build_that_was_killed_goes_on_with_what_is_left(raw, tmp_path, in_parts, jobs_read, n):
    script, cache = tmp_path / "script.py", tmp_path / "cache"
    script.write_text(BUILD, encoding="utf-8")
    command = [sys.executable, str(script), str(raw), str(cache), str(n)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    kept = {path: path.read_bytes() for path in cache.rglob("*.part")}
    assert len(kept) == 2
    for pid in map(int, killed.stdout.split()):
        # Workers leave with the build, they are not left behind.
        assert gone(pid)

    in_parts(3)
    tables = build_tables(raw, cache=cache)
    n_units = sum(len(units_of(source)[0]) for source in find_sources(raw)[0])
    assert sum(map(len, jobs_read)) == n_units - 2 * 3
    assert {path: path.read_bytes() for path in kept} == kept
    assert bytes_of(tables) == bytes_of(build_tables(raw))


def gone(pid: int, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        try:
            os.kill(pid, 0)
            # Who has left and is not yet buried is a Z.
            if stat.is_file() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_worker_that_is_killed_loses_nothing(raw, tmp_path, in_parts, monkeypatch):
    expected = bytes_of(build_tables(raw))
    in_parts(1)
    killed = []

    def keep_part(folder, data, keep=corpus.keep_part):
        if not killed:
            killed.append(active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)
        return keep(folder, data)

    monkeypatch.setattr(corpus, "keep_part", keep_part)
    cache = tmp_path / "cache"
    assert bytes_of(build_tables(raw, cache=cache, workers=2)) == expected
    assert killed
    monkeypatch.setattr(workers, "read_job", lambda job: pytest.fail("a part was lost"))
    assert bytes_of(build_tables(raw, cache=cache)) == expected


# ---- Dask


@pytest.fixture(scope="module")
def cluster():
    pytest.importorskip("distributed", reason="Dask is not installed (extra: scale)")
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.mark.slow
def test_dask_gives_the_same_tables_also_when_a_worker_is_killed(
    raw, tmp_path, in_parts, cluster, monkeypatch
):
    expected = bytes_of(build_tables(raw))
    in_parts(2)
    on_dask = {"engine": "dask", "scheduler": cluster.scheduler_address}
    assert bytes_of(build_tables(raw, **on_dask)) == expected

    killed = []

    def keep_part(folder, data, keep=corpus.keep_part):
        if not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        return keep(folder, data)

    monkeypatch.setattr(corpus, "keep_part", keep_part)
    assert bytes_of(build_tables(raw, cache=tmp_path / "cache", **on_dask)) == expected
    assert killed


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"workers": 0}, "workers is 0"),
        ({"engine": "spark"}, "engine is 'spark', not one of local, dask"),
        ({"engine": "dask"}, "go together"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "go together"),
    ],
)
def test_wrong_use_says_what_to_do(raw, wrong, message):
    with pytest.raises(ValueError, match=message):
        build_tables(raw, **wrong)


def test_without_dask_the_extra_is_named(raw, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"pip install 'targets-terms-topics\[scale\]'"):
        build_tables(raw, engine="dask", scheduler="tcp://127.0.0.1:1")
