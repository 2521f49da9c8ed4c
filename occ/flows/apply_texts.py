"""The automatic texts of a file's service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occ.core.errors import OccError
from occ.core.words import Words, say
from occ.flows.apply_hours import found
from occ.messaging.texts import storable
from occ.services import automatic
from occ.services.automatic import Text, TextKind
from occ.translations.catalogs import LANGUAGES

ON = "on"


def check(entry: Mapping[str, Any]) -> None:
    """Of `texts` each is `{on = true, en = "…"}` by its kind. Raises OccError."""
    for name, text in entry.get("texts", {}).items():
        if name not in list(TextKind):
            _refuse(
                say(
                    "There is no automatic text %(name)s. Known are: %(known)s.",
                    name=name,
                    known=", ".join(TextKind),
                )
            )
        if not isinstance(text, dict):
            _refuse(say('Write the text %(name)s as {en = "…"}.', name=name))
        for part, value in text.items():
            _check_part(TextKind(name), part, value)


def apply(session: Session, entry: Mapping[str, Any], now: datetime) -> bool:
    """Whether anything was changed. Kinds and languages that the entry does not name stay as they
    are, `""` takes one away, and who is named is on unless it says otherwise. Raises OccError.
    """
    service = found(session, entry["name"])
    if service is None or not entry.get("texts"):
        return False
    present = {kind: automatic.of(service.texts, kind) for kind in TextKind}
    wanted = dict(present)
    for name, told in entry["texts"].items():
        kind = TextKind(name)
        words = {part: _plain(value) for part, value in told.items() if part != ON}
        said = {**present[kind].said, **words}
        wanted[kind] = Text(told.get(ON, True), {each: body for each, body in said.items() if body})
        if wanted[kind].is_on and not wanted[kind].said:
            _refuse(
                say(
                    "The text %(name)s of %(service)s is on and says nothing. Write it in one"
                    " language at the least.",
                    name=name,
                    service=entry["name"],
                )
            )
    if wanted == present:
        return False
    automatic.save(session, None, service.key, wanted, now)
    return True


def _check_part(kind: TextKind, part: str, value: object) -> None:
    if part == ON:
        if not isinstance(value, bool):
            _refuse(say("%(name)s in %(part)s takes true or false.", name=ON, part=kind.value))
        return
    if part not in LANGUAGES:
        _refuse(
            say(
                "%(names)s is not known in %(part)s. Known are: %(known)s.",
                names=part,
                part=kind.value,
                known=", ".join([ON, *LANGUAGES]),
            )
        )
    if not isinstance(value, str):
        _refuse(say("%(name)s in %(part)s takes a text in quotes.", name=part, part=kind.value))
    elif wrong := automatic.why_not(kind, _plain(value)):
        _refuse(wrong)


def _plain(value: str) -> str:
    return storable(value).replace("\r\n", "\n").strip()


def _refuse(words: Words) -> None:
    raise OccError(words)
