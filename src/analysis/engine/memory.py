"""Memory that is no longer needed."""

import pyarrow as pa

from analysis.words.segmenter import forget_dictionaries


def give_back() -> None:
    """Give the system the dictionaries of words, and what is free between what is still in use.

    To be called when no more is read. The C library keeps what is free, 50 MB and more after much
    work, in case that it is needed again, and what comes next would be added to it.
    """
    forget_dictionaries()
    pa.default_memory_pool().release_unused()
