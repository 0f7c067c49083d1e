"""Items that authors write out: gaps, repairs, twins, views; and tracks to match and to type."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

from mtdtutor.course.bank import text_in
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge
from mtdtutor.course.build.parts import quietest
from mtdtutor.course.build.spellings import spellings, too_near
from mtdtutor.course.build.templates.year import year_of
from mtdtutor.course.build.words import bare, stems


def question(document: BankDocument, name: str):
    return next(item for item in document.questions if item.id == name)


def card(document: BankDocument, name: str):
    return next(item for item in document.cards if item.id == name)


def english(text: dict) -> str:
    return text_in(text, "en")


def named(document: BankDocument, template: str) -> list:
    return [item for item in document.questions if item.template == template]


def test_gap_to_choose(more_document: BankDocument):
    item = question(more_document, "t17:track-1:actors")
    assert item.type == "cloze"
    assert item.skill == "classify"
    [gap] = item.gaps
    assert [english(one) for one in gap.accept] == ["crews"]
    assert [(o.id, o.correct, o.entity) for o in gap.options] == [
        ("answer", True, None),
        ("millers", False, "track-2"),
        ("bakers", False, "track-3"),
    ]
    assert english(gap.options[1].why) == "Millers work at the stones."
    assert "t18:track-1:actors" not in {one.id for one in more_document.questions}


def test_gap_to_type(more_document: BankDocument):
    item = question(more_document, "t18:track-1:actors:load")
    assert item.type == "typed"
    [gap] = item.gaps
    assert [english(one) for one in gap.accept] == ["ships", "the ships", "sea-ships", "seaships"]
    assert gap.options is None
    assert "t17:track-1:actors:load" in {one.id for one in more_document.questions}


def test_gaps_give_cards(more_document: BankDocument):
    typed = card(more_document, "card:track-1:actors:typed:load")
    assert english(typed.front) == "In the first place of the town ___ are loaded with goods."
    assert english(typed.back) == "ships"
    assert len(typed.accept) == 4
    said = card(more_document, "card:track-1:actors:cloze")
    assert english(said.back) == "crews"
    assert said.accept is None


def test_a_gap_gives_no_card_where_its_fact_has_enough(more_dir: Path):
    path = more_dir / "items.toml"
    own = (
        '[[fact.card]]\nkind = "forward"\nskill = "define"\nfront = "Who loads?"\nback = "Crews."\n'
    )
    mark = '[[fact.gap]]\ntext = "In the first place'
    text = path.read_text()
    for name in ("wheat", "salt"):
        text = text.replace(mark, f'{own}key = "{name}"\n\n{mark}')
    path.write_text(text)
    found = generate(load_knowledge(more_dir))
    on_it = [one.id for one in found.cards if one.fact == "track-1:actors"]
    assert on_it == ["card:track-1:actors:forward:salt", "card:track-1:actors:forward:wheat"]


def test_repair_marks_what_is_wrong(more_document: BankDocument):
    item = question(more_document, "t13:track-1:actors")
    assert english(item.stems[0]).startswith("[Bakers] load ships with goods in the first place")
    assert [english(option.text) for option in item.options] == ["Captains", "Millers", "Guards"]
    assert english(item.explanation).startswith("Captains load ships with goods")
    assert english(item.options[0].why).startswith("Crews and captains load ships")
    assert item.skill == "define"


def test_twin_has_a_fact_of_its_own(more_document: BankDocument):
    item = question(more_document, "t10:scenario-dusk:twin")
    assert item.topic == "track-1"
    assert item.rev == 3
    assert [option.id for option in item.options] == ["track-1", "track-3", "track-2"]
    assert english(item.stems[1]).startswith("At dusk two brothers hoist")
    facts = {fact.id: fact for fact in more_document.facts}
    own, case = facts["scenario-dusk:twin"], facts["scenario-dusk:topic"]
    assert (own.topic, own.entity, own.level) == ("track-1", "scenario-dusk", case.level)
    assert own.cites == case.cites
    assert english(own.text).startswith("Track 1: goods are stowed")


def test_order_of_time(more_document: BankDocument):
    item = question(more_document, "t16:order-town")
    assert [step.id for step in item.sequence] == ["event-fire", "event-flood", "event-arch"]
    assert item.fact == "event-fire:date"
    assert item.also == ["event-flood:date", "event-arch:date"]
    assert english(item.explanation).startswith("1920: Fire takes every roof; 1930: Water takes")


def test_view_is_attributed(more_document: BankDocument):
    item = question(more_document, "t25:track-2:history-1")
    assert len(item.stems) == 2
    assert all("ccording to" in english(stem) for stem in item.stems)
    assert [option.id for option in item.options] == ["author", "note", "map"]


def test_names_are_typed_in_every_usual_spelling(course: Knowledge, course_document: BankDocument):
    accepted = {
        item.fact: {bare(english(one)) for one in item.gaps[0].accept}
        for item in course_document.questions
        if item.id == f"t18:{item.fact}:value"
    }
    assert {
        "communications and the media",
        "communications and media",
        "media",
        "information",
        "public opinion and communication",
    } <= accepted["track-9:name"]
    for fact, answers in accepted.items():
        assert bare(str(course.fact_by_id[fact].value)) in answers
        assert not [one for one in answers if "track" in one or "peacemaking" in one]


def test_no_typed_answer_is_near_that_of_a_sibling(
    course: Knowledge, course_document: BankDocument
):
    for item in named(course_document, "t18"):
        slot = item.fact.split(":")[1]
        if item.id != f"t18:{item.fact}:value":
            continue
        rivals = [f.value for f in course.facts if f.slot == slot and f.id != item.fact and f.value]
        for answer in item.gaps[0].accept:
            assert not [one for one in rivals if too_near(english(answer), one)], item.id


def test_typed_answers_of_one_kind_are_all_different(course_document: BankDocument):
    for slot in ("name", "slogan"):
        items = [i for i in named(course_document, "t18") if i.id.endswith(f":{slot}:value")]
        sets = [{bare(english(one)) for one in item.gaps[0].accept} for item in items]
        assert len(items) >= 7
        assert not [one & other for one, other in combinations(sets, 2) if one & other]


def test_matching_joins_each_left_with_one_right(course: Knowledge, course_document: BankDocument):
    items = named(course_document, "t14")
    assert {item.id.split(":")[2] for item in items} == {"slogan", "number"}
    for item in items:
        slot = item.fact.split(":")[1]
        assert len(item.pairs) == 4
        [extra] = item.extra
        rights = [english(pair.right) for pair in item.pairs] + [english(extra.text)]
        assert len(set(rights)) == 5
        assert [item.fact, *item.also] == [f"{one.id}:{slot}" for one in (*item.pairs, *item.extra)]
        for pair in item.pairs:
            name = course.fact_by_id[f"{pair.id}:name"].value
            assert str(name) in english(pair.left)
            value = course.fact_by_id[f"{pair.id}:{slot}"].value
            assert english(pair.right) == (value if slot == "slogan" else f"Track {value}")
            if slot == "slogan":
                assert not [one for one in rights if stems(str(name)) & stems(one)]
        assert item.topic == "system"
        assert item.skill == "compare"


def test_every_single_question_of_the_course_has_one_key(course_document: BankDocument):
    for item in course_document.questions:
        if item.type == "single":
            assert sum(option.correct for option in item.options) == 1, item.id
            assert len(item.options) >= 3, item.id
            assert len({bare(english(option.text)) for option in item.options}) == len(item.options)


def test_every_gap_of_the_course_stands_in_its_sentence(course_document: BankDocument):
    for item in (*named(course_document, "t17"), *named(course_document, "t18")):
        assert len(item.gaps) == 1
        assert all(english(stem).count("___") == 1 for stem in item.stems), item.id
        answers = {bare(english(one)) for one in item.gaps[0].accept}
        wrong = [o for o in item.gaps[0].options or [] if not o.correct]
        assert not answers & {bare(english(option.text)) for option in wrong}, item.id
        assert len(wrong) >= 2 or item.template == "t18", item.id


def test_orderings_of_the_course_go_forward(course: Knowledge, course_document: BankDocument):
    items = named(course_document, "t16")
    assert len(items) >= 5
    for item in items:
        years = [year_of(course.fact_by_id[fact]) for fact in (item.fact, *item.also)]
        assert all(later > earlier for earlier, later in pairwise(years)), item.id


def test_repairs_of_the_course_change_what_they_mark(course_document: BankDocument):
    items = named(course_document, "t13")
    assert items
    for item in items:
        said = english(item.stems[0])
        before, _, rest = said.partition("[")
        part, _, after = rest.partition("]")
        key = next(option for option in item.options if option.correct)
        mended = before + english(key.text) + after.rpartition(". ")[0]
        assert english(item.explanation).startswith(mended), item.id
        assert bare(part) not in {bare(english(option.text)) for option in item.options}


def test_wrong_cases_of_the_course_are_authored_as_wrong(
    course: Knowledge, course_document: BankDocument
):
    twins = {case.id: case.twin for case in course.scenarios if case.twin is not None}
    items = named(course_document, "t10")
    assert len(items) == len(twins)
    for item in items:
        twin = twins[item.fact.split(":")[0]]
        assert [o.id for o in item.options if o.correct] == [twin.topic]
        wrong = {option.id for option in item.options if not option.correct}
        assert wrong <= {no.topic for no in twin.no}
        assert not wrong & {twin.topic, *twin.also_ok}


def test_spellings():
    assert spellings(["the circle"]) == ["the circle", "circle"]
    assert spellings(["non-paper", "Non paper"]) == ["non-paper", "nonpaper"]
    assert spellings(["Communications and the Media"])[1] == "Communications and Media"
    assert spellings(["Thebes"]) == ["Thebes"]


def test_near_answers():
    assert too_near("advocacy", "Advocacy!")
    assert too_near("commerce", "comerce")
    assert not too_near("commerce", "learning")


def test_wordings_that_echo_an_option_are_left_out():
    asked = ["Which line fits the work of him?", "What is true of him?", "What is known of him?"]
    assert quietest(asked, ["Led the work for years", "Known for books"]) == asked[1:2]
    assert quietest(asked[:1], ["Led the work"]) == asked[:1]
