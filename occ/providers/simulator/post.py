"""How Twilio calls a webhook: signed, with one token for all tries, and not for long."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from twilio.request_validator import RequestValidator

from occ.providers.simulator import overrides
from occ.providers.simulator.overrides import Overrides

_HEADERS = {
    "User-Agent": "TwilioProxy/1.1",
    "Accept": "*/*",
    "X-Home-Region": "us1",
    # A kept connection that the product closes meanwhile would look like a lost answer.
    "Connection": "close",
}


@dataclass(frozen=True)
class Receipt:
    """What came back. `failure`: "", or ct, rt, 4xx, 5xx as the overrides name them."""

    failure: str
    status: int | None = None
    content_type: str = ""
    body: str = ""


def post(url: str, form: Mapping[str, str], token: str) -> Receipt:
    address, rules = overrides.split(url)
    headers = {
        **_HEADERS,
        "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
        "X-Twilio-Signature": RequestValidator(token).compute_signature(address, dict(form)),
    }
    end = time.monotonic() + rules.total
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(1 + rules.retries):
            receipt = _try(session, address, form, headers, rules)
            if receipt.failure not in rules.retry_on or time.monotonic() > end:
                break
    return receipt


def _try(
    session: requests.Session,
    address: str,
    form: Mapping[str, str],
    headers: Mapping[str, str],
    rules: Overrides,
) -> Receipt:
    try:
        answer = session.post(
            address, data=dict(form), headers=headers, timeout=(rules.connect, rules.read)
        )
    except requests.ReadTimeout:
        return Receipt("rt")
    except requests.RequestException as error:
        # Cut after it was connected: Twilio counts that as an answer it could not read.
        return Receipt("rt" if "Connection aborted" in str(error) else "ct")
    hundreds = answer.status_code // 100
    return Receipt(
        failure=f"{hundreds}xx" if hundreds in (4, 5) else "",
        status=answer.status_code,
        content_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        body=answer.text,
    )
