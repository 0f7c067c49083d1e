"""Keeps Python 3.11 alive under PySide6 6.12, which counts references as Python 3.12 does.

WORKAROUND for PySide6 6.12.0: its wheels allow Python 3.10 and 3.11, but are compiled as if
``None`` and its kind were immortal, as they are since Python 3.12. Every call that returns nothing
then drops a reference to ``None`` that was never taken, and after some five thousand calls the
interpreter aborts with "none_dealloc". PySide6 6.11.3 does not do this.
"""

from __future__ import annotations

import sys
from typing import Final

# More than a century of calls at a million in a second.
_SPARE: Final = 1 << 52


def keep_singletons() -> None:
    """Give the singletons of Python before 3.12 so many references that none can run out."""
    if sys.version_info >= (3, 12):
        return
    import ctypes

    for value in (None, True, False, NotImplemented, Ellipsis):
        # The count is the first field of every object in CPython.
        count = ctypes.c_ssize_t.from_address(id(value))
        if count.value < _SPARE:
            count.value += _SPARE
