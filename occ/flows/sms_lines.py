"""The lines of SMS's check-list, one a fact (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from occ.billing.subscription import Standing, Subscription
from occ.core.checks import Check, Level
from occ.core.words import Words, say
from occ.messaging.sms_account import NameState, Profile, SenderName
from occ.settings.pages import SmsSettings

UNSEEN_NUMBER = Check("number", Level.SKIPPED, say("The number that SMS leave from"))


def of_subscription(settings: SmsSettings, present: Subscription) -> Check:
    level = {Standing.CURRENT: Level.OK, Standing.GRACE: Level.WARN}.get(
        present.standing, Level.BAD
    )
    cure = _RENEW if level is not Level.OK and present.standing is not Standing.OFF else None
    return Check("service", level, _said(settings, present), cure)


_RENEW = say("Enter a version whose basic support is current, and save.")


def _said(settings: SmsSettings, present: Subscription) -> Words:
    ends, last = str(present.support_ends), str(present.last_day)
    match present.standing:
        case Standing.OFF:
            return say("SMS is switched off: nothing is sent.")
        case Standing.ENDED:
            return say("SMS ended on %(day)s, the last day of its grace.", day=last)
        case Standing.GRACE:
            return say(
                "SMS is in grace: basic support ended on %(ends)s, the last day is %(day)s.",
                ends=ends,
                day=last,
            )
    if present.support_ends is None:
        return say("SMS is on for version %(version)s.", version=settings.version)
    return say(
        "SMS is on for version %(version)s, whose basic support lasts to %(ends)s.",
        version=settings.version,
        ends=ends,
    )


_LABELS = {
    "token": say("API token"),
    "account": say("The account and how it pays"),
    "points": say("Account balance"),
    "name": say("Sender name"),
    "reports": say("Delivery reports"),
}
NAME_STATES = {
    NameState.ACTIVE: say("approved"),
    NameState.PENDING: say("pending"),
    NameState.INACTIVE: say("not active"),
    NameState.REJECTED: say("rejected"),
}


def skipped(after: str) -> list[Check]:
    """A line for each that comes after the one named, which stands in their way."""
    names = list(_LABELS)
    return [Check(name, Level.SKIPPED, _LABELS[name]) for name in names[names.index(after) + 1 :]]


def of_account(profile: Profile) -> Check:
    if profile.is_trial:
        words = say("The account %(name)s is a trial account.", name=profile.name)
        cure = say(
            "A trial account can't buy packages, and sends little. Have its status changed at"
            " SMSAPI first."
        )
        return Check("account", Level.WARN, words, cure)
    words = say(
        "The account %(name)s is in order (%(payment)s).",
        name=profile.name,
        payment=profile.payment_type or "–",
    )
    return Check("account", Level.OK, words)


def of_points(profile: Profile) -> Check:
    if profile.points is None:
        return Check(
            "points", Level.OK, say("The account has no points of its own: it pays later.")
        )
    held = f"{profile.points:.2f}"
    if profile.points <= 0:
        cure = say("Buy a package at SMSAPI.")
        return Check("points", Level.BAD, say("The account holds no points."), cure)
    return Check("points", Level.OK, say("The account holds %(points)s points.", points=held))


def of_name(chosen: str, names: Sequence[SenderName]) -> Check:
    pick = say("Pick one that SMSAPI has approved.")
    if not any(name.state is NameState.ACTIVE for name in names):
        words = say("SMSAPI has approved no sender name of this account yet.")
        cure = say("Register one in SMSAPI's panel, and verify again once it is approved.")
        return Check("name", Level.BAD, words, cure)
    if not chosen:
        return Check("name", Level.BAD, say("No sender name is chosen."), pick)
    own = next((name for name in names if name.name == chosen), None)
    if own is None:
        words = say("The sender name %(name)s is not in this account.", name=chosen)
        return Check("name", Level.BAD, words, pick)
    if own.state is not NameState.ACTIVE:
        words = say("SMSAPI has not approved the sender name %(name)s.", name=chosen)
        return Check("name", Level.BAD, words, pick, code=own.state.value)
    return Check(
        "name", Level.OK, say("SMSAPI has approved the sender name %(name)s.", name=chosen)
    )


def of_reports(why_not_reached: Words | None) -> Check:
    if why_not_reached is None:
        return Check("reports", Level.OK, say("SMSAPI can tell us what becomes of each SMS."))
    words = say("SMSAPI can't call us, so we ask what becomes of each SMS.")
    return Check("reports", Level.WARN, words, why_not_reached)
