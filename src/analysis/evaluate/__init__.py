"""Coded documents -> precision, recall and agreement of what the package reads by itself.

``evaluate(folders)`` runs the whole package on documents that a reader has coded by hand and
compares. The format of a folder of coded documents is described in ``data/README.md``.
"""

from analysis.evaluate.coded import Coded, CodingError, Document, read_coded
from analysis.evaluate.errors import describe_errors, errors_of
from analysis.evaluate.scores import Scores, describe_scores, evaluate, scores_as_json
from analysis.evaluate.scoring import (
    match_claims,
    match_topics,
    match_zones,
    score_attributes,
    score_claims,
    score_topics,
    score_zones,
)

__all__ = [
    "Coded",
    "CodingError",
    "Document",
    "Scores",
    "describe_errors",
    "describe_scores",
    "errors_of",
    "evaluate",
    "match_claims",
    "match_topics",
    "match_zones",
    "read_coded",
    "score_attributes",
    "score_claims",
    "score_topics",
    "score_zones",
    "scores_as_json",
]
