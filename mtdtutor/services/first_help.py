"""Help with grading, for learners who have graded few cards and did not put it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mtdtutor.storage import learners

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

GRADES_WITH_HELP: Final = 10
"""How many grades a learner gives before the grades explain themselves no longer."""
_PUT_AWAY: Final = "grade_help_put_away"


def wanted(conn: Connection, learner: str) -> bool:
    """Return whether the grades are to be explained to a learner."""
    if learners.settings(conn, learner).get(_PUT_AWAY) is True:
        return False
    return learners.grades_given(conn, learner, GRADES_WITH_HELP) < GRADES_WITH_HELP


def put_away(conn: Connection, learner: str) -> None:
    """Explain the grades no more."""
    learners.change_setting(conn, learner, _PUT_AWAY, value=True)
