"""What was read from one file, for the terminal: zones in colour, claims, topics, the date."""

from pathlib import Path

import pandas as pd

from analysis.claims import claims_of
from analysis.corpus import Article, find_date, read_articles, read_sources, sentences_of
from analysis.corpus.sources import SOURCES
from analysis.lexicon import Lexicon, load_lexicon
from analysis.paths import find_study
from analysis.targets import identify_indicators
from analysis.topics import code_topics

# A terminal is for one article; of a table a few show whether its columns are found.
MOST_SHOWN = 3
# SGR codes of ECMA-48: what is analysed stands out, what is left out is faint.
_COLOURS = {
    "title": "1;34",
    "lede": "36",
    "heading": "1;35",
    "body": "39",
    "dateline": "2;33",
    "caption": "2;33",
    "end_mark": "2",
    "agency": "2",
    "related": "2",
    "metadata": "2;32",
    "noise": "2",
}


def inspect_file(
    path: Path, *, lexicon: Lexicon | None = None, published: str = "", colour: bool = True
) -> str:
    """Return what the package reads from the file at ``path`` as lines of text.

    Of a file with several articles the first ``MOST_SHOWN`` are shown, and every row that was not
    read. Among the articles of a study, what its sources.csv says of the file counts. Raises
    ReadError with the reason when the file cannot be read.
    """
    row = _source_row(path) | ({"published": published} if published else {})
    articles, wrong = read_articles(path.read_bytes(), path.name, row)
    lexicon = lexicon or load_lexicon()
    parts = []
    for article in articles[:MOST_SHOWN]:
        described = describe_article(article, lexicon=lexicon, colour=colour)
        parts.append(described if len(articles) == 1 else f"{article.article_id}\n{described}")
    if len(articles) > MOST_SHOWN:
        parts.append(f"… and {len(articles) - MOST_SHOWN} more articles")
    parts += [f"not read: row {fault.row or '?'}: {fault.reason}" for fault in wrong]
    return "\n\n".join(parts)


def _source_row(path: Path) -> dict[str, str]:
    """Return what a study's sources.csv says of the file, if it lies among its articles."""
    try:
        raw = find_study(path.parent).raw
        name = path.resolve().relative_to(raw).as_posix()
    except (FileNotFoundError, ValueError):
        return {}
    return dict(read_sources(raw / SOURCES, {name})[0].get(name, {}))


def describe_article(article: Article, *, lexicon: Lexicon, colour: bool = True) -> str:
    """Return zones, date, claims and topics of one article as lines of text."""
    sentences = sentences_of([article])
    claims = identify_indicators(claims_of([article], lexicon=lexicon), sentences, lexicon=lexicon)
    hits = code_topics(sentences, lexicon=lexicon)
    lines = [
        f"{article.file}: {len(article.text)} characters, script {article.script}",
        *_date_lines(article),
        "",
    ]
    for zone in article.zones:
        text = printable(article.text[zone.start : zone.end])
        if colour:
            text = f"\x1b[{_COLOURS[zone.zone]}m{text}\x1b[0m"
        lines.append(f"{zone.zone:>9} {zone.start:>6}  {text}")
    lines += ["", f"{len(claims)} claims", *map(_claim_line, claims.itertuples())]
    lines += ["", f"{len(hits)} topic hits", *_topic_lines(hits)]
    return "\n".join(lines)


def _date_lines(article: Article) -> list[str]:
    """Say when the article was published, what says so, and which dates were refused."""
    sidecar = article.published if article.published_source == "sidecar" else ""
    dated = find_date(
        article.text, article.zones, article.sentences, sidecar=sidecar, url=article.url
    )
    if dated.published:
        why = printable(dated.why).strip()
        lines = [f"dated {dated.published}, from {dated.source}" + (f": {why}" if why else "")]
    else:
        lines = ["undated: say when in sources.csv, or with --published"]
    return lines + [f"date refused: {printable(reason)}" for reason in dated.refused]


def printable(text: str) -> str:
    """Return ``text`` on one line, without characters that steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _claim_line(claim) -> str:
    year = "????" if pd.isna(claim.year) else str(claim.year)
    where = f"{claim.scope} {claim.indicator_text}".strip()
    repeat = f"  repeats {claim.repeat_of}" if claim.repeat_of else ""
    return (
        f"  {claim.start:>6}  {year} {claim.status:<10} {claim.comparator} {claim.value_text}  "
        f"{where}  [{claim.rule}, year from {claim.year_source or '?'}]{repeat}"
    )


def _topic_lines(hits: pd.DataFrame) -> list[str]:
    return [
        f"  {topic}: " + ", ".join(f"{term} {n}" for term, n in terms.value_counts().items())
        for topic, terms in hits.groupby("topic")["term"]
    ]
