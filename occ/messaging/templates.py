"""Keep the list of templates, and tell what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.messaging import fetches
from occ.messaging.fetch_models import Fetch
from occ.messaging.fetches import Claim, Reading
from occ.messaging.ports import ListedTemplate, TemplateUse
from occ.messaging.template_models import Template
from occ.messaging.texts import storable

LIST = "templates"
"""The name of their list among those that are read."""
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
READ_EVERY = timedelta(hours=1)


class Known(NamedTuple):
    """The templates, when they were listed, and why they could not be listed since."""

    templates: Sequence[Template]
    listed_at: datetime | None
    error: Words | None


def keep(session: Session, claim: Claim, listed: Sequence[ListedTemplate], now: datetime) -> None:
    """What is listed stands there as it is listed; what is not listed any more is gone."""
    for one in listed:
        values = {
            "name": storable(one.name),
            "language": storable(one.language),
            "body": storable(one.body),
            "variables": {
                storable(name): storable(example) for name, example in one.variables.items()
            },
            "category": storable(one.category),
            "approval": one.approval,
            "reason": storable(one.reason),
            "listed_at": now,
            "gone_at": None,
        }
        row = insert(session, Template.__table__).values(sid=one.sid, **values)
        session.execute(row.on_conflict_do_update(index_elements=["sid"], set_=values))
    sids = [one.sid for one in listed]
    gone = update(Template).where(Template.sid.not_in(sids), Template.gone_at.is_(None))
    session.execute(gone.values(gone_at=now))
    fetches.done(session, claim, Reading(now + READ_EVERY, None, was_deep=True), now)


def present(session: Session) -> Known:
    """By name and language, those that are gone left out."""
    listed = select(Template).where(Template.gone_at.is_(None))
    rows = session.scalars(listed.order_by(Template.name, Template.language)).all()
    read = session.get(Fetch, LIST)
    error = Words(**read.error) if read and read.error else None
    return Known(rows, read.done_at if read else None, error)


def by_sid(session: Session, sid: str) -> Template | None:
    """One that is listed, whatever WhatsApp says of it."""
    return session.scalar(select(Template).where(Template.sid == sid, Template.gone_at.is_(None)))


def names(template: Template) -> list[str]:
    """Of its variables, in the order of their numbers."""
    found = {*template.variables, *_VARIABLE.findall(template.body)}
    return sorted(found, key=lambda name: (len(name), name))


def worded(template: Template, variables: Mapping[str, str]) -> tuple[TemplateUse, str]:
    """How it is sent with these values, and what it then says. Raises Invalid.

    WhatsApp takes neither line breaks nor wide gaps in a value: they become one blank.
    """
    plain = {name: " ".join(value.split()) for name, value in variables.items()}
    wanted = names(template)
    if set(wanted) ^ plain.keys() or not all(plain.values()):
        listed = ", ".join(wanted) or "–"
        raise Invalid(
            {"variables": say("This template takes a value for each of: %(names)s.", names=listed)}
        )
    return TemplateUse(template.sid, plain), filled(template.body, plain)


def filled(body: str, variables: Mapping[str, str]) -> str:
    """What a template says with its variables: `{{1}}` stands for the one named 1."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), body)
