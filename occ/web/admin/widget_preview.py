"""A page as it might be, with the widget on it as it stands in the form, saved or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.checks import Check, Level
from occ.core.errors import Invalid, NotFound
from occ.core.words import Words, say
from occ.product import product
from occ.routing import standing
from occ.routing.standing import Standing
from occ.services import colours, links, page_words, widget_form, widgets
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from occ.translations.catalogs import translate
from occ.users.permissions import Permission
from occ.web import headers, language, static_files, widget_script
from occ.web.access import allowed
from occ.web.admin.widgets import read
from occ.web.formats import number
from occ.web.language import LANGUAGES, company, current
from occ.web.widget_script import Way
from occ.web.widgets import address, drawn

bp = Blueprint("widget_preview", __name__)
_NEVER_KEPT = "no-store"
_GROUNDS = {"light": colours.LIGHT, "dark": "#16202a"}
"""As in static/css/widgets.css."""
_WAYS = ("ltr", "rtl")
_TITLE = say("Preview")


@bp.get("/settings/widgets/<key>/preview")
@allowed(Permission.ADMINISTER)
def page(key: str) -> ResponseReturnValue:
    """The address has the form's fields; `device` and `lang` of the visitor, `hours` (open or
    closed), `way` (the direction of the website, where it is not its language's) and `ground`
    (light or dark).
    """
    with product().run.reading() as session:
        form, _services = _previewed(session, key)
    lang = _lang()
    way = request.args.get("way")
    ground = _GROUNDS.get(request.args.get("ground", ""), colours.LIGHT)
    shown = render_template(
        "widgets/preview.html",
        at=address(key),
        script=url_for(".script", key=key, **_asked()),
        lang=lang,
        way=way if way in _WAYS else language.direction_of(lang),
        is_dark=ground != colours.LIGHT,
        contrast=_contrast(form.colour, ground),
    )
    return headers.framed_by_us(Response(shown))


@bp.get("/settings/widgets/<key>/preview.js")
@allowed(Permission.ADMINISTER)
def script(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        form, services = _previewed(session, key)
        ways = _ways(session, key, form, services)
    # The query goes on with what the widget says of the visitor.
    more = url_for(".opened", key=key, **_asked())
    more += "&" if "?" in more else "?"
    config = widget_script.config_of(form, address(key), more, ways, company().language) | {
        "origins": [],
        # Of this page nothing is kept: its first words stand there ready.
        "tells": False,
        "phone": request.args.get("device") == "phone",
        "open": request.args.get("device") != "phone",
    }
    return static_files.answer(widget_script.script(config), _NEVER_KEPT)


@bp.get("/settings/widgets/<key>/preview/open.js")
@allowed(Permission.ADMINISTER)
def opened(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        form, services = _previewed(session, key)
        ways = _ways(session, key, form, services)
    return static_files.answer(widget_script.module(form, ways, _lang()), _NEVER_KEPT)


@bp.get("/settings/widgets/<key>/preview.svg")
@allowed(Permission.ADMINISTER)
def qr(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        form, services = _previewed(session, key)
    for each in services:
        if each.key == request.args.get("service"):
            link = links.wa_me(str(each.whatsapp_number), _drafted(form))
            return static_files.answer(drawn(link), _NEVER_KEPT)
    raise NotFound(say("There is no such service."))


def _ways(session: Session, key: str, form: WidgetForm, services: Sequence[Service]) -> list[Way]:
    is_shut, now = request.args.get("hours") == "closed", clock.now()
    words, asked = _drafted(form), _asked()
    return [
        widget_script.way(
            each,
            words,
            url_for(".qr", key=key, service=each.key, **asked),
            standing.when_shut(session, each, now) if is_shut else Standing(),
        )
        for each in services
    ]


def _drafted(form: WidgetForm) -> str:
    """As of somebody who is on the preview's page."""
    title = translate(_TITLE, _lang())
    return page_words.fit(form.first_words, title, page_words.SAMPLE_REFERENCE)


def _lang() -> str:
    lang = request.args.get("lang")
    return lang if lang in LANGUAGES else current()


def _contrast(colour: str, ground: str) -> list[Check]:
    """How the button reads, and how it stands out from the website (WCAG 2.2, 1.4.3 and 1.4.11)."""
    text = say("The text on the button: %(ratio)s : 1. From %(least)s : 1 on it is easy to read.")
    edge = say("The button on such a page: %(ratio)s : 1. From %(least)s : 1 on it stands out.")
    return [
        _line(text, colours.contrast(colours.ink_on(colour), colour), colours.READABLE),
        _line(edge, colours.contrast(colour, ground), colours.STANDS_OUT),
    ]


def _line(says: Words, ratio: float, least: float) -> Check:
    words = Words(says.text, {"ratio": number(round(ratio, 1)), "least": number(least)})
    if ratio >= least:
        return Check("contrast", Level.OK, words)
    return Check("contrast", Level.WARN, words, say("Choose a darker or a lighter colour."))


def _previewed(session: Session, key: str) -> tuple[WidgetForm, list[Service]]:
    """What is half typed and can't be is shown as it was saved last."""
    widget = widgets.by_key(session, key)
    saved = widgets.form_of(widget, widgets.services(session, widget))
    form = read(request.args) if "name" in request.args else saved
    try:
        tidy, ids = widget_form.checked(session, form)
    except Invalid as refused:
        stored = {name: getattr(saved, name) for name in refused.fields}
        tidy, ids = widget_form.checked(session, replace(form, **stored))
    return tidy, widgets.reachable_among(session, ids)


def _asked() -> dict[str, Any]:
    return {name: values for name, values in request.args.lists() if name != "service"}
