"""A telephone line to the register that can be cut, before or after the register has heard."""

import socket
import threading
from contextlib import suppress

RUBBISH = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n"
    b"Connection: close\r\n\r\n<html>hi</html>"
)


class Line:
    """Forwards connections to a server; ``mode`` says what happens to the answers.

    ``through``: all is well. ``dead``: nobody answers. ``answer_lost``: the server hears the whole
    request and acts, its answer never arrives. ``rubbish``: somebody else answers.
    """

    def __init__(self, address):
        host, _, port = address.removeprefix("http://").rstrip("/").partition(":")
        self._server = (host, int(port))
        self.mode = "through"
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listening.close()

    def _accept(self):
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller):
        with caller, suppress(OSError):
            if self.mode == "dead":
                return
            if self.mode == "rubbish":
                caller.recv(65536)
                caller.sendall(RUBBISH)
                return
            with socket.create_connection(self._server) as server:
                back = threading.Thread(target=self._answer, args=(server, caller), daemon=True)
                back.start()
                while piece := caller.recv(65536):
                    if self.mode == "dead":  # a connection kept open since before is cut as well
                        return
                    server.sendall(piece)
                with suppress(OSError):
                    server.shutdown(socket.SHUT_WR)
                back.join()

    def _answer(self, server, caller):
        with suppress(OSError):
            while piece := server.recv(65536):
                if self.mode == "answer_lost":
                    caller.shutdown(socket.SHUT_RDWR)
                    return
                caller.sendall(piece)
