"""Keys of one's own: one meaning per phase whatever is stored, changed and reset."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtdtutor.ui.key_table import EVERYWHERE, KeyTable
from mtdtutor.ui.keys import PAGES, WINDOW, KeyCaps, KeyPress
from mtdtutor.ui.widgets.key_sheet import key_range

NAMES = [entry.name for entry in KeyTable(KeyCaps("linux")).entries()]
KEYS = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "F5", "F12", "Ctrl+K", "Ctrl+Shift+Z", "Esc"]
ODD = ["", "Ctrl+C", "Alt+X", "ß", "Enter", "Space", "F13", "Ctrl+F5", "12"]

stored_keys = st.dictionaries(
    st.sampled_from([*NAMES, "study.sing"]),
    st.one_of(
        st.lists(st.sampled_from(KEYS + ODD), max_size=4),
        st.none(),
        st.text(max_size=3),
        st.lists(st.integers(), max_size=2),
    ),
    max_size=8,
)


@pytest.fixture
def table() -> KeyTable:
    return KeyTable(KeyCaps("linux"))


def assert_one_meaning(table: KeyTable) -> None:
    for page, phases in PAGES.items():
        for phase in phases:
            own = [key for binding in table.bindings(page, phase) for key in binding.keys]
            whole = own + [k for binding in table.window for k in binding.keys if k != "Esc"]
            assert len(whole) == len(set(whole)), (page, phase, sorted(whole))


def test_without_own_keys_the_tables_are_the_usual_ones(table: KeyTable) -> None:
    assert table.window == WINDOW
    for page, phases in PAGES.items():
        for phase, usual in phases.items():
            assert table.bindings(page, phase) == usual
    assert table.bindings("history", "") == ()
    assert table.stored() == {}


def test_every_binding_is_listed_once_with_its_pages(table: KeyTable) -> None:
    entries = table.entries()
    every = {*WINDOW, *(b for phases in PAGES.values() for table in phases.values() for b in table)}
    assert len(entries) == len(every)
    assert {entry.usual for entry in entries} == every
    undo = next(entry for entry in entries if entry.usual.action == "undo")
    assert {"today", "study", "library"} <= set(undo.pages)
    assert next(entry for entry in entries if entry.usual.action == "quit").pages == (EVERYWHERE,)


def test_a_changed_key_is_in_force_in_every_phase_and_on_every_page(table: KeyTable) -> None:
    told: list[None] = []
    table.changed.connect(lambda: told.append(None))
    table.change("study.flag", 0, "G")
    for phase in ("question", "answer"):
        assert "G" in [
            k for b in table.bindings("study", phase) if b.action == "flag" for k in b.keys
        ]
    assert table.cap("study", "flag") == "G"
    assert table.cap("quiz_run", "flag") == "F"
    undo = next(entry.name for entry in table.entries() if entry.usual.action == "undo")
    table.change(undo, 0, "U")
    assert {table.cap(page, "undo") for page in ("today", "study", "library")} == {"U"}
    assert len(told) == 2
    assert KeyTable(KeyCaps("linux"), table.stored()).stored() == table.stored()


def test_a_key_in_use_in_the_same_phase_is_taken(table: KeyTable) -> None:
    flag = "study.flag"
    taken = table.clash(flag, 0, "B")
    assert taken is not None
    assert taken.action == "bury"
    assert table.clash(flag, 0, "1") is not None  # the grades share the answer with it
    assert table.clash(flag, 0, "Ctrl+F") is not None  # the window has it everywhere
    assert table.clash(flag, 0, "T") is None  # another page's
    assert table.clash(flag, 0, "F") is None  # its own
    grade = "study.grade"
    own = table.clash(grade, 0, "2")
    assert own is not None
    assert own.action == "grade"
    search = next(entry.name for entry in table.entries() if entry.usual.action == "search")
    assert table.clash(search, 0, "T") is not None  # the quiz tells the time with it


@pytest.mark.parametrize(
    "key", ["Ctrl+C", "Ctrl+A", "Esc", "Enter", "Space", "Up", "?", "+", "F13"]
)
def test_keys_that_texts_and_buttons_need_are_not_for_the_taking(table: KeyTable, key: str) -> None:
    assert not table.may_be("study.flag", 0, key)


def test_the_usual_key_may_always_come_back(table: KeyTable) -> None:
    table.change("study.reveal", 0, "J")
    assert table.may_be("study.reveal", 0, "Space")
    assert not table.may_be("study.reveal", 1, "Space")


def test_reset_brings_the_usual_key_back_unless_it_is_taken(table: KeyTable) -> None:
    table.change("study.flag", 0, "G")
    table.change("study.bury", 0, "F")
    taken = table.reset(["study.flag"])
    assert taken is not None
    assert taken.action == "bury"
    assert table.cap("study", "flag") == "G"
    assert table.reset(["study.bury"]) is None
    assert table.reset(["study.flag"]) is None
    assert table.stored() == {}


def test_reset_of_all_undoes_keys_that_changed_places(table: KeyTable) -> None:
    table.change("study.flag", 0, "G")
    table.change("study.bury", 0, "F")
    table.change("study.flag", 0, "B")
    assert table.reset(NAMES) is None
    assert table.stored() == {}


@pytest.mark.parametrize(
    "stored",
    [
        {"study.flag": ["B"]},
        {"study.flag": ["Ctrl+C"]},
        {"study.flag": "G"},
        {"study.flag": [7]},
        {"study.flag": ["G", "H"]},
        {"study.reveal": ["Space", "K"]},
        {"study.grade": ["J", "J", "K", "L"]},
        {"quiz_run.choose": [*"QWERTYUIO"]},
    ],
)
def test_stored_keys_without_sense_are_ignored_and_logged(
    stored: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "mtdtutor"):
        table = KeyTable(KeyCaps("linux"), stored)
    assert table.stored() == {}
    assert [next(iter(stored)) in record.getMessage() for record in caplog.records] == [True]
    caplog.clear()


def test_what_another_version_stored_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    table = KeyTable(KeyCaps("linux"), {"study.sing": ["G"]})
    table.change("study.flag", 0, "G")
    assert table.stored() == {"study.sing": ["G"], "study.flag": ["G"]}


@settings(max_examples=150)
@given(stored=stored_keys, tries=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(KEYS))))
def test_whatever_is_stored_or_tried_no_key_has_two_meanings(
    stored: dict[str, object], tries: list[tuple[str, str]]
) -> None:
    logging.disable(logging.WARNING)
    try:
        table = KeyTable(KeyCaps("linux"), stored)
    finally:
        logging.disable(logging.NOTSET)
    assert_one_meaning(table)
    entries = {entry.name: entry for entry in table.entries()}
    for name, key in tries:
        fixed = entries[name].is_fixed(0)
        if not fixed and table.may_be(name, 0, key) and table.clash(name, 0, key) is None:
            table.change(name, 0, key)
    assert_one_meaning(table)
    assert KeyTable(KeyCaps("linux"), table.stored()).stored() == table.stored()
    assert table.reset(NAMES) is None
    assert_one_meaning(table)


def test_a_run_of_keys_is_shown_as_one_and_others_one_by_one(table: KeyTable) -> None:
    def shown(name: str) -> str:
        entry = next(each for each in table.entries() if each.name == name)
        return key_range(entry.usual._replace(keys=entry.keys), table.caps)

    assert shown("study.grade") == "1 – 4"
    for place, key in enumerate("QJKX"):
        table.change("study.grade", place, key)
    assert shown("study.grade") == "Q, J, K, X"
    assert shown("window.page") == "Ctrl 1 – 6"
    assert shown("quiz_run.certainty") == "J, K, L"


def test_caps_follow_the_layout(table: KeyTable) -> None:
    told: list[None] = []
    table.changed.connect(lambda: told.append(None))
    table.caps.learn(KeyPress(0x0410, "а", scan=41))
    assert told
    assert table.cap("study", "flag") == "А"
