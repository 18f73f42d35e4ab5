"""What the codebook misses, what each of its terms does, and how much hangs on one term."""

import pandas as pd

from analysis.lexicon import Lexicon, load_lexicon
from analysis.topics.codebook import codebook_of
from analysis.topics.coding import find_topics
from analysis.topics.coverage import counted_sentences

UNCOVERED = ("article_id", "sentence_no", "zone", "n_characters", "start", "end", "text")
CONTRIBUTIONS = (
    "topic", "term", "context", "n_hits", "n_sentences", "n_articles",
    "n_only", "share_of_topic", "share_only", "decides",
)  # fmt: skip
SENSITIVITY = ("topic", "variant", "term", "n_sentences", "share", "difference")

# A term that alone gives this share of a topic's sentences decides the topic by itself.
DECIDES = 0.5


def uncovered_sentences(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the counted sentences without a topic, the longest first; one row per sentence.

    ``n_characters`` (letters, digits and Chinese characters) is the weight: a long sentence
    without a topic is more likely a gap of the codebook than a short heading.
    """
    counted = counted_sentences(sentences)
    covered = pd.MultiIndex.from_frame(hits[["article_id", "sentence_no"]])
    here = pd.MultiIndex.from_frame(counted[["article_id", "sentence_no"]])
    left = counted[~here.isin(covered)]
    weights = [sum(map(str.isalnum, text)) for text in left["text"]]
    table = left.assign(n_characters=pd.Series(weights, index=left.index, dtype="int64"))
    return table.sort_values(
        ["n_characters", "article_id", "sentence_no"],
        ascending=[False, True, True],
        ignore_index=True,
    )[list(UNCOVERED)]


def term_contributions(
    hits: pd.DataFrame, sentences: pd.DataFrame, *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Say what each term contributes; one row per topic and term, terms without a hit too.

    n_hits, n_sentences and n_articles count the term; ``n_only`` the sentences that have the
    topic by this term alone; ``share_of_topic`` and ``share_only`` are n_sentences and n_only
    as shares of the topic's sentences; ``decides`` is True where share_only is a half or more.
    """
    here = hits.merge(
        counted_sentences(sentences)[["article_id", "sentence_no"]],
        on=["article_id", "sentence_no"],
        how="inner",
        validate="many_to_one",
    )
    keys = ["article_id", "sentence_no", "topic"]
    terms = here.drop_duplicates([*keys, "term"])
    alone = terms[~terms.duplicated(keys, keep=False)]
    of_term = ["topic", "term"]
    counts = pd.DataFrame(
        {
            "n_hits": here.groupby(of_term).size(),
            "n_sentences": terms.groupby(of_term).size(),
            "n_articles": terms.groupby(of_term)["article_id"].nunique(),
            "n_only": alone.groupby(of_term).size(),
        }
    )
    rows = [
        (row["topic"], row["term"], row["context"])
        for row in (lexicon or load_lexicon()).topic_terms
        if row["kind"] == "term"
    ]
    table = pd.DataFrame(rows, columns=["topic", "term", "context"])
    table = table.join(counts, on=of_term)
    numbers = ["n_hits", "n_sentences", "n_articles", "n_only"]
    table[numbers] = table[numbers].fillna(0).astype("int64")
    per_topic = terms.drop_duplicates(keys)["topic"].value_counts()
    totals = table["topic"].map(per_topic).astype("float64")
    table["share_of_topic"] = table["n_sentences"] / totals
    table["share_only"] = table["n_only"] / totals
    table["decides"] = table["share_only"] >= DECIDES
    return table.sort_values(
        ["topic", "n_only", "n_sentences", "term"],
        ascending=[True, False, False, True],
        ignore_index=True,
    )[list(CONTRIBUTIONS)]


def codebook_sensitivity(
    sentences: pd.DataFrame, *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Code again under other rules; one row per topic and variant.

    Variants: ``all terms``; ``two hits`` (a sentence has a topic only with two hits of it);
    ``without term`` (the codebook without the named term, for every term that fired; what it
    had hidden may fire in its place). ``share`` is of counted sentences, ``difference`` the
    share minus that of ``all terms``. Sorted by topic, the largest change first.
    """
    codebook = codebook_of(lexicon or load_lexicon())
    texts = list(counted_sentences(sentences)["text"])
    coded = [find_topics(text, codebook) for text in texts]
    base = dict.fromkeys(codebook.topics, 0)
    twice = dict.fromkeys(codebook.topics, 0)
    having: dict[tuple[str, str], list[int]] = {}
    for i, hits in enumerate(coded):
        found = [hit.topic for hit in hits]
        for topic in set(found):
            base[topic] += 1
            twice[topic] += found.count(topic) > 1
        for key in {(hit.topic, hit.term) for hit in hits}:
            having.setdefault(key, []).append(i)
    rows = []
    for topic in codebook.topics:
        rows.append((topic, "all terms", "", base[topic]))
        rows.append((topic, "two hits", "", twice[topic]))
    for (topic, term), where in having.items():
        lost = sum(
            all(
                hit.topic != topic for hit in find_topics(texts[i], codebook, without=(topic, term))
            )
            for i in where
        )
        rows.append((topic, "without term", term, base[topic] - lost))
    table = pd.DataFrame(rows, columns=["topic", "variant", "term", "n_sentences"])
    table["share"] = table["n_sentences"] / len(texts) if texts else float("nan")
    table["difference"] = table["share"] - table["topic"].map(base) / max(len(texts), 1)
    order = table["variant"].map({"all terms": 0, "two hits": 1, "without term": 2})
    topic_order = table["topic"].map({t: i for i, t in enumerate(codebook.topics)})
    return (
        table.assign(order=order, topic_order=topic_order)
        .sort_values(["topic_order", "order", "difference", "term"], ignore_index=True)
        .loc[:, list(SENSITIVITY)]
    )
