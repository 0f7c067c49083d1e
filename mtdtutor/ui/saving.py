"""Asking for a file to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

AskFile = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks a person for a file to write: parent, suggested path, and what to call with the choice."""


def ask_file(parent: QWidget, suggested: str, then: Callable[[str], None]) -> None:
    """Open the system's dialog for a file to write; the window goes on meanwhile.

    Args:
        parent: What the dialog belongs to.
        suggested: The path to begin with; its suffix is added to names without one.
        then: Called with the path that was chosen.
    """
    path = Path(suggested)
    suffix = path.suffix.lstrip(".")
    dialog = QFileDialog(parent)
    dialog.setObjectName("file_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    dialog.fileSelected.connect(then)
    dialog.open()


def folder_for_files() -> Path:
    """Return a folder there is to propose for a file: for documents, or else the home folder."""
    places = QStandardPaths.StandardLocation
    documents, home = (
        Path(QStandardPaths.writableLocation(each))
        for each in (places.DocumentsLocation, places.HomeLocation)
    )
    return (documents if documents.is_dir() else home).absolute()
