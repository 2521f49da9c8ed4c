"""Every page there is, on one application."""

from __future__ import annotations

from flask import Blueprint, Flask

from occ.web import (
    access,
    conversations,
    errors,
    first,
    frame,
    headers,
    health,
    language,
    media,
    metrics,
    own_profile,
    password_link,
    raw_message,
    security,
    sign_in,
    smsapi_webhooks,
    start,
    static_files,
    webhooks,
    widgets,
)
from occ.web.admin import (
    batches,
    chat_channel,
    company,
    credit,
    dead_letters,
    prices,
    routing,
    service_checks,
    services,
    sms,
    system,
    twilio_webhooks,
    user,
    user_events,
    user_powers,
    users,
    widget_preview,
)
from occ.web.admin import templates as templates_page
from occ.web.admin import widgets as widget_settings
from occ.web.contacts import contact, contractors, do_not_write
from occ.web.contacts import listing as contacts

_PAGES = (
    first,
    sign_in,
    password_link,
    own_profile,
    start,
    conversations,
    media,
    raw_message,
    contacts,
    contact,
    contractors,
    do_not_write,
    services,
    service_checks,
    users,
    user,
    user_events,
    user_powers,
    credit,
    batches,
    company,
    routing,
    prices,
    sms,
    widget_settings,
    templates_page,
    widget_preview,
    chat_channel,
    twilio_webhooks,
    system,
    dead_letters,
    widgets,
    webhooks,
    smsapi_webhooks,
    health,
    metrics,
    static_files,
)


def register(app: Flask) -> None:
    """`app` carries the product in its extensions and brings no static folder of its own.

    Raises RuntimeError for a view that does not say whom it is for.
    """
    security.protect(app, exempt=[webhooks.bp, smsapi_webhooks.bp])
    language.speak(app)
    frame.furnish(app)
    errors.show(app)
    headers.set_on_every_answer(app)
    app.register_blueprint(Blueprint("templates", __name__, template_folder="templates"))
    for page in _PAGES:
        app.register_blueprint(page.bp)
    access.demand_on_every_view(app)
