"""Data as Lua writes it, and tables read from Lua as plain data, for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.affiliates.luadata import KEYWORDS, LuaTable

Plain = str | float | bool | Sequence[Any] | Mapping[str, Any]


def quoted(text: str, quote: str = "'") -> str:
    """Return a text as Lua writes it."""
    if quote == '[[' and not text.startswith('\n') and not any(mark in f'{text}]' for mark in ('[[', ']]')):
        return f'[[{text}]]'
    mark = quote if quote in '\'"' else "'"
    inside = text.replace('\\', '\\\\').replace(mark, f'\\{mark}').replace('\n', '\\n')
    return f'{mark}{inside}{mark}'


def as_lua(value: Plain, quote: str = "'", between: str = '') -> str:
    """Return data as a Lua table."""
    if isinstance(value, str):
        return quoted(value, quote)
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, int | float):
        return repr(float(value))
    if isinstance(value, Mapping):
        fields = [f'{_key(key)} = {as_lua(inner, quote, between)}' for key, inner in value.items()]
        return '{' + ','.join(f'{between}{one}' for one in fields) + between + '}'
    return '{' + ','.join(f'{between}{as_lua(inner, quote, between)}' for inner in value) + between + '}'


def _key(key: str) -> str:
    simple = key.isascii() and key.isidentifier() and key not in KEYWORDS
    return key if simple else f'[{quoted(key)}]'


def plain(value: Any) -> Any:
    """Return what was read as lists and dicts; a table without fields is a list."""
    if not isinstance(value, LuaTable):
        return value
    if value.fields:
        return {one.key: plain(one.value) for one in value.fields}
    return [plain(inner) for inner in value.items]
