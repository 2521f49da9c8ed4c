"""`occ apply`: everything from one file, as often as one likes, and nothing by halves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from occ.core.errors import Invalid, OccError
from occ.core.priority import Priority
from occ.core.run import Runner
from occ.flows import apply_document, apply_file
from occ.journal import entries as journal
from occ.services import desk_rules, editing, queue_rules, widgets
from occ.services.desk_rules import DeskRules
from occ.services.models import UNASSIGNED_KEY, Service
from occ.services.queue_rules import QueueRules
from occ.settings import store
from occ.settings.pages import CompanySettings, RoutingSettings, TwilioSettings
from occ.users import accounts
from occ.users.models import Role
from tests.builders import NOW

WHOLE = {
    "twilio": {"account_sid": "AC" + "0" * 32, "auth_token": "a different form", "whatsapp": True},
    "company": {"name": "Firma", "language": "pl", "zone": "Europe/Warsaw"},
    "routing": {"offer_seconds": 45},
    "users": [
        {
            "name": "Ana",
            "email": " Ana@Example.com ",
            "channels": ["chat", "whatsapp"],
            "max_interactions": 5,
            "auto_accept": True,
        },
        {"name": "Sofia", "email": "sofia@example.com", "role": "supervisor"},
    ],
    "services": [
        {
            "name": "Sales",
            "whatsapp_number": "+39 06 1234 5678",
            "members": ["ana@example.com"],
            "priority": "high",
        }
    ],
    "widgets": [{"key": "website", "name": "Website", "whatsapp_services": ["Sales"]}],
}


def apply(run: Runner, document: dict[str, Any]) -> list[str]:
    apply_document.check(document)
    return run(apply_file.apply, document, {}, NOW)


def test_a_whole_company_stands_as_the_file_says(run: Runner) -> None:
    changes = apply(run, WHOLE)

    assert changes == [
        "Settings: twilio",
        "Settings: company",
        "Settings: routing",
        "User ana@example.com",
        "User sofia@example.com",
        "Service Sales",
        "Widget website",
    ]
    with run.reading() as session:
        assert store.load(session, TwilioSettings).auth_token == "a different form"
        assert store.load(session, CompanySettings) == CompanySettings(
            "Firma", "pl", "Europe/Warsaw"
        )
        assert store.load(session, RoutingSettings) == RoutingSettings(offer_seconds=45)
        ana = accounts.by_email(session, "ana@example.com")
        assert ana is not None
        assert (ana.chat, ana.whatsapp, ana.max_interactions, ana.auto_accept) == (
            True,
            True,
            5,
            True,
        )
        sales = session.scalars(select(Service).where(Service.name == "Sales")).one()
        assert sales.whatsapp_number == "+390612345678"
        assert editing.members(session, sales.id) == [ana]
        assert sales.priority == Priority.HIGH
        assert widgets.facts(session, "website")["services"] == ["Sales"]


def test_the_second_time_nothing_changes(run: Runner) -> None:
    apply(run, WHOLE)

    assert apply(run, WHOLE) == []


def test_what_the_file_does_not_name_stays_as_it_is(run: Runner) -> None:
    apply(run, WHOLE)

    changes = apply(
        run,
        {
            "users": [
                {"name": "Ana Rossi", "email": "ana@example.com"},
                {"name": "Sofia", "email": "sofia@example.com"},
            ],
            "services": [{"name": "Sales"}],
            "widgets": [{"key": "website", "allowed_origins": ["https://www.example.com"]}],
        },
    )

    assert changes == ["User ana@example.com", "Widget website"]
    with run.reading() as session:
        ana = accounts.by_email(session, "ana@example.com")
        sofia = accounts.by_email(session, "sofia@example.com")
        assert ana is not None and sofia is not None
        assert (ana.name, ana.whatsapp, ana.max_interactions) == ("Ana Rossi", True, 5)
        assert sofia.role is Role.SUPERVISOR
        website = widgets.facts(session, "website")
        assert website["name"] == "Website"
        assert website["allowed_origins"] == ["https://www.example.com"]
        assert website["services"] == ["Sales"]


def test_a_service_gives_up_its_number_and_its_members(run: Runner) -> None:
    apply(run, WHOLE)

    empty = {"name": "Sales", "whatsapp_number": "", "members": []}

    assert apply(run, {"services": [empty]}) == ["Service Sales"]
    with run.reading() as session:
        sales = session.scalars(select(Service).where(Service.name == "Sales")).one()
        assert (sales.whatsapp, sales.whatsapp_number) == (False, None)
        assert editing.members(session, sales.id) == []


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"services": [{"name": "Help", "members": ["eve@example.com"]}]}, "eve@example.com"),
        ({"widgets": [{"key": "help", "whatsapp_services": ["Help"]}]}, "the service Help"),
    ],
)
def test_a_file_that_names_what_is_not_there_changes_nothing(
    run: Runner, part: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(OccError, match=sentence):
        apply(run, {"company": {"name": "Firma"}, **part})

    with run.reading() as session:
        assert store.load(session, CompanySettings) == CompanySettings()


def test_a_number_of_another_service_is_refused(run: Runner) -> None:
    apply(run, WHOLE)

    with pytest.raises(Invalid) as refused:
        apply(run, {"services": [{"name": "Help", "whatsapp_number": "+390612345678"}]})

    assert "belongs to Sales" in str(refused.value.fields["whatsapp_number"])


USER = {"name": "Ana", "email": "ana@example.com"}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"telegram": {}}, "telegram is not known. Known are: twilio, company,"),
        ({"twilio": {"sid": "AC"}}, "sid is not known in twilio. Known are: account_sid,"),
        ({"twilio": 3}, r"Write twilio as \[twilio\]\."),
        ({"twilio": [{"whatsapp": True}]}, r"Write twilio as \[twilio\]\."),
        ({"users": USER}, r"Write users as \[\[users\]\]\."),
        ({"users": ["Ana"]}, r"Write users as \[\[users\]\]\."),
        ({"twilio": {"whatsapp": "yes"}}, "whatsapp in twilio takes true or false."),
        ({"twilio": {"account_sid": 5}}, "account_sid in twilio takes a text in quotes."),
        ({"services": [{"whatsapp_number": "+39"}]}, "Each of services needs name."),
        ({"users": [{"name": "Ana"}]}, "Each of users needs email."),
        ({"services": [{"name": "Sales", "members": "ana"}]}, "members in services takes a list"),
        ({"services": [{"name": "Sales", "members": [1]}]}, "members in services takes a list"),
        ({"users": [{**USER, "channels": ["fax"]}]}, "channels in users is one of: chat, whatsapp"),
        ({"users": [{**USER, "role": "boss"}]}, "role in users is one of: agent,"),
        ({"users": [{**USER, "max_interactions": 51}]}, "a whole number from 1 to 50."),
        ({"users": [{**USER, "max_interactions": True}]}, "a whole number from 1 to 50."),
        ({"users": [{**USER, "password": "short"}]}, "ana@example.com is too short"),
        ({"routing": {"offer_seconds": 4}}, "offer_seconds in routing takes a whole number from 5"),
        ({"users": [{**USER, "name": "A\0na"}]}, "name in users has a character that can't"),
        ({"services": [{"name": "S", "members": ["\0"]}]}, "members in services has a character"),
        ({"twilio": {"auth_token": "\udc80"}}, "auth_token in twilio has a character"),
        ({"company": {"zone": "Mars"}}, "There is no time zone Mars."),
        ({"company": {"language": "tlh"}}, "language in company is one of: en, it,"),
        ({"widgets": [{"key": "../x"}]}, "A widget's key takes small letters"),
    ],
)
def test_what_can_not_be_meant_is_named(document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(OccError, match=sentence):
        apply_document.check(document)


def test_a_file_does_not_demote_the_last_administrator(run: Runner) -> None:
    ada = {"name": "Ada", "email": "ada@example.com"}
    eva = {"name": "Eva", "email": "eva@example.com", "role": "administrator"}
    apply(run, {"users": [{**ada, "role": "administrator"}]})

    with pytest.raises(Invalid, match="Nothing was saved") as refusal:
        apply(run, {"users": [{**ada, "role": "agent"}]})
    assert "Ada is the last administrator." in str(refusal.value.fields["role"])

    apply(run, {"users": [{**ada, "role": "agent"}, eva]})
    with run.reading() as session:
        after = accounts.by_email(session, "ada@example.com")
        assert after is not None and after.role is Role.AGENT


def test_what_a_file_does_to_a_user_is_in_the_journal_as_the_commands_doing(run: Runner) -> None:
    apply(run, {"users": [USER]})
    document = {"users": [{**USER, "name": "Ana Rossi", "password": "a long password"}]}

    run(apply_file.apply, document, {USER["email"]: "hash"}, NOW)

    with run.reading() as session:
        ana = accounts.by_email(session, USER["email"])
        assert ana is not None
        renamed, password, added = journal.of(session, journal.Subject("user", ana.key))
    assert [line.action for line in (added, password, renamed)] == [
        "user_added",
        "password_set",
        "profile_changed",
    ]
    assert (renamed.before, renamed.after) == ({"name": "Ana"}, {"name": "Ana Rossi"})
    assert {line.actor_id for line in (added, password, renamed)} == {None}


def test_a_file_says_what_agents_may_do_with_time(run: Runner) -> None:
    sales = {"name": "Sales", "park_after_hours": 48, "agents_take": False}
    apply(run, {"services": [{"name": "Sales", "wrap_up_seconds": 30}]})

    assert apply(run, {"services": [sales]}) == ["Service Sales"]

    assert apply(run, {"services": [sales]}) == []
    with run.reading() as session:
        found = session.scalars(select(Service).where(Service.name == "Sales")).one()
        assert desk_rules.of(found) == DeskRules(48, 30, False, 5, 15, agents_take=False)


def test_a_file_says_how_queues_are_served(run: Runner) -> None:
    sales = {"name": "Sales", "overflow_to": "Support", "sticky_hours": 24}
    document = {"services": [sales, {"name": "Support"}]}

    assert apply(run, document) == ["Service Sales", "Service Support"]

    assert apply(run, document) == []
    with run.reading() as session:
        here, there = session.scalars(
            select(Service).where(Service.key != UNASSIGNED_KEY).order_by(Service.name)
        )
        assert queue_rules.of(session, here) == QueueRules(overflow_to=there.key, sticky_hours=24)
