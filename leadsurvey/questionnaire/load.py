"""A questionnaire file in, a `Questionnaire` out, with all that it extends."""

import re
from dataclasses import dataclass
from pathlib import Path

from leadsurvey.questionnaire.build import build
from leadsurvey.questionnaire.check import faults
from leadsurvey.questionnaire.document import Document
from leadsurvey.questionnaire.extend import extended
from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.model import Questionnaire
from leadsurvey.questionnaire.problems import FaultyFileError, did_you_mean

LISTS = ("sections", "recommendations", "accept")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


def find(named: str, folder: Path, shipped: Path | None) -> Path | None:
    """The file of a questionnaire that a file in `folder` names: a shipped one, or a path that stays in the folder."""
    if not named.endswith((".yaml", ".yml")):
        return shipped / f"{named}.yaml" if shipped and NAME.fullmatch(named) else None
    path = folder / named
    return path if path.resolve().is_relative_to(folder.resolve()) else None


@dataclass(frozen=True)
class Loaded:
    """A questionnaire with all that is known of its file."""

    questionnaire: Questionnaire
    keys: QuestionnaireKeys
    document: Document  # where everything stands; what comes from a file that is extended stands nowhere in it
    base: QuestionnaireKeys | None  # of the file that it extends


def load(path: Path, shipped: Path | None = None) -> tuple[Questionnaire, QuestionnaireKeys]:
    """A questionnaire and the keys it was written as; raises FaultyFileError with every fault at once.

    `shipped` is the folder of questionnaires that `extends:` may name without a path.
    """
    loaded = load_with_places(path, shipped)
    return loaded.questionnaire, loaded.keys


def load_with_places(path: Path, shipped: Path | None = None) -> Loaded:
    """The same for those who speak of places in the file, and of what it extends."""
    document, base = _whole(path, shipped, ())
    keys = document.read_as(QuestionnaireKeys)
    for fault in faults(keys):
        document.report(fault.place, fault.fault, fault.cure, on_key=fault.on_key)
    document.refuse_faults()
    return Loaded(build(keys), keys, document, base)


def _whole(path: Path, shipped: Path | None, extending: tuple[Path, ...]) -> tuple[Document, QuestionnaireKeys | None]:
    """The file with the data of the one it extends, and so on; each is checked before anything builds on it."""
    document = Document(path)
    named = document.data.get("extends")
    if not isinstance(named, str):
        return document, None
    chain = (*extending, path.resolve())
    base = _base(document, named, shipped)
    if base.resolve() in chain:
        document.report(("extends",), f"'{named}' extends this file in turn", "take `extends:` out of one of them")
        document.refuse_faults()
    below, _ = _whole(base, shipped, chain)
    base_keys = below.read_as(QuestionnaireKeys)
    for fault in faults(base_keys):
        below.report(fault.place, fault.fault, fault.cure, on_key=fault.on_key)
    below.refuse_faults()
    own = document.data
    document.data, locked = extended(below.data, own)
    document.inherited = {
        key: len(document.data[key]) - len(own[key]) for key in LISTS if isinstance(own.get(key), list)
    }
    for fault in locked:
        document.report(fault.place, fault.fault, fault.cure, on_key=fault.on_key)
    return document, base_keys


def _base(document: Document, named: str, shipped: Path | None) -> Path:
    """The file that is extended; raises FaultyFileError if there is none."""
    path = find(named, Path(document.name).parent, shipped)
    if path is None or not path.is_file():
        known = [file.stem for file in sorted(shipped.glob("*.yaml"))] if shipped else []
        cure = did_you_mean(named, known) if known else "name a path beside this file that ends in .yaml"
        document.report(("extends",), f"there is no questionnaire '{named}' here", cure)
        raise FaultyFileError(document.problems)
    return path
