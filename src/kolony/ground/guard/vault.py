"""Keys outside the database, sealed values inside it.

A person has a data key; it lies in the database wrapped by a master key, and master keys lie in a folder that no
database dump contains. Destroying a person's data key makes everything sealed with it unreadable for ever, in every
backup. A blind index (keyed hash of the normalised value) finds equal values without opening anything.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kolony.ground.guard.errors import KeyMissing, Unreadable
from kolony.ground.kit import secret_file

_NONCE = 12
_FIRST = "m0001"


@dataclass(frozen=True)
class Wrapped:
    """A data key as the database may hold it."""

    key_id: str
    sealed: bytes


class Vault:
    """The key folder: `m0001.key`, `m0002.key` … are master keys, the last one seals; `index.key` finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new_data_key(self, place: str) -> tuple[bytes, Wrapped]:
        """A fresh key for one person, plain and wrapped; `place` binds it to its row."""
        data_key = AESGCM.generate_key(bit_length=256)
        return data_key, self.wrap(data_key, place)

    def wrap(self, data_key: bytes, place: str) -> Wrapped:
        key_id = self.current_key_id()
        return Wrapped(key_id, seal(self._master(key_id), data_key, place))

    def unwrap(self, wrapped: Wrapped, place: str) -> bytes:
        return unseal(self._master(wrapped.key_id), wrapped.sealed, place)

    def find(self, kind: str, normalised: str) -> str:
        """The blind index of a value: equal values of one kind have equal indexes."""
        key = _key_in(self.folder / "index.key", make=True)
        return hmac.new(key, f"{kind}\x00{normalised}".encode(), hashlib.sha256).hexdigest()

    def current_key_id(self) -> str:
        return max((path.stem for path in self.folder.glob("m*.key")), default=_FIRST)

    def add_master_key(self) -> str:
        """The next master key; values are sealed with it from now on, older ones still open."""
        key_id = f"m{int(self.current_key_id()[1:]) + 1:04d}"
        _key_in(self.folder / f"{key_id}.key", make=True)
        return key_id

    def _master(self, key_id: str) -> bytes:
        return _key_in(self.folder / f"{key_id}.key", make=key_id == _FIRST)


def open_vault() -> Vault:
    """The vault of this installation."""
    return Vault(Path(settings.KOLONY_KEYS))


def seal(key: bytes, value: bytes, place: str) -> bytes:
    """AES-256-GCM; `place` (which row and field) is authenticated, so that a sealed value cannot be moved elsewhere."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except InvalidTag as broken:
        raise Unreadable(place=place.split(":")[0]) from broken


def _key_in(path: Path, *, make: bool) -> bytes:
    if not make and not path.exists():
        raise KeyMissing(key=path.stem)
    return bytes.fromhex(secret_file.kept(path, lambda: secrets.token_hex(32)))
