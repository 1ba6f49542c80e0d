"""The lines, marks and words of a chart as text: places to a tenth of a point, letters by what they say."""

import re
from collections.abc import Iterator

from lxml import etree

from leadsurvey.report.charts import Chart

NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
HIDDEN = {"defs", "metadata", "title"}


def geometry(chart: Chart) -> list[str]:
    """A line for each thing drawn, in the order of painting."""
    root = etree.fromstring(chart.svg("").encode())
    return [f"size {chart.width:.1f} {chart.height:.1f}", *_drawn(root)]


def _drawn(node: etree._Element) -> Iterator[str]:
    for child in node:
        if isinstance(child, etree._Comment):
            yield f"word {(child.text or '').strip()} {_place(child.getnext())}"
            continue
        tag = etree.QName(child).localname
        if tag in HIDDEN:
            continue
        if tag == "path" or child.get("x"):  # what has no place of its own is a letter
            yield _shape(tag, child)
        else:
            yield from _drawn(child)


def _place(node: etree._Element | None) -> str:
    return rounded("" if node is None else (node.get("transform") or "").split(")")[0])


def _shape(tag: str, node: etree._Element) -> str:
    colours = re.findall(r"(?:fill|stroke): ?(#\w+|none)", node.get("style") or "")
    where = node.get("d") if tag == "path" else f"{node.get('x')} {node.get('y')}"
    return " ".join([tag, *colours, rounded(" ".join((where or "").split()))])


def rounded(text: str) -> str:
    """The text with each number to a tenth."""
    return NUMBER.sub(lambda found: f"{float(found[0]):.1f}".replace("-0.0", "0.0"), text)


def alike(one: str, other: str, by: float = 0.15) -> bool:
    """Whether two lines say the same, with numbers that differ by no more than this."""
    if NUMBER.split(one) != NUMBER.split(other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(abs(float(first) - float(second)) <= by for first, second in pairs)
