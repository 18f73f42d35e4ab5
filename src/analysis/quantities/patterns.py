"""The patterns of quantities, compiled once for a lexicon from its units and comparator words."""

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.lexicon import Lexicon
from analysis.quantities.numbers import ARABIC, CHINESE

DASH = "-‐‑‒–—―−~〜∼"

# Every quantity begins at, or just before, one of these characters.
CANDIDATE = re.compile(
    "[0-9零〇一二两三四五六七八九十百千万亿兆廿卅壹贰叁肆伍陆柒捌玖拾第前半翻普首席覆倍$¥€£]"
)

# An integer that counts places, editions, documents.
_PLACE = r"(?:\d{1,5}(?![\d%])|[一二三四五六七八九十百千两]{1,7})"
# What may stand behind a rank that no classifier closes: 排在第58。 第13升至 · 进入前三
_BOUNDARY = r"(?=\s*(?:$|[，。；、,;:：！？!?）)」』”’\"\s<*]|的|和|及|与|并|但|而|升|降|退|跌|上|下|跃|提|至|到|行列|之列))"

# A number that is a date or a time of day.
DATE = re.compile(
    rf"""
    (?:1[5-9]|2[01])\d\d (?: \s?[{DASH}至到、/]\s?(?:1[5-9]|2[01])?\d\d )? \s?(?:年|财年)度?   # 1  2025年
  | (?:1[5-9]|2[01])\d\d \s?(?:[{DASH}]|至|到){{1,2}}\s? (?:1[5-9]|2[01])\d\d (?![\d.,万亿%])  # 2  2021-2025
  | (?:\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}} | \d{{1,2}}([-/.])\d{{1,2}}\2\d{{4}}) (?![\d%])        # 3  2025-11-30
  | \d{{1,2}} (?: \s?[{DASH}至到、和]\s?\d{{1,2}} )? \s?月(?!均|租|薪|度)
        (?: \s?\d{{1,2}}(?:\s?[{DASH}至到、和]\s?(?:\d{{1,2}}月)?\d{{1,2}})?\s?[日号] )?          # 4  11月30日
  | \d{{1,2}} (?: \s?[{DASH}至到、和]\s?\d{{1,2}} )? \s?[日号](?!线|均)                          # 5  30日
  | (?<!\d)\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?(?!\d)                                         # 6  15:43
  | \d{{1,2}}\s?(?:时(?!间|代|段|速|常|效)|点(?![\d个])) (?:\s?\d{{1,2}}\s?分)?                  # 7  9时
  | \d{{2,3}}\s?(?:[{DASH}至到])\s?\d{{2,3}}\s?年度                                              # 8  106至109年度
  | \d+([-.])\d+(?:\3\d+)+                                                                     # 9  1.2.3, 0243-825-1234
    """,
    re.VERBOSE,
)
CHINESE_DATE = re.compile(
    rf"{CHINESE}(?:年(?!级|均)|月(?!均)|[日号](?!线)|时(?!间|代|段|速|常|效)|点(?!个)|周年|周岁|世纪|年代|届)",
    re.VERBOSE,
)

# What the number belongs to is a name or a code: 5G, 57-NQ/TW, www.a.vn/2025/1, 4+1.
CODE = re.compile(r"[A-Za-z0-9_.,/:&=?#+%-]*[A-Za-z0-9_/&=#]")

ORDINAL = re.compile(
    rf"""
    第\s?(?P<place>{_PLACE}) (?:
        \s?(?P<classed>位|名|席)(?!额|单)        # 1  第71位
      | (?P<large>大)(?!会|道|街)                # 2  第五大
      | (?P<bare>){_BOUNDARY}(?!\s*[、和]第)     # 3  排在第58。
    )
    """,
    re.VERBOSE,
)
# A bare 第N is a rank only behind one of these.
RANKED = re.compile(
    r"(?:排名?|排行|排序|位列|位居|名列|蝉联|跃居|稳居|高居|夺得|获得|[位居列占]|[升进退跌降落回滑掉冲]{1,2}[至到]"
    r"|由|从|全国|全球|世界|亚洲|亚太|欧洲|东盟|东南亚|全省|全市|全区|地区|行业|规模|总量|产量|产能|数量|指标|指数|同类|国内|国际|省份|城市"
    r"|年|[:：])(?:的|为|在|约|前)?$"
)

TOP = re.compile(
    rf"""
    前\s?(?P<place>{_PLACE}) (?:
        \s?(?P<classed>名|位|强|国(?:家)?|席|个国家|个经济体|大(?=$|[^会]))    # 1  前70国
      | (?P<bare>){_BOUNDARY}                                                # 2  进入前三
    )
  | 前\s?(?P<share>\d{{1,2}}(?:\.\d+)?)\s?%                                     # 3  前10%
    """,
    re.VERBOSE,
)
# 前 that is part of another word: 目前5家, 此前三年.
NOT_TOP = "目此之以当先日年月天周眼面午提空生史跟向往大学职婚食战"

RANKS = re.compile(
    r"(?:升|移|进|退|跌|滑|降|落|掉|跃升|提高|提升|上升|前进|下滑|落后|领先|差)"
    r"(?:了|过|至少|约|近|超过|超|逾|整整|再|最多|不少于|达|多达){0,2}$"
)

STRONG = re.compile(
    r"强(?!劲|度|化|烈|降|国|省|县|市(?!$)|调|企|势|迫|制|震|弱|者|台|镇|区|军|权|联|攻|项|村|园|队|手|行(?!列)|高校|院校|民营)"
)

# Wordings without a numeral before a unit; `at` is how many characters lie before the candidate.
WORDED = re.compile(
    r"""
    (?P<double> 翻 (?: 了\s?)? (?P<times>[一二两三四五\d]?) 番 )                   # 1  翻两番
  | (?P<twice> (?:翻倍|倍增)(?!器|计划) )                                          # 2  翻倍, 倍增
  | (?P<half> 过半数?|[一大多]半(?![导岛径夜]) | 半数 | 减半 )                       # 3  一半
  | (?P<first> (?:首位|榜首|头名|第一把交椅) )                                     # 4  首位
  | (?P<second> 次席 | 次位 )                                                     # 5  次席
  | (?P<none> 零增长 | 清零 )                                                     # 6  零增长
  | (?P<digits> [两三四五]位数 )                                                  # 7  两位数
  | (?P<universal> 全覆盖(?!率) | 全面覆盖 | 全面普及(?!率) | 基本普及 | 普及 )      # 8  全覆盖
    """,
    re.VERBOSE,
)

# 普及 promises a service only with the service named behind it (普及5G网络), not as a noun
# (普及率, 普及应用) and not of knowledge.
SERVED = re.compile(
    r"(?!率|应用|型|化|程度|水平|度|教育|宣传|知识|工作|活动|法律|科学|读物|面|期|版|推广|的|和)"
    r"[^，。；、,;\n]{0,14}?"
    r"(?:服务|网络|宽带|互联网|网际|5G|4G|6G|光纤|账户|帐户|支付|签名|签章|身份|电力|用电|供电|自来水|供水|医保|保险|移动|终端|手机|电视|广播|设备|平台|应用|病历|码|卡|厕所|电动)"
)

FRACTION = re.compile(
    rf"""
    (?P<below>{ARABIC}|{CHINESE})\s?分之\s?(?P<above>{ARABIC}|{CHINESE})
    (?P<glue>多|余|几)?
    """,
    re.VERBOSE,
)
SLASHED = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d/.%A-Za-z])")
EACH = re.compile(
    rf"""
    (?P<all>{ARABIC}|{CHINESE})(?:个|名|位|人|户|家|所|辆|台|件)?[^，。；,;\n\d]{{0,8}}?[中里]
    (?:就|还|仅|只|便|约|大约|至少|平均)?有
    (?P<part>{ARABIC}|{CHINESE})(?:个|名|位|人|户|家|所|辆|台|件)
    """,
    re.VERBOSE,
)
RATIO = re.compile(rf"\s?(?:比|:|：)\s?({ARABIC}|{CHINESE})(?![\d:：年%])", re.VERBOSE)
PLUS_MINUS = re.compile(rf"\s?(?:±|\+/-|正负)\s?({ARABIC})\s?", re.VERBOSE)

JOIN = re.compile(rf"\s?(?:[{DASH}]{{1,2}}|至|到)\s?")
LIST_JOIN = re.compile("[、,]")
FROM = re.compile(r"(?:从|由|自)[^，。；,;\n]{0,16}$")

# Behind a unit: per something (克/千克, 元/吨).
PER = re.compile(
    r"/(?:平方公里|平方米|立方米|千瓦时|千瓦|公里|小时|公顷|千克|人次|分钟|[人年月日天吨升秒米克度亩户家台次]|kWh|km|m³|m²|t|s|h)"
)

TAIL_GLUE = re.compile(r"(?:多|余|半)(?![次个家元种项为地来样方数云媒边年民媒极党])")

# The things of a speech that news texts number: they measure nothing.
SAID = re.compile(
    r"(?:[^，。；、,;\n\d]{0,6}?)(?:任务|方面|支柱|先锋|原则|要求|关切|必须|坚持|短板|关系|重点方向|举措|要点|步骤|特点|特征|问题|维度|内容|方向|意识|自信|维护|确立|毫不动摇|支点|突破口|抓手|环节|层面|关键词|结合|转变|理念|阶段|时期)"
)

AGE = re.compile(r"寿命[^，。；,;\n]{0,12}$")
LASTING = re.compile(
    r"(?:连续|持续|累计|历时|长达|长约|仅用|只用|用时|耗时|寿命|周期|工期|期限|年限|时限|时间|时长|缩短|压缩|延长|提前|推迟|提速|延迟|打破|不超过|不少于|不低于|超过|至少|最多|最长|平均|不到|满|需要?|历经|为期|约|近|达|逾|超|减少|增加|控制在|到|至)"
    r"(?:了|约|近|到|至|达|为|超过|逾|超|已)?$"
)
SCORED = re.compile(
    r"(?:系数|指数|得分|评分|分值|分数|评级|比值|均值|PUE|pH|PH|EGDI|GII|IDI|HDI|NRI|OSI|TII|HCI|GCI|DTI|ICT)(?:\([^)]*\)|（[^）]*）)?[^，。；,;\n\d]{0,10}$"
)
SCORED_ON = re.compile(
    r"[^，。；,;\n\d]{0,4}(?:提高|提升|上升|增加|降低|下降|升|降|增)?(?:到|至|为|变为)$"
)

PERSONS = re.compile(
    r"[^，。；,;\n\d]{0,6}?(?:人(?!民币|工智能|次)|员工|居民|农民|学生|用户|网民|劳动者|工程师|劳动力|就业)"
)
PERSONS_BEFORE = re.compile(
    r"(?:人数|人口|网民|用户|员工|游客|旅客|学生|的人|劳动力|党员|观众|会员|民众|人员)[^，。；,;\n\d]{0,5}$"
)

PREFIX = re.compile(
    r"(?:(?P<code>USD|US\$|HK\$|NT\$|A\$|C\$|S\$|VND|CNY|RMB|EUR|JPY|TWD|HKD|GBP|[$¥€£₫])\s?)$"
)
PREFIXES = {
    "USD": "USD", "US$": "USD", "$": "USD", "HK$": "HKD", "HKD": "HKD", "NT$": "TWD", "TWD": "TWD",
    "A$": "AUD", "C$": "CAD", "S$": "SGD", "VND": "VND", "₫": "VND", "CNY": "CNY", "RMB": "CNY",
    "¥": "CNY", "EUR": "EUR", "€": "EUR", "JPY": "JPY", "GBP": "GBP", "£": "GBP",
}  # fmt: skip
NAMED = re.compile(r"(人民币|港币|港元|新台币|台币|新币|美金|日币|澳门币|新加坡币)\s?$")
NAMED_CODES = {
    "人民币": "CNY", "港币": "HKD", "港元": "HKD", "新台币": "TWD", "台币": "TWD", "新币": "SGD",
    "美金": "USD", "日币": "JPY", "澳门币": "MOP", "新加坡币": "SGD",
}  # fmt: skip

_RISE = "增长|增加(?!值)|提高|提升|上升|上涨|新增(?!长)|净增|扩大|攀升|增幅|涨幅|增至?|涨|多创造|多赚|前移|跃升|前进|进步|成长|年增|再升|增招|上调|升高|加快|高出|新认定|再增"
_FALL = "下降|降低|减少|缩短|缩小|下滑|压减|压缩|下调|回落|降幅|跌幅|少用|少排放|倒退|后退|削减|减|跌|降|退|节约|节省|缩减|收窄|下跌|减排|减负"
CHANGE = re.compile(
    rf"(?P<rise>{_RISE})|(?P<fall>{_FALL})|(?P<level>[到至达为占]|增速|增长率|增加值|减至|成为|新增就业|比重|水平|提高居民)"
)
CHANGE_AFTER = re.compile(
    r"(?:以上|左右|以内|多)?的?[^，。；、,;\n\d到至达]{0,8}?(?P<rise>增长|增幅|涨幅|增速|新增)"
)

CLAUSE = re.compile(r"[，。；,;！？!?\n：]")

# Between two members of a list that share a comparator.
_MEMBER = re.compile(r"\s*(?:、|和|及|与|或|以及|,|，)\s*")
MEMBER = _MEMBER
MEMBER_WITH_NOUNS = re.compile(
    r"[^，。；,;！？!?\n0-9]{0,24}?(?:、|和|及|与|以及)[^，。；,;！？!?\n0-9]{0,14}"
)
SHARED = re.compile(r"(?:分别|依次|均|各|都)[^。；;！？!?\n]{0,16}$")


class Unit(NamedTuple):
    """A row of units.csv."""

    unit: str
    kind: str
    factor: float


class Patterns(NamedTuple):
    """What is compiled from the instruments of one lexicon."""

    tail: re.Pattern[str]
    units: dict[str, Unit]
    before: re.Pattern[str]
    after: re.Pattern[str]
    comparators: dict[tuple[str, str], str]


@lru_cache(maxsize=8)
def patterns_of(lexicon: Lexicon) -> Patterns:
    """Compile the units and comparator words of ``lexicon``."""
    units = {
        row["written"]: Unit(row["unit"], row["kind"], float(row["factor"] or 1))
        for row in lexicon.units
    }
    tail = re.compile(
        rf"""
        \s? (?:
            (?P<tenths> 成 (?P<tenth>[一二三四五六七八九半\d](?![\d十百千个]))?
                (?!立|功|果|本|员|熟|长|就|年|效|品|都|绩|交|份|型|为(?!研)|不变|章|见|家|人|语|群|分|形|套|真|名) ) # 1
          | (?P<times> 倍(?!增|感|数|率|速|受|道) )                                              # 2
          | (?P<ranks> 个?(?:位次|名次) | 个?席位 | (?:位|名)排名 )                              # 3
          | (?P<top> {STRONG.pattern} )                                                         # 4
          | (?P<grade> 级(?!别|联|行|市|人民|领导|干部|政府|部门|机关|单位|在线|公共|数) )        # 5
          | (?P<unit> {_alternatives(lexicon)} )                                               # 6
        )
        """,
        re.VERBOSE,
    )
    cues = [row for row in lexicon.cues if row["kind"] == "comparator"]
    before = _words(row["cue"] for row in cues if row["position"] == "before")
    after = _words(row["cue"] for row in cues if row["position"] == "after")
    # 至少 and its like may stand before the verb (至少提高7%, 至少要有3个); the others touch the
    # number but for 了, 到, 过.
    far = "至少|最少|至多|最多|起码|不少于|不低于|不超过"
    return Patterns(
        tail,
        units,
        re.compile(
            rf"(?:(?P<near>{before})[了到过达有为的]{{0,2}}\s?|(?P<far>{far})[^，。；、,;\n\d]{{0,7}})$"
        ),
        re.compile(rf"\s?(?:[（(]含[^）)]{{0,4}}[）)])?(?P<after>{after})(?!学历)"),
        {(row["cue"], row["position"]): row["value"] for row in cues},
    )


def _words(words) -> str:
    found = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, found)) or "(?!)"


def _alternatives(lexicon: Lexicon) -> str:
    """The written units, longest first, each with what must not follow it."""
    rows = sorted(lexicon.units, key=lambda row: (-len(row["written"]), row["written"]))
    alternatives = []
    for row in rows:
        written = row["written"]
        pattern = re.escape(written)
        if written[-1].isascii() and written[-1].isalnum():
            pattern += r"(?![A-Za-z0-9])"
        if row["not_before"]:
            blocked = _words(row["not_before"].split("|"))
            pattern += f"(?!{blocked})"
        alternatives.append(pattern)
    return "|".join(alternatives)
