"""The bad days that a person can order on the page, each a change of behaviour."""

from __future__ import annotations

from dataclasses import asdict

from occ.providers.simulator.behaviour import Behaviour
from occ.providers.simulator.smsapi.behaviour import SmsapiBehaviour

Changes = dict[str, object]

ORDERS: dict[str, dict[str, tuple[str, Changes]]] = {
    "Webhooks and callbacks": {
        "late": ("Everything comes 5 seconds late", {"delay": 5.0}),
        "double": ("Everything comes twice", {"double": True}),
        "disorder": ("Out of order", {"disorder": True}),
        "drop": ("Customers' messages are never delivered", {"drop": True}),
        "mute": ("No delivery reports", {"drop_callbacks": True}),
        "early": ("The report comes before the answer", {"callback_first": True}),
    },
    "Sending": {
        "lost": ("Taken, but the answer is lost", {"lose_answers": "close"}),
        "busy": ("Too many requests (429)", {"busy": True}),
        "broken": ("Broken before it was taken (503)", {"broken": "before"}),
        "stop": ("Refused: they wrote STOP (21610)", {"fail": 21610, "fail_when": "now"}),
        "out": ("Fails later: out of reach (30003)", {"fail": 30003, "fail_when": "later"}),
        "unread": ("Delivered, never read", {"read_after": None}),
    },
    "Customers' files": {
        "nofile": ("Can't be fetched (404)", {"media": "missing"}),
        "large": ("Too large", {"media": "large"}),
        "lie": ("Not what they say they are", {"media": "lie"}),
    },
    "Account": {
        "lists": ("Its lists are not answered (429)", {"lists": "busy"}),
        "down": ("Twilio is down", {"down": True}),
        "suspended": ("The account is suspended", {"account_status": "suspended"}),
        "trial": ("A trial account", {"account_type": "Trial"}),
        "test": ("Test credentials (20008)", {"refuse": 20008}),
        "throttled": ("Every call is one too many (429)", {"refuse": 20429}),
    },
}


SMS_ORDERS: dict[str, dict[str, tuple[str, Changes]]] = {
    "SMS by SMSAPI": {
        "sms-lost": ("Taken, but the answer is lost", {"lose_answers": "close"}),
        "sms-busy": ("Too many requests (202)", {"fail": 202}),
        "sms-broken": ("Its own error (999)", {"fail": 999}),
        "sms-empty": ("No points left (103)", {"fail": 103}),
        "sms-mute": ("No delivery reports", {"drop_callbacks": True}),
        "sms-disorder": ("Reports out of order, and twice", {"disorder": True, "double": True}),
        "sms-undelivered": ("Not delivered (405)", {"ending": "undelivered"}),
        "sms-down": ("SMSAPI is down", {"down": True}),
    }
}


def is_on(now: Behaviour | SmsapiBehaviour, changes: Changes) -> bool:
    today = asdict(now)
    return all(today[name] == value for name, value in changes.items())


def toggled(now: Behaviour | SmsapiBehaviour, name: str) -> Changes:
    """What to change so that the bad day `name` begins, or ends where it is on."""
    orders = [*ORDERS.values(), *SMS_ORDERS.values()]
    changes = next((group[name][1] for group in orders if name in group), {})
    if not is_on(now, changes):
        return changes
    good = asdict(type(now)())
    return {field: good[field] for field in changes}
