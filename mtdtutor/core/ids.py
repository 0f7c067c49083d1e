"""Identities: sortable UUIDs for events, and stable hashes for choice and order."""

from __future__ import annotations

import hashlib
import random
import uuid
from typing import Final

OWN_PREFIX: Final = "own:"
"""How the ids of cards begin that a learner wrote."""


def is_own(card: str) -> bool:
    """Return whether a card is one that a learner wrote, by its id."""
    return card.startswith(OWN_PREFIX)


def new_id(now_ms: int, rng: random.Random) -> str:
    """Return a new UUID version 7 as text.

    Python 3.11 has no ``uuid.uuid7``; the layout is that of RFC 9562, section 5.7.

    Args:
        now_ms: UTC milliseconds, which lead the id so that ids sort by time.
        rng: Source of the 74 random bits.
    """
    value = (now_ms & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= rng.getrandbits(12) << 64
    value |= 0b10 << 62
    value |= rng.getrandbits(62)
    return str(uuid.UUID(int=value))


def stable_unit(*parts: object) -> float:
    """Return a number in [0, 1) that depends on the parts alone.

    The same on every machine, Python and hash seed, so that order and choice made from it can be
    replayed, and one more item never reshuffles the others.
    """
    text = "|".join(str(part) for part in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) / 2**53
