"""`occ apply FILE`: read the file, hash its passwords, hand it to the flow."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from occ.core import clock
from occ.core.db import Database
from occ.core.errors import OccError
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import apply_document, apply_file
from occ.routing import queue
from occ.users.models import User
from occ.users.passwords import hash_password, is_password


def apply_file_at(database: Database, path: Path) -> str:
    """Raises OccError with a sentence that names what is wrong in the file."""
    try:
        # Windows' editors begin a file with a mark that TOML does not know.
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise OccError(
            say("%(file)s is no TOML: %(error)s", file=str(path), error=str(error))
        ) from None
    return apply(database, document)


def apply(database: Database, document: dict[str, Any]) -> str:
    try:
        wanted = with_secrets(document, os.environ)
    except RecursionError:
        raise _too_deep() from None
    apply_document.check(wanted)
    run = Runner(database, queue.drain, publish=lambda _events: None)
    hashes = _hashes(run, wanted)
    changes = run(apply_file.apply, wanted, hashes, clock.now())
    return "\n".join(changes) if changes else "Everything stands as the file says."


def _too_deep() -> OccError:
    return OccError(say("The file holds lists inside lists, too deep to be read."))


def with_secrets(value: Any, environ: Mapping[str, str]) -> Any:
    """`…_env = "NAME"` replaced by what the environment holds under NAME. Raises OccError."""
    if isinstance(value, list):
        return [with_secrets(item, environ) for item in value]
    if not isinstance(value, dict):
        return value
    filled = {}
    for name, item in value.items():
        if name.endswith("_env") and isinstance(item, str):
            if item not in environ:
                raise OccError(
                    say("The file asks for the variable %(name)s, and it is not set.", name=item)
                )
            filled[name.removesuffix("_env")] = environ[item]
        else:
            filled[name] = with_secrets(item, environ)
    return filled


def _hashes(run: Runner, wanted: dict[str, Any]) -> dict[str, str]:
    """A new hash for each password that changes; slow, so outside the transaction."""
    with run.reading() as session:
        rows = session.execute(select(User.email, User.password_hash)).all()
    present = {email: password_hash for email, password_hash in rows if email}
    passwords = {
        apply_file.read_email(user): user["password"]
        for user in wanted.get("users", [])
        if user.get("password")
    }
    return {
        email: hash_password(password)
        for email, password in passwords.items()
        # Of who has none yet there is nothing to compare, which would take as long as the hash.
        if present.get(email) is None or not is_password(present[email], password)
    }
