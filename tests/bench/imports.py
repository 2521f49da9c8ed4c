"""Import of many contacts from a CSV file: time, memory, and how fast their list answers then.

    python -m tests.bench.imports [rows]

A million rows where none is named: number, name, company, consent, tag. The floor reads the same
file by `csv`, and inserts as many contacts, numbers, words and consents by SQLAlchemy Core into
the same tables, in as many commits; it checks nothing and looks nothing up. Memory is what the
import takes at most above what the process had before it: of 100,000 rows and of a million.
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import insert

from occ.app import assemble
from occ.config import Config
from occ.contacts import finding
from occ.contacts.finding import Filter
from occ.contacts.imports import tables
from occ.contacts.imports.columns import Field
from occ.contacts.models import Contact, ContactWord
from occ.contacts.number_models import Consent, PhoneNumber
from occ.core import clock, files, ids
from occ.flows import import_contacts
from occ.jobs import imports
from occ.migrations import schema
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.bench import resident
from tests.builders import an_agent

NAMES = ("Anna", "Łucja", "Jan", "Grażyna", "Marek", "Zofia", "Reza", "Élodie")
LISTS = (
    Filter(),
    Filter(words="grazyna"),
    Filter(words="person77"),
    Filter(sms="yes"),
    Filter(sms="never", country="PL"),
    Filter(tag="vip"),
    Filter(tag="rare", sms="yes"),
    Filter(words="600 1"),
)
TIMES = 20
Taken = tuple[float, float, float]
"""Seconds by the clock, of a core, and at most so many megabytes more than before."""
Work = Callable[[Path, Path], Taken]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people.csv"
        _write(people, count)
        megabytes = people.stat().st_size / 2**20
        print(f"{count} rows, {megabytes:.0f} MB of CSV; SQLite, synchronous=FULL")
        floor = _apart(_floor, Path(folder) / "floor", people)
        product = _apart(_product, Path(folder) / "product", people)
    print(f"{'':8} {'seconds':>8} {'rows/s':>8} {'core s':>8} {'a core s':>8} {'MB more':>8}")
    for name, (seconds, core, more) in (("floor", floor), ("product", product)):
        print(
            f"{name:8} {seconds:8.1f} {count / seconds:8.0f} {core:8.1f} {count / core:8.0f}"
            f" {more:8.0f}"
        )
    ratios = [before / after for before, after in zip(floor[:2], product[:2], strict=True)]
    print(f"product  {ratios[0]:.2f} of the floor by the clock, {ratios[1]:.2f} by the core")


def _apart(work: Work, home: Path, people: Path) -> Taken:
    """In a process of its own, since memory is never given back."""
    context = get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_tell, args=(answers, work, home, people))
    process.start()
    found: Taken = answers.get()
    process.join()
    return found


def _tell(answers, work, home, people) -> None:  # type: ignore[no-untyped-def]
    answers.put(work(home, people))


class _Clock:
    """From now on; memory's highest mark is set back."""

    def __init__(self) -> None:
        self.before = resident.set_back()
        self.begun, self.core = time.monotonic(), time.process_time()

    def taken(self) -> Taken:
        seconds, core = time.monotonic() - self.begun, time.process_time() - self.core
        return seconds, core, resident.at_most() - self.before


def _product(home: Path, people: Path) -> Taken:
    product = _opened(home)
    run = product.run
    user = run(an_agent, "Sofia", online=False)
    name = files.new_name()
    path = files.place(product.config.imports, name)
    path.parent.mkdir(parents=True)
    shutil.copyfile(people, path)
    shape = tables.shape(path)
    rows = tables.beginning(path, shape, 6)
    clock_ = _Clock()
    made = run(import_contacts.bring, user.id, ("people.csv", name), shape, rows, clock.now())
    fields = {int(place): Field(field) for place, field in made.columns.items()}
    run(import_contacts.say_columns, made.key, fields, "PL", "I agree.", clock.now())
    imports.work_on_due(product)
    checked = time.monotonic()
    print(f"checked in {checked - clock_.begun:.1f} s", flush=True)
    run(import_contacts.begin, user.id, made.key, clock.now())
    imports.work_on_due(product)
    taken = clock_.taken()
    print(f"stored in {time.monotonic() - checked:.1f} s", flush=True)
    for wanted in LISTS:
        print(f"  list {_median(product, wanted):6.1f} ms  {_named(wanted)}")
    return taken


def _floor(home: Path, people: Path) -> Taken:
    product = _opened(home)
    clock_ = _Clock()
    now, at = clock.now(), 0
    with open(people, encoding="utf-8", newline="") as file:
        every = csv.reader(file, delimiter=";")
        next(every)
        while part := [row for _, row in zip(range(imports.STORED_AT_ONCE), every, strict=False)]:
            with product.run.database.writing_plainly() as connection:
                numbered = list(enumerate(part, at + 1))
                at += len(part)
                connection.execute(
                    insert(Contact),
                    [
                        {
                            "id": n,
                            "key": ids.new("ctc"),
                            "name": row[1],
                            "note": "",
                            "created_at": now,
                        }
                        for n, row in numbered
                    ],
                )
                connection.execute(
                    insert(PhoneNumber),
                    [
                        {
                            **{"id": n, "key": ids.new("num"), "phone": f"+48{row[0]}"},
                            **{"country": "PL", "contact_id": n, "added_at": now},
                            "sms_consent": True if row[3] else None,
                        }
                        for n, row in numbered
                    ],
                )
                connection.execute(
                    insert(ContactWord),
                    [
                        {"word": word, "contact_id": n}
                        for n, row in numbered
                        for word in row[1].split()
                    ],
                )
                connection.execute(
                    insert(Consent),
                    [
                        {
                            **{"number_id": n, "channel": "sms", "purpose": "campaign"},
                            **{"granted": True, "at": now, "how": "import", "words": "I agree."},
                            "recorded_at": now,
                        }
                        for n, row in numbered
                        if row[3]
                    ],
                )
    return clock_.taken()


def _median(product: Product, wanted: Filter) -> float:
    """Milliseconds for a page of the list and its count."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with product.run.reading() as session:
            finding.page(session, wanted, None, 51, "PL")
            finding.count(session, wanted, "PL")
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[TIMES // 2] * 1000


def _named(wanted: Filter) -> str:
    return ", ".join(f"{name} {value}" for name, value in vars(wanted).items() if value) or "all"


def _opened(home: Path) -> Product:
    home.mkdir()
    config = Config(
        home=home,
        database_url=f"sqlite:///{home / 'occ.db'}",
        redis_url=None,
        host="127.0.0.1",
        port=0,
        public_url="http://127.0.0.1",
        async_mode="threading",
        twilio_api_url="http://127.0.0.1:9",
        smsapi_api_url=None,
    )
    product = assemble(config, lambda database: lambda told: None)
    schema.upgrade(product.run.database)
    product.run(store.save, CompanySettings(country="PL"), clock.now())
    return product


def _write(people: Path, count: int) -> None:
    chance = random.Random(1)
    with open(people, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Telefon", "Imię", "Firma", "Zgoda SMS", "Etykiety"])
        for number in range(count):
            tags = "rare" if number % 50_000 == 7 else "vip" if chance.random() < 0.1 else ""
            consent = "tak" if chance.random() < 0.7 else ""
            name = f"{chance.choice(NAMES)} Person{number}"
            rows.writerow([600_000_000 + number, name, f"Firma {number % 1000}", consent, tags])


if __name__ == "__main__":
    main()
