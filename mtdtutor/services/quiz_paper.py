"""From questions of the bank to what is shown, and back from what was shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mtdtutor.core.errors import BugError
from mtdtutor.course.bank import text_in
from mtdtutor.course.questions import Question
from mtdtutor.quiz.draw import PlannedItem, shown_options
from mtdtutor.quiz.items import FALSE_ID, TRUE_ID, Item, Option
from mtdtutor.quiz.timing import expected_s, word_count
from mtdtutor.services.citing import reference, source_line
from mtdtutor.services.quiz_views import Feedback, OptionView
from mtdtutor.storage import content

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

TRUE_TEXT: Final = "True"
FALSE_TEXT: Final = "False"


class Paper(NamedTuple):
    """One question of an attempt as it is shown.

    Attributes:
        item: The question.
        stem: The wording.
        options: Ids of the options in the order shown.
        source_lines: Where the explanation can be read.
        expected_s: Seconds it takes.
    """

    item: Item
    stem: str
    options: tuple[str, ...]
    source_lines: tuple[str, ...]
    expected_s: float

    def option_views(self) -> tuple[OptionView, ...]:
        """Return the options in the order shown."""
        texts = {option.id: option.text for option in self.item.options}
        return tuple(OptionView(each, texts[each]) for each in self.options)

    def to_data(self) -> dict[str, Any]:
        """Return what is displayed, before and after the answer, as plain data for JSON."""
        shown = {option.id: option for option in self.item.options if option.id in self.options}
        return {
            "type": self.item.type,
            "stem": self.stem,
            "options": [shown[each]._asdict() for each in self.options],
            "correction": self.item.correction,
            "explanation": self.item.explanation,
            "sources": list(self.source_lines),
        }


def item_of(question: Question, language: str) -> Item:
    """Return a question of the bank in one language."""
    if question.type == "true_false":
        options = tuple(
            Option(name, text, (question.answer is True) == (name == TRUE_ID), "")
            for name, text in ((TRUE_ID, TRUE_TEXT), (FALSE_ID, FALSE_TEXT))
        )
        show = len(options)
    else:
        options = tuple(
            Option(
                each.id,
                text_in(each.text, language),
                each.correct,
                text_in(each.why, language),
                each.entity,
            )
            for each in question.options
        )
        show = question.show
    correction = question.correction
    return Item(
        id=question.id,
        rev=question.rev,
        type=question.type,
        template=question.template,
        fact=question.fact,
        also=question.also,
        topic=question.topic,
        skill=question.skill,
        stems=tuple(text_in(each, language) for each in question.stems),
        difficulty=question.difficulty,
        explanation=text_in(question.explanation, language),
        options=options,
        show=show,
        correction=None if correction is None else text_in(correction, language),
    )


def paper_of(conn: Connection, planned: PlannedItem, language: str) -> Paper:
    """Return a planned question as it is shown.

    Where a newer bank took away a wording or an option that was planned, others take their place.

    Raises:
        BugError: The course never had such a question.
    """
    question = content.find_question(conn, planned.question)
    if question is None:
        raise BugError(f"no question {planned.question}")
    item = item_of(question, language)
    known = {option.id for option in item.options}
    options = planned.options
    if not known.issuperset(options) or item.keys.isdisjoint(options):
        options = shown_options(item, 0, 0)
    stem = item.stems[planned.stem % len(item.stems)]
    return Paper(
        item, stem, options, source_lines(conn, item.fact, language), expected(item, stem, options)
    )


def expected(item: Item, stem: str, shown: Collection[str]) -> float:
    """Return the seconds a question takes as it is shown."""
    texts = (option.text for option in item.options if option.id in shown)
    return expected_s(word_count(stem, *texts), len(shown))


def source_lines(conn: Connection, fact_id: str, language: str) -> tuple[str, ...]:
    """Return where a fact can be read, as references, each once."""
    fact = content.find_fact(conn, fact_id)
    if fact is None:
        return ()
    cited = ((content.find_source(conn, cite.source), cite.section) for cite in fact.cites)
    lines = (
        reference(source_line(work, text_in(section, language), language))
        for work, section in cited
        if work is not None
    )
    return tuple(dict.fromkeys(lines))


def chosen_in(response: str) -> tuple[str, ...]:
    """Return the ids of the options chosen in a stored response."""
    return tuple(json.loads(response)["chosen"])


def response_text(chosen: Collection[str]) -> str:
    """Return a response as it is stored."""
    return json.dumps({"chosen": list(chosen)}, separators=(",", ":"))


def feedback(displayed: Mapping[str, Any], chosen: Collection[str]) -> Feedback:
    """Return what is told after an answer, from what was displayed.

    Args:
        displayed: As ``Paper.to_data`` wrote it.
        chosen: Ids of the chosen options; empty if the question was not answered.
    """
    options = displayed["options"]
    keys = tuple(each["id"] for each in options if each["correct"])
    picked = [each for each in options if each["id"] in chosen]
    right = bool(picked) and {each["id"] for each in picked} == set(keys)
    wrong = [each for each in picked if not each["correct"]]
    return Feedback(
        right=right,
        chosen=tuple(each["id"] for each in picked),
        keys=keys,
        your_answer="; ".join(each["text"] for each in picked) or None,
        why_yours=" ".join(each["why"] for each in wrong if each["why"]) or None,
        right_answer="; ".join(each["text"] for each in options if each["correct"]),
        correction=displayed["correction"],
        explanation=displayed["explanation"],
        source_lines=tuple(displayed["sources"]),
    )
