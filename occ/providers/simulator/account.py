"""What stands in the simulated Twilio account: its credentials and its numbers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """The only account this Twilio knows. Its SID and token open nothing anywhere else."""

    sid: str = "AC" + "0123456789abcdef" * 2
    auth_token: str = field(default="fedcba9876543210" * 2, repr=False)
    second_token: str | None = field(default=None, repr=False)
    name: str = "OCC simulator"
    balance: str = "25.00"
    """Empty: a subaccount, whose parent pays."""
    currency: str = "EUR"

    def takes(self, token: str) -> bool:
        ours = [known for known in (self.auth_token, self.second_token) if known]
        return any(hmac.compare_digest(known.encode(), token.encode()) for known in ours)


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


@dataclass
class Number:
    """A telephone number of the account, and the WhatsApp sender on it where there is one."""

    phone: str
    name: str
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_application_sid: str = ""
    sid: str = field(default_factory=lambda: new_sid("PN"))
    sender: Sender | None = None
    sms: bool = True


@dataclass
class Template:
    """A content template and what WhatsApp said of it."""

    name: str
    language: str
    body: str
    variables: dict[str, str] = field(default_factory=dict)
    category: str = "UTILITY"
    status: str = "approved"
    rejection_reason: str = ""
    sid: str = field(default_factory=lambda: new_sid("HX"))

    def filled(self, variables: Mapping[str, str]) -> str:
        """What a customer reads; where nothing is given, the example stands."""
        text = self.body
        for name, value in {**self.variables, **variables}.items():
            text = text.replace("{{" + name + "}}", value)
        return text


def templates() -> list[Template]:
    """Such as a company begins with."""
    return [
        Template(
            "sign_in_link",
            "en",
            "Hello {{1}}, here is your one-time sign-in link: {{2}}",
            {"1": "Marta", "2": "https://example.com/once"},
        ),
        Template(
            "order_on_its_way",
            "pl",
            "Dzień dobry {{1}}, zamówienie {{2}} jest w drodze.",
            {"1": "Marto", "2": "FV-2231"},
        ),
        Template(
            "spring_sale", "it", "Saldi di primavera!", category="MARKETING", status="pending"
        ),
        Template(
            "you_won",
            "en",
            "You won! Click here.",
            category="MARKETING",
            status="rejected",
            rejection_reason="It promises a prize, which WhatsApp's policy forbids.",
        ),
    ]


@dataclass
class Sender:
    """A WhatsApp sender: the webhook of a WhatsApp number stands here, not on the number."""

    name: str
    webhook: dict[str, str] = field(default_factory=dict)
    status: str = "ONLINE"
    offline_reasons: list[dict[str, str]] = field(default_factory=list)
    sid: str = field(default_factory=lambda: new_sid("XE"))
