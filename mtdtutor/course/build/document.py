"""The bank file as models: what the generator writes, the linter reads, the schema promises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from pydantic_core import core_schema

ID_PATTERN: Final = r"^[a-z0-9]+([.-][a-z0-9]+)*(:[a-z0-9]+([.-][a-z0-9]+)*)*$"
LANGUAGE_PATTERN: Final = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
SCHEMA_ID: Final = "urn:mtdtutor:bank:1"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=120)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Words = Annotated[str, StringConstraints(pattern=r"\S", max_length=6000)]
Text = Annotated[dict[Language, Words], Field(min_length=1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
Rev = Annotated[int, Field(ge=1)]
Skill = Literal["name", "define", "classify", "compare", "context"]
Level = Literal["core", "standard", "detail"]
Confidence = Literal["high", "medium"]
EntityKind = Literal[
    "track", "system", "term", "person", "organisation", "event", "faq", "scenario"
]
CardKind = Literal["forward", "reverse", "cloze", "typed", "scenario"]


class Model(BaseModel):
    """Base of every entry: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _absent_is_not_null(cls, value: object, info: ValidationInfo) -> object:
        if info.mode == "json" and isinstance(value, dict):
            for key, child in value.items():
                if child is None:
                    raise PydanticCustomError("null", "“{key}” is null; leave it out", {"key": key})
        return value


class CourseEntry(Model):
    """What is taught."""

    id: Id
    title: Text
    language: Language
    scheme: Text
    licence: Words


class TopicEntry(Model):
    """One of the things progress is counted by."""

    id: Id
    name: Text
    number: Words | None = None
    confusable: list[Id]


class SourceEntry(Model):
    """A published work; ``place`` is its publisher, journal or site."""

    id: Id
    author: Text
    title: Text
    year: Words
    place: Text
    url: Words | None = None
    sha256: Sha256 | None = None


class TraitEntry(Model):
    """Whether something holds of an entity; the same ``id`` says the same of another entity."""

    id: Id
    text: Text
    holds: Literal["yes", "no", "arguable"]


class EntityEntry(Model):
    """A thing facts are about, with its reading view."""

    id: Id
    kind: EntityKind
    name: Text
    aliases: list[Text]
    topic: Id
    text: Text
    related: list[Id]
    traits: list[TraitEntry] | None = None


class SpanEntry(Model):
    """A byte range of a source that has a checksum; ``end`` is excluded."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]


class CiteEntry(Model):
    """A place in a source."""

    source: Id
    section: Text
    span: SpanEntry | None = None


class FactEntry(Model):
    """One checked statement with its sources."""

    id: Id
    rev: Rev
    entity: Id
    slot: Id
    topic: Id
    level: Level
    text: Text
    confidence: Confidence
    contested: bool
    cites: Annotated[list[CiteEntry], Field(min_length=1)]


class CardEntry(Model):
    """A recall prompt made from a fact."""

    id: Id
    rev: Rev
    fact: Id
    topic: Id
    skill: Skill
    kind: CardKind
    front: Text
    back: Text
    hint: Text | None = None
    why: Text | None = None
    accept: list[Text] | None = None


class OptionEntry(Model):
    """An answer to choose, and why it is true or false."""

    id: Id
    text: Text
    correct: bool
    why: Text
    entity: Id | None = None


class PairEntry(Model):
    """A left side and the right side that belongs to it."""

    id: Id
    left: Text
    right: Text


class StepEntry(Model):
    """A member of an ordering, or a right side that fits no left one."""

    id: Id
    text: Text


class GapEntry(Model):
    """A gap in a sentence; the text of its right option is one of the accepted answers."""

    id: Id
    accept: Annotated[list[Text], Field(min_length=1)]
    options: list[OptionEntry] | None = None


class PointEntry(Model):
    """Something a free explanation should mention."""

    text: Text
    fact: Id


class QuestionBase(Model):
    """What questions of every type have."""

    id: Id
    rev: Rev
    template: Id
    fact: Id
    also: list[Id]
    topic: Id
    skill: Skill
    stems: Annotated[list[Text], Field(min_length=1)]
    difficulty: Annotated[float, Field(ge=-3, le=3)]
    explanation: Text


class ChoiceBase(QuestionBase):
    """A question with options, ``show`` of which are shown at once."""

    options: Annotated[list[OptionEntry], Field(min_length=2)]
    show: Annotated[int, Field(ge=2)]


class SingleQuestion(ChoiceBase):
    """Choose the one right option."""

    options: Annotated[
        list[OptionEntry],
        Field(
            min_length=2,
            json_schema_extra={
                "contains": {"type": "object", "properties": {"correct": {"const": True}}},
                "minContains": 1,
                "maxContains": 1,
            },
        ),
    ]
    type: Literal["single"]

    @field_validator("options")
    @classmethod
    def _one_key(cls, options: list[OptionEntry]) -> list[OptionEntry]:
        keys = sum(option.correct for option in options)
        if keys != 1:
            raise PydanticCustomError(
                "L01", "exactly one option must be right, not {keys}", {"keys": keys}
            )
        return options


class MultipleQuestion(ChoiceBase):
    """Choose every right option."""

    type: Literal["multiple"]


class TrueFalseQuestion(QuestionBase):
    """Judge a statement; a false one carries its correction."""

    type: Literal["true_false"]
    answer: bool
    correction: Text | None = None


class MatchingQuestion(QuestionBase):
    """Join left and right sides; ``extra`` right sides fit nowhere."""

    type: Literal["matching"]
    pairs: Annotated[list[PairEntry], Field(min_length=2)]
    extra: list[StepEntry] | None = None


class OrderingQuestion(QuestionBase):
    """Put steps in order; ``sequence`` holds them in the right one."""

    type: Literal["ordering"]
    sequence: Annotated[list[StepEntry], Field(min_length=2)]


class ClozeQuestion(QuestionBase):
    """Fill each gap from its options."""

    type: Literal["cloze"]
    gaps: Annotated[list[GapEntry], Field(min_length=1)]


class TypedQuestion(QuestionBase):
    """Fill each gap by typing."""

    type: Literal["typed"]
    gaps: Annotated[list[GapEntry], Field(min_length=1)]


class ExplainQuestion(QuestionBase):
    """Explain in own words; ``points`` say what to mention, ``model`` is one good answer."""

    type: Literal["explain"]
    points: Annotated[list[PointEntry], Field(min_length=1)]
    model: Text


AnyQuestion = Annotated[
    SingleQuestion
    | MultipleQuestion
    | TrueFalseQuestion
    | MatchingQuestion
    | OrderingQuestion
    | ClozeQuestion
    | TypedQuestion
    | ExplainQuestion,
    Field(discriminator="type"),
]


class RetiredEntry(Model):
    """An id that is no longer used."""

    id: Id
    since: Version
    reason: Text


class CorrectedEntry(Model):
    """A fact, card or question that was wrong before a bank version, and what was wrong."""

    id: Id
    since: Version
    note: Text


class BankDocument(Model):
    """The whole bank file."""

    schema_version: Literal[1]
    course: CourseEntry
    bank_version: Version
    knowledge_sha256: Sha256
    topics: list[TopicEntry]
    sources: list[SourceEntry]
    entities: list[EntityEntry]
    facts: list[FactEntry]
    cards: list[CardEntry]
    questions: list[AnyQuestion]
    renamed: dict[Id, Id]
    retired: list[RetiredEntry]
    corrected: list[CorrectedEntry] | None = None


class _Schema(GenerateJsonSchema):
    """JSON Schema 2020-12 in which a dictionary's keys are bound as tightly as in the model."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made: JsonSchemaValue = {
            "type": "object",
            "propertyNames": self.generate_inner(schema["keys_schema"]),
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
        if "min_length" in schema:
            made["minProperties"] = schema["min_length"]
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """An optional field is left out of the file, never null."""
        return self.generate_inner(schema["schema"])


def document_bytes(document: BankDocument) -> bytes:
    """Return the file of a bank: UTF-8, LF, sorted keys, absent fields left out."""
    return _json_bytes(document.model_dump(mode="json", exclude_none=True))


def schema_bytes() -> bytes:
    """Return ``questions.schema.json``, the public contract of the bank file."""
    schema = BankDocument.model_json_schema(schema_generator=_Schema)
    shared = {
        name: TypeAdapter(kind).json_schema(schema_generator=_Schema)
        for name, kind in (("Text", Text), ("Id", Id))
    }
    made = {"$schema": _Schema.schema_dialect, "$id": SCHEMA_ID, **_tidy(schema, shared)}
    made["$defs"] = {**_by_name(schema["$defs"], shared), **shared}
    return _json_bytes(made)


def _tidy(schema: Mapping[str, object], shared: Mapping[str, object]) -> dict[str, object]:
    """Return a schema for readers: texts and ids by name, no made-up titles, no defaults.

    The defaults of our models are all null, which the file never holds.
    """
    plain = {key: child for key, child in schema.items() if key not in ("title", "default")}
    for name, meaning in shared.items():
        if plain == meaning:
            return {"$ref": f"#/$defs/{name}"}
    made: dict[str, object] = {}
    for key, child in plain.items():
        if key == "properties" and isinstance(child, dict):
            made[key] = _by_name(child, shared)
        elif isinstance(child, dict):
            made[key] = _tidy(child, shared)
        else:
            made[key] = child
    return made


def _by_name(
    schemas: Mapping[str, dict[str, object]], shared: Mapping[str, object]
) -> dict[str, object]:
    """Tidy schemas that stand under names of their own, one of which may be “title”."""
    return {name: _tidy(schema, shared) for name, schema in schemas.items()}


def _json_bytes(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode()
