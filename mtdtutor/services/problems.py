"""Reports on what is wrong with the course; kept here, sent nowhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from mtdtutor.core.clock import Clock, iso_utc
from mtdtutor.core.errors import BugError
from mtdtutor.core.ids import new_id
from mtdtutor.course.bank import Card, Entity, Fact, text_in
from mtdtutor.course.nodes import Text
from mtdtutor.course.questions import Gap, Question
from mtdtutor.services.export import whole_file
from mtdtutor.storage import content, wordings
from mtdtutor.storage import problems as stored
from mtdtutor.storage.content import Loaded
from mtdtutor.storage.database import Connection, Database
from mtdtutor.storage.problems import Problem as Problem  # pages name it

ItemKind = Literal["card", "question", "fact", "entity"]
Category = Literal["wrong-fact", "unclear", "two-answers", "typo", "other"]
Format = Literal["json", "text"]

CATEGORIES: Final[tuple[Category, ...]] = (
    "wrong-fact",
    "unclear",
    "two-answers",
    "typo",
    "other",
)
FORMAT_NAME: Final = "mtdtutor-problems"
FORMAT_VERSION: Final = 1


class ProblemService:
    """Keeps reports, lists them and writes them to a file for whoever looks after the course."""

    def __init__(self, db: Database, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._clock = clock
        self._rng = rng

    def report(
        self,
        learner: str,
        item_kind: ItemKind,
        item: str,
        category: Category,
        text: str,
        shown: Mapping[str, Any] | None = None,
    ) -> Problem:
        """Keep a report with what was shown, the revision and the version of the course.

        Args:
            learner: Who reports.
            item_kind: ``card``, ``question``, ``fact`` or ``entity``.
            item: Its id.
            category: One of ``CATEGORIES``.
            text: The learner's words; may be empty.
            shown: What was displayed; by default what the course says of the item now.

        Raises:
            KnownError: It could not be saved.
        """
        now_ms = self._clock.now_ms()
        with self._db.write() as conn:
            found, loaded = _find(conn, item_kind, item), content.loaded(conn)
            if found is None or loaded is None:
                raise BugError(f"the course has no {item_kind} {item}")
            problem = Problem(
                id=new_id(now_ms, self._rng),
                learner=learner,
                at_ms=now_ms,
                item=found.id,
                item_kind=item_kind,
                rev=None if isinstance(found, Entity) else found.rev,
                bank_version=loaded.version,
                category=category,
                text=text.strip(),
                shown=dict(_said(conn, learner, found, loaded) if shown is None else shown),
            )
            stored.add(conn, problem)
        return problem

    def everything(self, learner: str) -> list[Problem]:
        """Return a learner's reports, the oldest first."""
        with self._db.read() as conn:
            return stored.everything(conn, learner)

    def write(self, learner: str, path: Path, file_format: Format) -> int:
        """Write a learner's reports to one file, whole or not at all.

        Returns:
            Their number.

        Raises:
            KnownError: ``export-failed``.
        """
        found = self.everything(learner)
        with whole_file(path) as out:
            out.write(as_json(found) if file_format == "json" else as_text(found))
        return len(found)


def as_json(problems: list[Problem]) -> str:
    """Return reports as one JSON object; see ``docs/data.md``."""
    reports = []
    for each in problems:
        record = each._asdict()
        del record["learner"]
        reports.append({**record, "at": iso_utc(each.at_ms)})
    whole = {"format": FORMAT_NAME, "version": FORMAT_VERSION, "reports": reports}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def as_text(problems: list[Problem]) -> str:
    """Return reports as plain text, one paragraph each."""
    return "\n".join(map(_paragraph, problems))


def _paragraph(problem: Problem) -> str:
    rev = "" if problem.rev is None else f", rev {problem.rev}"
    lines = [
        f"{problem.item_kind} {problem.item} (bank {problem.bank_version}{rev})",
        f"  {iso_utc(problem.at_ms)}  {problem.category}",
        *(f"  {line}" for line in problem.text.splitlines()),
        *(f"  {name}: {_one_line(value)}" for name, value in problem.shown.items()),
    ]
    return "\n".join(lines) + "\n"


def _one_line(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(map(_one_line, value))
    return " ".join(str(value).split())


def _wrong(gap: Gap) -> Iterator[Text]:
    return (option.text for option in gap.options if not option.correct)


def _find(conn: Connection, kind: ItemKind, item: str) -> Card | Question | Fact | Entity | None:
    match kind:
        case "card":
            return content.find_card(conn, item)
        case "question":
            return content.find_question(conn, item)
        case "fact":
            return content.find_fact(conn, item)
        case "entity":
            return content.find_entity(conn, item)


def _said(
    conn: Connection, learner: str, item: Card | Question | Fact | Entity, loaded: Loaded
) -> dict[str, Any]:
    """Return what the course says of an item now, part by part."""
    language = loaded.course.language
    if isinstance(item, Fact):
        return {"text": text_in(item.text, language)}
    if isinstance(item, Entity):
        return {"name": text_in(item.name, language), "text": text_in(item.text, language)}
    if isinstance(item, Question):
        parts = {
            "stem": text_in(item.stems[0], language),
            "options": [text_in(each.text, language) for each in item.options],
            "pairs": [
                f"{text_in(each.left, language)} – {text_in(each.right, language)}"
                for each in item.pairs
            ],
            "sequence": [text_in(each.text, language) for each in item.sequence],
            "gaps": [
                [text_in(each, language) for each in (*gap.accept, *_wrong(gap))]
                for gap in item.gaps
            ],
        }
        return {name: value for name, value in parts.items() if value}
    said = {"front": text_in(item.front, language), "back": text_in(item.back, language)}
    own = wordings.find(conn, learner, item.id)
    return said if own is None else {**said, "own_front": own.front, "own_back": own.back}
