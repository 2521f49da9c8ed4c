"""Whether Twilio knows our account, by the lines of Verify account."""

from __future__ import annotations

from collections.abc import Iterator

from occ.core.checks import Check, Level
from occ.doctor.findings import Finding, bad, ok, warn
from occ.flows import verify_account
from occ.flows.verify_account import Place
from occ.messaging.ports import Credentials, Provider

_WHERE = "Settings → Advanced → Chat channel"
_SUBJECTS = {"balance": "Twilio balance", "numbers": "Twilio numbers", "webhooks": "Twilio webhook"}


def look(provider: Provider, credentials: Credentials | None, place: Place) -> Iterator[Finding]:
    """Asks over the network: never inside a transaction. Our address is the surroundings' part."""
    if credentials is None:
        yield warn("Twilio", "No account is set up.", f"Enter it: {_WHERE}")
        return
    verification = verify_account.ask(provider, None, credentials, place)
    wrong = [check for check in verification.checks if _speaks(check)]
    if verification.account is not None:
        yield ok("Twilio", f"the account answers: {verification.account.name}")
    for check in wrong:
        yield _finding(check)


def _speaks(check: Check) -> bool:
    is_ours = check.name in ("address", "calls")
    return not is_ours and check.level in (Level.WARN, Level.BAD)


def _finding(check: Check) -> Finding:
    says = f"{check.words} ({check.code})" if check.code else str(check.words)
    mend = str(check.cure) if check.cure else f"Mend it: {_WHERE}"
    told = bad if check.level is Level.BAD else warn
    return told(_SUBJECTS.get(check.name, "Twilio"), says, mend)
