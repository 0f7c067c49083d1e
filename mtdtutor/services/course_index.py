"""Every line of the library, folded once, with the learner's own words laid over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from mtdtutor.core.folding import fold
from mtdtutor.course.bank import Entity, Fact, Source, text_in
from mtdtutor.course.nodes import Text
from mtdtutor.services.citing import source_line
from mtdtutor.services.course_reader import reading_order
from mtdtutor.services.course_views import KINDS, OWN, Row, TopicChoice
from mtdtutor.services.querying import ENTITY, KIND, LEVEL, SKILL, TAG, TOPIC, Filter, Line
from mtdtutor.services.searching import fold_entry, haystack
from mtdtutor.storage import content, library
from mtdtutor.storage.library import AskedLine

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection
    from mtdtutor.storage.own_cards import OwnCard

_TRACK: Final = "track"
_WITH_TRACKS: Final = frozenset({_TRACK, "system"})
# What these say is said by the entity itself, and would give a case away.
_ANSWERED: Final = frozenset({"faq", "scenario"})
_NO_ENTITY: Final = frozenset({"fact", "card", "question", "source", OWN})
_FACETS: Final = frozenset({KIND, TOPIC, LEVEL, SKILL})


class OwnWords(NamedTuple):
    """What a learner wrote on a card.

    Attributes:
        front: Their own wording of the front; empty where it is the course's.
        texts: Everything they wrote, the front too: note, wording, tags.
        tags: The tags, folded.
    """

    front: str
    texts: tuple[str, ...]
    tags: frozenset[str]


class _Thing(Protocol):
    """What every part of the course has."""

    @property
    def id(self) -> str: ...

    @property
    def topic(self) -> str: ...


class _Entry(NamedTuple):
    row: Row
    title: str
    hay: str
    level: str
    skill: str
    topics: AbstractSet[str]


class _Course(NamedTuple):
    entities: list[Entity]
    facts: list[Fact]
    cards: list[AskedLine]
    questions: list[AskedLine]
    sources: list[Source]


class CourseIndex:
    """The course to be searched: lines by their place in reading order.

    Attributes:
        topics: The topics in display order.
        topic_words: Ids of topics by the folded words that name them in a query.
    """

    def __init__(self, conn: Connection, language: str) -> None:
        """Read and fold the whole course.

        Args:
            conn: A connection.
            language: The language to search in.
        """
        topics = content.topics(conn)
        self.topics = tuple(TopicChoice(t.id, text_in(t.name, language)) for t in topics)
        self.topic_words = {fold(t.id): t.id for t in topics}
        self.topic_words |= {fold(t.number): t.id for t in topics if t.number}
        course = _Course(
            content.entities(conn),
            content.facts(conn),
            library.card_lines(conn),
            library.question_lines(conn),
            content.sources(conn),
        )
        entries = _entries(course, self.topics, language)
        self._rows = [entry.row for entry in entries]
        self._titles = [entry.title for entry in entries]
        self._hays = [entry.hay for entry in entries]
        self._facets = _facets(entries)
        present = {list_kind(row.kind) for row in self._rows}
        self._kinds = present
        self._place = {row.id: n for n, row in enumerate(self._rows) if row.kind == "card"}
        self._cards = _cards_behind(course)
        self._topic_names = {topic.id: topic.name for topic in self.topics}
        self._shown, self._found_by = self._rows, self._hays
        self._own_cards: Sequence[OwnCard] = ()
        self._own_lines: list[_Entry] = []
        self._own_titles: list[str] = []
        self._own_place: dict[str, int] = {}
        self._own_facets: dict[tuple[str, str], frozenset[int]] = {}
        self._own_folded: dict[OwnCard, _Entry] = {}
        self._tagged: dict[str, frozenset[int]] = {}
        self._folded: dict[OwnWords, str] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds there is anything of, as members of ``KINDS``."""
        own = {OWN} if self._own_place else set()
        return tuple(kind for kind in KINDS if kind in self._kinds | own)

    def lay_over(self, own: Mapping[str, OwnWords], cards: Sequence[OwnCard] = ()) -> None:
        """Let cards be found by what a learner wrote on them, in place of an earlier learner's.

        Args:
            own: What they wrote on cards, by card.
            cards: The cards they wrote, which come after everything of the course.
        """
        if cards is not self._own_cards:
            self._read_own(cards)
        entries = self._own_lines
        rows = [*self._rows, *(entry.row for entry in entries)]
        hays = [*self._hays, *(entry.hay for entry in entries)]
        places = self._place | self._own_place
        tagged: dict[str, set[int]] = defaultdict(set)
        folded: dict[OwnWords, str] = {}
        for card, words in own.items():
            place = places.get(card)
            if place is None:
                continue
            # Folding is most of the work, and most notes are what they were.
            folded[words] = self._folded.get(words) or haystack(*words.texts)
            hays[place] += f"|{folded[words]}"
            if words.front:
                rows[place] = rows[place]._replace(title=words.front)
            for tag in words.tags:
                tagged[tag].add(place)
        self._shown, self._found_by, self._folded = rows, hays, folded
        self._tagged = {tag: frozenset(places) for tag, places in tagged.items()}

    def _read_own(self, cards: Sequence[OwnCard]) -> None:
        """Make lines for the cards a learner wrote; only those that are new are folded."""
        folded = {
            card: self._own_folded.get(card) or _own_entry(card, self._topic_names)
            for card in cards
        }
        entries = list(folded.values())
        first = len(self._rows)
        self._own_folded = folded
        self._own_titles = [entry.title for entry in entries]
        self._own_place = {entry.row.id: n for n, entry in enumerate(entries, start=first)}
        self._own_facets = _facets(entries, first)
        self._own_cards, self._own_lines = cards, entries

    def find(self, line: Line, in_state: Callable[[str], AbstractSet[str]]) -> list[Row]:
        """Return what fits, the best fit first; in reading order where no words are asked for.

        Args:
            line: The query.
            in_state: Gives the ids of the cards that are in a state.
        """
        found = self._filtered(line.filters, in_state)
        hays, query = self._found_by, line.text
        for needle in query.needles:
            found = [place for place in found if needle in hays[place]]
        for needle in query.without:
            found = [place for place in found if needle not in hays[place]]
        if query.needles:
            found = self._ranked(found, line)
        shown = self._shown
        return [shown[place] for place in found]

    def cards_behind(self, rows: Iterable[Row]) -> tuple[str, ...]:
        """Return the cards that lines of the list stand for, each once.

        A card stands for itself, a fact or a question for the cards of the fact, a track for the
        cards of its topic, anything else for the cards on its facts. A source stands for none.
        """
        cards: dict[str, None] = {}
        for row in rows:
            if row.kind == OWN:
                cards[row.id] = None
                continue
            key = (list_kind(row.kind), row.topic if row.kind in _WITH_TRACKS else row.id)
            cards.update(dict.fromkeys(self._cards.get(key, ())))
        return tuple(cards)

    def _filtered(
        self, filters: Sequence[Filter], in_state: Callable[[str], AbstractSet[str]]
    ) -> Sequence[int]:
        if not filters:
            return range(len(self._shown))
        found = set(range(len(self._shown)))
        own_facets, own_place = self._own_facets, self._own_place
        for each in filters:
            if each.key in _FACETS:
                key = each.key, each.value
                fitting = self._facets.get(key, frozenset()) | own_facets.get(key, frozenset())
            elif each.key == TAG:
                fitting = self._tagged.get(each.value, frozenset())
            else:
                cards = in_state(each.value)
                fitting = frozenset(
                    place[card]
                    for place in (self._place, own_place)
                    for card in cards
                    if card in place
                )
            found = found - fitting if each.without else found & fitting
        return sorted(found)

    def _ranked(self, found: Sequence[int], line: Line) -> list[int]:
        rank, hays = line.text.rank, self._found_by
        titles = [*self._titles, *self._own_titles]
        ranks = {place: rank(titles[place], hays[place]) for place in found}
        return sorted(found, key=ranks.__getitem__)


def list_kind(kind: str) -> str:
    """Return the kind a line is listed under: the whole system goes with the tracks."""
    return _TRACK if kind in _WITH_TRACKS else kind


def _own_entry(card: OwnCard, topic_names: Mapping[str, str]) -> _Entry:
    row = Row(OWN, card.id, card.front, card.topic, topic_names.get(card.topic, ""))
    texts = fold_entry(card.front, card.back, card.hint, *card.accept)
    return _Entry(row, *texts, "", "", frozenset((card.topic,)))


def _facets(entries: Sequence[_Entry], first: int = 0) -> dict[tuple[str, str], frozenset[int]]:
    """Return the places of lines, counted from the first, by each thing that filters ask for."""
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place, entry in enumerate(entries, start=first):
        kind = list_kind(entry.row.kind)
        places[KIND, kind].add(place)
        if kind not in _NO_ENTITY:
            places[KIND, ENTITY].add(place)
        places[LEVEL, entry.level].add(place)
        places[SKILL, entry.skill].add(place)
        for topic in entry.topics:
            places[TOPIC, topic].add(place)
    return {key: frozenset(found) for key, found in places.items()}


def _cards_behind(course: _Course) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the ids of cards by kind and id of what stands for them; a track by its topic."""
    cards: dict[tuple[str, str], list[str]] = defaultdict(list)
    entity_of = {fact.id: fact.entity for fact in course.facts}
    kind_of = {entity.id: list_kind(entity.kind) for entity in course.entities}
    for card in course.cards:
        cards["card", card.id].append(card.id)
        cards["fact", card.fact].append(card.id)
        cards[_TRACK, card.topic].append(card.id)
        about = entity_of.get(card.fact, "")
        if kind_of.get(about, _TRACK) != _TRACK:
            cards[kind_of[about], about].append(card.id)
    for question in course.questions:
        cards["question", question.id] = cards.get(("fact", question.fact), [])
    return {key: tuple(found) for key, found in cards.items()}


def _texts(entity: Entity) -> tuple[Text, ...]:
    """Return what an entity is called in the list, and what else it is found by.

    The name of a case is the beginning of its text, cut: the list cuts where its own room ends.
    """
    if entity.kind == "scenario":
        return (entity.text, *entity.aliases)
    return (entity.name, *entity.aliases, entity.text)


def _entries(course: _Course, topics: Sequence[TopicChoice], language: str) -> list[_Entry]:
    """Return the lines of the list in reading order."""
    names = {topic.id: topic.name for topic in topics}
    order = {topic.id: place for place, topic in enumerate(topics)}
    answered = {entity.id for entity in course.entities if entity.kind in _ANSWERED}
    facts = sorted(course.facts, key=lambda fact: reading_order(fact.slot))
    level = {fact.id: fact.level for fact in facts}

    def entry(kind: str, thing: _Thing, *texts: Text, of: str = "", skill: str = "") -> _Entry:
        title, *more = (text_in(text, language) for text in texts)
        row = Row(kind, thing.id, title, thing.topic, names.get(thing.topic, ""))
        topic = frozenset((thing.topic,))
        return _Entry(row, *fold_entry(title, *more), level.get(of, ""), skill, topic)

    found = [
        *(entry(e.kind, e, *_texts(e)) for e in course.entities),
        *(entry("fact", f, f.text, of=f.id) for f in facts if f.entity not in answered),
        *(entry("card", c, *c.texts, of=c.fact, skill=c.skill) for c in course.cards),
        *(entry("question", q, *q.texts, of=q.fact, skill=q.skill) for q in course.questions),
    ]

    def place(found: _Entry) -> tuple[int, int]:
        return KINDS.index(list_kind(found.row.kind)), order.get(found.row.topic, len(order))

    return [*sorted(found, key=place), *_sources(course.sources, facts, language)]


def _sources(works: Sequence[Source], facts: Sequence[Fact], language: str) -> list[_Entry]:
    """Return the works, by author; the topics of a work are those of the facts resting on it."""
    topics: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for cite in fact.cites:
            topics[cite.source].add(fact.topic)
    lines = sorted(
        ((source_line(work, "", language), work.id) for work in works),
        key=lambda pair: (fold(pair[0].author), pair[0].year, fold(pair[0].title)),
    )
    found = []
    for line, work in lines:
        title = f"{line.author} ({line.year}). {line.title}"
        row = Row("source", work, title, "", "")
        found.append(_Entry(row, *fold_entry(title, line.title, line.place), "", "", topics[work]))
    return found
