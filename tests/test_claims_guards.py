"""The look at one character before a pattern leaves out nothing that the pattern would find."""

import importlib
import pkgutil
import re

import pytest
from test_claims import claims_in, read_cases

from analysis import claims
from analysis.claims import passages
from analysis.claims.changes import compile_changes
from analysis.claims.guards import WHITE, Ending, Opening
from analysis.lexicon import load_lexicon

parser, kinds = re._parser, re._constants


def guarded() -> dict[str, Ending | Opening]:
    """Return the guarded patterns of all modules of claims by their names."""
    found = {"changes.before": compile_changes(load_lexicon()).before}
    for module in pkgutil.iter_modules(claims.__path__):
        names = vars(importlib.import_module(f"analysis.claims.{module.name}"))
        found |= {
            f"{module.name}.{name}": value
            for name, value in names.items()
            if isinstance(value, Ending | Opening)
        }
    return found


def edge_of(items, last: bool) -> tuple[set[str], bool]:
    """Return what a parsed pattern can begin with (or end on), and whether it can be empty."""
    found: set[str] = set()
    for item in reversed(list(items)) if last else items:
        letters, empty = edge_of_one(*item, last)
        found |= letters
        if not empty:
            return found, False
    return found, True


def edge_of_one(kind, value, last: bool) -> tuple[set[str], bool]:
    if kind is kinds.LITERAL:
        return {chr(value)}, False
    if kind is kinds.IN:
        return set().union(*(letters_of(*item) for item in value)), False
    if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):
        return set(), True
    if kind is kinds.SUBPATTERN:
        return edge_of(value[-1], last)
    if kind is kinds.BRANCH:
        edges = [edge_of(branch, last) for branch in value[1]]
        return set().union(*(letters for letters, _ in edges)), any(empty for _, empty in edges)
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        letters, empty = edge_of(value[2], last)
        return letters, empty or value[0] == 0
    raise AssertionError(f"{kind} can be any character")


def letters_of(kind, value) -> set[str]:
    if kind is kinds.LITERAL:
        return {chr(value)}
    if kind is kinds.RANGE:
        return set(map(chr, range(value[0], value[1] + 1)))
    assert (kind, value) == (kinds.CATEGORY, kinds.CATEGORY_SPACE), (kind, value)
    return set(WHITE)


@pytest.mark.parametrize("name", sorted(guarded()))
def test_a_guard_knows_all_characters_of_its_pattern(name):
    guard = guarded()[name]
    ending = isinstance(guard, Ending)
    letters, empty = edge_of(parser.parse(guard.pattern.pattern, guard.pattern.flags), ending)
    assert not empty
    assert letters <= guard.characters


def test_sentences_without_words_of_aims_lose_nothing(monkeypatch):
    """The patterns about aims are tried on every sentence, and give what they gave."""
    cases = [*read_cases("claims"), *read_cases("claims_negative")]
    expected = [claims_in(*case.values) for case in cases]
    monkeypatch.setattr(passages, "AIM_WORDS", re.compile(""))
    assert [claims_in(*case.values) for case in cases] == expected
