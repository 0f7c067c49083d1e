"""The learner's own cards: writing, changing and deleting them, and taking many in at once.

They are studied, found and counted like those of the course. What is written on them is content;
deleting and tagging are events, so that undo takes them back like any other deed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import Moment
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.core.folding import fold
from mtdtutor.core.ids import OWN_PREFIX, is_own
from mtdtutor.progress.events import CardActionEvent
from mtdtutor.storage import content, events, own_cards
from mtdtutor.storage import memory as memories
from mtdtutor.storage.database import Connection, Database
from mtdtutor.storage.own_cards import OwnCard, Written
from mtdtutor.study.fold import Acted, ActionKind, act
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorder, Stepped

Report = Callable[[int, int], None]
Kind = Literal["forward", "both", "cloze", "typed"]
KINDS: Final[tuple[Kind, ...]] = ("forward", "both", "cloze", "typed")
"""What can be written; ``both`` is a card for each way round."""
GAP: Final = "___"
LONGEST: Final = {"front": 1000, "back": 1000, "hint": 300, "accept": 200, "tag": 60}
"""The most letters of each part."""
MOST_ACCEPT: Final = 20
MOST_TAGS: Final = 20
_AT_ONCE: Final = 1000
EDITOR: Final = "editor"
IMPORT: Final = "import"
"""Reasons of tags that came with the card: undo takes back deeds, not writing."""


class Draft(NamedTuple):
    """A card as it is written.

    Attributes:
        topic: Id of a topic of the course.
        kind: One of ``KINDS``.
        front: The question; of a cloze card a text with one gap ``___``.
        back: The answer; of a cloze card what belongs into the gap.
        hint: A nudge towards the answer.
        accept: Other answers that count as right where the answer is typed.
        tags: Words to find it by.
    """

    topic: str
    kind: Kind
    front: str
    back: str
    hint: str = ""
    accept: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Saved(NamedTuple):
    """What was written: ids of cards, and what that touched."""

    cards: tuple[str, ...]
    changes: Changes


class OwnCardService:
    """Cards that the learner writes."""

    def __init__(self, db: Database, recorder: Recorder) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db
        self._recorder = recorder

    def find(self, learner: str, card: str) -> Draft | None:
        """Return a card as it was written; None if the learner wrote none of that id."""
        with self._db.read() as conn:
            found = own_cards.find(conn, learner, card)
            state = memories.load(conn, learner, card)
        if found is None or state is None:
            return None
        kind = next((each for each in KINDS if each == found.kind), KINDS[0])
        return Draft(
            found.topic, kind, found.front, found.back, found.hint, found.accept, state.marks.tags
        )

    def everything(self, learner: str) -> list[OwnCard]:
        """Return the learner's cards in the order they were written."""
        with self._db.read() as conn:
            return own_cards.everything(conn, learner)

    def number(self, learner: str) -> int:
        """Return how many cards the learner has written."""
        with self._db.read() as conn:
            return own_cards.number(conn, learner)

    def add(self, learner: str, draft: Draft) -> Saved:
        """Write a new card, or two that ask both ways.

        Raises:
            KnownError: ``own-card-empty``, ``own-card-long``, ``own-card-gap``, or it could not be
                saved; nothing was written.
        """
        clean = cleaned(draft)
        check(clean)
        return self._write(learner, [clean], EDITOR, None)

    def change(self, learner: str, card: str, draft: Draft) -> Changes:
        """Write a card anew. What is known of the learner's memory of it stays.

        Raises:
            KnownError: See ``add``; the card stays as it was.
        """
        clean = cleaned(draft)
        check(clean)
        with self._db.write() as conn:
            before = own_cards.find(conn, learner, card)
            if before is None:
                raise BugError(f"the learner wrote no card {card}")
            kind = _one_way(clean.kind)
            # Which way round a card asks is a word for people: its sides stay where they are.
            stays = before.kind == "reverse" and kind == "forward"
            new = before._replace(
                topic=clean.topic,
                kind=before.kind if stays else kind,
                front=clean.front,
                back=clean.back,
                hint=clean.hint,
                accept=clean.accept,
            )
            when = self._recorder.scope(conn, learner).when
            own_cards.change(conn, new, Written(learner, when.at_ms))
            self._retag(conn, learner, card, clean.tags, when)
        return Changes.CARDS | Changes.REVIEWS

    def delete(self, learner: str, cards: Iterable[str]) -> Stepped:
        """Delete cards, as one step that undo takes back whole; those of the course stay.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        own = [card for card in cards if is_own(card)]
        recorder = self._recorder
        return recorder.act_many(learner, recorder.new_id(), own, ActionKind.DELETE)

    def topic_words(self) -> dict[str, str]:
        """Return ids of topics by the folded words that name them: id, number, name."""
        with self._db.read() as conn:
            topics = content.topics(conn)
        words: dict[str, str] = {}
        for topic in topics:
            names = [topic.id, *topic.name.values()]
            names += [topic.number, f"Track {topic.number}"] if topic.number else []
            words |= dict.fromkeys(map(fold, names), topic.id)
        return words

    def take_in(self, learner: str, drafts: Sequence[Draft], report: Report | None = None) -> Saved:
        """Write many cards at once, all or none.

        Args:
            learner: Whose.
            drafts: Cards that ``check`` accepts.
            report: Called with what is written and the total; it counts when all is.

        Raises:
            KnownError: It could not be saved; nothing was.
        """
        return self._write(learner, drafts, IMPORT, self._recorder.new_id(), report)

    def _write(
        self,
        learner: str,
        drafts: Sequence[Draft],
        reason: str,
        step: str | None,
        report: Report | None = None,
    ) -> Saved:
        cards: list[OwnCard] = []
        tagged: list[tuple[OwnCard, tuple[str, ...]]] = []
        for draft in drafts:
            made = self._cards_of(draft)
            cards += made
            tagged += [(each, draft.tags) for each in made if draft.tags]
        with self._db.write() as conn:
            when = self._recorder.scope(conn, learner).when
            for place in range(0, len(cards), _AT_ONCE):
                chunk = cards[place : place + _AT_ONCE]
                own_cards.add(conn, chunk, Written(learner, when.at_ms, step))
                if report is not None:
                    report(place + len(chunk), len(cards))
            _tag_new(conn, learner, tagged, when, reason)
        changes = Changes.CARDS | Changes.REVIEWS if cards else Changes.NONE
        return Saved(tuple(each.id for each in cards), changes)

    def _cards_of(self, draft: Draft) -> list[OwnCard]:
        first = self._new_card()
        sides, kind = (draft.front, draft.back), _one_way(draft.kind)
        made = [OwnCard(first, first, draft.topic, kind, *sides, draft.hint, draft.accept)]
        if draft.kind == "both":
            # The hint leads to the answer, which is the question of the other one.
            made.append(OwnCard(self._new_card(), first, draft.topic, "reverse", *sides[::-1]))
        return made

    def _new_card(self) -> str:
        return f"{OWN_PREFIX}{self._recorder.new_id()}"

    def _retag(
        self, conn: Connection, learner: str, card: str, tags: Sequence[str], when: Moment
    ) -> None:
        state = memories.load(conn, learner, card)
        if state is None:
            raise BugError(f"the learner wrote no card {card}")
        before = state.marks.tags
        deeds = [Acted(ActionKind.UNTAG, when, tag) for tag in before if tag not in tags]
        deeds += [Acted(ActionKind.TAG, when, tag) for tag in tags if tag not in before]
        marks = state.marks
        for deed in deeds:
            marks = act(state.memory, marks, deed)[1]
        written = [
            CardActionEvent(
                0, self._recorder.new_id(), learner, *when, "", deed.kind, card, state.fact,
                state.topic, deed.value, EDITOR,
            )
            for deed in deeds
        ]  # fmt: skip
        events.append_many(conn, written)
        memories.save(conn, learner, card, state.memory, marks)


def _one_way(kind: Kind) -> str:
    return "forward" if kind == "both" else kind


def _tag_new(
    conn: Connection,
    learner: str,
    tagged: Sequence[tuple[OwnCard, tuple[str, ...]]],
    when: Moment,
    reason: str,
) -> None:
    """Put tags on cards that nobody has met."""
    written = [
        CardActionEvent(
            0, str(uuid.uuid5(uuid.UUID(card.id[len(OWN_PREFIX) :]), tag)), learner, *when, "",
            ActionKind.TAG, card.id, card.fact, card.topic, tag, reason,
        )
        for card, tags in tagged
        for tag in tags
    ]  # fmt: skip
    events.append_many(conn, written)
    for card, tags in tagged:
        marks = NO_MARKS._replace(tags=tuple(sorted(set(tags))))
        memories.save(conn, learner, card.id, NEW_MEMORY, marks)


def cleaned(draft: Draft) -> Draft:
    """Return a draft without spaces at its ends, empty variants and doubled tags."""
    accept = dict.fromkeys(words for each in draft.accept if (words := each.strip()))
    tags = dict.fromkeys(words for each in draft.tags if (words := clean_tag(each)))
    return draft._replace(
        front=draft.front.strip(),
        back=draft.back.strip(),
        hint=draft.hint.strip(),
        accept=tuple(accept),
        tags=tuple(sorted(tags)),
    )


def clean_tag(tag: str) -> str:
    """Return a tag as it is kept: without quotation marks, one space between words."""
    return " ".join(tag.replace('"', " ").split())


def check(draft: Draft) -> None:
    """Refuse a draft that is no card.

    Raises:
        KnownError: ``own-card-empty``, ``own-card-long``, ``own-card-gap``, ``own-card-many``.
    """
    if not draft.front or not draft.back:
        raise KnownError("own-card-empty")
    parts = [("front", draft.front), ("back", draft.back), ("hint", draft.hint)]
    parts += [("accept", each) for each in draft.accept]
    parts += [("tag", each) for each in draft.tags]
    for name, words in parts:
        if len(words) > LONGEST[name]:
            raise KnownError("own-card-long", limit=LONGEST[name], text=f"{words[:40]}…")
    if len(draft.accept) > MOST_ACCEPT or len(draft.tags) > MOST_TAGS:
        raise KnownError("own-card-many", accept=MOST_ACCEPT, tags=MOST_TAGS)
    if draft.kind == "cloze" and draft.front.count(GAP) != 1:
        raise KnownError("own-card-gap", gap=GAP)
