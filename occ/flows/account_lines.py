"""The lines of Verify account, one a fact (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from occ.core.address import Channel, readable
from occ.core.checks import Check, Level
from occ.core.words import say
from occ.messaging import credential_forms as forms
from occ.messaging.account import NETWORK, Account, Balance, Credentials, Hook, Step, Trouble, Urls

_MOST_NAMED = 10
_LABELS = {
    "connection": say("Twilio answers"),
    "credentials": say("Account SID and auth token"),
    "account": say("Status and type of the account"),
    "balance": say("Balance"),
    "numbers": say("Numbers and WhatsApp senders"),
    "webhooks": say("Webhook addresses at Twilio"),
}


def of_form(tested: Credentials) -> list[Check]:
    wrong = forms.about_sid(tested.account_sid, tested.auth_token)
    lines = [Check("sid", Level.OK, say("The Account SID is well formed."))]
    if wrong and forms.are_swapped(tested.account_sid, tested.auth_token):
        cure = say("They stand in the right fields now. Nothing is saved yet.")
        return [Check("sid", Level.BAD, wrong, cure, repair="swap")]
    if wrong:
        cure = say("Copy the Account SID again from the first page of Twilio's console.")
        lines = [Check("sid", Level.BAD, wrong, cure)]
    if odd := forms.about_token(tested.auth_token):
        level = Level.WARN if tested.auth_token else Level.BAD
        lines.append(Check("token", level, odd))
    return lines


def skipped(after: str) -> list[Check]:
    """A line for each that comes after the one named, which stands in their way."""
    names = list(_LABELS)
    left = names[names.index(after) + 1 :] if after in names else names
    return [Check(name, Level.SKIPPED, _LABELS[name]) for name in left]


def of_trouble(trouble: Trouble) -> list[Check]:
    """Where the first question went wrong: at the network, the credentials or the account."""
    if trouble.step in NETWORK or trouble.step is Step.BUSY:
        name = "connection"
    else:
        name = "account" if trouble.step is Step.ACCOUNT else "credentials"
    before = [Check("connection", Level.OK, say("Twilio answers."))] if name != "connection" else []
    if name == "account":
        before.append(_RIGHT)
    line = Check(name, Level.BAD, trouble.words, trouble.cure, trouble.code)
    return [*before, line, *skipped(name)]


def of_later_trouble(trouble: Trouble) -> list[Check]:
    """The account is confirmed, and what stands in it can't be read at the moment."""
    line = Check("balance", Level.WARN, trouble.words, trouble.cure, trouble.code)
    return [line, *skipped("balance")]


_RIGHT = Check("credentials", Level.OK, say("Account SID and auth token belong together."))


def of_account(account: Account, milliseconds: int) -> list[Check]:
    """An active account; any other is Trouble."""
    answered = say("Twilio answers (%(ms)s ms).", ms=milliseconds)
    lines = [Check("connection", Level.OK, answered), _RIGHT]
    if account.is_trial:
        words = say("The account %(name)s is active, on trial.", name=account.name)
        cure = say(
            "A trial account writes only to numbers that were verified at Twilio, and adds a note"
            " to each text. Upgrade it there before customers write."
        )
        return [*lines, Check("account", Level.WARN, words, cure)]
    words = say("The account %(name)s is active.", name=account.name)
    return [*lines, Check("account", Level.OK, words)]


def of_balance(balance: Balance | None) -> Check:
    if balance is None:
        words = say("This account has no balance of its own: its main account pays.")
        return Check("balance", Level.OK, words)
    shown = f"{balance.amount} {balance.currency}"
    if _is_used_up(balance):
        words = say("The balance is used up: %(balance)s.", balance=shown)
        cure = say("Top it up in Twilio's console, under Billing, or nothing is sent any more.")
        return Check("balance", Level.WARN, words, cure)
    return Check("balance", Level.OK, say("Balance: %(balance)s", balance=shown))


def of_hidden_balance(refused: Trouble) -> Check:
    """The account is confirmed and its balance refused: a key without that right, say."""
    words = say("Twilio does not tell the balance of this account.")
    cure = say("Look at it in Twilio's console, under Billing: without money nothing is sent.")
    return Check("balance", Level.WARN, words, cure, refused.code)


def of_numbers(hooks: Sequence[Hook]) -> Check:
    senders = [hook for hook in hooks if hook.channel is Channel.WHATSAPP]
    if not senders:
        words = say("There is no WhatsApp sender in this account.")
        cure = say(
            "Register one at Twilio: Messaging → Senders → WhatsApp senders. To try without, take"
            " the sandbox: its number is not listed here, and its addresses are set there."
        )
        return Check("numbers", Level.WARN, words, cure)
    if off := [hook for hook in senders if not hook.online]:
        words = say("%(number)s is not online on WhatsApp.", number=_named(off))
        cure = say("Look at this sender in Twilio's console: Messaging → Senders.")
        return Check("numbers", Level.WARN, words, cure, off[0].state or None)
    words = say(
        "WhatsApp senders: %(senders)s. Numbers for SMS: %(numbers)s.",
        senders=_named(senders),
        numbers=_named([hook for hook in hooks if hook.channel is Channel.SMS]),
    )
    return Check("numbers", Level.OK, words)


def of_webhooks(hooks: Sequence[Hook], wanted: Urls) -> list[Check]:
    """Of WhatsApp senders alone: what comes in by SMS is no service's yet."""
    senders = [hook for hook in hooks if hook.channel is Channel.WHATSAPP]
    if not senders:
        return [Check("webhooks", Level.SKIPPED, _LABELS["webhooks"])]
    away = [hook for hook in senders if not hook.urls.stands_like(wanted)]
    otherwise = [hook for hook in senders if hook not in away and not hook.urls.leads_like(wanted)]
    lines = []
    if away:
        words = say(
            "WhatsApp senders whose webhook does not point here: %(numbers)s", numbers=_named(away)
        )
        lines.append(Check("webhooks", Level.WARN, words, repair="point"))
    if otherwise:
        words = say(
            "WhatsApp senders whose webhook points here, but not by POST: %(numbers)s",
            numbers=_named(otherwise),
        )
        lines.append(Check("webhooks", Level.WARN, words, repair="point"))
    words = say("Every WhatsApp sender's webhook points here, by POST.")
    return lines or [Check("webhooks", Level.OK, words)]


def _named(hooks: Sequence[Hook]) -> str:
    named = [readable(hook.phone) for hook in hooks[:_MOST_NAMED]]
    return ", ".join([*named, "…"] if len(hooks) > _MOST_NAMED else named) or "–"


def _is_used_up(balance: Balance) -> bool:
    try:
        return Decimal(balance.amount) <= 0
    except InvalidOperation:
        return False
