"""A quiz whose process is killed loses no answer that was acknowledged, and gives no time away."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from mtdtutor.course.bank import read_bank
from mtdtutor.services.quiz import QuizService
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import attempts, content, learners
from mtdtutor.storage.database import open_database
from tests.support.clock import FakeClock

ROOT = Path(__file__).parents[3]
BANK = ROOT / "content" / "questions.json"
SITTER = """
import random, sys
from pathlib import Path
from mtdtutor.services.quiz import QuizService
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import learners
from mtdtutor.storage.database import open_database
from tests.support.clock import FakeClock

folder, clock, rng = Path(sys.argv[1]), FakeClock(), random.Random(2)
db = open_database(folder / "test.sqlite3", folder / "backups", clock, rng)
with db.read() as conn:
    me = learners.everyone(conn)[0].id
quiz = QuizService(db, Recorder(db, clock, rng), clock, rng)
view = quiz.start(me, QuizChoice((), 20))
print(view.attempt, flush=True)
for position in range(20):
    view = quiz.go(view.attempt, position)
    for _ in range(7):
        clock.advance(seconds=1)
        quiz.tick(view.attempt)
    quiz.choose(view.attempt, [view.question.options[0].id])
    assert quiz.confirm(view.attempt) is not None
    print(position, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("after", [0, 1, 7, 19])
def test_no_acknowledged_answer_is_lost(tmp_path: Path, clock: FakeClock, after: int) -> None:
    file, backups, rng = tmp_path / "test.sqlite3", tmp_path / "backups", random.Random(1)
    db = open_database(file, backups, clock, rng)
    with db.write() as conn:
        content.load_bank(conn, read_bank(BANK), 0)
        me = learners.everyone(conn)[0].id
    db.dispose()
    with subprocess.Popen(
        [sys.executable, "-c", SITTER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as sitter:
        assert sitter.stdout is not None
        attempt = sitter.stdout.readline().strip()
        while sitter.stdout.readline().strip() != str(after):
            assert sitter.poll() is None
        sitter.kill()
    db = open_database(file, backups, clock, rng)
    quiz = QuizService(db, Recorder(db, clock, rng), clock, rng)
    waiting = quiz.unfinished(me)
    assert waiting is not None
    assert waiting.attempt == attempt
    assert waiting.answered >= after + 1
    view = quiz.resume(attempt)
    with db.read() as conn:
        answers = attempts.answers(conn, attempt)
    assert [each.position for each in answers] == list(range(len(answers)))
    assert view.total_ms is not None
    assert view.remaining_ms is not None
    used = view.total_ms - view.remaining_ms
    assert 7_000 * len(answers) <= used <= 7_000 * (len(answers) + 1)
    quiz.finish(attempt)
    assert quiz.result(attempt).answered == len(answers)
    db.dispose()
