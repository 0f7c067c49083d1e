"""Tables and lists, and whether all is there that they promise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mtdtutor.course.build.ingest.blocks import Block, Kind
from mtdtutor.course.build.ingest.candidates import Candidate, Confidence
from mtdtutor.course.build.ingest.numbers import counts, designator, number
from mtdtutor.course.build.ingest.page import Page
from mtdtutor.course.build.words import folded, stem, words

_LABEL: Final = re.compile(
    r"(?P<series>[^\W\d_][^\d|:–—]{0,40}?)\s*[#-]?\s*(?P<number>\d{1,3}(?:\.\d{1,2})?|[IVX]{1,5})"
    r"(?=$|[\s:.,)–—-])"
)
_TOTAL: Final = re.compile(
    r"(?:the )?(?:total )?(?:number|total|count|no\.?|nr\.?"
    r"|#) (?:number )?(?:of )?(?P<noun>[\w -]{2,40})",
    re.IGNORECASE,
)
_DANGLING: Final = re.compile(r"[,;]?\s*\b(?:and|or|&)\s*[.,;:]*$", re.IGNORECASE)
_MAX_STATED: Final = 200
_MAX_LEAD: Final = 3


@dataclass(frozen=True, slots=True)
class _Tally:
    """What a table or list promises and holds."""

    stated: int | None
    found: int
    missing: tuple[str, ...]
    outside: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        data: dict[str, object] = {} if self.stated is None else {"stated": self.stated}
        data |= {"found": self.found, "missing": list(self.missing)}
        return data | ({"outside": list(self.outside)} if self.outside else {})


def listing_candidates(page: Page) -> Iterator[Candidate]:
    """Yield every table and list, and a gap for each that is not complete."""
    index = 0
    while index < len(page.kept):
        block = page.kept[index]
        last = index
        if block.kind in {Kind.ROW, Kind.ITEM}:
            while last + 1 < len(page.kept) and _goes_on(block, page.kept[last + 1]):
                last += 1
            if block.kind is Kind.ROW:
                yield from _table(page, index, last)
            elif not block.question:
                yield from _list(page, index, last)
        index = last + 1
    yield from _sections(page)


def _goes_on(first: Block, block: Block) -> bool:
    return block.kind is first.kind and block.group == first.group and not block.question


def _lead(page: Page, index: int) -> Iterator[str]:
    """Yield what may say how many entries follow: the line above, and the headings it is under."""
    above = index - 1
    if above >= 0 and page.kept[above].kind not in {Kind.ROW, Kind.ITEM}:
        yield page.kept[above].plain[-300:]
    while above >= max(0, index - _MAX_LEAD) and page.kept[above].kind is Kind.HEADING:
        yield page.kept[above].plain[-300:]
        above -= 1
    yield page.sections[index]


def _stated(page: Page, index: int, noun: str = "") -> int | None:
    """Return how many entries a table or list is said to have, of a noun if one is given."""
    for lead in _lead(page, index):
        found = [count for count in counts(lead) if not noun or count.noun == noun]
        if found:
            return found[-1].value
    return None


def _table(page: Page, first: int, last: int) -> Iterator[Candidate]:
    rows = page.kept[first : last + 1]
    header = rows[0] if rows[0].header and len(rows) > 1 else None
    body = [row for row in rows if row is not header]
    tally = _tally_rows(page, first, body, header)
    confidence: Confidence = "high" if header is not None else "medium"
    found = page.stretch("table", first, last, confidence, **tally.as_data())
    found.more["header"] = [cell.plain for cell in header.cells] if header is not None else []
    found.more["rows"] = [[cell.plain for cell in row.cells] for row in body]
    yield found
    if tally.missing:
        yield page.stretch(
            "gap", first, last, "high", kind="incomplete", note=_note("table", tally)
        )


def _tally_rows(page: Page, index: int, body: Sequence[Block], header: Block | None) -> _Tally:
    totals: dict[str, int] = {}
    for row in body:
        match = _TOTAL.fullmatch(row.cells[0].plain) if len(row.cells) > 1 else None
        value = number(row.cells[-1].plain.strip(" .")) if match is not None else None
        if match is not None and value is not None and 0 < value <= _MAX_STATED:
            totals[_noun(match["noun"])] = value
    head = header.cells[0].plain if header is not None and header.cells else ""
    labels = [_label(row.cells[0].plain, head) for row in body if row.cells]
    series = _commonest([label[0] for label in labels if label is not None])
    if series is None:
        stated = next(iter(totals.values()), None) or _stated(page, index)
        return _tally_unnamed(stated, len(body) - len(totals))
    stated = totals.get(_noun(series)) or _stated(page, index, _noun(series))
    numbers = [label[1] for label in labels if label is not None and label[0] == series]
    return _tally_series(series, numbers, stated)


def _noun(phrase: str) -> str:
    found = words(phrase)
    return stem(found[-1]) if found else ""


def _label(cell: str, head: str) -> tuple[str, str] | None:
    """Return series and number of a row such as "Track 2"; the series may be the column's."""
    bare_number = designator(cell.strip(" .#)"))
    if bare_number and cell.strip(" .#)")[0].isdigit():
        return (head or "No.", bare_number)
    match = _LABEL.match(cell)
    value = designator(match["number"]) if match is not None else ""
    return (match["series"].strip(), value) if match is not None and value else None


def _commonest(series: Sequence[str]) -> str | None:
    """Return the name that two rows and more share, the first of the commonest."""
    for name, times in Counter(series).most_common(1):
        return name if times >= 2 else None
    return None


def _tally_series(series: str, numbers: Sequence[str], stated: int | None) -> _Tally:
    whole = {int(each) for each in numbers if each.isdecimal()}
    if stated is None:
        # A column of years or pages is no series to be complete.
        top = max(whole, default=0)
        span = range(1, top + 1) if 1 in whole and top <= 2 * len(whole) + 2 else range(0)
        missing = [each for each in span if each not in whole]
        outside = [each for each in numbers if not each.isdecimal()]
        return _Tally(None, len(whole), _named(series, missing), _named(series, outside))
    inside = {each for each in whole if 1 <= each <= stated}
    missing = [each for each in range(1, stated + 1) if each not in inside]
    outside = [each for each in numbers if not each.isdecimal() or int(each) not in inside]
    return _Tally(stated, len(inside), _named(series, missing), _named(series, outside))


def _named(series: str, numbers: Sequence[int | str]) -> tuple[str, ...]:
    return tuple(f"{series} {each}" for each in dict.fromkeys(numbers))


def _tally_unnamed(stated: int | None, found: int) -> _Tally:
    if stated is None or stated <= found or stated > _MAX_STATED:
        return _Tally(stated, found, ())
    lost = stated - found
    return _Tally(stated, found, (f"{lost} of {stated}, not named",))


def _list(page: Page, first: int, last: int) -> Iterator[Candidate]:
    items = page.kept[first : last + 1]
    top = [item for item in items if item.level <= items[0].level]
    if len(items) < 2 and _stated(page, first) is None:
        return
    stated = _stated(page, first)
    numbers = [item.number for item in top]
    dangling = _DANGLING.search(items[-1].plain) is not None
    if all(each.isdecimal() for each in numbers):
        tally = _tally_series("item", numbers, stated)
        missing = tally.missing
    else:
        tally = _tally_unnamed(stated, len(top))
        missing = tally.missing
        if dangling and not (stated is not None and stated <= len(top)):
            # The list breaks off in the middle of its last step.
            missing = tuple(f"item {n}" for n in range(len(top) + 1, (stated or len(top) + 1) + 1))
    tally = _Tally(stated, tally.found, missing, tally.outside)
    found = page.stretch("list", first, last, "high", **tally.as_data())
    found.more["items"] = [_DANGLING.sub("", item.plain).rstrip(" ,;") for item in items]
    yield found
    if tally.missing:
        yield page.stretch("gap", first, last, "high", kind="incomplete", note=_note("list", tally))
    elif stated is not None and stated < tally.found:
        note = f"The list holds {tally.found} entries where {stated} are announced."
        yield page.stretch("gap", first, last, "medium", kind="too-many", note=note)


def _note(what: str, tally: _Tally) -> str:
    of = f" of {tally.stated}" if tally.stated is not None else ""
    return f"The {what} holds {tally.found}{of}; missing: {', '.join(tally.missing)}."


def _sections(page: Page) -> Iterator[Candidate]:
    """Yield gaps in a series of numbered headings."""
    series: dict[str, list[tuple[int, str]]] = {}
    for index, block in enumerate(page.kept):
        if block.kind is Kind.HEADING and not block.question:
            match = _LABEL.match(block.plain)
            value = designator(match["number"]) if match is not None else ""
            if match is not None and value:
                series.setdefault(folded(match["series"]), []).append((index, value))
    for name, found in series.items():
        tally = _tally_series(name, [value for _, value in found], None)
        if len(found) >= 3 and tally.missing:
            note = f"Headings of this series are missing: {', '.join(tally.missing)}."
            yield page.candidate("gap", found[-1][0], "medium", kind="series", note=note)
