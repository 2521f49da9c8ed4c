"""What a program asks of its campaigns."""

from __future__ import annotations

import itertools
from typing import Any

from tests.campaigns.company import phone
from tests.web.api.conftest import Program

HELLO = {"title": "Autumn", "text": "Hello {name}"}
_keys = itertools.count(1)


def named(*of: int) -> list[dict[str, Any]]:
    return [{"phone": phone(each), "fields": {"name": f"No. {each}"}} for each in of]


def writes(program: Program, path: str, body: Any, method: str = "POST") -> Any:
    return program.write(path, body, f"key-{next(_keys)}", method)


def made(program: Program, audience: Any = None, **more: Any) -> Any:
    audience = audience or {"numbers": named(1, 2, 3)}
    answer = writes(
        program, "/campaigns", {**HELLO, "channel": "sms", "audience": audience, **more}
    )
    assert answer.status_code == 201, answer.text
    return answer.json


def step(program: Program, key: str, name: str, **more: Any) -> Any:
    return writes(program, f"/campaigns/{key}/steps", {"step": name, **more})


def asked(program: Program, path: str) -> Any:
    answer = program.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json
