"""The countries that SMS may go to (C4)."""

from __future__ import annotations

from babel.core import get_global
from sqlalchemy.orm import Session

from occ.core.address import country_of
from occ.settings import store
from occ.settings.company import COUNTRIES
from occ.settings.pages import CompanySettings, ContactSettings


def home(company: CompanySettings) -> str | None:
    """The company's country, or that of its time zone where none was chosen; None for UTC."""
    found = company.country or get_global("zone_territories").get(company.zone)
    return found if found in COUNTRIES else None


def home_of(session: Session) -> str | None:
    return home(store.load(session, CompanySettings))


def chosen(session: Session) -> frozenset[str]:
    """Those that may be written to: the ones chosen, or else the company's own."""
    listed = store.load(session, ContactSettings).listed
    own = home_of(session)
    return listed or frozenset([own] if own else [])


def allowed(countries: frozenset[str], phone: str) -> bool:
    """Whether SMS may go to a number (E.164)."""
    return country_of(phone) in countries
