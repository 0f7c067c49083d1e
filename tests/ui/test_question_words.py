"""Every question of the course in words, whatever its type and pattern."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.services.course_views import QuestionDetail
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages import question_words
from mtdtutor.ui.pages.question_words import answer_to, question_sections
from tests.ui.course import on_course


@pytest.fixture
def questions(context: Context, tmp_path: Path) -> Iterator[list[QuestionDetail]]:
    with on_course(context, tmp_path / "data") as ready:
        library = ready.services.library
        rows = ready.services.finding.search(ready.learner, "kind:question").rows
        details = [library.entry(ready.learner, "question", row.id) for row in rows]
        found = [each for each in details if isinstance(each, QuestionDetail)]
        assert len(found) == len(rows) > 0
        yield found


def test_every_pattern_of_the_course_says_how_it_was_made(questions: list[QuestionDetail]) -> None:
    used = {each.template for each in questions}
    assert used <= set(question_words._MADE)
    unused = set(question_words._MADE) - used
    assert not unused, "words for patterns that the course does not use"


def test_every_question_is_shown_whole_and_answered(questions: list[QuestionDetail]) -> None:
    for each in questions:
        asked = question_sections(each)
        assert asked[0].text == each.stems[0], each.id
        assert len(asked) > 1, f"{each.id} shows nothing to answer with"
        answer, *more = answer_to(each)
        assert answer.text.strip(), each.id
        assert any(each.id in section.text for section in more)
        facts = more[-1].text
        assert each.facts, each.id
        assert all(fact.text in facts for fact in each.facts)


def test_the_way_a_question_is_shown_does_not_tell_its_answer(
    questions: list[QuestionDetail],
) -> None:
    for each in questions:
        if each.sequence:
            listed = question_sections(each)[1].text.splitlines()
            assert listed == sorted(listed), f"{each.id} lists its steps in no order of their own"
        if each.pairs:
            left, right = (section.text.splitlines() for section in question_sections(each)[1:3])
            assert len(right) == len(each.pairs) + len(each.extra)
            assert len(left) == len(each.pairs)
