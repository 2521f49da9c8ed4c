"""What SMSAPI says of messages: statuses in its answers and callbacks, and SMS that came in.

https://www.smsapi.com/docs/#14-callback-scripts. A callback may tell of up to five messages, its
values joined by commas. What a callback with an SMS that came in is called could not be read when
this was written: `sms_from`, `sms_to`, `sms_text` and `sms_date` are the names that its panel and
its users' scripts have used, and the short ones are taken as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from occ.core.address import parse
from occ.core.words import Words, say
from occ.messaging.ports import Delivery, Inbound, Kind, StatusReport
from occ.messaging.sms_account import Told

MOST_JOINED = 5
_UNDELIVERED = say("It has not arrived: the number, the phone or its operator did not take it.")
_NOT_TAKEN = say("The operator refused it. Check the number, then the text.")
_NAMES = {
    "NOT_FOUND": 401,
    "EXPIRED": 402,
    "SENT": 403,
    "DELIVERED": 404,
    "UNDELIVERED": 405,
    "FAILED": 406,
    "REJECTED": 407,
    "UNKNOWN": 408,
    "QUEUE": 409,
    "ACCEPTED": 410,
    "RENEWAL": 411,
    "STOP": 412,
}
_DELIVERIES = {
    401: Delivery.UNKNOWN,
    402: Delivery.UNDELIVERED,
    403: Delivery.SENT,
    404: Delivery.DELIVERED,
    405: Delivery.UNDELIVERED,
    406: Delivery.UNDELIVERED,
    407: Delivery.UNDELIVERED,
    408: Delivery.UNKNOWN,
    410: Delivery.SENT,
    411: Delivery.SENT,
    412: Delivery.UNDELIVERED,
}
_REASONS: dict[int, Words] = {
    402: say("It could not be delivered in the time allowed. Send it again if it still matters."),
    405: _UNDELIVERED,
    406: say("SMSAPI could not send it. Try again later, or ask SMSAPI."),
    407: _NOT_TAKEN,
    412: say("It was stopped at SMSAPI before it left."),
}
_REFUSED = (406, 407, 412)
_FROM, _TO = ("sms_from", "from"), ("sms_to", "to")
_TEXT, _DATE = ("sms_text", "message", "text"), ("sms_date", "date")


def read_status(form: Mapping[str, str], attempt: str | None = None) -> StatusReport:
    """One message's. Raises ValueError where the form is no report."""
    sid, status = form.get("MsgId", ""), form.get("status") or form.get("status_name", "")
    if not sid or not status:
        raise ValueError("the form is no status report")
    return report(sid, status, attempt or form.get("idx") or None)


def report(sid: str, status: str, attempt: str | None) -> StatusReport:
    """A status that SMSAPI adds later tells no delivery."""
    code = int(status) if status.isascii() and status.isdigit() else _NAMES.get(status.upper(), 0)
    delivery = _DELIVERIES.get(code)
    bad = delivery is Delivery.UNDELIVERED
    return StatusReport(
        sid=sid,
        delivery=delivery,
        attempt=attempt,
        error_code=str(code) if bad else None,
        reason=_REASONS[code] if bad else None,
        refused=code in _REFUSED,
    )


def apart(form: Mapping[str, Sequence[str]]) -> list[dict[str, list[str]]]:
    """A callback, one form a message. One whose lists do not fit each other stays whole: nobody
    can say whose status is whose, and it is kept as it came.
    """
    values = {name: given[0].split(",") for name, given in form.items() if given}
    count = len(values.get("MsgId", ()))
    needed = [values.get(name, []) for name in ("MsgId", "status") if name in values]
    if count < 2 or count > MOST_JOINED or any(len(each) != count for each in needed):
        return [{name: list(given) for name, given in form.items()}]
    return [
        {
            name: [each[place] if len(each) == count else ",".join(each)]
            for name, each in values.items()
        }
        for place in range(count)
    ]


def told_by(form: Mapping[str, str]) -> Told:
    return Told(_number(_first(form, _FROM)), _id_of(form))


def _id_of(form: Mapping[str, str]) -> str:
    """The same for the same SMS told twice. SMSAPI names none: its `MsgId` here is another's."""
    told = [_first(form, names) for names in (_FROM, _TO, _DATE, _TEXT)]
    return "smsapi-" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def read_inbound(form: Mapping[str, str]) -> Inbound:
    """Raises ValueError where it says not from whom it is, or to which number."""
    return Inbound(
        sid=_id_of(form),
        sender=parse(_number(_first(form, _FROM))),
        recipient=parse(_number(_first(form, _TO))),
        kind=Kind.TEXT,
        body=_first(form, _TEXT),
    )


def _first(form: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((form[name] for name in names if form.get(name)), "")


def _number(told: str) -> str:
    """SMSAPI writes numbers without the plus; a short code or a name stays as it is."""
    bare = told.strip().removeprefix("+")
    return f"+{bare}" if bare.isascii() and bare.isdigit() and len(bare) > 8 else bare
