"""Each rule of the linter finds its flaw, and leaves sound items alone."""

from __future__ import annotations

import dataclasses

import pytest

from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.lint import BANK_RULES, CARD_RULES, QUESTION_RULES
from mtdtutor.course.build.rules import clues, options, parts, whole, wording
from mtdtutor.course.build.rules.view import Asked, Bank, Choice, Prompt, view


def choice(name: str, text: str, *, correct: bool = False, entity: str | None = None) -> Choice:
    return Choice(name, text, correct, f"About {name}: it is another thing.", entity)


SOUND = Asked(
    id="t20:faq:answer",
    template="t20",
    type="single",
    topic="track-1",
    skill="context",
    fact="faq:answer",
    also=(),
    stems=("Where do the people of the town buy bread?",),
    options=(
        choice("a", "At the ovens near the old gate", correct=True),
        choice("b", "At the quay beside the long wall"),
        choice("c", "At the mill above the small lake"),
    ),
    show=3,
    answer=None,
    correction=None,
    explanation="Loaves are sold at the ovens near the old gate, early in the day.",
    contested=False,
    texts={"stems[0]": "Where do the people of the town buy bread?"},
)
TRUE = dataclasses.replace(
    SOUND, type="true_false", options=(), answer=True, stems=("Bread is sold at the ovens.",)
)
CARD = Prompt(
    id="card:x",
    topic="track-1",
    skill="define",
    kind="forward",
    front="What is sold at the ovens?",
    back="Warm bread.",
    hint="It smells good.",
    contested=False,
    texts={"front": "What is sold at the ovens?"},
)
BANK = Bank(
    questions=(),
    cards=(),
    topics=("track-1", "track-2"),
    give_away={"track-1": frozenset({"harbour", "sail"}), "track-2": frozenset({"mill"})},
    labels={"track-1": "Track 1", "track-2": "Track 2"},
    kinds={"track-1": "track", "track-2": "track", "system": "track", "ada": "person"},
    fact_slots={"faq:answer": ("faq", "answer")},
    slot_terms=frozenset({"harbour", "sail", "mill"}),
)


def item(**changes: object) -> Asked:
    return dataclasses.replace(SOUND, **changes)


def asks(*stems: str, **changes: object) -> Asked:
    return item(stems=stems, **changes)


def offers(key: str, *wrong: str, **changes: object) -> Asked:
    made = [choice("key", key, correct=True)]
    made += [choice(f"w{index}", text) for index, text in enumerate(wrong)]
    return item(options=tuple(made), **changes)


def card(**changes: object) -> Prompt:
    return dataclasses.replace(CARD, **changes)


def case(text: str, **changes: object) -> Asked:
    """Return a scenario on track 1 whose options are names."""
    names = (
        choice("track-1", "Track 1: Harbour", correct=True, entity="track-1"),
        choice("track-2", "Track 2: Mill", entity="track-2"),
        choice("system", "The whole system", entity="system"),
    )
    stem = f"{text} In the nine-track scheme, where does this belong?"
    return item(template="t09", skill="classify", stems=(stem,), options=names, **changes)


CREWS = "At dawn the crews carry crates of salt on board and cast off."

# rule, flawed item, the level it gets
FLAWED = {
    "L01 one key of several": (options.l01_one_key, item(type="multiple"), "error"),
    "L02 the same": (options.l02_distinct, offers("At the gate", "at the  GATE.", "X"), "error"),
    "L02 nearly": (
        options.l02_distinct,
        offers("at the gate of the town", "at the town of the gate", "on a hill"),
        "warning",
    ),
    "L04 two options": (options.l04_count, offers("a", "b"), "error"),
    "L04 shows too many": (options.l04_count, item(show=4), "error"),
    "L04 six at once": (options.l04_count, offers(*"abcdefg", show=6), "warning"),
    "L05 short": (wording.l05_stem, asks("Where is bread?"), "warning"),
    "L05 long": (wording.l05_stem, asks("word " * 36 + "?"), "warning"),
    "L05 far too long": (wording.l05_stem, asks("word " * 61 + "?"), "error"),
    "L05 asks nothing": (wording.l05_stem, asks("People of the town buy bread."), "warning"),
    "L05 short case": (wording.l05_stem, case("Crews load ships."), "error"),
    "L05 long case": (wording.l05_stem, case("Crews " + "load " * 45 + "ships."), "error"),
    "L05 card": (wording.card_form, card(front="Bread is sold at the ovens."), "warning"),
    "L06 long option": (options.l06_length, offers("word " * 16, "b", "c"), "warning"),
    "L06 far too long": (options.l06_length, offers("word " * 31, "b", "c"), "error"),
    "L06 card": (wording.card_form, card(back="word " * 31), "warning"),
    "L07 all": (wording.l07_catch_all, offers("a", "b", "All of the above"), "error"),
    "L07 both": (wording.l07_catch_all, offers("a", "b", "Both ovens"), "error"),
    "L07 letters": (wording.l07_catch_all, offers("a", "b", "A and B"), "error"),
    "L07 numerals": (wording.l07_catch_all, offers("a", "b", "i, ii"), "error"),
    "L08 not": (wording.l08_negative_stem, asks("Where is bread not sold in town?"), "error"),
    "L08 emphasised": (
        wording.l08_negative_stem,
        asks("Where is bread NOT sold in town?", template="t19"),
        "warning",
    ),
    "L09 option": (wording.l09_negative_option, offers("There", "Not there", "Here"), "warning"),
    "L09 both": (
        wording.l09_negative_option,
        offers("There", "Isn’t sold", "Here", stems=("Which is never so in the town?",)),
        "error",
    ),
    "L10 key only": (clues.l10_absolutes, offers("Every oven", "Some", "Few"), "warning"),
    "L10 wrong only": (clues.l10_absolutes, offers("An oven", "Only mills", "Few"), "error"),
    "L11 key only": (clues.l11_vague, offers("Usually ovens", "Mills", "Quays"), "warning"),
    "L12 long": (options.l12_key_length, offers("a" * 40, "b" * 26, "c" * 26), "warning"),
    "L12 very long": (options.l12_key_length, offers("a" * 40, "b" * 20, "c" * 20), "error"),
    "L12 short": (options.l12_key_length, offers("a" * 10, "b" * 40, "c" * 40), "warning"),
    "L13 term": (
        clues.l13_echo,
        offers("The mill wheel", "Oven", "Quay", stems=("What drives the mill of the town?",)),
        "error",
    ),
    "L13 name": (
        clues.l13_echo,
        offers("By Montville", "By Ada", "By Eve", stems=("Who, like Montville, wrote it?",)),
        "error",
    ),
    "L13 word": (
        clues.l13_echo,
        offers("Bread ovens", "Quays", "Lakes", stems=("Where do people buy bread?",)),
        "warning",
    ),
    "L14 wrong echo": (
        clues.l14_wrong_echo,
        offers("Ovens", "Bread quays", "Lakes", stems=("Where do people buy bread?",)),
        "warning",
    ),
    "L15 an": (
        wording.l15_grammar,
        offers("oven", "mill", "quay", stems=("Bread comes from an ___ here.",)),
        "error",
    ),
    "L15 a at the end": (
        wording.l15_grammar,
        offers("oven", "mill", "quay", stems=("Bread comes from a …",)),
        "error",
    ),
    "L15 are": (
        wording.l15_grammar,
        offers("ovens", "mill", "quays", stems=("The sellers of bread are:",)),
        "error",
    ),
    "L16 kinds": (
        options.l16_alike,
        item(
            options=(
                choice("track-1", "Harbour", correct=True, entity="track-1"),
                choice("ada", "Ada", entity="ada"),
                choice("x", "Mill"),
            )
        ),
        "error",
    ),
    "L16 full stop": (options.l16_alike, offers("Bread.", "Salt", "Fish."), "warning"),
    "L16 digit": (options.l16_alike, offers("In 1999 or so", "By and by", "In May"), "warning"),
    "L17 units": (options.l17_amounts, offers("3 days", "4 weeks", "5 days"), "error"),
    "L17 overlap": (options.l17_amounts, offers("1-4 days", "3-6 days", "8-9 days"), "error"),
    "L17 order": (options.l17_amounts, offers("1991", "1981", "1996"), "warning"),
    "L18 inside": (options.l18_inside, offers("the town", "the town gate", "x"), "warning"),
    "L19 most alike": (
        clues.l19_convergence,
        offers("red oven by gate", "red oven", "oven by lake", "by gate"),
        "warning",
    ),
    "L20 opposites": (
        clues.l20_opposites,
        offers("An official talk", "An unofficial talk", "A loaf"),
        "warning",
    ),
    "L23 this": (wording.l23_alone, asks("This is sold at which place?"), "error"),
    "L23 above": (wording.l23_alone, asks("Where, after the above, is bread sold?"), "error"),
    "L23 card": (wording.l23_alone, card(front="They sell what at the ovens?"), "error"),
    "L26 question": (wording.l26_contested, item(contested=True), "error"),
    "L26 card": (wording.l26_contested, card(contested=True), "error"),
    "L27 short": (wording.l27_explanation, item(explanation="At the ovens near."), "warning"),
    "L27 repeats": (
        wording.l27_explanation,
        offers(
            "At the ovens that stand near the old gate",
            "b",
            "c",
            explanation="At the ovens that stand near the old gate.",
        ),
        "warning",
    ),
    "L27 silent": (
        wording.l27_explanation,
        item(explanation="Nobody knows for sure, but people like to go there early."),
        "warning",
    ),
    "L27 why repeats": (
        wording.l27_explanation,
        item(options=(*SOUND.options[:2], Choice("c", "At the mill", False, "At the mill.", None))),
        "warning",
    ),
    "L28 braces": (wording.l28_leftovers, item(texts={"x": "Where is {place}?"}), "error"),
    "L28 spaces": (wording.l28_leftovers, card(texts={"x": "Two  spaces"}), "error"),
    "L28 tag": (wording.l28_leftovers, card(texts={"x": "A <b>word"}), "error"),
    "L28 furniture": (
        wording.l28_leftovers,
        card(texts={"x": "You may want to see also"}),
        "error",
    ),
    "L28 torn list": (wording.l28_leftovers, card(texts={"x": "bread, salt, and."}), "error"),
    "L29 spelling": (
        wording.l29_spelling,
        item(texts={"a": "They organise.", "b": "They recognize."}),
        "warning",
    ),
    "L29 tracks": (
        wording.l29_spelling,
        card(texts={"a": "Track II is", "b": "Track 2."}),
        "warning",
    ),
    "L33 stem names the key": (
        clues.l33_named_before,
        offers("oven", "mill", "quay", stems=("What is sold at the oven here?",)),
        "error",
    ),
    "L33 case uses the name": (
        clues.l33_named_before,
        case("In the harbour the crews carry crates of salt on board."),
        "error",
    ),
    "L33 case uses the slogan": (
        clues.l33_named_before,
        case("At dawn crews are sailing out with crates of salt on board."),
        "error",
    ),
    "L33 case uses the number": (
        clues.l33_named_before,
        case("At dawn crews of Track 1 carry crates of salt on board."),
        "error",
    ),
    "L33 described by its name": (
        clues.l33_named_before,
        item(
            options=(
                *SOUND.options[:2],
                choice("track-2", "People at the mill grind grain for all", entity="track-2"),
            )
        ),
        "error",
    ),
    "L33 card front": (clues.l33_card, card(front="What is warm bread?"), "error"),
    "L33 card words": (clues.l33_card, card(front="Is bread warmed or cold?"), "error"),
    "L33 card hint": (clues.l33_card, card(hint="Say: warm bread."), "error"),
    "L33 scenario card": (
        clues.l33_card,
        card(kind="scenario", front="Crews sail at dawn. Where does this belong?"),
        "error",
    ),
}


@pytest.mark.parametrize("name", FLAWED)
def test_rule_finds_its_flaw(name):
    rule, flawed, level = FLAWED[name]
    found = list(rule(flawed, BANK))
    assert found, name
    assert {finding.rule for finding in found} == {name.split()[0]}
    assert {finding.item for finding in found} == {flawed.id}
    assert level in {finding.level for finding in found}


SOUND_ITEMS = {
    "question": SOUND,
    "multiple": item(
        type="multiple",
        options=(
            choice("a", "Oven by the gate", correct=True),
            choice("b", "Oven in the yard", correct=True),
            choice("c", "Mill by the lake"),
            choice("d", "Quay in the east"),
        ),
        explanation="Bread comes from the oven by the gate and the oven in the yard.",
    ),
    "true or false": TRUE,
    "case": case(CREWS, explanation="Track 1: loading ships is what this place is for."),
    "gap": offers(
        "oven",
        "attic",
        "inn",
        stems=("In this town, bread comes from an ___ every day.",),
        explanation="An oven gives the town its bread each morning of the year.",
    ),
    "amounts in order": offers(
        "1981",
        "1991",
        "1996",
        stems=("In which year did the first oven open?",),
        explanation="The first oven of the town was built in the year 1981.",
    ),
    "attributed": asks("According to Ada, where do people buy bread?", contested=True),
    "it is clear that": item(stems=("It is clear that people buy bread where in town?",)),
}


@pytest.mark.parametrize("name", SOUND_ITEMS)
def test_rules_leave_sound_questions_alone(name):
    for rule in QUESTION_RULES:
        assert list(rule(SOUND_ITEMS[name], BANK)) == []


@pytest.mark.parametrize(
    "sound",
    [
        CARD,
        card(hint=""),
        card(front="Bread is sold at the ___ of the town.", back="ovens", kind="cloze"),
        card(front="Name two places of the town.", back="The ovens and the quay."),
        card(kind="scenario", front=f"{CREWS} Where does this belong?", back="Track 1: Harbour"),
        card(contested=True, front="According to Ada, what is sold here?"),
    ],
    ids=["plain", "no hint", "cloze", "order", "case", "attributed"],
)
def test_rules_leave_sound_cards_alone(sound):
    for rule in CARD_RULES:
        assert list(rule(sound, BANK)) == []


def test_every_rule_is_on_the_list():
    listed = {rule.__name__ for rule in (*QUESTION_RULES, *CARD_RULES, *BANK_RULES)}
    written = {
        name
        for module in (options, wording, clues, parts, whole)
        for name in vars(module)
        if name.startswith("l") and name[1:3].isdigit()
    }
    assert written - {"l24_spans"} | {"card_form"} == listed


def test_view_knows_names_and_slogans(document: BankDocument):
    seen = view(document)
    assert seen.give_away["track-1"] == {"harbour", "sail"}
    assert seen.give_away["system"] == {"whole", "system"}
    assert seen.labels["track-1.5"] == "Track 1.5"
    assert seen.kinds["system"] == "track"
    contested = {one.id for one in seen.cards if one.contested}
    assert contested == {"card:system:history-1:forward"}
