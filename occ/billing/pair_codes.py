"""What is printed on a pack: a code and a password that people read to each other and type.

Crockford's alphabet has no letter that looks like a figure; what is typed instead is understood.
The code ends in a check character (Luhn's, over 32 symbols), so a slip is told from a wrong pair.
"""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_CODE_SYMBOLS, _PASSWORD_SYMBOLS = 19, 16
"""95 and 80 random bits."""
_GROUP = 4
LONGEST_TYPED = 100


def new_code() -> str:
    """20 symbols in fives of four: `K7QF-2M9T-…`."""
    body = _random(_CODE_SYMBOLS)
    return _grouped(body + _check(body))


def new_password() -> str:
    return _grouped(_random(_PASSWORD_SYMBOLS))


def read(typed: str) -> str:
    """As printed, whatever the case, blanks and dashes it was typed with."""
    symbols = [symbol for symbol in typed[:LONGEST_TYPED].upper() if symbol.isalnum()]
    return _grouped("".join(symbols).translate(_READ_AS))


def is_code(read_code: str) -> bool:
    """Whether it can be a code at all: its length, its symbols, its check character."""
    symbols = read_code.replace("-", "")
    if len(symbols) != _CODE_SYMBOLS + 1 or not set(symbols) <= set(_ALPHABET):
        return False
    return _check(symbols[:-1]) == symbols[-1]


def label(code: str) -> str:
    """What a pack is called where nobody described it: the start of its code."""
    return code[: 2 * _GROUP + 1]


def _random(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


def _grouped(symbols: str) -> str:
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def _check(symbols: str) -> str:
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = _ALPHABET.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _ALPHABET[-total % 32]
