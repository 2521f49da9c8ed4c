"""A customer's message, out of Twilio's webhook form.

https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from occ.core.address import Channel, Identity, parse
from occ.core.words import Words, say
from occ.messaging import kinds
from occ.messaging.ports import Inbound, Kind
from occ.providers.twilio import attachments, details
from occ.providers.twilio.text import storable

WRITTEN_AT = "OccWrittenAt"
"""No parameter of Twilio's: stands in a form made of a row of its list, and makes it one."""
_TOP_LEVEL_TYPES = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
_VCARDS = {"text/vcard", "text/x-vcard", "text/directory"}


def read(form: Mapping[str, str]) -> Inbound:
    """Raises ValueError where sender, recipient or id is missing or of no known form."""
    form = {name: storable(value) for name, value in form.items()}
    sid = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid")
    if not sid:
        raise ValueError("the form names no message")
    kind = _kind(form)
    files = attachments.read(form)
    return Inbound(
        sid=sid,
        sender=_sender(form),
        recipient=parse(form.get("To", "")),
        kind=kind,
        body=form.get("Body", ""),
        profile_name=form.get("ProfileName") or None,
        line=_line(kind, form, len(files)),
        details=details.read(form),
        attachments=files,
        written_at=datetime.fromisoformat(form[WRITTEN_AT]) if WRITTEN_AT in form else None,
    )


def _sender(form: Mapping[str, str]) -> Identity:
    """The number and the business-scoped user id, whichever of them the customer shows.

    `From` is the number where it is visible, else the id; `ExternalUserId` is always the id.
    """
    raw = form.get("From", "")
    try:
        external = parse(form.get("ExternalUserId", ""))
    except ValueError:
        return parse(raw)
    if external.bsuid is None:
        return parse(raw)
    try:
        return Identity(Channel.WHATSAPP, phone=parse(raw).phone, bsuid=external.bsuid)
    except ValueError:
        return external


def _kind(form: Mapping[str, str]) -> Kind:
    named = form.get("MessageType", "")
    if named and named != Kind.TEXT:
        try:
            return Kind(named)
        except ValueError:
            return Kind.UNKNOWN
    if attachments.count(form):
        return _media_kind(form.get("MediaContentType0", ""))
    if form.get("Latitude") and form.get("Longitude"):
        return Kind.LOCATION
    if form.get("ListId"):
        return Kind.INTERACTIVE
    if form.get("ButtonText") or form.get("ButtonPayload"):
        return Kind.BUTTON
    if form.get("FlowData") or form.get("InteractiveData"):
        return Kind.INTERACTIVE
    if WRITTEN_AT in form and not form.get("Body"):
        return Kind.UNKNOWN
    return Kind.TEXT


def _media_kind(content_type: str) -> Kind:
    essence = content_type.partition(";")[0].strip().lower()
    if essence in _VCARDS:
        return Kind.CONTACTS
    return _TOP_LEVEL_TYPES.get(essence.partition("/")[0], Kind.DOCUMENT)


def _line(kind: Kind, form: Mapping[str, str], files: int) -> Words | None:
    if kind is Kind.TEXT:
        return None
    if kind is Kind.LOCATION:
        return say("Location: %(place)s", place=_place(form))
    if kind is Kind.BUTTON or kind is Kind.INTERACTIVE:
        return _choice(form)
    if kind is Kind.UNKNOWN and WRITTEN_AT in form:
        return say("A place, a card or the like: Twilio's list does not say what is in it")
    if kind is Kind.UNKNOWN:
        return say("A message of a kind not known here: %(kind)s", kind=form["MessageType"])
    return kinds.NAMES[kind] if files < 2 else kinds.attachments(files)


def _place(form: Mapping[str, str]) -> str:
    label, address = form.get("Label", ""), form.get("Address", "")
    # WhatsApp's address often begins with the label.
    named = [part for part in (label, address.removeprefix(label).lstrip(", ")) if part]
    # Isolated, or a right-to-left sentence would turn the two figures round.
    figures = f"\u2066{form.get('Latitude', '?')}, {form.get('Longitude', '?')}\u2069"
    return ", ".join(named) or figures


def _choice(form: Mapping[str, str]) -> Words:
    chosen = details.choice(form) or form.get("Body")
    if chosen:
        return say("Chose: %(choice)s", choice=chosen)
    return say("Filled in a form") if form.get("FlowData") else say("Tapped a button")
