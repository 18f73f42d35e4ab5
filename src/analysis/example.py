"""A small study of invented articles, to try things out on."""

import atexit
import shutil
import tempfile
from pathlib import Path

from analysis.study import Study, new_study, open_study

# A plan with a misprinted year, a report that counts from its own date, and a table of clippings.
ARTICLES = {
    "plan.txt": """青岚市公布数字经济行动计划

青岚市政府近日公布行动计划，提出到2027年数字经济占GDP的比重达到25%，到2030年达到35%。

*主要任务

按照计划，到2082年全市家庭光纤宽带覆盖率达到95%，四级在线公共服务比例达到100%。计划还要求加强网络安全和个人信息保护。（完）

更多

邻省：到2045年建成数字强省
""",
    "broadband.md": """# 青岚市明年将新建基站八百座

青岚市通信管理局表示，今年全市互联网普及率为78%，明年将新建5G基站800座，力争到2026年普及率达到85%。

专家认为，农村地区的网络速度仍然偏低，数字技能培训也应跟上。
""",
    "clippings.csv": """title,published,publisher,text
青岚市与邻市签署合作协议,2024-07-02,青岚晚报,两市签署数字化转型合作协议，将交流电子政务经验，共同培训公务员。
青岚市电商增长,2024-08-15,青岚晚报,上半年全市网络零售额同比增长12%。市商务局预计，到2025年网络零售额将占零售总额的20%。
""",
    "sources.csv": """file,url,publisher,published,accessed,license,note
plan.txt,https://example.org/plan,青岚日报,2024-05-10,2025-01-02,,invented
broadband.md,https://example.org/broadband,青岚日报,2024-06,2025-01-02,,invented
""",
}


def example_study() -> Study:
    """Make a study of four invented articles in a temporary folder, and open it.

    It is made afresh each time and goes with the session: try on it what you would not try on
    your own. One of its articles misprints a year.
    """
    folder = tempfile.mkdtemp(prefix="analysis-example-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    paths = new_study(Path(folder) / "study")
    for name, text in ARTICLES.items():
        (paths.raw / name).write_text(text, encoding="utf-8", newline="\n")
    return open_study(paths.root)
