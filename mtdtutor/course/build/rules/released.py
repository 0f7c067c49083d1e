"""What a new bank owes to a released one: ids, keys, notes and a version (L35)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import bank_bytes, read_bank, text_in
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.rules.view import ERROR, Finding
from mtdtutor.course.build.words import bare
from mtdtutor.course.changes import name_in

Released = Mapping[str, Any]
"""A released bank file as plain JSON: its schema may be older than ours."""
Entry = Mapping[str, Any]
Version = tuple[int, int, int]

_LISTS: Final = ("topics", "entities", "facts", "cards", "questions")
_REVISED: Final = ("facts", "cards", "questions")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_PARTS: Final = ("major", "minor", "patch")
_VERSION: Final = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}", re.ASCII)


def read_released(path: Path) -> Released:
    """Return a released bank file.

    Raises:
        KnownError: ``bank-unreadable`` or ``bank-invalid`` if it is no bank that could be released.
    """
    version = read_bank(path).bank_version
    if not _VERSION.fullmatch(version):
        reason = f"“{version}” is no version such as 1.0.0"
        raise KnownError("bank-invalid", file=path, place="bank_version", reason=reason)
    found: Released = json.loads(bank_bytes(path))
    return found


def l35_released(document: BankDocument, released: Released) -> Iterator[Finding]:
    """A key changed without a risen rev, an id gone, a correction untold, a version that lags."""
    new = document.model_dump(mode="json", exclude_none=True)
    if new["course"]["id"] != released["course"]["id"]:
        yield Finding(ERROR, "L35", "bank", "is of another course than the released one")
        return
    changed = dict(_changed_keys(new, released))
    yield from _vanished(new, released)
    yield from _revs(new, released, changed)
    yield from _version(new, released, breaking=bool(changed or _left(new, released)))


def _by_id(bank: Released, name: str) -> dict[str, Entry]:
    return {entry["id"]: entry for entry in bank[name]}


def _former(new: Released, old: Released, name: str) -> dict[str, Entry]:
    """Return the entries of the released bank by the ids they have now."""
    present = _by_id(new, name)
    before = _by_id(old, name)
    return {name_in(present, new["renamed"], key): entry for key, entry in before.items()}


def _left(new: Released, old: Released) -> list[str]:
    """Return the ids of the released bank that are no longer in use."""
    return [key for name in _LISTS for key in sorted(_by_id(old, name).keys() - _by_id(new, name))]


def _vanished(new: Released, old: Released) -> Iterator[Finding]:
    told = {*new["renamed"], *(one["id"] for one in new["retired"])}
    for name in _left(new, old):
        if name not in told:
            message = "was released and is gone; rename or retire it in renames.toml"
            yield Finding(ERROR, "L35", name, message)


def _changed_keys(new: Released, old: Released) -> Iterator[tuple[str, str]]:
    """Yield each question whose key is another one than in the released bank, and what changed."""
    before = _former(new, old, "questions")
    language = new["course"]["language"]
    for question in new["questions"]:
        former = before.get(question["id"])
        if former is not None:
            change = _change(former, question, language)
            if change:
                yield question["id"], change


def _revs(new: Released, old: Released, changed: Mapping[str, str]) -> Iterator[Finding]:
    noted = {
        one["id"]
        for one in new.get("corrected", [])
        if version_of(old["bank_version"]) < version_of(one["since"])
    }
    for name in _REVISED:
        before = _former(new, old, name)
        for entry in new[name]:
            former = before.get(entry["id"])
            if former is None:
                continue
            if entry["rev"] < former["rev"]:
                message = f"has rev {entry['rev']}, but {former['rev']} was released"
                yield Finding(ERROR, "L35", entry["id"], message)
            elif entry["rev"] > former["rev"]:
                if not noted & {entry["id"], entry.get("fact", ""), *entry.get("also", [])}:
                    message = "has a risen rev; say in [[corrected]] what was wrong"
                    yield Finding(ERROR, "L35", entry["id"], message)
            elif entry["id"] in changed:
                message = f"{changed[entry['id']]}; raise the rev of its fact"
                yield Finding(ERROR, "L35", entry["id"], message)


def _change(old: Entry, new: Entry, language: str) -> str | None:
    """Return in words how the key of a question changed; None if it is the same."""
    checks = (
        (old["type"] != new["type"], "is of another type than the released one"),
        (old.get("answer") != new.get("answer"), "has another answer than the released one"),
        (_other_key(old, new, language), "has another key than the released one"),
        (_other_order(old, new), "has another order than the released one"),
        (_other_sides(old, new, language), "joins other sides than the released one"),
        (_refuses(old, new, language), "refuses the answer that was released"),
    )
    return next((message for changed, message in checks if changed), None)


def _other_key(old: Entry, new: Entry, language: str) -> bool:
    """Return whether an option turned, or the numbers in a right one changed."""
    after = {option["id"]: option for option in new.get("options", [])}
    for option in old.get("options", []):
        now = after.get(option["id"])
        if now is None:
            if option["correct"] and old["type"] == "single":
                return True
        elif now["correct"] != option["correct"] or (
            option["correct"] and _numbers(option, language) != _numbers(now, language)
        ):
            return True
    return False


def _numbers(option: Entry, language: str) -> list[str]:
    """Return the numbers in an option: another number is never mere wording."""
    return _NUMBER.findall(text_in(option["text"], language))


def _other_order(old: Entry, new: Entry) -> bool:
    before = [step["id"] for step in old.get("sequence", [])]
    after = [step["id"] for step in new.get("sequence", [])]
    return [name for name in before if name in after] != [name for name in after if name in before]


def _other_sides(old: Entry, new: Entry, language: str) -> bool:
    """Return whether a right side that both have belongs to another left side now."""
    after = _sides(new, language)
    return any(after.get(right, left) != left for right, left in _sides(old, language).items())


def _sides(question: Entry, language: str) -> dict[str, str]:
    """Return the left side of each right one; what belongs nowhere has none."""
    pairs, extra = question.get("pairs", []), question.get("extra", [])
    sides = {bare(text_in(pair["right"], language)): pair["id"] for pair in pairs}
    return sides | {bare(text_in(one["text"], language)): "" for one in extra}


def _refuses(old: Entry, new: Entry, language: str) -> bool:
    """Return whether the first answer that a gap accepted is accepted no longer."""
    gaps = {gap["id"]: gap for gap in new.get("gaps", [])}
    for gap in old.get("gaps", []):
        accepted = {bare(text_in(one, language)) for one in gaps.get(gap["id"], gap)["accept"]}
        if bare(text_in(gap["accept"][0], language)) not in accepted:
            return True
    return False


def version_of(text: str) -> Version:
    """Return a version as numbers that can be compared."""
    major, minor, patch = text.split(".")
    return int(major), int(minor), int(patch)


def _version(new: Released, old: Released, *, breaking: bool) -> Iterator[Finding]:
    """What is gone or turned needs a new major version, additions a minor one, wording a patch.

    Before version 1 a minor version may do what afterwards only a major one may.
    """
    if new == old:
        return
    before, after = version_of(old["bank_version"]), version_of(new["bank_version"])
    added = any(_by_id(new, name).keys() - _by_id(old, name) for name in _LISTS)
    part = (0 if before[0] else 1) if breaking else 1 if added else 2
    least = tuple(before[:part]) + (before[part] + 1,) + (0,) * (2 - part)
    if after < least:
        message = (
            f"has bank_version {new['bank_version']}; after {old['bank_version']} these changes "
            f"need a new {_PARTS[part]} version, {'.'.join(map(str, least))} or later"
        )
        yield Finding(ERROR, "L35", "bank", message)
