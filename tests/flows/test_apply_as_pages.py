"""What the pages refuse a file is refused too; numbers change hands within a file."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from occ.contacts import countries
from occ.core.errors import Invalid, OccError
from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import CampaignSettings, CompanySettings, TwilioSettings
from tests.flows.test_apply_file import WHOLE, apply

SID, TOKEN = "AC" + "0a" * 16, "1b" * 16


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"account_sid": TOKEN, "auth_token": TOKEN}, "account_sid", "looks like an auth token"),
        ({"account_sid": TOKEN, "auth_token": SID}, "account_sid", "in each other's field"),
        ({"account_sid": "hello world"}, "account_sid", "begins with AC"),
        ({"account_sid": SID[:-1], "auth_token": TOKEN}, "account_sid", "34 characters"),
        ({"account_sid": SID, "auth_token": SID}, "auth_token", "looks like an Account SID"),
        ({"account_sid": SID, "second_token": SID}, "second_token", "looks like an Account SID"),
        ({"account_sid": SID, "auth_token": "", "whatsapp": True}, "auth_token", "no auth token"),
        ({"auth_token": TOKEN, "whatsapp": True}, "account_sid", "no Account SID yet"),
    ],
)
def test_an_account_that_can_not_work_is_refused_and_not_written_down(
    run: Runner, entered: dict[str, Any], field: str, sentence: str
) -> None:  # A1
    with pytest.raises(Invalid) as refused:
        apply(run, {"company": {"name": "Firma"}, "twilio": entered})

    assert sentence in str(refused.value.fields[field])
    with run.reading() as session:
        assert store.load(session, TwilioSettings) == TwilioSettings()
        assert session.scalars(select(JournalEntry)).all() == []


def test_an_account_from_a_variable_may_end_with_a_line(run: Runner) -> None:
    apply(run, {"twilio": {"account_sid": f"{SID}\n", "auth_token": f"{TOKEN}\n"}})

    with run.reading() as session:
        assert store.load(session, TwilioSettings) == TwilioSettings(False, SID, TOKEN)


def test_a_company_needs_a_name_as_on_its_page(run: Runner) -> None:
    for name in ("", "  ", "x" * 81):
        with pytest.raises(Invalid) as refused:
            apply(run, {"company": {"name": name}})
        assert "1 to 80 characters" in str(refused.value.fields["name"])

    apply(run, {"company": {"name": "  Example   Ltd "}})
    with run.reading() as session:
        assert store.load(session, CompanySettings).name == "Example Ltd"


def test_the_name_of_unassigned_is_reserved(run: Runner) -> None:
    with pytest.raises(Invalid) as refused:
        apply(run, {"services": [{"name": " Unassigned", "whatsapp_number": "+390612345678"}]})

    assert "Unassigned is reserved" in str(refused.value.fields["name"])


def test_numbers_change_hands_within_a_file(run: Runner) -> None:
    one, two, three = "+390612345678", "+390687654321", "+390600000000"

    def numbered(sales: str, support: str) -> dict[str, Any]:
        return {
            "services": [
                {"name": "Sales", "whatsapp_number": sales},
                {"name": "Support", "whatsapp_number": support},
            ]
        }

    apply(run, numbered(one, two))

    for sales, support in ((two, one), (one, three), ("", one), (one, "")):
        changed = apply(run, numbered(sales, support))

        assert changed == ["Service Sales", "Service Support"]
        assert apply(run, numbered(sales, support)) == []
        with run.reading() as session:
            stand = dict(session.execute(select(Service.name, Service.whatsapp_number)).all())
        assert (stand["Sales"] or "", stand["Support"] or "") == (sales, support)


def test_a_number_is_not_taken_from_a_service_that_keeps_it(run: Runner) -> None:
    apply(run, WHOLE)
    both = [{"name": name, "whatsapp_number": "+390612345678"} for name in ("Help", "Sales")]

    with pytest.raises(Invalid) as refused:
        apply(run, {"services": both})

    assert "belongs to Sales" in str(refused.value.fields["whatsapp_number"])


def test_the_countries_of_sms_are_those_of_the_file(run: Runner) -> None:  # C4
    assert apply(run, {"sms": {"countries": ["PL", "IT", "PL"]}}) == ["Settings: sms"]
    assert apply(run, {"sms": {"countries": ["IT", "PL"]}}) == []
    with run.reading() as session:
        assert countries.chosen(session) == {"IT", "PL"}

    with pytest.raises(OccError, match="countries in sms is one of"):
        apply(run, {"sms": {"countries": ["XX"]}})

    apply(run, {"company": {"country": "FR"}, "sms": {"countries": []}})
    with run.reading() as session:
        assert countries.chosen(session) == {"FR"}


def test_the_settings_of_campaigns_are_those_of_the_file(run: Runner) -> None:  # E
    assert apply(run, {"campaigns": {"blacklist_days": 7, "quiet_from": "20:30"}}) == [
        "Settings: campaigns"
    ]
    with run.reading() as session:
        found = store.load(session, CampaignSettings)
    assert found == CampaignSettings(blacklist_days=7, quiet_from="20:30")

    with pytest.raises(OccError, match="blacklist_days in campaigns takes a whole number"):
        apply(run, {"campaigns": {"blacklist_days": -1}})
    with pytest.raises(Invalid) as refused:
        apply(run, {"campaigns": {"quiet_from": "25:00", "quiet_until": "7"}})
    assert refused.value.fields.keys() == {"quiet_from", "quiet_until"}
