"""Links between entities: who names another is named by it in turn."""

from __future__ import annotations

from collections.abc import Sequence

from mtdtutor.course.build.document import EntityEntry


def both_ways(entities: Sequence[EntityEntry]) -> list[EntityEntry]:
    """Return the entities with every link there and back; authored ones come first, then by id."""
    back: dict[str, set[str]] = {}
    for entity in entities:
        for other in entity.related:
            back.setdefault(other, set()).add(entity.id)
    return [
        entity.model_copy(
            update={
                "related": [
                    *entity.related,
                    *sorted(back.get(entity.id, set()) - {*entity.related, entity.id}),
                ]
            }
        )
        for entity in entities
    ]
