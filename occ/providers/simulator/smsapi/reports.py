"""What becomes of an SMS, and how SMSAPI tells: by GET, until it hears `OK`."""

from __future__ import annotations

import time
from functools import partial

import requests

from occ.providers.simulator.smsapi.behaviour import ENDINGS, SmsapiBehaviour
from occ.providers.simulator.smsapi.office import Office, Sms

SENT, QUEUE = 403, 409
_NAMES = {SENT: "SENT", QUEUE: "QUEUE", **{code: name.upper() for name, code in ENDINGS.items()}}
_MOST_JOINED = 5
_TRIES = 3
_PAUSE_SECONDS = 0.2
_SECONDS = 10


def name_of(status: int) -> str:
    return _NAMES.get(status, str(status))


def begin(office: Office, sms: Sms, today: SmsapiBehaviour) -> None:
    steps = [(today.sent_after, SENT), (today.ended_after, ENDINGS[today.ending])]
    told = [status for _, status in steps]
    if today.disorder:
        told.reverse()
    if today.callback_first:
        sms.status = SENT
        _tell(office, sms, told.pop(0))
        steps.pop(0)
    for (after, status), said in zip(steps, told, strict=True):
        reach = partial(_reach, office, sms, status, said)
        office.schedule.after(after, reach, lane=f"sms:{sms.id}")


def receive(office: Office, number: str, to: str, text: str) -> None:
    """A person writes an SMS to one of the account's numbers."""
    form = {
        "sms_to": to.lstrip("+"),
        "sms_from": number.lstrip("+"),
        "sms_text": text,
        "sms_date": str(int(office.clock().timestamp())),
        "username": office.username,
    }
    for _ in range(2 if office.behaviour.double else 1):
        call = partial(_call, office, office.messages_url, form, "POST")
        office.schedule.after(office.behaviour.delay, call)


def _reach(office: Office, sms: Sms, status: int, said: int) -> None:
    sms.status = status
    late = office.behaviour.delay
    office.schedule.after(late, partial(_tell, office, sms, said), lane=f"tells:{sms.id}")


def _tell(office: Office, sms: Sms, status: int) -> None:
    url, today = sms.notify_url or office.status_url, office.behaviour
    if not url or today.drop_callbacks:
        return
    form = _form(office, sms, status)
    if today.joined:
        with office.lock:
            office.waiting.append(form)
            is_full = len(office.waiting) == _MOST_JOINED
        if is_full:
            leave_joined(office, url)
        else:
            office.schedule.after(0.3, partial(leave_joined, office, url))
        return
    for _ in range(2 if today.double else 1):
        _call(office, url, form, "GET")


def leave_joined(office: Office, url: str) -> None:
    """All that wait, as one call."""
    with office.lock:
        forms, office.waiting = office.waiting[:_MOST_JOINED], office.waiting[_MOST_JOINED:]
    if forms:
        joined = {name: ",".join(form[name] for form in forms) for name in forms[0]}
        for _ in range(2 if office.behaviour.double else 1):
            _call(office, url, joined, "GET")


def _form(office: Office, sms: Sms, status: int) -> dict[str, str]:
    return {
        "MsgId": sms.id,
        "donedate": str(int(office.clock().timestamp())),
        "status": str(status),
        "status_name": name_of(status),
        "idx": sms.idx or "",
        "username": office.username,
        "points": str(sms.points),
        "from": sms.sender,
        "to": sms.number,
    }


def _call(office: Office, url: str, form: dict[str, str], method: str) -> None:
    if not url:
        return
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Connection"] = "close"
        for _ in range(_TRIES):
            said = _answer(session, url, form, method)
            if said == "OK":
                return
            office.alerts.append(f"{url} answered {said[:60]!r}")
            time.sleep(_PAUSE_SECONDS)


def _answer(session: requests.Session, url: str, form: dict[str, str], method: str) -> str:
    sent = {"params": form} if method == "GET" else {"data": form}
    try:
        answer = session.request(method, url, timeout=_SECONDS, allow_redirects=False, **sent)  # type: ignore[arg-type]
    except requests.RequestException as error:
        return type(error).__name__
    return answer.text if answer.status_code == 200 else f"HTTP {answer.status_code}"
