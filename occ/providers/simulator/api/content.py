"""The account's content templates with their approvals."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from occ.providers.simulator.account import Template
from occ.providers.simulator.api import paging
from occ.providers.simulator.api.door import exchange

bp = Blueprint("content", __name__, url_prefix="/v1")


@bp.get("/ContentAndApprovals")
def listed() -> ResponseReturnValue:
    page = paging.page(exchange().templates, lambda one: one.sid)
    return jsonify({"contents": [_row(one) for one in page.rows], "meta": page.meta("contents")})


def _row(template: Template) -> dict[str, object]:
    return {
        "sid": template.sid,
        "account_sid": exchange().account.sid,
        "friendly_name": template.name,
        "language": template.language,
        "variables": template.variables,
        "types": {"twilio/text": {"body": template.body}},
        "approval_requests": {
            "name": template.name,
            "category": template.category,
            "content_type": "twilio/text",
            "status": template.status,
            "rejection_reason": template.rejection_reason,
        },
        "date_created": "2026-10-01T09:00:00Z",
        "date_updated": "2026-10-02T09:00:00Z",
    }
