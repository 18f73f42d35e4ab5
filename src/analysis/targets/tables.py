"""All tables that compare claims: with each other, with decisions, with what happened."""

import pandas as pd

from analysis.lexicon import Lexicon
from analysis.targets.documents import reported_in
from analysis.targets.identity import indicator_candidates
from analysis.targets.outcomes import outcomes_in, target_outcomes, targets_in
from analysis.targets.reference import Reference
from analysis.targets.years import (
    conflicts_in,
    group_values,
    revisions_in,
    values_by_series,
    values_of,
    years_in,
)


def compare_claims(
    claims: pd.DataFrame, articles: pd.DataFrame, known: Reference, *, lexicon: Lexicon
) -> dict[str, pd.DataFrame]:
    """Return by name the tables of ``compare_years``, ``conflicts_of``, ``revisions_of``,
    ``indicator_candidates``, ``target_outcomes`` and ``reported``; the claims are gone through
    once for all of them.
    """
    values = list(values_of(claims, status="target", lexicon=lexicon))
    promised = group_values(values)
    reached = values_by_series(claims, status="actual", lexicon=lexicon)
    outcomes = pd.concat([known.outcomes, outcomes_in(reached, articles)], ignore_index=True)
    return {
        "year_comparison": years_in(promised, None, lexicon),
        "conflicts": conflicts_in(promised),
        "revisions": revisions_in(promised, articles, lexicon),
        "indicator_candidates": indicator_candidates(claims, lexicon=lexicon),
        "target_outcomes": target_outcomes(
            targets_in(promised, known.official, articles),
            outcomes,
            comparability=known.comparability,
            lexicon=lexicon,
        ),
        "reported": reported_in(values, known.official, articles),
    }
