"""The models and the JSON Schema: one contract, said twice."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import ValidationError

from mtdtutor.course.build.document import BankDocument, document_bytes, schema_bytes
from tests.unit.course.test_bank import EXTRA_TYPES, extra_question


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(schema_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def model_accepts(bank: object) -> bool:
    try:
        BankDocument.model_validate_json(json.dumps(bank))
    except ValidationError:
        return False
    return True


def test_schema_is_the_public_contract():
    schema = json.loads(schema_bytes())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert "schema_version" in schema["required"]
    assert "default" not in schema_bytes().decode()


def test_sample_satisfies_both(validator, raw_bank):
    assert list(validator.iter_errors(raw_bank)) == []
    assert model_accepts(raw_bank)


def test_what_was_read_is_written_again(raw_bank, document):
    again = BankDocument.model_validate_json(json.dumps(raw_bank))
    assert document_bytes(again) == document_bytes(document)


@pytest.mark.parametrize("fields", EXTRA_TYPES, ids=lambda fields: fields["type"])
def test_every_type_satisfies_both(fields, validator, raw_bank):
    raw_bank["questions"].append(extra_question(fields))
    assert list(validator.iter_errors(raw_bank)) == []
    assert model_accepts(raw_bank)


def last(bank: dict, fields: dict, **change: object) -> None:
    bank["questions"].append(extra_question({**fields, **change}))


DAMAGE = {
    "no topics": lambda b: b.pop("topics"),
    "no schema version": lambda b: b.pop("schema_version"),
    "another schema version": lambda b: b.update(schema_version=2),
    "unknown field": lambda b: b.update(note="x"),
    "unknown field deep": lambda b: b["questions"][0]["options"][0].update(note="x"),
    "null": lambda b: b["topics"][0].update(number=None),
    "null in a card": lambda b: b["cards"][0].update(hint=None),
    "empty text": lambda b: b["cards"][0].update(front={}),
    "blank text": lambda b: b["cards"][0].update(front={"en": "  "}),
    "odd language": lambda b: b["cards"][0].update(front={"English": "x"}),
    "plain text": lambda b: b["cards"][0].update(front="x"),
    "id with a space": lambda b: b["cards"][0].update(id="a b"),
    "rev 0": lambda b: b["cards"][0].update(rev=0),
    "rev as a text": lambda b: b["cards"][0].update(rev="1"),
    "odd skill": lambda b: b["cards"][0].update(skill="guess"),
    "odd type": lambda b: b["questions"][0].update(type="essay"),
    "difficulty": lambda b: b["questions"][0].update(difficulty=3.5),
    "no stems": lambda b: b["questions"][0].update(stems=[]),
    "two keys": lambda b: [o.update(correct=True) for o in b["questions"][0]["options"]],
    "no key": lambda b: b["questions"][0]["options"][0].update(correct=False),
    "one option": lambda b: b["questions"][0].update(options=b["questions"][0]["options"][:1]),
    "no why": lambda b: b["questions"][0]["options"][1].pop("why"),
    "fact without a cite": lambda b: b["facts"][0].update(cites=[]),
    "low confidence": lambda b: b["facts"][0].update(confidence="low"),
    "fields of another type": lambda b: b["questions"][0].update(answer=True),
    "renamed to nothing": lambda b: b.update(renamed={"a": ""}),
    "renamed from an odd id": lambda b: b.update(renamed={"A b": "a"}),
    "one pair": lambda b: last(b, EXTRA_TYPES[1], pairs=EXTRA_TYPES[1]["pairs"][:1]),
    "a gap that accepts nothing": lambda b: last(
        b, EXTRA_TYPES[4], gaps=[{"id": "a", "accept": []}]
    ),
    "no points": lambda b: last(b, EXTRA_TYPES[5], points=[]),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_both_refuse(case, validator, raw_bank):
    DAMAGE[case](raw_bank)
    assert list(validator.iter_errors(raw_bank))
    assert not model_accepts(raw_bank)
