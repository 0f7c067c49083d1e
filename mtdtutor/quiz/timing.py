"""How long a quiz may take, and what counts as too quick to have been read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

READING_S: Final = 8.0
PER_WORD_S: Final = 0.4
PER_OPTION_S: Final = 3.0
SLACK: Final = 1.5
ROUND_TO_S: Final = 30
MAX_EXTENSION: Final = 10.0
GRACE_MS: Final = 500
"""How long after the deadline an answer is still accepted, for keys pressed in time."""
RAPID_MIN_MS: Final = 1_500
RAPID_MAX_MS: Final = 10_000
RAPID_SHARE: Final = 0.1
WARN_SHARE: Final = 0.25
WARN_MS: Final = 60_000
_WORD: Final = re.compile(r"\w+(?:[.'’-]\w+)*")


class TimeChoice(StrEnum):
    """What a learner wants of the clock."""

    OFF = "off"
    NORMAL = "normal"
    STRETCHED = "stretched"


class Limits(NamedTuple):
    """The time limit of an attempt.

    Attributes:
        total_ms: Limit of the whole quiz before extension; None for no limit.
        extension: The learner's own factor, from 1 to 10.
    """

    total_ms: int | None
    extension: float = 1.0

    @property
    def deadline_ms(self) -> int | None:
        """Active milliseconds after which the quiz ends; None for no limit."""
        return None if self.total_ms is None else round(self.total_ms * self.extension)


def word_count(*texts: str) -> int:
    """Return how many words the texts have; ``Track 1.5`` has two."""
    return sum(len(_WORD.findall(text)) for text in texts)


def expected_s(words: int, options: int) -> float:
    """Return the seconds a question takes: 8 + 0.4 for each word + 3 for each option."""
    return READING_S + PER_WORD_S * words + PER_OPTION_S * options


def default_limit_s(expected: Iterable[float]) -> int:
    """Return the seconds for questions of the given expected times.

    One and a half times their sum, rounded up to half a minute.
    """
    return math.ceil(SLACK * math.fsum(expected) / ROUND_TO_S) * ROUND_TO_S


def limits(expected: Iterable[float], choice: TimeChoice, extension: float) -> Limits:
    """Return the limits a learner chose.

    Args:
        expected: Expected seconds of every question.
        choice: Off, normal or stretched.
        extension: Factor for stretched, kept within 1 to 10.
    """
    if choice is TimeChoice.OFF:
        return Limits(None)
    total_ms = default_limit_s(expected) * 1000
    if choice is TimeChoice.NORMAL:
        return Limits(total_ms)
    return Limits(total_ms, min(max(extension, 1.0), MAX_EXTENSION))


def rapid_threshold_ms(expected: float) -> int:
    """Return the milliseconds below which an answer is a rapid guess.

    A tenth of the expected time, at least 1.5 and at most 10 seconds.
    """
    return round(min(RAPID_MAX_MS, max(RAPID_MIN_MS, RAPID_SHARE * expected * 1000)))


def is_rapid(active_ms: int, expected: float) -> bool:
    """Return whether an answer came too quickly to tell anything about knowledge."""
    return active_ms < rapid_threshold_ms(expected)
