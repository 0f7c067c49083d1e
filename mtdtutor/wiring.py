"""Builds clock, randomness, paths, logging, database and services. No Qt, and nothing is global.

Both front doors, the window and the terminal, get what they need from ``build``.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import KnownError
from mtdtutor.services.bank import refresh_bank
from mtdtutor.services.learners import LearnerService
from mtdtutor.storage.database import Database, open_database

if TYPE_CHECKING:
    from mtdtutor.services.card_info import CardInfoService
    from mtdtutor.services.comparing import ComparingService
    from mtdtutor.services.corrections import CorrectionService
    from mtdtutor.services.exam import ExamService
    from mtdtutor.services.export import ExportService
    from mtdtutor.services.finding import FindingService
    from mtdtutor.services.focus import FocusService
    from mtdtutor.services.leeches import LeechService
    from mtdtutor.services.library import LibraryService
    from mtdtutor.services.mending import MendingService
    from mtdtutor.services.own_cards import OwnCardService
    from mtdtutor.services.problems import ProblemService
    from mtdtutor.services.progress import ProgressService
    from mtdtutor.services.quiz import QuizService
    from mtdtutor.services.recording import Recorder
    from mtdtutor.services.safety import SafetyService
    from mtdtutor.services.study import StudyService
    from mtdtutor.services.wording import WordingService
    from mtdtutor.services.workload import WorkloadService

LOG_BYTES = 1_000_000
LOG_FILES = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paths:
    """Where one data folder keeps its things."""

    folder: Path
    bank: Path

    @property
    def database(self) -> Path:
        """The learner's database."""
        return self.folder / "mtdtutor.sqlite3"

    @property
    def settings(self) -> Path:
        """Settings of this device."""
        return self.folder / "settings.json"

    @property
    def backups(self) -> Path:
        """Verified backups."""
        return self.folder / "backups"

    @property
    def log_file(self) -> Path:
        """The running log."""
        return self.folder / "logs" / "mtdtutor.log"

    @property
    def lock(self) -> Path:
        """The instance lock."""
        return self.folder / "lock"


def content_folder() -> Path:
    """Return the folder of the bundled course: inside the wheel, or beside the package."""
    package = Path(__file__).parent
    packaged = package / "content"
    return packaged if packaged.is_dir() else package.parent / "content"


def find_paths(data_dir: Path | None) -> Paths:
    """Return the paths of a data folder, by default the platform's own."""
    if data_dir is None:
        # Imported here: a start with --data-dir does without it.
        from platformdirs import user_data_path

        data_dir = user_data_path("mtdtutor", appauthor=False)
    return Paths(folder=data_dir.absolute(), bank=content_folder() / "questions.json")


def prepare_folder(paths: Paths) -> None:
    """Make the data folder, for its owner alone, and prove that it can be written to.

    Raises:
        KnownError: ``folder-read-only`` when it cannot.
    """
    try:
        paths.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths.log_file.parent.mkdir(exist_ok=True, mode=0o700)
        paths.backups.mkdir(exist_ok=True, mode=0o700)
        probe = paths.folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise KnownError(
            "folder-read-only", folder=paths.folder, reason=error.strerror or error
        ) from error


class LogFile(logging.handlers.RotatingFileHandler):
    """A log that keeps quiet when the disk is full: what failed is said by those who failed."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (its name there)
        """Let a line go that cannot be written."""

    def close(self) -> None:
        """Close the file, whatever becomes of the last lines."""
        with contextlib.suppress(OSError):
            super().close()


def start_logging(paths: Paths, *, debug: bool = False) -> logging.Handler:
    """Send log records to a rotating file in the data folder.

    Returns:
        The handler, for the caller to remove and close at exit.

    Raises:
        KnownError: ``folder-read-only`` when the log cannot be written.
    """
    try:
        handler = LogFile(
            paths.log_file, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise KnownError(
            "folder-read-only", folder=paths.folder, reason=f"{error.strerror}: {paths.log_file}"
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("mtdtutor")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    return handler


def open_services(paths: Paths, clock: Clock, rng: random.Random) -> Services:
    """Open the database of a prepared data folder and bring the bank into it.

    Args:
        paths: Where the folder keeps its things.
        clock: The clocks that everything reads.
        rng: Randomness for ids and quiz seeds.

    Returns:
        The services; ``bank_trouble`` says if the bank file is broken and an earlier one is used.

    Raises:
        KnownError: The database cannot be opened, or there is no bank at all.
    """
    db = open_database(paths.database, paths.backups, clock, rng)
    try:
        trouble = refresh_bank(db, paths.bank, clock, rng)
    except BaseException:
        db.dispose()
        raise
    return Services(db, paths, clock, rng, trouble)


class Services:
    """All use cases over one database.

    Each is built, and its module imported, when it is first asked for, so that a start pays only
    for what Today shows.
    """

    def __init__(
        self,
        db: Database,
        paths: Paths,
        clock: Clock,
        rng: random.Random,
        bank_trouble: KnownError | None = None,
    ) -> None:
        self._db = db
        self._paths = paths
        self._clock = clock
        self._rng = rng
        self._bank_trouble = bank_trouble

    @property
    def clock(self) -> Clock:
        """The clocks that everything here reads."""
        return self._clock

    @property
    def db(self) -> Database:
        """The open database."""
        return self._db

    @property
    def bank_trouble(self) -> KnownError | None:
        """What is wrong with the bank file while an earlier bank is in use."""
        return self._bank_trouble

    @property
    def paths(self) -> Paths:
        """Where this data folder keeps its things."""
        return self._paths

    @cached_property
    def recorder(self) -> Recorder:
        """The one writer of events."""
        from mtdtutor.services.recording import Recorder

        return Recorder(self._db, self._clock, self._rng)

    @cached_property
    def learners(self) -> LearnerService:
        """Learners and their learning settings."""
        return LearnerService(self._db, self._paths.backups, self._clock, self._rng)

    @cached_property
    def study(self) -> StudyService:
        """Cards: what to review now, grading, undo."""
        from mtdtutor.services.study import StudyService

        return StudyService(self._db, self.recorder, self._clock, self._rng)

    @cached_property
    def exam(self) -> ExamService:
        """The exam, its plan and what comes after it."""
        from mtdtutor.services.exam import ExamService

        return ExamService(self._db, self.recorder, self._clock, self._rng)

    @cached_property
    def focus(self) -> FocusService:
        """What sessions there are to choose from."""
        from mtdtutor.services.focus import FocusService

        return FocusService(self._db, self._clock)

    @cached_property
    def workload(self) -> WorkloadService:
        """What desired retentions would cost and bring."""
        from mtdtutor.services.workload import WorkloadService

        return WorkloadService(self._db, self._clock)

    @cached_property
    def quiz(self) -> QuizService:
        """Timed quizzes."""
        from mtdtutor.services.quiz import QuizService

        return QuizService(self._db, self.recorder, self._clock, self._rng)

    @cached_property
    def progress(self) -> ProgressService:
        """What the history says."""
        from mtdtutor.services.progress import ProgressService

        return ProgressService(self._db, self._clock)

    @cached_property
    def finding(self) -> FindingService:
        """The library as a list that narrows while one types."""
        from mtdtutor.services.finding import FindingService

        return FindingService(self._db, self._clock, self.recorder)

    @cached_property
    def library(self) -> LibraryService:
        """What is behind each line of the library, and what there is to read."""
        from mtdtutor.services.library import LibraryService

        return LibraryService(self._db, self._clock)

    @cached_property
    def card_info(self) -> CardInfoService:
        """All there is to know of one card."""
        from mtdtutor.services.card_info import CardInfoService

        return CardInfoService(self._db, self._clock, self.recorder)

    @cached_property
    def mending(self) -> MendingService:
        """Changing grades of the past."""
        from mtdtutor.services.mending import MendingService

        return MendingService(self._db, self.recorder)

    @cached_property
    def leeches(self) -> LeechService:
        """Advice on cards that are forgotten again and again."""
        from mtdtutor.services.leeches import LeechService

        return LeechService(self._db)

    @cached_property
    def comparing(self) -> ComparingService:
        """Things of the course side by side."""
        from mtdtutor.services.comparing import ComparingService

        return ComparingService(self._db)

    @cached_property
    def corrections(self) -> CorrectionService:
        """What newer versions of the course changed."""
        from mtdtutor.services.corrections import CorrectionService

        return CorrectionService(self._db)

    @cached_property
    def wording(self) -> WordingService:
        """Bundled cards in the learner's own words."""
        from mtdtutor.services.wording import WordingService

        return WordingService(self._db, self._clock)

    @cached_property
    def own_cards(self) -> OwnCardService:
        """Cards that the learner writes."""
        from mtdtutor.services.own_cards import OwnCardService

        return OwnCardService(self._db, self.recorder)

    @cached_property
    def problems(self) -> ProblemService:
        """Reports on what is wrong with the course."""
        from mtdtutor.services.problems import ProblemService

        return ProblemService(self._db, self._clock, self._rng)

    @cached_property
    def export(self) -> ExportService:
        """Events and views as files."""
        from mtdtutor.services.export import ExportService

        return ExportService(self._db, self._clock)

    @cached_property
    def safety(self) -> SafetyService:
        """Check, backup and the facts that doctor prints."""
        from mtdtutor.services.safety import SafetyService

        return SafetyService(self._db, self._paths.backups, self._clock, self._rng)

    def close(self) -> None:
        """Close the database."""
        self._db.dispose()
