"""Twilio's message lists: what customers wrote, and what became of what we wrote.

https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import SplitResult

from twilio.rest import Client

from occ.messaging.ports import Fetched, StatusReport
from occ.providers.twilio import status
from occ.providers.twilio.inbound import WRITTEN_AT
from occ.providers.twilio.wire import Refused, rebase

_PAGE = 1000
"""The most that Twilio gives at once."""
_API = "https://api.twilio.com"
_SECOND = timedelta(seconds=1)
_NOT_FOUND = 404
_LISTED = re.compile(r"/Messages/(?P<sid>\w{34})/Media\.json#(?P<place>\d+)$")


def received(
    client: Client, recipient: str, since: datetime, until: datetime | None
) -> Iterator[Fetched]:
    # The filter is by whole seconds of the date of sending, which of an inbound one is the same.
    until_then = {} if until is None else {"date_sent_before": (until + _SECOND).astimezone(UTC)}
    rows = client.messages.stream(
        to=recipient, date_sent_after=since.astimezone(UTC), page_size=_PAGE, **until_then
    )
    for row in rows:
        written_at = row.date_created or row.date_sent
        if str(row.direction) == "inbound" and row.sid and row.from_ and written_at:
            yield Fetched(
                sid=row.sid,
                sender=row.from_,
                written_at=written_at,
                form=_form(row, written_at),
                attachments=int(row.num_media or 0),
            )


def _form(row: Any, written_at: datetime) -> dict[str, str]:
    """Under the names of the webhook's parameters. It has no profile name and no second id of the
    sender, no place, no button, no quoted message: the list does not tell them.
    """
    return {
        "MessageSid": row.sid,
        "AccountSid": row.account_sid or "",
        "From": row.from_,
        "To": row.to or "",
        "Body": row.body or "",
        "NumMedia": str(row.num_media or 0),
        **{f"MediaUrl{place}": _place(row, place) for place in range(int(row.num_media or 0))},
        WRITTEN_AT: written_at.isoformat(),
    }


def _place(row: Any, place: int) -> str:
    """Where a file is listed: its own address is not in the list of messages."""
    return f"{_API}/2010-04-01/Accounts/{row.account_sid}/Messages/{row.sid}/Media.json#{place}"


def address_of(client: Client, url: str, base: SplitResult | None) -> str | None:
    """Where the file lies that `url` names by its place in a list; None where it is gone.

    What is no such place is the file's own address already.
    """
    named = _LISTED.search(url)
    if named is None:
        return url
    return attachments(client, named["sid"], base).get(f"MediaUrl{named['place']}")


def attachments(client: Client, sid: str, base: SplitResult | None) -> Mapping[str, str]:
    try:
        rows = client.messages(sid).media.list(page_size=100)
    except Refused as refused:
        if refused.status != _NOT_FOUND:
            raise
        rows = []
    told = {"NumMedia": str(len(rows))}
    # The list has the newest first, the webhook the first.
    for number, row in enumerate(reversed(rows)):
        where = _API + str(row.uri or "").removesuffix(".json")
        told[f"MediaUrl{number}"] = rebase(where, base)
        told[f"MediaContentType{number}"] = row.content_type or ""
    return told


def reports(
    client: Client, sender: str, since: datetime, until: datetime
) -> Iterator[StatusReport]:
    rows = client.messages.stream(
        from_=sender,
        date_sent_after=since.astimezone(UTC),
        date_sent_before=(until + _SECOND).astimezone(UTC),
        page_size=_PAGE,
    )
    for row in rows:
        if row.sid and str(row.direction).startswith("outbound"):
            yield report(row)


def report_of(client: Client, sid: str) -> StatusReport | None:
    try:
        return report(client.messages(sid).fetch())
    except Refused as refused:
        if refused.status == _NOT_FOUND:
            return None
        raise


def report(row: Any) -> StatusReport:
    """Of a row of the list, inbound or not."""
    code = str(row.error_code) if row.error_code else None
    told = status.report(row.sid, str(row.status), code)
    return replace(told, parts=parts(row.num_segments))


def parts(segments: str | None) -> int | None:
    """0 stands where Twilio has not counted yet, as with a Messaging Service."""
    return int(segments) or None if segments and segments.isdecimal() else None
