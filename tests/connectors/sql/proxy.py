"""A wire between us and the database that breaks at a chosen word, before or after it passes on."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class Proxy:
    def __init__(self, target: int, *, ends_at: bytes, forwards: bool) -> None:
        self.target, self.ends_at, self.forwards = target, ends_at, forwards
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listener.close()

    def _start(self, work: object, *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]  # any of ours

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                ours, _ = self.listener.accept()
                theirs = socket.create_connection(("127.0.0.1", self.target))
                self._start(self._up, ours, theirs)
                self._start(self._down, theirs, ours)

    def _up(self, ours: socket.socket, theirs: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := ours.recv(65536):
                if self.ends_at in part:
                    ours.shutdown(socket.SHUT_RDWR)
                    if self.forwards:
                        theirs.sendall(part)
                    theirs.shutdown(socket.SHUT_WR)
                    return
                theirs.sendall(part)

    def _down(self, theirs: socket.socket, ours: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := theirs.recv(65536):
                ours.sendall(part)
