"""T01 to T04: names, numbers and slogans of the tracks.

Each of these slots has one value for each track and no two are the same, so the value of any
other track is provably false. Each value is shown first as a wrong option equally often, so that
the options alone tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from mtdtutor.course.build.difficulty import (
    MOST_DISTRACTORS,
    SHOWN,
    difficulty,
    nearest_first,
    similarity,
)
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Fact, Topic
from mtdtutor.course.build.evenly import shared_out
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import (
    Target,
    Wrong,
    entity_of,
    explanation,
    scheme_topics,
    single,
    text,
    track_label,
)
from mtdtutor.course.build.words import stems as stems_of


class _Shape(NamedTuple):
    """One way to ask for a functional slot."""

    template: str
    base: float
    about: str  # the slot whose fact is asked for
    stems: Callable[[Topic, Fact, Fact], tuple[str, ...]]  # from topic, name and the fact
    answer: Callable[[Topic, Fact], str]  # from topic and the fact
    apart: bool  # the name and the value must share no word


class _Asked(NamedTuple):
    """A track with its name and the fact that is asked for."""

    topic: Topic
    name: Fact
    fact: Fact


def _number_stems(_topic: Topic, name: Fact, _number: Fact) -> tuple[str, ...]:
    return (
        f"In the nine-track scheme, which track is called “{name.value}”?",
        f"Which track of the nine-track scheme has the name “{name.value}”?",
        f"“{name.value}” is the name of which track in the nine-track scheme?",
    )


def _name_stems(topic: Topic, _name: Fact, _same: Fact) -> tuple[str, ...]:
    return (
        f"In the nine-track scheme, what is Track {topic.number} called?",
        f"Which name does Track {topic.number} have in the nine-track scheme?",
        f"The nine-track scheme gives Track {topic.number} which name?",
    )


def _slogan_to_track_stems(_topic: Topic, _name: Fact, slogan: Fact) -> tuple[str, ...]:
    return (
        f"In the nine-track scheme, which track is peacemaking through {slogan.value}?",
        f"Which track of the nine-track scheme stands for peacemaking through {slogan.value}?",
        f"“Peacemaking through {slogan.value}” is which track in the nine-track scheme?",
    )


def _track_to_slogan_stems(topic: Topic, name: Fact, _slogan: Fact) -> tuple[str, ...]:
    track = track_label(topic, name)
    return (
        f"In the nine-track scheme, {track} is peacemaking through what?",
        f"Through what does {track} make peace, by its second name in the nine-track scheme?",
        f"Which words complete “peacemaking through …” for {track} in the nine-track scheme?",
    )


def _track(topic: Topic, _fact: Fact) -> str:
    return f"Track {topic.number}"


def _title(topic: Topic, _fact: Fact) -> str:
    return topic.name


def _value(_topic: Topic, fact: Fact) -> str:
    return str(fact.value)


_T01: Final = _Shape("t01", -1.2, "number", _number_stems, _track, apart=False)
_T02: Final = _Shape("t02", -1.0, "name", _name_stems, _value, apart=False)
_T03: Final = _Shape("t03", -0.6, "slogan", _slogan_to_track_stems, _title, apart=True)
_T04: Final = _Shape("t04", -0.4, "slogan", _track_to_slogan_stems, _value, apart=True)


def t01_which_number(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each track: which track has this name?"""
    return _questions(kb, _T01)


def t02_which_name(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each track: what is it called?"""
    return _questions(kb, _T02)


def t03_slogan_to_track(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each track: which one is peacemaking through this?"""
    return _questions(kb, _T03)


def t04_track_to_slogan(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each track: peacemaking through what is it?"""
    return _questions(kb, _T04)


def gives_itself_away(name: Fact, slogan: Fact) -> bool:
    """Return whether a track's name and slogan share a word, so that one betrays the other."""
    return bool(stems_of(str(name.value)) & stems_of(str(slogan.value)))


def _questions(kb: Knowledge, shape: _Shape) -> list[SingleQuestion]:
    asked = {
        topic.id: _Asked(topic, name, fact)
        for topic in scheme_topics(kb)
        if (name := kb.functional(topic, "name")) is not None
        and (fact := kb.functional(topic, shape.about)) is not None
        and not (shape.apart and gives_itself_away(name, fact))
    }
    lures = {topic: list(_siblings(kb, shape, one.topic)) for topic, one in asked.items()}
    first = shared_out(
        {topic: [lure.id for lure in found] for topic, found in lures.items()}, SHOWN - 1
    )
    return [
        _question(kb, shape, one, _in_turn(lures[topic], first[topic]))
        for topic, one in asked.items()
        if len(lures[topic]) >= SHOWN - 1
    ]


def _question(
    kb: Knowledge, shape: _Shape, asked: _Asked, wrong: Sequence[Wrong]
) -> SingleQuestion:
    topic, name, fact = asked
    key = OptionEntry(
        id=topic.id,
        text=text(kb, shape.answer(topic, fact)),
        correct=True,
        why=text(kb, fact.text),
        entity=entity_of(kb, topic.id),
    )
    return single(
        kb,
        shape.template,
        Target(fact.id, fact.rev, topic.id, "name"),
        shape.stems(topic, name, fact),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(shape.base, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
    )


def _siblings(kb: Knowledge, shape: _Shape, topic: Topic) -> Iterator[Wrong]:
    """Yield the values of the other tracks, the nearest first."""
    for other in nearest_first(kb, topic, f"{shape.template}:{topic.id}"):
        fact = kb.functional(other, shape.about)
        if other.in_scheme and fact is not None:
            alike = similarity(kb, topic.id, other.id)
            answer = shape.answer(other, fact)
            yield Wrong(other.id, answer, fact.text, entity_of(kb, other.id), alike)


def _in_turn(lures: Sequence[Wrong], first: Sequence[str]) -> list[Wrong]:
    """Return as many wrong options as are stored: those to show first, then the nearest."""
    ahead = sorted(lures, key=lambda lure: lure.id not in first)
    return ahead[:MOST_DISTRACTORS]
