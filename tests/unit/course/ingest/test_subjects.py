"""Whole documents on other subjects, of the shapes that pages on the web have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.course.ingest.support import Result, ingested, kinds, texts

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Result:
    return ingested(tmp_path, DOCUMENTS / request.param)


of = pytest.mark.parametrize


@of("found", ["bees.txt"], indirect=True)
def test_an_article_that_a_page_was_cut_around(found: Result):
    assert [(faq["question"], faq["inferred"]) for faq in found["faq"]] == [
        ("What is Royal jelly?", True),
        ("What is Swarming?", True),
        ("What is Propolis?", True),
    ]
    (table,) = found["table"]
    assert (table["stated"], table["found"]) == (6, 3)
    assert table["missing"] == ["Caste 3", "Caste 4", "Caste 6"]
    assert table["outside"] == ["Caste 1.5"]
    assert kinds(found["conflict"]) == ["origin", "denial"]
    assert kinds(found["gap"]) == ["incomplete", "series", "opening-lost", "question-lost"]
    dropped = texts(found["dropped"])
    assert len(dropped) == 9
    assert sum("You might also like" in text for text in dropped) == 3
    assert {"Wasps at Your Picnic: Friend or Foe?", "Do Spiders Sleep? Find Out"} < set(dropped)


@of("found", ["coffee.txt"], indirect=True)
def test_a_page_of_questions(found: Result):
    assert [faq["question"] for faq in found["faq"]] == [
        "What is the difference between a lungo and a ristretto?",
        "What do baristas mean by crema?",
        "What are the five steps of a pour-over?",
        "How many grams go into a cup?",
        "Is cold brew weaker?",
    ]
    assert not any(faq["inferred"] for faq in found["faq"])
    assert found["faq"][3]["answer"].startswith("about fifteen grams\nThe cup")
    (steps,) = found["list"]
    assert (steps["stated"], steps["found"], steps["missing"]) == (5, 4, ["item 5"])
    assert steps["items"] == ["grind", "rinse the filter", "bloom", "pour"]
    assert kinds(found["conflict"]) == ["attribution"]
    assert found["dropped"] == []
    assert [entry["term"] for entry in found["definition"]] == ["crema"]


@of("found", ["volcanoes.html"], indirect=True)
def test_an_html_page(found: Result):
    assert [(faq["question"], faq["answer"]) for faq in found["faq"]] == [
        (
            "How hot is lava",
            "Between 700 and 1,200 degrees, depending on what it is made of.",
        ),
        ("Can lava be stopped?", "Seldom.\nWalls have turned it aside."),
    ]
    (table,) = found["table"]
    assert table["header"] == ["Stage", "What happens"]
    assert table["rows"][0] == ["1", "Magma rises"]
    assert (table["stated"], table["found"], table["missing"]) == (4, 3, ["Stage 3"])
    (kinds_of_lava,) = found["list"]
    assert kinds_of_lava["items"] == ["pahoehoe", "aa"]
    assert kinds_of_lava["missing"] == ["1 of 3, not named"]
    assert kinds(found["conflict"]) == ["measure"]
    assert kinds(found["gap"]) == ["incomplete", "incomplete", "undefined"]
    assert ("Caldera", "high") in [
        (entry["term"], entry["confidence"]) for entry in found["definition"]
    ]
    facts = texts(found["fact"])
    assert "Mount Etna was first climbed in 1493." in facts
    assert "The crater of Etna is 300 metres wide – or so it is said." in facts
    everything = [text for array in found for text in texts(found[array]) if array != "dropped"]
    for hidden in ("Surf", "hidden", "newsletter", "What is this", "secret", "Hot Rocks"):
        assert not any(hidden in text for text in everything)
    assert len(found["dropped"]) == 8


@of("found", ["bridges.md"], indirect=True)
def test_a_markdown_page_wrapped_by_hand(found: Result):
    facts = texts(found["fact"])
    assert any(text.startswith("The Brooklyn Bridge opened in 1883 after") for text in facts)
    assert all("\n" not in text for text in facts)
    assert [(faq["question"], faq["answer"]) for faq in found["faq"]] == [
        (
            "Why do bridges hum?",
            (
                "Wind sets the cables trembling, much as a bow does with a string. "
                "Nobody is harmed by it."
            ),
        ),
        ("What is an abutment?", "An abutment is the end support of a bridge."),
    ]
    (numbered,) = found["list"]
    assert (numbered["found"], numbered["missing"]) == (3, ["item 3"])
    assert "stated" not in numbered
    assert kinds(found["conflict"]) == ["date"]
    assert kinds(found["gap"]) == ["incomplete", "unanswered"]
    assert [entry["reason"] for entry in found["dropped"]] == [
        "front matter",
        "code",
        "links",
        "links",
        "pointer to other pages",
        "title of another page",
        "title of another page",
    ]


def test_all_of_them_together(tmp_path: Path):
    files = sorted(DOCUMENTS.iterdir())
    found = ingested(tmp_path, *files)
    order = [file.as_posix() for file in files]
    for entries in found.values():
        places = [(order.index(entry["file"]), entry["start"]) for entry in entries]
        assert places == sorted(places)
    assert len(found["faq"]) == 12
