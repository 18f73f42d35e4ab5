import csv
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import ANALYSED, ZONES, find_zones, layout, markup, parse_article
from analysis.fold import simplified

HERE = Path(__file__).resolve().parent
CASES = json.loads((HERE / "cases" / "zones.json").read_text(encoding="utf-8"))
GOLD = HERE.parents[1] / "shared" / "gold"
# Bars of the coded documents: the article told from what is around it, and the very zone.
FOLDERS = {"dev_real": (0.985, 0.95), "dev_rewritten": (0.985, 0.95)}
PIECES = [
    *(
        "<p>",
        "</p>",
        "<div class='nav'>",
        "</div>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<a href=x>",
    ),
    *(
        "</a>",
        "<strong>",
        "</strong>",
        "<br>",
        "<title>",
        "</title>",
        "&nbsp;",
        "&#8203;",
        "**",
        "# ",
    ),
    *(
        "---\n",
        "date: 2025-12-20\n",
        "\n",
        "\r\n",
        "\u2028",
        " ",
        "\u3000",
        "\u200b",
        "\ufeff",
        "(完)",
        "（完）",
    ),
    *(
        "越通社河内——",
        "更多\n",
        "相关阅读：",
        "图自越通社",
        "ảnh 1",
        "到2030年达到80%。",
        "河内部署明年工作",
        "会议强调，",
    ),
    *(
        "（编辑：王五）",
        "[x](https://example.org)",
        "![x](y.jpg)",
        "【本报讯】",
        "Cập nhật: 24-12-2024",
        "e\u0301",
        "\ue000",
    ),
    *(
        "<figure>",
        "</figure>",
        "<figcaption>",
        "</figcaption>",
        "<h1>",
        "</h1>",
        "<li>",
        "\x00",
        "\ud800",
        "<",
    ),
]
pages = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def merged(text, zones):
    """Zones but noise as [name, characters], neighbours of one name as one."""
    pieces = []
    for zone, start, end in zones:
        if zone == "noise":
            continue
        words = "".join(text[start:end].split())
        if pieces and pieces[-1][0] == zone:
            pieces[-1][1] += words
        else:
            pieces.append([zone, words])
    return pieces


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_layouts(case):
    assert merged(case["text"], find_zones(case["text"])) == case["expected"]


def assert_true_to_text(text):
    article = parse_article(text)
    done = 0
    for zone, start, end in article.zones:
        assert zone in ZONES
        assert done <= start < end <= len(text)
        assert not text[done:start].strip(), "characters in no zone"
        done = end
    assert not text[done:].strip()
    analysed = [(start, end) for zone, start, end in article.zones if zone in ANALYSED]
    for number, sentence in enumerate(article.sentences, start=1):
        assert sentence.sentence_no == number
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text.strip() == sentence.text != ""
        assert any(start <= sentence.start < end for start, end in analysed)
        assert any(start < sentence.end <= end for start, end in analysed)
    return article


@given(pages)
@settings(max_examples=400, deadline=None)
def test_every_character_is_in_one_zone(text):
    assert_true_to_text(text)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_has_zones(text):
    assert_true_to_text(text)


@given(st.sampled_from(CASES), st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_pages_have_zones(case, data):
    text = case["text"]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    assert_true_to_text(text[:start] + data.draw(pages) + text[end:])


@pytest.mark.parametrize(
    "text",
    [
        "到2030年达到80%，" * 15_000,
        "<div>" * 10_000 + "河内市政府召开会议，部署明年数字化转型工作。",
        "<b>" * 10_000 + "河内市政府召开会议，部署明年数字化转型工作。" + "</b>" * 10_000,
        "<script>" * 5_000,
        "<!--" * 5_000,
        "<p>到2030年达到80%。" * 2_000,
        "(完)" * 7_000,
        "更多\n" * 7_000,
        "图自" * 12_000,
        "（" * 25_000,
        "*" * 50_000,
        "[x](" * 12_000,
        "&nbsp;" * 12_000 + "河" + "&nbsp;" * 12_000,
        "河内\n" * 12_000,
        "2025-" * 12_000,
    ],
    ids=lambda text: text[:8],
)
def test_time_is_linear(text):
    # Four times the text in much less than sixteen times the time that a square would take.
    def seconds(page):
        start = time.process_time()
        parse_article(page)
        return time.process_time() - start

    parse_article(text[:1000])
    small = seconds(text[: len(text) // 4])
    assert seconds(text) < 9 * small + 0.5


def coded_zones(folder):
    zones = {}
    with open(folder / "zones.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            zone = (row["zone"], int(row["start"]), int(row["end"]))
            zones.setdefault(row["doc"], []).append(zone)
    return zones


@pytest.mark.skipif(not GOLD.exists(), reason="no coded documents beside the checkout")
@pytest.mark.parametrize("name", FOLDERS)
def test_coded_documents(name):
    total = side = same = 0
    for doc, coded in coded_zones(GOLD / name).items():
        text = (GOLD / name / "docs" / f"{doc}.txt").read_bytes().decode("utf-8")
        zone_at = {}
        for zone, start, end in find_zones(text):
            zone_at.update(dict.fromkeys(range(start, end), zone))
        for zone, start, end in coded:
            for i in range(start, end):
                if not text[i].isspace():
                    total += 1
                    same += zone_at[i] == zone
                    side += (zone_at[i] in ANALYSED) == (zone in ANALYSED)
    least_side, least_same = FOLDERS[name]
    assert side / total >= least_side
    assert same / total >= least_same


def with_related(text, start, list_of_stories):
    return text[:start] + list_of_stories


@pytest.mark.skipif(not GOLD.exists(), reason="no coded documents beside the checkout")
def test_the_related_list_changes_no_sentence():
    lists, pages_with_list = [], []
    for name in FOLDERS:
        for doc, coded in coded_zones(GOLD / name).items():
            text = (GOLD / name / "docs" / f"{doc}.txt").read_bytes().decode("utf-8")
            related = [(start, end) for zone, start, end in coded if zone == "related"]
            if related:
                lists.append(text[related[0][0] : related[-1][1]])
                pages_with_list.append((text, related[0][0]))
    assert len(pages_with_list) >= 8
    for number, (text, start) in enumerate(pages_with_list):
        sentences = parse_article(text).sentences
        own, other = lists[number], lists[number - 1]
        for stories in ("", other, own + "\n\n" + own, other + "\n\n" + own, "更多"):
            assert parse_article(text[:start] + stories).sentences == sentences


@pytest.mark.parametrize(
    "stories",
    ["", "相关新闻\n岘港推出新的在线服务\n", "更多\n\n图自越通社\n\n到2130年达到100%。\n"],
)
@pytest.mark.parametrize(
    "case",
    [c for c in CASES if "(完)" in c["text"] or "（完）" in c["text"]],
    ids=lambda c: c["label"],
)
def test_what_follows_the_end_mark_changes_no_sentence(case, stories):
    text = case["text"]
    end = max(text.rfind("(完)"), text.rfind("（完）")) + 3
    if "<" in text:
        return
    assert parse_article(text[:end] + "\n\n" + stories).sentences == parse_article(text).sentences


SIGNS = [
    *(
        "。",
        "！",
        "”",
        " ",
        "（",
        "(",
        "【",
        ")",
        "）",
        "】",
        "]",
        "-",
        "—",
        "*",
        "=",
        "■",
        "#",
        "/.",
        "./.",
    ),
    *(
        "完",
        "全文完",
        "END",
        "end",
        "终",
        "责编：张三",
        "编译/李四",
        "注：",
        "本文有删节",
        "20251220",
        "1",
        ".",
    ),
    *(
        "VNA",
        "越通社-VNA",
        "请",
        "欢迎",
        "点击",
        "扫",
        "长按",
        "更多",
        "本文由",
        "AI",
        "翻译",
        "蓝字",
    ),
    *("二维码", "关注", "下载", "公众号", "app", "我们", "经济增长"),
    *("图", "图片", "照片", "相片", "影像", "图源", "资料", "档案", "网上", "示意", "截图", "供图"),
    *("提供", "摄", "撮影", "新华社", "发", "报", "记者", "Photo", "Ảnh", "Nguồn ảnh", "AFP", "/"),
]


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
@settings(max_examples=1500, deadline=None)
def test_a_quick_look_misses_nothing(plain):
    for pattern in (layout.END_MARK, layout.EDITOR_TAIL, layout.NOTE_TAIL):
        assert not pattern.search(plain) or layout.SIGNED.search(plain)
    assert not layout.APPEAL.search(plain) or layout.APPEALING.search(plain)
    assert not layout.CAPTION_TAIL.search(plain) or layout.CREDITING.search(plain)


ENDS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1c", "\x1e", "\x1f")
BARE = [
    *ENDS,
    " ",
    "\t",
    "\u3000",
    "\xa0",
    "越南",
    "經濟。",
    "２０",
    "(完)",
    "é",
    "(à",
    "&nbsp;",
    "\u200b",
]


@given(st.lists(st.sampled_from(BARE), max_size=15).map("".join))
@settings(max_examples=1000, deadline=None)
def test_lines_of_most_texts_are_those_of_any(text):
    plain = simplified(text)
    assert markup.lines_of(text, plain) == list(markup._plain_lines(text, plain))


@given(st.text(st.sampled_from("中文𠀀a1٣。.） )完 \n\u3000") | st.characters(), max_size=30))
@settings(max_examples=1000, deadline=None)
def test_quick_looks_agree_with_their_patterns(text):
    assert layout.count_han(text) == len(layout.HAN.findall(text))
    found = layout.SIGNED.search(text, 2, len(text)) is not None
    assert layout.is_signed(text, 2, len(text)) == found


def test_every_agency_is_seen_before_it_is_matched():
    names = re.sub(r"\s", "", layout._NAMED_AGENCY)
    while "(?:" in names:  # the variants of a name count as one
        names = re.sub(r"\(\?:([^()]*)\)", lambda match: match[1].replace("|", ""), names)
    unseen = [name for name in names.split("|") if not set(name) & set(layout._NAMED)]
    assert unseen == ["新越南"]
