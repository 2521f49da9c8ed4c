"""What people call themselves on a channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    with op.batch_alter_table("addresses") as addresses:
        addresses.add_column(sa.Column("profile_name", sa.String(), nullable=True))
    op.execute(
        "UPDATE addresses SET profile_name ="
        " (SELECT name FROM contacts WHERE contacts.id = addresses.contact_id)"
    )
