"""What is read of each article by itself."""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.claims import claims_of
from analysis.corpus import Article, Rejected, articles_of, sentences_of, texts_of, zones_of
from analysis.corpus.duplicates import clauses_of
from analysis.engine.parts import COLUMNS, make_part, part_bytes
from analysis.engine.units import Job, read_unit, reason_of
from analysis.engine.version import unpack_lexicon, version_of
from analysis.lexicon import Lexicon, LexiconError
from analysis.targets import identify_indicators
from analysis.terms import count_in_articles
from analysis.topics import code_topics, coverage_of
from analysis.words import coded_words


def analyse(
    articles: Sequence[Article], *, lexicon: Lexicon, with_claims: bool = True
) -> dict[str, pd.DataFrame]:
    """Return the tables that are read article by article, by name: sentences, claims (with
    indicator, scope and basis; empty unless ``with_claims``), counts (one row per article: its
    ``n_words`` and ``n_terms``), terms (which terms, and how often), topic_hits, topic_coverage.

    The rows of an article are the same whichever others stand beside it.
    """
    sentences = sentences_of(articles)
    claims = claims_of(articles if with_claims else (), lexicon=lexicon)
    hits = code_topics(sentences, lexicon=lexicon)
    terms, counts = count_in_articles(coded_words(sentences, lexicon=lexicon), lexicon)
    ids = pd.Index([article.article_id for article in articles], dtype="str", name="article_id")
    return {
        "sentences": sentences,
        "claims": identify_indicators(claims, sentences, lexicon=lexicon),
        "counts": counts.set_index("article_id").reindex(ids, fill_value=0).reset_index(),
        "terms": terms,
        "topic_hits": hits,
        "topic_coverage": coverage_of(hits, sentences, lexicon=lexicon),
    }


# A unit's number in its part, the end of the article's id, the article.
_Found = tuple[int, str, Article]


def read_job(job: Job) -> bytes:
    """Read the units of a job; return a part as bytes.

    An article on which the program fails is a row of ``rejected``, and the others are read.
    Raises LexiconError for a fault of an instrument, and RuntimeError where the code or a library
    is not that of who asks.
    """
    if version_of(job.lexicon, with_claims=job.with_claims) != job.version:
        raise RuntimeError(
            "a worker has another version of the package, of Python or of a library: "
            "install the same requirements on all machines"
        )
    found: list[_Found] = []
    rejected: list[tuple] = []
    for number, unit in enumerate(job.units):
        keyed, wrong = read_unit(unit)
        found += [(number, key, article) for key, article in keyed]
        rejected += [(number, *fault) for fault in wrong]
    read: list[_Found] = []
    tables: dict[str, list[pd.DataFrame]] = {name: [] for name in (*COLUMNS, "counts")}
    lexicon = unpack_lexicon(job.lexicon)
    for some, made in _in_groups(found, lexicon, job.with_claims):
        if isinstance(made, Rejected):
            rejected.append((some[0][0], *made))
            continue
        place = {article.article_id: len(read) + i for i, (_, _, article) in enumerate(some)}
        for name, table in made.items():
            tables[name].append(table.assign(article=table["article_id"].map(place)))
        read += some
    articles = [article for _, _, article in read]
    counts = _joined(tables.pop("counts"))
    tables["articles"] = [
        articles_of(articles).assign(
            unit=[number for number, _, _ in read],
            key=[key for _, key, _ in read],
            n_words=counts["n_words"],
            n_terms=counts["n_terms"],
        )
    ]
    clauses = zip(COLUMNS["clauses"], clauses_of(articles), strict=True)
    tables["clauses"] = [pd.DataFrame(dict(clauses))]
    tables["rejected"] = [pd.DataFrame(rejected, columns=list(COLUMNS["rejected"]))]
    units = [unit.key for unit in job.units]
    return part_bytes(make_part(units, {name: _joined(of) for name, of in tables.items()}))


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)


def _in_groups(
    found: list[_Found], lexicon: Lexicon, with_claims: bool
) -> Iterator[tuple[list[_Found], dict[str, pd.DataFrame] | Rejected]]:
    """Yield groups of articles with their tables: all as one, if nothing is wrong with them.

    Articles that share an id (row 1 of a.csv and a#1.txt, before they are told apart) are read
    apart. Where the program fails the articles are halved until the one is found.
    """
    articles = [article for _, _, article in found]
    if len({article.article_id for article in articles}) == len(articles):
        try:
            own = {"texts": texts_of(articles), "zones": zones_of(articles)}
            yield found, own | analyse(articles, lexicon=lexicon, with_claims=with_claims)
            return
        except (LexiconError, MemoryError):
            raise
        except Exception as error:
            if len(articles) == 1:
                _, key, article = found[0]
                reason = f"{key}: {reason_of(error)}" if key else reason_of(error)
                yield found, Rejected(article.file, "", reason)
                return
            if not articles:
                raise
    half = len(found) // 2
    yield from _in_groups(found[:half], lexicon, with_claims)
    yield from _in_groups(found[half:], lexicon, with_claims)
