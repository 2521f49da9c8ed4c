"""Accounts handed out (B3): the log, one of them, and handing one out by hand."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.numerals import in_latin
from occ.credentials import listing, register, ways
from occ.credentials.models import CHOOSABLE, OPEN, Way, What
from occ.flows import end_credentials, send_credentials
from occ.flows.send_credentials import HandOut
from occ.journal.entries import Subject
from occ.product import product
from occ.users import accounts as users
from occ.users import listing as user_listing
from occ.users.permissions import Permission
from occ.web import csv_file
from occ.web.access import allowed
from occ.web.admin import account_file, account_words, handing, journal_words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES, company
from occ.web.who import me

bp = Blueprint("accounts", __name__)
PAGE = 50
LONGEST_NAME = 80


@bp.get("/accounts")
@allowed(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    sought = request.args.get("q", "").strip()
    before = request.args.get("before", type=int)
    with product().run.reading() as session:
        found = listing.lines(session, in_latin(sought), before, PAGE + 1)
    return render_template(
        "accounts/index.html",
        lines=found[:PAGE],
        has_more=len(found) > PAGE,
        sought=sought,
        **account_words.EVERYTHING,
    )


@bp.get("/accounts.csv")
@allowed(Permission.ADMINISTER)
def download() -> ResponseReturnValue:
    sought = request.args.get("q", "").strip()
    with product().run.reading() as session:
        found = listing.lines(session, in_latin(sought))
    return csv_file.answer("accounts", account_file.header(), map(account_file.row, found))


@bp.get("/accounts/new", endpoint="form")
@allowed(Permission.ADMINISTER)
def form(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        people = user_listing.enabled(session)
        open_ways, closed = handing.choices(session)
    stored = Entry.of(
        {"what": "code", "system": company().name, **handing.stored(company().language)}
    )
    return render_template(
        "accounts/new.html",
        entry=entry or stored,
        people=people,
        kinds=account_words.KINDS,
        open_ways=open_ways,
        closed=closed,
        languages=LANGUAGES,
    )


@bp.post("/accounts/new")
@allowed(Permission.ADMINISTER)
@or_again(form)
def add() -> ResponseReturnValue:
    fields = Fields(request.form)
    whose, how = fields.text("user"), handing.chosen(fields, company().language)
    what = What.LINK.value if whose else fields.one_of("what", list(What))
    fields.check()
    with product().run.reading() as session:
        user = users.by_key(session, whose) if whose else None
    asked = HandOut(
        starter_id=me().id,
        what=What(what),
        user_id=user.id if user else None,
        name=user.name if user else fields.text("name")[:LONGEST_NAME],
        system="" if user else fields.text("system")[:LONGEST_NAME],
        secret="" if user else fields.secret("secret").strip(),
        **vars(how),
    )
    handed = product().run(send_credentials.hand_out, asked, product().wording, clock.now())
    return handing.answer(handed)


@bp.get("/accounts/<key>")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        account = register.by_key(session, key)
        line = listing.line(session, account.id)
        events = journal_words.lines(session, Subject("account", key))
        wanted = ways.wanted_by(account)
        can_choose = account.state in CHOOSABLE and account.expires_at > clock.now()
        offered = ways.offered(session, wanted, clock.now()) if can_choose else []
    return render_template(
        "accounts/page.html",
        line=line,
        account=account,
        lines=events,
        offered=[way for way in offered if way is not Way.SCREEN],
        may_cancel=account.state in OPEN,
        entry=entry or Entry(),
        **account_words.EVERYTHING,
    )


@bp.post("/accounts/<key>/way")
@allowed(Permission.ADMINISTER)
@or_again(page)
def choose(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    way = fields.one_of("way", [Way.SMS, Way.WHATSAPP])
    fields.check()
    product().run(
        send_credentials.choose_for, me().id, key, Way(way), product().wording, clock.now()
    )
    product().wake_senders()
    return redirect(url_for(".page", key=key))


@bp.post("/accounts/<key>/cancel")
@allowed(Permission.ADMINISTER)
@or_again(page)
def cancel(key: str) -> ResponseReturnValue:
    product().run(end_credentials.cancel, me().id, key, clock.now())
    flash(_("Cancelled: nothing leaves any more."))
    return redirect(url_for(".page", key=key))
