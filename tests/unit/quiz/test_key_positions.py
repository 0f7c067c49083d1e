"""The right option stands at each place as often as at any other (L32)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from mtdtutor.quiz.draw import Blueprint, draw, shown_options
from tests.unit.quiz.make import CONFUSABLE, TOPICS, single

DRAWS = 1_000
CRITICAL = {3: 13.816, 4: 16.266, 5: 18.467}
"""The chi-square value that chance passes once in a thousand, by number of places."""


def chi_square(places: Iterable[int], size: int) -> float:
    counts = Counter(places)
    even = counts.total() / size
    return sum((counts[place] - even) ** 2 / even for place in range(size))


@pytest.mark.parametrize("show", CRITICAL)
@pytest.mark.parametrize("name", ["t01:track-1:number", "t07:track-4:actors", "q"])
def test_one_question_in_many_quizzes(show, name):
    item = single(name, wrong=show + 1, show=show)
    places = [shown_options(item, seed, 0).index("key") for seed in range(DRAWS)]
    assert chi_square(places, show) < CRITICAL[show]


@pytest.mark.parametrize("show", CRITICAL)
def test_one_question_again_and_again(show):
    item = single("q", wrong=show + 1, show=show)
    places = [shown_options(item, 7, times).index("key") for times in range(DRAWS)]
    assert chi_square(places, show) < CRITICAL[show]


def test_many_questions_in_many_quizzes():
    pool = [single(f"q:{topic}:{n}", topic) for topic in TOPICS for n in range(3)]
    places = [
        planned.options.index("key")
        for seed in range(DRAWS // 6)
        for planned in draw(pool, Blueprint((), 6), seed, {}, CONFUSABLE).items
    ]
    assert len(places) >= DRAWS - 6
    assert chi_square(places, 3) < CRITICAL[3]


def test_a_broken_shuffle_would_be_seen():
    assert chi_square([0] * 400 + [1] * 300 + [2] * 300, 3) > CRITICAL[3]
