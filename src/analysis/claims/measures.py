"""What a number measures: the indicator's words, the scope's words, and the way it changes.

All functions answer with spans of a passage's folded text, so that what they name can be
quoted.
"""

import re
from typing import NamedTuple

from analysis.claims.passages import Passage, span_at
from analysis.quantities import Quantity

Span = tuple[int, int]


class Measure(NamedTuple):
    """The span that names what is measured, where it was found, and the span that limits it."""

    indicator: Span | None
    found: str
    scope: Span | None = None


# --- The words between a subject and its number: 达到 · 为 · 占 · 同比增长 · 约 · 至少.
VERBS_BEFORE = re.compile(
    r"""(?:
      不少于|不低于|不超过|不高于|不多于|不到|不足|不及|不超|至少|至多|最多|最少|最高|最低|高达|多达|低至
    | 大约|约为|约|近|接近|将近|超过|超|逾|突破|多于|少于|高于|低于|大于|小于|上|仅为|仅有|仅|只有|只|才|首度跨过|跨过|首次
    | 达到|达成|达至|达致|达|为|是|有|共计|合计|总计|累计|平均|共|在|到|至|成|于|保持|稳定|维持|控制|稳步|稳|基本|总体
    | 分别|依次|各自|各|均|都|则|也|还|又|再|就|已经|已|将|要|须|需|应|可|能|会|有望|预计|预期|预测|估计|估算|测算|力争|争取|确保
    | 增长|增加|提高|提升|上升|升高|扩大|增至|增到|升至|升到|增|升|涨|上涨|攀升|拉高|高出|前移|前进|跃升|跃居|成长
    | 下降|降低|减少|降至|降到|减|降|下跌|跌|缩短|缩减|压缩|下滑|回落|下调|上调|调整|收窄|收紧|倒退|后退|退
    | 排名|排在|排|位列|位居|位于|列|居|名列|跻身|进入|进|迈入|步入|挤进|挤进|加入|迈上|达|从|由|以
    | 同比|环比|年增|月增|年均|净增|新增|累计|总共|一度|现有|拥有|实现|完成|目前|如今|迄今|快速|持续|继续|大幅|稳定|进一步
    | 的|了|之|出|过|着|数|按|比|较|同|与
    | 全国|全球|世界|亚洲|东盟|全省
    | 目标|指标|任务|计划|规划|原定|定下|提出|设定|要求
    | [\s\0“”"'‘’:：,，（(]
    )$""",
    re.VERBOSE,
)
# Words that may open a subject but do not belong to it.
LEADS = re.compile(
    r"""^(?:
      其中|此外|另外|另据|同时|而且|而|但是|但|不过|并且|并|且|另|又|则|使得?|让|将|把|对于?|关于|在|于|以及|以|按照?|根据|据
    | 从|由|到|至|截至|截止|预计|预测|预期|估计|估算|有望|力争|争取|确保|努力|推动|推进|促进|带动|计划|规划|提出|要求|旨在
    | 目标是|目标|规定|显示|称|指出|表示|说|强调|确定|明确|届时|当年|全年|本年|年内|期间|时期|阶段|年底|期末|末|底|前|年
    | 要|须|应|需|还|也|已经|已|再|更|均|都|现有|目前|如今|累计|共计|合计|共|总共|初步|我国|我省|我市|我区|我们|其|该国|该省|该市|该
    | 越南|中国|各地|全国|全省|全市|全区|全县|国内|实现|完成|达到|达|使|的|为|是|有|之|每年|平均|年均|分别|依次|进一步|继续|持续|加快
    | 至少|约|近|超过|超|不少于|不低于|逾|首次|首度|一项|一些|一半
    | [\s\0“"'‘:：,，、*\-－—•·（()）#]
    )""",
    re.VERBOSE,
)
# Verbs that take what is measured as their object: it stands behind them.
OBJECT_VERBS = re.compile(
    r"跻身|进入|迈入|挤进|挤入|加入|提供|建成|建设|建立|设立|新建|新增|培养|培育|培训|造就|引进|创造|开设|开通|配备|拥有|"
    r"投产|投入|释放|释出|协助|累计|部署|安装|激活|接入|完成|实现|控制|保持|得益于|达到|超过|突破|满足|撑起|核准|发放|新开|"
    r"新登记|登记|吸引|引资|推出|打造|接待|运送|发送|减少|增加|提高|降低|净增|扩大|争取|力争|确保|使|让|为|将"
)
# What a phrase to the right of a number must not begin with.
NOT_A_NOUN = re.compile(
    r"""^(?:
      以上|以下|以内|左右|上下|之间|之内|多|余|来|有余|的?(?:目标|任务|指标|水平|要求|速度|增速|增长|幅度|比例|份额|份儿|大关|台阶|行列|规模|总量|基础|上限|下限|高位|低位|成绩|增幅|位置|名次|排名)
    | 和|与|及|以及|或|到|至|、|提高|提升|增|升|降|减|下|扩|超|为|是|在|占|将|已|也|都|均|用于|来自|其|以|达|较|比|同比|并|且|而|可|得|由|从|向|被|了|者|时|后|前|内|外|中
    | [\s\0，,。；;：:！!？?（）()“”"'…—\-－～~+＋/|*】」』]|$
    )""",
    re.VERBOSE,
)
AFTER_NUMBER = re.compile(r"^(?:左右|以上|以下|以内|上下|多|余)?的?")
# Where a phrase to the right ends: marks, and the verb that says what becomes of it.
RIGHT_END = re.compile(
    r"""[，,。；;：:！!？?\0（）()…\n“”「」『』]|、(?=\S{0,8}[\d一二三四五六七八九十百千万亿两])
    | 得到|得以|在(?!线|校|册|职|建|岗)|将|实现|用于|已|由(?!于)|要(?!求)|使用|接受|获得|参与|能够|可以|可(?!再)|以(?=[^上下内前])|和(?=\S{0,8}\d)|以及|及(?=\S{0,8}\d)|达到|达|为(?!主)|进行|纳入
    | 落户|获批|入选|投运|投用|开工|竣工|完工|通过|供|是|有(?!限|色)|都|均|从|被|让|并(?!网)|来|[。]
    """,
    re.VERBOSE,
)
# Words that stand for an indicator named before.
ANAPHORA = re.compile(
    r"^(?:这一|该|此|上述|前述|后)?(?:一?项)?(?:比例|占比|比重|数字|指标|数据|数值|目标|增速|增幅|涨幅|降幅|规模|总量|排名|名次|份额|全年增幅|今年全年增幅|差距|用户|总额|金额)$"
)
WEAK = re.compile(r"^(?:其中|此外|而|但|也|目标|指标|计划|规划|数字|结果|其|它|他|她|这|这个|该|总体|情况|折算成金额|折合|相当于|约合|合|占|占比|位|名|分)$")


def text_of(passage: Passage, span: Span | None) -> str:
    """Return the folded words of a span."""
    return "" if span is None else passage.text[span[0] : span[1]]


def trim(passage: Passage, start: int, end: int, floors: list[int]) -> Span | None:
    """Cut verbs, comparators, periods and openers from both ends of ``start:end``.

    ``floors`` are the ends of periods: a subject begins behind the last one.
    """
    plain = passage.plain
    periods = {p.end: p.start for p in passage.periods}
    while end > start:
        if end in periods and periods[end] >= start:
            end = periods[end]
            continue
        cut = VERBS_BEFORE.search(plain, max(start, end - 6), end)
        if cut is None or cut.end() != end:
            break
        end = cut.start()
    inside = [p.end for p in passage.periods if start <= p.start and p.end <= end]
    start = max([start, *inside])
    while start < end:
        lead = LEADS.match(plain[start:end])
        if lead is None or not lead.end():
            break
        start += lead.end()
    return (start, end) if end > start else None


def subject_before(passage: Passage, start: int, end: int) -> Span | None:
    """Return the words in ``start:end`` that name what a number at ``end`` measures."""
    span = trim(passage, start, end, [])
    if span is None:
        return None
    start, end = span
    # 越南跻身全球创新指数…: the object of the last verb, if anything of length follows it.
    for verb in OBJECT_VERBS.finditer(passage.plain, start, end):
        if end - verb.end() >= 3:
            start = verb.end()
    span = trim(passage, start, end, [])
    if span is None:
        return None
    words = text_of(passage, span).strip("\0")
    if WEAK.match(words) or ANAPHORA.match(words):
        return None
    return span


def object_after(passage: Passage, start: int, limit: int) -> Span | None:
    """Return the noun phrase that begins at ``start``: 80%的[四级在线公共服务]."""
    plain = passage.plain
    skip = AFTER_NUMBER.match(plain[start:limit])
    first = start + (skip.end() if skip else 0)
    rest = plain[first:limit]
    if NOT_A_NOUN.match(plain[start:limit]) and not skip.end():
        return None
    if NOT_A_NOUN.match(rest) or NOT_A_NOUN.match(plain[start:limit]) and "的" not in skip[0]:
        return None
    stop = RIGHT_END.search(plain, first + 1, limit)
    end = stop.start() if stop else limit
    following = [q.start for q in passage.quantities if first < q.start < end]
    if following:
        end = min(following)
    while end > first and plain[end - 1] in "的、和与及 \0":
        end -= 1
    return (first, end) if end - first >= 1 else None


# --- Lists

LIST_LINK = re.compile(r"^(?:左右|以上|以下|以内)?[、和与及以而，,]{1,2}")
RESPECTIVELY = re.compile(r"分别|依次")
MEMBERS = re.compile(r"[、]|和|与|以及|及")


def shared_object(passage: Passage, indexes: list[int]) -> Span | None:
    """The noun behind the last number of a list of labelled shares: 县级80%和乡级60%的[文件]."""
    last = passage.quantities[indexes[-1]]
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
            if not link or there.start < here.end or not is_label(between[link.end() :].strip("的")):
                break
            run.append(run[-1] + 1)
        if len(run) > 1:
            noun = shared_object(passage, run)
            first = quantities[run[0]]
            start, _ = passage.clauses[span_at(passage.clauses, first.start)]
            label = trim(passage, start, first.start, [])
            if noun and label and is_label(text_of(passage, label)):
                found[run[0]] = (noun, label)
                for position in run[1:]:
                    before = quantities[position - 1].end
                    link = LIST_LINK.match(plain[before : quantities[position].start])
                    found[position] = (noun, (before + link.end(), quantities[position].start))
        index = run[-1] + 1 if len(run) > 1 else index + 1
    return found


def respective_lists(passage: Passage) -> dict[int, Span]:
    """A、B和C分别增长1%、2%和3% -> for each number the member that stands in its place."""
    found: dict[int, Span] = {}
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
        start, _ = passage.clauses[clause]
        span = trim(passage, start, word.start(), [])
        if span is None and clause:
            span = trim(passage, passage.clauses[clause - 1][0], passage.clauses[clause - 1][1], [])
        if span is None:
            continue
        members = _members(passage, span, len(run))
        for i, member in zip(run, members, strict=False):
            found[i] = member
    return found


# 城乡居民 names two groups with one word.
PAIRS = {"城乡": 2, "进出口": 2, "供需": 2, "量额": 2}


def _members(passage: Passage, span: Span, count: int) -> list[Span]:
    start, end = span
    cuts = [start]
    for mark in MEMBERS.finditer(passage.plain, start, end):
        if mark.start() > cuts[-1] and mark.end() < end:
            cuts.append(mark.end())
    starts = cuts
    ends = [*(c for c in cuts[1:]), end + 1]
    members = []
    for first, last in zip(starts, ends, strict=True):
        stop = last - 1
        while stop > first and passage.plain[stop - 1] in "、和与以及":
            stop -= 1
        members.append((first, stop))
    if len(members) == count:
        return members
    if len(members) > count:
        return members[-count:]
    return [span] * count if len(members) == 1 else []
