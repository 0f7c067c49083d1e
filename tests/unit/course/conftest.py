"""A small made-up course for the tests of its room."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mtdtutor.course.build.document import BankDocument, document_bytes
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge

SAMPLE = Path(__file__).parent / "knowledge_sample"
MORE = Path(__file__).parent / "knowledge_more"
COURSE = Path(__file__).parents[3] / "content" / "knowledge"


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """Return a content folder of its own that holds the sample knowledge base."""
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content / "knowledge")
    return content


@pytest.fixture
def knowledge_dir(content_dir: Path) -> Path:
    return content_dir / "knowledge"


@pytest.fixture(scope="session")
def sample() -> Knowledge:
    return load_knowledge(SAMPLE)


@pytest.fixture(scope="session")
def document(sample: Knowledge) -> BankDocument:
    return generate(sample)


@pytest.fixture
def more_dir(knowledge_dir: Path) -> Path:
    """Return the sample of its own with people, terms, events and every kind of authored item."""
    return shutil.copytree(MORE, knowledge_dir, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def more(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("more")
    for part in (SAMPLE, MORE):
        shutil.copytree(part, folder, dirs_exist_ok=True)
    return load_knowledge(folder)


@pytest.fixture(scope="session")
def more_document(more: Knowledge) -> BankDocument:
    return generate(more)


@pytest.fixture(scope="session")
def course() -> Knowledge:
    """Return the knowledge base of the course itself."""
    return load_knowledge(COURSE)


@pytest.fixture(scope="session")
def course_document(course: Knowledge) -> BankDocument:
    return generate(course)


@pytest.fixture
def raw_bank(document: BankDocument) -> dict:
    """Return the sample bank as plain JSON that a test may break."""
    return json.loads(document_bytes(document))


@pytest.fixture
def bank_file(tmp_path: Path):
    """Return a function that writes a bank and returns its path."""

    def write(bank: object) -> Path:
        path = tmp_path / "questions.json"
        path.write_bytes(json.dumps(bank).encode())
        return path

    return write
