"""A campaign of a million: its audience built and measured anew, then each of its pages.

    python -m tests.bench.audience [people] [sqlite|postgresql …]

100,000 people and both databases where none are named; a million is the goal. Of the people four
in five agreed to SMS, one in a hundred is on the own list, one in twenty lives abroad. The floor
reads the same numbers and inserts as many recipients by SQLAlchemy Core into the same table, in
as many commits; it asks for no consent, measures no text and keeps no figures. Pages are whole
requests, with what became of each recipient spread over all flags.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, insert, select, text

from occ.app import create_app
from occ.campaigns import lifecycle, recipients
from occ.campaigns.contents import Text
from occ.campaigns.models import Campaign, Flag, Recipient, Run
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import DoNotWrite, PhoneNumber
from occ.core import clock, ids
from occ.flows import edit_campaign, prepare_campaign
from occ.flows.edit_campaign import Draft
from occ.messaging.ports import Credentials
from occ.migrations import schema
from occ.product import Product
from occ.torture import command, company
from occ.torture.company import Accounts
from occ.users.models import User
from tests import servers
from tests.bench import resident
from tests.web.browser import Browser

WRITTEN = 20_000
"""Contacts of one commit while the company is made, which nobody times."""
CONTRACTORS = 1_000
TIMES = 9


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for name in sys.argv[2:] or ("sqlite", "postgresql"):
        if name == "sqlite":
            _apart(people, None)
            continue
        servers.begin_run()
        try:
            with servers.database(servers.postgres()) as url:
                _apart(people, url)
        finally:
            servers.end_run()


def _apart(people: int, url: str | None) -> None:
    """In a process of its own, since memory is never given back."""
    process = get_context("spawn").Process(target=_measure, args=(people, url))
    process.start()
    process.join()


def _measure(people: int, url: str | None) -> None:
    print(f"{people} people, {'PostgreSQL' if url else 'SQLite, synchronous=FULL'}")
    with tempfile.TemporaryDirectory() as home:
        app, product, owner_id = _furnished(Path(home), url, people)
        key = company.write(product, owner_id)
        with product.run.reading() as session:
            run_id = recipients.of(session, lifecycle.find(session, key)).id
        floor = _timed("floor", people, lambda after: product.run.plainly(_copied, run_id, after))
        key = company.write(product, owner_id)
        seconds = _timed("audience", people, lambda _: _step(product, key))
        print(f"  {floor / seconds:.2f} of the floor")
        product.run(edit_campaign.edit, owner_id, key, _LONGER, None, clock.now())
        _timed("a new text", people, lambda _: _step(product, key))
        _pages(app, product, key, owner_id, people)


def _furnished(home: Path, url: str | None, people: int) -> tuple[Flask, Product, int]:
    app = create_app(command.config_at(home, url, _Nowhere()))
    product: Product = app.extensions["occ"]
    schema.upgrade(product.run.database)
    owner_id = company.found(product, _ACCOUNTS, people, 1_000)
    product.run.plainly(_contractors)
    for first in range(0, people, WRITTEN):
        product.run.plainly(_add, range(first, min(first + WRITTEN, people)))
    return app, product, owner_id


def _contractors(connection: Connection) -> None:
    now = clock.now()
    rows = [
        {"id": at, "key": ids.new("ctr"), "name": f"Firma {at}", "note": "", "created_at": now}
        for at in range(1, CONTRACTORS + 1)
    ]
    connection.execute(insert(Contractor), rows)


def _add(connection: Connection, numbers: range) -> None:
    now = clock.now()
    contacts, phones, held = [], [], []
    for at in numbers:
        contact = {"id": at + 1, "key": ids.new("ctc"), "name": f"No. {at}", "note": ""}
        contacts.append(contact | {"contractor_id": at % CONTRACTORS + 1, "created_at": now})
        abroad = at % 20 == 7
        # Neighbours in the list are no neighbours by number.
        digits = 500_000_000 + at * 7_919 % 99_999_989
        number = {"id": at + 1, "key": ids.new("num"), "contact_id": at + 1, "added_at": now}
        number |= {"phone": f"+{39 if abroad else 48}{digits}", "country": "IT" if abroad else "PL"}
        phones.append(number | {"sms_consent": True if at % 5 else None})
        if at % 100 == 3:
            held.append({"number_id": at + 1, "origin": "ours", "reason": "", "since": now})
    connection.execute(insert(Contact), contacts)
    connection.execute(insert(PhoneNumber), phones)
    if held:
        connection.execute(insert(DoNotWrite), held)


def _copied(connection: Connection, run_id: int, after: int) -> int | None:
    rows = connection.execute(
        select(PhoneNumber.id, PhoneNumber.phone, PhoneNumber.country, Contact.name)
        .join(Contact, Contact.id == PhoneNumber.contact_id)
        .where(PhoneNumber.id > after)
        .order_by(PhoneNumber.id)
        .limit(prepare_campaign.AT_ONCE)
    ).all()
    if not rows:
        return None
    row = {"run_id": run_id, "flag": "pending", "parts": 1, "spent": 0, "accepted": False}
    connection.execute(
        insert(Recipient),
        [
            row | {"position": at, "phone": phone, "country": country, "fields": {"name": name}}
            for at, phone, country, name in rows
        ],
    )
    return int(rows[-1].id)


def _step(product: Product, key: str) -> int | None:
    return 0 if product.run(prepare_campaign.step, key, clock.now()) else None


def _timed(name: str, people: int, step: Callable[[int], int | None]) -> float:
    """Seconds of slices, each from where the one before ended, until there is none."""
    before, longest, at = resident.set_back(), 0.0, 0
    begun, cpu = time.perf_counter(), time.process_time()
    while True:
        slice_begun = time.perf_counter()
        found = step(at)
        longest = max(longest, time.perf_counter() - slice_begun)
        if found is None:
            break
        at = found
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    more = resident.at_most() - before
    print(
        f"  {name:11} {seconds:6.1f} s ({cpu:.1f} s of this processor), {people / seconds:.0f}"
        f" people/s, longest slice {longest * 1000:.0f} ms, {more:.0f} MB more"
    )
    return seconds


def _pages(app: Flask, product: Product, key: str, owner_id: int, people: int) -> None:
    with product.run.reading() as session:
        browser = Browser(app, session.get_one(User, owner_id))
    campaign = f"/campaigns/{key}"
    last, some = people - 60, f"?q=%2B48{500_000_000 + 10 * 7_919}"
    for path in ("/recipients", "/recipients?left_out=1", f"/recipients?after={last}", "/check"):
        _told(browser, campaign + path)
    product.run.plainly(_spread, key)
    for path in ("/campaigns", "/campaigns/archived", campaign, f"{campaign}/check"):
        _told(browser, path)
    report = f"{campaign}/report"
    for path in (
        "",
        f"?after={people // 2}",
        f"?after={last}",
        some,
        f"{some}&flag=failed",
    ):
        _told(browser, report + path)
    for flag in ("accepted", *Flag):
        _told(browser, f"{report}?flag={flag}")
        _told(browser, f"{report}?flag={flag}&after={last}")
    _first_byte(browser, f"{report}.csv")
    _first_byte(browser, f"{report}.csv?flag=blacklisted")


def _spread(connection: Connection, key: str) -> None:
    """As if it had been sent: the flags of all who were pending, and the kept figures by them."""
    run = select(Run.id).join(Campaign, Campaign.id == Run.campaign_id).where(Campaign.key == key)
    run_id = connection.execute(run).scalar_one()
    flags = " ".join(
        f"WHEN {at} THEN '{flag}'" for at, flag in enumerate(Flag) if flag != "skipped"
    )
    statements = (
        f"UPDATE campaign_recipients SET flag = CASE position % 10 {flags} ELSE 'delivered' END"
        f" WHERE run_id = {run_id} AND flag = 'pending'",
        "UPDATE campaign_recipients SET accepted = true"
        f" WHERE run_id = {run_id} AND flag IN ('on_the_way', 'delivered', 'undelivered')",
        f"DELETE FROM campaign_counts WHERE run_id = {run_id} AND flag NOT LIKE 'skipped%'",
        "INSERT INTO campaign_counts (run_id, flag, slot, people, parts, spent)"
        " SELECT run_id, flag, 0, count(*), sum(parts), sum(spent) FROM campaign_recipients"
        f" WHERE run_id = {run_id} AND flag <> 'skipped' GROUP BY run_id, flag",
        "INSERT INTO campaign_counts (run_id, flag, slot, people, parts, spent)"
        " SELECT run_id, 'accepted', 0, count(*), sum(parts), sum(spent) FROM campaign_recipients"
        f" WHERE run_id = {run_id} AND accepted GROUP BY run_id",
    )
    for statement in statements:
        connection.execute(text(statement))


def _told(browser: Browser, path: str) -> None:
    """The median by the clock, and of this processor."""
    taken, core = [], []
    for _ in range(TIMES):
        begun, cpu = time.perf_counter(), time.process_time()
        answer = browser.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        core.append((time.process_time() - cpu) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    middle = [sorted(each)[TIMES // 2] for each in (taken, core)]
    print(f"  {middle[0]:7.1f} ms ({middle[1]:.1f} of a core)  {_short(path)}")


def _first_byte(browser: Browser, path: str) -> None:
    """A download's first rows, and then the rest of it."""
    begun, before = time.perf_counter(), resident.set_back()
    answer = browser.client.get(path, base_url=browser.app.extensions["occ"].config.public_url)
    parts = iter(answer.iter_encoded())
    size = len(next(parts)) + len(next(parts))
    first = time.perf_counter() - begun
    size += sum(map(len, parts))
    seconds, more = time.perf_counter() - begun, resident.at_most() - before
    print(
        f"  {first * 1000:7.1f} ms to the first rows of {size / 2**20:.1f} MB, {seconds:.1f} s to"
        f" the last, {more:.0f} MB more  {_short(path)}"
    )


def _short(path: str) -> str:
    return re.sub("cmp_[0-9a-z]+", "…", path)


class _Nowhere:
    """No provider is called."""

    url = smsapi_url = "http://127.0.0.1:9"


_ACCOUNTS = Accounts(Credentials("AC" + "0" * 32, "0" * 32), "t" * 40, "smsapi")
_LONGER = Draft("A million", Text("On Sunday we are open. " * 10), "smsapi:FIRMA")


if __name__ == "__main__":
    main()
