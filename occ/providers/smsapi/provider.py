"""SMSAPI behind our port: translates both ways and decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from occ.core import clock
from occ.messaging.ports import (
    AnswerLost,
    Inbound,
    Outbound,
    Scope,
    SendRefused,
    Sent,
    StatusReport,
    TryLater,
    Unreachable,
)
from occ.messaging.sms_account import NameState, Profile, SenderName, SmsAccess, Told
from occ.messaging.texts import storable
from occ.providers.smsapi import failures, reports
from occ.providers.smsapi.failures import FAILURES, SentBefore
from occ.providers.smsapi.wire import Refused, Wire
from occ.providers.web import NoAnswer

REPEATED_WITHIN = timedelta(hours=1)
"""How long the same attempt is handed over again to learn of it: SMSAPI knows an `idx` for days,
how many it does not promise."""
_UNKNOWN_ID = (301, 400)


class SmsapiProvider:
    def __init__(self, base_url: str | None) -> None:
        self._wire = Wire(base_url)

    @property
    def host(self) -> str:
        return self._wire.host

    def send(self, access: SmsAccess, message: Outbound) -> Sent:
        """The attempt's key is SMSAPI's `idx`: the same again is refused as known (53).

        Raises SendRefused, TryLater or AnswerLost.
        """
        try:
            told = self._wire.post(access, "/sms.do", _form(access, message))
            return _taken(told)
        except FAILURES as failure:
            raised = failures.of_sending(failure)
            if isinstance(raised, SentBefore):
                return Sent(None)
            raise raised from failure

    def find_sent(
        self,
        access: SmsAccess,
        message: Outbound,
        since: datetime,
        known: Collection[str] = (),
    ) -> StatusReport | None:
        """Hand the very attempt over again: where it was taken, SMSAPI says so and sends nothing.

        What stops it now may not have stopped it the first time, so only a refusal of the number
        or the text is an answer. Raises SendRefused with it, Unreachable where there is none yet.
        """
        if clock.now() - since > REPEATED_WITHIN:
            return None
        try:
            sent = self.send(access, message)
        except (TryLater, AnswerLost) as unsure:
            raise Unreachable(unsure.code, unsure.reason) from unsure
        except SendRefused as refused:
            if refused.scope is not Scope.MESSAGE:
                raise Unreachable(refused.code, refused.reason) from refused
            raise
        return StatusReport(sent.sid, None, message.attempt)

    def report_of(self, access: SmsAccess, sid: str) -> StatusReport | None:
        return self.reports_of(access, [sid]).get(sid)

    def reports_of(self, access: SmsAccess, sids: Sequence[str]) -> Mapping[str, StatusReport]:
        """What became of several, by id; without those the account has none of."""
        try:
            told = self._wire.post(access, "/sms.do", {"status": ",".join(sids), "format": "json"})
        except Refused as refused:
            if refused.code in _UNKNOWN_ID:
                return {}
            raise failures.of_asking(refused) from refused
        except FAILURES as failure:
            raise failures.of_asking(failure) from failure
        found = {str(row.get("id")): row for row in _rows(told) if row.get("status")}
        return {
            sid: reports.report(sid, str(found[sid]["status"]), found[sid].get("idx") or None)
            for sid in sids
            if sid in found
        }

    def profile(self, access: SmsAccess) -> Profile:
        with self._looking():
            told = self._wire.get(access, "/profile")
        return Profile(
            name=str(told.get("username") or told.get("name") or ""),
            payment_type=str(told.get("payment_type") or "").lower(),
            points=_decimal(told.get("points")),
        )

    def sender_names(self, access: SmsAccess) -> Sequence[SenderName]:
        with self._looking():
            told = self._wire.get(access, "/sms/sendernames")
        rows = told.get("collection")
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return [
            SenderName(str(row["sender"]), _state(row.get("status")), row.get("is_default") is True)
            for row in found
            if row.get("sender") and str(row.get("status")).upper() != "DELETED"
        ]

    def read_inbound(self, form: Mapping[str, str]) -> Inbound:
        return reports.read_inbound(form)

    def read_status(self, form: Mapping[str, str], attempt: str | None) -> StatusReport:
        return reports.read_status(form, attempt)

    def told_by(self, form: Mapping[str, str]) -> Told:
        return reports.told_by(form)

    def apart(self, form: Mapping[str, Sequence[str]]) -> list[dict[str, list[str]]]:
        return reports.apart(form)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        try:
            yield
        except FAILURES as failure:
            raise failures.of_looking(failure, self.host) from failure


def _form(access: SmsAccess, message: Outbound) -> dict[str, str]:
    form = {
        "to": str(message.recipient).removeprefix("+"),
        "from": str(message.sender).removeprefix("+"),
        "message": storable(message.body),
        "encoding": "utf-8",
        "format": "json",
        "details": "1",
        "max_parts": str(access.most_parts),
        "idx": message.attempt,
        "check_idx": "1",
    }
    if message.plain_letters:
        form["normalize"] = "1"
    if message.status_callback:
        form["notify_url"] = message.status_callback
    return form


def _taken(told: Mapping[str, Any]) -> Sent:
    """Raises NoAnswer where nobody can tell whether it was taken, Refused where the row says no."""
    rows = _rows(told)
    if not rows or not rows[0].get("id"):
        raise NoAnswer("unreadable")
    row = rows[0]
    if isinstance(row.get("error"), int) and row["error"]:
        raise Refused(200, row["error"], "")
    parts = row.get("parts") or told.get("parts")
    billed = parts if isinstance(parts, int) and parts > 0 else None
    return Sent(str(row["id"]), billed, _decimal(row.get("points")))


def _rows(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = told.get("list")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _decimal(told: object) -> Decimal | None:
    if isinstance(told, bool) or not isinstance(told, int | Decimal):
        return None
    return Decimal(told)


def _state(told: object) -> NameState:
    try:
        return NameState(str(told).lower())
    except ValueError:
        return NameState.INACTIVE
