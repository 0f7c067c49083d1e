"""Table files: read as they are written by spreadsheets and card programs, refused in words."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.errors import KnownError
from mtdtutor.services import importing
from mtdtutor.services.importing import Choice, Sheet, columns_of, counts, drafts, plan, read_sheet
from mtdtutor.services.own_cards import Draft

TOPICS = {"track 1": "track-1", "1": "track-1", "track 1.5": "track-1.5", "1.5": "track-1.5"}
CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",;\t\n'), max_size=8
)
PLAIN = Choice({"front": 0, "back": 1}, header=False, kind="forward", topic="track-1")


def sheet_of(tmp_path: Path, text: str | bytes, separator: str = "") -> Sheet:
    path = tmp_path / "cards.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sheet(path, separator)


@pytest.mark.parametrize("separator", importing.SEPARATORS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found_out(tmp_path: Path, separator: str, end: str) -> None:
    rows = [("Who, then; and how?", "He"), ("Why\tnot?", 'She said "no"'), ("Two\nlines", "x")]
    out = io.StringIO(newline="")
    # Asked to end lines with "\r" alone, the module leaves "\n" in a cell without quotes.
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    sheet = sheet_of(tmp_path, out.getvalue())
    assert sheet.separator == separator
    assert sheet.rows == tuple(rows)
    assert sheet.lines == (1, 2, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_mark_of_unicode_is_understood(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    sheet = sheet_of(tmp_path, f"{mark}Größe;日本\n".encode(encoding))
    assert sheet.rows == (("Größe", "日本"),)


@pytest.mark.parametrize(
    ("text", "separator", "lines"),
    [
        ("#separator:tab\n#html:false\na,b\tc\n", "\t", (3,)),
        ("sep=;\r\na,b;c\r\n", ";", (2,)),
        ("#separator:Comma\na,b\n", ",", (2,)),
        ("#1 question,answer\n", ",", (1,)),
    ],
)
def test_lines_about_the_file_are_no_rows(
    tmp_path: Path, text: str, separator: str, lines: tuple[int, ...]
) -> None:
    sheet = sheet_of(tmp_path, text)
    assert (sheet.separator, sheet.lines) == (separator, lines)


def test_a_row_is_named_by_the_line_it_begins_on(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'a,b\n\n"two\nlines",c\n  ,\nd,e\n')
    assert sheet.lines == (1, 3, 6)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"a,b\nc,\xff\n", "import-encoding", 2),
        (b"a,b\n\n\0\0\n", "import-encoding", 3),
        (b'a,b\n"c,d\ne,f\n', "import-quotes", 2),
        (b'a,b\n"c" d,e\n', "import-quotes", 2),
        (b"\n \n", "import-empty", None),
        (b"", "import-empty", None),
        (b"\none column\nalone\n", "import-columns", 2),
        (b"a,b\n" * 20_002, "import-rows", None),
        (b"x" * 10_000_001, "import-large", None),
    ],
)
def test_what_cannot_be_read_is_said_with_file_and_line(
    tmp_path: Path, text: bytes, code: str, line: int | None
) -> None:
    with pytest.raises(KnownError) as caught:
        sheet_of(tmp_path, text)
    assert caught.value.code == code
    assert caught.value.params.get("line") == line
    assert "cards.csv" in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(KnownError) as caught:
            read_sheet(path)
        assert caught.value.code == "import-unreadable"


def test_twenty_thousand_rows_and_a_header_are_not_too_many(tmp_path: Path) -> None:
    assert len(sheet_of(tmp_path, "front,back\n" + "a,b\n" * 20_000).rows) == 20_001


@pytest.mark.parametrize(
    ("head", "header", "columns"),
    [
        ("Answer;Question;Tags", True, {"back": 0, "front": 1, "tags": 2}),
        ("No;Front;Back;Hint;Topic", True, {"front": 1, "back": 2, "hint": 3, "topic": 4}),
        ("x;Definition", True, {"back": 1, "front": 0}),
        ("Tags;Topic", False, {"front": 0, "back": 1}),
        ("Who said it?;Montville", False, {"front": 0, "back": 1}),
    ],
)
def test_the_first_row_may_name_the_columns(
    tmp_path: Path, head: str, header: bool, columns: dict[str, int]
) -> None:
    sheet = sheet_of(tmp_path, f"{head}\n")
    assert sheet.header is header
    assert columns_of(sheet) == columns


def test_each_row_is_told_what_becomes_of_it(tmp_path: Path) -> None:
    text = (
        "q;a;t;g;h\nWho?;He;Track 1½;one, two words;nudge\nWho?;;;;\nwho?; HE;;;\nOld;Card;;;\n"
        f"x;y;Track 12;;\n{'x' * 1001};y;;;\n=1+1;@cmd;;a b;\nshort\n"
    )
    columns = {"front": 0, "back": 1, "topic": 2, "tags": 3, "hint": 4}
    lines = plan(
        sheet_of(tmp_path, text),
        Choice(columns, header=True, kind="forward", topic="track-1"),
        TOPICS,
        [("old", "card")],
    )
    assert [(each.line, each.trouble) for each in lines] == [
        (2, ""), (3, "empty"), (4, "twice"), (5, "known"), (6, "topic"), (7, "long"), (8, ""),
        (9, "empty"),
    ]  # fmt: skip
    assert drafts(lines) == [
        Draft("track-1.5", "forward", "Who?", "He", "nudge", (), ("one", "two words")),
        Draft("track-1", "forward", "=1+1", "@cmd", "", (), ("a", "b")),
    ]
    assert counts(lines) == {
        "": 2, "empty": 2, "twice": 1, "known": 1, "topic": 1, "long": 1,
    }  # fmt: skip


def test_a_gap_is_asked_of_texts_with_a_gap(tmp_path: Path) -> None:
    lines = plan(
        sheet_of(tmp_path, "It was ___.,he\nIt was.,he\n"), PLAIN._replace(kind="cloze"), {}
    )
    assert [each.trouble for each in lines] == ["", "gap"]


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8),
    st.sampled_from(",;\t"),
)
def test_what_a_program_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    wanted = tuple(tuple(row) for row in rows if any(cell.strip() for cell in row))
    path = tmp_path_factory.mktemp("rows") / "x.csv"
    path.write_bytes(out.getvalue().encode())
    if not wanted:
        with pytest.raises(KnownError):
            read_sheet(path, separator)
        return
    sheet = read_sheet(path, separator)
    assert sheet.rows == wanted
    lines = plan(sheet, PLAIN._replace(header=sheet.header), {})
    assert len(lines) == len(wanted) - sheet.header
    assert len({(each.front.casefold(), each.back.casefold()) for each in drafts(lines)}) == len(
        drafts(lines)
    )


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "x.csv"
    path.write_bytes(raw)
    sheet = None
    with contextlib.suppress(KnownError):
        sheet = read_sheet(path)
    assert sheet is None or (sheet.width >= 2 and len(sheet.lines) == len(sheet.rows))
