"""Entry point: to the terminal's front door if a command is given, to the window's otherwise."""

from __future__ import annotations

import gc
import sys
import time


def main() -> int:
    """Run MTD Tutor and return its exit code."""
    started_ns = time.monotonic_ns()
    from mtdtutor import cli

    arguments = cli.parse()
    if arguments.command is not None:
        return cli.main(arguments)
    # A start makes little but what stays; the window collects again once it is ready.
    gc.disable()
    # Before Qt: PySide6 reads the source of every module that is imported after it, to see whether
    # that module wants its optional features, and SQLAlchemy has more than a hundred of them.
    import mtdtutor.wiring  # noqa: F401
    from mtdtutor import app

    return app.main(arguments, started_ns)


if __name__ == "__main__":
    sys.exit(main())
