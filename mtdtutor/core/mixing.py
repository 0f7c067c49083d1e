"""Mixing by topic: what is easily confused stands side by side, so that it is told apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, TypeVar

from mtdtutor.core.ids import stable_unit

Confusable = Mapping[str, Collection[str]]
"""For each topic the topics it is taken for."""

CONFUSABLE_WEIGHT: Final = 4
"""How much likelier a topic follows one it is confused with."""

T = TypeVar("T")


def mix_topics(
    members: Iterable[T],
    name: Callable[[T], str],
    topic: Callable[[T], str],
    confusable: Confusable,
    seed: int,
) -> list[T]:
    """Return members mixed by topic: no topic twice running where another is left.

    Args:
        members: What to mix.
        name: Gives a member's id, which alone decides its place within its topic.
        topic: Gives a member's topic.
        confusable: Topics that follow each other more often.
        seed: Changes the order; the same seed gives the same order.
    """
    waiting: dict[str, deque[T]] = {}
    for member in sorted(members, key=lambda each: (stable_unit(seed, name(each)), name(each))):
        waiting.setdefault(topic(member), deque()).append(member)
    mixed: list[T] = []
    last = ""
    while waiting:
        counts = {each: len(line) for each, line in waiting.items()}
        last = _next_topic(counts, last, confusable, (seed, len(mixed)))
        mixed.append(waiting[last].popleft())
        if not waiting[last]:
            del waiting[last]
    return mixed


def _next_topic(
    counts: Mapping[str, int], last: str, confusable: Confusable, seed: tuple[int, int]
) -> str:
    others = [topic for topic in counts if topic != last]
    if not others:
        return last
    largest = max(others, key=lambda topic: (counts[topic], topic))
    if 2 * counts[largest] > sum(counts.values()):
        return largest  # put off, it would have to follow itself

    def chance(topic: str) -> float:
        weight = counts[topic]
        if topic in confusable.get(last, ()):
            weight *= CONFUSABLE_WEIGHT
        return float(stable_unit(*seed, topic) ** (1 / weight))

    return max(others, key=lambda topic: (chance(topic), topic))
