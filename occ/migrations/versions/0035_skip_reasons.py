"""Counts of campaigns: by the reason of who was skipped."""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.execute(
        "INSERT INTO campaign_counts (run_id, flag, slot, people, parts, spent)"
        " SELECT run_id, 'skipped:' || reason, 0, count(*), sum(parts), 0 FROM campaign_recipients"
        " WHERE flag = 'skipped' AND reason IS NOT NULL GROUP BY run_id, reason"
    )
