"""What the calls about campaigns take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from occ.campaigns import counts
from occ.campaigns.models import Flag, State
from occ.campaigns.rate import Per
from occ.core.address import Channel
from occ.core.words import say
from occ.flows.edit_campaign import LONGEST_TEXT, LONGEST_TITLE, MOST_COUNT, MOST_RATE
from occ.web.api.kinds import Text, Whole
from occ.web.api.paging import Paging
from occ.web.api.shapes import Most

MOST_NUMBERS = 500
_E164 = Text(16, 8, r"\+[1-9][0-9]{6,14}")
_KEYS = Most(1000)
Version = Annotated[
    int | None, Whole(1, 2**31 - 1), say("As you read it: refused where it changed since.")
]


class Shown(StrEnum):
    """What became of a recipient, and `accepted`: all that the provider took."""

    ACCEPTED = counts.ACCEPTED
    PENDING = Flag.PENDING
    SENDING = Flag.SENDING
    ON_THE_WAY = Flag.ON_THE_WAY
    DELIVERED = Flag.DELIVERED
    UNDELIVERED = Flag.UNDELIVERED
    BLACKLISTED = Flag.BLACKLISTED
    OPTED_OUT = Flag.OPTED_OUT
    FAILED = Flag.FAILED
    UNKNOWN = Flag.UNKNOWN
    SKIPPED = Flag.SKIPPED


@dataclass(frozen=True)
class NamedNumber:
    phone: Annotated[str, _E164, say("With the country code.")]
    fields: Annotated[dict[str, str], say("What stands for merge fields such as {name}.")] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class MoreNumbers:
    numbers: Annotated[tuple[NamedNumber, ...], Most(MOST_NUMBERS), say("As many as 500 a call.")]


@dataclass(frozen=True)
class Audience:
    """One of these."""

    everybody: Annotated[bool, say("All contacts.")] = False
    segment: Annotated[str | None, Text(64, 1), say("Its key, as in its address.")] = None
    contractors: Annotated[
        tuple[str, ...], _KEYS, say("The contacts of these, by their keys.")
    ] = ()
    contacts: Annotated[tuple[str, ...], _KEYS, say("These, by their keys.")] = ()
    numbers: Annotated[
        tuple[NamedNumber, ...], Most(MOST_NUMBERS), say("These; more of them by further calls.")
    ] = ()


@dataclass(frozen=True)
class CampaignRate:
    parts: Annotated[int, Whole(1, MOST_RATE)]
    per: Per = Per.SECOND


@dataclass(frozen=True, kw_only=True)
class _Written:
    """What is written: all of it in every change."""

    title: Annotated[str, Text(LONGEST_TITLE, 1)]
    text: Annotated[
        str | None, Text(LONGEST_TEXT), say("With merge fields such as {name}; by SMS.")
    ] = None
    plain_letters: Annotated[bool, say("No Polish letters: what GSM can write instead.")] = False
    template: Annotated[str | None, Text(64), say("Its SID, by WhatsApp.")] = None
    variables: Annotated[
        dict[str, str], say("What stands for the template's {{1}} …, with merge fields.")
    ] = field(default_factory=dict)
    route: Annotated[
        str | None, Text(200), say("As the list of routes has it; null: the only one, or as it is.")
    ] = None
    count_to_send: Annotated[
        int | None, Whole(1, MOST_COUNT), say("To how many of its numbers; null: to all.")
    ] = None
    due_at: Annotated[datetime | None, say("When it begins; null: when it is started.")] = None
    zone: Annotated[
        str | None, Text(64), say("Whose clock pages show that by, such as Europe/Warsaw.")
    ] = None
    quiet: Annotated[bool, say("Write to nobody in the night of their country.")] = True
    rate: Annotated[
        CampaignRate | None,
        say("At most so fast; null: as its sender. It stays as it is once it was begun."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class CampaignDraft(_Written):
    channel: Channel
    audience: Audience


@dataclass(frozen=True, kw_only=True)
class CampaignChange(_Written):
    version: Version = None
    channel: Annotated[Channel | None, say("As it is: it does not change.")] = None
    audience: Annotated[Audience | None, say("Left out: it does not change.")] = None


class CampaignSteps(StrEnum):
    START = "start"
    TAKE_BACK = "take_back"
    PAUSE = "pause"
    CANCEL = "cancel"
    REBUILD = "rebuild"
    LOOK_AGAIN = "look_again"
    SEND_AGAIN = "send_again"
    RESET = "reset"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"


@dataclass(frozen=True)
class CampaignStep:
    step: CampaignSteps
    version: Version = None


@dataclass(frozen=True)
class CampaignTest:
    to: Annotated[str, _E164, say("With the country code. It needs consent, as everybody does.")]


@dataclass(frozen=True)
class CampaignsSought(Paging):
    state: State | None = None
    archived: Annotated[bool, say("Those that were put away, instead of the others.")] = False


@dataclass(frozen=True)
class OfRun:
    run: Annotated[int | None, Whole(1, 10**6), say("An earlier one; else the present.")] = None


@dataclass(frozen=True)
class RecipientsSought(Paging):
    run: Annotated[int | None, Whole(1, 10**6), say("An earlier one; else the present.")] = None
    flag: Shown | None = None
    phone: Annotated[str | None, _E164] = None
