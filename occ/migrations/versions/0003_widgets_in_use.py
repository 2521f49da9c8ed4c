"""How a widget looks, what it says, and when a page last loaded it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# What a widget that exists already gets.
FIRST = {
    "first_words": "",
    "button_text": "",
    "other_contact": "",
    "colour": "#0b6470",
    "corner": "end",
    "language": "",
}


def upgrade() -> None:
    with op.batch_alter_table('widgets', schema=None) as batch_op:
        for name, value in FIRST.items():
            kind = sa.String(32) if name == "corner" else sa.String()
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for name in ("archived_at", "first_seen_at", "last_seen_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('last_seen_on', sa.String(), nullable=True))
    with op.batch_alter_table('widgets', schema=None) as batch_op:
        for name in FIRST:
            batch_op.alter_column(name, server_default=None)
