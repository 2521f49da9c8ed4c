"""What SMSAPI refuses, in the order it looks: each with its number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from occ.messaging import parts, plain_letters
from occ.providers.simulator.smsapi.office import Office, Sms, price

ID = re.compile(r"[0-9A-Fa-f]{24}")
_NUMBER = re.compile(r"[1-9][0-9]{8,14}")
_LONGEST_IDX = 255
_MOST = 10_000
MESSAGES = {
    8: "Error in request",
    11: "Message too long or there is no message or parameter nounicode is set",
    12: "Message has more parts than defined in &max_parts parameter.",
    13: "No correct phonenumbers",
    14: "Wrong sender name",
    17: "FLASH message cannot contain special characters",
    18: "Invalid number of parameters",
    19: "Too many messages in one request",
    20: "Invalid number of messages in one request",
    27: "Too long idx parameter. Maximum 255 chars.",
    53: "Not unique idx parameter",
    57: "Phone number on the blacklist",
    59: "Phone number on the opt-out list",
    70: "Invalid URL in notify_url parameter.",
    72: "Parameter notify_url may be used only for requests with one recipient's number",
    98: "This account is restricted",
    101: "Authorization failed",
    102: "Invalid username or password",
    103: "Insufficient credits on Your account",
    105: "Wrong IP address",
    110: "Service is not available on this account",
    112: "Sending to this country is not allowed",
    200: "Unsuccessful message submission",
    201: "System internal error",
    202: "Too many simultaneous requests. This message won't be sent",
    301: "ID of messages doesn't exist",
    400: "Invalid message ID of a status response",
    999: "Internal system error",
    1000: "Action available only for main user",
}


class SmsapiError(Exception):
    def __init__(self, code: int, status: int = 200, **more: object) -> None:
        super().__init__(code)
        self.code, self.status, self.more = code, status, more

    def as_json(self) -> dict[str, object]:
        message = MESSAGES.get(self.code, f"Simulated error {self.code}")
        return {"error": self.code, "message": message, **self.more}


def made(office: Office, form: Mapping[str, str], sms_id: str) -> list[Sms]:
    """What this request sends, one for each number. Raises SmsapiError."""
    numbers = [number.strip().lstrip("+") for number in form.get("to", "").split(",")]
    indices = form["idx"].split("|") if form.get("idx") else [None] * len(numbers)
    _check_request(form, numbers)
    text = _text(form)
    _check_ends(office, form, numbers)
    if form.get("allow_duplicates") != "1":
        numbers = list(dict.fromkeys(numbers))
    if form.get("check_idx") == "1" and any(idx and office.knows(idx) for idx in indices):
        office.repeats += 1
        raise SmsapiError(53)
    count = parts.count(text).parts
    if count > int(form.get("max_parts") or 10):
        raise SmsapiError(12)
    rows = [
        Sms(
            id=sms_id if place == 0 else office.new_id(),
            number=number,
            sender=form["from"],
            message=text,
            parts=count,
            points=price(number) * count,
            idx=indices[place] if place < len(indices) else None,
            notify_url=form.get("notify_url") or None,
            created=office.clock(),
        )
        for place, number in enumerate(numbers)
    ]
    if office.points is not None and sum(row.points for row in rows) > office.points:
        raise SmsapiError(103)
    return rows


def _check_request(form: Mapping[str, str], numbers: list[str]) -> None:
    if len(numbers) > _MOST:
        raise SmsapiError(19)
    if any(len(idx) > _LONGEST_IDX for idx in form.get("idx", "").split("|")):
        raise SmsapiError(27)
    if url := form.get("notify_url"):
        if len(numbers) > 1:
            raise SmsapiError(72)
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise SmsapiError(70)


def _text(form: Mapping[str, str]) -> str:
    text = form.get("message", "")
    if form.get("normalize") == "1":
        text = plain_letters.plain(text)
    if not text or (form.get("nounicode") == "1" and parts.outside(text)):
        raise SmsapiError(11)
    if form.get("flash") == "1" and parts.outside(text):
        raise SmsapiError(17)
    return text


def _check_ends(office: Office, form: Mapping[str, str], numbers: list[str]) -> None:
    if form.get("from") not in [name.sender for name in office.names if name.status == "ACTIVE"]:
        raise SmsapiError(14)
    wrong = [number for number in numbers if not _NUMBER.fullmatch(number)]
    if wrong:
        told = [
            {"number": number, "submitted_number": number, "message": "Invalid phone number"}
            for number in wrong
        ]
        raise SmsapiError(13, invalid_numbers=told)
    for code, known in ((57, office.blacklist), (59, office.opted_out)):
        if known & set(numbers):
            raise SmsapiError(code)
    if not all(number.startswith(office.countries) for number in numbers):
        raise SmsapiError(112)
