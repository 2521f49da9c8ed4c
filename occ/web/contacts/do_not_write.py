"""Our own list of numbers never to be written to, and apart what the operators hold."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from occ.contacts import countries, held
from occ.contacts.do_not_write import LONGEST_REASON
from occ.contacts.number_models import DoNotWrite, Origin, PhoneNumber
from occ.core import clock
from occ.core.numerals import in_latin
from occ.flows import keep_do_not_write
from occ.product import product
from occ.users import listing as users
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("do_not_write", __name__)
PAGE = 50


@bp.get("/do-not-write")
@allowed(Permission.KEEP_CONTACTS)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    sought = in_latin(request.args.get("q", "").strip())
    with product().run.reading() as session:
        home = countries.home_of(session)
        # By the number's key: no row number stands in an address.
        before = session.scalar(
            select(DoNotWrite.id)
            .join(PhoneNumber, PhoneNumber.id == DoNotWrite.number_id)
            .where(PhoneNumber.key == request.args.get("before", ""))
            .order_by(DoNotWrite.id.desc())
        )
        found = held.ours(session, sought, before, PAGE + 1, home)
        reported = held.theirs(session, PAGE)
        adders = {row.entry.added_by_id for row in found if row.entry.added_by_id}
        names = users.names(session, adders)
    return render_template(
        "contacts/do_not_write.html",
        rows=found[:PAGE],
        has_more=len(found) > PAGE,
        reported=reported,
        users=names,
        sought=sought,
        stop=Origin.STOP,
        longest=LONGEST_REASON,
        entry=entry or Entry(),
    )


@bp.post("/do-not-write")
@allowed(Permission.KEEP_CONTACTS)
@or_again(page)
def add() -> ResponseReturnValue:
    fields = Fields(request.form)
    added = product().run(
        keep_do_not_write.add, me().id, fields.text("phone"), fields.text("reason"), clock.now()
    )
    flash(_("Added.") if added else _("This number is on the list already."))
    return redirect(url_for(".page"))


@bp.post("/do-not-write/<number>/lift")
@allowed(Permission.KEEP_CONTACTS)
@or_again(lambda number, entry: page(entry))
def lift(number: str) -> ResponseReturnValue:
    product().run(keep_do_not_write.lift, me().id, number, clock.now())
    flash(_("Taken off the list. A campaign still needs consent."))
    return redirect(url_for(".page"))
