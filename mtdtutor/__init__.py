"""MTD Tutor: learn multi-track diplomacy by cards, timed quizzes and an honest history."""

from __future__ import annotations

__version__ = "0.1.0"
