"""The price list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table('prices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(32), nullable=False),
    sa.Column('prefix', sa.String(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.CheckConstraint('price BETWEEN 1 AND 1000000000000000', name=op.f('ck_prices_price')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prices')),
    sa.UniqueConstraint('channel', 'prefix', 'from_on', name=op.f('uq_prices_channel_prefix_from_on'))
    )
