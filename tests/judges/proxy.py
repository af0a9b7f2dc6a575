"""An HTTP proxy as offices have them: it forwards, notes what passed, and may want a login."""

import base64
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_KEPT = ("content-type", "authorization", "accept", "user-agent")


class Proxy:
    """The proxy on a port of its own."""

    def __init__(self):
        self.login = None
        """``user:password``; None: everybody may pass."""
        self.passed, self.refused = [], 0
        """Addresses asked for, and how many requests were sent back."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.proxy = self
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def lets_through(self, header):
        if self.login is None:
            return True
        return header == f"Basic {base64.b64encode(self.login.encode()).decode()}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._forward()

    def do_POST(self):
        self._forward()

    def do_CONNECT(self):
        if self._may_pass():
            self.send_error(502)  # nobody here speaks TLS

    def _forward(self):
        if self._may_pass():
            length = int(self.headers.get("Content-Length") or 0)
            self._answer(*_asked(self, self.rfile.read(length) or None))

    def _may_pass(self):
        proxy = self.server.proxy
        if proxy.lets_through(self.headers.get("Proxy-Authorization")):
            proxy.passed.append(self.path)
            return True
        proxy.refused += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(407, {}, b"")
        return False

    def _answer(self, status, headers, body):
        self.send_response(status)
        if media := headers.get("Content-Type"):
            self.send_header("Content-Type", media)
        if status == 407:
            self.send_header("Proxy-Authenticate", 'Basic realm="office"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def _asked(handler, body):
    """Ask the machine that a request is for; give status, headers and body."""
    kept = {n: v for n, v in handler.headers.items() if n.lower() in _KEPT}
    asked = urllib.request.Request(handler.path, body, kept, method=handler.command)
    try:
        with _DIRECTLY.open(asked, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()
    except URLError:
        return 502, {}, b""


def hosts(addresses):
    """Give which machines were asked for."""
    return {urlsplit(one).netloc or one for one in addresses}
