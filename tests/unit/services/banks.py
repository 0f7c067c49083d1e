"""A small bank as a file that tests change from one version to the next."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

ENTITIES = ("track-1", "track-2", "ripeness", "smith")


def en(words: str) -> dict[str, str]:
    """Return a text in English."""
    return {"en": words}


def first_bank() -> dict[str, Any]:
    """Return a bank of four entities, each with one fact, two cards and a question."""
    bank: dict[str, Any] = {
        "schema_version": 1,
        "bank_version": "1.0.0",
        "knowledge_sha256": "0" * 64,
        "course": {
            "id": "mtd",
            "title": en("A course"),
            "language": "en",
            "scheme": en("nine tracks"),
            "licence": "CC BY 4.0",
        },
        "topics": [
            {"id": name, "name": en(name), "number": name[-1], "confusable": []}
            for name in ENTITIES[:2]
        ],
        "sources": [
            {
                "id": "book",
                "author": en("A. Author"),
                "title": en("A book"),
                "year": "1996",
                "place": en("Press"),
            }
        ],
        "entities": [],
        "facts": [],
        "cards": [],
        "questions": [],
        "renamed": {},
        "retired": [],
    }
    for name in ENTITIES:
        add_entity(bank, name)
    return bank


def add_entity(bank: dict[str, Any], name: str) -> None:
    """Add an entity with a fact, two cards and a question."""
    topic = name if name.startswith("track") else "track-1"
    fact = f"{name}:definition"
    bank["entities"].append(
        {
            "id": name,
            "kind": "track" if name.startswith("track") else "term",
            "name": en(name),
            "aliases": [],
            "topic": topic,
            "text": en("Text."),
            "related": [],
        }
    )
    bank["facts"].append(
        {
            "id": fact,
            "rev": 1,
            "entity": name,
            "slot": "definition",
            "topic": topic,
            "level": "core",
            "text": en(f"The fact of {name}."),
            "confidence": "high",
            "contested": False,
            "cites": [{"source": "book", "section": en("p. 1")}],
        }
    )
    bank["cards"].extend(
        {
            "id": f"card:{fact}:{kind}",
            "rev": 1,
            "fact": fact,
            "topic": topic,
            "skill": "define",
            "kind": kind,
            "front": en(f"Front of {name}, {kind}?"),
            "back": en(f"Back of {name}, {kind}."),
        }
        for kind in ("forward", "reverse")
    )
    bank["questions"].append(
        {
            "id": f"t20:{fact}",
            "rev": 1,
            "template": "t20",
            "type": "single",
            "fact": fact,
            "also": [],
            "topic": topic,
            "skill": "define",
            "stems": [en(f"Which is {name}?")],
            "difficulty": 0.0,
            "explanation": en("Because."),
            "options": [
                {
                    "id": f"{name}-a",
                    "text": en(f"Right of {name}"),
                    "correct": True,
                    "why": en("so"),
                },
                {
                    "id": f"{name}-b",
                    "text": en(f"Wrong of {name}"),
                    "correct": False,
                    "why": en("no"),
                },
                {
                    "id": f"{name}-c",
                    "text": en(f"Odd of {name}"),
                    "correct": False,
                    "why": en("no"),
                },
            ],
            "show": 3,
        }
    )


def next_bank(bank: dict[str, Any], version: str) -> dict[str, Any]:
    """Return a copy to change, under a new version."""
    return {**copy.deepcopy(bank), "bank_version": version}


def items_of(bank: dict[str, Any], fact: str) -> list[dict[str, Any]]:
    """Return a fact with its cards and questions."""
    every = [*bank["facts"], *bank["cards"], *bank["questions"]]
    return [each for each in every if each["id"] == fact or each.get("fact") == fact]


def correct(bank: dict[str, Any], fact: str, note: str) -> None:
    """Raise the revision of a fact and of what is made from it, and say why."""
    for each in items_of(bank, fact):
        each["rev"] += 1
    bank.setdefault("corrected", []).append(
        {"id": fact, "since": bank["bank_version"], "note": en(note)}
    )


def withdraw(bank: dict[str, Any], entity: str, reason: str) -> None:
    """Take an entity away with all that is made from it."""
    fact = f"{entity}:definition"
    gone = [each["id"] for each in items_of(bank, fact)]
    for part in ("facts", "cards", "questions"):
        bank[part] = [each for each in bank[part] if each["id"] not in gone]
    bank["entities"] = [each for each in bank["entities"] if each["id"] != entity]
    bank["retired"].extend(
        {"id": name, "since": bank["bank_version"], "reason": en(reason)} for name in gone
    )


def rename(bank: dict[str, Any], old: str, new: str) -> None:
    """Give an entity and all that is made from it other ids."""
    names = [each["id"] for each in items_of(bank, f"{old}:definition")]
    bank["renamed"].update({name: name.replace(old, new) for name in names})
    for part in ("entities", "facts", "cards", "questions"):
        for each in bank[part]:
            for key in ("id", "fact", "entity"):
                if isinstance(each.get(key), str):
                    each[key] = each[key].replace(old, new)


def write(path: Path, bank: dict[str, Any]) -> Path:
    """Write a bank file."""
    path.write_text(json.dumps(bank), encoding="utf-8")
    return path
