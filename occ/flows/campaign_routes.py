"""The routes a campaign can leave by, and how fast."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns.models import Campaign
from occ.campaigns.rate import Rate
from occ.core.address import Channel, Identity
from occ.messaging import routes
from occ.messaging.routes import Route
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TWILIO, CampaignSettings


def present(session: Session, channel: Channel, services: Collection[str] = ()) -> Sequence[Route]:
    """SMS: as set in Settings → SMS. WhatsApp: the numbers of the live services, or of those
    whose keys are named.
    """
    if channel is Channel.SMS:
        route = routes.sms(session)
        return [route] if route else []
    query = select(Service.whatsapp_number).where(
        Service.archived_at.is_(None), Service.whatsapp, Service.whatsapp_number.is_not(None)
    )
    if services:
        query = query.where(Service.key.in_(services))
    numbers = session.scalars(query.order_by(Service.id))
    return [Route(TWILIO, str(Identity(channel, phone=number))) for number in numbers]


def of(campaign: Campaign) -> Route | None:
    if campaign.provider is None or campaign.sender is None:
        return None
    return Route(campaign.provider, campaign.sender)


def name(route: Route) -> str:
    """One word for both, as a form sends it back."""
    return f"{route.provider}:{route.sender}"


def rate(session: Session, channel: Channel) -> Rate:
    """That a sender of the channel takes."""
    settings = store.load(session, CampaignSettings)
    return Rate(settings.sms_rate if channel is Channel.SMS else settings.whatsapp_rate)
