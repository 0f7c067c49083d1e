"""The export of all events, and the rows of a view as CSV: complete, readable, never half."""

from __future__ import annotations

import csv
import json
import os
import random
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.histories import Size, fill
from mtdtutor.core.errors import KnownError
from mtdtutor.progress.events import Event
from mtdtutor.progress.periods import Period
from mtdtutor.services.export import EVENT_NAMES, ExportService, as_record, csv_columns, whole_file
from mtdtutor.services.own_cards import Draft, OwnCardService
from mtdtutor.services.progress import ProgressService
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import events, learners
from mtdtutor.storage.database import Database, open_database
from mtdtutor.storage.tables import EVENT_TABLES
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from tests.support.clock import FakeClock

TODAY = 20_514
CARD = "card:track-1:bench-0:forward"


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    opened = open_database(tmp_path / "x.sqlite3", tmp_path / "backups", clock, random.Random(1))
    yield opened
    opened.dispose()


@pytest.fixture
def me(db: Database, clock: FakeClock) -> str:
    """Return a learner with a history, an undone grade and a tag that looks like a formula."""
    with db.read() as conn:
        who = learners.everyone(conn)[0].id
    fill(db, who, Size(20, 150, 25, 30), TODAY)
    recorder = Recorder(db, clock, random.Random(2))
    shown = {"front": "What is “Track 1”?", "back": "Government"}
    recorder.grade(who, recorder.new_id(), CARD, Grade.GOOD, duration_ms=3000, shown=shown)
    recorder.grade(who, recorder.new_id(), CARD, Grade.AGAIN)
    recorder.undo(who)
    recorder.act(who, recorder.new_id(), CARD, ActionKind.TAG, value="=1+1")
    return who


@pytest.fixture
def export(db: Database, clock: FakeClock) -> ExportService:
    return ExportService(db, clock)


def in_order(db: Database, who: str) -> list[tuple[Event, bool]]:
    with db.read() as conn:
        return list(events.in_order(conn, who))


def test_every_kind_of_event_has_the_name_of_its_table() -> None:
    assert {table.name: kind for kind, table in EVENT_TABLES.items()} == {
        name: kind for kind, name in EVENT_NAMES.items()
    }


def test_json_holds_every_event_once_in_order(
    db: Database, me: str, export: ExportService, tmp_path: Path
) -> None:
    file = tmp_path / "out.json"
    count = export.write(me, file, "json")
    found = json.loads(file.read_text(encoding="utf-8"))
    wanted = [as_record(event, live=live) for event, live in in_order(db, me)]
    assert found["events"] == json.loads(json.dumps(wanted))
    assert count == len(wanted) == 150 + 25 + 2 * 3 + 4
    assert found["format"] == "mtdtutor-history"
    assert found["version"] == 1
    assert found["exported"] == "2026-03-02T12:00:00.000Z"
    assert found["learner"] == {"id": me, "name": "Me"}


def test_json_holds_what_was_shown_and_what_was_taken_back(
    me: str, export: ExportService, tmp_path: Path
) -> None:
    file = tmp_path / "out.json"
    export.write(me, file, "json")
    found = json.loads(file.read_text(encoding="utf-8"))
    good, again, retraction, tag = found["events"][-4:]
    assert found["shown"] == {good["shown"]: {"front": "What is “Track 1”?", "back": "Government"}}
    assert (good["live"], again["live"]) == (True, False)
    assert (retraction["event"], retraction["target"]) == ("retraction", again["id"])
    assert (tag["kind"], tag["value"]) == ("tag", "=1+1")
    assert good["after"]["reviews"] == good["before"]["reviews"] + 1
    assert (good["at"], good["date"], good["duration_ms"]) == (
        "2026-03-02T12:00:00.000Z",
        "2026-03-02",
        3000,
    )
    assert {type(each["plan"]) for each in found["events"] if each["event"] == "attempt"} == {dict}


def test_csv_reads_back_to_the_same_values(
    db: Database, me: str, export: ExportService, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    count = export.write(me, file)
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    wanted = in_order(db, me)
    assert len(rows) == count == len(wanted)
    assert list(rows[0]) == csv_columns()
    for row, (event, live) in zip(rows, wanted, strict=True):
        assert row["event"] == EVENT_NAMES[type(event)]
        assert (int(row["seq"]), row["id"], row["live"]) == (event.seq, event.id, str(int(live)))
        assert (int(row["at_ms"]), int(row["day"])) == (event.at_ms, event.day)
    last_review = next(row for row in reversed(rows) if row["event"] == "review")
    assert float(last_review["after_stability"]) > 0
    assert rows[-1]["value"] == "'=1+1", "a spreadsheet does not run it"


def test_exporting_twice_gives_the_same_bytes(
    me: str, export: ExportService, tmp_path: Path
) -> None:
    for name in ("a.csv", "b.csv"):
        export.write(me, tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert b"\r" not in (tmp_path / "a.csv").read_bytes()


def test_a_learner_without_events_gives_an_empty_list(
    db: Database, export: ExportService, tmp_path: Path
) -> None:
    with db.read() as conn:
        who = learners.everyone(conn)[0].id
    assert export.write(who, tmp_path / "x.json", "json") == 0
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["events"] == []
    assert export.write(who, tmp_path / "x.csv") == 0


def test_progress_is_told_to_the_end(me: str, export: ExportService, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    count = export.write(
        me, tmp_path / "x.csv", report=lambda done, total: told.append((done, total))
    )
    assert told == [(count, count)]


def test_a_folder_that_is_not_there_is_a_known_error(
    me: str, export: ExportService, tmp_path: Path
) -> None:
    with pytest.raises(KnownError) as caught:
        export.write(me, tmp_path / "missing" / "x.csv")
    assert caught.value.code == "export-failed"
    assert "missing" in str(caught.value)


def test_a_failure_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("old")

    def fill_the_disk() -> None:
        with whole_file(file) as out:
            out.write("new")
            raise OSError(28, "No space left on device")

    with pytest.raises(KnownError, match="No space left"):
        fill_the_disk()
    assert file.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "real.csv", tmp_path / "link.csv"
    file.write_text("old")
    link.symlink_to(file)
    with whole_file(link) as out:
        out.write("new")
    assert link.is_symlink()
    assert file.read_text() == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with whole_file(pipe) as out:
            out.write("new")
        assert os.read(reader, 100) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_rows_of_a_view_as_csv(
    db: Database, me: str, export: ExportService, clock: FakeClock, tmp_path: Path
) -> None:
    progress = ProgressService(db, clock)
    file = tmp_path / "view.csv"
    for view in (
        progress.reviews_per_day(me, Period.MONTH),
        progress.retention(me, Period.ALL),
        progress.quiz_scores(me, Period.MONTH),
        progress.attempts(me, Period.MONTH),
    ):
        assert export.save_view(view, file) == len(view.rows) > 0
        with file.open(encoding="utf-8", newline="") as source:
            rows = list(csv.reader(source))
        assert rows[0] == [column.code for column in view.columns]
        assert len(rows) == len(view.rows) + 1
        assert all(len(row) == len(rows[0]) for row in rows)


def test_values_of_a_view_are_written_for_any_program(
    db: Database, me: str, export: ExportService, clock: FakeClock, tmp_path: Path
) -> None:
    view = ProgressService(db, clock).quiz_scores(me, Period.MONTH)
    export.save_view(view, tmp_path / "view.csv")
    with (tmp_path / "view.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    first = view.lines[0]
    assert rows[0]["day"].startswith("2026-0")
    assert rows[0]["score"] == f"{first.right / first.number:.4f}"
    assert rows[0]["time_s"] == f"{first.active_ms / 1000:.1f}"
    assert rows[0]["attempt"] == first.attempt


def test_json_holds_own_cards_deleted_ones_too(
    db: Database, clock: FakeClock, export: ExportService, me: str, tmp_path: Path
) -> None:
    own = OwnCardService(db, Recorder(db, clock, random.Random(3)))
    draft = Draft("track-1", "typed", "Größe?", "10", "", ("ten",))
    (kept,) = own.add(me, draft).cards
    (gone,) = own.add(me, draft._replace(front="Gone?")).cards
    own.delete(me, [gone])
    file = tmp_path / "out.json"
    export.write(me, file, "json")
    found = json.loads(file.read_text(encoding="utf-8"))["own_cards"]
    assert found[0] == {
        "id": kept, "fact": kept, "topic": "track-1", "kind": "typed", "front": "Größe?",
        "back": "10", "hint": "", "accept": ["ten"], "deleted": False,
    }  # fmt: skip
    assert [(each["id"], each["deleted"]) for each in found] == [(kept, False), (gone, True)]
