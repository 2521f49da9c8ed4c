"""The part of a form that says how credentials reach somebody, and the page that comes after."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.core import clock, ids
from occ.core.address import read_number
from occ.core.words import Words, say
from occ.credentials import ways
from occ.credentials.models import State, Way
from occ.flows.send_credentials import Handed
from occ.product import product
from occ.web import credentials
from occ.web.admin.account_words import WAYS
from occ.web.fields import Fields
from occ.web.language import LANGUAGES

THEY_CHOOSE = "choose"


@dataclass(frozen=True)
class Chosen:
    """What the part of the form says."""

    to: str | None
    language: str
    way: Way | None
    client_id: str | None


def chosen(fields: Fields, language: str) -> Chosen:
    """`language` where the form does not ask. What is wrong stands in `fields` afterwards."""
    typed, way = fields.text("phone"), Way.SCREEN.value
    if "way" in request.form:
        way = fields.one_of("way", [THEY_CHOOSE, *Way])
    if "language" in request.form:
        language = fields.one_of("language", LANGUAGES)
    to = read_number(typed) if typed else None
    if typed and to is None:
        fields.errors["phone"] = say("Enter the telephone number with its country code.")
    client_id = fields.text("form_id")[:40] or None
    return Chosen(to, language, Way(way) if way in list(Way) else None, client_id)


def choices(session: Session) -> tuple[list[tuple[str, Words]], list[Words]]:
    """The ways that are open now, for the form's list; and why the others are not."""
    closed = {way: ways.why_closed(session, way, clock.now()) for way in Way}
    shown: list[tuple[str, Words]] = [
        (way.value, WAYS[way]) for way, reason in closed.items() if reason is None
    ]
    they_choose = (THEY_CHOOSE, say("the person chooses on a page"))
    return [*shown, they_choose], [reason for reason in closed.values() if reason]


def stored(language: str, phone: str = "") -> dict[str, object]:
    """What stands in a fresh form; its id makes a double press one act."""
    return {"way": "screen", "language": language, "phone": phone, "form_id": ids.new("frm")}


def answer(handed: Handed) -> ResponseReturnValue:
    """What must be handed over by hand, this one time; else the account's own page."""
    account = handed.account
    product().wake_senders()
    if handed.shown is None and account.state is not State.CHOOSING:
        flash(_("Handed out."))
        return redirect(url_for("accounts.page", key=account.key))
    return render_template(
        "accounts/handed.html",
        account=account,
        secret=handed.shown,
        page=credentials.address(handed.page_key, account.language),
    )
