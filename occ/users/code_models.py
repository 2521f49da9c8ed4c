"""A user's one-time codes at sign-in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base


class SignInCode(Base):
    """The secret that a user's app makes codes from. Nothing asks for one before it is on."""

    __tablename__ = "sign_in_codes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed: Mapped[str]
    is_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_at: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(default=0, server_default="0")
    """The newest time step whose code was used: none counts twice."""


class BackupCode(Base):
    """Signs its user in once, where the app is lost; only its digest is kept."""

    __tablename__ = "backup_codes"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
