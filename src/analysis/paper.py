"""For the paper: what was done with the articles, as a paragraph computed from the study."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from analysis.build import TABLE_LIBRARIES
from analysis.claims import read_corrections
from analysis.corpus.sources import SOURCES
from analysis.outputs import read_manifest, sha256_of
from analysis.readings import describe_corpus, describe_zones
from analysis.readings.labels import counted, were
from analysis.study import Study
from analysis.topics.codebook import codebook_of

PACKAGE = "targets-terms-topics"
# So many characters of a hash tell two versions apart in print.
SHOWN = 12
# Libraries that only read one kind of file: named where the study has such a file.
READERS = {"openpyxl": ".xlsx", "pypdf": ".pdf", "python-docx": ".docx"}


def methods(study: Study, *, scores: str | Path | Mapping | None = None, lang: str = "en") -> str:
    """Return a paragraph for the methods section: versions, instruments, counts, corrections.

    ``scores`` is the JSON file that ``python -m analysis evaluate CODED --json FILE`` wrote, or
    what it holds; without it nothing is said about how well the rules read. Every number is
    computed from the study: nothing depends on the date or the machine. Raises ValueError for
    scores that are none and for another ``lang`` than en or zh.
    """
    if lang not in ("en", "zh"):
        raise ValueError(f"no methods paragraph in {lang!r}: choose en or zh")
    counts = study.articles["duplicate_of"] == ""
    zones = study.zones[study.zones["article_id"].isin(study.articles.loc[counts, "article_id"])]
    parts = [
        _software(study, lang),
        describe_corpus(study.articles, study.sentences, study.claims, lang=lang),
        _left_out(study, lang),
        *([describe_zones(zones, lang=lang)] if len(zones) else []),
        _corrections(study, lang),
        *([] if scores is None else [_scores(scores, lang)]),
    ]
    return ("" if lang == "zh" else " ").join(parts)


def _software(study: Study, lang: str) -> str:
    suffixes = set(study.articles["file"].map(lambda file: PurePosixPath(file).suffix.lower()))
    libraries = [
        f"{name} {version(name)}"
        for name in TABLE_LIBRARIES
        if name not in READERS or READERS[name] in suffixes
    ]
    inputs = read_manifest(study.paths.processed)["inputs"]
    parts = [f"{name} {digest}" for name, digest in inputs.items() if name.startswith("code/")]
    code = sha256_of("\n".join(parts).encode())[:SHOWN]
    instruments, codebook = study.lexicon.sha256[:SHOWN], codebook_of(study.lexicon).version
    n_terms = sum(row["kind"] == "term" for row in study.lexicon.topic_terms)
    n_topics = len(study.lexicon.topics)
    if lang == "zh":
        return (
            f"文章用{PACKAGE} {version(PACKAGE)}（代码{code}；{'、'.join(libraries)}）读取，"
            f"研究工具为{instruments}（以上均为SHA-256的前{SHOWN}位）："
            "量化陈述由规则识别，给出指标、范围、比较词、数值、单位和年份；"
            f"主题由编码本（版本{codebook}，{n_topics:,}个主题，{n_terms:,}个词）标注。"
        )
    return (
        f"The articles were read with {PACKAGE} {version(PACKAGE)} (code {code}; "
        f"{', '.join(libraries)}) and the research instruments {instruments} (first {SHOWN} "
        "characters of the SHA-256): quantified claims by rules that give indicator, scope, "
        "comparator, value, unit and year, topics by a codebook "
        f"(version {codebook}; {counted(n_topics, 'topic')}, {counted(n_terms, 'term')})."
    )


def _left_out(study: Study, lang: str) -> str:
    n_rejected = int((study.rejected["file"] != SOURCES).sum())
    n_sentences = int(study.sentences["repeat_of_sentence"].notna().sum())
    n_claims = int((study.claims["repeat_of"] != "").sum())
    if lang == "zh":
        rejected = f"{n_rejected:,}个文件或数据行无法读取" if n_rejected else "文件均能读取"
        return f"重复前文的{n_sentences:,}个句子和{n_claims:,}项量化陈述不计入；{rejected}。"
    rejected = counted(n_rejected, "file or row", "files or rows") if n_rejected else ""
    repeats = [
        f"{n:,} {noun}{'' if n == 1 else 's'}"
        for n, noun in ((n_sentences, "sentence"), (n_claims, "claim"))
    ]
    return (
        f"Left out as repeats: {' and '.join(repeats)}; "
        f"{f'{rejected} could not be read' if rejected else 'every file could be read'}."
    )


def _corrections(study: Study, lang: str) -> str:
    path = study.paths.corrections
    known = read_corrections(path) if path.is_file() else []
    people = len({correction.who for correction in known if correction.who})
    dropped = sum(correction.field == "drop" for correction in known)
    added = sum(correction.field == "add" for correction in known)
    if lang == "zh":
        if not known:
            return "没有人工订正。"
        by = f"（{people:,}人）" if people else ""
        return f"人工订正{len(known):,}处{by}，其中删除{dropped:,}处、补充{added:,}处。"
    if not known:
        return "Nothing was corrected by hand."
    by = f" by {counted(people, 'person', 'people')}" if people else ""
    return (
        f"{counted(len(known), 'correction').capitalize()}{by} {were(len(known))} applied: "
        f"{dropped:,} dropped and {added:,} added a claim."
    )


# The measures of `python -m analysis evaluate`, and what a paper calls them.
_MEASURES = {
    "detection": ("claims found", "找到的陈述"),
    "core": ("value, unit, status and year right", "数值、单位、性质和年份都对"),
    "strict": ("comparator, change, indicator and scope too", "比较词、变化、指标和范围也对"),
    "micro": ("topics of sentences", "句子的主题"),
}


def _scores(scores: str | Path | Mapping, lang: str) -> str:
    try:
        if not isinstance(scores, Mapping):
            scores = json.loads(Path(scores).read_text(encoding="utf-8"))
        n_documents = len(scores["documents"])
        n_claims = sum(row["n_claims"] for row in scores["documents"])
        n_sentences = sum(row["n_sentences"] for row in scores["documents"])
        rows = [
            (row.get("topic") or row["measure"], row["precision"], row["recall"], row["f1"])
            for row in (*scores["claims"], *scores["topics"])
            if row["group"] == "all"
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError("these are no scores of `python -m analysis evaluate --json`") from None
    rows = [row for row in rows if row[0] in _MEASURES and None not in row]
    if lang == "zh":
        said = [
            f"{_MEASURES[name][1]}：精确率{p:.2f}，召回率{r:.2f}，F1为{f1:.2f}"
            for name, p, r, f1 in rows
        ]
        return (
            f"与{n_documents:,}篇已编码的文章（{n_claims:,}项陈述，{n_sentences:,}个句子）相比"
            f"——{'；'.join(said) or '没有可比的内容'}。"
        )
    said = [
        f"{_MEASURES[name][0]}: precision {p:.2f}, recall {r:.2f}, F1 {f1:.2f}"
        for name, p, r, f1 in rows
    ]
    return (
        f"Held against {counted(n_documents, 'coded document')} "
        f"({counted(n_claims, 'claim')}, {counted(n_sentences, 'sentence')}): "
        f"{'; '.join(said) or 'nothing to compare'}."
    )
