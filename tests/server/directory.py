"""A private LDAP directory of the tests' own (OpenLDAP's slapd), with TLS, on this machine."""

import contextlib
import shutil
import socket
import subprocess
import time

import pytest

_BASE = "dc=valea,dc=test"
_SETTINGS = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/pid
TLSCertificateFile {folder}/tls.pem
TLSCertificateKeyFile {folder}/tls.key
database mdb
suffix "{base}"
directory {folder}/db
"""
_PEOPLE = """
dn: {base}
objectClass: domain
dc: valea

dn: uid={username},{base}
objectClass: inetOrgPerson
uid: {username}
cn: Ana
sn: Ana
userPassword: {password}
"""


class Directory:
    """A running directory with one person in it."""

    def __init__(self, folder, username, password):
        self.plain_port, self.secure_port = _free_port(), _free_port()
        self.folder, self.name = folder, f"uid={{username}},{_BASE}"
        self.certificate = folder / "tls.pem"
        (folder / "db").mkdir()
        (folder / "slapd.conf").write_text(_SETTINGS.format(folder=folder, base=_BASE))
        (folder / "people.ldif").write_text(
            _PEOPLE.format(base=_BASE, username=username, password=password)
        )
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", str(folder / "tls.key"), "-out", str(self.certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run(
            ["/usr/sbin/slapadd", "-f", str(folder / "slapd.conf"), "-l",
             str(folder / "people.ldif")],
            check=True, capture_output=True,
        )  # fmt: skip

    @classmethod
    @contextlib.contextmanager
    def private(cls, folder, username, password):
        """Give a new directory, or skip the test where none can be started."""
        program = shutil.which("slapd", path="/usr/sbin:/usr/libexec:/usr/bin")
        if program is None:
            pytest.skip("OpenLDAP's slapd is not installed on this machine")
        made = cls(folder, username, password)
        made.process = subprocess.Popen(
            [program, "-d", "0", "-f", str(folder / "slapd.conf"), "-h",
             f"ldap://127.0.0.1:{made.plain_port} ldaps://127.0.0.1:{made.secure_port}"],
        )  # fmt: skip
        try:
            made.wait()
            yield made
        finally:
            made.stop()

    def wait(self):
        until = time.monotonic() + 20
        while not _is_open(self.secure_port):
            assert time.monotonic() < until, "slapd does not start"
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
