"""Target years, frequent terms and topic coverage in Chinese-language policy news.

    import analysis as an

    study = an.open_study()
    an.compare_years(study.claims)

The public names stand below in reading order; each is imported when it is first used.
"""

from importlib import import_module

_NAMES = {
    "study": ("Study", "open_study", "new_study"),
    "tables": ("TABLES", "read_table"),
    "lexicon": ("Lexicon", "LexiconError", "load_lexicon"),
    "fold": ("Folded", "fold"),
    "corpus": (
        "Article",
        "Sentence",
        "Zone",
        "parse_article",
        "read_corpus",
        "articles_of",
        "zones_of",
        "sentences_of",
    ),
    "quantities": ("Quantity", "find_quantities"),
    "periods": ("Period", "find_periods"),
    "claims": ("Claim", "find_claims", "claims_of", "review_sheet"),
    "targets": ("identify_indicators", "compare_years"),
    "words": ("words_of",),
    "terms": ("count_terms", "compare_terms", "find_in_context"),
    "topics": ("code_topics", "coverage_of"),
    "build": ("build_tables",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

__all__ = list(_MODULE_OF)


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_MODULE_OF[name]}"), name)


def __dir__():
    return [*__all__, "__all__"]
