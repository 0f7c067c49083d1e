"""When a card is a leech, and when that is said."""

from __future__ import annotations

from mtdtutor.study.leech import EVERY_LAPSES, FIRST_LAPSES, is_leech, is_to_tell


def test_a_card_is_a_leech_from_the_sixth_lapse() -> None:
    assert [is_leech(lapses) for lapses in (0, 5, 6, 7)] == [False, False, True, True]


def test_it_is_told_at_the_sixth_lapse_and_every_third_after_it() -> None:
    told = [after for after in range(1, 20) if is_to_tell(after - 1, after)]
    assert told == [6, 9, 12, 15, 18]
    assert told[0] == FIRST_LAPSES
    assert told[1] - told[0] == EVERY_LAPSES


def test_a_grade_that_is_no_lapse_tells_nothing() -> None:
    assert not is_to_tell(6, 6)
    assert not is_to_tell(9, 9)
