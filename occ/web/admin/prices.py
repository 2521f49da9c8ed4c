"""Settings → Prices: credits a part by channel and country; what is paid from credit (D5, D8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

import phonenumbers
from babel import Locale
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from occ.billing import credits, limits, price_list, prices
from occ.billing.price_models import Price
from occ.billing.prices import PriceLine
from occ.core import clock
from occ.core.errors import Invalid
from occ.core.numerals import in_latin
from occ.core.words import say
from occ.flows import set_prices, set_up
from occ.product import product
from occ.settings import store
from occ.settings.pages import CreditSettings
from occ.users.permissions import Permission
from occ.web import csv_file, formats, language
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("prices", __name__)


@bp.get("/settings/prices")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        found, settings = prices.listed(session), store.load(session, CreditSettings)
        today = limits.today(session, clock.now())
    return render_template(
        "settings/prices.html",
        prices=found,
        country=country,
        credit_text=credits.text,
        in_force={price.id for price in _in_force(found, today)},
        today=today,
        rules=settings,
        entry=entry or Entry.of({"from": today.isoformat()}),
    )


@bp.post("/settings/prices")
@allowed(Permission.ADMINISTER)
@or_again(page)
def add() -> ResponseReturnValue:
    product().run(set_prices.keep, me().id, [_line()], clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.post("/settings/prices/import")
@allowed(Permission.ADMINISTER)
@or_again(page)
def take() -> ResponseReturnValue:
    file = request.files.get("file")
    try:
        text = file.read().decode("utf-8-sig") if file else ""
    except UnicodeDecodeError:
        raise Invalid({"file": say("Save the file as CSV in UTF-8.")}) from None
    lines = price_list.read(text, _today())
    changed = product().run(set_prices.keep, me().id, lines, clock.now())
    flash(
        ngettext(
            "%(count)s price is new or another than before.",
            "%(count)s prices are new or others than before.",
            changed,
            count=formats.number(changed),
        )
    )
    return redirect(url_for(".page"))


@bp.post("/settings/prices/remove")
@allowed(Permission.ADMINISTER)
@or_again(page)
def remove() -> ResponseReturnValue:
    product().run(set_prices.remove, me().id, _line(), clock.now())
    flash(_("Removed. Messages that were paid keep their price."))
    return redirect(url_for(".page"))


@bp.post("/settings/prices/rules")
@allowed(Permission.ADMINISTER)
def rules() -> ResponseReturnValue:
    ticked = {each.name: request.form.get(each.name) == "on" for each in fields(CreditSettings)}
    settings = CreditSettings(**ticked)
    product().run(set_up.save, me().id, settings, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.get("/settings/prices.csv")
@allowed(Permission.ADMINISTER)
def download() -> ResponseReturnValue:
    with product().run.reading() as session:
        found = prices.listed(session)
    lines = [PriceLine(each.channel, each.prefix, each.from_on, each.price) for each in found]
    return csv_file.answer("prices", price_list.COLUMNS, price_list.rows(lines))


def country(prefix: str) -> str:
    """Of a prefix, the first where several share it, in the reader's language; empty for none."""
    for length in (1, 2, 3):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(prefix[:length] or 0), ())
        if regions:
            return str(Locale(language.current()).territories.get(regions[0], ""))
    return ""


def _in_force(found: Sequence[Price], today: date) -> list[Price]:
    """Of each prefix the newest that has begun; the list has the newest first."""
    newest: dict[tuple[str, str], Price] = {}
    for price in found:
        if price.from_on <= today:
            newest.setdefault((price.channel, price.prefix), price)
    return list(newest.values())


def _line() -> PriceLine:
    """As the form has it. Raises Invalid."""
    form = Fields(request.form)
    cells = {name: in_latin(form.text(name)) for name in price_list.COLUMNS}
    line = price_list.line(cells, _today())
    if isinstance(line, str):
        raise Invalid({line: price_list.WRONG[line]})
    return line


def _today() -> date:
    with product().run.reading() as session:
        return limits.today(session, clock.now())
