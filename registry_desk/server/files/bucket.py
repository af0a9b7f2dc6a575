"""Files in a bucket of an S3 service: addressed by SHA-256, checked, never written over.

``s3://bucket/prefix?endpoint=https://s3.example.ro&region=eu`` names the place; the key is two
lines, name and secret, in a private file, in ``REGISTRY_DESK_STORE_KEY`` or in the keyring.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from registry_desk import secrets
from registry_desk.errors import RefusedError
from registry_desk.wire.errors import StoreAway, UploadDamaged

ENVIRONMENT = "REGISTRY_DESK_STORE_KEY"
_KEYRING_NAME = "store"
_WHOLE_BYTES = 16 * 2**20
"""Up to here one request brings a file; longer ones go in pieces, so that memory stays flat."""
_CACHE_BYTES = 2**30
_LOOK_AFTER = 16
"""The cache is looked through when a sixteenth of its room was fetched: it holds thousands of
files, and to look at each of them for each one fetched took most of a read's time."""
_PATIENCE = timedelta(seconds=20)
_CONNECT_PATIENCE = timedelta(seconds=3)
_PIECE_PATIENCE = timedelta(seconds=60)


class StoreAddressInvalid(RefusedError):
    """The address of the store is not of the form ``s3://bucket/prefix?endpoint=…``."""

    code = "store_address_invalid"


class StoreKeyMissing(RefusedError):
    """No file, environment variable or keyring entry holds the store's key."""

    code = "store_key_missing"


class Bucket:
    """A bucket of an S3 service, with a folder for what is being read.

    Args:
        url: the place, as the module says.
        key_file: the private file with the key; None: environment or keyring.
        cache: a folder for files fetched, whose content is checked each time.
    """

    def __init__(self, url: str, key_file: Path | None, cache: Path) -> None:
        self._url = urlsplit(url)
        if self._url.scheme != "s3" or not self._url.netloc:
            raise StoreAddressInvalid
        self._key_file = key_file
        self._cache = cache
        self._fetched: float = _CACHE_BYTES
        """Bytes fetched since the cache was looked through; what is there at first is not known."""

    @cached_property
    def _s3(self) -> Any:
        from obstore.store import S3Store

        asked = {name: values[-1] for name, values in parse_qs(self._url.query).items()}
        name, secret = _key(self._key_file)
        return S3Store(
            self._url.netloc,
            prefix=self._url.path.strip("/") or None,
            endpoint=asked.get("endpoint"),
            region=asked.get("region", "us-east-1"),
            access_key_id=name,
            secret_access_key=secret,
            conditional_put="etag",
            checksum_algorithm="SHA256",
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": asked.get("endpoint", "").startswith("http:"),
                "connect_timeout": _CONNECT_PATIENCE,
                "timeout": _PIECE_PATIENCE,
            },
            retry_config={"max_retries": 3, "retry_timeout": _PATIENCE},
        )

    def take(self, part: Path, sha256: str) -> None:
        """Keep a file; it is there, whole, before this returns."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        is_small = part.stat().st_size <= _WHOLE_BYTES
        try:
            with _faults_named():
                if is_small:
                    # one request with its checksum, refused where the name is taken
                    obstore.put(self._s3, sha256, part, mode="create", use_multipart=False)
                elif not self._has(sha256):
                    obstore.put(self._s3, sha256, part, use_multipart=True)
        except AlreadyExistsError:
            is_small = False  # who put it there is not known: look at it
        if not is_small:
            self._require_whole(sha256)

    def file_of(self, sha256: str) -> Path:
        """Give a file of the bucket, fetched and checked."""
        kept = self._cache / sha256
        if kept.exists():
            with kept.open("rb") as source:
                if hashlib.file_digest(source, "sha256").hexdigest() == sha256:
                    os.utime(kept)
                    return kept
        self._cache.mkdir(exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=self._cache, suffix=".part", delete=False) as part:
            try:
                self._fetch(sha256, part)
                self._fetched += part.tell()
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        Path(part.name).replace(kept)
        self._make_room(kept)
        return kept

    def hashes(self) -> Iterator[str]:
        """Give the SHA-256 of every file."""
        with _faults_named():
            for some in self._s3.list():
                yield from (found["path"] for found in some if "/" not in found["path"])

    def is_there(self) -> bool:
        """Tell whether the service answers and takes the key."""
        try:
            self._has("0" * 64)
        except StoreAway:
            return False
        return True

    def _has(self, sha256: str) -> bool:
        import obstore

        try:
            with _faults_named():
                obstore.head(self._s3, sha256)
        except FileNotFoundError:
            return False
        return True

    def _require_whole(self, sha256: str) -> None:
        """Read a file back."""
        with tempfile.TemporaryFile() as unread:
            self._fetch(sha256, unread)

    def _fetch(self, sha256: str, target: Any) -> None:
        import obstore

        found = hashlib.sha256()
        try:
            with _faults_named():
                for piece in obstore.get(self._s3, sha256).stream(min_chunk_size=2**20):
                    found.update(piece)
                    target.write(piece)
        except FileNotFoundError as error:
            raise StoreAway from error
        if found.hexdigest() != sha256:
            raise UploadDamaged(file=sha256[:12])

    def _make_room(self, newest: Path) -> None:
        """Forget the files that were read longest ago, once enough new ones came."""
        if self._fetched < _CACHE_BYTES / _LOOK_AFTER:
            return
        self._fetched = 0
        room = _CACHE_BYTES
        for _, size, file in sorted(self._cached(), reverse=True):
            room -= size
            if room < 0 and file != newest:
                file.unlink(missing_ok=True)

    def _cached(self) -> Iterator[tuple[float, int, Path]]:
        """Give when each file of the cache was last read, its size and its place."""
        for file in self._cache.iterdir():
            if file.suffix == ".part":
                continue
            with suppress(FileNotFoundError):  # another thread made room meanwhile
                found = file.stat()
                yield found.st_mtime, found.st_size, file


def _key(file: Path | None) -> tuple[str, str]:
    written = secrets.from_file(file) if file else os.environ.get(ENVIRONMENT, "")
    lines = (written or secrets.recall(_KEYRING_NAME) or "").split()
    if len(lines) != 2:
        raise StoreKeyMissing
    return lines[0], lines[1]


@contextmanager
def _faults_named() -> Iterator[None]:
    """Turn the service's faults into ours; what it says may hold the key's name.

    Raises:
        StoreAway: it does not answer, or not as it should.
    """
    from obstore.exceptions import AlreadyExistsError, BaseError

    try:
        yield
    except (FileNotFoundError, AlreadyExistsError):
        raise
    except (BaseError, OSError) as error:
        raise StoreAway from error
