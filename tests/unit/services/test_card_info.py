"""All there is to know of a card, advice on cards that do not stick, and redo on the table."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.clock import moment
from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.course.questions import Question
from mtdtutor.services.card_info import GRADE, QUIZ, CardInfo, CardInfoService
from mtdtutor.services.exam import ExamService
from mtdtutor.services.leeches import LeechService
from mtdtutor.services.mending import MendingService
from mtdtutor.services.own_cards import Draft, OwnCardService
from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Done, Shown
from mtdtutor.storage import content, learners
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.leech import FIRST_LAPSES
from mtdtutor.study.memory import Grade, State
from mtdtutor.wiring import content_folder
from tests.support.clock import FakeClock
from tests.unit.storage.make import an_answer, an_attempt, an_ending

CARD = "card:track-2:slogan:forward"


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(content_folder() / "questions.json")


class Desk:
    """The bundled course with one learner."""

    def __init__(self, folder: Path, clock: FakeClock, bank: Bank) -> None:
        self.clock, self.bank = clock, bank
        self.db: Database = open_database(
            folder / "x.sqlite3", folder / "backups", clock, random.Random(1)
        )
        with self.db.write() as conn:
            content.load_bank(conn, bank, clock.now_ms())
            self.learner = learners.everyone(conn)[0].id
        self.recorder = Recorder(self.db, clock, random.Random(2))
        self.study = StudyService(self.db, self.recorder, clock, random.Random(3))
        self.mending = MendingService(self.db, self.recorder)

    def grade(self, grade: Grade, card: str = CARD) -> str:
        return self.recorder.grade(self.learner, self.recorder.new_id(), card, grade).event.id

    def act(self, kind: ActionKind, value: str | None = None) -> None:
        self.recorder.act(self.learner, self.recorder.new_id(), CARD, kind, value=value)

    def info(self, card: str = CARD) -> CardInfo:
        found = CardInfoService(self.db, self.clock, self.recorder).info(self.learner, card)
        assert found is not None
        return found

    def lapse(self, times: int) -> None:
        for _ in range(times):
            self.clock.advance(days=40)
            self.grade(Grade.AGAIN)
            self.grade(Grade.GOOD)

    def answer(self, question: Question, *options: str) -> None:
        """Answer one question in a quiz of its own."""
        recorder, when = self.recorder, moment(self.clock)
        name = recorder.new_id()
        recorder.begin_attempt(an_attempt(self.learner, name, when))
        right = {each.id for each in question.options if each.correct} == set(options)
        event = an_answer(self.learner, recorder.new_id(), name, when, question.fact, right=right)
        response = json.dumps({"chosen": options})
        recorder.answer(
            event._replace(question=question.id, topic=question.topic, response=response)
        )
        recorder.finish(an_ending(self.learner, recorder.new_id(), name, when, "finished"))


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock, bank: Bank) -> Iterator[Desk]:
    made = Desk(tmp_path, clock, bank)
    yield made
    made.db.dispose()


def test_a_new_card_has_no_past_and_four_intervals(desk: Desk) -> None:
    info = desk.info()
    assert info.events == ()
    assert info.curve.stretches == ()
    assert info.recall is None
    assert info.falls_on is None
    assert list(info.intervals) == list(Grade)


def test_there_is_no_such_card(desk: Desk) -> None:
    assert (
        CardInfoService(desk.db, desk.clock, desk.recorder).info(desk.learner, "card:none") is None
    )


def test_events_come_newest_first_with_what_they_did(desk: Desk) -> None:
    desk.grade(Grade.EASY)
    desk.act(ActionKind.TAG, "exam")
    desk.clock.advance(days=8)
    desk.grade(Grade.GOOD)
    last, tag, first = desk.info().events
    assert (first.kind, first.grade, first.recall) == (GRADE, Grade.EASY, None)
    assert (tag.kind, tag.value, tag.interval) == (ActionKind.TAG, "exam", None)
    assert last.recall is not None
    assert 0.5 < last.recall < 1
    assert last.interval is not None
    assert last.interval.days == (desk.info().card.standing.memory.due_day or 0) - last.day


def test_the_interval_of_a_button_is_the_one_applied(desk: Desk) -> None:
    desk.grade(Grade.EASY)
    desk.clock.advance(days=8)
    promised = desk.info().intervals[Grade.HARD]
    desk.grade(Grade.HARD)
    assert desk.info().events[0].interval == promised


def test_what_was_taken_back_or_changed_is_shown_as_such(desk: Desk) -> None:
    first = desk.grade(Grade.EASY)
    desk.clock.advance(days=8)
    desk.grade(Grade.GOOD)
    desk.recorder.undo(desk.learner)
    desk.mending.mend(desk.learner, "00000000-0000-4000-8000-000000000001", first, Grade.HARD)
    told = [(each.grade, each.live, each.replaced, each.mended) for each in desk.info().events]
    assert told == [
        (Grade.GOOD, False, False, False),
        (Grade.HARD, True, False, True),
        (Grade.EASY, False, True, False),
    ]


def test_a_quiz_answer_is_evidence_and_counts_for_its_question(desk: Desk) -> None:
    desk.grade(Grade.EASY)
    desk.clock.advance(days=5)
    fact = next(each.fact for each in desk.bank.cards if each.id == CARD)
    question = next(
        each for each in desk.bank.questions if each.fact == fact and each.type == "single"
    )
    wrong = next(each.id for each in question.options if not each.correct)
    desk.answer(question, wrong)
    info = desk.info()
    assert (info.events[0].kind, info.events[0].right) == (QUIZ, False)
    mark = info.curve.marks[-1]
    assert (mark.quiz, mark.kept) == (True, False)
    (counted,) = [each for each in info.questions if each.id == question.id]
    assert (counted.answers, counted.right) == (1, 0)
    assert all(each.id != CARD for each in info.cards)


def test_recall_is_told_from_the_next_day_on(desk: Desk) -> None:
    desk.grade(Grade.EASY)
    assert desk.info().recall is None
    desk.clock.advance(days=1)
    info = desk.info()
    assert info.recall is not None
    assert info.recall > 0.9
    assert info.falls_on is not None
    day = info.card.standing.day
    assert info.curve.stretches[-1][-1].day > info.falls_on > day


# Leeches


def test_a_card_forgotten_six_times_is_found_and_advised_on(desk: Desk) -> None:
    desk.grade(Grade.EASY)
    desk.lapse(FIRST_LAPSES)
    advice = LeechService(desk.db).advice(desk.learner, CARD)
    assert advice is not None
    assert advice.lapses == FIRST_LAPSES
    assert advice.entity == "track-2"
    assert advice.mixups, "the course knows what Track 2 is mixed up with"
    assert all(each.times == 0 for each in advice.mixups)
    assert advice.compared[0] == "track-2"


def test_what_the_learner_mixes_up_comes_before_what_others_do(desk: Desk) -> None:
    expected = LeechService(desk.db).advice(desk.learner, CARD)
    assert expected is not None
    usual = {each.entity for each in expected.mixups}
    facts = {each.id: each for each in desk.bank.facts}
    question, option = next(
        (question, option)
        for question in desk.bank.questions
        if question.type == "single" and facts[question.fact].entity == "track-2"
        for option in question.options
        if option.entity
        and option.entity.startswith("track-")
        and option.entity not in {*usual, "track-2"}
    )
    desk.answer(question, option.id)
    advice = LeechService(desk.db).advice(desk.learner, CARD)
    assert advice is not None
    assert (advice.mixups[0].entity, advice.mixups[0].times) == (option.entity, 1)


def test_taking_another_thing_for_it_counts_as_well(desk: Desk) -> None:
    usual = LeechService(desk.db).advice(desk.learner, CARD)
    assert usual is not None
    near = {each.topic for each in usual.mixups}
    facts = {each.id: each for each in desk.bank.facts}
    question, option = next(
        (question, option)
        for question in desk.bank.questions
        if question.type == "single"
        and question.topic in near
        and facts[question.fact].entity in {each.entity for each in usual.mixups}
        for option in question.options
        if option.entity == "track-2" and not option.correct
    )
    desk.answer(question, option.id)
    advice = LeechService(desk.db).advice(desk.learner, CARD)
    assert advice is not None
    assert advice.mixups[0].entity == facts[question.fact].entity
    assert advice.mixups[0].times == 1


def test_a_grade_that_shows_a_leech_says_so_once(desk: Desk) -> None:
    desk.grade(Grade.EASY)
    desk.lapse(FIRST_LAPSES - 1)
    desk.clock.advance(days=60)
    table = desk.study.begin(desk.learner)
    told = []
    while isinstance(table, Shown):
        desk.clock.advance(seconds=5)
        again = table.card == CARD and not told
        graded = desk.study.grade(table.review_id, Grade.AGAIN if again else Grade.GOOD)
        told += [graded.leech] if graded.leech else []
        table = graded.table
    assert told == [CARD]


# Redo


def test_redo_puts_the_next_card_on_the_table_again(desk: Desk) -> None:
    first = desk.study.begin(desk.learner)
    assert isinstance(first, Shown)
    second = desk.study.grade(first.review_id, Grade.GOOD).table
    assert isinstance(second, Shown)
    undone = desk.study.undo(desk.learner)
    assert undone is not None
    assert isinstance(undone.table, Shown)
    assert undone.table.card == first.card
    label = desk.study.redo_label(desk.learner)
    assert label is not None
    assert (label.grade, label.card) == (Grade.GOOD, first.card)
    redone = desk.study.redo(desk.learner)
    assert redone is not None
    assert isinstance(redone.table, Shown)
    assert redone.table.card == second.card
    assert redone.table.position == second.position
    assert desk.info(first.card).card.standing.memory.state is State.LEARNING
    assert desk.study.redo(desk.learner) is None


def test_redo_ends_with_the_next_deed(desk: Desk) -> None:
    first = desk.study.begin(desk.learner)
    assert isinstance(first, Shown)
    desk.study.grade(first.review_id, Grade.GOOD)
    undone = desk.study.undo(desk.learner)
    assert undone is not None
    assert isinstance(undone.table, Shown)
    desk.study.grade(undone.table.review_id, Grade.EASY)
    assert desk.study.redo_label(desk.learner) is None
    assert desk.study.redo(desk.learner) is None


def test_taking_back_a_mended_grade_does_not_put_its_card_on_the_table(desk: Desk) -> None:
    written = desk.grade(Grade.EASY)
    desk.clock.advance(days=1)
    before = desk.study.begin(desk.learner)
    assert not isinstance(before, Done)
    desk.mending.mend(desk.learner, desk.recorder.new_id(), written, Grade.GOOD)
    desk.study.begin(desk.learner, anew=True)
    undone = desk.study.undo(desk.learner)
    assert undone is not None
    assert undone.taken.mended
    assert isinstance(undone.table, Shown)
    assert undone.table.card != CARD, "it is not due"


def test_the_intervals_are_those_on_the_buttons_with_and_without_an_exam(desk: Desk) -> None:
    table = desk.study.begin(desk.learner)
    while isinstance(table, Shown) and table.position < 4:
        desk.clock.advance(seconds=5)
        table = desk.study.grade(table.review_id, Grade.EASY).table
    desk.clock.advance(days=20)
    table = desk.study.begin(desk.learner, anew=True)
    assert isinstance(table, Shown)
    free = desk.info(table.card).intervals
    assert free == table.intervals
    exam = ExamService(desk.db, desk.recorder, desk.clock, random.Random(4))
    form = exam.form(desk.learner)
    exam.set_exam(desk.learner, form.choice._replace(day=form.today + 6))
    table = desk.study.begin(desk.learner, anew=True)
    assert isinstance(table, Shown)
    bent = desk.info(table.card).intervals
    assert bent == table.intervals
    assert all((each.days or 0) <= 6 for each in bent.values())


def test_a_card_of_ones_own_is_known_as_well(desk: Desk) -> None:
    saved = OwnCardService(desk.db, desk.recorder).add(
        desk.learner, Draft("track-2", "forward", "Who?", "They.")
    )
    (card,) = saved.cards
    desk.grade(Grade.EASY, card)
    desk.clock.advance(days=3)
    info = desk.info(card)
    assert (info.card.front, info.card.back) == ("Who?", "They.")
    assert len(info.events) == 1
    assert info.questions == ()
    assert info.cards == ()
    advice = LeechService(desk.db).advice(desk.learner, card)
    assert advice is not None
    assert advice.compared == ()
