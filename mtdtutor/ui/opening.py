"""Asking for a file to read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mtdtutor.ui.saving import folder_for_files

AskTable = Callable[[QWidget, Callable[[str], None]], None]
"""Asks a person for a table file: parent, and what to call with the choice."""


def ask_table(parent: QWidget, then: Callable[[str], None]) -> None:
    """Open the system's dialog for a table file; the window goes on meanwhile.

    Args:
        parent: What the dialog belongs to.
        then: Called with the path that was chosen.
    """
    dialog = QFileDialog(parent)
    dialog.setObjectName("file_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    tables = QCoreApplication.translate("Opening", "Tables")
    every = QCoreApplication.translate("Opening", "All files")
    dialog.setNameFilters([f"{tables} (*.csv *.tsv *.txt)", f"{every} (*)"])
    dialog.setDirectory(str(folder_for_files()))
    dialog.fileSelected.connect(then)
    dialog.open()
