"""Contacts among many: by words, by number, by what is known of them, a page at a time."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from occ.contacts import finding
from occ.contacts.finding import Filter
from occ.core.run import Runner
from tests.contacts.people import a_contact, a_contractor, agreed, took_back

FIRMA, MARTA, JAN, REZA, ADA = "Firma", "Marta Kowalska", "Jan Łoś", "رضا احمدی", "Ada Müller"


@pytest.fixture
def people(run: Runner) -> str:
    """The key of the contractor that Marta and Jan belong to."""
    firma = run(a_contractor, FIRMA)
    run(a_contact, MARTA, "+48500100200", agreed(), contractor=firma, tags=("vip",), language="pl")
    run(a_contact, JAN, "+48501000000", took_back(), contractor=firma, language="pl")
    run(a_contact, REZA, "+989123456789", agreed(), tags=("vip", "Tehran"))
    run(a_contact, ADA)
    return firma.key


def names(run: Runner, wanted: Filter) -> list[str]:
    with run.reading() as session:
        found = [each.name for each in finding.page(session, wanted, None, 50, "PL")]
        assert finding.count(session, wanted, "PL") == len(found)
    return found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [ADA, REZA, JAN, MARTA]),
        (Filter(words="kowal"), [MARTA]),
        (Filter(words="KOWALSKA m"), [MARTA]),
        (Filter(words="los"), [JAN]),
        (Filter(words="muller"), [ADA]),
        (Filter(words="احمدي"), [REZA]),
        (Filter(words="owalska"), []),
        (Filter(words="+48 500"), [MARTA]),
        (Filter(words="500 100 200"), [MARTA]),
        (Filter(words="0048501"), [JAN]),
        (Filter(words="98912"), [REZA]),
        (Filter(tag="vip"), [REZA, MARTA]),
        (Filter(tag="vip", country="PL"), [MARTA]),
        (Filter(country="IR"), [REZA]),
        (Filter(language="pl"), [JAN, MARTA]),
        (Filter(sms="yes"), [REZA, MARTA]),
        (Filter(sms="no"), [JAN]),
        (Filter(whatsapp="never"), [REZA, JAN, MARTA]),
        (Filter(sms="yes", country="IR", tag="Tehran", words="رضا"), [REZA]),
        (Filter(tag="nobody's"), []),
    ],
    ids=str,
)
def test_contacts_are_found_by_what_is_known_of_them(
    run: Runner, people: str, wanted: Filter, found: list[str]
) -> None:  # C3
    assert names(run, wanted) == found


def test_contacts_are_found_by_their_contractor(run: Runner, people: str) -> None:  # C3
    assert names(run, Filter(contractor=people)) == [JAN, MARTA]
    assert names(run, Filter(contractor=people, sms="yes")) == [MARTA]
    assert names(run, Filter(contractor="ctr_none")) == []


def test_a_long_list_is_read_page_by_page(run: Runner) -> None:
    for number in range(7):
        run(a_contact, f"Person {number}", tags=("all",))

    for wanted in (Filter(), Filter(tag="all"), Filter(words="person")):
        seen: list[str] = []
        before = None
        while True:
            with run.reading() as session:
                page = finding.page(session, wanted, before, 3, None)
            if not page:
                break
            seen += [each.name for each in page]
            before = page[-1].id
        assert seen == [f"Person {number}" for number in reversed(range(7))]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Filter(), "contacts"),
        (Filter(tag="vip"), "contact_tags"),
        (Filter(country="PL"), "ix_phone_numbers_country"),
        (Filter(sms="yes"), "ix_phone_numbers_sms"),
        (Filter(sms="never"), "ix_phone_numbers_sms"),
        (Filter(language="pl"), "ix_contacts_language"),
        (Filter(contractor="ctr"), "ix_contacts_contractor"),
    ],
    ids=str,
)
def test_a_page_is_read_off_an_index_in_its_order_and_sorts_nothing(
    run: Runner, wanted: Filter, index: str
) -> None:
    with run.reading() as session:
        contact_id, query = finding.led(session, wanted, "PL")
        query = query.where(contact_id < 1000).order_by(contact_id.desc()).limit(51)
        compiled = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = " ".join(
            str(row[3]) for row in session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))
        )

    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN" not in plan
