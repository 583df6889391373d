"""Replies and other data, spoilt: of them a value becomes another one, where of a page letters do."""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from outreach import replyshapes

GONE = object()
Place = tuple[Any, Any]
Read = Callable[[str], object]


def replied(read: Callable[[Any], object], sample: Any) -> Read:
    """Return a reader of a text that chooses which value of a reply becomes something else, and what."""

    def tried(text: str) -> object:
        return read(spoilt(sample, text) if text else copy.deepcopy(sample))

    return tried


def answered(
    read: Callable[[Any], object], module: str, sample: Any, **asked: str
) -> Callable[[str], object]:
    """Return such a reader of what a module of the API answers, once its shape was checked as in a run."""

    def checked(part: Any) -> object:
        reply, action = {module: part}, {'action': module, **asked}
        if replyshapes.lacks_module(action, reply) or replyshapes.wrong(action, reply):
            return None
        return read(part)

    return replied(checked, sample)


def spoilt(sample: Any, text: str) -> Any:
    """Return a copy of a reply in which one value is another, or is gone; the text decides."""
    whole = {'': copy.deepcopy(sample)}
    number = zlib.crc32(text.encode('utf-8', 'surrogatepass'))
    values: tuple[Any, ...] = (
        text, None, True, -1, 10**30, 1e308, float('inf'), '', [], {}, [text], {'x': text}, [None], [[]],
        '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '99991231235959', GONE,
    )  # fmt: skip
    places = list(_places(whole))
    holder, key = places[number % len(places)]
    new = values[number // len(places) % len(values)]
    if new is GONE and key != '':
        del holder[key]
    elif new is not GONE:
        holder[key] = new
    return whole['']


def _places(value: Any) -> Iterator[Place]:
    """Return where each value of a reply stands, as what holds it and its key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
