"""Rules of the house that linters cannot see."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mtdtutor"
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULE_LINES = 450
FUNCTION_LINES = 70

IMPORT_WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name} is wanted without Qt")

sys.meta_path.insert(0, NoQt())
for room in sys.argv[1:]:
    module = importlib.import_module(room)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), room + "."):
        # Migration scripts run inside alembic only.
        if ".migrations." not in found.name:
            importlib.import_module(found.name)
"""


@pytest.mark.parametrize(
    "room", ["core", "course", "study", "quiz", "progress", "storage", "services", "wiring", "cli"]
)
def test_rooms_below_the_window_do_without_qt(room: str):
    result = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_QT, f"mtdtutor.{room}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def test_the_window_does_not_do_without_qt():
    command = [sys.executable, "-c", IMPORT_WITHOUT_QT, "mtdtutor.app"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "is wanted without Qt" in result.stderr


# Texts for people


WINDOW_SOURCES = [path for path in SOURCES if path.name == "app.py" or "ui" in path.parts]
TEXT_ARGUMENT = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}


def texts_of(tree: ast.AST) -> Iterator[tuple[ast.Call, str, ast.expr | None]]:
    """Yield each call that marks a text for translation, its function's name and the text."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = TEXT_ARGUMENT.get(name)
            if place is not None:
                yield call, name, call.args[place] if len(call.args) > place else None


def untranslatable(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of texts that the tools cannot collect.

    They read literals only. Texts of a table, collected where it stands, may reach ``translate``
    by name.
    """
    for call, name, text in texts_of(tree):
        by_name = name == "translate" and isinstance(text, ast.Name | ast.Attribute | ast.Subscript)
        if not isinstance(text, ast.Constant) and not by_name:
            yield call.lineno


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('self.tr("%n cards", "", n)', []),
        ('self.tr("Due " "today").format(n)', []),
        ('QCoreApplication.translate("errors", text)', []),
        ('translate("Keys", binding.label)', []),
        ('self.tr(f"{n} cards")', [1]),
        ('self.tr("{} cards".format(n))', [1]),
        ('self.tr("cards " + name)', [1]),
        ("self.tr(text)", [1]),
        ('translate("errors", f"{n} cards")', [1]),
    ],
)
def test_untranslatable_texts_are_found(code: str, found: list[int]):
    assert list(untranslatable(ast.parse(code))) == found


def test_every_text_can_be_translated():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in WINDOW_SOURCES
        for line in untranslatable(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found


def test_qt_collects_every_text(tmp_path: Path):
    collected = tmp_path / "texts.ts"
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    command = [str(tool), *map(str, WINDOW_SOURCES), "-ts", str(collected)]
    subprocess.run(command, check=True, capture_output=True)
    sources = {element.text for element in ET.parse(collected).iter("source")}
    written = {
        text.value
        for path in WINDOW_SOURCES
        for _, _, text in texts_of(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.Constant)
    }
    assert written
    assert written <= sources


# Measures


def test_modules_and_functions_fit_on_a_few_screens():
    too_long = []
    for path in [*SOURCES, ROOT / "dev.py"]:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") >= MODULE_LINES:
            too_long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines >= FUNCTION_LINES:
                    too_long.append(f"{path.relative_to(ROOT)}: {node.name}, {lines} lines")
    assert not too_long


# What is shipped


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the source archive and the wheel built from it, without network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def files_below(folder: str) -> set[str]:
    """Return the files of a folder of the repository, as posix paths below it."""
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_package_and_content_alone(archives: Path):
    (wheel,) = archives.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    content = {f"mtdtutor/content/{name}" for name in files_below("content")}
    package = {f"mtdtutor/{name}" for name in files_below("mtdtutor")}
    assert names == content | package | {"mtdtutor/docs/guide.md"}
    assert {"mtdtutor/content/questions.json", "mtdtutor/content/LICENSE"} <= content


def test_the_source_archive_can_be_tested(archives: Path):
    (archive,) = archives.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames()}
    for folder in ("content", "locks", "mtdtutor", "tests"):
        assert {f"{folder}/{name}" for name in files_below(folder)} <= names
    assert {"dev.py", "pyproject.toml", "README.md", "LICENSE"} <= names
    assert not any(name.startswith(".venv") for name in names)
