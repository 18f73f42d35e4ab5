"""Coded rows against found rows: one-to-one matching, and precision, recall and F1 from it."""

import math
from collections import Counter
from collections.abc import Mapping

import pandas as pd

ARTICLE_ZONES = frozenset({"title", "lede", "heading", "body"})

CORE = ("value", "value_high", "unit", "status", "year")
STRICT = (*CORE, "comparator", "change", "indicator", "scope")
ATTRIBUTES = STRICT

# Units that say the same: people are counted with several classifiers that a writer may swap,
# and a page may write a unit in Latin letters or in Chinese.
ALIKE_UNITS = (("人", "名", "位", "个"), ("km", "公里"), ("kWh", "千瓦时", "度"), ("pp", "百分点"))
SAME_UNIT = {unit: alike[0] for alike in ALIKE_UNITS for unit in alike}

# Two wordings of a value count as one value within this relative difference, so that binary
# rounding of 0.1 × 10⁸ is no error while the last written digit of a figure is.
RELATIVE = 1e-6

# A coded and a found indicator (or scope) are one when they share half of their characters:
# readers cut the same name at different places (电子政务发展水平 and 电子政务发展水平指数).
LEAST_SHARED = 0.5

MATCHES = (
    "doc", "outcome", "coded_row", "found_row", "start", "end", *ATTRIBUTES, "core", "strict"
)  # fmt: skip


def match_claims(coded: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Pair coded and found claims one to one; one row per pair and per claim without a pair.

    ``coded`` has the columns of a coded claims.csv, ``found`` those of the claims table with
    ``article_id`` holding the document's name. Candidates are all pairs whose spans overlap;
    the pair with the largest agreement is taken first: largest overlap as a share of both
    spans together, then most attributes right, then required before neutral rows.

    ``outcome`` is ``matched``, ``missed`` (a required coded claim without a pair), ``surplus``
    (a found claim without one) or ``neutral`` (a pair with, or a row that is, something
    neither rewarded nor punished: coded as optional or repeat, overlapping such a row, or
    marked as a repeat by the program). ``coded_row`` and ``found_row`` are positions in the
    two tables, empty where there is none; attributes, ``core`` and ``strict`` are True or
    False for pairs and empty else.
    """
    coded_rows, found_rows = coded.to_dict("records"), found.to_dict("records")
    neutral = [bool(row["optional"]) or bool(row["repeat"]) for row in coded_rows]
    repeats = [bool(_text(row.get("repeat_of"))) for row in found_rows]
    by_doc: dict[str, tuple[list[int], list[int]]] = {}
    for i, row in enumerate(coded_rows):
        by_doc.setdefault(row["doc"], ([], []))[0].append(i)
    for j, row in enumerate(found_rows):
        by_doc.setdefault(row["article_id"], ([], []))[1].append(j)

    matches = []
    for doc, (coded_here, found_here) in by_doc.items():
        candidates = []
        for i in coded_here:
            for j in found_here:
                share = _overlap(coded_rows[i], found_rows[j])
                if share and not repeats[j]:
                    right = compare_claims(coded_rows[i], found_rows[j])
                    candidates.append((-share, -sum(right.values()), neutral[i], i, j, right))
        touches_neutral = {c[4] for c in candidates if c[2]}
        taken_coded, taken_found = set(), set()
        for _, _, is_neutral, i, j, right in sorted(candidates, key=lambda c: c[:5]):
            if i in taken_coded or j in taken_found:
                continue
            taken_coded.add(i)
            taken_found.add(j)
            outcome = "neutral" if is_neutral else "matched"
            matches.append(_match(doc, outcome, coded_rows, found_rows, i, j, right))
        for i in coded_here:
            if i not in taken_coded:
                outcome = "neutral" if neutral[i] else "missed"
                matches.append(_match(doc, outcome, coded_rows, found_rows, i, None))
        for j in found_here:
            if j not in taken_found:
                spared = repeats[j] or j in touches_neutral
                outcome = "neutral" if spared else "surplus"
                matches.append(_match(doc, outcome, coded_rows, found_rows, None, j))
    table = pd.DataFrame(matches, columns=MATCHES)
    table = table.astype({"coded_row": "Int64", "found_row": "Int64"})
    return table.sort_values(["doc", "start", "end"], kind="stable", ignore_index=True)


def compare_claims(coded: Mapping, found: Mapping) -> dict[str, bool]:
    """Return for each attribute whether the found claim has the coded one's value."""
    return {
        "value": _same_number(coded["value"], found["value"]),
        "value_high": _same_number(coded["value_high"], found["value_high"]),
        "unit": _unit(coded["unit"]) == _unit(found["unit"]),
        "status": coded["status"] == found["status"],
        "year": _same_number(coded["year"], found["year"]),
        "comparator": _comparator(coded["comparator"]) == _comparator(found["comparator"]),
        "change": coded["change"] == found["change"],
        "indicator": same_name(_text(coded["indicator"]), _text(found["indicator_text"])),
        "scope": same_name(_text(coded["scope"]), _text(found["scope"])),
    }


def same_name(one: str, other: str) -> bool:
    """Say whether two wordings name one thing: one holds the other, or they share half.

    Sharing is the F1 of their characters (as multisets, in Simplified form). An empty wording
    equals only an empty one.
    """
    one, other = _simplified(one), _simplified(other)
    if not one or not other:
        return one == other
    if one in other or other in one:
        return True
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) >= LEAST_SHARED


def score_claims(
    coded: pd.DataFrame, found: pd.DataFrame, *, kinds: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Score found claims: one row per group and measure, with n_coded, n_found, n_right.

    Measures: ``detection`` (matched at all), ``core`` (value, value_high, unit, status and
    year right), ``strict`` (core and comparator, change, indicator and scope). Groups: ``all``;
    ``target`` (claims of that status alone); with ``kinds`` (document -> kind) one per kind
    and ``mean of kinds`` (precision, recall and F1 only). See ``match_claims`` for what counts.
    """
    return _score_matches(match_claims(coded, found), coded, found, kinds or {})


def score_attributes(matches: pd.DataFrame) -> pd.DataFrame:
    """Accuracy over matched required claims; one row per attribute: n, n_right, accuracy."""
    pairs = matches[matches["outcome"] == "matched"]
    rows = []
    for attribute in (*ATTRIBUTES, "core", "strict"):
        n_right = int(pairs[attribute].astype(bool).sum())
        rows.append((attribute, len(pairs), n_right, _ratio(n_right, len(pairs))))
    return pd.DataFrame(rows, columns=["attribute", "n", "n_right", "accuracy"])


def _score_matches(
    matches: pd.DataFrame, coded: pd.DataFrame, found: pd.DataFrame, kinds: Mapping[str, str]
) -> pd.DataFrame:
    coded_status, found_status = list(coded["status"]), list(found["status"])
    tallies: dict[tuple[str, str], Counter] = {
        (group, measure): Counter()
        for group in ("all", "target", *sorted(set(kinds.values())))
        for measure in ("detection", "core", "strict")
    }
    for row in matches.itertuples(index=False):
        if row.outcome == "neutral":
            continue
        is_coded, is_found = row.outcome != "surplus", row.outcome != "missed"
        coded_here = is_coded and coded_status[row.coded_row] == "target"
        found_here = is_found and found_status[row.found_row] == "target"
        groups = [("all", is_coded, is_found), ("target", coded_here, found_here)]
        if row.doc in kinds:
            groups.append((kinds[row.doc], is_coded, is_found))
        for measure in ("detection", "core", "strict"):
            paired = row.outcome == "matched"
            right = paired and (measure == "detection" or bool(getattr(row, measure)))
            for group, counts_coded, counts_found in groups:
                tally = tallies[group, measure]
                tally["n_coded"] += counts_coded
                tally["n_found"] += counts_found
                tally["n_right"] += right and counts_coded and counts_found
    rows = [
        {"group": group, "measure": measure}
        | precision_recall_f1(tally["n_coded"], tally["n_found"], tally["n_right"])
        for (group, measure), tally in tallies.items()
    ]
    if kinds:
        rows += _means_of_kinds(rows)
    return pd.DataFrame(
        rows,
        columns=["group", "measure", "n_coded", "n_found", "n_right", "precision", "recall", "f1"],
    ).astype({"n_coded": "Int64", "n_found": "Int64", "n_right": "Int64"})


def _means_of_kinds(rows: list[dict]) -> list[dict]:
    means = []
    for measure in ("detection", "core", "strict"):
        # A kind without any claim on either side has no F1 and stays out of the mean.
        of_kinds = [
            r
            for r in rows
            if r["measure"] == measure
            and r["group"] not in ("all", "target")
            and r["f1"] is not None
        ]
        means.append(
            {"group": "mean of kinds", "measure": measure}
            | {
                name: _ratio(sum(r[name] or 0.0 for r in of_kinds), len(of_kinds))
                for name in ("precision", "recall", "f1")
            }
        )
    return means


def match_zones(coded: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Compare zones; one row per stretch of a document with one coded and one found zone.

    Columns: doc, start, end, coded, found (empty where the program gave none), n_characters
    (non-white-space characters). Only characters in a coded zone are compared.
    """
    found_by_doc = dict(list(found.groupby("article_id")))
    stretches = []
    for doc, rows in coded.groupby("doc", sort=True):
        text = texts[doc]
        zone_at = [""] * len(text)
        for row in found_by_doc.get(doc, found.iloc[:0]).itertuples(index=False):
            zone_at[row.start : row.end] = [row.zone] * (row.end - row.start)
        for row in rows.sort_values("start").itertuples(index=False):
            start = row.start
            for i in range(row.start + 1, row.end + 1):
                if i == row.end or zone_at[i] != zone_at[start]:
                    n = sum(not c.isspace() for c in text[start:i])
                    if n:
                        stretches.append((doc, start, i, row.zone, zone_at[start], n))
                    start = i
    return pd.DataFrame(
        stretches, columns=["doc", "start", "end", "coded", "found", "n_characters"]
    )


def score_zones(
    coded: pd.DataFrame,
    found: pd.DataFrame,
    texts: Mapping[str, str],
    *,
    kinds: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Share of non-white-space characters of coded zones that are read rightly; one row a group.

    ``article`` is the share on the right side of "title, lede, heading, body, or not";
    ``same_zone`` the share in the very zone. Groups: ``all``, one per kind, one per document.
    """
    return _score_stretches(match_zones(coded, found, texts), kinds or {})


def _score_stretches(stretches: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    n = stretches["n_characters"]
    counted = pd.DataFrame(
        {
            "doc": stretches["doc"],
            "n_characters": n,
            "n_article": n.where(
                stretches["coded"].isin(ARTICLE_ZONES) == stretches["found"].isin(ARTICLE_ZONES), 0
            ),
            "n_same_zone": n.where(stretches["coded"] == stretches["found"], 0),
        }
    )
    numbers = counted.columns[1:]
    per_doc = counted.groupby("doc")[list(numbers)].sum()
    groups = [("all", per_doc.sum())]
    if kinds:
        per_kind = per_doc.groupby(per_doc.index.map(dict(kinds))).sum()
        groups += list(per_kind.iterrows())
    groups += list(per_doc.iterrows())
    rows = [
        (group, *map(int, row), _ratio(row.n_article, row.n_characters),
         _ratio(row.n_same_zone, row.n_characters))
        for group, row in groups
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", *numbers, "article", "same_zone"])


def match_topics(coded: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Compare topics; one row per coded sentence: doc, start, end, coded, found (frozensets).

    A topic is found when one of its hits lies inside the coded sentence.
    """
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for row in hits.itertuples(index=False):
        spans.setdefault(row.article_id, []).append((row.start, row.end, row.topic))
    rows = []
    for row in coded.itertuples(index=False):
        found = frozenset(
            topic
            for start, end, topic in spans.get(row.doc, ())
            if row.start <= start and end <= row.end
        )
        rows.append((row.doc, row.start, row.end, row.topics, found))
    return pd.DataFrame(rows, columns=["doc", "start", "end", "coded", "found"])


def score_topics(
    coded: pd.DataFrame, hits: pd.DataFrame, *, kinds: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Score topics of sentences; one row per topic and per summary.

    Columns: group, topic, n_coded, n_found, n_right, precision, recall, f1. ``topic`` is a key
    or ``micro`` (all decisions together), ``macro`` (mean over the topics that were coded or
    found) or ``exact`` (share of sentences whose set is right; its counts are sentences).
    Groups: ``all`` and, with ``kinds``, one per kind (summaries only).
    """
    return _score_sentences(match_topics(coded, hits), kinds or {})


def _score_sentences(sentences: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    rows = _topic_rows("all", sentences)
    for kind in sorted(set(sentences["doc"].map(dict(kinds)).dropna()) if kinds else ()):
        part = sentences[sentences["doc"].map(dict(kinds)) == kind]
        rows += [r for r in _topic_rows(kind, part) if r["topic"] in ("micro", "macro", "exact")]
    return pd.DataFrame(
        rows,
        columns=[
            "group", "topic", "n_coded", "n_found", "n_right", "precision", "recall", "f1"
        ],
    ).astype({"n_coded": "Int64", "n_found": "Int64", "n_right": "Int64"})  # fmt: skip


def _topic_rows(group: str, sentences: pd.DataFrame) -> list[dict]:
    n_coded, n_found, n_right = Counter(), Counter(), Counter()
    n_exact = 0
    for coded, found in zip(sentences["coded"], sentences["found"], strict=True):
        n_coded.update(coded)
        n_found.update(found)
        n_right.update(coded & found)
        n_exact += coded == found
    rows = [
        {"group": group, "topic": topic}
        | precision_recall_f1(n_coded[topic], n_found[topic], n_right[topic])
        for topic in sorted(n_coded | n_found)
    ]
    macro = {
        name: _ratio(sum(r[name] or 0.0 for r in rows), len(rows))
        for name in ("precision", "recall", "f1")
    }
    micro = precision_recall_f1(n_coded.total(), n_found.total(), n_right.total())
    share = _ratio(n_exact, len(sentences))
    exact = {"n_coded": len(sentences), "n_found": len(sentences), "n_right": n_exact, "f1": share}
    return [
        *rows,
        {"group": group, "topic": "micro"} | micro,
        {"group": group, "topic": "macro"} | macro,
        {"group": group, "topic": "exact"} | exact,
    ]


def precision_recall_f1(n_coded: int, n_found: int, n_right: int) -> dict:
    """Precision, recall and F1 from counts; None where there is nothing to divide by."""
    return {
        "n_coded": n_coded,
        "n_found": n_found,
        "n_right": n_right,
        "precision": _ratio(n_right, n_found),
        "recall": _ratio(n_right, n_coded),
        "f1": _ratio(2 * n_right, n_coded + n_found),
    }


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _match(doc, outcome, coded_rows, found_rows, i, j, right=None) -> dict:
    span = found_rows[j] if i is None else coded_rows[i]
    match = {"doc": doc, "outcome": outcome, "coded_row": i, "found_row": j}
    match |= {"start": span["start"], "end": span["end"]}
    if right is not None:
        match |= right
        match["core"] = all(right[name] for name in CORE)
        match["strict"] = all(right[name] for name in STRICT)
    return match


def _overlap(one: Mapping, other: Mapping) -> float:
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    if shared <= 0:
        return 0.0
    return shared / (max(one["end"], other["end"]) - min(one["start"], other["start"]))


def _same_number(one: object, other: object) -> bool:
    one, other = _number(one), _number(other)
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=RELATIVE)


def _number(value: object) -> float | None:
    if value is None or value is pd.NA or value == "":
        return None
    value = float(value)
    return None if math.isnan(value) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _simplified(text: str) -> str:
    from analysis.fold import fold

    return fold(text).text


def _unit(unit: object) -> str:
    folded = _simplified(_text(unit))
    return SAME_UNIT.get(folded, folded)


def _comparator(comparator: object) -> str:
    return ">=" if comparator == ">" else _text(comparator)
