"""Who pays for a message: one function, asked behind the one door (D8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.power_models import PowerKind
from occ.core.errors import NotAllowed
from occ.core.words import say
from occ.settings import store
from occ.settings.pages import CreditSettings


class Purpose(StrEnum):
    """Why a message leaves."""

    REPLY = "reply"
    GREETING = "greeting"
    CAMPAIGN = "campaign"
    """Also an agent who writes first, and a message by API: a set of one."""
    CREDENTIALS_BY_SMS = "credentials_by_sms"
    CREDENTIALS_BY_WHATSAPP = "credentials_by_whatsapp"


ANSWERS = frozenset({Purpose.REPLY, Purpose.GREETING})
_ALWAYS = {*ANSWERS, Purpose.CREDENTIALS_BY_SMS}
"""What a user without the Credits power sends, whatever the settings say."""


CREDENTIALS = (Purpose.CREDENTIALS_BY_SMS, Purpose.CREDENTIALS_BY_WHATSAPP)


class By(StrEnum):
    NOBODY = "nobody"
    WALLET = "wallet"
    BATCH = "batch"
    """One prepaid unit."""


@dataclass(frozen=True)
class Payer:
    by: By
    wallet_id: int | None = None


def who_pays(
    session: Session, purpose: Purpose, starter_id: int, settings: CreditSettings | None = None
) -> Payer:
    """Whose credit a message takes that `starter_id` has begun. Raises NotAllowed.

    Replies and greetings take nobody's, unless the settings say so. A user without the Credits
    power is not limited, or is refused where the settings say so; answers and credentials by SMS
    are theirs to send either way.
    """
    if purpose is Purpose.CREDENTIALS_BY_WHATSAPP:
        return Payer(By.BATCH)
    if settings is None:
        settings = store.load(session, CreditSettings)
    if purpose in ANSWERS and not settings.replies_paid:
        return Payer(By.NOBODY)
    wallet = wallets.of(session, starter_id)
    if wallet is not None and powers.has(session, starter_id, PowerKind.CREDITS):
        return Payer(By.WALLET, wallet.id)
    if purpose not in _ALWAYS and settings.refuse_without:
        raise NotAllowed(
            say(
                "Sending is paid from credit, and you have no Credits power."
                " An administrator gives it on your page, under Powers."
            )
        )
    return Payer(By.NOBODY)
