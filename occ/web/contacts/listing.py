"""Contacts: find, filter, add."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from occ.contacts import contractors, countries, finding, tags
from occ.contacts.editing import ContactForm
from occ.contacts.finding import Agreed, Filter
from occ.contacts.models import Contact
from occ.core import clock
from occ.core.errors import Invalid
from occ.core.numerals import in_latin
from occ.core.words import say
from occ.flows import keep_contacts
from occ.product import product
from occ.settings.company import COUNTRIES
from occ.users.permissions import Permission
from occ.web import country_names
from occ.web.access import allowed
from occ.web.campaigns import door
from occ.web.contacts import lines
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("contacts", __name__)
PAGE = 50


@bp.get("/contacts")
@allowed(Permission.SEE_CONTACTS)
def index() -> ResponseReturnValue:
    wanted = asked_for(request.args)
    with product().run.reading() as session:
        home = countries.home_of(session)
        before = lines.id_of(session, Contact, request.args.get("before"))
        found = finding.page(session, wanted, before, PAGE + 1, home)
        shown = lines.of(session, found[:PAGE])
        counted = finding.count(session, wanted, home)
        every_tag, of = tags.all_of_them(session), lines.contractor_named(session, wanted)
    return render_template(
        "contacts/index.html",
        lines=shown,
        may_write=door.may_write(),
        has_more=len(found) > PAGE,
        counted=counted,
        most=finding.COUNTED,
        wanted=wanted,
        asked={name: value for name, value in asdict(wanted).items() if value},
        tags=[tag.name for tag in every_tag],
        contractor=of,
        countries=country_names.all_by_name(),
        languages=country_names.languages_by_name(),
    )


@bp.get("/contacts/new")
@allowed(Permission.SEE_CONTACTS)
def new(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        of = contractors.by_keys(session, [request.args.get("contractor", "")])
    filled = Entry.of({"contractor": of[0].code or of[0].name if of else ""})
    return render_template("contacts/new.html", entry=entry or filled, **choices())


@bp.post("/contacts/new")
@allowed(Permission.SEE_CONTACTS)
@or_again(new)
def add() -> ResponseReturnValue:
    typed = Fields(request.form).text("phone")
    contact = product().run(_add, me().id, form_of(request.form), typed)
    flash(_("Added."))
    return redirect(url_for("contact.page", key=contact.key))


def _add(session: Session, actor_id: int, form: ContactForm, typed: str) -> Contact:
    """The contact with the first number in one transaction: none without the other."""
    now = clock.now()
    contact = keep_contacts.contact(session, actor_id, None, form, now)
    if typed:
        keep_contacts.add_number(session, actor_id, contact.key, typed, now)
    return contact


def form_of(form: MultiDict[str, str]) -> ContactForm:
    fields = Fields(form)
    language = fields.one_of("language", ["", *country_names.LANGUAGES])
    fields.check()
    return ContactForm(
        name=" ".join(fields.text("name").split()),
        contractor=_contractor(fields.text("contractor")),
        language=language,
        tags=tuple(tags.read(fields.text("tags"))),
        note=fields.text("note"),
    )


def _contractor(typed: str) -> str:
    """The key of the one that is called so; empty for none. Raises Invalid."""
    if not typed:
        return ""
    with product().run.reading() as session:
        found = contractors.called(session, typed)
    if len(found) == 1:
        return found[0].key
    several = say("Several contractors are called so. Enter the code of one.")
    none = say("No contractor is called so. Add it first, under Contractors.")
    raise Invalid({"contractor": several if found else none})


def choices() -> dict[str, object]:
    """What the form of a contact offers."""
    with product().run.reading() as session:
        some = contractors.page(session, "", None, PAGE)
        every_tag = tags.all_of_them(session)
    return {
        "languages": country_names.languages_by_name(),
        "contractors": [each.name for each in some],
        "tags": [tag.name for tag in every_tag],
    }


def asked_for(form: MultiDict[str, str]) -> Filter:
    """Filters that there are; others filter nothing."""
    known = {
        "country": COUNTRIES,
        "language": country_names.LANGUAGES,
        "sms": list(Agreed),
        "whatsapp": list(Agreed),
    }
    values = {name: form.get(name, "").strip() for name in ("tag", "contractor", *known)}
    for name, choices_ in known.items():
        if values[name] not in choices_:
            values[name] = ""
    return Filter(words=in_latin(form.get("q", "").strip())[:100], **values)
