"""An administrator says which templates carry credentials, and which number they leave from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.credentials import serving
from occ.credentials.models import What
from occ.credentials.serving import Source
from occ.flows import set_up
from occ.journal import entries as journal
from occ.messaging.template_models import Template
from occ.settings.pages import AccountSettings

Chosen = Mapping[tuple[What, str], tuple[str, Mapping[str, Source]] | None]
"""By what is carried and the language: a template's sid with what stands in its variables."""


def save(
    session: Session, actor_id: int, settings: AccountSettings, chosen: Chosen, now: datetime
) -> None:
    """Raises Invalid: each template must be approved, and carry the link or code."""
    before = {place: row.sid for place, row in serving.chosen(session).items()}
    _check(session, chosen)
    for (what, language), choice in chosen.items():
        serving.save(session, what, language, choice)
    set_up.save(session, actor_id, settings, now)
    after = {place: choice[0] if choice else None for place, choice in chosen.items()}
    changed = {place for place in after if before.get(place) != after[place]}
    if changed:
        journal.write(
            session,
            actor_id,
            "settings_saved",
            journal.Subject("settings", AccountSettings.PAGE),
            now,
            before={_name(place): before.get(place) for place in changed},
            after={_name(place): after[place] for place in changed},
        )


def _check(session: Session, chosen: Chosen) -> None:
    sids = {choice[0] for choice in chosen.values() if choice}
    known = {
        each.sid: each for each in session.scalars(select(Template).where(Template.sid.in_(sids)))
    }
    errors: dict[str, Words] = {}
    for place, choice in chosen.items():
        if choice is None:
            continue
        template = known.get(choice[0])
        if template is None or not serving.fits(template, place[1]):
            errors[_name(place)] = say("Choose a template in this language that is approved.")
        elif Source.SECRET not in choice[1].values():
            errors[_name(place)] = say("Say in which variable the link or code stands.")
    if errors:
        raise Invalid(errors)


def _name(place: tuple[What, str]) -> str:
    return f"{place[0]}-{place[1]}"
