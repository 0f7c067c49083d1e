"""T05 and T06 for terms: from a term to its description and back."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Entity, Fact
from mtdtutor.course.build.evenly import shown_evenly
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, explanation, quietest, single, text
from mtdtutor.course.build.peers import about, nearest_peers, settled
from mtdtutor.course.build.templates.description import in_band
from mtdtutor.course.build.words import content_stems

SLOT: Final = "definition"
_DESCRIPTION_BASE: Final = 0.0
_NAME_BASE: Final = -0.2


def described_terms(kb: Knowledge) -> list[tuple[Entity, Fact]]:
    """Return the terms that have a description, with their definitions."""
    return [(term, fact) for term, fact in settled(kb, "term", SLOT) if fact.description]


def t05_what_does_it_mean(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each term: which description fits?

    Descriptions beside the right one are about as long, and none holds a word of the term.
    """
    terms = described_terms(kb)
    made = (_meaning(kb, term, fact, terms) for term, fact in terms)
    return [question for question in made if question is not None]


def t06_which_term(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each description: which term is it?"""
    terms = described_terms(kb)
    made = (_name(kb, term, fact, terms) for term, fact in terms)
    return shown_evenly([question for question in made if question is not None])


def _meaning(
    kb: Knowledge, term: Entity, fact: Fact, terms: list[tuple[Entity, Fact]]
) -> SingleQuestion | None:
    key = str(fact.description)
    named = content_stems(term.name)

    def fits(other: Fact) -> bool:
        described = str(other.description)
        return in_band(described, key) and not named & content_stems(described)

    wrong = [
        Wrong(
            peer.entity.id,
            str(peer.fact.description),
            f"This describes “{peer.entity.name}”.",
            peer.entity.id,
            peer.alike,
        )
        for peer in nearest_peers(kb, term, terms, f"t05:{fact.id}", fits)
    ]
    stems = (
        f"Which description fits the term “{term.name}”?",
        f"What does the term “{term.name}” mean?",
        f"How would you describe “{term.name}”?",
        f"In work on conflicts, “{term.name}” stands for which of these?",
    )
    why = f"This describes “{term.name}”."
    option = OptionEntry(
        id=term.id, text=text(kb, key), correct=True, why=text(kb, why), entity=term.id
    )
    return _question(kb, "t05", fact, stems, option, wrong, _DESCRIPTION_BASE)


def _name(
    kb: Knowledge, term: Entity, fact: Fact, terms: list[tuple[Entity, Fact]]
) -> SingleQuestion | None:
    said = content_stems(str(fact.description))
    others = [one for one in terms if not said & content_stems(one[0].name)]
    wrong = [
        Wrong(
            peer.entity.id,
            peer.entity.name,
            about(kb, peer.entity, peer.fact),
            peer.entity.id,
            peer.alike,
        )
        for peer in nearest_peers(kb, term, others, f"t06:{fact.id}", lambda _fact: True)
    ]
    stems = (
        f"Which term fits this description: “{fact.description}”?",
        f"Which term has this meaning: “{fact.description}”?",
        f"Which term is described by these words: “{fact.description}”?",
    )
    option = OptionEntry(
        id=term.id,
        text=text(kb, term.name),
        correct=True,
        why=text(kb, about(kb, term, fact)),
        entity=term.id,
    )
    return _question(kb, "t06", fact, stems, option, wrong, _NAME_BASE)


def _question(
    kb: Knowledge,
    template: str,
    fact: Fact,
    stems: tuple[str, ...],
    key: OptionEntry,
    wrong: list[Wrong],
    base: float,
) -> SingleQuestion | None:
    if len(wrong) < SHOWN - 1:
        return None
    return single(
        kb,
        template,
        Target(fact.id, fact.rev, fact.topic, "define" if template == "t05" else "classify"),
        quietest(stems, [key.text[kb.course.language], *(one.text for one in wrong)]),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(base, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
    )
