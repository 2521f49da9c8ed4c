"""Which of the five languages a page is in, and what is said in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import flask_babel
from babel.dates import get_day_names
from flask import Flask, Response, g, request

import occ
from occ.core.numerals import in_digits_of
from occ.core.words import Value, Words
from occ.product import product
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.web.who import is_signed_in, me

# Each in its own words, so that everybody finds theirs.
LANGUAGES = {"en": "English", "it": "Italiano", "pl": "Polski", "fr": "Français", "fa": "فارسی"}
RIGHT_TO_LEFT = {"fa"}
COOKIE = "occ_language"
_COOKIE_SECONDS = 365 * 24 * 3600
_ISOLATE, _END = "\u2068", "\u2069"


def speak(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(occ.__file__).parent / "translations")
    flask_babel.Babel(app, locale_selector=choose)


def choose() -> str:
    """The signed-in user's own, else what was asked for, else the browser's, else the company's."""
    if is_signed_in():
        return me().language
    return asked_for() or browsers() or company().language


def asked_for() -> str | None:
    """`?lang=pl`, or what the cookie remembers of it."""
    wanted = request.args.get("lang") or request.cookies.get(COOKIE)
    return wanted if wanted in LANGUAGES else None


def browsers() -> str | None:
    """The first of the browser's languages that is ours; fa-IR is fa."""
    wanted = (tag.partition("-")[0] for tag in request.accept_languages.values())
    return next((tag for tag in wanted if tag in LANGUAGES), None)


def remember_choice(response: Response) -> Response:
    """Keep `?lang=` for the next page, where somebody is about to sign in."""
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            COOKIE,
            request.args["lang"],
            _COOKIE_SECONDS,
            secure=product().config.secure_cookies,
            httponly=True,
            samesite="Lax",
        )
    return response


def company() -> CompanySettings:
    """Read once a request."""
    if "company" not in g:
        with product().run.reading() as session:
            g.company = store.load(session, CompanySettings)
    found = g.company
    assert isinstance(found, CompanySettings)
    return found


def current() -> str:
    return str(flask_babel.get_locale())


def weekdays() -> Sequence[str]:
    """As the reader calls them, Monday first."""
    named = get_day_names("wide", "stand-alone", current())
    return [named[at].capitalize() for at in range(7)]


def direction() -> str:
    return direction_of(current())


def direction_of(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def translate(words: Words | str) -> str:
    """The sentence in the reader's language, its values in their own direction and digits.

    What is no sentence of ours (a name, a figure) stays as it is.
    """
    if isinstance(words, str):
        return words
    text: str = flask_babel.gettext(words.text)
    if not words.values:
        return text
    return text % {name: _shown(value) for name, value in words.values.items()}


def from_row(words: dict[str, Any]) -> Words:
    """Words as a row keeps them."""
    return Words(words["text"], words.get("values", {}))


def _shown(value: Value) -> str:
    if isinstance(value, int):
        return in_digits_of(current(), str(value))
    against = direction() == "rtl" or not value.isascii()
    return f"{_ISOLATE}{value}{_END}" if against else value
