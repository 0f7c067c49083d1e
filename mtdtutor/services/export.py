"""Files for people: all events of a learner, and the rows of one view. See ``docs/data.md``."""

from __future__ import annotations

import contextlib
import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TextIO

from mtdtutor.core.clock import Clock, day_to_date, iso_utc
from mtdtutor.core.errors import KnownError
from mtdtutor.progress.events import (
    AnswerEvent,
    AttemptEvent,
    AttemptRow,
    CardActionEvent,
    Event,
    ForecastEvent,
    ParamsEvent,
    RetractionEvent,
    ReviewEvent,
)
from mtdtutor.progress.views import Cell, Column, Kind, View
from mtdtutor.storage import events as stored
from mtdtutor.storage import learners, own_cards
from mtdtutor.storage.database import Database
from mtdtutor.study.memory import Memory

Format = Literal["csv", "json"]

FORMAT_NAME: Final = "mtdtutor-history"
FORMAT_VERSION: Final = 1
REPORT_EVERY: Final = 2000

EVENT_NAMES: Final[dict[type[Event], str]] = {
    ReviewEvent: "review",
    CardActionEvent: "card_action",
    AttemptRow: "attempt",
    AnswerEvent: "answer",
    AttemptEvent: "attempt_event",
    ParamsEvent: "params",
    ForecastEvent: "forecast",
    RetractionEvent: "retraction",
}
_JSON_FIELDS: Final = frozenset({"plan", "response", "data", "params"})
_MEMORIES: Final = ("before", "after")
_HEAD: Final = ("event", "live", "seq", "id", "at", "date")


class ExportService:
    """Writes files; each is complete or not there at all."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def write(
        self,
        learner: str,
        path: Path,
        file_format: Format = "csv",
        report: Callable[[int, int], None] | None = None,
    ) -> int:
        """Write all events of a learner, those taken back too, in their order.

        The events are those of one moment, whatever is recorded meanwhile.

        Args:
            learner: Whose.
            path: The file; one that is there is replaced.
            file_format: ``csv`` or ``json``.
            report: Called now and then with the events written and their total.

        Returns:
            The number of events.

        Raises:
            KnownError: ``export-failed`` when the file could not be written.
        """
        with self._db.read() as conn, whole_file(path) as out:
            total = sum(stored.counts(conn, learner).values())
            found = _told(stored.in_order(conn, learner), total, report)
            if file_format == "csv":
                return _write_csv(out, found)
            name = next(each.name for each in learners.everyone(conn) if each.id == learner)
            head = {
                "format": FORMAT_NAME,
                "version": FORMAT_VERSION,
                "exported": iso_utc(self._clock.now_ms()),
                "learner": {"id": learner, "name": name},
                "own_cards": [
                    {**card._asdict(), "deleted": deleted}
                    for card, deleted in own_cards.with_deleted(conn, learner)
                ],
            }
            return _write_json(out, head, found, lambda digest: stored.get_shown(conn, digest))

    def save_view(self, view: View, path: Path) -> int:
        """Write the rows of a view as CSV, with a header of codes.

        Returns:
            The number of rows.

        Raises:
            KnownError: ``export-failed`` when the file could not be written.
        """
        rows = view.rows
        with whole_file(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([column.code for column in view.columns])
            writer.writerows(_plain_row(view.columns, row) for row in rows)
        return len(rows)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Give a file to write that takes its place when all has been written and synced.

    A link stays a link to the file. What is no file, such as a pipe or ``/dev/stdout``, cannot be
    replaced without destroying it, so it is written to as it stands.

    Raises:
        KnownError: ``export-failed``; what stood at the path before still does.
    """
    try:
        real = path.resolve()
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError
        raise KnownError("export-failed", file=path, reason=error) from error
    part = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as out:
                yield out
            return
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(real)
    except OSError as error:
        raise KnownError("export-failed", file=path, reason=error.strerror or error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def save_bytes(data: bytes, path: Path) -> None:
    """Write a file whole; see ``whole_file``."""
    with whole_file(path) as out:
        out.buffer.write(data)


def csv_columns() -> list[str]:
    """Return the header of the CSV of all events: the head, then every field of every kind."""
    names = dict.fromkeys(_HEAD)
    for kind in EVENT_NAMES:
        for field in kind._fields:
            if field in _MEMORIES:
                names.update(dict.fromkeys(f"{field}_{part}" for part in Memory._fields))
            elif field != "learner":
                names[field] = None
    return list(names)


def as_record(event: Event, *, live: bool) -> dict[str, Any]:
    """Return an event as the JSON export writes it.

    The learner is left out, being the same for all; texts that hold JSON are given as JSON.
    """
    record: dict[str, Any] = {
        "event": EVENT_NAMES[type(event)],
        "live": live,
        "seq": event.seq,
        "id": event.id,
        "at": iso_utc(event.at_ms),
        "date": day_to_date(event.day).isoformat(),
    }
    for name, value in zip(event._fields, event, strict=True):
        if name == "learner":
            continue
        if isinstance(value, Memory):
            record[name] = value._asdict()
        elif name in _JSON_FIELDS and not (isinstance(event, ReviewEvent) or value is None):
            record[name] = json.loads(str(value))
        else:
            record[name] = value
    return record


def _told(
    found: Iterator[tuple[Event, bool]], total: int, report: Callable[[int, int], None] | None
) -> Iterator[tuple[Event, bool]]:
    for done, each in enumerate(found, start=1):
        yield each
        if report is not None and (done % REPORT_EVERY == 0 or done == total):
            report(done, total)


def _write_csv(out: TextIO, found: Iterator[tuple[Event, bool]]) -> int:
    writer = csv.DictWriter(out, csv_columns(), restval="", lineterminator="\n")
    writer.writeheader()
    count = 0
    for event, live in found:
        record = as_record(event, live=live)
        for name in _MEMORIES:
            if name in record:
                memory = record.pop(name)
                record.update({f"{name}_{part}": value for part, value in memory.items()})
        writer.writerow({name: _plain(value) for name, value in record.items()})
        count += 1
    return count


def _write_json(
    out: TextIO,
    head: dict[str, object],
    found: Iterator[tuple[Event, bool]],
    shown: Callable[[str], object],
) -> int:
    digests: dict[str, None] = {}
    count = 0
    out.write("{\n")
    out.writelines(f"{_json(name)}: {_json(value)},\n" for name, value in head.items())
    out.write('"events": [')
    for event, live in found:
        out.write(",\n" if count else "\n")
        out.write(_json(as_record(event, live=live)))
        count += 1
        if isinstance(event, ReviewEvent | AnswerEvent) and event.shown is not None:
            digests[event.shown] = None
    out.write('\n],\n"shown": {')
    for place, digest in enumerate(digests):
        out.write(",\n" if place else "\n")
        out.write(f"{_json(digest)}: {_json(shown(digest))}")
    out.write("\n}\n}\n")
    return count


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: object) -> object:
    """Return a value as one CSV field; a text that a spreadsheet would run is defused."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return _json(value)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


def _plain_row(columns: Sequence[Column], row: Sequence[Cell]) -> list[object]:
    return [_plain_cell(column, cell) for column, cell in zip(columns, row, strict=True)]


def _plain_cell(column: Column, cell: Cell) -> object:
    if isinstance(cell, str) or cell is None:
        return _plain(cell)
    match column.kind:
        case Kind.DAY:
            return day_to_date(int(cell)).isoformat()
        case Kind.SHARE:
            return f"{cell:.4f}"
        case Kind.DURATION:
            return f"{cell / 1000:.1f}"
        case _:
            return cell
