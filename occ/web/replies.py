"""Canned replies: one's own, and those of services and of everybody for who oversees."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations import canned
from occ.conversations.canned import CannedForm, CannedReply
from occ.core import clock
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import canned_replies
from occ.messaging.texts import LONGEST_REPLY
from occ.product import product
from occ.services import listing
from occ.services.models import Service
from occ.users.models import User
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("replies", __name__)
OWN, ALL = "own", "all"
VARIABLES = {
    canned.FIRST_NAME: say("the contact's first name"),
    canned.NAME: say("the contact's whole name"),
    canned.AGENT: say("your name"),
    canned.SERVICE: say("the service's name"),
    canned.NUMBER: say("the number they wrote to"),
}


@bp.get("/replies")
@allowed(Permission.CONVERSE)
def index(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        return _page(session, None, entry or Entry.of({"place": OWN}))


@bp.post("/replies")
@allowed(Permission.CONVERSE)
@or_again(index)
def add() -> ResponseReturnValue:
    return _save(None)


@bp.get("/replies/<key>")
@allowed(Permission.CONVERSE)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        reply = session.scalar(
            select(CannedReply).where(
                CannedReply.key == key, canned_replies.shown_to(session.get_one(User, me().id))
            )
        )
        if reply is None:
            raise canned.unknown()
        stored = {
            "shortcut": reply.shortcut,
            "body": reply.body,
            "place": _place(session, reply),
        }
        return _page(session, reply, entry or Entry.of(stored))


@bp.post("/replies/<key>")
@allowed(Permission.CONVERSE)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    return _save(key)


@bp.post("/replies/<key>/remove")
@allowed(Permission.CONVERSE)
@or_again(page)
def remove(key: str) -> ResponseReturnValue:
    product().run(canned_replies.remove, me().id, key, clock.now())
    flash(_("Removed. What was sent stays."))
    return redirect(url_for(".index"))


def _save(key: str | None) -> ResponseReturnValue:
    fields = Fields(request.form)
    place = fields.text("place")
    with product().run.reading() as session:
        service_id = None
        if place not in (OWN, ALL):
            service_id = session.scalar(
                select(Service.id).where(Service.key == place, Service.archived_at.is_(None))
            )
            if service_id is None:
                raise NotFound(say("There is no such service."))
    owner_id = me().id if place == OWN else None
    form = CannedForm(fields.text("shortcut"), fields.text("body"), service_id, owner_id)
    product().run(canned_replies.save, me().id, key, form, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".index"))


def _page(session: Session, reply: CannedReply | None, entry: Entry) -> ResponseReturnValue:
    user = session.get_one(User, me().id)
    rows = canned.listed(session, canned_replies.shown_to(user))
    services = {each.id: each for each in listing.live(session)}
    return render_template(
        "replies.html",
        rows=[(row, canned_replies.may_keep(user, row)) for row in rows],
        reply=reply,
        kept=reply is None or canned_replies.may_keep(user, reply),
        services=services,
        oversees=me().may(Permission.OVERSEE),
        own=OWN,
        all=ALL,
        variables=VARIABLES,
        longest={"shortcut": canned.LONGEST_SHORTCUT, "body": LONGEST_REPLY},
        entry=entry,
    )


def _place(session: Session, reply: CannedReply) -> str:
    if reply.owner_id is not None:
        return OWN
    return session.get_one(Service, reply.service_id).key if reply.service_id else ALL
