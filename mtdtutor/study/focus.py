"""Sessions that a learner chooses: which cards, in what order, with what mixed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from mtdtutor.core.mixing import Confusable, mix_topics
from mtdtutor.study.formulas import curve
from mtdtutor.study.memory import State
from mtdtutor.study.queue import Candidate, Limits, arrange
from mtdtutor.study.scheduler import Params
from mtdtutor.study.siblings import siblings

WEAK_RECALL: Final = 0.8
"""Predicted recall below which a card is weak."""
WEAK_LAPSES: Final = 3
"""Lapses from which a card is weak."""
EVERY_THIRD: Final = 3
"""In a session on one topic every third card comes from those it is taken for."""
_CHUNK: Final = 12
"""Cards of like need are mixed by topic; so many of them at a time."""
_NO_LIMIT: Final = 1_000_000


class Only(StrEnum):
    """Which cards of the chosen topics and levels a session is about."""

    READY = "ready"
    WEAK = "weak"
    FAILED = "failed"
    FLAGGED = "flagged"
    MISSED = "missed"
    EXAM = "exam"
    EVERYTHING = "everything"


class Focus(NamedTuple):
    """What a learner wants of a session.

    Attributes:
        only: Which cards.
        topics: Ids of topics; none for all.
        levels: Levels; none for all.
        minutes: After how many minutes no other card comes; None for no such end.
        practice: Nothing is recorded, so that the schedule stays as it is.
        facts: The facts that a quiz found missing, for ``MISSED``.
    """

    only: Only = Only.READY
    topics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    minutes: int | None = None
    practice: bool = False
    facts: tuple[str, ...] = ()

    def holds(self, topic: str, level: str) -> bool:
        """Return whether a card of that topic and level is meant."""
        return (not self.topics or topic in self.topics) and (
            not self.levels or level in self.levels
        )


class Standing(NamedTuple):
    """A card that is not suspended, and what makes it worth a session.

    Attributes:
        card: The card.
        due: It is to be asked today, or was never seen.
        lapses: Times it was forgotten.
        flagged: The learner flagged it.
        failed: It was graded Again today.
    """

    card: Candidate
    due: bool
    lapses: int
    flagged: bool
    failed: bool


class Day(NamedTuple):
    """What of the day decides about a session.

    Attributes:
        day: The study day.
        new_left: New cards still wanted today.
        met: Facts already asked today.
        scope: Topics and levels of the exam that is set; None without one.
    """

    day: int
    new_left: int
    met: frozenset[str]
    scope: Focus | None


def line_of(
    stock: Iterable[Standing], focus: Focus, day: Day, params: Params, confusable: Confusable
) -> list[str]:
    """Return the cards of a session in the order they are asked.

    What is ready comes as on any day. Anything else comes weakest first, one card of a fact before
    the siblings of any. In a session on one topic every third card is of a topic it is taken for,
    so that the answer cannot be foreseen from the session.

    Args:
        stock: All cards that are not suspended.
        focus: What is wanted.
        day: The day.
        params: The learner's parameters.
        confusable: For each topic the topics it is taken for.
    """
    known = list(stock)
    chosen = [each for each in known if is_meant(each, focus, day, params)]
    own = _ordered(chosen, focus, day, params, confusable)
    if len(focus.topics) != 1 or focus.only is Only.MISSED:
        return own
    near = confusable.get(focus.topics[0], ())
    beside = [each for each in known if each.card.topic in near]
    wanted = focus._replace(topics=tuple(near))
    alike = [each for each in beside if is_meant(each, wanted, day, params)]
    seen = [each for each in beside if each.card.state is State.REVIEW]
    others = alike or seen
    mixed = _ordered(others, wanted, day, params, confusable) if alike else []
    mixed = mixed or _by_need(others, day.day, params, confusable)
    line = _interleaved(own, mixed)
    if focus.only is not Only.READY:
        return line
    unseen = {each.card.card for each in known if each.card.state is State.NEW}
    return _with_new(line, unseen, day.new_left)


def is_meant(standing: Standing, focus: Focus, day: Day, params: Params) -> bool:
    """Return whether a card belongs to a session; see ``Only``."""
    card = standing.card
    if focus.only is Only.MISSED:
        return card.fact in focus.facts
    if focus.only is Only.EXAM:
        return day.scope is not None and day.scope.holds(card.topic, card.level)
    return focus.holds(card.topic, card.level) and {
        Only.READY: standing.due,
        Only.WEAK: is_weak(standing, day.day, params),
        Only.FAILED: standing.failed,
        Only.FLAGGED: standing.flagged,
    }.get(focus.only, True)


def is_weak(standing: Standing, day: int, params: Params) -> bool:
    """Return whether a card is likely to be forgotten by now, or was forgotten again and again."""
    if standing.card.last_day is None:
        return False
    return standing.lapses >= WEAK_LAPSES or need(standing.card, day, params) < WEAK_RECALL


def need(card: Candidate, day: int, params: Params) -> float:
    """Return the predicted recall of a card; 0 if it was never seen, 1 if it was today."""
    if card.stability is None or card.last_day is None:
        return 0.0
    if card.last_day >= day:
        return 1.0
    return curve(day - card.last_day, card.stability, params.weights[20])


def _ordered(
    chosen: Sequence[Standing], focus: Focus, day: Day, params: Params, confusable: Confusable
) -> list[str]:
    if focus.only is not Only.READY:
        return _by_need(chosen, day.day, params, confusable)
    due = [each.card for each in chosen if each.card.state is not State.NEW]
    new = [each.card for each in chosen if each.card.state is State.NEW]
    limits = Limits(day.new_left, _NO_LIMIT, 0, 0)
    return [each.card for each in arrange(due, new, limits, day.day, confusable, day.met)]


def _by_need(
    chosen: Iterable[Standing], day: int, params: Params, confusable: Confusable
) -> list[str]:
    ranked = sorted(
        (each.card for each in chosen),
        key=lambda card: (need(card, day, params), card.position, card.card),
    )
    first, later = _apart(ranked)
    return [
        card.card
        for part in (first, later)
        for start in range(0, len(part), _CHUNK)
        for card in mix_topics(
            part[start : start + _CHUNK],
            lambda card: card.card,
            lambda card: card.topic,
            confusable,
            day,
        )
    ]


def _apart(ranked: Iterable[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Return one card of each fact, and the siblings that come after all of those."""
    met: set[str] = set()
    first: list[Candidate] = []
    later: list[Candidate] = []
    for card in ranked:
        (later if card.fact in met else first).append(card)
        met.update(siblings(card.fact))
    return first, later


def _with_new(line: Iterable[str], unseen: Collection[str], number: int) -> list[str]:
    """Return a line without the new cards beyond a number: what is mixed in counts as well."""
    kept: list[str] = []
    for card in line:
        if card not in unseen:
            kept.append(card)
        elif number > 0:
            number -= 1
            kept.append(card)
    return kept


def _interleaved(own: Sequence[str], others: Collection[str]) -> list[str]:
    """Return one line in which every third card is one of the others, as long as there are any."""
    waiting = [card for card in others if card not in own]
    line: list[str] = []
    for card in own:
        line.append(card)
        if waiting and len(line) % EVERY_THIRD == EVERY_THIRD - 1:
            line.append(waiting.pop(0))
    return line
