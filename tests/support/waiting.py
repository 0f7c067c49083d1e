"""Waiting for what another process does, with a deadline; the only place that may."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

# Seconds between two looks: short against what a person notices, long against a look's cost.
PAUSE = 0.02


def wait_until(look: Callable[[], Answer | None], what: str, seconds: float = 15.0) -> Answer:
    """Look again and again until the answer is true, and return it.

    Args:
        look: What to ask.
        what: The thing waited for, for the message of the failure.
        seconds: How long to wait at most.

    Raises:
        TimeoutError: The answer was never true.
    """
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (answer := look()):
        if time.monotonic() > deadline:
            message = f"Waited {seconds:g} s in vain for {what}."
            raise TimeoutError(message)
        pause.wait(PAUSE)
    return answer
