"""Kills the app in the middle of a study or quiz session and looks at what is left.

An answer counts as acknowledged once the app's log calls it safe, which it does before the next
card or the feedback is painted. Used by the tests and by ``bench/kill.py``.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import uuid
from contextlib import suppress
from pathlib import Path

from tests.e2e.jobs import answered, graded
from tests.support.driver import ROOT, App
from tests.support.screen import Screen
from tests.support.waiting import wait_until

STUDY_KEYS = ("space", "3", "space", "1", "space", "2", "f", "space", "4", "ctrl+z", "space", "3")
# Right leads on without the wait that Enter asks for after the feedback.
QUIZ_KEYS = ("a", "Return", "Right", "b", "j", "Return", "Right", "a", "Return", "Right", "f", "a")
# The keys of both after which something has to be safe.
SAVING = ("1", "2", "3", "4", "Return")

KILLS_A_FOLDER = 10


class Losses:
    """Kills one app after the other, and remembers what had been safe.

    Attributes:
        kills: How often it killed.
        lost: Answers that had been called safe and are not in the database.
        troubles: Everything else that was wrong.
    """

    def __init__(self, screen: Screen, rng: random.Random) -> None:
        self._screen = screen
        self._rng = rng
        self._data_dir = Path()
        self._before = (0, 0)
        self._reviews: set[str] = set()
        self._answers: set[str] = set()
        self.kills = 0
        self.lost: list[str] = []
        self.troubles: list[str] = []

    @property
    def safe(self) -> tuple[int, int]:
        """How many grades and how many quiz answers had been called safe."""
        return self._before[0] + len(self._reviews), self._before[1] + len(self._answers)

    def begin(self, data_dir: Path) -> None:
        """Go on in an empty data folder."""
        self._before = self.safe
        self._reviews, self._answers = set(), set()
        self._data_dir = data_dir

    def study(self) -> None:
        """Study up to some key, and kill right after it."""
        app = self._start()
        app.key("ctrl+2")
        app.wait_title("Study")
        self._kill_after(app, STUDY_KEYS)

    def quiz(self) -> None:
        """Sit a quiz, a new one or the one left behind, up to some key, and kill right after it."""
        app = self._start()
        app.key("ctrl+3")
        app.wait_title("Quiz")
        app.key("Return")
        self._kill_after(app, QUIZ_KEYS)

    def check(self) -> None:
        """Let ``mtdtutor check`` look at the database completely."""
        command = [sys.executable, "-m", "mtdtutor", "--data-dir", str(self._data_dir), "check"]
        done = subprocess.run(
            [*command, "--json"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode or json.loads(done.stdout)["findings"]:
            self.troubles.append(f"check: {done.stdout}{done.stderr}")

    def _start(self) -> App:
        app = App(self._screen, self._data_dir, ["--debug"])
        app.wait_ready()
        return app

    def _kill_after(self, app: App, keys: tuple[str, ...]) -> None:
        number = self._rng.randrange(1, len(keys) + 1)
        app.key(*keys[:number])
        expected = sum(key in SAVING for key in keys[:number])
        # Half the time as the last of them may just be being saved, else between two keys.
        self._wait_safe(app, expected - self._rng.randrange(2))
        app.kill()
        self.kills += 1
        self._reviews.update(graded(app))
        self._answers.update(answered(app))
        self.troubles += app.complaints()
        self._compare(app)

    def _wait_safe(self, app: App, number: int) -> None:
        """Wait until so many answers are safe; a quiz near its end has fewer left."""
        with suppress(TimeoutError):
            what = f"{number} answers"
            wait_until(lambda: len(graded(app)) + len(answered(app)) >= number, what, 1.0)

    def _compare(self, app: App) -> None:
        rows = app.rows("select id from review union select id from answer")
        held = {str(uuid.UUID(bytes=row[0])) for row in rows}
        missing = (self._reviews | self._answers) - held
        self.lost += sorted(missing - set(self.lost))


def kill_often(screen: Screen, folder: Path, kills: int, seed: int) -> Losses:
    """Kill the app so many times, by turns while studying and in a quiz, and check what is left.

    Args:
        screen: Where the windows open.
        folder: Where the data folders go.
        kills: How often to kill.
        seed: Of the moments in which it happens.
    """
    losses = Losses(screen, random.Random(seed))
    for number in range(kills):
        # Before the day's cards come to an end.
        if number % KILLS_A_FOLDER == 0:
            losses.begin(folder / f"data-{number}")
        (losses.quiz if number % 2 else losses.study)()
        if (number + 1) % KILLS_A_FOLDER == 0 or number + 1 == kills:
            losses.check()
    return losses
