"""Contractors: the list, where those whose contacts get an SMS are picked (C5), and each one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.contacts import contractors, countries, editing, finding
from occ.contacts.editing import ContractorForm
from occ.contacts.finding import Filter
from occ.contacts.models import Contact, Contractor
from occ.core import clock
from occ.core.numerals import in_latin
from occ.flows import keep_contacts
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.campaigns import door
from occ.web.contacts import lines
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("contractors", __name__)
PAGE = 50


@bp.get("/contractors")
@allowed(Permission.KEEP_CONTACTS)
def index() -> ResponseReturnValue:
    sought = in_latin(request.args.get("q", "").strip())[:100]
    with product().run.reading() as session:
        before = lines.id_of(session, Contractor, request.args.get("before"))
        found = contractors.page(session, sought, before, PAGE + 1)
        sizes = contractors.sizes(session, [each.id for each in found[:PAGE]])
    return render_template(
        "contractors/index.html",
        contractors=found[:PAGE],
        has_more=len(found) > PAGE,
        sizes=sizes,
        most=contractors.COUNTED,
        sought=sought,
    )


@bp.get("/contractors/new")
@allowed(Permission.KEEP_CONTACTS)
def new(entry: Entry | None = None) -> ResponseReturnValue:
    return render_template("contractors/new.html", entry=entry or Entry())


@bp.post("/contractors/new")
@allowed(Permission.KEEP_CONTACTS)
@or_again(new)
def add() -> ResponseReturnValue:
    form = _form(request.form)
    contractor = product().run(keep_contacts.contractor, me().id, None, form, clock.now())
    flash(_("Added."))
    return redirect(url_for(".page", key=contractor.key))


@bp.get("/contractors/<key>")
@allowed(Permission.KEEP_CONTACTS)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        contractor = editing.contractor(session, key)
        before = lines.id_of(session, Contact, request.args.get("before"))
        home = countries.home_of(session)
        found = finding.page(session, Filter(contractor=key), before, PAGE + 1, home)
        shown = lines.of(session, found[:PAGE])
    stored = {"name": contractor.name, "code": contractor.code or "", "note": contractor.note}
    return render_template(
        "contractors/page.html",
        contractor=contractor,
        lines=shown,
        may_write=door.may_write(),
        has_more=len(found) > PAGE,
        entry=entry or Entry.of(stored),
    )


@bp.post("/contractors/<key>")
@allowed(Permission.KEEP_CONTACTS)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    form = _form(request.form)
    product().run(keep_contacts.contractor, me().id, key, form, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))


def _form(form: MultiDict[str, str]) -> ContractorForm:
    fields = Fields(form)
    name, code = (" ".join(fields.text(each).split()) for each in ("name", "code"))
    return ContractorForm(name, code, fields.text("note"))
