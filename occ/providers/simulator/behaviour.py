"""How this Twilio behaves today: well, unless told otherwise."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from occ.providers.simulator.changeable import Changeable, Words

_AT_THE_API = ("missing", "broken", "inward")
_WHERE_FILES_LIE = ("expired", "cut", "slow", "large", "endless", "lie")


@dataclass(frozen=True)
class Behaviour(Changeable):
    """Every time is in seconds. The troubles of sending hit `POST Messages.json` alone."""

    WORDS: ClassVar[Words] = {
        "media": ("", *_AT_THE_API, *_WHERE_FILES_LIE),
        "lose_answers": ("", "close", "silence"),
        "broken": ("", "before", "after"),
        "fail_when": ("now", "later"),
        "lists": ("", "busy", "broken", "close", "silence"),
        "account_status": ("active", "suspended", "closed"),
        "account_type": ("Full", "Trial"),
    }

    sent_after: float = 0.3
    delivered_after: float = 0.9
    read_after: float | None = 2.5
    """All three count from the moment of acceptance; None: the customer never reads."""

    delay: float = 0.0
    """How late each webhook and status callback leaves."""
    double: bool = False
    """Each webhook and callback is posted twice."""
    disorder: bool = False
    """Webhooks overtake each other, callbacks come in a wrong order."""
    drop: bool = False
    """What customers write stands in the message list, and no webhook tells of it."""
    drop_callbacks: bool = False
    sign_with_second: bool = False
    """Webhooks are signed with the second token, as after a rotation."""

    callback_first: bool = False
    """The first status callback comes before the answer to the send itself."""
    slow: float = 0.0
    """How long every answer of the API takes."""
    lose_answers: str = ""
    """"close": taken, then the connection is cut. "silence": taken, then nothing is said."""
    busy: bool = False
    """429, nothing taken."""
    broken: str = ""
    """503 "before" or "after" the message was taken."""
    fail: int = 0
    """Twilio's error code that sends come to."""
    fail_when: str = "now"
    """"now": as the answer. "later": by callback, as `undelivered`, or `failed` below 30000."""
    fail_to: str = ""
    """Whom `fail` hits, as +48500100200; empty: everyone."""
    times: int | None = None
    """How many sends lose_answers, busy, broken and fail hit before they end; None: all."""

    lists: str = ""
    """How questions for messages fail: "busy" (429), "broken" (503), "close" (the connection is
    cut) or "silence"."""
    list_lag: float = 0.0
    """How long a message is there before the list shows it."""
    media: str = ""
    """How customers' files fail: at the API "missing" (404), "broken" (503) or "inward" (sent on to
    a machine beside us); where they lie "expired" (403), "cut", "slow" (a byte now and then),
    "large" (says so), "endless" (does not say so), "lie" (a page in place of the file)."""
    media_times: int | None = None
    """How many fetches `media` hits before it ends; None: all."""

    down: bool = False
    """Every call of the API is answered 503 and does nothing."""
    refuse: int = 0
    """Twilio's error code that every call of the API is answered with."""
    refuse_balance: int = 0
    """Twilio's error code that questions for the balance come to."""
    account_status: str = "active"
    account_type: str = "Full"
    window: bool = True
    """Free text outside the 24 hours after a customer's message fails with 63016."""

    def fails(self, recipient: str) -> bool:
        bare = recipient.removeprefix("whatsapp:")
        return bool(self.fail) and self.fail_to in ("", bare)

    def after_one_send(self) -> Behaviour:
        """`times` counted down; with the last one the troubles of sending end."""
        if self.times is None:
            return self
        if self.times > 1:
            return dataclasses.replace(self, times=self.times - 1)
        return dataclasses.replace(self, lose_answers="", busy=False, broken="", fail=0, times=None)

    def after_one_file(self) -> Behaviour:
        """The same for `media_times`."""
        if self.media_times is None:
            return self
        if self.media_times > 1:
            return dataclasses.replace(self, media_times=self.media_times - 1)
        return dataclasses.replace(self, media="", media_times=None)
