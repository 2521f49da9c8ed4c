"""What a database and a folder hold, searched in full: by the metadata, so nothing is left out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import JSON, Column, Enum, String, Table, select, update
from sqlalchemy.orm import Session

from occ.migrations.metadata import metadata

MARKER = "quetzalcoatl"
OF_PEOPLE: dict[str, Collection[str]] = {
    "contacts": {"key"},
    "addresses": {"key", "channel", "phone", "bsuid"},
    "blocks": (),
    "phone_numbers": {"key", "phone", "country"},
    "do_not_write": (),
    "contact_words": {"word"},
    "conversations": {"key", "our_address"},
    "messages": {
        *("key", "client_id", "sender", "recipient", "provider_sid", "reason_code", "provider"),
        "cause",
    },
    "media": {"key", "content_type", "file", "link"},
    "notes": {"key", "client_id"},
    "drafts": (),
    "uploads": {"key", "file", "content_type"},
    "conversation_words": {"word"},
    "conversation_pages": (),
    "webhooks": {"provider", "kind", "dedupe", "address", "form"},
    "campaign_recipients": {"phone", "reason"},
    "accounts": {"key", "client_id", "system", "phone", "language", "ways", "reason_code"},
    "imports": {"key", "name", "file", "shape", "header", "columns", "home", "words", "problem"},
    "contact_exports": {"key", "file"},
    "stream_events": {"stream", "name", "facts"},
}
"""Tables whose rows speak of people outside; their columns that hold nothing anybody typed, or
what the row is found by. Every other column of text is written into before a person is erased.
"""
OF_NOBODY = set(
    "attempts automatic_texts backup_codes batch_pairs batches browser_sessions calls"
    " campaign_contents campaign_counts campaign_moves campaign_quarters campaign_runs"
    " campaigns canned_replies carriages consents contact_tags contractor_words day_counts"
    " contractors erased_numbers erasures fetches import_columns interactions job_turns"
    " journal labels leases ledger_entries lookers one_time_links operators_blacklist"
    " own_numbers page_references powers presence_spans prices replenishment_plans"
    " reservations rests search_marks"
    " segments sender_halts sender_paces service_members services serving_templates"
    " settings sign_in_codes sign_in_tries spendings streams sweeps taggings tags templates tokens"
    " users wallets widget_services widgets".split()
)
"""Those of the company itself, and of what is told of a row and not of a person."""


def columns() -> Iterator[tuple[Table, Column[object]]]:
    """Every column that can hold words."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum):
                yield table, column


def mark_all(session: Session) -> None:
    """Write the marker into whatever a person's rows could hold of them."""
    for table, column in columns():
        if column.name not in OF_PEOPLE.get(table.name, {column.name}):
            value = {"text": MARKER} if isinstance(column.type, JSON) else f"so {MARKER}"
            session.execute(update(table).values({column: value}))


def found(session: Session, sought: Collection[str]) -> list[str]:
    """Columns that hold one of these words, with the row."""
    held = []
    for table, column in columns():
        for (value,) in session.execute(select(column)):
            words = json.dumps(value, ensure_ascii=False, default=str)
            held += [f"{table}.{column.name}: {words}" for each in sought if each in words]
    return held


def found_on_disk(folder: Path, sought: Collection[str]) -> list[str]:
    return [
        f"{path}"
        for path in folder.rglob("*")
        if path.is_file() and any(each.encode() in path.read_bytes() for each in sought)
    ]
