"""The words that stand around a measure's name, and tell where it begins and ends.

Sets are read by ``str.split``; where a word belongs to longer ones that are part of a name
(在 to 在线), the characters that make it one are listed with it.
"""

import re
from collections.abc import Iterable

from analysis.claims.guards import Ending, Opening

# Verbs, comparators and particles between a subject and its number, peeled off from the right:
# 达到 · 为 · 占 · 同比增长 · 约 · 至少.
_TAILS = """
    目标 预期目标 目标值 拟 把 现行 原来 原先 不少于 不低于 不超过 不高于 不多于 不到 不足 不及
    不超 不过 至少 至多 最多 最少 最高 最低 高达 多达 低至 再 再次 仅次于 大约 约为 约 近 接近
    将近 超过 超额 超 逾 突破 多于 少于 高于 低于 大于 小于 上 仅为 仅有 仅占 仅 仍然 仍有 仍 依然
    每年 现时 现在 当前 眼下 只有 只能 只 才 首度 跨过 首次 达到 达成 达至 达致 达 为 是 有望 有
    共计 合计 总计 累计 平均 共 在 到 至 成 于 保持 稳定 维持 控制 稳步 稳 基本 总体 总共 分别
    依次 各自 各 均 都 则 也 还 又 就 已经 已 将 要 须 需 应 可能 可望 可达 可 能够 能 会 预计
    预期 预测 估计 估算 测算 料 增长 增加 提高 提升 上升 升高 扩大 增至 增到 升至 升到 增招 增 升
    涨 上涨 攀升 拉高 高出 前移 前进 跃升 跃居 成长 激增 爬升 飙升 下降 降低 减少 降至 降到 减 降
    下跌 跌 缩短 缩减 压缩 下滑 回落 下调 提升至 提升到 提高至 提高到 下降至 下降到 降低至 降低到
    减少至 减少到 增加至 增加到 扩大到 扩大至 缩短至 缩短到 调高 调升 调降 调低 调至 上调 调整
    收窄 收紧 倒退 后退 退 放缓 减缓 回升 恢复 回到 回 排名 排在 排 位列 位居 位于 名列 列 居 跻身
    进入 迈入 步入 挤进 挤入 加入 迈上 闯进 挺进 冲上 从 由 以 同比 环比 年增 月增 年均 净增 一度
    现有 目前 如今 迄今 快速 持续 继续 大幅 进一步 普遍 大体 整体 几乎 实际 撑起 折算成金额 折合
    折算 相当 等于 继 其中 届时 到时 名义 实质 先 率先 该 就该 应该 本应 本该 亦 亦要 亦须 惟 料将
    料会 介乎 介于 日均 周均 月均 更 更快 逼近 直逼 站稳 冲刺 冲击 触及 略 略高于 略低于 略增 略降
    略升 现 现为 现占 按月 按年 按季 持平 累升 累跌 累增 累降 报 收报 稳超 必须 务必 应当 或 或将
    或可 或达 恐 恐将 每人每月 每人每年 不会 不致 跌去 减去 砍去 多出 缩水 快 快了 慢 加快 走高
    走低 上扬 上浮 下浮 上修 下修 收缩 扩张 调整为 调降为 调降至 下调为 下调至 上调为 上调至 调为
    换回 卖出 凭 仅凭 迈 迈过 跨 跨上 跨越 站上 登上 重返 重夺 夺得 夺 摘得 收复 冲破 稳居 跃上
    升上 跌至 跌到 跌破 拉到 压低 压降 压减 压 压至 压到 削减 削 砍 砍掉 减至 减到 调高至 调高到
    提至 提到 提 拉升 推高 推升 抬高 抬升 扩充 扩至 扩到 扩大为 缩至 缩到 缩小 缩小到 缩小至
    增加为 提高为 降为 升为 定 定为 定在 设为 设在 设定为 设定在 锁定 锁定在 录得 突破了 达到了
    超过了 微增 微升 微降 微跌 猛增 猛涨 猛升 锐减 骤降 骤增 骤升 反弹 反弹至 回升到 回升至 回落至
    回落到 下探 下探至 暴增 暴涨 倍增 的 了 之 过 着 按 扩 未 占 一步步 逐步 蝉联 原定 定下 设定
    连续 全国 全球 世界 亚洲 东盟 全省 国内 在国内 国际 在国际 范围内 和 与 及 同
"""
TAILS = frozenset(_TAILS.split()) | frozenset(" \t\n\0“”\"'‘’:：,，（(、")
# Of one character, some end a noun after these: 产能, 供应, 社会.
KEPT_AFTER = {
    "能": "产功性节储智赋动势核光职",
    "应": "供效反响",
    "会": "社协议机大",
    "可": "许认",
    "有": "国私公民",
    "成": "合集养收构",
    "上": "线网",
    "均": "人",
    "同": "合",
    "约": "节合公",
    "现": "体表实呈发出展涌变兑",
    "略": "战策谋侵忽",
    "报": "日晚电海汇申举周时简公通回上情",
    "料": "材资原燃饲塑物肥颜饮布木石面照调涂染史衣养香废用意",
    "定": "固稳法核指确规认",
    "提": "前",
    "先": "优领",
    "压": "电血气高低水油负",
    "跨": "横",
    "居": "邻民安",
    "列": "系班",
    "需": "内刚",
    "要": "纲摘",
    "排": "减",
    "数": "人总",
}
# A verb of motion with what says how and where to: 大增, 一跃回升, 滑落到, 停留在. Built from its
# parts, because no list of such verbs would ever be whole.
MOTION_TAIL = re.compile(
    r"""(?:再度?|[又仍]|一跃|一举|[大小]幅度?|[大猛激暴锐骤急微略稳陡剧净]|稳步|同步|快速|显著|明显|逐[年步月]
        |迅速|加速|平稳|连[续年])+
      (?:增|升|涨|降|跌|减|缩|扩|添|滑|攀|飙|窜|跃|翻|冲|落|退)?(?:加|长|高|升|少|低|落|缩|大|回)?
      (?:在|到|至|为|了|破|近|逾|超|于|出|上|过)?$
    | (?:增|升|涨|降|跌|减|缩|扩|添|滑|攀|飙|窜|跃|翻|冲|落|退|站|停留?|徘徊|维持|保持|定格|稳定?|守)
      (?:加|长|高|升|少|低|落|缩|大|回|居|住|上)*(?:在|到|至|为|了|破|近|逾|超|于|出|上|过)$
    | (?:滑|跌|回|攀|飙|跃|窜|降|缩|下|上)(?:落|升|降|探|涨|跌|挫|扬|减|水)$""",
    re.VERBOSE,
)
MOTION_REACH = 7
STREAK_TAIL = re.compile(r"连续第?[\d一二三四五六七八九十]{1,3}年$")
# 居国内机场首位: among whom a rank is one.
AMONG_TAIL = Ending(
    re.compile(
        r"(?:位?居|位?列|排名?|蝉联)[一-鿿]{0,6}(?:机场|港口|城市|省份|地区|国家|行业|同类)$"
    ),
    "业份区口场家市类",
)
# Verbs that want an object, where nothing follows but the number: 培养|5万名.
_OPEN_VERBS = """
    提供 建成 建设 建立 设立 新建 新增 培养 培育 培训 造就 引进 创造 开设 开通 配备 拥有 投产 投入
    释放 释出 协助 部署 安装 激活 接入 完成 实现 满足 撑起 核准 发放 新开 新登记 吸引 引资 推出
    打造 接待 运送 发送 减少 增加 净增 争取 力争 确保 支持 带动 拉动 构建 建造 输送 覆盖 落实 实施
    新认定 认定 生产 生产出 制造 新设 组建 改造 启动 评选 遴选 布局 招募 招收 修建 种植 举办 开展
    办理 完工 开工 竣工 投用 落成 动工 建好 使 让 要求 提出 拨出 拨付 拨款 划拨 兴建 增建 预留
    动用 斥资 耗资 砸下 发行 批出 安置 采购 收储 增设 兴办 投放 觅得 拿出 改建 续建 扩建 修复 铺设
    架设 造出 招聘 聘用 增聘 输出 出让 收购 惠及 覆盖到
"""
OPEN_VERBS = frozenset(_OPEN_VERBS.split())
# Of these, the ones that are nouns after a noun: 数字化改造, 家庭适老化改造2.5万户.
_NOMINAL_VERBS = """
    改造 建设 生产 制造 种植 培训 培养 治理 实施 布局 办理 开工 修建 发展 培育 投入 覆盖 接待 组建 评选
"""
NOMINAL_VERBS = frozenset(_NOMINAL_VERBS.split())


def _longest(words: Iterable[str], place: int) -> dict[str, int]:
    """The length of the longest word by its first (0) or last (-1) character."""
    lengths: dict[str, int] = {}
    for word in words:
        lengths[word[place]] = max(len(word), lengths.get(word[place], 0))
    return lengths


# What is peeled off before a number, and how long it can be by its last character: most phrases
# end in none.
TAILS_AND_VERBS = TAILS | OPEN_VERBS
TAIL_LENGTHS = _longest(TAILS_AND_VERBS, -1)
MOTION_ENDS = frozenset(
    "再又仍跃举度幅大猛激暴锐骤急微略稳陡剧净步同速著显明逐年月迅加平连续增升涨降跌减缩扩添滑攀飙窜翻冲落退长高少低回"
    "在到至为了破近逾超于出上过居住探挫扬水"
)
# The number of an item in a list: 4.补贴标准.
BULLET = re.compile(r"\s*(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[)）])")
# Words that may open a subject but do not belong to it, with the characters after which they
# are part of one: 在 leads, 在线 does not.
_LEADS = """
    其中 此外 另外 另据 据此 同时 而且 而!言 但是 但 不过 并且 并!网 且 另 又 则 使 使得 让 把
    对!外华美欧日俄韩口内台港澳 对于 关于 在!线校建册职岗营 于 以及 以!上下内旧 按 按照 根据 据 照
    和 与 及 从 由 到!期账达位岗 至 截至 截止 预计 预测 预期 估计 估算 有望 力争 争取 确保 努力
    推动 推进 促进 带动 计划 规划 提出 要求 旨在 喊出 目标是 目标 规定 显示 称 指出 表示 认为 说
    强调 确定 明确 届时 当年 全年 本年 年内 期间 时期 阶段 同期 年初 年底 期末 末 底 前!沿端瞻
    去到 到了 年!产均轻龄人度 要 须 应!用急收 需!求 还 也 已经 已 再!生 更 均!价 都!市 现有 目前
    如今 累计 共计 合计 共!同享建有 总共 初步 首度 首次 总体 我国 我省 我市 我区 我们 其!他它余
    该国 该省 该市 该!项 本!科地土币级市省 将!军 越南 中国 各地 全国 全省 全市 全区 全县 国内 实现
    完成!率 达到 达 的 为!主 是 有!色效机线限偿 之 每年 平均 年均 分别 依次 进一步 继续 持续 加快
    超额 行列 左右 以上 以下 以内 至少 约!束 近 超过 超!级高低算大 不少于 不低于 逾 未!来成 拟
    拟安排 当中 全港 本港 尤其 特别是 包括 包含 还有 起每 一是 二是 三是 四是 五是 六是 七是 八是
    一、 二、 三、 四、 五、 六、
"""
LEADS = {
    word: after for word, _, after in (entry.partition("!") for entry in _LEADS.split())
} | dict.fromkeys(" \t\n\0“\"'‘:：,，、*-－—•·()（）#", "")
LEAD_LENGTHS = _longest(LEADS, 0)
# What a value is compared with: 比2020年 · 较上年同期 · 比第七个规划.
COMPARISON = re.compile(
    r"""(?:要|需|将)?(?:分别)?
    (?:(?<![占对环同])比(?![重例率值亚如]) | (?<!比)较(?![为高低大快]) | 同比 | 环比
      | (?<!不)[好快高低慢优差]于 | 与[^，,]{1,10}相比)
    [^，,。；;、]{0,14}$""",
    re.VERBOSE,
)


def _by_first(words: list[str]) -> str:
    """The words as one pattern, grouped by their first characters: most places then fail at once."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


# Verbs whose object is what is measured.
_OBJECT_VERBS = """
    计划 打算 跻身 进入 迈入 挤进 挤入 加入 提供 建成 建设(?=[^，,]{2}) 建立 设立
    新建 新增 培养 培育 培训(?=[^，,班]) 造就 引进 创造 开设 开通 配备 拥有 投产 投入
    释放 释出 协助 部署 安装 激活 接入 完成 实现 达到 超过 突破 满足 核准 发放 新开(?!工)
    新登记 吸引 引资 推出 打造 接待 运送 发送 减少 增加 提高 降低 净增 扩大 争取 力争 确保
    使(?!用|命|馆|得) 让(?!利) 把(?!握|关) 将(?!军) 要求 提出 推动 促进 支持 带动 拉动 构建 建造 输送
    完善 健全 覆盖
"""
OBJECT_VERBS = re.compile(_by_first(_OBJECT_VERBS.split()))
# Verbs that are as often nouns: only at the head of a phrase they have an object.
HEAD_VERBS = Opening(
    re.compile(
        r"(?:改造|治理|种植|生产(?!总值)|修建|救助|帮扶|运营|维修|更新|推广|签约|认定|评选|遴选|发展|整治)(?=[^的]{2})"
    ),
    "修发帮推改救整更治生种签维认评运遴",
)
# After these characters such a verb is part of a noun: 增加值, 投入占比.
NOUN_AFTER_VERB = "的率量额度值占比"
# Their object may be short: 计划|投资.
MODAL = ("计划", "将", "要求", "提出", "打算", "决定")
# 拥有电子账户的人口比例: a verb that opens a relative clause belongs to the name.
RELATIVE_VERBS = ("拥有", "接入", "安装", "配备", "覆盖", "完成", "使用", "参与", "建立", "满足")
# Deeds that are measured themselves where nothing else is: 培训1.2万人次.
DEED = Ending(
    re.compile(
        r"""(?P<verb>培训|接待|运送|发送|培养|改造|种植|修建|招收|招募|救助|帮扶|减负|拉动消费|新增就业
      |治理|绿化|投资|投入|拨出|拨付|惠及|耗资|斥资)
    (?:了|约|超过?|逾|近|达|各类|共|累计)*$""",
        re.VERBOSE,
    ),
    "业了付入共养出助募化及建待扶收植理类约计训负费资超达过近送造逾",
)
# Who says it is not what is measured.
SPEECH = re.compile(
    r"""(?:表示|认为|指出|称|说|显示|透露|介绍|强调|估计|预测|预计|估算|测算|核算|获悉|宣布|坦言|承认
      |建议|提出|规定|要求|确定|决定|回答|公布|了解)[^，,。]{0,4}$""",
    re.VERBOSE,
)
# 政府计划[在2027年前]投入…: who aims.
AGENT = Ending(
    re.compile(
        r"(?:(?:总理|部长|主席|省长|市长|总统|首相|发言人|司长|局长|行长|负责人|当局|业界|总书记|大臣)|计划|规划|拟|提出|决定|要求|承诺|预计|力争|表示|宣布|希望|争取|把(?:指标|目标))$"
    ),
    "争人出划取定局布席拟望标求理界相示统臣计记诺长",
)
# 749号决定为2025年定下的20%, 岘港市的目标是5000名: the words before name who aims, not at what.
ATTRIBUTED = re.compile(
    r"""(?:
      (?:原定|定下|提出|设定|规定|制定|确定)的[^，,。；;]{0,10}
    | (?:目标|指标|任务|计划)(?:依次|分别)?
      (?:是|为|由|从|达到?|定为|提高[到至]|上调至|下调[为至]|降[到至])[^，,。；;]{0,4}
    | 的(?:目标|指标|任务|计划)
    | (?:低于|高于|超过|超出|快于|慢于|达到|完成|占)(?:了|原定)?(?:计划|规划|目标|预算|预期|指标)(?:进度)?的?
    )$""",
    re.VERBOSE,
)
# The subject of a subordinate phrase does not name the measure: 在…的条件下, …中, …方面.
LOCATIVE = Ending(
    re.compile(r"(?:中|里|内|上|下|时|后|前|外|间|方面|来说|而言|以来|基础上|的同时|情况)$"),
    "上下中内况前后外时来言说里间面",
)
LOCATIVE_NOT = re.compile(
    r"(?:高中|初中|[时空房民]间|以[上下内]|[线网海陆水]上|[年国境省市室]内|线下|境外|手中)$"
)
# A measure by its last word: what can be so much, so high, so fast.
MEASURE_NOUN = Ending(
    re.compile(
        r"""(?:率|比重|比例|占比|比率|之比|规模|总量|总额|额|值|量|收入|支出|投资|投入|人数|户数|数量|数
      |指数|水平|程度|系数|面积|里程|装机|容量|能力|速度|增速|成本|费用|工资|得分|强度|密度|寿命
      |缺口|生产率|度|营收|利润|余额|贷款|存款|消费|出口|进口|储备|排放|产能|份额|算力|经济|GDP|GRDP
      |CPI|PPI|标准|浓度|增长|价格|人口|人次|总数|吞吐|年产|销售)$""",
        re.VERBOSE,
    ),
    "IP产例值入准出分力口吐命售备平度收放数本机格模次款比济润率用积程能费资速重量长额",
)
# The head that all members of a list share though only the last spells it out.
HEAD_NOUN = re.compile(
    r"""(?:工业)?(?:增加值|产值|产量|销量|收入|投资|出口额?|进口额?|营收|利润|税收|销售额|交易额
      |覆盖率|普及率|占比|比重|增速|人数|数量|规模|人均可支配收入)$""",
    re.VERBOSE,
)
# 在2020年基础上: what follows a base year.
BASED = re.compile(r"的?基础上$")
# 按不变价格计算, 分季度看, 受需求不足影响: how a figure is reckoned or why is no subject.
ADVERBIAL = Opening(
    re.compile(
        r"""^(?:按|分|从|以|扣除|剔除|受|由于|因|随着|经|据|若|如果|假如)[^，,]{1,20}?
    (?:计算|计|算|口径|来看|看|分|后|影响|拖累|带动|支撑|推动|因素)$""",
        re.VERBOSE,
    ),
    "从以假分剔受因如扣按据由经若随",
)
# A share of something (占总量的) names no measure, unless it ends in the share's own noun.
SHARE_OF = ("占", "相当于", "约占", "等于", "不到", "不足", "不及", "仅为", "仅相当于")
SHARE_NOUN = re.compile(r"(?:比重|比例|份额|占比|比率)$")
# 每百名学生中有三十名: what stands before 中 is measured when 有 or 占 follows.
AMONG = re.compile(r"之?中$")
AMONG_OF = re.compile(r"(?<=[^，,。；;])在(?P<group>[^，,。；;在]{2,16})(?:之?中|里|内)$")
HAS_NEXT = re.compile(r"(?:仅|只|就|已|约|至少|共)*(?:有|占)")
OF_PLACE = re.compile(r"(?:地方|地区|省|市|县|区|国|国家)$")
# The name of an index, in which a bare rank is a rank.
INDEX_WORD = re.compile("指数|竞争力|发展水平")
INDEX_REACH = 16
INDEX_NAME = re.compile(
    r"[一-鿿A-Za-z]{2,16}?(?:指数|竞争力|发展水平)(?:[(（][^()（）]{1,20}[)）])?"
)
AFTER_NUMBER = re.compile(r"(?:左右|以上|以下|以内|上下|多|余)?的?")
AFTER_NUMBER_AT = frozenset("左以上多余的")
# Nouns that say again that a number was an aim or a level: 80%的目标, 50%的水平.
LEVEL_NOUN = re.compile(
    r"""的(?:政策|发展|年度|全年|规划|既定|战略|原定|阶段性?|总体|宏伟)?(?:目标|任务|指标|水平|要求|速度|增速|增长|幅度|比例|份额|大关|台阶|行列|规模|总量|基础
      |上限|下限|高位|低位|成绩|增幅|位置|名次|排名|需要|关口|门槛|计划|历史|贡献
      |局面|态势|势头|预期|预测|估计|基数|底线|红线|降幅|跌幅|涨幅|缺口|差距|高点|低点|纪录)""",
    re.VERBOSE,
)
# What a phrase to the right of a number must not begin with.
NOT_A_NOUN = re.compile(
    r"""(?:
      以上|以下|以内|左右|上下|之间|之内|多|余|来|有余
    | 目标|任务|指标|水平|要求|速度|增速|增长|幅度|比例|份额|大关|台阶|行列|规模|总量|基础|上限
    | 下限|高位|低位|成绩|增幅|位置|名次|排名|需要|关口|门槛|计划|历史|份儿|贡献
    | 调[高低升降整至]|压[低缩]|局面|态势|势头|预期|预测|估计|之后|以后|之前|以前|提到|压低?[到至]
    | 和|与|及|以及|或|到(?!期)|至|、|提高|提升|增|升|降|减|下(?!乡|岗|一代)|扩|超(?!级|算|高)
    | 为|是|在(?![线校册职建岗])|占|将|已|也|都|均|用于|用在|来自|其|以(?!色)|达|较|比|同比|并|且|而
    | 可(?![再负持穿调控信变])|得|由|从|向|被|了|者|时|后|前|内|外|中(?![小医国心央高东西部欧老])|看|完成(?!率)
    | 安排|计算|无法|成长|涨|跌
    | 回(?!收)|缩|放缓|供(?![应给热水电暖气销])|未(?!来)|难|不|只|仅|通过|参与|获|入选|落户|投|迁
    | 集中|分布|转|接通|当选|存在|封顶|起|止|整|就|则|还|又|才|要|须|需(?!求)|能(?![源力])|会(?![员展])
    | [\s\0，,。；;：:！!？?（）()“”"'…—\-－～~+＋/|*】」』《]|$
    )""",
    re.VERBOSE,
)
# What is said of people or places that are counted: 2人当选, 7个市接通.
PREDICATE_NOUN = Opening(
    re.compile(r"当选|入选|接通|落户|获批|通过(?:国家|省|验收|备案|认证|评审|审批)"), "入当接获落通"
)
# What a group does (50%的乡镇设有服务点), against what is done to a thing (90%的文件得到处理).
ACTIVE = Opening(
    re.compile(
        r"""参与|使用|接受|获得|设有|设立|完成|拥有|掌握|具备|享有|享受|只|有(?![望关])|开展|应用|采用|加入
      |开通|安装|配备|配有|建有|接入|通|在[^，,。]{1,12}(?:开展|有|拥有|使用|设)""",
        re.VERBOSE,
    ),
    "享使具加参只在安完应建开拥掌接有获设通配采",
)
# Where a phrase to the right ends: marks, the next number of a list, and the verb that says
# what becomes of it.
RIGHT_END = re.compile(
    r"""[，,。；;：:！!？?\0（）()…\n“”「」『』]
    | 、(?=\S{0,8}(?:\d|[一二三四五六七八九十百千万亿两]+[成个家名项座条种户所人]))
    | 得到|得以|在(?![线校册职建岗])|将|实现|用于|已|由(?!于)|要(?!求)|使用|接受|获得|参与|能够
    | 可以|可(?![再负持穿调控信变])|以(?=[^上下内前])|和(?=\S{0,8}\d)|以及|及(?=\S{0,8}\d)|达到|达|为(?!主)|进行
    | 纳入|正在|正(?![式常规])|完成(?!率)|落户|获批|入选|投运|投用|开工|竣工|完工|通过
    | (?<!提)供(?![应给热水电暖气])|是|只|仅|拥有|(?<![具拥])有(?![限色机效线关])|都|均|从|被|让|并(?!网)|来(?!源)
    | 设有|开通|全部|受惠|受益|中(?=[已有仅只排列居,，])|提供""",
    re.VERBOSE,
)
AIM_NOUN = Ending(re.compile(r"的(?:目标|任务|指标|要求|计划)$"), "划务标求")
# Words that stand for an indicator named before.
ANAPHORA = Ending(
    re.compile(
        r"""(?:
      (?:这一|该|此|上述|前述|后)?(?:一?项)?(?:指标|数字|数据|数值|目标|任务|增幅|降幅|涨幅|差距)
    | (?:这一|该|此|上述)(?:一?项)?(?:比例|占比|比重|规模|总量|数量|数目)
    | 全年增幅
    )$""",
        re.VERBOSE,
    ),
    "例值务字幅据标模比目距重量",
)
# Leftovers that name nothing.
_WEAK_WORDS = """
    起每年 左右 和超额 其中 此外 而 但 也 目标 指标 计划 规划 数字 结果 其 它 他 她 这 这个 该 总体
    距离 总数 总量 均值 基础 基础上 情况 占 位 名 分 越南 中国 全国 我国 人们 历来最好 最好 最高 展望
    规模化 起 距 离 除非
"""
WEAK_WORDS = frozenset(_WEAK_WORDS.split())
WEAK = re.compile(
    r"""(?:
      [\d一二三四五六七八九十至到、\-个前后]+(?:年|月|季度|年内|月底)*
    | .*(?:新高|新低|纪录) | 连[升跌增降涨][^，,]*
    )$""",
    re.VERBOSE,
)
# The links of a list, and its members.
LIST_LINK = Opening(
    re.compile(r"(?:左右|以上|以下|以内)?[、和与及以而，,]{1,2}"), ",、与以及和左而，"
)
RESPECTIVELY = re.compile(r"分别|依次")
MEMBERS = re.compile(
    r"、|(?<![总饱共])和(?!谐|平|田|林格尔)|(?<!参)与(?!会)|以及|(?<![普涉以])及(?![其率时格])"
)
# One word that names two groups: 城乡居民.
PAIRS = ("城乡", "进出口", "供需", "南北", "东西")
# 手机渠道的交易量和交易额: what limits the first limits all.
OWNER = re.compile(r"[^的]{2,10}(?P<of>的)[^的]{2,12}")
