"""Rules about matching, ordering and gaps: each finds its flaw, and leaves sound items alone."""

from __future__ import annotations

import dataclasses

import pytest

from mtdtutor.course.build.lint import QUESTION_RULES
from mtdtutor.course.build.rules import clues, parts, wording
from mtdtutor.course.build.rules.view import Asked, Side, view
from tests.unit.course.test_bank import EXTRA_TYPES, extra_question
from tests.unit.course.test_lint_rules import BANK, card, choice, item

MATCHING = item(
    type="matching",
    options=(),
    stems=("Who of the town would you look for in which place?",),
    sides=(
        Side("a", "Track 1: Harbour", "A captain"),
        Side("b", "Track 2: Mill", "A driver of donkeys"),
        Side("c", "Track 3: Bakery", "A man with white sleeves"),
    ),
    extra=("A warden",),
    explanation="The captain sails, the driver grinds, and the man with white sleeves bakes.",
)
ORDERING = item(
    type="ordering",
    options=(),
    stems=("In which order were the places of the town built?",),
    steps=("The quay is built", "The mill is bought", "The oven is lit"),
)
CLOZE = item(
    type="cloze",
    stems=("In this town, bread is sold at the ___ by the gate.",),
    options=(
        choice("answer", "ovens", correct=True),
        choice("b", "quays"),
        choice("c", "lakes"),
    ),
    accepted=(("ovens",),),
    explanation="Loaves are sold at the ovens near the old gate, early in the day.",
)
TYPED = item(
    type="typed",
    options=(),
    stems=("In this town, bread is sold at the ___ by the gate.",),
    accepted=(("ovens", "the ovens"),),
)


def change(base: Asked, **changes: object) -> Asked:
    return dataclasses.replace(base, **changes)


def sides(*pairs: tuple[str, str]) -> tuple[Side, ...]:
    return tuple(Side(left[:7], left, right) for left, right in pairs)


FLAWED = {
    "L01 no key": (
        parts.l01_gap_keys,
        change(CLOZE, options=(choice("b", "quays"), choice("c", "lakes"))),
        "error",
    ),
    "L02 same right": (
        parts.l02_parts,
        change(MATCHING, extra=("a captain",)),
        "error",
    ),
    "L02 same left": (
        parts.l02_parts,
        change(MATCHING, sides=(*MATCHING.sides, Side("d", "Track 2: Mill", "A donkey"))),
        "error",
    ),
    "L02 same step": (
        parts.l02_parts,
        change(ORDERING, steps=(*ORDERING.steps, "The oven is lit.")),
        "error",
    ),
    "L02 accepted twice": (parts.l02_parts, change(TYPED, accepted=(("a", "A"),)), "warning"),
    "L04 two pairs": (parts.l04_parts, change(MATCHING, sides=MATCHING.sides[:2]), "error"),
    "L04 six pairs": (
        parts.l04_parts,
        change(MATCHING, sides=sides(*((f"Left {n}", f"Right {n}") for n in range(6)))),
        "warning",
    ),
    "L04 two steps": (parts.l04_parts, change(ORDERING, steps=ORDERING.steps[:2]), "error"),
    "L04 seven steps": (
        parts.l04_parts,
        change(ORDERING, steps=tuple(f"Step {n}" for n in "abcdefg")),
        "warning",
    ),
    "L04 nothing left over": (parts.l04_parts, change(MATCHING, extra=()), "warning"),
    "L05 no gap": (parts.l05_gaps, change(TYPED, stems=("Where is bread sold?",)), "error"),
    "L05 a gap too many": (
        parts.l05_gaps,
        change(CLOZE, stems=("In this ___ bread is sold at the ___.",)),
        "error",
    ),
    "L06 long side": (parts.l06_parts, change(MATCHING, extra=("word " * 16,)), "warning"),
    "L06 long step": (parts.l06_parts, change(ORDERING, steps=("word " * 31,)), "error"),
    "L06 long to type": (
        parts.l06_parts,
        change(TYPED, accepted=(("one two three four five six seven",),)),
        "warning",
    ),
    "L13 name": (
        parts.l13_sides,
        change(MATCHING, sides=sides(("Track 1: Harbour", "A harbour master"), ("B", "C"))),
        "error",
    ),
    "L13 word": (
        parts.l13_sides,
        change(MATCHING, sides=sides(("Warm places", "Warm people"), ("Cold places", "C"))),
        "warning",
    ),
    "L27 silent": (
        parts.l27_filled,
        change(TYPED, explanation="Nobody knows for sure, but people like to go there early."),
        "warning",
    ),
    "L28 in a gap": (
        wording.l28_leftovers,
        change(CLOZE, texts={"option b": "quays {x}"}),
        "error",
    ),
    "L33 stem fills the gap": (
        parts.l33_parts,
        change(TYPED, stems=("The ovens of this town are called ___ by all.",)),
        "error",
    ),
    "L33 stem names the option": (
        clues.l33_named_before,
        change(CLOZE, stems=("The ovens of this town are called ___ by all.",)),
        "error",
    ),
    "L33 right names left": (
        parts.l33_parts,
        change(MATCHING, sides=(Side("a", "Track 1: Harbour", "The captain of Track 1"),)),
        "error",
    ),
    "L33 right holds the name": (
        parts.l33_parts,
        change(MATCHING, sides=(Side("a", "Track 2: Mill", "A driver at the mill"),)),
        "error",
    ),
    "L33 dated step": (
        parts.l33_parts,
        change(ORDERING, steps=("The quay is built in 1981",)),
        "error",
    ),
}


@pytest.mark.parametrize("name", FLAWED)
def test_rule_finds_its_flaw(name):
    rule, flawed, level = FLAWED[name]
    found = list(rule(flawed, BANK))
    assert {finding.rule for finding in found} == {name.split()[0]}
    assert {finding.item for finding in found} == {flawed.id}
    assert level in {finding.level for finding in found}


@pytest.mark.parametrize("sound", [MATCHING, ORDERING, CLOZE, TYPED], ids=lambda sound: sound.type)
def test_rules_leave_sound_questions_alone(sound):
    for rule in QUESTION_RULES:
        assert list(rule(sound, BANK)) == []


def test_another_scheme_may_be_spelt_its_own_way():
    mixed = {"a": "Track III is its name in the three-level scheme.", "b": "Track 3 is Business."}
    assert list(wording.l29_spelling(card(texts=mixed), BANK)) == []
    plain = {"a": "Track III is its name.", "b": "Track 3 is Business."}
    assert list(wording.l29_spelling(card(texts=plain), BANK))


def test_the_words_that_name_the_scheme_are_no_echo():
    stem = "Which of these belongs to Track 1.5 beside the nine-track scheme?"
    told = item(
        stems=(stem,),
        options=(choice("a", "One of nine", correct=True), choice("b", "X"), choice("c", "Y")),
    )
    assert list(clues.l13_echo(told, BANK)) == []


def test_view_of_every_type(document, raw_bank):
    made = [extra_question({**fields, "id": f"t9{n}:x"}) for n, fields in enumerate(EXTRA_TYPES)]
    raw_bank["questions"] += made
    questions = type(document).model_validate(raw_bank, strict=False)
    seen = {asked.id: asked for asked in view(questions).questions}
    matching, ordering, cloze, typed, explain = (seen[f"t9{n}:x"] for n in range(1, 6))
    assert [side.right for side in matching.sides] == ["Words", "Words"]
    assert matching.extra == ("Words",)
    assert ordering.steps == ("Words", "Words")
    assert [option.correct for option in cloze.options] == [True, False]
    assert cloze.accepted == typed.accepted == (("Words",),)
    assert typed.options == ()
    assert explain.texts["model"] == "Words"
    assert matching.texts["left of a"] == cloze.texts["why of b"] == "Words"
