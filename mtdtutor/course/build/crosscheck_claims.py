"""Checks of the claims of source documents: the course has an answer to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtdtutor.course.build.checker import Checker
from mtdtutor.course.build.problems import Problem

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge


def check_claims(knowledge: Knowledge) -> list[Problem]:
    """Return every claim that nothing teaches, corrects or attributes and that nobody left out."""
    return list(_Claims(knowledge).claims())


class _Claims(Checker):
    """The claims beside the facts that answer them."""

    def claims(self) -> Iterator[Problem]:
        documents = frozenset(document.id for document in self.kb.documents)
        facts = frozenset(self.kb.fact_by_id) | {
            *(f"{faq.id}:answer" for faq in self.kb.faqs),
            *(f"{case.id}:topic" for case in self.kb.scenarios),
        }
        for claim in self.kb.claims:
            entry = ("claim", claim.id)
            yield from self.known(entry, "document", (claim.document,), documents)
            yield from self.known(entry, "facts", claim.facts, facts)
            yield from self.once(entry, "facts", claim.facts)
            if claim.verdict == "left-out":
                if claim.reason is None:
                    yield self.problem(*entry, "reason", "is missing; say why it is left out")
                if claim.facts:
                    message = f"are given, but the claim is left out; is it {_ANSWERED}?"
                    yield self.problem(*entry, "facts", message)
            elif not claim.facts:
                message = f"are missing; name at least one by which the claim is {claim.verdict}"
                yield self.problem(*entry, "facts", message)


_ANSWERED = "taught, corrected or attributed"
