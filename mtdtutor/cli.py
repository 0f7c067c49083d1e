"""The terminal's front door: the same abilities as the window, for scripts and for rescue.

Exit codes: 0 done, 1 a known error in words on stderr, 2 wrong usage, 70 our own fault. Somebody
who stops listening (``| head``) or presses Ctrl+C ends a command without a word, with the code
that a shell gives to the signal.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from mtdtutor import __version__
from mtdtutor.core.clock import SystemClock
from mtdtutor.core.errors import KnownError

if TYPE_CHECKING:
    from mtdtutor.wiring import Paths, Services

EXIT_OK: Final = 0
EXIT_KNOWN: Final = 1
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 128 + 2
EXIT_NOT_HEARD: Final = 128 + 13

log = logging.getLogger(__name__)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="mtdtutor",
        description="Learn multi-track diplomacy: flashcards, timed quizzes, an honest history.",
        epilog="Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"mtdtutor {__version__}")
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="keep all data in DIR instead of the usual place",
    )
    parser.add_argument("--learner", metavar="NAME", help="whose progress it is")
    parser.add_argument("--debug", action="store_true", help="write a more detailed log")
    # For tests: the same quizzes every time, on a data folder that has none yet.
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_content(commands)
    _add_schedule(commands)
    stats = commands.add_parser("stats", help="print what is known about the learner's progress")
    stats.add_argument("--json", action="store_true", help="print one JSON object")
    history = commands.add_parser("history", help="the learner's events")
    actions = history.add_subparsers(dest="action", metavar="ACTION", required=True)
    export = actions.add_parser("export", help="write all events to a file")
    export.add_argument("--format", choices=("csv", "json"), default="csv")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    problems = commands.add_parser("problems", help="print the reports on problems in the course")
    problems.add_argument("--json", action="store_true", help="print one JSON object")
    check = commands.add_parser("check", help="check the database completely")
    check.add_argument(
        "--rebuild", action="store_true", help="make memory and totals again from the events"
    )
    check.add_argument("--json", action="store_true", help="print one JSON object")
    doctor = commands.add_parser("doctor", help="print versions, paths and the state of things")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _add_content(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    content = commands.add_parser("content", help="build and check the course")
    content.add_argument(
        "--content-dir", type=Path, metavar="DIR", help="the folder that holds knowledge/"
    )
    actions = content.add_subparsers(dest="action", metavar="ACTION", required=True)
    build = actions.add_parser("build", help="make questions.json from the knowledge base")
    build.add_argument(
        "--check", action="store_true", help="only say whether questions.json is up to date"
    )
    lint = actions.add_parser("lint", help="check the quality of a bank")
    lint.add_argument("file", type=Path, nargs="?", metavar="FILE", help="a bank file")
    lint.add_argument(
        "--released", type=Path, metavar="OLD", help="the bank file that was released last"
    )
    lint.add_argument(
        "--documents", type=Path, metavar="DIR", help="the folder of documents cited by span"
    )
    coverage = actions.add_parser("coverage", help="count what the course covers, by topic")
    coverage.add_argument("--json", action="store_true", help="print one JSON object")
    ingest = actions.add_parser("ingest", help="read source documents into candidates")
    ingest.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="plain text, Markdown or HTML in UTF-8"
    )
    ingest.add_argument(
        "-o", "--output", type=Path, required=True, metavar="CANDIDATES", help="the TOML to write"
    )
    ingest.add_argument(
        "--against", type=Path, metavar="DIR", help="mark what is at odds with this knowledge base"
    )


def _add_schedule(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schedule = commands.add_parser(
        "schedule",
        help="print what the scheduler makes of a history, step by step",
        description="Print what the scheduler makes of a new card, step by step: recall before, "
        "stability, difficulty, interval before and after fuzz, and when the card comes back. "
        "No database is read or written.",
        epilog="Example: mtdtutor schedule --grades 3,3,1,3 --days 0,1,4,5 --quiz 4:right:3",
    )
    for name, required, metavar, text in (
        ("--grades", True, "G,G,...", "1 again, 2 hard, 3 good, 4 easy"),
        ("--days", True, "D,D,...", "the day of each grade, from 0; several may share a day"),
        ("--retention", False, "R", "desired recall when the card comes back (default: 0.9)"),
        (
            "--quiz",
            False,
            "DAY:right|wrong[:OPTIONS],...",
            "quiz answers after the grades of their day, with 3 options unless you say otherwise",
        ),
        ("--card", False, "ID", "the card whose fuzz is wanted, by its id in the course"),
    ):
        schedule.add_argument(name, required=required, metavar=metavar, help=text)
    schedule.add_argument("--json", action="store_true", help="print one JSON object")
    schedule.set_defaults(refuse=schedule.error)


def main(arguments: argparse.Namespace) -> int:
    """Run the command of a parsed command line.

    Args:
        arguments: What ``build_parser`` returned; its ``command`` is set.

    Returns:
        The exit code.
    """
    if arguments.command == "content":
        return _in_words(lambda: _content(arguments))
    if arguments.command == "schedule":
        return _in_words(lambda: _schedule(arguments))
    if arguments.command == "doctor":
        return _in_words(lambda: _doctor(arguments))
    return _in_words(lambda: _with_services(arguments, _COMMANDS[arguments.command]))


def _in_words(run: Callable[[], int]) -> int:
    """Run something and say on stderr what kept it from being done."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a letter gets its number, not a defect.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end, which must find somebody who listens.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_NOT_HEARD
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except KnownError as error:
        sys.stderr.write(f"mtdtutor: {error}\n")
        return EXIT_KNOWN
    except Exception as error:  # noqa: BLE001 (the last one who can put it into words)
        sys.stderr.write(
            f"mtdtutor: this is a defect of MTD Tutor, not yours: {type(error).__name__}: {error}\n"
        )
        return EXIT_BUG
    return code


def _content(arguments: argparse.Namespace) -> int:
    if arguments.action == "ingest":
        from mtdtutor.course.build.ingest.command import ingest

        return ingest(arguments.files, arguments.output, sys.stdout, against=arguments.against)
    from mtdtutor.course.build import commands
    from mtdtutor.wiring import content_folder

    folder = arguments.content_dir or content_folder()
    if arguments.action == "build":
        return commands.build(folder, sys.stdout, check=arguments.check)
    if arguments.action == "lint":
        return commands.lint(
            folder,
            sys.stdout,
            file=arguments.file,
            released=arguments.released,
            documents=arguments.documents,
        )
    return commands.coverage(folder, sys.stdout, as_json=arguments.json)


def _schedule(arguments: argparse.Namespace) -> int:
    from mtdtutor.services import schedule

    refuse: Callable[[str], NoReturn] = arguments.refuse
    try:
        told = schedule.read(
            arguments.grades, arguments.days, arguments.quiz, arguments.retention, arguments.card
        )
    except schedule.UsageError as error:
        refuse(str(error))
    played = schedule.play(told)
    sys.stdout.write((schedule.as_json if arguments.json else schedule.as_text)(told, played))
    return EXIT_OK


def _with_services(arguments: argparse.Namespace, command: _Command) -> int:
    from mtdtutor import wiring

    paths = wiring.find_paths(arguments.data_dir)
    wiring.prepare_folder(paths)
    handler = wiring.start_logging(paths, debug=arguments.debug)
    try:
        services = wiring.open_services(paths, SystemClock(), random.Random())
        try:
            return command(services, paths, arguments)
        finally:
            services.close()
    except KnownError as error:
        log.warning("known error %s: %s", error.code, error)
        raise
    except BrokenPipeError:
        raise
    except Exception:
        log.exception("a defect of this program")
        raise
    finally:
        logging.getLogger("mtdtutor").removeHandler(handler)
        handler.close()


def _stats(services: Services, paths: Paths, arguments: argparse.Namespace) -> int:
    del paths
    learner = services.learners.find(arguments.learner)
    figures = services.safety.stats(learner.id)
    _print(figures, as_json=arguments.json)
    return EXIT_OK


def _history(services: Services, paths: Paths, arguments: argparse.Namespace) -> int:
    del paths
    learner = services.learners.find(arguments.learner)
    count = services.export.write(learner.id, arguments.output, arguments.format)
    sys.stdout.write(f"{count} events written to {arguments.output}\n")
    return EXIT_OK


def _problems(services: Services, paths: Paths, arguments: argparse.Namespace) -> int:
    from mtdtutor.services.problems import as_json, as_text

    del paths
    learner = services.learners.find(arguments.learner)
    found = services.problems.everything(learner.id)
    sys.stdout.write(as_json(found) if arguments.json else as_text(found) or "no reports\n")
    return EXIT_OK


def _check(services: Services, paths: Paths, arguments: argparse.Namespace) -> int:
    if arguments.rebuild:
        from mtdtutor.services.instance import InstanceLock

        lock = InstanceLock(paths.lock)
        if not lock.acquire():
            raise KnownError("lock-needed", command="check --rebuild", folder=paths.folder)
        try:
            services.safety.rebuild(_progress if sys.stderr.isatty() else None)
        finally:
            lock.release()
    report = services.safety.check()
    _print({"findings": report.findings, **report.figures}, as_json=arguments.json)
    return EXIT_KNOWN if report.findings else EXIT_OK


def _progress(done: int, total: int) -> None:
    """Tell a person at the terminal how far it is, in one line that is written over."""
    end = "\n" if done == total else ""
    sys.stderr.write(f"\rrebuilding: {100 * done // total} %{end}")
    sys.stderr.flush()


def _doctor(arguments: argparse.Namespace) -> int:
    """Print the state of things, above all where the database cannot be opened."""
    from mtdtutor import wiring
    from mtdtutor.services.doctor import examine

    paths = wiring.find_paths(arguments.data_dir)
    wiring.prepare_folder(paths)
    try:
        services = wiring.open_services(paths, SystemClock(), random.Random())
    except KnownError as error:
        _print(examine(None, paths, "", error), as_json=arguments.json)
        return EXIT_OK
    try:
        head = services.library.head()
        version = head.version if head is not None else ""
        report = examine(services.db, paths, version, services.bank_trouble)
    finally:
        services.close()
    _print(report, as_json=arguments.json)
    return EXIT_OK


def _print(figures: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(figures, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
        return
    width = max(map(len, figures), default=0)
    for name, value in figures.items():
        lines = _lines(value) or ["none"]
        for head, line in zip([name, *[""] * len(lines)], lines, strict=False):
            sys.stdout.write(f"{head.ljust(width)}  {line}\n")


def _lines(value: object) -> list[str]:
    if isinstance(value, dict):
        return [f"{name} {each}" for name, each in value.items()]
    if isinstance(value, list):
        return [str(each) for each in value]
    return [str(value)]


_Command = Callable[["Services", "Paths", argparse.Namespace], int]
_COMMANDS: Final[dict[str, _Command]] = {
    "stats": _stats,
    "history": _history,
    "problems": _problems,
    "check": _check,
}


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse a command line; ``command`` is None when the window is wanted."""
    return build_parser().parse_args(arguments)
