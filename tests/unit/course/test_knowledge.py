"""Reading the knowledge base: broken files are named with entry, field and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge


def test_sample_is_read(sample: Knowledge):
    assert [topic.id for topic in sample.topics][:3] == ["system", "track-1", "track-1.5"]
    assert [topic.id for topic in sample.topics if topic.in_scheme] == [
        "track-1",
        "track-2",
        "track-3",
        "track-4",
    ]
    assert sample.fact_by_id["system:history-1"].rev == 2
    assert sample.fact_by_id["track-1:name"].rev == 1
    assert sample.faq_by_id["faq-flour"].card is False
    assert len(sample.sha256) == 64


def message(folder: Path) -> str:
    with pytest.raises(KnownError) as caught:
        load_knowledge(folder)
    assert caught.value.code == "knowledge-invalid"
    return str(caught.value)


FALSE_STATEMENT = (
    'answer = false\ncorrection = "Crews and captains load ships in Track 1; '
    'bakers belong to Track 3."'
)

# file, text to replace, replacement, what the message must say
EDITS = {
    "syntax": ("faqs.toml", 'kind = "history"', "kind = history", ["faqs.toml", "TOML", "line 41"]),
    "missing field": (
        "track-2.toml",
        'why = "Knowing the slogan of',
        'reason = "Knowing the slogan of',
        ["track-2.toml, fact track-2:slogan, why: is missing", "track-2:slogan, reason: is not a"],
    ),
    "unknown array": (
        "other.toml",
        '[[entity]]\nid = "system"',
        '[[thing]]\nid = "system"',
        ["other.toml, thing: is not known", "[[entity]]"],
    ),
    "not an array": (
        "sources.toml",
        '[[source]]\nid = "town-book"',
        '[source]\nid = "town-book"',
        ["sources.toml"],
    ),
    "level": (
        "faqs.toml",
        'level = "core"',
        'level = "basic"',
        ["faqs.toml, faq faq-bread, level: must be one of 'core', 'standard' or 'detail'"],
    ),
    "slug": (
        "faqs.toml",
        'id = "faq-flour"',
        'id = "FAQ flour"',
        ["faqs.toml, faq FAQ flour, id: does not have the form"],
    ),
    "duplicate id": (
        "faqs.toml",
        'id = "faq-flour"',
        'id = "faq-bread"',
        ["faq faq-bread, id: is used twice, also in faqs.toml"],
    ),
    "blank line": (
        "scenarios.toml",
        'why = "Not Track 2: no grain is ground."',
        'why = " "',
        ["scenarios.toml, scenario scenario-dawn, no[0].why: does not have the form"],
    ),
    "wrong type": (
        "faqs.toml",
        "card = false\n\n",
        'card = "no"\n\n',
        ["faqs.toml, faq faq-flour, card: must be true or false"],
    ),
    "number for a text": (
        "sources.toml",
        'year = "1999"',
        "year = 1999",
        ["sources.toml, source town-book, year: must be a text in quotes"],
    ),
    "rev 0": (
        "other.toml",
        "rev = 2",
        "rev = 0",
        ["other.toml, fact system:history-1, rev: must be at least 1"],
    ),
    "no cite": (
        "other.toml",
        'cites = [{ source = "town-book", section = "ch. 9" }]',
        "cites = []",
        ["fact system:history-1, cites: holds too few entries"],
    ),
    "one no": (
        "scenarios.toml",
        '  { topic = "track-2", why = "Not Track 2: the millers are only a part." },\n',
        "",
        ["scenario scenario-all, no: holds too few entries; it needs at least 2"],
    ),
    "course head": (
        "course.toml",
        'licence = "CC BY 4.0"\n',
        "",
        ["course.toml, licence: is missing; add it"],
    ),
    "bad version": (
        "course.toml",
        '"1.2.3"',
        '"one"',
        ["course.toml, bank_version: does not have the form"],
    ),
    # Across entries
    "topic": (
        "faqs.toml",
        'topic = "track-2"',
        'topic = "track-7"',
        ["faqs.toml, faq faq-flour, topic: names “track-7”, which does not exist"],
    ),
    "source": (
        "other.toml",
        'source = "seed-note"',
        'source = "no-note"',
        ["fact track-1.5:definition, cites[0].source: names “no-note”"],
    ),
    "confusable": (
        "course.toml",
        'confusable = ["track-2"]',
        'confusable = ["track-8", "track-3"]',
        [
            "course.toml, topic track-3, confusable: names “track-8”",
            "topic track-3, confusable: names the topic itself",
        ],
    ),
    "related": (
        "other.toml",
        '"faq-bread"]',
        '"faq-cheese"]',
        ["other.toml, entity system, related: names “faq-cheese”"],
    ),
    "fact id": (
        "other.toml",
        'slot = "history-1"',
        'slot = "history-2"',
        ["fact system:history-1, id: must be entity and slot: “system:history-2”"],
    ),
    "fact entity": (
        "other.toml",
        'entity = "system"',
        'entity = "systems"',
        ["fact system:history-1, entity: names “systems”"],
    ),
    "no value": (
        "track-1.toml",
        'value = "sailing"\n',
        "",
        ["fact track-1:slogan, value: is missing"],
    ),
    "same value": (
        "track-1.toml",
        'value = "sailing"',
        'value = "Grinding"',
        ["value: is the same as that of track-1:slogan"],
    ),
    "span without text": (
        "other.toml",
        'source = "seed-note"',
        'source = "town-book"',
        ["cites[0].span: needs a source that has a sha256"],
    ),
    "span backwards": (
        "other.toml",
        "span = [10, 42]",
        "span = [42, 10]",
        ["cites[0].span: must be start and end"],
    ),
    "no gap": (
        "track-1.toml",
        "load ___ with",
        "load them with",
        ["fact track-1:definition, card[1].front: must hold exactly one gap"],
    ),
    "typed without answers": (
        "track-1.toml",
        'accept = ["ships", "their ships"]\n',
        "",
        ["card[2].accept: is missing"],
    ),
    "two cards of a kind": (
        "track-1.toml",
        'kind = "cloze"',
        'kind = "forward"',
        ["card[0].key: is one of several forward cards", "card[1].key: is one of"],
    ),
    "two statements": (
        "track-1.toml",
        FALSE_STATEMENT,
        "answer = true",
        ["statement[0].key: is one of several true statements"],
    ),
    "no correction": (
        "track-1.toml",
        "answer = true",
        "answer = false",
        ["statement[0].correction: is missing", "is one of several false statements"],
    ),
    "needless correction": (
        "other.toml",
        "answer = true",
        'answer = true\ncorrection = "No."',
        ["fact system:history-1, statement[0].correction: does not belong"],
    ),
    "faq fact": (
        "faqs.toml",
        '"track-3:name"',
        '"track-3:colour"',
        ["faq faq-bread, facts: names “track-3:colour”"],
    ),
    "wrong faq": (
        "faqs.toml",
        '{ faq = "faq-ships"',
        '{ faq = "faq-cheese"',
        ["faq faq-bread, wrong[1].faq: names “faq-cheese”"],
    ),
    "wrong itself": (
        "faqs.toml",
        '{ faq = "faq-ships"',
        '{ faq = "faq-bread"',
        ["faq faq-bread, wrong[1]: names the question itself"],
    ),
    "wrong twice": (
        "faqs.toml",
        '{ faq = "faq-ships"',
        '{ faq = "faq-flour"',
        ["faq faq-bread, wrong[1]: repeats “faq-flour”"],
    ),
    "wrong without id": (
        "faqs.toml",
        'id = "from-ships", ',
        "",
        ["faq faq-bread, wrong[2].id: is missing; give the authored answer a short id"],
    ),
    "wrong of both sorts": (
        "faqs.toml",
        'id = "from-ships", ',
        'faq = "faq-ships", ',
        ["faq faq-bread, wrong[2]: must hold either faq or text"],
    ),
    "no is key": (
        "scenarios.toml",
        '{ topic = "track-2", why = "Not Track 2: no grain',
        '{ topic = "track-3", why = "Not Track 2: no grain',
        ["scenario scenario-dawn, no[0].topic: “track-3” is right or arguable"],
    ),
    "no is arguable": (
        "scenarios.toml",
        '{ topic = "track-2", why = "Not Track 2: no grain',
        '{ topic = "track-4", why = "Not Track 2: no grain',
        ["scenario scenario-dawn, no[0].topic: “track-4” is right or arguable"],
    ),
    "no twice": (
        "scenarios.toml",
        '{ topic = "track-2", why = "Not Track 2: no grain',
        '{ topic = "track-1", why = "Not Track 2: no grain',
        ["scenario scenario-dawn, no[1].topic: repeats “track-1”"],
    ),
    "also ok": (
        "scenarios.toml",
        'also_ok = ["track-4"]',
        'also_ok = ["track-6"]',
        ["scenario scenario-dawn, also_ok: names “track-6”"],
    ),
    "rename of a retired id": (
        "renames.toml",
        '"card:track-1:motto:forward" =',
        '"t01:track-7:number" =',
        ["renames.toml, renamed, t01:track-7:number: "],
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_mistake_is_named(case, knowledge_dir: Path):
    file, old, new, wanted = EDITS[case]
    path = knowledge_dir / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = message(knowledge_dir)
    for part in wanted:
        assert part in found


def test_several_mistakes_are_told_together(knowledge_dir: Path):
    for name in ("faqs.toml", "scenarios.toml"):
        path = knowledge_dir / name
        path.write_text(path.read_text().replace('level = "standard"', 'level = "hard"'))
    found = message(knowledge_dir)
    assert "(3)" in found
    assert found.count("level: must be one of") == 3
    assert found.index("faqs.toml") < found.index("scenarios.toml")


def test_entry_without_an_id_is_named_by_its_place(knowledge_dir: Path):
    path = knowledge_dir / "sources.toml"
    path.write_text(path.read_text().replace('id = "seed-note"\n', ""))
    assert "sources.toml, source[1], id: is missing" in message(knowledge_dir)


def test_entry_that_is_no_table(knowledge_dir: Path):
    (knowledge_dir / "odd.toml").write_text('fact = ["x"]\nfaq = "y"\n')
    found = message(knowledge_dir)
    assert "odd.toml, fact[0]: must be a table" in found
    assert "odd.toml, faq: must be a list of tables; write [[faq]]" in found


def test_not_utf8(knowledge_dir: Path):
    (knowledge_dir / "odd.toml").write_bytes(b'x = "\xe9"')
    assert "odd.toml: is not UTF-8 (byte 5)" in message(knowledge_dir)


def test_unreadable_file(knowledge_dir: Path):
    (knowledge_dir / "odd.toml").mkdir()
    assert "odd.toml: cannot be read: Is a directory" in message(knowledge_dir)


def test_no_knowledge_base(tmp_path: Path):
    with pytest.raises(KnownError) as caught:
        load_knowledge(tmp_path)
    assert caught.value.code == "knowledge-missing"
    assert "course.toml" in str(caught.value)


def test_checksum_ignores_line_ends_and_waivers(knowledge_dir: Path, sample: Knowledge):
    path = knowledge_dir / "faqs.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (knowledge_dir / "lint.toml").write_text("warnings = 9\n")
    assert load_knowledge(knowledge_dir).sha256 == sample.sha256
    path.write_bytes(path.read_bytes() + b"# one more word\n")
    assert load_knowledge(knowledge_dir).sha256 != sample.sha256


def test_renames_are_optional(knowledge_dir: Path):
    (knowledge_dir / "renames.toml").unlink()
    assert load_knowledge(knowledge_dir).renames.renamed == {}


def test_functional_needs_a_settled_value(knowledge_dir: Path, sample: Knowledge):
    topic = sample.topic_by_id["track-1"]
    assert sample.functional(topic, "slogan") is not None
    assert sample.functional(topic, "definition") is None
    assert sample.functional(sample.topic_by_id["system"], "name") is None
    path = knowledge_dir / "track-1.toml"
    text = path.read_text()
    path.write_text(text.replace('value = "sailing"', 'value = "sailing"\ncontested = true'))
    assert load_knowledge(knowledge_dir).functional(topic, "slogan") is None
