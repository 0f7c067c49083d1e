"""The course gives the same bytes anywhere, and one more entry changes only what uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtdtutor.course.build.document import AnyQuestion, BankDocument
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import load_knowledge
from tests.unit.course.conftest import SAMPLE

COURSE = Path(__file__).parents[3] / "content" / "knowledge"
FOLDERS = pytest.mark.parametrize("folder", [SAMPLE, COURSE], ids=["sample", "course"])

SCRIPT = """
import hashlib, sys
from pathlib import Path
from mtdtutor.course.build.document import document_bytes
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import load_knowledge
from mtdtutor.course.build.lint import lint_document
document = generate(load_knowledge(Path(sys.argv[1])))
data = document_bytes(document) + repr(lint_document(document).findings).encode()
print(hashlib.sha256(data).hexdigest())
"""

FACT = """
[[fact]]
id = "{entity}:history-99"
entity = "{entity}"
slot = "history-99"
topic = "{entity}"
level = "detail"
text = "A bell rang when the first page of this story was turned."
confidence = "high"
why = "Bells are easy to hear, and whoever hears one looks up from the page."
cites = [{{ source = "{source}", section = "p. 1" }}]

[[fact.card]]
kind = "forward"
skill = "context"
front = "What rang when the first page of this story was turned?"
back = "A bell."

[[fact.statement]]
text = "A bell rang when the first page of this story was turned."
answer = true
"""

ROW = """
[[row]]
id = "actor.bell-ringer"
matrix = "actor"
text = "A ringer of small bells"
yes = {{ "track-3" = "{fact}" }}
no = [{{ topics = ["track-1"], why = "Bells are rung in Track 3 here." }}]
"""


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "knowledge"
    shutil.copytree(folder, copy)
    return copy


@FOLDERS
def test_same_bank_and_findings_under_any_hash_seed(folder: Path):
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4242")
    }
    assert len(found) == 1


@FOLDERS
def test_the_order_of_entries_does_not_matter(folder: Path, copied: Path):
    """Only rows have a meaning by their order: the first of a fact are those asked for."""
    for path in copied.glob("track-*.toml"):
        head, *facts = path.read_text(encoding="utf-8").split("\n[[fact]]\n")
        path.write_text("\n[[fact]]\n".join([head, *reversed(facts)]), encoding="utf-8")
    before, after = generate(load_knowledge(folder)), generate(load_knowledge(copied))
    assert after.questions == before.questions
    assert after.cards == before.cards
    assert after.facts == before.facts


def by_id(document: BankDocument) -> dict[str, AnyQuestion]:
    return {question.id: question for question in document.questions}


@FOLDERS
def test_one_more_fact_changes_nothing_else(folder: Path, copied: Path):
    before = generate(load_knowledge(folder))
    source = before.sources[0].id
    extra = FACT.format(entity="track-3", source=source)
    (copied / "zz.toml").write_text(extra, encoding="utf-8")
    after = generate(load_knowledge(copied))
    new = set(by_id(after)) - set(by_id(before))
    assert new == {"t12:track-3:history-99:true"}
    assert [item for item in after.questions if item.id not in new] == before.questions
    cards = [card for card in after.cards if card.fact != "track-3:history-99"]
    assert cards == before.cards
    assert len(after.cards) == len(cards) + 1


@FOLDERS
def test_one_more_row_changes_only_what_offers_it(folder: Path, copied: Path):
    knowledge = load_knowledge(folder)
    before = by_id(generate(knowledge))
    fact = next(row.yes["track-3"] for row in knowledge.rows if "track-3" in row.yes)
    (copied / "zz.toml").write_text(ROW.format(fact=fact), encoding="utf-8")
    after = by_id(generate(load_knowledge(copied)))
    assert before.keys() <= after.keys()
    changed = [name for name, item in after.items() if before.get(name) != item]
    assert changed
    assert all("actor.bell-ringer" in after[name].model_dump_json() for name in changed)


@FOLDERS
def test_each_card_and_question_has_the_rev_of_its_facts(folder: Path):
    document = generate(load_knowledge(folder))
    revs = {fact.id: fact.rev for fact in document.facts}
    for card in document.cards:
        assert card.rev == revs[card.fact]
    for item in document.questions:
        if item.template == "t16":
            continue  # an order of time has a rev of its own
        facts = {item.fact, *item.also} if item.template != "t22" else {item.fact}
        assert item.rev == 1 + sum(revs[fact] - 1 for fact in facts), item.id
