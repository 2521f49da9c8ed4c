"""What a line of the journal says to a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from occ.core.numerals import in_digits_of
from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.journal.models import JournalEntry
from occ.users import listing
from occ.web import formats, language
from occ.web.admin import service_fields
from occ.web.admin.account_words import WAYS
from occ.web.admin.credit_words import FILLINGS, PERIODS, POWERS
from occ.web.admin.own_words import CODES, OWN, THEMES
from occ.web.admin.service_fields import Change
from occ.web.admin.setting_words import SETTINGS
from occ.web.admin.text_words import TEXTS
from occ.web.campaigns.words import STATES
from occ.web.language import LANGUAGES

_FIGURE = re.compile(r"\d+(\.\d+)?")
_CREDITS = {"available", "amount", "limit_day", "limit_week", "limit_month"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")
ACTIONS = {
    "conversation_begun": say("Conversation begun by writing first"),
    "sms_written_first": say("SMS written first"),
    "user_added": say("User added"),
    "profile_changed": say("Profile changed"),
    "own_profile_changed": say("Own profile changed"),
    "presence_chosen": say("Presence chosen"),
    "set_away": say("Set away after missed offers"),
    "conversation_handed_over": say("Conversation handed over"),
    "conversation_sent_back": say("Conversation sent back to the queue"),
    "conversation_overflowed": say("Went over to another service"),
    "conversation_put_forward": say("Conversation put first in its queue"),
    "conversation_put_in_line": say("Conversation put back in its line"),
    "conversation_overseen": say("Conversation read by a supervisor"),
    "password_set": say("Password set"),
    "password_link_made": say("One-time link made"),
    "signed_in": say("Signed in"),
    "signed_out": say("Signed out"),
    "user_disabled": say("User disabled"),
    "user_enabled": say("User enabled"),
    "seats_recounted": say("Seats counted anew"),
    "token_made": say("Token made"),
    "token_revoked": say("Token revoked"),
    "power_given": say("Power given"),
    "power_withdrawn": say("Power withdrawn"),
    "credit_added": say("Credit added by hand"),
    "credit_taken": say("Credit taken by hand"),
    "credit_replenished": say("Credit replenished by the plan"),
    "limits_set": say("Limits set"),
    "plan_saved": say("Replenishment plan saved"),
    "plan_paused": say("Replenishment plan paused"),
    "plan_resumed": say("Replenishment plan resumed"),
    "plan_stopped": say("Replenishment plan stopped"),
    "settings_saved": say("Settings saved"),
    "account_verified": say("Twilio account verified"),
    "webhook_set": say("Webhook set at Twilio"),
    "sending_resumed": say("Sending resumed"),
    "service_created": say("Service made"),
    "service_changed": say("Service changed"),
    "account_handed_out": say("Account handed out"),
    "account_cancelled": say("Account cancelled"),
    "batch_loaded": say("WhatsApp batch loaded"),
    "webhook_replayed": say("Replayed"),
    "webhook_opened": say("Raw webhook opened"),
    "day_fetched": say("Missing messages of a day fetched from Twilio"),
    "campaign_made": say("Campaign made"),
    "campaign_edit": say("Campaign changed"),
    "campaign_ask": say("A second person was asked"),
    "campaign_take_back": say("Back to draft"),
    "campaign_cut_off": say("Campaign paused"),
    "campaign_schedule": say("Campaign scheduled"),
    "campaign_start": say("Campaign begun"),
    "campaign_pause": say("Campaign paused"),
    "campaign_rebuild": say("Campaign goes on"),
    "campaign_cancel": say("Campaign cancelled"),
    "campaign_reset": say("Campaign reset"),
    "campaign_archive": say("Campaign archived"),
    "campaign_unarchive": say("Campaign taken back from the archive"),
    "campaign_overdue": say("Its time was long over: it waits for a word"),
    "campaign_no_credit": say("Campaign stopped: no credit"),
    "campaign_error": say("Campaign stopped"),
    "campaign_finish": say("Campaign finished"),
    "campaign_looked_again": say("Looked again for lost answers"),
    "campaign_sent_again": say("Sent again to those whose fate is unknown"),
    "widget_made": say("Widget made"),
    "widget_saved": say("Widget changed"),
    "widget_archived": say("Widget archived"),
    "widget_restored": say("Widget in use again"),
    "contractor_added": say("Contractor added"),
    "contractor_changed": say("Contractor changed"),
    "contact_added": say("Contact added"),
    "contact_changed": say("Contact changed"),
    "contact_erased": say("Contact erased"),
    "contact_exported": say("All that is held of a contact was asked for"),
    "contact_downloaded": say("All that is held of a contact was downloaded"),
    "conversation_read": say("Closed conversation of others read"),
    "conversation_closed": say("Conversation closed"),
    "conversation_reopened": say("Conversation reopened"),
    "conversation_parked": say("Conversation parked"),
    "message_sent_again": say("Message sent again by hand"),
    "message_given_up": say("Message given up as not sent"),
    "addresses_joined": say("Two addresses of one person joined"),
    "pair_issued": say("Code and password of a batch issued"),
    "pair_revoked": say("Code and password of a batch revoked"),
    "prices_set": say("Prices set"),
    "price_removed": say("Price removed"),
    "number_added": say("Number added"),
    "number_removed": say("Number removed"),
    "block_asked": say("Asked to be blocked"),
    "block_refused": say("Not blocked, though it was asked for"),
    "contact_blocked": say("Contact blocked"),
    "contact_unblocked": say("Contact unblocked"),
    "do_not_write_added": say("Put on the do-not-write list"),
    "do_not_write_lifted": say("Taken off the do-not-write list"),
    "import_begun": say("Import begun"),
    "import_stopped": say("Import stopped"),
    "import_done": say("Import done"),
    "import_discarded": say("Import discarded"),
    "contacts_kept": say("Contacts kept by a program"),
    "reply_saved": say("Reply saved"),
    "reply_removed": say("Reply removed"),
    "outcome_saved": say("Outcome saved"),
    "outcome_removed": say("Outcome removed"),
    "tag_saved": say("Tag saved"),
    "tag_removed": say("Tag removed"),
    "segment_saved": say("Segment saved"),
    "segment_removed": say("Segment removed"),
    "stopped_by_keyword": say("Wrote STOP: no campaign is sent"),
    **CODES,
    "started_by_keyword": say("Wrote START: campaigns may be sent again"),
}
_FIELDS = {
    "name": say("Name"),
    "email": say("E-mail"),
    "role": say("Role"),
    "language": say("Language"),
    "presence": say("Presence"),
    "chat": say("Chat"),
    "whatsapp": say("WhatsApp"),
    "max_interactions": say("Max interactions"),
    "auto_accept": say("Auto-accept"),
    "seats_taken": say("In hand"),
    "outcome": say("Outcome"),
    "services": say("Services"),
    "allowed_origins": say("Allowed sites"),
    "first_words": say("First words"),
    "button_text": say("Text of the button"),
    "other_contact": say("Other contact"),
    "colour": say("Colour"),
    "corner": say("Position"),
    "archived": say("Archived"),
    "power": say("Power"),
    "available": say("Available credits"),
    "reason": say("Reason"),
    "limit_day": say("Limit a day"),
    "limit_week": say("Limit a week"),
    "limit_month": say("Limit a month"),
    "filling": say("Way"),
    "amount": say("Credits"),
    "every": say("How often"),
    "starts_on": say("From"),
    "ends_on": say("Last day"),
    "messages": say("Messages"),
    "scopes": say("It may"),
    "expires_at": say("Good until"),
    "result": say("Result"),
    "account_sid": say("Account SID"),
    "webhook": say("Webhook"),
    "ends_in": say("Ends in"),
    "way": say("Way"),
    "phone": say("Telephone number"),
    "day": say("Day"),
    "title": say("Title"),
    "state": say("State"),
    "channel": say("Channel"),
    "count_to_send": say("Count to send"),
    "sender": say("Sender"),
    "provider": say("Provider"),
    "due_at": say("When"),
    "zone": say("Time zone"),
    "quiet": say("Not at night"),
    "content_version": say("Version of the text"),
    "run": say("Run"),
    "reason_code": say("Code"),
    "parts": say("Parts"),
    "park_after_hours": say("Park when the customer is silent for, in hours"),
    "whatsapp_number": say("WhatsApp number"),
    "members": say("Members"),
    "retain_months": say("Keep what was said for, in months"),
    "wrap_up_seconds": say("Wrap-up after closing, in seconds"),
    "agents_take": say("Agents may take from the queue themselves"),
    "asks_outcome": say("Ask how it ended when a conversation is closed"),
    "forgotten_after_minutes": say("Mark as forgotten after, in minutes"),
    "alert_after_minutes": say("Tell the supervisors after, in minutes"),
    "hours_differ": say("Open only at the hours below"),
    **{f"text_{kind}": name for kind, name in TEXTS.items()},
    "offers_when_shut": say("Offer conversations out of hours too"),
    "return_after_minutes": say("Back to the queue after, in minutes"),
    "priority": say("Priority"),
    "overflow_to": say("Goes over to"),
    "overflow_after_minutes": say("After so many minutes of waiting"),
    "sticky_hours": say("Back to the same agent within, in hours"),
    "target_percent": say("Answered in time, in percent"),
    "target_seconds": say("In time means within, in seconds"),
    "shortcut": say("Shortcut"),
    "body": say("Text"),
    "returns_parked": say("What was parked comes back to the agent who parked it"),
    **OWN,
    **SETTINGS,
}
_VALUES = {
    "agent": say("Agent"),
    "supervisor": say("Supervisor"),
    "administrator": say("Administrator"),
    "program": say("Program"),
    "available": say("available"),
    "away": say("away"),
    "offline": say("offline"),
    "True": say("on"),
    "False": say("off"),
    "handled": say("handled"),
    "failed": say("failed again"),
    "due": say("left to the inbox, in order"),
    "verified": say("verified"),
    "refused": say("refused by Twilio"),
    "high": say("high"),
    "normal": say("normal"),
    "low": say("low"),
    **POWERS,
    **FILLINGS,
    **WAYS,
    **PERIODS,
    **STATES,
    **THEMES,
    "end": say("bottom, at the end of the line"),
    "start": say("bottom, at the start of the line"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    actor: str | None
    """None for what the system or a command did."""
    action: Words | str
    changes: list[Change]
    address: str | None = None
    """Of the page that says more."""
    about: str | None = None
    """Whom or what it was done to, where the page does not say so by itself."""


def lines(session: Session, subject: journal.Subject, before: datetime | None = None) -> list[Line]:
    """Of the subject's journal, the newest first, of those before a moment."""
    entries = journal.of(session, subject, before=before)
    actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = listing.names(session, actors)
    return [line(entry, names) for entry in entries]


def line(entry: JournalEntry, names: Mapping[int, str]) -> Line:
    actor = names.get(entry.actor_id) if entry.actor_id is not None else None
    action = ACTIONS.get(entry.action, entry.action)
    return Line(entry.at, actor, action, changes(entry.before, entry.after))


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """Only what differs, in the order of `after`."""
    names = dict.fromkeys([*after, *before])
    found = [_change(name, before.get(name), after.get(name)) for name in names]
    return [change for change in found if change.before != change.after]


def _change(name: str, was: object, now: object) -> Change:
    told = Change(_FIELDS.get(name, name), _value(was, name), _value(now, name))
    return service_fields.change(name, was, now) or told


def _value(fact: object, name: str) -> Words | str | None:
    if fact is None or fact == "" or fact == []:
        return None
    if isinstance(fact, list):
        return formats.comma().join(map(str, fact))
    said = str(fact)
    if _FIGURE.fullmatch(said):
        plain = in_digits_of(language.current(), said)
        return formats.number(Decimal(said)) if name in _CREDITS else plain
    if _MOMENT.match(said):
        return formats.plain_moment(datetime.fromisoformat(said))
    return _VALUES.get(said) or LANGUAGES.get(said) or said
