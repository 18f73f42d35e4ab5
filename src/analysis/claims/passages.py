"""Article -> passages: each analysed sentence as the rules read it.

A passage is a sentence in folded characters, with its clauses, its brackets, and the numbers
and periods that stand in it. Each article is folded once, and its numbers and periods are
looked for once.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from analysis.corpus import ANALYSED, Article, Sentence
from analysis.fold import Folded, fold
from analysis.lexicon import Lexicon
from analysis.periods import Period, find_periods
from analysis.quantities import Quantity, find_quantities, yuan_of


class Lookup(dict):
    """Where each position of a sentence stands: the (number, start, end) of its span.

    That is the span that holds the position, or the last one before it, at most ``reach``
    characters to either side. Every rule asks for the same few positions, those of the numbers:
    each is looked up once.
    """

    def __init__(self, spans: tuple[tuple[int, int], ...], reach: int) -> None:
        self.spans, self.reach = spans, reach
        self.starts = [start for start, _ in spans]

    def __missing__(self, position: int) -> tuple[int, int, int]:
        number = max(0, bisect_right(self.starts, position) - 1)
        start, end = self.spans[number]
        found = number, max(start, position - self.reach), min(end, position + self.reach)
        self[position] = found
        return found


class Passage(NamedTuple):
    """One sentence to read; every offset counts folded characters of ``text``.

    ``plain`` is ``text`` with what stands in brackets blanked, so that a bracket neither ends
    a phrase nor joins one. ``clauses`` are (start, end) between commas, ``segments`` between
    semicolons; both are empty where the sentence has nothing that could be a claim.
    ``paragraph`` numbers the paragraphs of the article. ``clause_of`` and ``segment_of`` tell
    the clause (as far as it is read around a number) and the segment of each position; ``aims``
    is whether it has a word of aims and plans.
    """

    sentence: Sentence
    offset: int
    text: str
    plain: str
    clauses: tuple[tuple[int, int], ...]
    segments: tuple[tuple[int, int], ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    paragraph: int
    clause_of: Lookup
    segment_of: Lookup
    aims: bool


# What ends a clause: marks of punctuation, except commas and colons inside a number, and the
# space that stands for a comma in headlines.
# One class of what they begin with stands before all cases: it makes the search fast.
CLAUSE_END = re.compile(
    r"""
    [，；。！？!?…\n：,:; \u3000—] (?:
        (?<=[，；。！？!?…\n：]) [，；。！？!?…\n：]*               # 1 full-width marks
      | (?<=[,:;]) (?: (?<![0-9].) | (?![0-9]) )               # 2 half-width marks outside numbers
      | (?<=[^\x00-\x7f][ \u3000]) [ \u3000]* (?=[^\x00-\x7f]) # 3 a space between two characters
      | (?<=—) —                                               # 4 a dash
    )
    """,
    re.VERBOSE,
)
SEGMENT_END = re.compile(r"[；;。！？!?\n][；;。！？!?\n]*")
BRACKET = re.compile(r"[（(][^（()）]{0,200}[)）]")


def says_all(text: str) -> bool:
    """Whether a sentence has one of the words of universal promises.

    One with neither them nor a number promises nothing that could be measured.
    """
    return "普及" in text or "覆盖" in text or "全面" in text


# Words of aims and plans: a sentence without one measures no outcome by its aim and spells none out.
AIM_WORDS = re.compile(
    "目标|计划|规划|指标|任务|愿景|预算|进度|预期|要求|上限|下限|底线|红线|原定|原订|定下|设定|预定|规定"
)
# How far a clause is read around a number: longer than any clause of the coded documents.
REACH = 120
# Longer than any sentence of the coded documents (the longest has 700 characters).
LONGEST = 1500
# Texts that count years from 1912: 114年.
TAIWAN = re.compile(
    r"台湾|台北|新北|高雄|新台币|行政院|立法院|数位发展部|国发会|经济部能源|卫福部|工研院|资策会|台电|台积电"
)
# Places without five-year plans of their own.
FAR = re.compile(rf"港元|特区政府|财政司|{TAIWAN.pattern}")
PARAGRAPH_END = re.compile(r"\n|</p>|<br", re.IGNORECASE)


def split_spans(text: str, end: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of the stretches between the matches of ``end``."""
    spans, start = [], 0
    for mark in end.finditer(text):
        stop, behind = mark.span()
        if stop > start:
            spans.append((start, stop))
        start = behind
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return tuple(spans)


def clause_at(passage: Passage, position: int) -> tuple[int, int]:
    """Return the clause that holds ``position``, at most ``REACH`` characters to either side."""
    return passage.clause_of[position][1:]


def segment_at(passage: Passage, position: int) -> tuple[int, int]:
    """Return the stretch between semicolons that holds ``position``."""
    return passage.segment_of[position][1:]


def blank_brackets(text: str) -> str:
    """Replace each bracket and what is in it by as many \\x00."""
    if "(" not in text and "（" not in text:
        return text
    parts, end = [], 0
    for bracket in BRACKET.finditer(text):
        parts += text[end : bracket.start()], "\0" * (bracket.end() - bracket.start())
        end = bracket.end()
    return "".join((*parts, text[end:])) if parts else text


def read_passages(
    article: Article, *, lexicon: Lexicon | None = None
) -> tuple[Folded, list[Passage]]:
    """Return the folded article and its passages, in reading order."""
    folded = fold(article.text)
    sentences = [s for s in article.sentences if s.zone in ANALYSED]
    if not sentences:
        return folded, []
    spans = [(bisect_left(folded.at, s.start), bisect_left(folded.at, s.end)) for s in sentences]
    # What trails the last sentence (a list of other stories) is not searched.
    searched = folded.text[: max(end for _, end in spans)]
    size = len(searched)
    plain_text = Folded(searched, range(size + 1), range(1, size + 1))
    yuan = yuan_of(folded.text, script=article.script)
    quantities = [
        q
        for q in find_quantities(plain_text, lexicon=lexicon, yuan=yuan)
        if q.unit != "qualitative"
    ]
    far = FAR.search(folded.text) is not None
    periods = count_as_reports(
        find_periods(
            plain_text,
            article.published or None,
            lexicon=lexicon,
            republic=True if far and TAIWAN.search(folded.text) else None,
        ),
        article.published,
        reports=not far,
    )
    quantities_in = _taken_by(spans, quantities)
    periods_in = _taken_by(spans, periods)
    passages, paragraph, last_end, last_zone = [], 0, 0, ""
    for sentence, (start, end), numbers, years in zip(
        sentences, spans, quantities_in, periods_in, strict=True
    ):
        between = article.text[last_end : sentence.start]
        if sentence.zone != last_zone or PARAGRAPH_END.search(between):
            paragraph += 1
        last_end, last_zone = sentence.end, sentence.zone
        text = folded.text[start:end]
        for first, last in _pieces(text):
            whole = (first, last) == (0, len(text))
            passages.append(
                _passage(
                    sentence,
                    start + first,
                    text[first:last],
                    [n for n in numbers if whole or first + start <= n.start < last + start],
                    [y for y in years if whole or first + start <= y.start < last + start],
                    paragraph,
                )
            )
    return folded, passages


# In a year's first months a report looks back on years that ended with the last.
FIRST_MONTHS = 3
FIVE = re.compile(r"[五5]年")


def is_early(published: str) -> bool:
    """Whether a date (YYYY-MM…) lies in the first months of its year."""
    return published[5:7].isdigit() and int(published[5:7]) <= FIRST_MONTHS


def count_as_reports(
    periods: list[Period], published: str, *, reports: bool = True
) -> list[Period]:
    """Return the periods, 过去五年 and 未来五年 with the years that a report of that date means.

    过去五年 in the first months of 2026 is 2021-2025; 未来五年 in the first year of a five-year
    plan (2021, 2026 …) is that plan's period, unless ``reports`` says that the text is not about
    a country with such plans.
    """
    if not published[:4].isdigit():
        return periods
    return [
        _as_reports_count(period, published, reports)
        if period.rule in ("past", "coming")
        else period
        for period in periods
    ]


def _as_reports_count(period: Period, published: str, reports: bool) -> Period:
    year = int(published[:4])
    if period.rule == "past" and is_early(published):
        years = 5 if FIVE.search(period.text) else None
        return period._replace(year=year - 1, year_start=year - years if years else None)
    if reports and period.rule == "coming" and FIVE.search(period.text) and year % 5 == 1:
        return period._replace(year=year + 4, year_start=year)
    return period


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where a sentence is read in pieces: one, unless it is longer than any sentence of prose.

    A piece ends at the last mark of punctuation before its limit. Without this the time for a
    table without full stops would grow with the square of its length.
    """
    pieces, start = [], 0
    while len(text) - start > LONGEST:
        marks = [m.end() for m in CLAUSE_END.finditer(text, start + 1, start + LONGEST)]
        end = marks[-1] if marks else start + LONGEST
        pieces.append((start, end))
        start = end
    pieces.append((start, len(text)))
    return pieces


# Of a sentence without clauses.
_NOWHERE = Lookup((), 0)


def _passage(
    sentence: Sentence,
    offset: int,
    text: str,
    numbers: list[Quantity],
    years: list[Period],
    paragraph: int,
) -> Passage:
    plain = blank_brackets(text)
    size = len(text)
    speaks = bool(numbers) or says_all(text)
    clauses = split_spans(plain, CLAUSE_END) if speaks else ()
    segments = split_spans(plain, SEGMENT_END) if speaks else ()
    return Passage(
        sentence,
        offset,
        text,
        plain,
        clauses,
        segments,
        tuple(
            [
                Quantity(n[0] - offset, n[1] - offset, *n[2:])
                for n in numbers
                if n[1] <= offset + size
            ]
        ),
        tuple(
            [Period(y[0] - offset, y[1] - offset, *y[2:]) for y in years if y[1] <= offset + size]
        ),
        paragraph,
        Lookup(clauses, REACH) if speaks else _NOWHERE,
        Lookup(segments, LONGEST) if speaks else _NOWHERE,
        AIM_WORDS.search(text) is not None,
    )


def _taken_by(spans: list[tuple[int, int]], found: list) -> Iterator[list]:
    """For each span, the findings that lie inside it. Both are in text order."""
    starts = [f.start for f in found]
    for start, end in spans:
        first = bisect_left(starts, start)
        inside = []
        while first < len(found) and found[first].start < end:
            if found[first].end <= end:
                inside.append(found[first])
            first += 1
        yield inside
