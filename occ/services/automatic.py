"""What a service says by itself: its texts by kind and language, and how one is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from occ.core.db import plain
from occ.core.errors import NotFound
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.services.models import Service

LONGEST = 1000
_FIELD = re.compile(r"\{(\w+)\}")


class TextKind(StrEnum):
    GREETING = "greeting"
    OUT_OF_HOURS = "out_of_hours"
    POSITION = "position"
    CLOSING = "closing"
    RATING = "rating"
    HELP = "help"


FIELDS: Mapping[TextKind, tuple[str, ...]] = {
    **dict.fromkeys(TextKind, ("name", "service")),
    TextKind.OUT_OF_HOURS: ("name", "service", "opens"),
    TextKind.POSITION: ("name", "service", "position", "wait"),
}
USUAL: Mapping[TextKind, Words] = {
    TextKind.GREETING: say("Hello {name}, thank you for writing to {service}. We answer shortly."),
    TextKind.OUT_OF_HOURS: say(
        "Hello {name}, {service} is closed just now.\nWe are back: {opens}.\nYour message is kept."
    ),
    TextKind.POSITION: say(
        "Everybody is busy just now. Your place in the queue: {position}.\nEstimated wait: {wait}."
    ),
    TextKind.CLOSING: say("Thank you for writing to {service}. Write again whenever you like."),
    TextKind.RATING: say("How did we do? Please answer with a number from 1 (badly) to 5 (well)."),
    TextKind.HELP: say(
        "You are writing with {service}. Write your question and we answer it. STOP ends"
        " advertising, START allows it again."
    ),
}
"""What the page proposes where nothing was written yet."""


@dataclass(frozen=True)
class Text:
    is_on: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    """By language; `{name}` and the like are filled in."""

    def in_one_of(self, languages: Iterable[str]) -> tuple[str, str]:
        """The first of the languages that it is written in, else any; with the text."""
        wanted = [*languages, *self.said]
        language = next(each for each in wanted if self.said.get(each))
        return language, self.said[language]


def says_anything(session: Session, service_id: int) -> bool:
    """Whether any of its texts is on: every message asks."""
    connection, _ = plain(session)
    kept: dict[str, Any] = connection.execute(_KEPT, {"which": service_id}).scalar_one()
    return any(each["on"] for each in kept.values())


_KEPT = select(Service.texts).where(Service.id == bindparam("which"))


def of(kept: Mapping[str, Any], kind: TextKind) -> Text:
    found = kept.get(kind.value, {})
    return Text(found.get("on", False), found.get("said", {}))


def filled(body: str, fields: Mapping[str, str]) -> str:
    """A line that says what is not known now is left out; the blank before a missing name too."""
    lines = []
    for line in body.split("\n"):
        missing = [name for name, value in fields.items() if not value and f"{{{name}}}" in line]
        if missing and missing != ["name"]:
            continue
        if not fields.get("name"):
            line = line.replace(" {name}", "")
        line = _FIELD.sub(lambda match: fields.get(match[1], match[0]), line)
        lines.append(line)
    return "\n".join(lines).strip()


def why_not(kind: TextKind, body: str) -> Words | None:
    """Why it can't be a text of the kind: a name in braces that nothing is known for, or length."""
    unknown = [name for name in _FIELD.findall(body) if name not in FIELDS[kind]]
    if unknown:
        return say(
            "{%(field)s} is not known here. Known are: %(known)s.",
            field=unknown[0],
            known=", ".join(f"{{{each}}}" for each in FIELDS[kind]),
        )
    if len(body) > LONGEST:
        return say("Use at most %(most)s characters.", most=LONGEST)
    return None


def save(
    session: Session,
    actor_id: int | None,
    key: str,
    texts: Mapping[TextKind, Text],
    now: datetime,
) -> None:
    """Raises NotFound."""
    service: Service | None = lock_row(session, select(Service).where(Service.key == key))
    if service is None or service.archived_at is not None or service.is_unassigned:
        raise NotFound(say("There is no such service."))
    before = service.texts
    service.texts = {
        kind.value: {"on": text.is_on, "said": dict(text.said)} for kind, text in texts.items()
    }
    session.flush()
    old, new = _facts(before, before), _facts(service.texts, before)
    if old != new:
        subject = journal.Subject("service", key)
        journal.write(session, actor_id, "service_changed", subject, now, before=old, after=new)


def _facts(kept: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, object]:
    """For the journal: a field a kind, and one a language.

    The page stores what it proposes with what was written: of a kind that was never stored and is
    off these are nobody's words.
    """
    found: dict[str, object] = {}
    for kind in TextKind:
        text = of(kept, kind)
        found[f"text_{kind}"] = text.is_on
        if text.is_on or kind.value in before:
            found |= {f"text_{kind}_{language}": body for language, body in text.said.items()}
    return found
