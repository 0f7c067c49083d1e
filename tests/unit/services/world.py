"""A data folder with a learner and a bank that tests replace by the next one."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mtdtutor.progress.events import CardActionEvent
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.bank import refresh_bank
from mtdtutor.services.corrections import CorrectionService
from mtdtutor.services.quiz import QuizService
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import bank_changes, events, memory
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.memory import Grade, Marks, Memory
from tests.support.clock import FakeClock
from tests.unit.services import banks
from tests.unit.storage.make import first_learner

CARD = "card:track-1:definition:forward"
OTHER = "card:track-2:definition:forward"
FACT = "track-1:definition"
NOTE = "It said Right; Odd is right."


class World(NamedTuple):
    """A data folder with a bank that can be replaced."""

    db: Database
    clock: FakeClock
    recorder: Recorder
    quiz: QuizService
    corrections: CorrectionService
    learner: str
    file: Path

    def load(self, bank: dict[str, Any]) -> None:
        banks.write(self.file, bank)
        assert refresh_bank(self.db, self.file, self.clock, random.Random(9)) is None

    def learn(self, card: str = CARD) -> None:
        """Grade a card until it is in review."""
        self.recorder.grade(self.learner, self.recorder.new_id(), card, Grade.EASY)

    def state(self, card: str = CARD) -> tuple[Memory, Marks]:
        with self.db.read() as conn:
            found = memory.load(conn, self.learner, card)
        assert found is not None
        return found.memory, found.marks

    def today(self) -> int:
        with self.db.read() as conn:
            return self.recorder.scope(conn, self.learner).when.day

    def sit(self) -> str:
        """Answer every question of a quiz wrongly; return the attempt."""
        view = self.quiz.start(self.learner, QuizChoice((), 5, TimeChoice.OFF))
        for place in range(view.number):
            question = self.quiz.go(view.attempt, place).question
            assert question is not None
            wrong = [each.id for each in question.options if each.id.endswith("-b")]
            self.quiz.choose(view.attempt, wrong)
            self.quiz.confirm(view.attempt)
        self.quiz.finish(view.attempt)
        return view.attempt

    def kinds(self, version: str) -> dict[str, str]:
        with self.db.read() as conn:
            found = bank_changes.everything(conn)
        return {each.item: each.kind for each in found if each.version == version}

    def actions(self) -> list[CardActionEvent]:
        with self.db.read() as conn:
            return [
                event
                for event, _ in events.in_order(conn, self.learner)
                if isinstance(event, CardActionEvent)
            ]


@contextlib.contextmanager
def open_world(folder: Path) -> Iterator[World]:
    """Give a data folder in which the first bank was loaded."""
    clock = FakeClock()
    db = open_database(folder / "test.sqlite3", folder / "backups", clock, random.Random(1))
    recorder = Recorder(db, clock, random.Random(2))
    quiz = QuizService(db, recorder, clock, random.Random(3))
    file = folder / "questions.json"
    made = World(db, clock, recorder, quiz, CorrectionService(db), first_learner(db), file)
    made.load(banks.first_bank())
    yield made
    db.dispose()


def corrected(version: str = "1.1.0") -> dict[str, Any]:
    """Return the first bank with one fact put right."""
    bank = banks.next_bank(banks.first_bank(), version)
    banks.correct(bank, FACT, NOTE)
    bank["facts"][0]["text"] = banks.en("The fact, put right.")
    return bank
