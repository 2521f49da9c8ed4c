"""A user's Events: who did what, before and after (D1), and what messages have cost (D7)."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.billing import credit_log, credits, powers, spendings, wallets
from occ.billing.credit_log import Shown
from occ.billing.models import Spending
from occ.billing.power_models import Power, PowerKind
from occ.core.words import say
from occ.journal.entries import Subject
from occ.messaging import payment
from occ.product import product
from occ.users import accounts
from occ.users.models import User
from occ.users.permissions import Permission
from occ.web.access import allowed_or_self
from occ.web.admin import journal_words
from occ.web.admin.journal_words import Line
from occ.web.fields import Fields

bp = Blueprint("user_events", __name__)
MOST = 100


@bp.get("/users/<key>/events")
@allowed_or_self(Permission.SEE_USERS)
def page(key: str) -> ResponseReturnValue:
    before = _moment(Fields(request.args).text("before"))
    with product().run.reading() as session:
        user = accounts.by_key(session, key)
        told = journal_words.lines(session, Subject("user", user.key), before)
        spent = _spent(session, user, before)
    lines = sorted([*told, *spent], key=lambda line: line.at, reverse=True)
    more = None
    if len(told) == MOST or len(spent) == MOST:
        # What the shorter of the two does not reach is on the next page.
        last = max(each[-1].at for each in (told, spent) if len(each) == MOST)
        lines = [line for line in lines if line.at >= last]
        more = url_for(".page", key=key, before=last.isoformat())
    return render_template("users/events.html", user=user, lines=lines, more=more)


def _moment(typed: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _spent(session: Session, user: User, before: datetime | None) -> list[Line]:
    """A line a day and a cause, with their sum: a run of a thousand messages is one."""
    wallet = wallets.of(session, user.id)
    found = spendings.of(session, wallet.id, MOST, before) if wallet else []
    given = [each for each in powers.of(session, user.id) if each.kind is PowerKind.CREDITS]
    log = _log(user, given[0]) if given else None
    single = [credit_log.of_one(session, each) for each in found]
    messages = payment.messages_of(session, [key for key in single if key])
    return [
        _line(each, user.name, _opens(messages.get(key or ""), log))
        for each, key in zip(found, single, strict=True)
    ]


def _log(user: User, power: Power) -> str:
    return url_for("credit.page", key=user.key, power=power.key, show=Shown.SPENT.value)


def _opens(message: str | None, log: str | None) -> str | None:
    """The one message it is of, or the log where they stand one by one."""
    return url_for("messages.page", key=message) if message else log


def _line(spending: Spending, name: str, address: str | None) -> Line:
    sums = {
        "messages": spending.messages,
        "parts": spending.parts,
        "amount": credits.text(spending.spent),
    }
    words = say("Credit spent by messages")
    return Line(spending.last_at, name, words, journal_words.changes({}, sums), address)
