"""Finding things in the library as one types, and doing something to all that was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from mtdtutor.core.clock import Clock, moment
from mtdtutor.core.folding import fold
from mtdtutor.core.ids import is_own
from mtdtutor.services.course_index import CourseIndex, OwnWords
from mtdtutor.services.course_views import Row, TopicChoice
from mtdtutor.services.learners import settings_from
from mtdtutor.services.querying import Line, read_line
from mtdtutor.storage import content, learners, library, own_cards, wordings
from mtdtutor.storage.database import Database
from mtdtutor.study.fold import ActionKind

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorder, Stepped
    from mtdtutor.storage.database import Connection
    from mtdtutor.storage.own_cards import OwnCard


class Found(NamedTuple):
    """What a query found, and how it was understood."""

    rows: list[Row]
    line: Line


class Chosen(NamedTuple):
    """The cards behind the lines that were chosen.

    Attributes:
        cards: Their ids, each once.
        suspended: How many of them are suspended.
        flagged: How many of them are flagged.
        own: How many of them the learner wrote.
    """

    cards: tuple[str, ...]
    suspended: int
    flagged: int
    own: int = 0


class _Own(NamedTuple):
    """What is known of a learner until the next refresh."""

    learner: str
    tags: tuple[str, ...]
    noted: frozenset[str]
    states: dict[str, AbstractSet[str]]


class FindingService:
    """The library as a list that narrows. Words are read once and again after ``refresh`` only."""

    def __init__(self, db: Database, clock: Clock, recorder: Recorder) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db
        self._clock = clock
        self._recorder = recorder
        self._checksum = ""
        self._index: CourseIndex | None = None
        self._own: _Own | None = None
        self._stamp: tuple[str, int, int] | None = None
        self._written: list[OwnCard] = []

    def refresh(self) -> None:
        """Note that cards, notes, the course or the learner may have changed."""
        self._own = None

    def kinds(self, learner: str) -> tuple[str, ...]:
        """Return the kinds that the course has anything of, as members of ``KINDS``."""
        index, _ = self._ready(learner)
        return () if index is None else index.kinds

    def topics(self, learner: str) -> tuple[TopicChoice, ...]:
        """Return the topics in display order."""
        index, _ = self._ready(learner)
        return () if index is None else index.topics

    def tags(self, learner: str) -> tuple[str, ...]:
        """Return the tags a learner uses, in alphabetical order."""
        return self._ready(learner)[1].tags

    def search(self, learner: str, typed: str) -> Found:
        """Return what fits, the best fit first; all in reading order where no words are asked for.

        Args:
            learner: Whose notes, tags and card states count.
            typed: The query; see ``querying``.
        """
        index, own = self._ready(learner)
        if index is None:
            return Found([], read_line(typed, {}))
        line = read_line(typed, index.topic_words)
        return Found(index.find(line, lambda state: self._in_state(own, state)), line)

    def chosen(self, learner: str, rows: Iterable[Row]) -> Chosen:
        """Return the cards that lines of the list stand for, and their marks."""
        index, own = self._ready(learner)
        cards = () if index is None else index.cards_behind(rows)
        suspended, flagged = (self._in_state(own, state) for state in ("suspended", "flagged"))
        return Chosen(
            cards,
            sum(card in suspended for card in cards),
            sum(card in flagged for card in cards),
            sum(map(is_own, cards)),
        )

    def in_state(self, learner: str, state: str) -> AbstractSet[str]:
        """Return the cards that are in a state for a learner, as one of ``STATES``."""
        return self._in_state(self._ready(learner)[1], state)

    def act(
        self, learner: str, cards: Sequence[str], kind: ActionKind, value: str | None = None
    ) -> Stepped:
        """Do one thing to many cards, as one step that undo takes back whole.

        Only cards that the learner wrote can be deleted; the others stay out of that step.

        Args:
            learner: Whose.
            cards: Ids of cards.
            kind: What is done; cards that it would leave as they are stay out of the step.
            value: The tag.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        if kind is ActionKind.DELETE:
            cards = [card for card in cards if is_own(card)]
        stepped = self._recorder.act_many(learner, self._recorder.new_id(), cards, kind, value)
        self.refresh()
        return stepped

    def _ready(self, learner: str) -> tuple[CourseIndex | None, _Own]:
        own = self._own
        if own is None or own.learner != learner:
            with self._db.read() as conn:
                self._read_course(conn)
                own = self._own = self._read_own(conn, learner)
        return self._index, own

    def _read_course(self, conn: Connection) -> None:
        """Read and fold the course, once for each bank."""
        loaded = content.loaded(conn)
        if loaded is None:
            self._checksum, self._index = "", None
        elif loaded.checksum != self._checksum:
            self._index = CourseIndex(conn, loaded.course.language)
            self._checksum = loaded.checksum

    def _read_own(self, conn: Connection, learner: str) -> _Own:
        notes = library.notes(conn, learner)
        own = {each.card: each for each in wordings.everything(conn, learner)}
        tags = library.tags(conn, learner)
        texts: dict[str, list[str]] = defaultdict(list)
        for card, note in notes.items():
            texts[card].append(note)
        for card, wording in own.items():
            texts[card] += (wording.front, wording.back)
        for card, own_tags in tags.items():
            texts[card] += own_tags
        if self._index is not None:
            self._index.lay_over(
                {
                    card: OwnWords(
                        own[card].front if card in own else "",
                        tuple(words),
                        frozenset(map(fold, tags.get(card, ()))),
                    )
                    for card, words in texts.items()
                },
                self._own_cards(conn, learner),
            )
        names = sorted({name for each in tags.values() for name in each}, key=fold)
        return _Own(learner, tuple(names), frozenset(notes), {})

    def _own_cards(self, conn: Connection, learner: str) -> list[OwnCard]:
        """Return the cards a learner wrote, read again only where they have changed."""
        stamp = (learner, *own_cards.stamp(conn, learner))
        if stamp != self._stamp:
            self._stamp, self._written = stamp, own_cards.everything(conn, learner)
        return self._written

    def _in_state(self, own: _Own, state: str) -> AbstractSet[str]:
        """Return the cards in a state, read when it is first asked for."""
        if state not in own.states:
            own.states[state] = self._read_state(own, state)
        return own.states[state]

    def _read_state(self, own: _Own, state: str) -> AbstractSet[str]:
        if state == "noted":
            return own.noted
        with self._db.read() as conn:
            rollover = settings_from(learners.settings(conn, own.learner)).rollover_hour
            now = moment(self._clock, rollover)
            if state == "new":
                met = library.in_state(conn, own.learner, "met", now.day, now.at_ms)
                return frozenset(content.card_ids(conn, own.learner)) - met
            return library.in_state(conn, own.learner, state, now.day, now.at_ms)
