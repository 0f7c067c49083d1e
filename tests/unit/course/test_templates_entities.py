"""Questions and cards on terms, people, organisations and events."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtdtutor.course.bank import text_in
from mtdtutor.course.build.cards_entities import date_in_words
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge
from mtdtutor.course.build.peers import about, mention
from mtdtutor.course.build.words import content_stems


def question(document: BankDocument, name: str):
    return next(item for item in document.questions if item.id == name)


def card(document: BankDocument, name: str):
    return next(item for item in document.cards if item.id == name)


def english(text: dict) -> str:
    return text_in(text, "en")


def wrong(item) -> list[str]:
    return [option.id for option in item.options if not option.correct]


def rewritten(folder: Path, file: str, old: str, new: str) -> BankDocument:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return generate(load_knowledge(folder))


def test_term_and_description_are_asked_both_ways(more: Knowledge, more_document: BankDocument):
    described = question(more_document, "t05:term-quern:definition")
    assert described.skill == "define"
    assert (
        english(described.options[0].text) == "A heavy stone that is turned by hand to break grain"
    )
    assert english(described.options[1].why) == "This describes “Millrace”."
    named = question(more_document, "t06:term-quern:definition")
    assert named.skill == "classify"
    assert "“A heavy stone that is turned by hand to break grain”" in english(named.stems[0])
    for option in named.options:
        fact = more.fact_by_id[f"{option.id}:definition"]
        assert english(option.text) == more.entity_by_id[option.id].name
        assert english(option.why) == fact.text


def test_related_terms_come_first_then_those_of_the_topic(more_document: BankDocument):
    assert wrong(question(more_document, "t05:term-quern:definition"))[0] == "term-millrace"
    same_topic = wrong(question(more_document, "t06:term-bollard:definition"))[:2]
    assert sorted(same_topic) == ["term-fender", "term-gate"]


def test_terms_kept_apart_are_never_together(more_document: BankDocument):
    for item in more_document.questions:
        if item.template in ("t05", "t06"):
            assert not {"term-leat", "term-millrace"} <= {option.id for option in item.options}


def test_a_name_that_holds_another_never_stands_beside_it(more_document: BankDocument):
    for item in more_document.questions:
        if item.template in ("t05", "t06"):
            assert not {"term-millrace", "term-gate"} <= {option.id for option in item.options}


def test_a_description_of_another_length_is_not_offered(more_document: BankDocument):
    names = {item.id for item in more_document.questions}
    assert "t05:term-fender:definition" not in names
    assert "t06:term-fender:definition" in names
    for item in more_document.questions:
        if item.template == "t05":
            assert "term-fender" not in {option.id for option in item.options}


def test_contested_terms_are_left_out(more_dir: Path):
    old = 'id = "term-quern:definition"\n'
    found = rewritten(more_dir, "terms.toml", old, f"{old}contested = true\n")
    named = [item for item in found.questions if item.template in ("t05", "t06")]
    assert not [item.id for item in named if "term-quern" in item.id]
    assert not [i.id for i in named for option in i.options if option.id == "term-quern"]
    assert "card:term-quern:definition:forward" not in {one.id for one in found.cards}


def test_description_asks_for_its_track(more: Knowledge, more_document: BankDocument):
    item = question(more_document, "t06:track-1:definition")
    assert english(item.options[0].text) == "Track 1: Harbour"
    assert wrong(item)[0] == "track-1.5"
    assert all("with Track 1.5 beside it" in english(stem) for stem in item.stems)
    third = next(option for option in item.options if option.id == "track-3")
    assert english(third.why) == more.fact_by_id["track-3:definition"].text


def test_stems_say_whose_label_stands_beside_the_scheme(more_dir: Path):
    jetty = 'number = "1.5"\n'
    found = rewritten(more_dir, "course.toml", jetty, f'{jetty}usage = "as Ada says"\n')
    beside = "with Track 1.5 (as Ada says) beside it"
    assert all(
        beside in english(stem)
        for name in ("t06:track-1:definition", "t11:property.food")
        for stem in question(found, name).stems
    )
    rows = [item for item in found.questions if item.id.startswith("t07:track-1.5:")]
    assert rows
    assert all("Track 1.5 (as Ada says)" in english(stem) for one in rows for stem in one.stems)
    cases = [item for item in found.questions if item.template == "t09"]
    assert all(beside in english(stem) for one in cases for stem in one.stems)


def test_a_case_may_ask_for_the_label_of_another(more_dir: Path):
    mark = "[[scenario]]\n"
    found = rewritten(more_dir, "scenarios.toml", mark, f'{mark}usage = "as Ben says"\n')
    changed = (more_dir / "scenarios.toml").read_text().count(mark)
    stems = [english(one.stems[0]) for one in found.questions if one.template == "t09"]
    fronts = [english(one.front) for one in found.cards if one.kind == "scenario"]
    assert changed
    assert sum("Track 1.5 (as Ben says)" in stem for stem in stems) == changed
    assert sum("Track 1.5 (as Ben says)" in front for front in fronts) == changed


def test_the_clash_of_schemes_is_said_with_the_wrong_option(more_document: BankDocument):
    note = "Old maps count the places the other way round"
    for name in ("t01:track-1:number", "t06:track-1:definition", "t10:scenario-dusk:twin"):
        item = question(more_document, name)
        noted = [option.id for option in item.options if note in english(option.why)]
        assert noted == ["track-2"]
    work = question(more_document, "t05:track-1:definition")
    assert "track-2" in {option.id for option in work.options}
    assert not [o.id for o in work.options if note in english(o.why)]
    other_way = question(more_document, "t01:track-2:number")
    assert not [o.id for o in other_way.options if note in english(o.why)]


@pytest.mark.parametrize(
    ("name", "stem", "right"),
    [
        (
            "t24:person-bo:contribution",
            "Which contribution did Bo Carpenter make?",
            "Built a wooden arch over water in one summer",
        ),
        (
            "t24:person-bo:contribution:reverse",
            "Who built a wooden arch over water in one summer?",
            "Bo Carpenter",
        ),
        (
            "t24:org-bank:role",
            "For which of these is the Grain Bank known?",
            "Lends seed to farmers who lost a harvest",
        ),
        (
            "t24:org-bank:role:reverse",
            "Which organisation lends seed to farmers who lost a harvest?",
            "Grain Bank",
        ),
        (
            "t24:event-arch:what",
            "Which of these is true of the opening of the arch?",
            "Let carts pass over water for a first time",
        ),
        (
            "t24:event-fire:what:reverse",
            "Which event destroyed the roofs between oven and quay?",
            "Great Fire",
        ),
    ],
)
def test_deeds_are_asked_both_ways(more_document: BankDocument, name, stem, right):
    item = question(more_document, name)
    assert english(item.stems[0]) == stem
    assert english(item.options[0].text) == right
    assert item.skill == "context"
    assert 2 <= len(wrong(item)) <= 5


def test_wrong_deeds_are_those_of_others(more: Knowledge, more_document: BankDocument):
    for item in more_document.questions:
        if item.template == "t24" and not item.fact.endswith(":date"):
            slot = item.fact.split(":")[1]
            for option in item.options:
                fact = more.fact_by_id[f"{option.id}:{slot}"]
                said = more.entity_by_id[option.id].name
                if not item.id.endswith(":reverse"):
                    said = f"{fact.value[0].upper()}{fact.value[1:]}"
                assert english(option.text) == said
                assert english(option.why) == fact.text
                assert option.correct == (fact.id == item.fact)


def test_year_is_asked_among_years_of_other_events(more_document: BankDocument):
    item = question(more_document, "t24:event-arch:date")
    assert [english(option.text) for option in item.options] == ["1920", "1930", "1950", "1960"]
    assert [o.id for o in item.options if o.correct] == ["event-arch"]
    assert english(item.options[0].why) == "The Great Fire took place in 1920."


def test_right_year_stands_at_every_place_among_the_first_three(course_document: BankDocument):
    places = []
    for item in course_document.questions:
        if item.template == "t24" and item.fact.endswith(":date"):
            years = [english(option.text) for option in item.options]
            assert years == sorted(years)
            key = next(english(option.text) for option in item.options if option.correct)
            shown = [english(o.text) for o in item.options if not o.correct][:2]
            places.append(sorted([key, *shown]).index(key))
    assert all(places.count(place) >= len(places) / 6 for place in range(3))


def test_event_called_by_its_year_is_not_asked_for_it(more_document: BankDocument):
    names = {item.id for item in (*more_document.questions, *more_document.cards)}
    assert not names & {"t24:event-feast:date", "card:event-feast:date:forward"}
    assert {"t24:event-fire:date", "card:event-fire:date:forward"} <= names


def test_cards_go_both_ways(more_document: BankDocument):
    meaning = card(more_document, "card:term-peel:definition:forward")
    assert english(meaning.back) == "A flat board that slides loaves into a very hot oven."
    assert english(card(more_document, "card:term-peel:definition:reverse").back) == "Peel"
    who = card(more_document, "card:person-cy:contribution:reverse")
    assert english(who.front) == "Who led travellers across at night for thirty long years?"
    assert english(who.back) == "Cy Porter"
    when = card(more_document, "card:event-flood:date:forward")
    assert english(when.front) == "To which year does the Spring Flood belong?"
    assert english(when.back) == "1930 (April)"


def test_an_authored_card_takes_the_place_of_a_made_one(more_dir: Path):
    own = '\n[[fact.card]]\nkind = "reverse"\nskill = "name"\nfront = "Name it."\nback = "Peel"\n'
    found = rewritten(more_dir, "terms.toml", '"term-bollard"\nkind', '"term-bollard"\nkind')
    before = len(found.cards)
    mark = '[[entity]]\nid = "term-bollard"'
    found = rewritten(more_dir, "terms.toml", mark, f"{own}\n{mark}")
    assert len(found.cards) == before
    assert english(card(found, "card:term-peel:definition:reverse").front) == "Name it."


def test_dates_lead_with_the_year_that_is_asked_for(more: Knowledge):
    written = [
        date_in_words(more.fact_by_id[f"event-{name}:date"]) for name in ("fire", "flood", "arch")
    ]
    assert written == ["1920", "1930 (April)", "1950 (26 May)"]


def test_a_fact_may_be_left_to_the_cards_of_another(more_dir: Path, more_document: BankDocument):
    value = 'value = "carried a wheel and two donkeys down to sea"\n'
    found = rewritten(more_dir, "people.toml", value, f"{value}cards = false\n")
    gone = {one.id for one in more_document.cards} - {one.id for one in found.cards}
    assert gone == {"card:event-flood:what:forward", "card:event-flood:what:reverse"}
    assert [one.id for one in found.questions] == [one.id for one in more_document.questions]


def test_detail_is_recalled_one_way_and_without_its_year(more_dir: Path):
    settled = rewritten(more_dir, "people.toml", "event-flood", "event-flood")
    path = more_dir / "people.toml"
    head, mark, rest = path.read_text().partition('id = "event-flood"')
    path.write_text(head + mark + rest.replace('level = "standard"', 'level = "detail"', 2))
    found = generate(load_knowledge(more_dir))
    gone = {one.id for one in settled.cards} - {one.id for one in found.cards}
    assert gone == {"card:event-flood:what:reverse", "card:event-flood:date:forward"}
    lost = {one.id for one in settled.questions} - {one.id for one in found.questions}
    assert lost == {"t24:event-flood:date"}


def test_a_name_takes_its_article_from_the_texts(more: Knowledge):
    entities = more.entity_by_id
    assert mention(more, entities["event-fire"]) == "the Great Fire"
    assert mention(more, entities["event-arch"]) == "the opening of the arch"
    assert mention(more, entities["person-ada"]) == "Ada Writer"


def test_a_long_fact_is_said_by_its_value(more: Knowledge):
    entity = more.entity_by_id["org-bank"]
    fact = more.fact_by_id["org-bank:role"]
    long = fact.model_copy(update={"text": f"The Grain Bank {'very ' * 30}often lends seed."})
    assert about(more, entity, fact) == fact.text
    assert about(more, entity, long) == "The Grain Bank lends seed to farmers who lost a harvest."


def test_links_lead_back(more_document: BankDocument):
    related = {entity.id: entity.related for entity in more_document.entities}
    assert related["term-quern"] == ["term-millrace"]
    assert related["term-millrace"] == ["term-leat", "term-quern"]
    for name, others in related.items():
        assert len(set(others)) == len(others)
        assert all(name in related[other] for other in others)


def test_one_more_person_changes_only_the_items_that_use_it(
    more_dir: Path, more_document: BankDocument
):
    path = more_dir / "people.toml"
    text = path.read_text()
    start = text.index('[[entity]]\nid = "person-dee"')
    end = text.index('[[entity]]\nid = "org-guild"')
    path.write_text(text[:start] + text[end:])
    fewer = {item.id: item for item in generate(load_knowledge(more_dir)).questions}
    for item in more_document.questions:
        used = getattr(item, "options", [])
        if "person-dee" in item.id or "person-dee" in {option.id for option in used}:
            continue
        assert fewer[item.id] == item


def test_no_option_of_the_course_betrays_itself(course: Knowledge, course_document: BankDocument):
    """In the course itself names and descriptions share no telling word across stem and key."""
    for item in course_document.questions:
        if item.template not in ("t05", "t06", "t24") or not item.options[0].id.startswith(
            ("term-", "person-", "org-", "event-")
        ):
            continue
        key = next(option for option in item.options if option.correct)
        name = course.entity_by_id[key.id].name
        if item.template == "t05" or (item.template == "t24" and ":reverse" not in item.id):
            assert not content_stems(name) & content_stems(english(key.text)), item.id
        else:
            assert not content_stems(name) & content_stems(
                str(course.fact_by_id[item.fact].description or course.fact_by_id[item.fact].value)
            ), item.id
        if item.fact.endswith(":date"):
            continue
        options = {option.id for option in item.options}
        for group in course.apart:
            assert len(options & set(group.entities)) < 2, item.id
