"""Corpora of any size out of the two given articles: the same at every run and on every machine.

Article number i depends on i alone, so that the corpus of 1,000 articles is the beginning of that
of 10,000. An article has about 1,100 characters in the layout of the originals: title, agency
line, paragraphs, end mark, and two related stories behind 更多. Half of its sentences are sentences
of the originals, the other half are put together from their clauses; every figure is another one.

    python -m benchmarks.corpus FOLDER 1000
"""

import random
import re
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"

# Together with title, end mark and related stories this makes 1,100 characters.
BODY_CHARACTERS = 680
SENTENCES_IN_A_PARAGRAPH = (1, 4)
CLAUSES_IN_A_SENTENCE = (2, 5)
RELATED = 2

NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Material(NamedTuple):
    """What the given articles are taken apart into."""

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    clauses: tuple[str, ...]
    related: tuple[str, ...]


def write_corpus(folder: Path, n: int) -> int:
    """Write ``n`` articles as .txt files into ``folder``; return their characters."""
    folder.mkdir(parents=True, exist_ok=True)
    n_characters = 0
    for number in range(n):
        text = article(number)
        (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8", newline="\n")
        n_characters += len(text)
    return n_characters


def article(number: int) -> str:
    """Return the text of article ``number``."""
    material, rng = _material(), random.Random(number)
    title = _with_other_figures(rng.choice(material.titles), rng)
    lead = f"越通社河内——{rng.randint(1, 12)}月{rng.randint(1, 28)}日，"
    paragraphs, n_characters = [], 0
    while n_characters < BODY_CHARACTERS:
        count = rng.randint(*SENTENCES_IN_A_PARAGRAPH)
        paragraph = "".join(_sentence(material, rng) for _ in range(count))
        paragraphs.append(paragraph)
        n_characters += len(paragraph)
    related = [_with_other_figures(story, rng) for story in rng.sample(material.related, RELATED)]
    parts = [title, lead + paragraphs[0], *paragraphs[1:]]
    parts[-1] += "(完)"
    return "\n\n".join([*parts, "越通社", "更多", *related]) + "\n"


def _sentence(material: Material, rng: random.Random) -> str:
    if rng.random() < 0.5:
        sentence = rng.choice(material.sentences)
    else:
        sentence = "，".join(rng.sample(material.clauses, rng.randint(*CLAUSES_IN_A_SENTENCE)))
        sentence += "。"
    return _with_other_figures(sentence, rng)


def _with_other_figures(text: str, rng: random.Random) -> str:
    return NUMBER.sub(lambda match: _other_figure(match, rng), text)


def _other_figure(match: re.Match[str], rng: random.Random) -> str:
    """Return another year for a year, another percentage, another number as long as the old."""
    digits, unit = match.group(), match.string[match.end() : match.end() + 1]
    if len(digits) == 4 and digits[:2] in {"19", "20", "21"}:
        return str(rng.randint(2016, 2050))
    if unit == "%":
        return str(rng.randint(1, 99)) if rng.random() < 0.8 else f"{rng.uniform(1, 99):.1f}"
    if unit in {"月", "日"}:
        return str(rng.randint(1, 12))
    n = len(digits.split(".")[0])
    return str(rng.randint(10 ** (n - 1), 10**n - 1))


@cache
def _material() -> Material:
    titles, sentences, clauses, related = [], [], [], []
    for file in sorted(RAW.glob("*.txt")):
        body, stories = file.read_text(encoding="utf-8").split("\n更多\n", 1)
        paragraphs = [line.strip() for line in body.splitlines() if line.strip()]
        titles.append(paragraphs[0])
        prose = [line for line in paragraphs[1:] if line.endswith("。") and "——" not in line]
        sentences += re.findall(r"[^。]{8,}。", "".join(prose))
        related += [line.strip() for line in stories.splitlines() if len(line.strip()) > 60]
    for sentence in sentences:
        clauses += [clause for clause in re.split(r"[,，;；。]", sentence) if len(clause) > 5]
    return Material(*map(tuple, (titles, sentences, clauses, related)))


if __name__ == "__main__":
    print(write_corpus(Path(sys.argv[1]), int(sys.argv[2])), "characters")
