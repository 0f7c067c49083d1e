"""From the knowledge base to the bank: entities and facts as they are, cards, questions."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from mtdtutor.course.bank import SCHEMA_VERSION
from mtdtutor.course.build.cards import make_cards
from mtdtutor.course.build.cells import cell, rows_of
from mtdtutor.course.build.document import (
    AnyQuestion,
    BankDocument,
    CiteEntry,
    CorrectedEntry,
    CourseEntry,
    EntityEntry,
    FactEntry,
    RetiredEntry,
    SourceEntry,
    SpanEntry,
    TopicEntry,
    TraitEntry,
)
from mtdtutor.course.build.entries import Cite, Fact, Faq, Scenario, Twin
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import text
from mtdtutor.course.build.related import both_ways
from mtdtutor.course.build.templates import faq as faq_template
from mtdtutor.course.build.templates import scenario as scenario_template
from mtdtutor.course.build.templates.attribution import t25_whose_view
from mtdtutor.course.build.templates.chronology import t16_order_of_time
from mtdtutor.course.build.templates.compare import t22_compare
from mtdtutor.course.build.templates.deed import t24_name_to_value, t24_value_to_name
from mtdtutor.course.build.templates.description import t05_which_description, t06_which_topic
from mtdtutor.course.build.templates.faq import t20_best_answer
from mtdtutor.course.build.templates.functional import (
    t01_which_number,
    t02_which_name,
    t03_slogan_to_track,
    t04_track_to_slogan,
)
from mtdtutor.course.build.templates.gap import t17_choose, t18_type
from mtdtutor.course.build.templates.odd import t19_odd_one_out
from mtdtutor.course.build.templates.repair import t13_repair
from mtdtutor.course.build.templates.row import t07_t08_t23_rows
from mtdtutor.course.build.templates.row_matching import t15_match_rows
from mtdtutor.course.build.templates.scenario import t09_classify, t10_classify_twin
from mtdtutor.course.build.templates.select import t11_select_all
from mtdtutor.course.build.templates.statement import t12_true_or_false
from mtdtutor.course.build.templates.term import t05_what_does_it_mean, t06_which_term
from mtdtutor.course.build.templates.track_matching import t14_match
from mtdtutor.course.build.templates.typed_name import t18_type_name
from mtdtutor.course.build.templates.year import t24_which_year

_NAME_WORDS: Final = 9


def generate(kb: Knowledge) -> BankDocument:
    """Return the bank of a knowledge base.

    The same knowledge gives the same bank on any machine: topics keep their authored order,
    everything else is sorted by id, and what is chosen is chosen by a hash of the item's id.
    """
    by_id = attrgetter("id")
    return BankDocument(
        schema_version=SCHEMA_VERSION,
        course=CourseEntry(
            id=kb.course.id,
            title=text(kb, kb.course.title),
            language=kb.course.language,
            scheme=text(kb, kb.course.scheme),
            licence=kb.course.licence,
        ),
        bank_version=kb.course.bank_version,
        knowledge_sha256=kb.sha256,
        topics=[
            TopicEntry(
                id=topic.id,
                name=text(kb, topic.name),
                number=topic.number,
                confusable=topic.confusable,
            )
            for topic in kb.topics
        ],
        sources=sorted(_sources(kb), key=by_id),
        entities=sorted(both_ways(_entities(kb)), key=by_id),
        facts=sorted(_facts(kb), key=by_id),
        cards=sorted(make_cards(kb), key=by_id),
        questions=sorted(_questions(kb), key=by_id),
        renamed=dict(sorted(kb.renames.renamed.items())),
        retired=sorted(
            (
                RetiredEntry(id=gone.id, since=gone.since, reason=text(kb, gone.reason))
                for gone in kb.renames.retired
            ),
            key=by_id,
        ),
        corrected=sorted(
            (
                CorrectedEntry(id=one.id, since=one.since, note=text(kb, one.note))
                for one in kb.renames.corrected
            ),
            key=attrgetter("id", "since"),
        ),
    )


def _questions(kb: Knowledge) -> list[AnyQuestion]:
    return [
        *t01_which_number(kb),
        *t02_which_name(kb),
        *t03_slogan_to_track(kb),
        *t04_track_to_slogan(kb),
        *t05_which_description(kb),
        *t05_what_does_it_mean(kb),
        *t06_which_topic(kb),
        *t06_which_term(kb),
        *t07_t08_t23_rows(kb),
        *t09_classify(kb),
        *t10_classify_twin(kb),
        *t11_select_all(kb),
        *t12_true_or_false(kb),
        *t13_repair(kb),
        *t14_match(kb),
        *t15_match_rows(kb),
        *t16_order_of_time(kb),
        *t17_choose(kb),
        *t18_type(kb),
        *t18_type_name(kb),
        *t19_odd_one_out(kb),
        *t20_best_answer(kb),
        *t22_compare(kb),
        *t24_name_to_value(kb),
        *t24_value_to_name(kb),
        *t24_which_year(kb),
        *t25_whose_view(kb),
    ]


def _sources(kb: Knowledge) -> list[SourceEntry]:
    return [
        SourceEntry(
            id=source.id,
            author=text(kb, source.author),
            title=text(kb, source.title),
            year=source.year,
            place=text(kb, source.place),
            url=source.url,
            sha256=source.sha256,
        )
        for source in kb.sources
    ]


def _entities(kb: Knowledge) -> list[EntityEntry]:
    return [
        *(
            EntityEntry(
                id=entity.id,
                kind=entity.kind,
                name=text(kb, entity.name),
                aliases=[text(kb, alias) for alias in entity.aliases],
                topic=entity.topic,
                text=text(kb, entity.text),
                related=entity.related,
                traits=_traits(kb, entity.id) or None,
            )
            for entity in kb.entities
        ),
        *(_faq_entity(kb, faq) for faq in kb.faqs),
        *(_scenario_entity(kb, case) for case in kb.scenarios),
    ]


def _traits(kb: Knowledge, topic: str) -> list[TraitEntry]:
    """Return what the properties say of a topic, in their authored order."""
    cells = ((row, cell(row, topic)) for row in rows_of(kb, "property"))
    return [
        TraitEntry(id=row.id, text=text(kb, row.text), holds=holds)
        for row, holds in cells
        if holds != "unknown"
    ]


def _faq_entity(kb: Knowledge, faq: Faq) -> EntityEntry:
    related = {kb.fact_by_id[fact].entity: None for fact in faq.facts}
    return EntityEntry(
        id=faq.id,
        kind="faq",
        name=text(kb, faq.question),
        aliases=[text(kb, variant) for variant in faq.variants],
        topic=faq.topic,
        text=text(kb, faq.answer),
        related=list(related),
    )


def _scenario_entity(kb: Knowledge, case: Scenario) -> EntityEntry:
    """A scenario is named by its first words: any other name would tell its topic."""
    opening = case.text.split()
    name = case.text
    if len(opening) > _NAME_WORDS:
        name = " ".join(opening[:_NAME_WORDS]).rstrip(",.;:") + " …"
    return EntityEntry(
        id=case.id,
        kind="scenario",
        name=text(kb, name),
        aliases=[],
        topic=case.topic,
        text=text(kb, case.text),
        related=[],
    )


def _facts(kb: Knowledge) -> list[FactEntry]:
    return [
        *(_fact(kb, fact) for fact in kb.facts),
        *(
            _answer_fact(kb, faq, faq_template.SLOT, faq.answer, contested=faq.contested)
            for faq in kb.faqs
        ),
        *(
            _answer_fact(kb, case, scenario_template.SLOT, case.why, contested=False)
            for case in kb.scenarios
        ),
        *(_twin_fact(kb, case, case.twin) for case in kb.scenarios if case.twin is not None),
    ]


def _fact(kb: Knowledge, fact: Fact) -> FactEntry:
    return FactEntry(
        id=fact.id,
        rev=fact.rev,
        entity=fact.entity,
        slot=fact.slot,
        topic=fact.topic,
        level=fact.level,
        text=text(kb, fact.text),
        confidence=fact.confidence,
        contested=fact.contested,
        cites=_cites(kb, fact.cites),
    )


def _answer_fact(
    kb: Knowledge, entry: Faq | Scenario, slot: str, statement: str, *, contested: bool
) -> FactEntry:
    return FactEntry(
        id=f"{entry.id}:{slot}",
        rev=entry.rev,
        entity=entry.id,
        slot=slot,
        topic=entry.topic,
        level=entry.level,
        text=text(kb, statement),
        confidence=entry.confidence,
        contested=contested,
        cites=_cites(kb, entry.cites),
    )


def _twin_fact(kb: Knowledge, case: Scenario, twin: Twin) -> FactEntry:
    """A scenario with one thing changed stands on the same sources, but belongs elsewhere."""
    fact = _answer_fact(kb, case, scenario_template.TWIN_SLOT, twin.why, contested=False)
    return fact.model_copy(update={"topic": twin.topic})


def _cites(kb: Knowledge, cites: list[Cite]) -> list[CiteEntry]:
    return [
        CiteEntry(
            source=cite.source,
            section=text(kb, cite.section),
            span=SpanEntry(start=cite.span[0], end=cite.span[1]) if cite.span else None,
        )
        for cite in cites
    ]
