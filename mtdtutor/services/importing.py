"""Cards from table files: reading CSV and TSV, and saying beforehand what would become of each row.

Nothing here writes. A cell is text, whatever a spreadsheet would make of it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from mtdtutor.core.errors import KnownError
from mtdtutor.core.folding import fold
from mtdtutor.services.own_cards import Draft, Kind, check, cleaned

MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 20_000
SEPARATORS: Final = ("\t", ";", ",")
Role = Literal["front", "back", "topic", "tags", "hint"]
ROLES: Final[tuple[Role, ...]] = ("front", "back", "topic", "tags", "hint")
"""What a column can hold."""
Trouble = Literal["", "empty", "long", "many", "gap", "topic", "known", "twice"]
"""Why a row would be skipped; empty where it becomes a card."""
_CODES: Final[Mapping[str, Trouble]] = {
    "own-card-empty": "empty",
    "own-card-long": "long",
    "own-card-many": "many",
    "own-card-gap": "gap",
}
_NAMES: Final[Mapping[Role, frozenset[str]]] = {
    "front": frozenset({"front", "question", "term", "prompt", "text"}),
    "back": frozenset({"back", "answer", "definition", "extra", "meaning"}),
    "topic": frozenset({"topic", "track", "deck"}),
    "tags": frozenset({"tags", "tag", "labels"}),
    "hint": frozenset({"hint", "clue"}),
}
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first lines of what Anki and Excel write about the file itself.
_DIRECTIVE: Final = re.compile(r"(?:#[a-z ]+:.*|sep=.)", re.IGNORECASE)
_NAMED: Final[Mapping[str, str]] = {"tab": "\t", "comma": ",", "semicolon": ";", "\\t": "\t"}
_LOOK_AT: Final = 100


class Sheet(NamedTuple):
    """A table file as it was read.

    Attributes:
        rows: All rows with anything in them, the header too if there is one.
        lines: The line of the file on which each row begins, from 1.
        separator: What stands between two cells.
        header: Whether the first row seems to name the columns.
    """

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    separator: str
    header: bool

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows))


class Choice(NamedTuple):
    """What a person chose about a file.

    Attributes:
        columns: The place of the column of each role; roles without one are left out.
        header: The first row names the columns and is no card.
        kind: What the cards become.
        topic: The topic of rows that name none.
    """

    columns: Mapping[Role, int]
    header: bool
    kind: Kind
    topic: str


class Line(NamedTuple):
    """What would become of one row.

    Attributes:
        line: Its line in the file, from 1.
        draft: The card, complete or not.
        trouble: Why it would be skipped.
    """

    line: int
    draft: Draft
    trouble: Trouble


def read_sheet(path: Path, separator: str = "") -> Sheet:
    """Read a table file whole.

    Args:
        path: The file: UTF-8, or UTF-16 with its mark; quoted as RFC 4180 says.
        separator: One of ``SEPARATORS``; without one it is found out.

    Raises:
        KnownError: ``import-unreadable``, ``import-large``, ``import-encoding``,
            ``import-empty``, ``import-quotes``, ``import-rows``, ``import-columns``.
    """
    text = _text_of(path)
    skipped, text, named = _without_directives(text)
    chosen = separator or named or _sniff(text)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    begins = 1 + skipped
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=chosen, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(tuple(cells))
                lines.append(begins)
            if len(rows) > MOST_ROWS + 1:
                raise KnownError("import-rows", file=path, limit=MOST_ROWS)
            begins = 1 + skipped + reader.line_num
    except csv.Error as error:
        raise KnownError("import-quotes", file=path, line=begins, reason=error) from error
    if not rows:
        raise KnownError("import-empty", file=path)
    if max(map(len, rows)) < 2:
        raise KnownError("import-columns", file=path, line=lines[0])
    return Sheet(tuple(rows), tuple(lines), chosen, bool(_by_name(rows[0])))


def columns_of(sheet: Sheet) -> dict[Role, int]:
    """Return which column seems to hold what: by the header's names, else front and back first."""
    found = _by_name(sheet.rows[0]) if sheet.header else {}
    free = [place for place in range(sheet.width) if place not in found.values()]
    for role in ("front", "back"):
        if role not in found and free:
            found[role] = free.pop(0)
    return found


def plan(
    sheet: Sheet,
    choice: Choice,
    topics: Mapping[str, str],
    known: Iterable[tuple[str, str]] = (),
) -> list[Line]:
    """Return what would become of each row.

    Args:
        sheet: The file.
        choice: What the person chose.
        topics: Ids of topics by the folded words that name them.
        known: Question and answer of the cards there are already.
    """
    seen = {_key(front, back) for front, back in known}
    before = frozenset(seen)
    first = 1 if choice.header else 0
    found: list[Line] = []
    for line, cells in zip(sheet.lines[first:], sheet.rows[first:], strict=True):
        draft, trouble = _card(cells, choice, topics)
        if not trouble:
            key = _key(draft.front, draft.back)
            if key in seen:
                trouble = "known" if key in before else "twice"
            seen.add(key)
        found.append(Line(line, draft, trouble))
    return found


def counts(lines: Collection[Line]) -> dict[Trouble, int]:
    """Return how many rows there are of each trouble; those without under the empty one."""
    return dict(Counter(line.trouble for line in lines))


def drafts(lines: Iterable[Line]) -> list[Draft]:
    """Return the cards that the rows become."""
    return [line.draft for line in lines if not line.trouble]


def _card(cells: Sequence[str], choice: Choice, topics: Mapping[str, str]) -> tuple[Draft, Trouble]:
    def cell(role: Role) -> str:
        place = choice.columns.get(role, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""

    named = cell("topic")
    topic = topics.get(fold(named), "") if named else choice.topic
    draft = cleaned(
        Draft(
            topic or choice.topic,
            choice.kind,
            cell("front"),
            cell("back"),
            cell("hint"),
            tags=_tags(cell("tags")),
        )
    )
    try:
        check(draft)
    except KnownError as error:
        return draft, _CODES[error.code]
    return draft, "" if topic else "topic"


def _tags(cell: str) -> tuple[str, ...]:
    """Return tags parted by commas or semicolons, or by spaces where there are none of these."""
    parts = re.split("[,;]", cell) if re.search("[,;]", cell) else cell.split()
    return tuple(parts)


def _key(front: str, back: str) -> tuple[str, str]:
    return " ".join(front.casefold().split()), " ".join(back.casefold().split())


def _by_name(cells: Sequence[str]) -> dict[Role, int]:
    """Return the columns whose heads say what they hold; none unless a side of a card is named."""
    found: dict[Role, int] = {}
    for place, cell in enumerate(cells):
        for role in ROLES:
            if role not in found and fold(cell) in _NAMES[role]:
                found[role] = place
                break
    return found if "front" in found or "back" in found else {}


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            limit = MOST_BYTES // 1_000_000
            raise KnownError("import-large", file=path, limit=limit)
        raw = path.read_bytes()
    except OSError as error:
        raise KnownError("import-unreadable", file=path, reason=error.strerror) from error
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise KnownError("import-encoding", file=path, line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise KnownError("import-encoding", file=path, line=line)
    return text


def _without_directives(text: str) -> tuple[int, str, str]:
    """Return how many lines about the file come first, the rest, and the separator they name."""
    skipped, named = 0, ""
    while found := re.match(r"([^\r\n]*)(\r\n|\r|\n)", text):
        words = found[1]
        if not _DIRECTIVE.fullmatch(words):
            break
        key, _, value = words.replace("sep=", "#separator:", 1).partition(":")
        if key.casefold() == "#separator":
            named = _NAMED.get(value.strip().casefold(), value)
        skipped, text = skipped + 1, text[found.end() :]
    return skipped, text, named if named in SEPARATORS else ""


def _sniff(text: str) -> str:
    """Return the separator that gives the first rows most often the same number of columns."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                widths[len(cells)] += 1
            if widths.total() >= _LOOK_AT:
                break
    except csv.Error:
        return 0.0, 0
    width, number = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return (number / widths.total(), width) if width > 1 else (0.0, 0)
