"""The page for learners says what the program does: its examples are run, its figures looked up."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from mtdtutor import cli
from mtdtutor.quiz import ability
from mtdtutor.study.scheduler import DEFAULT_PARAMS, DISCOUNT, SLIP

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "learning.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ mtdtutor (.*)\n((?:.*\n)*?)```", PAGE)


def test_all_fenced_blocks_are_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("```") // 2 >= 8


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_examples_print_what_the_page_says(
    command: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(cli.parse(shlex.split(command))) == 0
    assert capsys.readouterr().out == printed


def test_constants_in_the_text_are_those_in_force() -> None:
    decay = DEFAULT_PARAMS.weights[20]
    assert f"R = (1 + {0.9 ** (-1 / decay) - 1:.3f} t/S)^-{decay:.3f}" in PAGE
    assert f"`s` = {SLIP * 100:g} %" in PAGE
    assert DISCOUNT == 0.5
    assert "half a recall" in PAGE
    assert DEFAULT_PARAMS.max_interval == 365
    assert (DEFAULT_PARAMS.learning_steps, DEFAULT_PARAMS.relearning_steps) == ((60, 600), (600,))
    bounds = (ability.MIN_ANSWERS, ability.MIN_QUESTIONS, ability.MIN_DAYS)
    assert (bounds, ability.SECURE_CHANCE) == ((6, 4, 2), 0.70)


def test_a_good_on_the_card_is_worth_what_the_text_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "would have made it\n83" in PAGE
    words = "schedule --grades 4,3,3 --days 0,8,20 --json"
    assert cli.main(cli.parse(words.split())) == 0
    last = json.loads(capsys.readouterr().out)["steps"][-1]
    assert round(last["stability"]) == 83


def test_every_reference_is_used_and_every_use_refers() -> None:
    text, _, references = PAGE.partition("## References")
    used = {
        int(number)
        for group in re.findall(r"\[(\d+(?:, \d+)*)\]", text)
        for number in group.split(", ")
    }
    listed = {int(number) for number in re.findall(r"^(\d+)\. ", references, flags=re.MULTILINE)}
    assert used == listed == set(range(1, len(listed) + 1))


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https)([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).is_file()
