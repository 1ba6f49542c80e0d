"""The grammars as JSON Schema (draft 2020-12), by which editors complete and check while somebody writes.

What a schema cannot see is left to `check`: ids that must be known elsewhere, keys given twice or with nothing behind
them, a day or a number like 1.0 where text or a whole number is meant.
"""

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from leadsurvey.questionnaire.grammar import QuestionnaireKeys

Schema = dict[str, Any]


class AsWritten(GenerateJsonSchema):
    """What an author may write: names that keep to their pattern, and no titles beside the descriptions."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A name that does not match is refused."""
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made

    def encode_default(self, dft: Any) -> Any:
        """Words are text."""
        return str(dft) if isinstance(dft, str) else super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic names the argument
        """A key needs no title that repeats it."""
        return False


def schema_of(model: type[BaseModel]) -> Schema:
    """The JSON Schema of a file."""
    made = model.model_json_schema(schema_generator=AsWritten, mode="validation")
    for definition in (made, *made.get("$defs", {}).values()):
        definition.pop("title", None)
    if model is QuestionnaireKeys:
        _relax_where_it_extends(made)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def _relax_where_it_extends(schema: Schema) -> None:
    """A file that extends another one has its levels from there, and may add to capabilities that are written there."""
    whole = schema["$defs"]["CapabilityKeys"].pop("required")
    schema["required"].remove("levels")
    schema["if"] = {"required": ["extends"], "properties": {"extends": {"type": "string"}}}
    schema["then"] = {}
    schema["else"] = {
        "required": ["levels"],
        "properties": {"capabilities": {"additionalProperties": {"required": whole}}},
    }


def text_of(model: type[BaseModel]) -> str:
    """The same as the text of a file; the same grammar gives the same bytes."""
    return json.dumps(schema_of(model), ensure_ascii=False, indent=1) + "\n"
