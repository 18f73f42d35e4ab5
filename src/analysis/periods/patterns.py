"""The grammar of years and periods."""

import re

DASH = r"\-‐‑‒–—―−~〜∼"
# 〇 and what is typed for it: 零, ○, 0, the letter O.
_ZERO = "〇零○0Oo"
# A year in Arabic or Chinese digits; 15xx to 21xx, none before Christ.
YEAR = rf"""(?:(?<!\d)(?<![公西]元前)(?:1[5-9]|2[01])\d\d(?!\d)
    |(?:一[五六七八九]|二[{_ZERO}])[{_ZERO}一二三四五六七八九]{{2}}
    |两千(?:零[一二三四五六七八九]|零?[二三四五六七八九]?十[一二三四五六七八九]?)?)"""
# A year of two digits: 07年, 零七年 by their zero; another (18年10月) by what follows it.
_SHORT_ZERO = (
    r"(?:(?<![\d.第])0\d|(?<![〇零○一二三四五六七八九十百千万第])[〇零○][一二三四五六七八九])"
)
_SHORT = (
    r"(?:(?<![\d.第近过])\d\d"
    r"|(?<![〇零○一二三四五六七八九十百千万两第近过])[一二三四五六七八九][〇零○一二三四五六七八九])"
)
SMALL = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_TO = rf"[ ]?(?:[{DASH}]{{1,2}}|至|到|和|与)[ ]?"
LINK = rf"[ ]?[{DASH}至到、和][ ]?"
_MONTHS = rf"(?:{SMALL}(?:月?{LINK}{SMALL})?[ ]?月份?(?!均|租|薪))"
_DAYS = rf"""(?:[ ]?{SMALL}(?:[日号]?{LINK}(?:{SMALL}[ ]?月)?{SMALL})?[ ]?[日号](?!线|元|圆|币)
    |(?<=[一二三四五六七八九十]月)初[一二三四五六七八九十](?![批些个次家]))"""
# A part of a year, behind the year or alone.
_PART = rf"""(?:
    前[ ]?{SMALL}[ ]?(?:个月|季度|月)(?!后|前)                       # 前9个月, 前三季度
  | [上下]半年(?!度)
  | 第?[一二三四1-4](?:[至到、-][一二三四1-4])?季度
  | {_MONTHS}{_DAYS}?(?:上旬|上?中旬|中?下旬|底|初(?!步)|末|中)?
)"""
# A part of a year that only its year tells from another word: 2025年第3季, 2025年春.
_PART_OF = rf"""(?: {_PART} | 第[一二三四1-4]季 | Q[1-4] | 岁[末首]
  | [春夏秋冬](?:[季天]|夏之交|秋之交|冬之交|春之交)?(?![晚节运游耕装令至奥泳训粮播种]) )"""
_EDGE = (
    r"(?:年?底(?![线层座部盘色蕴])|年?末(?!端)|年?初(?![步心衷级见])|年?中(?!期|国|央|小|共)|年终|全年"
    r"|内(?!蒙|地|政|部|容|外))"
)
_BEFORE = (
    r"(?:以前|之前|前(?![\d一二三四五六七八九十]{1,2}(?:个月|月|季)|移|期|后|列|景|沿|往|来|提))"
)
# 至今年 is 至 and 今年.
_NOW = r"今(?![年后天日晚早春夏秋冬明])"
_AFTER = rf"(?:以来|起(?!草|步|来|点|义|码)|开始(?=[，,、；;。\s]|$)|以后|之后|后(?!期|续|备|勤)|[至迄]{_NOW})"
# Plans before the tenth are told by their noun.
_PLAN_NUMBER = r"十[一二三四五六七八九]?五|[一二三四五六七八九]五(?=[”\"」』]?(?:计划|时期|期间))"
_CENTURY = r"本世纪|上个?世纪|[12][0-9]世纪|(?:二十一?|十[一二三四五六七八九])世纪"
# 90年代, 九十年代, 九零年代, 五六十年代
_TENS = r"(?:[1-9]0|[一二三四五六七八九]{1,2}十|[一二三四五六七八九][〇零○])年代(?:初期?|中后?期|后期|末期?)?"

# A period begins with one of these characters. The first class makes the scan fast; the
# conditions leave out nearly all numbers, and nearly all of the 一, 上, 明, that begin something
# else: the grammar itself is tried at one place in three that is none.
CANDIDATE = re.compile(
    rf"""
    [0-9〇零○一二三四五六七八九十两今去昨明来前后本上下大未接此往近过最以年民第用“"「『] (?:
        (?<=[0-9]) (?<![0-9][0-9]) (?: (?=\d{{0,3}}[ ]?[年/至到、和与{DASH}]) | (?=\d?[ ]?[月日号世季])
          | (?=\d{{3}}(?!\d)) | (?=\d?\.\d{{1,2}}\.) )
      | (?<=[〇零○一二三四五六七八九十两]) (?: (?=[〇零○一二三四五六七八九十月日号世季千0Oo]) | (?=年[之以内后前])
          | (?=[至到、{DASH}][ ]?[一二三四五六七八九十两]) )
      | (?<=[今去昨明来前后本上])       (?=[年财一明、和（(世])
      | (?<=今)(?=[明后春夏秋冬]) | (?<=去)(?=今|冬今) | (?<=明)(?=后)
      | (?<=前)                       (?=[ ]?[\d一二三四五六七八九十]{{1,3}}[ ]?[个季月])
      | (?<=[上下本])                  (?=[半月季个一])
      | (?<=大)(?=前年) | (?<=未)(?=来) | (?<=接)(?=下来) | (?<=[此往])(?=后|前)
      | (?<=过)(?=去)  | (?<=最)(?=近) | (?<=以)(?=往)
      | (?<=[近用])                    (?=[ \d一二三四五六七八九十两])
      | (?<=年)                       (?=[内底末终初中])
      | (?<=民)(?=国) | (?<=第)(?=十|[一二三四1-4][至到、季-])
      | (?<=[“"「『])(?=[一二三四五六七八九十]五|十[一二三四五六七八九])
    )
    """,
    re.VERBOSE,
)

# What may follow a year of any kind: a part of it, an edge of it, and what makes it a deadline.
_TAIL = rf"""
    (?: [ ]?(?:全年)?[ ]?(?P<part>{_PART_OF}) | (?P<edge>{_EDGE}|同期) )?
    (?P<before>{_BEFORE})? (?P<after>{_AFTER})?"""

# Each case is one group around all that it takes, so that the last group closed names it. The
# lookaheads at the head of cases that begin alike only save time.
PERIOD = re.compile(
    rf"""
    (?P<dated> (?:
        (?=[\d一二两]) (?P<number>{YEAR}) (?:
            [ ]?(?:年度?|财年)? (?P<to>{_TO}) (?P<last>{YEAR}|\d\d(?=[ ]?(?:年|学年|财年)))
            (?:[ ]?(?:年度?|学年|财年))? (?:期间|阶段|时期|(?P<between>之?间))?   # 1  2021-2025年
          | / (?P<school>{YEAR}|\d\d) [ ]?(?:学年|年度?|财年)               # 2  2024/2025学年
          | [ ]?(?P<sign>年)(?!代|级)(?:度|间|份)?                         # 3  2025年底前
          | [ ]?(?=[\s，。；、,;:：)）”」》]|$|和|至|及|以[前后]|前|底|起|目标|愿景) )
      | (?=[\d一二三四五六七八九〇零○]) (?:
            (?P<zero_year>{_SHORT_ZERO}) [ ]?年(?!代|级)                  # 4  07年
          | (?P<short_year>{_SHORT}) [ ]?年 (?=[ ]?{SMALL}[ ]?月 | [一二三四]季度 | [上下]半年(?!度)
                | 年?[底末] | 年?初(?![步心衷级见]))                        # 5  18年10月
          | (?P<roc_year>(?<!\d)(?:[89]\d|1[0-4]\d)(?!\d)) [ ]?年度? (?!{_TO}\d) )  # 6  114年
      | (?P<word> 今年|本年度|本年|去年|昨年|上年度|上年|明年|来年|后年|大前年|前年(?!度)|本财年
            |上一年|下一年 | (?P<season>今)[春夏秋冬](?![天季晚明])
          | (?P<split>[今去明前后])[ ]?[(（][ ]?(?P<told>\d{{2,4}})[ ]?[)）][ ]?年 ) [ ]?
        (?: {_TO}(?P<relative_last>{YEAR})[ ]?年 )?                       # 7  去年9月
      ) {_TAIL} )
  | (?=\d) (?: (?P<iso> (?P<iso_year>(?:1[5-9]|2[01])\d\d) (?P<dash>[-/.])
            \d{{1,2}} (?P=dash) \d{{1,2}}(?!\d) )                       # 8  2025-11-30
      | (?P<european> (?<!\d)\d{{1,2}} (?P<slash>[-/.]) \d{{1,2}} (?P=slash)
            (?P<european_year>(?:1[5-9]|2[01])\d\d)(?!\d) )            # 9  24-12-2024
      | (?P<roc_span> (?P<roc_first>(?<!\d)(?:[89]\d|1[0-4]\d))[ ]?年?度?{_TO}
            (?P<roc_last>(?:[89]\d|1[0-4]\d))[ ]?年度? ) )              # 10  106至109年度
  | (?P<republic> 民国[ ]?
        (?P<republic_year>\d{{1,3}}|[一二三四五六七八九十百〇零]{{1,5}})[ ]?年度? )  # 11 民国114年
  | (?P<years> 今明后三年 | (?:去今|今明|明后)两年 | [去今明][、和][今明后](?:两年|年) | 今明年
        | 去冬今春 | 今冬明春 )                                        # 12 今明两年, 今冬明春
  | (?P<plan> [“"「『]?(?P<plan_number>{_PLAN_NUMBER})[”"」』]?
        (?:时期|期间|末期|末|初期|初|规划期|规划|计划|以来|收官之年|开局之年|开局|收官|目标
          |(?P<side>[前头后])(?P<side_years>[一二两三四1-4])[ ]?年)? )
                                                                     # 13 “十四五”末, “十四五”前四年
  | (?P<planned> 第(?P<planned_number>十[一二三四五六七八九]?)个五年(?:规划|计划)
        (?:时期|期间)? )                                              # 14 第十五个五年规划
  | (?P<coming> (?:未来|今后|接下来|此后|往后|后续)的?[ ]?(?P<coming_low>{SMALL})
        (?:[ ]?年?[{DASH}至到、](?P<coming_high>{SMALL}))?[ ]?年(?:内|间|里|期间)? )   # 15 未来五年
  | (?P<taking> 用[ ]?(?P<taking_years>{SMALL})[ ]?年(?:左右)?的?(?:时间)? )   # 16 计划用3年时间
  | (?P<past> (?P<ago>过去|最近|近|此前|以往)的?[ ]?{SMALL}[ ]?[多余几]?[ ]?年(?:以来|来|间|里)? )  # 17 过去十年
  | (?=[\d一二三四五六七八九十两]) (?: (?P<within> (?:{SMALL}[ ]?[{DASH}至到][ ]?)?(?P<within_high>{SMALL})
            [ ]?年 (?:之内|以内|内(?!蒙)) )                                # 18 五年内
      | (?P<later> (?P<later_number>{SMALL})[ ]?年
            (?P<sense>之后|以后|后(?!期)|之前|以前|前(?!三季|列|茅)) ) )     # 19 三年前
  | (?P<century> (?P<which>{_CENTURY})
        (?: [ ]? (?: (?P<middle>中叶|中期|中) | (?P<closing>末叶|末期|末)
          | (?P<opening>初叶|初期|初) | (?P<tens>{_TENS}) | (?P<half>[前上后下])半叶
          | 头[ ]?(?P<head>{SMALL})[ ]?年 ) )? )                        # 20 本世纪中叶
  | (?P<decade> (?P<decade_year>(?:1[5-9]|2[01])\d0)年代(?:初期?|中后?期|后期|末期?)?
        | (?<!\d)(?P<decade_tens>(?![1一]){_TENS}) )                     # 21 90年代
  | (?P<edge_alone> (?<![两几多当同半每全\d〇零一二三四五六七八九十])
        年(?:内(?!蒙|地|容)|底|末|终|初(?![步心衷级见])|中(?![\u4e00-\u9fff])) (?P<edge_before>{_BEFORE})?
        (?:至{_NOW}|以来)? )                                           # 22 年底前
  | (?P<alone> (?P<told_part>
          (?:本|上个?|下个?)(?:季度|月(?!均|球|饼|台)(?:{_DAYS}|底|初|末)?) | {_PART} )
        (?P<part_before>{_BEFORE})? )                                # 23 前9个月
    """,
    re.VERBOSE,
)

# The case of most periods, a year in digits that nothing goes on: read without the grammar above.
PLAIN_YEAR = re.compile(
    rf"""(?P<plain>(?<!\d)(?<![公西]元前)(?:1[5-9]|2[01])\d\d)年
    (?![\ {DASH}至到和与代级度间份全前上下第\d一二三四五六七八九十两Q岁春夏秋冬年底末初中终内同以之起开后迄])""",
    re.VERBOSE,
)

# What stands before a year and makes it a deadline: 到2030年, 至2030年, 最迟2030年; 截至 says as of
# when.
TO_BEFORE = re.compile(r"(?:(?<!截)(?<!直)(?<!遇)(?:到|至|于)|最[迟晚])[ ]?$")
PLANS = re.compile(r"(?:计划|力争|争取|打算|准备|拟|将|要|再)[再在]?$")
AS_OF = re.compile(r"(?:截至|截止到?|直到|直至)[ ]?$")
SINCE = re.compile(r"(?:自从?|从)[ ]?$")
# The last characters of these three.
LED = frozenset("到至于迟晚止自从 ")
# 2025、2030年: a year that shares the 年 of the next.
LISTED_YEAR = re.compile(rf"[ ]?(?:、|和|及|与)[ ]?{YEAR}(?:年|[、和])", re.VERBOSE)
# Words that a year without 年 may follow.
YEAR_WORD = re.compile(r"(?:[年和、]|行动|计划|愿景|战略|议程|越南|中国|数字)$")
DATE = re.compile(r"[日号]|月初[一二三四五六七八九十]")
SEVERAL = re.compile(rf"[{DASH}至到、和]")
RUNS = re.compile(rf"[{DASH}至到]")
MONTH_OF = re.compile(rf"({SMALL})(?:月?{LINK}({SMALL}))?[ ]?月")

# The year after the one just named: 2023年11月至次年3月.
_NEXT = "(?:次|翌)年"
AFTER_NEXT = re.compile(rf"{_NEXT}$")

# Between two periods that are the ends of one, and between two that share what stands before.
JOINED = re.compile(rf"[ ]?(?:[{DASH}]{{1,2}}|至|到)[ ]?(?P<next>{_NEXT})?")
LISTED = re.compile(r"[ ]?(?:、|和|及|与|或)[ ]?")

# A name that holds a year: in 《》, or in quotation marks and closed by a word for a programme.
OPENING = re.compile("[《“「『]")
CLOSING = re.compile("[”」』》]")
PROGRAMME = re.compile(
    r"""(?: 计划|规划|战略|愿景|方案|纲要|行动|倡议|框架|议程|蓝图|路线图|纲领|提案|工程|项目|[A-Za-z]|\d{4}年?|年 )
    [ ]?[》”」』]""",
    re.VERBOSE,
)
REPORT = re.compile(
    r"""度?[^，。；、,;\s\d的]{0,14}?
    (?: 指数(?!为|达|由|从|排|得|[居列升]) | 报告 | 白皮书 | 蓝皮书 | 排行榜 | 年鉴 | 论坛 | 峰会 | 大会 | 博览会
      | 专项活动 )""",
    re.VERBOSE,
)

# A text of Taiwan has one of these words, or a year of three digits in brackets: 今（114）年.
TAIWAN = ("民国", "行政院", "台北", "新台币", "立法院", "年度)", "年度）")
BRACKETED_YEAR = re.compile(r"[(（]1[0-2]\d[)）]年")
# A number that is no period holds none; a period may begin with 十五 of “十五五”.
RUN = re.compile(r"\d+|[〇零○一二三四五六七八九十两百千万亿廿]{3,}")
