"""Which money a bare 元 is."""

_TAIWAN = (
    *("台币", "行政院", "台湾", "台北", "民国", "国发会", "数位发展", "立法院", "经济部", "农委会"),
)
_HONG_KONG = ("港元", "港币", "香港", "特区政府", "港府", "立法会", "本港")
_MACAU = ("澳门币", "澳门元", "葡币")
_MAINLAND = ("人民币", "国务院", "全省", "内地", "大陆", "中国")


def yuan_of(text: str, *, script: str = "") -> str:
    """Return what a bare 元 means in folded ``text``: ``CNY``, ``TWD``, ``HKD`` or ``MOP``.

    Give the whole text of an article: it is MOP where the text names that money, TWD or HKD where
    the text speaks more often of the institutions and money of Taiwan or Hong Kong than of those
    of the mainland. A text in Traditional characters (``script="hant"``) that speaks of none is
    taken for one of Taiwan.
    """
    if any(name in text for name in _MACAU):
        return "MOP"
    taiwan, hong_kong, mainland = (
        sum(map(text.count, told)) for told in (_TAIWAN, _HONG_KONG, _MAINLAND)
    )
    if max(taiwan, hong_kong) <= mainland:
        return "TWD" if script == "hant" and not mainland else "CNY"
    return "TWD" if taiwan >= hong_kong else "HKD"
