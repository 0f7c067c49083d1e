"""Mistakes in matrices, in what is kept apart and in clashes are named with their cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.knowledge import load_knowledge

ROW = """
[[row]]
id = "actor.sailor"
matrix = "actor"
text = "A sailor with a blue cap"
yes = { "track-1" = "track-1:definition" }
no = [
  { topics = ["track-2"], why = "Sailors work in Track 1." },
  { topics = ["track-3"], why = "Sailors work in Track 1 and bake nothing." },
]
arguable = { "track-4" = "Some sail under it." }

[[apart]]
entities = ["track-1", "faq-bread"]
reason = "They share a deed."

[[clash]]
topic = "track-1"
other = "track-2"
chosen = "label"
text = "In the other scheme of the town it would be right."
"""

EDITS = {
    "unknown yes": (
        '"track-1" = "track-1:definition"',
        '"track-8" = "track-1:definition"',
        ["row actor.sailor, yes: names “track-8”"],
    ),
    "unknown no": ('["track-2"]', '["track-8"]', ["row actor.sailor, no: names “track-8”"]),
    "unknown arguable": (
        '"track-4" =',
        '"track-8" =',
        ["row actor.sailor, arguable: names “track-8”"],
    ),
    "denied twice": (
        '["track-2"]',
        '["track-3"]',
        ["row actor.sailor, no: repeats “track-3”; remove one"],
    ),
    "true and false": (
        '["track-2"]',
        '["track-1"]',
        ["“track-1” stands in more than one of yes, no and arguable"],
    ),
    "false and arguable": (
        '["track-2"]',
        '["track-4"]',
        ["“track-4” stands in more than one of yes, no and arguable"],
    ),
    "unknown fact": (
        '"track-1:definition"',
        '"track-1:colour"',
        ["row actor.sailor, yes.track-1: names “track-1:colour”"],
    ),
    "fact of another topic": (
        '"track-1:definition"',
        '"track-2:definition"',
        ["yes.track-1: track-2:definition is a fact of track-2; name one of track-1"],
    ),
    "contested fact": (
        '"track-1" = "track-1:definition"',
        '"system" = "system:history-1"',
        ["yes.system: system:history-1 is contested and shows nothing"],
    ),
    "plural of a noun": (
        'text = "A sailor',
        'plural = "Sailors"\ntext = "A sailor',
        ["row actor.sailor, plural: belongs to properties only"],
    ),
    "property without a plural": (
        'matrix = "actor"',
        'matrix = "property"',
        ["row actor.sailor, plural: is missing"],
    ),
    "same text": (
        "A sailor with a blue cap",
        "A captain, on her way out",
        ["row actor.sailor, text: says the same as row actor.captain; keep one"],
    ),
    "apart from nothing": (
        '"faq-bread"',
        '"faq-cheese"',
        ["apart 0, entities: names “faq-cheese”"],
    ),
    "apart from itself": (
        '"faq-bread"',
        '"track-1"',
        ["apart 0, entities: repeats “track-1”"],
    ),
    "clash with itself": (
        'other = "track-2"',
        'other = "track-1"',
        ["clash track-1 and track-1, other: is the topic itself"],
    ),
    "clash with nothing": (
        'other = "track-2"',
        'other = "track-8"',
        ["clash track-1 and track-8, topic: names “track-8”"],
    ),
}


def write(folder: Path, text: str) -> None:
    (folder / "zz.toml").write_text(text, encoding="utf-8")


def test_sound_entries_load(knowledge_dir: Path):
    write(knowledge_dir, ROW)
    assert "actor.sailor" in {row.id for row in load_knowledge(knowledge_dir).rows}


@pytest.mark.parametrize("case", EDITS)
def test_mistake_is_named(case, knowledge_dir: Path):
    old, new, wanted = EDITS[case]
    assert old in ROW
    write(knowledge_dir, ROW.replace(old, new, 1))
    with pytest.raises(KnownError) as caught:
        load_knowledge(knowledge_dir)
    for part in wanted:
        assert part in str(caught.value)


def test_a_clash_may_be_told_each_way(knowledge_dir: Path):
    other_way = ROW[ROW.index("[[clash]]") :].replace('"label"', '"work"')
    write(knowledge_dir, ROW + other_way)
    assert [one.chosen for one in load_knowledge(knowledge_dir).clashes] == ["label", "work"]


def test_one_clash_told_twice(knowledge_dir: Path):
    write(knowledge_dir, ROW + ROW[ROW.index("[[clash]]") :])
    with pytest.raises(KnownError, match="is listed twice; join the texts"):
        load_knowledge(knowledge_dir)
