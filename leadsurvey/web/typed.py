"""What somebody typed while keying, as cells: any browser, or something that is none, may have sent it."""

from collections.abc import Collection, Mapping
from http import HTTPStatus

from flask import abort, request

from leadsurvey.responses.body import cleaned, is_sign
from leadsurvey.responses.keying import FIRST, SECOND, Difference

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NO_SIGN = "\ufffd"  # in place of what no keyboard types, so that it is refused and can be shown
CELL, PICK, OTHER = "cell.", "pick.", "other."  # what the names of fields begin with


def sent(needed: Collection[str], known: Collection[str] = ()) -> dict[str, str]:
    """What was sent, each field once; anything but the form that was shown is refused."""
    fields = request.form
    names = set(fields)
    fits = request.mimetype in FORMS and names >= set(needed) and names <= {*needed, *known}
    if not fits or any(len(values) > 1 for _, values in fields.lists()):
        abort(HTTPStatus.BAD_REQUEST)
    return fields.to_dict()


def code(text: str) -> str:
    """What was typed into a small box."""
    return "".join(sign if is_sign(sign) else NO_SIGN for sign in text.strip())


def chosen(fields: Mapping[str, str], differences: Collection[Difference], texts: Collection[str]) -> dict[str, str]:
    """The cells that were found right, by column; what nobody chose is not among them."""
    picked = {each.column: fields.get(PICK + each.column, "") for each in differences}
    if not set(picked.values()) <= {"", FIRST, SECOND, "other"}:
        abort(HTTPStatus.BAD_REQUEST)
    cells = {}
    for each in differences:
        clean = cleaned if each.column in texts else code
        other = clean(fields.get(OTHER + each.column, ""))
        match picked[each.column]:
            case "first":
                cells[each.column] = each.first
            case "second":
                cells[each.column] = each.second
            case _ if other or picked[each.column]:
                cells[each.column] = other
    return cells


def unclear(fields: Mapping[str, str], differences: Collection[Difference]) -> dict[str, str]:
    """Where a value was chosen and another one typed too."""
    told = "choose one of the two, or type another value; not both"
    return {
        each.column: told
        for each in differences
        if fields.get(PICK + each.column) in {FIRST, SECOND} and fields.get(OTHER + each.column, "").strip()
    }
