"""How alike topics are, which wrong options come first, and how hard a question is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.entries import Topic
from mtdtutor.course.build.knowledge import Knowledge

SHOWN: Final = 3
MOST_DISTRACTORS: Final = 5
_PLACES: Final = 2
_LIMIT: Final = 3.0


def similarity(kb: Knowledge, one: str, other: str) -> float:
    """Return how easily two topics are mixed up: 1 named as such, 0.5 over a third, 0 not."""
    first = kb.topic_by_id[one]
    second = kb.topic_by_id[other]
    if other in first.confusable or one in second.confusable:
        return 1.0
    return 0.5 if set(first.confusable) & set(second.confusable) else 0.0


def nearest_first(kb: Knowledge, topic: Topic, item: str) -> list[Topic]:
    """Return the other topics, the likeliest mix-ups first.

    First the topic's own confusions in their authored order, then those that name it, then the
    rest; what the order leaves open is decided by a hash of the item, so that a new topic moves
    nothing else.
    """

    def rank(other: Topic) -> tuple[float, float]:
        if other.id in topic.confusable:
            return (0.0, float(topic.confusable.index(other.id)))
        return (1.0 - similarity(kb, topic.id, other.id) / 2, stable_unit(item, other.id))

    return sorted((other for other in kb.topics if other.id != topic.id), key=rank)


def difficulty(
    base: float,
    alike: Sequence[float] = (),
    shown: int = SHOWN,
    *,
    typed: bool = False,
    negative: bool = False,
) -> float:
    """Return a question's difficulty in logits, rounded to two places.

    ``b = base + 0.8 (mean similarity - 0.5) + 0.25 (shown - 3) + 0.4 typed + 0.3 negative``,
    clamped to 3 either way. The two terms about options fall away where there are none.

    Args:
        base: Prior of the template.
        alike: Similarity to the key of each wrong option, 0 to 1.
        shown: Options shown at once.
        typed: The answer is typed.
        negative: The stem is negative.
    """
    value = base
    if alike:
        value += 0.8 * (sum(alike) / len(alike) - 0.5) + 0.25 * (shown - SHOWN)
    value += 0.4 * typed + 0.3 * negative
    return round(max(-_LIMIT, min(_LIMIT, value)), _PLACES) + 0.0
