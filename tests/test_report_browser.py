"""The evidence page in a real browser: clicks, keys, filters, and that nothing leaves it."""

import json
import random
import re
import time

import browser
import pytest
from report_pages import ROOT, hostile, make_page, rows_in, sample, study_of, write_articles

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "there is a browser"),
]

QUOTES = "return document.querySelectorAll('#evidence .quote').length"
PICKS = "return [...document.querySelectorAll('#article .pick')].map(e => e.textContent).join('')"
ENTER, ESCAPE, RIGHT, DOWN = "\ue007", "\ue00c", "\ue014", "\ue015"
SHOWN = "return document.querySelector('#rows .count').firstChild.textContent"
# A click without a mouse, for the many that only count.
CLICK = (
    "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', {bubbles: true}))"
)


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with browser.browser(tmp_path_factory.mktemp("profile"), lang="en-US") as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "证据 page.html"
    path.write_text(sample().page.html, encoding="utf-8")
    return path


@pytest.fixture
def opened(window, page):
    """The page of the two articles, freshly opened; at the end it must have been quiet."""
    window.open(page)
    yield window
    assert faults(window) == []


def faults(window) -> list[str]:
    """Return what the page logged, and every request but those for what is inside it."""
    logged = [entry["message"] for entry in window.log("browser")]
    events = [json.loads(entry["message"])["message"] for entry in window.log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return logged + [url for url in asked if not re.match(r"(file|data|about):", url)]


def marks(chart: str) -> list[dict]:
    return [mark for mark in rows_in(sample().data, "marks") if mark["chart"] == chart]


def select(window, facet: str, value: str) -> None:
    window.run(
        "const s = document.querySelector(`[data-facet=${arguments[0]}]`); s.value = arguments[1];"
        "s.dispatchEvent(new Event('change'))",
        facet,
        value,
    )


@pytest.mark.parametrize("chart", ["years", "ranks", "terms", "contrast", "topics"])
def test_a_click_on_every_mark_shows_its_rows_and_the_sentence(opened, chart):
    opened.click(f"#tab-{chart}")
    sentences, articles = rows_in(sample().data, "sentences"), rows_in(sample().data, "articles")
    tables = {kind: rows_in(sample().data, kind) for kind in ("claims", "occurrences")}
    assert marks(chart)
    for mark in marks(chart):
        opened.run(CLICK, f'.chart:not([hidden]) [data-mark="{mark["mark"]}"]')
        assert opened.run(QUOTES) == len(mark["rows"]), mark
        if not mark["rows"]:
            continue
        row = mark["rows"][0]
        sentence = sentences[
            row if mark["kind"] == "sentences" else tables[mark["kind"]][row]["sentence"]
        ]
        text = articles[sentence["article"]]["text"][sentence["start"] : sentence["end"]]
        first = "return document.querySelector('#evidence .quote').lastChild.textContent"
        assert opened.run(first) == text
        current = (
            "return [...document.querySelectorAll('#article .current')].map(e => e.textContent)"
        )
        assert "".join(opened.run(current)) == text
        if mark["kind"] == "occurrences":
            assert opened.run(PICKS) == mark["label"]["zh"]


def test_the_mouse_hits_a_mark_and_the_article_scrolls_to_its_sentence(opened):
    mark = marks("years")[1]
    opened.click(f'.chart:not([hidden]) [data-mark="{mark["mark"]}"] .area')
    assert opened.run(QUOTES) == len(mark["rows"])
    claim = rows_in(sample().data, "claims")[mark["rows"][0]]
    assert opened.run(PICKS) == claim["value_text"]
    place = opened.run(
        "const pick = document.querySelector('.pick').getBoundingClientRect();"
        "const pane = document.querySelector('#article').getBoundingClientRect();"
        "return [pick.top - pane.top, pane.bottom - pick.bottom]"
    )
    assert min(place) > 0
    assert opened.run("return location.hash") == f"#{mark['mark']}"


def test_every_mark_is_hit_by_a_pointer_in_its_middle(opened):
    for chart in ("years", "ranks", "terms", "contrast", "topics"):
        opened.click(f"#tab-{chart}")
        missed = opened.run(
            "return [...document.querySelectorAll('.chart:not([hidden]) .mark')].filter(mark => {"
            " mark.scrollIntoView({block: 'center'});"
            " const box = mark.querySelector('.area').getBoundingClientRect();"
            " const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
            " return top.closest('.mark') !== mark }).map(mark => mark.dataset.mark)"
        )
        assert missed == []


def test_a_highlighted_span_leads_to_its_rows_and_charts_and_back(opened):
    opened.click("#article .claim.span")
    links = "return [...document.querySelectorAll('#evidence .mark-link')].map(e => e.textContent)"
    told = opened.run(links)
    assert any(text.startswith(("Years:", "Ranks:")) for text in told)
    assert any(text.startswith("Topics:") for text in told)
    opened.click("#evidence .mark-link")
    assert opened.run(QUOTES) >= 1
    assert (
        opened.run("return document.querySelectorAll('.chart:not([hidden]) .mark.lit').length") == 1
    )


def test_a_row_of_a_passage_is_found_in_its_table(opened):
    opened.click("#article .claim.span")
    opened.click("#evidence .row-link")
    assert opened.run("return document.querySelector('[aria-selected=true]').id") == "tab-claims"
    assert opened.run("return document.querySelectorAll('tbody .lit').length") == 1


def test_filters_search_and_sort_show_the_rows_that_they_name(opened):
    claims = rows_in(sample().data, "claims")
    hits, sentences = rows_in(sample().data, "hits"), rows_in(sample().data, "sentences")
    opened.click("#tab-claims")
    assert opened.run(SHOWN) == f"{len(claims)} of {len(claims)} rows"

    def expect(n: int) -> None:
        assert opened.run(SHOWN) == f"{n} of {len(claims)} rows"
        assert opened.run("return document.querySelectorAll('tbody tr').length") == n

    select(opened, "year", "2030")
    expect(sum(claim["year"] == 2030 for claim in claims))
    select(opened, "status", "target")
    expect(sum(claim["year"] == 2030 and claim["status"] == "target" for claim in claims))
    on_topic = {hit["sentence"] for hit in hits if hit["topic"] == "digital_society"}
    select(opened, "topic", "digital_society")
    expect(sum(claim["year"] == 2030 and claim["sentence"] in on_topic for claim in claims))
    opened.click(".clear")
    select(opened, "article", "0")
    expect(sum(sentences[claim["sentence"]]["article"] == 0 for claim in claims))
    opened.click(".clear")
    search = (
        "const field = document.querySelector('#filters input'); field.value = arguments[0];"
        "field.dispatchEvent(new Event('input'))"
    )
    opened.run(search, "光纤宽带")
    assert 0 < int(opened.run(SHOWN).split()[0]) < len(claims)
    opened.run(search, "there is no such word")
    expect(0)
    opened.click(".clear")
    opened.run("document.querySelectorAll('th button')[1].click()")
    years = opened.run(
        "return [...document.querySelectorAll('tbody td:nth-child(2)')].map(e => e.textContent)"
    )
    assert years == sorted(years)
    assert (
        opened.run("return document.querySelectorAll('th')[1].getAttribute('aria-sort')")
        == "ascending"
    )


@pytest.mark.parametrize(
    ("view", "table"),
    [("years", "comparison"), ("contrast", "keyness"), ("topics", "coverage"), ("hits", "hits")],
)
def test_each_table_has_its_rows_and_a_row_leads_to_sentences(opened, view, table):
    opened.click(f"#tab-{view}")
    n = len(rows_in(sample().data, table))
    assert opened.run(SHOWN) == f"{n:,} of {n:,} rows"
    opened.run(CLICK, "tbody tr")
    assert opened.run(QUOTES) >= 1


def test_a_link_to_a_claim_opens_its_sentence(window, page):
    claim = rows_in(sample().data, "claims")[3]
    window.open(page, f"#{claim['id']}")
    assert window.run(QUOTES) == 1
    assert window.run(PICKS) == claim["value_text"]
    for wrong in ("#there-is-no-such-claim", "#%E0%A4%A"):
        window.open(page, wrong)
        assert window.run(QUOTES) == 0
        assert faults(window) == []


def test_the_keyboard_reaches_marks_and_sentences(opened):
    names = [mark["mark"] for mark in marks("years")]
    active = "return (document.activeElement.closest('[data-mark]') || document.activeElement.dataset).dataset?.mark"
    opened.run("document.querySelector('.chart:not([hidden]) .mark[tabindex=\"0\"]').focus()")
    opened.press(RIGHT)
    second = opened.run(active)
    assert second in names
    opened.press(ENTER)
    assert opened.run("return location.hash") == f"#{second}"
    assert opened.run(QUOTES) >= 1
    opened.press(ESCAPE)
    assert opened.run("return document.querySelector('#evidence').hidden")
    assert opened.run(active) == second
    opened.run("document.querySelector('#tab-years').focus()")
    opened.press(RIGHT, ENTER)
    assert opened.run("return document.querySelector('[aria-selected=true]').id") == "tab-ranks"
    opened.run("document.querySelector('#article .span').focus()")
    opened.press(DOWN, ENTER)
    assert not opened.run("return document.querySelector('#evidence').hidden")


def test_everything_that_is_pressed_has_a_name(opened):
    nameless = opened.run(
        "return [...document.querySelectorAll('button, select, input, [role=button], [role=tab]')]"
        ".filter(e => e.checkVisibility() && !(e.getAttribute('aria-label') || e.textContent.trim()"
        " || e.closest('label'))).map(e => e.outerHTML)"
    )
    assert nameless == []
    charts = "return [...document.querySelectorAll('svg[role=group]')].map(e => e.getAttribute('aria-label'))"
    assert all(opened.run(charts))


def test_the_language_changes_everywhere(opened):
    assert opened.run("return document.querySelector('#tab-years').textContent") == "Years"
    opened.click("#language")
    assert opened.run("return document.documentElement.lang") == "zh-Hans"
    assert opened.run("return document.querySelector('#tab-years').textContent") == "年份比较"
    shown = "return [...document.querySelectorAll('.chart')].filter(e => e.checkVisibility()).map(e => e.lang)"
    assert opened.run(shown) == ["zh"]
    for view in ("years", "ranks", "terms", "contrast", "topics", "claims", "hits"):
        opened.click(f"#tab-{view}")
        head = opened.run("return document.querySelector('thead').textContent")
        assert not re.search("[a-z]{3}", head), head


def test_left_out_text_is_grey_and_can_be_hidden(opened):
    articles = rows_in(sample().data, "articles")
    rest = (
        "return [...document.querySelectorAll('#article .rest')].map(e => e.textContent).join('')"
    )
    shown = opened.run("return Number(document.querySelector('#choice').value)")
    text = articles[shown]["text"]
    zones = [text[a:b] for kind, a, b in articles[shown]["zones"] if kind in ("caption", "related")]
    assert zones
    assert all(zone in opened.run(rest) for zone in zones)
    opened.click("[data-layer=rest]")
    assert not opened.run("return document.querySelector('#article .rest').checkVisibility()")


def test_the_print_view_shows_article_and_charts(opened):
    opened.devtools("Emulation.setEmulatedMedia", media="print")
    shown = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).length"
    assert opened.run(shown, ".chart") == 5
    assert opened.run(shown, "#article") == 1
    assert opened.run(shown, "#article .topic-tag") > 10
    assert opened.run(shown, "button:not(th button)") == 0
    opened.devtools("Emulation.setEmulatedMedia", media="")


def test_hostile_articles_do_nothing(window, tmp_path):
    made = make_page(study_of(hostile(tmp_path)))
    path = tmp_path / "hostile.html"
    path.write_text(made.page.html, encoding="utf-8")
    window.open(path)
    for number in range(len(made.page.article_ids)):
        window.run(
            "const c = document.querySelector('#choice'); c.value = arguments[0];"
            "c.dispatchEvent(new Event('change'))",
            str(number),
        )
        text = rows_in(made.data, "articles")[number]["text"]
        shown = window.run("return document.querySelector('#article').textContent")
        assert "".join(shown.split()).endswith("".join(text.split())[-30:])
    for view in ("years", "ranks", "terms", "contrast", "topics", "claims", "hits"):
        window.run(CLICK, f"#tab-{view}")
        for mark in [m for m in rows_in(made.data, "marks") if m["chart"] == view]:
            window.run(CLICK, f'.chart:not([hidden]) [data-mark="{mark["mark"]}"]')
            assert window.run(QUOTES) == len(mark["rows"])
        if window.run("return document.querySelector('tbody tr') !== null"):
            window.run(CLICK, "tbody tr")
    for claim in rows_in(made.data, "claims"):
        window.open(path, f"#{claim['id']}")
        assert window.run(PICKS) == claim["value_text"]
    assert made.data["claims"]["rows"]
    assert window.run("return window.hacked === undefined")
    assert window.run("return document.querySelectorAll('img, iframe, b:not(.side)').length") == 0
    assert window.run("return document.scripts.length") == 2
    assert faults(window) == []


@pytest.mark.parametrize("texts", [{}, {"a.txt": "天气\n\n今天下雨。\n"}], ids=["none", "one"])
def test_a_corpus_without_anything_to_count_opens(window, tmp_path, texts):
    made = make_page(study_of(write_articles(tmp_path, texts)), quotes_only=bool(texts))
    path = tmp_path / "page.html"
    path.write_text(made.page.html, encoding="utf-8")
    window.open(path)
    for view in ("ranks", "terms", "contrast", "topics", "claims", "hits", "years"):
        window.run(CLICK, f"#tab-{view}")
    assert faults(window) == []


def test_a_very_long_paragraph_leads_to_its_last_sentence(window, tmp_path):
    text = "越南推进行政改革👩‍👩‍👧，加强合作。" * 900 + "到2030年光纤宽带覆盖率达到80%。"
    made = make_page(study_of(write_articles(tmp_path, {"a.txt": f"计划\n\n{text}\n"})))
    path = tmp_path / "page.html"
    path.write_text(made.page.html, encoding="utf-8")
    claim = rows_in(made.data, "claims")[-1]
    window.open(path)
    assert window.run(PICKS) == ""
    assert window.run("return document.querySelectorAll('#article .hit').length") < 1000
    shown = window.run("return document.querySelector('#article').textContent")
    assert text in shown
    window.open(path, f"#{claim['id']}")
    assert window.run(PICKS) == claim["value_text"] == "80%"
    assert faults(window) == []


def test_two_hundred_articles_open_in_three_seconds(window, tmp_path):
    folders = (ROOT / "tests" / "coded" / "docs", ROOT / "data" / "raw")
    files = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    pool = [p for path in files for p in path.read_text(encoding="utf-8").split("\n\n")]
    chance = random.Random(7)
    texts = {}
    for number in range(300):
        text = "\n\n".join(chance.sample(pool, 16))
        text = re.sub(r"(?<!\d)\d{1,2}(?=%)", lambda _: str(chance.randint(1, 99)), text)
        texts[f"{number:03}.txt"] = f"第{number}号报道\n\n{text}\n"
    made = make_page(study_of(write_articles(tmp_path, texts)))
    assert len(made.page.article_ids) == 200
    path = tmp_path / "page.html"
    path.write_text(made.page.html, encoding="utf-8")
    assert path.stat().st_size < 15e6
    start = time.perf_counter()
    window.open(path)
    ready = window.run("return performance.now()")
    assert window.run("return document.querySelectorAll('#article p').length") > 3
    print(f"{path.stat().st_size / 1e6:.1f} MB, open after {time.perf_counter() - start:.1f} s")
    assert ready < 3000
    mark = max(rows_in(made.data, "marks"), key=lambda m: len(m["rows"]))
    window.run(CLICK, f"#tab-{mark['chart']}")
    window.run(CLICK, f'.chart:not([hidden]) [data-mark="{mark["mark"]}"]')
    told = window.run("return document.querySelector('#evidence .count').textContent")
    assert told.startswith(f"{len(mark['rows']):,} rows")
    while window.run("return document.querySelector('#evidence .more') !== null"):
        window.run(CLICK, "#evidence .more")
    assert window.run(QUOTES) == len(mark["rows"])
    assert faults(window) == []
