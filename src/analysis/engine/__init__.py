"""A folder of articles read in parts: by one process or many, here or elsewhere, once or again.

What is read of an article by itself (zones, sentences, claims, words, topics) needs no other
article. So a folder is read in parts, in any order and by anyone; parts that were read before
are kept and taken again as long as article, instruments and code are the same. What needs all
articles (their ids, duplicates, comparisons) is done after, in one place, on what the parts hold:
the tables do not depend on how many parts there were, who read them or when.
"""

from analysis.engine.corpus import read_folder, read_named
from analysis.engine.memory import give_back
from analysis.engine.order import Reading
from analysis.engine.version import READING_LIBRARIES, as_in_parts, code_of, libraries_of
from analysis.engine.workers import ENGINES

__all__ = [
    "ENGINES",
    "READING_LIBRARIES",
    "Reading",
    "as_in_parts",
    "code_of",
    "give_back",
    "libraries_of",
    "read_folder",
    "read_named",
]
