"""Mistakes in authored items and in terms, people and events are named with a cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.knowledge import load_knowledge

EDITS: dict[str, tuple[str, str, str, str]] = {
    "two gaps": (
        "items.toml",
        "town ___ are loaded with",
        "town ___ are loaded ___",
        "fact track-1:actors, gap[0].text: must hold exactly one gap",
    ),
    "gap too early": (
        "items.toml",
        "Those who load goods at the quay are ___ and captains.",
        "There the ___ and captains load goods.",
        "gap[1].text: has its gap among the first three words",
    ),
    "answer outside the gap": (
        "items.toml",
        "In the first place of the town ___ are",
        "In the town of ships ___ are",
        "gap[0].text: holds the answer outside the gap",
    ),
    "gaps without keys": (
        "items.toml",
        'key = "load"\n',
        "",
        "gap[0].key: is one of several gaps here",
    ),
    "key kept for made questions": (
        "items.toml",
        'key = "load"',
        'key = "value"',
        "gap[0].key: “value” is kept for made questions",
    ),
    "answers without typing": (
        "items.toml",
        "typed = true\n",
        "",
        "gap[0].accept: belongs to a typed gap",
    ),
    "answer too long to type": (
        "items.toml",
        'answer = "ships"',
        'answer = "ships that go to sea"',
        "gap[0].answer: is too long to type",
    ),
    "one wrong answer": (
        "items.toml",
        '  { id = "donkeys", text = "donkeys", why = "Donkeys turn the stones." },\n',
        "",
        "gap[0].wrong: holds one wrong answer",
    ),
    "wrong answer near an accepted one": (
        "items.toml",
        'text = "carts", why',
        'text = "shipps", why',
        "gap[0].accept: “shipps” is wrong here",
    ),
    "wrong answer is right": (
        "items.toml",
        'text = "millers", why',
        'text = "Crews", why',
        "gap[1].wrong: “Crews” stands there already",
    ),
    "id used twice": (
        "items.toml",
        'id = "bakers", text',
        'id = "millers", text',
        "gap[1].wrong: uses the id “millers” again",
    ),
    "id of the right option": (
        "items.toml",
        'id = "bakers", text',
        'id = "answer", text',
        "gap[1].wrong: uses the id “answer” again",
    ),
    "unknown entity": (
        "items.toml",
        'entity = "track-2" }',
        'entity = "track-7" }',
        "gap[1].wrong: names “track-7”",
    ),
    "part not in the statement": (
        "items.toml",
        'part = "Bakers"',
        'part = "The bakers"',
        "statement[0].repair.part: “The bakers” must stand exactly once",
    ),
    "repair of a true statement": (
        "items.toml",
        "answer = false\ncorrection = ",
        "answer = true\n# ",
        "statement[0].repair: belongs to a false statement",
    ),
    "repair that changes nothing": (
        "items.toml",
        'right = "Captains"',
        'right = "bakers"',
        "statement[0].repair.right: is what stands there already",
    ),
    "lure that changes nothing": (
        "items.toml",
        'text = "Guards"',
        'text = "Bakers"',
        "statement[0].repair.wrong: “Bakers” is what stands there already",
    ),
    "twin of the same topic": (
        "items.toml",
        'topic = "track-1"\nwhy = "Track 1: goods',
        'topic = "track-3"\nwhy = "Track 1: goods',
        "scenario scenario-dusk, twin.topic: is that of the case itself",
    ),
    "twin right and wrong": (
        "items.toml",
        'also_ok = ["track-1.5"]',
        'also_ok = ["track-2"]',
        "twin.no: “track-2” is right or arguable here",
    ),
    "twin too short": (
        "items.toml",
        "At dusk two brothers hoist hot loaves over the rail, stow them below deck and cast off.",
        "Two brothers cast off.",
        "twin.text: has 4 words, not 10 to 45",
    ),
    "description by its own name": (
        "terms.toml",
        'description = "A flat board that slides loaves into a very hot oven"',
        'description = "A flat peel that slides loaves into a very hot oven"',
        "fact term-peel:definition, description: uses words of the name it is asked by: peel",
    ),
    "description as a sentence": (
        "terms.toml",
        'description = "A flat board that slides loaves into a very hot oven"',
        'description = "A flat board that slides loaves into a very hot oven."',
        "description: ends with a full stop",
    ),
    "deed too short": (
        "people.toml",
        'value = "built a wooden arch over water in one summer"',
        'value = "built an arch"',
        "fact person-bo:contribution, value: has 3 words, not 4 to 18",
    ),
    "two with one deed": (
        "people.toml",
        'value = "led travellers across at night for thirty long years"',
        'value = "Built a wooden arch over water in one summer"',
        "fact person-cy:contribution, value: is the same as that of person-bo",
    ),
    "year in a deed": (
        "people.toml",
        'value = "let carts pass over water for a first time"',
        'value = "let carts pass over water in 1950"',
        "fact event-arch:what, value: holds a year",
    ),
    "no date": (
        "people.toml",
        'value = "1930-04"',
        'value = "April 1930"',
        "fact event-flood:date, value: must be a date such as 1993",
    ),
    "steps backwards": (
        "people.toml",
        'value = "1920"',
        'value = "1930"',
        "ordering order-town, steps: event-flood:date must be at least a year after event-fire",
    ),
    "step that is no date": (
        "people.toml",
        '{ fact = "event-fire:date"',
        '{ fact = "event-fire:what"',
        "steps[0].fact: “event-fire:what” is no settled date",
    ),
    "step with its year": (
        "people.toml",
        'text = "Fire takes every roof"',
        'text = "Fire takes the roofs of 1920"',
        "steps[0].text: holds a year",
    ),
    "step of nothing": (
        "people.toml",
        '{ fact = "event-fire:date"',
        '{ fact = "event-storm:date"',
        "steps: names “event-storm:date”",
    ),
}


def test_the_knowledge_is_sound_before(more_dir: Path):
    load_knowledge(more_dir)


@pytest.mark.parametrize("case", EDITS)
def test_mistake_is_named(case: str, more_dir: Path):
    file, old, new, wanted = EDITS[case]
    path = more_dir / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        load_knowledge(more_dir)
    assert wanted in str(caught.value)


def test_a_gap_that_asks_nothing_is_named(more_dir: Path):
    path = more_dir / "items.toml"
    text = path.read_text()
    start = text.index('answer = "crews"')
    end = text.index("[[fact]]", start)
    path.write_text(f'{text[:start]}answer = "crews"\nskill = "define"\n\n{text[end:]}')
    with pytest.raises(KnownError, match=r"gap\[1\]: has neither wrong answers nor typed"):
        load_knowledge(more_dir)


def test_those_kept_apart_may_share_a_deed(more_dir: Path):
    path = more_dir / "people.toml"
    text = path.read_text()
    shared = 'value = "built a wooden arch over water in one summer"'
    text = text.replace('value = "led travellers across at night for thirty long years"', shared)
    apart = (
        '\n[[apart]]\nentities = ["person-bo", "person-cy"]\nreason = "They built it together."\n'
    )
    path.write_text(text + apart)
    load_knowledge(more_dir)
