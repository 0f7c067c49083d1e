"""Files that are no readable page: a clear message, nothing written, and never a long wait."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.ingest.blocks import MAX_BLOCKS
from mtdtutor.course.build.ingest.command import ingest
from mtdtutor.course.build.ingest.original import MAX_BYTES, read_originals
from tests.unit.course.ingest.support import of_text


def refused(tmp_path: Path, data: bytes, name: str = "page.txt") -> KnownError:
    """Return the error that a file gives, having seen that nothing was written."""
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        ingest([file], tmp_path / "out.toml", io.StringIO())
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
    assert str(file) in str(caught.value)
    return caught.value


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"<p></p>\n<br>" * 9])
def test_nothing_in_it(tmp_path: Path, data: bytes):
    assert refused(tmp_path, data).code == "ingest-empty"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 and more", "it looks like a PDF"),
        (b"PK\x03\x04rest", "it looks like a zip archive or an office document"),
        (b"\x89PNG\r\n", "it looks like a picture"),
        (b"some words\0more", "byte 10 is zero"),
    ],
)
def test_no_text(tmp_path: Path, data: bytes, reason: str):
    error = refused(tmp_path, data)
    assert error.code == "ingest-not-text"
    assert reason in str(error)


@pytest.mark.parametrize(
    ("data", "byte", "line"),
    [
        (b"one\ntwo\ncaf\xe9\n", 11, 3),
        (b"\xef\xbb\xbfone\xff", 6, 1),
        ("wide".encode("utf-16"), 0, 1),
        ("wide".encode("utf-16-be"), None, None),
        (b"\xed\xa0\x80", 0, 1),
    ],
)
def test_another_encoding(tmp_path: Path, data: bytes, byte: int | None, line: int | None):
    error = refused(tmp_path, data)
    if byte is None:
        assert error.code == "ingest-not-text"
        return
    assert error.code == "ingest-encoding"
    assert (error.params["byte"], error.params["line"]) == (byte, line)


def test_fifty_megabytes(tmp_path: Path):
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(50_000_000)
    with pytest.raises(KnownError) as caught:
        ingest([file], tmp_path / "out.toml", io.StringIO())
    assert caught.value.code == "ingest-too-large"
    assert "4 MB" in str(caught.value)


def test_the_limit_is_on_all_files_together(tmp_path: Path):
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    files[0].write_bytes(b"a" * (MAX_BYTES - 3))
    files[1].write_bytes(b"abcd")
    with pytest.raises(KnownError) as caught:
        read_originals(files)
    assert caught.value.params["file"] == files[1]
    files[1].write_bytes(b"abc")
    # The same file twice is read once.
    assert len(read_originals([*files, files[0]])) == 2


def test_what_is_no_ordinary_file(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, reason in [
        (pipe, "not an ordinary file"),
        (tmp_path, "not an ordinary file"),
        (tmp_path / "missing.txt", "No such file"),
    ]:
        with pytest.raises(KnownError, match=reason) as caught:
            read_originals([path])
        assert caught.value.code == "ingest-unreadable"


def test_a_file_of_nothing_but_lines(tmp_path: Path):
    error = refused(tmp_path, b"a\n" * (MAX_BLOCKS + 2))
    assert error.code == "ingest-too-many"
    assert refused(tmp_path, b"<html>" + b"<td>a" * (MAX_BLOCKS + 2)).code == "ingest-too-many"
    assert refused(tmp_path, b"<html>" + b"<div>" * (MAX_BLOCKS + 2)).code == "ingest-too-many"


def test_the_result_never_covers_a_source(tmp_path: Path):
    file = tmp_path / "page.txt"
    file.write_bytes(b"Water boils at a hundred degrees.")
    for output in (file, tmp_path / "." / "page.txt"):
        with pytest.raises(KnownError) as caught:
            ingest([file], output, io.StringIO())
        assert caught.value.code == "ingest-over-source"
    assert file.read_bytes() == b"Water boils at a hundred degrees."


def test_a_result_that_cannot_be_written(tmp_path: Path):
    file = tmp_path / "page.txt"
    file.write_bytes(b"Water boils at a hundred degrees.")
    with pytest.raises(KnownError) as caught:
        ingest([file], tmp_path / "nowhere" / "out.toml", io.StringIO())
    assert caught.value.code == "export-failed"


def test_a_bad_file_among_good_ones_leaves_the_old_result(tmp_path: Path):
    good, bad, output = tmp_path / "good.txt", tmp_path / "bad.txt", tmp_path / "out.toml"
    good.write_bytes(b"Water boils at a hundred degrees.")
    bad.write_bytes(b"\xff\xfe")
    output.write_bytes(b"old")
    with pytest.raises(KnownError):
        ingest([good, bad], output, io.StringIO())
    assert output.read_bytes() == b"old"


SIZE = 100_000
HOSTILE = {
    "angles": "<",
    "open tags": "<a ",
    "one quote each": '<p "',
    "quoted ends": '<a ">" ',
    "unclosed value": '<a href=">',
    "comments": "<!--",
    "scripts": "<script>",
    "brackets": "[",
    "links": '[a](b "',
    "stars": "*a ",
    "ampersands": "&a",
    "dots": "...x",
    "long dots": ".",
    "rhetoric": "What is it? ",
    "bars": "|",
    "dashes": "- ",
    "words": "word ",
    "numbers": "nine big ",
    "marks": "\x01a",
    "combining": "a\u0301\u0323",
    "quotes": '"',
    "sentences": "The river has nine bends. ",
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_hostile_pages_take_no_longer_than_their_length(tmp_path: Path, piece: str, name: str):
    file = tmp_path / name
    file.write_bytes((piece * (SIZE // len(piece)) + " end").encode())
    output = tmp_path / "out.toml"
    try:
        ingest([file], output, io.StringIO())
    except KnownError as error:
        code = error.code
    else:
        code = ""
    assert code in {"", "ingest-empty", "ingest-too-many"}
    assert output.exists() is (code == "")


def test_a_number_that_no_computer_would_finish(tmp_path: Path):
    digits = "9" * 50_000
    found = of_text(tmp_path, f"The sum is &#{digits}; in all.\n\n{digits}. A first item.\n")
    assert any(found.values())
