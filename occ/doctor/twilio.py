"""Whether Twilio knows our account, asked as the product asks it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from occ.doctor.findings import Finding, bad, ok, warn
from occ.messaging.ports import Provider, Unreachable
from occ.product import twilio_credentials

_WHERE = "Settings → Advanced → Chat channel"


def look(session: Session, provider: Provider) -> Finding:
    credentials = twilio_credentials(session)
    if credentials is None:
        return warn("Twilio", "No account is set up.", f"Enter it: {_WHERE}")
    try:
        numbers = provider.numbers(credentials)
    except Unreachable as why:
        return bad("Twilio", f"{why.reason} ({why.code})", f"Mend it there or here: {_WHERE}")
    if not numbers:
        return warn("Twilio", "The account has no number.", "Buy one or add a WhatsApp sender.")
    return ok("Twilio", f"the account answers; numbers in it: {len(numbers)}")
