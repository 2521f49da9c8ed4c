"""Every page there is, on one application."""

from __future__ import annotations

from flask import Blueprint, Flask

from occ.web import (
    access,
    conversations,
    credentials,
    errors,
    first,
    frame,
    headers,
    health,
    language,
    live,
    media,
    messages,
    metrics,
    outcomes,
    own_codes,
    own_profile,
    password_link,
    raw_message,
    replies,
    reports,
    security,
    sign_in,
    sign_in_code,
    smsapi_webhooks,
    start,
    static_files,
    tags,
    uploads,
    webhooks,
    what_if,
    widget_opening,
    widgets,
)
from occ.web.admin import (
    account_settings,
    accounts,
    batches,
    campaign_settings,
    chat_channel,
    company,
    credit,
    dead_letters,
    journal,
    prices,
    programs,
    reconciliation,
    routing,
    service_checks,
    service_desk,
    service_hours,
    service_queue,
    service_retention,
    service_texts,
    services,
    sms,
    sms_balance,
    sms_countries,
    system,
    twilio_webhooks,
    user,
    user_events,
    user_powers,
    users,
    webhook_log,
    widget_preview,
)
from occ.web.admin import templates as templates_page
from occ.web.admin import widgets as widget_settings
from occ.web.api import batches as api_batches
from occ.web.api import campaign_reports as api_campaign_reports
from occ.web.api import campaigns as api_campaigns
from occ.web.api import consents as api_consents
from occ.web.api import contacts as api_contacts
from occ.web.api import contractors as api_contractors
from occ.web.api import conversations as api_conversations
from occ.web.api import credentials as api_credentials
from occ.web.api import credit as api_credit
from occ.web.api import docs as api_docs
from occ.web.api import messages as api_messages
from occ.web.api import openapi as api_openapi
from occ.web.api import people as api_people
from occ.web.api import problems
from occ.web.api import segments as api_segments
from occ.web.campaigns import (
    dashboard,
    overview,
    people,
    report,
    sending,
    sendings,
    writing,
)
from occ.web.contacts import (
    blocked,
    contact,
    contractors,
    do_not_write,
    erasing,
    exporting,
    importing,
    segments,
)
from occ.web.contacts import listing as contacts

_PAGES = (
    first,
    sign_in,
    sign_in_code,
    password_link,
    own_profile,
    own_codes,
    start,
    conversations,
    live,
    reports,
    what_if,
    replies,
    tags,
    outcomes,
    media,
    uploads,
    messages,
    raw_message,
    contacts,
    contact,
    erasing,
    exporting,
    contractors,
    do_not_write,
    blocked,
    importing,
    segments,
    services,
    service_checks,
    service_desk,
    service_hours,
    service_queue,
    service_retention,
    service_texts,
    users,
    programs,
    api_docs,
    user,
    user_events,
    user_powers,
    credit,
    batches,
    accounts,
    credentials,
    dashboard,
    overview,
    writing,
    people,
    sending,
    sendings,
    report,
    company,
    routing,
    campaign_settings,
    prices,
    sms,
    sms_balance,
    sms_countries,
    widget_settings,
    templates_page,
    account_settings,
    widget_preview,
    chat_channel,
    twilio_webhooks,
    system,
    reconciliation,
    webhook_log,
    journal,
    dead_letters,
    widgets,
    widget_opening,
    webhooks,
    smsapi_webhooks,
    health,
    metrics,
    static_files,
)


_API = (
    api_openapi,
    api_contractors,
    api_contacts,
    api_people,
    api_segments,
    api_consents,
    api_conversations,
    api_messages,
    api_credit,
    api_batches,
    api_campaigns,
    api_campaign_reports,
    api_credentials,
)


def register(app: Flask) -> None:
    """`app` carries the product in its extensions and brings no static folder of its own.

    Raises RuntimeError for a view that does not say whom it is for.
    """
    security.protect(
        app,
        signed=[webhooks.bp, smsapi_webhooks.bp],
        by_token=[each.bp for each in _API],
        keyed=[credentials.bp, uploads.linked],
    )
    language.speak(app)
    frame.furnish(app)
    errors.show(app)
    headers.set_on_every_answer(app)
    app.register_blueprint(Blueprint("templates", __name__, template_folder="templates"))
    problems.tell_limits(app)
    for page in (*_PAGES, *_API):
        app.register_blueprint(page.bp)
    app.register_blueprint(uploads.linked)
    access.demand_on_every_view(app)
