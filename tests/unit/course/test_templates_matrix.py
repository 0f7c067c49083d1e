"""Questions from the matrices: every option stands on a decided cell."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import tomli_w

from mtdtutor.course.bank import text_in
from mtdtutor.course.build.cells import cell, denial, joined_rev, shown_by
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge
from mtdtutor.course.build.words import typographic
from tests.unit.course.conftest import SAMPLE

CONTENT = Path(__file__).parents[3] / "content"
ROW_TEMPLATES = ("t07", "t08", "t23")
FROM_ROWS = (*ROW_TEMPLATES, "t11", "t15", "t19", "t22")


@pytest.fixture(scope="module", params=["sample", "course"])
def both(request) -> tuple[Knowledge, BankDocument]:
    """Return the sample and its bank, then the course itself and its bank."""
    folder = SAMPLE if request.param == "sample" else CONTENT / "knowledge"
    knowledge = load_knowledge(folder)
    return knowledge, generate(knowledge)


def question(document: BankDocument, name: str):
    return next(item for item in document.questions if item.id == name)


def named(document: BankDocument, *templates: str) -> list:
    return [item for item in document.questions if item.template in templates]


def english(text: dict) -> str:
    return text_in(text, "en")


def row(kb: Knowledge, name: str):
    return next(one for one in kb.rows if one.id == name)


def test_cells(sample: Knowledge):
    crew = row(sample, "actor.crew")
    found = {topic.id: cell(crew, topic.id) for topic in sample.topics}
    assert found == {
        "system": "unknown",
        "track-1": "yes",
        "track-1.5": "arguable",
        "track-2": "no",
        "track-3": "no",
        "track-4": "no",
    }
    assert denial(crew, "track-2").startswith("Crates are carried")
    for undecided in ("track-1", "track-1.5", "system"):
        with pytest.raises(ValueError, match="not decided to be false"):
            denial(crew, undecided)


def test_rev_of_an_item_on_several_facts_rises_with_each(sample: Knowledge):
    one = sample.fact_by_id["track-1:definition"]
    other = sample.fact_by_id["system:history-1"]
    assert (one.rev, other.rev) == (1, 2)
    assert joined_rev([one, one]) == 1
    assert joined_rev([one, other, other]) == 2
    assert joined_rev([one.model_copy(update={"rev": 3}), other]) == 4


def test_every_option_of_a_row_question_is_proved(both):
    kb, document = both
    for item in named(document, *ROW_TEMPLATES):
        key, *wrong = item.options
        assert shown_by(kb, row(kb, key.id), item.topic).id == item.fact
        assert len(wrong) >= 2
        assert len({option.id for option in item.options}) == len(item.options)
        for option in wrong:
            assert cell(row(kb, option.id), item.topic) == "no"
            assert row(kb, option.id).matrix == row(kb, key.id).matrix


def test_every_option_of_select_all_is_proved(both):
    kb, document = both
    for item in named(document, "t11"):
        by_track = not item.id.startswith("t11:property")
        rights = 0
        for option in item.options:
            found = (
                cell(row(kb, option.id), item.topic)
                if by_track
                else cell(row(kb, item.id.removeprefix("t11:")), option.id)
            )
            assert found == ("yes" if option.correct else "no")
            rights += option.correct
        assert 2 <= rights <= 3
        assert 2 <= len(item.options) - rights <= 3
        assert item.show == len(item.options)


def test_odd_one_out_has_one_answer(both):
    kb, document = both
    properties = [one for one in kb.rows if one.matrix == "property" and len(one.yes) > 1]
    for item in named(document, "t19"):
        assert item.show == len(item.options) == 4
        own = row(kb, item.id.split(":")[1])
        shown = [option.id for option in item.options]
        assert [cell(own, topic) for topic in shown] == ["no", "yes", "yes", "yes"]
        for other in properties:
            cells = [cell(other, topic) for topic in shown]
            if set(cells) <= {"yes", "no"}:
                for value in ("yes", "no"):
                    assert cells.count(value) != 1 or cells.index(value) == 0


def test_matching_has_one_solution(both):
    kb, document = both
    for item in named(document, "t15"):
        rows = {typographic(one.text): one for one in kb.rows}
        lefts = [pair.id for pair in item.pairs]
        assert len(lefts) == 4
        for pair in item.pairs:
            cells = {topic: cell(rows[english(pair.right)], topic) for topic in lefts}
            assert cells == {topic: "yes" if topic == pair.id else "no" for topic in lefts}
        (extra,) = item.extra
        assert {cell(row(kb, extra.id), topic) for topic in lefts} == {"no"}


def test_only_one_difference_is_true(both):
    kb, document = both
    for item in named(document, "t22"):
        other = item.id.split(":")[3].split(".property")[0]
        for option in item.options:
            cells = (cell(row(kb, option.id), item.topic), cell(row(kb, option.id), other))
            assert set(cells) <= {"yes", "no"}
            assert (cells == ("yes", "no")) == option.correct
        asked = [
            one.id.rpartition(".property")[2]
            for one in named(document, "t22")
            if one.topic == item.topic
        ]
        assert len(set(asked)) == len(asked)


def test_what_nearly_all_tracks_have_sets_none_apart(both):
    kb, document = both
    tracks = sum(topic.number is not None for topic in kb.topics)
    for item in named(document, "t22"):
        for option in item.options[1:]:
            assert len(row(kb, option.id).yes) < 0.8 * tracks


def test_the_number_of_right_options_cannot_be_expected(both):
    _, document = both
    counts = {
        (sum(option.correct for option in item.options), len(item.options))
        for item in named(document, "t11")
    }
    assert len(counts) > 1


def test_facts_of_an_item_are_those_that_show_it(both):
    _, document = both
    facts = {fact.id: fact for fact in document.facts}
    for item in named(document, *FROM_ROWS):
        assert item.fact not in item.also
        assert len(set(item.also)) == len(item.also)
        assert item.topic == facts[item.fact].topic
        assert not any(facts[name].contested for name in (item.fact, *item.also))
        assert len(item.stems) == 3


def test_what_nobody_decided_is_no_option(document: BankDocument):
    pilot = {
        item.id
        for item in named(document, "t07", "t11")
        if "actor.pilot" in {option.id for option in item.options if not option.correct}
    }
    assert pilot <= {"t07:track-3:definition:actor.baker", "t07:track-2:definition:actor.donkey"}
    rower = question(document, "t07:track-1.5:definition:actor.rower")
    assert "actor.crew" not in {option.id for option in rower.options}


def test_two_rows_of_one_fact_are_asked_for(document: BankDocument):
    asked = [item.id for item in named(document, "t07") if item.topic == "track-1"]
    assert asked == ["t07:track-1:definition:actor.captain", "t07:track-1:definition:actor.crew"]


def test_nearest_rows_come_first_and_say_whose_they_are(document: BankDocument):
    item = question(document, "t07:track-3:definition:actor.baker")
    assert item.options[1].id == "actor.donkey"  # track 2 is the mix-up of track 3
    assert [option.entity for option in item.options][:2] == ["track-3", "track-2"]


def test_option_of_another_length_is_left_out(document: BankDocument):
    assert not [item for item in document.questions if "strength.long" in item.id]
    for item in named(document, "t23"):
        assert "strength.long" not in {option.id for option in item.options}


def test_stems_name_the_scheme_and_no_track_by_its_name(document: BankDocument):
    for item in named(document, *ROW_TEMPLATES):
        for stem in map(english, item.stems):
            assert "nine-track scheme" in stem
            assert not any(name in stem for name in ("Harbour", "Mill", "Bakery", "Bridge"))
    beside = question(document, "t11:property.food")
    assert "with Track 1.5 beside it" in english(beside.stems[0])
    assert english(beside.stems[0]).endswith("? Choose all that apply.")


def test_explanations(document: BankDocument):
    item = question(document, "t11:property.food")
    assert english(item.explanation) == (
        "Track 2 and Track 3 make food for the town. Track 1 loads what others made. "
        "People pass through there and make nothing."
    )
    compared = question(document, "t22:track-2:definition:track-1.property.food")
    assert english(compared.explanation) == (
        "Track 2 makes food for the town. Track 1 loads what others made."
    )


def test_a_new_row_changes_only_items_that_use_it(knowledge_dir: Path, document: BankDocument):
    path = knowledge_dir / "matrices.toml"
    path.write_text(
        path.read_text()
        + """
[[row]]
id = "actor.fisher"
matrix = "actor"
text = "A fisher who mends her nets"
yes = { "track-1.5" = "track-1.5:definition" }
no = [{ topics = ["track-2"], why = "Nets are mended in Track 1.5." }]
"""
    )
    grown = generate(load_knowledge(knowledge_dir))
    before = {item.id: item for item in document.questions}
    after = {item.id: item for item in grown.questions}
    assert before.keys() <= after.keys()
    assert set(after) - set(before) <= {
        "t07:track-1.5:definition:actor.fisher",
        "t11:track-1.5:actor",
    }
    changed = [item for name, item in before.items() if after[name] != item]
    assert changed
    for item in changed:
        assert "actor.fisher" in {option.id for option in after[item.id].options}
    assert grown.cards == document.cards


def test_without_decided_cells_there_is_no_item(knowledge_dir: Path):
    path = knowledge_dir / "matrices.toml"
    rows = tomllib.loads(path.read_text())["row"]
    for one in rows:
        del one["no"]
    path.write_text(tomli_w.dumps({"row": rows}))
    assert not named(generate(load_knowledge(knowledge_dir)), *FROM_ROWS)
