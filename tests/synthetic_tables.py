"""Made-up tables of any size for the tests of charts and readings; the same on every run."""

import pandas as pd

INDICATORS = (
    ("", "四级在线公共服务", "", "%"),
    ("", "在网络环境和平台上得到处理的工作文件", "省部级", "%"),
    ("", "在网络环境和平台上得到处理的工作文件", "县级", "%"),
    ("", "在网络环境和平台上得到处理的工作文件", "乡级", "%"),
    ("", "电子政务发展水平", "", "rank"),
)
TOPICS = (
    "digital_government",
    "digital_economy",
    "digital_society",
    "infrastructure",
    "cybersecurity",
    "science_innovation",
    "workforce",
    "governance_reform",
    "international_cooperation",
    "international_ranking",
    "green_development",
)
WORDS = [
    "数字化转型",
    "数字政府",
    "在线公共服务",
    "越南",
    "发展",
    "目标",
    "国家",
    "计划",
    "部长",
    "合作",
    "公共服务",
    "改革",
    "领域",
    "服务",
    "五十强",
    "电子政务",
    "数据库",
    "平台",
    "社会",
    "经济",
    "基础设施",
    "行政改革",
    "双方",
    "会谈",
    "内务部",
    "数字经济",
    "光纤宽带",
    "斯坦尼斯拉斯·盖里尼",
    "信息化发展指数",
    "网络安全",
    "人口",
    "比例",
    "企业",
    "机关",
    "文件",
    "帐户",
    "竞争",
    "能力",
    "创新",
    "指数",
]


def articles(n: int) -> pd.DataFrame:
    """One row per article."""
    return pd.DataFrame(
        {
            "article_id": [f"{i:03}_{i * 7919:08x}" for i in range(n)],
            "title": [
                ("越南力争跻身全球电子政务五十强行列", "越法促进数字化转型和公共服务改革领域合作")[
                    i % 2
                ]
                + ("" if i < 2 else f"（第{i}篇）")
                for i in range(n)
            ],
            "publisher": [("越通社", "人民报", "VOV")[i % 3] for i in range(n)],
            "published": [
                f"{2020 + i % 6}-{1 + i % 12:02}" if i % 5 != 4 else "" for i in range(n)
            ],
            "duplicate_of": "",
        }
    )


def zones(n: int) -> pd.DataFrame:
    """One row per zone."""
    rows = []
    for i, key in enumerate(articles(n)["article_id"]):
        start = 0
        for zone, length in (
            ("title", 20),
            ("lede", 80 + i),
            ("caption", 40),
            ("dateline", 8),
            ("body", 700 + 13 * i),
            ("end_mark", 3),
            ("agency", 3),
            ("related", (i * 397) % 1500),
        ):
            if length:
                rows.append((key, zone, start, start + length))
            start += length
    return pd.DataFrame(rows, columns=["article_id", "zone", "start", "end"])


def claims(n: int) -> pd.DataFrame:
    """One row per claim; every second article, from the first, makes some."""
    years = [2025, 2025, 2030] if n < 3 else [2025, 2030, 2035, 2045, 2027, 2028, 2050, 2026, 2029]
    rows = []
    for i, key in enumerate(articles(n)["article_id"]):
        for j in range(0 if i % 2 else 7 + (i * 5) % 11):
            year = years[(i + j) % len(years)]
            status = ("target", "target", "target", "actual", "projection")[(i + j) % 5]
            rows.append(
                (
                    f"{key}:{j * 10}-{j * 10 + 3}",
                    key,
                    j,
                    status,
                    float(10 + 5 * j),
                    "%",
                    None if n > 2 and j == 6 else year,
                    INDICATORS[j % 4][1],
                    "",
                    INDICATORS[j % 4][2],
                    rows[-1][0] if j == 5 else "",
                )
            )
    table = pd.DataFrame(
        rows,
        columns=[
            "claim_id",
            "article_id",
            "sentence_no",
            "status",
            "value",
            "unit",
            "year",
            "indicator_text",
            "indicator",
            "scope",
            "repeat_of",
        ],
    )
    return table.astype({"year": "Int64"})


def year_comparison(n: int) -> pd.DataFrame:
    """One row per indicator, scope and pair of years; the first sixteen are those of a plan."""
    pairs = [
        ("level4_services", "四级在线公共服务", "", "%", 80, 100),
        ("work_files_online", "工作文件", "ministry_province", "%", 90, 100),
        ("work_files_online", "工作文件", "district", "%", 80, 90),
        ("work_files_online", "工作文件", "commune", "%", 60, 70),
        ("egdi_rank", "电子政务发展水平", "", "rank", 70, 50),
        ("national_databases", "国家数据库", "", "%", 100, None),
        ("digital_economy_gdp_share", "数字经济占GDP", "", "%", 20, None),
        ("digital_economy_sector_share", "各行业和产业中数字经济所占比重", "", "%", 10, None),
        ("labour_productivity_growth", "年均劳动生产率", "", "%", 7, None),
        ("idi_rank", "全球信息化发展指数", "", "rank", 50, None),
        ("wef_gci_rank", "全球竞争能力指数", "", "rank", 50, None),
        ("gii_rank", "全球创新指数", "", "rank", 35, None),
        ("epayment_accounts", "拥有电子支付帐户的人口比例", "", "%", None, 80),
        ("itu_gci_rank", "全球网络安全指数", "", "rank", None, 30),
        ("fibre_coverage", "光纤宽带互联网服务", "", "qualitative", None, None),
        ("mobile_5g_coverage", "5G移动网络服务", "", "qualitative", None, None),
    ]
    pairs += [
        (
            "",
            f"第{i}项没有登记、名称很长因而需要换行的指标所占的比重",
            "",
            "%",
            (i * 37) % 90,
            (i * 41) % 130,
        )
        for i in range(max(0, n - 2))
    ]
    pairs += [
        ("", f"第{i}种国际排名", "", "rank", 20 + i, 10 + i) for i in range(max(0, n - 2) // 3)
    ]
    rows = [
        {
            "indicator": key,
            "indicator_text": text,
            "scope": scope,
            "unit": unit,
            "year_from": None if start is None else 2025,
            "year_to": None if end is None and unit != "qualitative" else 2030,
            "value_from": start,
            "value_to": end,
            "difference": None if start is None or end is None else end - start,
            "per_year": None if start is None or end is None else (end - start) / 5,
            "direction": "",
            "comparable": start is not None and end is not None,
            "reason": "" if start is not None and end is not None else "one_year",
            "claim_ids": "",
        }
        for key, text, scope, unit, start, end in pairs
    ]
    types = dict.fromkeys(("year_from", "year_to"), "Int64") | dict.fromkeys(
        ("value_from", "value_to"), "float64"
    )
    return pd.DataFrame(rows).astype(types)


def terms(n: int) -> pd.DataFrame:
    """One row per article and term."""
    rows = [
        (key, word, count, count / 100, 1, float(count))
        for i, key in enumerate(articles(n)["article_id"])
        for j, word in enumerate(WORDS)
        if (count := (40 - j + 3 * i) // (2 + (i + j) % 7)) > 1
    ]
    return pd.DataFrame(rows, columns=["group", "term", "n", "share", "n_articles", "tfidf"])


def keyness(n: int) -> pd.DataFrame:
    """One row per term."""
    rows = []
    for j, word in enumerate(WORDS):
        ratio = 4.0 - 0.25 * j
        weak = j % 3 == 0 or n < 2
        rows.append(
            (
                word,
                40 - j,
                j,
                60.0 - j,
                0.01,
                ratio,
                ratio - 1.2,
                ratio + 1.2,
                "insufficient" if weak else "target" if ratio > 0 else "reference",
            )
        )
    columns = ["term", "n_target", "n_reference", "g2", "p", "log_ratio", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def topic_coverage(n: int) -> pd.DataFrame:
    """One row per article and topic."""
    rows = []
    for i, key in enumerate(articles(n)["article_id"]):
        for j, topic in enumerate(TOPICS):
            count = max(0, (9 - j + 4 * i) % 11 - 2) if j < 10 else 0
            share = count / (18 + i)
            rows.append((key, topic, 2 * count, count, share, share * 0.6, min(1, share * 1.5)))
    columns = ["article_id", "topic", "n_hits", "n_sentences", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def talk(n: int) -> pd.DataFrame:
    """One row per article, topic, status and year."""
    table = topic_coverage(n)[["article_id", "topic", "n_sentences", "share"]]
    counts = [(7 * i) % 5 if i % 3 else 0 for i in range(len(table))]
    return table.assign(status="target", year=2025, n_claims=counts).astype({"year": "Int64"})


def coverage_by_year(n: int) -> pd.DataFrame:
    """One row per year and topic; the intervals of the first year are unknown."""
    rows = [
        (
            year,
            topic,
            5 + j,
            share,
            None if i == 0 else share * 0.7,
            None if i == 0 else share * 1.3,
        )
        for i, year in enumerate(str(2020 + k) for k in range(min(n, 6)))
        for j, topic in enumerate(TOPICS)
        for share in [(1 + (i * 3 + j * 5) % 11) / 16]
    ]
    columns = ["year", "topic", "n_sentences", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns).astype({"low": "float64", "high": "float64"})


def topic_hits(n: int) -> pd.DataFrame:
    """One row per hit."""
    rows = [
        (key, s, TOPICS[(i + s * s) % 7], "词", 10 * s, 10 * s + 1)
        for i, key in enumerate(articles(n)["article_id"])
        for s in range(1, 14 + i)
        if (s + i) % 4
    ]
    columns = ["article_id", "sentence_no", "topic", "term", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def terms_by_year(n: int) -> pd.DataFrame:
    """One row per year and term."""
    table = terms(min(n, 6))
    years = {key: str(2020 + i) for i, key in enumerate(dict.fromkeys(table["group"]))}
    return table.assign(group=table["group"].map(years))


def network(n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nodes, one row per term, and edges, one row per pair."""
    words = WORDS[: 6 if n < 3 else 40]
    nodes = pd.DataFrame(
        [(word, 60 - i, (i * 37 % 41) / 41, (i * 23 % 43) / 43) for i, word in enumerate(words)],
        columns=["term", "n", "x", "y"],
    )
    edges = pd.DataFrame(
        [(words[i], words[(i * 3 + 1) % len(words)], 3 + i % 5) for i in range(1, len(words))],
        columns=["source", "target", "n_sentences"],
    )
    return nodes, edges[edges["source"] != edges["target"]]


def positions(n: int) -> pd.DataFrame:
    """One row per occurrence."""
    rows = [
        (key, word, (3 * k + j) % 29 / 29)
        for i, key in enumerate(articles(n)["article_id"])
        for j, word in enumerate(WORDS[:10])
        for k in range((12 - j + i) % 9)
    ]
    return pd.DataFrame(rows, columns=["article_id", "term", "place"])


def segmentations() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranks, one row per segmentation and rank, and agreement, one row per segmentation."""
    names = ["lexicon+hmm", "lexicon", "hmm", "plain", "bigrams"]
    ranks = pd.DataFrame(
        [
            (name, k + 1, WORDS[(k * (1 + i) + i) % 24])
            for i, name in enumerate(names)
            for k in range(15)
        ],
        columns=["segmentation", "rank", "term"],
    ).drop_duplicates(["segmentation", "term"])
    agreement = pd.DataFrame({"segmentation": names, "rbo": [1.0, 0.9, 0.8, 0.7, 0.3]})
    return ranks, agreement


def outcomes() -> pd.DataFrame:
    """One row per published value; two values for one year of the second index."""
    rows = [("egdi_rank", "national", 2008 + 2 * k, 95 - 3 * k, "rank") for k in range(9)]
    rows += [("gii_rank", "national", 2012 + k, 70 - 2 * k, "rank") for k in range(13)]
    rows += [
        ("gii_rank", "national", 2020, 60, "rank"),
        ("egdi_value", "national", 2020, 0.6, "score"),
    ]
    return pd.DataFrame(rows, columns=["indicator", "scope", "year", "value", "unit"])


def target_outcomes(n: int) -> pd.DataFrame:
    """One row per target."""
    results = ("met", "missed", "disputed", "not_testable", "not_due", "no_data")
    rows = []
    for i in range(6 if n < 3 else 60):
        result = results[i % 6]
        outcome = None if result in ("no_data", "not_due") else 40.0 + i
        unit = "rank" if i % 4 == 3 else "%"
        scope = ("national", "ministry_province", "district")[i % 3]
        year = 2030 if result == "not_due" else 2025
        key = ("level4_services", "work_files_online", "egdi_rank")[i % 3]
        rows.append((key, scope, year, 50.0, unit, ">=", outcome, 2024, result))
    columns = ["indicator", "scope", "target_year", "target", "unit", "comparator", "outcome"]
    return pd.DataFrame(rows, columns=[*columns, "outcome_year", "result"])


def reported(n: int) -> pd.DataFrame:
    """One row per article and official target."""
    pillars = ("digital_government", "digital_economy", "digital_society", "infrastructure")
    rows = [
        (
            key,
            "A",
            pillar,
            f"i{k}",
            "national",
            year,
            ("reported", "changed", "left_out")[(i + k) % 3],
        )
        for i, key in enumerate(articles(min(n, 3))["article_id"])
        for j, pillar in enumerate(pillars)
        for year in (2025, 2030)
        for k in range(3 + (5 * j + year) % 7)
    ]
    columns = ["article_id", "document", "pillar", "indicator", "scope", "target_year", "state"]
    return pd.DataFrame(rows, columns=columns)
