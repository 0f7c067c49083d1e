"""What happened, one value per row of a truth table; written once, never changed.

Every event begins with the same head:

* ``seq``: place in the one order of all events; 0 until it is written.
* ``id``: UUID, made by whoever caused the event, so that writing it twice is writing it once.
* ``learner``: whose it is.
* ``at_ms``, ``offset_min``, ``day``: when (see ``core.clock.Moment``).
* ``born_in``: id of the database it was first written to; empty until then.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mtdtutor.core.clock import Moment
from mtdtutor.study.fold import Acted, ActionKind, CardEvent, Reviewed
from mtdtutor.study.memory import Grade, Memory
from mtdtutor.study.scheduler import RULE_VERSION, Evidence, Graded, Recognition

CARD: Final = "card"
QUIZ: Final = "quiz"
ANSWERED: Final = "answered"
TIMEOUT: Final = "timeout"
RAPID: Final = "rapid"
PAUSED: Final = "paused"
RESUMED: Final = "resumed"
INTERRUPTED: Final = "interrupted"
FINISHED: Final = "finished"
EXPIRED: Final = "expired"
ABANDONED: Final = "abandoned"
ENDINGS: Final = frozenset({FINISHED, EXPIRED, ABANDONED})
LEARNER: Final = "learner"
"""Reason of a card action that the learner wanted, and may take back."""
GUESS: Final = 1
"""The lowest certainty: the learner says it was a guess."""


class ReviewEvent(NamedTuple):
    """A graded recall (``mode`` card) or the effect of a quiz answer on a card (``mode`` quiz).

    Attributes:
        mode: ``card`` or ``quiz``.
        card: Id of the card; with fact and topic the row stays meaningful after the card is gone.
        fact: Id of its fact then.
        topic: Id of its topic then.
        grade: 1 to 4 for a card, None for a quiz.
        right: Whether the quiz answer earned full marks; None for a card.
        options: Options shown, 0 where guessing is no help; None for a card.
        guessed: The answer was marked as a guess.
        moves: The question asked for this fact alone.
        answer: Id of the quiz answer behind it.
        before: Memory it met.
        after: Memory it wrote, with the due day.
        recall: Predicted recall just before, if there was a prediction.
        interval: Days before fuzz, for a card in review.
        retention: Desired retention it was scheduled for.
        params: Id of the params event it was computed under; None for the default weights.
        rule: Version of the scheduling rule.
        shown: Hash of what was displayed.
        duration_ms: From showing the question to the grade.
        replaces: Id of the event whose place this mended one takes.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    mode: str
    card: str
    fact: str
    topic: str
    grade: int | None
    right: bool | None
    options: int | None
    guessed: bool
    moves: bool
    answer: str | None
    before: Memory
    after: Memory
    recall: float | None
    interval: int | None
    retention: float
    params: str | None
    rule: str
    shown: str | None
    duration_ms: int | None
    replaces: str | None


class CardActionEvent(NamedTuple):
    """Something done to a card besides recalling it; see ``study.fold.ActionKind``.

    Attributes:
        kind: What was done.
        card: Id of the card.
        fact: Id of its fact then.
        topic: Id of its topic then.
        value: The tag, or the study day of ``set_due`` in digits.
        reason: Who wanted it: ``learner``, or the rule that did.
        step: Id shared by the actions of one step on many cards, which are taken back together;
            None for an action on a single card.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    kind: str
    card: str
    fact: str
    topic: str
    value: str | None
    reason: str
    step: str | None = None


class AttemptRow(NamedTuple):
    """One sitting of a quiz begins.

    Attributes:
        plan: The whole plan as JSON text: seed, blueprint, items, limits, clocks.
        preset: What kind of quiz.
        total_ms: Time limit with the extension in it; None without a limit.
        extension: By how much the learner stretched the time, 1.0 to 10.0.
        number: Questions planned.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    plan: str
    preset: str
    total_ms: int | None
    extension: float
    number: int


class AnswerEvent(NamedTuple):
    """One confirmation of an answer; the last one of a position is the response.

    Attributes:
        attempt: Id of the attempt.
        position: Place of the question in the attempt, from 0.
        question: Id of the question.
        rev: Its revision.
        template: Its template.
        topic: Its topic.
        fact: The fact it asks for.
        single: That fact alone decides it.
        skill: What it asks of the learner.
        difficulty: Its difficulty in logits then.
        shown: Hash of what was displayed, in the order displayed.
        response: What was answered, as JSON text.
        outcome: ``answered``, ``timeout`` or ``rapid``.
        score: 0 to 1.
        right: Full marks.
        options: Options shown, 0 where guessing is no help.
        certainty: 1 guess, 2 fairly, 3 certain; None if not said.
        first_ms: Active time on the question until the first choice.
        active_ms: Active time on the question.
        changes: Times the choice was changed.
        visits: Times the question was opened.
        attempt_active_ms: Active time of the attempt so far.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    attempt: str
    position: int
    question: str
    rev: int
    template: str
    topic: str
    fact: str
    single: bool
    skill: str
    difficulty: float
    shown: str | None
    response: str
    outcome: str
    score: float
    right: bool
    options: int
    certainty: int | None
    first_ms: int | None
    active_ms: int
    changes: int
    visits: int
    attempt_active_ms: int


class AttemptEvent(NamedTuple):
    """A change of state of an attempt.

    Attributes:
        attempt: Id of the attempt.
        kind: ``paused``, ``resumed``, ``interrupted``, ``finished``, ``expired``, ``abandoned``.
        active_ms: Active time of the attempt then.
        data: What else is known, as JSON text.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    attempt: str
    kind: str
    active_ms: int
    data: str


class ParamsEvent(NamedTuple):
    """The learner's schedule is computed with other parameters from here on.

    Attributes:
        params: ``weights``, ``learning_steps``, ``relearning_steps``, ``max_interval`` as JSON.
        engine: Version of the engine they are for.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    params: str
    engine: str


class ForecastEvent(NamedTuple):
    """What was foretold of an exam, and from what.

    Attributes:
        data: The forecast as JSON text.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    data: str


class RetractionEvent(NamedTuple):
    """Another event is taken back; retracting a retraction brings the event into force again.

    Attributes:
        target: Id of the event taken back.
        target_kind: Name of the table the target stands in.
    """

    seq: int
    id: str
    learner: str
    at_ms: int
    offset_min: int
    day: int
    born_in: str
    target: str
    target_kind: str


Event = (
    ReviewEvent
    | CardActionEvent
    | AttemptRow
    | AnswerEvent
    | AttemptEvent
    | ParamsEvent
    | ForecastEvent
    | RetractionEvent
)


def moment_of(event: Event) -> Moment:
    """Return when an event happened."""
    return Moment(event.at_ms, event.offset_min, event.day)


def evidence_of(event: ReviewEvent) -> Evidence:
    """Return what the learner showed in a review."""
    if event.grade is not None:
        return Graded(Grade(event.grade))
    return Recognition(bool(event.right), event.options or 0, event.guessed, event.moves)


def acted_of(event: CardActionEvent) -> Acted:
    """Return what was done to a card."""
    return Acted(ActionKind(event.kind), moment_of(event), event.value)


def for_fold(event: ReviewEvent | CardActionEvent, params: str | None) -> CardEvent:
    """Return an event as the fold of a card's history takes it.

    Args:
        event: The event.
        params: Id of the params event in force; None for the default weights.
    """
    if isinstance(event, CardActionEvent):
        return acted_of(event)
    exact = event.params == params and event.rule == RULE_VERSION
    return Reviewed(
        evidence_of(event), moment_of(event), event.before, event.after, event.retention, exact
    )
