"""A carried form as a questionnaire file and its translations; nothing that is there is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from leadsurvey.languages import catalogue as po
from leadsurvey.languages.catalogue import Catalogue, Message
from leadsurvey.languages.locales import called
from leadsurvey.questionnaire import translate
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.load import load
from leadsurvey.questionnaire.problems import FaultyFileError
from leadsurvey.questionnaire.prose import passages
from leadsurvey.questionnaire.xlsform.carry import Carried, Carrier, Group
from leadsurvey.questionnaire.xlsform.left import Left
from leadsurvey.questionnaire.xlsform.said import Said, at
from leadsurvey.questionnaire.xlsform.scales import named
from leadsurvey.questionnaire.xlsform.sheets import Form, read
from leadsurvey.questionnaire.xlsform.text import as_yaml
from leadsurvey.questionnaire.xlsform.workbook import FormProblem

SOURCE = "en"  # the language of a form that names none


@dataclass(frozen=True)
class Imported:
    """What came of a form."""

    files: tuple[Path, ...]
    keys: QuestionnaireKeys
    left: tuple[str, ...]  # what was left out or changed, one line each


def bring_in(path: Path, out: Path) -> Imported:
    """Write the questionnaire that a form makes, and a PO file for each further language of it.

    Raises FaultyFileError, with nothing written, if the form cannot be read or a file is there already.
    """
    _refuse_overwriting(out)
    form = read(path)
    carrier = Carrier(form)
    carried = carrier.carry()
    codes = _codes(form, carrier.left)
    data = _data(form, carrier, carried, codes)
    if not {"capabilities", "background", "comments", "who_led"} & data.keys():
        fault, cure = "nothing in it can be carried over", "it needs a select_one with 2 to 11 choices, or a text"
        raise FaultyFileError([FormProblem(str(path), 0, "workbook", fault, cure)])
    with TemporaryDirectory(dir=out.parent) as folder:
        draft = Path(folder) / out.name
        draft.write_text(as_yaml(data, carried, path.name), encoding="utf-8")
        keys = _checked(draft, path)
        _write_catalogues(draft, keys, data, codes, carrier.left)
        files = _move(draft, out)
    return Imported(tuple(files), keys, tuple(carrier.left.lines))


def _refuse_overwriting(out: Path) -> None:
    fault = ""
    if out.suffix not in {".yaml", ".yml"}:
        fault = "the name of a questionnaire file ends in .yaml"
    elif out.exists() or any(out.with_suffix("").glob("*.po")):
        fault = "this file, or a translation beside it, is there already; nothing was written"
    if fault:
        raise FaultyFileError([FormProblem(str(out), 0, "output", fault, "name another one with -o")])


def _codes(form: Form, left: Left) -> dict[str, str]:
    """The code of each language by its column's heading, the main one first."""
    main = called(form.language)
    if main is None:
        fault = (
            "the language is not named and was taken for English; correct `language:`, or head it label::French (fr)"
        )
        left.note("survey", 1, fault)
    codes = {form.language: main or SOURCE}
    labels = [row.label for row in form.rows] + [choice.label for each in form.lists.values() for choice in each]
    for heading in dict.fromkeys(heading for label in labels for heading in label):
        code = called(heading)
        if heading in codes:
            continue
        if code is None or code in codes.values():
            left.note("survey", 1, f"the texts under '{heading}' were left out; head them like label::French (fr)")
        else:
            codes[heading] = code
    return codes


# The questionnaire


def _data(form: Form, carrier: Carrier, carried: Carried, codes: Mapping[str, str]) -> dict[str, Any]:
    scales: dict[str, str] = {}
    for name in carried.scales:
        scales[name] = named(name, scales.values(), "scale")
    pages = [(group, _capabilities(group, scales)) for group in carried.groups if group.statements]
    named_pages = _told_apart(pages)
    whole = {
        "questionnaire": named(form.id, (), "imported"),
        "title": carrier.title,
        "language": codes[form.language],
        "levels": {"front": {"title": "Front line"}},
        "scales": {scales[name]: _scale(found) for name, found in carried.scales.items()},
        "capabilities": {name: found for _, capabilities in named_pages for name, found in capabilities.items()},
        "sections": [{"title": group.title, "capabilities": list(found)} for group, found in named_pages],
        "who_led": carried.who_led,
        "background": carried.background,
        "comments": carried.comments,
    }
    return {key: value for key, value in whole.items() if value}


def _scale(found: Any) -> dict[str, Any]:
    return {"options": found.options, **({"opt_out": found.opt_out} if found.opt_out else {})}


def _capabilities(group: Group, scales: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """One capability for each scale that a group's statements are answered on."""
    found: dict[str, dict[str, Any]] = {}
    for choices, items in group.statements.items():
        name = group.id if not found else f"{group.id}-{scales[choices]}"
        found[name] = {"title": group.title, "scale": scales[choices], "items": items}
    return found


def _told_apart(pages: list[tuple[Group, dict[str, Any]]]) -> list[tuple[Group, dict[str, Any]]]:
    """The same, with no name given twice."""
    taken: set[str] = set()
    told = []
    for group, capabilities in pages:
        apart = {}
        for name, found in capabilities.items():
            apart[own := named(name, taken, "page")] = found
            taken.add(own)
        told.append((group, apart))
    return told


def _checked(draft: Path, path: Path) -> QuestionnaireKeys:
    """What was made of the form passes as `check` would pass it, or is never written."""
    try:
        return load(draft)[1]
    except FaultyFileError as error:
        raise FaultyFileError(
            FormProblem(str(path), 0, "workbook", f"what is made of it has a fault: {found.fault}", found.cure)
            for found in error.problems
        ) from None


# The translations


def _write_catalogues(
    draft: Path, keys: QuestionnaireKeys, data: Mapping[str, Any], codes: Mapping[str, str], left: Left
) -> None:
    asked = translate.template(draft, keys)
    places = {passage.context: passage.place for passage in passages(keys)}
    folder = draft.with_suffix("")
    for heading, code in list(codes.items())[1:]:
        folder.mkdir(exist_ok=True)
        messages = tuple(_translated(message, at(data, places[message.context]), heading) for message in asked.messages)
        po.write(folder / f"{code}.po", Catalogue(code, messages))
        missing = sum(not message.is_translated for message in messages)
        if missing:
            fault = f"{missing} of {len(messages)} texts have no words under '{heading}'; translate them in {code}.po"
            left.note("survey", 1, fault)


def _translated(message: Message, words: Said | None, heading: str) -> Message:
    text = words.others.get(heading, "") if words else ""
    if translate.BRACKETS.findall(text) != translate.BRACKETS.findall(message.source):
        return message
    return replace(message, translations=(text,)) if text else message


def _move(draft: Path, out: Path) -> list[Path]:
    """Bring the drafts to their places; the questionnaire comes last, so that it never stands there alone."""
    folder, drafts = out.with_suffix(""), sorted(draft.with_suffix("").glob("*.po"))
    if drafts:
        folder.mkdir(exist_ok=True)
    files = [found.rename(folder / found.name) for found in drafts]
    return [draft.rename(out), *files]
