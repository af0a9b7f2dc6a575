"""The simulated scanner's HTTP side: capabilities, status, jobs, pages."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from registry_desk.demo.scanner import papers
from registry_desk.demo.scanner.machine import Delivery, Fault, Machine

_MOST_BYTES = 1 << 20


class Service(ThreadingHTTPServer):
    """Serves one machine on a free loopback port."""

    daemon_threads = True

    def __init__(self, machine: Machine, capabilities: bytes | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.machine = machine
        self.capabilities = capabilities or papers.capabilities().encode()

    @property
    def address(self) -> str:
        """Give the address of the eSCL service."""
        return f"http://127.0.0.1:{self.server_address[1]}/eSCL"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, unless the scanner is unplugged."""
        if self.machine.is_unplugged:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that the other side broke."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "RegistryDeskSimulatedScanner/1"
    server: Service

    def do_GET(self) -> None:
        """Answer capabilities, status and pages."""
        machine = self.server.machine
        if self.path == "/eSCL/ScannerCapabilities":
            self._xml(self.server.capabilities)
        elif self.path == "/eSCL/ScannerStatus":
            self._xml(papers.status(machine.feeder_state, machine.jobs).encode())
        elif self.path.startswith("/eSCL/ScanJobs/") and self.path.endswith("/NextDocument"):
            self._next(self.path.split("/")[3])
        else:
            self._nothing(404)

    def do_POST(self) -> None:
        """Take a scan job."""
        content = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), _MOST_BYTES))
        if self.path != "/eSCL/ScanJobs":
            self._nothing(404)
            return
        try:
            settings = papers.read_job(content)
        except ValueError:
            self._nothing(400)
            return
        job = self.server.machine.begin(settings)
        if job is None:
            self._nothing(503)
            return
        self.send_response(201)
        self.send_header("Location", f"{self.server.address}/ScanJobs/{job.uri}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_DELETE(self) -> None:
        """End a scan job."""
        self.server.machine.end(self.path.rpartition("/")[2])
        self._nothing(200)

    def _next(self, uri: str) -> None:
        machine = self.server.machine
        job = machine.job(uri)
        delivery = machine.next_page(job) if job else Delivery(is_empty=True)
        if delivery.fault is Fault.BUSY:
            self._nothing(503)
        elif delivery.is_empty or job is None:
            self._nothing(404)
        else:
            self._page(papers.picture(delivery.image, job.settings), delivery.fault)

    def _page(self, content: bytes, fault: Fault | None) -> None:
        half = len(content) // 2
        if fault is Fault.TRUNCATED:
            content = content[:half]
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if fault in (Fault.CUT, Fault.UNPLUGGED):
            self.wfile.write(content[:half])
            self.close_connection = True
            self.connection.close()
        elif fault is Fault.ENDLESS:
            self.wfile.write(content[:half])
            while self.server.machine.feeder_state:
                time.sleep(0.5)
        else:
            self.wfile.write(content)

    def _xml(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _nothing(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep quiet."""
