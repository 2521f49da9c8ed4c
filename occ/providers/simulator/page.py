"""A page to be a customer on: a phone, the numbers to write to, and the bad days to order.

Plain forms; the script only sends them without leaving the page and looks for news.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from occ.core.address import read_number, readable
from occ.providers.simulator import bad_days, kinds, letters
from occ.providers.simulator.api.door import exchange
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.messages import Message
from occ.providers.simulator.smsapi import reports

bp = Blueprint("page", __name__)

_TICKS = {"queued": "◷", "sending": "◷", "sent": "✓", "delivered": "✓✓", "read": "✓✓"}
_FIRST = Customer("Marta Kowalska", "+48500100200")


@bp.before_request
def _same_site() -> None:
    """Another site's page may not write in a customer's name."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and urlsplit(origin).netloc != request.host:
        abort(403)


@bp.get("/")
def show() -> ResponseReturnValue:
    ours = exchange()
    customer = _chosen()
    to = request.args.get("to") or ours.default_address()
    with ours.lock:
        said = [row for row in ours.messages if _between(row, customer, to)]
        last = {one.key: _last(one) for one in ours.customers.values()}
    return render_template(
        "simulator.html",
        customer=customer,
        customers=list(ours.customers.values()),
        last=last,
        to=to,
        addresses=_addresses(),
        said=said,
        is_typing=any(ours.is_typing(to, f"whatsapp:{each}") for each in _theirs(customer)),
        kinds=kinds.KINDS,
        ticks=_TICKS,
        troubles=(
            (bad_days.ORDERS, partial(bad_days.is_on, ours.behaviour)),
            (bad_days.SMS_ORDERS, partial(bad_days.is_on, ours.smsapi.behaviour)),
        ),
        sms=list(reversed(ours.smsapi.sent[-8:])),
        name_of=reports.name_of,
        alerts=list(reversed(ours.alerts[-8:])),
        readable=readable,
    )


@bp.post("/write")
def write() -> ResponseReturnValue:
    customer, to = _chosen(), request.form.get("to")
    body, kind = request.form.get("body", ""), request.form.get("kind", "text")
    if body.strip() or kind != "text":
        try:
            letters.write(exchange(), customer, body, kind=kind, to=to)
        except ValueError as error:
            abort(400, str(error))
    return redirect(url_for("page.show", customer=customer.key, to=to))


@bp.get("/sent/<sid>")
def sent(sid: str) -> ResponseReturnValue:
    """The file that came with a message of ours."""
    row = exchange().message(sid)
    if row is None or not row.files:
        abort(404)
    content_type, content = row.files[0]
    return Response(content, content_type=content_type)


@bp.post("/customers")
def add_customer() -> ResponseReturnValue:
    phone = read_number(request.form.get("phone", ""))
    if phone is None:
        abort(400, "Type the number with its country code, say +48 500 100 200.")
    added = exchange().meet(Customer(request.form.get("name", "").strip() or phone, phone))
    return redirect(url_for("page.show", customer=added.key, to=request.form.get("to")))


@bp.post("/trouble")
def trouble() -> ResponseReturnValue:
    ours, name = exchange(), request.form.get("name", "")
    if name.startswith("sms-"):
        ours.smsapi.behave(**bad_days.toggled(ours.smsapi.behaviour, name))
    elif name:
        ours.behave(**bad_days.toggled(ours.behaviour, name))
    else:
        ours.calm()
        ours.smsapi.calm()
    customer, to = request.form.get("customer"), request.form.get("to")
    return redirect(url_for("page.show", customer=customer, to=to))


def _chosen() -> Customer:
    ours = exchange()
    found = ours.customer_at(request.values.get("customer", ""))
    return found or next(iter(ours.customers.values()), None) or ours.meet(_FIRST)


def _addresses() -> list[str]:
    found = []
    for number in exchange().numbers:
        found += [f"whatsapp:{number.phone}"] if number.sender else []
        found.append(number.phone)
    return found


def _theirs(customer: Customer) -> list[str]:
    return [each for each in (customer.phone, customer.user_id) if each]


def _between(row: Message, customer: Customer, to: str) -> bool:
    ours = row.recipient if row.is_inbound else row.sender
    return ours == to and row.theirs in (customer.phone, customer.user_id)


def _last(customer: Customer) -> Message | None:
    rows = reversed(exchange().messages)
    return next((row for row in rows if row.theirs in (customer.phone, customer.user_id)), None)
