"""An administrator asks whether the Twilio account is right, line by line (A1).

`ask` calls Twilio and ourselves over the network and opens no transaction; `record` keeps what
came of it in one of its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.core.checks import Check
from occ.flows import account_lines, address_lines, note_senders
from occ.journal import entries as journal
from occ.messaging import credential_forms, reach, verified
from occ.messaging.account import (
    NETWORK,
    Account,
    AccountProvider,
    Credentials,
    Hook,
    Step,
    Trouble,
)
from occ.messaging.reach import Reach
from occ.settings import store
from occ.settings.pages import TwilioSettings


@dataclass(frozen=True)
class Place:
    """Where we stand: our public address, and what tells this installation from another."""

    public_url: str
    installation: str
    called_at: datetime | None
    """When Twilio last called us."""
    provider_host: str = "api.twilio.com"
    polls: bool = False
    """We read Twilio's lists, and nobody has to call us."""


@dataclass(frozen=True)
class Verification:
    checks: list[Check]
    account: Account | None = None
    """Confirmed by Twilio, and active."""
    is_refused: bool = False
    """Twilio said no: not the network, nor a busy hour."""
    hooks: Sequence[Hook] | None = None
    """What stands in the account; None where Twilio did not say."""


def ask(
    provider: AccountProvider, reach_: Reach | None, tested: Credentials, place: Place
) -> Verification:
    """Every line of the check-list, in order. Never raises for what Twilio or the network does.

    Without `reach_` our own address is judged by its looks alone.
    """
    form = account_lines.of_form(tested)
    if not credential_forms.is_sid(tested.account_sid) or not tested.auth_token:
        lines = [*account_lines.skipped("form"), *about_address(reach_, place)]
        return Verification([*form, *lines], is_refused=True)
    try:
        account, lines = _active(provider, tested)
    except Trouble as trouble:
        # Where the network is at fault, a call to ourselves would fail alike, and as slowly.
        ourselves = about_address(None if trouble.step in NETWORK else reach_, place)
        refused = trouble.step in (Step.CREDENTIALS, Step.ACCOUNT)
        lines = account_lines.of_trouble(trouble)
        return Verification([*form, *lines, *ourselves], is_refused=refused)
    more, hooks = _contents(provider, tested, place)
    checks = [*form, *lines, *more, *about_address(reach_, place)]
    return Verification(checks, account, hooks=hooks)


def about_address(reach_: Reach | None, place: Place) -> list[Check]:
    """An address of this machine or network is not called: it would prove nothing."""
    url = place.public_url
    if place.polls:
        return [address_lines.by_polling()]
    if reach.why_not_public(url) and not reach.why_not_reached(url, place.provider_host):
        return address_lines.near(place.called_at)
    if reach_ is None or reach.why_not_public(url):
        return address_lines.of(url, None, place.called_at)
    reached = reach_(url, place.installation)
    return address_lines.of(url, reached, place.called_at)


def record(
    session: Session,
    actor_id: int | None,
    tested: Credentials,
    verification: Verification,
    now: datetime,
) -> None:
    """Keep for which SID and token it was, and when; the journal has the SID and no token.

    What it tells of the senders counts where it is the account that we work with.
    """
    if verification.account is not None:
        verified.confirm(session, tested, verification.account, now)
        ours = store.load(session, TwilioSettings).account_sid
        if verification.hooks is not None and tested.account_sid == ours:
            note_senders.note(session, verification.hooks, now)
    elif verification.is_refused:
        verified.doubt(session, tested, now)
    else:
        return
    facts = {"result": "verified" if verification.account else "refused"}
    # A token that stands in the other's field is not written down.
    if credential_forms.is_sid(tested.account_sid):
        facts["account_sid"] = tested.account_sid
    subject = journal.Subject("settings", "twilio")
    journal.write(session, actor_id, "account_verified", subject, now, after=facts)


def _active(provider: AccountProvider, tested: Credentials) -> tuple[Account, list[Check]]:
    """Raises Trouble, also for an account that is suspended or closed."""
    began = time.perf_counter()
    account = provider.account(tested)
    milliseconds = round((time.perf_counter() - began) * 1000)
    if account.status != "active":
        raise provider.not_active(account.status)
    return account, account_lines.of_account(account, milliseconds)


def _balance(provider: AccountProvider, tested: Credentials) -> Check:
    """Raises Trouble where the next question would fare alike."""
    try:
        return account_lines.of_balance(provider.balance(tested))
    except Trouble as trouble:
        if trouble.step in NETWORK or trouble.step is Step.BUSY:
            raise
        return account_lines.of_hidden_balance(trouble)


def _contents(
    provider: AccountProvider, tested: Credentials, place: Place
) -> tuple[list[Check], Sequence[Hook] | None]:
    try:
        lines = [_balance(provider, tested)]
        hooks = provider.hooks(tested)
    except Trouble as trouble:
        return account_lines.of_later_trouble(trouble), None
    lines.append(account_lines.of_numbers(hooks))
    if not place.polls:
        lines += account_lines.of_webhooks(hooks, reach.wanted(place.public_url))
    return lines, hooks
