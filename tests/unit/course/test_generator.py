"""What the generator makes, and that every wrong option is provably wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.course.bank import text_in
from mtdtutor.course.build.difficulty import difficulty, nearest_first, similarity
from mtdtutor.course.build.document import BankDocument, document_bytes
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge
from mtdtutor.course.build.parts import explanation
from mtdtutor.course.build.words import stems


def question(document: BankDocument, name: str):
    return next(item for item in document.questions if item.id == name)


def card(document: BankDocument, name: str):
    return next(item for item in document.cards if item.id == name)


def english(text: dict) -> str:
    return text_in(text, "en")


def test_every_template_has_its_items(document: BankDocument):
    names = {item.id for item in document.questions}
    for n in (1, 2, 3, 4):
        assert f"t01:track-{n}:number" in names
        assert f"t02:track-{n}:name" in names
        assert f"t05:track-{n}:definition" in names
    assert {"t03:track-2:slogan", "t04:track-2:slogan", "t05:track-1.5:definition"} <= names
    assert {"t09:scenario-dawn:topic", "t20:faq-bread:answer"} <= names
    assert {"t12:track-1:definition:true", "t12:track-1:definition:false"} <= names


def test_track_beside_the_scheme_has_no_number_or_name_items(document: BankDocument):
    assert not [
        i.id for i in document.questions if i.id.startswith(("t01:track-1.5", "t02:track-1.5"))
    ]
    for item in document.questions:
        if item.template in ("t01", "t02", "t03", "t04"):
            assert "track-1.5" not in {option.id for option in item.options}


def test_slogan_that_shares_a_word_with_the_name_is_not_asked(document: BankDocument):
    names = {item.id for item in (*document.questions, *document.cards)}
    assert not names & {"t03:track-4:slogan", "t04:track-4:slogan", "card:track-4:slogan:forward"}
    slogans = {english(o.text) for o in question(document, "t04:track-1:slogan").options}
    assert "bridge building" in slogans  # still a provably false value for the others


def test_contested_facts_are_not_asked_by_templates(document: BankDocument):
    names = {item.id for item in document.questions}
    assert "t20:faq-ships:answer" not in names
    assert not [name for name in names if name.startswith("t12:system:history-1")]


def test_functional_distractors_are_siblings_values(sample: Knowledge, document: BankDocument):
    for item in document.questions:
        if item.template not in ("t02", "t04"):
            continue
        slot = item.fact.split(":")[1]
        for option in item.options:
            fact = sample.fact_by_id[f"{option.id}:{slot}"]
            assert english(option.text) == fact.value
            assert english(option.why) == fact.text
            assert option.correct == (fact.id == item.fact)


def test_scenario_options_come_from_no_cells_only(sample: Knowledge, document: BankDocument):
    for case in sample.scenarios:
        item = question(document, f"t09:{case.id}:topic")
        assert [o.id for o in item.options] == [case.topic, *(no.topic for no in case.no)]
        assert not {o.id for o in item.options} & set(case.also_ok)
        assert english(item.stems[0]).startswith(case.text)
        assert len(item.stems) == 3


def test_faq_options(document: BankDocument):
    item = question(document, "t20:faq-bread:answer")
    assert [option.id for option in item.options] == [
        "faq-bread",
        "faq-flour",
        "faq-ships",
        "from-ships",
    ]
    assert [option.entity for option in item.options][-1] is None
    assert len(item.stems) == 2
    assert english(item.options[1].text).startswith("From the stones")
    # (same kind 0.5 + same topic 0.75 + misconception 1) / 3 = 0.75
    assert item.difficulty == 0.4


def test_descriptions_of_like_length_stand_together(document: BankDocument):
    for item in document.questions:
        if item.template == "t05":
            key = len(english(item.options[0].text))
            assert all(abs(len(english(o.text)) - key) <= key / 4 for o in item.options)


def test_confusable_comes_first(document: BankDocument):
    assert question(document, "t05:track-1:definition").options[1].id == "track-1.5"


def test_false_statement_swaps_in_the_nearest_value(document: BankDocument):
    judged = [
        item
        for item in document.questions
        if item.template == "t12" and item.fact.endswith((":name", ":slogan"))
    ]
    assert {item.answer for item in judged} == {True, False}
    for item in judged:
        assert item.id.endswith("true" if item.answer else "false")
        assert (item.correction is None) == item.answer
    false = question(document, "t12:track-3:slogan:false")
    assert "grinding" in english(false.stems[0])
    assert english(false.correction) == "Track 3 is described as peacemaking through kneading."
    assert english(false.explanation).startswith("Knowing the slogan of this place")
    true = question(document, "t12:track-4:slogan:true")
    assert english(true.explanation).startswith("Track 4 is described as")


def test_items_name_the_scheme(document: BankDocument):
    for item in document.questions:
        if item.template not in ("t12", "t20"):
            assert all("nine-track scheme" in english(stem) for stem in item.stems)


def test_every_item_stands_on_a_cited_fact(document: BankDocument):
    facts = {fact.id: fact for fact in document.facts}
    for item in (*document.questions, *document.cards):
        assert facts[item.fact].cites
        assert item.rev == facts[item.fact].rev
        assert item.topic == facts[item.fact].topic


def test_cards(document: BankDocument):
    forward = card(document, "card:track-1:slogan:forward")
    assert english(forward.front).endswith("Track 1 (Harbour) is peacemaking through what?")
    assert english(forward.back) == "sailing"
    assert english(card(document, "card:track-1:slogan:reverse").back) == "Track 1: Harbour"
    assert english(card(document, "card:track-2:name:reverse").back) == "Track 2"
    typed = card(document, "card:track-1:definition:typed:cargo")
    assert [english(one) for one in typed.accept] == ["ships", "their ships"]
    assert english(card(document, "card:track-1:definition:forward").hint) == "They go to sea."
    case = card(document, "card:scenario-dawn:topic:scenario")
    assert english(case.back) == "Track 3: Bakery"
    faq = card(document, "card:faq-bread:answer:forward")
    assert english(faq.back) == "From the ovens, where people rise early every day."
    assert "card:faq-flour:answer:forward" not in {one.id for one in document.cards}


def test_entities_of_questions_and_cases(document: BankDocument):
    entities = {entity.id: entity for entity in document.entities}
    assert entities["faq-bread"].related == ["track-3", "track-2", "system"]
    assert entities["track-1"].related == ["system"]
    assert (
        english(entities["scenario-all"].name)
        == "Crews, millers and bakers plan the year together and …"
    )
    assert english(entities["track-1"].text) == "First paragraph.\n\nSecond paragraph."


def test_lists_are_sorted_but_topics_keep_their_order(document: BankDocument):
    for entries in (
        document.sources,
        document.entities,
        document.facts,
        document.cards,
        document.questions,
    ):
        names = [entry.id for entry in entries]
        assert names == sorted(names)
    assert document.topics[0].id == "system"


def test_one_more_fact_changes_only_its_own_items(knowledge_dir: Path, document: BankDocument):
    path = knowledge_dir / "other.toml"
    path.write_text(
        path.read_text()
        + """
[[fact]]
id = "track-4:history-1"
entity = "track-4"
slot = "history-1"
topic = "track-4"
level = "detail"
text = "The oldest arch was built of wood."
confidence = "high"
why = "Wood burns, which is why the arch is made of stone today."
cites = [{ source = "town-book", section = "ch. 4" }]

[[fact.card]]
kind = "forward"
skill = "context"
front = "What was the oldest arch built of?"
back = "Wood."
"""
    )
    grown = generate(load_knowledge(knowledge_dir))
    assert {one.id for one in grown.cards} - {one.id for one in document.cards} == {
        "card:track-4:history-1:forward"
    }
    assert grown.questions == document.questions
    kept = [one for one in grown.cards if one.id != "card:track-4:history-1:forward"]
    assert kept == document.cards


def test_item_falls_away_without_enough_siblings(knowledge_dir: Path):
    path = knowledge_dir / "course.toml"
    text = path.read_text()
    for number in ("3", "4"):
        text = text.replace(f'number = "{number}"\n', "")
    path.write_text(text)
    templates = {item.template for item in generate(load_knowledge(knowledge_dir)).questions}
    assert {"t05", "t09", "t12", "t20"} <= templates
    assert not templates & {"t01", "t02", "t03", "t04"}


def test_statement_falls_away_without_a_sibling(knowledge_dir: Path):
    path = knowledge_dir / "course.toml"
    text = path.read_text()
    for number in ("1", "3", "4"):
        text = text.replace(f'number = "{number}"\n', "")
    path.write_text(text)
    made = [item.id for item in generate(load_knowledge(knowledge_dir)).questions]
    assert not [name for name in made if name.startswith("t12:track-2")]


def test_file_form(document: BankDocument):
    data = document_bytes(document)
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert b"null" not in data
    assert "…".encode() in data  # UTF-8, not escapes


@pytest.mark.parametrize(
    ("arguments", "options", "wanted"),
    [
        ((-0.4,), {}, -0.4),
        ((0.0, [1.0, 1.0]), {}, 0.4),
        ((0.0, [0.0, 1.0], 4), {}, 0.25),
        ((0.7,), {"typed": True}, 1.1),
        ((0.9, [0.5]), {"negative": True}, 1.2),
        ((2.9, [1.0]), {"typed": True}, 3.0),
        ((-3.5,), {}, -3.0),
    ],
)
def test_difficulty_formula(arguments, options, wanted):
    assert difficulty(*arguments, **options) == wanted


@given(
    base=st.floats(-5, 5),
    alike=st.lists(st.floats(0, 1), max_size=5),
    shown=st.integers(2, 5),
)
def test_difficulty_is_bounded_and_has_two_places(base, alike, shown):
    found = difficulty(base, alike, shown)
    assert -3 <= found <= 3
    assert found == round(found, 2)
    assert str(found) != "-0.0"


def test_similarity(sample: Knowledge):
    assert similarity(sample, "track-1", "track-2") == 1.0
    assert similarity(sample, "track-1.5", "track-1") == 1.0
    assert similarity(sample, "track-1", "track-3") == 0.5  # both are taken for track 2
    assert similarity(sample, "track-4", "system") == 0.0


def test_nearest_first_holds_everything_else_once(sample: Knowledge):
    for topic in sample.topics:
        order = [other.id for other in nearest_first(sample, topic, "item")]
        assert sorted([*order, topic.id]) == sorted(one.id for one in sample.topics)
        likeness = [similarity(sample, topic.id, other) for other in order]
        assert likeness == sorted(likeness, reverse=True)


def test_explanation_stays_readable(sample: Knowledge):
    short = explanation(sample, "Bread is baked here.", "It feeds the town.")
    assert short == {"en": "Bread is baked here. It feeds the town."}
    said = explanation(sample, "Bread is baked here.", "bread is baked HERE.")
    assert said == {"en": "Bread is baked here."}
    long = explanation(sample, "word " * 59 + "end.", "It feeds the town.")
    assert long["en"].endswith("end.")


def test_no_track_is_described_by_its_own_name(sample: Knowledge, document: BankDocument):
    names = {topic.id: stems(topic.name.partition(": ")[2]) for topic in sample.topics}
    for item in document.questions:
        if item.template == "t05":
            for option in item.options:
                assert not stems(english(option.text)) & names[option.id]
