"""About: versions, licences, the sources of the course, and where the data lies."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices

from mtdtutor import __version__
from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.citing import reference
from mtdtutor.services.problems import Format
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.about_news import news_text, problems_text
from mtdtutor.ui.pages.reading import Section, SectionColumn
from mtdtutor.ui.saving import AskFile, ask_file, folder_for_files
from mtdtutor.ui.texts import number
from mtdtutor.ui.theme import PANEL_PADDING, Role
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mtdtutor.services.problems import Problem

DEPENDENCIES: Final = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "fsrs",
    "platformdirs",
    "pydantic",
    "pyqtgraph",
    "python-lucide",
    "rapidfuzz",
    "snowballstemmer",
    "tomli-w",
)
"""What pyproject.toml names: the program may run from a folder that was never installed."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LICENCE: Final = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")
_LONGEST_LICENCE: Final = 60


class ThirdParty(NamedTuple):
    """A package this program stands on."""

    name: str
    version: str
    licence: str


def third_parties() -> list[ThirdParty]:
    """Return every package this program needs to run and that is installed, by name.

    Follows what the packages say they require, without their extras.
    """
    found: dict[str, ThirdParty] = {}
    waiting = list(DEPENDENCIES)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # wanted on other systems or by other versions of Python
        found[key] = ThirdParty(package.name, package.version, _licence(package))
        waiting += [
            match[0]
            for line in package.requires or ()
            if "extra ==" not in line and (match := _NAME.match(line)) is not None
        ]
    return [found[key] for key in sorted(found)]


def _licence(package: importlib.metadata.Distribution) -> str:
    """Return the licence a package declares, in whichever field it does; empty for none."""
    fields = package.metadata.json
    expression = str(fields.get("license_expression", ""))
    if expression:
        return expression
    classifiers = fields.get("classifier", [])
    kinds = [match[1] for line in classifiers if (match := _LICENCE.match(str(line))) is not None]
    if kinds:
        return ", ".join(kinds)
    first = str(fields.get("license", "")).strip().split("\n")[0]
    return first if len(first) <= _LONGEST_LICENCE else ""


class AboutPage(Page):
    """What this program is made of and under which terms."""

    name = "about"
    interests = Changes.CONTENT

    def __init__(self, context: Context, ask: AskFile = ask_file) -> None:
        """Make the page.

        Args:
            context: What the page may use.
            ask: Asks for a file to write.
        """
        super().__init__(context, "")
        self._ask = ask
        self.heading.setText(self.tr("About MTD Tutor"))
        self.heading.show()
        self.sections = SectionColumn(self.theme, "about_text")
        panel = Panel(self.theme, padding=PANEL_PADDING)
        panel.body.addWidget(self.sections)
        body = self.scroll_body().body
        body.addWidget(panel)
        body.addStretch(1)
        self.back = Button(self.theme, self.tr("Back to settings"))
        self.back.setObjectName("about_back")
        self.back.clicked.connect(self._on_back)
        self.folder = Button(self.theme, self.tr("Open data folder"))
        self.folder.setObjectName("about_open_folder")
        self.folder.clicked.connect(self._on_folder)
        self.save_reports = Button(self.theme, self.tr("Save reports as a file"))
        self.save_reports.setObjectName("about_save_reports")
        self.save_reports.setAccessibleDescription(
            self.tr("As JSON, or as plain text if the name ends in .txt")
        )
        self.save_reports.clicked.connect(self._on_save_reports)
        row = FlowLayout()
        row.addWidget(self.back)
        row.addWidget(self.folder)
        row.addWidget(self.save_reports)
        self.column.addLayout(row)

    def enter(self, params: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Read anew: reports may have come."""
        self.stale = True

    def refresh(self) -> None:
        """Show versions, licences, packages and sources as they are here."""
        services = self.context.services
        news = services.corrections.news()
        problems = services.problems.everything(self.context.learner)
        self.save_reports.setVisible(bool(problems))
        told = [
            Section(self.tr("What is new in the course"), news_text(news)),
            Section(self.tr("Problems you reported"), self._problems(problems)),
        ]
        self.sections.show_sections(
            [
                Section(self.tr("Versions"), self._versions()),
                *(section for section, some in zip(told, (news, problems), strict=True) if some),
                Section(self.tr("Licences"), self._licences()),
                Section(self.tr("Qt"), self._qt()),
                Section(self.tr("Your data"), self._data()),
                Section(self.tr("Packages this program uses"), self._packages()),
                Section(self.tr("Sources of the course"), self._sources(), Role.CAPTION),
            ]
        )

    def start_widget(self) -> QWidget:
        """Return the first text."""
        return next(iter(self.sections.texts()), self.back)

    def _versions(self) -> str:
        head = self.context.services.library.head()
        lines = [self.tr("MTD Tutor {version}").format(version=__version__)]
        if head is not None:
            course = self.tr("Course: {title}, bank {version}, in the {scheme}")
            lines.append(course.format(title=head.title, version=head.version, scheme=head.scheme))
        lines.append(
            self.tr("Python {python}, Qt {qt}").format(
                python=platform.python_version(), qt=qVersion()
            )
        )
        return "\n".join(lines)

    def _licences(self) -> str:
        head = self.context.services.library.head()
        return self.tr(
            "The program is free software under the MIT licence: use it, change it and pass it "
            "on, with its copyright notice.\nThe course is under {licence}: share and adapt it, "
            "and name where it comes from."
        ).format(licence=head.licence if head is not None else "CC BY 4.0")

    def _qt(self) -> str:
        return self.tr(
            "The window is made with Qt and PySide6, under the GNU Lesser General Public License, "
            "version 3 (https://www.gnu.org/licenses/lgpl-3.0.html). Qt is copyright The Qt "
            "Company Ltd. and other contributors.\n"
            "Both are separate packages beside this program, PySide6-Essentials and shiboken6, "
            "unchanged and loaded when it starts. You may replace them by versions of your own: "
            "build them from https://download.qt.io/official_releases/QtForPython/ and install "
            "the result with pip into the environment that runs MTD Tutor."
        )

    def _data(self) -> str:
        text = self.tr(
            "Everything you do here stays on this computer; nothing is sent anywhere. It is kept "
            "in this folder:"
        )
        return f"{text}\n{self.context.services.paths.folder}"

    def _problems(self, problems: Sequence[Problem]) -> str:
        text = self.tr("Kept here, sent nowhere. Save them as a file to hand them on.")
        return f"{text}\n\n{problems_text(problems)}"

    def _packages(self) -> str:
        unnamed = self.tr("licence stated in the package")
        return "\n".join(
            f"{each.name} {each.version}: {each.licence or unnamed}" for each in third_parties()
        )

    def _sources(self) -> str:
        lines = []
        for source in self.context.services.library.sources():
            address = f" {source.url}" if source.url else ""
            lines.append(reference(source) + address)
        return "\n".join(lines)

    def _on_back(self) -> None:
        self.go.emit("settings", {})

    def _on_save_reports(self) -> None:
        self._ask(self, str(folder_for_files() / "mtdtutor-problems.json"), self._save_reports)

    def _save_reports(self, chosen: str) -> None:
        path = Path(chosen)
        kind: Format = "text" if path.suffix.lower() == ".txt" else "json"
        try:
            count = self.context.services.problems.write(self.context.learner, path, kind)
        except KnownError as error:
            self.show_error(error, action=self.tr("Choose again"), then=self._on_save_reports)
            return
        one, many = self.tr("{n} report saved in {file}"), self.tr("{n} reports saved in {file}")
        text = (one if count == 1 else many).format(n=number(count), file=path.name)
        self.message.show_message(text, focus=False)
        self.say(text)

    def _on_folder(self) -> None:
        folder = self.context.services.paths.folder
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
