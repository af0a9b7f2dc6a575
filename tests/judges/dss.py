"""EU DSS, the Commission's library for signatures: the strictest judge, and a signer of its own."""

import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.judges.maven import library

_GROUP, _VERSION = "eu.europa.ec.joinup.sd-dss", "6.4"
_PARTS = (
    "dss-pades-pdfbox",
    "dss-validation",
    "dss-policy-jaxb",
    "dss-cms-object",
    "dss-utils-apache-commons",
    "dss-crl-parser-x509crl",
)
_SIGNING_PARTS = (
    "dss-pades-pdfbox",
    "dss-service",
    "dss-token",
    "dss-cms-object",
    "dss-utils-apache-commons",
    "dss-crl-parser-x509crl",
)
_SILENCE = ("org.slf4j", "slf4j-nop", "2.0.17")


@dataclass(frozen=True)
class Opinion:
    """What DSS says of one signature."""

    field: str
    indication: str
    """``TOTAL_PASSED``, ``INDETERMINATE``, ``TOTAL_FAILED``, ``UNREADABLE`` or ``NO_SIGNATURE``."""
    subindication: str
    level: str
    changes: frozenset
    """``broken``, ``dictionary``, ``pages``, ``visual``, ``overlap``, ``annotation``,
    ``undefined``."""
    errors: str

    @property
    def is_tampered(self):
        """Tell whether it calls the signature broken or the document changed since."""
        failed = self.indication == "TOTAL_FAILED" and self.subindication in (
            "FORMAT_FAILURE",
            "HASH_FAILURE",
            "SIG_CRYPTO_FAILURE",
        )
        return failed or bool(self.changes)


def judged(files, *, trust=(), known=(), lists=()):
    """Ask about files in one Java machine: for each the opinions on its signatures.

    Args:
        files: the PDFs.
        trust: certificates that are trusted (roots).
        known: certificates that may stand between.
        lists: revocation lists, in place of the network.

    Skips the test where Java, Maven or the network is missing.
    """
    archives = library("dss", *((_GROUP, part, _VERSION) for part in _PARTS), _SILENCE)
    options = [("-trust", trust), ("-known", known), ("-crl", lists)]
    flags = [part for option, given in options for one in given for part in (option, str(one))]
    program = Path(__file__).with_name("Dss.java")
    asked = subprocess.run(
        ["java", "-cp", f"{archives}/*", str(program), *flags, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    opinions = defaultdict(list)
    for line in asked.stdout.splitlines():
        if line.startswith("RESULT\t"):
            _, file, field, indication, sub, level, changes, errors = line.split("\t")
            found = frozenset(filter(None, changes.split(",")))
            opinions[Path(file)].append(Opinion(field, indication, sub, level, found, errors))
    assert len(opinions) == len(set(files)), asked.stderr[-2000:]
    return dict(opinions)


def sign(authority, orders, folder):
    """Sign files as DSS does, in one Java machine.

    Args:
        authority: whose certificates, lists and timestamps are used; the signer is its sealer.
        orders: for each file the orders of ``DssSign.java``.
        folder: for its files.

    Skips the test where Java, Maven or the network is missing.
    """
    parts = ((_GROUP, part, _VERSION) for part in _SIGNING_PARTS)
    archives = library("dss-signing", *parts, _SILENCE)
    lines = (" ".join(f"{key}={value}" for key, value in order.items()) for order in orders)
    written = folder / "orders"
    written.write_text("\n".join(lines))
    program = Path(__file__).with_name("DssSign.java")
    given = (authority.root_pem, authority.chain(), authority.tsa_url, authority.seal_file, written)
    done = subprocess.run(
        ["java", "-cp", f"{archives}/*", str(program), *map(str, given)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
