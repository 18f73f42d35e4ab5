from analysis.corpus import parse_article

LEDE = "河内市政府8日召开会议,部署明年数字化转型工作。会议由市长主持。"
PAGE = f"""河内市部署明年数字化转型工作

{LEDE}
河内市部署明年数字化转型工作 ảnh 1会议现场。图自越通社

越通社河内——{LEDE}

*到2030年的目标

会议提出:“到2030年达到80%！”各区要改进服务;居民少跑一趟。占比达3.5个百分点

市长问,钱从哪里来？（掌声）答案是合作。

*保障措施

加强领导。(完)

越通社

更多

到2130年达到100%。
"""


def test_sentences_know_zone_heading_and_place():
    sentences = parse_article(PAGE).sentences
    assert [(s.zone, s.heading, s.text) for s in sentences] == [
        ("title", "", "河内市部署明年数字化转型工作"),
        ("lede", "", "河内市政府8日召开会议,部署明年数字化转型工作。"),
        ("lede", "", "会议由市长主持。"),
        ("body", "", "河内市政府8日召开会议,部署明年数字化转型工作。"),
        ("body", "", "会议由市长主持。"),
        ("heading", "", "*到2030年的目标"),
        ("body", "到2030年的目标", "会议提出:“到2030年达到80%！”"),
        ("body", "到2030年的目标", "各区要改进服务;居民少跑一趟。"),
        ("body", "到2030年的目标", "占比达3.5个百分点"),
        ("body", "到2030年的目标", "市长问,钱从哪里来？"),
        ("body", "到2030年的目标", "（掌声）答案是合作。"),
        ("heading", "", "*保障措施"),
        ("body", "保障措施", "加强领导。"),
    ]
    assert [s.sentence_no for s in sentences] == list(range(1, 14))


def test_a_lede_printed_again_repeats_sentence_by_sentence():
    repeats = {s.sentence_no: s.repeat_of_sentence for s in parse_article(PAGE).sentences}
    assert repeats[2] == 4
    assert [no for no, other in repeats.items() if other] == [2, 3] or repeats[3] is None


def test_a_lede_repeats_in_other_width_and_within_a_longer_sentence():
    page = PAGE.replace(
        f"越通社河内——{LEDE}",
        "越通社河内——河内市政府8日召开会议，部署明年数字化转型工作，并听取报告。",
    )
    repeats = {s.sentence_no: s.repeat_of_sentence for s in parse_article(page).sentences}
    assert repeats[2] == 4


def test_tags_inside_a_sentence_do_not_part_it_and_blocks_do():
    page = '<p>到<b title="。">2030</b>年<!-- ！ -->达到\n80%<br>其中农村占一半，城市占一半。</p><p>会议强调合作。</p>'
    article = parse_article(page)
    assert [s.text for s in article.sentences] == [
        '到<b title="。">2030</b>年<!-- ！ -->达到\n80%',
        "其中农村占一半，城市占一半。",
        "会议强调合作。",
    ]
    assert [z.zone for z in article.zones].count("noise") >= 5
