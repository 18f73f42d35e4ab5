"""Numbers that are no claims: lists of things said, participants, names, spans of time."""

import re

from analysis.claims.guards import Ending, Opening
from analysis.claims.passages import Passage
from analysis.quantities import Quantity

# Things that texts count in order to list them, not to measure them.
LISTED = re.compile(
    r"""大?(?:重点|主要|关键|核心|基本|战略|重要|具体|突出|方面|新)*(?:
      方面|领域|支柱|先锋|任务|原则|措施|举措|问题|环节|阶段|步骤|层面|层次|维度|特点|优势|方向
    | 要求|坚持|必须|意识|自信|维护|意见|建议|结论|观点|共识|文件|决议|决定|法案|条例|通知|要点
    | 目标|指标|突破口|抓手|支点|重点|专题|主题|议题|环|代|时代|次会议|届|板块|篇章|章节|类别|字|词|故事
    | 关系|挑战|难题|短板|瓶颈|机遇|理由|原因|条件|因素|要素|情景|方案|计划|规划|提案|行动|工程
    | 月|星期|礼拜|小时|分钟|世纪|时期|年代|周年|政策|机制|体系|平台(?=之一)|转变|结合|统筹|协调
    | 高地|基地(?=”)|屏障|桥头堡|任期|党|会议|论坛|案例|节目|故事|双方|两国|国家队|国际组织成员
    )""",
    re.VERBOSE,
)
# Who came, what was signed, who spoke.
ATTENDANCE = re.compile(
    r"^[^，,。；;]{0,14}?(?:代表(?!大会)|嘉宾|来宾|学者|记者|观众|与会者|参会者|选手|运动员|演员|志愿者)?"
    r"[^，,。；;]{0,8}?(?:参加|出席|与会|参会|参与了?(?:本次|此次|该|活动|会议)|发言|亮相|参展|齐聚|到场|演讲|应邀)"
)
ATTENDANCE_BEFORE = re.compile(
    r"(?:出席|参加|邀请|吸引|会见|共有|汇聚|聚集|云集|来自[^，,。；;]{0,12})[^，,。；;]{0,16}$"
)
PRESENT = re.compile(
    r"(?:到场|出席|与会|参会|参加(?:本次|此次|会议|活动|论坛)?)的?(?:有|者|包括)?[^，,。；;]*$"
)
ATTENDANTS = Opening(
    re.compile(
        r"^(?:名|位|多名|余名|人)?(?:代表|嘉宾|来宾|学者|专家|记者|观众|与会|参会|选手|运动员|使节|官员|大使|领导)"
    ),
    "与专人代位余使参名嘉多大学官来观记运选领",
)
# 代表名额为338名，因故缺席的16名: who may sit in a congress.
DELEGATES = re.compile(
    r"代表名额|(?:实有|应到|实到|缺席|出席|到会)[^，,。；;]{0,8}(?:代表|委员)?[^，,。；;]{0,2}$"
)
# 12位身份证号, 6位数字的验证码: how long a code is; 12英寸线: a size that names a product.
CODE_AFTER = re.compile(
    r"[^，,。；;]{0,6}?(?:证号|账号|号码|密码|验证码|代码|编码|编号|数字(?!经|化|技|人))"
)
# What persons are counted in, and much else.
PERSONS = ("人", "名", "位", "个", "家")
SIGNED = re.compile(r"(?:签署|签订|交换|签下|通过|颁布|发布|出台|印发|制定)了?[^，,。；;]{0,6}$")
PAPERS = Opening(
    re.compile(
        r"^(?:合作)?(?:谅解)?(?:备忘录|协议|协定|文件|合同|意向书|声明|决议|法规|法律|条例|政策|标准|措施)"
    ),
    "决协合声备意措政文条标法谅",
)
# Small counts in characters (一个, 两大, 三项) organise a text; they are measured only with a
# comparator or in a list of results.
SMALL = Opening(
    re.compile(
        r"^[零一二两三四五六七八九十几双][个大项条种类位名家座届次只支篇块点步轮台件张面根头批所年月天日季度方国岁部级]?$"
    ),
    "零一二两三四五六七八九十几双",
)
TIMES = ("年", "years", "个月", "月", "天", "日", "周", "小时", "分钟", "秒", "岁", "周年", "届")
# 先后上报8次 tells how often; 日均访问30万次 measures.
FEW_TIMES = 1000
DURATION_MEASURED = re.compile(r"缩短|压缩|延长|预期寿命|寿命|时延|耗时|用时|年限|时长|时间|平均")
# 降至4.5年, 缩短到3天: a time that is moved is measured.
MOVED_TO = Ending(
    re.compile(r"(?:[降减升增]|缩短|提高|延长|压缩)(?:低|少|长|加)?[至到为](?:约|近|不足|不到)?$"),
    "为到约至足近",
)
# A number without a unit counts only if it is written as a quantity: 约6100万.
LARGE = 10_000
# 该条例共7章45条: the parts of a document; 一等奖2名: awards.
PARTS = frozenset("条章页款节篇卷")
BOOKS = re.compile(r"条例|办法|规定|决议|法律?[共分]|本书|该书|文件|宣言|章程|共\d+[章条]")
AWARDS = Ending(re.compile(r"(?:[特一二三]等奖|[金银铜]奖|[金银铜]牌|优秀奖|鼓励奖)$"), "奖牌")


# 动态清零政策 is a policy's name.
POLICY_OF_ZERO = re.compile(r"动态清零|社会面清零|清零(?:政策|行动|攻坚|专项)")
# “跻身前20”的目标: quoted is what is to be done, no name.
QUOTED_DEED = re.compile(r"(?:进入|跻身|挤进|闯进|迈入|守住|保持|达到|超过|突破|增至|降至)$")


def lookalike_of(passage: Passage, quantity: Quantity) -> str:
    """Return why a number is no claim, as one word, or an empty string if it is one."""
    text = passage.text
    _, start, end = passage.clause_of[quantity.start]
    before, after = text[start : quantity.start], text[quantity.end : end]
    unit = quantity.unit
    # 通航飞行8.9万小时: so many hours are summed, they do not last.
    summed = unit == "小时" and quantity.value is not None and quantity.value >= LARGE
    if (
        unit in TIMES
        and not summed
        and not DURATION_MEASURED.search(before)
        and not MOVED_TO.search(before)
    ):
        return "duration"
    if unit == "次" and quantity.value is not None and quantity.value < FEW_TIMES:
        return "duration"
    if quantity.text == "清零":
        return "policy" if POLICY_OF_ZERO.search(before[-4:] + "清零" + after[:4]) else ""
    if not unit and (quantity.value is None or quantity.value < LARGE or quantity.text.isdigit()):
        return "bare"
    if quantity.rule == "ratio":
        return "ratio"
    if quantity.text[0] in "万亿" and before.endswith("个"):
        return "list"
    if _in_name(text, quantity):
        return "name"
    if unit in PARTS and BOOKS.search(before):
        return "part of a document"
    if AWARDS.search(before):
        return "award"
    counted = unit not in ("%", "pp", "rank", "ranks", "score", "times")
    if unit == "times" and after.startswith("券"):
        return "name"
    if not counted:
        return ""
    if quantity.value is not None and quantity.value <= 100 and LISTED.match(after):
        return "list"
    if quantity.comparator == "=" and (
        quantity.rule == "count-small" or SMALL.match(quantity.text)
    ):
        return "small count"
    if ATTENDANTS.match(after) and (ATTENDANCE.match(after) or ATTENDANCE_BEFORE.search(before)):
        return "participants"
    if unit in PERSONS and (PRESENT.search(before) or ATTENDANCE.match(after)):
        return "participants"
    if unit in ("名", "人", "位") and DELEGATES.search(before):
        return "participants"
    if unit == "英寸" or (unit in ("位", "个") and CODE_AFTER.match(after)):
        return "name"
    if (unit == "份" or PAPERS.match(after)) and SIGNED.search(before):
        return "papers"
    return ""


QUOTE_OPENS = re.compile("[“「『‘]")
PROJECT = re.compile("项目|工程|行动|计划|方案|提案")


def _in_name(text: str, quantity: Quantity) -> bool:
    """Whether the number is inside 《…》 or is (part of) a short quoted name."""
    title = text.rfind("《", 0, quantity.start)
    if title >= 0 and text.find("》", title, quantity.start) < 0:
        return True
    if not QUOTE_OPENS.search(text, max(0, quantity.start - 6), quantity.start):
        return False
    for opened, closed in ("“”", "「」", "『』", "‘’"):
        left = text.rfind(opened, max(0, quantity.start - 6), quantity.start)
        if left >= 0 and text.find(closed, left, quantity.start) < 0:
            if QUOTED_DEED.search(text[left + 1 : quantity.start]):
                return False
            right = text.find(closed, quantity.end, quantity.end + 16)
            if right >= 0 and PROJECT.match(text, right + 1):
                return True
            if (
                right >= 0
                and right - left <= 12
                and right < quantity.end + 8
                and "%" not in quantity.text
            ):
                return True
    return False
