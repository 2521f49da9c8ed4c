"""New sending, and Edit: subject, text, route, count to send, schedule (C5, C6, E2)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.campaigns import audience, contents, recipients
from occ.campaigns.audience import Source
from occ.campaigns.contents import Text
from occ.campaigns.models import Campaign
from occ.campaigns.rate import Per, Rate
from occ.core import clock
from occ.core.address import Channel, parse, readable
from occ.core.words import say
from occ.flows import campaign_routes, edit_campaign
from occ.flows.edit_campaign import Draft
from occ.messaging import merge_fields, templates
from occ.messaging.ports import Approval, TemplateUse
from occ.messaging.routes import Route
from occ.product import product
from occ.settings import lost, store
from occ.settings.pages import SmsSettings
from occ.web import language
from occ.web.campaigns import door, words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("campaign_writing", __name__)
_RATES = range(1, edit_campaign.MOST_RATE + 1)
_COUNTS = range(1, edit_campaign.MOST_COUNT + 1)


@bp.get("/campaigns/new")
@door.writers
def new(entry: Entry | None = None) -> ResponseReturnValue:
    channel = _channel((entry.get("channel") if entry else "") or request.args.get("channel", ""))
    empty = Entry.of({"channel": channel, "quiet": True, "zone": language.company().zone})
    return _page(entry or empty, channel, None)


@bp.post("/campaigns/new")
@door.writers
@or_again(new)
def create() -> ResponseReturnValue:
    channel = _channel(request.form.get("channel", ""))
    draft = _draft(channel, None)
    source: dict[str, Any] = {"kind": Source.NOBODY}
    made = product().run(edit_campaign.create, me().id, channel, draft, source, clock.now())
    product().wake("campaign_audience")
    return redirect(url_for("campaign_people.page", key=made.key))


@bp.get("/campaigns/<key>/edit")
@door.writers
def edit(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        campaign = door.find(session, key)
        text = contents.of(session, campaign)
    return _page(entry or _stored(campaign, text), campaign.channel, campaign)


@bp.post("/campaigns/<key>/edit")
@door.writers
@or_again(edit)
def save(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        campaign = door.find(session, key)
        draft = _draft(campaign.channel, contents.of(session, campaign))
    version = Fields(request.form).whole("version", range(1, 2**31))
    product().run(edit_campaign.edit, me().id, key, draft, version, clock.now())
    product().wake("campaign_audience")
    flash(_("Saved."))
    return redirect(url_for("campaign_sending.check", key=key))


def _page(entry: Entry, channel: Channel, campaign: Campaign | None) -> ResponseReturnValue:
    with product().run.reading() as session:
        routes = list(campaign_routes.present(session, channel))
        kept = campaign_routes.of(campaign) if campaign else None
        listed = [
            each
            for each in templates.present(session).templates
            if each.approval is Approval.APPROVED
        ]
        most_parts = store.load(session, SmsSettings).most_parts
        fields = _fields(session, campaign)
        rate = campaign_routes.rate(session, channel)
    if kept and kept not in routes:
        routes.append(kept)
    chosen = next((each for each in listed if each.sid == entry.get("template")), None)
    return render_template(
        "campaigns/edit.html",
        entry=entry,
        channel=channel,
        campaign=campaign,
        routes=[(campaign_routes.name(route), _route_name(route)) for route in routes],
        templates=listed,
        chosen=chosen,
        most_parts=most_parts,
        zones=sorted(available_timezones()),
        fields=fields,
        rate=rate,
        words=words,
    )


def _fields(session: Session, campaign: Campaign | None) -> list[str]:
    if campaign is None:
        return list(merge_fields.KNOWN)
    return list(audience.fields(recipients.of(session, campaign).source))


def _stored(campaign: Campaign, text: Text) -> Entry:
    route = campaign_routes.of(campaign)
    values: dict[str, object] = {
        "title": campaign.title,
        "body": text.body,
        "plain_letters": text.plain_letters,
        "route": campaign_routes.name(route) if route else "",
        "count": campaign.count_to_send or "",
        "quiet": campaign.quiet,
        "zone": campaign.zone or language.company().zone,
        "version": campaign.version,
        "rate": campaign.rate or "",
        "per": campaign.rate_per or Per.SECOND,
    }
    if campaign.due_at:
        local = campaign.due_at.astimezone(ZoneInfo(str(values["zone"])))
        values["at"] = local.strftime("%Y-%m-%dT%H:%M")
    if text.template:
        values["template"] = text.template["sid"]
        for name, value in text.template["variables"].items():
            values[f"variable-{name}"] = value
    return Entry.of(values)


def _draft(channel: Channel, before: Text | None) -> Draft:
    """Raises Invalid."""
    fields = Fields(request.form)
    count = fields.whole("count", _COUNTS) if fields.text("count") else None
    due_at, zone = _time(fields)
    rate = None
    if fields.text("rate"):
        per = fields.one_of("per", list(Per))
        rate = Rate(fields.whole("rate", _RATES), Per(per) if per in list(Per) else Per.SECOND)
    text = _text(channel, fields)
    fields.check()
    return Draft(
        title=fields.text("title"),
        text=text,
        route=fields.text("route"),
        count_to_send=count,
        due_at=due_at,
        zone=zone,
        quiet=fields.ticked("quiet"),
        rate=rate,
    )


def _text(channel: Channel, fields: Fields) -> Text:
    if channel is Channel.SMS:
        body = fields.secret("body").replace("\r\n", "\n").strip()
        return Text(body, fields.ticked("plain_letters"))
    with product().run.reading() as session:
        listed = {each.sid: each for each in templates.present(session).templates}
    template = listed.get(fields.text("template"))
    if template is None:
        return Text("")
    variables = {
        name: fields.text(f"variable-{name}") or str(example)
        for name, example in template.variables.items()
    }
    use = TemplateUse(template.sid, variables)
    return contents.of_template(use, templates.filled(template.body, variables))


def _time(fields: Fields) -> tuple[datetime | None, str | None]:
    """When, in UTC, and the zone it was chosen in. A time that the clocks skip is the next one."""
    typed, zone = fields.text("at"), fields.text("zone")
    if not typed:
        return None, None
    if zone not in available_timezones():
        fields.errors["zone"] = say("Choose one of the list.")
        return None, None
    try:
        local = datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        fields.errors["at"] = say("Enter a date and a time, such as 2026-11-30T09:00.")
        return None, None
    return local.astimezone(UTC), zone


def _channel(named: str) -> Channel:
    return Channel(named) if named in set(Channel) else Channel.SMS


def _route_name(route: Route) -> str:
    sender = parse(route.sender).phone or route.sender
    return f"{readable(sender)} · {lost.named([route.provider])}"
