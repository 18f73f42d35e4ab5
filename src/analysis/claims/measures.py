"""What a number measures: the words of the article that name it.

A number's measure stands before it (非化石能源消费比重达到25%), behind it (80%的在线服务,
培养5万名工程师), or in an earlier clause (…,占总量的四成). All functions answer with spans of a
passage's folded text, so that what they name can be quoted.
"""

import re
from typing import NamedTuple

from analysis.claims.passages import Passage, span_at

Span = tuple[int, int]


class Subject(NamedTuple):
    """The words left of a number; ``open_verb`` if a verb that wants an object ends them.

    ``group`` is what a 在…中 between subject and number limits it to; ``deed`` a verb that is
    measured itself where nothing else is (培训1.2万人次).
    """

    span: Span | None
    open_verb: bool
    group: Span | None = None
    deed: Span | None = None


# Verbs, comparators and particles between a subject and its number, peeled off from the right:
# 达到 · 为 · 占 · 同比增长 · 约 · 至少.
PEEL = re.compile(
    r"""(?:
      不少于|不低于|不超过|不高于|不多于|不到|不足|不及|不超|不过|至少|至多|最多|最少|最高|最低|高达|多达|低至|再次?|仅次于
    | 大约|约为|约|近|接近|将近|超过|超额|超|逾|突破|多于|少于|高于|低于|大于|小于|上|仅为|仅有|仅占|仅|仍然|仍有|仍|依然|每年|现时|现在|当前|眼下|只有|只能|只|才|首度|跨过|首次
    | 达到|达成|达至|达致|达|为|是|有望|有|共计|合计|总计|累计|平均|共|在|到|至|成(?!本)|于|保持|稳定|维持|控制|稳步|稳|基本|总体|总共
    | 连续[\d一二三四五六七八九十]+年|分别|依次|各自|各|均|都|则|也|还|又|再|就|已经|已|将|要|须|需|应|可能|可望|可达|可|能够|能|会|预计|预期|预测|估计|估算|测算|料
    | 增长|增加|提高|提升|上升|升高|扩大|增至|增到|升至|升到|增招|增|升|涨|上涨|攀升|拉高|高出|前移|前进|跃升|跃居|成长|激增|爬升|飙升
    | 下降|降低|减少|降至|降到|减|降|下跌|跌|缩短|缩减|压缩|下滑|回落|下调|上调|调整|收窄|收紧|倒退|后退|退|放缓|减缓|回升|恢复|回到|回
    | 排名|排在|排|位列|位居|位于|名列|列|居|跻身|进入|迈入|步入|挤进|挤入|加入|迈上|闯进|挺进|冲上|衝上|从|由|以
    | 同比|环比|年增|月增|年均|净增|一度|现有|目前|如今|迄今|快速|持续|继续|大幅|稳定|进一步|普遍|大体|整体|几乎|实际
    | 撑起|折算成金额|折合|折算|相当|等于|合计|的|了|之|出|过|着|按|扩|未|占|一步步|逐步|蝉联|连续第?[\d一二三四五六七八九十]+年|原定|定下|设定|连续
    | 全国|全球|世界|亚洲|东盟|全省|在?国内|在?国际|范围内
    | [\s\0“”"'‘’:：,，（(、]|和|与|及|同
    )$""",
    re.VERBOSE,
)
# What a value is compared with: 比2020年 · 较上年同期 · 比第七个规划.
COMPARISON = re.compile(
    r"(?:要|需|将)?(?:分别)?(?:(?<![占对环同])比(?![重例率值亚如])|(?<![比])较(?!为|高|低|大|快)|同比|环比|与[^，,]{1,10}相比)[^，,。；;、]{0,14}$"
)
# Words that may open a subject but do not belong to it.
LEADS = re.compile(
    r"""(?:
      其中|此外|另外|另据|据此|同时|而且|而(?!言)|但是|但|不过|并且|并(?!网)|且|另|又|则|使得?|让|把|对于?|关于|在(?!线|校|建|册|职|岗|营)|于|以及|以(?!上|下|内|旧)|按照?|根据|据|照|和|与|及
    | 从|由|到(?!期|账|达)|至|截至|截止|预计|预测|预期|估计|估算|有望|力争|争取|确保|努力|推动|推进|促进|带动|计划|规划|提出|要求|旨在|喊出
    | 目标是|目标|规定|显示|称|指出|表示|认为|说|强调|确定|明确|届时|当年|全年|本年|年内|期间|时期|阶段|同期|年初|年底|期末|末|底|前(?!沿|端|瞻)|去到|到了|年(?![产均轻龄人度])
    | 要|须|应(?!用|急|收)|需(?!求)|还|也|已经|已|再(?!生)|更|均(?!价)|都(?!市)|现有|目前|如今|累计|共计|合计|共(?!同|享|建|有)|总共|初步|首度|首次|总体
    | 我国|我省|我市|我区|我们|其(?!他|它|余)|该国|该省|该市|该(?!项)|本(?!科|地|土|币|级|市|省)|将(?!军)|把
    | 越南|中国|各地|全国|全省|全市|全区|全县|国内|实现|完成(?!率)|达到|达|使|的|为(?!主)|是|有(?!色|效|机|线|限|偿)|之|每年|平均|年均|分别|依次|进一步|继续|持续|加快|超额
    | 行列|左右|以上|以下|以内|起(?=每)|至少|约(?!束)|近|超过|超(?!级|高|低|算|大)|不少于|不低于|逾|未(?!来|成)|尤其|特别是|包括|包含|以及|还有
    | 一是|二是|三是|四是|五是|六是|七是|八是|一、|二、|三、|四、|五、|六、
    | [\s\0“"'‘:：,，、*\-－—•·()（）#]
    )""",
    re.VERBOSE,
)
# Verbs whose object is what is measured.
OBJECT_VERBS = re.compile(
    r"计划|打算|跻身|进入|迈入|挤进|挤入|加入|提供|建成|建设(?=[^，,]{2})|建立|设立|新建|新增|培养|培育|培训(?=[^，,班])|造就|引进|创造|开设|开通|配备|拥有|"
    r"投产|投入|释放|释出|协助|部署|安装|激活|接入|完成|实现|保持|达到|超过|突破|满足|核准|发放|新开|新登记|吸引|引资|推出|打造|"
    r"接待|运送|发送|减少|增加|提高|降低|净增|扩大|争取|力争|确保|使|让|将(?!军)|要求|提出|推动|促进|支持|带动|拉动|构建|建造|输送|提出|完善|健全|覆盖"
)
# The same where nothing follows but the number.
OPEN_VERB = re.compile(
    r"(?:提供|建成|建设|建立|设立|新建|新增|培养|培育|培训|造就|引进|创造|开设|开通|配备|拥有|投产|投入|释放|释出|协助|部署|安装|激活|接入|完成|实现|"
    r"满足|撑起|核准|发放|新开|新登记|吸引|引资|推出|打造|接待|运送|发送|减少|增加|净增|争取|力争|确保|支持|带动|拉动|构建|建造|输送|覆盖|落实|实施|"
    r"新认定|认定|生产出?|制造|新设|组建|改造|启动|评选|遴选|布局|招募|招收|修建|种植|举办|开展|办理|完工|开工|竣工|投用|落成|动工|建好|使|让|要求|提出)$"
)
DEED = re.compile(
    r"(?:培训|接待|运送|发送|培养|改造|种植|修建|招收|招募|救助|帮扶|减负|拉动消费|新增就业|治理|绿化|投资)(?:了|约|超过?|逾|近|达|各类|共|累计)*$"
)
# 拥有电子账户的人口比例: a verb that opens a relative clause belongs to the name.
MODAL = ("计划", "将", "要求", "提出", "打算", "决定")
RELATIVE_VERBS = ("拥有", "接入", "安装", "配备", "覆盖", "完成", "使用", "参与", "建立", "满足")
# Who says it is not what is measured.
SPEECH = re.compile(
    r"(?:表示|认为|指出|称|说|显示|透露|介绍|强调|估计|预测|预计|估算|测算|获悉|宣布|坦言|承认|建议|提出|规定|要求|确定|决定|回答|公布|了解)(?:[^，,。]{0,4})$"
)
# The subject of a subordinate phrase does not name the measure: 在…的条件下, …中, …方面.
LOCATIVE = re.compile(r"(?:中|里|内|上|下|时|后|前|外|间|方面|来说|而言|以来|基础上|的同时|情况)$")
LOCATIVE_NOT = re.compile(
    r"(?:高中|初中|以上|以下|以内|线上|网上|年内|国内|线下|境内|境外|海上|陆上|水上|省内|市内|室内|手中)$"
)
# A measure by its last word: what can be so much, so high, so fast.
MEASURE_NOUN = re.compile(
    r"(?:率|比重|比例|占比|比率|之比|规模|总量|总额|额|值|量|收入|支出|投资|投入|人数|户数|数量|数|指数|水平|程度|系数|面积|里程|装机|容量|能力|"
    r"速度|增速|成本|费用|工资|得分|强度|密度|寿命|缺口|生产率|度|营收|利润|余额|贷款|存款|消费|出口|进口|储备|排放|产能|份额|算力|经济|GDP|GRDP|CPI|PPI|标准|浓度|增长|价格|人口|人次|总数|吞吐|年产|销售)$"
)
SHARE_NOUN = re.compile(r"(?:比重|比例|份额|占比|比率)$")
# 每百名学生中有三十名: what stands before 中 is measured when 有 or 占 follows.
AMONG = re.compile(r"(?:之?中)$")
AMONG_OF = re.compile(r"(?<=[^，,。；;])在(?P<group>[^，,。；;在]{2,16})(?:之?中|里|内)$")
OF_PLACE = re.compile(r"(?:地方|地区|省|市|县|区|国|国家)$")
HAS_NEXT = re.compile(r"(?:仅|只|就|已|约|至少|共)*(?:有|占)")
INDEX_NAME = re.compile(
    r"[一-鿿A-Za-z]{2,16}?(?:指数|竞争力|发展水平)(?:[(（][^()（）]{1,20}[)）])?"
)
# What a phrase to the right of a number must not begin with.
NOT_A_NOUN = re.compile(
    r"""(?:
      以上|以下|以内|左右|上下|之间|之内|多|余|来|有余
    | 的?(?:目标|任务|指标|水平|要求|速度|增速|增长|幅度|比例|份额|大关|台阶|行列|规模|总量|基础|上限|下限|高位|低位|成绩|增幅|位置|名次|排名|需要|关口|门槛|计划|历史|份儿|贡献|为目标)
    | 和|与|及|以及|或|到(?!期)|至|、|提高|提升|增|升|降|减|下(?!乡|岗|一代)|扩|超(?!级|算|高)|为|是|在(?!线|校|册|职|建|岗)|占|将|已|也|都|均|用于|用在|来自|其|以(?!色)|达|较|比|同比|并|且|而|可(?!再)|得|由|从|向|被|了|者|时|后|前|内|外|中(?!小|医|国|心|央|高|东|西|部|欧|老)
    | 看来|看|无法|成长|增长|涨|跌|回(?!收)|缩|放缓|供(?!应|给|热|水|电|暖|气|销)|未(?!来)|难|不|只|仅|通过|参与|获|入选|落户|投|迁|集中|分布|升|转|接通|当选|存在|封顶|起|止|整|就|则|还|又|才|要|须|需(?!求)|能(?!源|力)|会(?!员|展)
    | [\s\0，,。；;：:！!？?（）()“”"'…—\-－～~+＋/|*】」』《]|$
    )""",
    re.VERBOSE,
)
PREDICATE_NOUN = re.compile(
    r"(?:当选|入选|接通|落户|获批|通过(?:国家|省|验收|备案|认证|评审|审批))"
)
AFTER_NUMBER = re.compile(r"(?:左右|以上|以下|以内|上下|多|余)?的?")
# Where a phrase to the right ends: marks, and the verb that says what becomes of it.
RIGHT_END = re.compile(
    r"""[，,。；;：:！!？?\0（）()…\n“”「」『』]|、(?=\S{0,8}(?:\d|[一二三四五六七八九十百千万亿两]+[成个家名项座条种户所人]))
    | 得到|得以|在(?!线|校|册|职|建|岗)|将|实现|用于|已|由(?!于)|要(?!求)|使用|接受|获得|参与|能够|可以|可(?!再)|以(?=[^上下内前])|和(?=\S{0,8}\d)|以及|及(?=\S{0,8}\d)|达到|达|为(?!主)|进行|纳入
    | 正在|正(?!式|常|规)|完成(?!率)|落户|获批|入选|投运|投用|开工|竣工|完工|通过|(?<!提)供(?!应|给|热|水|电|暖|气)|是|只|仅|有(?!限|色|机|效|线)|都|均|从|被|让|并(?!网)|来(?!源)|设有
    """,
    re.VERBOSE,
)
# Words that stand for an indicator named before.
ANAPHORA = re.compile(
    r"(?:(?:这一|该|此|上述|前述|后)?(?:一?项)?(?:指标|数字|数据|数值|目标|任务|增幅|降幅|涨幅|差距)|(?:这一|该|此|上述)(?:一?项)?(?:比例|占比|比重|规模|总量|数量|数目)|全年增幅)$"
)
WEAK = re.compile(
    r"[\d一二三四五六七八九十至到、\-个前后]+(?:年|月|季度|年内|月底)*$|(?:起每年|左右|和超额|其中|此外|而|但|也|目标|指标|计划|规划|数字|结果|其|它|他|她|这|这个|该|总体|情况|占|位|名|分|越南|中国|全国|我国|人们|历来最好|最好|最高|展望|规模化|起|距|离|除非)$"
)


def text_of(passage: Passage, span: Span | None) -> str:
    """Return the folded words of a span."""
    return "" if span is None else passage.text[span[0] : span[1]]


def peel(passage: Passage, start: int, end: int) -> tuple[int, bool]:
    """Return the end of ``start:end`` without verbs, comparators and periods at its right.

    The second answer is true if a verb that wants an object ended it.
    """
    plain = passage.plain
    periods = {p.end: p.start for p in passage.periods}
    open_verb = False
    while end > start:
        if periods.get(end, -1) >= start:
            end = periods[end]
            continue
        cut = PEEL.search(plain, max(start, end - 7), end)
        verb = OPEN_VERB.search(plain, max(start, end - 4), end)
        if verb is not None and (cut is None or verb.start() <= cut.start()):
            open_verb = True
            end = verb.start()
            continue
        if cut is None:
            compared = COMPARISON.search(plain, max(start, end - 18), end)
            if compared is None:
                break
            cut = compared
        end = cut.start()
    return end, open_verb


def drop_leads(passage: Passage, start: int, end: int) -> int:
    """Return the start of ``start:end`` without periods and openers at its left."""
    inside = [p.end for p in passage.periods if start <= p.start and p.end <= end]
    start = max([start, *inside])
    while start < end:
        lead = LEADS.match(passage.plain, start, end)
        if lead is None or not lead.end() - start:
            break
        start = lead.end()
    return start


def subject_before(passage: Passage, start: int, end: int) -> Subject:
    """Return the words in ``start:end`` that name what a number at ``end`` measures."""
    plain = passage.plain
    whole, whole_start = plain[start:end], start
    end, open_verb = peel(passage, start, end)
    start = drop_leads(passage, start, end)
    if start >= end:
        deed = DEED.search(whole)
        span = (whole_start + deed.start(), whole_start + deed.end()) if deed else None
        return Subject(None, open_verb, None, span)
    # 占总发电量的: a share of something says nothing of what has the share.
    if plain.startswith(("占", "相当于", "约占", "等于"), start) and not SHARE_NOUN.search(
        plain, start, end
    ):
        return Subject(None, open_verb)
    compared = COMPARISON.search(plain, start, end)
    if compared and compared.start() <= start + 1:
        return Subject(None, open_verb)
    # 越南跻身全球创新指数…: the object of the last verb, if anything of length follows it.
    for verb in OBJECT_VERBS.finditer(plain, start, end):
        if verb[0] in RELATIVE_VERBS and "的" in plain[verb.end() : end]:
            continue
        if (
            end - verb.end() >= (2 if verb[0] in MODAL else 3)
            and plain[verb.end()] not in "的率量额度值占比"
        ):
            start = verb.end()
    start = drop_leads(passage, start, end)
    words = passage.text[start:end].strip("\0")
    if len(words) < 2 and words not in ("人",):
        return Subject(None, open_verb)
    if WEAK.match(words) or ANAPHORA.match(words):
        return Subject(None, open_verb)
    if LOCATIVE.search(words) and not LOCATIVE_NOT.search(words):
        among = AMONG_OF.search(plain, start, end)
        if among and among.start() - start >= 2:
            if OF_PLACE.search(plain, start, among.start()):
                # 首都以外的地方在全国交易额中占五成: the whole is measured, the place limits.
                return Subject(among.span("group"), open_verb, (start, among.start()))
            return Subject((start, among.start()), open_verb, among.span("group"))
        inside = AMONG.search(words)
        if not inside or not HAS_NEXT.match(plain, end):
            return Subject(None, open_verb)
        end -= len(inside[0])
        if end - start < 2:
            return Subject(None, open_verb)
    if AGENT.search(words):
        return Subject(None, open_verb)
    if ATTRIBUTED.search(whole) and not MEASURE_NOUN.search(words):
        return Subject(None, open_verb)
    return Subject((start, end), open_verb)


# 政府计划[在2027年前]投入…: who aims.
AGENT = re.compile(r"(?:计划|规划|拟|提出|决定|要求|承诺|预计|力争|表示|宣布|希望|争取)$")
# 749号决定为2025年定下的20%, 岘港市的目标是5000名: the words before name who aims, not at what.
ATTRIBUTED = re.compile(
    r"(?:原定|定下|提出|设定|规定|制定|确定)的[^，,。；;]{0,10}$"
    r"|(?:目标|指标|任务|计划)(?:依次|分别)?(?:是|为|由|从|达到?)[^，,。；;]{0,4}$|的(?:目标|指标|任务|计划)$"
    r"|(?:低于|高于|超过|达到|完成|占)(?:了|原定)?(?:计划|目标|预算|预期|指标)的?$"
)


def object_after(passage: Passage, start: int, limit: int) -> Span | None:
    """Return the noun phrase that begins at ``start``: 80%的[四级在线公共服务]."""
    plain = passage.plain
    first = AFTER_NUMBER.match(plain, start, limit).end()
    linked = plain[start:first]
    if (
        linked.endswith("的")
        and NOT_A_NOUN.match(plain, first - 1, limit)
        and plain[first - 1] == "的"
    ):
        refused = re.match(NOT_A_NOUN, plain[first - 1 : limit])
        if refused and len(refused[0]) > 1:
            return None
    if NOT_A_NOUN.match(plain, first, limit):
        return None
    stop = RIGHT_END.search(plain, first + 1, limit)
    end = stop.start() if stop else limit
    following = [q.start for q in passage.quantities if first < q.start < end]
    if following:
        end = min(following)
    aim = re.search(r"的(?:目标|任务|指标|要求|计划)$", plain[first:end])
    if aim:
        end = first + aim.start()
    while end > first and plain[end - 1] in "的、和与及 \0":
        end -= 1
    if end - first < 2 and plain[first:end] != "人":
        return None
    return first, end


# What a group does (50%的乡镇设有服务点), against what is done to a thing (90%的文件得到处理).
ACTIVE = re.compile(
    r"(?:参与|使用|接受|获得|设有|设立|完成|拥有|掌握|具备|享有|享受|只|有(?!望)|开展|应用|采用|加入|开通|安装|配备|配有|建有|接入|通|在[^，,。]{1,12}(?:开展|有|拥有|使用|设))"
)


def predicate_after(passage: Passage, start: int, limit: int) -> Span | None:
    """Return what is said of a group: 50%的乡镇[设有服务点]."""
    end = limit
    following = [q.start for q in passage.quantities if start < q.start < end]
    if following:
        return None
    while start < end and passage.plain[start] in "都均要须将已能可 \0":
        start += 1
    return (start, end) if end - start >= 2 else None


# --- Lists

LIST_LINK = re.compile(r"^(?:左右|以上|以下|以内)?[、和与及以而，,]{1,2}")
RESPECTIVELY = re.compile(r"分别|依次")
MEMBERS = re.compile(
    r"、|(?<![总饱共])和(?!谐|平|田|林格尔)|(?<!参)与(?!会)|以及|(?<![普涉以])及(?!其|率|时|格)"
)


def shared_object(passage: Passage, index: int) -> Span | None:
    """The noun behind the last number of a list of labelled shares: 县级80%和乡级60%的[文件]."""
    last = passage.quantities[index]
    limit = passage.clauses[span_at(passage.clauses, last.start)][1]
    if not passage.plain[last.end : limit].lstrip("左右以上下内").startswith("的"):
        return None
    return object_after(passage, last.end, limit)


def labelled_lists(passage: Passage, is_label) -> dict[int, tuple[Span, Span]]:
    """省部级90%、县级80%和乡级60%的工作文件 -> for each number its (indicator, scope)."""
    found: dict[int, tuple[Span, Span]] = {}
    quantities, plain = passage.quantities, passage.plain
    index = 0
    while index < len(quantities) - 1:
        run = [index]
        while run[-1] + 1 < len(quantities):
            here, there = quantities[run[-1]], quantities[run[-1] + 1]
            between = plain[here.end : there.start]
            link = LIST_LINK.match(between)
            if (
                not link
                or there.start < here.end
                or not is_label(between[link.end() :].strip("的"))
            ):
                break
            run.append(run[-1] + 1)
        if len(run) > 1:
            noun = shared_object(passage, run[-1])
            first = quantities[run[0]]
            start, _ = passage.clauses[span_at(passage.clauses, first.start)]
            label = subject_before(passage, start, first.start).span
            if noun and label and is_label(text_of(passage, label)):
                found[run[0]] = (noun, label)
                for position in run[1:]:
                    before = quantities[position - 1].end
                    link = LIST_LINK.match(plain[before : quantities[position].start])
                    found[position] = (noun, (before + link.end(), quantities[position].start))
        index = run[-1] + 1 if len(run) > 1 else index + 1
    return found


def respective_lists(passage: Passage, is_label) -> dict[int, tuple[Span | None, Span | None]]:
    """A、B和C分别增长1%、2%和3% -> for each number the (indicator, scope) in its place.

    An indicator of None is the one named before (河内市和胡志明市分别为…).
    """
    found: dict[int, tuple[Span | None, Span | None]] = {}
    for word in RESPECTIVELY.finditer(passage.plain):
        clause = span_at(passage.clauses, word.start())
        segment_end = passage.segments[span_at(passage.segments, word.start())][1]
        numbers = [
            i for i, q in enumerate(passage.quantities) if word.end() <= q.start < segment_end
        ]
        run = numbers[:1]
        for i in numbers[1:]:
            between = passage.plain[passage.quantities[run[-1]].end : passage.quantities[i].start]
            if not LIST_LINK.match(between) or len(between) > 8:
                break
            run.append(i)
        if len(run) < 2:
            continue
        if _ends_in_years(passage, word.start()):
            continue
        start, _ = passage.clauses[clause]
        earlier = [q.end for q in passage.quantities if start <= q.start and q.end <= word.start()]
        span = _topic(passage, max([start, *earlier]), word.start())
        if span is None and clause and not earlier:
            span = _topic(passage, *passage.clauses[clause - 1])
        if span is None:
            continue
        members = _members(passage, span, len(run))
        if not members:
            continue
        if len(members) > len(run):
            *groups, noun = members
            for i, group in zip(run, groups, strict=True):
                found[i] = (noun, group)
            continue
        for i, pair in zip(run, _shared_head(passage, members, is_label), strict=True):
            found[i] = pair
    return found


def _topic(passage: Passage, start: int, end: int) -> Span | None:
    end, _ = peel(passage, start, end)
    start = drop_leads(passage, start, end)
    return (start, end) if end - start >= 1 else None


def _ends_in_years(passage: Passage, position: int) -> bool:
    return any(0 <= position - p.end <= 2 for p in passage.periods)


def _shared_head(
    passage: Passage, members: list[Span], is_label
) -> list[tuple[Span | None, Span | None]]:
    """Give every member the head noun that only the last one spells out.

    省级和乡级机关的公文 -> 省级 · 公文; 制造业、数字经济产业增加值 -> 制造业 · 增加值.
    """
    text = passage.text
    labels = [is_label(text[a:b]) for a, b in members]
    if all(labels):
        return [(None, member) for member in members]
    last_start, last_end = members[-1]
    if all(labels[:-1]) and len(members) > 1:
        for cut in range(last_end - 1, last_start + 1, -1):
            if is_label(text[last_start:cut]):
                head = (cut, last_end)
                return [
                    *((head, member) for member in members[:-1]),
                    (head, (last_start, cut)),
                ]
    # 手机渠道的交易量和交易额: what limits the first limits all.
    owner = OWNER.match(text, *members[0])
    if owner and not any("的" in text[a:b] for a, b in members[1:]):
        scope = (members[0][0], owner.start("of"))
        return [((owner.end("of"), members[0][1]), scope), *((m, scope) for m in members[1:])]
    head = HEAD_NOUN.search(text, last_start, last_end)
    others = members[:-1]
    if (
        head
        and others
        and head.start() - last_start >= 2
        and not any(MEASURE_NOUN.search(text, a, b) for a, b in others)
    ):
        noun = (head.start(), last_end)
        return [*((noun, member) for member in others), (noun, (last_start, head.start()))]
    return [(member, None) for member in members]


OWNER = re.compile(r"[^的]{2,10}(?P<of>的)[^的]{2,12}")
HEAD_NOUN = re.compile(
    r"(?:工业)?(?:增加值|产值|产量|销量|收入|投资|出口额?|进口额?|营收|利润|税收|销售额|交易额|覆盖率|普及率|占比|比重|增速|人数|数量|规模|人均可支配收入)$"
)


def _members(passage: Passage, span: Span, count: int) -> list[Span]:
    start, end = span
    starts, ends = [start], []
    for mark in MEMBERS.finditer(passage.plain, start, end):
        if mark.start() > starts[-1] and mark.end() < end:
            ends.append(mark.start())
            starts.append(mark.end())
    ends.append(end)
    members = list(zip(starts, ends, strict=True))
    if len(members) == count:
        return members
    if len(members) > count:
        return members[-count:]
    if len(members) == 1 and count == 2:
        for pair in PAIRS:
            if passage.plain.startswith(pair, start):
                return [(start, start + 1), (start + 1, start + 2), (start + 2, end)]
    return []


# One word that names two groups.
PAIRS = ("城乡", "进出口", "供需", "南北", "东西")
