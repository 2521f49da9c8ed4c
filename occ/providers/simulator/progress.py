"""What becomes of a message of ours: on the customer's phone, and in callbacks to the product."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from occ.providers.simulator import outgoing_files as files
from occ.providers.simulator.answers import meaning
from occ.providers.simulator.behaviour import Behaviour
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.messages import Message
from occ.providers.simulator.post import post

WINDOW = timedelta(hours=24)
_OUTSIDE_WINDOW = 63016

Step = tuple[float, str, int | None]
"""Seconds since acceptance, the status, an error code."""
Said = tuple[str, int | None]


def begin(exchange: Exchange, row: Message, today: Behaviour) -> None:
    """A file is fetched first, on the schedule's own thread: who sent it has its answer by then."""
    if not row.media_url:
        _go_on(exchange, row, today)
        return

    def fetch() -> None:
        code = files.fetch(row)
        _go_on(exchange, row, today, code)

    exchange.schedule.after(0, fetch, lane=f"moves:{row.sid}")


def _go_on(exchange: Exchange, row: Message, today: Behaviour, code: int | None = None) -> None:
    steps = _steps(exchange, row, today, code)
    told = [(status, code) for _, status, code in steps]
    if today.disorder:
        told = _disordered(exchange, told)
    if today.callback_first:
        _move(exchange, row, steps.pop(0))
        _tell(exchange, row, told.pop(0))
    for step, said in zip(steps, told, strict=True):
        reach = partial(_reach, exchange, row, step, said)
        exchange.schedule.after(step[0], reach, lane=f"moves:{row.sid}")


def _steps(exchange: Exchange, row: Message, today: Behaviour, code: int | None) -> list[Step]:
    code = code or _failure(exchange, row, today)
    if code is not None:
        return [(today.sent_after, "failed" if code < 30000 else "undelivered", code)]
    steps: list[Step] = [
        (today.sent_after, "sent", None),
        (today.delivered_after, "delivered", None),
    ]
    if row.on_whatsapp and today.read_after is not None:
        steps.append((today.read_after, "read", None))
    return sorted(steps, key=lambda step: step[0])


def _failure(exchange: Exchange, row: Message, today: Behaviour) -> int | None:
    if today.fails(row.recipient) and today.fail_when == "later":
        return today.fail
    if row.on_whatsapp and today.window:
        template = exchange.template(row.template)
        if template and template.status == "approved":
            return None
        heard = exchange.last_heard(row.sender, row.recipient)
        if heard is None or exchange.clock() - heard > WINDOW:
            return _OUTSIDE_WINDOW
    return None


def _disordered(exchange: Exchange, told: list[Said]) -> list[Said]:
    shuffled = list(told)
    while len(told) > 1 and shuffled == told:
        exchange.chance.shuffle(shuffled)
    return shuffled


def _reach(exchange: Exchange, row: Message, step: Step, said: Said) -> None:
    _move(exchange, row, step)
    late = exchange.behaviour.delay
    exchange.schedule.after(late, partial(_tell, exchange, row, said), lane=f"tells:{row.sid}")


def _move(exchange: Exchange, row: Message, step: Step) -> None:
    _, status, code = step
    with exchange.lock:
        row.move_to(status, exchange.clock(), code)
    if status == "delivered":
        for listener in exchange.heard:
            listener(row)


def _tell(exchange: Exchange, row: Message, said: Said) -> None:
    url, today = _address(exchange, row), exchange.behaviour
    if not url or today.drop_callbacks:
        return
    for _ in range(2 if today.double else 1):
        receipt = post(url, form(exchange, row, *said), exchange.token())
        if receipt.failure:
            exchange.alert(11200, url, f"no good answer ({receipt.status or receipt.failure})")


def _address(exchange: Exchange, row: Message) -> str:
    """The message's own callback URL, else the WhatsApp sender's."""
    number = exchange.number_of(row.sender)
    of_sender = number.sender.webhook if row.on_whatsapp and number and number.sender else {}
    return row.status_callback or of_sender.get("status_callback_url", "")


def form(exchange: Exchange, row: Message, status: str, code: int | None) -> dict[str, str]:
    parameters = {
        "SmsSid": row.sid,
        "SmsStatus": status,
        "MessageStatus": status,
        "To": row.recipient,
        "MessageSid": row.sid,
        "AccountSid": exchange.account.sid,
        "From": row.sender,
        "ApiVersion": "2010-04-01",
    }
    if row.on_whatsapp:
        number = exchange.number_of(row.sender)
        sender = number.sender if number else None
        parameters |= {
            "ChannelPrefix": "whatsapp",
            "ChannelInstallSid": sender.sid if sender else "",
            "ChannelToAddress": f"{row.theirs[:-4]}XXXX",
            "StructuredMessage": "false",
        }
        if status in ("delivered", "read", "undelivered"):
            parameters["EventType"] = status.upper()
    if code is not None:
        parameters |= {"ErrorCode": str(code), "ErrorMessage": meaning(code)}
        if row.on_whatsapp:
            parameters["ChannelStatusMessage"] = meaning(code)
    return parameters
