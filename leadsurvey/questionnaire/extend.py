"""A questionnaire that builds on another: what it adds, and what is locked.

What the base asks stays as it is, word for word, so that scores may be compared between organisations. An extension
adds levels, capabilities, tasks and the like beside it, and says under its own name what it is for.
"""

from collections.abc import Iterator
from typing import Any

from leadsurvey.questionnaire.fault import Fault, Place

ITS_OWN = {"questionnaire", "version", "title", "purpose", "sources", "history", "minutes", "extends"}
FILLED_IN = {"texts"}  # defaults that an extension, like a round, may replace
ADDED_TO = {
    "levels", "scales", "parts", "stem", "capabilities", "sections", "tasks", "background", "comments",
    "recommendations", "accept",
}  # fmt: skip
NEVER_ITS_OWN = {"bands", "order", "parts"}  # locked also where the base is content with the default
FOR_NEW_LEVELS = {"wording", "stem"}  # what a locked capability may say to a level that the base does not know


def extended(base: dict[str, Any], own: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The data of both files as one, and a fault for each locked entry that the extension touches."""
    base = _written_out(base, own)
    whole = {key: value for key, value in base.items() if key not in ITS_OWN}
    faults: list[Fault] = []
    for key, value in own.items():
        if key in ITS_OWN or (key not in base and not _is_settled(base, key, value)):
            whole[key] = value
        elif key == "stem" and isinstance(value, dict):
            whole[key] = {**base[key], **_for_new_levels(base, value)}
            faults += _locked_levels((key,), base, value)
        elif key in FILLED_IN:
            whole[key] = {**base[key], **value} if isinstance(value, dict) else value
        elif key in ADDED_TO and type(value) is type(base.get(key)):
            whole[key], found = _added((key,), base, base[key], value)
            faults += found
        else:
            faults.append(_locked((key,), base))
    return whole, faults


def _written_out(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The base with what it need not say while it stands alone: its only scale, its pages, a stem that is for all."""
    capabilities = base.get("capabilities", {})
    if len(base.get("scales", {})) == 1:
        named = {"scale": next(iter(base["scales"]))}
        capabilities = {name: {**named, **part} for name, part in capabilities.items()}
    pages = [{"title": part["title"], "capabilities": [name]} for name, part in capabilities.items()]
    stem = base.get("stem", {})
    return {
        **base,
        "capabilities": capabilities,
        "stem": {"all": stem} if isinstance(stem, str) else stem,
        **({"sections": base.get("sections", pages)} if "sections" in own else {}),
    }


def _added(place: Place, base: dict[str, Any], old: Any, new: Any) -> tuple[Any, list[Fault]]:
    """Entries of both; in a mapping, only names that are not there yet."""
    if isinstance(old, list):
        return [*old, *new], []
    whole = dict(old)
    faults: list[Fault] = []
    for name, value in new.items():
        if name not in old:
            whole[name] = value
        elif place == ("capabilities",) and isinstance(value, dict):
            whole[name] = _with_new_levels(base, old[name], value)
            faults += _locked_inside((*place, name), base, value)
        else:
            faults.append(_locked((*place, name), base))
    return whole, faults


def _with_new_levels(base: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A locked capability, put for levels that the base does not know."""
    said = {key: _for_new_levels(base, value) for key, value in new.items() if key in FOR_NEW_LEVELS}
    known = {key: {"all": old[key]} if isinstance(old.get(key), str) else old.get(key, {}) for key in said}
    return {**old, **{key: {**known[key], **value} for key, value in said.items()}}


def _for_new_levels(base: dict[str, Any], value: Any) -> dict[str, Any]:
    return (
        {level: said for level, said in value.items() if level not in base["levels"]} if isinstance(value, dict) else {}
    )


def _locked_inside(place: Place, base: dict[str, Any], new: dict[str, Any]) -> Iterator[Fault]:
    for key, value in new.items():
        if key not in FOR_NEW_LEVELS or not isinstance(value, dict):
            yield _locked((*place, key), base)
        else:
            yield from _locked_levels((*place, key), base, value)


def _locked(place: Place, base: dict[str, Any]) -> Fault:
    fault = f"'{place[-1]}' is locked by '{base['questionnaire']}', so that scores stay comparable"
    return Fault(place, fault, "take it out, or add something of your own under another id", on_key=True)


def _locked_levels(place: Place, base: dict[str, Any], value: dict[str, Any]) -> Iterator[Fault]:
    known = {"all", *base["levels"], *(["self"] if "self" in base.get("stem", {}) else [])}
    return (_locked((*place, level), base) for level in value if level in known)


def _is_settled(base: dict[str, Any], key: str, value: Any) -> bool:
    """Whether the base decides this without a word: its language, bands and parts, a fixed order, tasks to a person."""
    if key == "language":
        return bool(value != "en")
    if key == "tasks_per_person":
        return "tasks" in base
    return key in NEVER_ITS_OWN and bool(base["capabilities"])
