"""The five charts of the page as SVG for HTML, and the rows that each of their marks counts."""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

import pandas as pd

from analysis.contrast import choose_contrast, join_articles
from analysis.readings.labels import labels_in, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.study import Study

LANGUAGES = ("zh", "en")
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_DROPPED = {f"{_SVG}metadata", f"{_SVG}style"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


class Chart(NamedTuple):
    """One chart: its SVG and its alternative text by language, and its rows, one per mark."""

    chart: str
    svg: Mapping[str, str]
    alt: Mapping[str, str]
    rows: pd.DataFrame


class Mark(NamedTuple):
    """A mark of a chart and the rows it counts: numbers of rows of the table called ``kind``.

    ``kind`` is ``claims``, ``occurrences`` or ``sentences`` (those on ``topic``).
    """

    mark: str
    chart: str
    kind: str
    label: Mapping[str, str]
    rows: tuple[int, ...]
    topic: str = ""


def draw_charts(study: "Study") -> list[Chart]:
    """Draw year comparison, ladder, frequent terms, contrast and topics in both languages."""
    import matplotlib.pyplot as plt

    from analysis.figures import (
        chart_style,
        drawing_of,
        plot_contrast,
        plot_rank_ladder,
        plot_terms,
        plot_topic_coverage,
        plot_year_comparison,
    )

    shared = {"lexicon": study.lexicon, "source": study.source}
    plans: tuple[tuple[str, Callable[..., Axes], pd.DataFrame, dict], ...] = (
        ("years", plot_year_comparison, study.year_comparison, {}),
        ("ranks", plot_rank_ladder, study.year_comparison, {}),
        ("terms", plot_terms, study.terms, {"n_articles": study.n_articles}),
        ("contrast", plot_contrast, study.keyness, study.contrast),
        ("topics", plot_topic_coverage, study.topic_coverage, {"articles": study.articles}),
    )
    charts = []
    for name, plot, table, parameters in plans:
        svg, alt = {}, {}
        for lang in LANGUAGES:
            with chart_style("column"):
                ax = plot(table, lang=lang, **shared, **parameters)
                drawing = drawing_of(ax)
                svg[lang] = _svg_of(ax, f"{name}-{lang}-", set(drawing.rows["mark"]))
                alt[lang] = drawing.alt
                plt.close(ax.figure)
        charts.append(Chart(name, svg, alt, drawing.rows))
    return charts


def _svg_of(ax: "Axes", prefix: str, marks: set[str]) -> str:
    """Return the figure as an SVG element for a page that holds several.

    Text stays text, to be printed in the page's own font. An id that is referred to gets the
    ``prefix``, so that no two are alike; that of a mark becomes ``data-mark``; others go.
    """
    import matplotlib as mpl

    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        ax.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(buffer.getvalue())
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in _DROPPED]:
            parent.remove(child)
    referred = {name for element in root.iter() for name in _references(element)}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in marks:
            element.set("data-mark", name)
            element.set("class", "mark")
        elif name in referred:
            element.set("id", prefix + name)
        for key, value in element.attrib.items():
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}\1)", value))
        if _LINK in element.attrib:
            element.set("href", f"#{prefix}{element.attrib.pop(_LINK)[1:]}")
        element.tag = element.tag.removeprefix(_SVG)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    text = ElementTree.tostring(root, encoding="unicode")
    return re.sub(r">\s+<", "><", text)


def _references(element: ElementTree.Element) -> Iterator[str]:
    if _LINK in element.attrib:
        yield element.attrib[_LINK][1:]
    for value in element.attrib.values():
        yield from _REFERENCE.findall(value)


def marks_of(charts: Sequence[Chart], study: "Study", occurrences: pd.DataFrame) -> list[Mark]:
    """Return every mark of the charts with the rows that it counts.

    Raises RuntimeError when a mark counts another number of rows than it leads to: the page
    would then say something false.
    """
    lines = {chart.chart: chart.rows.to_dict("records") for chart in charts}
    marks = [
        *_promise_marks("years", lines["years"], study),
        *_promise_marks("ranks", lines["ranks"], study),
        *_term_marks(lines["terms"], occurrences, study),
        *_contrast_marks(lines["contrast"], occurrences, study),
        *_topic_marks(lines["topics"], study),
    ]
    counts = {
        **{row["mark"]: row["n"] for row in lines["terms"]},
        **{row["mark"]: row["n_target"] + row["n_reference"] for row in lines["contrast"]},
        **{row["mark"]: row["n_sentences"] for row in lines["topics"]},
    }
    for mark in marks:
        n = counts.get(mark.mark, max(len(mark.rows), 1))
        if len(mark.rows) != n:
            raise RuntimeError(f"{mark.mark} counts {n} rows and leads to {len(mark.rows)}")
    return marks


def claims_behind(
    comparison: pd.DataFrame,
    claims: pd.DataFrame,
    *,
    indicator: str,
    scope: str,
    unit: str,
    year: int,
    value: float,
) -> tuple[int, ...]:
    """Return the numbers of the claims that give one value of the year comparison.

    ``indicator`` is the key, or the indicator's own words where it has none.
    """
    named = comparison["indicator"].fillna("")
    named = named.where(named != "", comparison["indicator_text"].fillna(""))
    alike = (named == indicator) & (comparison["scope"].fillna("") == scope)
    alike &= comparison["unit"] == unit
    ids: set[str] = set()
    for end in ("from", "to"):
        values = comparison[f"value_{end}"]
        same = values.isna() if pd.isna(value) else values == value
        rows = comparison[alike & same & (comparison[f"year_{end}"] == year).fillna(False)]
        ids.update(key for keys in rows["claim_ids"] for key in keys.split(";"))
    found = claims["claim_id"].isin(ids) & (claims["year"] == year).fillna(False)
    return tuple(int(i) for i in found.to_numpy().nonzero()[0])


def _promise_marks(chart: str, rows: list[dict], study: "Study") -> Iterator[Mark]:
    words = {lang: labels_in(lang, study.lexicon) for lang in LANGUAGES}
    keys = {row["indicator"] for row in study.lexicon.indicators}
    for row in rows:
        unit = row.get("unit", "rank")
        value = row["value"] if "value" in row else row["rank"]
        value = None if pd.isna(value) else value
        key = row["indicator"] if row["indicator"] in keys else ""
        label = {}
        for lang, say in words.items():
            name = say.indicator(key, row["indicator"], row["scope"])
            told = say("universal") if value is None else value_text(value, unit, say)
            label[lang] = f"{name} · {row['year']} · {told}"
        behind = claims_behind(
            study.year_comparison,
            study.claims,
            indicator=row["indicator"],
            scope=row["scope"],
            unit=unit,
            year=row["year"],
            value=value,
        )
        yield Mark(row["mark"], chart, "claims", label, behind)


def _term_marks(rows: list[dict], occurrences: pd.DataFrame, study: "Study") -> Iterator[Mark]:
    places = occurrences.groupby("term").indices
    for row in rows:
        label = dict.fromkeys(LANGUAGES, row["term"])
        yield Mark(row["mark"], "terms", "occurrences", label, _numbers(places, row["term"]))


def _contrast_marks(rows: list[dict], occurrences: pd.DataFrame, study: "Study") -> Iterator[Mark]:
    sides = sides_of(study)
    placed = occurrences.assign(
        row=range(len(occurrences)), side=occurrences["article_id"].map(sides)
    )
    placed = placed[placed["side"] != ""].sort_values(["side", "row"])
    numbers = {term: group.to_numpy() for term, group in placed.groupby("term")["row"]}
    for row in rows:
        label = dict.fromkeys(LANGUAGES, row["term"])
        yield Mark(row["mark"], "contrast", "occurrences", label, _numbers(numbers, row["term"]))


def sides_of(study: "Study") -> dict[str, str]:
    """Return for each article on which side of the contrast it stands: A, B or neither ("")."""
    ids = study.articles["article_id"]
    with_terms = study.articles[ids.isin(study.terms["group"])]
    contrast = choose_contrast(with_terms)
    if contrast is None:
        return dict.fromkeys(ids, "")
    if contrast.by in study.articles:
        groups = study.articles[contrast.by]
    else:
        groups = join_articles(study.articles[["article_id"]], study.articles)[contrast.by]

    def side(group: str) -> str:
        if group == contrast.target:
            return "A"
        return "B" if group and contrast.reference in ("", group) else ""

    return dict(zip(ids, map(side, groups), strict=True))


def _topic_marks(rows: list[dict], study: "Study") -> Iterator[Mark]:
    words = {lang: labels_in(lang, study.lexicon) for lang in LANGUAGES}
    titles = dict(zip(study.articles["article_id"], study.articles["title"], strict=True))
    places = sentences_on_topics(study)
    for row in rows:
        article, topic = row["article_id"], row["topic"]
        label = {
            lang: f"{say.name('topic', topic)} · "
            + (titles.get(article) or article if article else say("mean_of_all", n=len(titles)))
            for lang, say in words.items()
        }
        found = [i for key, i in places.get(topic, ()) if not article or key == article]
        yield Mark(row["mark"], "topics", "sentences", label, tuple(found), topic)


def sentences_on_topics(study: "Study") -> dict[str, list[tuple[str, int]]]:
    """Return for each topic its sentences as (article_id, row number); repeats are left out."""
    key = ["article_id", "sentence_no"]
    sentences = study.sentences.assign(row=range(len(study.sentences)))
    counted = sentences[sentences["repeat_of_sentence"].isna()]
    hits = study.topic_hits[[*key, "topic"]].drop_duplicates()
    joined = counted[[*key, "row"]].merge(hits, on=key, how="inner", validate="one_to_many")
    return {
        topic: list(zip(group["article_id"], group["row"].tolist(), strict=True))
        for topic, group in joined.sort_values(["topic", "row"]).groupby("topic")
    }


def _numbers(places: Mapping, key: str) -> tuple[int, ...]:
    return tuple(int(i) for i in places.get(key, ()))
