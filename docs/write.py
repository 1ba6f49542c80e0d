"""Writes what is made of the grammars: the reference page grammar.md, and the schema of the shipped questionnaires.

The same grammars give the same bytes. Run it: `make docs`.
"""
# ruff: noqa: INP001 - a script beside the files that it makes

import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from leadsurvey.questionnaire.grammar import QuestionnaireKeys
from leadsurvey.questionnaire.keys import Keys, Prose
from leadsurvey.questionnaire.schema import text_of
from leadsurvey.rounds.grammar import RoundKeys

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "questionnaires"
PAGE, SCHEMA = HERE / "grammar.md", SHIPPED / "schema.json"
HEAD = """\
<!-- Made from the grammar by `make docs`: change leadsurvey/questionnaire/grammar.py and asking.py, or rounds/grammar.py. -->

# Every key

What may stand in a questionnaire and in a round. [files.md](files.md) tells how to begin,
[your-own-questionnaire.md](your-own-questionnaire.md) leads the way, and this page answers the rest. Editors that know YAML
complete and check by `leadsurvey schema`; the shipped questionnaires name it in their first line.

**Text** is for people to read: `{name}` in it stands for one of the `texts`, and long texts may hold *emphasis* in asterisks,
line breaks, and a blank line between paragraphs. A **name** or **id** is written with letters, digits, `-` and `_`. **yes** and
**no** may also be written true and false. A key with nothing behind it is a fault: fill it, or take it out.
"""
EXAMPLES = {  # section -> a shipped file and the place of an example in it
    "LevelKeys": ("distributed-leadership", ("levels",)),
    "ScaleKeys": ("distributed-leadership", ("scales",)),
    "CapabilityKeys": ("pulse", ("capabilities", "voice")),
    "SectionKeys": ("pulse", ("sections",)),
    "TaskKeys": ("bias-tasks", ("tasks", "framing-wells")),
    "PredictionsKeys": ("bias-tasks", ("predictions",)),
    "WhoLedKeys": ("distributed-leadership", ("who_led",)),
    "BackgroundKeys": ("distributed-leadership", ("background",)),
    "CommentKeys": ("distributed-leadership", ("comments",)),
    "RecommendationKeys": ("pulse", ("recommendations", 0)),
    "AcceptKeys": ("distributed-leadership", ("accept",)),
}
