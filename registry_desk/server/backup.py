"""Copy a register while it runs, and put the copy back where nothing is.

One tar file: a consistent copy of the database, then the files (they only ever grow, so whatever
the copied database names is there), the settings, the seal, the audit's heads, and a list of
SHA-256 that the restore is compared with.
"""

import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import DamagedError, RefusedError, UnavailableError
from registry_desk.server.configuration import FILE, Configuration, ServerFolderTaken, load
from registry_desk.server.files.store import Folder, Store

_MANIFEST = "manifest.json"
_DUMP = "register.dump"
_DATABASE = "register.sqlite3"
_BESIDE = ("*.p12", "*.password", "*.pem", "terms.json")
_HEADS = "audit-heads"


class BackupDamaged(DamagedError):
    """The copy is not whole: ``file`` is missing or differs."""

    code = "backup_damaged"


class BackupOfOtherDatabase(RefusedError):
    """The copy comes from PostgreSQL and none is named, or from SQLite and one is."""

    code = "backup_of_other_database"


class DumpFailed(UnavailableError):
    """PostgreSQL's own tool did not do its work: ``tool``."""

    code = "dump_failed"


def back_up(configuration: Configuration, target: Path) -> dict[str, str]:
    """Write a copy of a register, running or not; give the SHA-256 of each file in it."""
    manifest: dict[str, str] = {}
    with part_file(target) as part, tempfile.TemporaryDirectory(dir=configuration.folder) as place:
        part.touch(0o600)
        with tarfile.open(part, "w") as tar:
            for file, name in _parts(configuration, Path(place)):
                manifest[name] = sha256_of(file)
                tar.add(file, name)
            listed = json.dumps(manifest, indent=1).encode()
            row = tarfile.TarInfo(_MANIFEST)
            row.size = len(listed)
            tar.addfile(row, io.BytesIO(listed))
    return manifest


def restore(
    source: Path,
    folder: Path,
    *,
    database_url: str = "",
    store_url: str = "",
    store_key_file: Path | None = None,
) -> Configuration:
    """Put a copy into a new folder; it gives no numbers until it is opened.

    Args:
        source: what :func:`back_up` wrote.
        folder: holds no register yet.
        database_url: an empty PostgreSQL database, where the copy came from one.
        store_url: the bucket that files go to; empty: the folder.
        store_key_file: the private file with the bucket's key.

    Raises:
        ServerFolderTaken: there is a register in the folder.
        BackupDamaged: the copy is not whole; nothing is left in the folder.
        BackupOfOtherDatabase: it needs a PostgreSQL database, or none.
        DumpFailed: PostgreSQL did not take the copy; it has nothing of it then.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ServerFolderTaken(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _unpack(source, folder)
        dump = folder / _DUMP
        if dump.exists() != bool(database_url):
            raise BackupOfOtherDatabase
        if dump.exists():
            # an extension that an administrator made beforehand is not ours to comment on
            whole = ("--no-owner", "--no-comments", "--single-transaction")
            _call("pg_restore", *whole, "--dbname", database_url, str(dump))
            dump.unlink()
        restored = load(folder).change(
            is_restored=True,
            heads_folder=_HEADS,  # those outside are the running register's until this one opens
            database_url=database_url,
            store_url=store_url,
            store_key_file=str(store_key_file.absolute()) if store_key_file else "",
        )
        if store_url:
            _bring_into(restored.store, Folder(folder / "files"))
            shutil.rmtree(folder / "files", ignore_errors=True)
        for place in (restored.uploads, restored.audit_heads):
            place.mkdir(exist_ok=True, mode=0o700)
        restored.save()
    except BaseException:
        shutil.rmtree(folder)
        raise
    return restored


def _bring_into(store: Store, unpacked: Folder) -> None:
    for sha256 in unpacked.hashes():
        store.take(unpacked.file_of(sha256), sha256)


def _parts(configuration: Configuration, place: Path) -> Iterator[tuple[Path, str]]:
    folder = configuration.folder
    heads = [file for end in ("json", "tst") for file in configuration.audit_heads.glob(f"*.{end}")]
    # the database comes after: a head without its block would look like a lost one
    if configuration.database_url:
        _call("pg_dump", "-Fc", "--file", str(place / _DUMP), configuration.database_url)
        yield place / _DUMP, _DUMP
    else:
        copy = place / _DATABASE
        with sqlite3.connect(folder / _DATABASE) as running, sqlite3.connect(copy) as copied:
            running.backup(copied)
        running.close()
        copied.close()
        yield copy, _DATABASE
    yield folder / FILE, FILE
    for file in sorted(_beside(configuration)):
        yield file, str(file.relative_to(folder))
    for file in sorted(heads):
        yield file, f"{_HEADS}/{file.name}"
    for sha256 in configuration.store.hashes():
        yield configuration.store.file_of(sha256), str(_kept_at(sha256))


def _beside(configuration: Configuration) -> set[Path]:
    """Give the files beside the database: usual ones, and whatever the settings name here."""
    folder = configuration.folder
    found = {file for pattern in _BESIDE for file in folder.glob(pattern)}
    for setting in fields(configuration):
        value = getattr(configuration, setting.name)
        if setting.name.endswith("_file"):
            found.add(folder / value)
        if isinstance(value, tuple):
            found |= {folder / name for name in value}
    inside = {file for file in found if file.is_relative_to(folder) and ".." not in file.parts}
    return {file for file in inside if file.is_file()}


def _kept_at(sha256: str) -> Path:
    return Folder(Path("files")).file_of(sha256)


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest = folder / _MANIFEST
        listed: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.unlink()
    except (tarfile.TarError, EOFError, ValueError, FileNotFoundError) as error:
        raise BackupDamaged(file=source.name) from error
    for name, sha256 in listed.items():
        file = folder / name
        if not file.is_file() or sha256_of(file) != sha256:
            raise BackupDamaged(file=name)
        if name.startswith("files/") and file.name != sha256:
            raise BackupDamaged(file=name)


def _call(tool: str, *arguments: str) -> None:
    try:
        subprocess.run([tool, *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DumpFailed(tool=tool) from error
