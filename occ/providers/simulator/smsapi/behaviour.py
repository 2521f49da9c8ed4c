"""How this SMSAPI behaves today: well, unless told otherwise."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from occ.providers.simulator.changeable import Changeable, Words

ENDINGS = {
    "delivered": 404,
    "not_found": 401,
    "expired": 402,
    "undelivered": 405,
    "failed": 406,
    "rejected": 407,
    "unknown": 408,
    "accepted": 410,
    "renewal": 411,
    "stop": 412,
}


@dataclass(frozen=True)
class SmsapiBehaviour(Changeable):
    """Every time is in seconds. The troubles of sending hit `POST /sms.do` alone."""

    WORDS: ClassVar[Words] = {
        "ending": tuple(ENDINGS),
        "lose_answers": ("", "close", "silence"),
        "broken_when": ("before", "after"),
    }

    sent_after: float = 0.2
    ended_after: float = 0.6
    ending: str = "delivered"

    delay: float = 0.0
    """How late each callback leaves."""
    double: bool = False
    disorder: bool = False
    """The last status is told first."""
    joined: bool = False
    """Callbacks of up to five messages come as one, their values joined by commas."""
    drop_callbacks: bool = False
    callback_first: bool = False
    """The first callback comes before the answer to the send itself."""

    slow: float = 0.0
    """How long every answer takes."""
    lose_answers: str = ""
    """"close": taken, then the connection is cut. "silence": taken, then nothing is said."""
    fail: int = 0
    """SMSAPI's error code that sends come to, with HTTP 200: nothing is taken."""
    http: int = 0
    """An HTTP status, such as 503, that sends come to."""
    broken_when: str = "before"
    """Whether `http` comes before or after the message was taken."""
    times: int | None = None
    """How many sends lose_answers, fail and http hit before they end; None: all."""

    down: bool = False
    """Every call is answered 503 and does nothing."""
    refuse: int = 0
    """The error code that every call is answered with."""

    def after_one_send(self) -> SmsapiBehaviour:
        """`times` counted down; with the last one the troubles of sending end."""
        if self.times is None:
            return self
        if self.times > 1:
            return dataclasses.replace(self, times=self.times - 1)
        return dataclasses.replace(self, lose_answers="", fail=0, http=0, times=None)
