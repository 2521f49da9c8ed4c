"""The manual names everything there is, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from occ.cli import main
from occ.flows import apply_document
from occ.settings import pages
from occ.settings.pages import CompanySettings, RoutingSettings, TwilioSettings
from occ.translations.catalogs import LANGUAGES
from occ.users.models import MAX_INTERACTIONS
from tests.test_house import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
LARGEST_PICTURE = 150 * 1024
Row = tuple[str, ...]


def rows(page: str) -> Iterator[Row]:
    """Every row of a page's tables, heads included."""
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("|---"):
            yield tuple(cell.strip() for cell in line.strip("|").split("|"))


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_key_of_a_set_up_file_stands_in_its_table() -> None:
    told: dict[str, list[str]] = {}
    for first, *_ in rows("apply.md"):
        for code in codes(first):
            part = code.strip("[]")
            if code.startswith("["):
                told[part] = []
            else:
                told[list(told)[-1]].append(code)

    assert {part: sorted(keys) for part, keys in told.items()} == {
        part: sorted(keys) for part, keys in apply_document.PARTS.items()
    }


def test_the_set_up_file_of_the_manual_is_whole_and_right() -> None:
    text = (DOCS / "apply.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", text, re.S)

    document = tomllib.loads(example.replace("_env =", " ="))

    apply_document.check({**document, "users": [{**document["users"][0], "password": "x" * 10}]})
    for part, keys in apply_document.PARTS.items():
        entry = document[part][0] if part in apply_document.LISTS else document[part]
        assert entry.keys() == keys.keys(), part


def test_bounds_and_defaults_of_a_set_up_file_are_told() -> None:
    told: dict[str, Row] = {}
    for row in rows("apply.md"):
        for code in codes(row[0]):
            # A widget has a language too, and other defaults.
            told.setdefault(code, row)

    for name, key in (apply_document.TABLES["routing"] | apply_document.LISTS["users"]).items():
        if key.bounds:
            assert f"{key.bounds.start} to {key.bounds.stop - 1}" in told[name][1], name
    for page in (CompanySettings, RoutingSettings):
        for each in fields(page):
            if each.name != "name":
                assert told[each.name][2] == f"`{each.default}`"
    assert all(f"`{code}`" in told["language"][1] for code in LANGUAGES)


LABELS = {
    "offer_seconds": ("Offer time, in seconds", pages.OFFER_SECONDS),
    "grace_seconds": ("Grace after a lost connection, in seconds", pages.GRACE_SECONDS),
    "rest_seconds": ("Rest after a miss, in seconds", pages.REST_SECONDS),
    "misses_until_away": ("Missed offers in a row until away", pages.MISSES_UNTIL_AWAY),
    "target_seconds": ("Answer within, in seconds", pages.TARGET_SECONDS),
}


def test_every_setting_is_told_with_its_default_and_its_bounds() -> None:
    told = {row[1]: row[2:] for row in rows("README.md") if len(row) == 4}

    assert LABELS.keys() == {each.name for each in fields(RoutingSettings)}
    for each in fields(RoutingSettings):
        label, bounds = LABELS[each.name]
        assert told[label] == (str(each.default), f"{bounds.start} – {bounds.stop - 1}")
    assert told["Max interactions"][1] == f"{MAX_INTERACTIONS[0]} – {MAX_INTERACTIONS[-1]}"
    assert told["Name"] == (CompanySettings.name, "")
    assert told["Time zone"] == (CompanySettings.zone, "")
    assert "Country" in told
    assert len(fields(CompanySettings)) == 4
    assert {"WhatsApp", "Account SID", "Auth token", "Second token"} <= told.keys()
    assert told["Receive by"] == (TwilioSettings.receive, ", ".join(pages.RECEIVE))
    assert told["Show that somebody writes"] == ("on", "on, off")
    assert TwilioSettings.typing
    assert len(fields(TwilioSettings)) == 6


def test_the_manual_calls_settings_as_their_pages_do() -> None:
    templates = (ROOT / "occ/web/templates").rglob("*.html")
    screens = "".join(path.read_text(encoding="utf-8") for path in templates)

    for label, _ in LABELS.values():
        assert f'"{label}"' in screens


def test_every_command_and_option_is_told() -> None:
    text = (DOCS / "running.md").read_text(encoding="utf-8")
    told = {code for row in rows("running.md") for code in codes(row[0]) if code[:4] == "occ "}

    names = {re.split(r" --| [A-Z]", code)[0] for code in told}
    assert names == {path for path, _ in commands(main, "occ")}
    for path, command in commands(main, "occ"):
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in text, f"{path} {option.opts[0]}"


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from commands(below, f"{path} {name}")


def test_every_variable_is_told() -> None:
    told = {code for row in rows("running.md") for code in codes(row[0]) if code[:4] == "OCC_"}
    source = (ROOT / "occ/config.py").read_text(encoding="utf-8")

    assert told == set(re.findall(r'"(OCC_\w+)"', source))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))

    for link in links:
        assert link.startswith("https://") or (page.parent / link).exists(), link


def test_every_picture_is_shown_and_small() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    for picture in (DOCS / "pictures").iterdir():
        assert f"pictures/{picture.name}" in shown
        assert picture.stat().st_size < LARGEST_PICTURE
