"""The codebook for archives and programs: DDI-Codebook 2.5."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from leadsurvey.analysis.findings import Findings
from leadsurvey.report.dataset import naming
from leadsurvey.report.dataset.about import READ
from leadsurvey.report.dataset.table import Table, Variable, plain

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def ddi(findings: Findings, facts: Mapping[str, str], files: Mapping[str, Table]) -> bytes:
    """The codebook of tables by the names of their CSV files."""
    root = Element(
        "codeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "version": "2.5",
            "xml:lang": "en",
        },
    )
    _study(root, findings, facts)
    for number, (name, table) in enumerate(files.items(), 1):
        _file(root, number, name, table)
    data = SubElement(root, "dataDscr")
    for number, table in enumerate(files.values(), 1):
        for place, variable in enumerate(table.variables):
            _variable(data, f"F{number}", f"F{number}V{place + 1}", table, variable)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _study(root: Element, findings: Findings, facts: Mapping[str, str]) -> None:
    study = SubElement(root, "stdyDscr")
    _citation(study, findings, facts)
    info = SubElement(study, "stdyInfo")
    subject = SubElement(info, "subject")
    for capability in findings.capabilities:
        _say(subject, "keyword", plain(capability.title))
    _say(info, "abstract", "\n".join(f"{name}: {fact}" for name, fact in facts.items()))
    summary = SubElement(info, "sumDscr")
    _say(summary, "collDate", facts["First day"], date=facts["First day"], event="start")
    _say(summary, "collDate", facts["Last day"], date=facts["Last day"], event="end")
    _say(summary, "anlyUnit", "Groups of people: a level of a unit of the organisation")
    levels = "; ".join(plain(level.title) for level in findings.levels)
    _say(summary, "universe", f"People of {facts['Organisation']}: {levels}")
    _say(summary, "dataKind", "Aggregate data")
    access = SubElement(SubElement(study, "dataAccs"), "useStmt")
    _say(access, "conditions", READ)


def _citation(study: Element, findings: Findings, facts: Mapping[str, str]) -> None:
    citation = SubElement(study, "citation")
    titles = SubElement(citation, "titlStmt")
    simulated = " (simulated data)" if findings.simulated else ""
    _say(titles, "titl", f"{facts['Organisation']}: {facts['Title']}, {facts['Round']}{simulated}")
    _say(titles, "IDNo", facts["Release"], agency="leadsurvey")
    _say(SubElement(citation, "rspStmt"), "AuthEnty", facts["Organisation"])
    _say(SubElement(citation, "prodStmt"), "prodDate", facts["Released"], date=facts["Released"])
    _say(SubElement(citation, "verStmt"), "version", facts["Release"], date=facts["Released"], type="release")


def _file(root: Element, number: int, name: str, table: Table) -> None:
    text = SubElement(SubElement(root, "fileDscr", ID=f"F{number}"), "fileTxt")
    _say(text, "fileName", name)
    _say(text, "fileCont", table.title)
    size = SubElement(text, "dimensns")
    _say(size, "caseQnty", str(len(table.rows)))
    _say(size, "varQnty", str(len(table.variables)))
    _say(text, "fileType", "CSV, UTF-8")


def _variable(data: Element, file: str, key: str, table: Table, variable: Variable) -> None:
    is_text = naming.is_text(variable)
    interval = "discrete" if variable.codes or is_text else "contin"
    told = SubElement(data, "var", ID=key, name=variable.name, files=file, intrvl=interval)
    _say(told, "labl", naming.label(variable), level="variable")
    _range(told, table, variable)
    _categories(told, variable)
    if variable.withheld_by:
        by = variable.withheld_by
        _say(told, "codInstr", f"Empty where it is withheld, and {by} says why; in SPSS files the reason's number.")
    _say(told, "varFormat", None, type="character" if is_text else "numeric", schema="other")


def _range(told: Element, table: Table, variable: Variable) -> None:
    """The lowest and highest value that is told, and the numbers that are none."""
    place = table.variables.index(variable)
    numbers = (row[place] for row in table.rows)
    values = [each for each in numbers if isinstance(each, int | float) and each not in variable.missing]
    if values:
        bounds = SubElement(told, "valrng")
        SubElement(bounds, "range", min=str(min(values)), max=str(max(values)))
    if variable.missing:
        unfit = SubElement(told, "invalrng")
        for number in variable.missing:
            SubElement(unfit, "item", VALUE=str(number))


def _categories(told: Element, variable: Variable) -> None:
    for code, meaning in {**(variable.codes.meanings if variable.codes else {}), **variable.missing}.items():
        category = SubElement(told, "catgry", missing="Y" if code in variable.missing else "N")
        _say(category, "catValu", str(code))
        _say(category, "labl", meaning, level="category")


def _say(parent: Element, tag: str, text: str | None, **attributes: Any) -> None:
    SubElement(parent, tag, attributes).text = text
