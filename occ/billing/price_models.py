"""What a part of a message costs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occ.billing.credits import MOST
from occ.core.types import Base


class PricedChannel(StrEnum):
    SMS = "sms"
    WHATSAPP = "whatsapp"


class Price(Base):
    """Milli-credits a part to numbers that begin with `prefix`, from a day of the company's on.

    The prefix is a country's digits, or more of them; empty, it is for all that no other fits.
    """

    __tablename__ = "prices"
    __table_args__ = (
        UniqueConstraint("channel", "prefix", "from_on"),
        CheckConstraint(f"price BETWEEN 1 AND {MOST}", name="price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[PricedChannel]
    prefix: Mapped[str]
    price: Mapped[int] = mapped_column(BigInteger)
    from_on: Mapped[date]
