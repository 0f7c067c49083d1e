"""The commands of an author: build the bank, lint it, see what it covers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TextIO

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.coverage import DocumentCoverage, TopicCoverage
from mtdtutor.course.build.coverage import coverage as count
from mtdtutor.course.build.document import BankDocument, document_bytes, schema_bytes
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import load_knowledge
from mtdtutor.course.build.lint import Report, lint_document, lint_file, read_settings
from mtdtutor.course.build.rules.released import read_released, version_of

KNOWLEDGE: Final = "knowledge"
BANK: Final = "questions.json"
SCHEMA: Final = "questions.schema.json"
RELEASED: Final = Path("tests", "fixtures", "banks")
"""Where released banks are kept, each named by its version, beside the content folder."""

_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")


def build(content_dir: Path, out: TextIO, *, check: bool = False) -> int:
    """Make the bank and its schema from the knowledge base.

    Args:
        content_dir: Holds ``knowledge/``, ``questions.json`` and ``questions.schema.json``.
        out: Where to report.
        check: Write nothing; report files that differ from what would be written.

    Returns:
        0, or 1 when lint found errors or, with ``check``, a file differs.

    Raises:
        KnownError: The knowledge base is missing or broken, or a file cannot be written.
    """
    document = generate(load_knowledge(content_dir / KNOWLEDGE))
    report = _lint(content_dir, document, newest_released(content_dir))
    if report.errors:
        _print_report(report, out)
        out.write("The bank was not written.\n")
        return 1
    files = {BANK: document_bytes(document), SCHEMA: schema_bytes()}
    if check:
        return _compare(content_dir, files, out)
    for name, data in files.items():
        write_whole(content_dir / name, data)
    out.write(
        f"Wrote {content_dir / BANK}: version {document.bank_version}, "
        f"{len(document.cards)} cards, {len(document.questions)} questions, "
        f"{report.warnings} warnings.\n"
    )
    return 0


def lint(
    content_dir: Path,
    out: TextIO,
    *,
    file: Path | None = None,
    released: Path | None = None,
    documents: Path | None = None,
) -> int:
    """Lint the knowledge base's bank as it would be built, or any bank file.

    Args:
        content_dir: Holds ``knowledge/``.
        out: Where to report.
        file: A bank file to lint instead.
        released: The bank file that was released last; by default the newest one kept beside the
            content, and none for a ``file``.
        documents: A folder with documents that are cited by span; they are known by checksum.

    Returns:
        0, or 1 when there are errors.

    Raises:
        KnownError: The knowledge base or a file cannot be read.
    """
    sizes = {} if documents is None else _sizes(documents)
    if file is not None:
        report = lint_file(file, None if released is None else read_released(released), sizes)
    else:
        against = released or newest_released(content_dir)
        report = _lint(content_dir, _generated(content_dir), against, sizes)
    _print_report(report, out)
    return 1 if report.errors else 0


def coverage(content_dir: Path, out: TextIO, *, as_json: bool = False) -> int:
    """Print what the course covers: counts per topic, and the claims of its source documents.

    Returns:
        0, or 1 when a claim is not answered or a source is not named in full.

    Raises:
        KnownError: The knowledge base is missing or broken.
    """
    kb = load_knowledge(content_dir / KNOWLEDGE)
    found = count(kb, generate(kb))
    if as_json:
        out.write(json.dumps(found.as_data(), ensure_ascii=False, indent=1) + "\n")
    else:
        out.write(f"{'':<42} core std detail  cards questions scenarios skills\n")
        out.writelines(_row(topic) + "\n" for topic in (*found.topics, found.total))
        out.writelines(_claims(source) + "\n" for source in found.documents)
        out.writelines(f"{missing}\n" for missing in found.missing)
    return 1 if found.missing else 0


def newest_released(content_dir: Path) -> Path | None:
    """Return the newest of the released banks that are kept with the tests, if there is one."""
    kept = [
        path
        for path in (content_dir.absolute().parent / RELEASED).glob("*.json")
        if _VERSION.fullmatch(path.stem)
    ]
    return max(kept, key=lambda path: version_of(path.stem), default=None)


def _sizes(folder: Path) -> dict[str, int]:
    """Return the size of each file of a folder by its SHA-256."""
    sizes: dict[str, int] = {}
    try:
        for path in filter(Path.is_file, folder.iterdir()):
            with path.open("rb") as file:
                checksum = hashlib.file_digest(file, "sha256").hexdigest()
                sizes[checksum] = file.tell()
    except OSError as error:
        raise KnownError("bank-unreadable", file=folder, reason=error.strerror or error) from error
    return sizes


def _lint(
    content_dir: Path,
    document: BankDocument,
    released: Path | None,
    sizes: Mapping[str, int] | None = None,
) -> Report:
    settings = read_settings(content_dir / KNOWLEDGE)
    old = None if released is None else read_released(released)
    return lint_document(document, settings, old, sizes)


def _generated(content_dir: Path) -> BankDocument:
    return generate(load_knowledge(content_dir / KNOWLEDGE))


def _row(topic: TopicCoverage) -> str:
    core, standard, detail = topic.facts.values()
    skills = sum(found > 0 for found in topic.skills.values())
    return (
        f"{topic.name:<42} {core:>4} {standard:>3} {detail:>6} {topic.cards:>6} "
        f"{topic.questions:>9} {topic.scenarios:>9} {skills:>6}"
    )


def _claims(source: DocumentCoverage) -> str:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in source.verdicts.items())
    return f"{source.id}: {len(source.claims)} claims: {counts}"


def _print_report(report: Report, out: TextIO) -> None:
    out.writelines(
        f"{finding.level} {finding.rule} {finding.item}: {finding.message}\n"
        for finding in report.findings
    )
    out.write(f"{report.errors} errors, {report.warnings} warnings\n")


def _compare(content_dir: Path, files: dict[str, bytes], out: TextIO) -> int:
    stale = [name for name, data in files.items() if _read(content_dir / name) != data]
    out.writelines(
        f"{content_dir / name} is not what the knowledge base gives; build it anew.\n"
        for name in stale
    )
    if not stale:
        out.write("The bank and its schema are up to date.\n")
    return 1 if stale else 0


def _read(path: Path) -> bytes | None:
    """Return a file's bytes, or None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KnownError("bank-unreadable", file=path, reason=error.strerror or error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        KnownError: It cannot be written.
    """
    partial = path.with_name(path.name + ".new")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise KnownError("export-failed", file=path, reason=error.strerror or error) from error
