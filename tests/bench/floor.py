"""The floor: what bare Flask, eventlet and SQLAlchemy Core do for the least of it.

A webhook's signature is checked, one row is committed (SQLite, synchronous=FULL, WAL), and the
row is told to everybody connected. Nothing else: no duplicates, no routing, no order, no retry.
"""

from __future__ import annotations

import sys
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet  # noqa: TID251
eventlet.monkey_patch()

from flask import Flask, Response, request  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402
from sqlalchemy import (  # noqa: E402
    Column,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
)
from twilio.request_validator import RequestValidator  # noqa: E402


def main(port: int, database: str, token: str, public_url: str) -> None:
    engine = create_engine(f"sqlite:///{database}")

    @event.listens_for(engine, "connect")
    def prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    metadata = MetaData()
    rows = Table(
        "messages",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("sid", String, unique=True),
        Column("sender", String),
        Column("body", String),
    )
    metadata.create_all(engine)
    validator = RequestValidator(token)
    app = Flask("floor")
    socketio = SocketIO(app, async_mode="eventlet")

    @app.post("/webhooks/twilio/messages")
    def message() -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(public_url + request.path, request.form, signature):
            return Response(status=403)
        form = request.form
        with engine.begin() as connection:
            connection.execute(
                insert(rows).values(sid=form["MessageSid"], sender=form["From"], body=form["Body"])
            )
        told = {"message": {"body": form["Body"]}}
        socketio.emit("message_added", told, to=form["From"], namespace="/agents")
        return Response(status=204)

    @socketio.on("connect", namespace="/agents")
    def connect(_auth: object = None) -> None:
        join_room(request.args.get("room", ""))

    @app.get("/health/ready")
    def ready() -> str:
        return "ready"

    from eventlet import wsgi  # noqa: TID251

    listener = eventlet.listen(("127.0.0.1", port), backlog=1024, reuse_port=False)
    wsgi.server(listener, app, max_size=20_000, log_output=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4])
