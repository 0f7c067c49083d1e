"""The scheduler's public face: a made-up history step by step, as a table or as JSON.

It needs no database, so anybody who doubts the schedule can check it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from mtdtutor.core.errors import TutorError
from mtdtutor.study import example
from mtdtutor.study.example import LONGEST_DAYS, Given, Played
from mtdtutor.study.memory import Grade
from mtdtutor.study.scheduler import DEFAULT_PARAMS, RULE_VERSION, Graded, Recognition

LEAST_RETENTION: Final = 0.1
MOST_RETENTION: Final = 0.99
"""Beyond these bounds an interval says nothing, in either direction."""

_OPTIONS: Final = 3
_CARD: Final = "card:example"
_HEAD: Final = (
    "day",
    "what",
    "recall",
    "stability",
    "difficulty",
    "interval",
    "fuzzed",
    "due",
)
_NOTHING: Final = "-"


class UsageError(TutorError):
    """The words of the command line make no history; the text says which and why."""


class Told(NamedTuple):
    """What the command line asks for.

    Attributes:
        history: Evidence by day; a quiz answer comes after the grades of its day.
        retention: Desired probability of recall when the card comes back.
        card: Id of the card, which seeds the fuzz.
    """

    history: tuple[Given, ...]
    retention: float
    card: str


def read(grades: str, days: str, quiz: str | None, retention: str | None, card: str | None) -> Told:
    """Return what the words of a command line ask for.

    Args:
        grades: Numbers from 1 to 4, joined by commas.
        days: As many days, which never go backwards.
        quiz: ``DAY:right`` or ``DAY:wrong``, with ``:OPTIONS`` or not, joined by commas.
        retention: A number; by default that of a new learner.
        card: Id of the card that seeds the fuzz; by default a made-up one.

    Raises:
        UsageError: They make no sense.
    """
    given = [Graded(_grade(word)) for word in _split(grades)]
    on = [_day(word, "--days") for word in _split(days)]
    if len(given) != len(on):
        raise UsageError(
            f"the number of days ({len(on)}) is not that of grades ({len(given)}); "
            "name one day for each grade"
        )
    for before, after in itertools.pairwise(on):
        if after < before:
            raise UsageError(f"--days goes back from day {before} to day {after}; days only go on")
    answers = [_answer(word) for word in _split(quiz)] if quiz is not None else []
    # Sorting is stable: what happened on one day stays in the order given.
    history = sorted([*map(Given, on, given), *answers], key=lambda each: each.day)
    aim = DEFAULT_PARAMS.retention if retention is None else _retention(retention)
    return Told(tuple(history), aim, card or _CARD)


def play(told: Told) -> list[Played]:
    """Return what the scheduler makes of a history under the default parameters."""
    params = DEFAULT_PARAMS._replace(retention=told.retention)
    return example.play(told.history, params, told.card)


def as_json(told: Told, played: Sequence[Played]) -> str:
    """Return steps as one JSON object; see ``docs/data.md``."""
    whole = {
        "rule": RULE_VERSION,
        "retention": told.retention,
        "card": told.card,
        "steps": [_record(each) for each in played],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_text(told: Told, played: Sequence[Played]) -> str:
    """Return steps as a table for people, columns aligned, in plain ASCII."""
    rows = [_HEAD, *(_cells(each) for each in played)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    lines = [_line(row, widths) for row in rows]
    head = f"Rule {RULE_VERSION}, desired retention {100 * told.retention:g} %, fuzz of {told.card}"
    return "\n".join([head, "", *lines]) + "\n"


def _grade(word: str) -> Grade:
    if word not in {"1", "2", "3", "4"}:
        raise UsageError(f"--grades: “{word}” is no grade; a grade is 1, 2, 3 or 4")
    return Grade(int(word))


def _day(word: str, option: str) -> int:
    day = _whole(word)
    if day is None or day > LONGEST_DAYS:
        raise UsageError(
            f"{option}: “{word}” is no day; a day is a whole number from 0 to {LONGEST_DAYS}"
        )
    return day


def _answer(word: str) -> Given:
    day, *rest = word.split(":")
    if len(rest) not in {1, 2} or rest[0] not in {"right", "wrong"}:
        raise UsageError(
            f"--quiz: “{word}” is no answer; write DAY:right or DAY:wrong, and if you like :OPTIONS"
        )
    options = _whole(rest[1]) if len(rest) == 2 else _OPTIONS
    if options is None or options < 2:
        raise UsageError(f"--quiz: “{word}” needs a whole number of options, 2 or more")
    return Given(_day(day, "--quiz"), Recognition(rest[0] == "right", options))


def _retention(word: str) -> float:
    try:
        retention = float(word)
    except ValueError:
        retention = 0.0
    if not LEAST_RETENTION <= retention <= MOST_RETENTION:
        raise UsageError(
            f"--retention: “{word}” is not between {LEAST_RETENTION:g} and {MOST_RETENTION:g}"
        )
    return retention


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def _whole(word: str) -> int | None:
    """Return a whole number of at most nine digits, None where there is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


def _record(each: Played) -> dict[str, object]:
    day, evidence = each.given
    grade = verdict = options = None
    if isinstance(evidence, Graded):
        grade = int(evidence.grade)
    else:
        verdict, options = _verdict(evidence.right), evidence.options
    return {
        "day": day,
        "grade": grade,
        "quiz": verdict,
        "options": options,
        "recall": each.recall,
        "stability": each.stability,
        "difficulty": each.difficulty,
        "interval": each.interval,
        "interval_fuzzed": each.interval_fuzzed,
        "due_day": each.due_day,
        "due_minutes": each.due_minutes,
    }


def _cells(each: Played) -> tuple[str, ...]:
    day, evidence = each.given
    if isinstance(evidence, Graded):
        what = f"{evidence.grade:d} {evidence.grade.name.lower()}"
    else:
        what = f"quiz {_verdict(evidence.right)}, {evidence.options} options"
    if each.due_minutes is None:
        due = _number(each.due_day, "day {}")
        interval, fuzzed = _number(each.interval), _number(each.interval_fuzzed)
    else:
        due, interval, fuzzed = f"in {each.due_minutes:g} min", _NOTHING, _NOTHING
    return (
        str(day),
        what,
        _number(each.recall, "{:.3f}"),
        _number(each.stability, "{:.2f}"),
        _number(each.difficulty, "{:.2f}"),
        interval,
        fuzzed,
        due,
    )


def _verdict(right: bool) -> str:
    return "right" if right else "wrong"


def _number(value: float | None, form: str = "{}") -> str:
    return _NOTHING if value is None else form.format(value)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Return one line: words to the left, numbers to the right."""
    cells = [
        cell.ljust(width) if name in ("what", "due") else cell.rjust(width)
        for name, cell, width in zip(_HEAD, row, widths, strict=True)
    ]
    return "  ".join(cells).rstrip()
