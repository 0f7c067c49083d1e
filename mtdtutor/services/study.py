"""Study sessions: the card on the table, grading it, putting it off, taking that back."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, Final

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import Clock, moment
from mtdtutor.course.bank import DEFAULT_LANGUAGE, text_in
from mtdtutor.progress.events import CardActionEvent, ReviewEvent
from mtdtutor.services import first_help
from mtdtutor.services.dayplan import (
    comes,
    confusions,
    extra_for_more,
    more_new,
    place_first,
    plan_day,
)
from mtdtutor.services.learners import EXTRA_NEW
from mtdtutor.services.recording import Recorded, Recorder
from mtdtutor.services.sitting import Sitting
from mtdtutor.services.study_labels import label_of, leech
from mtdtutor.services.study_sources import Sources
from mtdtutor.services.study_views import (
    Done,
    Graded,
    Table,
    UndoLabel,
    Undone,
)
from mtdtutor.services.today import TodayView, read_today, tomorrow
from mtdtutor.services.undoing import deed_of
from mtdtutor.storage import content, events, learners, memory, queue, wordings
from mtdtutor.storage.database import Database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, Marks, Memory, is_buried
from mtdtutor.study.session import Session

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection
    from mtdtutor.study.focus import Focus

log = logging.getLogger(__name__)

_LEAVING: Final = frozenset({ActionKind.BURY, ActionKind.SUSPEND, ActionKind.DELETE})


_GONE: Final = frozenset({ActionKind.SUSPEND, ActionKind.DELETE})


class StudyService:
    """Cards: what to review now, grading, undo. One learner sits at the table at a time."""

    def __init__(self, db: Database, recorder: Recorder, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._recorder = recorder
        self._clock = clock
        self._rng = rng
        self._sitting: Sitting | None = None
        self._sources = Sources()

    def today(self, learner: str) -> TodayView:
        """Return what the Today page shows."""
        with self._db.read() as conn:
            return read_today(conn, self._recorder.scope(conn, learner))

    def begin(self, learner: str, *, anew: bool = False) -> Table:
        """Put the next card on the table, or leave the one that lies there.

        Args:
            learner: Who sits down.
            anew: Arrange the day again, because limits, cards or quiz answers have changed. The
                card on the table stays if it is still to be asked.
        """
        with self._db.read() as conn:
            sitting = self._sitting
            if sitting is None or sitting.scope.learner != learner or anew:
                self._arrange(conn, learner)
            return self._table(conn)

    def grade(
        self, review_id: str, grade: Grade, duration_ms: int | None = None, typed: str = ""
    ) -> Graded:
        """Record how well the card on the table was recalled and put the next one there.

        A repeat, recognised by its id, changes nothing.

        Args:
            review_id: That of the ``Shown`` that was graded.
            grade: The grade.
            duration_ms: From showing the question to the grade.
            typed: What the learner typed, kept with what was displayed.

        Raises:
            KnownError: It could not be saved. The card stays on the table; try again.
        """
        sitting = self._at_table()
        shown = sitting.shown
        if shown is None or shown.review_id != review_id:
            return self._repeated(sitting.answered.get(review_id))
        if sitting.practising:
            with self._db.read() as conn:
                label = sitting.practise(shown, grade, queue.last_seq(conn))
            return Graded(Changes.NONE, self._next(), label)
        displayed = {"front": shown.front, "back": shown.back, "why": shown.why}
        if typed:
            displayed["typed"] = typed
        recorded = self._recorder.grade(
            sitting.scope.learner,
            review_id,
            shown.card,
            grade,
            duration_ms=None if duration_ms is None else max(duration_ms, 0),
            shown=displayed,
        )
        log.debug("graded review=%s", review_id)
        label = label_of(recorded.event, shown.front, recorded.number)
        sitting.note(review_id, label)
        sitting.session.answered(shown.card, recorded.memory)
        sitting.clear()
        return Graded(recorded.changes, self._next(), label, leech(recorded))

    def act(self, card: str, kind: ActionKind) -> Graded:
        """Do something to the card on the table besides grading it.

        Args:
            card: Its id; any other card is left alone.
            kind: Bury, suspend and delete put the next card on the table. Delete is for cards
                that the learner wrote.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        sitting = self._at_table()
        shown = sitting.shown
        if shown is None or shown.card != card:
            return self._repeated(None)
        recorded = self._recorder.act(sitting.scope.learner, self._recorder.new_id(), card, kind)
        label = label_of(recorded.event, shown.front, recorded.number)
        if kind in _LEAVING:
            sitting.session.drop(card)
            sitting.clear()
        if kind in _GONE:
            # What is suspended or deleted is gone, so another card may come in its place.
            with self._db.read() as conn:
                self._arrange(conn, sitting.scope.learner)
        return Graded(recorded.changes, self._next(), label)

    def begin_focus(self, learner: str, choice: Focus) -> Table:
        """Begin a session that the learner chose, instead of the cards of the day.

        Where there is no card for it, the cards of the day stay.
        """
        from mtdtutor.services import focus

        with self._db.read() as conn:
            self._sitting = None
            self._arrange(conn, learner)
            sitting = self._at_table()
            line = focus.read_stock(conn, sitting.scope).line(choice)
            if not line:
                return self._table(conn)
            sitting.session = Session(line, {})
            sitting.focus = focus.FocusRun(choice, len(line), self._clock)
            sitting.marks = [queue.last_seq(conn)]
            return self._table(conn)

    def end_focus(self, learner: str) -> Table:
        """Go back to the cards of the day."""
        self._sitting = None
        return self.begin(learner)

    def learn_more(self, learner: str) -> Table:
        """Let some more new cards come today than the limit allows, and begin with them.

        Raises:
            KnownError: It could not be saved; the limit holds.
        """
        with self._db.write() as conn:
            scope = self._recorder.scope(conn, learner)
            extra = extra_for_more(conn, scope, plan_day(conn, scope, confusions(conn)))
            learners.change_setting(conn, learner, EXTRA_NEW, [scope.when.day, extra])
        if self._sitting is not None and self._sitting.focus is not None:
            return self.end_focus(learner)
        return self.begin(learner, anew=True)

    def resume(self, learner: str, card: str) -> Changes:
        """Let a suspended card be asked again; ``begin`` finds it when it arranges anew.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        recorder = self._recorder
        return recorder.act(learner, recorder.new_id(), card, ActionKind.RESUME).changes

    def undo(self, learner: str) -> Undone | None:
        """Take back the learner's last grade or card action and put that card on the table.

        Returns:
            What was taken back; None if there is nothing to take back.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        sitting = self._practice_of(learner)
        if sitting is not None and not self._recorded_since(learner):
            said = sitting.unpractise()
            return said and Undone(Changes.NONE, self._next(), said, self.undo_label(learner))
        recorded = self._recorder.undo(learner)
        if recorded is None:
            return None
        with self._db.read() as conn:
            front = self._front(conn, learner, recorded.event.card)
            taken = label_of(recorded.event, front, recorded.number)
            if recorded.number > 1 or taken.mended:
                self._arrange(conn, learner)
            else:
                self._return(conn, recorded, content.present_name(conn, recorded.event.card))
            undo = self._undo_label(conn, learner)
            return Undone(recorded.changes, self._table(conn), taken, undo)

    def redo(self, learner: str) -> Undone | None:
        """Bring back what the last undo took, unless the learner has done anything since.

        Returns:
            What is back; None if there is nothing to bring back.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        practising = self._practice_of(learner) is not None
        recorded = self._recorder.redo(learner) if self.redo_label(learner) else None
        if recorded is None:
            return None
        with self._db.read() as conn:
            front = self._front(conn, learner, recorded.event.card)
            back = label_of(recorded.event, front, recorded.number)
            lies = self._sitting.shown if self._sitting is not None else None
            if lies is not None and back.grade is not None and lies.card == back.card:
                self._at_table().session.answered(back.card, recorded.memory)
                self._at_table().clear()
            else:
                self._arrange(conn, learner)
            if not practising:
                self._at_table().note(recorded.event.id, back)
            undo = self._undo_label(conn, learner)
            return Undone(recorded.changes, self._table(conn), back, undo)

    def redo_label(self, learner: str) -> UndoLabel | None:
        """Return what redo would bring back; None if there is nothing."""
        event = self._recorder.redoable(learner, self._mark(learner))
        if event is None:
            return None
        with self._db.read() as conn:
            step = event.step if isinstance(event, CardActionEvent) else None
            number = 1 if step is None else len(events.of_step(conn, step))
            return label_of(event, self._front(conn, learner, event.card), number)

    def undo_label(self, learner: str) -> UndoLabel | None:
        """Return what undo would take back; None if there is nothing."""
        with self._db.read() as conn:
            return self._undo_label(conn, learner)

    def set_note(self, card: str, words: str) -> Table:
        """Keep the learner's own words on the card on the table; empty words take them away.

        Raises:
            KnownError: It could not be saved; the old note stands.
        """
        sitting = self._at_table()
        learner = sitting.scope.learner
        with self._db.write() as conn:
            learners.put_note(conn, learner, card, words.strip(), self._clock.now_ms())
        return self._next()

    # The table

    def _at_table(self) -> Sitting:
        assert self._sitting is not None, "begin comes before anything done to a card"
        return self._sitting

    def _arrange(self, conn: Connection, learner: str, first: str | None = None) -> None:
        """Begin a sitting with what the day holds now.

        Args:
            conn: A connection.
            learner: Whose.
            first: A card to put on the table; without one, that which lies there stays.
        """
        before = self._sitting
        scope = self._recorder.scope(conn, learner)
        if before is not None and before.goes_on(scope):
            # Imported here: Today and the cards of the day do without it.
            from mtdtutor.services.focus import tidy

            tidy(conn, before, scope, first)
            return
        plan = plan_day(conn, scope, confusions(conn))
        loaded = content.loaded(conn)
        language = DEFAULT_LANGUAGE if loaded is None else loaded.course.language
        fresh = first_help.wanted(conn, learner)
        same = before is not None and before.scope.learner == learner
        kept = before.shown.card if before is not None and same and before.shown else None
        state = memory.load(conn, learner, first or kept or "")
        line = None
        if state is not None:
            state = state._replace(memory=comes(scope, plan.exam, state.card, state.memory))
        if state is not None and _is_to_ask(state, scope.when.day):
            line = place_first(plan, state)
        session = Session(line or tuple(each.card for each in plan.line), plan.learning)
        sitting = Sitting(scope, session, language, fresh=fresh, exam=plan.exam)
        returns = first is not None and state is not None and not plan.siblings_of(state.fact)
        if state is not None and (line is not None or returns):
            session.put_back(state.card)
        if before is not None and same and before.scope.when.day == scope.when.day:
            sitting.answered = before.answered
        if before is not None and first is None and line is not None:
            sitting.review_id = before.review_id
        self._sources.clear()
        self._sitting = sitting

    def _next(self) -> Table:
        with self._db.read() as conn:
            return self._table(conn)

    def _of_today(self, conn: Connection) -> Sitting:
        """Return the sitting at this moment; a new one when the study day has turned."""
        sitting = self._at_table()
        now = moment(self._clock, sitting.scope.settings.rollover_hour)
        if now.day != sitting.scope.when.day:
            self._arrange(conn, sitting.scope.learner)
            sitting = self._at_table()
        sitting.scope = sitting.scope._replace(when=now)
        return sitting

    def _table(self, conn: Connection) -> Table:
        sitting = self._of_today(conn)
        now = sitting.scope.when
        while (card := sitting.next(now.at_ms)) is not None:
            face = queue.face(conn, sitting.scope.learner, card)
            if face is not None:
                sitting.review_id = sitting.review_id or self._recorder.new_id()
                sitting.shown = sitting.show(conn, face, self._sources)
                log.debug("shown review=%s card=%s", sitting.review_id, card)
                return sitting.shown
            sitting.session.drop(card)
        sitting.shown = None
        log.debug("shown nothing")
        return self._done(conn, sitting)

    def _done(self, conn: Connection, sitting: Sitting) -> Done:
        scope = sitting.scope
        confusable = confusions(conn)
        plan = plan_day(conn, scope, confusable)
        cards = memory.cards(conn, scope.learner)
        return Done(
            cards=cards,
            reviewed_today=plan.done.graded,
            waiting=memory.reviews_due(conn, scope.learner, scope.when.day),
            next_due_ms=sitting.session.next_due_ms(),
            tomorrow=tomorrow(conn, scope, plan, cards),
            more=more_new(conn, scope, plan, confusable),
            day_off=scope.rest.share(scope.when.day) <= 0,
            focus=None if sitting.focus is None else sitting.focus.summary(),
        )

    # Practice, of which no grade is recorded

    def _practice_of(self, learner: str) -> Sitting | None:
        sitting = self._sitting
        here = sitting is not None and sitting.scope.learner == learner and sitting.practising
        return sitting if here else None

    def _mark(self, learner: str) -> int:
        sitting = self._practice_of(learner)
        return -1 if sitting is None else sitting.marks[-1]

    def _recorded_since(self, learner: str) -> bool:
        with self._db.read() as conn:
            return self._undoable(conn, learner) is not None

    def _undoable(self, conn: Connection, learner: str) -> ReviewEvent | CardActionEvent | None:
        event = events.latest_undoable(conn, learner)
        return event if event is not None and event.seq > self._mark(learner) else None

    def _return(self, conn: Connection, recorded: Recorded, card: str) -> None:
        """Put a card on the table again, or away again, after undo."""
        event = recorded.event
        scope = self._recorder.scope(conn, event.learner)
        day, sitting = scope.when.day, self._sitting
        here = sitting is not None and sitting.scope.learner == event.learner
        here = here and sitting is not None and sitting.scope.when.day == day
        if sitting is not None and here:
            sitting.forget(event.id)
        away = _is_away(recorded.marks, day)
        left = isinstance(event, CardActionEvent) and event.kind in _LEAVING
        now = recorded.memory if sitting is None else sitting.comes(card, recorded.memory)
        wanted = _is_due(now, day) or (sitting is not None and sitting.focus is not None)
        returns = isinstance(event, ReviewEvent) or (left and wanted)
        if not here or (returns and not away and (left or event.day != day)):
            self._arrange(conn, event.learner, card if returns and not away else None)
        elif away:
            self._at_table().session.drop(card)
            self._at_table().clear()
            self._arrange(conn, event.learner)
        elif returns:
            self._at_table().session.put_back(card)
            self._at_table().clear()

    def _repeated(self, label: UndoLabel | None) -> Graded:
        return Graded(Changes.NONE, self._next(), label)

    # Words of the course

    def _undo_label(self, conn: Connection, learner: str) -> UndoLabel | None:
        event = self._undoable(conn, learner)
        if event is None:
            sitting = self._practice_of(learner)
            said = {} if sitting is None else sitting.answered
            return next(reversed(said.values()), None)
        title = self._front(conn, learner, event.card)
        return label_of(event, title, len(deed_of(conn, event)))

    def _front(self, conn: Connection, learner: str, card: str) -> str:
        found = content.find_card(conn, card)
        language = self._sitting.language if self._sitting else DEFAULT_LANGUAGE
        if found is None:
            return card
        own = wordings.find(conn, learner, found.id)
        return text_in(found.front, language) if own is None else own.front


def _is_to_ask(state: memory.CardState | None, day: int) -> bool:
    if state is None or _is_away(state.marks, day):
        return False
    return _is_due(state.memory, day)


def _is_away(marks: Marks, day: int) -> bool:
    return marks.suspended or marks.deleted or is_buried(marks, day)


def _is_due(state: Memory, day: int) -> bool:
    return state.due_day is None or state.due_day <= day
