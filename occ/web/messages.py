"""A message of ours: where the lines of credit and of batches lead to (B3, D6)."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from occ.billing.payer import CREDENTIALS, Purpose
from occ.core import address, clock
from occ.core.address import Channel
from occ.core.errors import NotFound
from occ.core.words import Words, say
from occ.flows import decide_unknown, one_message
from occ.messaging.models import HandOver, Message
from occ.messaging.ports import Delivery
from occ.messaging.sealed import MARK
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.who import me

bp = Blueprint("messages", __name__)
HIDDEN = "•••••"
PURPOSES: dict[Purpose, Words] = {
    Purpose.REPLY: say("Answer"),
    Purpose.GREETING: say("Automatic text"),
    Purpose.CAMPAIGN: say("Written first"),
    Purpose.CREDENTIALS_BY_SMS: say("Sign-in details by SMS"),
    Purpose.CREDENTIALS_BY_WHATSAPP: say("Sign-in details by WhatsApp"),
}
HANDED_OVER: dict[HandOver, Words] = {
    HandOver.WAITING: say("waiting to be sent"),
    HandOver.CALLING: say("waiting to be sent"),
    HandOver.ACCEPTED: say("accepted"),
    HandOver.REFUSED: say("refused"),
    HandOver.UNKNOWN: say("unknown"),
}
DELIVERIES: dict[Delivery, Words] = {
    Delivery.UNKNOWN: say("unknown"),
    Delivery.SENT: say("sent"),
    Delivery.UNDELIVERED: say("not delivered"),
    Delivery.DELIVERED: say("delivered"),
    Delivery.READ: say("read"),
}


@bp.get("/messages/<key>")
@allowed(Permission.CONVERSE)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        seen = one_message.read(session, me().id, key)
    if seen.message.is_emptied:
        raise NotFound(say("This message was erased."))
    recipient = address.parse(seen.message.recipient)
    return render_template(
        "message.html",
        seen=seen,
        message=seen.message,
        body=seen.message.body.replace(MARK, HIDDEN),
        recipient=recipient,
        on_whatsapp=recipient.channel is Channel.WHATSAPP,
        purpose=PURPOSES[seen.message.purpose],
        handed_over=HANDED_OVER[seen.message.hand_over or HandOver.UNKNOWN],
        delivery=DELIVERIES[seen.message.delivery] if seen.message.delivery else None,
        cost=_cost(seen.message),
        may_repeat=seen.may_decide and seen.message.purpose not in CREDENTIALS,
        entry=entry or Entry(),
        may_administer=me().may(Permission.ADMINISTER),
    )


@bp.post("/messages/<key>/look-again")
@allowed(Permission.CONVERSE)
@or_again(page)
def look_again(key: str) -> ResponseReturnValue:
    product().run(decide_unknown.look_again, me().id, key, clock.now())
    product().wake("resolve")
    return redirect(url_for(".page", key=key))


@bp.post("/messages/<key>/send-again")
@allowed(Permission.CONVERSE)
@or_again(page)
def send_again(key: str) -> ResponseReturnValue:
    product().run(decide_unknown.send_again, me().id, key, clock.now())
    product().wake_senders()
    return redirect(url_for(".page", key=key))


@bp.post("/messages/<key>/give-up")
@allowed(Permission.CONVERSE)
@or_again(page)
def give_up(key: str) -> ResponseReturnValue:
    product().run(decide_unknown.give_up, me().id, key, clock.now())
    return redirect(url_for(".page", key=key))


def _cost(message: Message) -> int | None:
    """In milli-credits, as held or as spent; None where no credit is set aside."""
    if message.price is None:
        return None
    return message.price * (message.parts_billed or message.parts)
