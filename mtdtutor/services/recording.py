"""The one writer: every event that changes what is known of a learner goes through here.

Each call is one transaction: it reads the memory, lets ``study.step`` decide, appends the event,
saves the memory and counts the day. An event that is already there is not written again.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import Clock, Moment
from mtdtutor.core.errors import BugError
from mtdtutor.core.ids import is_own, new_id
from mtdtutor.progress.events import (
    ANSWERED,
    CARD,
    ENDINGS,
    GUESS,
    LEARNER,
    QUIZ,
    AnswerEvent,
    AttemptEvent,
    AttemptRow,
    CardActionEvent,
    Event,
    ParamsEvent,
    ReviewEvent,
    moment_of,
)
from mtdtutor.services import undoing
from mtdtutor.services.replaying import params_text, refold
from mtdtutor.services.scope import Scope, read_scope
from mtdtutor.storage import ability, attempts, events, totals
from mtdtutor.storage import memory as memories
from mtdtutor.storage.database import Connection, Database
from mtdtutor.storage.memory import CardState
from mtdtutor.study.fold import Acted, ActionKind, act
from mtdtutor.study.memory import Grade, Marks, Memory
from mtdtutor.study.scheduler import (
    RULE_VERSION,
    Evidence,
    Graded,
    Params,
    Recognition,
    step,
)

E = TypeVar("E", bound=Event)

_EVIDENCE: Final = uuid.UUID("5d2c6c39-8a4f-5be0-9b2e-0c6b7f1d7a10")


class Recorded(NamedTuple):
    """What was written of a card.

    Attributes:
        event: The event as it stands in the database.
        memory: The card's memory now.
        marks: The card's marks now.
        changes: What the write touched; nothing if the event was already there.
        number: How many cards it was about: more than one if the event stands for a step.
    """

    event: ReviewEvent | CardActionEvent
    memory: Memory
    marks: Marks
    changes: Changes
    number: int = 1


class Stepped(NamedTuple):
    """A step over many cards.

    Attributes:
        events: What was written, one event for each card that changed.
        changes: What the write touched; nothing if no card changed or the step was there already.
    """

    events: tuple[CardActionEvent, ...]
    changes: Changes


class Finished(NamedTuple):
    """How an attempt ended.

    Attributes:
        event: The ending.
        reviews: Effects of the answers on cards.
        changes: What the write touched; nothing if the attempt had ended before.
    """

    event: AttemptEvent
    reviews: tuple[ReviewEvent, ...]
    changes: Changes


class Recorder:
    """Writes events and keeps what is derived from them in step."""

    def __init__(self, db: Database, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._clock = clock
        self._rng = rng

    def new_id(self) -> str:
        """Return an id for an event that is about to happen."""
        return new_id(self._clock.now_ms(), self._rng)

    def scope(self, conn: Connection, learner: str) -> Scope:
        """Return the rules in force for a learner at this moment."""
        return read_scope(conn, self._clock, learner)

    # Cards

    def grade(
        self,
        learner: str,
        review_id: str,
        card: str,
        grade: Grade,
        *,
        duration_ms: int | None = None,
        shown: object = None,
    ) -> Recorded:
        """Record a graded recall.

        Args:
            learner: Whose.
            review_id: Made when the card was shown: grading it twice is grading it once.
            card: Id of the card.
            grade: The grade.
            duration_ms: From showing the question to the grade.
            shown: What was displayed, as a JSON value.

        Raises:
            KnownError: It could not be saved; nothing was.
        """
        with self._db.write() as conn:
            before = events.find(conn, ReviewEvent, review_id)
            state = _state(conn, learner, card)
            if before is not None:
                return Recorded(before, state.memory, state.marks, Changes.NONE)
            scope = self.scope(conn, learner)
            event = _review(scope, review_id, scope.when, state, Graded(grade))._replace(
                duration_ms=duration_ms,
                shown=None if shown is None else events.put_shown(conn, shown),
            )
            written = self.record(conn, event)
            memories.save(conn, learner, state.card, written.after, state.marks)
        return Recorded(written, written.after, state.marks, Changes.REVIEWS)

    def act(
        self,
        learner: str,
        action_id: str,
        card: str,
        kind: ActionKind,
        *,
        value: str | None = None,
        reason: str = LEARNER,
    ) -> Recorded:
        """Record something done to a card besides recalling it.

        Args:
            learner: Whose.
            action_id: Id of the event; doing it twice is doing it once.
            card: Id of the card.
            kind: What is done.
            value: The tag, or the study day of ``set_due`` in digits.
            reason: Who wants it.

        Raises:
            KnownError: It could not be saved; nothing was.
        """
        with self._db.write() as conn:
            state = _state(conn, learner, card)
            before = events.find(conn, CardActionEvent, action_id)
            if before is not None:
                return Recorded(before, state.memory, state.marks, Changes.NONE)
            _refuse_deleting(kind, state.card)
            deed = Acted(kind, self.scope(conn, learner).when, value)
            memory, marks = act(state.memory, state.marks, deed)
            event = _action(action_id, learner, state, deed)
            written = self.record(conn, event._replace(reason=reason))
            memories.save(conn, learner, state.card, memory, marks)
        return Recorded(written, memory, marks, Changes.CARDS | Changes.REVIEWS)

    def act_many(
        self,
        learner: str,
        step_id: str,
        cards: Iterable[str],
        kind: ActionKind,
        value: str | None = None,
    ) -> Stepped:
        """Do one thing to many cards as one step: all or nothing, and taken back whole.

        Args:
            learner: Whose.
            step_id: Id of the step; doing it twice is doing it once.
            cards: Ids of cards; those that it would leave as they are stay out of the step.
            kind: What is done.
            value: The tag, or the study day of ``set_due`` in digits.

        Raises:
            KnownError: It could not be saved; nothing was.
        """
        with self._db.write() as conn:
            before = events.of_step(conn, step_id)
            if before:
                return Stepped(tuple(before), Changes.NONE)
            deed = Acted(kind, self.scope(conn, learner).when, value)
            after: dict[str, tuple[Memory, Marks]] = {}
            acted: list[CardActionEvent] = []
            for card in cards:
                state = _state(conn, learner, card)
                _refuse_deleting(kind, state.card)
                kept = act(state.memory, state.marks, deed)
                if kept == (state.memory, state.marks) or state.card in after:
                    continue
                after[state.card] = kept
                event_id = str(uuid.uuid5(uuid.UUID(step_id), state.card))
                acted.append(_action(event_id, learner, state, deed)._replace(step=step_id))
            written = tuple(events.append_many(conn, acted))
            for card, (memory, marks) in after.items():
                memories.save(conn, learner, card, memory, marks)
        return Stepped(written, Changes.CARDS | Changes.REVIEWS if written else Changes.NONE)

    def undoable(self, learner: str) -> ReviewEvent | CardActionEvent | None:
        """Return what ``undo`` would take back: the last live grade or card action."""
        with self._db.read() as conn:
            return events.latest_undoable(conn, learner)

    def redoable(self, learner: str, after: int = -1) -> ReviewEvent | CardActionEvent | None:
        """Return what ``redo`` would bring back; None if it was taken back by that ``seq``."""
        with self._db.read() as conn:
            found = events.latest_redoable(conn, learner)
            if found is None or found.seq <= after:
                return None
            return undoing.target_of(conn, found)

    def undo(self, learner: str) -> Recorded | None:
        """Take back the learner's last live grade, card action or step, however long ago it was.

        Quiz answers stay. Every card is replayed without the event, so that nothing of it is left.

        Returns:
            The event taken back (of a step, its last one) with the card as it is now; None if there
            is nothing to undo.
        """
        with self._db.write() as conn:
            last = events.latest_undoable(conn, learner)
            if last is None:
                return None
            deed, when = undoing.deed_of(conn, last), self.scope(conn, learner).when
            undoing.take_back(conn, deed, when, self.new_id)
            return _replayed(conn, deed)

    def redo(self, learner: str) -> Recorded | None:
        """Bring back what the last undo took, unless the learner has graded or acted since."""
        with self._db.write() as conn:
            retraction = events.latest_redoable(conn, learner)
            if retraction is None:
                return None
            when = self.scope(conn, learner).when
            return _replayed(conn, undoing.bring_back(conn, retraction, when, self.new_id))

    # Quizzes

    def begin_attempt(self, row: AttemptRow) -> AttemptRow:
        """Record that an attempt begins."""
        with self._db.write() as conn:
            return events.find(conn, AttemptRow, row.id) or self.record(conn, row)

    def answer(self, event: AnswerEvent, shown: object = None) -> AnswerEvent:
        """Record an answer; when this returns, it survives a power cut.

        The day counts the last answer of a question only.

        Args:
            event: The answer.
            shown: What was displayed, as a JSON value.
        """
        with self._db.write() as conn:
            before = events.find(conn, AnswerEvent, event.id)
            if before is not None:
                return before
            earlier = attempts.response_at(conn, event.attempt, event.position)
            if earlier is not None:
                totals.add(conn, earlier, -1)
            if shown is not None:
                event = event._replace(shown=events.put_shown(conn, shown))
            written = self.record(conn, event)
            ability.count(conn, written)
        return written

    def attempt_event(self, event: AttemptEvent) -> AttemptEvent:
        """Record that an attempt was paused, resumed or interrupted; ``finish`` ends it."""
        if event.kind in ENDINGS:
            raise BugError("an attempt is ended by finish")
        with self._db.write() as conn:
            return events.find(conn, AttemptEvent, event.id) or self.record(conn, event)

    def finish(self, event: AttemptEvent) -> Finished:
        """End an attempt and let its answers speak for the cards of their facts.

        Every response that was neither timed out nor a rapid guess becomes evidence for those
        cards of its fact that were reviewed before, dated by the study day of the answer. A new
        card stays new. What a response means is for ``study.step`` to say.

        Args:
            event: ``finished``, ``expired`` or ``abandoned``.
        """
        if event.kind not in ENDINGS:
            raise BugError(f"{event.kind} does not end an attempt")
        with self._db.write() as conn:
            before = attempts.ending(conn, event.attempt)
            if before is not None:
                return Finished(before, (), Changes.NONE)
            written = self.record(conn, event)
            attempts.stop_clock(conn, event.attempt)
            scope = self.scope(conn, event.learner)
            responses = attempts.responses(conn, event.attempt)
            responses.sort(key=lambda each: each.seq)
            reviews = [review for each in responses for review in self._evidence(conn, scope, each)]
        return Finished(written, tuple(reviews), Changes.ATTEMPTS | Changes.REVIEWS)

    def note_clock(self, attempt: str, active_ms: int) -> None:
        """Note the active time of a running attempt, without waiting for the disk."""
        with self._db.write_clock() as conn:
            attempts.note_clock(conn, attempt, active_ms, self._clock.now_ms())

    # Parameters

    def change_params(self, learner: str, params: Params, engine: str = RULE_VERSION) -> None:
        """Compute the learner's schedule with other parameters from now on.

        Stability and difficulty of every card are replayed; no due day moves.
        """
        with self._db.write() as conn:
            scope = self.scope(conn, learner)
            text = params_text(params)
            event_id = new_id(scope.when.at_ms, self._rng)
            self.record(conn, ParamsEvent(0, event_id, learner, *scope.when, "", text, engine))
            for who, card in events.cards_with_events(conn):
                if who == learner:
                    refold(conn, learner, card)

    # The core

    def record(self, conn: Connection, event: E) -> E:
        """Append an event and count it: what every writer does."""
        written = events.append(conn, event)
        totals.add(conn, written)
        return written

    def _evidence(self, conn: Connection, scope: Scope, answer: AnswerEvent) -> list[ReviewEvent]:
        guessed = answer.certainty == GUESS
        without_effect = not answer.single and answer.right and not guessed
        if answer.outcome != ANSWERED or without_effect:
            return []
        evidence = Recognition(answer.right, answer.options, guessed, answer.single)
        reviews = []
        for state in memories.of_fact(conn, scope.learner, answer.fact):
            review_id = str(uuid.uuid5(_EVIDENCE, f"{answer.id}:{state.card}"))
            event = _review(scope, review_id, moment_of(answer), state, evidence)
            written = self.record(conn, event._replace(answer=answer.id, shown=answer.shown))
            memories.save(conn, scope.learner, state.card, written.after, state.marks)
            reviews.append(written)
        return reviews


def _review(
    scope: Scope, review_id: str, when: Moment, state: CardState, evidence: Evidence
) -> ReviewEvent:
    outcome = step(state.memory, evidence, when, scope.params, state.card)
    graded = isinstance(evidence, Graded)
    return ReviewEvent(
        seq=0,
        id=review_id,
        learner=scope.learner,
        at_ms=when.at_ms,
        offset_min=when.offset_min,
        day=when.day,
        born_in="",
        mode=CARD if graded else QUIZ,
        card=state.card,
        fact=state.fact,
        topic=state.topic,
        grade=int(evidence.grade) if isinstance(evidence, Graded) else None,
        right=evidence.right if isinstance(evidence, Recognition) else None,
        options=evidence.options if isinstance(evidence, Recognition) else None,
        guessed=isinstance(evidence, Recognition) and evidence.guessed,
        moves=graded or (isinstance(evidence, Recognition) and evidence.moves),
        answer=None,
        before=state.memory,
        after=outcome.memory,
        recall=outcome.recall,
        interval=outcome.interval,
        retention=scope.params.retention,
        params=scope.params_id,
        rule=RULE_VERSION,
        shown=None,
        duration_ms=None,
        replaces=None,
    )


def _refuse_deleting(kind: ActionKind, card: str) -> None:
    if kind is ActionKind.DELETE and not is_own(card):
        raise BugError(f"{card} belongs to the course and cannot be deleted")


def _action(event_id: str, learner: str, state: CardState, deed: Acted) -> CardActionEvent:
    return CardActionEvent(
        0, event_id, learner, *deed.when, "", deed.kind, state.card, state.fact, state.topic,
        deed.value, LEARNER,
    )  # fmt: skip


def _state(conn: Connection, learner: str, card: str) -> CardState:
    state = memories.load(conn, learner, card)
    if state is None:
        raise BugError(f"the course has no card {card}")
    return state


def _replayed(conn: Connection, deed: undoing.Deed) -> Recorded:
    memory, marks = undoing.replay(conn, deed)
    return Recorded(deed[-1], memory, marks, Changes.REVIEWS | Changes.CARDS, len(deed))
