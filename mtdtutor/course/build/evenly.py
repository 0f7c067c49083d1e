"""Wrong options shared out so that each value of a closed set is one equally often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mtdtutor.course.build.difficulty import SHOWN
from mtdtutor.course.build.document import SingleQuestion

_NOBODY: Final = ""


def shared_out(nearest: Mapping[str, Sequence[str]], times: int) -> dict[str, list[str]]:
    """Return the wrong options that each question shows first.

    If only the nearest were shown, some value would be wrong nowhere and so be right whenever it
    is offered. Here each value is wrong once in each round, and never twice beside the same one.
    In each round the farthest option of all is as near as it can be (Kuhn's augmenting paths, with
    the candidates of every question let in one by one). A question for which a round has nothing
    left gets fewer.

    Args:
        nearest: By question, its wrong options, the nearest first.
        times: Rounds, that is, wrong options for each question.
    """
    given: dict[str, list[str]] = {question: [] for question in nearest}
    for _ in range(times):
        left = {
            question: [one for one in options if one not in given[question]]
            for question, options in nearest.items()
        }
        for question, option in _matching(left).items():
            given[question].append(option)
    return given


def shown_evenly(questions: Sequence[SingleQuestion]) -> list[SingleQuestion]:
    """Return questions on one set of names, the wrong options of each in another order.

    Those to be shown first are shared out; the others follow in their old order.
    """
    nearest = {
        question.id: [option.id for option in question.options if not option.correct]
        for question in questions
    }
    first = shared_out(nearest, SHOWN - 1)
    return [_led_by(question, first[question.id]) for question in questions]


def _led_by(question: SingleQuestion, first: Sequence[str]) -> SingleQuestion:
    ordered = sorted(
        question.options, key=lambda option: (not option.correct, option.id not in first)
    )
    return question.model_copy(update={"options": ordered})


def _matching(nearest: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return an option for each question, none twice; as many as there can be."""
    asked_by: dict[str, str] = {}
    for reach in range(1, max(map(len, nearest.values()), default=0) + 1):
        within = {question: options[:reach] for question, options in nearest.items()}
        for question in nearest:
            if question not in asked_by.values():
                _augment(question, within, asked_by, set())
    return {question: option for option, question in asked_by.items()}


def _augment(
    question: str,
    within: Mapping[str, Sequence[str]],
    asked_by: dict[str, str],
    tried: set[str],
) -> bool:
    """Give a question an option, moving others to further ones of theirs if need be."""
    for option in within[question]:
        if option in tried:
            continue
        tried.add(option)
        holder = asked_by.get(option, _NOBODY)
        if holder == _NOBODY or _augment(holder, within, asked_by, tried):
            asked_by[option] = question
            return True
    return False
