"""What the benchmarks share: percentiles, tables, and a line about the machine."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence

import PySide6


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of all values (0 to 1) does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with columns as wide as what stands in them."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        inner = " | ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {inner} |"

    rule = [
        "-" * width if place == 0 else "-" * (width - 1) + ":" for place, width in enumerate(widths)
    ]
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *map(line, rows)])


def machine() -> str:
    """Return what the figures depend on: processors, system, versions, and the load just now."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} × {_processor()}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}{load}"
    )


def verdict(value: float, limit: float) -> str:
    """Return whether a promise is kept."""
    return "kept" if value <= limit else "missed"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 (no file of ours)
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model n")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()
