"""About: versions, licences, the sources of the course, and where the data lies."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices

from mtdtutor import __version__
from mtdtutor.core.changes import Changes
from mtdtutor.services.citing import reference
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.reading import Section, SectionColumn
from mtdtutor.ui.theme import PANEL_PADDING, Role
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

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

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
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
        row = FlowLayout()
        row.addWidget(self.back)
        row.addWidget(self.folder)
        self.column.addLayout(row)

    def refresh(self) -> None:
        """Show versions, licences, packages and sources as they are here."""
        self.sections.show_sections(
            [
                Section(self.tr("Versions"), self._versions()),
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

    def _on_folder(self) -> None:
        folder = self.context.services.paths.folder
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
