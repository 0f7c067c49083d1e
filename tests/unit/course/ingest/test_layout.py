"""Furniture, headings, questions, tables and lists in the shapes they come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.course.ingest.support import Result, kinds, of_text, texts

FACT = "Ice is cold and hard to the touch."
MORE = "Fire is hot, and it burns the dry wood of the forest in summer."


def dropped(found: Result) -> list[str]:
    return texts(found["dropped"])


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Skip to main content",
        "Share this on Facebook",
        "© 2021 Ice and Fire Ltd. All rights reserved",
        "5 min read",
        "Subscribe to our newsletter!",
        "This site uses cookies to make things better.",
        "Last updated: 3 May 2020",
        "* * *",
        "Posted by admin on 4 July",
    ],
)
def test_furniture_of_one_line(tmp_path: Path, line: str):
    found = of_text(tmp_path, f"{FACT}\n\n{line}\n\n{MORE}")
    assert len(found["dropped"]) == 1
    assert texts(found["fact"]) == [FACT, MORE]


@pytest.mark.parametrize(
    "line",
    ["Search is the first step.", "Share prices fell by half.", "Next came the rain of May."],
)
def test_sentences_that_begin_like_furniture(tmp_path: Path, line: str):
    assert of_text(tmp_path, f"{FACT}\n\n{line}\n")["dropped"] == []


def test_titles_listed_after_a_pointer(tmp_path: Path):
    text = (
        f"{FACT}\n\nRelated articles:\n- Why Does Snow Fall?\n- Ten Best Sledges\n\n"
        f"Melting\n{MORE}\n\nRead next\nWinter Coats Compared\n\nHow does ice melt?\n{MORE}\n"
    )
    found = of_text(tmp_path, text)
    assert dropped(found) == [
        "Related articles:",
        "Why Does Snow Fall?",
        "Ten Best Sledges",
        "Read next",
        "Winter Coats Compared",
    ]
    assert [faq["question"] for faq in found["faq"]] == ["How does ice melt?"]
    assert {fact.get("section") for fact in found["fact"]} == {
        None,
        "Melting",
        "How does ice melt?",
    }


def test_a_pointer_between_paragraphs_takes_nothing_with_it(tmp_path: Path):
    found = of_text(tmp_path, f"{FACT}\n\nYou may also like\n\nthe end is near\n\n{MORE}\n")
    assert dropped(found) == ["You may also like"]
    found = of_text(tmp_path, f"# Ice\n\nSee also\n\n{MORE}\n\nSee also\n")
    assert dropped(found) == ["See also", "See also"]
    found = of_text(
        tmp_path, f"Who bakes?\nThe baker\nSee also\n\nCold Places\n\nWarm Places\n\n{MORE}"
    )
    assert [faq["answer"] for faq in found["faq"]] == ["The baker"]
    assert dropped(found)[:1] == ["See also"]


def test_lists_of_furniture_and_lists_that_only_hold_a_word_of_it(tmp_path: Path):
    found = of_text(tmp_path, f"- Home\n- Search\n- Weather\n\n{FACT}\n")
    assert dropped(found) == ["Home", "Search", "Weather"]
    found = of_text(tmp_path, "Ways to speak:\n- email\n- letter\n- drum\n")
    assert dropped(found) == []
    assert found["list"][0]["items"] == ["email", "letter", "drum"]


def test_running_heads(tmp_path: Path):
    text = "".join(f"The Ice Book\n\nIce number {n} is cold and hard.\n\n" for n in range(3))
    found = of_text(tmp_path, text)
    assert [entry["reason"] for entry in found["dropped"]] == ["repeated line"] * 3
    assert len(found["fact"]) == 3


def test_a_number_under_a_question_is_its_answer(tmp_path: Path):
    (faq,) = of_text(tmp_path, "How many seas are there?\n\n7\n")["faq"]
    assert (faq["answer"], faq["confidence"]) == ("7", "high")


def test_questions_in_a_list_and_on_one_line(tmp_path: Path):
    text = (
        "FAQ\n\n1. Is ice wet? Only when it melts.\n2. Is fire dry?\n   It is the driest thing.\n\n"
        "How to make ice\nPut water into the cold for a night and wait until morning comes.\n\n"
        "Think about\n\n- Is snow ice?\n- Is hail ice?\n"
    )
    found = of_text(tmp_path, text)
    asked = [(faq["question"], faq["answer"]) for faq in found["faq"]]
    assert asked[0] == ("Is ice wet?", "Only when it melts.")
    assert asked[2][0] == "How to make ice"
    assert "Is snow ice?" not in dict(asked)


def test_an_answer_ends_where_another_question_was_lost(tmp_path: Path):
    text = (
        "Frequently asked questions\n\nWhat is hail?\n\nHail is frozen rain. It hurts.\n\n"
        "It falls in summer, too.\n\nSleet refers to rain and snow together.\n"
    )
    found = of_text(tmp_path, text)
    assert [(faq["question"], faq["inferred"]) for faq in found["faq"]] == [
        ("What is hail?", False),
        ("What is Sleet?", True),
    ]
    assert found["faq"][0]["answer"].endswith("too.")


def test_furniture_ends_an_answer(tmp_path: Path):
    text = f"What is hail?\n\nHail is frozen rain.\n\nAdvertisement\n\n{MORE}\n"
    (faq,) = of_text(tmp_path, text)["faq"]
    assert faq["answer"] == "Hail is frozen rain."


def test_headings_without_text(tmp_path: Path):
    found = of_text(tmp_path, f"# Ice\n\n## Old ice\n\n## New ice\n\n{FACT}\n\n## Last ice\n")
    assert kinds(found["gap"]) == ["empty-section", "empty-section"]
    assert texts(found["gap"]) == ["Old ice", "Last ice"]


@pytest.mark.parametrize(
    ("rows", "stated", "found_rows", "missing"),
    [
        ("| A | B |\n|---|---|\n| x | 1 |\n| y | 2 |", None, 2, []),
        (
            "There are four winds:\n\n| N | S |\n|---|---|\n| x | 1 |\n| y | 2 |",
            4,
            2,
            ["2 of 4, not named"],
        ),
        ("| Total number of steps | 3 |\n| Step I | go |\n| Step III | stay |", 3, 2, ["Step 2"]),
        ("| Year | Ice |\n|---|---|\n| 1901 | thin |\n| 1950 | thick |", None, 2, []),
        ("| No. | Ice |\n|---|---|\n| 1 | thin |\n| 3 | thick |", None, 2, ["No. 2"]),
        ("| a | b |\n| c | d |", None, 2, []),
    ],
)
def test_tables(tmp_path: Path, rows: str, stated: int | None, found_rows: int, missing: list[str]):
    found = of_text(tmp_path, f"{rows}\n")
    (table,) = found["table"]
    assert table.get("stated") == stated
    assert (table["found"], table["missing"]) == (found_rows, missing)
    assert ("incomplete" in kinds(found["gap"])) is bool(missing)


@pytest.mark.parametrize(
    ("text", "stated", "count", "missing", "gaps"),
    [
        ("The three colours are:\n- red\n- green\n- blue\n", 3, 3, [], []),
        ("The two colours are:\n- red\n- green\n- blue\n", 2, 3, [], ["too-many"]),
        ("Colours:\n- red\n- green, and\n", None, 2, ["item 3"], ["incomplete"]),
        ("Five steps:\n1) go\n2) stay\n5) end\n", 5, 3, ["item 3", "item 4"], ["incomplete"]),
        ("The three colours:\n- red\n  - pink\n  - rose\n- green\n- blue\n", 3, 3, [], []),
        ("These two:\na) red\nb) green\n", None, 2, [], []),
    ],
)
def test_lists(
    tmp_path: Path, text: str, stated: int | None, count: int, missing: list[str], gaps: list[str]
):
    found = of_text(tmp_path, text)
    (entry,) = found["list"]
    assert entry.get("stated") == stated
    assert (entry["found"], entry["missing"]) == (count, missing)
    assert kinds(found["gap"]) == gaps


def test_a_single_item_is_no_list(tmp_path: Path):
    found = of_text(tmp_path, f"- {FACT}\n")
    assert found["list"] == []
    assert texts(found["fact"]) == [FACT]


def test_markdown_rules_fences_and_torn_sentences(tmp_path: Path):
    text = (
        "The ice of the northern lakes is thick enough for a cart and\n"
        "stays until the end of May.\n"
        f"\n---\n\n{MORE}\n\n```\nnever closed\n"
    )
    found = of_text(tmp_path, text)
    assert texts(found["fact"]) == [
        "The ice of the northern lakes is thick enough for a cart and stays until the end of May.",
        MORE,
    ]
    assert [entry["reason"] for entry in found["dropped"]] == ["rule", "code"]


def test_a_layout_table_and_breaks_on_a_page(tmp_path: Path):
    page = (
        f"<html><body><table><tr><td>{FACT}<br>{MORE}</td></tr></table>"
        f"<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
        f"<p>First of all it rains.<br><br />Then the sun comes out.</p><hr></p></x>"
        f"<ul><li>one<ul><li>deep</li></ul><li>two</ul><p aria-hidden=true>gone away</p>"
    )
    found = of_text(tmp_path, page, "page.html")
    assert texts(found["fact"])[:4] == [
        FACT,
        MORE,
        "First of all it rains.",
        "Then the sun comes out.",
    ]
    assert [table["rows"] for table in found["table"]] == [[["a", "b"]]]
    assert found["list"][0]["items"] == ["one", "deep", "two"]
    assert [entry["reason"] for entry in found["dropped"]] == ["rule", "hidden"]


def test_html_is_known_by_its_tags(tmp_path: Path):
    page = f"<p>{FACT}</p><p>{MORE}</p><div>a</div><div>b</div><div>c</div>"
    assert texts(of_text(tmp_path, page)["fact"]) == [FACT, MORE]
