"""A file of contacts: checked, stored in slices, stopped, killed, and its refused lines back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.contacts import consents, do_not_write, finding, import_rows, phone_numbers
from occ.contacts.finding import Filter
from occ.contacts.import_models import Import, ImportState
from occ.contacts.imports import tables, work
from occ.contacts.imports.columns import Field
from occ.contacts.imports.reading import Line
from occ.contacts.models import Contact, Contractor
from occ.contacts.number_models import Consent, Origin
from occ.core import clock, files
from occ.core.address import Channel
from occ.core.run import Runner
from occ.flows import import_contacts
from occ.jobs import imports
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.builders import NOW, an_agent
from tests.contacts.people import a_contact, a_contractor, agreed, took_back

HEADER = "Telefon;Imię;Firma;Zgoda SMS;Data zgody;Tagi\n"
WORDS = "Zgadzam się na SMS-y."
MARTA, JAN = "+48500100200", "+48501000000"


@pytest.fixture
def bring(product: Product, run: Runner) -> Any:
    """Bring a file as Polish people write it, say its columns, and check it: the import's key."""
    run(store.save, CompanySettings(zone="Europe/Warsaw"), NOW)
    user = run(an_agent, "Sofia", online=False)

    def brought(text: str, header: str = HEADER, checks: bool = True) -> str:
        name = files.new_name()
        path = files.place(product.config.imports, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((header + text).encode("cp1250"))
        shape = tables.shape(path)
        rows = tables.beginning(path, shape, 6)
        made = run(import_contacts.bring, user.id, ("people.csv", name), shape, rows, NOW)
        fields = {int(place): Field(field) for place, field in made.columns.items()}
        fields |= {5: Field.TAGS} if header == HEADER else {}
        run(import_contacts.say_columns, made.key, fields, "PL", WORDS, NOW)
        if checks:
            assert imports.work_on_due(product)
        return str(made.key)

    return brought


def row(run: Runner, key: str) -> Import:
    with run.reading() as session:
        return import_rows.by_key(session, key)


def refusals(product: Product, run: Runner, key: str) -> list[tuple[int, str]]:
    path = work.beside(files.place(product.config.imports, row(run, key).file))
    return [(each.number, str(each.words)) for each in work.refused(path, 0, 100)]


def stored(product: Product, run: Runner, key: str) -> Import:
    run(import_contacts.begin, row(run, key).user_id, key, NOW)
    assert imports.work_on_due(product)
    return row(run, key)


def figures(found: Import) -> tuple[int, int, int, int]:
    return found.added, found.updated, found.same, found.refused


def names(run: Runner, wanted: Filter | None = None) -> set[str]:
    with run.reading() as session:
        page = finding.page(session, wanted or Filter(), None, 100, "PL")
        return {contact.name for contact in page}


def may(run: Runner, phone: str) -> bool:
    with run.reading() as session:
        return consents.allows(session, phone, Channel.SMS, "campaign")


def test_a_file_is_checked_line_by_line_before_anything_is_stored(
    bring: Any, product: Product, run: Runner
) -> None:  # C3, C4
    run(a_contact, "Jan Lis", JAN, contractor=run(a_contractor, "Łoś Sp. z o.o."))
    key = bring(
        "500100200;Łucja;Łoś Sp. z o.o.;tak;12.05.2026;vip\n"
        "48501000000.0;Jan Lis;Łoś Sp. z o.o.;;;\n"
        "4.85001E+10;Cut;;tak;;\n"
        "+48 500 100 200;Double;;;;\n"
        "989123456789;Reza;;tak;;\n"
        ";Nobody;;;;\n"
        "502000000;Perhaps;;chyba;;\n"
    )

    found = row(run, key)
    assert found.state is ImportState.CHECKED
    assert figures(found) == (1, 0, 1, 5)
    assert names(run) == {"Jan Lis"}
    assert refusals(product, run, key) == [
        (
            4,
            "4.85001E+10 is not a number any more; the spreadsheet cut it. "
            "Format the column as text and import again.",
        ),
        (5, "The same number stands in line 2."),
        (6, "SMS may not go to IR: an administrator allows it in Settings → SMS → Countries."),
        (7, "There is no number."),
        (8, "chyba is neither yes nor no."),
    ]


def test_what_was_checked_is_stored_with_its_consents(
    bring: Any, product: Product, run: Runner
) -> None:  # C3
    key = bring("500100200;Łucja Żak;Firma;tak;12.05.2026;vip, Poznań\n501000000;Jan;Firma;;;\n")

    found = stored(product, run, key)

    assert (found.state, figures(found)) == (ImportState.DONE, (2, 0, 0, 0))
    assert names(run, Filter(words="zak", tag="vip", sms="yes", country="PL")) == {"Łucja Żak"}
    assert may(run, MARTA) and not may(run, JAN)
    with run.reading() as session:
        [consent] = session.scalars(select(Consent))
        assert (consent.words, consent.at.date().isoformat()) == (WORDS, "2026-05-12")
        assert session.scalar(select(func.count()).select_from(Contractor)) == 1


def test_the_same_file_again_changes_nothing(bring: Any, product: Product, run: Runner) -> None:
    text = "500100200;Łucja;Firma;tak;12.05.2026;vip\n"
    stored(product, run, bring(text))

    again = bring(text)

    assert figures(row(run, again)) == (0, 0, 1, 0)
    assert figures(stored(product, run, again)) == (0, 0, 1, 0)
    with run.reading() as session:
        assert len(session.scalars(select(Consent)).all()) == 1
        assert len(session.scalars(select(Contact)).all()) == 1


def test_a_known_contact_takes_what_is_new_and_keeps_what_the_file_leaves_empty(
    bring: Any, product: Product, run: Runner
) -> None:
    run(a_contact, "martusia", MARTA, tags=("old",), language="pl")

    found = stored(product, run, bring("500100200;Marta Kowalska;;;;new\n"))

    assert figures(found) == (0, 1, 0, 0)
    assert names(run, Filter(words="kowalska", tag="old", language="pl")) == {"Marta Kowalska"}
    assert names(run, Filter(tag="new")) == {"Marta Kowalska"}
    assert names(run, Filter(words="martusia")) == set()


def test_a_file_gives_no_consent_anew_that_somebody_took_back(
    bring: Any, product: Product, run: Runner
) -> None:  # C3
    run(a_contact, "Marta", MARTA, agreed(), took_back())
    run(a_contact, "Jan", JAN, agreed(), took_back())

    found = stored(product, run, bring("500100200;Marta;;tak;;\n501000000;Jan;;tak;2026-05-12;\n"))

    assert found.withheld == 2
    assert not may(run, MARTA) and not may(run, JAN)


def test_a_consent_of_a_later_day_is_taken_and_a_no_takes_it_back(
    bring: Any, product: Product, run: Runner
) -> None:  # C3
    last_year = replace(took_back(), at=clock.now() - timedelta(days=365))
    run(a_contact, "Marta", MARTA, agreed(), last_year)
    run(a_contact, "Jan", JAN, agreed())
    day = (clock.now() - timedelta(days=1)).date().isoformat()

    stored(product, run, bring(f"500100200;Marta;;tak;{day};\n501000000;Jan;;nie;;\n"))

    assert may(run, MARTA) and not may(run, JAN)


def test_who_is_on_our_list_stays_there(bring: Any, product: Product, run: Runner) -> None:
    stored(product, run, bring("500100200;Marta;;;;\n"))
    [held] = run(phone_numbers.rows, [MARTA], NOW).values()
    run(do_not_write.add, held, Origin.STOP, "STOP", None, NOW)

    stored(product, run, bring("500100200;Marta;;tak;2026-11-20;\n"))

    with run.reading() as session:
        assert do_not_write.holds(session, [MARTA]) == {MARTA}


def begun(bring: Any, run: Runner, product: Product, count: int) -> tuple[Import, list[Line]]:
    """An import of so many people that is being stored, and its lines."""
    key = bring("".join(f"5001{number:05d};Person {number};;tak;;\n" for number in range(count)))
    run(import_contacts.begin, row(run, key).user_id, key, NOW)
    path = work.beside(files.place(product.config.imports, row(run, key).file))
    return row(run, key), work.lines(path, 0, count)


def counted(run: Runner, table: type[Any]) -> int:
    with run.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_import_that_is_killed_goes_on_and_stores_nothing_twice(
    bring: Any, product: Product, run: Runner
) -> None:  # C3
    found, lines = begun(bring, run, product, 55)

    def killed(session: Session) -> None:
        """After the slice was written, before the commit."""
        assert import_contacts.store(session, found.id, lines[19].number, lines[20:30], NOW)
        raise KeyboardInterrupt

    assert run(import_contacts.store, found.id, 0, lines[:20], NOW)
    with pytest.raises(KeyboardInterrupt):
        run(killed)
    assert counted(run, Contact) == 20

    assert imports.work_on_due(product)

    ended = row(run, found.key)
    assert (ended.state, ended.added) == (ImportState.DONE, 55)
    assert (counted(run, Contact), counted(run, Consent)) == (55, 55)


def test_two_processes_store_a_slice_once(bring: Any, product: Product, run: Runner) -> None:
    found, lines = begun(bring, run, product, 20)

    assert run(import_contacts.store, found.id, 0, lines[:10], NOW)
    assert not run(import_contacts.store, found.id, 0, lines[:10], NOW)

    assert counted(run, Contact) == 10


def test_a_stopped_import_goes_on_where_it_was(bring: Any, product: Product, run: Runner) -> None:
    found, lines = begun(bring, run, product, 25)
    run(import_contacts.store, found.id, 0, lines[:10], NOW)

    run(import_contacts.stop, found.user_id, found.key, NOW)
    assert not imports.work_on_due(product)
    assert not run(import_contacts.store, found.id, lines[9].number, lines[10:], NOW)

    ended = stored(product, run, found.key)
    assert (ended.state, ended.added) == (ImportState.DONE, 25)


def test_the_columns_of_a_header_are_remembered(bring: Any, product: Product, run: Runner) -> None:
    bring("500100200;Marta;;;;vip\n")

    again = bring("501000000;Jan;;;;vip\n", checks=False)

    assert row(run, again).columns["5"] == "tags"


def test_a_file_that_breaks_off_says_so_and_can_be_read_again(
    bring: Any, product: Product, run: Runner
) -> None:
    key = bring("500100200;Marta;;;;\n", checks=False)
    path = files.place(product.config.imports, row(run, key).file)
    path.write_bytes(HEADER.encode("cp1250") + b'"' + b"x" * (2 * 2**20))

    imports.work_on_due(product)

    found = row(run, key)
    assert found.state is ImportState.COLUMNS
    assert found.problem is not None and "can't be read" in found.problem["text"]
