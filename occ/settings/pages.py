"""The pages there are, with their defaults and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from occ.settings.store import secret

OFFER_SECONDS = range(5, 601)
GRACE_SECONDS = range(5, 601)
REST_SECONDS = range(0, 601)
MISSES_UNTIL_AWAY = range(1, 11)
TARGET_SECONDS = range(10, 3_601)
WEBHOOK, POLLING = "webhook", "polling"
RECEIVE = (WEBHOOK, POLLING)
WARN_BELOW = range(0, 1_000_001)
TWILIO, SMSAPI = "twilio", "smsapi"
SMS_PROVIDERS = ("", TWILIO, SMSAPI)
SMS_TIMEOUT_SECONDS = range(5, 121)
SMS_PARTS = range(1, 11)
LOW_BALANCE = range(0, 1_000_001)
SENDER_RATES = range(1, 1001)
SECOND_PERSON_ABOVE = range(0, 10_000_001)
BLACKLIST_DAYS = range(0, 3651)


@dataclass(frozen=True)
class TwilioSettings:
    """Settings → Advanced → Chat channel (A1)."""

    PAGE: ClassVar[str] = "twilio"

    whatsapp: bool = False
    account_sid: str = ""
    auth_token: str = secret()
    second_token: str = secret()
    """Accepted on webhooks while Twilio rotates tokens."""
    receive: str = WEBHOOK
    """Twilio calls us, or we read its lists, which works without a public address."""
    typing: bool = True
    """Whether a customer sees that an agent writes, and that their message was read."""

    @property
    def polls(self) -> bool:
        return self.receive == POLLING


@dataclass(frozen=True)
class TwilioVerified:
    """What Twilio last said, when, and of which account: entered by no one, set by Verify."""

    PAGE: ClassVar[str] = "twilio_verified"

    fingerprint: str = ""
    """Of Account SID and auth token together; it reveals neither."""
    at: str = ""
    name: str = ""
    is_trial: bool = False
    is_refused: bool = False


@dataclass(frozen=True)
class RoutingSettings:
    """Settings → Routing."""

    PAGE: ClassVar[str] = "routing"

    offer_seconds: int = 30
    """How long an offer stands before it goes to the next."""
    grace_seconds: int = 30
    """How long a lost connection keeps its conversations."""
    rest_seconds: int = 20
    """How long a conversation is not offered again to somebody who declined or missed it."""
    misses_until_away: int = 2
    target_seconds: int = 60
    """Within which a customer is to have an answer; after twice that they wait too long."""


@dataclass(frozen=True)
class CompanySettings:
    """Settings → Company."""

    PAGE: ClassVar[str] = "company"

    name: str = "OCC"
    language: str = "en"
    zone: str = "UTC"
    country: str = ""
    """ISO 3166, two letters; empty: that of the zone."""


@dataclass(frozen=True)
class CreditSettings:
    """Settings → Prices: what is paid from credit (D8)."""

    PAGE: ClassVar[str] = "credit"

    refuse_without: bool = False
    """Whether a user without the Credits power is refused, instead of not being limited."""
    replies_paid: bool = False
    """Whether an answer takes the credit of the agent who writes it."""
    refund_failed: bool = False
    """Whether what a message has cost comes back when it is reported undelivered."""


@dataclass(frozen=True)
class BatchSettings:
    """On the page WhatsApp batches."""

    PAGE: ClassVar[str] = "batches"

    warn_below: int = 50
    """Below how many messages left in all batches administrators are warned; 0: never."""


@dataclass(frozen=True)
class SmsSettings:
    """Settings → SMS (C1, C2)."""

    PAGE: ClassVar[str] = "sms"

    service: bool = False
    """Whether the subscription service is switched on."""
    version: str = ""
    """What it was switched on for."""
    support_ends: str = ""
    """The last day of that version's basic support, as 2026-10-09; empty while none is named."""
    provider: str = ""
    """One of `SMS_PROVIDERS`; empty: nobody was chosen."""
    twilio_number: str = ""
    """E.164: the number of the Twilio account that SMS leave from."""
    api_token: str = secret()
    """SMSAPI's OAuth token."""
    sender_name: str = ""
    """One that SMSAPI has approved."""
    timeout_seconds: int = 30
    """How long SMSAPI is waited for; slow lines need more."""
    most_parts: int = 7
    """How many SMS one message may be sent as (C6)."""
    low_balance: int = 50
    """Below it the account's balance is a warning; 0: never."""


@dataclass(frozen=True)
class ContactSettings:
    """Settings → SMS: whom we may write to first (C4)."""

    PAGE: ClassVar[str] = "contacts"

    countries: str = ""
    """That SMS may go to: ISO 3166, two letters each, a blank between; empty: the company's."""

    @property
    def listed(self) -> frozenset[str]:
        return frozenset(self.countries.split())


@dataclass(frozen=True)
class SmsapiFunds:
    """What the account at SMSAPI held when it was asked: entered by no one (C8)."""

    PAGE: ClassVar[str] = "smsapi_funds"

    fingerprint: str = ""
    """Of what signed us in; it reveals nothing."""
    amount: str = ""
    """As 1204.16; empty where the account has none of its own."""
    currency: str = ""
    """Empty: points."""
    name: str = ""
    payment_type: str = ""
    is_trial: bool = False
    at: str = ""


@dataclass(frozen=True)
class TwilioFunds(SmsapiFunds):
    """The same of the account at Twilio, by which WhatsApp goes, too."""

    PAGE: ClassVar[str] = "twilio_funds"


@dataclass(frozen=True)
class AccountSettings:
    """Settings → Accounts (B3)."""

    PAGE: ClassVar[str] = "accounts"

    whatsapp_number: str = ""
    """Which of the services' numbers credentials leave from; empty: the oldest service's."""


@dataclass(frozen=True)
class CampaignSettings:
    """Settings → Campaigns."""

    PAGE: ClassVar[str] = "campaigns"

    sms_rate: int = 20
    """Parts a second that a sender takes; replies are not held up by it."""
    whatsapp_rate: int = 20
    second_person_above: int = 10_000
    """To more people than these a second person must agree; 0: never."""
    quiet_from: str = "21:00"
    """Nobody is written to from then on, by the clock of their country …"""
    quiet_until: str = "08:00"
    """… until then."""
    blacklist_days: int = 30
    """For how long a number that the operators' blacklist held is left out; 0: not at all."""
