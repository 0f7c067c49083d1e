"""Sentences at odds with a knowledge base, and the command from the terminal."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from mtdtutor import cli
from tests.unit.course.ingest.support import of_text

SAMPLE = Path(__file__).parents[1] / "knowledge_sample"
ADDED = """
[[fact.statement]]
key = "night"
text = "In the town of Mr Mill, sleepy bakers guard the harbour at midnight."
answer = false
correction = "In the town of Mr Mill, watchmen guard the harbour after dark."

[[fact.statement]]
key = "ships"
text = "All ships are empty."
answer = false
correction = "Ships are full."

[[fact]]
id = "track-1:harbour"
entity = "track-1"
slot = "harbour"
topic = "track-1"
level = "detail"
text = "The great harbour was opened in 1702."
confidence = "high"
why = "A date to remember when the town tells of its beginnings."
cites = [{ source = "town-book", section = "ch. 1" }]
"""


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    shutil.copytree(SAMPLE, folder)
    with (folder / "track-1.toml").open("a", encoding="utf-8") as file:
        file.write(ADDED)
    return folder


@pytest.mark.parametrize(
    ("sentence", "fact", "says"),
    [
        (
            "Here it is the sleepy baker who guards the harbour at midnight.",
            "track-1:definition",
            "In the town of Mr Mill, watchmen guard the harbour after dark.",
        ),
        ("All the ships here are empty.", "track-1:definition", "Ships are full."),
        (
            "The great harbour was opened in 1750.",
            "track-1:harbour",
            "The great harbour was opened in 1702.",
        ),
    ],
)
def test_at_odds(tmp_path: Path, knowledge: Path, sentence: str, fact: str, says: str):
    text = f"Rain fell on the roofs. {sentence}"
    (conflict,) = of_text(tmp_path, text, against=knowledge)["conflict"]
    assert (conflict["text"], conflict["kind"]) == (sentence, "knowledge")
    assert (conflict["fact"], conflict["other_text"]) == (fact, says)
    assert of_text(tmp_path, text)["conflict"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Sleepy bakers do not guard the harbour at midnight.",
        "Watchmen guard the harbour after dark.",
        "Bakers rise long before midnight is over.",
        "The great harbour was opened in 1702.",
        "The small harbour was opened in 1750.",
    ],
)
def test_not_at_odds(tmp_path: Path, knowledge: Path, sentence: str):
    assert of_text(tmp_path, sentence, against=knowledge)["conflict"] == []


def run(*words: str | Path) -> int:
    return cli.main(cli.parse([str(word) for word in words]))


def test_from_the_terminal(tmp_path: Path, knowledge: Path, capsys: pytest.CaptureFixture[str]):
    file, output = tmp_path / "page.txt", tmp_path / "candidates.toml"
    file.write_text("What is a pier?\n\nA pier is a wall in the sea. The moon is far.\n")
    assert run("content", "ingest", file, "-o", output, "--against", knowledge) == 0
    said = capsys.readouterr().out
    assert said == (
        f"Wrote {output}: 1 fact, 1 FAQ, 1 definition, 0 tables, 0 lists, 0 conflicts, 0 gaps, "
        "0 dropped.\n"
    )
    assert tomllib.loads(output.read_text())["faq"][0]["question"] == "What is a pier?"
    assert output.read_text().startswith("# Candidates")


def test_errors_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file, output = tmp_path / "page.txt", tmp_path / "candidates.toml"
    assert run("content", "ingest", file, "-o", output) == 1
    assert "could not be read" in capsys.readouterr().err
    file.write_text("Ice is cold and hard.")
    assert run("content", "ingest", file, "-o", output, "--against", tmp_path) == 1
    assert "There is no knowledge base" in capsys.readouterr().err
    assert not output.exists()
    with pytest.raises(SystemExit) as caught:
        run("content", "ingest", file)
    assert caught.value.code == 2
