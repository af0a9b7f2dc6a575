"""How this server is set up: one private file in its folder."""

import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from registry_desk.durable import part_file
from registry_desk.errors import DamagedError, RefusedError
from registry_desk.server.files.bucket import Bucket
from registry_desk.server.files.store import Folder, Store

FILE = "server.json"


class ServerFolderMissing(RefusedError):
    """The folder holds no register yet."""

    code = "server_folder_missing"


class ServerFolderTaken(RefusedError):
    """The folder holds a register already; it is never written over."""

    code = "server_folder_taken"


class DatabaseAddressInvalid(RefusedError):
    """The address of the database is not ``postgresql://user:password@host:port/name``."""

    code = "database_address_invalid"


class PublicAddressInvalid(RefusedError):
    """The public address is not ``https://host``; on this machine itself http will do."""

    code = "public_address_invalid"


class ConfigurationDamaged(DamagedError):
    """The file is not what this program wrote."""

    code = "server_configuration_damaged"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The values of ``server.json``; ``folder`` is where it lies."""

    folder: Path
    institution: str
    secret_key: str
    public_url: str = ""
    """Where citizens reach the tracking page; needed before the first stamp."""
    database_url: str = ""
    """``postgresql://user:password@host:port/name``; empty: SQLite in the folder."""
    store_url: str = ""
    """``s3://bucket/prefix?endpoint=…``; empty: the folder ``files``."""
    store_key_file: str = ""
    """Private file with the store's key; relative to the folder."""
    heads_folder: str = "audit-heads"
    """Where the heads of the audit's blocks go: best on another machine or medium."""
    timestamp_url: str = ""
    """An authority (RFC 3161) that witnesses each head of the audit and, where ``trust_files`` are
    set, each seal (level B-LT; while it is away nothing is sealed); empty: seals stay at B-B."""
    proxy_url: str = ""
    """The office's proxy on the way to timestamp authority, revocation lists and trusted lists."""
    logins_file: str = ""
    """Private file with what the proxy and authorities want: a line for each, its address, a blank,
    ``user:password`` or ``Bearer …``; relative to the folder."""
    metrics_key_file: str = ""
    """Private file with the bearer key of ``/metrics``; empty: only this machine may look."""
    seal_file: str = ""
    """PKCS#12 with the institution's seal key; relative to the folder."""
    seal_password_file: str = ""
    seal_module: str = ""
    """PKCS#11 library of the HSM that holds the seal's key, in place of ``seal_file``."""
    seal_token: str = ""
    """Label or serial number of the HSM's token; empty for the only one."""
    seal_certificate: str = ""
    """CKA_ID of the seal's certificate; empty for the only one that can sign."""
    seal_pin_file: str = ""
    """Private file with the token's PIN; relative to the folder, or ``$CREDENTIALS_DIRECTORY/…``
    where systemd hands it over."""
    trust_files: tuple[str, ...] = ()
    """PEM files that officials' and the seal's certificates are checked against."""
    trusted_lists: tuple[str, ...] = ()
    """Addresses or files of trusted lists (ETSI TS 119 612) that officials' certificates are
    checked against besides; fetched once a day."""
    list_signers: tuple[str, ...] = ()
    """PEM files of whoever signs ``trusted_lists``; empty: the Commission's known signers."""
    list_territories: tuple[str, ...] = ("RO",)
    """Whose lists are taken from a list of lists; empty for all."""
    upload_limit_mb: int = 2048
    ocr_languages: str = "ron"
    """Tesseract's codes, the main one first (``ron+hun``), for scans that come without text; empty:
    they are not recognised, and found by what the register says of them only."""
    terms_from: str = "registered"
    """``registered`` or ``received``: which instant terms are counted from."""
    login_hours: int = 12
    contact: str = ""
    """Whom a citizen turns to when nothing happens: telephone, e-mail, address."""
    smtp_url: str = ""
    """``smtp://user@host:587?starttls`` or ``smtps://…``; empty: nobody is told by e-mail."""
    smtp_password_file: str = ""
    smtp_sender: str = ""
    """The address notices come from."""
    ldap_url: str = ""
    """The institution's directory: ``ldaps://host`` or ``ldap://host?starttls``; accounts without a
    password of their own are asked for there."""
    ldap_name: str = ""
    """How a user is called there: ``uid={username},ou=people,dc=example,dc=ro``, or
    ``{username}@example.ro``."""
    ldap_trust_file: str = ""
    """PEM that the directory's certificate is checked against; empty: the system's roots."""
    oidc_issuer: str = ""
    """Address of the institution's OpenID provider; empty: there is none."""
    oidc_client: str = ""
    """The identifier of this register at the provider."""
    oidc_secret_file: str = ""
    oidc_claim: str = "preferred_username"
    """What in the provider's answer is the account's name here."""
    requests_each_minute: int = 120_000
    """With one credential; more are asked to wait."""
    anonymous_requests_each_minute: int = 6_000
    """From one address without a credential."""
    is_restored: bool = False
    """Put back from a copy and not opened yet: gives no numbers."""

    @property
    def has_seal(self) -> bool:
        """Tell whether the institution seals."""
        return bool(self.seal_file or self.seal_module)

    @property
    def store(self) -> Store:
        """Give where files are kept, addressed by hash."""
        return store_at(self.folder, self.store_url, self.store_key_file)

    @property
    def uploads(self) -> Path:
        """Give the folder of unfinished uploads."""
        return self.folder / "uploads"

    @property
    def audit_heads(self) -> Path:
        """Give the folder where the audit's heads are kept, outside the database."""
        return self.folder / self.heads_folder

    def path(self, name: str) -> Path:
        """Give a path that may be written relative to the folder."""
        return self.folder / name

    def change(self, **changes: Any) -> "Configuration":
        """Give a copy with other values."""
        return replace(self, **changes)

    def save(self) -> None:
        """Write the file, private, on disk before this returns."""
        stored = {name: value for name, value in asdict(self).items() if name != "folder"}
        with part_file(self.folder / FILE) as part:
            part.touch(0o600)
            part.write_text(json.dumps(stored, ensure_ascii=False, indent=1), encoding="utf-8")


_DATABASE = re.compile(r"$|postgres(ql)?://[^/]*/[^/]+$")
_PUBLIC = re.compile(
    r"$|https://[^/@?#\s]+(/[^@?#\s]*)?$|http://(localhost|127\.[\d.]+|\[::1\])(:\d+)?(/[^@?#\s]*)?$"
)
_SEVERAL = ("trust_files", "trusted_lists", "list_signers", "list_territories")


def create(folder: Path, institution: str, **values: Any) -> Configuration:
    """Lay the folder of a new register.

    Raises:
        ServerFolderTaken: there is one already.
        DatabaseAddressInvalid, StoreAddressInvalid, PublicAddressInvalid: an address is none.
    """
    if (folder / FILE).exists():
        raise ServerFolderTaken(folder=str(folder))
    if not _PUBLIC.match(values.get("public_url", "")):
        raise PublicAddressInvalid
    if not _DATABASE.match(values.get("database_url", "")):
        raise DatabaseAddressInvalid
    made = Configuration(folder, institution, secrets.token_urlsafe(48), **values)
    store_at(folder, made.store_url, made.store_key_file)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for place in (folder / "files", made.uploads, made.audit_heads):
        place.mkdir(exist_ok=True, mode=0o700)
    made.save()
    return made


def load(folder: Path) -> Configuration:
    """Read the configuration of a folder.

    Raises:
        ServerFolderMissing: there is none.
        ConfigurationDamaged: the file cannot be read.
    """
    file = folder / FILE
    if not file.exists():
        raise ServerFolderMissing(folder=str(folder))
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        stored |= {name: tuple(stored[name]) for name in _SEVERAL if name in stored}
        return Configuration(folder.absolute(), **stored)
    except (ValueError, TypeError, AttributeError) as error:
        raise ConfigurationDamaged(file=FILE) from error


@cache
def store_at(folder: Path, url: str, key_file: str) -> Store:
    """Give the store of a register, one for each process.

    Raises:
        StoreAddressInvalid: the address is none.
    """
    if not url:
        return Folder(folder / "files")
    return Bucket(url, folder / key_file if key_file else None, folder / "cache")
