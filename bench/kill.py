"""Kill the app over and over in the middle of studying and of quizzes; count what was lost.

    .venv/bin/python bench/kill.py [KILLS] [SEED]

Needs the programs that the tests in a real window need. Prints a table; exit code 1 if anything
was lost or the database is not whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.e2e.kills import kill_often
from tests.support.screen import Screen


def main(kills: int = 200, seed: int = 1) -> int:
    """Kill, print and return the exit code."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(Path(folder))
        try:
            losses = kill_often(screen, Path(folder), kills, seed)
        finally:
            screen.close()
    grades, answers = losses.safe
    print(f"kills                {losses.kills:>8}")
    print(f"grades called safe   {grades:>8}")
    print(f"answers called safe  {answers:>8}")
    print(f"lost                 {len(losses.lost):>8}")
    print(f"seconds              {time.monotonic() - started:>8.0f}")
    for trouble in [*losses.lost, *losses.troubles]:
        print(trouble)
    return 1 if losses.lost or losses.troubles else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
