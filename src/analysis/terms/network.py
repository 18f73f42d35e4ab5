"""Which terms stand in the same sentences more often than chance puts them there."""

import math
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicon import Lexicon
from analysis.terms.selection import CONTENT, is_content, known_words

NODES = {
    "term": "str",
    "n": "int64",
    "n_sentences": "int64",
    "degree": "int64",
    "x": "float64",
    "y": "float64",
}
EDGES = {
    "source": "str",
    "target": "str",
    "n_sentences": "int64",
    "expected": "float64",
    "p": "float64",
    "p_adjusted": "float64",
    "log_dice": "float64",
}

_LEVEL = 0.05
_ROUNDS = 200


class Network(NamedTuple):
    """nodes: one row per term that has an edge; edges: one row per pair of terms."""

    nodes: pd.DataFrame
    edges: pd.DataFrame


def network_of(
    words: pd.DataFrame,
    *,
    n: int = 60,
    min_sentences: int = 3,
    level: float = _LEVEL,
    lexicon: Lexicon | None = None,
    kinds: Collection[str] = CONTENT,
) -> Network:
    """Return the co-occurrence network of terms by sentence: nodes and edges.

    Looked at are the ``n`` terms that stand in most sentences (at least ``min_sentences``). Two
    terms have an edge when they share more sentences than chance gives: Fisher's exact test, one
    side, given the sentences of both (Pedersen 1996), with p adjusted by Holm (1979) over all
    pairs looked at, below ``level``. A small corpus has few such pairs or none: then both tables
    are empty.

    nodes: term, n (occurrences), n_sentences, degree (number of its edges), x and y between 0 and
    1 for drawing (distance on the page is distance in the network: stress majorisation, Gansner,
    Koren & North 2005; the same on every machine). edges: source and target (in order of their
    characters), n_sentences shared, expected by chance, p, p_adjusted, log_dice = 14 +
    log2(2 n / (n_source + n_target)) (Rychlý 2008).

    ``words`` needs the columns article_id, sentence_no and term.
    """
    from scipy.sparse import csr_matrix
    from scipy.stats import hypergeom

    words = known_words(words, ["article_id", "sentence_no", "term"])
    sentence = words.groupby(["article_id", "sentence_no"]).ngroup()
    n_all = int(sentence.nunique())
    content = is_content(words, kinds, lexicon)
    words = pd.DataFrame({"sentence": sentence, "term": words["term"].astype("str")})[content]
    counts = words.groupby("term")["sentence"].agg(n="size", n_sentences="nunique").reset_index()
    counts = counts[counts["n_sentences"] >= min_sentences]
    counts = counts.sort_values(["n_sentences", "term"], ascending=[False, True]).head(n)
    terms = sorted(counts["term"])
    code = pd.Index(terms, dtype="str").get_indexer(words["term"])
    looked_at = code >= 0
    presence = csr_matrix(
        (np.ones(looked_at.sum()), (words["sentence"][looked_at], code[looked_at])),
        shape=(n_all, len(terms)),
    )
    presence.data[:] = 1
    together = (presence.T @ presence).toarray().round().astype(int)
    a, b = np.triu_indices(len(terms), k=1)
    single, shared = np.diag(together), together[a, b]
    p = hypergeom.sf(shared - 1, n_all, single[a], single[b])
    names = np.array(terms, dtype=object)
    edges = pd.DataFrame(
        {
            "source": names[a],
            "target": names[b],
            "n_sentences": shared,
            "expected": single[a] * single[b] / max(n_all, 1),
            "p": p,
            "p_adjusted": _holm(p),
            "log_dice": 14 + np.log2(2 * np.maximum(shared, 0.5) / (single[a] + single[b])),
        }
    )
    edges = edges[(edges["p_adjusted"] < level) & (edges["n_sentences"] > 1)]
    edges = edges.sort_values(["p", "source", "target"], ignore_index=True).astype(EDGES)
    degree = pd.concat([edges["source"], edges["target"]]).value_counts()
    nodes = counts[counts["term"].isin(degree.index)].copy()
    nodes["degree"] = nodes["term"].map(degree)
    nodes = nodes.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)
    places = layout_of(
        list(nodes["term"]), list(zip(edges["source"], edges["target"], strict=True))
    )
    nodes["x"] = [places[term][0] for term in nodes["term"]]
    nodes["y"] = [places[term][1] for term in nodes["term"]]
    return Network(nodes.astype(NODES)[list(NODES)], edges)


def layout_of(nodes: list[str], edges: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return a place between 0 and 1 for each node, linked nodes close together.

    Stress majorisation with weights 1 / distance² (Gansner, Koren & North 2005), one node after
    the other. Only the four operations and square roots are used, in a fixed order, so that every
    machine finds the same places. Nodes without a path between them stand one step farther apart
    than the longest path.
    """
    import networkx as nx

    if len(nodes) < 2:
        return dict.fromkeys(nodes, (0.5, 0.5))
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    paths = dict(nx.all_pairs_shortest_path_length(graph))
    apart = 1 + max(max(lengths.values()) for lengths in paths.values())
    distance = [[float(paths[a].get(b, apart)) for b in nodes] for a in nodes]
    # Begin spread out without order: steps of the golden section fill a square evenly.
    places = [
        ((i * 0.618033988749895) % 1.0 * apart, (i + 0.5) / len(nodes) * apart)
        for i in range(len(nodes))
    ]
    for _ in range(_ROUNDS):
        for i in range(len(nodes)):
            places[i] = _settled(i, places, distance[i])
    return dict(zip(nodes, _in_unit_square(places), strict=True))


def _settled(
    i: int, places: list[tuple[float, float]], distance: list[float]
) -> tuple[float, float]:
    """Return where node i stands best while all others stay."""
    x, y = places[i]
    sum_x = sum_y = weights = 0.0
    for j, (other_x, other_y) in enumerate(places):
        if j == i:
            continue
        dx, dy = x - other_x, y - other_y
        length = math.sqrt(dx * dx + dy * dy) or 1.0
        weight = 1.0 / (distance[j] * distance[j])
        sum_x += weight * (other_x + distance[j] * dx / length)
        sum_y += weight * (other_y + distance[j] * dy / length)
        weights += weight
    return sum_x / weights, sum_y / weights


def _in_unit_square(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    axes = list(zip(*places, strict=True))
    spans = [(min(axis), (max(axis) - min(axis)) or 1.0) for axis in axes]
    return [
        tuple(
            round((value - low) / size, 6) for value, (low, size) in zip(place, spans, strict=True)
        )
        for place in places
    ]


def _holm(p: np.ndarray) -> np.ndarray:
    """Return p adjusted for the family-wise error (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    adjusted = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    result = np.empty_like(adjusted)
    result[order] = np.minimum(adjusted, 1)
    return result
