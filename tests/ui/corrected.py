"""A newer version of the bundled course, for tests of pages that tell what changed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from mtdtutor.services.bank import refresh_bank
from mtdtutor.ui.page import Context

VERSION = "99.0.0"
NOTE = "What it said was wrong; this is right."
REASON = "Nobody can say this for certain."
NOW = "This is what is right now."


def load_newer(
    context: Context, *, corrects: str = "", withdraws: str = "", version: str = VERSION
) -> None:
    """Load a bank that corrects a fact, withdraws a card, or both.

    Args:
        context: Holds the services of the bundled course.
        corrects: Id of a fact.
        withdraws: Id of a card or question.
        version: Version of the bank.
    """
    paths = context.services.paths
    bank: dict[str, Any] = json.loads(paths.bank.read_text(encoding="utf-8"))
    bank["bank_version"] = version
    bank["corrected"] = []
    if corrects:
        for each in (*bank["facts"], *bank["cards"], *bank["questions"]):
            if corrects in (each["id"], each.get("fact")):
                each["rev"] += 1
            if each["id"] == corrects:
                each["text"] = {"en": NOW}
        bank["corrected"].append({"id": corrects, "since": version, "note": {"en": NOTE}})
    if withdraws:
        for part in ("cards", "questions"):
            bank[part] = [each for each in bank[part] if each["id"] != withdraws]
        gone = {"id": withdraws, "since": version, "reason": {"en": REASON}}
        bank["retired"].append(gone)
    path = Path(paths.folder) / f"newer-{version}.json"
    path.write_text(json.dumps(bank), encoding="utf-8")
    assert refresh_bank(context.services.db, path, context.clock, random.Random(3)) is None
