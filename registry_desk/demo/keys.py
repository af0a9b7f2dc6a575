"""The town hall's keys, made once per folder: test authority, seal, a token for the officials."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from registry_desk.demo.pki import TestPki, make_pki
from registry_desk.demo.register import SealFiles
from registry_desk.demo.token import SoftToken, soft_token


@dataclass(frozen=True, slots=True)
class TownKeys:
    """Everything in the town hall that signs."""

    pki: TestPki
    token: SoftToken

    @property
    def seal_files(self) -> SealFiles:
        """Give the seal as the server takes it."""
        password = self.pki.seal_pkcs12.with_name("seal-password.txt")
        return SealFiles(self.pki.seal_pkcs12, password, self.pki.root_pem)

    def certificate_of(self, official: str) -> str:
        """Give the identifier of an official's certificate on the token."""
        return next(key.key_id for key in self.pki.officials if key.name == official)


def keys_in(folder: Path, institution: str, officials: Sequence[str]) -> TownKeys:
    """Give the keys of a folder, made new where a first run did not finish them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = TypeAdapter(TownKeys)
    done = folder / "keys.json"
    if done.exists():
        return written.validate_json(done.read_bytes())
    shutil.rmtree(folder / "token", ignore_errors=True)
    pki = make_pki(folder / "pki", institution, officials)
    keys = TownKeys(pki, soft_token(folder / "token", pki))
    password = keys.seal_files.password_file
    password.touch(mode=0o600)
    password.write_text(pki.seal_password, encoding="utf-8")
    part = done.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(written.dump_json(keys))
    part.replace(done)
    return keys
