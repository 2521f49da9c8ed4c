"""A page as it might be, with the widget on it as it stands in the form, saved or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.core.errors import Invalid, NotFound
from occ.core.words import say
from occ.product import product
from occ.services import links, widget_form, widgets
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from occ.users.permissions import Permission
from occ.web import headers, static_files, widget_script
from occ.web.access import allowed
from occ.web.admin.widgets import read
from occ.web.language import LANGUAGES, RIGHT_TO_LEFT, company, current
from occ.web.widgets import address, drawn

bp = Blueprint("widget_preview", __name__)
_NEVER_KEPT = "no-store"


@bp.get("/settings/widgets/<key>/preview")
@allowed(Permission.ADMINISTER)
def page(key: str) -> ResponseReturnValue:
    """The address has the form's fields, and `device` and `lang` of the visitor."""
    with product().run.reading() as session:
        widgets.by_key(session, key)
    lang = request.args.get("lang")
    lang = lang if lang in LANGUAGES else current()
    shown = render_template(
        "widgets/preview.html",
        at=address(key),
        script=url_for(".script", key=key, **_asked()),
        lang=lang,
        way="rtl" if lang in RIGHT_TO_LEFT else "ltr",
    )
    return headers.framed_by_us(Response(shown))


@bp.get("/settings/widgets/<key>/preview.js")
@allowed(Permission.ADMINISTER)
def script(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        form, services = _previewed(session, key)
    ways = [
        widget_script.way(
            each, form.first_words, url_for(".qr", key=key, service=each.key, **_asked())
        )
        for each in services
    ]
    config = widget_script.config_of(form, address(key), ways, company().language) | {
        "origins": [],
        "phone": request.args.get("device") == "phone",
        "open": request.args.get("device") != "phone",
    }
    return static_files.answer(widget_script.script(config), _NEVER_KEPT)


@bp.get("/settings/widgets/<key>/preview.svg")
@allowed(Permission.ADMINISTER)
def qr(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        form, services = _previewed(session, key)
    for each in services:
        if each.key == request.args.get("service"):
            link = links.wa_me(str(each.whatsapp_number), form.first_words)
            return static_files.answer(drawn(link), _NEVER_KEPT)
    raise NotFound(say("There is no such service."))


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
