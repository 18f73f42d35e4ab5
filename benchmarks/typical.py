"""The plain script that a researcher would write today: files in, tables out.

It stands for the work that the package replaces and imports nothing of it: every file is read
whole, jieba cuts it with a list of one's own words, Counter counts, scikit-learn weighs, keywords
are counted, and a regular expression finds the years and percentages of each sentence.

    python benchmarks/typical.py RAW OUT WORDS.csv STOPWORDS.csv TOPIC_TERMS.csv
"""

import csv
import re
import sys
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

warnings.filterwarnings("ignore")

import jieba  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402

YEAR = re.compile(r"(\d{4})年")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


def column(path, name):
    with open(path, encoding="utf-8") as file:
        return [row[name] for row in csv.DictReader(file)]


def main(raw, out, words_file, stopwords_file, topics_file):
    jieba.setLogLevel("ERROR")
    for word in column(words_file, "word"):
        jieba.add_word(word)
    stopwords = set(column(stopwords_file, "word"))
    topics = defaultdict(list)
    for topic, term in zip(column(topics_file, "topic"), column(topics_file, "term"), strict=True):
        topics[topic].append(term)

    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(raw).glob("*.txt"))
    }

    tokens = {
        name: [word for word in jieba.lcut(text) if len(word) > 1 and word not in stopwords]
        for name, text in texts.items()
    }

    counts = [
        (name, word, n)
        for name, words in tokens.items()
        for word, n in Counter(words).most_common()
    ]
    pd.DataFrame(counts, columns=["article", "term", "n"]).to_csv(f"{out}/terms.csv", index=False)

    vectorizer = TfidfVectorizer(analyzer=lambda words: words)
    matrix = vectorizer.fit_transform(tokens.values()).tocoo()
    names, terms = list(tokens), vectorizer.get_feature_names_out()
    pd.DataFrame(
        {
            "article": [names[row] for row in matrix.row],
            "term": terms[matrix.col],
            "tfidf": matrix.data,
        }
    ).to_csv(f"{out}/tfidf.csv", index=False)

    hits = [
        (name, topic, sum(text.count(keyword) for keyword in keywords))
        for name, text in texts.items()
        for topic, keywords in topics.items()
    ]
    pd.DataFrame(hits, columns=["article", "topic", "n"]).to_csv(f"{out}/topics.csv", index=False)

    numbers = []
    for name, text in texts.items():
        for sentence in re.split(r"[。！？\n]", text):
            years = YEAR.findall(sentence)
            numbers += [
                (name, years[0] if years else "", percent, sentence)
                for percent in PERCENT.findall(sentence)
            ]
    pd.DataFrame(numbers, columns=["article", "year", "percent", "sentence"]).to_csv(
        f"{out}/numbers.csv", index=False
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
