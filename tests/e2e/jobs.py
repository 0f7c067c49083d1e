"""The three jobs as hands at a keyboard do them, and what the app's detailed log says of them."""

from __future__ import annotations

import re
import time

from tests.support.driver import App
from tests.support.waiting import wait_until

# With these the app says every answer that is safe, and draws the same quizzes every time.
LOUD = ("--debug", "--seed", "7")
# Longer than the app takes a second Enter after the feedback for one too many.
READING_SECONDS = 0.4


def graded(app: App) -> list[str]:
    """Return the ids of the reviews that the app said to be safe since it started."""
    return re.findall(r"graded review=(\S+)", app.log())


def answered(app: App) -> list[str]:
    """Return the ids of the quiz answers that the app said to be safe since it started."""
    return re.findall(r"answered answer=(\S+)", app.log())


def wait_graded(app: App, number: int) -> None:
    """Wait until so many grades are safe."""
    wait_until(lambda: len(graded(app)) >= number, f"{number} grades")


def wait_answered(app: App, number: int) -> None:
    """Wait until so many quiz answers are safe."""
    wait_until(lambda: len(answered(app)) >= number, f"{number} answers")


def study(app: App, cards: int, grade: str = "3") -> None:
    """Go from Today to Study and grade so many cards."""
    app.key("Return")
    app.wait_title("Study")
    before = len(graded(app))
    for number in range(cards):
        app.key("space", grade)
        wait_graded(app, before + number + 1)


def set_up_quiz(app: App) -> None:
    """Go to Quiz and choose five questions, the smallest number; Start has the focus again."""
    app.key("ctrl+3")
    app.wait_title("Quiz")
    # Back over the time limit to the number, which the arrows change.
    app.key("shift+Tab", "shift+Tab", "Left", "Tab", "Tab")


def quiz(app: App, questions: int = 5) -> None:
    """Sit a quiz of so many questions to its end, always answering with the first option."""
    set_up_quiz(app)
    app.key("Return")
    for number in range(1, questions + 1):
        app.key("1", "Return")
        wait_answered(app, number)
        read_feedback()
        app.key("Return")
        app.wait_log(rf"opened position={number}\b" if number < questions else "ended attempt=")


def read_feedback() -> None:
    """Let pass the moment in which nobody can have read the feedback yet."""
    told = time.monotonic()
    wait_until(lambda: time.monotonic() - told > READING_SECONDS, "the feedback to be read")
