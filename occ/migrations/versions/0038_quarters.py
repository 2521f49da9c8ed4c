"""Runs: how they went, by quarters of an hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "campaign_quarters",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["campaign_runs.id"], name=op.f("fk_campaign_quarters_run_id_campaign_runs")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "quarter", "kind", name=op.f("pk_campaign_quarters")
        ),
    )
