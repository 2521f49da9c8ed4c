"""A small model of the console: a snapshot, and what pushes make of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from occ.conversations.threads import LONGEST_PREVIEW
from occ.core import clock
from tests.realtime.page import Heard, Page

Row = dict[str, Any]
_WINDOW = timedelta(hours=24)


class Screen:
    """Rows, threads and the own profile as this page shows them, and a cursor a stream."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.start(page.ask("snapshot"))

    def start(self, snapshot: dict[str, Any]) -> None:
        self.page.heard()
        self.me: dict[str, Any] = snapshot["me"]
        self.cursors: dict[str, int] = snapshot["heads"]
        self.served = {service["key"] for service in snapshot["services"] if service["mine"]}
        self.rows: dict[str, Row] = {row["key"]: row for row in snapshot["conversations"]}
        self.threads: dict[str, dict[str, Row]] = {}
        self._load_threads()

    def listen(self) -> None:
        """Take in what was pushed; every stream's numbers come one after the other."""
        for name, payload in self.page.heard():
            numbers = self._mine(payload)
            following = {stream: self.cursors[stream] + 1 for stream in numbers}
            assert numbers == following, f"{name}: {numbers} after {self.cursors}"
            self.cursors |= numbers
            self._apply(name, payload)
        self._follow_streams()
        self._load_threads()

    def miss(self) -> None:
        """Whatever was pushed is lost on its way."""
        self.page.heard()

    def catch_up(self) -> None:
        answer = self.page.ask("catch_up", cursors=self.cursors)
        if "snapshot" in answer:
            self.start(answer["snapshot"])
            return
        news: Heard = [(told["name"], told["payload"]) for told in answer["events"]]
        for name, payload in news:
            if any(number > self.cursors[stream] for stream, number in self._mine(payload).items()):
                self._apply(name, payload)
        self.cursors = answer["heads"]
        self._load_threads()

    def shown_rows(self) -> dict[str, Row]:
        return {key: row for key, row in self.rows.items() if self._concerns_me(row)}

    def wrong(self) -> list[str]:
        """Where this page differs from one that is opened now, its threads apart."""
        snapshot = self.page.ask("snapshot")
        rows = {row["key"]: row for row in snapshot["conversations"]}
        return [
            *_differences("me", self.me, snapshot["me"]),
            *_differences("heads", self.cursors, snapshot["heads"]),
            *_differences("row", self._own_marks(self.shown_rows()), self._own_marks(rows)),
        ]

    def wrong_threads(self) -> list[str]:
        shown = {key: self._thread(key) for key in self.shown_rows()}
        return _differences("thread", shown, {key: self._ask_thread(key) for key in shown})

    def _own_marks(self, rows: dict[str, Row]) -> dict[str, Row]:
        """How far a colleague has read is told to them alone."""
        hidden = {"read_until": None, "unread": 0, "heard": None}
        holders = {key: (row["agent"] or {}).get("key") for key, row in rows.items()}
        mine = self.me["key"]
        return {
            key: row if holders[key] == mine else {**row, **hidden} for key, row in rows.items()
        }

    def _mine(self, payload: dict[str, Any]) -> dict[str, int]:
        numbers: dict[str, int] = payload["streams"]
        return {stream: number for stream, number in numbers.items() if stream in self.cursors}

    def _apply(self, name: str, payload: dict[str, Any]) -> None:
        match name:
            case "conversation_changed":
                row = payload["conversation"]
                self.rows[row["key"]] = row
            case "user_changed":
                self.me = payload["user"]
            case "message_added":
                self._speak(payload["conversation"], payload["message"], payload.get("sender"))
                self._put(payload["conversation"], payload["message"])
            case "thread_changed":
                self.threads.pop(payload["conversation"], None)
            case "message_changed":
                self._note_failure(payload["conversation"], payload["message"])
                self._put(payload["conversation"], payload["message"])

    def _speak(self, key: str, message: Row, sender: str | None) -> None:
        row = self.rows.get(key)
        if row is None or (row["last"] and row["last"]["at"] > message["at"]):
            return
        heard = message["direction"] == "in"
        last = {name: message[name] for name in ("body", "kind", "direction", "at")}
        row = self.rows[key] = {
            **row,
            "sender": sender or row["sender"],
            "last": {**last, "body": message["body"][:LONGEST_PREVIEW]},
            "unanswered_since": (row["unanswered_since"] or message["at"]) if heard else None,
        }
        if heard:
            if row["state"] == "active" and message["number"] > (
                row["heard"] or row["read_until"] or 0
            ):
                row |= {"unread": row["unread"] + 1, "heard": message["number"]}
            row["window_ends_at"] = clock.iso(datetime.fromisoformat(message["at"]) + _WINDOW)

    def _note_failure(self, key: str, message: Row) -> None:
        if key in self.rows:
            failed = {**self.rows[key]["failed"], message["key"]: message["status"]}
            if message["status"] not in ("failed", "undelivered", "unknown"):
                del failed[message["key"]]
            self.rows[key] = {**self.rows[key], "failed": failed}

    def _put(self, key: str, message: Row) -> None:
        if key in self.threads:
            self.threads[key][message["key"]] = message

    def _follow_streams(self) -> None:
        """Where the server counts other streams for this page, only a snapshot helps."""
        if self.page.ask("renew")["heads"].keys() != self.cursors.keys():
            self.start(self.page.ask("snapshot"))

    def _load_threads(self) -> None:
        for key in self.shown_rows().keys() - self.threads.keys():
            self.threads[key] = {message["key"]: message for message in self._ask_thread(key)}
        # What is out of sight is loaded anew when it comes back.
        self.threads = {key: self.threads[key] for key in self.shown_rows()}

    def _ask_thread(self, key: str) -> list[Row]:
        messages: list[Row] = self.page.ask("open", conversation=key)["messages"]
        return messages

    def _thread(self, key: str) -> list[Row]:
        return sorted(self.threads[key].values(), key=lambda message: int(message["number"]))

    def _concerns_me(self, row: Row) -> bool:
        if row["state"] == "closed":
            return False
        if self.me["role"] != "agent" or (row["agent"] and row["agent"]["key"] == self.me["key"]):
            return True
        return row["state"] == "waiting" and row["service"]["key"] in self.served


def _differences(name: str, shown: Any, new: Any) -> list[str]:
    if isinstance(shown, dict) and isinstance(new, dict):
        keys = sorted(shown.keys() | new.keys())
        pairs = [(key, shown.get(key), new.get(key)) for key in keys]
        return [line for key, *two in pairs for line in _differences(f"{name} {key}", *two)]
    if isinstance(shown, list) and isinstance(new, list) and len(shown) == len(new):
        triples = zip(range(len(new)), shown, new, strict=True)
        return [line for key, *two in triples for line in _differences(f"{name} {key}", *two)]
    return [] if shown == new else [f"{name}: {shown} instead of {new}"]
