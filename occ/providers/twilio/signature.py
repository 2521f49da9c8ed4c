"""Was a webhook really sent by Twilio, for this account?

https://www.twilio.com/docs/usage/security#validating-requests
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from occ.messaging.ports import Credentials


def is_genuine(
    credentials: Credentials, url: str, form: Mapping[str, Sequence[str]], signature: str
) -> bool:
    """Check `signature` over every parameter, by either token, with and without the port.

    Whether the port stands in the signed URL differs on Twilio's side; the SDK tries both.
    """
    if list(form.get("AccountSid", ())) != [credentials.account_sid]:
        return False
    # A MultiDict, since the SDK sees only the first of repeated values in anything else.
    parameters = MultiDict((name, value) for name, values in form.items() for value in values)
    tokens = [credentials.auth_token, credentials.second_token]
    try:
        return any(
            bool(RequestValidator(token).validate(url, parameters, signature))
            for token in tokens
            if token
        )
    except UnicodeEncodeError:
        # Half a surrogate pair: Twilio can't have signed what can't be written.
        return False
