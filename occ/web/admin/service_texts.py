"""A service's page "Automatic texts": each on or off, its words by language, and a preview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.words import say
from occ.messaging.texts import storable
from occ.product import product
from occ.services import automatic, editing, opening, said_when
from occ.services.automatic import FIELDS, LONGEST, USUAL, Text, TextKind
from occ.services.models import Service
from occ.translations.catalogs import translate
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin.text_words import TEXTS, WHEN
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES, company
from occ.web.who import me

bp = Blueprint("service_texts", __name__)


@bp.get("/services/<key>/texts")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        service = editing.by_key(session, key)
        samples = _samples(service, opening.of(session, service))
    shown = entry or _entry(service)
    return render_template(
        "services/texts.html",
        service=service,
        entry=shown,
        kinds=TextKind,
        names=TEXTS,
        when=WHEN,
        fields=FIELDS,
        languages=LANGUAGES,
        first=company().language,
        longest=LONGEST,
        preview=lambda kind, language: automatic.filled(
            shown.get(f"{kind}_{language}"), samples[language]
        ),
    )


@bp.post("/services/<key>/texts")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    texts = {kind: _read(fields, kind) for kind in TextKind}
    fields.check()
    if "preview" in request.form:
        return page(key, Entry(request.form))
    product().run(automatic.save, me().id, key, texts, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))


def _entry(service: Service) -> Entry:
    """Where nothing was written yet, what is usual."""
    stored: dict[str, object] = {}
    for kind in TextKind:
        text = automatic.of(service.texts, kind)
        stored[f"{kind}_on"] = text.is_on
        for language in LANGUAGES:
            usual = "" if text.said else translate(USUAL[kind], language)
            stored[f"{kind}_{language}"] = text.said.get(language, usual)
    return Entry.of(stored)


def _read(fields: Fields, kind: TextKind) -> Text:
    said = {}
    for language in LANGUAGES:
        name = f"{kind}_{language}"
        body = storable(fields.text(name)).replace("\r\n", "\n")
        if wrong := automatic.why_not(kind, body):
            fields.errors[name] = wrong
        elif body:
            said[language] = body
    is_on = fields.ticked(f"{kind}_on")
    if is_on and not said:
        fields.errors.setdefault(
            f"{kind}_{company().language}", say("Write it in one language at the least.")
        )
    return Text(is_on, said)


def _samples(service: Service, hours: opening.Opening) -> Mapping[str, Mapping[str, str]]:
    now = clock.now()
    opens = hours.next_opening(now) or now
    return {
        language: {
            "name": "Marta",
            "service": service.name,
            "opens": said_when.moment(opens, hours.zone, language, now),
            "position": said_when.count(3, language),
            "wait": said_when.length(timedelta(minutes=4), language),
        }
        for language in LANGUAGES
    }
