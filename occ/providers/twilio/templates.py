"""Content templates of a Twilio account, with what WhatsApp said of each.

https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twilio.rest import Client

from occ.messaging.ports import Approval, ListedTemplate

_PAGE = 500


def listed(client: Client) -> Iterator[ListedTemplate]:
    for row in client.content.v1.content_and_approvals.stream(page_size=_PAGE):
        if not row.sid:
            continue
        request = _object(row.approval_requests)
        yield ListedTemplate(
            sid=row.sid,
            name=str(request.get("name") or row.friendly_name or row.sid),
            language=row.language or "",
            body=_body(_object(row.types)),
            variables={str(name): str(value) for name, value in _object(row.variables).items()},
            category=str(request.get("category") or "").lower(),
            approval=_approval(str(request.get("status") or "").lower()),
            reason=str(request.get("rejection_reason") or ""),
        )


def _body(types: Mapping[str, Any]) -> str:
    """The words of the first type that has any; a template may have several, by channel."""
    for content in types.values():
        words = _object(content).get("body") or _object(content).get("title")
        if words:
            return str(words)
    return ""


def _approval(status: str) -> Approval:
    try:
        return Approval(status)
    except ValueError:
        return Approval.UNSUBMITTED


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
