"""Two builds of a study compared: which numbers, ranks and claims moved, and what moved them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.outputs import read_manifest, read_output
from analysis.paths import study_paths
from analysis.tables import TABLES, parse_table, shape_table

# What a row is about, most important first.
KINDS = (
    *("outcome", "comparison", "conflict", "targets of a year", "count", "topic", "term"),
    *("claim", "input"),
)
COLUMNS = ("kind", "item", "measure", "old", "new", "difference", "cause")
# A term counts as moved if it is one of so many in either build.
MOST_FREQUENT = 30
# What a claim says; its place may change without a change of the claim.
CLAIM_SAYS = (
    *("status", "value", "value_high", "unit", "comparator", "change", "year", "year_start"),
    *("indicator", "scope_key"),
)
# An article is another one for a researcher if one of these is another.
ARTICLE_SAYS = ("published", "publisher", "title", "duplicate_of")
# Which inputs a number may depend on, beside the articles.
_READING = (
    *("code/corpus", "code/fold", "code/lexicon", "code/build", "code/tables"),
    *("library/", "option/"),
)
_CLAIMS = (
    *(*_READING, "code/claims", "code/periods", "code/quantities", "code/targets"),
    *("lexicon/units", "lexicon/cues", "lexicon/indicator", "lexicon/scopes", "corrections.csv"),
)
DEPENDS: dict[str, tuple[str, ...]] = {
    "outcome": (*_CLAIMS, "reference/"),
    "comparison": _CLAIMS,
    "conflict": _CLAIMS,
    "targets of a year": _CLAIMS,
    "count": _CLAIMS,
    "topic": (*_READING, "code/topics", "lexicon/topic"),
    "term": (
        *(*_READING, "code/words", "code/segmentation", "code/terms"),
        *("lexicon/words", "lexicon/stopwords"),
    ),
    "claim": _CLAIMS,
}


class Built(NamedTuple):
    """The tables of one build by name, and what it was made from."""

    tables: Mapping[str, pd.DataFrame]
    inputs: Mapping[str, str]


class _Moved(NamedTuple):
    """What is another input now: articles by id, everything else by name; how, in a word."""

    articles: Mapping[str, str]
    others: Mapping[str, str]
    recorded: bool

    def cause(self, kind: str, articles: Iterable[str]) -> str:
        """Return what may have moved a number that rests on these articles."""
        own = {a: self.articles[a] for a in articles if a in self.articles}
        others = [
            f"{name} {how}" for name, how in self.others.items() if name.startswith(DEPENDS[kind])
        ]
        unknown = "not known" if self.recorded else "not recorded"
        return "; ".join([*_summed(own), *others]) or unknown


def _summed(articles: Mapping[str, str]) -> list[str]:
    """Name up to three articles with what happened to each; count more."""
    if len(articles) <= 3:
        return [f"article {name} {how}" for name, how in sorted(articles.items())]
    counts = pd.Series(list(articles.values())).value_counts().sort_index()
    return [f"{n} articles {how}" for how, n in counts.items()]


def read_build(folder: str | Path) -> Built:
    """Read the tables of a processed folder or of a study, of this version or an older one.

    A table or column that an older version did not know is empty. Raises FileNotFoundError if
    the folder holds no tables.
    """
    folder = Path(folder)
    for place in (study_paths(folder).processed, folder):
        if (found := _table(place, "articles")) is not None:
            tables = {"articles": found}
            for name in TABLES:
                if (table := _table(place, name)) is not None:
                    tables[name] = table
                else:
                    tables[name] = shape_table(pd.DataFrame(columns=list(TABLES[name])), name)
            return Built(tables, read_manifest(place)["inputs"])
    raise FileNotFoundError(
        f"{folder} holds no tables (CSV or Parquet): build them with `python -m analysis build`"
    )


def _table(folder: Path, name: str) -> pd.DataFrame | None:
    for format in ("csv", "parquet"):
        try:
            data = read_output(folder / f"{name}.{format}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        return parse_table(data, name, format=format, lenient=True)
    return None


def compare_builds(old: Built, new: Built) -> pd.DataFrame:
    """Compare two builds: one row per number or claim that moved, most important kind first.

    Columns: kind (``outcome``: a verdict on a promise; ``comparison``: an indicator's values of
    two years; ``conflict``; ``targets of a year``; ``count``: of the whole corpus; ``topic``:
    share of sentences and rank; ``term``: rank among the most frequent; ``claim``: added,
    removed, or what it says; ``input``), item, measure, old, new (texts, empty where there is
    none), difference (where both are numbers), cause (the inputs that moved and may have moved
    it). Within a kind the largest difference comes first. A renamed article moves nothing.
    """
    old = _renamed(old, new)
    moved = _moved_inputs(old, new)
    rows = [
        *_compare_keyed("outcome", old, new, moved, _outcomes),
        *_compare_keyed("comparison", old, new, moved, _comparisons),
        *_compare_keyed("conflict", old, new, moved, _conflicts),
        *_compare_keyed("targets of a year", old, new, moved, _targets_by_year),
        *_compare_keyed("count", old, new, moved, _counts),
        *_compare_keyed("topic", old, new, moved, _topics),
        *_terms(old, new, moved),
        *_claims(old, new, moved),
        *_inputs(moved),
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["difference"] = table["difference"].astype("float64")
    table["place"] = table["kind"].map({kind: number for number, kind in enumerate(KINDS)})
    table["size"] = -table["difference"].abs().fillna(float("inf"))
    # Claims keep the order of their articles; a number's size says nothing across units.
    table.loc[table["kind"].isin(["claim", "input", "targets of a year"]), "size"] = 0.0
    table = table.sort_values(["place", "size"], kind="stable")
    return table[list(COLUMNS)].reset_index(drop=True)


def _renamed(old: Built, new: Built) -> Built:
    """Return ``old`` with the ids that ``new`` has for articles of the very same content."""
    before, after = old.tables["articles"], new.tables["articles"]
    gone = before[~before["article_id"].isin(after["article_id"])]
    come = after[~after["article_id"].isin(before["article_id"])]
    pairs = gone.drop_duplicates("sha256", keep=False).merge(
        come.drop_duplicates("sha256", keep=False), on="sha256", suffixes=("_old", "_new")
    )
    names = dict(zip(pairs["article_id_old"], pairs["article_id_new"], strict=True))
    if not names:
        return old
    # A province that its article never names is called after the article: `@plan/level`.
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    own_scope = re.compile(rf"@({'|'.join(map(re.escape, longest_first))})(?=$|[/+])")
    tables = dict(old.tables)
    for name, table in tables.items():
        renamed = {
            column: [names.get(text, text) for text in table[column]]
            for column in ("article_id", "duplicate_of", "group")
            if column in table
        } | {
            column: [own_scope.sub(lambda m: f"@{names[m[1]]}", text) for text in table[column]]
            for column in ("scope", "scope_key")
            if column in table
        }
        tables[name] = table.assign(**renamed)
    claims = tables["claims"]
    places = claims["claim_id"].str.extract(r"(:\d+-\d+(?:/\d+)?)$", expand=False)
    renames = dict(zip(claims["claim_id"], claims["article_id"] + places, strict=True))
    for name, table in tables.items():
        renamed = {
            column: [
                ";".join(renames.get(part, part) for part in text.split(";"))
                for text in table[column]
            ]
            for column in ("claim_id", "repeat_of", "claim_ids")
            if column in table
        }
        tables[name] = table.assign(**renamed)
    return Built(tables, old.inputs)


def _moved_inputs(old: Built, new: Built) -> _Moved:
    before, after = (
        b.tables["articles"].set_index("article_id").to_dict("index") for b in (old, new)
    )
    articles = {}
    for name in sorted({*before, *after}):
        if name not in before:
            articles[name] = "added"
        elif name not in after:
            articles[name] = "removed"
        elif before[name]["sha256"] != after[name]["sha256"]:
            articles[name] = "changed"
        elif other := [c for c in ARTICLE_SAYS if before[name][c] != after[name][c]]:
            articles[name] = f"with another {', '.join(other)}"
    if not (old.inputs and new.inputs):
        return _Moved(articles, {}, recorded=False)
    others = {}
    for name in sorted({*old.inputs, *new.inputs}):
        was, now = old.inputs.get(name), new.inputs.get(name)
        if was != now:
            how = "changed" if was and now else "removed" if was else "added"
            version = f" ({was} → {now})" if name.startswith("library/") else ""
            others[name] = how + version
    return _Moved(articles, others, recorded=True)


def _inputs(moved: _Moved) -> Iterator[tuple]:
    for name, how in [*moved.articles.items(), *moved.others.items()]:
        kind = "article" if name in moved.articles else "instrument or code"
        yield ("input", name, kind, "", how, None, "")


class _Value(NamedTuple):
    """A number of a build: how it is shown, and the articles that it rests on."""

    shown: str
    number: float | None
    articles: frozenset[str] | None  # None: all


Values = Mapping[tuple[str, str], _Value]  # (item, measure) -> value


def _compare_keyed(
    kind: str, old: Built, new: Built, moved: _Moved, values_of: Callable[[Built], Values]
) -> Iterator[tuple]:
    before, after = values_of(old), values_of(new)
    nothing = _Value("", None, frozenset())
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, nothing), after.get(key, nothing)
        if was.shown == now.shown:
            continue
        both = was.number is not None and now.number is not None
        articles = (
            moved.articles
            if was.articles is None or now.articles is None
            else was.articles | now.articles
        )
        item, measure = key
        difference = now.number - was.number if both else None
        cause = moved.cause(kind, articles)
        yield (kind, item, measure, was.shown, now.shown, difference, cause)


def _shown(value: object) -> str:
    """Return a number without a needless ``.0``, a missing one as nothing."""
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    return str(value)


def _named(row) -> str:
    what = row.indicator or row.indicator_text
    return f"{what} ({row.scope})" if row.scope else what


def _articles_of(claim_ids: str) -> frozenset[str]:
    return frozenset(part.rpartition(":")[0] for part in claim_ids.split(";") if part)


def _outcomes(built: Built) -> Values:
    found = {}
    for row in built.tables["target_outcomes"].itertuples():
        promise = f"{_named(row)}, {_shown(row.target_year)}: {row.comparator}{_shown(row.target)}"
        articles = _articles_of(row.claim_ids)
        found[promise, "result"] = _Value(row.result, None, articles)
        if not pd.isna(row.outcome):
            found[promise, "outcome"] = _Value(_shown(row.outcome), row.outcome, articles)
    return found


def _comparisons(built: Built) -> Values:
    found = {}
    for row in built.tables["year_comparison"].itertuples():
        years = " → ".join(filter(None, (_shown(row.year_from), _shown(row.year_to))))
        value = " → ".join(filter(None, (_shown(row.value_from), _shown(row.value_to))))
        number = None if pd.isna(row.difference) else row.difference
        item = f"{_named(row)}, {row.unit}, {years or '?'}"
        found[item, "value"] = _Value(value or row.reason, number, _articles_of(row.claim_ids))
    return found


def _conflicts(built: Built) -> Values:
    table = built.tables["conflicts"]
    found = {}
    for row in table.itertuples():
        key = (f"{_named(row)}, {row.unit}, {_shown(row.year)}", "values")
        was = found.get(key, _Value("", None, frozenset()))
        shown = " / ".join(filter(None, (was.shown, _shown(row.value))))
        found[key] = _Value(shown, None, was.articles | _articles_of(row.claim_ids))
    return found


def _distinct(built: Built) -> pd.DataFrame:
    claims = built.tables["claims"]
    return claims[claims["repeat_of"] == ""]


def _targets_by_year(built: Built) -> Values:
    claims = _distinct(built)
    targets = claims[(claims["status"] == "target") & claims["year"].notna()]
    return {
        (str(year), "targets"): _Value(str(len(group)), len(group), frozenset(group["article_id"]))
        for year, group in targets.groupby("year")
    }


def _counts(built: Built) -> Values:
    articles = built.tables["articles"]
    duplicates = articles["duplicate_of"] != ""
    counts = {
        "articles": len(articles) - int(duplicates.sum()),
        "duplicates": int(duplicates.sum()),
        "files and rows not read": len(built.tables["rejected"]),
        "sentences": len(built.tables["sentences"]),
        "claims": len(_distinct(built)),
        "repeated claims": len(built.tables["claims"]) - len(_distinct(built)),
    }
    statuses = _distinct(built)["status"].value_counts().sort_index()
    counts |= {f"claims: {status}": int(n) for status, n in statuses.items()}
    return {("corpus", key): _Value(str(n), n, None) for key, n in counts.items()}


def _topics(built: Built) -> Values:
    table = built.tables["topic_coverage"]
    if table.empty:
        return {}
    n_sentences = table.groupby("topic")["n_sentences"].sum()
    total = table.drop_duplicates("article_id")["n_total"].sum()
    shares = (n_sentences / total).astype("float64") if total else n_sentences.astype("float64")
    ranks = n_sentences.rank(ascending=False, method="min").astype("int64")
    found = {}
    for topic in n_sentences.index:
        rank, share = int(ranks[topic]), float(shares[topic])
        found[topic, "rank"] = _Value(str(rank), rank, None)
        found[topic, "share of sentences"] = _Value(f"{share:.4f}", share, None)
    return found


def _terms(old: Built, new: Built, moved: _Moved) -> Iterator[tuple]:
    """Compare the ranks of terms that are among the most frequent in either build."""
    before, after = (_ranks(b.tables["terms"]) for b in (old, new))
    shown = [t for ranks in (before, after) for t, rank in ranks.items() if rank <= MOST_FREQUENT]
    values = [
        {(t, "rank"): _Value(str(ranks[t]), ranks[t], None) for t in shown if t in ranks}
        for ranks in (before, after)
    ]
    yield from _compare_keyed(
        "term", old, new, moved, lambda built: values[0] if built is old else values[1]
    )


def _ranks(terms: pd.DataFrame) -> dict[str, int]:
    counts = terms.groupby("term")["n"].sum()
    ranks = counts.rank(ascending=False, method="min").astype("int64")
    return {str(term): int(rank) for term, rank in ranks.items()}


def _claims(old: Built, new: Built, moved: _Moved) -> Iterator[tuple]:
    """Compare claims: by their place where the text is the same, else by what they quote."""
    changed = {a for a, how in moved.articles.items() if how == "changed"}
    before, after = (_by_key(b.tables["claims"], changed) for b in (old, new))
    keys = dict.fromkeys([*before, *after])
    order = {status: n for n, status in enumerate(("target", "actual", "projection"))}
    pairs = [(before.get(key), after.get(key)) for key in keys]
    pairs.sort(key=lambda pair: order.get((pair[1] or pair[0]).status, len(order)))
    for was, now in pairs:
        claim = now or was
        cause = _cause_of(claim, moved)
        if was is None or now is None:
            said = _said(claim)
            measure = "removed" if now is None else "added"
            sides = (said, "") if now is None else ("", said)
            yield ("claim", claim.claim_id, measure, *sides, None, cause)
            continue
        for column in CLAIM_SAYS:
            sides = [_shown(getattr(side, column)) for side in (was, now)]
            if sides[0] != sides[1]:
                numbers = [getattr(side, column) for side in (was, now)]
                both = all(isinstance(n, int | float) and not pd.isna(n) for n in numbers)
                difference = numbers[1] - numbers[0] if both else None
                yield ("claim", claim.claim_id, column, *sides, difference, cause)


def _cause_of(claim, moved: _Moved) -> str:
    """An article that came or went takes its claims along, whatever else moved."""
    how = moved.articles.get(claim.article_id)
    if how in ("added", "removed"):
        return f"article {claim.article_id} {how}"
    return moved.cause("claim", [claim.article_id])


def _by_key(claims: pd.DataFrame, changed: set[str]) -> dict[tuple, object]:
    rows: dict[tuple, object] = {}
    seen: Counter[tuple] = Counter()
    for row in claims.itertuples():
        key = (row.claim_id,)
        if row.article_id in changed:
            key = (row.article_id, row.value_text, row.indicator_text, row.scope)
        rows[(*key, seen[key])] = row
        seen[key] += 1
    return rows


def _said(claim) -> str:
    year = _shown(claim.year)
    what = " ".join(filter(None, (claim.scope, claim.indicator_text)))
    return f"{claim.status} {year or '?'}: {what} {claim.comparator} {claim.value_text}"


def describe_changes(table: pd.DataFrame, *, lang: str = "en") -> str:
    """Say what moved and what moved it: the table of ``compare_builds`` as a paragraph."""
    inputs, moved = table[table["kind"] == "input"], table[table["kind"] != "input"]
    zh = lang == "zh"
    parts = [_describe_inputs(inputs, zh)]
    if moved.empty:
        parts.append("没有任何数字改变。" if zh else "No number moved.")
        return "".join(parts) if zh else " ".join(parts)
    items = moved.drop_duplicates(["kind", "item"])
    items = pd.concat([items[items["kind"] != "count"], moved[moved["kind"] == "count"]])
    counts = [(kind, n) for kind in KINDS if (n := int((items["kind"] == kind).sum()))]
    names = _KIND_NAMES_ZH if zh else _KIND_NAMES
    listed = ("、" if zh else ", ").join(names[kind].format(n=n) for kind, n in counts)
    parts.append(f"变动的有：{listed}。" if zh else f"Moved: {listed}.")
    first = [_describe_row(row, zh) for row in moved.head(3).itertuples()]
    joined = "；".join(first) if zh else "; ".join(first)
    parts.append(f"首先：{joined}。" if zh else f"First of all: {joined}.")
    return "".join(parts) if zh else " ".join(parts)


_KIND_NAMES = {
    "outcome": "verdicts and outcomes of promises ({n})",
    "comparison": "comparisons of years ({n})",
    "conflict": "contradictions ({n})",
    "targets of a year": "years by their number of targets ({n})",
    "count": "counts of the corpus ({n})",
    "topic": "topics ({n})",
    "term": "ranks of frequent terms ({n})",
    "claim": "claims ({n})",
}
_KIND_NAMES_ZH = {
    "outcome": "目标的结果{n}项",
    "comparison": "年份比较{n}项",
    "conflict": "互相矛盾的说法{n}项",
    "targets of a year": "目标数有变的年份{n}个",
    "count": "语料库的计数{n}项",
    "topic": "主题{n}个",
    "term": "高频词的名次{n}个",
    "claim": "数值陈述{n}条",
}


def _describe_inputs(inputs: pd.DataFrame, zh: bool) -> str:
    if inputs.empty:
        return "输入没有变化。" if zh else "No input changed."
    articles = inputs[inputs["measure"] == "article"]
    others = inputs[inputs["measure"] != "article"]
    how = articles["new"].str.replace(r"^with another .*", "redescribed", regex=True)
    parts = []
    for word, chinese in _HOW.items():
        n = int((how == word).sum())
        if n:
            parts.append(f"{chinese}{n}篇" if zh else f"{n} article{'s' * (n > 1)} {word}")
    if len(others):
        names = [f"{row.item} {row.new}" for row in others.head(6).itertuples()]
        more = len(others) - len(names)
        parts.append(", ".join(names) + (f", +{more}" if more else ""))
    return f"输入：{'；'.join(parts)}。" if zh else f"Inputs: {'; '.join(parts)}."


_HOW = {
    "added": "新增文章",
    "removed": "移除文章",
    "changed": "改动文章",
    "redescribed": "元数据有变的文章",
}


def _describe_row(row, zh: bool) -> str:
    before, after = row.old or ("无" if zh else "none"), row.new or ("无" if zh else "none")
    if row.measure in ("added", "removed"):
        return f"{row.item} ({row.measure}: {row.new or row.old})"
    cause = f"（{row.cause}）" if zh else f" ({row.cause})"
    return f"{row.item}, {row.measure}: {before} → {after}{cause}"
