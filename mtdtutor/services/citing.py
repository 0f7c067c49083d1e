"""How a source is cited: as a line to read, and as a BibTeX entry to copy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mtdtutor.course.bank import Source, text_in

_SPECIAL: Final = re.compile(r"[\\{}$&%#_~^]")
_ESCAPED: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_PERSON: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_PARTICLES: Final = frozenset(("al", "bin", "da", "de", "del", "den", "der", "di", "van", "von"))
_BETWEEN: Final = re.compile(r",\s+|\s+and\s+")
_AND_MORE: Final = "others"
# Words that make two or three capitalised words the name of a body, not of a person.
_BODY: Final = frozenset(
    re.findall(
        r"\w+",
        """
        academy africanists agency akademi alert archive archives association bank
        britannica broadcasting cable center centre church college commission committee
        community conference conferences consortium contributors corps council
        department diplomat encyclopedia fondation forum foundation group house
        initiative initiatives institute institution international library magazine
        masterpiece materials ministry monitor nations network news office organisation
        organization peace post press prize programme project radio report reports seeds
        service society state states the times tribune union university voice éireann
        """,
    )
)
_UNDATED: Final = "n.d."


class SourceLine(NamedTuple):
    """A place in a published work; ``id`` is that of the work."""

    author: str
    title: str
    year: str
    place: str
    section: str
    url: str | None
    id: str = ""


def source_line(work: Source, section: str, language: str) -> SourceLine:
    """Return a place in a work, in one language; an empty section stands for all of it."""
    return SourceLine(
        author=text_in(work.author, language),
        title=text_in(work.title, language),
        year=work.year,
        place=text_in(work.place, language),
        section=section,
        url=work.url,
        id=work.id,
    )


def reference(line: SourceLine) -> str:
    """Return a source as it is cited: author, year, title, place of publication, section."""
    where = ", ".join(filter(None, (line.place, line.section)))
    parts = (f"{line.author} ({line.year})", line.title, where)
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)


def bibtex(lines: Iterable[SourceLine]) -> str:
    """Return BibTeX entries, one for each work, with the places in it as its note.

    Every work is a ``@misc``, the one type that demands nothing a web page has not. The names of
    bodies stand in braces, so that BibTeX does not take them for first and last names. A work
    without a year says so in its note.
    """
    works: dict[str, list[SourceLine]] = {}
    for line in lines:
        works.setdefault(line.id or reference(line._replace(section="")), []).append(line)
    return "\n".join(_entry(name, places) for name, places in works.items())


def _entry(name: str, places: list[SourceLine]) -> str:
    work = places[0]
    sections = "; ".join(dict.fromkeys(place.section for place in places if place.section))
    undated = work.year == _UNDATED
    fields = {
        "author": _authors(work.author),
        "title": f"{{{_escaped(work.title)}}}",
        "year": "" if undated else _escaped(work.year),
        "howpublished": _escaped(work.place),
        "url": work.url or "",
        "note": _escaped("; ".join(filter(None, ("undated" if undated else "", sections)))),
    }
    lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
    key = re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-") or "source"
    return "\n".join((f"@misc{{{key},", *lines, "}", ""))


def _authors(names: str) -> str:
    """Return authors as BibTeX parts them, by the word "and"; a body in braces of its own."""
    parts = _BETWEEN.split(names)
    if not all(_is_person(part) or part == _AND_MORE for part in parts):
        return f"{{{_escaped(names)}}}"
    return " and ".join(map(_escaped, parts))


def _is_person(name: str) -> bool:
    """Return whether this looks like a person's first and last names."""
    words = name.split()
    capital = all(word[:1].isupper() or word in _PARTICLES for word in words)
    body = not _BODY.isdisjoint(word.casefold() for word in words)
    return capital and not body and _PERSON.fullmatch(name) is not None


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[0], f"\\{found[0]}"), text)
