"""No answer that was called safe is lost when the app is killed."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.kills import kill_often
from tests.support.screen import Screen

KILLS = 20


def test_kills_between_keys_lose_nothing(screen: Screen, tmp_path: Path) -> None:
    losses = kill_often(screen, tmp_path, KILLS, seed=1)
    assert losses.kills == KILLS
    assert losses.lost == []
    assert losses.troubles == []
    assert min(losses.safe) >= KILLS // 2
