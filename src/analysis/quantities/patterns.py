"""The patterns of quantities; those with units and comparator words are made from a lexicon."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from analysis.lexicon import Lexicon
from analysis.quantities.numbers import ARABIC, CHINESE, NUMERALS

DASH = "-‐‑‒–—―−~〜∼"

# A quantity begins at, or just before, one of these characters. The first class makes the scan
# fast; the conditions leave out most of the 一 and 前 of a text, and the years, half of the numbers
# of the news.
CANDIDATE = re.compile(
    rf"""
    [0-9{NUMERALS}第前半翻普首席覆倍折双] (?:
        (?<=[0-9]) (?<![0-9][0-9]) (?! (?<=1)[5-9]\d\d[ ]?年 | (?<=2)[01]\d\d[ ]?年 )
      | (?<=[两三四五六七八九十百千万亿兆廿卅壹贰叁肆伍陆柒捌玖拾佰仟第半翻首倍零〇二])
      | (?<=一)   (?: (?=[{NUMERALS}点分成倍半又折]|个半|[年天吨米亩斤]半|公[里斤]半|年[零又])
                  | (?<=[少于有到足过多约仅]一) )
      | (?<=前)   (?=[\s0-9一二两三四五六七八九十百])
      | (?<=双)   (?=位数)
      | (?<=普)   (?=及)
      | (?<=次席) | (?<=全覆) | (?<=面覆) | (?<=对折)
    )
    """,
    re.VERBOSE,
)

# A number of places, editions, documents.
_PLACE = r"(?:\d{1,5}(?![\d%])|[一二三四五六七八九十百千两]{1,7})"
# What may stand behind a rank that no classifier closes: 排在第58。 · 由第13升至 · 进入前三
_BOUNDARY = r"""(?=\s*(?: $ | [，。；、,;:：！？!?）)」』”’"《（(\s<*] | 的|和|及|与|并|但|而|升|降|退|跌|上|下|跃|提
    |至|到|行列|之列 ))"""

# A number that is a date or a time of day. Tried only where DATED follows a few digits.
DATED = frozenset("年月日号时点-/.:：至到和、~—–−财")
DATE = re.compile(
    rf"""
    (?:1[5-9]|2[01])\d\d (?:[ ]?[{DASH}至到、/和][ ]?(?:1[5-9]|2[01])?\d\d)? [ ]?(?:财?年)度?  # 1  2025年
  | (?:1[5-9]|2[01])\d\d [ ]?(?:[{DASH}]|至|到){{1,2}}[ ]? (?:1[5-9]|2[01])\d\d
        (?![\d.,万亿%家个名人])                                            # 2  2021-2025
  | (?: \d{{4}} (?P<a>[-/.]) \d{{1,2}} (?P=a) \d{{1,2}}
      | \d{{1,2}} (?P<b>[-/.]) \d{{1,2}} (?P=b) \d{{4}} ) (?![\d%])        # 3  2025-11-30
  | \d{{1,2}} (?:[ ]?[{DASH}至到、和][ ]?\d{{1,2}})? [ ]?月(?!均|租|薪|度)
        (?: [ ]?\d{{1,2}} (?:[ ]?[{DASH}至到、和][ ]?(?:\d{{1,2}}月)?\d{{1,2}})? [ ]?[日号] )? # 4  11月30日
  | \d{{1,2}} (?:[ ]?[{DASH}至到、和][ ]?\d{{1,2}})? [ ]?[日号](?!线|均|元|圆|币)        # 5  30日
  | \d{{1,2}}[:：]\d{{2}} (?:[:：]\d{{2}})? (?!\d)                         # 6  15:43
  | \d{{1,2}}[ ]?(?:时(?!间|代|段|速|常|效)|点(?![\d个])) (?:[ ]?\d{{1,2}}[ ]?分)?  # 7  9时
  | \d{{2,3}}[ ]?[{DASH}至到][ ]?\d{{2,3}}[ ]?年度                              # 8  106至109年度
  | (?!\d{{1,3}}(?:\.\d{{3}})+(?!\d)) \d{{1,9}} (?P<c>[-.]) \d{{1,9}} (?:(?P=c)\d{{1,9}}){{1,9}}
                                                                          # 9  1.2.3
    """,
    re.VERBOSE,
)
# What makes a Chinese number a date, an edition, a century.
CHINESE_DATE = re.compile(
    r"年(?!级|均)|月(?!均)|[日号](?!线|元|圆|币)|时(?!间|代|段|速|常|效)|点(?!个)|周年|世纪|届|大(?!类)|中全会|季度"
)
# The same behind a number in digits that no unit follows.
NAMED_NUMBER = re.compile(
    r"(?:周年|世纪|号|届|国道|省道|路|频道|楼|版|章|条|款|期|集团军|师|团|中学|医院|型|系列|系|纳米级|式|季度)"
)

# The number belongs to a name or a code: 5G, 57-NQ/TW, www.a.vn/2025/1.
CODE = re.compile(r"[A-Za-z0-9_.,/:&=?#+%-]*[A-Za-z0-9_/&=#]")

# An integer without a unit that counts pages, tables, standards, lines of a list.
NUMBERED = re.compile(
    r"(?:[图表页码线话号编版卷]|附件|ảnh|(?<![A-Za-z])[A-Za-z.]{1,12}|[×xX*])[ ]?$|(?:^|\n)\s*$|[(（]$",
)
NUMBERS = re.compile(r"-[A-Za-z]|[×*]\d|[.、)）](?!\d)")

ORDINAL = re.compile(
    rf"""
    第[ ]?(?P<place>{_PLACE}) (?:
        [ ]?(?P<classed>位|名|席)(?!额|单)              # 1  第71位
      | (?P<large>大)(?!会|道|街|马)                      # 2  第五大
      | (?P<bare>){_BOUNDARY}(?!\s*[、和]第)           # 3  排在第58。
    )
    """,
    re.VERBOSE,
)
# A bare 第N is a rank only behind one of these.
RANKED = re.compile(
    r"""(?: 排[名行序]? | 位[列居] | 名列 | 蝉联 | [跃稳高]居 | 夺得 | 获得? | [位居列占排]
    | [升进退跌降落回滑掉冲跃]{1,2}[至到] | 由 | 从 | 全[国球省市区] | 世界 | [亚非欧]洲 | 亚太 | 东盟 | 东南亚
    | 地区 | 行业 | 规模 | 总量 | [产数]量 | 产能 | 指[标数] | 同类 | 国[内际] | 省份 | 城市 | 年 | [:：]
    | [东西中南北]部 | [省市县区州盟](?:[、，]?[省市县区州盟])* | 地级市 | 沿海 | 同期 | 保持 | 守住 | 分列 )
    (?:的|为|在|约|前)?$""",
    re.VERBOSE,
)

# 第50位跃升25个位次: what was so ranked moves on.
MOVES_ON = re.compile("跃升|跃居|上升|下降|下滑|下跌|前移|提升|回升|退居|升至|降至|跌至|滑落|退至")
# 第50至第40位, 前10至15名.
RANK_RANGE = re.compile(rf"[ ]?(?:至|到|[{DASH}])[ ]?第?[ ]?(?P<place>{_PLACE})[ ]?[位名]")

TOP = re.compile(
    rf"""
    前[ ]?(?P<place>{_PLACE}) (?:
        [ ]?(?P<classed>名|位|强|国家?|席|个国家|个经济体|大(?=$|[^会]))     # 1  前70国
      | (?P<bare>){_BOUNDARY}                                             # 2  进入前三
    )
  | 前[ ]?(?P<share>\d{{1,2}}(?:\.\d+)?)[ ]?%                                 # 3  前10%
    """,
    re.VERBOSE,
)
# 前 that is part of another word: 目前5家, 此前三年.
NOT_TOP = frozenset("目此之以当先日年月天周眼面午提空生史跟往大职婚食战")
TOP_BEFORE = re.compile(
    r"""(?: 进入? | 跻身 | 位[居列] | 名列 | [居列排] | [升冲挤闯杀][进入到至]{1,2} | 全[国球省] | 世界 | 东盟
    | 亚洲 | 东南亚 | 地区 | 重返 | 保持在? | 守住 | 稳[居定]在? | 入围 | 国家 | 城市 | [强大]国 | 景区 | 机场 | 高校
    | 行业 | 港口 | 同类 | 省份 | 到 | 至 ) (?:了|的|世界|全球)?$""",
    re.VERBOSE,
)
FIRST_BEFORE = re.compile(
    r"(?:[居列占排]|蝉联|跃居|升[至到]|位[居列])[^，。；、,;\n]{0,8}$"
    r"|(?:全[国球省]|世界|东盟|亚洲|国内|同类|各省|行业|[中西]部|地区)(?:的|第)?$"
)

# 50强 is a rank; 强 of another word is not, nor the name of a list (500强企业, 百强县).
_STRONG = (
    r"强(?!劲|度|化|烈|降|国|省|县|市(?!$)|调|企|势|迫|制|震|弱|者|台|镇|区|军|权|联|攻|项|村|园|队|手"
    r"|行(?!列)|高校|院校|民营)"
)

# What turns N位 and N名 into moves by so many places.
MOVED = re.compile(
    r"""(?: 升|移|[进退]步?|跌|滑|降|高|落|掉|前进|领先 )
    (?:了|过|至少|约|近|超过?|逾|整整|再|最多|不少于|多?达){0,2}$""",
    re.VERBOSE,
)

# Wordings without a number before a unit.
WORDED = re.compile(
    r"""
    (?P<double> 翻 (?:了[ ]?)? (?P<times>[一二两三四五\d]?) 番 )                     # 1  翻两番
  | (?P<twice> (?:翻倍|倍增)(?!器|计划) )                                         # 2  翻倍
  | (?P<off> (?<=打)对折 )                                                       # 2b 打对折
  | (?P<half> 过半数 | 半数
      | (?:过半|减半|[一大多]半(?![导岛径夜生辈]))(?![年天吨米亩成]|个?月|个?小时|个百|公[里斤]|分钟) )  # 3  一半
  | (?P<first> 首位 | 榜首 | 头名 )                                              # 4  首位
  | (?P<second> 次席 )                                                          # 5  次席
  | (?P<none> 零增长 | 清零 )                                                    # 6  零增长
  | (?P<digits> [两双三四五]位数字? )                                                 # 7  两位数
  | (?P<universal> 全覆盖(?!率) | 全面覆盖 | 全面普及(?!率|应用|型|化) | 普及 )      # 8  全覆盖
    """,
    re.VERBOSE,
)
# How far before its candidate such a wording may begin, and where it may be at all.
BACK = {"普": 2, "首": 1, "席": 1, "覆": 2, "半": 1, "零": 1, "折": 1}
WORDED_AT = frozenset("翻普首席覆倍半零折两双三四五")

# 普及 promises a service only with the service named behind it (普及5G网络), not as a noun
# (普及率, 普及应用) and not of knowledge.
SERVED = re.compile(
    r"""(?!率|应用|型|化|程度|水平|度|教育|宣传|知识|工作|活动|法律|科学|读物|面|期|版|推广|的|和)
    [^，。；、,;\n]{0,14}?
    (?: 服务 | 网络 | 宽带 | 互联网 | 网际 | [456]G | 光纤 | [账帐]户 | 支付 | 签[名章] | 身份 | 电力 | [用供]电
      | 自来水 | 供水 | 医保 | 保险 | 移动 | 终端 | 手机 | 电视 | 广播 | 设备 | 平台 | 应用 | 病历 | 码 | 卡
      | 厕所 | 电动 )""",
    re.VERBOSE,
)
NOT_SERVED = re.compile(r"(?:科学|知识|[的了和]|加快|推广)$")

FRACTION = re.compile(
    rf"[ ]?分之[ ]?(?P<minus>[负-])?(?P<above>{ARABIC}|{CHINESE})(?P<glue>多|余|几)?", re.VERBOSE
)
# 半 before a unit is 0.5 (半个百分点, 半小时), but not in 上半年, 大半年, 两个半, 八点半, unless the
# letter belongs to the word before (提前半年, 至少半个月).
HALF_OF = frozenset("上下前后头大小多一过减对各参夜个年月点" + NUMERALS)
NOT_HALF_OF = frozenset(
    ("提前", "延后", "推后", "超过", "扩大", "缩小", "缩减", "减少", "至少", "最少", "最多", "至多")
)
# 九五折: 95 of 100.
TWO_PLACES_OFF = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])折")
# A number and 年 that last, whatever stands before them.
YEARS_AND_MORE = re.compile(r"年(?:半(?![年载导])|[零又]?[\d一二两三四五六七八九十]{1,3}个月)")
SECOND_FRACTION = re.compile(
    rf"""[ ]?(?:[{DASH}]|至|到)[ ]?(?P<again>百分之|千分之)?(?P<above>{ARABIC}|{CHINESE})
    (?![{NUMERALS}年月日个家名位人%])""",
    re.VERBOSE,
)
SLASHED = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d/.%A-Za-z])")
# 每三个成年人中还有一个 is a share.
EACH = re.compile(
    rf"""
    (?:个|名|位|人|户|家|所|辆|台|件)? [^，。；,;\n\d]{{0,8}}? [中里]
    (?:就|还|仅|只|便|约|大约|至少|平均)?有 (?P<part>{ARABIC}|{CHINESE}) (?:个|名|位|人|户|家|所|辆|台|件)
    """,
    re.VERBOSE,
)
RATIO = re.compile(rf"[ ]?(?:比|:|：)[ ]?({ARABIC}|{CHINESE})(?![\d:：年%])", re.VERBOSE)
PLUS_MINUS = re.compile(rf"[ ]?(?:±|\+/-|正负)[ ]?({ARABIC})[ ]?", re.VERBOSE)

# A dash may be doubled; another sign behind it is a minus (-3%~-1%).
JOIN = re.compile(rf"[ ]?(?:([{DASH}])\1?|至|到)[ ]?(?P<minus>[-−](?=\d))?")
JOINING = frozenset(DASH + "至到和与 、,")
# Two numbers joined so are a range only where 之间 closes them.
BETWEEN_JOIN = re.compile("[ ]?[和与][ ]?")
LIST_JOIN = re.compile("[、,]")
# 从A到B tells two values, not a range.
FROM = re.compile(r"(?:从|由|自)[^，。；,;\n]{0,16}$")
FROM_BARE = re.compile(r"(?:从|由|自)约?$")

# Behind a unit: per something (克/千克, 元/吨).
PER = re.compile(
    r"""/(?: 平方公里|平方米|立方米|千瓦时|千瓦|公里|小时|公顷|千克|人次|分钟
    |万元|亿元|[人年月日天吨升秒米克度亩户家台次元]|kWh|km|m³|m² )""",
    re.VERBOSE,
)
# 两成多, 3倍多: glued behind the unit.
TAIL_GLUE = re.compile(
    r"强(?=$|[，。；、,;的）)])|[多余](?=$|[^次个家元种项为地来样方数云媒边年民极党月出])"
)

# The things of a speech that news texts number: they measure nothing.
SAID = re.compile(
    r"""(?: 重点|主要|基本|具体|核心|关键|重大|政策|突出|战略|大|重要|创新|改革|工作|的 )*
    (?: 任务|方面|支柱|先锋|原则|要求|关切|必须|坚持|短板|关系|方向|举措|要点|步骤|特点|特征|问题|维度|内容|意识
      | 自信|维护|确立|毫不动摇|支点|突破口|抓手|环节|层面|关键词|结合|转变|理念|阶段|时期|全面|自觉|服从|伟大
      | [“「『] )""",
    re.VERBOSE,
)

# 预期寿命79岁 is a measure; any other age is not.
LIFE = re.compile(r"寿命[^，。；,;\n]{0,12}$")
# Years are a measure as a duration behind one of these.
LASTING = re.compile(
    r"""(?: 连续|持续|累计|历时|长达|[仅只]用|用时|耗时|寿命|周期|工期|期限|年限|时限|时间|时长|缩短|压缩|延长|提前
    |推迟|延迟|打破|[升降增减][到至为]|(?:时间|年限|周期|时长|寿命|期限)[由从][^，。；\d]{0,4}
    |不超过|不少于|不低于|超过|至少|最[多长]|平均|不到|满|需要?|历经|为期|达|逾|超|减少|增加|控制在 )
    (?:了|约|近|到|至|达|为|超过?|逾|已){0,2}$""",
    re.VERBOSE,
)
# Units of time that name a stretch before or after now: the periods tell those.
NOT_LASTING = re.compile(
    r"之?[内前后来间里]|不间断|全天候|[^，。；、\d]{0,3}(?:服务|值班|值守|在线|营业|热线)"
)
NOT_LASTING_BEFORE = re.compile(r"(?:(?<!提)前|(?<![延推])后|[每今这隔第]|未来|过去|最近)[ ]?$")

SCORED = re.compile(
    r"""(?: 系数|指数|得分|评分|分值|分数|比值|均值|倍差|利用效率|PUE|pH|EGDI|HDI|OSI|TII|HCI )
    (?:\([^)]{0,20}\)|（[^）]{0,20}）)? [^，。；,;\n\d]{0,10}
    (?: (?:19|20)\d\d年底?的? )?$""",
    re.VERBOSE,
)
SCORED_ON = re.compile(
    r"[^，。；,;\n\d]{0,4}(?:提高|提升|上升|增加|降低|下降|升|降|增)?(?:到|至|为|变为)"
)

PERSONS = re.compile(
    r"[^，。；,;\n\d]{0,6}?(?:人(?!民币|工智能|次)|员工|居民|农民|学生|用户|网民|工程师|劳动力)"
)
PERSONS_BEFORE = re.compile(
    r"(?:人数|人口|网民|用户|员工|[游旅]客|学生|的人|劳动力|党员|观众|会员|民众|人员)[^，。；,;\n\d]{0,5}$"
)

PREFIX = re.compile(
    r"(USD|US\$|HK\$|NT\$|A\$|C\$|S\$|VND|CNY|RMB|EUR|JPY|TWD|HKD|GBP|[$¥€£₫])[ ]?$"
)
PREFIXES = {
    "USD": "USD", "US$": "USD", "$": "USD", "HK$": "HKD", "HKD": "HKD", "NT$": "TWD", "TWD": "TWD",
    "A$": "AUD", "C$": "CAD", "S$": "SGD", "VND": "VND", "₫": "VND", "CNY": "CNY", "RMB": "CNY",
    "¥": "CNY", "EUR": "EUR", "€": "EUR", "JPY": "JPY", "GBP": "GBP", "£": "GBP",
}  # fmt: skip
# A word before the number that says whose 元 it is.
NAMED = re.compile(r"(人民币|港[币元]|新?台币|新币|美金|日币|澳门币|新加坡币)[ ]?$")
NAMED_CODES = {
    "人民币": "CNY", "港币": "HKD", "港元": "HKD", "新台币": "TWD", "台币": "TWD", "新币": "SGD",
    "美金": "USD", "日币": "JPY", "澳门币": "MOP", "新加坡币": "SGD",
}  # fmt: skip

# 一 counts something only behind one of these; 一家 is an article otherwise.
COUNTED_ONE = re.compile(
    r"(?:至少|不少于|[仅只]有|不[到足]|超过|最多|约|至多)[^，。；,;\n\d此]{0,4}$"
)
# 千, 万 without a digit are a number behind one of these (近千家); 几, 数 before them leave it open.
VAGUE = re.compile(r"(?:近|逾|超过?|突破|约|过|达到?|成|迈上)$")
# Before a Chinese numeral: a word of which it is the end, or that makes it open.
NOT_COUNTED = frozenset("这那哪头前后第其之统唯同逐再进单专另某划初任每又如几数万老小初高")


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
    before_at: frozenset[str]
    after: re.Pattern[str]
    after_at: frozenset[str]
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
        [ ]? (?:
            (?=[折成倍个位名席强级]) (?:
                (?P<off> 折(?![合叠射旧算腾页线返戟服断损磨中桥纸痕扇]|扣率) )               # 0  七折
              | (?P<tenths> 成 (?: (?P<tenth>[一二三四五六七八九半\d](?![\d十百千个]))
                    | (?!立|功|果|本|员|熟|长|就|年|效|品|都|绩|交|份|型|不变|章|见|家|人|语|群|分|形|套) ) )  # 1  两成
              | (?P<times> 倍(?!增|感|数|率|速|受|道) )                                  # 2  1.5倍
              | (?P<ranks> 个?(?:位次|名次) | 个?席位 | [位名]排名 )                      # 3  15个位次
              | (?P<top> {_STRONG} )                                                   # 4  50强
              | (?P<grade> 级(?!别|联|行|市|人民|领导|干部|政府|部门|机关|单位|在线|公共|数) )  # 5  3级
            )
          | (?P<unit> {_alternatives(lexicon)} )                                   # 6  units.csv
        )
        """,
        re.VERBOSE,
    )
    cues = [row for row in lexicon.cues if row["kind"] == "comparator"]
    before = [row["cue"] for row in cues if row["position"] == "before"]
    after = [row["cue"] for row in cues if row["position"] == "after"]
    # 至少 and its like may stand before the verb (至少提高7%, 至少要有3个); the others touch the
    # number but for 了, 到, 过.
    far = "至少|最少|至多|最多|起码|不少于|不低于|不超过|约占"
    return Patterns(
        tail,
        units,
        re.compile(
            rf"(?:(?P<near>{_words(before)})[了到过达有为的]{{0,2}}[ ]?"
            rf"|(?P<far>{far})[^，。；、,;\n\d]{{0,7}})$"
        ),
        frozenset(word[-1] for word in before) | frozenset("了到过达有为的 "),
        re.compile(rf"[ ]?(?:[（(]含[^）)]{{0,4}}[）)])?(?P<after>{_words(after)})(?!学历)"),
        frozenset(word[0] for word in after) | frozenset(" （("),
        {(row["cue"], row["position"]): row["value"] for row in cues},
    )


def _words(words: Iterable[str]) -> str:
    found = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, found)) or "(?!)"


def _alternatives(lexicon: Lexicon) -> str:
    """The written units, longest first, each with what must not follow it.

    They are grouped by their first character, so that a number without a unit is done with soon.
    """
    rows = sorted(
        lexicon.units, key=lambda row: (row["written"][0], -len(row["written"]), row["written"])
    )
    groups = []
    for first, same in groupby(rows, key=lambda row: row["written"][0]):
        rests = []
        for row in same:
            rest = re.escape(row["written"][1:])
            if row["written"][-1].isascii() and row["written"][-1].isalnum():
                rest += r"(?![A-Za-z0-9])"
            if row["not_before"]:
                rest += f"(?!{_words(row['not_before'].split('|'))})"
            rests.append(rest)
        groups.append(f"{re.escape(first)}(?:{'|'.join(rests)})")
    firsts = "".join(sorted({re.escape(row["written"][0]) for row in rows}))
    return f"(?=[{firsts}])(?:{'|'.join(groups)})" if groups else "(?!)"
