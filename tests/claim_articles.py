"""Articles made of a few sentences, for the tests of claims."""

import re

from analysis.corpus import Article, Sentence, Zone

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def article_of(
    text: str, *, published: str = "2025-06-01", heading: str = "", article_id: str = "a"
) -> Article:
    """Return an article whose whole text is body, one paragraph per line."""
    sentences = tuple(
        Sentence(number, "body", heading, match.start(), match.end(), match[0])
        for number, match in enumerate(SENTENCE.finditer(text), 1)
    )
    zones = (Zone("body", 0, len(text)),) if text else ()
    return Article(article_id, f"{article_id}.txt", "", text, zones, sentences, published=published)


def headed_article(title: str, lede: str, body: str, *, published: str = "2025-06-01") -> Article:
    """Return an article with a title, a lede and one paragraph, each one sentence or more."""
    text, zones, sentences = f"{title}\n{lede}\n{body}", [], []
    start = 0
    for zone, words in (("title", title), ("lede", lede), ("body", body)):
        zones.append(Zone(zone, start, start + len(words)))
        for match in SENTENCE.finditer(text, start, start + len(words)):
            sentences.append(
                Sentence(len(sentences) + 1, zone, "", match.start(), match.end(), match[0])
            )
        start += len(words) + 1
    return Article("a", "a.txt", "", text, tuple(zones), tuple(sentences), published=published)
