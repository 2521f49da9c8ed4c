"""Ask a provider's account what it still holds; over the network, so never in a transaction."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from occ.messaging.account import AccountProvider, Credentials
from occ.messaging.funds import Funds
from occ.messaging.sms_account import SmsAccess, SmsAccountProvider


def of_smsapi(provider: SmsAccountProvider, access: SmsAccess) -> Funds:
    """Raises Trouble."""
    profile = provider.profile(access)
    return Funds(profile.points, "", profile.name, profile.payment_type, profile.is_trial)


def of_twilio(provider: AccountProvider, credentials: Credentials) -> Funds:
    """Raises Trouble."""
    account = provider.account(credentials)
    balance = provider.balance(credentials)
    try:
        amount = Decimal(balance.amount) if balance else None
    except InvalidOperation:
        amount = None
    return Funds(amount, balance.currency if balance else "", account.name, "", account.is_trial)
