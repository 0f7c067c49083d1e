"""Wrong options shared out so that each value of a closed set is one equally often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_NOBODY: Final = ""


def shared_out(nearest: Mapping[str, Sequence[str]], times: int) -> dict[str, list[str]]:
    """Return the wrong options that each question shows first.

    If only the nearest were shown, some value would be wrong nowhere and so be right whenever it
    is offered. Here each value is wrong once in each round, and never twice beside the same one.
    In each round the farthest option of all is as near as it can be (Kuhn's augmenting paths, with
    the candidates of every question let in one by one). Where a set is too small for a further
    round, the rounds so far stand.

    Args:
        nearest: By question, its wrong options, the nearest first. Every value has a question of
            the same id, or is an option only.
        times: Rounds, that is, wrong options for each question.
    """
    given: dict[str, list[str]] = {question: [] for question in nearest}
    for _ in range(times):
        left = {
            question: [one for one in options if one not in given[question]]
            for question, options in nearest.items()
        }
        matched = _matching(left)
        if len(matched) < len(nearest):
            break
        for question, option in matched.items():
            given[question].append(option)
    return given


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
