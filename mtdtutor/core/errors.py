"""The two families of errors, told apart by who is to blame."""

from __future__ import annotations

from mtdtutor.core.messages import english


class TutorError(Exception):
    """Base of every error this program raises on purpose."""


class KnownError(TutorError):
    """The world is to blame: a bad file, a full disk, a second start.

    Attributes:
        code: Key of the message in ``core.messages``; the interface translates by it.
        params: Values for the placeholders of that message.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(english(code, params))


class BugError(TutorError):
    """We are to blame; reaching it means this program has a defect."""
