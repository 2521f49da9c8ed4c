"""Dates, figures and sentences as the reader writes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from occ.core import solar_hijri
from occ.core.run import Runner
from occ.core.words import Words
from occ.flows import set_up
from occ.settings.pages import CompanySettings
from occ.translations.catalogs import LANGUAGES
from occ.users.models import User
from occ.web import formats, language
from tests.builders import NOW
from tests.web.browser import Browser

MOMENT = datetime(2026, 11, 22, 13, 1, tzinfo=UTC)


@contextmanager
def reading(app: Flask, spoken: str) -> Iterator[None]:
    with app.test_request_context(f"/?lang={spoken}"):
        yield


def test_the_languages_offered_are_those_of_the_catalogs() -> None:
    assert tuple(language.LANGUAGES) == LANGUAGES


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2024, 3, 20), (1403, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2026, 11, 22), (1405, 9, 1)),
        (date(2029, 3, 20), (1408, 1, 1)),
        (date(2030, 3, 20), (1408, 12, 30)),
        (date(2033, 3, 20), (1412, 1, 1)),
    ],
)
def test_the_solar_hijri_calendar(day: date, expected: tuple[int, int, int]) -> None:
    assert solar_hijri.of(day) == expected


@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        ("en", "22 Nov 2026, 14:01"),
        ("it", "22 nov 2026, 14:01"),
        ("pl", "22 lis 2026, 14:01"),
        ("fr", "22 nov. 2026, 14:01"),
        ("fa", "۱ آذر ۱۴۰۵، ۱۴:۰۱"),
    ],
)
def test_a_moment_is_written_in_the_companys_zone(
    app: Flask, run: Runner, spoken: str, shown: str
) -> None:
    run(set_up.save, None, CompanySettings(zone="Europe/Warsaw"), NOW)

    with reading(app, spoken):
        written = formats.moment(MOMENT)

    assert f">{shown}</time>" in written
    assert 'datetime="2026-11-22T13:01:00.000Z"' in written
    assert "2026" in written.partition(">")[0]


def test_figures_and_numbers_of_telephones(app: Flask) -> None:
    with reading(app, "fa"):
        assert formats.number(1204) == "۱٬۲۰۴"
        assert formats.phone("+48500100200") == '<bdi dir="ltr">+48 500 100 200</bdi>'
    with reading(app, "en"):
        assert formats.number(1204) == "1,204"


def test_signs_beside_figures_are_those_of_the_readers_script(app: Flask) -> None:
    with reading(app, "fa"):
        signs = formats.percent(0.82), formats.number(2.5), formats.comma()
        assert signs == ("۸۲٪", "۲٫۵", "، ")
    with reading(app, "en"):
        assert formats.percent(0.82) == "82%"


def test_code_in_a_sentence_is_shown_as_code_and_is_text() -> None:
    assert formats.coded("Give `a<b`.") == 'Give <code dir="ltr">a&lt;b</code>.'


def test_a_figure_that_a_template_spells_out_is_each_readers_own(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ 0|number }}")

    for spoken, zero in (("en", "0"), ("fa", "۰"), ("en", "0")):
        with reading(app, spoken):
            assert template.render() == zero


def test_a_name_against_the_direction_keeps_to_itself(app: Flask) -> None:
    words = Words("%(name)s signs in.", {"name": "Ana", "count": 12})

    with reading(app, "fa"):
        assert "\u2068Ana\u2069" in language.translate(words)
        assert language.translate(Words("%(n)s", {"n": 12})) == "۱۲"
    with reading(app, "en"):
        assert language.translate(words) == "Ana signs in."


def test_a_percent_sign_in_a_name_is_just_one(app: Flask) -> None:
    with reading(app, "en"):
        assert language.translate(Words("%(name)s!", {"name": "100 %s"})) == "100 %s!"
        assert language.translate(Words("50 % off")) == "50 % off"


def test_who_is_signed_in_reads_their_own_language_whatever_the_browser_says(
    agent: Browser, run: Runner, ana: User
) -> None:
    run(lambda session: setattr(session.get_one(User, ana.id), "language", "fr"))

    page = agent.get("/me?lang=pl", **{"Accept-Language": "it"})

    assert '<html lang="fr" dir="ltr"' in page.text


def test_the_live_view_tells_times_in_the_companys_zone(
    administrator: Browser, run: Runner
) -> None:
    run(set_up.save, None, CompanySettings(zone="Asia/Tehran"), NOW)

    assert '"zone": "Asia/Tehran"' in administrator.get("/live").text


def test_without_a_wish_of_the_visitors_the_companys_language_is_spoken(
    stranger: Browser, run: Runner
) -> None:
    run(set_up.save, None, CompanySettings(language="it"), NOW)

    assert '<html lang="it"' in stranger.get("/sign-in").text
    assert '<html lang="it"' in stranger.get("/sign-in", **{"Accept-Language": "de"}).text
    assert '<html lang="pl"' in stranger.get("/sign-in", **{"Accept-Language": "pl"}).text
