"""How long a search in the library takes, from the query to the rows in the list.

    python3 dev.py bench search [--items 20000] [--notes 2000]

A data folder is made whose course holds as many items as asked for (the bundled one, copied with a
word changed in each copy) and a learner with notes, tags and suspended cards. Queries are typed
letter by letter; every letter is one search. Measured are the service alone, then the page: from
the text in the field to the rows in the list. Last come steps over many cards, and their undo.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from bench._measure import machine, median, percentile, table, verdict
from mtdtutor import wiring
from mtdtutor.core.clock import SystemClock
from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.services.finding import FindingService
from mtdtutor.storage import content
from mtdtutor.storage.tables_own import note
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.library import LibraryPage

MOST_MS: Final = 50.0
WORDS: Final = (
    "track 1½",
    "peace",
    "e",
    "the o",
    "mediation between governments",
    '"official diplomacy"',
    "talks -business",
    "kind:card peace",
    "is:new level:core topic:4",
    "tag:exam",
    "is:suspended -topic:1",
    "kind:question skill:classify which",
    "和平",
    "zanzibar",
    "",
)
_SYLLABLES: Final = (
    "ka",
    "lo",
    "mir",
    "ven",
    "tos",
    "ane",
    "qui",
    "rod",
    "bel",
    "su",
    "dra",
    "fen",
)


def enlarge(bank: Bank, items: int, rng: random.Random) -> Bank:
    """Return a bank with so many items, copies of its own with a word changed in each."""

    def name() -> str:
        return "".join(rng.choices(_SYLLABLES, k=3))

    def text(old: dict[str, str], word: str) -> dict[str, str]:
        words = old["en"].split(" ")
        words[rng.randrange(len(words))] = word
        return {"en": " ".join(words)}

    entities, facts = list(bank.entities), list(bank.facts)
    cards, questions = list(bank.cards), list(bank.questions)
    whole = len(entities) + len(bank.sources) + len(facts) + len(cards) + len(questions)
    for copy in range(1, items // whole + 1):
        word = name()
        entities += [
            e._replace(id=f"{e.id}:copy-{copy}", text=text(e.text, word)) for e in bank.entities
        ]
        facts += [
            f._replace(
                id=f"{f.id}:copy-{copy}",
                entity=f"{f.entity}:copy-{copy}",
                text=text(f.text, word),
            )
            for f in bank.facts
        ]
        cards += [
            c._replace(
                id=f"{c.id}:copy-{copy}",
                fact=f"{c.fact}:copy-{copy}",
                front=text(c.front, word),
                back=text(c.back, word),
            )
            for c in bank.cards
        ]
        questions += [
            q._replace(
                id=f"{q.id}:copy-{copy}",
                fact=f"{q.fact}:copy-{copy}",
                stems=tuple(text(stem, word) for stem in q.stems),
            )
            for q in bank.questions
        ]
    return bank._replace(
        checksum="enlarged",
        entities=tuple(entities),
        facts=tuple(facts),
        cards=tuple(cards),
        questions=tuple(questions),
    )


def fill(services: wiring.Services, items: int, notes: int, rng: random.Random) -> str:
    """Load the enlarged course and let the learner write on it; returns the learner."""
    bank = enlarge(read_bank(services.paths.bank), items, rng)
    me = services.learners.find().id
    chosen = rng.sample(bank.cards, min(notes, len(bank.cards)))
    with services.db.write() as conn:
        content.load_bank(conn, bank, 1)
        rows = []
        for place, card in enumerate(chosen):
            words = " ".join(rng.choices(rng.choice(bank.facts).text["en"].split(), k=15))
            own = f"{words} 促进和平对话" if place % 10 == 0 else words
            rows.append({"learner": me, "card": card.id, "text": own, "at_ms": 1})
        conn.execute(insert(note), rows)
    ids = [card.id for card in chosen]
    recorder = services.recorder
    recorder.act_many(me, recorder.new_id(), ids[: notes // 4], ActionKind.TAG, "exam")
    recorder.act_many(me, recorder.new_id(), ids[notes // 2 :], ActionKind.SUSPEND)
    return me


def typed(queries: Sequence[str]) -> Iterator[str]:
    """Yield what stands in the field after each letter of each query."""
    for query in queries:
        yield from (query[: end + 1] for end in range(len(query) or 1))


def timed(what: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    start = time.perf_counter_ns()
    what()
    return (time.perf_counter_ns() - start) / 1e6


def measure_service(services: wiring.Services, me: str) -> tuple[list[float], list[list[str]]]:
    """Return the times of all searches, and a table of what takes longer."""
    finding = FindingService(services.db, services.clock, services.recorder)
    opening = timed(lambda: finding.search(me, ""))
    again = []
    for _ in range(5):
        finding.refresh()
        again.append(timed(lambda: finding.search(me, "")))
    times = [timed(partial(finding.search, me, query)) for query in typed(WORDS)]
    states = []
    for query in ("is:new", "is:due", "is:suspended", "is:flagged"):
        finding.refresh()
        finding.search(me, "")
        states.append(timed(partial(finding.search, me, query)))
    number = len(finding.search(me, "").rows)
    return times, [
        [f"reading and folding {number} items, once", f"{opening:.0f}"],
        ["reading the learner's words again, after a change", f"{median(again):.1f}"],
        ["first query by where cards stand, at most", f"{max(states):.1f}"],
    ]


def measure_page(services: wiring.Services, me: str) -> list[float]:
    """Return the times from the text in the field to the rows in the list."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from mtdtutor.services.device import DeviceStore
    from mtdtutor.ui.a11y import Announcer
    from mtdtutor.ui.icons import Icons
    from mtdtutor.ui.jobs import Jobs
    from mtdtutor.ui.key_table import KeyTable
    from mtdtutor.ui.keys import KeyCaps
    from mtdtutor.ui.theme import Mode, Theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(Mode.LIGHT)
    theme.install(app)
    context = Context(
        services=services,
        clock=services.clock,
        learner=me,
        device=DeviceStore(services.paths.folder / "settings.json"),
        theme=theme,
        jobs=Jobs(),
        announcer=Announcer(lambda *_: None),
        icons=Icons(),
        keys=KeyTable(KeyCaps()),
    )
    page = LibraryPage(context)
    page.resize(1000, 700)
    page.freshen()
    page.show()
    times = [timed(partial(page.search.setText, query)) for query in typed(WORDS)]
    page.close()
    return times


def measure_steps(services: wiring.Services, me: str) -> list[list[str]]:
    """Return a table of what steps over many cards take, and taking them back."""
    recorder = services.recorder
    with services.db.read() as conn:
        cards = sorted(content.card_ids(conn, me))
    for card in cards[:400]:
        for _ in range(3):
            recorder.grade(me, recorder.new_id(), card, Grade.GOOD)
    rows = []
    for kind, number in (
        (ActionKind.FLAG, 400),
        (ActionKind.FLAG, 5000),
        (ActionKind.FORGET, 400),
    ):
        done, undone = [], []
        for _ in range(5):
            chosen = cards[:number]
            done.append(timed(partial(recorder.act_many, me, recorder.new_id(), chosen, kind)))
            undone.append(timed(lambda: recorder.undo(me)))
        rows.append([f"{kind} {number} cards", f"{median(done):.0f}", f"{median(undone):.0f}"])
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the folder, measure, print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="search", description="Measure searching in the library.")
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--notes", type=int, default=2_000)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        paths = wiring.find_paths(Path(folder))
        wiring.prepare_folder(paths)
        services = wiring.open_services(paths, SystemClock(), random.Random(1))
        try:
            me = fill(services, wanted.items, wanted.notes, random.Random(2))
            times, slower = measure_service(services, me)
            whole = measure_page(services, me)
            steps = measure_steps(services, me)
        finally:
            services.close()
    print(machine(), end="\n\n")
    rows = [
        [name, f"{median(each):.1f}", f"{percentile(each, 0.95):.1f}", f"{max(each):.1f}"]
        for name, each in (("query to rows", times), ("field to list", whole))
    ]
    print(table([f"{len(times)} queries", "p50 ms", "p95 ms", "max ms"], rows), end="\n\n")
    print(table(["besides", "ms"], slower), end="\n\n")
    print(table(["one step", "ms", "undo ms"], steps), end="\n\n")
    print(f"query to rows ≤ {MOST_MS:.0f} ms: {verdict(percentile(times, 0.95), MOST_MS)}")
    return int(percentile(times, 0.95) > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
