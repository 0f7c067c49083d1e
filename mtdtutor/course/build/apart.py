"""Entities that are never wrong options for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge


def kept_apart(kb: Knowledge, one: str, other: str) -> bool:
    """Return whether two entities share a meaning or a deed, so none is wrong for another."""
    return any(one in group.entities and other in group.entities for group in kb.apart)
