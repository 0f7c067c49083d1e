"""Folding and matching of what people type into a search field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.folding import fold
from mtdtutor.services.searching import Query, haystack


@pytest.mark.parametrize(
    "typed",
    [
        "Track 1.5",
        "track 1½",
        "track 1 ½",
        "TRACK 1,5",
        "track 1 1/2",
        "Track One and a Half",
        "  track   1.5 ",
        "track-1.5",
    ],
)
def test_every_way_to_write_one_and_a_half_is_one(typed: str) -> None:
    assert fold(typed) == "track 1.5"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Søren Kirkegård", "soren kirkegard"),
        ("ÉLYSÉE", "elysee"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Cœur", "coeur"),
        ("people’s", "peoples"),
        ("Track Two", "track 2"),
        ("two tracks", "two tracks"),
        ("2,000 talks", "2 000 talks"),
        ("ﬁrst", "first"),
        ("İstanbul", "istanbul"),
    ],
)
def test_letters_fold_to_what_people_type(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("medi", "Mediation by envoys", True),
        ("iation", "Mediation by envoys", False),
        ("envoys med", "Mediation by envoys", True),
        ("envoys trade", "Mediation by envoys", False),
        ("multitrack", "Multi-Track Diplomacy", True),
        ("multi track", "Multi-Track Diplomacy", True),
        ("multi-track", "Multi-Track Diplomacy", True),
        ("egidio", "Sant’Egidio’s envoys", True),
        ("sant egidio", "Sant’Egidio’s envoys", True),
        ("sant'egidio", "Sant’Egidio’s envoys", True),
        ("sant’egidio", "Sant'Egidio", True),
        ("sant´egidio", "Sant`Egidio", True),
        ("santegidio", "Sant’Egidio’s envoys", True),
        ("sant-egidio", "Sant’Egidio", True),
        ("gidio", "Sant’Egidio", False),
        ("peoples", "the people’s embassy", True),
        ("people's", "peoples", True),
        ("track 1", "What is Track 1?", True),
        ("track 1", "What is Track 1.5?", False),
        ("track 1", "A track since 1981", False),
        ("track 1½", "What is Track 1.5?", True),
        ("1.5", "What is Track 1.5?", True),
        ("198", "A track since 1981", True),
        ("和平", "促进和平对话", True),
        ("abc", "和平abc对话", True),
        ("和平 abc", "和平abc对话", True),
        ("สันติ", "การสร้างสันติภาพ", True),
        ("", "anything", True),
        ("?!", "anything", True),
    ],
)
def test_what_is_found(typed: str, text: str, found: bool) -> None:
    assert Query.of(typed).finds(haystack(text)) is found


def test_words_of_two_texts_make_no_phrase() -> None:
    assert not Query.of("track 2").finds(haystack("the first track", "2 envoys"))
    assert Query.of("track envoys").finds(haystack("the first track", "2 envoys"))


@pytest.mark.parametrize(
    ("title", "text", "rank"),
    [
        ("Track 2", "", 0),
        ("Track 2: Experts", "", 1),
        ("On Track 2", "", 2),
        ("Experts", "They call it Track 2.", 4),
    ],
)
def test_titles_rank_by_closeness(title: str, text: str, rank: int) -> None:
    assert Query.of("Track 2").rank(fold(title), haystack(title, text)) == rank


@pytest.mark.parametrize(
    ("title", "text", "rank"),
    [
        ("Talk", "", 0),
        ("Talk of peace", "", 1),
        ("Peace talk", "", 2),
        ("Talks", "", 3),
        ("Peace", "They talk.", 4),
        ("Peace", "The talks.", 5),
    ],
)
def test_whole_words_come_before_beginnings(title: str, text: str, rank: int) -> None:
    assert Query.of("talk").rank(fold(title), haystack(title, text)) == rank


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(max_size=20), max_size=4), st.integers(0, 3))
def test_a_text_finds_itself(texts: list[str], place: int) -> None:
    text = texts[place % len(texts)] if texts else ""
    assert Query.of(text).finds(haystack(*texts))
