"""A private mail server of the tests' own (Dovecot), with TLS, on this machine."""

import contextlib
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from registry_desk.intake.mailbox import MailboxPlace

NAME, PASSWORD = "registratura@primaria.example", "șapte-scări"
_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{folder}/mail
ssl = required
ssl_cert = <{folder}/tls.pem
ssl_key = <{folder}/tls.key
auth_mechanisms = plain
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}
}}
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
    ssl = yes
  }}
}}
"""
_WITHOUT_ROOT = """
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {owner}
service imap-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class MailServer:
    """A running mail server with one mailbox."""

    def __init__(self, folder):
        self.folder = folder
        is_root = os.getuid() == 0  # the mail server hands mail to nobody as root
        owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
        told = {"owner": owner.pw_name, "group": grp.getgrgid(owner.pw_gid).gr_name}
        self._owner = owner
        self.plain_port, self.secure_port = _free_port(), _free_port()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        (folder / "dovecot.conf").write_text(
            _SETTINGS.format(
                folder=folder, plain=self.plain_port, secure=self.secure_port, password=PASSWORD,
                users="" if is_root else _WITHOUT_ROOT.format(**told), **told,
            )
        )  # fmt: skip
        self._process, self._count = None, 0
        self.empty()

    def empty(self):
        """Begin with an empty mailbox."""
        mail = self.folder / "mail"
        shutil.rmtree(mail, ignore_errors=True)
        for name in ("new", "cur", "tmp"):
            (mail / name).mkdir(parents=True)
        for path in (mail, *mail.iterdir()):
            shutil.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def place(self, **changes):
        """Give the mailbox as a desk knows it."""
        told = {"host": "localhost", "username": NAME, "port": self.secure_port,
                "trust": self.folder / "tls.pem", **changes}  # fmt: skip
        return MailboxPlace(**told)

    def put(self, mail):
        """Let a message arrive."""
        self._count += 1
        part = self.folder / f"mail/tmp/{time.time():.0f}.{self._count:04}.test"
        part.write_bytes(bytes(mail))
        shutil.chown(part, self._owner.pw_uid, self._owner.pw_gid)
        part.rename(self.folder / "mail/new" / part.name)

    def lying(self, folder=""):
        """Give the flags of the messages in a folder, as Maildir writes them."""
        own = self.folder / "mail" / folder
        cur = [path.name.partition(":2,")[2] for path in (own / "cur").glob("*")]
        return sorted([*cur, *("" for _new in (own / "new").glob("*"))])

    def start(self):
        """Start, and wait until it answers."""
        line = ["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(line)
        until = time.monotonic() + 60
        while True:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.plain_port), 1) as line,
            ):
                if line.recv(4) == b"* OK":
                    return
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)

    def stop(self):
        """Stop; the mailbox stays as it is."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None


def _free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture(scope="session")
def mail_server_process():
    """Give one mail server for all tests of this process."""
    if shutil.which("dovecot", path="/usr/sbin") is None:
        pytest.skip("Dovecot (dovecot-imapd) is not installed")
    # A short path that its own users may enter: sockets lie there.
    with tempfile.TemporaryDirectory(prefix="imap-") as folder:
        Path(folder).chmod(0o755)
        server = MailServer(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def mail_server(mail_server_process):
    """Give the mail server with an empty mailbox."""
    mail_server_process.empty()
    return mail_server_process
