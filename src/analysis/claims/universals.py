"""Promises without a number: 普及光纤宽带 · 数字化改造全覆盖 · 全面普及数字签名."""

import re
from typing import NamedTuple

from analysis.claims.measures import Span, subject_before
from analysis.claims.passages import Passage, clause_at, says_all


class Universal(NamedTuple):
    """A universal word as a number that has no value, and what it is said of.

    ``indicator`` is None where the clause leaves it to the words before (…，2030年须全面覆盖).
    """

    start: int
    end: int
    indicator: Span | None
    rule: str


# 普及 as a verb with its object; not 普及率, 普及应用, 推广普及, 科学普及.
SPREAD = re.compile(
    r"(?P<value>(?:全面|基本|普遍|完全)?普及)(?P<object>[^，,。；;、：:！!？?\s\0率型化版度本应工活推宣和与及的了到于至这知程教后前之中已是率][^，,。；;：:！!？?\0]{1,30})"
)
SPREAD_NOT_BEFORE = re.compile(
    r"(?:推广|宣传|推动|推进|加快|促进|加强|科学|科普|知识|大力|广泛|进一步|链条|深入|的|不断|开始|逐步|逐渐|加速|日益|快速|教育)$"
)
# 普及科技知识 tells people something, it promises nothing to all.
KNOWLEDGE = re.compile(r"[^，,。；;、]{0,6}?(?:知识|常识|理念|观念|法律|法规|科学(?!仪))")
# 高中教育在全国普及: what is spread stands before it.
SPREAD_IN = re.compile(
    r"(?:在[^，,。；;、在]{1,8}|(?:全面|基本)?实现(?P<object>[^，,。；;、\d]{0,12}?)|[也均都已](?:经|基本)?)"
    r"(?P<value>(?:全面|基本)?普及)(?=[，,。；;！!”」\s]|$)"
)
# X全覆盖, 实现X全面覆盖.
COVER = re.compile(r"(?P<value>全面覆盖|全覆盖)(?![面式率的])")

# 牌照服务今年内全面电子化: a date, and what will then hold for all.
ALL_OUT = re.compile(
    r"(?:底|末|前|内|起|以前|之前)*[将要须需应]?(?P<value>全面(?:[一-鿿]{1,3}化|实施|实行|实现|消除|取消|淘汰|禁止|禁用|停用|停售"
    r"|使用|采用|推行|接入|联网|上线|网办|通办|免费|达标|覆盖|通车))(?=[，,。；;！!”」\s]|$)"
)
# Without words of its own a promise of coverage says by a modal that it is one.
OBLIGED = re.compile(r"(?:须|必须|将|要|力争|争取|确保|应)[^，,。；;]{0,4}$")


def find_universals(passage: Passage) -> list[Universal]:
    """Return the universal promises of a sentence, in text order."""
    text, plain, found = passage.text, passage.plain, []
    if not says_all(text):
        return found
    spread = "普及" in plain
    for match in SPREAD.finditer(plain) if spread else ():
        start = match.start("value")
        if SPREAD_NOT_BEFORE.search(plain[max(0, start - 4) : start]):
            continue
        end = match.end("object")
        if KNOWLEDGE.match(match["object"]):
            continue
        stop = re.search(r"[、和](?=.{0,3}普及)|[，,。；;、]", plain[match.start("object") : end])
        if stop:
            end = match.start("object") + stop.start()
        found.append(
            Universal(start, match.end("value"), (match.start("object"), end), "universal/spread")
        )
    for match in SPREAD_IN.finditer(plain) if spread else ():
        start = match.start("value")
        clause, _ = clause_at(passage, start)
        subject = subject_before(passage, clause, match.start()).span
        if match["object"]:
            subject = match.span("object")  # 到2027年实现光纤宽带普及
        if subject is not None:
            found.append(Universal(start, match.end("value"), subject, "universal/spread"))
    for match in COVER.finditer(plain) if "覆盖" in plain else ():
        start = match.start("value")
        clause, _ = clause_at(passage, start)
        subject = subject_before(passage, clause, start).span
        if subject is None and not OBLIGED.search(plain, clause, start):
            continue
        found.append(Universal(start, match.end("value"), subject, "universal/cover"))
    for period in passage.periods if "全面" in plain else ():
        match = ALL_OUT.match(plain, period.end)
        if match is None or any(start_of == match.start("value") for start_of, *_ in found):
            continue
        clause, _ = clause_at(passage, period.start)
        subject = subject_before(passage, clause, period.start).span
        found.append(Universal(match.start("value"), match.end("value"), subject, "universal/all"))
    return sorted(found, key=lambda universal: universal[:2])
