"""Who of selected contractors' contacts can get an SMS is counted to some thousands (C3, C5)."""

from __future__ import annotations

import pytest

from occ.contacts import picking
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import ContactSettings
from tests.builders import NOW
from tests.contacts.people import a_contact, a_contractor, agreed


@pytest.mark.parametrize(
    ("most", "ready", "no_consent", "without_number", "first"),
    [(4, 2, 1, 1, None), (5, 2, 1, 1, None), (3, 2, 1, 0, 3), (1, 1, 0, 0, 1)],
)
def test_a_page_counts_no_further_and_says_so(
    run: Runner, most: int, ready: int, no_consent: int, without_number: int, first: int | None
) -> None:  # C5
    run(store.save, ContactSettings("PL"), NOW)
    firma, other = run(a_contractor, "Firma"), run(a_contractor, "Other")
    run(a_contact, "Marta", "+48500100001", agreed(), contractor=firma)
    run(a_contact, "Jan", "+48500100002", contractor=firma)
    run(a_contact, "Ewa", "+48500100003", agreed(), contractor=firma)
    run(a_contact, "Nobody", contractor=firma)
    run(a_contact, "Reza", "+48500100004", agreed(), contractor=other)

    with run.reading() as session:
        found = picking.of_contractors(session, [firma.id], NOW, most)

    assert (found.ready, found.no_consent, found.abroad) == (ready, no_consent, 0)
    assert (found.without_number, found.first) == (without_number, first)
