"""What the app has imported when Today is usable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.audit import FORBIDDEN, forbidden

ROOT = Path(__file__).parents[2]


def audit(folder: Path) -> list[str]:
    """Start the app on a data folder and return the modules it had when it was ready."""
    found = folder.with_name("modules.txt")
    found.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.support.audit", str(found), "--data-dir", str(folder)]
    subprocess.run(
        command, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, check=True, timeout=50
    )
    return found.read_text(encoding="utf-8").splitlines()


def test_nothing_heavy_is_imported_before_today_is_painted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for start in ("first", "second"):
        modules = audit(folder)
        assert "mtdtutor.ui.pages.today" in modules, f"the {start} start did not get to Today"
        assert forbidden(modules) == [], f"at the {start} start"


def test_the_audit_sees_what_it_looks_for() -> None:
    modules = ["alembic", "alembic.op", "mtdtutor.course.bank", "mtdtutor.course.build.lint"]
    assert forbidden([*FORBIDDEN, *modules, "numpyish"]) == [*FORBIDDEN, *modules[:2], modules[3]]
