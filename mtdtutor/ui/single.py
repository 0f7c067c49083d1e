"""A second start raises the window of the first one."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

RAISE: Final = b"raise\n"
_WAIT_MS: Final = 2000
_PAUSE_S: Final = 0.05


def socket_name(folder: Path) -> str:
    """Return where the first start on a data folder listens.

    In the user's own runtime folder where there is one: a socket in a folder open to all could be
    put there by somebody else.
    """
    digest = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=10).hexdigest()
    if sys.platform == "win32":
        return f"mtdtutor-{digest}"
    own = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return str(Path(own) / f"mtdtutor-{digest}")


class Doorbell(QObject):
    """Listens for further starts on the same data folder.

    Signals:
        rang: Another start asks for the window.
    """

    rang = Signal()

    def __init__(self, folder: Path) -> None:
        """Make a doorbell that is silent until ``listen``.

        Args:
            folder: The data folder; this process must hold its instance lock.
        """
        super().__init__()
        self._name = socket_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self) -> bool:
        """Begin to listen; a socket left by a killed process is cleared away.

        Returns:
            Whether it listens; without it a second start cannot raise this window.
        """
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._on_words)
            if socket.bytesAvailable():
                self._answer(socket)

    def _on_words(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        if bytes(socket.readAll().data()) == RAISE:
            self.rang.emit()
        socket.disconnectFromServer()


def ring(folder: Path) -> bool:
    """Ask the first start on a data folder to show its window.

    It may hold the lock but not listen yet; so this tries for two seconds.

    Returns:
        Whether somebody heard it.
    """
    name = socket_name(folder)
    deadline = QDeadlineTimer(_WAIT_MS)
    pause = threading.Event()  # nobody sets it: there is nothing to wait on before a socket is
    while True:
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(_WAIT_MS):
            socket.write(RAISE)
            socket.waitForBytesWritten(_WAIT_MS)
            if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
                socket.waitForDisconnected(_WAIT_MS)
            return True
        if deadline.hasExpired():
            return False
        pause.wait(_PAUSE_S)
