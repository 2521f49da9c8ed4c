from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from occ.core.secrets import KEY_FILE, SealedElsewhere, Vault, open_vault


def test_what_is_sealed_is_opened_again_and_shows_nothing() -> None:
    vault = Vault([Fernet.generate_key()])

    sealed = vault.seal("the auth token")

    assert "token" not in sealed
    assert vault.open(sealed) == "the auth token"


def test_another_installations_seal_can_not_be_opened() -> None:
    sealed = Vault([Fernet.generate_key()]).seal("the auth token")

    with pytest.raises(SealedElsewhere):
        Vault([Fernet.generate_key()]).open(sealed)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    sealed = Vault([old]).seal("the auth token")

    both = Vault([new, old])

    assert both.open(sealed) == "the auth token"
    assert Vault([new]).open(both.seal("later")) == "later"


def test_a_derived_key_is_the_same_each_time_and_another_for_each_purpose() -> None:
    vault = Vault([Fernet.generate_key()])

    assert vault.derive("cookies") == vault.derive("cookies")
    assert vault.derive("cookies") != vault.derive("forms")


def test_the_first_start_makes_the_key_and_the_next_reads_it(tmp_path: Path) -> None:
    home = tmp_path / "occ-home"

    sealed = open_vault(home).seal("the auth token")

    assert open_vault(home).open(sealed) == "the auth token"
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    for number in range(20):
        home = tmp_path / str(number)
        with ThreadPoolExecutor(8) as pool:
            vaults = list(pool.map(lambda _, home=home: open_vault(home), range(8)))

        sealed = vaults[0].seal("the auth token")

        assert {vault.open(sealed) for vault in vaults} == {"the auth token"}
        assert [path.name for path in home.iterdir()] == [KEY_FILE]
