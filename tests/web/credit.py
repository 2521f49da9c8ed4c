"""What an administrator and a spending user do to a wallet."""

from __future__ import annotations

from occ.billing import reservations, wallets
from occ.billing.reservations import Ask
from occ.core import clock
from occ.core.run import Runner
from occ.users.models import User
from tests.web.browser import Browser, shown


def adds(browser: Browser, page: str, amount: str, **more: str) -> str:
    form = {"amount": amount, "reason": "October top-up", "form_id": f"frm {amount}", **more}
    answer = browser.post(f"{page}/credit", form)
    return shown(browser.get(page)) if answer.status_code == 302 else shown(answer)


def spends(run: Runner, ana: User, parts: int, key: str = "message:1") -> None:
    with run.reading() as session:
        wallet = wallets.of(session, ana.id)
    assert wallet is not None
    run(reservations.hold, wallet.id, [Ask(key, parts, 1000, facts={"parts": parts})], clock.now())
    run(reservations.capture, key, parts, clock.now())
