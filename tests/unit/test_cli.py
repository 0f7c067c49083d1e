"""The terminal's front door: figures, exit codes, and errors in words."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mtdtutor import __version__, cli, wiring
from mtdtutor.__main__ import main as front_door
from mtdtutor.core.errors import BugError
from mtdtutor.services.instance import InstanceLock
from mtdtutor.services.safety import SafetyService
from mtdtutor.services.study_views import Shown
from mtdtutor.storage import content
from mtdtutor.study.memory import Grade
from tests.support.clock import FakeClock

CONTENT = Path(__file__).parents[2] / "content"

Output = pytest.CaptureFixture[str]


def run(*words: str | Path) -> int:
    return cli.main(cli.parse([str(word) for word in words]))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "däta folder"


def test_stats_of_a_new_database(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "stats", "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["learner"] == "Me"
    assert figures["cards"] == figures["new"] > 100
    assert figures["reviews"] == figures["retractions"] == figures["responses"] == 0
    assert list(figures) == sorted(figures)


def test_stats_in_words(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "--learner", "me", "stats") == 0
    assert "learner       Me\n" in capsys.readouterr().out


def test_an_unknown_learner_is_named_with_those_there_are(
    data: Path, capsys: Output, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING"):
        assert run("--data-dir", data, "--learner", "Zoe", "stats") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "mtdtutor: There is no learner named “Zoe”. Learners here: Me.\n"


def test_problems_are_printed_as_text_and_as_json(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "problems") == 0
    assert capsys.readouterr().out == "no reports\n"
    services = wiring.open_services(wiring.find_paths(data), FakeClock(), random.Random(1))
    learner = services.learners.find().id
    with services.db.read() as conn:
        card = content.cards(conn)[0].id
    services.problems.report(learner, "card", card, "unclear", "Which of the two?")
    services.close()
    assert run("--data-dir", data, "problems", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["reports"]
    assert (told["item"], told["category"]) == (card, "unclear")
    assert run("--data-dir", data, "problems") == 0
    assert "  Which of the two?\n" in capsys.readouterr().out


def test_version(capsys: Output) -> None:
    with pytest.raises(SystemExit) as caught:
        run("--version")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"mtdtutor {__version__}\n"


@pytest.mark.parametrize("words", [["bogus"], ["history"], ["content"], ["--data-dir"]])
def test_wrong_usage_ends_with_two(words: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["stats"], ["history", "export"], ["check"], ["doctor"], ["content", "build"], ["content"]],
)
def test_every_command_has_help(words: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*words, "--help")
    assert caught.value.code == 0
    assert "usage: mtdtutor" in capsys.readouterr().out


def test_a_clean_database_passes_the_check(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert run("--data-dir", data, "check", "--rebuild") == 0
    assert "findings        none\n" in capsys.readouterr().out


def test_a_check_that_finds_something_fails(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "stats") == 0
    services = wiring.open_services(wiring.find_paths(data), FakeClock(), random.Random(1))
    with services.db.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO day_total SELECT id, 'good', 20000, 'track-1', 7 FROM learner"
        )
    services.close()
    capsys.readouterr()
    assert run("--data-dir", data, "check", "--json") == 1
    assert json.loads(capsys.readouterr().out)["findings"]


def test_rebuild_tells_a_person_how_far_it_is(
    data: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--data-dir", data, "stats") == 0
    services = wiring.open_services(wiring.find_paths(data), FakeClock(), random.Random(1))
    table = services.study.begin(services.learners.find().id)
    assert isinstance(table, Shown)
    services.study.grade(table.review_id, Grade.GOOD)
    services.close()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert run("--data-dir", data, "check", "--rebuild") == 0
    assert capsys.readouterr().err.endswith("\rrebuilding: 100 %\n")


def command(data: Path, *words: str, **more: Any) -> subprocess.Popen[bytes]:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "mtdtutor", "--data-dir", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        **more,
    )


def test_nobody_listening_is_no_defect(data: Path) -> None:
    process = command(data, "check")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 141
    assert "defect" not in (data / "logs" / "mtdtutor.log").read_text(encoding="utf-8")


def test_a_poor_terminal_gets_what_it_can_show(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "stats") == 0
    services = wiring.open_services(wiring.find_paths(data), FakeClock(), random.Random(1))
    services.learners.rename(services.learners.find().id, "Žofie")
    services.close()
    process = command(data, "stats", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"\\u017dofie" in out


def test_ctrl_c_ends_a_command_without_a_traceback(
    data: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: object, learner: str) -> dict[str, object]:
        raise KeyboardInterrupt

    monkeypatch.setattr(SafetyService, "stats", interrupted)
    assert run("--data-dir", data, "stats") == 130
    assert capsys.readouterr().err == ""


def test_rebuild_waits_for_no_window(
    data: Path, capsys: Output, caplog: pytest.LogCaptureFixture
) -> None:
    assert run("--data-dir", data, "stats") == 0
    window = InstanceLock(data / "lock")
    assert window.acquire()
    with caplog.at_level("WARNING"):
        assert run("--data-dir", data, "check", "--rebuild") == 1
    window.release()
    assert "Close the window" in capsys.readouterr().err


def test_doctor_tells_versions_and_paths_but_no_card(data: Path, capsys: Output) -> None:
    assert run("--data-dir", data, "doctor", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == __version__
    assert report["data_folder"] == str(data)
    assert report["journal_mode"] == "wal"
    assert report["lock"] == "free"
    assert report["packages"]["fsrs"].startswith("6.3")
    assert report["last_errors"] == []
    assert report["trouble"] == "none"


def test_doctor_sees_a_window_and_the_last_errors(
    data: Path, capsys: Output, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING"):
        run("--data-dir", data, "--learner", "Zoe", "stats")
    window = InstanceLock(data / "lock")
    assert window.acquire()
    assert run("--data-dir", data, "doctor") == 0
    window.release()
    said = capsys.readouterr().out
    assert "held by an open window" in said
    assert "learner-unknown" in said


def test_doctor_speaks_where_the_database_cannot_be_opened(data: Path, capsys: Output) -> None:
    data.mkdir()
    (data / "mtdtutor.sqlite3").write_bytes(b"what is this" * 1000)
    assert run("--data-dir", data, "doctor", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert "is not a database of MTD Tutor" in report["trouble"]
    assert report["journal_mode"] == "unknown"
    assert report["data_folder"] == str(data)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_history_export(data: Path, tmp_path: Path, capsys: Output, kind: str) -> None:
    file = tmp_path / f"events.{kind}"
    assert run("--data-dir", data, "history", "export", "--format", kind, "-o", file) == 0
    assert "0 events" in capsys.readouterr().out
    if kind == "json":
        assert json.loads(file.read_text(encoding="utf-8"))["events"] == []
    else:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            assert len(next(csv.reader(lines))) > len(next(csv.reader(lines), []))


def test_a_folder_that_is_a_file_is_said_in_words(tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "taken"
    file.touch()
    assert run("--data-dir", file, "stats") == 1
    assert "--data-dir" in capsys.readouterr().err


def test_a_defect_is_ours_and_says_so(
    data: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: object, learner: str) -> dict[str, object]:
        raise BugError("left is right")

    monkeypatch.setattr(SafetyService, "stats", broken)
    with caplog.at_level("ERROR"):
        assert run("--data-dir", data, "stats") == 70
    assert "a defect of MTD Tutor, not yours: BugError: left is right" in capsys.readouterr().err
    assert "Traceback" in (data / "logs" / "mtdtutor.log").read_text(encoding="utf-8")


def test_the_bundled_bank_is_what_the_knowledge_gives(capsys: Output) -> None:
    assert run("content", "build", "--check") == 0
    assert run("content", "lint") == 0
    assert run("content", "coverage", "--json") == 0
    assert "up to date" in capsys.readouterr().out


def test_a_broken_knowledge_file_is_named_with_entry_and_field(
    tmp_path: Path, capsys: Output
) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    file = content / "knowledge" / "track-3.toml"
    text = file.read_text(encoding="utf-8").replace('level = "core"', 'level = "cor"', 1)
    file.write_text(text, encoding="utf-8")
    before = (content / "questions.json").read_bytes()
    assert run("content", "--content-dir", content, "build") == 1
    said = capsys.readouterr().err
    assert "track-3.toml" in said
    assert "track-3:" in said
    assert "level" in said
    assert (content / "questions.json").read_bytes() == before


def test_the_front_door_sends_commands_to_the_terminal(
    data: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["mtdtutor", "--data-dir", str(data), "stats"])
    assert front_door() == 0
    assert "reviews" in capsys.readouterr().out
