"""Sentences at odds with the reviewed knowledge base."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mtdtutor.course.build.ingest.candidates import Candidate
from mtdtutor.course.build.ingest.claims import Claim, claims, negated, tokens
from mtdtutor.course.build.ingest.statements import Statement
from mtdtutor.course.build.knowledge import Knowledge

_ALIKE: Final = 0.5
"""Least share of a false statement, by weight, that a sentence repeats."""
_NEARLY_ALL: Final = 0.8
"""The same, where a single word tells the false statement from the truth."""
_TELLING: Final = 0.6
"""Least share, by weight, of the words that make a statement false."""
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]+")


class _Falsehood(NamedTuple):
    """A statement that the knowledge base calls false.

    Attributes:
        fact: The fact that it gets wrong.
        says: What is true instead.
        words: Its stems.
        telling: Those that neither the fact nor the correction has.
        common: Those of them that are no names and no numbers: two sentences may share any number
            of these and speak of different things.
        denies: Whether it is a denial.
    """

    fact: str
    says: str
    words: frozenset[str]
    telling: frozenset[str]
    common: frozenset[str]
    denies: bool


class KnowledgeCheck:
    """Compares sentences with a knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._falsehoods = list(_falsehoods(knowledge))
        truths = [frozenset(tokens(fact.text)) for fact in knowledge.facts]
        counts = Counter(word for words in truths for word in words)
        counts.update(word for each in self._falsehoods for word in each.words)
        total = len(truths) + len(self._falsehoods)
        self._weights = {word: math.log((total + 1) / times) for word, times in counts.items()}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for index, each in enumerate(self._falsehoods):
            for word in sorted(each.telling):
                self._by_word[word].append(index)
        self._claims: dict[tuple[str, tuple[str, ...]], tuple[Claim, str, str]] = {}
        for fact in knowledge.facts:
            if not fact.contested:
                for claim in claims(fact.text):
                    self._claims.setdefault((claim.kind, claim.key), (claim, fact.id, fact.text))

    def candidates(self, found: Iterable[Statement]) -> Iterator[Candidate]:
        """Yield every sentence at odds with the knowledge base, and the fact it is at odds with."""
        for statement in found:
            text = statement.sentence.text
            at_odds = self._false_claim(text) or self._falsehood(text)
            if at_odds is not None:
                fact, says = at_odds
                yield statement.candidate(
                    "conflict",
                    "medium",
                    kind="knowledge",
                    note="At odds with the knowledge base.",
                    fact=fact,
                    other_text=says,
                )

    def _false_claim(self, text: str) -> tuple[str, str] | None:
        for claim in claims(text):
            known = self._claims.get((claim.kind, claim.key))
            if known is not None and not known[0].value & claim.value:
                return known[1], known[2]
        return None

    def _falsehood(self, text: str) -> tuple[str, str] | None:
        """Return the best match among what is known to be false."""
        words = frozenset(tokens(text))
        near = sorted({index for word in words for index in self._by_word.get(word, ())})
        denies = negated(text)
        best: tuple[float, _Falsehood] | None = None
        for index in near:
            each = self._falsehoods[index]
            if each.denies is not denies:
                continue
            telling = self._share(words, each.telling)
            alike = self._share(words, each.words)
            common = len(words & each.common)
            least = _ALIKE if common >= 2 else _NEARLY_ALL
            if common == 0 or telling < _TELLING or alike < least:
                continue
            if best is None or alike > best[0]:
                best = (alike, each)
        return None if best is None else (best[1].fact, best[1].says)

    def _share(self, words: frozenset[str], of: frozenset[str]) -> float:
        """Return how much of some stems a sentence has, by weight."""
        whole = sum(self._weights[word] for word in sorted(of))
        return sum(self._weights[word] for word in sorted(of & words)) / whole if whole else 0.0


def _falsehoods(knowledge: Knowledge) -> Iterator[_Falsehood]:
    for fact in knowledge.facts:
        for statement in fact.statement:
            if statement.answer or fact.contested:
                continue
            says = statement.correction or fact.text
            words = frozenset(tokens(statement.text))
            telling = words - frozenset(tokens(says)) - frozenset(tokens(fact.text))
            names = frozenset(tokens(" ".join(_NAME.findall(statement.text))))
            numbers = frozenset(word for word in words if word[0].isdecimal())
            # Whose model it is, a page on that model seldom repeats.
            frame = words - (names - telling)
            common = telling - names - numbers
            yield _Falsehood(fact.id, says, frame, telling, common, negated(statement.text))
