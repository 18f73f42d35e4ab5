"""What a single line of a news page is, told from its words alone.

Patterns are written for folded text: Simplified characters, half-width digits and letters;
punctuation in both widths.
"""

import re

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_HAN}]")
HAN_RUN = re.compile(f"[{_HAN}]+")

# A sentence ends here; what may follow closes a quotation or a bracket.
SENTENCE_END = re.compile(r"""[。！？!?]+[”’」』）)》〉\]】"']*""")
ENDS_SENTENCE = re.compile(r"""[。！？!?…][”’」』）)》〉\]】"'*_]*$""")
CLOSING = "”’」』）)》〉]】\"'*_"

_NAMED_AGENCY = r"""
    越通社 | 越南通讯社 | 新华(?:社|网) | 中新(?:社|网) | 中国新闻(?:社|网) | 中央社 | 中通社 |
        路透社
  | 法新社 | 美联社 | 共同社 | 韩联社 | 塔斯社 | 人民(?:网|日报|报网?) | 越南人民报(?:网)? |
      央视(?:网|新闻(?:客户端)?)
  | 央广网 | 国际在线 | 越南之声(?:广播电台)? | VOV(?:\s?WORLD|5)? | VNA | TTXVN | VietnamPlus
  | Vietnam\+ | 越南新闻 | 联合早报 | 早报 | 大公报 | 文汇报 | 明报 | 自由时报 | 联合报 | 经济日报
  | 西贡解放报 | 人民军队报 | 新越南 | 越南画报 | 中国网 | 环球网 | 光明网 | 澎湃新闻 | 财新网 | BBC
"""
_AGENCY = rf"""(?: {_NAMED_AGENCY} |
    [\u4e00-\u9fff]{{2,8}}(?:通讯社|日报|晚报|时报|早报|快报|新闻网|广播电台|电视台|电台) )"""
# Every name of an agency, and of a paper that a place is named before (本报, 平阳报), has one of
# these or is 新越南. Most lines have none where it must stand, which is quickly seen.
_NAMED = "社网报台线声闻本客VB"

RELATED_HEAD = re.compile(
    r"""^[\s*#>》▶►■◆●☆★【\[(（「|｜-]* (?:
        (?: 查?看?更多 | 更多(?:新闻|内容|报道|资讯|文章|相关\w{0,4}|精彩\w{0,4}|消息) )
      | (?: 相关 | 延伸 | 推荐 | 扩展 | 拓展 | 关联 | 同类 | 其他 | 其它 | 热门 | 最新 | 热点 |
          精彩 | 往期
          | 精选 | 深度 | 编辑 | 今日 | 本周 | 本日 | 上一 | 下一 | 同主题 )
        (?: 新闻 | 阅读 | 报道 | 文章 | 链接 | 推荐 | 内容 | 资讯 | 专题 | 消息 | 推送 | 回顾 |
            精选 | 排行 | 话题
          | 视频 | 图片 | 热文 | 条目 | 搜索 | 篇 | 热点 | 热榜 | 信息 | 主题 )+
      | (?: 猜你喜欢 | 为[您你]推荐 | [您你]可能(?:也|还)?(?:感兴趣|喜欢|想看)\w{0,6} | 大家都在看
          | 大家(?:都)?爱看 | 排行榜 | 点击排行\w{0,2} | 阅读排行\w{0,2} | 新闻排行\w{0,2} |
              人气排行 | 热搜榜?
          | 还有更多 | 继续阅读 | 看了又看 | 编辑精选 | 主编推荐 | 热读 | 热点推荐 | 推荐给[您你]
          | 更多\S{0,8}(?:新闻|报道|内容|文章) | 同一?专题\w{0,4} | 不要错过 |
              你可能错过\w{0,4} )
      | (?: Related(?:\s(?:news|articles?|stories|posts|content))? |
          More(?:\s(?:news|stories|on\s.{1,30}))?
          | Read\smore | See\salso | You\smay\s(?:also\s)?like | Recommended |
              Most\s(?:read|viewed) | Latest(?:\snews)?
          | Tin\s(?:liên\squan|mới(?:\snhất)?|khác|cùng\schuyên\smục|đọc\snhiều) | Xem\sthêm |
              Đọc\sthêm
          | Các\stin\skhác | Bài\sliên\squan | Có\sthể\sbạn\squan\stâm )
    ) [\s】\])）」>》|｜*]* (?: [:：] (?P<rest>.*) | [>》…\.]* )$""",
    re.VERBOSE | re.IGNORECASE,
)

END_MARK = re.compile(
    r"""(?= [(（【\[\s\-—–=*■□◆◇●▇█※\#/.全E] )  # nothing else begins one: most places end here
    (?:
        # 1 (完)
        [(（【\[] \s* (?: 全?文?完(?:毕|结)? | 本文完 | 完稿 | END | 终 | Hết ) \s* [)）】\]]
      # 2 (越通社-VNA)
      | [(（] \s* (?: 越通社|新华社|中新社|中央社|VNA|VOV\w*|TTXVN|VNP ) (?: \s*[-–—/]\s*
          [^()（）]{1,12} )? \s* [)）]
      # 3 - 完 -
      | (?<=[。！？!?”」』]) \s* [-—–=*]{1,4} \s* (?: 完 | END ) \s* [-—–=*]{1,4}
      # 4 ■ ./.
      | (?<=[。！？!?”」』]) \s* [■□◆◇●▇█※#] | (?<=[。！？!?”」』]) \s* /\. | \./\.
      | (?<=[。！？!?”」』]) \s* (?: 全文完 | END )
    ) \s* [。.]? $""",
    re.VERBOSE | re.IGNORECASE,
)
# The last characters of whatever END_MARK, EDITOR_TAIL or NOTE_TAIL finds: a look at these is
# quicker than at all the places where one may begin, and nearly every paragraph has none.
SIGNED = re.compile(r"[)）】\]\-—–=*■□◆◇●▇█※#/完Dd][\s\d。.]*$")
_SIGNS = ")）】]-—–=*■□◆◇●▇█※#/完Dd"
END_LINE = re.compile(
    r"^[\s\-—–=*_~·.。#<>/(（【\[]*(?:全?文?完(?:毕|结)?|本文完|THE END|END"
    r"|终)[\s\-—–=*_~·.。#<>/)）】\]]*$",
    re.IGNORECASE,
)
# What editors sign with at the foot: （责编：张三、李四）, （編輯：陳怡）1130617, 编译：…
EDITOR = re.compile(
    r"""^[(（\[【]? \s* (?: 责任?编辑? | 责编 | 编辑 | 编译 | 编审 | 审核 | 审校 | 校对 | 校审 |
        监制 | 值班编委 | 翻译 | 译者
        | 核稿(?:编辑|人)? | 责任校对 | 撰稿 | 撰文 | 文字 | 采编 | 统筹 | 策划 | 终审 | 初审 |
            复审 | 一审 | 二审 | 三审
        | 本文(?:责编|编辑|来源) | 来源 | 稿源 | 文章来源 | 消息来源 | 信息来源 | 记者 | 通讯员 |
            实习生 | 作者 | 摄影 | Editor | By | Source | Nguồn )
        \s* [:：/丨|] \s* .{0,80} $""",
    re.VERBOSE | re.IGNORECASE,
)
EDITOR_TAIL = re.compile(
    r"""[(（\[【] \s* (?: 责任?编辑? | 责编 | 编辑 | 编译 | 编审 | 核稿 | 翻译 | 译者 | 校对 |
        审校 | 实习编辑 | 来源 | 本报记者 )
        \s* [:：/]? [^()（）\[\]【】。]{0,60} [)）\]】] \s* \d{0,8} \s* $""",
    re.VERBOSE,
)
# 本报记者 张三 李四 · 文/张三
BYLINE = re.compile(
    r"""^[◎●□■\s(（【]* (?:
        (?: 本[报网刊社台] | [\u4e00-\u9fff]{0,8} ) (?: 特派 | 特约 | 驻[\u4e00-\u9fff]{1,6} |
            见习 | 实习 )?
        (?: 记者 | 通讯员 | 评论员 | 特约撰稿人 ) \s? [:：]? \s? [\u4e00-\u9fff·]{2,6} (?:
            [\s、,，] \s? [\u4e00-\u9fff·]{2,6} ){0,5}
      | (?: 文 | 图 | 文图 | 图文 | 撰文 | 整理 ) \s? [/／|丨｜] \s? .{2,24}
      ) [)）】\s]* $""",
    re.VERBOSE,
)
AGENCY_LINE = re.compile(
    rf"""^ (?= [^{_NAMED}]*+[{_NAMED}] | (?s: . )* 新越南 )
        [\s(（【\[—–-]* (?: (?:文章|信息|消息)?来源 | 稿源 | 出处 | 据 | Nguồn | Source )? [\s:：]*
        {_AGENCY} (?: [\s/·、,，-]* (?: {_AGENCY} | VNA | 记者\S{{2,8}} | 讯 | 电 ) ){{0,2}}
             [\s)）】\]—–-]*$""",
    re.VERBOSE,
)

_DAY = r"(?: (?:\d{4}年)? \s? (?:\d{1,2}月)? \s? \d{1,2}日 | \d{1,2}/\d{1,2} )"
_DASH = r"(?: \s* [-–—―─]{2,4} | \s+ [-–—―─] | [–—―─] )"
_NOTE = r"(?: \s? [(（] [^()（）。]{1,40} [)）] )"
_PLACE = r"(?: [\u4e00-\u9fff·]{2,10} )"
# The same where what follows is no such character: then a shorter one cannot be right either.
_WHOLE_PLACE = r"(?: [\u4e00-\u9fff·]{2,10}+ )"
_CAPITAL = """(?: 河内 | 胡志明市 | 岘港 | 北京 | 上海 | 香港 | 台北 | 金边 | 万象 | 曼谷 | 雅加达
    | 吉隆坡 | 新加坡 | 马尼拉 | 东京 | 首尔
    | 华盛顿 | 纽约 | 莫斯科 | 巴黎 | 伦敦 | 柏林 | 布鲁塞尔 | 日内瓦 | 堪培拉 | 新德里 )"""
# The dateline that opens an article's first paragraph.
DATELINE = re.compile(
    rf"""^ (?:
        # 1 【记者王小明/台北报导】 【本报讯】
        [【〔\[] [^【】〔〕\[\]。]{{0,30}}
        (?: 讯 | 报[道导] | 电 | 综合 | 专访 | 编译 | 记者[^【】〔〕\[\]。]{{0,14}} | 社 | 报 | 网
            | 新闻 | 消息 )
        [^【】〔〕\[\]。]{{0,4}} [】〕\]] [:：]?
        # 2 (中央社记者王小明台北17日电) (早报讯) (VOVWORLD)- (平阳报)
      | [(（] \s* (?: [^()（）。,，]{{0,30}} (?: 讯 | 电 | 报[道导] )
                    | {_AGENCY} [^()（）。]{{0,16}}
                    | [^()（）。,，\d]{{2,8}} (?: 报 | 网 | 台 | 社 ) ) \s* [)）] \s* [-–—:：]*
      # 3 to 5 begin with a name, which ends within fifteen characters
      | (?= [^{_NAMED}]{{0,15}}+ [{_NAMED}] | (?: 据 \s? )? 新越南 ) (?:
        # 3 新华社北京1月2日电(记者张三) 越通社河内12月2日讯 本报河内12日电
        (?: 据 \s? )? (?: {_AGENCY} | {_PLACE}(?:社|报|网) | 本[报网刊台社] ) \s? {_PLACE}?? \s?
          {_DAY}
        \s? (?: (?: 综合 | 专 | 外 )? 电 | 讯 | 消息 | 报[道导](?=\s?[:：(（—-]) | (?={_DASH}) )
        {_NOTE}? (?: \s? [:：] | {_DASH} )?
        # 4 央视网消息(新闻联播): 本报讯(记者张三) 国际在线报道(记者 张三):
      | (?: {_AGENCY} | 本[报网刊台社] | {_PLACE}(?:网|报|客户端) )
        (?: 消息 (?: {_NOTE} \s? [:：]? | \s? [:：] ) | 快?讯 {_NOTE}? \s? [:：]? | (?: 报[道导] |
            记者\S{{0,8}}报[道导] ) {_NOTE}? \s? [:：] )
        # 5 越通社河内—— 越通社河内(记者 张三)—— 越通社:
      | (?: {_AGENCY} ) \s? {_PLACE}?? {_NOTE}? (?: {_DASH} | \s? - (?=\s|\d|[\u4e00-\u9fff]) |
          (?<=[)）社]) \s? [:：] )
        )
        # 6 记者王小明/台北报导   河内(越通社)—— 河内（VNA）-
      | 记者 [\u4e00-\u9fff]{{2,4}} [/／] [\u4e00-\u9fff]{{2,6}} 报[道导] (?= \s | $ )
      | {_WHOLE_PLACE} \s? [(（] \s? {_AGENCY} [^()（）。]{{0,12}} [)）] \s* [-–—:：]*
        # 7 雅加达 -   河内——   河内12月2日电
      | {_WHOLE_PLACE} \s+ [-–—]{{1,2}} (?= \s | $ ) | {_CAPITAL} (?: [,，]?\s? {_DAY} )? (?: {_DASH} |
          (?<=日) \s? [电讯] ) {_NOTE}?
    ) \s* """,
    re.VERBOSE,
)

# Who took a picture, in the words of the page.
_CREDIT = r"""(?:
      图\s?[/／|·•自为:：]\s?\S.{0,20} |
          (?:图片?|照片|相片|影像|图像)\s?(?:来源|提供|出处|源)?\s?[:：,，/／]\s?\S.{0,25} |
          [图图]源\s?[:：]?\S.{0,20}
    | (?:资料|档案|网[上络]|示意|翻[拍摄]|视频|合成|官方)\s?(?:图片?|照片?|相片?|截图)
    | \S{1,16}(?:供图|提供|供稿)? \s? (?:供图|图片社?|资料照片?|档案照片?) | \S{1,16}\s?[摄撮]影?
        | 新华社(?:发|记者\S{2,4}摄) | \S{2,10}(?:社|报|网)发 | 记者\S{2,6}摄影?
    | (?:Photo|Image|Ảnh|Nguồn ảnh|Credit|Source)\s?[:：]?.{0,30} |
        (?:AP|AFP|Reuters|EPA|Getty(?:\sImages)?|VNA|TTXVN|Vietnam\+)
    )"""
CAPTION_HEAD = re.compile(
    r"""^ \s* [(（\[【]? \s* (?:
        附图 | 资料图片? | 资料照片? | 图为 | [上下左右本]图 | 图说 | 图解 | 图片说明 | 图像?来源
            | 图片来源 | 图像?加注文字 | 图像?说明
      | 图片? \s? [:：/／|丨] | 配图 | 题图 | 封面图 | 示意图 | 制图 | 图\d{1,2} [:：.、\s] | 照片
          [:：] | 摄影 [:：] | (?:视频)?截图 [:：\s]
      | ▲ | △ | ▼ | ▽ | ◢ | ◤ | ↑ | ↓ | Photo\b | Ảnh\b | Image\b | leftcenterrightdel )""",
    re.VERBOSE | re.IGNORECASE,
)
# Every credit has one of these; the first characters of them all are asked first.
CREDITING = re.compile(
    r"""(?= [图照摄撮影相料案上络意拍频成方社报网发资piảcsaregvt] ) (?:
        [图照摄撮] | 影像 | 相片 | [料案上络意拍摄频成方] \s? 相 | [社报网] 发
      | (?: 发 | 资料 ) \s* [)）] | Photo | Image | Ảnh | Credit | Source
      | AP | AFP | Reuters | EPA | Getty | VNA | TTXVN | Vietnam\+
    )""",
    re.VERBOSE | re.IGNORECASE,
)
CAPTION_TAIL = re.compile(
    rf"""(?:
        # 1 a credit behind the words
        [。！!?？”」)）\s,，；;] {_CREDIT} [)）\]】。.\s]* $
      # 2 a credit in brackets
      | [(（【\[] \s* {_CREDIT} \s* [)）】\]] \s* 。? $
      | [(（] \s* [^()（）]{{0,14}} (?:摄|供图|图|资料|发|图片) \s* [)）] \s* 。? $
      | (?:图自|图源)\S{{2,20}} $
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Without these a line of several sentences is no caption, whatever it ends with.
CAPTION_SURE = re.compile(
    r"\s*[(（\[【]?\s*(?:附图|资料图|图为|图说|图片说明|图像?来源|图像?加注|▲|△|▼|◢|◤)"
    r"|\s*leftcenterrightdel|!\["
)
# The page counts its pictures: ảnh 1
PICTURE_COUNT = re.compile(r"\bảnh\s*\d")
CREDIT_AT_END = re.compile(r"图自\S{2,20}$")

_DATE = r"""(?: (?:19|20)\d\d \s? [-/.年] \s? \d{1,2} \s? (?: [-/.月] \s? \d{1,2} \s? 日? )? |
    \d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d )"""
_TIME = r"""(?: \d{1,2} : \d\d (?: : \d\d )? (?: \s? (?:GMT|UTC)? [+-]\d{1,4} | \s? [AP]M )? )"""
TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)|(?<=[日\s])(?:星期|周)[一二三四五六日天]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
METADATA = re.compile(
    rf"""^ (?:
        [\[(（【|｜\s]* (?: (?:date | published | updated | posted | time | created |
            last\smodified | Cập\snhật | Ngày | Đăng | Thứ\s\S+ | 星期[一二三四五六日天] |
            周[一二三四五六日]
            |
                (?:(?:文章|新闻|信息)?(?:最后|首次)?(?:发布|发表|更新|上传|刊登|发稿|出版|成文|印发|来稿|录入|编辑)(?:日期|时间|于)?)
                | 时间 | 日期 ) [\s:：|,，于-]* )?
          (?: 星期[一二三四五六日天][,，\s]* | Thứ\s\S+[,，\s]+ | \w+day[,，]?\s+ )?
          {_DATE} [\s|,，T-]* (?: \(?(?:星期|周)[一二三四五六日天]\)? )? [\s|,，-]* {_TIME}?
              [\s|,，)）】\]-]*
          # 1 date line
          (?: [\s|｜]* (?: 来源 | 作者 | 记者 | 编辑 | 责编 | 分享 | 字号 | 字体 | 阅读 | 浏览 |
              点击 | 评论 | 更新 | Z | [\u4e00-\u9fff]{{2,8}}(?:社|网|报|台)(?![\u4e00-\u9fff]) )
              .{{0,80}} )?
      | (?: 来源 | 作者 | 记者 | 责任?编辑 | 责编 | 编辑 | 文 | 撰文 | 撰稿 | 栏目 | 分类 | 频道 |
          字号 | 字体(?:大小)? | 浏览(?:次数|量)? | 点击(?:数|量|率)? | 阅读(?:数|量|次数)? |
          访问(?:量|次数) | 原标题 | 原题
          | 标签 | 关键[词字] | 主题词? | 索引号 | 文号 | 发文(?:字号|机关|机构) | 公文种类 |
              主题分类 | 信息分类 | 有效性 | 来源链接 | 原文链接 | 链接 | 网址 |
              本文(?:网址|链接|地址) | 电头 | 语言
          | 发布(?:机构|单位|人|者|时间|日期) | 更新(?:时间|日期)? | 时间 | 日期 | Author | Source
              | Tags? | Keywords? | Category | URL | Link | By | Từ\skhóa | Tác\sgiả | Nguồn |
              title | published | accessed | publisher | description | lang(?:uage)? )
        # 2 field: value
        \s* [:：]  .{{0,160}}
      # 3 counts and ages
      | [\d,]+ \s* (?: 次?(?:阅读|浏览|点击|观看|播放|评论|人看过|分享) | (?:小时|分钟|天|日)前 )
      | (?: 原创 | 首发 ) \s .{{1,40}}
      # 4 the printed page
      | .{{0,24}} 《 \s? \S{{1,10}} \s? 》? \s? [（(] .{{0,30}} 版 .{{0,12}} [)）]
    ) $""",
    re.VERBOSE | re.IGNORECASE,
)

# Words of the page, not of the article.
CHROME = re.compile(
    r"""^[\s\[【(（|｜>»›·•*#/-]* (?: (?:
        首页 | 主页 | 网站?首页 | 返回(?:首页|顶部|列表|目录|上一页)? | 回到?顶部 | 顶部 |
            打印(?:本页|本文)? | 列印 | 关闭(?:窗口|本页)? | 放大\s?缩小\s?(?:全文复制)? |
                全文复制 | 收藏(?:本文)? |
            分享(?:到|至|让更多人看到|本文|给\S{0,6})? .{0,20} | 转发 | 点赞 | 在看 |
            评论(?:区|\(\d+\)|\d*)? | 我要评论
      | 发表评论 | 网友评论 | 全部评论 | 登[录入陆] | 注册 | 登出 | 订阅\S{0,10} |
          关注(?:我们|公众号|\S{0,8}) | 扫码\S{0,20} | 扫一扫\S{0,20} | 长按\S{0,20} |
          微信(?:扫一扫|公众号|分享|好友)?\S{0,12} | 微博 | 朋友圈 | QQ空间 | 脸书 | 推特 |
          复制链接 | 客户端下载 | 下载\S{0,10}(?:客户端|APP)
      | 查看原文 | 阅读原文 | 原文链接 | 点击(?:查看|阅读|进入|下载|这里|此处)\S{0,12} |
          展开(?:全文)? | 收起 | 阅读全文 | 全文阅读 | 上一[篇条页] .{0,60} | 下一[篇条页] .{0,60}
          | 听新闻 | 收听 | 播放 | 语音播报 | 简体(?:中文)? | 繁[体體](?:中文)? | 中文 | English |
          Tiếng\sViệt | 大\s中\s小 | 小字号 | 大字号 | 字号.{0,12}
      | 联系我们 | 关于我们 | 网站地图 | 免责声明.{0,60} | 隐私(?:政策|声明) | 使用(?:条款|条件) |
          广告(?:服务|合作|刊登)? | 招聘 | 投稿 | 加入我们 | 法律声明 | 友情链接.{0,20} |
          您?当前的?位置.{0,60} | 您?现?在的?位置.{0,60} | 所在位置.{0,60} | 当前位置.{0,60} |
          搜索 | 检索 | 菜单 | 目录 | 导航 | 更多 | 正文 | 热线 | 移动版 | 电脑版 | 无障碍 |
          繁體版 | 手机版 | 电子报 | 专题 | 视频 | 图片 | 滚动 | 直播
      ) (?: [\s|｜>»›·•/、)）\]】-]+ | $ ) )+ $""",
    re.VERBOSE | re.IGNORECASE,
)
# A line with one of these words speaks of the page.
CHROME_WORDS = re.compile(
    r"""版权所有 | 版权归 | 版权声明 | Copyright | copyright | COPYRIGHT | © | ICP[备证] | 公网安备
      | Rights\s[Rr]eserved | rights\s[Rr]eserved | 转载请 | 举报电话
      | 不良信息 | 客服电话 | 客服热线 | 投稿邮箱 | javascript: | function\( | document\. |
          仅代表作者 | 不代表本
      | 许可证编号 | 未经(?:授权|许可|书面) | 浏览器版本过低 | 使用\s?[Cc]ookie""",
    re.VERBOSE,
)
# The page asks its reader for something; every appeal has one of the words of APPEALING.
APPEALING = re.compile("请|欢迎|立即|点击|长按|扫|快来|更多|本文|二维码")
APPEAL = re.compile(
    r"""(?: 请 | 欢迎 | 立即 | 点击 | 长按 | 扫码 | 扫描 | 扫一扫 | 快来 | 更多 ) [^。]{0,14}
        (?: 加入 | 成为 | 订阅 | 关注 | 下载 | 识别 | 登录 | 二维码 ) [^。]{0,20}
        (?: 会员 | 订户 | 公众号 | 频道 | 二维码 | 客户端 | APP | 通讯 | 账号 | 我们 | 微信 | 微博 )
      | 本文.{0,6}(?: 机器 | 人工智能 | AI ).{0,4}(?: 翻译 | 生成 )
      | 点击.{0,10}蓝字 | [扫长].{0,8}二维码""",
    re.VERBOSE | re.IGNORECASE,
)
# A note in brackets that sends the reader elsewhere: （相关新闻刊A3）（下转第三版）
SEE_ALSO = re.compile(
    r"^[(（\[【]\s*(?:相关(?:新闻|报[道导]|文章|内容)|下转|上接|详见|全文(?:见|刊)"
    r"|更多(?:内容|报[道导]))[^()（）\[\]【】。]{0,30}[)）\]】]\s*[。]?$"
)
# The same inside a paragraph; with a colon it names the other story.
SEE_ALSO_INSIDE = re.compile(
    r"""[(（\[【] \s* (?:
        (?: 相关(?:新闻|报[道导]|文章|内容|阅读|链接) | 延伸阅读 | 推荐阅读 |
            更多(?:新闻|报[道导]) ) (?P<story> \s? [:：] )? [^()（）\[\]【】]{0,120}
      | (?: 下转 | 上接 | 详见(?=第|本报|\w版) | 全文(?:见|刊) ) [^()（）\[\]【】]{0,40}
    ) [)）\]】]""",
    re.VERBOSE,
)
LIST_ITEM = re.compile(
    r"^(?:[-–—•·●▪◦○◆■□★*+>]\s+\S|[-–—•·●▪◦○◆■](?![-–—])\S|\d{1,2}[.、)）．]\s*\S"
    r"|[(（]\d{1,2}[)）]\s*\S|[①-⑳]|[a-z][.)]\s)"
)
NUMBERED_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十\d]{1,3}[章节部分]|\d{1,2}[.、．])\s*\S"
)
HEADING_MARK = re.compile(r"^(?:#{1,6}\s+|[*＊]{1,2}\s?(?!\*)|[■◆●▲▶►◎☆★※]\s?|【)(?=\S)")
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^\[[^\[\]\n]{0,60}\]\([^()\s]*\)$", re.IGNORECASE)
RULE = re.compile(r"^[\s\-—–=*_~·•.。+#|<>…☆★▼▲]+$")
ERROR_PAGE = re.compile(
    r"\b(?:404|403|500|502|503)\b.{0,40}(?:not found|error|forbidden|错误|未找到|不存在"
    r"|bad gateway|unavailable)"
    r"|(?:页面|网页|文章|内容|您访问的\S{0,8}|您请求的\S{0,8})\S{0,6}(?:不存在|未找到"
    r"|找不到|已(?:被)?删除|无法(?:显示|访问|找到)|已下架|走丢了?)"
    r"|not found|access denied|服务器(?:内部)?错误|请(?:启用|开启)\s?javascript|enable javascript",
    re.IGNORECASE,
)
# A note of the page in brackets at the end of a paragraph.
BRACKET_ENDS = ")）】]"
NOTE_TAIL = re.compile(
    r"[(（【\[]\s*(?:注|备注|编者按|编者注|声明|本文"
    r"|译注)\s*[:：]?[^()（）【】\[\]]{2,80}[)）】\]]\s*$"
)


def is_signed(plain: str, start: int, end: int) -> bool:
    """Tell whether SIGNED is found in ``plain[start:end]``."""
    last = plain[start:end].rstrip("。. 0123456789")[-1:]
    if last.isspace() or last.isdecimal():  # of another sort
        return SIGNED.search(plain, start, end) is not None
    return last != "" and last in _SIGNS


# In UTF-16 the first byte of a character tells whether it is Chinese: 34 to 9F, as in _HAN. Those
# beyond U+FFFF begin with D8: where one stands, the characters themselves are looked at.
_NOT_HAN = bytes(byte for byte in range(256) if not 0x34 <= byte <= 0x9F)


def count_han(plain: str) -> int:
    """Return the number of Chinese characters."""
    first_bytes = plain.encode("utf-16-be", "surrogatepass")[::2]
    if b"\xd8" in first_bytes:
        return len("".join(HAN_RUN.findall(plain)))
    return len(first_bytes.translate(None, _NOT_HAN))
