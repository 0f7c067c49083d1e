"""How a quiz runs: draw, attempt, timing, grading, ability. Pure: no clock, no database."""
