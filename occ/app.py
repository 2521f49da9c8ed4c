"""Builds every part and wires it: the only file that knows every room."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from occ import metrics
from occ.bootstrap import blocking_executor
from occ.config import Config, from_environment
from occ.core import blocking
from occ.core.db import Database
from occ.core.run import Publish, Runner
from occ.core.secrets import Vault, open_vault
from occ.jobs import inbox
from occ.product import Product
from occ.providers import outside, registry
from occ.realtime import (
    campaigns,
    connections,
    desk,
    live,
    looking,
    marks,
    media,
    parking,
    searching,
    server,
    standing,
    templates,
)
from occ.realtime.publish import Publisher
from occ.routing import queue
from occ.web import blueprints

OpenDatabase = Callable[[str, Vault], Database]


def create_app(config: Config | None = None) -> Flask:
    """The web side, complete: pages, webhooks and sockets. Jobs are started apart."""
    config = config or from_environment()
    app = Flask("occ", static_folder=None, template_folder=None)
    socketio = server.create(app, config)
    furnish(app, config)
    connections.register(socketio)
    desk.register(socketio)
    media.register(socketio)
    templates.register(socketio)
    marks.register(socketio)
    standing.register(socketio)
    looking.register(socketio)
    parking.register(socketio)
    searching.register(socketio)
    campaigns.register(socketio)
    live.register(socketio)
    blueprints.register(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    return app


def furnish(app: Flask, config: Config, open_database: OpenDatabase = Database) -> None:
    """Put the product behind the edges of `app`. Done again, another takes its place."""
    socketio: SocketIO = app.extensions["socketio"]
    product = assemble(config, lambda database: Publisher(socketio, database), open_database)
    product.after = inbox.Workers(product).put
    app.extensions["occ"] = product


def create_jobs(config: Config) -> Product:
    """The product for a process of jobs alone, which tells the web processes through Redis."""
    assert config.redis_url is not None
    socketio = server.write_only(config.redis_url)
    return assemble(config, lambda database: Publisher(socketio, database))


def assemble(
    config: Config,
    publisher: Callable[[Database], Publish],
    open_database: OpenDatabase = Database,
) -> Product:
    """The rooms' ground and the providers, without any edge."""
    blocking.install(blocking_executor(config.async_mode))
    vault = open_vault(config.home)
    database = open_database(config.database_url, vault)
    run = Runner(database, queue.drain, publisher(database), take_tally=metrics.take)
    twilio = registry.build(config.twilio_api_url)["twilio"]
    smsapi = registry.smsapi(config.smsapi_api_url)
    return Product(
        config, vault, run, twilio, smsapi, outside.reach, after=lambda _kind, _address: None
    )
