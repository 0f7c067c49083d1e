"""The linter: finds flaws in the items of any bank file before a learner does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, StringConstraints, ValidationError

from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import bank_bytes
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.entries import Entry
from mtdtutor.course.build.knowledge import LINT_FILE, read_toml
from mtdtutor.course.build.problems import Problem, field_name, from_validation, raise_if_any
from mtdtutor.course.build.rules import clues, options, parts, whole, wording
from mtdtutor.course.build.rules.released import Released, l35_released
from mtdtutor.course.build.rules.view import ERROR, WARNING, Asked, Bank, Finding, Prompt, view

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

QuestionRule = Callable[[Asked, Bank], Iterator[Finding]]
CardRule = Callable[[Prompt, Bank], Iterator[Finding]]
BankRule = Callable[[Bank], Iterator[Finding]]

QUESTION_RULES: Final[tuple[QuestionRule, ...]] = (
    options.l01_one_key,
    options.l02_distinct,
    options.l04_count,
    wording.l05_stem,
    options.l06_length,
    wording.l07_catch_all,
    wording.l08_negative_stem,
    wording.l09_negative_option,
    clues.l10_absolutes,
    clues.l11_vague,
    options.l12_key_length,
    clues.l13_echo,
    clues.l14_wrong_echo,
    wording.l15_grammar,
    options.l16_alike,
    options.l17_amounts,
    options.l18_inside,
    clues.l19_convergence,
    clues.l20_opposites,
    wording.l23_alone,
    wording.l26_contested,
    wording.l27_explanation,
    wording.l28_leftovers,
    wording.l29_spelling,
    clues.l33_named_before,
    parts.l01_gap_keys,
    parts.l02_parts,
    parts.l04_parts,
    parts.l05_gaps,
    parts.l06_parts,
    parts.l13_sides,
    parts.l27_filled,
    parts.l33_parts,
)
CARD_RULES: Final[tuple[CardRule, ...]] = (
    wording.card_form,
    wording.l23_alone,
    wording.l26_contested,
    wording.l28_leftovers,
    wording.l29_spelling,
    clues.l33_card,
)
BANK_RULES: Final[tuple[BankRule, ...]] = (
    options.l12_closed_sets,
    options.l18_key_elsewhere,
    whole.l22_same_stem,
    whole.l30_balance,
    whole.l31_coverage,
    whole.l34_taught,
)


class Waiver(Entry):
    """A finding that is accepted, and why; ``item`` may hold ``*``."""

    rule: Annotated[str, StringConstraints(pattern=r"^L[0-9]{2}$")]
    item: str
    reason: Annotated[str, StringConstraints(min_length=10)]


class LintSettings(Entry):
    """The file ``lint.toml``: accepted findings, and how many warnings there may be.

    Of a course that is ``complete`` every fact that has to be known must be asked for (L34).
    """

    warnings: Annotated[int, Field(ge=0)] = 0
    complete: bool = False
    waiver: list[Waiver] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """What the linter found, waived findings left out; errors first."""

    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """Return how many findings stop the build."""
        return sum(finding.level == ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings do not."""
        return sum(finding.level == WARNING for finding in self.findings)


def read_settings(folder: Path) -> LintSettings:
    """Return the settings beside a knowledge base; without the file, none are set.

    Raises:
        KnownError: ``knowledge-invalid``, naming what is wrong in the file.
    """
    path = folder / LINT_FILE
    if not path.exists():
        return LintSettings()
    problems: list[Problem] = []
    tables, _ = read_toml(path, problems)
    settings = LintSettings()
    try:
        settings = LintSettings.model_validate(tables)
    except ValidationError as error:
        problems.extend(from_validation(error, LINT_FILE, ""))
    raise_if_any(folder, problems)
    return settings


def lint_document(
    document: BankDocument,
    settings: LintSettings | None = None,
    released: Released | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Report:
    """Return the flaws of a bank.

    Args:
        document: The bank.
        settings: Accepted findings and the recorded number of warnings; without them nothing
            is waived and warnings are not counted against a record.
        released: The last released bank of the course, to which the new one is held.
        sizes: Bytes of the cited documents that are at hand, by their SHA-256.
    """
    found = list(whole.references(document))
    if not found:
        bank = view(document)
        for item in bank.questions:
            for question_rule in QUESTION_RULES:
                found.extend(question_rule(item, bank))
        for card in bank.cards:
            for card_rule in CARD_RULES:
                found.extend(card_rule(card, bank))
        for bank_rule in BANK_RULES:
            found.extend(bank_rule(bank))
        found.extend(whole.l24_spans(document, sizes or {}))
        if released is not None:
            found.extend(l35_released(document, released))
    if settings is not None:
        if settings.complete:
            found = [one._replace(level=ERROR) if one.rule == "L34" else one for one in found]
        found = _waived(found, settings)
    return _report(found)


def lint_file(
    path: Path, released: Released | None = None, sizes: Mapping[str, int] | None = None
) -> Report:
    """Return the flaws of any bank file.

    Items that break the schema are reported and left out; the rest is linted.

    Raises:
        KnownError: ``bank-unreadable`` if the file cannot be read or is not a JSON object.
    """
    try:
        raw = json.loads(bank_bytes(path))
    except (ValueError, RecursionError) as error:
        raise KnownError("bank-unreadable", file=path, reason=error) from error
    if not isinstance(raw, dict):
        raise KnownError("bank-unreadable", file=path, reason="it is not a JSON object")
    document, errors = _validated(raw)
    found = [_schema_finding(raw, error) for error in errors]
    if document is None:
        kept = _without_broken(raw, errors)
        document = None if kept is None else _validated(kept)[0]
    if document is not None:
        found.extend(lint_document(document, None, released, sizes).findings)
    return _report(found)


def _validated(raw: dict[str, object]) -> tuple[BankDocument | None, list[ErrorDetails]]:
    """Return a bank as its model, or what is wrong with it."""
    try:
        return BankDocument.model_validate_json(json.dumps(raw)), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _without_broken(
    raw: dict[str, object], errors: Iterable[ErrorDetails]
) -> dict[str, object] | None:
    """Return the bank without the cards and questions that break the schema.

    None means that something else is broken, so that nothing more can be said.
    """
    broken: set[tuple[int | str, int | str]] = set()
    for error in errors:
        loc = error["loc"]
        if len(loc) < 2 or loc[0] not in ("cards", "questions"):
            return None
        broken.add((loc[0], loc[1]))
    kept = dict(raw)
    for name in ("cards", "questions"):
        entries = raw.get(name)
        if isinstance(entries, list):
            kept[name] = [
                entry for index, entry in enumerate(entries) if (name, index) not in broken
            ]
    return kept


def _schema_finding(raw: dict[str, object], error: ErrorDetails) -> Finding:
    loc = error["loc"]
    rule = error["type"] if error["type"].startswith("L") else "L00"
    if "options" in loc and "why" in loc:
        rule = "L03"
    return Finding(ERROR, rule, _entry_name(raw, loc), f"{field_name(loc)}: {error['msg']}")


def _entry_name(raw: dict[str, object], loc: Sequence[int | str]) -> str:
    """Return the id of the entry an error lies in, or its place where it has none."""
    if len(loc) < 2 or not isinstance(loc[0], str) or not isinstance(loc[1], int):
        return "bank"
    entries = raw[loc[0]]
    entry = entries[loc[1]] if isinstance(entries, list) else None
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else f"{loc[0]}[{loc[1]}]"


def _waived(found: list[Finding], settings: LintSettings) -> list[Finding]:
    """Return what no waiver accepts, with what is wrong about waivers and the recorded count."""
    kept: list[Finding] = []
    used: set[int] = set()
    for finding in found:
        match = next(
            (
                index
                for index, waiver in enumerate(settings.waiver)
                if waiver.rule == finding.rule and fnmatchcase(finding.item, waiver.item)
            ),
            None,
        )
        if match is None:
            kept.append(finding)
        else:
            used.add(match)
    for index, waiver in enumerate(settings.waiver):
        if index not in used:
            message = f"the waiver of {waiver.rule} for {waiver.item} matches nothing; remove it"
            kept.append(Finding(ERROR, "L00", LINT_FILE, message))
    warnings = sum(finding.level == WARNING for finding in kept)
    if warnings > settings.warnings:
        message = f"{warnings} warnings, but {settings.warnings} are recorded; mend the new ones"
        kept.append(Finding(ERROR, "L00", LINT_FILE, message))
    return kept


def _report(found: Iterable[Finding]) -> Report:
    return Report(tuple(sorted(found)))
