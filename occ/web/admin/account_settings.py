"""Settings → Accounts: the templates that carry credentials by WhatsApp, and from which number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.core import clock
from occ.credentials import serving, ways
from occ.credentials.models import What
from occ.credentials.serving import Source
from occ.flows import set_serving
from occ.flows.set_serving import Chosen
from occ.messaging import templates
from occ.messaging.template_models import Template
from occ.product import product
from occ.settings import store
from occ.settings.pages import AccountSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin.account_words import SOURCES
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES
from occ.web.who import me

bp = Blueprint("account_settings", __name__)


@dataclass(frozen=True)
class Place:
    """What carries links, or codes, to people of one language, and what could."""

    name: str
    language: str
    fitting: Sequence[Template]
    sid: str
    variables: Sequence[tuple[str, str]]
    """Of the template that serves: the name of each, and its source."""
    is_lost: bool
    """It was chosen, and WhatsApp approves of it no more."""


@bp.get("/settings/accounts")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        stored = store.load(session, AccountSettings)
        numbers = ways.whatsapp_numbers(session)
        by_what = {what: _places(session, what) for what in What}
    return render_template(
        "settings/accounts.html",
        entry=entry or Entry.of({"whatsapp_number": stored.whatsapp_number}),
        numbers=numbers,
        by_what=by_what,
        sources=SOURCES,
        languages=LANGUAGES,
    )


@bp.post("/settings/accounts")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    fields = Fields(request.form)
    with product().run.reading() as session:
        numbers = ways.whatsapp_numbers(session)
        known = {each.sid: each for each in templates.present(session).templates}
    number = fields.one_of("whatsapp_number", ["", *numbers])
    chosen = {
        (what, language): _chosen(fields, f"{what}-{language}", known)
        for what in What
        for language in LANGUAGES
    }
    fields.check()
    _save(AccountSettings(number), chosen)
    flash(_("Saved."))
    return redirect(url_for(".page"))


def _save(settings: AccountSettings, chosen: Chosen) -> None:
    product().run(set_serving.save, me().id, settings, chosen, clock.now())
    # What waited for a template goes.
    product().wake("accounts")


def _chosen(
    fields: Fields, name: str, known: Mapping[str, Template]
) -> tuple[str, dict[str, Source]] | None:
    """A template that was just chosen comes without its variables: they are guessed."""
    sid = fields.text(name)
    if not sid:
        return None
    if sid not in known or fields.text(f"{name}-of") != sid:
        return sid, serving.guess(known[sid]) if sid in known else {}
    return sid, {
        variable: Source(fields.text(f"{name}-{variable}"))
        for variable in serving.variables_of(known[sid])
        if fields.one_of(f"{name}-{variable}", list(Source)) in list(Source)
    }


def _places(session: Session, what: What) -> list[Place]:
    listed = templates.present(session).templates
    chosen = serving.chosen(session)
    found = []
    for language in LANGUAGES:
        row = chosen.get((what, language))
        fitting = [each for each in listed if serving.fits(each, language)]
        is_lost = row is not None and row.sid not in {each.sid for each in fitting}
        found.append(
            Place(
                name=f"{what}-{language}",
                language=language,
                fitting=fitting,
                sid=row.sid if row and not is_lost else "",
                variables=list(row.sources.items()) if row and not is_lost else [],
                is_lost=is_lost,
            )
        )
    return found
