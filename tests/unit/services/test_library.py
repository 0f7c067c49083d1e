"""The library on the bundled course: search, details, reading views."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.services.course_reader import reading_order
from mtdtutor.services.course_views import (
    KINDS,
    CardDetail,
    FactDetail,
    QuestionDetail,
    Reading,
    SourceDetail,
)
from mtdtutor.services.library import LibraryService
from mtdtutor.storage import content, learners, memory
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, State
from mtdtutor.wiring import content_folder
from tests.support.clock import FakeClock

DAY = 20514  # of the clock's start


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(content_folder() / "questions.json")


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    opened = open_database(tmp_path / "x.sqlite3", tmp_path / "backups", clock, random.Random(1))
    yield opened
    opened.dispose()


@pytest.fixture
def library(db: Database, bank: Bank, clock: FakeClock) -> LibraryService:
    with db.write() as conn:
        content.load_bank(conn, bank, clock.now_ms())
    return LibraryService(db, clock)


@pytest.fixture
def learner(db: Database) -> str:
    with db.read() as conn:
        return learners.everyone(conn)[0].id


def test_without_a_course_there_is_nothing(db: Database, clock: FakeClock) -> None:
    empty = LibraryService(db, clock)
    assert empty.head() is None
    assert empty.topics() == ()
    assert empty.reading("track-1") is None
    assert empty.entry("x", "card", "x") is None
    assert empty.sources() == []


def test_a_card_shows_both_sides_and_where_it_stands(
    library: LibraryService, db: Database, bank: Bank, learner: str, clock: FakeClock
) -> None:
    name = "card:track-4:slogan:forward"
    fresh = library.entry(learner, "card", name)
    assert isinstance(fresh, CardDetail)
    assert fresh.standing.memory == NEW_MEMORY
    assert fresh.topic_name == "Track 4: Private Citizen"
    assert fresh.front
    assert fresh.back
    assert fresh.level in ("core", "standard", "detail")
    assert fresh.sources
    with db.write() as conn:
        memory.save(
            conn,
            learner,
            name,
            NEW_MEMORY._replace(state=State.REVIEW, due_day=DAY + 6, reviews=3),
            NO_MARKS._replace(buried_day=DAY, flagged=True),
        )
    known = library.entry(learner, "card", name)
    assert isinstance(known, CardDetail)
    standing = known.standing
    assert (standing.memory.due_day, standing.day, standing.at_ms) == (
        DAY + 6,
        DAY,
        clock.now_ms(),
    )
    assert (standing.buried, standing.flagged, standing.suspended) == (True, True, False)
    clock.advance(days=1)
    tomorrow = library.entry(learner, "card", name)
    assert isinstance(tomorrow, CardDetail)
    assert not tomorrow.standing.buried


def test_a_question_has_one_right_option_with_reasons(
    library: LibraryService, learner: str, bank: Bank
) -> None:
    name = next(q.id for q in bank.questions if q.type == "single")
    detail = library.entry(learner, "question", name)
    assert isinstance(detail, QuestionDetail)
    assert sum(option.correct for option in detail.options) == 1
    assert all(option.why for option in detail.options)
    assert detail.answer is None
    false = next(q.id for q in bank.questions if q.answer is False)
    judged = library.entry(learner, "question", false)
    assert isinstance(judged, QuestionDetail)
    assert judged.answer is False
    assert judged.correction
    assert not judged.options


def test_a_fact_names_what_it_is_about_and_what_asks_for_it(
    library: LibraryService, learner: str
) -> None:
    detail = library.entry(learner, "fact", "track-1.5:definition")
    assert isinstance(detail, FactDetail)
    assert detail.about is not None
    assert detail.about.title == "Track 1.5: Mixed dialogue"
    assert len(detail.cards) >= 2
    assert len(detail.questions) >= 2
    assert any(line.author.startswith("United States Institute") for line in detail.sources)


def test_what_never_was_is_none(library: LibraryService, learner: str) -> None:
    for kind in (*KINDS, "system"):
        assert library.entry(learner, kind, "nonsense") is None
    assert library.reading("nonsense") is None


def test_every_topic_can_be_read_with_its_sources(library: LibraryService, bank: Bank) -> None:
    assert [choice.id for choice in library.topics()] == [topic.id for topic in bank.topics]
    for topic in bank.topics:
        reading = library.reading(topic.id)
        assert isinstance(reading, Reading)
        assert len(reading.paragraphs) >= 3
        assert reading.groups[0].kind == "definition"
        used = {n for group in reading.groups for fact in group.facts for n in fact.numbers}
        assert used == set(range(1, len(reading.sources) + 1))
        assert all(fact.numbers for group in reading.groups for fact in group.facts)
        kinds = [group.kind for group in reading.groups]
        assert len(kinds) == len(set(kinds))


def test_an_faq_is_not_told_twice(library: LibraryService, learner: str) -> None:
    reading = library.entry(learner, "faq", "faq-track-1-and-track-2")
    assert isinstance(reading, Reading)
    assert reading.groups == ()
    assert reading.sources
    assert {row.id for row in reading.related} == {"track-1", "track-2"}


def test_a_scenario_keeps_its_answer_apart(library: LibraryService, learner: str) -> None:
    reading = library.entry(learner, "scenario", "scenario-river-treaty")
    assert isinstance(reading, Reading)
    assert "Track 1" not in " ".join(reading.paragraphs)
    assert reading.groups[0].facts[0].text.startswith("Track 1")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("definition", "actors"),
        ("name", "number"),
        ("example-2", "example-10"),
        ("confusion-1", "history-1"),
        ("history-1", "unheard-of"),
        ("definition", "meaning-2"),
    ],
)
def test_facts_are_read_in_a_sensible_order(earlier: str, later: str) -> None:
    assert reading_order(earlier) < reading_order(later)


def test_a_source_names_what_rests_on_it(library: LibraryService, learner: str, bank: Bank) -> None:
    cited = bank.facts[0].cites[0].source
    detail = library.entry(learner, "source", cited)
    assert isinstance(detail, SourceDetail)
    assert detail.line.id == cited
    resting = {f.id for f in bank.facts if cited in {cite.source for cite in f.cites}}
    assert {row.id for row in detail.facts} == resting


def test_sources_are_listed_by_author(library: LibraryService, bank: Bank) -> None:
    lines = library.sources()
    assert len(lines) == len(bank.sources)
    authors = [line.author.casefold() for line in lines if line.author.isascii()]
    assert authors[0] < authors[len(authors) // 2] < authors[-1]


def test_one_can_go_from_anything_to_what_is_related(library: LibraryService, learner: str) -> None:
    def targets(kind: str, entry_id: str) -> set[tuple[str, str]]:
        return {(row.kind, row.id) for row in library.links(kind, entry_id)}

    assert ("track", "track-2") in targets("track", "track-4")
    assert ("fact", "track-4:slogan") in targets("track", "track-4")
    assert ("track", "track-4") in targets("fact", "track-4:slogan")
    assert ("card", "card:track-4:slogan:forward") in targets("fact", "track-4:slogan")
    assert ("question", "t03:track-4:slogan") in targets("fact", "track-4:slogan")
    assert ("source", "diamond-mcdonald-1996") in targets("fact", "track-4:slogan")
    assert ("fact", "track-4:slogan") in targets("card", "card:track-4:slogan:forward")
    assert ("question", "t03:track-4:slogan") in targets("card", "card:track-4:slogan:forward")
    assert ("fact", "track-4:slogan") in targets("source", "diamond-mcdonald-1996")
    assert targets("card", "gone") == targets("track", "gone") == set()


def test_every_link_leads_to_something_and_none_leads_back_to_itself(
    library: LibraryService, learner: str, bank: Bank
) -> None:
    for entity in bank.entities:
        rows = library.links(entity.kind, entity.id)
        assert len(set(rows)) == len(rows)
        assert entity.id not in {row.id for row in rows}
        for row in rows[:3]:
            assert library.entry(learner, row.kind, row.id) is not None, row
