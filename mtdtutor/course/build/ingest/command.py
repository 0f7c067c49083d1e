"""The author's command that reads source documents into candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.commands import write_whole
from mtdtutor.course.build.ingest.against import KnowledgeCheck
from mtdtutor.course.build.ingest.candidates import ARRAYS, Candidate, candidates_bytes
from mtdtutor.course.build.ingest.conflicts import conflict_candidates
from mtdtutor.course.build.ingest.faqs import faq_candidates
from mtdtutor.course.build.ingest.listing import listing_candidates
from mtdtutor.course.build.ingest.original import read_originals
from mtdtutor.course.build.ingest.page import Page, take_apart
from mtdtutor.course.build.ingest.statements import statement_candidates, statements
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge

_NAMES: Final = {"faq": "FAQ"}


def ingest(files: Sequence[Path], output: Path, out: TextIO, *, against: Path | None = None) -> int:
    """Write what the files say as candidates for the knowledge base.

    Args:
        files: Plain text, Markdown or HTML, in UTF-8.
        output: The TOML file to write, whole or not at all.
        out: Where to report.
        against: A knowledge base that sentences are compared with.

    Returns:
        0.

    Raises:
        KnownError: A file cannot be used, the knowledge base is missing or broken, or the result
            cannot be written.
    """
    _refuse_source(files, output)
    knowledge = load_knowledge(against) if against is not None else None
    originals = read_originals(files)
    found = list(candidates([take_apart(original) for original in originals], knowledge))
    write_whole(output, candidates_bytes(originals, found))
    counts = {name: sum(each.array == name for each in found) for name in ARRAYS}
    told = ", ".join(
        f"{number} {_NAMES.get(name, name)}{'' if number == 1 or name == 'dropped' else 's'}"
        for name, number in counts.items()
    )
    out.write(f"Wrote {output}: {told}.\n")
    return 0


def candidates(pages: Sequence[Page], knowledge: Knowledge | None = None) -> Iterator[Candidate]:
    """Yield every candidate of some pages; contradictions are sought across all of them."""
    for page in pages:
        said = [
            *faq_candidates(page),
            *listing_candidates(page),
            *statement_candidates(page),
        ]
        yield from said
        yield from page.fragments([each.place for each in said])
        yield from page.dropped_candidates()
    found = [statement for page in pages for statement in statements(page)]
    yield from conflict_candidates(found)
    if knowledge is not None:
        yield from KnowledgeCheck(knowledge).candidates(found)


def _refuse_source(files: Sequence[Path], output: Path) -> None:
    for file in files:
        try:
            same = output.samefile(file)
        except OSError:
            continue
        if same:
            raise KnownError("ingest-over-source", file=output)
