"""The scheduler's public face: figures, table, refusals, and no database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor import cli
from mtdtutor.services.schedule import as_json, play, read
from mtdtutor.study.example import LONGEST_DAYS

ROOT = Path(__file__).parents[2]
Output = pytest.CaptureFixture[str]
KEYS = {
    "day", "grade", "quiz", "options", "recall", "stability", "difficulty", "interval",
    "interval_fuzzed", "due_day", "due_minutes",
}  # fmt: skip


def run(*words: str) -> int:
    return cli.main(cli.parse(["schedule", *words]))


def steps(capsys: Output, *words: str) -> list[dict[str, Any]]:
    assert run(*words, "--json") == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["steps"]
    return found


def test_steps_of_a_history(capsys: Output) -> None:
    found = steps(capsys, "--grades", "3,3,1,3", "--days", "0,1,4,5")
    assert [each["day"] for each in found] == [0, 1, 4, 5]
    assert [each["grade"] for each in found] == [3, 3, 1, 3]
    assert all(set(each) == KEYS and each["quiz"] is None for each in found)
    assert found[0]["stability"] == 2.3065
    assert found[0]["recall"] is None
    assert found[1]["stability"] == pytest.approx(7.3153, abs=1e-4)
    for each in found:
        assert each["due_day"] == each["day"] + each["interval_fuzzed"]


def test_a_learning_step_comes_back_in_minutes(capsys: Output) -> None:
    found = steps(capsys, "--grades", "1,2,3,3,1", "--days", "0,0,0,0,9")
    assert [each["due_minutes"] for each in found] == [1, 5.5, 10, None, 10]
    assert [each["interval"] for each in found] == [0, 0, 0, 1, 0]
    assert found[-1]["due_day"] == 9


def test_the_published_history_until_the_longest_interval(capsys: Output) -> None:
    found = steps(capsys, "--grades", "3,3,3,3,3,3", "--days", "0,0,2,13,59,222")
    assert [each["interval"] for each in found] == [0, 2, 11, 46, 163, 365]
    assert found[-1]["interval_fuzzed"] <= 365


def test_a_quiz_comes_after_the_grades_of_its_day(capsys: Output) -> None:
    grades = ("--grades", "4,3", "--days", "0,8")
    found = steps(capsys, *grades, "--quiz", "8:wrong,20:right:4,0:right")
    assert [(each["day"], each["grade"], each["quiz"]) for each in found] == [
        (0, 4, None),
        (0, None, "right"),
        (8, 3, None),
        (8, None, "wrong"),
        (20, None, "right"),
    ]
    assert [each["options"] for each in found] == [None, 3, None, 3, 4]
    same_day, later = found[3], found[4]
    assert same_day["stability"] == found[2]["stability"]
    assert (same_day["interval"], same_day["recall"]) == (None, None)
    assert same_day["due_day"] == 9  # a miss brings the card to tomorrow
    assert later["due_day"] == 20 + later["interval_fuzzed"]
    assert later["stability"] > same_day["stability"]


def test_a_quiz_on_a_card_never_seen_leaves_it_new(capsys: Output) -> None:
    first = steps(capsys, "--grades", "3", "--days", "5", "--quiz", "2:right")[0]
    assert first["quiz"] == "right"
    assert {name for name, value in first.items() if value is not None} == {
        "day",
        "quiz",
        "options",
    }


def test_retention_moves_the_interval_and_not_the_memory(capsys: Output) -> None:
    words = ("--grades", "4,3", "--days", "0,8")
    low = steps(capsys, *words, "--retention", "0.8")[-1]
    high = steps(capsys, *words, "--retention", "0.95")[-1]
    assert low["stability"] == high["stability"]
    assert low["interval"] > 2 * high["interval"]


def test_the_card_seeds_the_fuzz(capsys: Output) -> None:
    words = ("--grades", "4,4", "--days", "0,30")
    due = {steps(capsys, *words, "--card", f"card:{n}")[-1]["due_day"] for n in range(5)}
    assert len(due) > 1


def test_the_table_is_aligned(capsys: Output) -> None:
    assert run("--grades", "3,4", "--days", "0,3", "--quiz", "100:wrong") == 0
    text = capsys.readouterr().out
    assert text == (
        "Rule fsrs-6.3/1, desired retention 90 %, fuzz of card:example\n"
        "\n"
        "day  what                   recall  stability  difficulty  interval  fuzzed  due\n"
        "  0  3 good                      -       2.31        2.12         -       -  in 10 min\n"
        "  3  4 easy                  0.881      23.88        1.00        24      23  day 26\n"
        "100  quiz wrong, 3 options   0.781       3.61        6.45         4       3  day 101\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--grades", "3,5", "--days", "0,1"], "“5” is no grade"),
        (["--grades", "3,", "--days", "0,1"], "“” is no grade"),
        (["--grades", "3,3", "--days", "0"], "name one day for each grade"),
        (["--grades", "3,3", "--days", "4,1"], "goes back from day 4 to day 1"),
        (["--grades", "3", "--days", "x"], "“x” is no day"),
        (["--grades", "3", "--days=-1"], "“-1” is no day"),
        (["--grades", "3", "--days", "1.5"], "“1.5” is no day"),
        (["--grades", "3", "--days", "36501"], "“36501” is no day"),
        (["--grades", "3", "--days", "0", "--quiz", "1:rigt"], "“1:rigt” is no answer"),
        (["--grades", "3", "--days", "0", "--quiz", "1"], "“1” is no answer"),
        (["--grades", "3", "--days", "0", "--quiz", ""], "“” is no answer"),
        (["--grades", "3", "--days", "0", "--quiz", "1:right:3:4"], "is no answer"),
        (["--grades", "3", "--days", "0", "--quiz", "1:right:0"], "2 or more"),
        (["--grades", "3", "--days", "0", "--quiz", "1:right:1"], "2 or more"),
        (["--grades", "3", "--days", "0", "--quiz", "1:right:"], "2 or more"),
        (["--grades", "3", "--days", "0", "--quiz", "y:right"], "“y” is no day"),
        (["--grades", "3", "--days", "0", "--retention", "1.5"], "between 0.1 and 0.99"),
        (["--grades", "3", "--days", "0", "--retention", "nan"], "between 0.1 and 0.99"),
        (["--grades", "3", "--days", "0", "--retention", "high"], "between 0.1 and 0.99"),
        (["--grades", "3"], "--days"),
        (["--days", "3"], "--grades"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(words: list[str], said: str, capsys: Output) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage: mtdtutor schedule" in told.err
    assert said in told.err


def test_help_says_how(capsys: Output) -> None:
    with pytest.raises(SystemExit) as caught:
        run("--help")
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: mtdtutor schedule")
    example = said.partition("Example: mtdtutor schedule ")[2].split()
    assert run(*example) == 0


def test_no_database_is_made_or_even_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from mtdtutor import cli;"
        "code = cli.main(cli.parse(sys.argv[1:]));"
        "sys.exit(code or any(name in sys.modules for name in ('sqlalchemy', 'mtdtutor.storage')))"
    )
    folder = tmp_path / "data"
    words = ["--data-dir", str(folder), "schedule", "--grades", "3", "--days", "0"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert not folder.exists()


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, LONGEST_DAYS)), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, LONGEST_DAYS), st.booleans(), st.integers(2, 10**9 - 1))),
    st.floats(0.1, 0.99),
)
def test_whatever_makes_sense_is_answered(
    grades: list[tuple[int, int]], answers: list[tuple[int, bool, int]], retention: float
) -> None:
    days = sorted(day for _, day in grades)
    told = read(
        ",".join(str(grade) for grade, _ in grades),
        ",".join(map(str, days)),
        ",".join(f"{day}:{'right' if right else 'wrong'}:{k}" for day, right, k in answers) or None,
        repr(retention),
        None,
    )
    found = json.loads(as_json(told, play(told)))
    assert len(found["steps"]) == len(grades) + len(answers)
    assert [each["day"] for each in found["steps"]] == sorted(
        [*days, *(day for day, _, _ in answers)]
    )
    for each in found["steps"]:
        if each["grade"] is not None:
            assert each["due_day"] == each["day"] + each["interval_fuzzed"]
            assert each["stability"] > 0
            assert 1 <= each["difficulty"] <= 10
