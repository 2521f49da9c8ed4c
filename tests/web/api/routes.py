"""The routes of the API, and the scopes one of which a token needs for them."""

from __future__ import annotations

from occ.users.scopes import Scope

CAMPAIGNS = {Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_SEND}
OPEN_TO = {
    "GET /contacts": {Scope.CONTACTS_READ},
    "GET /contacts/<key>": {Scope.CONTACTS_READ},
    "POST /contacts": {Scope.CONTACTS_WRITE},
    "GET /contractors": {Scope.CONTACTS_READ},
    "GET /contractors/<key>": {Scope.CONTACTS_READ},
    "POST /contractors": {Scope.CONTACTS_WRITE},
    "PUT /contractors/<key>": {Scope.CONTACTS_WRITE},
    "GET /segments": {Scope.CONTACTS_READ},
    "GET /consents": {Scope.CONTACTS_READ},
    "POST /consents": {Scope.CONTACTS_WRITE},
    "GET /conversations": {Scope.CONVERSATIONS_READ},
    "GET /conversations/<key>": {Scope.CONVERSATIONS_READ},
    "GET /conversations/<key>/messages": {Scope.CONVERSATIONS_READ},
    "GET /messages": {Scope.MESSAGES_SEND},
    "POST /messages": {Scope.MESSAGES_SEND},
    "GET /messages/<key>": {Scope.CONVERSATIONS_READ, Scope.MESSAGES_SEND},
    "GET /campaigns": CAMPAIGNS,
    "GET /campaigns/routes": CAMPAIGNS,
    "GET /campaigns/<key>": CAMPAIGNS,
    "GET /campaigns/<key>/check": CAMPAIGNS,
    "GET /campaigns/<key>/report": CAMPAIGNS,
    "GET /campaigns/<key>/recipients": CAMPAIGNS,
    "POST /campaigns": {Scope.CAMPAIGNS_SEND},
    "PUT /campaigns/<key>": {Scope.CAMPAIGNS_SEND},
    "POST /campaigns/<key>/numbers": {Scope.CAMPAIGNS_SEND},
    "POST /campaigns/<key>/steps": {Scope.CAMPAIGNS_SEND},
    "POST /campaigns/<key>/tests": {Scope.CAMPAIGNS_SEND},
    "POST /campaigns/<key>/delivery-checks": {Scope.CAMPAIGNS_SEND},
    "GET /credit": {Scope.CREDIT_READ},
    "GET /credit/log": {Scope.CREDIT_READ},
    "GET /credit/users": {Scope.CREDIT_MANAGE},
    "GET /credit/users/<key>": {Scope.CREDIT_MANAGE},
    "GET /credit/users/<key>/log": {Scope.CREDIT_MANAGE},
    "POST /credit/users/<key>/changes": {Scope.CREDIT_MANAGE},
    "PUT /credit/users/<key>/plan": {Scope.CREDIT_MANAGE},
    "POST /credit/users/<key>/plan/steps": {Scope.CREDIT_MANAGE},
    "GET /batches": {Scope.BATCHES_READ},
    "GET /batches/left": {Scope.BATCHES_READ},
    "POST /credentials": {Scope.CREDENTIALS_SEND},
    "GET /credentials/ways": {Scope.CREDENTIALS_SEND},
    "GET /credentials/<key>": {Scope.CREDENTIALS_SEND},
    "POST /credentials/<key>/end": {Scope.CREDENTIALS_SEND},
}
ROUTES = [route.replace(" /", " /api/v1/", 1) for route in OPEN_TO]
