"""Secrets sealed with a key that lives outside the database.

The key is a file of mode 0600 in OCC_HOME, in no backup. A database that is moved without it
can neither use nor show what was sealed (C9).
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from secrets import token_hex

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy.orm import Session

KEY_FILE = "key"


class SealedElsewhere(Exception):
    """The secret was sealed with a key this installation does not have: enter it again."""


class UnreadableKey(Exception):
    """The key file, or the folder for it, can't be used; the sentence says what to do."""


class Vault:
    def __init__(self, keys: list[bytes]) -> None:
        """`keys`: the newest first; it seals, all of them open."""
        self._keys = keys
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises SealedElsewhere."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealedElsewhere from None

    @property
    def installation(self) -> str:
        """Tells this installation from any other; every process of it has the same."""
        return self.derive("installation")[:16]

    def derive(self, purpose: str) -> str:
        """A key for another use, such as signing cookies, that reveals nothing of the vault's."""
        return _derived(self._keys[0], purpose)

    def fingerprint(self, purpose: str, text: str) -> str:
        """The same for the same text; whoever reads it can't try texts against it."""
        return self.fingerprints(purpose, text)[0]

    def fingerprints(self, purpose: str, text: str) -> list[str]:
        """The same by every key, the newest first: by which it may have been kept before."""
        return [
            hashlib.blake2b(text.encode(), key=key.encode()[:64], digest_size=16).hexdigest()
            for key in self.derive_all(purpose)
        ]

    def derive_all(self, purpose: str) -> list[str]:
        """The same of every key, the newest first: what others were told before it was changed."""
        return [_derived(key, purpose) for key in self._keys]


def _derived(key: bytes, purpose: str) -> str:
    digest = hashlib.blake2b(key, person=purpose.encode()[:16], digest_size=32)
    return base64.urlsafe_b64encode(digest.digest()).decode()


def open_vault(home: Path) -> Vault:
    """Read the installation's key, one a line, newest first; make it where there is none.

    Raises UnreadableKey.
    """
    path = home / KEY_FILE
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_key(path)
    except OSError as error:
        raise UnreadableKey(
            f"{home} can't be the home ({error.strerror}). Set OCC_HOME to a folder that OCC may "
            "write to."
        ) from None
    return _read(path)


def _make_key(path: Path) -> None:
    """There in full or not at all, and once: two may start in the same instant."""
    draft = path.with_name(f"{path.name}.{token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> Vault:
    try:
        return Vault(path.read_bytes().split())
    except (ValueError, OSError) as error:
        raise UnreadableKey(
            f"{path} is no key ({error}). Put back the file this installation was begun with; "
            "without it, move it away and enter every secret again."
        ) from None


def digest(secret: str) -> str:
    """What is kept of a secret of our own: of so many random bits nobody finds it from this."""
    return hashlib.sha256(secret.encode()).hexdigest()


def vault_of(session: Session) -> Vault:
    vault = session.info["vault"]
    assert isinstance(vault, Vault)
    return vault
