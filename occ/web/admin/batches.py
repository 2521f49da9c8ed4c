"""WhatsApp batches: the panel (B1) and loading one (B2)."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.billing import batches, pair_codes
from occ.billing.batch_models import BatchPair
from occ.core import blocking, clock
from occ.core.errors import Conflict, OccError
from occ.core.numerals import in_latin
from occ.core.words import Words, say
from occ.credentials import listing
from occ.flows import load_batch, set_up
from occ.flows.load_batch import LoadedBefore
from occ.product import product
from occ.settings import store
from occ.settings.pages import WARN_BELOW, BatchSettings
from occ.users import passwords
from occ.users.permissions import Permission
from occ.web import csv_file, formats
from occ.web.access import allowed
from occ.web.admin import account_words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("batches", __name__)
PAGE = 50


class WrongPair(OccError):
    status = 422
    code = "wrong_pair"


@bp.get("/whatsapp-batches")
@allowed(Permission.ADMINISTER)
def index(entry: Entry | None = None) -> ResponseReturnValue:
    sought = request.args.get("q", "").strip()
    before = request.args.get("before", type=int)
    with product().run.reading() as session:
        found = batches.loaded(session, in_latin(sought), before, PAGE + 1)
        left = batches.left(session)
        stored = Entry.of(asdict(store.load(session, BatchSettings)))
    return render_template(
        "batches/index.html",
        rows=found[:PAGE],
        has_more=len(found) > PAGE,
        left=left,
        sought=sought,
        entry=entry or stored,
    )


@bp.post("/whatsapp-batches/warning")
@allowed(Permission.ADMINISTER)
@or_again(index)
def warning() -> ResponseReturnValue:
    fields = Fields(request.form)
    settings = BatchSettings(warn_below=fields.whole("warn_below", WARN_BELOW))
    fields.check()
    product().run(set_up.save, me().id, settings, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".index"))


@bp.get("/whatsapp-batches.csv")
@allowed(Permission.ADMINISTER)
def download() -> ResponseReturnValue:
    sought = request.args.get("q", "").strip()
    with product().run.reading() as session:
        found = batches.loaded(session, in_latin(sought))
    header = (_("Batch ID"), _("Description"), _("Number of messages"), _("used"), _("left"))
    return csv_file.answer(
        "whatsapp-batches",
        (*header, _("Activation"), _("Loaded by")),
        (
            (
                batch.id,
                batch.description,
                batch.messages,
                batch.used,
                batch.left,
                clock.iso(batch.loaded_at),
                loaded_by or "",
            )
            for batch, loaded_by in found
        ),
    )


@bp.get("/whatsapp-batches/<number>")
@allowed(Permission.ADMINISTER)
def page(number: str) -> ResponseReturnValue:
    """Which accounts took its messages (B3)."""
    before = request.args.get("before", type=int)
    with product().run.reading() as session:
        batch = batches.by_number(session, number)
        taken = listing.of_batch(session, batch.id, before, PAGE + 1)
    return render_template(
        "batches/page.html",
        batch=batch,
        taken=taken[:PAGE],
        older=taken[PAGE - 1].message.id if len(taken) > PAGE else None,
        **account_words.EVERYTHING,
    )


@bp.get("/whatsapp-batches/load", endpoint="form")
@allowed(Permission.ADMINISTER)
def form(entry: Entry | None = None) -> ResponseReturnValue:
    filled = Entry.of({"code": pair_codes.read(request.args.get("code", ""))})
    return render_template("batches/load.html", entry=entry or filled)


@bp.post("/whatsapp-batches/load")
@allowed(Permission.ADMINISTER)
@or_again(form)
def load() -> ResponseReturnValue:
    fields = Fields(request.form)
    code = pair_codes.read(fields.text("code"))
    fields.check(code=_slip(code))
    network_address = request.remote_addr or ""
    product().run(load_batch.count_try, me().id, network_address, clock.now())
    pair = _proven(code, pair_codes.read(fields.secret("password")))
    try:
        batch = product().run(
            load_batch.load,
            me().id,
            pair.id,
            fields.text("description")[: batches.LONGEST_DESCRIPTION],
            network_address,
            clock.now(),
        )
    except LoadedBefore as before:
        raise _dated(before) from None
    # Accounts that chose WhatsApp may wait for it.
    product().wake("accounts")
    product().wake_senders()
    flash(
        _(
            "Batch %(number)s is loaded: %(messages)s messages.",
            number=formats.number(batch.id),
            messages=formats.number(batch.messages),
        )
    )
    return redirect(url_for(".index"))


def _proven(code: str, password: str) -> BatchPair:
    """Raises WrongPair, in the same time for a code that nobody issued."""
    with product().run.reading() as session:
        pair = batches.pair(session, code)
    right = blocking.run(passwords.is_password, pair.password_hash if pair else None, password)
    if pair is None or not right:
        raise WrongPair(
            say(
                "Code and password do not belong together. Both came with the same pack: "
                "copy them once more."
            )
        )
    return pair


def _slip(code: str) -> Words | None:
    if pair_codes.is_code(code):
        return None
    return say("A code has 20 letters and figures, and one of these is mistyped. Copy it again.")


def _dated(before: LoadedBefore) -> Conflict:
    return Conflict(
        say(
            "Loaded already, on %(date)s, as no. %(number)s.",
            date=formats.day(before.loaded_at),
            number=before.number,
        ),
        before.code,
    )
