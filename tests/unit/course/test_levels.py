"""What is learned first, and what is shown but never asked: the written rules of the course."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from mtdtutor.course.build.document import AnyQuestion
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge
from tests.unit.course.source_documents import ROOT

MOST_CORE = 90
FEWEST_CORE_PER_TOPIC = 5
MOST_CORE_BESIDE_TRACKS = 8

OWN_RULES = ("track-5:confusion-1", "track-8:confusion-1", "track-9:confusion-1")
"""Rules by which this course alone draws a border."""

BORDER_CASES = (
    "track-1.5:example-3",
    "track-1.5:example-4",
    "track-1.5:label-aceh",
    "track-2:example-5",
    "track-2:example-7",
    "track-3:example-5",
    "track-4:example-4",
    "track-5:example-2",
    "track-7:example-1",
    "track-8:example-3",
    "track-9:example-3",
)
"""Real cases for which two labels can be defended."""

SETTLED = ("track-2:example-5", "track-7:example-1")
"""Border cases whose dates and names may be asked."""

PLACES = {"name", "number", "slogan", "definition", "actors", "tools", "tools-1"}
"""Slots by which a track is named, told and recognised."""

NEWEST_ASKED = 2019


@pytest.fixture(scope="module")
def kb() -> Knowledge:
    return load_knowledge(ROOT / "content" / "knowledge")


@pytest.fixture(scope="module")
def questions(kb: Knowledge) -> list[AnyQuestion]:
    return generate(kb).questions


def test_core_is_small_and_everywhere(kb: Knowledge):
    core = [fact for fact in kb.facts if fact.level == "core"]
    per_topic = Counter(fact.topic for fact in core)
    assert len(core) <= MOST_CORE
    assert min(per_topic[topic.id] for topic in kb.topics) >= FEWEST_CORE_PER_TOPIC
    beside = {"term", "person", "organisation", "event"}
    kinds = [kb.entity_by_id[fact.entity].kind for fact in core]
    assert sum(kind in beside for kind in kinds) <= MOST_CORE_BESIDE_TRACKS


def test_what_names_and_places_a_track_is_core(kb: Knowledge):
    told = [
        fact
        for fact in kb.facts
        if kb.entity_by_id[fact.entity].kind == "track" and fact.slot in PLACES
    ]
    assert len(told) == 9 * 6 + 3
    assert [fact.id for fact in told if fact.level != "core"] == []


def test_a_core_fact_is_settled(kb: Knowledge):
    core = [fact for fact in kb.facts if fact.level == "core"]
    assert [fact.id for fact in core if fact.contested or fact.confidence == "low"] == []


def test_own_rules_are_shown_and_never_asked(kb: Knowledge, questions: list[AnyQuestion]):
    for rule in OWN_RULES:
        fact = kb.fact_by_id[rule]
        assert fact.level == "detail"
        assert fact.text.startswith("By the rule of this course")
        assert not fact.card
        assert [question.id for question in questions if rule in _facts(question)] == []


def test_border_cases_are_for_discussion(kb: Knowledge, questions: list[AnyQuestion]):
    for case in BORDER_CASES:
        assert kb.fact_by_id[case].card, case
        if case not in SETTLED:
            assert kb.fact_by_id[case].level == "detail"
            assert [question.id for question in questions if case in _facts(question)] == []


def test_no_label_of_a_border_case_is_a_key(kb: Knowledge):
    keyed = {fact for row in kb.rows if row.matrix == "example" for fact in row.yes.values()}
    assert keyed & set(BORDER_CASES) == set()


def test_nothing_that_still_moves_is_asked(questions: list[AnyQuestion]):
    for question in questions:
        for stem in question.stems:
            years = [int(year) for year in re.findall(r"\b20\d\d\b", stem["en"])]
            assert max(years, default=0) <= NEWEST_ASKED, question.id


def _facts(question: AnyQuestion) -> list[str]:
    return [question.fact, *question.also]
