"""One sitting with the cards: what comes next, while learning steps run out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from mtdtutor.study.memory import Memory

LEARN_AHEAD_MS: Final = 20 * 60_000


class Phase(StrEnum):
    """Where the study page stands; guards against keys that come too early or twice."""

    QUESTION = "question"
    ANSWER = "answer"
    SAVING = "saving"
    DONE = "done"


class Session:
    """The line of one study day.

    A card in a learning step comes as soon as its time is up, before the line goes on. When the
    line is empty, a step that ends within twenty minutes is taken early instead of making the
    learner wait.
    """

    def __init__(self, line: Iterable[str], learning: Mapping[str, int]) -> None:
        """Start with a line of card ids and, by card id, when each step ends (UTC ms)."""
        # A line of tens of thousands loses cards from its middle: neither walked nor copied.
        self._line = OrderedDict.fromkeys(line)
        self._learning = dict(learning)
        self._shown: str | None = None

    @property
    def shown(self) -> str | None:
        """The card on the table, None between cards."""
        return self._shown

    def next(self, now_ms: int) -> str | None:
        """Return the card to show; the same one until it is answered or dropped.

        Args:
            now_ms: UTC milliseconds.

        Returns:
            A card id, or None when nothing is left within the next twenty minutes.
        """
        if self._shown is None:
            self._shown = self._take(now_ms)
        return self._shown

    def answered(self, card: str, memory: Memory) -> None:
        """Note that a card was graded and what became of it."""
        self.drop(card)
        if memory.due_ms is not None:
            self._learning[card] = memory.due_ms

    def drop(self, card: str) -> None:
        """Take a card out of the sitting, as burying and suspending do."""
        if self._shown == card:
            self._shown = None
        self._learning.pop(card, None)
        self._line.pop(card, None)

    def put_back(self, card: str) -> None:
        """Put a card on the table again after undo; the one that lay there is next."""
        before = self._shown
        self.drop(card)
        if before is not None and before != card:
            self._line[before] = None
            self._line.move_to_end(before, last=False)
        self._shown = card

    def put_last(self, card: str) -> None:
        """Let a card come once more, after all others."""
        self._line[card] = None

    def waiting(self) -> list[str]:
        """Return the cards in the line and in steps, and the one on the table."""
        shown = [] if self._shown is None else [self._shown]
        return [*shown, *self._line, *self._learning]

    def remaining(self, now_ms: int) -> int:
        """Return how many cards are still to come, the shown one included."""
        return (
            len(self._line)
            + (self._shown is not None)
            + sum(due <= now_ms + LEARN_AHEAD_MS for due in self._learning.values())
        )

    @property
    def in_steps(self) -> frozenset[str]:
        """The cards in a learning step, without the one on the table."""
        return frozenset(self._learning)

    def next_due_ms(self) -> int | None:
        """Return when the first learning step ends (UTC ms), None when no card is in a step."""
        return min(self._learning.values(), default=None)

    def _take(self, now_ms: int) -> str | None:
        first = min(self._learning.items(), key=lambda item: (item[1], item[0]), default=None)
        if first is not None and first[1] <= now_ms:
            return self._from_learning(first[0])
        if self._line:
            return self._line.popitem(last=False)[0]
        if first is not None and first[1] <= now_ms + LEARN_AHEAD_MS:
            return self._from_learning(first[0])
        return None

    def _from_learning(self, card: str) -> str:
        del self._learning[card]
        return card
