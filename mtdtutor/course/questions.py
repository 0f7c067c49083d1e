"""The questions of the bank at run time: values of every type, and their reader."""

from __future__ import annotations

from typing import Final, NamedTuple

from mtdtutor.course.nodes import Node, Text
from mtdtutor.course.soundness import check_answerable

SKILLS: Final = ("name", "define", "classify", "compare", "context")
QUESTION_TYPES: Final = (
    "single",
    "multiple",
    "true_false",
    "matching",
    "ordering",
    "cloze",
    "typed",
    "explain",
)


class Option(NamedTuple):
    """An answer to choose; ``entity`` is what choosing it would name, for the confusion report."""

    id: str
    text: Text
    correct: bool
    why: Text
    entity: str | None


class Pair(NamedTuple):
    """A left side and the right side that belongs to it."""

    id: str
    left: Text
    right: Text


class Step(NamedTuple):
    """A member of an ordering, or a right side of a matching that fits no left one."""

    id: str
    text: Text


class Gap(NamedTuple):
    """A gap in a sentence: the answers it accepts, and what to choose from where given.

    The right option's text is one of the accepted answers.
    """

    id: str
    accept: tuple[Text, ...]
    options: tuple[Option, ...]


class Point(NamedTuple):
    """Something a free explanation should mention, and the fact it stands on."""

    text: Text
    fact: str


class Question(NamedTuple):
    """A recognition prompt.

    Which of the last fields are filled depends on ``type``: ``options`` and ``show`` (how many
    are shown at once, the key included) for single and multiple; ``answer`` and ``correction``
    for true_false; ``pairs`` and ``extra`` for matching; ``sequence`` (in the right order) for
    ordering; ``gaps`` for cloze and typed; ``points`` and ``model`` for explain. ``fact`` is what
    it asks for; ``also`` names further facts it needs, empty when one fact decides it.
    ``difficulty`` is in logits, 0 being an even chance for an average learner who cannot guess.
    """

    id: str
    rev: int
    template: str
    type: str
    fact: str
    also: tuple[str, ...]
    topic: str
    skill: str
    stems: tuple[Text, ...]
    difficulty: float
    explanation: Text
    options: tuple[Option, ...]
    show: int
    answer: bool | None
    correction: Text | None
    pairs: tuple[Pair, ...]
    extra: tuple[Step, ...]
    sequence: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    points: tuple[Point, ...]
    model: Text | None


def _option(node: Node) -> Option:
    return Option(
        id=node.string("id"),
        text=node.text("text"),
        correct=node.flag("correct"),
        why=node.text("why"),
        entity=node.maybe_string("entity"),
    )


def _pair(node: Node) -> Pair:
    return Pair(id=node.string("id"), left=node.text("left"), right=node.text("right"))


def _step(node: Node) -> Step:
    return Step(id=node.string("id"), text=node.text("text"))


def _gap(node: Node) -> Gap:
    return Gap(
        id=node.string("id"),
        accept=node.texts("accept"),
        options=node.maybe_children("options", _option),
    )


def _point(node: Node) -> Point:
    return Point(text=node.text("text"), fact=node.string("fact"))


def read_question(node: Node) -> Question:
    """Return a question from its place in the file.

    Raises:
        NodeError: A field is missing or ill-typed, or nobody could answer it.
    """
    kind = node.one_of("type", frozenset(QUESTION_TYPES))
    chosen = kind in ("single", "multiple")
    question = Question(
        id=node.string("id"),
        rev=node.integer("rev"),
        template=node.string("template"),
        type=kind,
        fact=node.string("fact"),
        also=node.strings("also"),
        topic=node.string("topic"),
        skill=node.one_of("skill", frozenset(SKILLS)),
        stems=node.texts("stems"),
        difficulty=node.number("difficulty"),
        explanation=node.text("explanation"),
        options=node.children("options", _option) if chosen else (),
        show=node.integer("show") if chosen else 0,
        answer=node.flag("answer") if kind == "true_false" else None,
        correction=node.maybe_text("correction") if kind == "true_false" else None,
        pairs=node.children("pairs", _pair) if kind == "matching" else (),
        extra=node.maybe_children("extra", _step) if kind == "matching" else (),
        sequence=node.children("sequence", _step) if kind == "ordering" else (),
        gaps=node.children("gaps", _gap) if kind in ("cloze", "typed") else (),
        points=node.children("points", _point) if kind == "explain" else (),
        model=node.text("model") if kind == "explain" else None,
    )
    check_answerable(node, question)
    return question
