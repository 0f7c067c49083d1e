"""Rules about a bank as a whole: sets of names, balance, what is asked too often or never."""

from __future__ import annotations

import dataclasses

from mtdtutor.course.build.rules import options, whole
from mtdtutor.course.build.rules.view import Asked, Bank
from tests.unit.course.test_lint_rules import (
    BANK,
    CREWS,
    SOUND,
    TRUE,
    case,
    choice,
    item,
    offers,
)


def closed(number: int, key: int, texts: tuple[str, str, str], **changes: object) -> Asked:
    made = tuple(
        choice(f"track-{index}", text, correct=index == key, entity=f"track-{index}")
        for index, text in enumerate(texts)
    )
    return item(id=f"q{number}", options=made, stems=(f"Stem {number} of the town?",), **changes)


def bank(*questions: Asked) -> Bank:
    return dataclasses.replace(BANK, questions=questions)


def test_l12_longest_name_is_right_too_often():
    sets = [closed(n, 0, ("The long name", "Short", "Brief")) for n in range(6)]
    found = list(options.l12_closed_sets(bank(*sets)))
    assert "longest in 6 of 6" in found[0].message
    always = "“The long name” is right whenever it is offered (6 times)"
    assert always in {finding.message for finding in found}
    fair = [closed(n, n % 3, ("The long name", "Short", "Brief")) for n in range(6)]
    assert list(options.l12_closed_sets(bank(*fair))) == []
    assert list(options.l12_closed_sets(bank(SOUND))) == []


def test_l12_thousands_of_sets_can_be_counted():
    names = ("The long name", "Short", "Brief")
    fair = [closed(n, n % 3, names) for n in range(3000)]
    assert list(options.l12_closed_sets(bank(*fair))) == []
    skewed = [closed(n, min(n % 5, 2) if n % 2 else 0, names) for n in range(3000)]
    found = next(options.l12_closed_sets(bank(*skewed)))
    assert "of 3000 sets of names" in found.message


def test_l12_names_that_tell_by_how_often_they_are_right():
    names = ("The mill", "The quay", "The gate")

    def found(*keys: int) -> list[str]:
        sets = [closed(n, key, names, show=3) for n, key in enumerate(keys)]
        return [finding.message for finding in options.l12_closed_sets(bank(*sets))]

    assert found(0, 0, 0, 1, 2) == ["“The mill” is right 3 of the 5 times it is offered first"]
    assert found(0, 0, 0, 1, 1, 2) == ["“The gate” is right 1 of the 6 times it is offered first"]
    assert found(0, 0, 1, 1, 2) == []
    assert found(0, 0, 0, 1) == []
    behind = [closed(n, n % 2, names, show=2) for n in range(6)]
    assert list(options.l12_closed_sets(bank(*behind))) == []


def test_l18_wrong_here_and_right_there():
    one = offers("At the gate", "At the quay", "x", id="one")
    other = offers("At the quay", "At the lake", "x", id="other")
    found = list(options.l18_key_elsewhere(bank(one, other)))
    assert [(finding.item, finding.level) for finding in found] == [("one", "error")]
    elsewhere = dataclasses.replace(other, stems=("Where do people load ships?",))
    assert list(options.l18_key_elsewhere(bank(one, elsewhere))) == []


def test_l22_the_same_question_twice():
    one = item(id="one")
    other = item(id="other", stems=("Where do the people of this town buy bread?",))
    assert [f.item for f in whole.l22_same_stem(bank(one, other))] == ["one"]
    apart = item(id="other", stems=("Which place smells best at dawn?",))
    assert list(whole.l22_same_stem(bank(one, apart))) == []
    # The question after a case is the same for all cases.
    assert list(whole.l22_same_stem(bank(case(CREWS), case("A baker gives loaves away.")))) == []


def test_l30_balance():
    false = dataclasses.replace(TRUE, id="false", answer=False, correction="No.")
    assert list(whole.l30_balance(bank(TRUE, false))) == []
    assert list(whole.l30_balance(bank(SOUND))) == []
    found = list(whole.l30_balance(bank(TRUE, TRUE, TRUE, false)))
    assert [(f.level, f.item) for f in found] == [("warning", "bank")]
    bare = dataclasses.replace(false, correction=None)
    assert [f.level for f in whole.l30_balance(bank(TRUE, bare))] == ["error"]


def test_l31_coverage():
    poor = bank(*(item(id=f"q{n}") for n in range(6)))
    messages = {(f.item, f.message) for f in whole.l31_coverage(poor)}
    assert ("track-1", "has 6 questions, needs 8") in messages
    assert ("track-1", "has 1 skills, needs 3") in messages
    assert ("track-2", "has 0 scenarios, needs 2") in messages
    assert ("faq:answer", "is asked for by 6 questions, at most 5 are useful") in messages
    facts = {f"f{n}": ("e", f"s{n}") for n in range(8)}
    rich = [
        item(
            id=f"{topic}{n}",
            topic=topic,
            fact=f"f{n}",
            skill=("name", "define", "compare")[n % 3],
            template="t09" if n < 2 else "t20",
        )
        for topic in ("track-1", "track-2")
        for n in range(8)
    ]
    assert list(whole.l31_coverage(dataclasses.replace(bank(*rich), fact_slots=facts))) == []


def test_l34_what_has_to_be_known_is_asked_for():
    levels = {"a": "core", "b": "standard", "c": "detail"}
    topics = dict.fromkeys(levels, "track-1")
    asked = (
        item(id="1", fact="a", skill="define"),
        item(id="2", fact="c", skill="compare", also=("a", "b")),
    )
    thin = dataclasses.replace(bank(*asked), levels=levels, fact_topics=topics, topics=("track-1",))
    rest = {"has 1 core facts, needs 5", "has 0 scenarios, needs 3"}
    assert {f.message for f in whole.l34_taught(thin)} == rest
    poor = dataclasses.replace(thin, questions=asked[:1])
    assert {f.message for f in whole.l34_taught(poor)} == {
        *rest,
        "is core and asked for in 1 skills, needs 2",
        "is standard and no question asks for it",
    }
    many = {f"f{n}": "core" for n in range(91)}
    full = dataclasses.replace(
        bank(*(item(id=f"q{n}", template="t09") for n in range(3))),
        levels=many,
        fact_topics=dict.fromkeys(many, "track-1"),
        topics=("track-1",),
    )
    found = [f for f in whole.l34_taught(full) if f.item == "bank"]
    assert [f.message for f in found] == ["has 91 core facts, at most 90 can be asked of everybody"]
    assert {f.level for f in found} == {"warning"}
