"""Target years, frequent terms and topic coverage in Chinese-language policy news.

    import analysis as an

    study = an.open_study()
    an.compare_years(study.claims)

The public names stand below in reading order; each is imported when it is first used.
"""

from importlib import import_module

# At once, because the module of the same name would stand in its way later.
from analysis.fold import Folded, fold

_NAMES = {
    "study": ("Study", "open_study", "new_study"),
    "example": ("example_study",),
    "tables": ("TABLES", "read_table"),
    "lexicon": ("Lexicon", "LexiconError", "load_lexicon"),
    "corpus": (
        "Article",
        "Sentence",
        "Zone",
        "Corpus",
        "parse_article",
        "read_article",
        "read_articles",
        "read_corpus",
        "articles_of",
        "zones_of",
        "sentences_of",
    ),
    "quantities": ("Quantity", "find_quantities", "parse_number"),
    "periods": ("Period", "find_periods"),
    "claims": (
        "Claim",
        "find_claims",
        "claims_of",
        "review_sheet",
        "read_corrections",
        "apply_corrections",
    ),
    "review": ("add_corrections",),
    "targets": (
        "identify_indicators",
        "indicator_candidates",
        "compare_years",
        "conflicts_of",
        "revisions_of",
        "targets_of",
        "target_outcomes",
        "reported",
        "reported_outcomes",
        "read_reference",
    ),
    "words": ("words_of",),
    "terms": (
        "count_terms",
        "count_ngrams",
        "trend_of",
        "compare_terms",
        "collocations_of",
        "network_of",
        "dispersion_of",
        "positions_of",
        "find_in_context",
        "suggest_terms",
        "compare_segmentations",
    ),
    "topics": (
        "code_topics",
        "coverage_of",
        "compare_coverage",
        "talk_and_commitment",
        "uncovered_sentences",
        "term_contributions",
        "codebook_sensitivity",
        "sample_for_coding",
        "read_coding",
        "agreement",
    ),
    "sensitivity": ("count_years", "compare_with_zone", "describe_with_zone"),
    "evidence": ("show_table", "quote_sentences", "quote_claims", "quote_hits"),
    "readings": (
        "describe_corpus",
        "describe_zones",
        "describe_targets_by_year",
        "describe_year_comparison",
        "describe_rank_ladder",
        "describe_promises",
        "describe_ranks",
        "describe_outcomes",
        "describe_reported",
        "describe_terms",
        "describe_contrast",
        "describe_terms_by_group",
        "describe_term_trends",
        "describe_network",
        "describe_dispersion",
        "describe_segmentations",
        "describe_topic_coverage",
        "describe_coverage_intervals",
        "describe_talk_and_commitment",
        "describe_topics_over_time",
        "describe_article_topics",
    ),
    "figures": (
        "chart_style",
        "drawing_of",
        "plot_zones",
        "plot_targets_by_year",
        "plot_year_comparison",
        "plot_rank_ladder",
        "plot_promise_timeline",
        "plot_ranks_over_time",
        "plot_outcome_tiles",
        "plot_reported",
        "plot_terms",
        "plot_word_cloud",
        "plot_contrast",
        "plot_term_heatmap",
        "plot_term_trends",
        "plot_term_network",
        "plot_dispersion",
        "plot_segmentation_stability",
        "plot_topic_coverage",
        "plot_coverage_bars",
        "plot_talk_and_commitment",
        "plot_topics_over_time",
        "plot_article_ribbon",
        "save_figure",
    ),
    "changes": ("read_build", "compare_builds", "describe_changes"),
    "contrast": ("join_articles", "choose_contrast"),
    "paper": ("methods",),
    "citations": ("bibliography",),
    "build": ("build_tables",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

__all__ = ["Folded", "fold", *_MODULE_OF]


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_MODULE_OF[name]}"), name)


def __dir__():
    return [*__all__, "__all__"]
