"""The texts a campaign has had, version by version, and how one leaves for one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns.models import Campaign, Content
from occ.messaging import merge_fields, plain_letters
from occ.messaging.ports import TemplateUse


@dataclass(frozen=True)
class Text:
    """What is written: of a WhatsApp template `template` with its variables, and what it says."""

    body: str
    plain_letters: bool = False
    template: Mapping[str, Any] | None = None

    @property
    def is_same_for_all(self) -> bool:
        return not merge_fields.used(self.body)

    @property
    def shown(self) -> str:
        """As it leaves, its fields named."""
        return plain_letters.plain(self.body) if self.plain_letters else self.body

    def to(self, fields: Mapping[str, str]) -> str:
        """As it leaves for somebody, and is counted."""
        filled = merge_fields.fill(self.body, fields)
        return plain_letters.plain(filled) if self.plain_letters else filled

    def template_to(self, fields: Mapping[str, str]) -> TemplateUse | None:
        if self.template is None:
            return None
        variables = {
            name: merge_fields.fill(value, fields)
            for name, value in self.template["variables"].items()
        }
        return TemplateUse(self.template["sid"], variables)


def of_template(use: TemplateUse, body: str) -> Text:
    """In its variables, and so in what it says with them, merge fields may stand."""
    return Text(body, template={"sid": use.sid, "variables": dict(use.variables)})


def of(session: Session, campaign: Campaign) -> Text:
    """The present one."""
    return versions(session, campaign.id)[campaign.content_version]


def versions(session: Session, campaign_id: int) -> dict[int, Text]:
    rows = session.scalars(select(Content).where(Content.campaign_id == campaign_id))
    return {row.version: Text(row.body, row.plain_letters, row.template) for row in rows}


def add(session: Session, campaign_id: int, version: int, text: Text, now: datetime) -> None:
    session.add(
        Content(
            campaign_id=campaign_id,
            version=version,
            body=text.body,
            plain_letters=text.plain_letters,
            template=dict(text.template) if text.template else None,
            made_at=now,
        )
    )
    session.flush()
