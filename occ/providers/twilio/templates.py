"""Content templates of a Twilio account, with what WhatsApp said of each.

https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals
"""

from __future__ import annotations

from collections.abc import Iterator

from twilio.rest import Client

from occ.messaging.ports import Approval, ListedTemplate
from occ.providers.twilio import template_words
from occ.providers.twilio.template_words import as_object

_PAGE = 500


def listed(client: Client) -> Iterator[ListedTemplate]:
    for row in client.content.v1.content_and_approvals.stream(page_size=_PAGE):
        if not row.sid:
            continue
        request = as_object(row.approval_requests)
        yield ListedTemplate(
            sid=row.sid,
            name=str(request.get("name") or row.friendly_name or row.sid),
            language=row.language or "",
            body=template_words.shown(row.types),
            variables={str(name): str(value) for name, value in as_object(row.variables).items()},
            category=str(request.get("category") or "").lower(),
            approval=_approval(str(request.get("status") or "").lower()),
            reason=str(request.get("rejection_reason") or ""),
        )


def _approval(status: str) -> Approval:
    try:
        return Approval(status)
    except ValueError:
        return Approval.UNSUBMITTED
