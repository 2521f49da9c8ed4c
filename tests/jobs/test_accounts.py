"""What waits for a batch goes by itself, and what is over keeps no secret (B3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update

from occ.core import clock
from occ.core.secrets import Vault
from occ.credentials.models import Account, State, Way
from occ.flows import send_credentials
from occ.flows.send_credentials import HandOut
from occ.jobs import accounts as job
from occ.product import Product
from occ.users.models import User
from tests.flows.handing.house import (
    CODE,
    a_batch,
    furnished,
    guest,
    messages,
    standing,
    state,
    why,
)


@pytest.fixture
def ada(product: Product) -> User:
    return product.run(furnished)


def hand_out(product: Product, asked: HandOut) -> Account:
    wording = product.wording
    return product.run(send_credentials.hand_out, asked, wording, clock.now()).account


def becomes(product: Product, account: Account, **values: object) -> None:
    with product.run.database.writing() as session:
        session.execute(update(Account).where(Account.id == account.id).values(**values))


def test_what_waits_goes_once_a_batch_is_loaded(product: Product, ada: User) -> None:  # B3
    account = hand_out(product, guest(ada, way=Way.WHATSAPP))
    job.go_on(product)
    assert state(product.run, account) is State.WAITING

    product.run(a_batch, 1)
    job.go_on(product)
    job.go_on(product)

    assert state(product.run, account) is State.SENDING
    assert len(messages(product.run)) == 1


def test_what_is_over_keeps_no_secret(product: Product, ada: User) -> None:  # B3
    over = clock.now() - timedelta(seconds=1)
    waits = hand_out(product, guest(ada, way=Way.WHATSAPP))
    shown = hand_out(product, guest(ada, way=Way.SCREEN))
    for account in (waits, shown):
        assert standing(product.run, account).sealed
        becomes(product, account, ends_at=over)

    job.go_on(product)

    assert (state(product.run, waits), state(product.run, shown)) == (State.ENDED, State.USABLE)
    assert {standing(product.run, each).sealed for each in (waits, shown)} == {None}


def test_one_that_can_not_be_read_here_holds_up_no_other(  # C9
    product: Product, ada: User
) -> None:
    lost, fine = (hand_out(product, guest(ada, way=Way.WHATSAPP)) for _ in range(2))
    becomes(product, lost, sealed=Vault([Fernet.generate_key()]).seal(CODE))

    product.run(a_batch, 2)
    job.go_on(product)

    assert (state(product.run, lost), state(product.run, fine)) == (State.ENDED, State.SENDING)
    assert "sealed on another installation" in why(product.run, lost)
