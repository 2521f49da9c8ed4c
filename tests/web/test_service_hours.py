"""The page of a service's opening hours."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from occ.core.run import Runner
from occ.services import opening
from occ.services.models import Service
from occ.users.models import User
from tests.builders import NOW, a_service
from tests.web.browser import Browser, shown

FORM = {
    "has_hours": "on",
    "zone": "Europe/Rome",
    "monday": "9-13, 14:00-18:00",
    "saturday": "۱۰:۰۰-۱۲:۰۰",
    "on_0": "2026-12-25",
    "name_0": "Christmas",
    "on_1": "2026-12-24",
    "spans_1": "9:00-13:00",
}


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


def test_hours_are_saved_shown_again_and_given_up(
    run: Runner, administrator: Browser, sales: Service
) -> None:
    address = f"/services/{sales.key}/hours"
    assert 'value="09:00-18:00"' in administrator.get(address).text

    assert administrator.post(address, FORM).status_code == 302

    page = administrator.get(address).text
    assert 'value="09:00-13:00, 14:00-18:00"' in page and 'value="10:00-12:00"' in page
    assert page.index('value="2026-12-24"') < page.index('value="2026-12-25"')
    assert "Closed now, until" in page or "Open now, until" in page
    with run.reading() as session:
        kept = opening.of(session, session.get_one(Service, sales.id))
    assert (kept.zone, kept.is_open(NOW), kept.offers_when_shut) == ("Europe/Rome", False, False)

    administrator.post(address, {"zone": "", "offers_when_shut": "on"})
    with run.reading() as session:
        kept = opening.of(session, session.get_one(Service, sales.id))
    assert (kept.hours, kept.offers_when_shut) == (None, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"monday": "9-13, 12-14"}, "may not overlap"),
        ({"tuesday": "early"}, "such as 9:00-13:00"),
        ({"on_1": "2026-12-25"}, "This date stands here twice."),
        ({"on_1": ""}, "Enter the date of this day."),
        ({"zone": "Rome"}, "Choose one of the list."),
    ],
)
def test_what_can_not_be_is_named_and_stays_as_typed(
    administrator: Browser, sales: Service, typed: dict[str, str], sentence: str
) -> None:
    refused = administrator.post(f"/services/{sales.key}/hours", FORM | typed)

    assert refused.status_code == 422 or refused.status_code == 400
    assert sentence in refused.text
    assert 'value="9-13, ' in refused.text and 'value="Christmas"' in refused.text


def test_unassigned_has_no_hours(administrator: Browser, sales: Service) -> None:
    assert administrator.post("/services/unassigned/hours", FORM).status_code == 404


def test_the_change_log_says_which_day_changed_from_what_to_what(
    administrator: Browser, sales: Service, ada: User, run: Runner
) -> None:
    address = f"/services/{sales.key}/hours"
    administrator.post(address, FORM)
    administrator.post(address, FORM | {"monday": "", "spans_1": "9:00-12:00"})

    newest = shown(administrator.get("/journal?kind=service")).split("Service changed")[1]

    assert "Opening hours, Monday: 09:00-13:00, 14:00-18:00 → closed" in newest
    assert "Opening hours, 24 Dec 2026: 09:00-13:00 → 09:00-12:00" in newest
    assert "Saturday" not in newest and "Christmas" not in newest
    run(_speaks, ada.id, "fa")
    told = shown(administrator.get("/journal?kind=service"))
    assert "ساعت‌های کاری، ⁨دوشنبه⁩: ۰۹:۰۰-۱۳:۰۰, ۱۴:۰۰-۱۸:۰۰ ← بسته" in told


def _speaks(session: Session, user_id: int, language: str, now: datetime | None = None) -> None:
    session.get_one(User, user_id).language = language
