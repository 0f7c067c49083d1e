"""The about page: versions, licences, packages, sources, folder."""

from __future__ import annotations

import json
import platform
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

import mtdtutor
from mtdtutor.storage import content
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.about import DEPENDENCIES, AboutPage, third_parties
from mtdtutor.ui.window import MainWindow
from tests.ui.corrected import NOTE, NOW, REASON, VERSION, load_newer
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "about")


@pytest.fixture
def page(window: MainWindow) -> AboutPage:
    assert isinstance(window.page, AboutPage)
    return window.page


def test_the_dependencies_are_those_of_the_project() -> None:
    project = Path(mtdtutor.__file__).parents[1] / "pyproject.toml"
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {re.split(r"[<>=!~;\[ ]", line)[0] for line in wanted} == set(DEPENDENCIES)


def test_every_package_is_listed_with_version_and_licence() -> None:
    found = {each.name.lower(): each for each in third_parties()}
    assert {name.lower() for name in DEPENDENCIES} <= {n.replace("_", "-") for n in found}
    assert "shiboken6" in found, "what packages need is listed too"
    assert all(each.version for each in found.values())
    assert found["sqlalchemy"].licence == "MIT"
    unnamed = [each.name for each in found.values() if not each.licence]
    assert not unnamed


def test_it_names_what_the_licences_ask_for(page: AboutPage, course: Context) -> None:
    text = "\n".join(each.text() for each in page.sections.texts())
    for words in (
        mtdtutor.__version__,
        platform.python_version(),
        qVersion(),
        "MIT licence",
        "CC BY 4.0",
        "GNU Lesser General Public License, version 3",
        "PySide6-Essentials",
        str(course.services.paths.folder),
        "Diamond and John W. McDonald (1996)",
    ):
        assert words in text
    assert QApplication.focusWidget() is page.sections.texts()[0]


def test_the_folder_opens(page: AboutPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.folder.click()
    assert [url.toLocalFile() for url in opened] == [str(page.context.services.paths.folder)]


def test_it_leads_back_to_settings(window: MainWindow, page: AboutPage) -> None:
    page.back.click()
    assert window.page is not None
    assert window.page.name == "settings"


def told(page: AboutPage, heading: str) -> str:
    """Return the text below a heading; empty if there is no such heading."""
    found = [each for each in page.sections.texts() if each.accessibleName() == heading]
    return found[0].text() if found else ""


def test_what_is_not_there_takes_no_room(page: AboutPage) -> None:
    assert told(page, "Versions")
    assert not told(page, "What is new in the course")
    assert not told(page, "Problems you reported")
    assert not page.save_reports.isVisible()


def test_it_says_what_each_version_of_the_course_changed(qtbot: QtBot, course: Context) -> None:
    with course.services.db.read() as conn:
        fact, card = content.facts(conn)[0].id, content.cards(conn)[-1]
    load_newer(course, corrects=fact, withdraws=card.id)
    window = open_window(qtbot, course, "about")
    page = window.page
    assert isinstance(page, AboutPage)
    news = told(page, "What is new in the course")
    assert news.startswith(f"Version {VERSION}, ")
    assert f"Corrected: {NOW} {NOTE}" in news
    assert f"Withdrawn: {card.front['en']} {REASON}" in news


def test_reports_are_listed_and_saved_to_one_file(
    qtbot: QtBot, course: Context, tmp_path: Path
) -> None:
    with course.services.db.read() as conn:
        first = content.cards(conn)[0]
    card, front = first.id, first.front["en"]
    window = open_window(qtbot, course, "about")
    page = window.page
    assert isinstance(page, AboutPage)
    page.back.click()
    course.services.problems.report(course.learner, "card", card, "typo", "A letter is missing.")
    window.open_page("about")
    assert "Typing mistake" in told(page, "Problems you reported")
    assert f"“{front}”" in told(page, "Problems you reported")
    assert "A letter is missing." in told(page, "Problems you reported")
    for name in ("p.json", "p.txt"):
        page._ask = partial(give, tmp_path / name)
        page.save_reports.click()
        assert page.message.text.text() == f"1 report saved in {name}"
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["reports"]
    assert (tmp_path / "p.txt").read_text(encoding="utf-8").startswith(f"card {card}")
    page._ask = partial(give, tmp_path / "nowhere" / "p.json")
    page.save_reports.click()
    assert page.message.action.isVisible()
    assert "nowhere" in page.message.text.text()


def give(path: Path, parent: QWidget, suggested: str, then: Callable[[str], None]) -> None:
    """Answer the question for a file at once."""
    assert suggested.endswith("mtdtutor-problems.json")
    then(str(path))


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep(window: MainWindow, page: AboutPage, qtbot: QtBot, condition: Condition) -> None:
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.back) == []
