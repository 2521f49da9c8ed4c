"""What of the system's state needs a person, each with where it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from occ.core import turns
from occ.core.address import readable
from occ.core.words import Words, say
from occ.settings import lost
from occ.settings.pages import TWILIO
from occ.web.admin import sms_states
from occ.web.admin.system_state import State

LAGS_AFTER = timedelta(seconds=60)
"""A webhook is handled within a second; what is due again after a failure waits longer."""
STUCK_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Alarm:
    words: Words
    mend: Words
    """What the link to `address` says."""
    address: str


def raised(state: State) -> list[Alarm]:
    return [*_provider(state), *_sms(state), *_inbox(state), *_outbox(state), *_installation(state)]


def _provider(state: State) -> Iterator[Alarm]:
    chat = url_for("chat_channel.page")
    if state.lost:
        words = say(
            "The key here does not open the credentials of %(providers)s: nothing is sent.",
            providers=lost.named(state.lost),
        )
        yield Alarm(words, say("Enter them"), chat if TWILIO in state.lost else url_for("sms.page"))
    elif not (state.twilio.account_sid and state.twilio.auth_token):
        yield Alarm(say("No Twilio account is set up."), say("Enter it"), chat)
    elif not state.twilio.whatsapp:
        yield Alarm(say("WhatsApp is switched off: what comes waits."), say("Switch it on"), chat)
    if state.receiving.is_missing:
        words = say("Messages came late: no webhook of Twilio's brought them.")
        yield Alarm(words, say("See how they reach us"), "#receiving")
    if state.missing:
        words = say("Messages that Twilio has and OCC does not: %(n)s.", n=state.missing)
        yield Alarm(words, say("Fetch them"), "#reconciliation")
    if state.receiving.late:
        words = say(
            "Minutes since Twilio's lists were last read: %(n)s.",
            n=int((state.now - min(state.receiving.late)).total_seconds() // 60),
        )
        yield Alarm(words, say("See which"), "#receiving")
    if state.receiving.failing:
        yield Alarm(say("Twilio's lists can't be read."), say("See why"), "#receiving")
    if state.offline:
        words = say("A WhatsApp sender is not online: %(numbers)s.", numbers=_shown(state.offline))
        yield Alarm(words, say("Open the services"), url_for("services.index"))
    if state.halted:
        yield Alarm(say("Sending is stopped."), say("See why"), "#halted")


def _sms(state: State) -> Iterator[Alarm]:
    for words in sms_states.troubles(state.sms):
        yield Alarm(words, say("Settings → SMS"), url_for("sms.page"))


def _inbox(state: State) -> Iterator[Alarm]:
    if state.inbox.dead.count:
        words = say("What could not be handled: %(n)s.", n=state.inbox.dead.count)
        yield Alarm(words, say("Open and replay"), "#letters")
    if _older(state.inbox.oldest_pending, LAGS_AFTER, state.now):
        words = say("What came in is not handled in time.")
        yield Alarm(words, say("See what is tried again"), "#inbox")
    if state.files.in_vain:
        words = say("Files that customers sent can't be fetched: %(n)s.", n=state.files.in_vain)
        yield Alarm(words, say("See why"), "#inbox")


def _outbox(state: State) -> Iterator[Alarm]:
    if not state.halted and _older(state.outbox.oldest, STUCK_AFTER, state.now):
        yield Alarm(say("Texts wait too long to be sent."), say("See the jobs"), "#jobs")
    if state.outbox.unknown:
        words = say("Texts that may or may not have arrived: %(n)s.", n=state.outbox.unknown)
        yield Alarm(words, say("Open them"), "#outbox")


def _installation(state: State) -> Iterator[Alarm]:
    if turns.nobody_runs(state.jobs, state.now):
        words = say("No jobs run: nothing is sent, and no offer ends.")
        yield Alarm(words, say("How to start them"), "#jobs")
    elif any(job.is_failing or job.is_late(state.now) for job in state.jobs):
        yield Alarm(say("A job fails or is late."), say("See which"), "#jobs")
    if state.ending:
        programs = ", ".join(state.ending)
        words = say(
            "The token of a program ends within two weeks: %(programs)s.", programs=programs
        )
        yield Alarm(words, say("Make a new one"), url_for("programs.index"))
    if state.drift:
        words = say("Users whose count of seats has drifted: %(n)s.", n=len(state.drift))
        yield Alarm(words, say("Count anew"), "#drift")
    if state.redis:
        words = say("Redis does not answer: browsers hear late of what other processes do.")
        yield Alarm(words, say("See what it says"), "#installation")


def _shown(numbers: Sequence[str]) -> str:
    """Isolated, or a right-to-left sentence would turn them round."""
    return ", ".join(f"\u2066{readable(number)}\u2069" for number in numbers)


def _older(since: datetime | None, than: timedelta, now: datetime) -> bool:
    return since is not None and now - since > than
