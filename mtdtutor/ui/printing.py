"""A table on paper: as a PDF, or through the system's printing dialog."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PAGES: Final = 2
_LARGEST_PT: Final = 9.0
_SMALLEST_PT: Final = 5.0
_STEP_PT: Final = 0.25
_MARGIN_MM: Final = 10.0
_DPI: Final = 300


class Sheet(NamedTuple):
    """A table to print: plain texts; a line break in a cell stays one."""

    title: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def pdf_bytes(sheet: Sheet) -> bytes:
    """Return a sheet as a PDF of A4 pages across, in the largest type that fits on two of them."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheet.title)
    writer.setCreator("MTD Tutor")
    writer.setResolution(_DPI)
    writer.setPageLayout(_across())
    document(sheet, writer).print_(writer)
    del writer  # its end closes the file
    buffer.close()
    return bytes(data.data())


def print_sheet(parent: QWidget, sheet: Sheet) -> None:
    """Open the system's printing dialog and print what it is told to; the window goes on."""
    # Printing is rarely wanted and loads the system's printer libraries.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(sheet.title)
    printer.setPageLayout(_across())
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: document(sheet, printer).print_(printer))
    QDialog.open(dialog)


def document(sheet: Sheet, device: QPagedPaintDevice) -> QTextDocument:
    """Return a sheet laid out for a device, in the largest type that takes no more than two pages.

    Below a size that cannot be read it goes on over more pages.
    """
    made = QTextDocument()
    made.documentLayout().setPaintDevice(device)
    made.setDocumentMargin(0)
    made.setHtml(_html(sheet))
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    size = _LARGEST_PT
    while True:
        font = QFont()
        font.setPointSizeF(size)
        made.setDefaultFont(font)
        made.setPageSize(QSizeF(area.size()))
        if made.pageCount() <= PAGES or size <= _SMALLEST_PT:
            return made
        size -= _STEP_PT


def _across() -> QPageLayout:
    margin = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(page, QPageLayout.Orientation.Landscape, margin, QPageLayout.Unit.Millimeter)


def _html(sheet: Sheet) -> str:
    """Return the table as HTML of our own making: every text in it is escaped."""
    heads = "".join(f"<th align=left>{_cell(each)}</th>" for each in sheet.headings)
    lines = "".join(
        "<tr>" + "".join(_column(place, cell) for place, cell in enumerate(row)) + "</tr>"
        for row in sheet.rows
    )
    return (
        f"<p><b>{_cell(sheet.title)}</b></p>"
        f"<table border=1 cellspacing=0 cellpadding=2 style='border-collapse: collapse' width=100%>"
        f"<thead><tr>{heads}</tr></thead>{lines}</table><p>{_cell(sheet.note)}</p>"
    )


def _column(place: int, cell: str) -> str:
    return f"<td valign=top>{f'<b>{_cell(cell)}</b>' if place == 0 else _cell(cell)}</td>"


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
