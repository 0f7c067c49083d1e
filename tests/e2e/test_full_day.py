"""One full day of a learner in a real window, by keyboard alone, and on to the next one."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from mtdtutor import wiring
from mtdtutor.core.clock import study_day
from mtdtutor.study.leech import FIRST_LAPSES
from mtdtutor.study.memory import Grade, State
from tests.e2e.jobs import graded
from tests.e2e.moved_clock import PROGRAM, set_clock
from tests.support.clock import FakeClock
from tests.support.driver import ROOT, App
from tests.support.waiting import wait_until

BEGAN: Final = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
EVENING: Final = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
DAY: Final = study_day(round(EVENING.timestamp() * 1000), 0)
REVIEWS: Final = 16
NEW: Final = 3
UNDONE: Final = 10
MORNING: Final = 2
LEECH: Final = "card:track-4:slogan:forward"
SHOWN: Final = re.compile(r"shown (?:review=(\S+) card=(\S+)|nothing)")


def bank_cards() -> dict[str, dict[str, Any]]:
    """Return the cards of the course by their ids."""
    bank = json.loads((ROOT / "content" / "questions.json").read_text(encoding="utf-8"))
    return {card["id"]: card for card in bank["cards"]}


CARDS: Final = bank_cards()


def fill(data_dir: Path) -> None:
    """Write eight weeks of a learner: a backlog of all kinds, and a card about to be a leech."""
    clock, rng = FakeClock(BEGAN), random.Random(3)
    paths = wiring.find_paths(data_dir)
    wiring.prepare_folder(paths)
    services = wiring.open_services(paths, clock, rng)
    try:
        me = services.learners.find().id
        wanted = services.learners.settings(me)
        limits = wanted._replace(new_per_day=NEW, reviews_per_day=REVIEWS)
        services.learners.change(me, limits)
        grade = services.recorder.grade

        def give(card: str, *grades: Grade) -> None:
            for each in grades:
                grade(me, services.recorder.new_id(), card, each)

        for kind, number in (("typed", 6), ("cloze", 5), ("forward", 5), ("reverse", 5)):
            met = [card for card in CARDS if CARDS[card]["kind"] == kind and card != LEECH]
            for card in met[:number]:
                give(card, Grade.EASY)
        give(LEECH, Grade.EASY)
        for _ in range(FIRST_LAPSES - 1):
            clock.advance(days=2)
            give(LEECH, Grade.AGAIN, Grade.GOOD)
        for days in (3, 6, 9):  # known for a while since, so that its turn comes early
            clock.advance(days=days)
            give(LEECH, Grade.EASY)
    finally:
        services.close()


class Day:
    """A learner at the table, who knows the answers and looks up which card lies there.

    Attributes:
        kinds: How many cards of each kind were answered.
        lapsed: The card that was forgotten.
        known: The new card that was known already.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.kinds: Counter[str] = Counter()
        self.lapsed = ""
        self.known = ""

    def lying(self) -> tuple[str, str]:
        """Return the ids of the review and the card on the table; empty ones when none is."""
        found = self.shown()
        return found[-1] if found else ("", "")

    def shown(self) -> list[tuple[str, str]]:
        """Return every review and card that was put on the table since the start."""
        return SHOWN.findall(self.app.log())

    def go_to_study(self) -> None:
        """Sit down at the table."""
        before = len(self.shown())
        self.app.key("ctrl+2")
        self.app.wait_title("Study")
        wait_until(lambda: len(self.shown()) > before, "a card on the table")

    def meet(self) -> bool:
        """Answer and grade the card on the table; return whether there was one."""
        review, card = self.lying()
        if not card:
            return False
        before = len(graded(self.app))
        met = self.app.rows("select lapses from memory where card = ? and state > 0", card)
        if not met and self.known in ("", card):
            self.known = card
            self.app.key("r", "Escape", "k")  # read, go back to the card, it is known already
        else:
            self.answer(card)
            self.app.key("1" if self.forgets(card, met) else "3")
        wait_until(lambda: len(graded(self.app)) > before, f"the grade of {card}")
        wait_until(lambda: self.lying()[0] != review, "the next card")
        if card == LEECH:
            self.suspend_leech()
        return True

    def take_back(self, number: int) -> None:
        """Take the last grade or action back, which makes so many in all."""
        before = len(self.shown())
        self.app.key("ctrl+z")
        query = "select count(*) from retraction"
        wait_until(lambda: self.app.rows(query) == [(number,)], f"{number} taken back")
        # The card that is on the table again is said after that.
        wait_until(lambda: len(self.shown()) > before, "the card taken back")

    def answer(self, card: str) -> None:
        """Show the answer; type it where it is to be typed."""
        kind = CARDS[card]["kind"]
        self.kinds[kind] += 1
        if kind == "typed":
            self.app.type(CARDS[card]["back"]["en"])
        self.app.key("Return")

    def forgets(self, card: str, met: list[tuple[int]]) -> bool:
        """Return whether a card is forgotten: the leech, and one other that never was before."""
        if not self.lapsed and met and card != LEECH:
            self.lapsed = card
        return card == LEECH or (card == self.lapsed and met == [(0,)])

    def suspend_leech(self) -> None:
        """Take the advice that stands above the next card, after its last grade."""
        before = len(self.shown())
        if CARDS[self.lying()[1]]["kind"] == "typed":
            self.app.key("Escape")  # from the field to the question
        # Back from there: the last button closes the advice, the one before it suspends.
        self.app.key("shift+Tab", "shift+Tab", "space")
        query = "select 1 from memory where card = ? and suspended"
        wait_until(lambda: self.app.rows(query, LEECH), "the leech to be suspended")
        wait_until(lambda: len(self.shown()) > before, "the next card")


def check(data_dir: Path) -> None:
    """Let ``mtdtutor check`` look at the database completely."""
    command = [sys.executable, "-m", "mtdtutor", "--data-dir", str(data_dir), "check", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["findings"] == []


def test_a_day_from_its_backlog_to_the_next_one(start: Callable[..., App], tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    fill(data_dir)
    set_clock(data_dir, EVENING)
    app = start("--debug", "--seed", "7", data_dir=data_dir, program=PROGRAM)
    app.wait_ready()
    day = Day(app)
    day.go_to_study()
    for _ in range(UNDONE + 2):
        assert day.meet()
    set_clock(data_dir, EVENING + timedelta(hours=2))  # midnight is not the end of the day
    for number in range(1, UNDONE + 1):
        day.take_back(number)
    set_clock(data_dir, EVENING + timedelta(hours=4, minutes=50))
    for _ in range(100):
        if not day.meet():
            break
    assert not day.lying()[1], "the day has no end"
    set_clock(data_dir, EVENING + timedelta(hours=5, minutes=1))
    app.key("ctrl+1")
    app.wait_title("Today")
    day.go_to_study()
    for _ in range(MORNING):
        assert day.meet()
    assert app.quit() == 0
    assert_kept(app, day)
    check(data_dir)


def assert_kept(app: App, day: Day) -> None:
    """Look up in the closed database what the hands have done."""
    assert {str(uuid.UUID(bytes=row[0])) for row in app.rows("select id from review")} >= {
        *graded(app)
    }
    assert app.rows("select count(*) from retraction") == [(UNDONE,)]
    assert app.rows("select count(*) from dead") == [(UNDONE,)]
    live = app.rows(
        "select day, card, grade, before_state from review"
        " where day >= ? and seq not in (select seq from dead) order by seq",
        DAY,
    )
    evening = [(card, grade, state) for when, card, grade, state in live if when == DAY]
    # The backlog was capped, and the first hours after midnight still belong to the evening.
    assert len({card for card, _, state in evening if state == State.REVIEW}) == REVIEWS
    assert len({card for card, _, state in evening if state == State.NEW}) == NEW
    assert [when for when, *_ in live if when != DAY] == [DAY + 1] * MORNING
    assert day.kinds["typed"] >= 2
    assert day.kinds["cloze"] >= 2
    assert (day.known, Grade.EASY, State.NEW) in evening
    lapses = {(card, state) for card, grade, state in evening if grade == Grade.AGAIN}
    assert lapses == {(day.lapsed, State.REVIEW), (LEECH, State.REVIEW)}
    forgotten = "select card, lapses, suspended from memory where lapses > 0 order by lapses"
    assert app.rows(forgotten) == [(day.lapsed, 1, 0), (LEECH, FIRST_LAPSES, 1)]
    waiting = "select count(*) from memory where due_day <= ? and not suspended"
    assert app.rows(waiting, DAY) > [(0,)]
