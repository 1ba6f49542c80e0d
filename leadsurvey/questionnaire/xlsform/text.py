"""The data of a questionnaire as YAML with comments, for people who will work on it."""

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from leadsurvey.questionnaire.xlsform.carry import Carried, Group

ABOUT = {
    "levels": "Everybody is asked the same so far. Add levels, such as lead or citizen, and say under\n"
    "`asked:` and `wording:` which of them read what.",
    "scales": "The first option counts lowest: turn a scale that runs the other way round, and mark a\n"
    "statement that is keyed the other way with `reverse: yes`.",
    "background": "Counted for the whole organisation only. Mark what is about health, belief, origin and the\n"
    "like with `sensitivity: sensitive`.",
    "comments": "Take out what asks for names, numbers or addresses. The warnings were added here: put them\n"
    "into your own words.",
}


def as_yaml(data: Mapping[str, Any], carried: Carried, source: str) -> str:
    """The file, with what was carried over in its heading and the notes of the form as comments."""
    root = _commented(data)
    root.yaml_set_start_comment(_heading(data, source) + _remarks(carried.groups[:1]) + "\n")
    for key, comment in ABOUT.items():
        if key in root:
            root.yaml_set_comment_before_after_key(key, before=f"\n{comment}")
    for group in carried.groups[1:]:
        remark = _remarks([group])
        if remark and group.id in root.get("capabilities", {}):
            root["capabilities"].yaml_set_comment_before_after_key(group.id, before=remark.strip(), indent=2)
    yaml = YAML()
    yaml.width = 118
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(root, text)
    return text.getvalue()


def _commented(value: Any) -> Any:
    """Data as YAML's writer takes it."""
    if isinstance(value, Mapping):
        return CommentedMap((str(key), _commented(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return [_commented(inner) for inner in value]
    return str(value)


def _heading(data: Mapping[str, Any], source: str) -> str:
    items = sum(len(found["items"]) for found in data.get("capabilities", {}).values())
    counted = {
        "rated statements": items,
        "scales": len(data.get("scales", {})),
        "questions about the person": len(data.get("background", {})),
        "open questions": len(data.get("comments", {})),
    }
    carried = ", ".join(f"{name}: {count}" for name, count in counted.items() if count)
    return (
        f"Imported from {source}, an XLSForm ({carried}).\nQuestions about the person and open questions come last.\n"
    )


def _remarks(groups: Iterable[Group]) -> str:
    return "".join(f"Note of the form: {note}\n" for group in groups for note in group.notes)
