"""Typed answers: what counts as right, what as a slip, and how the difference is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.study.answers import (
    Comparison,
    Difference,
    Piece,
    Verdict,
    compare,
    differences,
    distance,
    suggested,
)
from mtdtutor.study.memory import Grade

WORDS = st.text("abcdeé -'1½.\t", max_size=14)
ANSWERS = st.text(max_size=20).filter(lambda text: bool(text.strip()))


def joined(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("joseph MONTVILLE", "Joseph Montville"),
        ("track one and a half", "Track 1.5"),
        ("Track 1½ ", "Track 1.5"),
        ("peace building", "Peace-building"),
        ("Abu Ghraïb", "abu ghraib"),
        ("institute", "The Institute"),
        ("The institute", "institute"),
        ("the", "The"),
        ("don’t", "don't"),
        ("?", "?"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_what_people_do_not_type_does_not_count(typed: str, wanted: str) -> None:
    assert compare(typed, ["something else", wanted]) == Comparison(
        Verdict.RIGHT, typed.strip(), wanted
    )


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Joseph Montvile", "Joseph Montville"),
        ("Jospeh Montville", "Joseph Montville"),
        ("Montville Joseph", "Joseph Montville"),
        ("pyramd", "pyramid"),
        ("pyarmid", "pyramid"),
        ("Vienna", "Vienne"),
    ],
)
def test_a_slip_is_near(typed: str, wanted: str) -> None:
    assert compare(typed, [wanted]).verdict is Verdict.NEAR


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Track 2", "Track 3"),
        ("Track 1.5", "Track 1"),
        ("1991", "1992"),
        ("9 tracks", "8 tracks"),
        ("Ida", "Ira"),
        ("triangle", "pyramid"),
        ("!", "?"),
        ("official", "unofficial"),
        ("an informal meeting", "formal meeting"),
    ],
)
def test_another_answer_is_not_near(typed: str, wanted: str) -> None:
    assert compare(typed, [wanted]).verdict is Verdict.OTHER


def test_the_nearest_answer_is_shown() -> None:
    found = compare("Washingtn DC", ["Washington", "Washington DC", "the capital"])
    assert (found.verdict, found.wanted) == (Verdict.NEAR, "Washington DC")
    assert found.differences == (
        Difference(
            (Piece("Washingtn", False),),
            (Piece("Washingt", False), Piece("o", True), Piece("n", False)),
        ),
    )


def test_nothing_typed_is_no_answer() -> None:
    assert compare(" \t", ["pyramid"]) == Comparison(Verdict.EMPTY, "", "pyramid")


def test_words_left_out_and_too_much_are_told_apart() -> None:
    found = differences("system of the peace", "system of peace building")
    assert [(joined(each.typed), joined(each.wanted)) for each in found] == [
        ("the", ""),
        ("", "building"),
    ]


def test_where_nothing_is_shared_there_is_nothing_to_compare() -> None:
    assert differences("xyz", "pyramid") == ()


def test_a_long_text_is_compared_by_eye() -> None:
    assert differences("a " * 61, "b " * 61) == ()
    assert compare("a" * 1000, ["b" * 900, "a" * 999]).wanted == "a" * 999


@pytest.mark.parametrize(
    ("verdict", "grade"),
    [
        (Verdict.RIGHT, Grade.GOOD),
        (Verdict.NEAR, Grade.HARD),
        (Verdict.OTHER, Grade.AGAIN),
        (Verdict.EMPTY, None),
    ],
)
def test_a_verdict_speaks_for_a_grade(verdict: Verdict, grade: Grade | None) -> None:
    assert suggested(verdict) is grade


@given(ANSWERS, st.lists(ANSWERS, max_size=3))
def test_every_accepted_answer_is_right(answer: str, others: list[str]) -> None:
    found = compare(answer, [*others, answer])
    assert found.verdict is Verdict.RIGHT
    assert found.differences == ()


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3))
def test_a_comparison_is_of_what_was_typed(typed: str, accepted: list[str]) -> None:
    found = compare(typed, accepted)
    assert found.typed == typed.strip()
    assert found.wanted in accepted
    assert (found.verdict is Verdict.EMPTY) is (not typed.strip())


@given(WORDS, WORDS)
def test_differences_hold_the_words_themselves(typed: str, wanted: str) -> None:
    found = differences(typed, wanted)
    mine, theirs = iter(typed.split()), iter(wanted.split())
    for each in found:
        assert not each.typed or joined(each.typed) in mine  # in order: the iterator moves on
        assert not each.wanted or joined(each.wanted) in theirs
        for side in each:
            assert all(one.differs != other.differs for one, other in pairwise(side))


@given(WORDS, WORDS, WORDS)
def test_distance_is_a_measure(one: str, other: str, third: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert distance(one + third, other + third) <= distance(one, other)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_another_number_is_never_near(one: int, other: int) -> None:
    wanted = Verdict.RIGHT if one == other else Verdict.OTHER
    assert compare(f"in the year {one}", [f"in the year {other}"]).verdict is wanted
