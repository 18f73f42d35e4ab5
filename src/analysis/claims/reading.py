"""Article -> claims: binds each number to its year, status, indicator, scope and change."""

import re
from typing import NamedTuple

from analysis.claims import phrases as p
from analysis.claims.anchors import ALREADY, Setting, Year, find_anchors
from analysis.claims.changes import change_of
from analysis.claims.choices import counts, measure_of, measures_of_lists
from analysis.claims.lookalikes import lookalike_of
from analysis.claims.markers import find_markers
from analysis.claims.measures import (
    Span,
    drop_leads,
)
from analysis.claims.passages import FIRST_MONTHS, Passage, clause_at, read_passages
from analysis.claims.repeats import link_repeats
from analysis.claims.scopes import Limits, is_label, scope_of
from analysis.claims.settings import (
    BARE_PERIOD,
    BULLET,
    ENDS_OPEN,
    SALUTATION,
    enter_paragraph,
    first_setting,
    heading_columns,
    heading_status,
    heading_year,
    inherited_year,
    leave_sentence,
)
from analysis.claims.status import OBSERVED, Words, lean_of, status_of, words_of
from analysis.claims.universals import find_universals
from analysis.claims.years import YEARLY, bind_years
from analysis.corpus import Article
from analysis.fold import Folded
from analysis.lexicon import Lexicon, load_lexicon
from analysis.quantities import Quantity

FLOW = re.compile(
    r"累计|年均|每年|共|总计|合计|期间|完成|带动|拉动|新增|投资|培养|培育|培训|引进|年年"
)
ABOUT_SHARE = re.compile(r"(?:约|大约|近|接近)占[^，,。；;\d]{1,16}的?$")
MISSED = re.compile(r"(?:低于|少于|多于|高于|超过|不及|超出|未达到?)(?:计划的?|目标的?)?$")
# 超额完成下降13.5%的任务: an aim that was met or missed is of the year of the outcome.
MET = re.compile(r"(?:超额|提前|如期|圆满|顺利)(?:完成|实现)|未能?(?:完成|实现|达到)")
# 全国仍有300个村: what still is, is today.
STILL = re.compile(r"(?:仍|尚|还|至今)(?:旧|然)?(?:有|未|没|需|缺|存|处)")
CONTINUES = re.compile(
    r"[\s“]*(?:其中|相当于|占|较|比|同比|环比|折算|折合|约合|约占|分别|并|且|年均)"
)
# Units that say how much of, or by how much, a measure is: they tell no measure apart.
RELATIVE = ("%", "pp", "times", "rank", "ranks")
QUOTE_TRIM = "\0 \t\n　“”\"'‘’、，,：:；;—-*"


class Claim(NamedTuple):
    """One value that an article gives for one indicator, scope and year.

    ``start`` and ``end`` count code points of the article's text; ``value`` is the number as
    meant (80 for 80%, 58000 for 5.8万), None for a promise without a number
    (``unit="qualitative"``). ``repeat_of`` is the id (``article_id:start-end``) of the claim
    that this one repeats, or empty. ``indicator`` is the key of an indicator, filled in later.
    ``rule`` names the rules that read it, joined by ``+``: number, measure, year, status.
    """

    sentence_no: int
    start: int
    end: int
    value_text: str
    status: str
    value: float | None
    value_high: float | None
    unit: str
    comparator: str
    change: str
    year: int | None
    year_start: int | None
    year_source: str
    indicator_text: str
    indicator: str
    scope: str
    repeat_of: str
    rule: str
    source: str


class Named(NamedTuple):
    """What the sentence before measured last: a following one may leave it unsaid."""

    indicator: str = ""
    scope: str = ""
    unit: str = ""


class Before(NamedTuple):
    """Year and status of the number before, in the same sentence, and where it stands."""

    year: Year
    status: str
    reason: str = ""
    start: int = 0


def find_claims(article: Article, *, lexicon: Lexicon | None = None) -> list[Claim]:
    """Return the claims of one article, in text order.

    Reads title, lede, headings and body. A claim that title, lede or a later sentence gives
    again is in the list too, with ``repeat_of`` set.
    """
    lexicon = lexicon or load_lexicon()
    folded, passages = read_passages(article, lexicon=lexicon)
    claims: list[Claim] = []
    zones: list[str] = []
    body = "".join(passage.text for passage in passages)
    news = any(zone.zone == "dateline" for zone in article.zones)
    setting = first_setting(article.published, body, news=news)
    paragraph, heading, open_list = -1, "", False
    last_named, last_index = Named(), ""
    for passage in passages:
        if passage.sentence.heading != heading:
            heading = passage.sentence.heading
            setting = setting._replace(
                heading=heading_year(heading, article.published, lexicon),
                heading_status=heading_status(heading),
                columns=heading_columns(heading, article.published, lexicon),
            )
        starts = passage.paragraph != paragraph
        if starts:
            setting = enter_paragraph(setting, passage, open_list)
            paragraph = -1 if SALUTATION.match(passage.text) else passage.paragraph
        if passage.clauses:
            anchors, bound = bind_years(passage, setting)
            found, last_named = _read_sentence(
                article, folded, passage, setting, bound, last_named, last_index, lexicon
            )
            claims.extend(found)
            zones.extend([passage.sentence.zone] * len(found))
            setting = leave_sentence(setting, passage, anchors)
            if found:
                last = found[-1]
                forecast = all(claim.status == "projection" for claim in found)
                tasks = last.status == "target" and last.year == setting.published is not None
                if (forecast, tasks) != (setting.forecast, setting.tasks):
                    setting = setting._replace(forecast=forecast, tasks=tasks)
        elif passage.periods:
            setting = leave_sentence(setting, passage, find_anchors(passage, setting))
        last_index = _index_before(article, folded, passage, len(passage.text)) or last_index
        opens = ENDS_OPEN.search(passage.text) or BARE_PERIOD.match(passage.text)
        open_list = bool(opens) or (open_list and (not starts or bool(BULLET.match(passage.text))))
    return link_repeats(claims, zones, ids_of(article.article_id, claims))


def ids_of(article_id: str, claims: list[Claim]) -> list[str]:
    """Return a stable id for each claim: ``article:start-end``, ``/2`` for a second on a span."""
    seen: dict[str, int] = {}
    ids = []
    for claim in claims:
        name = f"{article_id}:{claim.start}-{claim.end}"
        seen[name] = seen.get(name, 0) + 1
        ids.append(name if seen[name] == 1 else f"{name}/{seen[name]}")
    return ids


def _read_sentence(
    article: Article,
    folded: Folded,
    passage: Passage,
    setting: Setting,
    bound: dict[int, Year],
    last_named: Named,
    last_index: str,
    lexicon: Lexicon,
) -> tuple[list[Claim], Named]:
    """Return the claims of one sentence and the indicator that a following one may refer to."""
    universals = find_universals(passage)
    numbers = [i for i, q in enumerate(passage.quantities) if not lookalike_of(passage, q)]
    if not numbers and not universals:
        return [], last_named
    if len(numbers) < len(passage.quantities):
        bound = {n: bound[i] for n, i in enumerate(numbers) if i in bound}
        passage = passage._replace(quantities=tuple(passage.quantities[i] for i in numbers))
    status_words = words_of(passage, find_markers(passage.text, lexicon))
    limits = Limits(passage, lexicon)
    measures = measures_of_lists(passage, limits)
    claims: list[Claim] = []
    change = "level"
    carried, scope_words, unit = last_named
    units = _with_units(passage, unit)
    before: Before | None = None
    named = counted = ""
    of_unit: dict[str, str] = {}
    told: list[tuple[int, str]] = []
    for index, quantity in enumerate(units):
        change = change_of(passage, index, lexicon, change)
        found = measures.get(index) or measure_of(passage, index, limits)
        words = _quote(article, folded, passage, found.indicator)
        if not words and not named and quantity.unit in ("rank", "ranks", "score"):
            words = _index_before(article, folded, passage, quantity.start) or last_index
        if not words and quantity.unit not in RELATIVE and not counts(quantity):
            words = of_unit.get(quantity.unit, "")
        words = words or (named if quantity.unit == "%" and carried == counted else "") or carried
        carried = words
        of_unit[quantity.unit] = words
        told.append((quantity.end, words))
        if counts(quantity):
            counted = words
        else:
            named = words
        scope = _quote(article, folded, passage, found.scope)
        if not scope and found.indicator is None:
            scope = scope_words
        scope_words = scope
        claim, before = _claim(
            article,
            folded,
            passage,
            quantity,
            index,
            found.rule,
            words,
            scope,
            change,
            setting,
            bound,
            status_words,
            before,
            bool(claims) and claims[-1].rule.endswith("target-aim"),
        )
        claims.append(claim)
    for universal in universals:
        number = Quantity(
            universal.start,
            universal.end,
            passage.text[universal.start : universal.end],
            None,
            None,
            "qualitative",
            "=",
            "level",
            universal.rule,
        )
        scope = scope_of(passage, number, universal.indicator, limits)
        words = _quote(article, folded, passage, universal.indicator) or carried
        counted_before = [name for end, name in told if end <= universal.start]
        if counted_before and is_label(words, lexicon):
            # 建设助餐点80处,实现乡镇全覆盖: what was counted covers the level.
            scope, words = universal.indicator, counted_before[-1]
        claim, _ = _claim(
            article,
            folded,
            passage,
            number,
            None,
            universal.rule,
            words,
            _quote(article, folded, passage, scope),
            "level",
            setting,
            bound,
            status_words,
            None,
        )
        claims.append(claim)
    claims.sort(key=lambda claim: (claim.start, claim.end))
    counted_in = [q.unit for q in units if q.rule in ("count", "bare") and q.unit]
    return claims, Named(carried, scope_words, counted_in[-1] if counted_in else unit)


# 观赏人次突破8000万: the counted noun holds the classifier.
NAMED_UNITS = re.compile(r"人次|[人户件家笔架辆台套部份座株头](?:总?数|总量)")


def _with_units(passage: Passage, unit: str) -> list[Quantity]:
    """A bare count takes the unit that its own measure names (人次突破8000万), or its neighbour's.

    8.8万人，全年跌破11万. ``unit`` is that of the last count before the sentence.
    """
    given: list[Quantity] = []
    for quantity in passage.quantities:
        if quantity.rule == "bare" and not quantity.unit:
            start, _ = clause_at(passage, quantity.start)
            named = NAMED_UNITS.findall(passage.plain, start, quantity.start)
            unit = re.sub(r"(?:总数|总量|数)$", "", named[-1]) if named else unit
            quantity = quantity._replace(unit=unit)
        elif quantity.text == "清零" and not quantity.unit:
            quantity = quantity._replace(unit=unit)
        elif quantity.rule == "count":
            unit = quantity.unit
        given.append(quantity)
    return given


def _claim(
    article: Article,
    folded: Folded,
    passage: Passage,
    quantity: Quantity,
    index: int | None,
    measured: str,
    indicator: str,
    scope: str,
    change: str,
    setting: Setting,
    bound: dict[int, Year],
    words: Words,
    before: Before | None,
    aimed_before: bool = False,
) -> tuple[Claim, Before]:
    year = bound.get(index) if index is not None else _governing_year(passage, quantity, setting)
    lean = lean_of(passage, quantity, words)
    opening = passage.clause_of[quantity.start][1]
    if (
        year is None
        and before is not None
        and (lean in ("", before.status) or MET.search(passage.plain, opening, quantity.start))
    ):
        year = before.year._replace(source="sentence")
    if year is None:
        today = STILL.search(passage.plain, opening, quantity.start)
        # Only in an undated text a series of figures goes on from paragraph to paragraph.
        compared = setting.published is None and (
            OBSERVED.search(passage.text) is not None or not ALREADY.search(passage.text)
        )
        year = inherited_year(setting, lean, quantity.unit, today=bool(today), compared=compared)
        year = _closed_year(passage, quantity, year, setting, words)
    worded = (
        before is not None
        and before.reason in ("marker", "now", "as-of")
        and (before.status != "projection" or measured != "before")
        and passage.segment_of[before.start][0] == passage.segment_of[quantity.start][0]
    )
    status, reason = status_of(
        passage,
        quantity,
        year,
        setting,
        words,
        (before.year.year, before.status) if worded else None,
        forecast_before=before is not None
        and before.status == "projection"
        and measured == "carried",
        aimed_before=aimed_before,
    )
    if (
        before is not None
        and not lean
        and reason not in ("aim", "origin", "marker")
        and year.year == before.year.year
        and (measured == "carried" or continues(passage, quantity))
    ):
        status, reason = before.status, "continued"
    if reason == "works" and year.source != "clause":
        year = Year(None, None, "")
    if (
        status == "target"
        and year.source not in ("clause", "heading")
        and year.year_start is None
        and YEARLY.search(passage.plain[opening : quantity.start])
    ):
        year = Year(None, None, "")
    start, end = folded.span(passage.offset + quantity.start, passage.offset + quantity.end)
    claim = Claim(
        passage.sentence.sentence_no,
        start,
        end,
        article.text[start:end],
        status,
        quantity.value,
        quantity.value_high,
        quantity.unit,
        _comparator(passage, quantity, reason),
        change,
        year.year,
        _first_year(passage, quantity, year, change, setting),
        year.source if year.year is not None else "",
        indicator,
        "",
        scope,
        "",
        "+".join((quantity.rule, measured, f"year-{year.source or 'none'}", f"{status}-{reason}")),
        "rule",
    )
    # （2021年：14%）: what a bracket adds says nothing of what goes on behind it.
    aside = passage.plain[quantity.start : quantity.start + 1] == "\0"
    kept = (
        before
        if aside or year.kind in ("origin", "aim") or reason == "aim"
        else Before(year, status, reason, quantity.start)
    )
    return claim, kept


def _closed_year(
    passage: Passage, quantity: Quantity, year: Year, setting: Setting, words: Words
) -> Year:
    """全年 of an undated sentence in the first months of a year is the year that has closed."""
    if (
        year.source != "document"
        or setting.published is None
        or setting.month is None
        or setting.month > FIRST_MONTHS
        or setting.section_status == "target"
        or "全年" not in passage.plain[clause_at(passage, quantity.start)[0] : quantity.start]
        or any(marker.value != "actual" for marker in words.markers)
    ):
        return year
    return Year(setting.published - 1, None, "document")


def continues(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number's clause goes on about the one before: 其中…, 相当于…, 占…, 较…."""
    start, _ = clause_at(passage, quantity.start)
    return bool(CONTINUES.match(passage.plain, start))


def _comparator(passage: Passage, quantity: Quantity, reason: str) -> str:
    """The comparator of a number; 约占总量的四成 has it before the words that it measures.

    低于45%的目标 compares an outcome with the aim: the aim itself is 45%.
    """
    if (
        reason == "aim"
        and quantity.comparator != "range"
        and MISSED.search(passage.plain, 0, quantity.start)
    ):
        return "="
    if quantity.comparator == "=":
        clause, _ = clause_at(passage, quantity.start)
        told = passage.plain.find("占", clause, quantity.start) >= 0
        if told and ABOUT_SHARE.search(passage.plain, clause, quantity.start):
            return "~"
    return quantity.comparator


def _index_before(article: Article, folded: Folded, passage: Passage, position: int) -> str:
    """The index that a sentence named last before a position: what a bare rank is a rank in."""
    text, name, at = passage.text, None, 0
    while word := p.INDEX_WORD.search(text, at, position):
        # The name of an index begins so far before its noun at most.
        found = p.INDEX_NAME.search(text, max(at, word.start() - p.INDEX_REACH), position)
        if found is None:
            break
        name, at = found.span(), found.end()
    if name is None:
        return ""
    return _quote(article, folded, passage, (drop_leads(passage, *name), name[1]))


def _governing_year(passage: Passage, quantity: Quantity, setting: Setting) -> Year | None:
    """The year of a promise without a number: read like a number's."""
    alone = passage._replace(quantities=(quantity,))
    _, bound = bind_years(alone, setting)
    return bound.get(0)


def _first_year(
    passage: Passage, quantity: Quantity, year: Year, change: str, setting: Setting
) -> int | None:
    """The first year of a flow, sum, mean or growth over a stated period; else None."""
    if year.year is None:
        return None
    first = year.year_start
    if year.source == "heading":
        return first
    section = setting.section
    if first is None and section is not None and section.year == year.year:
        first = section.year_start
    if first is None or first == year.year:
        return None
    clause, _ = clause_at(passage, quantity.start)
    if change != "level" or FLOW.search(passage.text, clause, quantity.start):
        return first
    return None


def _quote(article: Article, folded: Folded, passage: Passage, span: Span | None) -> str:
    """The article's own characters for a span of folded ones."""
    if span is None:
        return ""
    start, end = span
    while start < end and passage.plain[start] in QUOTE_TRIM + "的":
        start += 1
    while end > start and passage.plain[end - 1] in QUOTE_TRIM:
        end -= 1
    if start >= end:
        return ""
    first, last = folded.span(passage.offset + start, passage.offset + end)
    return article.text[first:last]
