"""An administrator has Twilio call here: what stands there now, what should, and the change.

`look` and `point` ask Twilio over the network and open no transaction; `record` writes the
journal once they are done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.messaging.account import AccountProvider, Credentials, Hook, Trouble, Urls


@dataclass(frozen=True)
class Row:
    """One number on one channel: whether it leads here, and if not, to whom it does."""

    hook: Hook
    is_here: bool
    is_whole: bool
    """Every address stands as it should, the fallback and the overrides, too."""
    is_foreign: bool
    """Another system gets its messages now, and would get no more."""

    @property
    def shown(self) -> str:
        """What stands there now; a user and password in it are not shown."""
        return shown(self.hook.urls.message)


@dataclass(frozen=True)
class Done:
    """What was changed, and what was not, with its reason."""

    pointed: Sequence[Row] = ()
    refused: Sequence[tuple[Row, Words]] = ()


def look(provider: AccountProvider, credentials: Credentials, wanted: Urls) -> list[Row]:
    """WhatsApp senders first. Raises Trouble."""
    return [_row(hook, wanted) for hook in provider.hooks(credentials)]


def point(
    provider: AccountProvider,
    credentials: Credentials,
    rows: Sequence[Row],
    seen: Mapping[str, str],
    wanted: Urls,
) -> Done:
    """Change the rows whose SID is in `seen`, where still the address stands that was seen there.

    Nothing that the administrator has not seen is overwritten.
    """
    pointed, refused = [], []
    for row in _chosen(rows, seen):
        if row.shown != seen[row.hook.sid]:
            refused.append((row, say("It was changed at Twilio in the meantime. Look again.")))
            continue
        try:
            provider.point(credentials, row.hook, wanted)
        except Trouble as trouble:
            refused.append((row, trouble.words))
        else:
            pointed.append(row)
    return Done(pointed, refused)


def record(session: Session, actor_id: int | None, done: Done, wanted: Urls, now: datetime) -> None:
    for row in done.pointed:
        subject = journal.Subject("number", f"{row.hook.channel}:{row.hook.phone}")
        before, after = {"webhook": row.shown}, {"webhook": shown(wanted.message)}
        journal.write(session, actor_id, "webhook_set", subject, now, before=before, after=after)


def shown(url: str) -> str:
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    return parts._replace(netloc=f"…@{parts.netloc.rpartition('@')[2]}").geturl()


def _chosen(rows: Sequence[Row], sids: Collection[str]) -> list[Row]:
    return [row for row in rows if row.hook.sid in sids and not row.hook.overridden]


def _row(hook: Hook, wanted: Urls) -> Row:
    stands = hook.urls.message
    ours = urlsplit(wanted.message).netloc
    return Row(
        hook,
        is_here=hook.urls.leads_like(wanted),
        is_whole=stands == wanted.message and hook.urls.leads_like(wanted),
        is_foreign=bool(stands) and urlsplit(stands).netloc != ours,
    )
