"""Where coding and reading differ: one row per error, with the text around it."""

import pandas as pd

from analysis.evaluate.scoring import STRICT

ERRORS = ("part", "doc", "start", "end", "fault", "coded", "found", "rule", "sentence")


def errors_of(
    matches: pd.DataFrame,
    coded: pd.DataFrame,
    found: pd.DataFrame,
    stretches: pd.DataFrame,
    sentences: pd.DataFrame,
    texts: dict[str, str],
) -> pd.DataFrame:
    """List what is wrong; one row per claim, stretch of a zone or sentence that differs.

    ``part`` is ``claim``, ``zone`` or ``topic``; ``fault`` is ``missed``, ``surplus`` or
    ``wrong`` with the names of what is wrong; ``coded`` and ``found`` show both readings,
    ``rule`` the rule that found the claim, ``sentence`` the line of the text around it.
    """
    coded_rows, found_rows = coded.to_dict("records"), found.to_dict("records")
    errors = []
    for row in matches.itertuples(index=False):
        wrong = [n for n in STRICT if row.outcome == "matched" and not getattr(row, n)]
        if row.outcome == "neutral" or (row.outcome == "matched" and not wrong):
            continue
        one = None if row.outcome == "surplus" else coded_rows[row.coded_row]
        other = None if row.outcome == "missed" else found_rows[row.found_row]
        fault = f"wrong {', '.join(wrong)}" if wrong else row.outcome
        rule = "" if other is None else other.get("rule", "")
        spelled = (_spelled(one, "indicator"), _spelled(other, "indicator_text"))
        errors.append(("claim", row.doc, row.start, row.end, fault, *spelled, rule))
    errors += [
        ("zone", row.doc, row.start, row.end, "wrong", row.coded, row.found, "")
        for row in stretches[stretches["coded"] != stretches["found"]].itertuples(index=False)
    ]
    for row in sentences[sentences["coded"] != sentences["found"]].itertuples(index=False):
        missed, surplus = sorted(row.coded - row.found), sorted(row.found - row.coded)
        fault = "; ".join(
            f"{name} {', '.join(topics)}"
            for name, topics in (("missed", missed), ("surplus", surplus))
            if topics
        )
        both = (";".join(sorted(row.coded)), ";".join(sorted(row.found)))
        errors.append(("topic", row.doc, row.start, row.end, fault, *both, ""))
    return pd.DataFrame(
        [(*error, _around(texts[error[1]], error[2], error[3])) for error in errors],
        columns=ERRORS,
    ).sort_values(["part", "doc", "start", "end"], kind="stable", ignore_index=True)


def describe_errors(errors: pd.DataFrame) -> str:
    """Write the errors for the terminal: three lines each, what was coded, found, and where."""
    blocks = []
    for row in errors.itertuples(index=False):
        rule = f" [{row.rule}]" if row.rule else ""
        blocks.append(
            f"{row.doc}:{row.start}-{row.end}  {row.part}: {row.fault}{rule}\n"
            f"  coded  {row.coded or '—'}\n  found  {row.found or '—'}\n  {row.sentence}\n"
        )
    return "\n".join(blocks)


def _spelled(row: dict | None, indicator: str) -> str:
    """Write one claim on one line, in the order of the claims table."""
    if row is None:
        return ""
    value = "" if pd.isna(row["value"]) else f"{row['value']:.12g}"
    if not pd.isna(row["value_high"]):
        value += f"–{row['value_high']:.12g}"
    year = "no year" if pd.isna(row["year"]) else str(int(row["year"]))
    parts = [
        row["value_text"],
        row["status"],
        f"{row['comparator']} {value} {row['unit']}".replace("  ", " "),
        row["change"],
        year,
        row[indicator],
        row["scope"],
    ]
    return " | ".join(str(part) for part in parts if isinstance(part, str))


def _around(text: str, start: int, end: int) -> str:
    """Return the line around a span, cut to what a terminal shows."""
    left = max(text.rfind("\n", 0, start) + 1, start - 80)
    right = text.find("\n", end)
    right = min(len(text) if right < 0 else right, end + 60)
    return text[left:right].replace("\n", " ")
