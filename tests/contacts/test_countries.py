"""The countries that SMS may go to (C4)."""

from __future__ import annotations

import pytest

from occ.contacts import countries
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CompanySettings, ContactSettings
from tests.builders import NOW

POLISH, IRANIAN, CANADIAN = "+48500100200", "+989123456789", "+14165550123"


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("company", "chosen", "found"),
    [
        (CompanySettings(country="PL"), "", {"PL"}),
        (CompanySettings(zone="Europe/Warsaw"), "", {"PL"}),
        (CompanySettings(country="PL"), "IT FR", {"IT", "FR"}),
        (CompanySettings(), "", set()),
    ],
    ids=["the company's", "its zone's", "those chosen", "none is known"],
)
def test_the_company_s_own_country_unless_others_are_chosen(
    run: Runner, company: CompanySettings, chosen: str, found: set[str]
) -> None:  # C4
    run(store.save, company, NOW)
    run(store.save, ContactSettings(countries=chosen), NOW)

    with run.reading() as session:
        assert countries.chosen(session) == found


def test_a_number_is_allowed_by_its_country_and_not_by_its_prefix() -> None:  # C4
    only = frozenset({"PL", "US"})

    assert countries.allowed(only, POLISH)
    assert not countries.allowed(only, IRANIAN)
    assert not countries.allowed(only, CANADIAN)
