"""The script of a widget: the bundle of `widget/`, given what is to be known of this one.

    ((config)=>{ …the bundle… })({"at": "https://chat.example.com/w/website", …})

All travels in one answer, so that the page's policy need let us in as script and image only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from occ.core.address import readable
from occ.core.words import say
from occ.routing.standing import Standing
from occ.services import colours, links
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from occ.translations.catalogs import LANGUAGES, translate
from occ.web import static_files
from occ.web.static_files import Asset

Way = dict[str, str | int | bool]
_OPEN = Standing()
# In the order of `Words` in widget/parts/config.ts.
_WORDS = (
    say("Write to us on WhatsApp"),
    say("Whom would you like to reach?"),
    say("Scan it with your phone's camera."),
    say("Open WhatsApp on the web"),
    say("Open the app"),
    say("Close the window"),
    say("QR code that opens WhatsApp with %(number)s"),
    say("WhatsApp is not available here just now. Come back a little later."),
    say("WhatsApp"),
    say("Closed now."),
    say("We open: %(when)s."),
    say("Write all the same: we answer then."),
    say("An answer takes about %(n)s min."),
)


def config_of(form: WidgetForm, at: str, ways: Sequence[Way], otherwise: str) -> dict[str, Any]:
    """What the script is given; `at` is the snippet's link, `ways` as `way` makes them."""
    languages = [form.language] if form.language else LANGUAGES
    return {
        "at": at,
        "origins": form.allowed_origins,
        "ways": ways,
        "words": {language: _words(language) for language in languages},
        "otherwise": form.language or otherwise,
        "colour": form.colour,
        "ink": colours.ink_on(form.colour),
        "corner": form.corner,
        "button": form.button_text,
        "other": form.other_contact,
    }


def way(service: Service, first_words: str, qr: str, now: Standing = _OPEN) -> Way:
    """How one service is reached; `qr` is the address of its code, `now` how it stands.

    `opens` is in seconds since 1970, 0 where no opening follows.
    """
    number = str(service.whatsapp_number)
    app = links.wa_me(number, first_words)
    return {
        "name": service.name,
        "number": readable(number),
        "qr": qr,
        "size": _shown_size(app),
        "app": app,
        "web": links.on_the_web(number, first_words),
        "shut": not now.is_open,
        "opens": int(now.opens.timestamp()) if now.opens else 0,
        "wait": now.minutes,
    }


def script(config: dict[str, Any]) -> Asset:
    given = json.dumps(config, ensure_ascii=False, separators=(",", ":"))
    return _script(given, static_files.find("dist/widget.js").body)


@lru_cache(maxsize=256)
def _script(given: str, bundle: bytes) -> Asset:
    body = b"((config)=>{" + bundle.strip() + b"})(" + given.encode() + b")\n"
    return static_files.text(body, "text/javascript")


@lru_cache(maxsize=256)
def _shown_size(link: str) -> int:
    return links.shown_size(link) or links.LARGEST_CODE


@cache
def _words(language: str) -> list[str]:
    return [translate(words, language) for words in _WORDS]
