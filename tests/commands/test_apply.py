"""`occ apply`: a company from one file, as often as one likes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from occ.core.db import Database
from occ.core.secrets import open_vault
from occ.services import editing
from occ.services.models import Service
from occ.services.widgets import facts
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users import accounts
from occ.users.models import User
from occ.users.passwords import is_password
from tests.commands.conftest import Typed

COMPANY = """
[twilio]
account_sid = "AC0123456789abcdef0123456789abcdef"
auth_token = "fedcba9876543210fedcba9876543210"
whatsapp = true

[[users]]
name = "Ana"
email = "ana@example.com"
password = "correct horse battery staple"
role = "agent"
channels = ["chat", "whatsapp"]
max_interactions = 3

[[services]]
name = "Sales"
whatsapp_number = "+390612345678"
members = ["ana@example.com"]     # none: every fitting agent

[[widgets]]
name = "Website"
key = "website"
whatsapp_services = ["Sales"]
allowed_origins = ["https://www.example.com"]
"""

founded = pytest.mark.usefixtures("founded_home")


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(text: str | bytes) -> str:
        path = tmp_path / "company.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


def test_a_company_is_set_up_from_one_file(typed: Typed, write: Any, home: Path) -> None:  # A2, A3
    said = typed("apply", write(COMPANY))

    assert [word in said for word in ("ana@example.com", "Sales", "website")] == [True] * 3
    database = Database(f"sqlite:///{home / 'occ.db'}", open_vault(home))
    with database.reading() as session:
        twilio = store.load(session, TwilioSettings)
        assert (twilio.whatsapp, twilio.auth_token[-4:]) == (True, "3210")
        ana = accounts.by_email(session, "ana@example.com")
        assert ana and (ana.role, ana.chat, ana.whatsapp, ana.max_interactions) == (
            "agent",
            True,
            True,
            3,
        )
        assert is_password(ana.password_hash, "correct horse battery staple")
        sales = session.scalars(select(Service).where(Service.name == "Sales")).one()
        assert editing.facts(session, sales)["members"] == ["Ana"]
        assert facts(session, "website")
    database.close()


def test_the_same_file_again_changes_nothing(typed: Typed, write: Any) -> None:
    typed("apply", write(COMPANY))

    assert "Everything stands as the file says." in typed("apply", write(COMPANY))
    by_windows = COMPANY.encode("utf-8-sig")
    assert "Everything stands as the file says." in typed("apply", write(by_windows))


def test_a_change_in_the_file_is_the_only_one_made(typed: Typed, write: Any) -> None:
    typed("apply", write(COMPANY))

    more = COMPANY.replace("max_interactions = 3", "max_interactions = 5")

    assert typed("apply", write(more)).split() == ["User", "ana@example.com"]


def test_secrets_may_come_from_the_environment(typed: Typed, write: Any) -> None:
    bare = COMPANY.replace('auth_token = "fedcba9876543210fedcba9876543210"', "")
    bare = bare.replace("[twilio]", '[twilio]\nauth_token_env = "TOKEN"')
    bare = bare.replace('password = "correct horse', 'password_env = "PASSWORD"\n# "')

    typed("apply", write(bare), TOKEN="fedcba9876543210fedcba9876543210", PASSWORD="chosen 1234")

    with_its_own = bare.replace('password_env = "PASSWORD"', 'password = "chosen 1234"')
    again = typed("apply", write(with_its_own), TOKEN="fedcba9876543210fedcba9876543210")
    assert "Everything stands" in again


def test_a_secret_that_is_not_in_the_environment_is_asked_for_by_name(
    refused: Typed, write: Any
) -> None:
    bare = COMPANY.replace('auth_token = "', 'auth_token_env = "NOT_SET_')

    assert "NOT_SET_fedc" in refused("apply", write(bare))


@founded
@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('"+390612345678"', '"6"', "not a phone number"),
        ('["ana@example.com"]     #', '["eva@example.com"]  #', "eva@example.com"),
        ('whatsapp_services = ["Sales"]', 'whatsapp_services = ["Support"]', "Support"),
        ('role = "agent"', 'role = "boss"', "supervisor"),
        ("max_interactions = 3", "max_interactions = 51", "50"),
        ("max_interactions = 3", 'max_interactions = "many"', "max_interactions"),
        ('channels = ["chat", "whatsapp"]', 'channels = ["whatsapp"]', "Chat"),
        ('channels = ["chat", "whatsapp"]', 'channels = ["fax"]', "channels"),
        ('channels = ["chat", "whatsapp"]', 'channels = "chat"', "channels"),
        ('email = "ana@example.com"', 'email = "ana"', "e-mail"),
        ('email = "ana@example.com"', "", "email"),
        ('name = "Sales"', "", "name"),
        ('key = "website"', "", "key"),
        ("whatsapp = true", 'whatsapp = "yes"', "whatsapp"),
        ("[[widgets]]", "[[gadgets]]", "gadgets"),
        ("[[services]]", "[services]", "services"),
        ("[twilio]", "[[twilio]]", "twilio"),
        ("max_interactions", "max_interaction", "max_interaction"),
    ],
)
def test_what_a_file_can_not_mean_is_refused_by_its_name_and_nothing_is_kept(
    refused: Typed, write: Any, home: Path, was: str, now: str, said: str
) -> None:
    assert was in COMPANY

    assert said in refused("apply", write(COMPANY.replace(was, now, 1)))

    database = Database(f"sqlite:///{home / 'occ.db'}", open_vault(home))
    with database.reading() as session:
        assert session.scalars(select(User)).all() == []
        assert store.load(session, TwilioSettings) == TwilioSettings()
    database.close()


@founded
@pytest.mark.parametrize(
    "text",
    [
        "[twilio",
        "twilio = 1",
        "users = 7",
        "users = ['Ana']",
        b"\xff\xfe",
        "a = [1, {b = 2}]",
        "n = " + "9" * 9000,
    ],
)
def test_what_is_no_such_file_at_all_is_refused(refused: Typed, write: Any, text: Any) -> None:
    assert refused("apply", write(text))


@founded
@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "{b=" * 5000 + "1" + "}" * 5000,
        "a" + ".a" * 5000 + " = 1",
    ],
)
def test_a_file_that_is_nested_without_end_is_refused_with_a_sentence(
    refused: Typed, write: Any, text: str
) -> None:
    assert "too deep to be read" in refused("apply", write(text))


def test_a_file_that_is_not_there_is_refused(refused: Typed) -> None:
    assert "nowhere.toml" in refused("apply", "nowhere.toml")
