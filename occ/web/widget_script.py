"""The script of a widget: the bundle of `widget/`, given what is to be known of this one.

    ((config)=>{ …the bundle… })({"at": "https://chat.example.com/w/website", …})

What grows with the number of services is a module of its own, which is asked for once somebody
opens the panel. The page's policy need let us in as script and image only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from occ.core.address import readable
from occ.core.words import say
from occ.routing.standing import Standing
from occ.services import colours, links, page_words
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from occ.translations.catalogs import LANGUAGES, translate
from occ.web import static_files
from occ.web.static_files import Asset

Way = dict[str, str | int | bool]
_OPEN = Standing()
# In the orders of `Brief` and `Words` in widget/parts/config.ts.
_BRIEF = (say("Write to us on WhatsApp"), say("WhatsApp"), say("Close the window"))
_WORDS = (
    say("Whom would you like to reach?"),
    say("Scan it with your phone's camera."),
    say("Open WhatsApp on the web"),
    say("Open the app"),
    say("QR code that opens WhatsApp with %(number)s"),
    say("WhatsApp is not available here just now. Come back a little later."),
    say("Closed now."),
    say("We open: %(when)s."),
    say("Write all the same: we answer then."),
    say("An answer takes about %(n)s min."),
)


def config_of(
    form: WidgetForm, at: str, more: str, ways: Sequence[Way], otherwise: str
) -> dict[str, Any]:
    """What the script is given; `at` is the snippet's link, `more` the address of the module, to
    which a query is added, `ways` as `way` makes them.
    """
    languages = [form.language] if form.language else LANGUAGES
    config = {
        "at": at,
        "origins": form.allowed_origins,
        "more": more,
        "tells": page_words.asks(form.first_words),
        "words": {language: _brief(language) for language in languages},
        "otherwise": form.language or otherwise,
        "colour": form.colour,
        "ink": colours.ink_on(form.colour),
        "corner": form.corner,
        "button": form.button_text,
    }
    if len(ways) == 1:
        config["only"] = {name: ways[0][name] for name in ("app", "shut", "opens")}
    return config


def way(service: Service, first_words: str, qr: str, now: Standing = _OPEN) -> Way:
    """How one service is reached; `qr` is the address of its code, `now` how it stands.

    `opens` is in seconds since 1970, 0 where no opening follows.
    """
    number = str(service.whatsapp_number)
    return {
        "name": service.name,
        "number": readable(number),
        "qr": qr,
        "size": _shown_size("+".ljust(len(number), "0"), first_words),
        "app": links.wa_me(number, first_words),
        "web": links.on_the_web(number, first_words),
        "shut": not now.is_open,
        "opens": int(now.opens.timestamp()) if now.opens else 0,
        "wait": now.minutes,
    }


def script(config: dict[str, Any]) -> Asset:
    return _script(_json(config), static_files.find("dist/widget.js").body)


def module(form: WidgetForm, ways: Sequence[Way], language: str) -> Asset:
    """What the open panel shows, in a language of ours."""
    more = {"ways": ways, "words": _words(language), "other": form.other_contact}
    return static_files.text(f"export default {_json(more)}\n".encode(), "text/javascript")


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=256)
def _script(given: str, bundle: bytes) -> Asset:
    body = b"((config)=>{" + bundle.strip() + b"})(" + given.encode() + b")\n"
    return static_files.text(body, "text/javascript")


@lru_cache(maxsize=256)
def _shown_size(any_number: str, first_words: str) -> int:
    """Of any number so long: the words may be one visitor's own, and to measure takes 2 ms."""
    return links.shown_size(links.wa_me(any_number, first_words)) or links.LARGEST_CODE


@cache
def _brief(language: str) -> list[str]:
    return [translate(words, language) for words in _BRIEF]


@cache
def _words(language: str) -> list[str]:
    return [translate(words, language) for words in _WORDS]
