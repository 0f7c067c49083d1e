"""Where the two source documents of the course lie, when they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDER = ROOT.parent / "shared" / "seeds"
ARTICLE = FOLDER / "000_af7f7b07b8ffd5bc.txt"
QUESTIONS = FOLDER / "003_2be314d2458d1710.txt"

needs_source_documents = pytest.mark.skipif(
    not (ARTICLE.is_file() and QUESTIONS.is_file()),
    reason="the two source documents are not at hand",
)
