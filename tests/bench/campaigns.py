"""Campaigns: sends a second, claims alone, an audience built, and the pages at that size.

    python -m tests.bench.campaigns [people] [sends]

100,000 people in the audience and 1,000 sends where none are named; SQLite, synchronous=FULL,
one process. The floor makes the same calls of SMSAPI, as many at the same time, by requests alone;
it commits before and after each hundred, and keeps each delivery report in a commit of its own; it
has no ledger, no consent, no pages. OCC commits each report twice, as it came and once handled, in
groups where many wait. The simulator is a process of its own beside both. A core's second is
processor time of the measured process: on a busy machine that ratio is the one to trust.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import requests
from flask import Flask, request
from requests.adapters import HTTPAdapter
from sqlalchemy import Engine, create_engine, event, text

from occ import bootstrap
from occ.app import create_app
from occ.core import clock
from occ.flows import feed_campaign, start_campaign
from occ.jobs.runner import Runner
from occ.jobs.schedule import JOBS
from occ.migrations import schema
from occ.product import Product
from occ.providers.simulator.server import serve_in_thread
from occ.torture import command, company
from occ.torture.company import Accounts
from occ.users.models import User
from tests.web.browser import Browser

AT_ONCE = feed_campaign.AT_ONCE
CLAIMS = 5_000
TIMES = 15
TIMEOUT = 30
RATE = 1_000


class _Beside(NamedTuple):
    """Where the simulator is."""

    url: str
    smsapi_url: str
    accounts: Accounts


Work = Callable[[Path, _Beside, int], Any]


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sends = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    floor, product = _apart(_floor, sends), _apart(_sends, sends)
    for name, (seconds, cpu) in (("floor", floor), ("product", product)):
        print(f"{name:8} {sends / seconds:6.0f} sends/s {sends / cpu:6.0f} a core's second")
    ratios = floor[0] / product[0], floor[1] / product[1]
    print(f"product  {ratios[0]:.2f} of the floor by the clock, {ratios[1]:.2f} by the core")
    _apart(_audience, people)


def _apart(work: Work, count: int) -> Any:
    """Beside a simulator, each in a process of its own."""
    context = get_context("spawn")
    told, answers, over = context.Queue(), context.Queue(), context.Event()
    simulator = context.Process(target=_simulator, args=(told, over))
    simulator.start()
    process = context.Process(target=_tell, args=(answers, work, told.get(), count))
    process.start()
    found = answers.get()
    process.join()
    over.set()
    simulator.join()
    return found


def _simulator(told: Any, over: Any) -> None:
    with serve_in_thread() as running:
        running.smsapi.points = None
        accounts = Accounts(running.credentials, running.smsapi.token, "smsapi")
        told.put(_Beside(running.url, running.smsapi_url, accounts))
        over.wait()


def _tell(answers: Any, work: Work, simulator: _Beside, count: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        answers.put(work(Path(home), simulator, count))


def _floor(home: Path, simulator: _Beside, sends: int) -> tuple[float, float]:
    engine = create_engine(f"sqlite:///{home / 'floor.db'}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _durable)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sent (id INTEGER PRIMARY KEY, phone, body, sid)"))
        connection.execute(text("CREATE TABLE told (id INTEGER PRIMARY KEY, sid, status)"))
    app = Flask("floor")

    def told() -> str:
        row = {"sid": request.values["MsgId"], "status": request.values["status"]}
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO told (sid, status) VALUES (:sid, :status)"), row)
        return "OK"

    app.add_url_rule("/told", view_func=told, methods=["GET", "POST"])
    listener = bootstrap.listen("127.0.0.1", 0)
    bootstrap.serve("threading", listener, app)
    http = requests.Session()
    http.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE))
    http.headers["Authorization"] = f"Bearer {simulator.accounts.sms_token}"
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/told"
    _freeze()

    def call(number: int) -> dict[str, Any]:
        form = {"to": f"{48_600_000_000 + number}", "from": "FIRMA", "message": "Open on Sunday."}
        form |= {"idx": f"n{number}", "check_idx": "1", "notify_url": address, "format": "json"}
        answer = http.post(f"{simulator.smsapi_url}/sms.do", form, timeout=TIMEOUT)
        return {"id": number + 1, "sid": answer.json()["list"][0]["id"]}

    begun, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for first in range(0, sends, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, sends))
            rows = [{"id": each + 1, "phone": str(each)} for each in numbers]
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO sent (id, phone) VALUES (:id, :phone)"), rows)
            answered = list(pool.map(call, numbers))
            with engine.begin() as connection:
                connection.execute(text("UPDATE sent SET sid = :sid WHERE id = :id"), answered)
    _wait(engine, "SELECT count(*) FROM told WHERE status = '404'", sends)
    return time.perf_counter() - begun, time.process_time() - cpu


def _sends(home: Path, simulator: _Beside, sends: int) -> tuple[float, float]:
    product, app, key, owner_id = _furnished(home, simulator, sends)
    listener = bootstrap.listen(product.config.host, product.config.port)
    bootstrap.serve("threading", listener, app)
    Runner(product, JOBS).start()
    _freeze()
    begun, cpu = time.perf_counter(), time.process_time()
    product.run(start_campaign.send, owner_id, key, None, clock.now())
    beside = create_engine(product.run.database.url)
    _wait(beside, "SELECT count(*) FROM messages WHERE delivery = 'delivered'", sends)
    return time.perf_counter() - begun, time.process_time() - cpu


def _audience(home: Path, simulator: _Beside, people: int) -> None:
    begun = time.perf_counter()
    product, app, key, owner_id = _furnished(home, simulator, people, is_counted=False)
    print(f"{people} contacts imported with consent in {time.perf_counter() - begun:.1f} s")
    begun, before = time.perf_counter(), _peak()
    company.count(product, key)
    seconds = time.perf_counter() - begun
    print(
        f"audience {seconds:.1f} s, {people / seconds:.0f} people/s, peak {_peak():.0f} MB"
        f" ({_peak() - before:.0f} MB more)"
    )
    product.run(start_campaign.send, owner_id, key, None, clock.now())
    _claims(product, key)
    with product.run.reading() as session:
        browser = Browser(app, session.get_one(User, owner_id))
    report = f"/campaigns/{key}/report"
    for path in ("/campaigns", f"/campaigns/{key}", report, f"{report}?after={people // 2}"):
        print(f"  {_median(browser, path):6.1f} ms  {path.replace(key, '…')}")


def _claims(product: Product, key: str) -> None:
    now, claimed = clock.now(), 0
    with product.run.reading() as session:
        carriers = frozenset(product.carriers(session))
    begun, cpu = time.perf_counter(), time.process_time()
    while claimed < CLAIMS:
        now += timedelta(seconds=1)
        fed = product.run(feed_campaign.feed, key, carriers, now)
        if not fed.claimed:
            break
        claimed += len(fed.claimed)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(
        f"claims alone {claimed / seconds:.0f}/s, {claimed / cpu:.0f} a core's second"
        f" (of {claimed})"
    )


def _furnished(
    home: Path, simulator: _Beside, people: int, is_counted: bool = True
) -> tuple[Product, Flask, str, int]:
    app = create_app(command.config_at(home, None, simulator))
    product: Product = app.extensions["occ"]
    schema.upgrade(product.run.database)
    owner_id = company.found(product, simulator.accounts, people, RATE)
    company.gather(product, owner_id, people)
    key = company.write(product, owner_id)
    if is_counted:
        company.count(product, key)
    return product, app, key, owner_id


def _wait(engine: Engine, query: str, sends: int) -> None:
    """Looking costs both the same."""
    told = 0
    while told < sends:
        time.sleep(0.1)
        with engine.connect() as connection:
            told = connection.execute(text(query)).scalar_one()


def _freeze() -> None:
    """As `occ serve` does. The floor, too: it has OCC's modules in its memory and none of its own
    for the collector to go through.
    """
    gc.collect()
    gc.freeze()


def _durable(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _peak() -> float:
    """Megabytes of resident memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _median(browser: Browser, path: str) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = browser.get(path)
        taken.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return sorted(taken)[TIMES // 2] * 1000


if __name__ == "__main__":
    main()
